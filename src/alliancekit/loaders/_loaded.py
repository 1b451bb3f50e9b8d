"""What a loader gives: records, an account of every row, and the way from each value back to its cells."""

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
from alliancekit.formats import Dialect, Row, Table, path_of, read_bytes, read_table
from alliancekit.loaders._resaved import ColumnKind, resaved
from alliancekit.messages import listed, quote
from alliancekit.models import Entry, Source, State, Treaty
from alliancekit.models.attestation import Attestation
from alliancekit.models.ids import SourceId
from alliancekit.rules import Rule, loading

R = TypeVar("R", State, Treaty)
T = TypeVar("T")

_DIGITS: Final = 9
"""How long a number may be."""
_MONTHS: Final = 12

Refs: TypeAlias = Sequence[tuple[Row, Sequence[str]]]
"""Cells, by their rows and the names of their columns."""

Traces: TypeAlias = Mapping[Path, Refs]
"""The cells from which the values of a record come, by the path of the value."""


@frozen
class Cell:
    """A cell of a file.

    Attributes:
        file: The file as the user named it.
        line: The line of its row, from 1.
        column: The name of its column.
        value: Its text, as the file has it.
        version: The version of the data set.
    """

    file: str
    line: int
    column: str
    value: str
    version: str


@frozen
class Aside:
    """A row that is set aside: no record comes from it.

    Attributes:
        file: The file as the user named it.
        line: The line of the row, from 1.
        reason: What is wrong with it, as a summary says it: all rows that break the same rule have the same reason.
        problem: What is wrong with this row.
    """

    file: str
    line: int
    reason: str
    problem: Problem


@frozen
class FileAccount:
    """What became of the rows of a file: each is used or set aside.

    Attributes:
        read: How many rows the file has.
        used: How many of them records come from.
        aside: The others, each with its reason, in the order of the file.
    """

    read: int
    used: int
    aside: tuple[Aside, ...] = ()

    def __str__(self) -> str:
        """Return the numbers, and the reasons of the rows that are set aside, the most frequent first."""
        first = f"{_rows(self.read)} read: {self.used:,} used, {len(self.aside):,} set aside"
        reasons = loading.tally((aside.problem.code, aside.reason) for aside in self.aside)
        return "\n".join((first, *(f"  {reason}" for reason in reasons)))


@frozen
class Origin:
    """Where a record comes from.

    Attributes:
        rows: The rows of the file, in its order.
        traces: Tells the cells of its values; it is asked only when somebody wants to know.
    """

    rows: tuple[Row, ...]
    traces: Callable[[], Traces] = field(repr=False)


@frozen(kw_only=True, eq=False)
class Loaded(Generic[R]):
    """A data set as records.

    Attributes:
        records: The records, in the order of the file.
        problems: All that was found, at its file, line and column, in the order of the file: an error sets its row, or
            all rows with the same gap, aside; a warning calls for a look.
        coverage: From when to when the data set speaks; of other times it says nothing, not "no".
        version: The version of the data set, as the file has it.
        account: What became of each row.
        source: The file, as a source.
        parties: The states that the records refer to, and those that they followed.
    """

    records: tuple[R, ...] = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)
    coverage: PartialDate
    version: str
    account: FileAccount
    source: Source = field(repr=False)
    parties: tuple[State, ...] = field(repr=False)
    _origins: Mapping[str, Origin] = field(alias="origins", repr=False)
    _originals: Mapping[int, Row] = field(alias="originals", repr=False)

    def corpus(self) -> Corpus:
        """Return the records, the states that they refer to, and the source, as a corpus."""
        records: tuple[Entry, ...] = (*self.records, *self.parties, self.source)
        return Corpus(records)

    def rows(self, record: str) -> tuple[Row, ...]:
        """Return the rows from which a record comes: what each cell holds in the file, by the name of its column.

        Args:
            record: Its id.

        Raises:
            UnknownRecord: If none has this id.
        """
        return tuple(self._originals.get(row.line, row) for row in self._origin(record).rows)

    def cells(self, record: str, path: Path = ()) -> tuple[Cell, ...]:
        """Return the cells from which a value comes.

        Args:
            record: The id of its record.
            path: The way to the value, such as ``("parties", 0, "spells", 0)``. Of a value that has no cell of its
                own, those of the object that it is in are given; of a list or an object, those of all in it; of the
                whole record, every cell that went into it.

        Raises:
            UnknownRecord: If none has this id, or it has no such value.
        """
        origin = self._origin(record)
        self._demand(record, path)
        traces = origin.traces()
        found = [refs for at, refs in traces.items() if at[: len(path)] == path]
        above = (traces[path[:end]] for end in range(len(path) - 1, -1, -1) if path[:end] in traces)
        chosen = found or [next(above, ())]
        cells = (self._cell(row, column) for refs in chosen for row, columns in refs for column in columns)
        return tuple(sorted(dict.fromkeys(cells), key=lambda cell: cell.line))

    def _cell(self, row: Row, column: str) -> Cell:
        text = self._originals.get(row.line, row)[column]
        return Cell(row.file, row.line, column, text, self.version)

    def _origin(self, record: str) -> Origin:
        if record not in self._origins:
            message = f"no record loaded from {self.source.file} has the id {quote(record)}"
            meant = [id_ for id_ in self._origins if id_.partition("-")[2] == record] or near_ids(record, self._origins)
            raise UnknownRecord(f"{message}; did you mean {listed(tuple(meant))}?" if meant else message)
        return self._origins[record]

    def _demand(self, id_: str, path: Path) -> None:
        """Refuse a path that leads nowhere."""
        value: object = next(record for record in self.records if record.id == id_)
        for place, step in enumerate(path, 1):
            try:
                value = _at(value, step)
            except (AttributeError, IndexError):
                message = f"{id_} has nothing at {path_text(path[:place])}"
                raise UnknownRecord(message) from None


@frozen(kw_only=True)
class DataSet:
    """A data set of the field, as its publisher describes it.

    Attributes:
        name: What it is called here: ``atop-member``.
        title: Its title.
        creators: Its authors, as its citation has them.
        citation: How to cite it.
        url: Where to get it.
        files: What its publisher calls the file.
        columns: The columns that the file must have; none where it has no header.
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
    """How a data set is loaded.

    Attributes:
        data_set: The data set.
        load: Gives the records of its file.
    """

    data_set: DataSet
    load: "Load"


class Load(Protocol):
    """Gives the records of a file of a data set.

    Args:
        path: The file.
        encoding: Its encoding, where it is not the one that is usual.
    """

    __name__: str

    def __call__(self, path: str | PathLike[str], *, encoding: str | None = None) -> "Loaded[State] | Loaded[Treaty]":
        """Return the records."""
        ...


class Unusable(Exception):
    """A row from which no record can come, with the reason."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem)


def unusable(rule: Rule, row: Row, message: str, column: str | None = None) -> Unusable:
    """Return why a row is set aside.

    Args:
        rule: The rule that it breaks.
        row: The row.
        message: What was expected, and what was got.
        column: The column of the cell at fault, if it is one.
    """
    return Unusable(rule.problem(message, location=row.location(column)))


@frozen(kw_only=True)
class Forms:
    """What the columns of a data set hold.

    Attributes:
        kind: Returns what a column holds, by its name.
        needed: The columns in which no cell may be empty.
    """

    kind: Callable[[str], ColumnKind]
    needed: Sequence[str]


class Sheet:
    """The table of a data set while its rows become records; it notes what becomes of each.

    Attributes:
        table: The table, with its cells as the publisher writes them.
        unread: The columns that only another program has added.
        version: The version that most of its rows give; none where no column has it.
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
        found = resaved(table, forms.kind, forms.needed, plain=data.isascii())
        self.table: Table = found.table
        self.unread = found.unread
        self._originals = found.originals
        self._problems = [*found.remarks, *(problem for problem, _ in found.missing)]
        for row in self.table.rows:
            if row.problem:
                self.put_aside(row, row.problem)
        for problem, rows in found.missing:
            for row in rows:
                self._aside.setdefault(row.line, problem)
        self.version = self._version() if "version" in self.table.columns else ""

    def _read(self, data: bytes, file: str, dialect: Dialect) -> Table:
        header = data.partition(b"\n")[0].decode(errors="replace").rstrip("\r")
        hint = self._other(header) if header else None
        try:
            table = read_table(data, file, dialect, self._data_set.columns)
        except InvalidCorpus as error:
            raise InvalidCorpus(
                evolve(problem, hint=hint) if hint and problem.code == loading.COLUMNS.code else problem
                for problem in error.problems
            ) from None
        if hint and self._data_set.columns:
            message = f"{file} must be a file of {self._data_set.name}, but has the columns of another data set"
            raise InvalidCorpus([loading.COLUMNS.problem(message, hint=hint, location=Location(file))])
        return table

    def _other(self, header: str) -> str | None:
        """Return how to load a file that by its header is one of another data set; None if it is of none.

        A file of more columns than are needed here may be one of a data set that needs them.
        """
        from alliancekit.loaders._all import LOADERS

        names = {name.strip('"') for name in header.removeprefix("\ufeff").split(",")}
        fitting = [loader for loader in LOADERS.values() if names.issuperset(loader.data_set.columns or ("",))]
        found = max(fitting, key=lambda loader: len(loader.data_set.columns), default=None)
        if found is None or found.data_set == self._data_set:
            return None
        return f"it looks like {found.data_set.name}: load it as that, with loaders.{found.load.__name__}"

    @property
    def rows(self) -> Iterator[Row]:
        """The rows that are not set aside."""
        return (row for row in self.table.rows if row.line not in self._aside)

    def put_aside(self, row: Row, problem: Problem) -> None:
        """Set a row aside."""
        self._aside[row.line] = problem

    def warn(self, rule: Rule, row: Row, message: str, column: str, record: str) -> None:
        """Note what calls for a look at a row that is used."""
        self._problems.append(rule.problem(message, location=row.location(column), record=record))

    def each(self, read: Callable[[Row], T]) -> list[T]:
        """Return what is read from each row; those that are unusable are set aside."""
        made: list[T] = []
        for row in self.rows:
            try:
                made.append(read(row))
            except Unusable as found:
                self.put_aside(row, found.problem)
        return made

    def refuse(self, rule: Rule, message: str, hint: str | None = None) -> InvalidCorpus:
        """Return why the file as a whole can't be loaded."""
        return InvalidCorpus([rule.problem(message, location=Location(self.table.file), hint=hint)])

    def refuse_rows(self) -> InvalidCorpus:
        """Return why a file can't be loaded of which no row can be used."""
        if not self.table.rows:
            hint = "get the file anew from its publisher"
            return self.refuse(loading.VERSION, "the table must have rows, it has none but its header", hint)
        line, first = min(self._aside.items())
        message = f"the table must have rows that can be read, it has none (line {line}: {first.message})"
        return self.refuse(loading.VERSION, message, self._other(",".join(self.table.rows[0].cells)) or first.hint)

    def loaded(
        self,
        records: Sequence[R],
        origins: Mapping[str, Origin],
        coverage: PartialDate,
        *,
        version: str = "",
        parties: Iterable[State] = (),
    ) -> "Loaded[R]":
        """Return what has been made of the table."""
        made = {row.line for origin in origins.values() for row in origin.rows}
        aside = [
            Aside(self.table.file, line, loading.FINDINGS[found.code], found)
            for line, found in sorted(self._aside.items())
        ]
        known = version or self.version
        return Loaded(
            records=tuple(records),
            problems=tuple(sorted(dict.fromkeys((*self._problems, *self._aside.values())), key=_place)),
            coverage=coverage,
            version=known,
            account=FileAccount(len(self.table.rows), len(made), tuple(aside)),
            source=self._source(known),
            parties=tuple(parties),
            origins=origins,
            originals=self._originals,
        )

    def attestations(self, version: str = "") -> tuple[Attestation, ...]:
        """Return the report of each record by the file."""
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
        """Return the version of the file; rows of another one are set aside."""
        versions = Counter(row["version"] for row in self.rows)
        if not versions:
            raise self.refuse_rows()
        version = versions.most_common(1)[0][0]
        for row in self.rows if len(versions) > 1 else ():
            if row["version"] != version:
                message = f"version must be {version}, as in the other rows, got {quote(row['version'])}"
                self.put_aside(row, unusable(loading.VERSION, row, message, "version").problem)
        return version


def number(row: Row, column: str) -> int:
    """Return the whole number that stands in a cell.

    Raises:
        Unusable: If none does.
    """
    text = row[column]
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise unusable(loading.VALUE, row, f"{column} must be a whole number, got {quote(text)}", column)
    return int(text)


def dated(row: Row, parts: Sequence[int], columns: Sequence[str]) -> PartialDate:
    """Return the date of a year, a month and a day, of which the last ones may be missing.

    Args:
        row: Where they stand.
        parts: The numbers.
        columns: The column of each.

    Raises:
        Unusable: If there is no such date.
    """
    if len(parts) > 1 and not 1 <= parts[1] <= _MONTHS:  # EDTF would take 21 for spring
        raise unusable(loading.MOMENT, row, f"{columns[1]} must lie from 1 to {_MONTHS}, got {parts[1]}", columns[1])
    edtf = "-".join(f"{part:0{2 if place else 4}}" for place, part in enumerate(parts))
    try:
        return PartialDate.parse(edtf)
    except InvalidDate as error:
        raise unusable(loading.MOMENT, row, f"{columns[-1]} must make a date: {error}", columns[-1]) from None


def _at(value: object, step: str | int) -> object:
    """Return an item of a list, or a field of an object."""
    if isinstance(step, str):
        return cast("object", getattr(value, step))
    items = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
    return items[step if step >= 0 else len(items)]  # a path counts from the front


def _place(problem: Problem) -> tuple[int, int]:
    place = problem.location
    return (place.line or 0, place.column or 0) if place else (0, 0)


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
