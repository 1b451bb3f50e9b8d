from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

R_co = TypeVar("R_co", covariant=True)  # noqa: PYI001 - as in alliancekit.decoding

class Slot:
    def __init__(self, model: type, name: str) -> None: ...

class Test: ...

class FirstOf(Test):
    def __init__(self, *tests: Test) -> None: ...

class Asked(Test):
    def __init__(self, ask: Callable[..., object]) -> None: ...

class Whole(Test):
    def __init__(self, least: int) -> None: ...

class OneOf(Test):
    def __init__(self, choices: frozenset[str]) -> None: ...

class Matches(Test):
    def __init__(self, kinds: bytes, rows: bytes, width: int) -> None: ...

class Says(Test): ...

class HasCount(Test):
    def __init__(self, least: int) -> None: ...

class Distinct(Test):
    def __init__(self, by: Slot | None = None) -> None: ...

class HasSlash(Test):
    def __init__(self, edtf: Slot, *, wanted: bool) -> None: ...

class AskedOf(Test):
    def __init__(self, ask: Callable[..., object], *slots: Slot) -> None: ...

class Rising(Test):
    def __init__(self, strict: bool, *slots: Slot) -> None: ...

class DatesInOrder(Test):
    def __init__(self, edtf: Slot, *slots: Slot) -> None: ...

class Following(Test):
    def __init__(self, edtf: Slot, slot: Slot, period: Slot | None = None) -> None: ...

class Inside(Test):
    def __init__(self, edtf: Slot, slot: Slot, periods: Slot, end: Slot, *starts: Slot) -> None: ...

class Given(Test):
    def __init__(self, least: int, most: int, *slots: Slot) -> None: ...

class NoItemGives(Test):
    def __init__(self, slot: Slot, inner: Slot) -> None: ...

class NotIn(Test):
    def __init__(self, slot: Slot, others: Slot) -> None: ...

class AmongFew(Test):
    def __init__(self, slot: Slot, field: Slot, others: Slot, other: Slot) -> None: ...

class Value:
    def __init__(
        self,
        kind: type,
        tests: Iterable[Test],
        *,
        optional: bool,
        dated: bool = False,
        item: Value | None = None,
        model: Model | None = None,
    ) -> None: ...
    def __call__(self, value: object) -> bool: ...

class Field:
    def __init__(
        self, name: str, slot: Slot, value: Value, *, required: bool, default: object, recurs: bool = False
    ) -> None: ...

class Model:
    def __init__(
        self, model: type, fields: Iterable[Field], rules: Iterable[Test], explain: Callable[..., None]
    ) -> None: ...
    @property
    def check(self) -> Callable[..., None]: ...

class Reader(Generic[R_co]):
    def __init__(
        self,
        model: Model,
        unescaped: Callable[[bytes], str],
        printed: Callable[[Mapping[str, str]], object],
        dates: Mapping[str, object],
        shared: Mapping[object, object],
    ) -> None: ...
    def read(self, data: bytes, start: int = 0) -> R_co | None: ...
    def read_all(self, data: bytes) -> tuple[R_co, ...] | None: ...
