"""The units of a panel: the members of a state system, by their codes, or the parties of the treaties."""

import datetime as dt
from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from attrs import evolve, frozen

from alliancekit import states
from alliancekit._polars import pl
from alliancekit.models import State
from alliancekit.models.state import Membership
from alliancekit.panel._times import PanelTimes
from alliancekit.states.placing import Placement, Trust, placement_of_id, placements

StateSystem: TypeAlias = Literal["cow", "gw", "gw_and_microstates"]
"""A state system: Correlates of War, Gleditsch and Ward, or the latter with their microstates."""

CODES: Final[dict[StateSystem, Literal["cow", "gw"]]] = {"cow": "cow", "gw": "gw", "gw_and_microstates": "gw"}
"""The code system of each state system; the coverage of its list is that of the state system."""

_LISTS: Final[dict[StateSystem, tuple[Membership, ...]]] = {
    "cow": ("cow",),
    "gw": ("gw",),
    "gw_and_microstates": ("gw", "gw_microstates"),
}
"""The membership lists of each state system."""


UNIT = pl.UInt16
_ALWAYS = dt.date.min, dt.date.max
_PARTY: Final = "state:"
"""The prefix of the id of a party that can be a member of a state system; an actor can't."""

_SPELLS: Final = {"state": pl.String, "unit": UNIT, "start": pl.Date, "end": pl.Date}
_REASONS: Final = {"state": pl.String, "_start": pl.Date, "_end": pl.Date, "reason": pl.String}


@frozen(eq=False)
class Units:
    """The units of a panel, numbered in the order of their codes.

    Attributes:
        names: The name of each unit: the code in the system, or the id of the party. Parties that are not a state of
            the system come after the codes.
        codes: The number of units with a code.
        spells: ``state, unit, start, end``: the spells in which a party is a unit.
        possible: The same for the units that a party may be.
        unplaced: ``state, _start, _end, reason``: the spells in which a party is not placed, with the reason.
        of_registry: The same as `spells` for the states of the registry, instead of the parties.
        members: The members of the system in each year or day, ``unit, <time>, state``; None without a system.
        renumbered: The units of states that have a later unit in the same time, ``unit, <time>, to``; None without a
            system.
        apart: ``<time>, a, b``: the pairs of units that are in the system in the same time, but share no day of it; in
            both orders.
    """

    names: tuple[str, ...]
    codes: int
    spells: pl.DataFrame
    possible: pl.DataFrame
    unplaced: pl.DataFrame
    of_registry: pl.DataFrame
    members: pl.DataFrame | None
    renumbered: pl.DataFrame | None
    apart: pl.DataFrame

    @property
    def has_shared_units(self) -> bool:
        """Whether several parties are, or may be, the same unit."""
        parties = pl.concat([self.spells, self.possible]).select("state", "unit").unique()
        return parties["unit"].n_unique() < parties.height

    def of(self, spans: pl.DataFrame, state: str, unit: str, *, possible: bool = False) -> pl.DataFrame:
        """Return spells with the unit instead of the party; a spell in which the unit changes is split.

        Args:
            spans: The spells, with ``start`` and ``end``.
            state: The column of the party.
            unit: The name of the new column for the unit.
            possible: Whether to include the units that a party may be.
        """
        spells = pl.concat([self.spells, self.possible]) if possible else self.spells
        codes = spells.select(
            pl.col("state").alias(state),
            pl.col("unit").alias(unit),
            pl.col("start").alias("_start"),
            pl.col("end").alias("_end"),
        )
        return intersect(spans.join(codes, on=state)).drop(state)

    def with_latest_unit(self, rows: pl.DataFrame, time: str) -> pl.DataFrame:
        """Return rows in which a state with two units in a year has only the later one."""
        if self.renumbered is None or self.renumbered.is_empty():
            return rows
        for unit in ("a", "b"):
            if unit in rows.columns:
                to = self.renumbered.rename({"unit": unit})
                rows = rows.join(to, on=[unit, time], how="left").with_columns(pl.coalesce("to", unit).alias(unit))
                rows = rows.drop("to")
        return rows


def intersect(spans: pl.DataFrame) -> pl.DataFrame:
    """Return the common days of two ranges in each row, ``start`` to ``end`` and ``_start`` to ``_end``."""
    start, end = pl.max_horizontal("start", "_start"), pl.min_horizontal("end", "_end")
    shared = spans.with_columns(start.alias("start"), end.alias("end")).drop("_start", "_end")
    return shared.filter(pl.col("start") <= pl.col("end"))


def of_system(
    system: StateSystem, times: PanelTimes, parties: pl.Series, records: Iterable[State], trust: Trust
) -> Units:
    """Return the members of a state system in the times of a panel as units, with the parties of treaties placed.

    Args:
        system: The system.
        times: The times of the panel.
        parties: The ids of the parties.
        records: The state records; their codes place the parties.
        trust: Which source is right if a record contradicts the registry or another record.
    """
    code_spells = states.code_spells(CODES[system]).select("state", "code", "start").sort("state", "start")
    codes = sorted(code_spells["code"].unique(), key=int)
    numbers = pl.col("code").replace_strict(codes, range(len(codes)), return_dtype=UNIT).alias("unit")
    # A code counts until the next code of the same state, so that no day of a treaty is lost here. The spells of
    # membership decide later whether the state is in the system.
    first = pl.col("start").shift().over("state").is_null()
    since = pl.when(first).then(pl.lit(_ALWAYS[0])).otherwise("start").alias("start")
    until = (pl.col("start").shift(-1).over("state") - pl.duration(days=1)).fill_null(pl.lit(_ALWAYS[1])).alias("end")
    spells = code_spells.select("state", numbers, since, until)
    none = pl.DataFrame(schema=_SPELLS)
    nowhere = none.select(pl.lit(0, times.type).alias(times.name), a="unit", b="unit")
    reasons = pl.DataFrame(schema=_REASONS)
    units = Units(tuple(codes), len(codes), spells, none, reasons, spells, None, None, nowhere)
    memberships = pl.concat(states.memberships(each) for each in _LISTS[system])
    memberships = memberships.with_columns(pl.col("end").fill_null(pl.lit(_ALWAYS[1])))
    spans = units.of(memberships.with_columns(pl.col("state").alias("member")), "member", "unit")
    rows = times.of(spans).join(spells.select("state", "unit", "start"), on=["state", "unit"])
    # If two states have one code in a year, the later state gets it; if a state has two codes, the later one counts.
    alone = rows.sort("start").group_by("unit", times.name, maintain_order=True).agg(pl.col("state", "start").last())
    latest = pl.col("unit").sort_by("start").last().over("state", times.name).alias("to")
    rows = alone.with_columns(latest)
    members = rows.filter(pl.col("unit") == pl.col("to")).select("unit", times.name, "state").sort(times.name, "unit")
    renumbered = rows.filter(pl.col("unit") != pl.col("to")).select("unit", times.name, "to")
    units = evolve(units, members=members, renumbered=renumbered, apart=_apart(times, spans, renumbered))
    return _with_parties(units, parties, records, trust, times.widened(spans.select("unit", "start", "end")))


def _apart(times: PanelTimes, spans: pl.DataFrame, renumbered: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of units that are in the system in the same year, but share no day of it: ``year, a, b``."""
    days = times.parts(spans.select("unit", "start", "end"))
    settled = days.join(renumbered, on=["unit", times.name], how="left").with_columns(
        pl.coalesce("to", "unit").alias("unit")
    )
    part = settled.filter(~pl.col("whole").any().over("unit", times.name))
    both = part.select(times.name, "start", "end", a="unit").join(
        part.select(times.name, _start="start", _end="end", b="unit"), on=times.name
    )
    shares = (pl.max_horizontal("start", "_start") <= pl.min_horizontal("end", "_end")).any()
    pairs = both.filter(pl.col("a") != pl.col("b")).group_by(times.name, "a", "b", maintain_order=True)
    return pairs.agg(shares.alias("shares")).filter(~pl.col("shares")).drop("shares")


def _with_parties(
    units: Units, parties: pl.Series, records: Iterable[State], trust: Trust, members: pl.DataFrame
) -> Units:
    """Return units with the spells of the parties instead of those of the registry's states.

    Args:
        units: The units.
        parties: The ids of the parties.
        records: The state records.
        trust: Which source is right.
        members: ``unit, start, end``: the spells of units in the system. An unplaced party may be a unit only then.
    """
    placed = placements(records, trust)
    certain, possible, unplaced = list[_PartySpell](), list[_PartySpell](), list[tuple[str, dt.date, dt.date, str]]()
    for party in parties:
        own = placed.get(party) or (placement_of_id(party) if party.startswith(_PARTY) else Placement((party,)),)
        for each in own:
            days = dt.date.fromordinal(each.first), dt.date.fromordinal(each.last)
            if each.reason is None:
                certain.append((party, each.states[0], *days))
            else:
                # It is still a party, as a unit of its own that is not in the system.
                certain.append((party, f"?{party}", *days))
                possible += ((party, state, *days) for state in each.states or (None,))
                unplaced.append((party, *days, each.reason))
    known = units.spells
    others = pl.Series("state", [state for _, state, *_ in certain], dtype=pl.String).unique(maintain_order=True)
    others = others.filter(~others.is_in(known["state"].implode()))
    numbers = range(units.codes, units.codes + len(others))
    own_units = pl.DataFrame({"state": others, "unit": pl.Series(numbers, dtype=UNIT)})
    extra = own_units.with_columns(start=pl.lit(_ALWAYS[0]), end=pl.lit(_ALWAYS[1]))
    any_unit = known.filter(pl.col("unit").is_first_distinct()).with_columns(
        state=pl.lit(None, pl.String), start=pl.lit(_ALWAYS[0]), end=pl.lit(_ALWAYS[1])
    )
    everyone = pl.concat([known, extra, any_unit])
    return evolve(
        units,
        names=(*units.names, *others),
        spells=_spells(certain, everyone),
        possible=intersect(
            _spells(possible, everyone).join(members.rename({"start": "_start", "end": "_end"}), on="unit")
        ).select(*_SPELLS),
        unplaced=pl.DataFrame(unplaced, schema=_REASONS, orient="row"),
    )


_PartySpell: TypeAlias = tuple[str, str | None, dt.date, dt.date]
"""A party, the state that it is or may be (None for any state), the first and the last day."""


def _spells(placed: list[_PartySpell], units: pl.DataFrame) -> pl.DataFrame:
    """Return the spells of units for placed parties, from the units of the states that the parties are."""
    schema = {"party": pl.String, "state": pl.String, "_start": pl.Date, "_end": pl.Date}
    spans = pl.DataFrame(placed, schema=schema, orient="row")
    shared = intersect(spans.join(units, on="state", nulls_equal=True))
    return shared.select("unit", "start", "end", state="party").select(*_SPELLS)


def of_parties(parties: pl.DataFrame, records: Iterable[State] = (), trust: Trust = "registry") -> Units:
    """Return the parties of treaties as units.

    Args:
        parties: The spells of the parties.
        records: The state records; their codes say which state of the registry a party is.
        trust: Which source is right if a record contradicts the registry or another record.
    """
    names = parties["state"].unique().sort()
    first, last = (pl.lit(day) for day in _ALWAYS)
    spells = names.to_frame().with_row_index("unit").select("state", pl.col("unit").cast(UNIT), start=first, end=last)
    none, reasons = spells.clear(), pl.DataFrame(schema=_REASONS)
    registry = _of_registry(spells, records, trust)
    return Units(tuple(names), len(names), spells, none, reasons, registry, None, None, none.select(a="unit", b="unit"))


def _of_registry(spells: pl.DataFrame, records: Iterable[State], trust: Trust) -> pl.DataFrame:
    """Return the spells of units for the states of the registry that the parties are, by their records or ids."""
    placed = [
        (party, each.states[0], dt.date.fromordinal(each.first), dt.date.fromordinal(each.last))
        for party, parts in placements(records, trust).items()
        for each in parts
        if each.reason is None
    ]
    by_record = pl.DataFrame(
        placed, schema={"party": pl.String, "state": pl.String, "start": pl.Date, "end": pl.Date}, orient="row"
    )
    units = spells.select("unit", party="state")
    named = spells.filter(~pl.col("state").is_in(by_record["party"].implode()))
    return pl.concat([named, by_record.join(units, on="party").select(*_SPELLS)])
