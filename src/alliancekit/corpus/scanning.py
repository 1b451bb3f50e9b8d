"""Read files record by record, without checks across records; in constant memory where the format allows."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import define

from alliancekit.corpus._problem_log import limit_problem
from alliancekit.corpus.files import CorpusPath, inputs_of, open_file, tables_of
from alliancekit.corpus.project_rules import with_projects
from alliancekit.corpus.results import in_text
from alliancekit.corpus.stream import FileReader, ValidRecords
from alliancekit.corpus.table_options import TableOptions
from alliancekit.corpus.tables import ParquetReader
from alliancekit.corpus.trees import DocumentReader
from alliancekit.errors import Problem, Severity
from alliancekit.formats import LIMITS, AnyPath, Limits
from alliancekit.models import Entry
from alliancekit.projects import Project, checked_projects

UNLIMITED: Final = Limits(problems=sys.maxsize)
"""Limits that allow any number of problems."""


def scan(
    *paths: CorpusPath,
    format: str | None = None,  # noqa: A002
    limits: Limits = LIMITS,
    by_name: bool = False,
    verify: bool = True,
    projects: Iterable[Project] = (),
) -> Iterator[Entry | Problem]:
    """Yield the valid records of files or streams and the problems of invalid ones, in the order of the files.

    JSON Lines and Parquet files of any length are read in parts. Other files are read as a whole. There are no checks
    across records: repeated ids and unresolved references are reported only by `load` and `check`. All other problems
    are the same.

    Args:
        paths: As for `load`; streams come after files.
        format: As for `load`.
        limits: The maximum size and depth: of each line of JSON Lines, and of each other file except Parquet. Also the
            maximum number of problems of each file: if there are more, the rest of the file is skipped.
        by_name: As for `load`.
        verify: As for `load`. It takes the time to read each table once more.
        projects: As for `load`. Of a record with an error only the problems are yielded.

    Raises:
        UnusableFile: If a path is missing, can't be read, or contains no corpus file.
        UnusableProject: As for `load`.
    """
    options, own = TableOptions(by_name=by_name, verify=verify), checked_projects(projects)
    for file in inputs_of(paths, format):
        yield from scan_reader(open_file(file, limits, whole=False, tables=options), limits, own)


def scan_parquet(
    *paths: AnyPath,
    limits: Limits = UNLIMITED,
    by_name: bool = False,
    verify: bool = True,
    projects: Iterable[Project] = (),
) -> Iterator[Entry | Problem]:
    """Yield the valid records of tables and the problems of invalid rows, in the order of the rows.

    At most 100,000 records are in memory at a time, even if the tables are larger. There are no checks across
    records, such as those for unique ids and resolved references.

    Args:
        paths: As for `from_parquet`. The files may have any size.
        limits: The maximum number of problems of each file, by default any number: if there are more, the rest of the
            file is skipped. The other limits do not apply.
        by_name: As for `from_parquet`.
        verify: As for `from_parquet`. It takes the time to read each file once more.
        projects: As for `scan`.

    Raises:
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or contains no table.
        UnusableProject: As for `load`.
    """
    options, own = TableOptions(by_name=by_name, verify=verify), checked_projects(projects)
    for file in tables_of(paths):
        yield from scan_reader(ParquetReader(file, None, options), limits, own)


@define
class _Quota:
    """The number of problems of a file that may still be yielded.

    Attributes:
        remaining: This number.
        is_exceeded: Whether there were more problems than this.
    """

    remaining: int
    is_exceeded: bool = False

    def limited(self, problems: Sequence[Problem], limits: Limits) -> Sequence[Problem]:
        """Return the problems that may be yielded; the first one beyond the limit is replaced by AK006."""
        if len(problems) > self.remaining:
            self.is_exceeded = True
            problems = [*problems[: self.remaining], limit_problem(problems[self.remaining].location, limits)]
        self.remaining -= len(problems)
        return problems


def scan_reader(reader: FileReader, limits: Limits, projects: Sequence[Project] = ()) -> Iterator[Entry | Problem]:
    """Yield the records and problems of a file, up to the maximum number of problems."""
    quota = _Quota(max(limits.problems, 0))
    document_problems: list[Problem] = []  # of a file that is read as a whole; they are sorted and yielded at the end
    for item in with_projects(reader, projects):
        if isinstance(item, ValidRecords):
            yield from item.records
            continue
        if item.record and not any(problem.severity is Severity.ERROR for problem in item.problems):
            yield item.record
        if isinstance(reader, DocumentReader):
            document_problems += item.problems
        else:
            yield from quota.limited(item.problems, limits)
        if quota.is_exceeded:
            return
    yield from quota.limited(sorted(document_problems, key=in_text), limits)
