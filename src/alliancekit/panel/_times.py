"""Converts spells in days to the years or days of a panel, with a rule for spells that cover a part of a year."""

import datetime as dt
from typing import Literal, TypeAlias

from attrs import frozen

from alliancekit._polars import pl
from alliancekit.panel._account import PanelStep

PartYearRule: TypeAlias = Literal["any", "january", "majority"]
"""When a spell counts in a year: if it includes any day of it, 1 January, or more than half of its days."""

DateRange: TypeAlias = tuple[dt.date, dt.date]
"""The first and the last day of a time, both included."""


@frozen
class PanelYears:
    """The years of a panel, from the first to the last, both included.

    Attributes:
        first: The first year.
        last: The last year.
        rule: What counts in a year.
        steps: The steps of the account that led to these years.
    """

    first: int
    last: int
    rule: PartYearRule = "any"
    steps: tuple[PanelStep, ...] = ()

    name = "year"
    type = pl.Int32

    @property
    def days(self) -> DateRange:
        """The first day of the first year and the last day of the last year."""
        return dt.date(self.first, 1, 1), dt.date(self.last, 12, 31)

    @property
    def adds_days(self) -> bool:
        """Whether the days in a year are added up, so that spells that differ in any column count separately."""
        return self.rule == "majority"

    def of(self, spans: pl.DataFrame) -> pl.DataFrame:
        """Return a row for each year in which a spell counts: its columns without ``start`` and ``end``, and ``year``.

        Spells that agree in all other columns are added up; days in several of them count once.
        """
        keys = [name for name in spans.columns if name not in ("start", "end")]
        within = clipped(spans, *self.days)
        start, end = pl.col("start"), pl.col("end")
        first, last = start.dt.year(), end.dt.year()
        if self.rule == "january":
            first += (start.dt.ordinal_day() > 1).cast(pl.Int32)
        if self.rule == "majority":
            within = _merged(within, keys)
        rows = within.with_columns(pl.int_ranges(first, last + 1, dtype=pl.Int32).alias(self.name))
        rows = rows.explode(self.name, empty_as_null=False)
        if self.rule != "majority":
            return rows.select(*keys, self.name)
        year = pl.col(self.name)
        from_, to = pl.date(year, 1, 1), pl.date(year, 12, 31)
        days = pl.min_horizontal(end, to) - pl.max_horizontal(start, from_) + pl.duration(days=1)
        totals = rows.group_by(*keys, self.name).agg(days.dt.total_days().sum().alias("days"))
        return totals.filter(2 * pl.col("days") > (to - from_).dt.total_days() + 1).drop("days")

    def parts(self, spans: pl.DataFrame) -> pl.DataFrame:
        """Return a row for each spell and year: its days in the year, and whether it covers the ``whole`` year."""
        first, last = pl.col("start").dt.year(), pl.col("end").dt.year()
        within = clipped(spans, *self.days)
        rows = within.with_columns(pl.int_ranges(first, last + 1, dtype=pl.Int32).alias(self.name))
        rows = rows.explode(self.name, empty_as_null=False)
        year = pl.col(self.name)
        start = pl.max_horizontal("start", pl.date(year, 1, 1)).alias("start")
        end = pl.min_horizontal("end", pl.date(year, 12, 31)).alias("end")
        whole = (start == pl.date(year, 1, 1)) & (end == pl.date(year, 12, 31))
        return rows.with_columns(start, end, whole.alias("whole"))

    def widened(self, spans: pl.DataFrame) -> pl.DataFrame:
        """Return spells extended to whole years."""
        start, end = pl.date(pl.col("start").dt.year(), 1, 1), pl.date(pl.col("end").dt.year(), 12, 31)
        return spans.with_columns(start.alias("start"), end.alias("end"))

    def known(self, coverage: DateRange) -> pl.Expr:
        """Return an expression: whether a year is within a coverage, so that absence is known."""
        first, last = coverage
        whole = self.rule == "january" or last.timetuple()[1:3] == (12, 31)
        return pl.col(self.name).is_between(first.year + (first.timetuple()[1:3] != (1, 1)), last.year - (not whole))

    def number(self) -> pl.Expr:
        """Return the position of a year in the panel, from 0."""
        return pl.col(self.name) - self.first

    def from_number(self, number: pl.Expr) -> pl.Expr:
        """Return the year at a position in the panel."""
        return (number.cast(self.type) + self.first).alias(self.name)


@frozen
class PanelDays:
    """The days of a panel, from the first to the last, both included.

    Attributes:
        first: The first day.
        last: The last day.
        steps: The steps of the account that led to these days.
    """

    first: dt.date
    last: dt.date
    steps: tuple[PanelStep, ...] = ()

    name = "day"
    type = pl.Date
    adds_days = False

    @property
    def days(self) -> DateRange:
        """The first and the last day."""
        return self.first, self.last

    def of(self, spans: pl.DataFrame) -> pl.DataFrame:
        """Return a row for each day of a spell: its columns without ``start`` and ``end``, and ``day``."""
        keys = [name for name in spans.columns if name not in ("start", "end")]
        days = pl.date_ranges("start", "end").alias(self.name)
        return clipped(spans, *self.days).select(*keys, days).explode(self.name, empty_as_null=False)

    def parts(self, spans: pl.DataFrame) -> pl.DataFrame:
        """Return no rows: states that are in the system on one day share that day."""
        return spans.clear().with_columns(pl.lit(None, self.type).alias(self.name), pl.lit(value=True).alias("whole"))

    def widened(self, spans: pl.DataFrame) -> pl.DataFrame:
        """Return the spells unchanged: days need no extension."""
        return spans

    def known(self, coverage: DateRange) -> pl.Expr:
        """Return an expression: whether a day is within a coverage, so that absence is known."""
        return pl.col(self.name).is_between(*coverage)

    def number(self) -> pl.Expr:
        """Return the position of a day in the panel, from 0."""
        return (pl.col(self.name) - self.first).dt.total_days()

    def from_number(self, number: pl.Expr) -> pl.Expr:
        """Return the day at a position in the panel."""
        return (pl.lit(self.first) + pl.duration(days=number)).alias(self.name)


PanelTimes: TypeAlias = PanelYears | PanelDays
"""The times of a panel."""


def clipped(spans: pl.DataFrame, first: dt.date, last: dt.date) -> pl.DataFrame:
    """Return spells clipped to the days from the first to the last."""
    start, end = pl.max_horizontal("start", pl.lit(first)), pl.min_horizontal("end", pl.lit(last))
    return spans.with_columns(start.alias("start"), end.alias("end")).filter(pl.col("start") <= pl.col("end"))


def _merged(spans: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Return spells in which overlapping ones with the same keys are merged."""
    before = pl.col("end").cum_max().shift().over(keys)
    run = (before.is_null() | (pl.col("start") > before)).cum_sum().alias("run")
    runs = spans.sort(*keys, "start").with_columns(run).group_by(*keys, "run")
    return runs.agg(pl.col("start").min(), pl.col("end").max()).drop("run")
