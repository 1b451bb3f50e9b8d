"""Which states of the registry were members of a system of states on a common day."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

from alliancekit.dates import Day
from alliancekit.states._index import Days, days_of
from alliancekit.states._records import records


def apart(states: Iterable[str], year: int) -> Iterator[tuple[str, str]]:
    """Yield the pairs of states that were members of a system in a year, but on no common day.

    A state such as West Germany, which ended in 1990 on the day before Germany began, is not in the year as a whole;
    only two such states can have missed each other.

    Args:
        states: The ids of the states, in the order in which the pairs name them. Those that the registry does not have
            are passed over.
        year: The year.
    """
    partial = {state: days for state in states if (days := _days_in(state, year)) and not _is_whole(days, year)}
    for one, other in combinations(partial, 2):
        if not any(a[0] <= b[1] and b[0] <= a[1] for a in partial[one] for b in partial[other]):
            yield one, other


def _days_in(state: str, year: int) -> tuple[Days, ...]:
    """Return the days of a year in which a state is a member of any system, as far as they lie in the year."""
    first, last = Day(year, 1, 1), Day(year, 12, 31)
    return tuple((max(start, first), min(end, last)) for start, end in _spells(state) if start <= last and first <= end)


@cache
def _spells(state: str) -> tuple[Days, ...]:
    found = records().get(state)
    return tuple(days_of(spell.period) for spell in found.spells) if found else ()


def _is_whole(spells: Iterable[Days], year: int) -> bool:
    return (Day(year, 1, 1), Day(year, 12, 31)) in spells
