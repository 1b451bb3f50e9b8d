"""Read and write Parquet: one table per record type, read in parts."""

from collections.abc import Iterator, Sequence
from functools import partial
from os import fspath
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final

from attrs import define, evolve, field, frozen

from alliancekit.corpus.causes import is_id_of
from alliancekit.corpus.results import RowLocator
from alliancekit.corpus.stream import Item, ReadResult, ValidRecords
from alliancekit.corpus.table_options import DEFAULT, TableOptions
from alliancekit.errors import Location, Problem
from alliancekit.formats import Limits, read_bytes
from alliancekit.models import MODELS, Entry

if TYPE_CHECKING:
    import polars as pl

    from alliancekit.corpus._parquet import ParquetRow, ParquetSource

ENDING: Final = ".parquet"
"""The ending of Parquet files."""


@frozen
class ParquetFormat:
    """The format Parquet; see `Format`.

    Attributes:
        options: How to read tables.
    """

    options: TableOptions = DEFAULT

    def open(self, file: FilePath, limits: Limits, *, whole: bool) -> "ParquetReader":
        """Return a reader of a table; if `whole` is false, the table may have any size."""
        return ParquetReader(file, limits if whole else None, self.options)

    def encode(self, records: Sequence[Entry]) -> bytes:
        """Return the content of a table with records of one type; without records, a table of the first type."""
        from alliancekit.corpus._parquet import bytes_of

        return bytes_of(type(records[0]), records) if records else self.encode_empty(next(iter(MODELS.values())))

    def encode_empty(self, model: type[Entry]) -> bytes:
        """Return the content of a table of a type without records."""
        from alliancekit.corpus._parquet import bytes_of

        return bytes_of(model, ())


@define(eq=False)
class ParquetReader:
    """A reader of a table; see `FileReader`.

    Attributes:
        file: The file.
        limits: The largest size of the file and the largest number of rows; None if they are not limited.
        options: How to read it.
        fraction_done: The fraction of the rows that has been read.
    """

    file: FilePath
    limits: Limits | None
    options: TableOptions = DEFAULT
    fraction_done: float = field(default=0.0, init=False)

    def __iter__(self) -> Iterator[Item]:
        """Yield the content of the rows."""
        from alliancekit.corpus._parquet import UNREADABLE, ParquetTable, damaged, table_of

        table = table_of(self._source(), fspath(self.file), self.limits, self.options)
        if not isinstance(table, ParquetTable):
            yield self._unreadable(table)
            return
        row = 0
        try:
            for part in table.parts():
                yield from items_of(table.model, part, fspath(self.file), row + 1)
                row += len(part)
                self.fraction_done = row / max(table.height, 1)
        except UNREADABLE:
            yield self._unreadable([damaged(row)])
        self.fraction_done = 1.0

    def skipped(self) -> ReadResult:
        """Return the kinds of the records in the table."""
        from alliancekit.corpus._parquet import possible_kinds

        return ReadResult(hidden_kinds=possible_kinds(self._source(), fspath(self.file)))

    def _source(self) -> "ParquetSource":
        return read_bytes(self.file, self.limits) if self.limits else self.file

    def _unreadable(self, problems: Sequence[Problem]) -> ReadResult:
        located = [evolve(problem, location=Location(fspath(self.file))) for problem in problems]
        return ReadResult(problems=located, hidden_kinds=self.skipped().hidden_kinds if self.limits else ())


def items_of(model: type[Entry], part: "pl.DataFrame", name: str, first: int) -> Iterator[Item]:
    """Yield the content of consecutive rows of a table.

    Args:
        model: The type of the records.
        part: The rows, in the layout of the type.
        name: The name of the table, for locations.
        first: The number of the first of the rows, from 1.
    """
    from alliancekit.corpus._parquet import check_rows

    rows = check_rows(model, part)
    if isinstance(rows, list):
        yield ValidRecords(rows, partial(RowLocator.of, name, first))
    else:
        for n, checked in enumerate(rows, first):
            yield _item(model, checked, RowLocator(name, n))


def _item(model: type[Entry], checked: "Entry | ParquetRow", locator: RowLocator) -> Item:
    """Return the content of a row of a table."""
    from alliancekit.corpus._parquet import ParquetRow

    if not isinstance(checked, ParquetRow):
        return ValidRecords([checked], lambda _: locator)
    return ReadResult(
        problems=[locator.locate(problem) for problem in checked.problems],
        record=checked.record,
        id=checked.id,
        locator=locator,
        kinds_without_id=[model.__name__.lower()] if not checked.record and not is_id_of(model, checked.id) else [],
    )
