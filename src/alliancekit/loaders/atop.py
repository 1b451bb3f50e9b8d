"""Loaders for ATOP, the Alliance Treaty Obligations and Provisions data (Leeds et al. 2002), from its csv files.

Names of columns are the variables of the codebook (version 4.0), which defines the values.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import partial
from os import PathLike
from typing import Final

from alliancekit.dates import PartialDate
from alliancekit.formats import CsvRow, Dialect
from alliancekit.loaders._atop_alliances import PAIR, AtopAlliance
from alliancekit.loaders._atop_rows import (
    CONDITIONS,
    FIRST_YEAR,
    LISTED,
    OF_ALLIANCE,
    OF_MEMBER,
    VARIABLES,
    AtopDates,
    RowSpell,
    of_alliance,
    of_member,
)
from alliancekit.loaders._cell_texts import ColumnKind
from alliancekit.loaders._data_sets import DataSet
from alliancekit.loaders._loaded import Loaded, Origin
from alliancekit.loaders._sheet import Forms, Sheet, unusable
from alliancekit.loaders._states import with_predecessors
from alliancekit.messages import quote
from alliancekit.models import State, Treaty
from alliancekit.rules import loading

_LEEDS: Final = (
    "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long. 2002. "
    '"Alliance Treaty Obligations and Provisions, 1815-1944." International Interactions 28 (3): 237-260.'
)

_LAST_YEARS: Final = {"4": 2016, "4.01": 2016, "5": 2018, "5.1": 2018}
"""The last year of the coded period, by the version in the file."""


def data_set(name: str, level: str, file: str, columns: tuple[str, ...]) -> DataSet:
    """Return the description of a file of ATOP.

    Args:
        name: Its name in this package, without ``atop-``.
        level: What its rows are, for the title.
        file: The name of the file.
        columns: The columns that it must have.
    """
    return DataSet(
        name=f"atop-{name}",
        title=f"Alliance Treaty Obligations and Provisions (ATOP), {level}",
        creators=("Brett Ashley Leeds", "Jeffrey M. Ritter", "Sara McLaughlin Mitchell", "Andrew G. Long"),
        citation=_LEEDS,
        url="http://www.atopdata.org/",
        files=(file,),
        columns=columns,
    )


MEMBERS: Final = data_set(
    "member",
    "member level",
    "atop5_1m.csv",
    ("atopid", "member", "phase", *OF_MEMBER.columns, "ineffect", *VARIABLES, "version"),
)
_ALLIANCE_COLUMNS: Final = (*OF_ALLIANCE.columns, "ineffect", *VARIABLES, "mem1", "mem2", "version")
ALLIANCES: Final = data_set("alliance", "alliance level", "atop5_1a.csv", ("atopid", *_ALLIANCE_COLUMNS))
PHASES: Final = data_set("phase", "phase level", "atop5_1ph.csv", ("atopid", "phase", *_ALLIANCE_COLUMNS))

_FLAGS: Final = frozenset(
    (
        "ineffect",
        *VARIABLES,
        *(prefix + end for _, prefix in VARIABLES.values() if prefix for end in ("con", *CONDITIONS)),
    )
)
"""The columns whose values are 0 or 1 at the publisher, so that TRUE and FALSE can be restored.

Only the obligations and `ineffect` are checked; the others become provisions with any value.
"""

_DECIMALS: Final = ("atopid", "atopidphase", "version")
_WHOLE_NUMBERS: Final = frozenset(("member", "phase", *OF_MEMBER.columns, *OF_ALLIANCE.columns))


def _kind(column: str) -> ColumnKind:
    """Return the kind of a column."""
    if column in _FLAGS:
        return ColumnKind.FLAG
    if column in _DECIMALS:
        return ColumnKind.DECIMAL
    return ColumnKind.WHOLE if column in _WHOLE_NUMBERS or LISTED.fullmatch(column) else ColumnKind.CODED


def _forms(who: tuple[str, ...], dates: AtopDates) -> Forms:
    """Return the kinds of the columns of a level."""
    return Forms(kind=_kind, needed=("atopid", *who, dates.start[0], dates.end[0], "ineffect", *VARIABLES))


def atop_members(
    path: str | PathLike[str], *, alliances: str | PathLike[str] | None = None, encoding: str | None = None
) -> Loaded[Treaty]:
    """Load the member level of ATOP: the treaties with the spells and the obligations of each party.

    The best-known treaties have names, from a table of this package; ATOP has none. The others are called ``ATOP
    alliance 1053.1``.

    ATOP does not code toward whom a member has an obligation. So each commitment is toward all other members that share
    a calendar year with its row.

    Args:
        path: The csv or Stata file, of version 4.0, 4.01, 5.0 or 5.1.
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
    sheet = Sheet(MEMBERS, path, Dialect(), _forms(("member",), OF_MEMBER), encoding=encoding)
    last = last_year(sheet)
    rows = sheet.read_rows(partial(of_member, last))
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
        path: The csv or Stata file, of version 4.0, 4.01, 5.0 or 5.1.
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
        path: The csv or Stata file, of version 4.0, 4.01, 5.0 or 5.1.
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
    sheet = Sheet(data_set, path, Dialect(), _forms((), OF_ALLIANCE), encoding=encoding)
    last = last_year(sheet)
    members = tuple(column for column in sheet.table.columns if LISTED.fullmatch(column))
    rows = sheet.read_rows(partial(of_alliance, last, members))
    parts = _once(sheet, rows, lambda part: tuple(part.row[column] for column in key))
    return _loaded(sheet, _grouped(sheet, parts, last, with_commitments=False), last)


def last_year(sheet: Sheet) -> int:
    """Return the last year of the coded period."""
    if sheet.version not in _LAST_YEARS:
        message = f"version must be one of {', '.join(_LAST_YEARS)}, got {quote(sheet.version)}"
        raise sheet.error(loading.VERSION, message)
    return _LAST_YEARS[sheet.version]


def _once(sheet: Sheet, rows: Iterable[list[RowSpell]], key: Callable[[RowSpell], Hashable]) -> list[RowSpell]:
    """Return the spells of the first row with each key; rows that repeat a key are set aside."""
    seen: dict[Hashable, CsvRow] = {}
    unique: list[RowSpell] = []
    for parts in rows:
        row = parts[0].row
        first = seen.setdefault(key(parts[0]), row)
        if first is row:
            unique += parts
        else:
            message = f"the row must have a unique key, got the same as in {first.place}"
            sheet.set_aside(row, unusable(loading.REPEATED, row, message).problem)
    return unique


def _grouped(sheet: Sheet, parts: Iterable[RowSpell], last: int, *, with_commitments: bool) -> list["AtopAlliance"]:
    """Return the alliances, in the order of the file; the rows of alliances with one member are set aside."""
    groups: dict[str, list[RowSpell]] = {}
    for part in parts:
        groups.setdefault(part.alliance, []).append(part)
    alliances: list[AtopAlliance] = []
    for number_, own in groups.items():
        if len({part.number for part in own}) >= PAIR:
            alliances.append(AtopAlliance(number_, own, sheet, last, with_commitments=with_commitments))
            continue
        for part in own:
            message = f"alliance {number_} must have two or more members with usable rows, got only {part.number}"
            sheet.set_aside(part.row, unusable(loading.ALONE, part.row, message).problem)
    return alliances


def _loaded(sheet: Sheet, alliances: Sequence["AtopAlliance"], last: int) -> Loaded[Treaty]:
    """Return the result of the loader for the alliances of a file."""
    treaties = [alliance.treaty() for alliance in alliances]
    states: dict[str, State] = {part.state.id: part.state for alliance in alliances for part in alliance.parts}
    origins: dict[str, Origin] = {alliance.id: Origin(alliance.rows, alliance.traces) for alliance in alliances}
    coverage = PartialDate(f"{FIRST_YEAR}-01-01/{last}-12-31")
    return sheet.loaded(treaties, origins, coverage, parties=with_predecessors(states))


def _compare(sheet: Sheet, alliances: Sequence[AtopAlliance], at_alliance_level: Loaded[Treaty]) -> None:
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
