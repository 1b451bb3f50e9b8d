"""Read files record by record, without checks across records; in constant memory where the format allows."""

import sys
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define

from alliancekit.corpus._problem_log import limit_problem
from alliancekit.corpus.files import FORMATS, files_of, open_file, tables_of
from alliancekit.corpus.outcomes import in_text
from alliancekit.corpus.stream import FileReader, ValidRecords
from alliancekit.corpus.tables import ENDING
from alliancekit.corpus.trees import DocumentReader
from alliancekit.errors import Problem
from alliancekit.formats import LIMITS, AnyPath, Limits
from alliancekit.models import Entry

_UNLIMITED: Final = Limits(problems=sys.maxsize)


def scan(*paths: AnyPath, limits: Limits = LIMITS) -> Iterator[Entry | Problem]:
    """Yield the valid records of files and the problems of invalid ones, in the order of the files.

    JSON Lines and Parquet files of any length are read in parts; other files are read as a whole. There are no checks
    across records: `load` and `check` also report repeated ids and unresolved references. All other problems are the
    same as theirs.

    Args:
        paths: As for `load`.
        limits: The maximum size and depth of a line of JSON Lines, or of another file except Parquet, and the maximum
            number of problems per file, after which the rest of the file is skipped.

    Raises:
        UnusableFile: If a path is missing, can't be read, or contains no corpus file.
    """
    for file in files_of(paths):
        yield from _scan(open_file(file, limits, whole=False), limits)


def scan_parquet(*paths: AnyPath) -> Iterator[Entry | Problem]:
    """Yield the valid records of tables and the problems of invalid rows, in the order of the rows.

    At most 100,000 records are in memory at a time, whatever the size of the tables. There are no checks across
    records, such as those for unique ids and resolved references.

    Args:
        paths: As for `from_parquet`. The files may have any size.

    Raises:
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or contains no table.
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
            problems = [*problems[: self.left], limit_problem(problems[self.left].location, limits)]
        self.left -= len(problems)
        return problems


def _scan(reader: FileReader, limits: Limits) -> Iterator[Entry | Problem]:
    """Yield the records and problems of a file, up to the maximum number of problems."""
    quota = _Quota(max(limits.problems, 0))
    of_document: list[Problem] = []  # of a file that is read as a whole; yielded at the end, sorted
    for item in reader:
        if isinstance(item, ValidRecords):
            yield from item.records
            continue
        if item.record:
            yield item.record
        if isinstance(reader, DocumentReader):
            of_document += item.problems
        else:
            yield from quota.limited(item.problems, limits)
        if quota.is_exceeded:
            return
    yield from quota.limited(sorted(of_document, key=in_text), limits)
