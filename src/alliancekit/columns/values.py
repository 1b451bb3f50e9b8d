"""Columns of values and objects, level by level, with the operations that rules need.

A list is exploded once, in the order of the rows. Rows are numbers of type `UInt32`, counted from 0 at each level.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from typing import Final, Self, cast

from attrs import evolve, frozen

from alliancekit._polars import pl
from alliancekit.columns.layout import bounds
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate
from alliancekit.rules.shape import Kind, Shape, spec_of

_NOT_COMMON: Final = re.compile(r"\\[a-wyzA-Z0-9]|\(\?(?!:)|\$|(?<!\[)\^|&&|--|~~|\[[^\]]*\[")
"""Syntax that regular expressions of Rust may read differently from those of Python, or not at all."""

_FIXED_LENGTH: Final = re.compile(r"\[((?:[0-9A-Za-z]-[0-9A-Za-z])+)\]\{([1-9][0-9]*)\}")
"""An expression for a fixed number of characters, all from the same ranges."""


class Level:
    """The base of values and objects: their rows, and those of the level above."""

    __slots__ = ()

    above: pl.Series | None

    def rows_above(self, rows: pl.Series) -> pl.Series:
        """Return for each of some rows of this level the row of the level above that contains it."""
        return rows if self.above is None else self.above.gather(rows)

    def union(self, rows: Iterable[pl.Series]) -> pl.Series:
        """Return the rows of several columns; a row may be repeated."""
        return pl.concat([pl.Series("row", dtype=pl.UInt32), *(each.alias("row") for each in rows)])


@frozen(eq=False)
class Values(Level):
    """A column of values of one shape, or all items of a column of lists; null for a missing value.

    Attributes:
        shape: The shape of the values.
        series: The values.
        above: The row of the level above that contains each row; None: the rows are the same.
    """

    shape: Shape
    series: pl.Series
    above: pl.Series | None = None

    @property
    def rows(self) -> pl.Series:
        """The numbers of all rows."""
        return pl.int_range(len(self.series), dtype=pl.UInt32, eager=True)

    @cached_property
    def present(self) -> pl.Series:
        """Whether each value is neither null, an empty list nor false."""
        if self.shape.kind is Kind.LIST:
            return (self.lengths > 0).fill_null(value=False)
        if self.shape.kind is Kind.FLAG:
            return self.series.fill_null(value=False)
        return self.series.is_not_null()

    @cached_property
    def lengths(self) -> pl.Series:
        """The number of items of each list."""
        return self.series.list.len()

    @cached_property
    def items(self) -> "Values":
        """The items of the lists, one after the other, each with the row of its list."""
        # Exploding chunk by chunk makes no copy.
        flat = pl.concat([chunk.explode(empty_as_null=False, keep_nulls=False) for chunk in self.series.get_chunks()])
        single = self.lengths.min() == self.lengths.max() == 1 and not self.series.has_nulls()
        return Values(cast("Shape", self.shape.item), flat, None if single else _list_rows(self.lengths))

    @cached_property
    def unique(self) -> "Values":
        """The distinct values, without null, in no order."""
        return Values(self.shape, self.series.unique().drop_nulls())

    def rows_with(self, some: pl.Series) -> pl.Series:
        """Return the rows with one of a few values."""
        if some.is_empty():
            return pl.Series(dtype=pl.UInt32)
        return self.series.is_in(some.implode()).arg_true()

    def is_one_of(self, values: Iterable[str | bool]) -> pl.Series:
        """Return whether each value is one of some values; null is not."""
        return self.series.is_in([*values]).fill_null(value=False)

    def __getitem__(self, name: str) -> "Values":
        """Return a field of the objects, in the same rows; null in rows without an object."""
        return Values(spec_of(self.shape.type)[name].shape, self.series.struct.field(name))

    @cached_property
    def objects(self) -> "Objects":
        """The objects, without null."""
        series = self.series
        if not series.has_nulls():
            return Objects.of(self.shape.type, series.struct.unnest())
        rows = series.is_not_null().arg_true()
        return evolve(Objects.of(self.shape.type, series.gather(rows).struct.unnest()), above=rows)

    def parts(self) -> list["Values"]:
        """Return the columns to compare values by, the cheapest first: the values, or the fields of objects."""
        if self.shape.kind is not Kind.OBJECT:
            return [self]
        fields = spec_of(self.shape.type).fields
        slow = (Kind.OBJECT, Kind.LIST)
        return [self[field.name] for field in sorted(fields, key=lambda field: field.shape.kind in slow)]

    def long_lists(self) -> pl.DataFrame:
        """Return the items of the lists with two or more: the `row` of the list, and the row of the `item`."""
        items = self.items
        table = pl.DataFrame({"row": items.rows_above(items.rows), "item": items.rows})
        return table.filter(self.lengths.gather(table["row"]) > 1)

    def flat(self, name: str) -> tuple["Values", pl.Series]:
        """Return the values of a field of the items, lists exploded, and the row of each; no name: the items."""
        items = self.items
        if not name:
            return items, items.rows_above(items.rows)
        values = items[name]
        flat = values.items if values.shape.item else values
        return flat, items.rows_above(flat.rows_above(flat.rows))

    def names(self, field: str) -> pl.DataFrame:
        """Return the texts in a field of the items, or the items: the `row` of each, and the `name`."""
        flat, rows = self.flat(field)
        return pl.DataFrame({"row": rows, "name": flat.series}).drop_nulls()

    # --- Dates --------------------------------------------------------------------------------------------------------

    def part(self, name: str) -> pl.Series:
        """Return one column of dates: edtf, as_printed, earliest, latest or precision."""
        return self.series.struct.field(name)

    def edtf(self, rows: pl.Series) -> pl.Series:
        """Return the EDTF texts of the dates in some rows."""
        return self.part("edtf").gather(rows)

    # --- Texts --------------------------------------------------------------------------------------------------------

    def blank_rows(self) -> pl.Series:
        """Return the rows with a text that is blank or contains NUL."""
        return blank_rows(self.series)

    def matches(self, regex: str) -> pl.Series:
        """Return whether each whole text matches an expression."""
        texts, fixed = self.series, _FIXED_LENGTH.fullmatch(regex)
        if fixed and _have_length(texts, *fixed.groups()):
            return pl.repeat(value=True, n=len(texts), eager=True)
        expression = _rust(regex)
        if expression is not None:
            return texts.str.contains(expression)
        unique = texts.unique().drop_nulls()
        if unique.is_empty():
            return pl.repeat(None, len(texts), dtype=pl.Boolean, eager=True)
        matching = pl.Series([re.fullmatch(regex, text) is not None for text in unique], dtype=pl.Boolean)
        return texts.replace_strict(unique, matching, return_dtype=pl.Boolean)


@frozen(eq=False)
class Objects(Level):
    """Objects of one model, one per row.

    Attributes:
        model: Their class.
        columns: The values of each field.
        above: The row of the level above that contains each row; None: the rows are the same.
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
        """Return the values of a field."""
        return self.columns[name]

    @property
    def rows(self) -> pl.Series:
        """The numbers of all rows."""
        return next(iter(self.columns.values())).rows

    def any_present(self, names: Iterable[str]) -> pl.Series:
        """Return whether at least one of some fields has a value, for each row."""
        return any_true(pl.repeat(value=False, n=len(self.rows), eager=True), *(self[name].present for name in names))

    def rows_with_any(self, paths: Iterable[tuple[str, ...]]) -> pl.Series:
        """Return the rows in which a field has a value, or a field of the items of a list; a row may be repeated."""
        return self.union(self._rows_with(*path) for path in paths)

    def _rows_with(self, name: str, field: str = "") -> pl.Series:
        values = self[name]
        if not field:
            return values.present.arg_true()
        items = values.items
        return items.rows_above(items[field].present.arg_true())

    def any_rows(self, columns: Iterable[pl.Series]) -> pl.Series:
        """Return the rows in which at least one of some columns is true; null is not true."""
        return any_true(*(column.fill_null(value=False) for column in columns)).arg_true()

    def first_present(self, names: tuple[str, ...]) -> Values:
        """Return, for each row, the first of several fields that has a value."""
        *others, last = (self[name] for name in names)
        series = last.series
        for other in reversed(others):
            series = other.series.zip_with(other.present, series)
        return Values(last.shape, series)

    def with_bounds(self, edtf: pl.Series) -> pl.DataFrame:
        """Return EDTF texts, as column `edtf`, beside the bounds of their dates; null becomes empty text: all time."""
        texts = edtf.fill_null("").alias("edtf")
        unique = texts.unique()
        table = unique.to_frame().hstack(bounds(unique.to_list()))
        return texts.to_frame().join(table, on="edtf", how="left", maintain_order="left")

    def is_true_or_invalid(
        self, test: Callable[[PartialDate, PartialDate], bool | None], one: pl.Series, other: pl.Series
    ) -> pl.Series:
        """Return for each pair of EDTF texts whether a test of their dates is true, or one of them is no valid date.

        If a test returns None, unknown, it is not true. Callers compare days first, so that few pairs remain. Equal
        pairs are tested once.
        """
        if one.is_empty():
            return pl.Series(dtype=pl.Boolean)
        table = pl.DataFrame([one.alias("one"), other.alias("other")])
        unique = table.unique()

        def test_pair(first: str | None, second: str | None) -> bool:
            try:
                return test(PartialDate(first or ""), PartialDate(second or "")) is True
            except InvalidDate:
                return True

        results = pl.Series("result", [test_pair(*row) for row in unique.iter_rows()], dtype=pl.Boolean)
        keys = ["one", "other"]
        joined = table.join(unique.with_columns(results), on=keys, how="left", nulls_equal=True, maintain_order="left")
        return joined.get_column("result")


def any_true(*columns: pl.Series) -> pl.Series:
    """Return whether at least one of some columns is true, for each row."""
    return pl.DataFrame({str(n): column for n, column in enumerate(columns)}).select(pl.any_horizontal("*")).to_series()


def blank_rows(texts: pl.Series) -> pl.Series:
    """Return the rows with a text that is only white space, or contains NUL; a column can't have a lone surrogate."""
    plain = (texts > "!") & (texts < "\x7f")
    nul = texts.str.contains("\0", literal=True)
    if not plain.all():
        # \s is the white space of Unicode; Python counts four control characters too.
        plain |= texts.str.contains(r"[^\s\x1c-\x1f]")
    return (~plain | nul).arg_true()


def _list_rows(lengths: pl.Series) -> pl.Series:
    """Return the row of each item of lists with these lengths."""
    numbers = pl.int_range(len(lengths), dtype=pl.UInt32, eager=True)
    repeated = pl.select(pl.lit(numbers).repeat_by(lengths.fill_null(0))).to_series()
    return repeated.explode(empty_as_null=False, keep_nulls=False)


def _have_length(texts: pl.Series, characters: str, count: str) -> bool:
    """Return whether all texts have this length and only these characters; bytes are faster than an expression."""
    if not (texts.str.len_bytes() == int(count)).all():
        return False
    each = texts.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, int(count))).explode()
    ranges = re.findall("(.)-(.)", characters)
    return any_true(*(each.is_between(ord(first), ord(last)) for first, last in ranges)).all()


@cache
def _rust(regex: str) -> str | None:
    """Return an expression of Rust that matches whole texts; None if Rust and Python may read it differently."""
    # Neither columns of text nor expressions of Rust can contain half a character.
    common = regex.replace(r"\ud800-\udfff", "")
    return None if _NOT_COMMON.search(common) else rf"\A(?:{common})\z"
