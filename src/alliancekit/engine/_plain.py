"""The plain engine, in Python: it defines what is valid, and runs where the kernel is not installed."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from gc import get_referents
from itertools import chain, repeat
from operator import attrgetter, itemgetter
from typing import Final, NoReturn, TypeAlias, TypeVar, cast

import attrs

from alliancekit.dates import PartialDate
from alliancekit.dates.partial import KNOWN
from alliancekit.engine._interface import (
    LONGEST_SHARED,
    MOST_SHARED,
    Bounded,
    Bounds,
    Engine,
    Engines,
    Governs,
    Guard,
    Json,
    Shared,
)
from alliancekit.engine._plain_find import finder, parts
from alliancekit.engine._plain_json import decoded, leading, sound
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of

R = TypeVar("R")

Test: TypeAlias = Callable[[object], bool]
Convert: TypeAlias = Callable[[object], object]
"""Returns what a field holds where a tree has a value; raises a ValueError for a value that it is not sure of."""
Collect: TypeAlias = Callable[[object, list[str]], None]
"""Adds what is found in a record to a list."""


def engine(model: type[R]) -> Engine[R]:
    """Return the plain engine of a model."""
    shared_reader = cast("Callable[[object], R]", _shared_reader(cast("type", model)))
    references = _collector(model, is_reference, _itself)
    dates = _collector(model, is_date, attrgetter("edtf"))
    return Engine(
        accepts=test_of(model),
        from_tree=partial(_sure, _reader(model, None)),
        fields_from_tree=_fields_reader(model),
        from_json=partial(_from_json, shared_reader),
        list_from_json=partial(_list_from_json, shared_reader),
        from_columns=partial(_from_columns, model),
        references=references,
        dates=dates,
        all_references=partial(_distinct, references),
        late_dates=partial(_all_dates, dates),
        within=_within,
    )


def test_of(model: type) -> Test:
    """Return the test of a record: the tests of its fields, then the rules of several fields, composed once."""
    spec = spec_of(model)
    names = [field.name for field in spec.fields]
    tests = [field.shape.accepts for field in spec.fields]
    rules = [(rule.holds, _picker([names.index(name) for name in rule.reads])) for rule in spec.rules]
    values_of = _getter(names)

    def accepts(record: object) -> bool:
        if type(record) is not model:
            return False
        values = values_of(record)
        for test, value in zip(tests, values, strict=True):
            if not test(value):
                return False
        for holds, picked in rules:  # noqa: SIM110 - all() would take twice as long
            if not holds(*picked(values)):
                return False
        return True

    return accepts


def _getter(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """Return what reads some attributes of an object as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda held: tuple(getattr(held, name) for name in names)


def _picker(positions: Sequence[int]) -> Callable[[tuple[object, ...]], tuple[object, ...]]:
    """Return what picks some values of a tuple as a tuple."""
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda values: tuple(values[position] for position in positions)


def _itself(value: object) -> object:
    return value


# --- From trees -------------------------------------------------------------------------------------------------------


def _reader(model: type[R], shared: Shared | None) -> Callable[[object], R]:
    """Return what makes records from plain trees; it raises a ValueError for a tree that it is not sure of.

    Args:
        model: The class.
        shared: Where equal short texts are looked up, if they are shared.
    """
    spec = spec_of(model)
    known = {
        field.name: (_value_reader(field, shared), field.shape.accepts, setter(model, field)) for field in spec.fields
    }
    complete = _completing(model)
    rules = [(rule.holds, _getter(rule.reads)) for rule in spec.rules]
    count, new = len(known), object.__new__

    def read(tree: object) -> R:
        if type(tree) is not dict:
            _doubt()
        members = cast("dict[str, object]", tree)
        record = new(model)
        try:
            for name, value in members.items():
                convert, accepts, put = known[name]
                if convert is None and not accepts(value):
                    _doubt()
                put(record, value if convert is None else convert(value))
        except KeyError:
            _doubt()
        if len(members) < count:
            complete(record, members)
        for holds, values_of in rules:
            if not holds(*values_of(record)):
                _doubt()
        return record

    return read


def _completing(model: type) -> Callable[[object, Mapping[str, object]], None]:
    """Return what fills the fields of a record that a tree lacks; it raises a ValueError if one of them is demanded."""
    own = spec_of(model).fields
    # A field with a default that is not valid has to be given.
    may_lack = [field for field in own if not field.required and field.shape.accepts(field.default)]
    demanded = {field.name for field in own} - {field.name for field in may_lack}
    defaults = [(field.name, field.default, setter(model, field)) for field in may_lack]

    def complete(record: object, members: Mapping[str, object]) -> None:
        if not members.keys() >= demanded:
            _doubt()
        for name, default, put in defaults:
            if name not in members:
                put(record, default)

    return complete


def _value_reader(field: FieldSpec, shared: Shared | None) -> Convert | None:
    """Return what makes the value of a field from that of a tree; None if the value stays as it is.

    What it returns raises a ValueError unless the value obeys its rules.
    """
    shape = field.shape
    item = shape.item
    if item is None:
        return _single_reader(shape, shared, recurs=field.recurs)
    read = _single_reader(item, shared, recurs=field.recurs) or partial(_accepted, item.accepts)
    rules, optional, share = [rule.holds for rule in shape.rules], shape.optional, shared if field.recurs else None

    def read_list(value: object) -> object:
        if type(value) is not list:
            return None if value is None and optional else _doubt()
        held = tuple([read(each) for each in cast("list[object]", value)])
        for holds in rules:
            if not holds(held):
                _doubt()
        return held if share is None or len(held) > LONGEST_SHARED else share[held]

    return read_list


def _single_reader(shape: Shape, shared: Shared | None, *, recurs: bool) -> Convert | None:
    """Return the same for a value that is no list."""
    if shape.kind not in (Kind.OBJECT, Kind.DATE):
        return (
            partial(_met, _Met(shape.accepts, shared), shape)
            if shared is not None and (recurs or shape.choices)
            else None
        )
    make: Convert = _reader(shape.type, shared) if shape.kind is Kind.OBJECT else _date
    rules, optional = [rule.holds for rule in shape.rules], shape.optional

    def read(value: object) -> object:
        if value is None:
            return None if optional else _doubt()
        made = make(value)
        for holds in rules:
            if not holds(made):
                _doubt()
        return made

    return read


def _accepted(accepts: Test, value: object) -> object:
    return value if accepts(value) else _doubt()


class _Met(dict[str, object]):
    """Texts of a field that were met before and accepted: few values of some fields are new."""

    def __init__(self, accepts: Test, shared: Shared) -> None:
        super().__init__()
        self._accepts, self._shared = accepts, shared

    def __missing__(self, text: str) -> object:
        if not self._accepts(text):
            _doubt()
        if len(text) > LONGEST_SHARED:
            return text
        first = self._shared[text]
        if len(self) < MOST_SHARED:
            self[text] = first
        return first


def _met(met: _Met, shape: Shape, value: object) -> object:
    """Return the first of equal short texts."""
    if type(value) is str:
        return met[value]
    return None if value is None and shape.optional else _doubt()


_PRINTED: Final = 2
"""How many members the object has that says how a date is printed."""


def _date(value: object) -> object:
    if type(value) is str:
        return KNOWN[value]
    match value:
        case {"edtf": str(edtf), "as_printed": str(printed)} if len(cast("dict[str, object]", value)) == _PRINTED:
            return PartialDate(edtf, as_printed=printed)
        case _:
            return _doubt()


def _fields_reader(model: type) -> Callable[[Mapping[object, object]], dict[str, object]]:
    """Return what reads the fields of a plain tree that obey their rules."""
    own = spec_of(model).fields
    fields = [(field, _value_reader(field, None) or partial(_accepted, field.shape.accepts)) for field in own]

    def read(tree: Mapping[object, object]) -> dict[str, object]:
        found: dict[str, object] = {}
        for field, read_value in fields:
            if field.name in tree:
                with suppress(ValueError):
                    found[field.name] = read_value(tree[field.name])
            elif not field.required and field.shape.accepts(field.default):
                found[field.name] = field.default
        return found

    return read


def _sure(read: Callable[[object], R], tree: object) -> R | None:
    try:
        return read(tree)
    except ValueError:
        return None


def _doubt() -> NoReturn:
    message = "the slow way may have something to say"
    raise ValueError(message)


# --- From JSON --------------------------------------------------------------------------------------------------------


def _from_json(read: Callable[[object], R], data: bytes, start: int = 0, /) -> R | None:
    if not 0 <= start <= len(data):
        return None
    try:
        return read(decoded(b"{" + data[start:] if start else data))
    except (ValueError, RecursionError):
        return None


def _list_from_json(read: Callable[[object], R], data: bytes) -> list[R] | None:
    try:
        return _records(decoded(data), read)
    except (ValueError, RecursionError):
        return None


def _records(items: object, read: Callable[[object], R]) -> list[R]:
    return [*map(read, cast("list[object]", items))] if type(items) is list else _doubt()


def _document(data: bytes, lists: Mapping[str, type]) -> dict[str, object] | None:
    """Return the members of a JSON object, with records in some lists; None if one of them is not in order."""
    try:
        tree = decoded(data)
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
    """Return what makes records of a class, which share equal short texts."""
    return _reader(model, Shared())


_START: Final = re.compile(rb'[ \t]*\{[ \t]*"type"[ \t]*:[ \t]*"([a-z]+)"[ \t]*,')
"""How a line with a record begins."""


@attrs.define
class _Lines:
    """Reads records from JSON Lines.

    Attributes:
        models: The classes, by the types with which a line begins.
        governs: Is asked of each line that begins with none of them.
        longest: How many bytes a line may have.
    """

    models: Mapping[str, type]
    governs: Governs
    longest: int
    _reads: bool = attrs.field(default=False, init=False)
    _start: bytes = attrs.field(default=b"\0", init=False)
    _read: Callable[[object], object] = attrs.field(default=_itself, init=False)

    def read(self, data: bytes) -> list[object | None]:
        """Return what stands on each line: a record or None."""
        return [*map(self._line, data.splitlines(keepends=True))]

    def _line(self, line: bytes) -> object | None:
        if not line.startswith(self._start) and not self._begins(line):
            reads = self.governs(line)
            self._reads = self._reads if reads is None else reads
            return None
        if not self._reads or len(line) > self.longest:
            return None
        return _from_json(self._read, line, len(self._start))

    def _begins(self, line: bytes) -> bool:
        """Return whether a line begins with a type; take what reads records of that type."""
        found = _START.match(line)
        model = self.models.get(found[1].decode()) if found else None
        if found is None or model is None:
            return False
        self._start, self._read = found[0], _shared_reader(model)
        return True


def _lines(models: Mapping[str, type], governs: Governs, longest: int) -> Callable[[bytes], list[object | None]]:
    """Return what reads records from whole lines of JSON Lines."""
    return _Lines(models, governs, longest).read


_JSON: Final = Json(sound, _document, _lines, leading, finder, parts)


# --- From columns -----------------------------------------------------------------------------------------------------


def _from_columns(model: type[R], columns: Sequence[Sequence[object]]) -> list[R]:
    """Return the records whose fields stand in columns, untested."""
    made = [*map(object.__new__, repeat(model, len(columns[0])))]
    for field, values in zip(spec_of(model).fields, columns, strict=True):
        deque(map(setter(model, field), made, values), maxlen=0)
    return made


def setter(model: type, field: FieldSpec) -> Callable[[object, object], None]:
    """Return what sets a field of a new record: the setter of a slot passes by the `__setattr__` of a frozen class."""
    return cast("Callable[[object, object], None]", getattr(model, field.name).__set__)


# --- Inside a record --------------------------------------------------------------------------------------------------


def is_reference(shape: Shape) -> bool:
    """Return whether the values of a shape are ids of other records."""
    return bool(shape.refers_to)


def is_date(shape: Shape) -> bool:
    """Return whether the values of a shape are dates."""
    return shape.kind is Kind.DATE


def _collector(
    model: type, wanted: Callable[[Shape], bool], text_of: Callable[[object], object]
) -> Callable[[object], list[str]]:
    """Return what lists the texts of some fields of a record, and of the records in it.

    Args:
        model: The class.
        wanted: Whether the values of a shape are listed.
        text_of: The text of such a value.
    """
    collect = _collecting(model, wanted, text_of)

    def collector(record: object) -> list[str]:
        found: list[str] = []
        if collect:
            collect(record, found)
        return found

    return collector


def _collecting(model: type, wanted: Callable[[Shape], bool], text_of: Callable[[object], object]) -> Collect | None:
    """Return what adds the texts in a record to a list; None if its class can't have any."""
    steps: list[tuple[Callable[[object], object], Collect, bool]] = []
    for field in spec_of(model).fields:
        shape = field.shape.item or field.shape
        inner = _collecting(shape.type, wanted, text_of) if shape.kind is Kind.OBJECT else None
        add = partial(_add, text_of) if wanted(shape) else inner
        if add:
            steps.append((attrgetter(field.name), add, bool(field.shape.item)))
    if not steps:
        return None

    def collect(record: object, found: list[str]) -> None:
        for value_of, add, several in steps:
            value = value_of(record)
            if several:
                for item in cast("tuple[object, ...]", value):
                    add(item, found)
            elif value is not None:
                add(value, found)

    return collect


def _add(text_of: Callable[[object], object], value: object, found: list[str]) -> None:
    found.append(cast("str", text_of(value)))


def _distinct(texts_of: Callable[[object], list[str]], records: Iterable[object]) -> set[str]:
    return {*chain.from_iterable(map(texts_of, records))}


def _all_dates(texts_of: Callable[[object], list[str]], records: Iterable[object], day: int) -> set[str]:
    del day
    return _distinct(texts_of, records)


def _within(bounded: Bounded, bounds: Bounds) -> Callable[[object], bool]:
    """Return what leaves the answer to the slow way, which takes no longer in Python."""
    del bounded, bounds
    return _never


def _never(record: object) -> bool:
    del record
    return False


# --- Constructors -----------------------------------------------------------------------------------------------------


def guard(explain: Guard, refuse: Guard) -> tuple[Guard, Guard]:
    """Return what checks a new record, and what demands that a record is new.

    Args:
        explain: Raises an error for an invalid record.
        refuse: Raises an error for a record that exists already.
    """
    tests: dict[type, Test] = {}

    def check(record: object) -> None:
        test = tests.get(type(record))
        if test is None:
            test = tests[type(record)] = test_of(type(record))
        if not test(record):
            explain(record)

    def demand_new(record: object) -> None:
        # An object that `__new__` has just made refers to its class alone, a record to the values of its fields too.
        if len(get_referents(record)) > 1:
            refuse(record)

    return check, demand_new


def initializer(cls: type, explain: Guard, refuse: Guard) -> Callable[..., None]:
    """Return the `__init__` that attrs has made, which calls what guards it."""
    del explain, refuse
    return cast("Callable[..., None]", vars(cls)["__init__"])


ENGINES: Final = Engines(engine, guard, initializer, _JSON)
