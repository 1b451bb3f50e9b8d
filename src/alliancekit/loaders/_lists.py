"""Loading of lists of states: turns rows with a number, an abbreviation and a spell into state records."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

from attrs import evolve, frozen

from alliancekit import states
from alliancekit.dates import Day, PartialDate
from alliancekit.errors import InvalidDate, Path, UnknownState
from alliancekit.formats import CsvRow
from alliancekit.loaders._cell_texts import ColumnKind
from alliancekit.loaders._loaded import Loaded, Origin, Refs, Traces
from alliancekit.loaders._sheet import Forms, Sheet, unusable
from alliancekit.messages import quote
from alliancekit.models import State
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import StateId
from alliancekit.models.state import Code, Membership, Spell, System
from alliancekit.models.words import Name
from alliancekit.rules import loading

FIRST_DAY: Final = "1816-01-01"
"""The first day of the lists."""


@frozen(kw_only=True)
class Columns:
    """The columns of a list.

    Attributes:
        number: The column of the number of the state.
        abbreviation: The column of its abbreviation.
        name: The column of its name.
        start: The columns of its first day.
        end: The columns of its last day.
    """

    number: str
    abbreviation: str
    name: str
    start: tuple[str, ...]
    end: tuple[str, ...]

    def forms(self) -> Forms:
        """Return the kinds of the columns; none may have a gap, and a date in a single column is a day."""
        dates = (*self.start, *self.end)
        days = dates if len(self.start) == 1 else ()
        kinds = {self.abbreviation: ColumnKind.TEXT, self.name: ColumnKind.TEXT, **dict.fromkeys(days, ColumnKind.DAY)}
        kinds |= dict.fromkeys((self.number, *(column for column in dates if column not in days)), ColumnKind.WHOLE)
        needed = (self.number, *dict.fromkeys((self.abbreviation, self.name)), *dates)
        return Forms(kind=lambda column: kinds.get(column, ColumnKind.CODED), needed=needed)


@frozen(kw_only=True)
class StateList:
    """Description of a list of states.

    Attributes:
        columns: Its columns.
        system: The state system whose members it lists.
        last: The last day that it covers.
        version: Its version.
    """

    columns: Columns
    system: Membership
    last: PartialDate
    version: str

    @property
    def coverage(self) -> PartialDate:
        """The time that the list covers."""
        return PartialDate(f"{FIRST_DAY}/{self.last.edtf}")


@frozen(eq=False)
class ListedSpell:
    """The spell of one state in a row of a list; a row has several if its number passed to another state.

    Attributes:
        row: The row.
        state: The id of the state.
        period: The period of the spell.
    """

    row: CsvRow
    state: StateId
    period: PartialDate

    def overlaps(self, others: Iterable["ListedSpell"]) -> bool:
        """Return whether it certainly shares a day with another spell."""
        return any(self.period.overlaps(other.period) for other in others)


def code(row: CsvRow, columns: Columns) -> str:
    """Return the number of a state, after a check of its number, abbreviation and name.

    Raises:
        Unusable: If one of them does not have the format of the list.
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


def period_of(row: CsvRow, about: StateList, start: PartialDate, end: PartialDate) -> PartialDate:
    """Return the period of a spell; if it lasts until the last day of the list, its end is open.

    Raises:
        Unusable: If it ends before it begins, or is outside the time that the list covers.
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
    except InvalidDate as error:  # neither of two uncertain dates is certainly the first
        raise unusable(loading.SPAN, row, str(error), column) from None


def split_by_state(row: CsvRow, number: str, period: PartialDate, system: System) -> list[ListedSpell]:
    """Split the spell of a row into the spells of the states that have its number over time in the registry.

    A number that is not in the registry gets a state of its own.
    """
    owners = _owners(number, system)
    spells: list[ListedSpell] = []
    for n, (first, state) in enumerate(owners):
        following = owners[n + 1][0] if n + 1 < len(owners) else None
        own = _cut(period, first if n else None, following)
        if own:
            spells.append(ListedSpell(row, state, own))
    return spells


@cache
def _owners(number: str, system: System) -> list[tuple[date, StateId]]:
    """Return the states that have a number, each with its first day; the first state also counts before that day."""
    try:
        holders = states.holders(number, system=system)
    except UnknownState:
        return [(date.min, StateId(f"state:{system}-{number}"))]
    starts = sorted(
        (_date(code.period.earliest if code.period else None), state.id)
        for state in holders
        for code in state.codes
        if (code.system, code.value) == (system, number)
    )
    return [(first, state) for n, (first, state) in enumerate(starts) if not n or state != starts[n - 1][1]]


def _cut(period: PartialDate, first: date | None, following: date | None) -> PartialDate | None:
    """Return the part of a spell from one day until the day before another one; None if there is none."""
    start, end = period.edtf.split("/")
    if first and _date(period.earliest) < first:
        start = first.isoformat()
    if following and (period.latest is None or _date(period.latest) >= following):
        end = (following - timedelta(days=1)).isoformat()
    return None if end != ".." and end[:10] < start[:10] else PartialDate.parse(f"{start}/{end}")


def _date(day: Day | None) -> date:
    return date(*day) if day else date.min


def load(sheet: Sheet, listed: Iterable[list[ListedSpell]], about: StateList) -> Loaded[State]:
    """Return the result of the loader for a list of states.

    Args:
        sheet: The table of the list.
        listed: The spells of each row.
        about: The description of the list.
    """
    groups: dict[StateId, list[ListedSpell]] = {}
    for spells in _without_shared_days([*listed], about.columns.abbreviation):
        overlapping = [spell for spell in spells if spell.overlaps(groups.get(spell.state, ()))]
        if overlapping:
            row, state = overlapping[0].row, overlapping[0].state
            message = f"the row must not overlap another spell of {state}, got {overlapping[0].period.edtf}"
            sheet.set_aside(row, unusable(loading.REPEATED, row, message).problem)
            continue
        for spell in spells:
            groups.setdefault(spell.state, []).append(spell)
    members = {state: _ListedState(state, sorted(spells, key=_start), about) for state, spells in groups.items()}
    for member in members.values():
        member.warn(sheet)
    origins: dict[str, Origin] = {state: Origin(member.rows, member.traces) for state, member in members.items()}
    attestations = sheet.attestations(about.version)
    records = [member.record(attestations) for member in members.values()]
    return sheet.loaded(records, origins, about.coverage, version=about.version)


def _without_shared_days(listed: Sequence[Sequence[ListedSpell]], abbreviation: str) -> Iterator[list[ListedSpell]]:
    """Yield the spells of each row; one that ends on the day of the next abbreviation of its state ends the day before.

    In Correlates of War v2024, YUG ends on 2006-06-03, and SRB, the same state, begins on this day.
    """
    starts = {(spell.state, spell.period.earliest): spell.row[abbreviation] for spells in listed for spell in spells}
    for spells in listed:
        result: list[ListedSpell] = []
        for spell in spells:
            last = spell.period.latest
            following = starts.get((spell.state, last), spell.row[abbreviation])
            own = _cut(spell.period, None, _date(last)) if following != spell.row[abbreviation] else None
            result.append(evolve(spell, period=own) if own else spell)
        yield result


@frozen(eq=False)
class _ListedState:
    """A state with all of its spells in a list.

    Attributes:
        id: Its id.
        spells: Its spells, in order of time.
        about: The description of the list.
    """

    id: StateId
    spells: list[ListedSpell]
    about: StateList

    @property
    def rows(self) -> tuple[CsvRow, ...]:
        """Its rows, in the order of the file."""
        return tuple(sorted({spell.row.line: spell.row for spell in self.spells}.values(), key=lambda row: row.line))

    def record(self, attestations: tuple[Attestation, ...]) -> State:
        """Return the record of the state."""
        return State(
            id=self.id,
            names=tuple(self._names()),
            codes=tuple(self._codes()),
            spells=tuple(Spell(system=self.about.system, period=spell.period) for spell in self.spells),
            attestations=attestations,
        )

    def traces(self) -> Traces:
        """Return the cells of every value of the record."""
        columns = self.about.columns
        traces: dict[Path, Refs] = {("id",): [(row, (columns.number,)) for row in self.rows]}
        for n, rows in enumerate(self._names().values()):
            traces["names", n] = [(row, (columns.name,)) for row in rows]
        for n, (column, rows) in enumerate(self._codes().values()):
            traces["codes", n] = [(row, (column,)) for row in rows]
        for n, spell in enumerate(self.spells):
            traces["spells", n] = [(spell.row, (*columns.start, *columns.end))]
        return traces

    def warn(self, sheet: Sheet) -> None:
        """Add a warning for a number that no state of the registry has."""
        if self.id in _known():
            return
        column = self.about.columns.number
        for row in self.rows:
            message = f"{column} must be a number in the registry of states, got {row[column]}"
            sheet.warn(loading.UNLISTED, row, f"{message}; its state is {self.id}", column, self.id)

    def _names(self) -> dict[Name, list[CsvRow]]:
        names: dict[Name, list[CsvRow]] = {}
        for row in self.rows:
            names.setdefault(Name(text=row[self.about.columns.name], language="en"), []).append(row)
        return names

    def _codes(self) -> dict[Code, tuple[str, list[CsvRow]]]:
        """Return its codes, each with its column and rows; codes have periods only if they change over time."""
        codes: dict[Code, tuple[str, list[CsvRow]]] = {}
        columns = self.about.columns
        kinds: tuple[tuple[System, str], ...] = (
            (("gw", columns.number), ("gw_abbreviation", columns.abbreviation))
            if self.about.system.startswith("gw")
            else (("cow", columns.number), ("cow_abbreviation", columns.abbreviation))
        )
        for kind, column in kinds:
            changes = len({spell.row[column] for spell in self.spells}) > 1
            for spell in self.spells:
                code = Code(system=kind, value=spell.row[column], period=spell.period if changes else None)
                codes.setdefault(code, (column, []))[1].append(spell.row)
        return codes


@cache
def _known() -> frozenset[str]:
    return frozenset(state.id for state in states.all_states())


def _start(spell: ListedSpell) -> date:
    return _date(spell.period.earliest)
