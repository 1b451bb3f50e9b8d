"""Results of loaders: records, an account of all rows, and the cells of each value."""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeAlias, TypeVar, cast

from attrs import field, frozen

from alliancekit.corpus import Corpus
from alliancekit.corpus.references import near_ids
from alliancekit.dates import PartialDate
from alliancekit.errors import Path, Problem, UnknownRecord, path_text
from alliancekit.formats import CsvRow
from alliancekit.messages import listed, quote
from alliancekit.models import Entry, Source, State, Treaty
from alliancekit.rules import loading

R = TypeVar("R", State, Treaty)

Refs: TypeAlias = Sequence[tuple[CsvRow, Sequence[str]]]
"""References to cells: rows, each with names of columns."""

Traces: TypeAlias = Mapping[Path, Refs]
"""The cells of the values of a record, by the path of the value."""


@frozen
class Cell:
    """A cell of a file.

    Attributes:
        file: The file, as passed to the loader.
        line: The line of the row, from 1; in a Stata file, the number of the row.
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
        line: The line of the row, from 1; in a Stata file, the number of the row.
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


def _at(value: object, step: str | int) -> object:
    """Return an item of a tuple, or a field of an object."""
    if isinstance(step, str):
        return cast("object", getattr(value, step))
    items = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
    return items[step if step >= 0 else len(items)]  # a path counts from the front


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
