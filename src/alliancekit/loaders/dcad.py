"""Loader for the Defense Cooperation Agreement Dataset (Kinne 2020): its main file, one row an agreement.

The names and the types of the columns are those of ``DCAD-v1.0-main.csv``, as a public program has measured them (the
repository ``subsetsio/connectors`` on GitHub, ``src/correlates-of-war``). The codebook was not available. So only the
columns whose names leave no doubt about their meaning become fields; the others are provisions.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from os import PathLike
from typing import Final

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.errors import Path
from alliancekit.formats import CsvRow, Dialect
from alliancekit.loaders._cell_texts import ColumnKind
from alliancekit.loaders._data_sets import DataSet
from alliancekit.loaders._loaded import Loaded, Origin, Refs, Traces
from alliancekit.loaders._sheet import Forms, Sheet, dated, number, unusable
from alliancekit.loaders._states import cow_state, with_predecessors
from alliancekit.messages import quote
from alliancekit.models import State, Treaty
from alliancekit.models.identifier import Identifier
from alliancekit.models.ids import TreatyId
from alliancekit.models.party import Party
from alliancekit.models.treaty import Provision
from alliancekit.models.words import Name
from alliancekit.rules import loading

_VERSION: Final = "1.0"
_SIGNING: Final = (1980, 2010)
"""The first and the last year of signatures that the data set covers."""
_FORCE: Final = (1900, 2100)
"""Years in which an agreement may come into force; others are codes, such as 0 or 9999."""

_STATES: Final = ("ccode1", "ccode2")
_SIGNED: Final = ("signYear", "signMonth", "signDay")
_IN_FORCE: Final = ("EIFYear", "EIFMonth", "EIFDay")
_OTHERS: Final = (
    "cowName1", "cowName2", "type", "category1", "category2", "category3", "span", "renewType", "renewYears",
    "terminated", "durationActual", "endYearEstimate", "asymmetry", "categoryConf", "UNTS", "fullText", "sourceType",
    "source", "factivaConf", "factivaSign", "factivaEIF",
)  # fmt: skip
"""The columns that become provisions, and the names of the states."""

_PREFIX: Final = "dcad."
"""The prefix of the variables of provisions."""

AGREEMENTS: Final = DataSet(
    name="dcad-agreement",
    title="Defense Cooperation Agreement Dataset (DCAD), agreement level",
    creators=("Brandon J. Kinne",),
    citation=(
        'Kinne, Brandon J. 2020. "The Defense Cooperation Agreement Dataset (DCAD)." '
        "Journal of Conflict Resolution 64 (4): 729-755."
    ),
    url="https://correlatesofwar.org/data-sets/defense-cooperation-agreement-dataset/",
    files=("DCAD-v1.0-main.csv",),
    columns=(*_STATES, *_SIGNED, *_IN_FORCE, "DCAid"),
)

_NO_PROVISIONS: Final = {*AGREEMENTS.columns, "cowName1", "cowName2"}
_DIALECT: Final = Dialect(encoding="cp1252", known=_OTHERS)


def _kind(column: str) -> ColumnKind:
    return ColumnKind.WHOLE if column in (*_STATES, *_SIGNED, *_IN_FORCE) else ColumnKind.CODED


_FORMS: Final = Forms(kind=_kind, needed=(*_STATES, _SIGNED[0], "DCAid"))


def dcad_agreements(path: str | PathLike[str], *, encoding: str | None = None) -> Loaded[Treaty]:
    """Load the main file of the Defense Cooperation Agreement Dataset: bilateral agreements signed from 1980 to 2010.

    The loader was written without the file and its codebook, from the names of the columns.

    Args:
        path: The csv or Stata file, of version 1.0.
        encoding: Its encoding; None: UTF-8, or cp1252.

    Returns:
        A treaty for each row, with its two parties and the days on which it was signed and came into force, as far as
        they are coded. It has no end and no commitments: what the file codes about them is in its provisions. A row
        that can't be used is set aside, with its reason.

    Raises:
        InvalidCorpus: If the file is damaged, or lacks a required column.
        UnusableFile: If there is no such file.
    """
    sheet = Sheet(AGREEMENTS, path, _DIALECT, _FORMS, encoding=encoding)
    columns = [column for column in sheet.table.columns if column not in _NO_PROVISIONS | sheet.unread]
    rows = _once(sheet)
    times = Counter(map(_slug, rows))
    agreements = sheet.read_rows(_reader(columns, times))
    if not agreements:
        raise sheet.no_rows_error()
    attestations = sheet.attestations(_VERSION)
    treaties = [
        Treaty(
            id=agreement.id,
            names=(Name(text=f"DCAD agreement {agreement.row['DCAid'].strip()}", language="en"),),
            parties=tuple(Party(party=state.id) for state in agreement.states),
            signed=agreement.signed,
            in_force=agreement.in_force,
            provisions=tuple(agreement.provisions.values()),
            identifiers=agreement.identifiers,
            attestations=attestations,
        )
        for agreement in agreements
    ]
    origins: dict[str, Origin] = {each.id: Origin((each.row,), each.traces) for each in agreements}
    states: dict[str, State] = {state.id: state for agreement in agreements for state in agreement.states}
    coverage = PartialDate(f"{_SIGNING[0]}-01-01/{_SIGNING[1]}-12-31")
    return sheet.loaded(treaties, origins, coverage, version=_VERSION, parties=with_predecessors(states))


@frozen(eq=False)
class _Agreement:
    """An agreement.

    Attributes:
        row: Its row.
        id: The id of its treaty.
        unique: Whether no other row has its `DCAid`.
        states: Its two parties.
        signed: When it was signed, as far as it is known.
        in_force: When it came into force; None if that is not coded.
        columns: The columns that become provisions.
    """

    row: CsvRow
    id: TreatyId
    unique: bool
    states: tuple[State, State]
    signed: PartialDate
    in_force: PartialDate | None
    columns: Sequence[str]

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """Its `DCAid`; none if it is not unique, because an identifier belongs to one record."""
        return (Identifier(scheme="dcad", value=self.row["DCAid"].strip()),) if self.unique else ()

    @cached_property
    def provisions(self) -> dict[str, Provision]:
        """The provisions by their columns; a blank cell is unknown and makes none."""
        return {
            column: Provision(variable=_PREFIX + column, value=text)
            for column in self.columns
            if (text := self.row[column].strip())
        }

    def traces(self) -> Traces:
        """Return the cells of every value of the treaty."""
        identity: Refs = [(self.row, ("DCAid",))]
        traces: dict[Path, Refs] = {("id",): identity, ("names",): identity}
        if self.unique:
            traces["identifiers",] = identity
        for i, column in enumerate(_STATES):
            traces["parties", i, "party"] = [(self.row, (column,))]
        traces["signed",] = [(self.row, _SIGNED)]
        if self.in_force:
            traces["in_force",] = [(self.row, _IN_FORCE)]
        for i, column in enumerate(self.provisions):
            traces["provisions", i] = [(self.row, (column,))]
        return traces


def _slug(row: CsvRow) -> str:
    """Return the `DCAid` of a row in the form of an id."""
    return re.sub(r"[^a-z0-9.]+", "-", row["DCAid"].lower()).strip("-.")


def _reader(columns: Sequence[str], times: Counter[str]) -> Callable[[CsvRow], _Agreement]:
    """Return a function that reads a row; the rows that share a `DCAid` are numbered, in the order of the file."""
    before: Counter[str] = Counter()

    def read(row: CsvRow) -> _Agreement:
        slug = _slug(row)
        if not slug:
            message = f"DCAid must have a letter or a digit of ASCII, got {quote(row['DCAid'])}"
            raise unusable(loading.VALUE, row, message, "DCAid")
        before[slug] += 1
        unique = times[slug] == 1
        first, second = (_state(row, column) for column in _STATES)
        if first is second:
            message = f"ccode2 must be another state than ccode1, got {quote(row['ccode2'])}"
            raise unusable(loading.VALUE, row, message, "ccode2")
        signed = _date(row, _SIGNED, _SIGNING)
        in_force = _date(row, _IN_FORCE, _FORCE) if row["EIFYear"] else None
        id_ = TreatyId(f"treaty:dcad-{slug}" if unique else f"treaty:dcad-{slug}-{before[slug]}")
        return _Agreement(row, id_, unique, (first, second), signed, in_force, columns)

    return read


def _state(row: CsvRow, column: str) -> State:
    state = cow_state(number(row, column))
    if state is None:
        message = f"{column} must be a number of Correlates of War, got {quote(row[column])}"
        raise unusable(loading.VALUE, row, message, column)
    return state


def _date(row: CsvRow, columns: Sequence[str], years: tuple[int, int]) -> PartialDate:
    """Return a date as far as it is known: an empty cell means that the day, or the month, is unknown."""
    year, month, day = columns
    if row[day] and not row[month]:
        raise unusable(loading.MOMENT, row, f"{day} must be blank if {month} is blank, got {quote(row[day])}", day)
    numbers = [number(row, column) for column in columns if row[column] or column == year]
    if not years[0] <= numbers[0] <= years[1]:
        message = f"{year} must be from {years[0]} to {years[1]}, got {quote(row[year])}"
        raise unusable(loading.MOMENT, row, message, year)
    return dated(row, numbers, columns)


def _once(sheet: Sheet) -> list[CsvRow]:
    """Return the rows; those that repeat all cells of another one are set aside."""
    seen: dict[tuple[str, ...], CsvRow] = {}
    for row in sheet.rows:
        cells = tuple(cell for column, cell in row.items() if column not in sheet.unread)
        first = seen.setdefault(cells, row)
        if first is not row:
            message = f"the row must differ from all others, got the cells of {first.place}"
            sheet.set_aside(row, unusable(loading.REPEATED, row, message).problem)
    return list(seen.values())
