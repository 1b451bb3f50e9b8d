"""Read files record by record, each record checked by itself; in constant memory where the format allows."""

import sys
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define

from alliancekit.corpus._told import one_too_many
from alliancekit.corpus.files import FORMATS, AnyPath, files_of, open_file, tables_of
from alliancekit.corpus.places import in_text
from alliancekit.corpus.stream import Reader, ValidRecords
from alliancekit.corpus.tables import ENDING
from alliancekit.corpus.trees import TreeReader
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
        yield from _scan(open_file(file, limits, whole=False), limits)


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
        yield from _scan(FORMATS[ENDING].open(file, LIMITS, whole=False), _UNLIMITED)


@define
class _Quota:
    """The number of problems of a file that may still be yielded.

    Attributes:
        left: The number.
        is_exceeded: Whether there were more problems.
    """

    left: int
    is_exceeded: bool = False

    def limited(self, problems: Sequence[Problem], limits: Limits) -> Sequence[Problem]:
        """Return the problems that may be yielded; the first one beyond the limit is replaced by AK006."""
        if len(problems) > self.left:
            self.is_exceeded = True
            problems = [*problems[: self.left], one_too_many(problems[self.left], limits)]
        self.left -= len(problems)
        return problems


def _scan(reader: Reader, limits: Limits) -> Iterator[Entry | Problem]:
    """Yield the records and problems of a file, up to the maximum number of problems."""
    quota = _Quota(max(limits.problems, 0))
    of_document: list[Problem] = []  # of a format that is read as a whole, yielded at the end, sorted
    for item in reader:
        if isinstance(item, ValidRecords):
            yield from item.records
            continue
        if item.record:
            yield item.record
        if isinstance(reader, TreeReader):
            of_document += item.problems
        else:
            yield from quota.limited(item.problems, limits)
        if quota.is_exceeded:
            return
    yield from quota.limited(sorted(of_document, key=in_text), limits)
