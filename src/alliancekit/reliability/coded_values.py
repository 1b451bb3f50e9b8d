"""The values of a record that two coders can be compared by: one for each field, with the way to compare it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, cast

from attrs import frozen

from alliancekit.convert import plain
from alliancekit.dates import PartialDate
from alliancekit.dates.epoch import days_from_epoch
from alliancekit.engine import Record
from alliancekit.models import Entry
from alliancekit.project_fields import FIELD
from alliancekit.reliability.metrics import Metric, Scalar
from alliancekit.rules.shape import Kind, Shape, only_text, spec_of

NOT_COMPARED: Final = frozenset((
    "id", "of", "missing",  # the names of the record and of its gaps
    "content", "rationale", "note",  # the coder's own words, which are never equal
    "codings", "identifiers", "attestations",  # the work on the record, other data sets, and its evidence
    FIELD,  # the fields of projects, whose scales are not known
))  # fmt: skip
"""The fields that are not compared."""

ORDERS: Final[Mapping[str, tuple[str, ...]]] = {"stance": ("oppose", "mixed", "support")}
"""The fields whose words have an order, with the words in this order."""

IN_DAYS: Final = " (days)"
"""The end of the name of a date that is compared as a number of days."""


@frozen
class CodedValue:
    """A value that a coder has written.

    Attributes:
        field: The field, such as ``venue.kind``; a date as a number of days has ``(days)`` after its name.
        item: The key of the item of a list to which the field belongs; empty otherwise.
        metric: How values of the field are compared.
        value: The value: text, a number or a set.
        text: The value for readers.
    """

    field: str
    item: str
    metric: Metric
    value: Scalar
    text: str


def coded_values(record: Entry, names: Mapping[str, str]) -> Iterator[CodedValue]:
    """Yield the values of a record that can be compared; a missing value or an empty list yields none.

    Args:
        record: The record.
        names: Other names for ids to which it refers, such as those that the first coder uses for the same records.
    """
    for field in spec_of(type(record)).fields:
        if field.name not in NOT_COMPARED:
            yield from _of_value(field.shape, getattr(record, field.name), field.name, "", names)


def equal_values(first: Entry, second: Entry) -> int:
    """Return the number of values that two records have in common, without regard to the names of other records."""
    values = {(each.field, each.item): each.value for each in coded_values(first, {})}
    return sum(values.get((each.field, each.item)) == each.value for each in coded_values(second, {}))


def _of_value(shape: Shape, value: object, name: str, item: str, names: Mapping[str, str]) -> Iterator[CodedValue]:
    """Yield the values in a field."""
    if value is None or value == ():
        return
    if shape.item is not None:
        yield from _of_list(shape, cast("tuple[object, ...]", value), name, item, names)
    elif isinstance(value, PartialDate):
        yield CodedValue(name, item, "nominal", value.edtf, value.edtf)
        if value.earliest is not None and value.earliest == value.latest:
            yield CodedValue(f"{name}{IN_DAYS}", item, "interval", days_from_epoch(value.earliest), value.edtf)
    elif isinstance(value, Record):
        for field in spec_of(type(value)).fields:
            yield from _of_value(field.shape, getattr(value, field.name), f"{name}.{field.name}", item, names)
    elif (order := ORDERS.get(name.rpartition(".")[2])) and value in order:
        yield CodedValue(name, item, "ordinal", order.index(str(value)), str(value))
    else:
        own = names.get(str(value), value) if shape.refers_to else value
        metric: Metric = "ratio" if shape.kind is Kind.INTEGER else "nominal"
        yield CodedValue(name, item, metric, own, str(plain(own)))


def _of_list(
    shape: Shape, items: Iterable[object], name: str, item: str, names: Mapping[str, str]
) -> Iterator[CodedValue]:
    """Yield a list as a set; if a field identifies its items, also the values of each item."""
    inner = cast("Shape", shape.item)
    key = shape.unique_by[0] if shape.unique_by and len(shape.unique_by) == 1 and not item else None
    members: dict[str, object] = {}
    for each in items:
        text = _text(inner, each if key is None else getattr(each, key))
        members[names.get(text, text)] = each
    yield CodedValue(name, item, "masi", frozenset(members), ", ".join(sorted(members)))
    for own, each in members.items() if key else ():
        for field in spec_of(inner.type).fields:
            if field.name != key:
                yield from _of_value(field.shape, getattr(each, field.name), f"{name}.{field.name}", own, names)


def _text(shape: Shape, value: object) -> str:
    """Return an item of a list as text; an object with one required text, such as a name, by this text."""
    if isinstance(value, PartialDate):
        return value.edtf
    if isinstance(value, Record):
        text = only_text(shape.type)
        return str(getattr(value, text)) if text else json.dumps(plain(value), ensure_ascii=False, sort_keys=True)
    return str(value)
