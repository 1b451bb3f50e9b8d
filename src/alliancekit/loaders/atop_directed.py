"""The loader for the directed dyad-years of ATOP: what each state owes to each of its allies in each year.

The rows become a table and no records, since they have no treaties: a panel takes the direction of obligations from it.

The columns that are read are those that published code uses: ``stateA``, ``stateB``, ``year``, and ``defense`` to
``consul`` (the script ``data-raw/atop_alliance.R`` of R's peacesciencer, for atop5_0ddyr and atop5_1ddyr).
"""

import re
from collections.abc import Callable
from os import PathLike
from typing import TYPE_CHECKING, Final, Protocol

from attrs import evolve, field, frozen

from alliancekit._collector import gc_paused
from alliancekit._html import paragraph, table
from alliancekit.dates import PartialDate
from alliancekit.errors import Problem
from alliancekit.formats import CsvRow, Dialect
from alliancekit.loaders._atop_rows import FIRST_YEAR, VARIABLES, obligations_of
from alliancekit.loaders._cell_texts import ColumnKind
from alliancekit.loaders._data_sets import DataSet
from alliancekit.loaders._loaded import FileAccount, summary
from alliancekit.loaders._sheet import Forms, Sheet, Unusable, number, unusable
from alliancekit.loaders._states import atop_state, cow_state
from alliancekit.loaders.atop import data_set, last_year
from alliancekit.messages import quote
from alliancekit.models import Source
from alliancekit.rules import loading

if TYPE_CHECKING:
    import polars as pl

_WHO: Final = ("stateA", "stateB")
_KEY: Final = ("year", *_WHO)
_LAST_YEAR: Final = 2099
"""The last year of a file without a version; a later year is a mistake."""

DIRECTED_DYADS: Final = data_set("ddyr", "directed dyad-years", "atop5_1ddyr.csv", (*_KEY, *VARIABLES))
_NEEDED: Final = (*_KEY, *VARIABLES)
_KINDS: Final = dict.fromkeys(_KEY, ColumnKind.WHOLE) | dict.fromkeys(VARIABLES, ColumnKind.FLAG)


@frozen(kw_only=True, eq=False, repr=False)
class LoadedDyads:
    """Directed dyad-years as a table, with all problems and an account of the rows.

    Attributes:
        frame: A polars frame with a row for each directed dyad-year: ``year``; ``state_a`` and ``state_b``, the ids of
            the states; ``code_a`` and ``code_b``, their numbers in the file, as text; a column for each obligation, 1
            if a owes it to b and else 0; and ``line``, the line in the file.
        problems: All problems, with file, line and column, in the order of the file. A row with an error is set aside.
        coverage: The time from the first to the last year of the rows.
        version: The version in the file; empty if the file states none.
        account: How many rows are used, and which are set aside.
        source: The source record of the file.
    """

    frame: "pl.DataFrame" = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)
    coverage: PartialDate
    version: str
    account: FileAccount
    source: Source = field(repr=False)

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.frame.height

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self.frame.columns

    def head(self, n: int = 5) -> "pl.DataFrame":
        """Return the first rows.

        Args:
            n: Their number; if it is negative, all rows but the last ones.
        """
        return self.frame.head(n)

    def __str__(self) -> str:
        """Return the number of rows, their account, the number of problems and the coverage."""
        return "\n".join((f"<LoadedDyads: {self._title()}>", *summary(self.account, self.problems, self.coverage)))

    def __repr__(self) -> str:
        """Return the same as `str`."""
        return str(self)

    def _repr_html_(self) -> str:
        """Return the same for a notebook, and the first rows."""
        rows = [[str(value) for value in row] for row in self.head(10).iter_rows()]
        heading = paragraph(f"LoadedDyads: {self._title()}", *summary(self.account, self.problems, self.coverage))
        return heading + table(self.columns, rows, len(self) - len(rows))

    def _title(self) -> str:
        """Return the number of rows, and the title of the source."""
        return f"{len(self):,} dyad-years of {self.source.title}"


class LoadDyads(Protocol):
    """A function that loads a file of directed dyad-years.

    Args:
        path: The file.
        encoding: Its encoding, if it is not the usual one.
    """

    __name__: str

    def __call__(self, path: str | PathLike[str], *, encoding: str | None = None) -> LoadedDyads:
        """Return the table."""
        ...


@frozen
class DyadLoader:
    """A data set of directed dyad-years with the function that loads it.

    Attributes:
        data_set: The data set.
        load: The function that loads its file.
    """

    data_set: DataSet
    load: LoadDyads


def atop_ddyr(path: str | PathLike[str], *, encoding: str | None = None) -> LoadedDyads:
    """Load the directed dyad-years of ATOP, for the argument `directions` of a panel.

    Args:
        path: The csv file, such as ``atop5_1ddyr.csv``; not ``atop5_1ddyr_NNA.csv``, which leaves out the alliances
            that have only nonaggression obligations.
        encoding: Its encoding, if it is not UTF-8.

    Returns:
        The rows as a table. A row that can't be used is set aside, with its reason.

    Raises:
        InvalidCorpus: If the file is damaged, lacks a required column, or is of another version.
        MissingExtra: If polars is not installed.
        UnusableFile: If there is no such file.
    """
    from alliancekit._polars import pl

    with gc_paused():  # there is an object for each row
        sheet = Sheet(DIRECTED_DYADS, path, Dialect(), Forms(kind=_kind, needed=_NEEDED), encoding=encoding)
        last = last_year(sheet) if sheet.version else _LAST_YEAR
        rows = _unique(sheet, _valid(sheet, last))
    if not rows:
        raise sheet.no_rows_error()
    texts = {column: pl.Series(_cells(sheet, rows, column), dtype=pl.String) for column in _NEEDED}
    states = _states(sheet, rows)
    columns = {"year": texts["year"].cast(pl.Int32)}
    for side, column in zip("ab", _WHO, strict=True):
        columns[f"state_{side}"] = texts[column].replace_strict(states, return_dtype=pl.String)
        columns[f"code_{side}"] = texts[column]
    for variable, (obligation, _) in VARIABLES.items():
        columns[obligation] = texts[variable].cast(pl.UInt8)
    columns["line"] = pl.Series([row.line for row in rows], dtype=pl.UInt32)
    frame = pl.DataFrame(columns)
    first, newest = frame.select(first=pl.col("year").min(), newest=pl.col("year").max()).row(0)
    source = sheet.source(sheet.version or str(newest))
    if not sheet.version:
        source = evolve(source, title=f"{DIRECTED_DYADS.title}, up to {newest}")
    return LoadedDyads(
        frame=frame,
        problems=sheet.problems,
        coverage=PartialDate(f"{first}-01-01/{newest}-12-31"),
        version=sheet.version,
        account=sheet.account(len(rows)),
        source=source,
    )


def _kind(column: str) -> ColumnKind:
    """Return the kind of a column."""
    return _KINDS.get(column, ColumnKind.DECIMAL if column == "version" else ColumnKind.CODED)


def _valid(sheet: Sheet, last: int) -> list[CsvRow]:
    """Return the rows whose cells have values of the codebook; the other rows are set aside.

    The file has some 273,000 rows, but few different values in a column. So each value is checked once.
    """
    rows = list(sheet.rows)
    accepted: dict[str, Callable[[str], bool]] = {
        "year": lambda text: _is_number(text) and FIRST_YEAR <= int(text) <= last,
        **dict.fromkeys(_WHO, lambda text: _is_number(text) and int(text) > 0),
        **dict.fromkeys(VARIABLES, lambda text: text in ("0", "1")),
    }
    columns = {column: _cells(sheet, rows, column) for column in accepted}
    pairs = zip(rows, *(columns[column] for column in _WHO), strict=True)
    doubtful = {row.line for row, a, b in pairs if a == b}
    for column, accept in accepted.items():
        wrong = {text for text in set(columns[column]) if not accept(text)}
        if wrong:
            doubtful.update(row.line for row, text in zip(rows, columns[column], strict=True) if text in wrong)
    for row in rows if doubtful else ():
        if row.line in doubtful:
            sheet.set_aside(row, _unusable(row, last).problem)
    return [row for row in rows if row.line not in doubtful]


def _cells(sheet: Sheet, rows: list[CsvRow], column: str) -> list[str]:
    """Return the cells of a column."""
    position = sheet.table.columns.index(column)
    return [row.cells[position] for row in rows]


def _is_number(text: str) -> bool:
    """Return whether a text is a whole number without a zero before it, in at most nine digits."""
    return re.fullmatch("0|[1-9][0-9]{0,8}", text) is not None


def _unusable(row: CsvRow, last: int) -> Unusable:
    """Return why a row can't be used."""
    try:
        year, a, b = (number(row, column) for column in _KEY)
        obligations_of(row)
    except Unusable as error:
        return error
    if not FIRST_YEAR <= year <= last:
        return unusable(loading.MOMENT, row, f"year must be from {FIRST_YEAR} to {last}, got {year}", "year")
    zero = next((column for column, state in zip(_WHO, (a, b), strict=True) if not state), None)
    if zero:
        return unusable(loading.VALUE, row, f"{zero} must be the number of a state, got 0", zero)
    if a == b:
        return unusable(loading.VALUE, row, f"stateA and stateB must be two states, got {a} twice", "stateB")
    column = next(column for column in _KEY if not _is_number(row[column]))
    message = f"{column} must be a number without a zero before it, got {quote(row[column])}"
    return unusable(loading.VALUE, row, message, column)


def _unique(sheet: Sheet, rows: list[CsvRow]) -> list[CsvRow]:
    """Return the first row of each directed dyad and year; rows that repeat one are set aside."""
    first: dict[tuple[str, ...], CsvRow] = {}
    keys = zip(*(_cells(sheet, rows, column) for column in _KEY), strict=True)
    for row, key in zip(rows, keys, strict=True):
        earlier = first.setdefault(key, row)
        if earlier is not row:
            message = f"the row must have a unique year, stateA and stateB, got the same as in {earlier.place}"
            sheet.set_aside(row, unusable(loading.REPEATED, row, message).problem)
    return list(first.values())


def _states(sheet: Sheet, rows: list[CsvRow]) -> dict[str, str]:
    """Return the id of each state by its number; add a warning for a number that no list of states has."""
    states: dict[str, str] = {}
    for column in _WHO:
        for text, row in _first_rows(sheet, rows, column).items():
            if text in states:
                continue
            state = cow_state(int(text)) or atop_state(int(text))
            states[text] = state.id
            if cow_state(int(text)) is None:
                message = f"{column} must be a number of Correlates of War, got {text}; its state is {state.id}"
                sheet.warn(loading.UNLISTED, row, message, column, state.id)
    return states


def _first_rows(sheet: Sheet, rows: list[CsvRow], column: str) -> dict[str, CsvRow]:
    """Return the first row with each text in a column."""
    return dict(zip(reversed(_cells(sheet, rows, column)), reversed(rows), strict=True))
