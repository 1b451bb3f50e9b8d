"""Lists of states: rows with a number, an abbreviation and a spell, to states."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Final

from attrs import frozen

from alliancekit import states
from alliancekit.dates import Day, PartialDate
from alliancekit.errors import InvalidDate, Path, UnknownState
from alliancekit.formats import Row
from alliancekit.loaders._loaded import Forms, Loaded, Origin, Refs, Sheet, Traces, unusable
from alliancekit.loaders._resaved import ColumnKind
from alliancekit.messages import quote
from alliancekit.models import State
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import StateId
from alliancekit.models.state import Code, Membership, Spell, System
from alliancekit.models.words import Name
from alliancekit.rules import loading

FIRST_DAY: Final = "1816-01-01"
"""The day with which the lists begin."""


@frozen(kw_only=True)
class Columns:
    """Which columns of a list hold what.

    Attributes:
        number: The number of the state.
        abbreviation: Its abbreviation.
        name: Its name.
        start: Its first day.
        end: Its last day.
    """

    number: str
    abbreviation: str
    name: str
    start: tuple[str, ...]
    end: tuple[str, ...]

    def forms(self) -> Forms:
        """Return what the columns hold, of which none may have a gap; a date in one column is a day."""
        dates = (*self.start, *self.end)
        days = dates if len(self.start) == 1 else ()
        kinds = {self.abbreviation: ColumnKind.TEXT, self.name: ColumnKind.TEXT, **dict.fromkeys(days, ColumnKind.DAY)}
        kinds |= dict.fromkeys((self.number, *(column for column in dates if column not in days)), ColumnKind.WHOLE)
        needed = (self.number, *dict.fromkeys((self.abbreviation, self.name)), *dates)
        return Forms(kind=lambda column: kinds.get(column, ColumnKind.CODED), needed=needed)


@frozen(kw_only=True)
class StateList:
    """What a list of states lists.

    Attributes:
        columns: Which columns hold what.
        system: The system of which the listed are members.
        last: The last day that the list covers.
        version: Its version.
    """

    columns: Columns
    system: Membership
    last: PartialDate
    version: str

    @property
    def coverage(self) -> PartialDate:
        """From when to when the list speaks."""
        return PartialDate(f"{FIRST_DAY}/{self.last.edtf}")


@frozen(eq=False)
class ListedSpell:
    """A row of a list of states, or the part of it that is one state's.

    Attributes:
        row: The row.
        state: The id of the state.
        period: Its spell.
    """

    row: Row
    state: StateId
    period: PartialDate

    def overlaps(self, others: Iterable["ListedSpell"]) -> bool:
        """Tell whether it certainly has a day in common with another one."""
        return any(self.period.overlaps(other.period) for other in others)


def code(row: Row, columns: Columns) -> str:
    """Return the number of a state, with its abbreviation and name looked at.

    Raises:
        Unusable: If one of them has not the form that such lists give it.
    """
    forms = (
        (columns.number, r"[1-9][0-9]{0,2}", "a number from 1 to 999"),
        (columns.abbreviation, r"[A-Z]{3}", "three capital letters"),
        (columns.name, r".*\S.*", "a name"),
    )
    for column, regex, form in forms:
        if not re.fullmatch(regex, row[column]):
            message = f"{column} must be {form}, got {quote(row[column])}"
            raise unusable(loading.VALUE, row, message, column)
    return row[columns.number]


def period_of(row: Row, about: StateList, start: PartialDate, end: PartialDate) -> PartialDate:
    """Return a spell; one that lasts until the last day that the list covers is open.

    Raises:
        Unusable: If it ends before it begins, or after that day.
    """
    column = about.columns.end[0]
    if start.before(PartialDate.parse(FIRST_DAY)):
        message = f"the start must not be before {FIRST_DAY}, the first day of the list, got {start.edtf}"
        raise unusable(loading.MOMENT, row, message, about.columns.start[0])
    if end.after(about.last):
        message = f"the end must not be after {about.last.edtf}, the last day of the list, got {end.edtf}"
        raise unusable(loading.MOMENT, row, message, column)
    if end.before(start):
        message = f"the end must not be before the start ({start.edtf}), got {end.edtf}"
        raise unusable(loading.SPAN, row, message, column)
    try:
        return PartialDate.parse(f"{start.edtf}/{'..' if end == about.last else end.edtf}")
    except InvalidDate as error:  # uncertain dates, of which neither is certainly the first
        raise unusable(loading.SPAN, row, str(error), column) from None


def parts(row: Row, number: str, period: PartialDate, system: System) -> list[ListedSpell]:
    """Return a row as the parts of it that are one state's each, as the registry knows who has a number when.

    A number that the registry doesn't know is that of a state of its own.
    """
    turns = _turns(number, system)
    made: list[ListedSpell] = []
    for turn, (first, state) in enumerate(turns):
        following = turns[turn + 1][0] if turn + 1 < len(turns) else None
        own = _cut(period, first if turn else None, following)
        if own:
            made.append(ListedSpell(row, state, own))
    return made


@cache
def _turns(number: str, system: System) -> list[tuple[date, StateId]]:
    """Return who has a number from which day on; who has it first has it before too."""
    try:
        found = states.holders(number, system=system)
    except UnknownState:
        return [(date.min, StateId(f"state:{system}-{number}"))]
    begun = sorted(
        (_date(code.period.earliest if code.period else None), state.id)
        for state in found
        for code in state.codes
        if (code.system, code.value) == (system, number)
    )
    return [(first, state) for n, (first, state) in enumerate(begun) if not n or state != begun[n - 1][1]]


def _cut(period: PartialDate, first: date | None, following: date | None) -> PartialDate | None:
    """Return the part of a spell from a day on, and before another one; None if there is none."""
    start, end = period.edtf.split("/")
    if first and _date(period.earliest) < first:
        start = first.isoformat()
    if following and (period.latest is None or _date(period.latest) >= following):
        end = (following - timedelta(days=1)).isoformat()
    return None if end != ".." and end[:10] < start[:10] else PartialDate.parse(f"{start}/{end}")


def _date(day: Day | None) -> date:
    return date(*day) if day else date.min


def load(sheet: Sheet, listed: Iterable[list[ListedSpell]], about: StateList) -> Loaded[State]:
    """Return the states of a list.

    Args:
        sheet: Its table.
        listed: The parts of each row.
        about: What it lists.
    """
    groups: dict[StateId, list[ListedSpell]] = {}
    for row_parts in listed:
        taken = [part for part in row_parts if part.overlaps(groups.get(part.state, ()))]
        if taken:
            row, state = taken[0].row, taken[0].state
            message = f"the row must not overlap another spell of {state}, has {taken[0].period.edtf}"
            sheet.put_aside(row, unusable(loading.REPEATED, row, message).problem)
            continue
        for part in row_parts:
            groups.setdefault(part.state, []).append(part)
    made = {state: _Member(state, sorted(held, key=_start), about) for state, held in groups.items()}
    for member in made.values():
        member.warn(sheet)
    origins: dict[str, Origin] = {state: Origin(member.rows, member.traces) for state, member in made.items()}
    attestations = sheet.attestations(about.version)
    records = [member.record(attestations) for member in made.values()]
    return sheet.loaded(records, origins, about.coverage, version=about.version)


@frozen(eq=False)
class _Member:
    """A state, with all that a list says of it.

    Attributes:
        id: Its id.
        parts: Its spells, in order of time.
        about: What the list lists.
    """

    id: StateId
    parts: list[ListedSpell]
    about: StateList

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows, in the order of the file."""
        return tuple(sorted({part.row.line: part.row for part in self.parts}.values(), key=lambda row: row.line))

    def record(self, attestations: tuple[Attestation, ...]) -> State:
        """Return the state."""
        return State(
            id=self.id,
            names=tuple(self._names()),
            codes=tuple(self._codes()),
            spells=tuple(Spell(system=self.about.system, period=part.period) for part in self.parts),
            attestations=attestations,
        )

    def traces(self) -> Traces:
        """Return the cells of every value of the state."""
        columns = self.about.columns
        found: dict[Path, Refs] = {("id",): [(row, (columns.number,)) for row in self.rows]}
        for n, rows in enumerate(self._names().values()):
            found["names", n] = [(row, (columns.name,)) for row in rows]
        for n, (column, rows) in enumerate(self._codes().values()):
            found["codes", n] = [(row, (column,)) for row in rows]
        for n, part in enumerate(self.parts):
            found["spells", n] = [(part.row, (*columns.start, *columns.end))]
        return found

    def warn(self, sheet: Sheet) -> None:
        """Note a number that no state of the registry has."""
        column = self.about.columns.number
        for row in self.rows if self.id not in _known() else ():
            message = f"{column} must be a number that the registry of states knows, got {row[column]}"
            sheet.warn(loading.UNLISTED, row, f"{message}; it is kept as {self.id}", column, self.id)

    def _names(self) -> dict[Name, list[Row]]:
        found: dict[Name, list[Row]] = {}
        for row in self.rows:
            found.setdefault(Name(text=row[self.about.columns.name], language="en"), []).append(row)
        return found

    def _codes(self) -> dict[Code, tuple[str, list[Row]]]:
        """Return its codes, each with its column and rows; one that changes has the periods in which it holds."""
        found: dict[Code, tuple[str, list[Row]]] = {}
        columns = self.about.columns
        kinds: tuple[tuple[System, str], ...] = (
            (("gw", columns.number), ("gw_abbreviation", columns.abbreviation))
            if self.about.system.startswith("gw")
            else (("cow", columns.number), ("cow_abbreviation", columns.abbreviation))
        )
        for kind, column in kinds:
            changes = len({part.row[column] for part in self.parts}) > 1
            for part in self.parts:
                code = Code(system=kind, value=part.row[column], period=part.period if changes else None)
                found.setdefault(code, (column, []))[1].append(part.row)
        return found


@cache
def _known() -> frozenset[str]:
    return frozenset(state.id for state in states.all_states())


def _start(part: ListedSpell) -> date:
    return _date(part.period.earliest)
