"""ATOP, the Alliance Treaty Obligations and Provisions data (Leeds et al. 2002): its csv files, as they are shipped.

Comments name the variables of the codebook (version 4.0), which says what each cell means.
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
from alliancekit.formats import Dialect, Row
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
"""The year at whose end the coded period ends, by the version that a file gives."""

_FIRST_YEAR: Final = 1815
_TWO: Final = 2

_PREFIX: Final = "atop."
"""What the variables of provisions begin with."""

_OBLIGATIONS: Final[dict[str, tuple[AtopObligation, str]]] = {
    "defense": ("defense", "def"),
    "offense": ("offense", "off"),
    "neutral": ("neutrality", "neu"),
    "nonagg": ("nonaggression", ""),
    "consul": ("consultation", "con"),
}
"""The variables of obligations: what is owed, in our words, and what their conditions begin with."""

_CONDITIONS: Final = {
    "coadv": "only against adversaries that the treaty names",
    "coloc": "only in places that it names",
    "cocon": "only in a conflict that it names",
    "conum": "only if the number of adversaries is as it says",
    "codem": "only if demands are not met",
    "conpr": "only if the other side has not provoked the attack",
    "coatt": "only if the other side is attacked",
    "coreq": "only if a party asks for it",
}
"""What the conditions of obligations mean, by how their variables end."""


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
    ("atopid", "member", "phase", *_OF_MEMBER.columns, "ineffect", *_OBLIGATIONS, "version"),
)
_OF_WHOLE: Final = (*_OF_ALLIANCE.columns, "ineffect", *_OBLIGATIONS, "mem1", "mem2", "version")
ALLIANCES: Final = _data_set("alliance", "atop5_1a.csv", ("atopid", *_OF_WHOLE))
PHASES: Final = _data_set("phase", "atop5_1ph.csv", ("atopid", "phase", *_OF_WHOLE))

_TAKEN: Final = {"atopid", "member", *_OF_MEMBER.columns, *_OF_ALLIANCE.columns, "ineffect", "version"}
"""The columns that are no provisions: they say which alliance, who and when."""

_LISTED: Final = re.compile("mem[0-9]+")
"""The columns of the alliance level that list its members."""

_FLAGS: Final = frozenset(
    (
        "ineffect",
        *_OBLIGATIONS,
        *(prefix + end for _, prefix in _OBLIGATIONS.values() if prefix for end in ("con", *_CONDITIONS)),
    )
)
"""The columns of 0 and 1 that are read here."""

_DECIMALS: Final = ("atopid", "atopidphase", "version")
_WHOLE: Final = frozenset(("member", "phase", *_OF_MEMBER.columns, *_OF_ALLIANCE.columns))


def _kind(column: str) -> ColumnKind:
    """Return what a column holds."""
    if column in _FLAGS:
        return ColumnKind.FLAG
    if column in _DECIMALS:
        return ColumnKind.DECIMAL
    return ColumnKind.WHOLE if column in _WHOLE or _LISTED.fullmatch(column) else ColumnKind.CODED


def _forms(who: tuple[str, ...], dates: _Dates) -> Forms:
    """Return what the columns of a level hold."""
    return Forms(kind=_kind, needed=("atopid", *who, dates.start[0], dates.end[0], "ineffect", *_OBLIGATIONS))


def atop_members(
    path: str | PathLike[str], *, alliances: str | PathLike[str] | None = None, encoding: str | None = None
) -> Loaded[Treaty]:
    """Load the member level of ATOP: who owes what to whom, from when to when.

    Args:
        path: The csv file, of version 4.0, 4.01, 5.0 or 5.1.
        alliances: The file of the alliance level, to compare with: where members, beginning or end of an alliance
            differ, a warning says so.
        encoding: The encoding of the files, where it is not UTF-8.

    Returns:
        A treaty for each alliance. A row that no record can come from is set aside, with its reason.

    Raises:
        InvalidCorpus: If the file is damaged, has not the columns that are needed, or is of another version.
        UnusableFile: If there is no such file.
    """
    sheet = Sheet(MEMBERS, path, Dialect(), _forms(("member",), _OF_MEMBER), encoding=encoding)
    last = _last_year(sheet)
    read = sheet.each(partial(_of_member, last))
    stays = _once(sheet, read, lambda stay: (stay.alliance, stay.number, stay.row["phase"], stay.period.start))
    made = _grouped(sheet, stays, last, owing=True)
    for alliance in made:
        alliance.warn(sheet)
    if alliances is not None:
        _compare(sheet, made, atop_alliances(alliances, encoding=encoding))
    return _loaded(sheet, made, last)


def atop_alliances(path: str | PathLike[str], *, encoding: str | None = None) -> Loaded[Treaty]:
    """Load the alliance level of ATOP: which alliance there was, who was ever a member, and what its treaty provides.

    The file says neither when a member came or went nor who owes what; both are in the member level. So of more than
    two parties each has a spell of uncertain days, and treaties have no commitments: the obligations are provisions,
    such as ``atop.defense``.

    Args:
        path: The csv file, of version 4.0, 4.01, 5.0 or 5.1.
        encoding: Its encoding, where it is not UTF-8.

    Returns:
        A treaty for each alliance. A row that no record can come from is set aside, with its reason.

    Raises:
        InvalidCorpus: If the file is damaged, has not the columns that are needed, or is of another version.
        UnusableFile: If there is no such file.
    """
    return _whole(ALLIANCES, path, encoding, ("atopid",))


def atop_phases(path: str | PathLike[str], *, encoding: str | None = None) -> Loaded[Treaty]:
    """Load the phase level of ATOP: what the treaty of an alliance provides, phase by phase.

    As at the alliance level there are no commitments. The spells of a party are the phases in which it is a member.

    Args:
        path: The csv file, of version 4.0, 4.01, 5.0 or 5.1.
        encoding: Its encoding, where it is not UTF-8.

    Returns:
        A treaty for each alliance. A row that no record can come from is set aside, with its reason.

    Raises:
        InvalidCorpus: If the file is damaged, has not the columns that are needed, or is of another version.
        UnusableFile: If there is no such file.
    """
    return _whole(PHASES, path, encoding, ("atopid", "phase"))


def _whole(data_set: DataSet, path: str | PathLike[str], encoding: str | None, key: tuple[str, ...]) -> Loaded[Treaty]:
    """Load a file whose rows are whole alliances, or phases of them."""
    sheet = Sheet(data_set, path, Dialect(), _forms((), _OF_ALLIANCE), encoding=encoding)
    last = _last_year(sheet)
    members = tuple(column for column in sheet.table.columns if _LISTED.fullmatch(column))
    read = sheet.each(partial(_of_alliance, last, members))
    stays = _once(sheet, read, lambda stay: tuple(stay.row[column] for column in key))
    return _loaded(sheet, _grouped(sheet, stays, last, owing=False), last)


@frozen(eq=False)
class _RowSpell:
    """A member in an alliance for the time that a row covers.

    Attributes:
        row: The row.
        alliance: Its number, as text: some look like 1053.1.
        number: The member's number.
        column: The column that has it.
        state: The state of this number.
        period: From when to when.
        dates: The columns that say so.
        years: The first and the last calendar year.
        owed: The variables of the obligations that are 1.
    """

    row: Row
    alliance: str
    number: int
    column: str
    state: State
    period: PartialDate
    dates: _Dates
    years: tuple[int, int]
    owed: tuple[str, ...]

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
    def place(self) -> tuple[Row, tuple[str, ...]]:
        """The cells that say who and when."""
        return (self.row, (self.column, *self.dates.columns))

    def shares(self, other: "_RowSpell") -> bool:
        """Tell whether the two have a calendar year in common."""
        return self.years[0] <= other.years[1] and other.years[0] <= self.years[1]


def _of_member(last: int, row: Row) -> list[_RowSpell]:
    """Return the one stay of a row of the member level."""
    owed = _owed(row)
    return [_stay(row, "member", _OF_MEMBER, last, owed)]


def _of_alliance(last: int, members: tuple[str, ...], row: Row) -> list[_RowSpell]:
    """Return a stay for each member that a row lists."""
    _owed(row)  # they are looked at, and become provisions
    listed: dict[str, str] = {}
    for column in members:
        if row[column] not in ("", "0"):
            listed.setdefault(row[column], column)
    if not listed:
        raise unusable(loading.ALONE, row, "mem1 and those after it must name members, they name none", members[0])
    return [_stay(row, column, _OF_ALLIANCE, last, ()) for column in listed.values()]


def _owed(row: Row) -> tuple[str, ...]:
    """Return the obligations that are 1: "DEFENSE … 0 = no, 1 = yes", and never blank."""
    for variable in _OBLIGATIONS:
        if row[variable] not in ("0", "1"):
            message = f"{variable} must be 0 or 1, got {quote(row[variable])}"
            raise unusable(loading.VALUE, row, message, variable)
    return tuple(variable for variable in _OBLIGATIONS if row[variable] == "1")


def _stay(row: Row, column: str, dates: _Dates, last: int, owed: tuple[str, ...]) -> _RowSpell:
    """Return what a row says of a member."""
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
    return _RowSpell(row, alliance, member, column, _state(member), period, dates, years, owed)


def _state(member: int) -> State:
    return cow_state(member) or atop_state(member)


def _date(row: Row, columns: tuple[str, str, str], last: int) -> PartialDate:
    """Return a date as far as it is known: an empty cell means that the day, or the month, is not."""
    year, month, day = columns
    if row[day] and not row[month]:
        raise unusable(loading.MOMENT, row, f"{day} must be blank where {month} is, got {quote(row[day])}", day)
    parts = [number(row, column) for column in columns if row[column] or column == year]
    if not _FIRST_YEAR <= parts[0] <= last:
        message = f"{year} must lie from {_FIRST_YEAR} to {last}, got {parts[0]}"
        raise unusable(loading.MOMENT, row, message, year)
    return dated(row, parts, columns)


def _is_open(row: Row, dates: _Dates) -> bool:
    """Tell whether a row has no end: its year, month and day are 0, and it says that it is in effect."""
    in_effect, year = row["ineffect"], dates.end[0]
    if in_effect not in ("0", "1"):
        message = f"ineffect must be 0 or 1, got {quote(in_effect)}"
        raise unusable(loading.VALUE, row, message, "ineffect")
    ended = row[year] != "0"
    if ended == (in_effect == "1"):
        message = f"{year} must be 0 just where ineffect is 1, got {quote(row[year])} where it is {in_effect}"
        raise unusable(loading.ONGOING, row, message, year)
    for column in dates.end[1:]:
        if (row[column] == "0") is ended:
            message = (
                f"{column} must be 0 just where {year} is, got {quote(row[column])} where it is {quote(row[year])}"
            )
            raise unusable(loading.ONGOING, row, message, column)
    return not ended


def _last_year(sheet: Sheet) -> int:
    """Return the last year of the coded period."""
    if sheet.version not in _LAST_YEARS:
        message = f"version must be one of {', '.join(_LAST_YEARS)}, got {quote(sheet.version)}"
        raise sheet.refuse(loading.VERSION, message)
    return _LAST_YEARS[sheet.version]


def _once(sheet: Sheet, rows: Iterable[list[_RowSpell]], key: Callable[[_RowSpell], Hashable]) -> list[_RowSpell]:
    """Return the stays of the rows whose key no earlier row has; the others are set aside."""
    seen: dict[Hashable, Row] = {}
    kept: list[_RowSpell] = []
    for stays in rows:
        row = stays[0].row
        first = seen.setdefault(key(stays[0]), row)
        if first is row:
            kept += stays
        else:
            message = f"the row must have a key of its own, but repeats that of line {first.line}"
            sheet.put_aside(row, unusable(loading.REPEATED, row, message).problem)
    return kept


def _grouped(sheet: Sheet, stays: Iterable[_RowSpell], last: int, *, owing: bool) -> list["_Alliance"]:
    """Return the alliances, in the order of the file; the rows of those with one member are set aside."""
    groups: dict[str, list[_RowSpell]] = {}
    for stay in stays:
        groups.setdefault(stay.alliance, []).append(stay)
    made: list[_Alliance] = []
    for number_, held in groups.items():
        if len({stay.number for stay in held}) >= _TWO:
            made.append(_Alliance(number_, held, sheet, last, owing=owing))
            continue
        for stay in held:
            message = f"alliance {number_} must have two or more members with rows that can be used, has {stay.number}"
            sheet.put_aside(stay.row, unusable(loading.ALONE, stay.row, message).problem)
    return made


def _loaded(sheet: Sheet, made: Sequence["_Alliance"], last: int) -> Loaded[Treaty]:
    """Return what has been made of a file."""
    treaties = [alliance.treaty() for alliance in made]
    states: dict[str, State] = {stay.state.id: stay.state for alliance in made for stay in alliance.stays}
    origins: dict[str, Origin] = {alliance.id: Origin(alliance.rows, alliance.traces) for alliance in made}
    coverage = PartialDate(f"{_FIRST_YEAR}-01-01/{last}-12-31")
    return sheet.loaded(treaties, origins, coverage, parties=with_predecessors(states))


_PAIR: Final = 2
"""The members of the smallest alliance."""


@frozen(eq=False)
class _MemberSpell:
    """A time without a gap in which someone is a member: one stay, or several that follow each other.

    Attributes:
        stays: The stays, by their starts.
    """

    stays: list[_RowSpell]

    @property
    def final(self) -> _RowSpell:
        """The stay that ends last."""
        return max(self.stays, key=lambda stay: (stay.ends is None, stay.ends or ()))

    @property
    def period(self) -> PartialDate:
        """From when to when."""
        end = self.final.period.end
        return PartialDate.parse(f"{self.stays[0].start.edtf}/{end.edtf if end else '..'}")

    def joins(self, stay: _RowSpell) -> bool:
        """Tell whether a later stay begins before the spell ends, or on the day after."""
        ends = self.final.ends
        return ends is None or date(*stay.starts).toordinal() <= date(*ends).toordinal() + 1


@frozen(eq=False)
class _Alliance:
    """An alliance, with all of the rows on it.

    Attributes:
        number: Its number, as text.
        stays: Who is a member when, in the order of the file.
        sheet: The file.
        last: The last year of the coded period.
        owing: Whether the rows say who owes what; otherwise they say what the alliance as a whole provides.
    """

    number: str
    stays: list[_RowSpell]
    sheet: Sheet
    last: int
    owing: bool = field(kw_only=True)

    @property
    def id(self) -> TreatyId:
        """The id of its treaty."""
        return TreatyId(f"treaty:atop-{self.number}")

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows, each once."""
        return tuple({stay.row.line: stay.row for stay in self.stays}.values())

    def treaty(self) -> Treaty:
        """Return the treaty."""
        final = self._life.final.period.end
        return Treaty(
            id=self.id,
            names=(Name(text=f"ATOP alliance {self.number}", language="en"),),
            parties=tuple(Party(party=state, spells=self._periods(spells)) for state, spells in self._members.items()),
            in_force=self._life.stays[0].start,
            ended=final,
            as_of=None if final else PartialDate.parse(f"{self.last}-12-31"),
            commitments=tuple(self._commitments()),
            provisions=tuple(self._provisions()),
            attestations=self.sheet.attestations(),
        )

    def traces(self) -> Traces:
        """Return the cells of every value of the treaty."""
        life, final = self._life, self._life.final
        named: Refs = [(row, ("atopid",)) for row in self.rows]
        found: dict[Path, Refs] = {
            ("id",): named,
            ("names",): named,
            ("attestations",): [(row, ("version",)) for row in self.rows],
            ("in_force",): [(life.stays[0].row, life.stays[0].dates.start)],
            ("ended",) if final.period.end else ("as_of",): [(final.row, final.dates.end)],
        }
        for i, spells in enumerate(self._members.values()):
            held = [stay for spell in spells for stay in spell.stays]
            found["parties", i, "party"] = [(stay.row, (stay.column,)) for stay in held]
            for k, _ in enumerate(self._periods(spells)):
                found["parties", i, "spells", k] = [(stay.row, stay.dates.columns) for stay in spells[k].stays]
        for i, (commitment, terms) in enumerate(self._commitments().items()):
            at: Path = ("commitments", i)
            found[*at, "by"] = [(stay.row, (stay.column,)) for stay, _, _ in terms]
            found[*at, "obligation"] = [(stay.row, (variable,)) for stay, variable, _ in terms]
            found[*at, "period"] = [(stay.row, stay.dates.columns) for stay, _, _ in terms]
            if commitment.condition:
                found[*at, "condition"] = [(stay.row, columns) for stay, _, columns in terms]
            for k, other in enumerate(commitment.toward):
                met = (stay for spell in self._members[StateId(other)] for stay in spell.stays)
                found[*at, "toward", k] = [stay.place for stay in met if any(stay.shares(own) for own, _, _ in terms)]
        for i, (provision, rows) in enumerate(self._provisions().items()):
            found["provisions", i] = [(row, (provision.variable.removeprefix(_PREFIX),)) for row in rows]
        return found

    def warn(self, sheet: Sheet) -> None:
        """Note what calls for a look."""
        for stay in self.stays:
            for variable in stay.owed if not self._others(stay) else ():
                message = f"{variable} must be owed to someone, but no other member shares a year with the row"
                sheet.warn(loading.UNOWED, stay.row, message, variable, self.id)
            if cow_state(stay.number) is None:
                message = f"{stay.column} must be a number of Correlates of War, got {stay.number}"
                message = f"{message}; it is kept as {stay.state.id}"
                sheet.warn(loading.UNLISTED, stay.row, message, stay.column, self.id)
                continue
            spells = [spell.period for spell in stay.state.spells if spell.system == "cow"]
            if all(spell.contains(stay.start) is False for spell in spells):
                message = f"{stay.state.id} must be in the COW system when it enters, on {stay.start.edtf}, and is not"
                sheet.warn(loading.OUTSIDE, stay.row, message, stay.dates.start[0], self.id)

    @cached_property
    def _members(self) -> dict[StateId, list[_MemberSpell]]:
        """The spells of each member, in the order in which the file names them."""
        found: dict[StateId, list[_MemberSpell]] = {stay.state.id: [] for stay in self.stays}
        for stay in sorted(self.stays, key=attrgetter("starts")):
            spells = found[stay.state.id]
            if spells and spells[-1].joins(stay):
                spells[-1].stays.append(stay)
            else:
                spells.append(_MemberSpell([stay]))
        return found

    @cached_property
    def _life(self) -> _MemberSpell:
        """The time from the first start to the last end."""
        return _MemberSpell(sorted(self.stays, key=attrgetter("starts")))

    @cached_property
    def _dated(self) -> bool:
        """Whether the rows say when a member is one."""
        return self.owing or "phase" in self.sheet.table.columns

    def _periods(self, spells: list[_MemberSpell]) -> tuple[PartialDate, ...]:
        """Return when a member is one, which is not certain where the rows say only when the alliance lives.

        Of two members, each is one as long as it does.
        """
        if self._dated:
            return tuple(spell.period for spell in spells)
        if len(self._members) == _PAIR:
            return ()
        (life,) = spells
        end = life.period.end or f"{self.last}-12-31"
        return (PartialDate.parse(f"{life.stays[0].start}?/{end}?"),)

    def _others(self, stay: _RowSpell) -> tuple[StateId, ...]:
        """Return the other members with which a stay shares a calendar year."""
        return tuple(
            state
            for state, spells in self._members.items()
            if state != stay.state.id and any(stay.shares(other) for spell in spells for other in spell.stays)
        )

    def _commitments(self) -> dict[Commitment, list[tuple[_RowSpell, str, tuple[str, ...]]]]:
        """Return what is owed, each with the stays, the variable and the columns of the conditions that say so."""
        found: dict[Commitment, list[tuple[_RowSpell, str, tuple[str, ...]]]] = {}
        for stay in self.stays:
            toward = self._others(stay) if stay.owed else ()
            for variable in stay.owed if toward else ():
                obligation, prefix = _OBLIGATIONS[variable]
                columns, condition = _condition(stay.row, prefix)
                commitment = Commitment(
                    by=stay.state.id, toward=toward, obligation=obligation, condition=condition, period=stay.period
                )
                found.setdefault(commitment, []).append((stay, variable, columns))
        return found

    def _provisions(self) -> dict[Provision, list[Row]]:
        """Return what else is coded, each with the rows that say so; what is blank is not known."""
        found: dict[Provision, list[Row]] = {}
        table, rows = self.sheet.table, self.rows
        others = _TAKEN | self.sheet.unread
        for column, values in zip(table.columns, zip(*(row.cells for row in rows), strict=True), strict=True):
            if column in others or (self.owing and column in _OBLIGATIONS) or _LISTED.fullmatch(column):
                continue
            if len(set(values)) == 1:
                if values[0].strip():
                    found[_provision(_PREFIX + column, values[0])] = list(rows)
            else:
                self._vary(column, found)
        return found

    def _vary(self, column: str, found: dict[Provision, list[Row]]) -> None:
        """Add the provisions of a column whose value is not the same in all rows.

        A value that a member has in all of its rows holds for it as long as it is one; others have a period.
        """
        values: dict[str, list[_RowSpell]] = {}
        of_member: dict[StateId, set[str]] = {}
        for stay in self.stays:
            values.setdefault(stay.row[column], []).append(stay)
            of_member.setdefault(stay.state.id, set()).add(stay.row[column])
        for value, stays in values.items():
            groups: dict[PartialDate | None, list[_RowSpell]] = {}
            for stay in stays if value.strip() else ():
                groups.setdefault(stay.period if len(of_member[stay.state.id]) > 1 else None, []).append(stay)
            for period, held in groups.items():
                parties = tuple(dict.fromkeys(stay.state.id for stay in held))
                provision = Provision(variable=_PREFIX + column, value=value, parties=parties, period=period)
                found[provision] = list({stay.row.line: stay.row for stay in held}.values())


@cache
def _provision(variable: str, value: str) -> Provision:
    """Return the provision that holds for all members all the time; many treaties have the same."""
    return Provision(variable=variable, value=value)


def _condition(row: Row, prefix: str) -> tuple[tuple[str, ...], str | None]:
    """Return the columns that put a condition on an obligation, and the condition in our words."""
    if not prefix:
        return (), None
    told = {prefix + end: words for end, words in _CONDITIONS.items() if row.get(prefix + end) == "1"}
    if told:
        return tuple(told), ", ".join(told.values())
    general = f"{prefix}con"
    return ((general,), "on a condition that the coding does not tell") if row.get(general) == "1" else ((), None)


def _compare(sheet: Sheet, made: Sequence[_Alliance], others: Loaded[Treaty]) -> None:
    """Warn of what the alliance level says otherwise."""
    told = {treaty.id: treaty for treaty in others.records}
    for alliance in made:
        own, row = alliance.treaty(), alliance.rows[0]
        other = told.get(own.id)
        if other is None:
            sheet.warn(loading.DIFFERENT, row, "the file of the alliance level must have it too", "atopid", own.id)
            continue
        for name, mine, its in (
            ("members", _names(own), _names(other)),
            ("begin", str(own.in_force), str(other.in_force)),
            ("end", str(own.ended), str(other.ended)),
        ):
            if mine != its:
                message = f"its {name} must be as at the alliance level, {its}, got {mine}"
                sheet.warn(loading.DIFFERENT, row, message, "atopid", own.id)


def _names(treaty: Treaty) -> str:
    return ", ".join(sorted(party.party for party in treaty.parties))
