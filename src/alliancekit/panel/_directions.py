"""Direction of obligations from a table of directed dyad-years, such as that of ATOP, for the dyads of a panel."""

from itertools import groupby
from typing import Final, Protocol, runtime_checkable

from attrs import frozen

from alliancekit._polars import pl
from alliancekit.models.treaty import Obligation
from alliancekit.panel._times import DateRange, PanelTimes, PanelYears
from alliancekit.panel._treaty_tables import BIT, BITS, OBLIGATIONS
from alliancekit.panel._units import Units, intersect

ATOP_OBLIGATIONS: Final[tuple[Obligation, ...]] = (
    "defense",
    "offense",
    "neutrality",
    "nonaggression",
    "consultation",
)
"""The obligations that ATOP codes."""

POSSIBLE: Final = 1 << len(OBLIGATIONS)
"""Factor from the bit of an obligation to the bit of the same obligation as a possible one."""


_OTHERS: Final = (POSSIBLE**2 - 1) ^ sum(BIT[OBLIGATIONS.index(name)] * (POSSIBLE + 1) for name in ATOP_OBLIGATIONS)
"""The bits of the obligations that ATOP does not code: the table says nothing about them."""


@runtime_checkable
class Directions(Protocol):
    """Directed dyad-years of ATOP, such as the result of `alliancekit.loaders.atop_ddyr`."""

    @property
    def frame(self) -> pl.DataFrame:
        """The rows: ``year, state_a, state_b`` (ids of states in the registry), and the five obligations of ATOP."""
        ...

    @property
    def version(self) -> str:
        """The version of the data set; empty if it is unknown."""
        ...


@frozen(eq=False)
class PlacedDirections:
    """Directed dyad-years with the units of a panel.

    Attributes:
        rows: ``_year, a, b, bits``: what unit a owes to unit b in a year; each once.
        years: The years that the table covers: those with at least one row.
        version: The version of the data set; empty if it is unknown.
        unplaced: The rows in which a state is no unit of the panel, ``year, state_a, state_b, reason``.
        treaties: The treaties of ATOP. The table has the obligations of these, and of no other treaties.
        yearly: ``treaty, _year, a, b, bits, certain``: the obligations that these treaties have in a year by
            themselves; `certain` if their direction is known.
        alone: Whether all treaties of the panel are ATOP's, so that no obligation can come from another one.
    """

    rows: pl.DataFrame
    years: tuple[int, ...]
    version: str
    unplaced: pl.DataFrame
    treaties: pl.Series
    yearly: pl.DataFrame
    alone: bool

    @property
    def extent(self) -> str:
        """The years as text, such as ``1815-1899, 1919-1929``."""
        runs = [
            [year for _, year in run]
            for _, run in groupby(enumerate(self.years), key=lambda numbered: numbered[1] - numbered[0])
        ]
        return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def placed(  # noqa: PLR0913 - tables and options of a panel
    directions: Directions,
    units: Units,
    days: DateRange,
    treaties: pl.Series,
    obligations: pl.DataFrame,
    *,
    alone: bool,
) -> PlacedDirections:
    """Return directed dyad-years with the units of a panel.

    Args:
        directions: The table.
        units: The units of the panel.
        days: The first and the last day of the panel.
        treaties: The treaties of ATOP.
        obligations: ``treaty, a, b, bits, start, end, certain``: the obligations of treaties in these years.
        alone: Whether all treaties of the panel are ATOP's.
    """
    first, last = (day.year for day in days)
    within = directions.frame.filter(pl.col("year").is_between(first, last))
    rows = within.select("year", "state_a", "state_b", bits()).with_row_index("row")
    for side in "ab":
        rows = _with_unit(rows, units.of_registry, side)
    unplaced = within.select("year", "state_a", "state_b", reason=pl.lit("a state has no code in the system"))
    unplaced = unplaced.with_row_index("row").join(rows, on="row", how="anti").drop("row")
    rows = rows.filter(pl.col("a") != pl.col("b")).group_by(_year="year", a="a", b="b").agg(pl.col("bits").bitwise_or())
    years = within["year"].unique().sort()
    owed = PanelYears(first, last).of(obligations.filter(pl.col("treaty").is_in(treaties.implode())))
    yearly = owed.rename({"year": "_year"})
    return PlacedDirections(rows, tuple(years), directions.version, unplaced, treaties, yearly, alone)


def directed_by(
    table: PlacedDirections, times: PanelTimes, owed: pl.DataFrame, undirected: pl.DataFrame, *, replaces: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return obligations with the directions of a table, and those whose direction is still unknown.

    In the years of the table, an obligation of an alliance of ATOP counts only toward states toward which the table has
    it. If the direction is unknown, it counts toward them, unless another treaty may be the reason for the entry in the
    table.

    Args:
        table: The table.
        times: The years or days of the panel.
        owed: ``treaty, a, b, bits, <time>``: the obligations that count or may count.
        undirected: The same for obligations of unknown direction.
        replaces: Whether the table replaces the obligations in its years, since it counts them in the same way.
    """
    year, covered = _year_and_covered(table, times)
    if replaces:
        # Rows without bits remain, because they may be those of a pair that may have a treaty.
        remaining = pl.when(covered.fill_null(value=False)).then(pl.col("bits") & _OTHERS).otherwise(pl.col("bits"))
        remaining = remaining.cast(BITS).alias("bits")
        still = undirected.with_columns(remaining).filter(pl.col("bits") > 0)
        return pl.concat([owed.with_columns(remaining), _entries(table, times, owed)]), still
    key = ["_year", "a", "b"]
    entries = table.rows.rename({"bits": "_bits"})
    doubt = pl.lit(POSSIBLE + 1, BITS)
    own = owed.with_columns(year.alias("_year")).join(entries, on=key, how="left", maintain_order="left")
    allowed = pl.col("_bits").fill_null(0) * doubt | pl.lit(_OTHERS, BITS)
    masked = pl.when(covered.fill_null(value=False)).then(pl.col("bits") & allowed).otherwise(pl.col("bits"))
    unknown = undirected.with_columns(year.alias("_year")).with_row_index("_row")
    others = unknown.join(table.yearly.select(*key, _other="treaty", _bits="bits", _certain="certain"), on=key)
    others = others.filter(pl.col("_certain") | (pl.col("_other") != pl.col("treaty")))
    reasons = others.group_by("_row").agg(pl.col("_bits").bitwise_or().alias("_others"))
    unknown = unknown.join(entries, on=key, how="left").join(reasons, on="_row", how="left")
    beyond = pl.lit(_OTHERS, BITS)
    possible = pl.when(covered).then(pl.col("bits") & (pl.col("_bits").fill_null(0) | beyond)).otherwise(pl.col("bits"))
    open_ = pl.when(covered).then(possible & (pl.col("_others").fill_null(0) | beyond)).otherwise(possible)
    settled = unknown.with_columns((possible ^ open_).cast(BITS).alias("bits"))
    still = unknown.with_columns(open_.cast(BITS).alias("bits")).filter(pl.col("bits") > 0)
    result = pl.concat(
        [own.with_columns(masked.cast(BITS).alias("bits")).select(owed.columns), settled.select(owed.columns)]
    )
    return result, still.select(undirected.columns)


def counted_by(
    table: PlacedDirections, times: PanelTimes, owed: pl.DataFrame, undirected: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return obligations by treaty, for the number of treaties, if a table replaces the obligations in its years.

    They are those of `directed_by` without ``replaces``: an obligation of a treaty counts if the table has it. An
    obligation that the table has, but no treaty has or may have, is added without a treaty.
    """
    own, still = directed_by(table, times, owed, undirected, replaces=False)
    key, obligations = [times.name, "a", "b"], pl.col("bits") | pl.col("bits") // POSSIBLE
    explained = pl.concat([own, still]).group_by(key).agg(obligations.bitwise_or().alias("_explained"))
    entries = _entries(table, times, owed).join(explained, on=key, how="left", maintain_order="left")
    missing = pl.col("bits") & (pl.col("bits") ^ pl.col("_explained").fill_null(0))
    others = entries.with_columns(missing.cast(BITS).alias("bits")).filter(pl.col("bits") > 0)
    return pl.concat([own, others.select(own.columns)]), still


def _year_and_covered(table: PlacedDirections, times: PanelTimes) -> tuple[pl.Expr, pl.Expr]:
    """Return the year of an obligation, and whether the table covers it: the year, and the treaty."""
    year = pl.col(times.name).dt.year() if times.type == pl.Date else pl.col(times.name)
    return year, pl.col("treaty").is_in(table.treaties.implode()) & year.is_in(table.years)


def _entries(table: PlacedDirections, times: PanelTimes, owed: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a table as obligations without a treaty."""
    entries = table.rows.with_columns(treaty=pl.lit(None, owed.schema["treaty"])).rename({"_year": times.name})
    return entries.select(owed.columns)


def bits() -> pl.Expr:
    """Return the set of obligations that are 1 in the columns of a row."""
    owed = [
        pl.when(pl.col(name) == 1).then(BIT[OBLIGATIONS.index(name)]).otherwise(0).cast(BITS)
        for name in ATOP_OBLIGATIONS
    ]
    return pl.reduce(lambda one, other: one | other, owed).alias("bits")


def _with_unit(rows: pl.DataFrame, spells: pl.DataFrame, side: str) -> pl.DataFrame:
    """Return rows with the units that a state is in the year; a row without a unit is left out."""
    years = rows.select("year", state=f"state_{side}").unique()
    start, end = pl.date("year", 1, 1).alias("start"), pl.date("year", 12, 31).alias("end")
    spans = years.with_columns(start, end).join(spells.select("state", "unit", _start="start", _end="end"), on="state")
    units = intersect(spans).select("year", pl.col("state").alias(f"state_{side}"), pl.col("unit").alias(side)).unique()
    return rows.join(units, on=["year", f"state_{side}"])
