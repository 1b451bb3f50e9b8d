"""Find the columns of some shape at any depth of a table."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from alliancekit.columns.values import Objects, Values
from alliancekit.corpus.references import refers
from alliancekit.rules.shape import Kind, Shape

if TYPE_CHECKING:
    import polars as pl

ToRecords: TypeAlias = "Callable[[pl.Series], pl.Series]"
"""Converts row numbers in a nested column to the row numbers of the records that contain them."""

NestedColumn: TypeAlias = tuple[Values, ToRecords]
"""A column, and the function that converts its row numbers to those of the records."""

_ShapeTest: TypeAlias = Callable[[Shape], bool]


def reference_columns(objects: Objects) -> Iterator[NestedColumn]:
    """Yield every column of references, with a function that converts its row numbers to those of the records."""
    return columns_with(objects, refers, lambda shape: bool(shape.refers_to))


def columns_with(objects: Objects, may_contain: _ShapeTest, is_wanted: _ShapeTest) -> Iterator[NestedColumn]:
    """Yield every column of a wanted shape, with a function that converts its row numbers to those of the records.

    Args:
        objects: The records.
        may_contain: Whether a column of a shape can contain a wanted column, or is one.
        is_wanted: Whether the shape of a column is wanted.
    """
    return _in_objects(objects, may_contain, is_wanted, lambda rows: rows)


def _in_objects(
    objects: Objects, may_contain: _ShapeTest, is_wanted: _ShapeTest, to_records: ToRecords
) -> Iterator[NestedColumn]:
    for values in objects.columns.values():
        if may_contain(values.shape):
            yield from _in_values(values, may_contain, is_wanted, to_records)


def _in_values(
    values: Values, may_contain: _ShapeTest, is_wanted: _ShapeTest, to_records: ToRecords
) -> Iterator[NestedColumn]:
    if is_wanted(values.shape):
        yield values, to_records
    elif values.shape.kind is Kind.OBJECT:
        yield from _in_objects(
            values.objects, may_contain, is_wanted, lambda rows: to_records(values.objects.rows_above(rows))
        )
    else:
        yield from _in_values(
            values.items, may_contain, is_wanted, lambda rows: to_records(values.items.rows_above(rows))
        )
