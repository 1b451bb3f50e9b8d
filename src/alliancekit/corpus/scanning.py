"""Files record by record, each record by itself; in constant memory where the format allows."""

import sys
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define

from alliancekit.corpus._told import one_too_many
from alliancekit.corpus.files import FORMATS, AnyPath, files_of, opened, tables_of
from alliancekit.corpus.places import in_text
from alliancekit.corpus.stream import Reading, Records
from alliancekit.corpus.tables import ENDING
from alliancekit.corpus.trees import TreeReading
from alliancekit.errors import Problem
from alliancekit.formats import LIMITS, Limits
from alliancekit.models import Entry

_UNLIMITED: Final = Limits(problems=sys.maxsize)


def scan(*paths: AnyPath, limits: Limits = LIMITS) -> Iterator[Entry | Problem]:
    """Yield the records of files, each valid by itself, and the problems of those that are not, in their order.

    Of JSON Lines and Parquet it holds a part at a time, however long the file is; other files are read whole. What
    records say together is not looked at: that ids are unique and references point at records is for `load` and `check`
    to say. All other problems are theirs, word for word.

    Args:
        paths: As for `load`.
        limits: How large and how deep a line of JSON Lines, or another file but Parquet, may be; and how many problems
            of a file are told before the rest of it is left.

    Raises:
        UnusableFile: If a path is missing, can't be read, or has no corpus file.
    """
    for file in files_of(paths):
        yield from _found(opened(file, limits, whole=False), limits)


def scan_parquet(*paths: AnyPath) -> Iterator[Entry | Problem]:
    """Yield the records of tables, and the problems of what is none, in the order of the rows.

    However large the tables are, at most a hundred thousand records are held at a time. Each record obeys the rules of
    its type; what several records obey together, unique ids and resolved references first, is a matter of the corpus.

    Args:
        paths: As for `from_parquet`; the files have any size.

    Raises:
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or has no table.
    """
    for file in tables_of(paths):
        yield from _found(FORMATS[ENDING].open(file, LIMITS, whole=False), _UNLIMITED)


@define
class _Left:
    """How many problems of a file may still be told.

    Attributes:
        number: How many.
        is_over: Whether there were more.
    """

    number: int
    is_over: bool = False

    def told(self, problems: Sequence[Problem], limits: Limits) -> Sequence[Problem]:
        """Return the problems that are told; the first that is one too many says so, and is the last."""
        if len(problems) > self.number:
            self.is_over = True
            problems = [*problems[: self.number], one_too_many(problems[self.number], limits)]
        self.number -= len(problems)
        return problems


def _found(reading: Reading, limits: Limits) -> Iterator[Entry | Problem]:
    """Yield what a file holds, until there are more problems than are told."""
    left = _Left(max(limits.problems, 0))
    later: list[Problem] = []  # what is wrong with a document, in the order of its text
    for item in reading:
        if isinstance(item, Records):
            yield from item.entries
            continue
        if item.entry:
            yield item.entry
        if isinstance(reading, TreeReading):
            later += item.problems
        else:
            yield from left.told(item.problems, limits)
        if left.is_over:
            return
    yield from left.told(sorted(later, key=in_text), limits)
