"""Build a record from values of Python, each converted without loss: the function behind `Record.from_values`."""

import datetime as dt
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, TypeGuard, TypeVar, cast

from alliancekit._arguments import When, date_of, is_missing, whole_number
from alliancekit.engine._engines import of
from alliancekit.engine.reading import TreeReader, hint_for_type, plain, tree
from alliancekit.engine.record import Record
from alliancekit.errors import InvalidDate, InvalidProjectFields, InvalidRecord
from alliancekit.messages import quote
from alliancekit.project_fields import ProjectFields
from alliancekit.rules.shape import Kind, Shape, only_text, spec_of

R = TypeVar("R", bound=Record)

_FLAGS: Final = ("bool", "bool_")
"""The names of the type of a flag in numpy, version 2 and 1."""

_NO_LISTS: Final[tuple[type, ...]] = (str, bytes, bytearray, Mapping, AbstractSet)
"""Iterable types that are refused for a list: their items are characters, numbers or keys, or have no order."""


def from_values(model: type[R], values: Mapping[str, object]) -> R:
    """Return the record with these values; see `Record.from_values`.

    Raises:
        InvalidRecord: With all the problems, each with its path.
    """
    members = _object(model, values)
    record = of(model).from_tree(members)
    if record is None:
        record, problems = TreeReader(hint=_hint).read(model, members)
        if record is None:
            raise InvalidRecord(problems)
    return record


def _object(model: type, values: Mapping[str, object]) -> dict[str, object]:
    """Return the plain tree of an object; values of unknown fields stay as they are, and are reported later."""
    spec = spec_of(model)
    return {name: _plain(spec[name].shape, it) if name in spec.names else it for name, it in values.items()}


def _plain(shape: Shape, value: object) -> object:
    """Return the plain value for a value that can be converted without loss; any other value stays as it is."""
    if is_missing(value):
        return None
    match shape.kind:
        case Kind.OBJECT:
            return _plain_object(shape.type, value)
        case Kind.LIST:
            return _plain_list(cast("Shape", shape.item), value)
        case Kind.DATE:
            return _plain_date(value)
        case Kind.PROJECTS:
            return _plain_project_fields(value)
        case Kind.INTEGER:
            number = whole_number(value)
            return value if number is None else number
        case Kind.FLAG:
            return bool(value) if type(value).__name__ in _FLAGS else value
        case _:  # a text or a choice
            return _text(value)


def _plain_object(model: type, value: object) -> object:
    if isinstance(value, Record):
        return plain(value) if type(value) is model else value
    if isinstance(value, Mapping):
        return _object(model, cast("Mapping[str, object]", value))
    name = only_text(model) if isinstance(value, str) else None
    return {name: _text(value)} if name else value


def _plain_list(item: Shape, value: object) -> object:
    return [_plain(item, each) for each in value] if _stands_for_list(value) else value


def _stands_for_list(value: object) -> TypeGuard[Iterable[object]]:
    # The items of a data frame are the names of its columns, and those of an open file are lines.
    if isinstance(value, _NO_LISTS) or hasattr(value, "columns") or hasattr(value, "read"):
        return False
    try:
        iter(cast("Iterable[object]", value))
    except TypeError:
        return False
    return True


def _plain_date(value: object) -> object:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {name: _text(text) for name, text in cast("Mapping[str, object]", value).items()}
    # A time in a zone can be another day in another zone.
    if getattr(value, "tzinfo", None) is not None:
        return value
    try:
        return plain(date_of(cast("When", value)))
    except (InvalidDate, TypeError):
        return value


def _plain_project_fields(value: object) -> object:
    try:
        return _project_fields(value)
    except InvalidProjectFields:
        return value


def _project_fields(value: object) -> object:
    """Return the fields of projects for a mapping; any other value stays as it is.

    Raises:
        InvalidProjectFields: If the mapping has other values.
    """
    if not isinstance(value, Mapping):
        return value
    fields = cast("Mapping[str, Mapping[str, object]]", value)
    return ProjectFields({name: tree(own) if isinstance(own, Record) else own for name, own in fields.items()})


def _text(value: object) -> object:
    """Return text as a plain `str`, not as a subclass such as ``numpy.str_`` or a member of an enumeration."""
    return str.__str__(value) if isinstance(value, str) else value


def _hint(shape: Shape, value: object) -> str | None:
    """Return the advice what to pass instead of a value of the wrong type; None: no specific advice."""
    if shape.kind is Kind.LIST:
        if isinstance(value, AbstractSet):
            return "a set has no order; pass a list, such as sorted(...)"
        return "pass a list, also for a single item"
    if shape.kind is Kind.OBJECT:
        names = ", ".join(field.name for field in spec_of(shape.type).fields if field.required)
        return f"pass a {shape.type.__name__}, or a mapping that has {names}"
    if shape.kind is Kind.PROJECTS:
        return _project_fields_hint(value)
    if shape.kind is Kind.DATE and isinstance(value, dt.datetime):
        return f"pass the day without the time: {quote(value.date().isoformat())}"
    return hint_for_type(shape, value)


def _project_fields_hint(value: object) -> str:
    try:
        _project_fields(value)
    except InvalidProjectFields as error:
        return str(error)
    return "pass a mapping, such as {'study': {'field': 1}}"
