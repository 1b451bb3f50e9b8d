"""Results of loaders: records, an account of all rows, and the cells of each value."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Generic, TypeAlias, TypeVar, cast

from attrs import field, frozen

from alliancekit._html import paragraph, table
from alliancekit.corpus import Corpus
from alliancekit.corpus.references import near_ids
from alliancekit.corpus.search import suggestion
from alliancekit.dates import PartialDate
from alliancekit.errors import Path, Problem, UnknownRecord, path_text, severities
from alliancekit.formats import CsvRow
from alliancekit.messages import listed, quote
from alliancekit.models import MODELS, Entry, Source, State, Treaty
from alliancekit.rules import loading
from alliancekit.text import first_lines

R = TypeVar("R", State, Treaty)

_MOST_ASIDE: Final = 10
"""The most lines of an account in the text of a data set."""

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


@frozen(repr=False)
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
        """Return the counts, and the reasons of the rows that are set aside, the most frequent first.

        It has at most 20 lines.
        """
        first = f"{_rows(self.read)} read: {self.used:,} used, {len(self.aside):,} set aside"
        reasons = loading.tally((aside.problem.code, aside.reason) for aside in self.aside)
        return first_lines("\n".join((first, *(f"  {reason}" for reason in reasons))), "; see aside")

    def __repr__(self) -> str:
        """Return the same as `str`."""
        return str(self)

    def _repr_html_(self) -> str:
        """Return the same for a notebook."""
        return paragraph(*str(self).split("\n"))


@frozen
class Origin:
    """The rows and cells of a record.

    Attributes:
        rows: Its rows, in the order of the file.
        traces: Returns the cells of each value. It is called only on demand, since most users need no cells.
    """

    rows: tuple[CsvRow, ...]
    traces: Callable[[], Traces] = field(repr=False)


@frozen(kw_only=True, eq=False, repr=False)
class Loaded(Generic[R]):
    """A data set as records, with all problems and an account of the rows.

    Like a corpus, it has a length and its records: ``loaded["treaty:atop-1005"]``, ``for treaty in loaded``.

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

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.records)

    def __iter__(self) -> Iterator[R]:
        """Yield the records, in the order of the file."""
        return iter(self.records)

    def __contains__(self, id_: object) -> bool:
        """Return whether a record has this id."""
        return id_ in self._origins

    def __getitem__(self, id_: str) -> R:
        """Return the record with an id.

        Raises:
            UnknownRecord: If no record has this id; the message suggests similar ids.
        """
        self._origin(id_)
        return next(record for record in self.records if record.id == id_)

    def head(self, n: int = 5) -> tuple[R, ...]:
        """Return the first records.

        Args:
            n: Their number; if it is negative, all records but the last ones.
        """
        return self.records[:n]

    def __str__(self) -> str:
        """Return the number of records, the account of the rows, the number of problems and the coverage."""
        return "\n".join((f"<Loaded: {self._title()}>", *summary(self.account, self.problems, self.coverage)))

    def __repr__(self) -> str:
        """Return the same as `str`."""
        return str(self)

    def _repr_html_(self) -> str:
        """Return the same for a notebook, and the first records."""
        rows = [(record.id, record.names[0].text) for record in self.head(10)]
        heading = paragraph(f"Loaded: {self._title()}", *summary(self.account, self.problems, self.coverage))
        return heading + table(("id", "name"), rows, len(self) - len(rows))

    def _title(self) -> str:
        """Return the number of records, and the title of the source."""
        kind = next((name for name, model in MODELS.items() if isinstance(next(iter(self), None), model)), "records")
        return f"{len(self):,} {kind} of {self.source.title}"

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
            raise UnknownRecord(message, lambda: self._hint(record))
        return self._origins[record]

    def _hint(self, unknown: str) -> str:
        """Return the ids that an unknown one may stand for, or records with similar names; empty if there are none."""
        near = [id_ for id_ in self._origins if id_.partition("-")[2] == unknown] or near_ids(unknown, self._origins)
        return f"did you mean {listed(tuple(near))}?" if near else suggestion(self.records, unknown)

    def _check_path(self, id_: str, path: Path) -> None:
        """Raise an UnknownRecord if a record has no value at a path."""
        value: object = self[id_]
        for depth, step in enumerate(path, 1):
            try:
                value = _at(value, step)
            except (AttributeError, IndexError):
                message = f"{id_} has no value at {path_text(path[:depth])}"
                raise UnknownRecord(message) from None


def summary(account: FileAccount, problems: Sequence[Problem], coverage: PartialDate) -> list[str]:
    """Return the lines about the rows, the problems and the coverage of a file."""
    lines = str(account).split("\n")[:_MOST_ASIDE]
    return [*lines, f"{severities(problems) or 'no problems'}", f"coverage: {coverage}"]


def _at(value: object, step: str | int) -> object:
    """Return an item of a tuple, or a field of an object."""
    if isinstance(step, str):
        return cast("object", getattr(value, step))
    items = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
    return items[step if step >= 0 else len(items)]  # a path counts from the front


def _rows(count: int) -> str:
    return f"{count:,} row" if count == 1 else f"{count:,} rows"
