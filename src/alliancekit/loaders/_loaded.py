"""Results of loaders: records, an account of all rows, and the cells of each value; and the tables they come from."""

import hashlib
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import Final, Generic, Protocol, TypeAlias, TypeVar, cast

from attrs import evolve, field, frozen

from alliancekit.corpus import Corpus
from alliancekit.corpus.references import near_ids
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidCorpus, InvalidDate, Location, Path, Problem, UnknownRecord, path_text
from alliancekit.formats import CsvRow, CsvTable, Dialect, path_of, read_bytes, read_table
from alliancekit.loaders._resaved import ColumnKind, resaved
from alliancekit.messages import listed, quote
from alliancekit.models import Entry, Source, State, Treaty
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import SourceId
from alliancekit.rules import Rule, loading

R = TypeVar("R", State, Treaty)
T = TypeVar("T")

_DIGITS: Final = 9
"""The maximum number of digits of a number."""
_MONTHS: Final = 12

Refs: TypeAlias = Sequence[tuple[CsvRow, Sequence[str]]]
"""References to cells: rows, each with names of columns."""

Traces: TypeAlias = Mapping[Path, Refs]
"""The cells of the values of a record, by the path of the value."""


@frozen
class Cell:
    """A cell of a file.

    Attributes:
        file: The file, as passed to the loader.
        line: The line of the row, from 1.
        column: The name of the column.
        value: The text of the cell in the file.
        version: The version of the data set.
    """

    file: str
    line: int
    column: str
    value: str
    version: str


@frozen
class Aside:
    """A row that is set aside: it could not be made into a record.

    Attributes:
        file: The file, as passed to the loader.
        line: The line of the row, from 1.
        reason: The reason for a summary; it is the same for all rows that break the same rule.
        problem: The problem of this row.
    """

    file: str
    line: int
    reason: str
    problem: Problem


@frozen
class FileAccount:
    """Account of the rows of a file: each row is used or set aside.

    Attributes:
        read: The number of rows in the file, without empty rows.
        used: The number of rows from which records were made.
        aside: The rows that are set aside, with their reasons, in the order of the file.
    """

    read: int
    used: int
    aside: tuple[Aside, ...] = ()

    def __str__(self) -> str:
        """Return the counts, and the reasons of the rows that are set aside, the most frequent first."""
        first = f"{_rows(self.read)} read: {self.used:,} used, {len(self.aside):,} set aside"
        reasons = loading.tally((aside.problem.code, aside.reason) for aside in self.aside)
        return "\n".join((first, *(f"  {reason}" for reason in reasons)))


@frozen
class Origin:
    """The rows and cells of a record.

    Attributes:
        rows: Its rows, in the order of the file.
        traces: Returns the cells of each value. It is called only on demand, since most users need no cells.
    """

    rows: tuple[CsvRow, ...]
    traces: Callable[[], Traces] = field(repr=False)


@frozen(kw_only=True, eq=False)
class Loaded(Generic[R]):
    """A data set as records, with all problems and an account of the rows.

    Attributes:
        records: The records, in the order of the file.
        problems: All problems, with file, line and column, in the order of the file. A row with an error is set aside;
            one error can stand for all rows with the same gap. A warning needs a look at the row.
        coverage: The time that the data set covers. Nothing is known of other times: absence there is not "no".
        version: The version of the data set: from the file, or determined by the loader if the file states none.
        account: How many rows are used, and which are set aside.
        source: The source record of the file.
        parties: The states that the records refer to, and their predecessors.
    """

    records: tuple[R, ...] = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)
    coverage: PartialDate
    version: str
    account: FileAccount
    source: Source = field(repr=False)
    parties: tuple[State, ...] = field(repr=False)
    _origins: Mapping[str, Origin] = field(alias="origins", repr=False)
    _originals: Mapping[int, CsvRow] = field(alias="originals", repr=False)

    def corpus(self) -> Corpus:
        """Return a corpus of the records, the states that they refer to, and the source."""
        records: tuple[Entry, ...] = (*self.records, *self.parties, self.source)
        return Corpus(records)

    def rows(self, record: str) -> tuple[CsvRow, ...]:
        """Return the rows from which a record was made; ``row["column"]`` is the text of a cell in the file.

        Args:
            record: The id of the record.

        Raises:
            UnknownRecord: If no record has this id.
        """
        return tuple(self._originals.get(row.line, row) for row in self._origin(record).rows)

    def cells(self, record: str, path: Path = ()) -> tuple[Cell, ...]:
        """Return the cells of a value; none if the value does not come from cells.

        Args:
            record: The id of the record.
            path: The path of the value, such as ``("parties", 0, "spells", 0)``. For a list, an object or the whole
                record, the cells of all values in it are returned. For a value without cells of its own, the cells of
                the object that contains it are returned.

        Raises:
            UnknownRecord: If no record has this id, or it has no such value.
        """
        origin = self._origin(record)
        self._check_path(record, path)
        traces = origin.traces()
        within = [refs for at, refs in traces.items() if at[: len(path)] == path]
        above = (traces[path[:end]] for end in range(len(path) - 1, -1, -1) if path[:end] in traces)
        matches = within or [next(above, ())]
        cells = (self._cell(row, column) for refs in matches for row, columns in refs for column in columns)
        return tuple(sorted(dict.fromkeys(cells), key=lambda cell: cell.line))

    def _cell(self, row: CsvRow, column: str) -> Cell:
        text = self._originals.get(row.line, row)[column]
        return Cell(row.file, row.line, column, text, self.version)

    def _origin(self, record: str) -> Origin:
        if record not in self._origins:
            message = f"no record loaded from {self.source.file} has the id {quote(record)}"
            near = [id_ for id_ in self._origins if id_.partition("-")[2] == record] or near_ids(record, self._origins)
            raise UnknownRecord(f"{message}; did you mean {listed(tuple(near))}?" if near else message)
        return self._origins[record]

    def _check_path(self, id_: str, path: Path) -> None:
        """Raise an UnknownRecord if a record has no value at a path."""
        value: object = next(record for record in self.records if record.id == id_)
        for depth, step in enumerate(path, 1):
            try:
                value = _at(value, step)
            except (AttributeError, IndexError):
                message = f"{id_} has no value at {path_text(path[:depth])}"
                raise UnknownRecord(message) from None


@frozen(kw_only=True)
class DataSet:
    """Description of a data set of the field.

    Attributes:
        name: The name in this package, such as ``atop-member``.
        title: The title.
        creators: The authors, as in the citation.
        citation: The citation that its authors request.
        url: The page to download it from.
        files: The names of the file at its publisher.
        columns: The columns that the file must have; empty if it has no header.
    """

    name: str
    title: str
    creators: tuple[str, ...]
    citation: str
    url: str
    files: tuple[str, ...]
    columns: tuple[str, ...] = ()


@frozen
class Loader:
    """A data set with the function that loads it.

    Attributes:
        data_set: The data set.
        load: The function that loads its file.
    """

    data_set: DataSet
    load: "Load"


class Load(Protocol):
    """A function that loads a file of a data set.

    Args:
        path: The file.
        encoding: Its encoding, if it is not the usual one.
    """

    __name__: str

    def __call__(self, path: str | PathLike[str], *, encoding: str | None = None) -> "Loaded[State] | Loaded[Treaty]":
        """Return the records."""
        ...


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
        self._data_set = data_set
        self._file = file.name
        self._digest = urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        self._aside: dict[int, Problem] = {}
        table = self._read(data, str(file), evolve(dialect, encoding=encoding or dialect.encoding))
        restored = resaved(table, forms.kind, forms.needed, plain=data.isascii())
        self.table: CsvTable = restored.table
        self.unread = restored.unread
        self._originals = restored.originals
        self._problems = [*restored.remarks, *(problem for problem, _ in restored.missing)]
        for row in self.table.rows:
            if row.problem:
                self.set_aside(row, row.problem)
        for problem, rows in restored.missing:
            for row in rows:
                self._aside.setdefault(row.line, problem)
        self.version = self._version() if "version" in self.table.columns else ""

    def _read(self, data: bytes, file: str, dialect: Dialect) -> CsvTable:
        header = data.partition(b"\n")[0].decode(errors="replace").rstrip("\r")
        hint = self._other_loader(header) if header else None
        try:
            table = read_table(data, file, dialect, self._data_set.columns)
        except InvalidCorpus as error:
            raise InvalidCorpus(
                evolve(problem, hint=hint) if hint and problem.code == loading.COLUMNS.code else problem
                for problem in error.problems
            ) from None
        if hint and self._data_set.columns:
            message = f"{file} must be a file of {self._data_set.name}, got the columns of another data set"
            raise InvalidCorpus([loading.COLUMNS.problem(message, hint=hint, location=Location(file))])
        return table

    def _other_loader(self, header: str) -> str | None:
        """Return a hint with the loader of another data set whose columns the header has; None if there is none.

        If several data sets match, the one with the most columns is used, since its columns may include the others'.
        """
        from alliancekit.loaders._all import LOADERS

        names = {name.strip('"') for name in header.removeprefix("\ufeff").split(",")}
        fitting = [loader for loader in LOADERS.values() if names.issuperset(loader.data_set.columns or ("",))]
        best = max(fitting, key=lambda loader: len(loader.data_set.columns), default=None)
        if best is None or best.data_set == self._data_set:
            return None
        return f"it looks like {best.data_set.name}: load it with loaders.{best.load.__name__}"

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
        line, first = min(self._aside.items())
        message = f"the table must have rows that can be read, got none (line {line}: {first.message})"
        hint = self._other_loader(",".join(self.table.rows[0].cells)) or first.hint
        return self.error(loading.VERSION, message, hint)

    def loaded(
        self,
        records: Sequence[R],
        origins: Mapping[str, Origin],
        coverage: PartialDate,
        *,
        version: str = "",
        parties: Iterable[State] = (),
    ) -> "Loaded[R]":
        """Return the result of the loader: the records, with the problems and the account of the rows."""
        used = {row.line for origin in origins.values() for row in origin.rows}
        aside = [
            Aside(self.table.file, line, loading.FINDINGS[problem.code], problem)
            for line, problem in sorted(self._aside.items())
        ]
        version = version or self.version
        return Loaded(
            records=tuple(records),
            problems=tuple(sorted(dict.fromkeys((*self._problems, *self._aside.values())), key=_location_key)),
            coverage=coverage,
            version=version,
            account=FileAccount(len(self.table.rows), len(used), tuple(aside)),
            source=self._source(version),
            parties=tuple(parties),
            origins=origins,
            originals=self._originals,
        )

    def attestations(self, version: str = "") -> tuple[Attestation, ...]:
        """Return the attestations of each record: only one, with the file as its source."""
        return (Attestation(source=self._id(version or self.version), wording="paraphrase"),)

    def _source(self, version: str) -> Source:
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


def _at(value: object, step: str | int) -> object:
    """Return an item of a tuple, or a field of an object."""
    if isinstance(step, str):
        return cast("object", getattr(value, step))
    items = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
    return items[step if step >= 0 else len(items)]  # a path counts from the front


def _location_key(problem: Problem) -> tuple[int, int]:
    location = problem.location
    return (location.line or 0, location.column or 0) if location else (0, 0)


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
