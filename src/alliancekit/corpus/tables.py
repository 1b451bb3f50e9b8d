"""Read and write Parquet: a table for each type of record, of which some rows are read at a time."""

from collections.abc import Iterator, Sequence
from functools import partial
from os import fspath
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final

from attrs import define, evolve, field

from alliancekit.corpus.causes import is_id
from alliancekit.corpus.places import RowPlace
from alliancekit.corpus.stream import Item, Outcome, ValidRecords
from alliancekit.errors import Location, Problem
from alliancekit.formats import Limits, read_bytes
from alliancekit.models import MODELS, Entry

if TYPE_CHECKING:
    from alliancekit.corpus._parquet import Row, Source

ENDING: Final = ".parquet"
"""The ending of the names of tables."""


class Tables:
    """The format Parquet; see `Format`."""

    def open(self, file: FilePath, limits: Limits, *, whole: bool) -> "TableReader":
        """Return a reader of a table; without `whole`, the table may have any size."""
        return TableReader(file, limits if whole else None)

    def encode(self, records: Sequence[Entry]) -> bytes:
        """Return the content of a table with records of one type; without records, it is a table of the first type."""
        from alliancekit.corpus._parquet import bytes_of

        return bytes_of(type(records[0]) if records else next(iter(MODELS.values())), records)


@define(eq=False)
class TableReader:
    """A reader of a table; see `Reader`.

    Attributes:
        file: The file.
        limits: The largest size of the file and the largest number of rows; None if they are not limited.
        fraction_done: The fraction of the rows that has been read.
    """

    file: FilePath
    limits: Limits | None
    fraction_done: float = field(default=0.0, init=False)

    def __iter__(self) -> Iterator[Item]:
        """Yield the content of the rows."""
        from alliancekit.corpus._parquet import UNREADABLE, Table, check_rows, damaged, table_of

        table = table_of(self._source(), self.limits)
        if not isinstance(table, Table):
            yield self._unreadable(table)
            return
        row = 0
        try:
            for part in table.parts():
                rows = check_rows(table.model, part)
                if isinstance(rows, list):
                    yield ValidRecords(rows, partial(RowPlace.of, fspath(self.file), row + 1))
                else:
                    for n, found in enumerate(rows, row + 1):
                        yield self._item(table.model, found, n)
                row += len(part)
                self.fraction_done = row / max(table.height, 1)
        except UNREADABLE:
            yield self._unreadable([damaged(row)])
        self.fraction_done = 1.0

    def skipped(self) -> Outcome:
        """Return the kinds of the records in the table."""
        from alliancekit.corpus._parquet import may_hold

        return Outcome(hidden_kinds=may_hold(self._source(), fspath(self.file)))

    def _source(self) -> "Source":
        return read_bytes(self.file, self.limits) if self.limits else self.file

    def _unreadable(self, problems: Sequence[Problem]) -> Outcome:
        located = [evolve(problem, location=Location(fspath(self.file))) for problem in problems]
        return Outcome(problems=located, hidden_kinds=self.skipped().hidden_kinds if self.limits else ())

    def _item(self, model: type[Entry], found: "Entry | Row", n: int) -> Item:
        """Return what the nth row of the table contains."""
        from alliancekit.corpus._parquet import Row

        place = RowPlace(fspath(self.file), n)
        if not isinstance(found, Row):
            return ValidRecords([found], lambda _: place)
        return Outcome(
            problems=[place.locate(problem) for problem in found.problems],
            record=found.record,
            id=found.id,
            place=place,
            kinds_without_id=[model.__name__.lower()] if not found.record and not is_id(model, found.id) else [],
        )
