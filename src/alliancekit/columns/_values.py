"""A table read as the values and objects in it, level by level: a list is laid flat once, in the order of the rows."""

from functools import cached_property
from typing import Self, cast

from attrs import evolve, frozen

from alliancekit._polars import pl
from alliancekit.rules.shape import Kind, Shape, spec_of


@frozen(eq=False)
class Values:
    """A column of values of one shape, or all the items of a column of lists; null where nothing is given.

    Attributes:
        shape: What each may hold.
        series: The values.
        above: The row of the level above in which each stands; None: the rows are the same.
    """

    shape: Shape
    series: pl.Series
    above: pl.Series | None = None

    @cached_property
    def given(self) -> pl.Series:
        """Whether each holds anything: it is not null, and no empty list."""
        if self.shape.kind is Kind.LIST:
            return (self.lengths > 0).fill_null(value=False)
        return self.series.is_not_null()

    @cached_property
    def lengths(self) -> pl.Series:
        """How many items each list has."""
        return self.series.list.len()

    @cached_property
    def items(self) -> "Values":
        """The items of the lists, one after the other; each knows the row of its list."""
        # By themselves, chunks are laid flat without a copy.
        flat = pl.concat([chunk.explode(empty_as_null=False, keep_nulls=False) for chunk in self.series.get_chunks()])
        alone = self.lengths.min() == self.lengths.max() == 1 and not self.series.has_nulls()
        return Values(cast("Shape", self.shape.item), flat, None if alone else _rows(self.lengths))

    @cached_property
    def uniques(self) -> pl.Series:
        """The values, each once, without null."""
        return self.series.unique().drop_nulls()

    def among(self, some: pl.Series) -> pl.Series:
        """Return the rows that hold one of some values, mostly none."""
        if some.is_empty():
            return pl.Series(dtype=pl.UInt32)
        return self.series.is_in(some.implode()).arg_true()

    def __getitem__(self, name: str) -> "Values":
        """Return a field of the objects, in the same rows; null where there is no object."""
        return Values(spec_of(self.shape.type)[name].shape, self.series.struct.field(name))

    @cached_property
    def objects(self) -> "Objects":
        """The objects that are there."""
        there = self.series
        if not there.has_nulls():
            return Objects.of(self.shape.type, there.struct.unnest())
        rows = there.is_not_null().arg_true()
        return evolve(Objects.of(self.shape.type, there.gather(rows).struct.unnest()), above=rows)

    def part(self, name: str) -> pl.Series:
        """Return a part of dates: edtf, as_printed, earliest, latest or precision."""
        return self.series.struct.field(name)

    def up(self, rows: pl.Series) -> pl.Series:
        """Return the rows of the level above in which some of these stand."""
        return rows if self.above is None else self.above.gather(rows)


@frozen(eq=False)
class Objects:
    """Objects of one model, one a row.

    Attributes:
        model: Their class.
        columns: What each field of theirs holds.
        above: The row of the level above in which each stands; None: the rows are the same.
    """

    model: type
    columns: dict[str, Values]
    above: pl.Series | None = None

    @classmethod
    def of(cls, model: type, frame: pl.DataFrame) -> Self:
        """Return the objects of a table in the layout."""
        fields = spec_of(model).fields
        return cls(model, {field.name: Values(field.shape, frame.get_column(field.name)) for field in fields})

    def __getitem__(self, name: str) -> Values:
        """Return what a field holds."""
        return self.columns[name]

    def up(self, rows: pl.Series) -> pl.Series:
        """Return the rows of the level above in which some of these stand."""
        return rows if self.above is None else self.above.gather(rows)


def _rows(lengths: pl.Series) -> pl.Series:
    """Return the row of each item of lists that have so many."""
    numbers = pl.int_range(len(lengths), dtype=pl.UInt32, eager=True)
    repeated = pl.select(pl.lit(numbers).repeat_by(lengths.fill_null(0))).to_series()
    return repeated.explode(empty_as_null=False, keep_nulls=False)
