"""The table of a data set during loading: rows are read or set aside, and all problems are collected."""

import hashlib
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import Final, TypeVar

from attrs import evolve, frozen

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidCorpus, InvalidDate, Location, Problem
from alliancekit.formats import CsvRow, CsvTable, Dialect, StataFile, is_stata, path_of, read_bytes, read_stata
from alliancekit.loaders._cell_texts import ColumnKind
from alliancekit.loaders._data_sets import DataSet
from alliancekit.loaders._kinds import names_of, other_loader, refuse_other_formats, wrong_data_set
from alliancekit.loaders._loaded import Aside, FileAccount, Loaded, Origin, R
from alliancekit.loaders._opening import Opened, opened
from alliancekit.loaders._resaved import resaved
from alliancekit.messages import quote
from alliancekit.models import Source, State
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import SourceId
from alliancekit.rules import Rule, loading

T = TypeVar("T")

_DIGITS: Final = 9
"""The maximum number of digits of a number."""
_MONTHS: Final = 12


class Unusable(Exception):
    """Raised for a row that can't be made into a record; the row is set aside."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem)


def unusable(rule: Rule, row: CsvRow, message: str, column: str | None = None) -> Unusable:
    """Return the exception to raise for a row that can't be used.

    Args:
        rule: The rule that the row breaks.
        row: The row.
        message: The expected and the actual value.
        column: The column of the wrong cell; None for the row as a whole.
    """
    return Unusable(rule.problem(message, location=row.location(column)))


@frozen(kw_only=True)
class Forms:
    """The kinds of values in the columns of a data set.

    Attributes:
        kind: Returns the kind of a column, by its name.
        needed: The columns in which no cell may be empty.
    """

    kind: Callable[[str], ColumnKind]
    needed: Sequence[str]


class Sheet:
    """The table of a data set during loading; it collects the rows that are set aside and all problems.

    Attributes:
        table: The table, with its cells in the publisher's format.
        unread: The columns that another program has added, such as row numbers.
        version: The most frequent version in its rows; empty if it has no column for the version.
    """

    def __init__(
        self,
        data_set: DataSet,
        path: str | PathLike[str],
        dialect: Dialect,
        forms: Forms,
        *,
        encoding: str | None = None,
    ) -> None:
        file = path_of(path)
        data = read_bytes(file)
        refuse_other_formats(data, str(file), data_set)
        self._data_set = data_set
        self._file = file.name
        self._digest = urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        self._aside: dict[int, Problem] = {}
        source = read_stata(data, str(file), encoding or dialect.encoding) if is_stata(data) else data
        kinds = forms.kind
        result = self._open(source, str(file), evolve(dialect, encoding=encoding or dialect.encoding), kinds)
        restored = resaved(result.table, kinds, forms.needed, plain=result.plain, decoded=encoding is not None)
        self.table: CsvTable = restored.table
        self.unread = restored.unread
        self._originals = {**restored.originals, **result.originals}
        self._problems = [*result.remarks, *restored.remarks, *(problem for problem, _ in restored.missing)]
        for row in self.table.rows:
            if row.problem:
                self.set_aside(row, row.problem)
        for problem, rows in restored.missing:
            for row in rows:
                self._aside.setdefault(row.line, problem)
        self.version = self._version() if "version" in self.table.columns else ""

    def _open(
        self, source: bytes | StataFile, file: str, dialect: Dialect, kind: Callable[[str], ColumnKind]
    ) -> Opened:
        hint = other_loader(names_of(source), self._data_set)
        try:
            result = opened(source, file, dialect, self._data_set.columns, kind)
        except InvalidCorpus as error:
            if not hint:
                raise
            if all(problem.code == loading.COLUMNS.code for problem in error.problems):
                raise InvalidCorpus(evolve(problem, hint=hint) for problem in error.problems) from None
            raise wrong_data_set(file, self._data_set, "the columns", hint) from None
        if hint:
            raise wrong_data_set(file, self._data_set, "the columns", hint)
        return result

    @property
    def rows(self) -> Iterator[CsvRow]:
        """The rows that are not set aside."""
        return (row for row in self.table.rows if row.line not in self._aside)

    def set_aside(self, row: CsvRow, problem: Problem) -> None:
        """Set a row aside, with the problem as the reason."""
        self._aside[row.line] = problem

    def warn(self, rule: Rule, row: CsvRow, message: str, column: str, record: str) -> None:
        """Add a warning about a row that is used."""
        self._problems.append(rule.problem(message, location=row.location(column), record=record))

    def read_rows(self, read: Callable[[CsvRow], T]) -> list[T]:
        """Return the results of a function for each row; rows that it refuses as unusable are set aside."""
        results: list[T] = []
        for row in self.rows:
            try:
                results.append(read(row))
            except Unusable as error:
                self.set_aside(row, error.problem)
        return results

    def error(self, rule: Rule, message: str, hint: str | None = None) -> InvalidCorpus:
        """Return the error for a file that can't be loaded."""
        return InvalidCorpus([rule.problem(message, location=Location(self.table.file), hint=hint)])

    def no_rows_error(self) -> InvalidCorpus:
        """Return the error for a file without any usable row."""
        if not self.table.rows:
            hint = "get the file again from its publisher"
            return self.error(loading.VERSION, "the table must have rows, got only a header", hint)
        row = next(row for row in self.table.rows if row.line in self._aside)
        first = self._aside[row.line]
        message = f"the table must have rows that can be read, got none ({row.place}: {first.message})"
        return self.error(loading.VERSION, message, first.hint)

    def loaded(
        self,
        records: Sequence[R],
        origins: Mapping[str, Origin],
        coverage: PartialDate,
        *,
        version: str = "",
        parties: Iterable[State] = (),
    ) -> Loaded[R]:
        """Return the result of the loader: the records, with the problems and the account of the rows."""
        used = {row.line for origin in origins.values() for row in origin.rows}
        version = version or self.version
        return Loaded(
            records=tuple(records),
            problems=self.problems,
            coverage=coverage,
            version=version,
            account=self.account(len(used)),
            source=self.source(version),
            parties=tuple(parties),
            origins=origins,
            originals=self._originals,
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, in the order of the file."""
        return tuple(sorted(dict.fromkeys((*self._problems, *self._aside.values())), key=_location_key))

    def account(self, used: int) -> FileAccount:
        """Return the account of the rows, with the number of rows that are used."""
        aside = [
            Aside(self.table.file, line, loading.FINDINGS[problem.code], problem)
            for line, problem in sorted(self._aside.items())
        ]
        return FileAccount(len(self.table.rows), used, tuple(aside))

    def attestations(self, version: str = "") -> tuple[Attestation, ...]:
        """Return the attestations of each record: only one, with the file as its source."""
        return (Attestation(source=self._id(version or self.version), wording="paraphrase"),)

    def source(self, version: str) -> Source:
        """Return the source record of the file."""
        about = self._data_set
        return Source(
            id=self._id(version),
            kind="document",
            title=f"{about.title}, version {version}",
            creators=about.creators,
            url=about.url,
            digest=f"ni:///sha-256;{self._digest}",
            file=self._file,
            note=f"Cite: {about.citation}",
        )

    def _id(self, version: str) -> SourceId:
        return SourceId(f"source:{self._data_set.name}-{version}")

    def _version(self) -> str:
        """Return the most frequent version in the rows; rows of another version are set aside."""
        versions = Counter(row["version"] for row in self.rows)
        if not versions:
            raise self.no_rows_error()
        version = versions.most_common(1)[0][0]
        for row in self.rows if len(versions) > 1 else ():
            if row["version"] != version:
                message = f"version must be {version}, as in the other rows, got {quote(row['version'])}"
                self.set_aside(row, unusable(loading.VERSION, row, message, "version").problem)
        return version


def number(row: CsvRow, column: str) -> int:
    """Return the whole number in a cell: 0 or more, with at most 9 digits.

    Raises:
        Unusable: If the cell does not hold such a number.
    """
    text = row[column]
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        message = f"{column} must be a whole number from 0 to {10**_DIGITS - 1:,}, got {quote(text)}"
        raise unusable(loading.VALUE, row, message, column)
    return int(text)


def dated(row: CsvRow, parts: Sequence[int], columns: Sequence[str]) -> PartialDate:
    """Return the date of a year, a month and a day; the day, or month and day, may be left out.

    Args:
        row: The row, for problems.
        parts: The numbers.
        columns: The column of each number.

    Raises:
        Unusable: If there is no such date.
    """
    if len(parts) > 1 and not 1 <= parts[1] <= _MONTHS:  # EDTF reads the month 21 as spring
        raise unusable(loading.MOMENT, row, f"{columns[1]} must be from 1 to {_MONTHS}, got {parts[1]}", columns[1])
    edtf = "-".join(f"{part:0{2 if position else 4}}" for position, part in enumerate(parts))
    try:
        return PartialDate.parse(edtf)
    except InvalidDate as error:
        raise unusable(loading.MOMENT, row, f"{columns[-1]} must make a date: {error}", columns[-1]) from None


def _location_key(problem: Problem) -> tuple[int, int]:
    location = problem.location
    return (location.line or location.row or 0, location.column or 0) if location else (0, 0)
