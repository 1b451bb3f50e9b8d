"""Build records from plain trees, in Python: the readers of one class, composed of the rules of its fields."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from operator import attrgetter
from typing import Final, NoReturn, TypeAlias, TypeVar, cast

from alliancekit.dates import PartialDate
from alliancekit.dates.partial import KNOWN
from alliancekit.engine._interface import LONGEST_SHARED, MOST_SHARED, Shared
from alliancekit.rules.shape import FieldSpec, Kind, Shape, spec_of

R = TypeVar("R")

Accepts: TypeAlias = Callable[[object], bool]
"""Returns whether a value or a record is valid."""
FromTree: TypeAlias = Callable[[object], object]
"""Returns the value of a field from a value of a tree; raises a ValueError if it declines that value."""


def record_reader(model: type[R], shared: Shared | None) -> Callable[[object], R]:
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
    rules = [(rule.holds, getter(rule.reads)) for rule in spec.rules]
    count, new = len(known), object.__new__

    def read(tree: object) -> R:
        if type(tree) is not dict:
            decline()
        members = cast("dict[str, object]", tree)
        record = new(model)
        try:
            for name, value in members.items():
                convert, accepts, put = known[name]
                if convert is None and not accepts(value):
                    decline()
                put(record, value if convert is None else convert(value))
        except KeyError:
            decline()
        if len(members) < count:
            set_defaults(record, members)
        for holds, values_of in rules:
            if not holds(*values_of(record)):
                decline()
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
            decline()
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
            return None if value is None and optional else decline()
        items = tuple([read(item) for item in cast("list[object]", value)])
        for holds in rules:
            if not holds(items):
                decline()
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
    convert: FromTree = record_reader(shape.type, shared) if shape.kind is Kind.OBJECT else _date
    rules, optional = [rule.holds for rule in shape.rules], shape.optional

    def read(value: object) -> object:
        if value is None:
            return None if optional else decline()
        converted = convert(value)
        for holds in rules:
            if not holds(converted):
                decline()
        return converted

    return read


def _require(accepts: Accepts, value: object) -> object:
    return value if accepts(value) else decline()


class _AcceptedTexts(dict[str, object]):
    """A cache of the accepted texts of a field whose values repeat: the shared object of each text."""

    def __init__(self, accepts: Accepts, shared: Shared) -> None:
        super().__init__()
        self._accepts, self._shared = accepts, shared

    def __missing__(self, text: str) -> object:
        if not self._accepts(text):
            decline()
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
    return None if value is None and shape.optional else decline()


_DATE_MEMBERS: Final = 2
"""How many members a date has that is an object: `edtf` and `as_printed`."""


def _date(value: object) -> object:
    if type(value) is str:
        return KNOWN[value]
    match value:
        case {"edtf": str(edtf), "as_printed": str(printed)} if len(cast("dict[str, object]", value)) == _DATE_MEMBERS:
            return PartialDate(edtf, as_printed=printed)
        case _:
            return decline()


def fields_reader(model: type) -> Callable[[Mapping[object, object]], dict[str, object]]:
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


def decline() -> NoReturn:
    """Raise the ValueError with which a reader declines a tree."""
    message = "the engine declines this record"
    raise ValueError(message)


def getter(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """Return a function that reads some attributes of an object as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda owner: tuple(getattr(owner, name) for name in names)


def setter(model: type, field: FieldSpec) -> Callable[[object, object], None]:
    """Return a function that sets a field of a new record, without the `__setattr__` of its frozen class."""
    return cast("Callable[[object, object], None]", getattr(model, field.name).__set__)
