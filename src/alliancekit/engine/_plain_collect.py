"""Collect the references and the dates inside records, in Python."""

from collections.abc import Callable, Iterable
from functools import partial
from operator import attrgetter
from typing import TypeAlias, cast

from alliancekit.rules.shape import Kind, Shape, spec_of

AddTexts: TypeAlias = Callable[[object, list[str]], None]
"""Adds the texts in a value to a list."""


def is_reference(shape: Shape) -> bool:
    """Return whether the values of a shape are ids of other records."""
    return bool(shape.refers_to)


def is_date(shape: Shape) -> bool:
    """Return whether the values of a shape are dates."""
    return shape.kind is Kind.DATE


def references_of(model: type) -> Callable[[object], list[str]]:
    """Return a function that lists the ids to which a record refers, in the order of its fields."""
    return _collector(model, is_reference, lambda value: value)


def dates_of(model: type) -> Callable[[object], list[str]]:
    """Return a function that lists the EDTF texts of the dates of a record, in the order of its fields."""
    return _collector(model, is_date, attrgetter("edtf"))


def digest_of(model: type) -> Callable[[Iterable[object], int, set[str], set[str]], None]:
    """Return a function that adds the references of several records to a set, and all their dates to another."""
    references, dates = references_of(model), dates_of(model)

    def digest(records: Iterable[object], day: int, ids: set[str], texts: set[str]) -> None:
        del day
        for record in records:
            ids.update(references(record))
            texts.update(dates(record))

    return digest


def _collector(
    model: type, select: Callable[[Shape], bool], text_of: Callable[[object], object]
) -> Callable[[object], list[str]]:
    """Return a function that lists the texts of some fields of a record, and of the records inside it.

    Args:
        model: The class.
        select: Whether the values of a shape are listed.
        text_of: The text of such a value.
    """
    add_texts = _record_adder(model, select, text_of)

    def collect(record: object) -> list[str]:
        texts: list[str] = []
        if add_texts:
            add_texts(record, texts)
        return texts

    return collect


def _record_adder(model: type, select: Callable[[Shape], bool], text_of: Callable[[object], object]) -> AddTexts | None:
    """Return a function that adds the texts in a record to a list; None if its class can't have any."""
    steps: list[tuple[Callable[[object], object], AddTexts, bool]] = []
    for field in spec_of(model).fields:
        shape = field.shape.item or field.shape
        inner = _record_adder(shape.type, select, text_of) if shape.kind is Kind.OBJECT else None
        add = partial(_add_text, text_of) if select(shape) else inner
        if add:
            steps.append((attrgetter(field.name), add, bool(field.shape.item)))
    if not steps:
        return None

    def add_texts(record: object, texts: list[str]) -> None:
        for value_of, add, is_list in steps:
            value = value_of(record)
            if is_list:
                for item in cast("tuple[object, ...]", value):
                    add(item, texts)
            elif value is not None:
                add(value, texts)

    return add_texts


def _add_text(text_of: Callable[[object], object], value: object, texts: list[str]) -> None:
    texts.append(cast("str", text_of(value)))
