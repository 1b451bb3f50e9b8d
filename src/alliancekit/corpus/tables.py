"""Parquet: a table a type of record, which is read some rows at a time."""

from collections.abc import Iterator, Sequence
from functools import partial
from os import fspath
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final

from attrs import define, evolve, field

from alliancekit.corpus._causes import is_id
from alliancekit.corpus.places import RowPlace
from alliancekit.corpus.stream import Item, Records, Single
from alliancekit.errors import Location, Problem
from alliancekit.formats import Limits, read_bytes
from alliancekit.models import MODELS, Entry

if TYPE_CHECKING:
    from alliancekit.corpus._parquet import Row, Source

ENDING: Final = ".parquet"
"""The ending of a table."""


class Tables:
    """The format Parquet; see `Format`."""

    def open(self, file: FilePath, limits: Limits, *, whole: bool) -> "TableReading":
        """Return what reads a file; limits bind only if they are those of the file."""
        return TableReading(file, limits if whole else None)

    def bytes_of(self, records: Sequence[Entry]) -> bytes:
        """Return the bytes of a table that holds records of one type; of none, it is the first of all types."""
        from alliancekit.corpus._parquet import bytes_of

        return bytes_of(type(records[0]) if records else next(iter(MODELS.values())), records)


@define(eq=False)
class TableReading:
    """A table that is being read; see `Reading`.

    Attributes:
        file: The file.
        limits: How large it may be; without, it may have any size.
        share: How much of the file is read.
    """

    file: FilePath
    limits: Limits | None
    share: float = field(default=0.0, init=False)

    def __iter__(self) -> Iterator[Item]:
        """Yield what the rows hold."""
        from alliancekit.corpus._parquet import UNREADABLE, Table, damaged, looked_at, sound, table_of

        # What is read at once can't change meanwhile.
        table = table_of(self._source(), self.limits)
        if not isinstance(table, Table):
            yield self._unreadable(table)
            return
        row = 0
        try:
            for part in table.parts():
                if (entries := sound(table.model, part)) is not None:
                    yield Records(entries, partial(_place, fspath(self.file), row + 1))
                else:
                    for n, found in enumerate(looked_at(table.model, part), row + 1):
                        yield self._of_row(table.model, found, n)
                row += len(part)
                self.share = row / max(table.height, 1)
        except UNREADABLE:
            yield self._unreadable([damaged(row)])
        self.share = 1.0

    def rest(self) -> Single:
        """Return the kinds of the records in the table."""
        from alliancekit.corpus._parquet import may_hold

        return Single(unread=may_hold(self._source(), fspath(self.file)))

    def _source(self) -> "Source":
        return read_bytes(self.file, self.limits) if self.limits else self.file

    def _unreadable(self, problems: Sequence[Problem]) -> Single:
        located = [evolve(problem, location=Location(fspath(self.file))) for problem in problems]
        return Single(problems=located, unread=self.rest().unread if self.limits else ())

    def _of_row(self, model: type[Entry], found: "Entry | Row", n: int) -> Item:
        from alliancekit.corpus._parquet import Row

        place = _place(fspath(self.file), n, 0)
        if not isinstance(found, Row):
            return Records([found], lambda _: place)
        return Single(
            problems=[place.locate(problem) for problem in found.problems],
            entry=found.entry,
            id=found.id,
            place=place,
            waiting=[model.__name__.lower()] if not found.entry and not is_id(model, found.id) else [],
        )


def _place(file: str, first: int, n: int) -> RowPlace:
    """Return where one of some records stands, whose rows follow each other."""
    return RowPlace(file, first + n)
