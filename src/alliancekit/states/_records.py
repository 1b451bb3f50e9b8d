"""Read the files of the registry: states as records, successions of states, and the coverage of each list."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, cast

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.models import State
from alliancekit.models.ids import StateId
from alliancekit.models.state import Code, Membership, Spell, System
from alliancekit.models.words import Name, NameKind

FOLDER: Final = Path(__file__).with_name("_registry")
"""The files of the registry; the README there describes each column."""

STATE_PREFIX: Final = "state:"
"""The prefix of the ids of states."""

_NOT_KNOWN: Final = "?"
"""The text in ``from`` or ``to`` if the day is unknown."""

_NUMBERS: Final[dict[str, tuple[System, System]]] = {
    "cow": ("cow", "cow_abbreviation"),
    "gw": ("gw", "gw_abbreviation"),
    "gw_microstates": ("gw", "gw_abbreviation"),
}
"""The code systems of the numbers and abbreviations in each list; those of ``cow_majors`` are no codes of their own."""

USER_ASSIGNED: Final[dict[str, StateId]] = {"XK": StateId("state:kosovo"), "XKX": StateId("state:kosovo")}
"""Codes that data sets use as if they were in ISO 3166-1, with their states; the standard leaves them to its users."""


def rows(file: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a file of the registry as dictionaries."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


@frozen
class Succession:
    """The succession of one state to another, in all or part of its territory.

    Attributes:
        predecessor: The id of the earlier state.
        successor: The id of the later state.
        date: The date, as far as it is known.
        kind: How the territory passed: into the successor by ``union`` or ``absorption``, out of the predecessor by
            ``dissolution``, ``separation`` or ``partition``, or after foreign rule by ``restoration``.
    """

    predecessor: StateId
    successor: StateId
    date: PartialDate
    kind: str


@cache
def succession() -> tuple[Succession, ...]:
    """Return all successions of states, in the order of the file, which is that of their dates."""
    return tuple(
        Succession(StateId(row["predecessor"]), StateId(row["successor"]), PartialDate.parse(row["date"]), row["kind"])
        for row in rows("succession.csv")
    )


@cache
def records() -> dict[str, State]:
    """Return the states of the registry by their ids, in the order of ``states.csv``."""
    names: dict[str, list[Name]] = defaultdict(list)
    for row in rows("names.csv"):
        kind = cast("NameKind", row["kind"])
        names[row["state"]].append(Name(text=row["name"], language=row["language"], kind=kind, period=_period(row)))
    codes: dict[str, list[Code]] = defaultdict(list)
    spells: dict[str, list[Spell]] = defaultdict(list)
    for row in rows("spells.csv"):
        period = PartialDate.parse(f"{row['from']}/{row['to'] or '..'}")
        spells[row["state"]].append(Spell(system=cast("Membership", row["system"]), period=period))
        for system, column in zip(_NUMBERS.get(row["system"], ()), ("number", "abbreviation"), strict=False):
            codes[row["state"]].append(Code(system=system, value=row[column], period=period))
    for row in rows("codes.csv"):
        system = cast("System", row["system"])
        codes[row["state"]].append(Code(system=system, value=row["code"], period=_period(row)))
    predecessors: dict[str, dict[StateId, None]] = defaultdict(dict)
    for each in succession():
        predecessors[each.successor][each.predecessor] = None
    return {
        row["state"]: State(
            id=StateId(row["state"]),
            names=tuple(names[row["state"]]),
            codes=tuple(codes[row["state"]]),
            spells=tuple(spells[row["state"]]),
            predecessors=tuple(predecessors[row["state"]]),
            note=row["note"] or None,
        )
        for row in rows("states.csv")
    }


@cache
def coverages() -> dict[str, PartialDate]:
    """Return the period that the list of each code system or state system covers, by the name of the system."""
    return {row["system"]: PartialDate.parse(f"{row['from'] or '..'}/{row['to']}") for row in rows("systems.csv")}


def _period(row: dict[str, str]) -> PartialDate | None:
    """Return the period from ``from`` to ``to`` in a row; None if both are empty, which means at all times.

    If one of them is empty, the period is open there; ``?`` means that the day is unknown.
    """
    if not row["from"] and not row["to"]:
        return None
    start, end = ("" if day == _NOT_KNOWN else day or ".." for day in (row["from"], row["to"]))
    return PartialDate.parse(f"{start}/{end}")
