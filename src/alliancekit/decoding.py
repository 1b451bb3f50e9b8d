"""JSON straight into records, as fast as it can be read: a fast yes; for all else None, and the slow way says why.

The compiled kernel has a reader of its own. Without it, msgspec reads the JSON, and each record is checked by the same
compiled check as any other. Two things pass msgspec in silence: a key that no field has, and a key that stands twice.
Both leave quotation marks in the JSON, of which each key and each text has two: where there are more than the records
account for, the slow way has a look.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from types import GenericAlias
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, TypeVar, cast

from attrs import evolve

from alliancekit.dates import PartialDate
from alliancekit.dates._partial import KNOWN
from alliancekit.rules import native
from alliancekit.rules._code import Code
from alliancekit.rules.check import PREPARATION, Record, asking, explain, prepare
from alliancekit.rules.shape import Kind, Shape, spec_of

if TYPE_CHECKING:
    from alliancekit.rules import _kernel

R_co = TypeVar("R_co", bound=Record, covariant=True)
T = TypeVar("T")

_ESCAPE: Final = re.compile(rb"\\.", re.DOTALL)
_MOST_SHARED: Final = 100_000
_SHORT: Final = 50
"""The longest text, or list of references, that is looked up among the shared ones."""
_AS_OBJECT: Final = 4
"""The texts of a date that says how it is printed: two keys with a text each."""


class Reader(Protocol[R_co]):
    """What reads a record from JSON."""

    def __call__(self, data: bytes, start: int = 0) -> R_co | None:
        """Return the record, or None where there may be something to say about the JSON.

        Args:
            data: The JSON, a single object.
            start: Where the first of its members stands, if what stands before it is known and belongs to no field.
        """
        ...


def reader(model: type[R_co]) -> Reader[R_co]:
    """Return what reads records of a model; a record that it gives is the one that `convert.record` gives."""
    if native.INSTALLED:
        return cast("Reader[R_co]", _compiled(model).read)
    plain, count, share = _decoder(model, model), texts(model), sharing(model)

    def read(data: bytes, start: int = 0) -> R_co | None:
        record = _briefly(plain, data)
        if record is None or marks(data, start) != 2 * count(record):
            return None
        share(record)
        return record

    return read


def list_reader(model: type[R_co]) -> Callable[[bytes], Sequence[R_co] | None]:
    """Return what reads a list of records of a model in the same way."""
    if native.INSTALLED:
        return cast("Callable[[bytes], Sequence[R_co] | None]", _compiled(model).read_all)
    held = cast("type[list[R_co]]", GenericAlias(list, (model,)))
    plain, count, share = _decoder(model, held), texts(model), sharing(model)

    def read(data: bytes) -> list[R_co] | None:
        records = _briefly(plain, data)
        if records is None or marks(data) != 2 * sum(map(count, records)):
            return None
        for record in records:
            share(record)
        return records

    return read


def _compiled_of(model: type[R_co]) -> "_kernel.Reader[R_co]":
    """Return the kernel's reader of a model."""
    import msgspec

    from alliancekit.rules._kernel import Reader as Compiled

    return Compiled(native.model(model, explain), msgspec.json.Decoder(str).decode, _printed, KNOWN, _Shared())


_compiled: "Callable[[type], _kernel.Reader[Record]]" = cache(_compiled_of)
"""The same, made once for each model."""


def marks(data: bytes, start: int = 0) -> int:
    """Return how many quotation marks JSON has, without those inside texts: two for each key and for each text."""
    # In JSON a backslash stands in texts only, where it takes the next character with it.
    return data.count(b'"', start) if b"\\" not in data else _ESCAPE.sub(b"", data[start:]).count(b'"')


def _briefly(decode: Callable[[bytes], T], data: bytes) -> T | None:
    """Return what JSON holds, or None without an explanation."""
    asking.briefly = True
    try:
        return decode(data)
    except (ValueError, RecursionError):
        return None
    finally:
        asking.briefly = False


def _decoder(model: type, wanted: type[T]) -> Callable[[bytes], T]:
    """Return what decodes JSON with msgspec, once a model and the models in it are prepared.

    One thread at a time: msgspec notes on a class what it knows of its fields, and does so before it has read them all.
    The decoder of another thread that finds the note then crashes the interpreter.
    """
    import msgspec  # not msgspec.json: another thread may be importing msgspec, which imports it

    with PREPARATION:
        _prepare(model)
        return msgspec.json.Decoder(wanted, dec_hook=_date).decode


def _prepare(model: type) -> None:
    """Prepare a model and the models in it: msgspec keeps the check that it finds when it first sees a class."""
    prepare(model)
    for field in spec_of(model).fields:
        shape = field.shape.item or field.shape
        if shape.kind is Kind.OBJECT:
            _prepare(shape.type)


def _date(model: type, value: object) -> PartialDate:
    """Return the date of an EDTF string, or of an object with the date and how it is printed."""
    del model
    return KNOWN[value] if type(value) is str else _printed(value)


def _printed(value: object) -> PartialDate:
    """Return the date of an object with the date and how it is printed."""
    match value:
        case {"edtf": str(edtf), "as_printed": str(printed)}:
            return PartialDate(edtf, as_printed=printed)
        case _:
            return PartialDate.parse(cast("str", value))  # which refuses what is no text


def texts(model: type[R_co]) -> Callable[[R_co], int]:
    """Return what counts the keys and texts that the JSON of a record of a model has at least.

    What holds its default need not stand there, and is not counted.
    """
    code = Code()
    certain, lines = _of_object(model, "record", " ", code.bind)
    code.run(f"texts of {model.__name__}", ["def count(record):", f" n = {certain}", *lines, " return n"])
    return cast("Callable[[R_co], int]", code["count"])


_Count: TypeAlias = tuple[int, list[str]]
"""How many there are in any case, and the lines of code that add to them."""


def _of_object(model: type, value: str, pad: str, bind: Callable[[object], str]) -> _Count:
    certain, lines = 0, list[str]()
    for field in spec_of(model).fields:
        held = f"{value}_{field.name}"
        least, more = _of_value(evolve(field.shape, optional=False), held, f"{pad} ", bind)
        if field.required and not field.shape.optional:
            certain += 1 + least
            lines += [f"{pad}{held} = {value}.{field.name}", *(line[1:] for line in more)] if more else ()
            continue
        default = field.default
        given = (
            f"{held} is not None"
            if default is None or field.required
            else held
            if default == ()
            else f"{held} != {bind(default)}"
        )
        lines += [f"{pad}{held} = {value}.{field.name}", f"{pad}if {given}:", f"{pad} n += {1 + least}", *more]
    return certain, lines


def _of_value(shape: Shape, value: str, pad: str, bind: Callable[[object], str]) -> _Count:
    if shape.item is not None:
        certain, lines = _of_value(shape.item, f"{value}_item", f"{pad} ", bind)
        each = [f"{pad}n += {certain} * len({value})"] if certain else []
        return 0, [*each, f"{pad}for {value}_item in {value}:", *lines] if lines else each
    if shape.kind is Kind.OBJECT:
        return _of_object(shape.type, value, pad, bind)
    if shape.kind is Kind.DATE:
        return 1, [f"{pad}if {value}.as_printed is not None: n += {_AS_OBJECT - 1}"]
    return (0 if shape.kind in (Kind.INTEGER, Kind.FLAG) else 1), []


def sharing(model: type[R_co]) -> Callable[[R_co], None]:
    """Return what makes a record hold the same texts as the records before it, where these are equal.

    These are references, lists of them, and short texts that may be left out, such as a town: few of them are new, and
    they are a good part of what a record takes in memory.
    """
    code = Code(shared=_Shared())
    lines = [*_sharing(model, "record", " ", code.bind)] or [" pass"]
    code.run(f"sharing of {model.__name__}", ["def share(record):", *lines])
    return cast("Callable[[R_co], None]", code["share"])


class _Shared(dict[object, object]):
    """References and lists of them, each as it was met first; so many that it stays bounded."""

    def __missing__(self, key: object) -> object:
        if len(self) < _MOST_SHARED:
            self[key] = key
        return key


def _sharing(model: type, value: str, pad: str, bind: Callable[[object], str]) -> Iterator[str]:
    """Yield the lines of code that share what an object holds."""
    for field in spec_of(model).fields:
        held, shape = f"{value}_{field.name}", field.shape.item or field.shape
        load = f"{pad}{held} = {value}.{field.name}"
        if shape.kind is Kind.OBJECT:
            loop = f"for {held} in {held}:" if field.shape.item else f"if {held} is not None:"
            lines = [*_sharing(shape.type, held, f"{pad} ", bind)]
            yield from [load, f"{pad}{loop}", *lines] if lines else ()
        elif field.recurs:
            setter = bind(getattr(model, field.name).__set__)
            yield from (load, f"{pad}if {held} and len({held}) <= {_SHORT}: {setter}({value}, shared[{held}])")
