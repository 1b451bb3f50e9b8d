"""The plain engine, in Python: it defines what is valid, and runs if the kernel is not installed."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from gc import get_referents
from itertools import repeat
from operator import itemgetter
from typing import Final, NoReturn, TypeVar, cast

import attrs

from alliancekit.engine._interface import (
    Bounded,
    Bounds,
    Engine,
    Engines,
    Guard,
    HeaderCheck,
    JsonEngine,
    Shared,
)
from alliancekit.engine._plain_collect import dates_of, digest_of, references_of
from alliancekit.engine._plain_find import finder, parts
from alliancekit.engine._plain_json import decode, first_members, parse
from alliancekit.engine._plain_trees import Accepts, decline, fields_reader, getter, record_reader, setter
from alliancekit.rules.shape import spec_of

R = TypeVar("R")


def engine(model: type[R]) -> Engine[R]:
    """Return the plain engine of a model."""
    shared_reader = cast("Callable[[object], R]", _shared_reader(cast("type", model)))
    return Engine(
        accepts=compose_test(model),
        from_tree=partial(_read_or_none, record_reader(model, None)),
        fields_from_tree=fields_reader(model),
        from_json=partial(_from_json, shared_reader),
        list_from_json=partial(_list_from_json, shared_reader),
        from_columns=partial(_from_columns, model),
        references=references_of(model),
        dates=dates_of(model),
        digest=digest_of(model),
        within=_within,
        ranges=_AnyRanges,
    )


def compose_test(model: type) -> Accepts:
    """Return the test of a record: the tests of its fields, then the rules of several fields."""
    spec = spec_of(model)
    names = [field.name for field in spec.fields]
    tests = [field.shape.accepts for field in spec.fields]
    rules = [(rule.holds, _picker([names.index(name) for name in rule.reads])) for rule in spec.rules]
    values_of = getter(names)

    def accepts(record: object) -> bool:
        if type(record) is not model:
            return False
        values = values_of(record)
        for test, value in zip(tests, values, strict=True):
            if not test(value):
                return False
        for holds, pick in rules:  # noqa: SIM110 - all() would take twice as long
            if not holds(*pick(values)):
                return False
        return True

    return accepts


def _picker(positions: Sequence[int]) -> Callable[[tuple[object, ...]], tuple[object, ...]]:
    """Return a function that picks some values of a tuple as a tuple."""
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda values: tuple(values[position] for position in positions)


def _read_or_none(read: Callable[[object], R], tree: object) -> R | None:
    try:
        return read(tree)
    except ValueError:
        return None


def _decline_tree(tree: object) -> NoReturn:
    del tree
    decline()


# --- From JSON --------------------------------------------------------------------------------------------------------


def _from_json(read: Callable[[object], R], data: bytes, start: int = 0, /) -> R | None:
    if not 0 <= start <= len(data):
        return None
    try:
        return read(decode(b"{" + data[start:] if start else data))
    except (ValueError, RecursionError):
        return None


def _list_from_json(read: Callable[[object], R], data: bytes) -> list[R] | None:
    try:
        return _records(decode(data), read)
    except (ValueError, RecursionError):
        return None


def _records(items: object, read: Callable[[object], R]) -> list[R]:
    return [*map(read, cast("list[object]", items))] if type(items) is list else decline()


def _document(data: bytes, lists: Mapping[str, type]) -> dict[str, object] | None:
    """Return the members of a JSON object, with records in some lists; None if one of them is declined."""
    try:
        tree = decode(data)
        if type(tree) is not dict:
            return None
        members = cast("dict[str, object]", tree)
        return {
            key: _records(value, _shared_reader(lists[key])) if key in lists else value
            for key, value in members.items()
        }
    except (ValueError, RecursionError):
        return None


@cache
def _shared_reader(model: type) -> Callable[[object], object]:
    """Return a function that builds records of a class, which share equal short texts."""
    return record_reader(model, Shared())


_START: Final = re.compile(rb'[ \t]*\{[ \t]*"type"[ \t]*:[ \t]*"([a-z]+)"[ \t]*,')
"""The beginning of a line with a record."""


@attrs.define
class _Lines:
    """Reads records from JSON Lines.

    Attributes:
        models: The classes, by the type at the beginning of a line.
        check_header: Called with each line that does not begin with one of these types.
        longest: The greatest number of bytes of a line.
    """

    models: Mapping[str, type]
    check_header: HeaderCheck
    longest: int
    _readable: bool = attrs.field(default=False, init=False)
    _start: bytes = attrs.field(default=b"\0", init=False)
    _read: Callable[[object], object] = attrs.field(default=_decline_tree, init=False)

    def read(self, data: bytes) -> list[object | None]:
        """Return the record of each line, or None."""
        return [*map(self._line, data.splitlines(keepends=True))]

    def _line(self, line: bytes) -> object | None:
        if not line.startswith(self._start) and not self._has_record(line):
            readable = self.check_header(line)
            self._readable = self._readable if readable is None else readable
            return None
        if not self._readable or len(line) > self.longest:
            return None
        return _from_json(self._read, line, len(self._start))

    def _has_record(self, line: bytes) -> bool:
        """Return whether a line begins with a type; select the reader of that type."""
        match = _START.match(line)
        model = self.models.get(match[1].decode()) if match else None
        if match is None or model is None:
            return False
        self._start, self._read = match[0], _shared_reader(model)
        return True


def _lines(
    models: Mapping[str, type], check_header: HeaderCheck, longest: int
) -> Callable[[bytes], list[object | None]]:
    """Return a function that reads records from whole lines of JSON Lines."""
    return _Lines(models, check_header, longest).read


_JSON: Final = JsonEngine(parse, _document, _lines, first_members, finder, parts)


# --- From columns -----------------------------------------------------------------------------------------------------


def _from_columns(model: type[R], columns: Sequence[Sequence[object]]) -> list[R]:
    """Return the records whose values are in columns, without a check."""
    records = [*map(object.__new__, repeat(model, len(columns[0])))]
    for field, values in zip(spec_of(model).fields, columns, strict=True):
        deque(map(setter(model, field), records, values), maxlen=0)
    return records


# --- Bounds -----------------------------------------------------------------------------------------------------------


def _within(bounded: Bounded, bounds: Bounds) -> Callable[[object], bool]:
    """Return a function that declines every record: the caller's own test is as fast in Python."""
    del bounded, bounds
    return _never


def _never(record: object) -> bool:
    del record
    return False


@attrs.frozen
class _AnyRanges:
    """Ranges that lie within no bounds.

    Attributes:
        bounded: Which values they are for.
    """

    bounded: Bounded

    def extend(self, records: Iterable[object], /) -> None:
        """Do nothing."""

    def lie_within(self, bounds: Bounds, /) -> bool:
        """Return that some values may lie outside the bounds."""
        del bounds
        return False


# --- Constructors -----------------------------------------------------------------------------------------------------


def guard(explain: Guard, refuse: Guard) -> tuple[Guard, Guard]:
    """Return two checks: that a new record is valid, and that a record is new.

    Args:
        explain: Raises an error for an invalid record.
        refuse: Raises an error for a record that exists already.
    """
    tests: dict[type, Accepts] = {}

    def check(record: object) -> None:
        test = tests.get(type(record))
        if test is None:
            test = tests[type(record)] = compose_test(type(record))
        if not test(record):
            explain(record)

    def require_new(record: object) -> None:
        # A fresh object of `__new__` refers to its class alone, an existing record also to the values of its fields.
        if len(get_referents(record)) > 1:
            refuse(record)

    return check, require_new


def initializer(cls: type, explain: Guard, refuse: Guard) -> Callable[..., None]:
    """Return the `__init__` that attrs has built; it calls the two checks."""
    del explain, refuse
    return cast("Callable[..., None]", vars(cls)["__init__"])


ENGINES: Final = Engines(engine, guard, initializer, _JSON)
