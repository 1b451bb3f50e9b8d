"""The units of a panel: the states of a system, by their codes there, or the parties themselves."""

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
"""A system of states: Correlates of War, Gleditsch and Ward, or the latter with their microstates."""

CODES: Final[dict[StateSystem, Literal["cow", "gw"]]] = {"cow": "cow", "gw": "gw", "gw_and_microstates": "gw"}
"""Whose codes name the states of a system; the list of these codes says for which time the system is known."""

_LISTS: Final[dict[StateSystem, tuple[Membership, ...]]] = {
    "cow": ("cow",),
    "gw": ("gw",),
    "gw_and_microstates": ("gw", "gw_microstates"),
}
"""The lists of members of a system."""


UNIT = pl.UInt16
_ALWAYS = dt.date.min, dt.date.max
_PARTY: Final = "state:"
"""How the id of a party begins that may be a state of a system; an actor is none."""

_SPELLS: Final = {"state": pl.String, "unit": UNIT, "start": pl.Date, "end": pl.Date}
_REASONS: Final = {"state": pl.String, "_start": pl.Date, "_end": pl.Date, "reason": pl.String}


@frozen(eq=False)
class Units:
    """The units of a panel, numbered in the order of their codes.

    Attributes:
        names: What each unit is called: the code in the system, or the id of the party. Parties that no state of the
            system stands for come after the codes.
        codes: How many of the units have a code.
        spells: ``state, unit, start, end``: which unit a party is, from when to when.
        possible: The same of the units that a party may be, where that is not known.
        unplaced: ``state, _start, _end, reason``: when a party is not placed, and why.
        members: The unit-times of the system, ``unit, <time>, state``; None without a system.
        moved: The unit-times of which the state has another unit too, ``unit, <time>, to``; None without a system.
        apart: ``<time>, a, b``: the units that are in the system in the same time, but share no day of it; each pair
            in both orders.
    """

    names: tuple[str, ...]
    codes: int
    spells: pl.DataFrame
    possible: pl.DataFrame
    unplaced: pl.DataFrame
    members: pl.DataFrame | None
    moved: pl.DataFrame | None
    apart: pl.DataFrame

    @property
    def several(self) -> bool:
        """Whether a unit is that of several parties, or may be."""
        parties = pl.concat([self.spells, self.possible]).select("state", "unit").unique()
        return parties["unit"].n_unique() < parties.height

    def of(self, spans: pl.DataFrame, state: str, unit: str, *, possible: bool = False) -> pl.DataFrame:
        """Return spans with the unit in place of the party; a span in which the unit changes becomes two.

        Args:
            spans: The spans, with ``start`` and ``end``.
            state: The column of the party.
            unit: What the column of the unit is called.
            possible: Whether a party also stands for the units that it may be.
        """
        spells = pl.concat([self.spells, self.possible]) if possible else self.spells
        codes = spells.select(
            pl.col("state").alias(state),
            pl.col("unit").alias(unit),
            pl.col("start").alias("_start"),
            pl.col("end").alias("_end"),
        )
        return met(spans.join(codes, on=state)).drop(state)

    def settled(self, rows: pl.DataFrame, time: str) -> pl.DataFrame:
        """Return rows in which a state that has two units in a year has the later one."""
        if self.moved is None or self.moved.is_empty():
            return rows
        for unit in ("a", "b"):
            if unit in rows.columns:
                to = self.moved.rename({"unit": unit})
                rows = rows.join(to, on=[unit, time], how="left").with_columns(pl.coalesce("to", unit).alias(unit))
                rows = rows.drop("to")
        return rows


def met(spans: pl.DataFrame) -> pl.DataFrame:
    """Return the days that two spans of a row share, ``start`` to ``end`` and ``_start`` to ``_end``."""
    start, end = pl.max_horizontal("start", "_start"), pl.min_horizontal("end", "_end")
    shared = spans.with_columns(start.alias("start"), end.alias("end")).drop("_start", "_end")
    return shared.filter(pl.col("start") <= pl.col("end"))


def of_system(
    system: StateSystem, times: PanelTimes, parties: pl.Series, records: Iterable[State], trust: Trust
) -> Units:
    """Return the states of a system in the times of a panel, and which of them the parties of treaties are.

    Args:
        system: The system.
        times: The times of the panel.
        parties: The ids of the parties.
        records: The records of states, by whose codes the parties are placed.
        trust: Who is right where a record contradicts the registry or another record.
    """
    held = states.code_spells(CODES[system]).select("state", "code", "start").sort("state", "start")
    codes = sorted(held["code"].unique(), key=int)
    numbers = pl.col("code").replace_strict(codes, range(len(codes)), return_dtype=UNIT).alias("unit")
    # A code is taken to hold until the next one of the same state, so that no day of a treaty is lost here: whether the
    # state is a member of the system is asked of its spells of membership.
    first = pl.col("start").shift().over("state").is_null()
    since = pl.when(first).then(pl.lit(_ALWAYS[0])).otherwise("start").alias("start")
    until = (pl.col("start").shift(-1).over("state") - pl.duration(days=1)).fill_null(pl.lit(_ALWAYS[1])).alias("end")
    spells = held.select("state", numbers, since, until)
    none = pl.DataFrame(schema=_SPELLS)
    nowhere = none.select(pl.lit(0, times.type).alias(times.name), a="unit", b="unit")
    units = Units(tuple(codes), len(codes), spells, none, pl.DataFrame(schema=_REASONS), None, None, nowhere)
    memberships = pl.concat(states.memberships(each) for each in _LISTS[system])
    memberships = memberships.with_columns(pl.col("end").fill_null(pl.lit(_ALWAYS[1])))
    spans = units.of(memberships.with_columns(pl.col("state").alias("member")), "member", "unit")
    rows = times.of(spans).join(spells.select("state", "unit", "start"), on=["state", "unit"])
    # Of two states that have the same code in a year, the later one stands for it; of two codes of a state, the later.
    alone = rows.sort("start").group_by("unit", times.name, maintain_order=True).agg(pl.col("state", "start").last())
    latest = pl.col("unit").sort_by("start").last().over("state", times.name).alias("to")
    told = alone.with_columns(latest)
    members = told.filter(pl.col("unit") == pl.col("to")).select("unit", times.name, "state").sort(times.name, "unit")
    moved = told.filter(pl.col("unit") != pl.col("to")).select("unit", times.name, "to")
    units = evolve(units, members=members, moved=moved, apart=_apart(times, spans, moved))
    return _with_parties(units, parties, records, trust, times.widened(spans.select("unit", "start", "end")))


def _apart(times: PanelTimes, spans: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """Return the units that are in the system in the same year, but share no day of it: ``year, a, b``."""
    days = times.parts(spans.select("unit", "start", "end"))
    settled = days.join(moved, on=["unit", times.name], how="left").with_columns(
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
    """Return units with the spells of parties in place of those of the registry's states.

    Args:
        units: The units.
        parties: The ids of the parties.
        records: The records of states.
        trust: Who is right.
        members: ``unit, start, end``: when units are in the system. A party may be another one only then.
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
                # It is a party all the same, and no state of the system for certain.
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
        possible=met(
            _spells(possible, everyone).join(members.rename({"start": "_start", "end": "_end"}), on="unit")
        ).select(*_SPELLS),
        unplaced=pl.DataFrame(unplaced, schema=_REASONS, orient="row"),
    )


_PartySpell: TypeAlias = tuple[str, str | None, dt.date, dt.date]
"""A party, the state that it is or may be (None: any), the first and the last day."""


def _spells(placed: list[_PartySpell], units: pl.DataFrame) -> pl.DataFrame:
    """Return which unit a party is, from when to when, where it stands for a state that has these units."""
    schema = {"party": pl.String, "state": pl.String, "_start": pl.Date, "_end": pl.Date}
    spans = pl.DataFrame(placed, schema=schema, orient="row")
    held = met(spans.join(units, on="state", nulls_equal=True))
    return held.select("unit", "start", "end", state="party").select(*_SPELLS)


def of_parties(parties: pl.DataFrame) -> Units:
    """Return the parties themselves as units."""
    names = parties["state"].unique().sort()
    first, last = (pl.lit(day) for day in _ALWAYS)
    spells = names.to_frame().with_row_index("unit").select("state", pl.col("unit").cast(UNIT), start=first, end=last)
    none, reasons = spells.clear(), pl.DataFrame(schema=_REASONS)
    return Units(tuple(names), len(names), spells, none, reasons, None, None, none.select(a="unit", b="unit"))
