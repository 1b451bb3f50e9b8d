"""The plain engine, in Python: it defines what is valid, and runs if the kernel is not installed."""

import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from gc import get_referents
from itertools import repeat
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
    Guard,
    HeaderCheck,
    JsonEngine,
    Shared,
)
from alliancekit.engine._plain_collect import dates_of, distinct, late_dates, references_of
from alliancekit.engine._plain_find import finder, parts
from alliancekit.engine._plain_json import decode, first_members, parse
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of

R = TypeVar("R")

Accepts: TypeAlias = Callable[[object], bool]
"""Returns whether a value or a record is valid."""
FromTree: TypeAlias = Callable[[object], object]
"""Returns the value of a field from a value of a tree; raises a ValueError if it declines that value."""


def engine(model: type[R]) -> Engine[R]:
    """Return the plain engine of a model."""
    shared_reader = cast("Callable[[object], R]", _shared_reader(cast("type", model)))
    references, dates = references_of(model), dates_of(model)
    return Engine(
        accepts=compose_test(model),
        from_tree=partial(_read_or_none, _record_reader(model, None)),
        fields_from_tree=_fields_reader(model),
        from_json=partial(_from_json, shared_reader),
        list_from_json=partial(_list_from_json, shared_reader),
        from_columns=partial(_from_columns, model),
        references=references,
        dates=dates,
        all_references=partial(distinct, references),
        late_dates=partial(late_dates, dates),
        within=_within,
    )


def compose_test(model: type) -> Accepts:
    """Return the test of a record: the tests of its fields, then the rules of several fields."""
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
        for holds, pick in rules:  # noqa: SIM110 - all() would take twice as long
            if not holds(*pick(values)):
                return False
        return True

    return accepts


def _getter(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """Return a function that reads some attributes of an object as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda owner: tuple(getattr(owner, name) for name in names)


def _picker(positions: Sequence[int]) -> Callable[[tuple[object, ...]], tuple[object, ...]]:
    """Return a function that picks some values of a tuple as a tuple."""
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda values: tuple(values[position] for position in positions)


# --- From trees -------------------------------------------------------------------------------------------------------


def _record_reader(model: type[R], shared: Shared | None) -> Callable[[object], R]:
    """Return a function that builds records from plain trees; it raises a ValueError for a tree that it declines.

    Args:
        model: The class.
        shared: Maps equal short texts to one object; None: they are not shared.
    """
    spec = spec_of(model)
    known = {
        field.name: (_value_reader(field, shared), field.shape.accepts, setter(model, field)) for field in spec.fields
    }
    set_defaults = _defaults_setter(model)
    rules = [(rule.holds, _getter(rule.reads)) for rule in spec.rules]
    count, new = len(known), object.__new__

    def read(tree: object) -> R:
        if type(tree) is not dict:
            _decline()
        members = cast("dict[str, object]", tree)
        record = new(model)
        try:
            for name, value in members.items():
                convert, accepts, put = known[name]
                if convert is None and not accepts(value):
                    _decline()
                put(record, value if convert is None else convert(value))
        except KeyError:
            _decline()
        if len(members) < count:
            set_defaults(record, members)
        for holds, values_of in rules:
            if not holds(*values_of(record)):
                _decline()
        return record

    return read


def _defaults_setter(model: type) -> Callable[[object, Mapping[str, object]], None]:
    """Return a function that sets the fields that a tree leaves out; it raises a ValueError if one is required."""
    own = spec_of(model).fields
    # A field whose default is not valid is required too.
    optional = [field for field in own if not field.required and field.shape.accepts(field.default)]
    required = {field.name for field in own} - {field.name for field in optional}
    defaults = [(field.name, field.default, setter(model, field)) for field in optional]

    def set_defaults(record: object, members: Mapping[str, object]) -> None:
        if not members.keys() >= required:
            _decline()
        for name, default, put in defaults:
            if name not in members:
                put(record, default)

    return set_defaults


def _value_reader(field: FieldSpec, shared: Shared | None) -> FromTree | None:
    """Return a function that converts the value of a tree to that of a field; None if no conversion is needed.

    The function raises a ValueError unless the value obeys the rules of the field.
    """
    shape = field.shape
    item = shape.item
    if item is None:
        return _single_reader(shape, shared, recurs=field.recurs)
    read = _single_reader(item, shared, recurs=field.recurs) or partial(_require, item.accepts)
    rules, optional, share = [rule.holds for rule in shape.rules], shape.optional, shared if field.recurs else None

    def read_list(value: object) -> object:
        if type(value) is not list:
            return None if value is None and optional else _decline()
        items = tuple([read(item) for item in cast("list[object]", value)])
        for holds in rules:
            if not holds(items):
                _decline()
        return items if share is None or len(items) > LONGEST_SHARED else share[items]

    return read_list


def _single_reader(shape: Shape, shared: Shared | None, *, recurs: bool) -> FromTree | None:
    """Return the same function for a value that is no list."""
    if shape.kind not in (Kind.OBJECT, Kind.DATE):
        return (
            partial(_shared_text, _AcceptedTexts(shape.accepts, shared), shape)
            if shared is not None and (recurs or shape.choices)
            else None
        )
    convert: FromTree = _record_reader(shape.type, shared) if shape.kind is Kind.OBJECT else _date
    rules, optional = [rule.holds for rule in shape.rules], shape.optional

    def read(value: object) -> object:
        if value is None:
            return None if optional else _decline()
        converted = convert(value)
        for holds in rules:
            if not holds(converted):
                _decline()
        return converted

    return read


def _require(accepts: Accepts, value: object) -> object:
    return value if accepts(value) else _decline()


class _AcceptedTexts(dict[str, object]):
    """A cache of the accepted texts of a field whose values repeat: the shared object of each text."""

    def __init__(self, accepts: Accepts, shared: Shared) -> None:
        super().__init__()
        self._accepts, self._shared = accepts, shared

    def __missing__(self, text: str) -> object:
        if not self._accepts(text):
            _decline()
        if len(text) > LONGEST_SHARED:
            return text
        first = self._shared[text]
        if len(self) < MOST_SHARED:
            self[text] = first
        return first


def _shared_text(accepted: _AcceptedTexts, shape: Shape, value: object) -> object:
    """Return the first of equal short texts."""
    if type(value) is str:
        return accepted[value]
    return None if value is None and shape.optional else _decline()


_DATE_MEMBERS: Final = 2
"""How many members a date has that is an object: `edtf` and `as_printed`."""


def _date(value: object) -> object:
    if type(value) is str:
        return KNOWN[value]
    match value:
        case {"edtf": str(edtf), "as_printed": str(printed)} if len(cast("dict[str, object]", value)) == _DATE_MEMBERS:
            return PartialDate(edtf, as_printed=printed)
        case _:
            return _decline()


def _fields_reader(model: type) -> Callable[[Mapping[object, object]], dict[str, object]]:
    """Return a function that reads the fields of a plain tree that obey their own rules."""
    own = spec_of(model).fields
    readers = [(field, _value_reader(field, None) or partial(_require, field.shape.accepts)) for field in own]

    def read(tree: Mapping[object, object]) -> dict[str, object]:
        values: dict[str, object] = {}
        for field, read_value in readers:
            if field.name in tree:
                with suppress(ValueError):
                    values[field.name] = read_value(tree[field.name])
            elif not field.required and field.shape.accepts(field.default):
                values[field.name] = field.default
        return values

    return read


def _read_or_none(read: Callable[[object], R], tree: object) -> R | None:
    try:
        return read(tree)
    except ValueError:
        return None


def _decline() -> NoReturn:
    message = "the engine declines this record"
    raise ValueError(message)


def _decline_tree(tree: object) -> NoReturn:
    del tree
    _decline()


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
    return [*map(read, cast("list[object]", items))] if type(items) is list else _decline()


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
    return _record_reader(model, Shared())


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


def setter(model: type, field: FieldSpec) -> Callable[[object, object], None]:
    """Return a function that sets a field of a new record, without the `__setattr__` of its frozen class."""
    return cast("Callable[[object, object], None]", getattr(model, field.name).__set__)


# --- Bounds -----------------------------------------------------------------------------------------------------------


def _within(bounded: Bounded, bounds: Bounds) -> Callable[[object], bool]:
    """Return a function that declines every record: the caller's own test is as fast in Python."""
    del bounded, bounds
    return _never


def _never(record: object) -> bool:
    del record
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
