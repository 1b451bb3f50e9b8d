"""Loaders for ATOP, the Alliance Treaty Obligations and Provisions data (Leeds et al. 2002), from its csv files.

Names of columns are the variables of the codebook (version 4.0), which defines the values.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from functools import cache, cached_property, partial
from operator import attrgetter
from os import PathLike
from typing import Final, Literal, TypeAlias, cast

from attrs import field, frozen

from alliancekit.dates import Day, PartialDate
from alliancekit.errors import Path
from alliancekit.formats import CsvRow, Dialect
from alliancekit.loaders._loaded import DataSet, Forms, Loaded, Origin, Refs, Sheet, Traces, dated, number, unusable
from alliancekit.loaders._resaved import ColumnKind
from alliancekit.loaders._states import atop_state, cow_state, with_predecessors
from alliancekit.messages import quote
from alliancekit.models import State, Treaty
from alliancekit.models.ids import StateId, TreatyId
from alliancekit.models.treaty import Commitment, Party, Provision
from alliancekit.models.words import Name
from alliancekit.rules import loading

AtopObligation: TypeAlias = Literal["defense", "offense", "neutrality", "nonaggression", "consultation"]

_LEEDS: Final = (
    "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long. 2002. "
    '"Alliance Treaty Obligations and Provisions, 1815-1944." International Interactions 28 (3): 237-260.'
)

_LAST_YEARS: Final = {"4": 2016, "4.01": 2016, "5": 2018, "5.1": 2018}
"""The last year of the coded period, by the version in the file."""

_FIRST_YEAR: Final = 1815

_PAIR: Final = 2
"""The number of members of the smallest alliance."""

_PREFIX: Final = "atop."
"""The prefix of the variables of provisions."""

_VARIABLES: Final[dict[str, tuple[AtopObligation, str]]] = {
    "defense": ("defense", "def"),
    "offense": ("offense", "off"),
    "neutral": ("neutrality", "neu"),
    "nonagg": ("nonaggression", ""),
    "consul": ("consultation", "con"),
}
"""The variables of obligations, each with the obligation of our model and the prefix of its conditions."""

_CONDITIONS: Final = {
    "coadv": "only against adversaries that the treaty names",
    "coloc": "only in places that the treaty names",
    "cocon": "only in a conflict that the treaty names",
    "conum": "only if the number of adversaries is as the treaty states",
    "codem": "only if demands are not met",
    "conpr": "only if the other party has not provoked the attack",
    "coatt": "only if the other party is attacked",
    "coreq": "only if a party asks for it",
}
"""The meaning of the conditions of obligations, by the suffix of their variables.

"The other party" is the party toward which the obligation exists.
"""


@frozen
class _Dates:
    """The columns of the dates of a file: year, month and day of a start and of an end."""

    start: tuple[str, str, str]
    end: tuple[str, str, str]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return (*self.start, *self.end)


_OF_MEMBER: Final = _Dates(("yrent", "moent", "dayent"), ("yrexit", "moexit", "dayexit"))
_OF_ALLIANCE: Final = _Dates(("begyr", "begmo", "begday"), ("endyr", "endmo", "endday"))


def _data_set(level: str, file: str, columns: tuple[str, ...]) -> DataSet:
    return DataSet(
        name=f"atop-{level}",
        title=f"Alliance Treaty Obligations and Provisions (ATOP), {level} level",
        creators=("Brett Ashley Leeds", "Jeffrey M. Ritter", "Sara McLaughlin Mitchell", "Andrew G. Long"),
        citation=_LEEDS,
        url="http://www.atopdata.org/",
        files=(file,),
        columns=columns,
    )


MEMBERS: Final = _data_set(
    "member",
    "atop5_1m.csv",
    ("atopid", "member", "phase", *_OF_MEMBER.columns, "ineffect", *_VARIABLES, "version"),
)
_ALLIANCE_COLUMNS: Final = (*_OF_ALLIANCE.columns, "ineffect", *_VARIABLES, "mem1", "mem2", "version")
ALLIANCES: Final = _data_set("alliance", "atop5_1a.csv", ("atopid", *_ALLIANCE_COLUMNS))
PHASES: Final = _data_set("phase", "atop5_1ph.csv", ("atopid", "phase", *_ALLIANCE_COLUMNS))

_NON_PROVISIONS: Final = {"atopid", "member", *_OF_MEMBER.columns, *_OF_ALLIANCE.columns, "ineffect", "version"}
"""The columns that never become provisions: the alliance, the member, the dates, `ineffect` and the version."""

_LISTED: Final = re.compile("mem[0-9]+")
"""The columns of the alliance level that list its members."""

_FLAGS: Final = frozenset(
    (
        "ineffect",
        *_VARIABLES,
        *(prefix + end for _, prefix in _VARIABLES.values() if prefix for end in ("con", *_CONDITIONS)),
    )
)
"""The columns whose values are 0 or 1 at the publisher, so that TRUE and FALSE can be restored.

Only the obligations and `ineffect` are checked; the others become provisions with any value.
"""

_DECIMALS: Final = ("atopid", "atopidphase", "version")
_WHOLE_NUMBERS: Final = frozenset(("member", "phase", *_OF_MEMBER.columns, *_OF_ALLIANCE.columns))


def _kind(column: str) -> ColumnKind:
    """Return the kind of a column."""
    if column in _FLAGS:
        return ColumnKind.FLAG
    if column in _DECIMALS:
        return ColumnKind.DECIMAL
    return ColumnKind.WHOLE if column in _WHOLE_NUMBERS or _LISTED.fullmatch(column) else ColumnKind.CODED


def _forms(who: tuple[str, ...], dates: _Dates) -> Forms:
    """Return the kinds of the columns of a level."""
    return Forms(kind=_kind, needed=("atopid", *who, dates.start[0], dates.end[0], "ineffect", *_VARIABLES))


def atop_members(
    path: str | PathLike[str], *, alliances: str | PathLike[str] | None = None, encoding: str | None = None
) -> Loaded[Treaty]:
    """Load the member level of ATOP: the treaties with the spells and the obligations of each party.

    ATOP does not code toward whom a member has an obligation. So each commitment is toward all other members that share
    a calendar year with its row.

    Args:
        path: The csv file, of version 4.0, 4.01, 5.0 or 5.1.
        alliances: The file of the alliance level, to compare with: a warning reports each alliance whose members,
            beginning or end differ.
        encoding: The encoding of the files, if it is not UTF-8.

    Returns:
        A treaty for each alliance with two or more usable members. A row that can't be used is set aside, with its
        reason.

    Raises:
        InvalidCorpus: If the file is damaged, lacks a required column, or is of another version.
        UnusableFile: If there is no such file.
    """
    sheet = Sheet(MEMBERS, path, Dialect(), _forms(("member",), _OF_MEMBER), encoding=encoding)
    last = _last_year(sheet)
    rows = sheet.read_rows(partial(_of_member, last))
    parts = _once(sheet, rows, lambda part: (part.alliance, part.number, part.row["phase"], part.period.start))
    grouped = _grouped(sheet, parts, last, with_commitments=True)
    for alliance in grouped:
        alliance.warn(sheet)
    if alliances is not None:
        _compare(sheet, grouped, atop_alliances(alliances, encoding=encoding))
    return _loaded(sheet, grouped, last)


def atop_alliances(path: str | PathLike[str], *, encoding: str | None = None) -> Loaded[Treaty]:
    """Load the alliance level of ATOP: the treaties with all states that were ever members, and their provisions.

    The file has neither the dates nor the obligations of single members; both are in the member level. So the two
    parties of a treaty have no spells, and each of three or more parties has one spell: the lifetime of the alliance,
    with uncertain dates. Treaties have no commitments: the obligations are provisions, such as ``atop.defense``.

    Args:
        path: The csv file, of version 4.0, 4.01, 5.0 or 5.1.
        encoding: Its encoding, if it is not UTF-8.

    Returns:
        A treaty for each alliance with two or more usable members. A row that can't be used is set aside, with its
        reason.

    Raises:
        InvalidCorpus: If the file is damaged, lacks a required column, or is of another version.
        UnusableFile: If there is no such file.
    """
    return _load_alliances(ALLIANCES, path, encoding, ("atopid",))


def atop_phases(path: str | PathLike[str], *, encoding: str | None = None) -> Loaded[Treaty]:
    """Load the phase level of ATOP: the treaties with their provisions in each phase.

    As at the alliance level there are no commitments. A spell of a party covers the consecutive phases in which it is a
    member, without a gap between them.

    Args:
        path: The csv file, of version 4.0, 4.01, 5.0 or 5.1.
        encoding: Its encoding, if it is not UTF-8.

    Returns:
        A treaty for each alliance with two or more usable members. A row that can't be used is set aside, with its
        reason.

    Raises:
        InvalidCorpus: If the file is damaged, lacks a required column, or is of another version.
        UnusableFile: If there is no such file.
    """
    return _load_alliances(PHASES, path, encoding, ("atopid", "phase"))


def _load_alliances(
    data_set: DataSet, path: str | PathLike[str], encoding: str | None, key: tuple[str, ...]
) -> Loaded[Treaty]:
    """Load a file whose rows are alliances, or phases of alliances."""
    sheet = Sheet(data_set, path, Dialect(), _forms((), _OF_ALLIANCE), encoding=encoding)
    last = _last_year(sheet)
    members = tuple(column for column in sheet.table.columns if _LISTED.fullmatch(column))
    rows = sheet.read_rows(partial(_of_alliance, last, members))
    parts = _once(sheet, rows, lambda part: tuple(part.row[column] for column in key))
    return _loaded(sheet, _grouped(sheet, parts, last, with_commitments=False), last)


@frozen(eq=False)
class _RowSpell:
    """The membership of one state in an alliance for the time that a row covers.

    Attributes:
        row: The row.
        alliance: The number of the alliance, as text: some look like 1053.1.
        number: The number of the member.
        column: The column of that number.
        state: The state with that number.
        period: The period of the membership.
        dates: The columns of its dates.
        years: The first and the last calendar year.
        obligations: The variables of the obligations that are 1.
    """

    row: CsvRow
    alliance: str
    number: int
    column: str
    state: State
    period: PartialDate
    dates: _Dates
    years: tuple[int, int]
    obligations: tuple[str, ...]

    @property
    def start(self) -> PartialDate:
        """Its first day, as far as it is known."""
        return cast("PartialDate", self.period.start)

    @property
    def starts(self) -> Day:
        """The first day on which it may begin."""
        return cast("Day", self.start.earliest)

    @property
    def ends(self) -> Day | None:
        """The last day on which it may end; None if it has not ended."""
        return self.period.latest

    @property
    def cells(self) -> tuple[CsvRow, tuple[str, ...]]:
        """The cells of the member and its dates."""
        return (self.row, (self.column, *self.dates.columns))

    def shares_year(self, other: "_RowSpell") -> bool:
        """Return whether the two have a calendar year in common."""
        return self.years[0] <= other.years[1] and other.years[0] <= self.years[1]


def _of_member(last: int, row: CsvRow) -> list[_RowSpell]:
    """Return the single spell of a row of the member level."""
    return [_row_spell(row, "member", _OF_MEMBER, last, _obligations(row))]


def _of_alliance(last: int, members: tuple[str, ...], row: CsvRow) -> list[_RowSpell]:
    """Return a spell for each member that a row lists."""
    _obligations(row)  # only to check the values: they become provisions
    listed: dict[str, str] = {}
    for column in members:
        if row[column] not in ("", "0"):
            listed.setdefault(row[column], column)
    if not listed:
        raise unusable(loading.ALONE, row, "mem1 and the columns after it must list members, got none", members[0])
    return [_row_spell(row, column, _OF_ALLIANCE, last, ()) for column in listed.values()]


def _obligations(row: CsvRow) -> tuple[str, ...]:
    """Return the variables of obligations that are 1; in the codebook "0 = no, 1 = yes", and never blank."""
    for variable in _VARIABLES:
        if row[variable] not in ("0", "1"):
            message = f"{variable} must be 0 or 1, got {quote(row[variable])}"
            raise unusable(loading.VALUE, row, message, variable)
    return tuple(variable for variable in _VARIABLES if row[variable] == "1")


def _row_spell(row: CsvRow, column: str, dates: _Dates, last: int, obligations: tuple[str, ...]) -> _RowSpell:
    """Return the spell of a member in a row."""
    alliance = row["atopid"]
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", alliance):
        message = f"atopid must be a number such as 1005 or 1053.1, got {quote(alliance)}"
        raise unusable(loading.VALUE, row, message, "atopid")
    member = number(row, column)
    if not member:
        raise unusable(loading.VALUE, row, f"{column} must be the number of a state, got 0", column)
    start = _date(row, dates.start, last)
    end = None if _is_open(row, dates) else _date(row, dates.end, last)
    if end and end.before(start):
        message = f"{dates.end[0]}, {dates.end[1]}, {dates.end[2]} must not be before {start.edtf}, got {end.edtf}"
        raise unusable(loading.SPAN, row, message, dates.end[0])
    years = (int(start.edtf[:4]), int(end.edtf[:4]) if end else last)
    period = PartialDate.parse(f"{start.edtf}/{end.edtf if end else '..'}")
    return _RowSpell(row, alliance, member, column, _state(member), period, dates, years, obligations)


def _state(member: int) -> State:
    return cow_state(member) or atop_state(member)


def _date(row: CsvRow, columns: tuple[str, str, str], last: int) -> PartialDate:
    """Return a date as far as it is known: an empty cell means that the day, or the month, is unknown."""
    year, month, day = columns
    if row[day] and not row[month]:
        raise unusable(loading.MOMENT, row, f"{day} must be blank if {month} is blank, got {quote(row[day])}", day)
    numbers = [number(row, column) for column in columns if row[column] or column == year]
    if not _FIRST_YEAR <= numbers[0] <= last:
        message = f"{year} must be from {_FIRST_YEAR} to {last}, got {numbers[0]}"
        raise unusable(loading.MOMENT, row, message, year)
    return dated(row, numbers, columns)


def _is_open(row: CsvRow, dates: _Dates) -> bool:
    """Return whether a row has no end: year, month and day of the end are 0, and it is in effect."""
    in_effect, year = row["ineffect"], dates.end[0]
    if in_effect not in ("0", "1"):
        message = f"ineffect must be 0 or 1, got {quote(in_effect)}"
        raise unusable(loading.VALUE, row, message, "ineffect")
    ended = row[year] != "0"
    if ended == (in_effect == "1"):
        expected = "a year, since ineffect is 0" if in_effect == "0" else "0, since ineffect is 1"
        raise unusable(loading.ONGOING, row, f"{year} must be {expected}, got {quote(row[year])}", year)
    for column in dates.end[1:]:
        if (row[column] == "0") is ended:
            expected = f"blank or from 1, since {year} is not 0" if ended else f"0, since {year} is 0"
            raise unusable(loading.ONGOING, row, f"{column} must be {expected}, got {quote(row[column])}", column)
    return not ended


def _last_year(sheet: Sheet) -> int:
    """Return the last year of the coded period."""
    if sheet.version not in _LAST_YEARS:
        message = f"version must be one of {', '.join(_LAST_YEARS)}, got {quote(sheet.version)}"
        raise sheet.error(loading.VERSION, message)
    return _LAST_YEARS[sheet.version]


def _once(sheet: Sheet, rows: Iterable[list[_RowSpell]], key: Callable[[_RowSpell], Hashable]) -> list[_RowSpell]:
    """Return the spells of the first row with each key; rows that repeat a key are set aside."""
    seen: dict[Hashable, CsvRow] = {}
    unique: list[_RowSpell] = []
    for parts in rows:
        row = parts[0].row
        first = seen.setdefault(key(parts[0]), row)
        if first is row:
            unique += parts
        else:
            message = f"the row must have a unique key, got the same as in line {first.line}"
            sheet.set_aside(row, unusable(loading.REPEATED, row, message).problem)
    return unique


def _grouped(sheet: Sheet, parts: Iterable[_RowSpell], last: int, *, with_commitments: bool) -> list["_Alliance"]:
    """Return the alliances, in the order of the file; the rows of alliances with one member are set aside."""
    groups: dict[str, list[_RowSpell]] = {}
    for part in parts:
        groups.setdefault(part.alliance, []).append(part)
    alliances: list[_Alliance] = []
    for number_, own in groups.items():
        if len({part.number for part in own}) >= _PAIR:
            alliances.append(_Alliance(number_, own, sheet, last, with_commitments=with_commitments))
            continue
        for part in own:
            message = f"alliance {number_} must have two or more members with usable rows, got only {part.number}"
            sheet.set_aside(part.row, unusable(loading.ALONE, part.row, message).problem)
    return alliances


def _loaded(sheet: Sheet, alliances: Sequence["_Alliance"], last: int) -> Loaded[Treaty]:
    """Return the result of the loader for the alliances of a file."""
    treaties = [alliance.treaty() for alliance in alliances]
    states: dict[str, State] = {part.state.id: part.state for alliance in alliances for part in alliance.parts}
    origins: dict[str, Origin] = {alliance.id: Origin(alliance.rows, alliance.traces) for alliance in alliances}
    coverage = PartialDate(f"{_FIRST_YEAR}-01-01/{last}-12-31")
    return sheet.loaded(treaties, origins, coverage, parties=with_predecessors(states))


@frozen(eq=False)
class _JoinedSpell:
    """The time from the first start to the last end of some rows.

    It is a membership of a state without a gap, or the lifetime of an alliance.

    Attributes:
        parts: The spells of the rows, in order of their starts.
    """

    parts: list[_RowSpell]

    @property
    def final(self) -> _RowSpell:
        """The part that ends last."""
        return max(self.parts, key=lambda part: (part.ends is None, part.ends or ()))

    @property
    def period(self) -> PartialDate:
        """The period from the first start to the last end."""
        end = self.final.period.end
        return PartialDate.parse(f"{self.parts[0].start.edtf}/{end.edtf if end else '..'}")

    def joins(self, part: _RowSpell) -> bool:
        """Return whether a later part begins before this spell ends, or on the day after."""
        ends = self.final.ends
        return ends is None or date(*part.starts).toordinal() <= date(*ends).toordinal() + 1


@frozen(eq=False)
class _Alliance:
    """An alliance, with all of its rows.

    Attributes:
        number: Its number, as text.
        parts: The spells of its members, one for each row and member, in the order of the file.
        sheet: The file.
        last: The last year of the coded period.
        with_commitments: Whether the obligations are those of single members; otherwise they are provisions of the
            alliance as a whole.
    """

    number: str
    parts: list[_RowSpell]
    sheet: Sheet
    last: int
    with_commitments: bool = field(kw_only=True)

    @property
    def id(self) -> TreatyId:
        """The id of its treaty."""
        return TreatyId(f"treaty:atop-{self.number}")

    @property
    def rows(self) -> tuple[CsvRow, ...]:
        """Its rows, each once."""
        return tuple({part.row.line: part.row for part in self.parts}.values())

    def treaty(self) -> Treaty:
        """Return the treaty."""
        final = self._lifetime.final.period.end
        return Treaty(
            id=self.id,
            names=(Name(text=f"ATOP alliance {self.number}", language="en"),),
            parties=tuple(Party(party=state, spells=self._periods(spells)) for state, spells in self._members.items()),
            in_force=self._lifetime.parts[0].start,
            ended=final,
            as_of=None if final else PartialDate.parse(f"{self.last}-12-31"),
            commitments=tuple(self._commitments()),
            provisions=tuple(self._provisions()),
            attestations=self.sheet.attestations(),
        )

    def traces(self) -> Traces:
        """Return the cells of every value of the treaty."""
        lifetime, final = self._lifetime, self._lifetime.final
        numbers: Refs = [(row, ("atopid",)) for row in self.rows]
        traces: dict[Path, Refs] = {
            ("id",): numbers,
            ("names",): numbers,
            ("attestations",): [(row, ("version",)) for row in self.rows],
            ("in_force",): [(lifetime.parts[0].row, lifetime.parts[0].dates.start)],
            ("ended",) if final.period.end else ("as_of",): [(final.row, final.dates.end)],
        }
        for i, spells in enumerate(self._members.values()):
            traces["parties", i, "party"] = [(part.row, (part.column,)) for spell in spells for part in spell.parts]
            for k, _ in enumerate(self._periods(spells)):
                traces["parties", i, "spells", k] = [(part.row, part.dates.columns) for part in spells[k].parts]
        for i, (commitment, terms) in enumerate(self._commitments().items()):
            at: Path = ("commitments", i)
            traces[*at, "by"] = [(part.row, (part.column,)) for part, _, _ in terms]
            traces[*at, "obligation"] = [(part.row, (variable,)) for part, variable, _ in terms]
            traces[*at, "period"] = [(part.row, part.dates.columns) for part, _, _ in terms]
            if commitment.condition:
                traces[*at, "condition"] = [(part.row, columns) for part, _, columns in terms]
            for k, other in enumerate(commitment.toward):
                parts = (part for spell in self._members[StateId(other)] for part in spell.parts)
                sharing = (part for part in parts if any(part.shares_year(own) for own, _, _ in terms))
                traces[*at, "toward", k] = [part.cells for part in sharing]
        for i, (provision, rows) in enumerate(self._provisions().items()):
            traces["provisions", i] = [(row, (provision.variable.removeprefix(_PREFIX),)) for row in rows]
        return traces

    def warn(self, sheet: Sheet) -> None:
        """Add warnings about obligations and members that are probably wrong."""
        for part in self.parts:
            if not self._others(part):
                for variable in part.obligations:
                    message = f"{variable} must be owed to another member, got no other member in the years of the row"
                    sheet.warn(loading.UNOWED, part.row, message, variable, self.id)
            if cow_state(part.number) is None:
                message = f"{part.column} must be a number of Correlates of War, got {part.number}"
                message = f"{message}; its state is {part.state.id}"
                sheet.warn(loading.UNLISTED, part.row, message, part.column, self.id)
                continue
            spells = [spell.period for spell in part.state.spells if spell.system == "cow"]
            if all(spell.contains(part.start) is False for spell in spells):
                message = f"{part.state.id} must be in the COW system on its day of entry, got {part.start.edtf}"
                sheet.warn(loading.OUTSIDE, part.row, message, part.dates.start[0], self.id)

    @cached_property
    def _members(self) -> dict[StateId, list[_JoinedSpell]]:
        """The spells of each member, in the order of the members in the file."""
        members: dict[StateId, list[_JoinedSpell]] = {part.state.id: [] for part in self.parts}
        for part in sorted(self.parts, key=attrgetter("starts")):
            spells = members[part.state.id]
            if spells and spells[-1].joins(part):
                spells[-1].parts.append(part)
            else:
                spells.append(_JoinedSpell([part]))
        return members

    @cached_property
    def _lifetime(self) -> _JoinedSpell:
        """The time from the first start to the last end."""
        return _JoinedSpell(sorted(self.parts, key=attrgetter("starts")))

    @cached_property
    def _has_dated_spells(self) -> bool:
        """Whether the rows have the dates of members or of phases, not only those of the alliance as a whole."""
        return self.with_commitments or "phase" in self.sheet.table.columns

    def _periods(self, spells: list[_JoinedSpell]) -> tuple[PartialDate, ...]:
        """Return the periods of a member; they are uncertain if the rows have only the dates of the alliance.

        In an alliance of two members, both are members for its whole lifetime, so that no periods are needed.
        """
        if self._has_dated_spells:
            return tuple(spell.period for spell in spells)
        if len(self._members) == _PAIR:
            return ()
        (lifetime,) = spells
        end = lifetime.period.end or f"{self.last}-12-31"
        return (PartialDate.parse(f"{lifetime.parts[0].start}?/{end}?"),)

    def _others(self, part: _RowSpell) -> tuple[StateId, ...]:
        """Return the other members that share a calendar year with a spell."""
        return tuple(
            state
            for state, spells in self._members.items()
            if state != part.state.id and any(part.shares_year(other) for spell in spells for other in spell.parts)
        )

    def _commitments(self) -> dict[Commitment, list[tuple[_RowSpell, str, tuple[str, ...]]]]:
        """Return the commitments, each with its spells, its variable and the columns of its conditions."""
        commitments: dict[Commitment, list[tuple[_RowSpell, str, tuple[str, ...]]]] = {}
        for part in self.parts:
            toward = self._others(part) if part.obligations else ()
            for variable in part.obligations if toward else ():
                obligation, prefix = _VARIABLES[variable]
                columns, condition = _condition(part.row, prefix)
                commitment = Commitment(
                    by=part.state.id, toward=toward, obligation=obligation, condition=condition, period=part.period
                )
                commitments.setdefault(commitment, []).append((part, variable, columns))
        return commitments

    def _provisions(self) -> dict[Provision, list[CsvRow]]:
        """Return the provisions of all other columns, each with its rows; blank cells are unknown and are left out."""
        provisions: dict[Provision, list[CsvRow]] = {}
        table, rows = self.sheet.table, self.rows
        others = _NON_PROVISIONS | self.sheet.unread
        for column, values in zip(table.columns, zip(*(row.cells for row in rows), strict=True), strict=True):
            if column in others or (self.with_commitments and column in _VARIABLES) or _LISTED.fullmatch(column):
                continue
            if len(set(values)) == 1:
                if values[0].strip():
                    provisions[_provision(_PREFIX + column, values[0])] = list(rows)
            else:
                self._add_varying(column, provisions)
        return provisions

    def _add_varying(self, column: str, provisions: dict[Provision, list[CsvRow]]) -> None:
        """Add the provisions of a column whose value differs between rows.

        If a member has the same value in all of its rows, the provision has no period; otherwise it has one.
        """
        values: dict[str, list[_RowSpell]] = {}
        of_member: dict[StateId, set[str]] = {}
        for part in self.parts:
            values.setdefault(part.row[column], []).append(part)
            of_member.setdefault(part.state.id, set()).add(part.row[column])
        for value, parts in values.items():
            groups: dict[PartialDate | None, list[_RowSpell]] = {}
            for part in parts if value.strip() else ():
                groups.setdefault(part.period if len(of_member[part.state.id]) > 1 else None, []).append(part)
            for period, own in groups.items():
                parties = tuple(dict.fromkeys(part.state.id for part in own))
                provision = Provision(variable=_PREFIX + column, value=value, parties=parties, period=period)
                provisions[provision] = list({part.row.line: part.row for part in own}.values())


@cache
def _provision(variable: str, value: str) -> Provision:
    """Return the provision for all members and the whole lifetime; it is cached, since many treaties have the same."""
    return Provision(variable=variable, value=value)


def _condition(row: CsvRow, prefix: str) -> tuple[tuple[str, ...], str | None]:
    """Return the columns of the conditions of an obligation, and the conditions as text."""
    if not prefix:
        return (), None
    conditions = {prefix + suffix: text for suffix, text in _CONDITIONS.items() if row.get(prefix + suffix) == "1"}
    if conditions:
        return tuple(conditions), ", ".join(conditions.values())
    general = f"{prefix}con"
    return ((general,), "on a condition that is not coded") if row.get(general) == "1" else ((), None)


def _compare(sheet: Sheet, alliances: Sequence[_Alliance], at_alliance_level: Loaded[Treaty]) -> None:
    """Add a warning for each difference from the file of the alliance level."""
    treaties = {treaty.id: treaty for treaty in at_alliance_level.records}
    for alliance in alliances:
        own, row = alliance.treaty(), alliance.rows[0]
        other = treaties.get(own.id)
        if other is None:
            sheet.warn(loading.DIFFERENT, row, "the alliance must be at the alliance level too", "atopid", own.id)
            continue
        for name, got, expected in (
            ("members", _party_ids(own), _party_ids(other)),
            ("begin", str(own.in_force), str(other.in_force)),
            ("end", str(own.ended), str(other.ended)),
        ):
            if got != expected:
                message = f"its {name} must be as at the alliance level ({expected}), got {got}"
                sheet.warn(loading.DIFFERENT, row, message, "atopid", own.id)


def _party_ids(treaty: Treaty) -> str:
    """Return the ids of the parties as text, sorted."""
    return ", ".join(sorted(party.party for party in treaty.parties))
