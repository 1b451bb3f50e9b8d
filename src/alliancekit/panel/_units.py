"""The units of a panel: the states of a system, by their codes there, or the parties themselves."""

import datetime as dt
from typing import Final, Literal, TypeAlias

from attrs import frozen

from alliancekit import states
from alliancekit.columns._polars import pl
from alliancekit.models.state import Membership
from alliancekit.panel._times import Times

System: TypeAlias = Literal["cow", "gw", "gw_and_microstates"]
"""A system of states: Correlates of War, Gleditsch and Ward, or the latter with their microstates."""

CODES: Final[dict[System, Literal["cow", "gw"]]] = {"cow": "cow", "gw": "gw", "gw_and_microstates": "gw"}
"""Whose codes name the states of a system; the list of these codes says for which time the system is known."""

_LISTS: Final[dict[System, tuple[Membership, ...]]] = {
    "cow": ("cow",),
    "gw": ("gw",),
    "gw_and_microstates": ("gw", "gw_microstates"),
}
"""The lists of members of a system."""


UNIT = pl.UInt16
_ALWAYS = dt.date(1, 1, 1), dt.date(9999, 12, 31)


@frozen(eq=False)
class Units:
    """The units of a panel, numbered in the order of their codes.

    Attributes:
        names: What each unit is called: the code in the system, or the id of the party.
        spells: ``state, unit, start, end``: which unit a party is, from when to when.
        members: The unit-times of the system, ``unit, <time>, state``; None without a system.
        moved: The unit-times of which the state has another unit too, ``unit, <time>, to``; None without a system.
    """

    names: tuple[str, ...]
    spells: pl.DataFrame
    members: pl.DataFrame | None
    moved: pl.DataFrame | None

    def of(self, spans: pl.DataFrame, state: str, unit: str) -> pl.DataFrame:
        """Return spans with the unit in place of the party; a span in which the code changes becomes two."""
        codes = self.spells.select(
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


def of_system(system: System, times: Times) -> Units:
    """Return the states of a system in the times of a panel."""
    held = states.code_spells(CODES[system]).select("state", "code", "start").sort("state", "start")
    codes = sorted(held["code"].unique(), key=int)
    numbers = pl.col("code").replace_strict(codes, range(len(codes)), return_dtype=UNIT).alias("unit")
    # A code is taken to hold until the next one of the same state, so that no day of a treaty is lost here: whether the
    # state is a member of the system is asked of its spells of membership.
    first = pl.col("start").shift().over("state").is_null()
    since = pl.when(first).then(pl.lit(_ALWAYS[0])).otherwise("start").alias("start")
    until = (pl.col("start").shift(-1).over("state") - pl.duration(days=1)).fill_null(pl.lit(_ALWAYS[1])).alias("end")
    spells = held.select("state", numbers, since, until)
    units = Units(tuple(codes), spells, None, None)
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
    return Units(tuple(codes), spells, members, moved)


def of_parties(parties: pl.DataFrame) -> Units:
    """Return the parties themselves as units."""
    names = parties["state"].unique().sort()
    first, last = (pl.lit(day) for day in _ALWAYS)
    spells = names.to_frame().with_row_index("unit").select("state", pl.col("unit").cast(UNIT), start=first, end=last)
    return Units(tuple(names), spells, None, None)
