"""Columns of values and objects, level by level, and the questions that rules ask about them.

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

_FOREIGN: Final = re.compile(r"\\[a-wyzA-Z0-9]|\(\?(?!:)|\$|(?<!\[)\^|&&|--|~~|\[[^\]]*\[")
"""What regular expressions of Rust may read in another way than those of Python, or not at all."""

_RUN: Final = re.compile(r"\[((?:[0-9A-Za-z]-[0-9A-Za-z])+)\]\{([1-9][0-9]*)\}")
"""An expression of a number of characters, all from the same spans."""


class Level:
    """What values and objects share: their rows, and those of the level above."""

    __slots__ = ()

    above: pl.Series | None

    def up(self, rows: pl.Series) -> pl.Series:
        """Return the rows of the level above in which some rows of this level stand."""
        return rows if self.above is None else self.above.gather(rows)

    def union(self, rows: Iterable[pl.Series]) -> pl.Series:
        """Return rows from several columns; some may occur several times."""
        return pl.concat([pl.Series("row", dtype=pl.UInt32), *(each.alias("row") for each in rows)])


@frozen(eq=False)
class Values(Level):
    """A column of values of one shape, or all the items of a column of lists; null where nothing is given.

    Attributes:
        shape: What each value may be.
        series: The values.
        above: The row of the level above in which each stands; None: the rows are the same.
    """

    shape: Shape
    series: pl.Series
    above: pl.Series | None = None

    @property
    def rows(self) -> pl.Series:
        """The numbers of all rows."""
        return pl.int_range(len(self.series), dtype=pl.UInt32, eager=True)

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
    def unique(self) -> "Values":
        """The values, each once, without null, in no order."""
        return Values(self.shape, self.series.unique().drop_nulls())

    def rows_with(self, some: pl.Series) -> pl.Series:
        """Return the rows that hold one of some values, of which there are few."""
        if some.is_empty():
            return pl.Series(dtype=pl.UInt32)
        return self.series.is_in(some.implode()).arg_true()

    def is_one_of(self, values: Iterable[str]) -> pl.Series:
        """Return where one of some values stands; null is none of them."""
        return self.series.is_in([*values]).fill_null(value=False)

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

    def parts(self) -> list["Values"]:
        """Return what tells values apart, the cheapest first: the values, or the fields of objects."""
        if self.shape.kind is not Kind.OBJECT:
            return [self]
        fields = spec_of(self.shape.type).fields
        slow = (Kind.OBJECT, Kind.LIST)
        return [self[field.name] for field in sorted(fields, key=lambda field: field.shape.kind in slow)]

    def long_lists(self) -> pl.DataFrame:
        """Return the items of the lists with two or more: the `row` of the list, and the row of the `item`."""
        items = self.items
        table = pl.DataFrame({"row": items.up(items.rows), "item": items.rows})
        return table.filter(self.lengths.gather(table["row"]) > 1)

    def flat(self, name: str) -> tuple["Values", pl.Series]:
        """Return the values of a field of the items, lists exploded, and the row of each."""
        items = self.items
        values = items[name]
        flat = values.items if values.shape.item else values
        return flat, items.up(flat.up(flat.rows))

    def names(self, field: str) -> pl.DataFrame:
        """Return the texts in a field of the items: the `row` of each, and the `name`."""
        flat, rows = self.flat(field)
        return pl.DataFrame({"row": rows, "name": flat.series}).drop_nulls()

    # --- Dates --------------------------------------------------------------------------------------------------------

    def part(self, name: str) -> pl.Series:
        """Return a part of dates: edtf, as_printed, earliest, latest or precision."""
        return self.series.struct.field(name)

    def edtf(self, rows: pl.Series) -> pl.Series:
        """Return the EDTF texts of the dates in some rows."""
        return self.part("edtf").gather(rows)

    # --- Texts --------------------------------------------------------------------------------------------------------

    def blank_rows(self) -> pl.Series:
        """Return the rows with a text that is blank or has NUL."""
        return blank_rows(self.series)

    def matches(self, regex: str) -> pl.Series:
        """Return whether each whole text matches an expression."""
        texts, run = self.series, _RUN.fullmatch(regex)
        if run and _are_runs(texts, *run.groups()):
            return pl.repeat(value=True, n=len(texts), eager=True)
        expression = _rust(regex)
        if expression is not None:
            return texts.str.contains(expression)
        unique = texts.unique().drop_nulls()
        matching = pl.Series([re.fullmatch(regex, text) is not None for text in unique], dtype=pl.Boolean)
        return texts.replace_strict(unique, matching, return_dtype=pl.Boolean)


@frozen(eq=False)
class Objects(Level):
    """Objects of one model, one a row.

    Attributes:
        model: Their class.
        columns: The values of each field.
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

    @property
    def rows(self) -> pl.Series:
        """The numbers of all rows."""
        return next(iter(self.columns.values())).rows

    def any_given(self, names: Iterable[str]) -> pl.Series:
        """Return where at least one of some fields is given."""
        return either(pl.repeat(value=False, n=len(self.rows), eager=True), *(self[name].given for name in names))

    def any_rows(self, columns: Iterable[pl.Series]) -> pl.Series:
        """Return the rows in which at least one of some columns is true; null is not."""
        return either(*(column.fill_null(value=False) for column in columns)).arg_true()

    def first_given(self, names: tuple[str, ...]) -> Values:
        """Return the first of several fields that is given."""
        *others, last = (self[name] for name in names)
        series = last.series
        for other in reversed(others):
            series = other.series.zip_with(other.given, series)
        return Values(last.shape, series)

    def with_bounds(self, edtf: pl.Series) -> pl.DataFrame:
        """Return EDTF texts, in a column `edtf`, beside the bounds of their dates; null becomes empty: all time."""
        texts = edtf.fill_null("").alias("edtf")
        unique = texts.unique()
        table = unique.to_frame().hstack(bounds(unique.to_list()))
        return texts.to_frame().join(table, on="edtf", how="left", maintain_order="left")

    def may_be(
        self, test: Callable[[PartialDate, PartialDate], bool | None], one: pl.Series, other: pl.Series
    ) -> pl.Series:
        """Return for each pair of EDTF texts whether a test is certainly true of the dates; true if one is no date.

        Pairs are few where their days have not decided already, and different pairs are fewer.
        """
        if one.is_empty():
            return pl.Series(dtype=pl.Boolean)
        table = pl.DataFrame([one.alias("one"), other.alias("other")])
        unique = table.unique()

        def answer(first: str | None, second: str | None) -> bool:
            try:
                return test(PartialDate(first or ""), PartialDate(second or "")) is True
            except InvalidDate:
                return True

        answers = pl.Series("answer", [answer(*row) for row in unique.iter_rows()], dtype=pl.Boolean)
        keys = ["one", "other"]
        joined = table.join(unique.with_columns(answers), on=keys, how="left", nulls_equal=True, maintain_order="left")
        return joined.get_column("answer")


def either(*columns: pl.Series) -> pl.Series:
    """Return where at least one of some columns is true."""
    return pl.DataFrame({str(n): column for n, column in enumerate(columns)}).select(pl.any_horizontal("*")).to_series()


def blank_rows(texts: pl.Series) -> pl.Series:
    """Return the rows with a text that is white space alone, or has NUL; a column can't have a lone surrogate."""
    plain = (texts > "!") & (texts < "\x7f")
    nul = texts.str.contains("\0", literal=True)
    if not plain.all():
        # \s is white space as Unicode has it; for Python, four control characters are too.
        plain |= texts.str.contains(r"[^\s\x1c-\x1f]")
    return (~plain | nul).arg_true()


def _rows(lengths: pl.Series) -> pl.Series:
    """Return the row of each item of lists that have so many."""
    numbers = pl.int_range(len(lengths), dtype=pl.UInt32, eager=True)
    repeated = pl.select(pl.lit(numbers).repeat_by(lengths.fill_null(0))).to_series()
    return repeated.explode(empty_as_null=False, keep_nulls=False)


def _are_runs(texts: pl.Series, characters: str, count: str) -> bool:
    """Return whether all texts have so many of some characters: to compare bytes is faster than any expression."""
    if not (texts.str.len_bytes() == int(count)).all():
        return False
    each = texts.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, int(count))).explode()
    spans = re.findall("(.)-(.)", characters)
    return either(*(each.is_between(ord(first), ord(last)) for first, last in spans)).all()


@cache
def _rust(regex: str) -> str | None:
    """Return an expression of Rust that whole texts match; None if the two may read it in different ways."""
    # Half of a character can't be in a column of text, and not in an expression of Rust either.
    common = regex.replace(r"\ud800-\udfff", "")
    return None if _FOREIGN.search(common) else rf"\A(?:{common})\z"
