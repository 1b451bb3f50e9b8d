"""Build a corpus from data frames, as `Corpus.to_polars`, `to_pandas` and `to_arrow` return them."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from attrs import define, evolve, field

from alliancekit.corpus.contents import collect
from alliancekit.corpus.reading import corpus_of
from alliancekit.corpus.stream import Item, ReadResult
from alliancekit.corpus.tables import items_of
from alliancekit.errors import InvalidRecord, Location, UnusableInput
from alliancekit.formats import LIMITS, Limits
from alliancekit.messages import described

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from alliancekit.corpus._corpus import Corpus
    from alliancekit.corpus.frames import ArrowTable, PandasRow
    from alliancekit.models import Entry

_ROWS: Final = 100_000
"""The number of records that are built at a time."""


def from_polars(tables: "Mapping[str, pl.DataFrame]", *, limits: Limits = LIMITS) -> "Corpus":
    """Return the corpus in data frames of polars, one row per record, as `Corpus.to_polars` returns them.

    Each row is checked as in a file: nothing is converted, except between types with the same values, such as
    categories and texts.

    Args:
        tables: The frames by the names of their tables: ``{"states": states, "treaties": treaties}``.
        limits: The maximum number of problems per table; the other limits do not apply, as the frames are in memory.

    Raises:
        InvalidCorpus: With every problem of every table; the location is the name of the table and the row, from 1.
        MissingExtra: If polars is not installed.
        UnknownTable: If there is no table with one of the names.
        UnusableInput: If it is no mapping to frames.
    """
    return _from_frames(tables, limits)


def from_pandas(tables: "Mapping[str, pd.DataFrame]", *, limits: Limits = LIMITS) -> "Corpus":
    """Return the corpus in data frames of pandas, as `from_polars` does.

    Raises:
        MissingExtra: If polars or pyarrow is not installed.
        InvalidCorpus: As for `from_polars`; likewise UnknownTable and UnusableInput.
    """
    return _from_frames(tables, limits)


def from_arrow(tables: "Mapping[str, ArrowTable]", *, limits: Limits = LIMITS) -> "Corpus":
    """Return the corpus in Arrow tables, as `from_polars` does.

    Raises:
        MissingExtra: If polars is not installed.
        InvalidCorpus: As for `from_polars`; likewise UnknownTable and UnusableInput.
    """
    return _from_frames(tables, limits)


def from_row(table: str, row: "Mapping[str, object] | PandasRow | pl.DataFrame | pd.DataFrame | ArrowTable") -> "Entry":
    """Return the record in one row of a table.

    Args:
        table: The name of the table, such as ``statements``.
        row: The row: a mapping from the names of all columns to plain values, as ``frame.row(0, named=True)`` of polars
            and ``table.to_pylist()[0]`` of Arrow return it; a row of pandas, such as ``frame.iloc[0]``; or a frame with
            a single row.

    Raises:
        InvalidRecord: With the problems of the row.
        MissingExtra: If polars is not installed.
        UnknownTable: If there is no such table.
        UnusableInput: If it is neither, or the frame does not have one row.
    """
    from alliancekit.corpus._parquet import check_singly
    from alliancekit.corpus.frames import as_row, checked_layout

    frame = as_row(row)
    if len(frame) != 1:
        message = f"a frame with one row is needed, got {len(frame):,} rows; pass a slice, such as frame[:1]"
        raise UnusableInput(message)
    model, rows, problems = checked_layout(table, frame)
    if problems:
        raise InvalidRecord(problems)
    (checked,) = check_singly(model, rows)
    if not checked.record:
        raise InvalidRecord(checked.problems)
    return checked.record


def _from_frames(tables: Mapping[str, object], limits: Limits) -> "Corpus":
    if not _is_mapping(tables):
        message = f"frames must be in a mapping such as {{'statements': frame}}, got {described(tables)}"
        raise UnusableInput(message)
    from alliancekit.corpus.frames import any_frame

    frames = {name: any_frame(frame, f"the table {name!r}") for name, frame in tables.items()}
    return corpus_of(collect([_FrameReader(name, frame) for name, frame in frames.items()], limits))


def _is_mapping(value: object) -> bool:
    return isinstance(value, Mapping)


@define(eq=False)
class _FrameReader:
    """A reader of a data frame; see `FileReader`.

    Attributes:
        name: The name of the table.
        frame: The rows.
        fraction_done: The fraction of the rows that has been read.
    """

    name: str
    frame: "pl.DataFrame"
    fraction_done: float = field(default=0.0, init=False)

    def __iter__(self) -> Iterator[Item]:
        """Yield the content of the rows."""
        from alliancekit.corpus.frames import checked_layout

        model, rows, problems = checked_layout(self.name, self.frame)
        if problems:
            location = Location(self.name)
            located = [evolve(problem, location=location) for problem in problems]
            yield ReadResult(problems=located, hidden_kinds=self.skipped().hidden_kinds)
        for first in range(0, 0 if problems else len(rows), _ROWS):
            yield from items_of(model, rows.slice(first, _ROWS), self.name, first + 1)
        self.fraction_done = 1.0

    def skipped(self) -> ReadResult:
        """Return the kind of the records in the table."""
        from alliancekit.corpus.frames import model_of

        return ReadResult(hidden_kinds=[model_of(self.name).__name__.lower()])
