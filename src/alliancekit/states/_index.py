"""Index of the registry: which state has which code or name, and is a member of which system, on which days."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Final, TypeAlias
from unicodedata import category, normalize

from attrs import field, frozen

from alliancekit.dates import Day, PartialDate
from alliancekit.models import State
from alliancekit.states._records import records

DayRange: TypeAlias = tuple[Day, Day]
"""The first and the last day of a time, both included."""

ALWAYS: Final[DayRange] = (Day(-9999, 1, 1), Day(9999, 12, 31))
"""All days that EDTF can express; as an end of a range, no limit."""

_ALIKE: Final = str.maketrans({"’": "'", "ı": "i"})  # noqa: RUF001
"""Letters that look-ups treat as equal: the two apostrophes, and the dotless i, whose capital is a plain I."""


@frozen
class Holding:
    """A code, a name or a membership in a state system that a state has for some time.

    Attributes:
        state: The state.
        value: The code, name or system.
        days: The first and last day of that time, at face value.
        period: The time as EDTF text, for messages.
    """

    state: State
    value: str
    days: DayRange
    period: str

    def during(self, days: DayRange) -> bool:
        """Return whether the state has it on any day of a range."""
        return self.days[0] <= days[1] and days[0] <= self.days[1]


@frozen
class RegistryIndex:
    """The codes, names and memberships of all states.

    Attributes:
        codes: The states that have a code, by code system and code.
        of_state: The codes of a state, by code system and id of the state.
        names: The states that have a name, by the name after `folded`.
        members: The members of a state system, by system.
    """

    codes: dict[tuple[str, str], list[Holding]] = field(factory=lambda: defaultdict(list))
    of_state: dict[tuple[str, str], list[Holding]] = field(factory=lambda: defaultdict(list))
    names: dict[str, list[Holding]] = field(factory=lambda: defaultdict(list))
    members: dict[str, list[Holding]] = field(factory=lambda: defaultdict(list))


@cache
def index() -> RegistryIndex:
    """Return the index of the registry."""
    result = RegistryIndex()
    for state in records().values():
        lifetime = _lifetime(state)
        for code in state.codes:
            holding = _holding(state, code.value, code.period)
            result.codes[code.system, code.value].append(holding)
            result.of_state[code.system, state.id].append(holding)
        for name in state.names:
            result.names[folded(name.text)].append(_holding(state, name.text, name.period, lifetime))
        for spell in state.spells:
            result.members[spell.system].append(_holding(state, spell.system, spell.period))
    return result


def folded(name: str) -> str:
    """Return a name without the differences that look-ups ignore: case, accents, kinds of apostrophes and spaces."""
    # NFKD can produce letters that have case, so that case is folded twice: Unicode, section 3.13, D146.
    letters = normalize("NFKD", normalize("NFKD", name.casefold()).casefold()).translate(_ALIKE)
    plain = (letter for letter in letters if category(letter) != "Mn")
    return " ".join("".join(plain).split())


def days_of(period: PartialDate) -> DayRange:
    """Return the earliest and the latest day of a date at face value."""
    return period.earliest or ALWAYS[0], period.latest or ALWAYS[1]


def _lifetime(state: State) -> DayRange:
    """Return the first and the last day of a state in any list; all days if it is in none."""
    spells = [days_of(spell.period) for spell in state.spells]
    return (min(first for first, _ in spells), max(last for _, last in spells)) if spells else ALWAYS


def _holding(state: State, value: str, period: PartialDate | None, lifetime: DayRange = ALWAYS) -> Holding:
    """Return a holding of a state; an end of the period without a limit becomes that of the lifetime of the state."""
    whole = days_of(period) if period else ALWAYS
    first, last = (limit if day in ALWAYS else day for day, limit in zip(whole, lifetime, strict=True))
    days = first, last
    return Holding(state, value, days, period.edtf if period and days == whole else _edtf(days))


def _edtf(days: DayRange) -> str:
    """Return a range of days as an EDTF interval."""
    first, last = (".." if day in ALWAYS else f"{day.year:04}-{day.month:02}-{day.day:02}" for day in days)
    return f"{first}/{last}"


def by_state(holdings: Iterable[Holding]) -> dict[str, list[Holding]]:
    """Return holdings grouped by the id of their state."""
    groups: dict[str, list[Holding]] = defaultdict(list)
    for holding in holdings:
        groups[holding.state.id].append(holding)
    return groups
