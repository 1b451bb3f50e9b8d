"""The inputs of a panel: the spells of treaties with the units of the panel, and the options of its rows."""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from attrs import evolve, frozen

from alliancekit._polars import pl
from alliancekit.models import State
from alliancekit.panel._account import PanelStep
from alliancekit.panel._directions import ATOP_OBLIGATIONS, Directions, PlacedDirections, placed
from alliancekit.panel._first_steps import placement_steps, treaty_steps
from alliancekit.panel._times import DateRange, PanelTimes, clipped
from alliancekit.panel._treaty_tables import BIT, BITS, OBLIGATIONS, TreatyTables
from alliancekit.panel._units import UNIT, StateSystem, Units, of_parties, of_system
from alliancekit.states.placing import Trust

JointMembership: TypeAlias = Literal["year", "day"]
"""When two parties are in a treaty together: if both are in it in the same year, or on the same day."""

ApartDyads: TypeAlias = Literal["drop", "keep"]
"""The treatment of a dyad-year of two states that are both in the system in that year, but never on the same day."""


@frozen(eq=False)
class PanelInputs:
    """The tables and options from which the rows of a panel are built.

    Attributes:
        times: The years or days of the panel.
        together: When two parties are in a treaty together.
        units: The units of the panel.
        parties: ``treaty, a, start, end, party``: the unit and the number of each party of a treaty.
        unplaced: The same for the units that an unplaced party may be.
        possible_parties: The same for units that may be party.
        obligations: ``treaty, a, b, bits, start, end``: the obligations of one unit toward another.
        undirected: The same for obligations that are toward one or more of several units, but it is unknown which.
        possible_obligations: The same for obligations that may exist, or whose units are uncertain.
        coded: The positions of the obligations in any commitment; if there are none, all obligations are unknown.
        without_commitments: The treaties without commitments, whose obligations are unknown.
        coverage: The days for which absence is known; None if it is never known.
        steps: The steps of the account so far.
        apart: The treatment of dyads of states that share no day.
        directions: The directed dyad-years from which the direction of obligations comes.
        counts: Whether rows have the number of treaties and partners by obligation.
        known_by_table: The years for which the directed dyad-years say everything about the obligations of ATOP, also
            outside the coverage.
    """

    times: PanelTimes
    together: JointMembership
    units: Units
    parties: pl.DataFrame
    unplaced: pl.DataFrame
    possible_parties: pl.DataFrame
    obligations: pl.DataFrame
    undirected: pl.DataFrame
    possible_obligations: pl.DataFrame
    coded: tuple[int, ...]
    without_commitments: tuple[str, ...]
    coverage: DateRange | None
    steps: tuple[PanelStep, ...]
    apart: ApartDyads = "drop"
    directions: PlacedDirections | None = None
    counts: bool = False
    known_by_table: tuple[int, ...] = ()

    def members(self, unit: str) -> pl.DataFrame:
        """Return the members of the system, ``<time>, <unit>``, and ``_<unit>``, the row in the table of members."""
        members = self.units.members
        if members is None:
            return pl.DataFrame(schema={self.times.name: self.times.type, unit: UNIT, f"_{unit}": pl.UInt32})
        return members.with_row_index("_").select(
            self.times.name, pl.col("unit").alias(unit), pl.col("_").alias(f"_{unit}")
        )

    def rows(self, spans: pl.DataFrame) -> pl.DataFrame:
        """Return a row for each year or day in which a spell counts."""
        if self.times.adds_days and "bits" in spans.columns:
            # The days of each obligation are added up separately.
            by_bit = (
                spans.filter((pl.col("bits") & bit) > 0).with_columns(pl.lit(bit, BITS).alias("bits")) for bit in BIT
            )
            spans = pl.concat(by_bit)
        return self.units.with_latest_unit(self.times.of(spans), self.times.name)

    def key(self, *units: str) -> pl.Expr:
        """Return one number for a time and its units, in their order; one column is much faster to group and join."""
        key = self.times.number().cast(pl.UInt64)
        for unit in units:
            key = key * len(self.units.names) + pl.col(unit)
        return key.alias("key")

    def of_key(self, *units: str) -> Iterator[pl.Expr]:
        """Yield the time and the units of a key."""
        key, count = pl.col("key"), len(self.units.names)
        for unit in reversed(units):
            yield (key % count).cast(UNIT).alias(unit)
            key //= count
        yield self.times.from_number(key)


def panel_inputs(  # noqa: PLR0913, PLR0917 - tables and options of a panel
    tables: TreatyTables,
    times: PanelTimes,
    together: JointMembership,
    system: StateSystem | None,
    coverage: DateRange | None,
    records: Sequence[State] = (),
    trust: Trust = "registry",
    apart: ApartDyads = "drop",
    directions: Directions | None = None,
    *,
    extends: bool = True,
) -> PanelInputs:
    """Return the inputs of a panel, from the tables of treaties and the records of their parties.

    With `extends`, absence is also known in the years of the directed dyad-years, if all treaties are those of ATOP.
    """
    everyone = pl.concat([tables.parties, tables.possible_parties])
    ids = everyone["state"].unique().sort()
    units = of_parties(everyone, records, trust) if system is None else of_system(system, times, ids, records, trust)
    names = pl.col("treaty").cast(pl.Enum(everyone["treaty"].unique().sort()))
    party = pl.col("state").cast(pl.Enum(ids)).to_physical().alias("party")
    within = clipped(tables.parties.with_columns(names), *times.days)
    numbered, doubtful = within.with_columns(party), clipped(tables.possible_parties.with_columns(names), *times.days)
    parties = units.of(numbered, "state", "a")
    unplaced = units.of(numbered, "state", "a", possible=True).join(parties, on=parties.columns, how="anti")
    possible_parties = units.of(doubtful.with_columns(party), "state", "a", possible=True)
    owed = clipped(tables.obligations.with_columns(names), *times.days)
    obligations = _between(units, owed)
    unknown = clipped(tables.undirected.with_columns(names), *times.days)
    undirected = _between(units, unknown)
    doubtful = clipped(tables.possible_obligations.with_columns(names), *times.days)
    possible_obligations = _between(units, doubtful, possible=True)
    if not unplaced.is_empty():
        certain = pl.concat([obligations, undirected])
        possible = _between(units, pl.concat([owed, unknown]), possible=True)
        possible = possible.join(certain, on=certain.columns, how="anti")
        possible_obligations = pl.concat([possible_obligations, possible])
    coded = tables.coded
    directed = None
    if directions is not None:
        coded = tuple(sorted({*coded, *(OBLIGATIONS.index(name) for name in ATOP_OBLIGATIONS)}))
        directed = _placed(directions, tables, units, names, times, apart)
        directed = directed if extends else evolve(directed, alone=False)
    return PanelInputs(
        times=times,
        together=together,
        units=units,
        parties=parties,
        unplaced=unplaced,
        possible_parties=possible_parties,
        obligations=obligations,
        undirected=undirected,
        possible_obligations=possible_obligations,
        coded=coded,
        without_commitments=tables.without_commitments,
        coverage=coverage,
        steps=(*treaty_steps(tables), *placement_steps(tables.parties, within, units, times)),
        apart=apart,
        directions=directed,
    )


def _placed(  # noqa: PLR0913, PLR0917 - tables and options of a panel
    directions: Directions,
    tables: TreatyTables,
    units: Units,
    names: pl.Expr,
    times: PanelTimes,
    apart: ApartDyads,
) -> PlacedDirections:
    """Return directed dyad-years with the units of a panel, and the obligations of the treaties in the same years."""
    first, last = times.days
    years = first.replace(month=1, day=1), last.replace(month=12, day=31)
    everyone = pl.concat([tables.parties, tables.possible_parties])["treaty"]
    of_atop = pl.DataFrame({"treaty": tables.of_atop}, schema={"treaty": pl.String})
    treaties = of_atop.filter(pl.col("treaty").is_in(everyone.implode())).select(names).to_series()
    obligations = [
        _between(units, clipped(owed.with_columns(names), *years)).with_columns(certain=pl.lit(value=certain))
        for owed, certain in ((tables.obligations, True), (tables.undirected, False))
    ]
    alone = treaties.len() == everyone.n_unique()
    table = placed(directions, units, times.days, treaties, pl.concat(obligations), alone=alone)
    if apart == "keep" or units.apart.is_empty():
        return table
    return evolve(
        table, rows=table.rows.join(units.apart.rename({"year": "_year"}), on=["_year", "a", "b"], how="anti")
    )


def _between(units: Units, obligations: pl.DataFrame, *, possible: bool = False) -> pl.DataFrame:
    """Return obligations with the units of both parties; drop those within one unit."""
    by = units.of(obligations, "state", "a", possible=possible)
    return units.of(by, "toward", "b", possible=possible).filter(pl.col("a") != pl.col("b"))
