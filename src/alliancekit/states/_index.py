"""The registry, ordered for look-ups: who holds which code or name, and is a member of which system, on which days."""

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
"""A first and a last day."""

ALWAYS: Final[DayRange] = (Day(-9999, 1, 1), Day(9999, 12, 31))
"""All days that can be written."""

_ALIKE: Final = str.maketrans({"’": "'", "ı": "i"})  # noqa: RUF001
"""What stands for what: apostrophes, and the dotless i, which in capitals is an I like any other."""


@frozen
class Holding:
    """What a state holds for a time: a code, a name, or a place in a system of states.

    Attributes:
        state: The state.
        value: The code, name or system.
        days: The first and last day of the time, at face value.
        period: The time, as messages say it.
    """

    state: State
    value: str
    days: DayRange
    period: str

    def during(self, days: DayRange) -> bool:
        """Tell whether it holds on any of some days."""
        return self.days[0] <= days[1] and days[0] <= self.days[1]


@frozen
class RegistryIndex:
    """What all states hold.

    Attributes:
        codes: Who holds a code, by its system and value.
        of_state: Which codes a state holds, by their system and its id.
        names: Who has a name, by the name as `folded` has it.
        members: Who is a member, by the system.
    """

    codes: dict[tuple[str, str], list[Holding]] = field(factory=lambda: defaultdict(list))
    of_state: dict[tuple[str, str], list[Holding]] = field(factory=lambda: defaultdict(list))
    names: dict[str, list[Holding]] = field(factory=lambda: defaultdict(list))
    members: dict[str, list[Holding]] = field(factory=lambda: defaultdict(list))


@cache
def index() -> RegistryIndex:
    """Return the index of the registry."""
    made = RegistryIndex()
    for state in records().values():
        life = _life(state)
        for code in state.codes:
            hold = _hold(state, code.value, code.period)
            made.codes[code.system, code.value].append(hold)
            made.of_state[code.system, state.id].append(hold)
        for name in state.names:
            made.names[folded(name.text)].append(_hold(state, name.text, name.period, life))
        for spell in state.spells:
            made.members[spell.system].append(_hold(state, spell.system, spell.period))
    return made


def folded(name: str) -> str:
    """Return a name without what look-ups pass over: case, accents, the form of apostrophes, width of spaces."""
    # What letters are compatible with may have a case of its own: Unicode, section 3.13, D146.
    letters = normalize("NFKD", normalize("NFKD", name.casefold()).casefold()).translate(_ALIKE)
    plain = (letter for letter in letters if category(letter) != "Mn")
    return " ".join("".join(plain).split())


def days_of(period: PartialDate) -> DayRange:
    """Return the first and the last day that a date allows at face value."""
    return period.earliest or ALWAYS[0], period.latest or ALWAYS[1]


def _life(state: State) -> DayRange:
    """Return the days from the first to the last on which a list has the state; all days if none ever has."""
    spells = [days_of(spell.period) for spell in state.spells]
    return (min(first for first, _ in spells), max(last for _, last in spells)) if spells else ALWAYS


def _hold(state: State, value: str, period: PartialDate | None, life: DayRange = ALWAYS) -> Holding:
    """Return what a state holds for a period, whose ends, where they have no limit, are those of its life."""
    whole = days_of(period) if period else ALWAYS
    first, last = (of_life if day in ALWAYS else day for day, of_life in zip(whole, life, strict=True))
    days = first, last
    return Holding(state, value, days, period.edtf if period and days == whole else _said(days))


def _said(days: DayRange) -> str:
    """Return a time as EDTF writes it."""
    first, last = (".." if day in ALWAYS else f"{day.year:04}-{day.month:02}-{day.day:02}" for day in days)
    return f"{first}/{last}"


def states_of(holds: Iterable[Holding]) -> dict[str, list[Holding]]:
    """Return what is held, by the ids of those who hold it."""
    by: dict[str, list[Holding]] = defaultdict(list)
    for hold in holds:
        by[hold.state.id].append(hold)
    return by
