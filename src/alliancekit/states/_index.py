"""Index of the registry: which state has which code, and is a member of which system, on which days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, TypeAlias

from attrs import field, frozen

from alliancekit.dates import Day, PartialDate
from alliancekit.models import State
from alliancekit.states._records import records

DayRange: TypeAlias = tuple[Day, Day]
"""The first and the last day of a time, both included."""

ALWAYS: Final[DayRange] = (Day(-9999, 1, 1), Day(9999, 12, 31))
"""All days that EDTF can express; as an end of a range, no limit."""


def overlap(one: DayRange, other: DayRange) -> bool:
    """Return whether two ranges of days have a day in common."""
    return one[0] <= other[1] and other[0] <= one[1]


@frozen
class Holding:
    """A code, a name or a membership in a state system that a state has for some time.

    Attributes:
        state: The state.
        value: The code, name or system.
        days: The first and last day of that time, at face value.
        period: The time as EDTF text, for messages.
        publisher: For the name of a state in a publisher's list: ``cow`` or ``gw``.
    """

    state: State
    value: str
    days: DayRange
    period: str
    publisher: str | None = None

    def during(self, days: DayRange) -> bool:
        """Return whether the state has it on any day of a range."""
        return overlap(self.days, days)


@frozen
class RegistryIndex:
    """The codes and memberships of all states.

    Attributes:
        codes: The states that have a code, by code system and code.
        of_state: The codes of a state, by code system and id of the state.
        members: The members of a state system, by system.
    """

    codes: dict[tuple[str, str], list[Holding]] = field(factory=lambda: defaultdict(list))
    of_state: dict[tuple[str, str], list[Holding]] = field(factory=lambda: defaultdict(list))
    members: dict[str, list[Holding]] = field(factory=lambda: defaultdict(list))


@cache
def index() -> RegistryIndex:
    """Return the index of the registry."""
    result = RegistryIndex()
    for state in records().values():
        for code in state.codes:
            holding = holding_of(state, code.value, code.period)
            result.codes[code.system, code.value].append(holding)
            result.of_state[code.system, state.id].append(holding)
        for spell in state.spells:
            result.members[spell.system].append(holding_of(state, spell.system, spell.period))
    return result


def days_of(period: PartialDate) -> DayRange:
    """Return the earliest and the latest day of a date at face value."""
    return period.earliest or ALWAYS[0], period.latest or ALWAYS[1]


def lifetime(state: State) -> DayRange:
    """Return the first and the last day of a state in any list; all days if it is in none."""
    spells = [days_of(spell.period) for spell in state.spells]
    return (min(first for first, _ in spells), max(last for _, last in spells)) if spells else ALWAYS


def is_listed(state: State, days: DayRange) -> bool:
    """Return whether a state is in any list on any day of a range."""
    return any(overlap(days_of(spell.period), days) for spell in state.spells)


def presence(state: State) -> Iterator[DayRange]:
    """Yield the times in which a state is in any list, in order; all days if it is in none."""
    spells = sorted(days_of(spell.period) for spell in state.spells) or [ALWAYS]
    first, last = spells[0]
    for start, end in spells[1:]:
        if start > last:
            yield first, last
            first, last = start, end
        last = max(last, end)
    yield first, last


def holding_of(
    state: State, value: str, period: PartialDate | None, life: DayRange = ALWAYS, publisher: str | None = None
) -> Holding:
    """Return a holding of a state; an end of the period without a limit becomes that of the lifetime of the state."""
    whole = days_of(period) if period else ALWAYS
    first, last = (limit if day in ALWAYS else day for day, limit in zip(whole, life, strict=True))
    days = first, last
    return Holding(state, value, days, period.edtf if period and days == whole else edtf_of(days), publisher)


def edtf_of(days: DayRange) -> str:
    """Return a range of days as an EDTF interval."""
    first, last = (".." if day in ALWAYS else f"{day.year:04}-{day.month:02}-{day.day:02}" for day in days)
    return f"{first}/{last}"


def by_state(holdings: Iterable[Holding]) -> dict[str, list[Holding]]:
    """Return holdings grouped by the id of their state."""
    groups: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        groups[holding.state.id].append(holding)
    return groups
