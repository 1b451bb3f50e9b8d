"""Pairs of states that were both members of a state system in a year, but never on the same day."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

from alliancekit.dates import Day
from alliancekit.states._index import DayRange, days_of
from alliancekit.states._records import records


def pairs_without_common_day(states: Iterable[str], year: int) -> Iterator[tuple[str, str]]:
    """Yield the pairs of states that were members of a system in a year, but share no day of membership.

    West Germany, for example, ended in 1990 on the day before Germany began. Only states that were members for a part
    of the year can form such a pair.

    Args:
        states: The ids of the states, in the order in which the pairs list them. Ids that the registry does not have
            are skipped.
        year: The year.
    """
    partial = {state: days for state in states if (days := _days_in(state, year)) and not _is_whole(days, year)}
    for one, other in combinations(partial, 2):
        if not any(a[0] <= b[1] and b[0] <= a[1] for a in partial[one] for b in partial[other]):
            yield one, other


def _days_in(state: str, year: int) -> tuple[DayRange, ...]:
    """Return the days of a year on which a state is a member of any system, as ranges within the year."""
    first, last = Day(year, 1, 1), Day(year, 12, 31)
    return tuple((max(start, first), min(end, last)) for start, end in _spells(state) if start <= last and first <= end)


@cache
def _spells(state: str) -> tuple[DayRange, ...]:
    record = records().get(state)
    return tuple(days_of(spell.period) for spell in record.spells) if record else ()


def _is_whole(spells: Iterable[DayRange], year: int) -> bool:
    return (Day(year, 1, 1), Day(year, 12, 31)) in spells
