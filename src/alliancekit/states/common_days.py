"""Pairs of states that were both members of a state system in a year, but never on the same day."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from typing import Final

from alliancekit.dates import Day
from alliancekit.models.state import Membership
from alliancekit.states._index import DayRange, days_of, overlap
from alliancekit.states._records import records

_LISTS: Final[tuple[tuple[Membership, ...], ...]] = (("cow",), ("gw", "gw_microstates"))
"""The lists of members of each state system."""


def pairs_without_common_day(states: Iterable[str], year: int) -> Iterator[tuple[str, str]]:
    """Yield the pairs of states that were members of one system in a year, but share no day of membership in it.

    West Germany, for example, ended in 1990 on the day before Germany began. Only states that were members for a part
    of the year can form such a pair.

    Args:
        states: The ids of the states, in the order in which the pairs list them. Ids that the registry does not have
            are skipped.
        year: The year.
    """
    days = {state: tuple(_days_in(state, lists, year) for lists in _LISTS) for state in states}
    partial = [state for state, systems in days.items() if any(own and not _is_whole(own, year) for own in systems)]
    for one, other in combinations(partial, 2):
        if any(a and b and not _any_overlap(a, b) for a, b in zip(days[one], days[other], strict=True)):
            yield one, other


def _any_overlap(one: tuple[DayRange, ...], other: tuple[DayRange, ...]) -> bool:
    """Return whether any of some ranges of days overlaps with any of others."""
    return any(overlap(a, b) for a in one for b in other)


def _days_in(state: str, lists: tuple[Membership, ...], year: int) -> tuple[DayRange, ...]:
    """Return the days of a year on which a state is a member of a system, as ranges within the year."""
    days = first, last = Day(year, 1, 1), Day(year, 12, 31)
    spells = (spell for spell in _spells(state, lists) if overlap(spell, days))
    return tuple((max(start, first), min(end, last)) for start, end in spells)


@cache
def _spells(state: str, lists: tuple[Membership, ...]) -> tuple[DayRange, ...]:
    """Return the days on which a state is a member of a system, as ranges; none for an id of no state."""
    record = records().get(state)
    return tuple(days_of(spell.period) for spell in record.spells if spell.system in lists) if record else ()


def _is_whole(spells: Iterable[DayRange], year: int) -> bool:
    """Return whether a state is a member for the whole year."""
    return (Day(year, 1, 1), Day(year, 12, 31)) in spells
