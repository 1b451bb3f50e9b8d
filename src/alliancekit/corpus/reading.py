"""Load and check files: a corpus, or every problem of every file with its location."""

import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final

from attrs import frozen

from alliancekit import engine
from alliancekit.corpus._corpus import Corpus, corpus_of_checked
from alliancekit.corpus.contents import Contents, Progress, collect
from alliancekit.corpus.files import CorpusPath, OpenStream, inputs_of, is_table, open_file, open_stream, tables_of
from alliancekit.corpus.project_rules import with_projects
from alliancekit.corpus.table_options import TableOptions
from alliancekit.corpus.tables import ParquetReader
from alliancekit.errors import InvalidCorpus, Problem
from alliancekit.formats import LIMITS, AnyPath, Limits
from alliancekit.projects import Project, checked_projects

if TYPE_CHECKING:
    from logging import Logger

_LARGE: Final = 10_000_000
"""The total size in bytes above which the kernel is recommended."""


def load(
    *paths: CorpusPath,
    format: str | None = None,  # noqa: A002
    limits: Limits = LIMITS,
    by_name: bool = False,
    verify: bool = True,
    projects: Iterable[Project] = (),
) -> Corpus:
    """Load a corpus from files or streams.

    Args:
        paths: Files, or folders with files, in YAML (``.yaml``, ``.yml``), JSON (``.json``), JSON Lines
            (``.jsonl``) or Parquet (``.parquet``). Or streams of text or bytes, such as open files, in one of these
            formats except Parquet. Together they are one corpus.
        format: The format of the streams: ``yaml``, ``json`` or ``jsonl``. By default, the ending of the name of a
            stream selects it, as for a file.
        limits: The maximum size and depth of a file.
        by_name: For tables: as for `from_parquet`.
        verify: For tables: as for `from_parquet`.
        projects: The projects whose rules are checked too. The corpus does not keep them.

    Warnings are in `Corpus.warnings`. Each is also a record of the logger ``alliancekit`` of `logging`, with the
    `Problem` in its attribute ``problem``.

    Raises:
        InvalidCorpus: With every problem of every file, with file, line and column, or row of a table.
        MissingExtra: If there is a table and polars is not installed.
        UnusableFile: If a path is missing, can't be read, or contains no corpus file; or if the format of a stream is
            not known.
        UnusableProject: If two projects have different rules with one code.
        ValueError: If `format` is another word.
    """
    contents = read(*paths, format=format, limits=limits, by_name=by_name, verify=verify, projects=projects)
    return corpus_of(contents)


def loads(
    content: str | bytes,
    format: str,  # noqa: A002
    *,
    name: str = "<text>",
    limits: Limits = LIMITS,
    projects: Iterable[Project] = (),
) -> Corpus:
    """Load a corpus from text or bytes, as `Corpus.dumps` returns it.

    Args:
        content: The text, or its bytes in UTF-8.
        format: Its format: ``yaml``, ``json`` or ``jsonl``.
        name: The name for locations in problems.
        limits: The maximum size and depth.
        projects: As for `load`.

    Raises:
        InvalidCorpus: With every problem, with line and column.
        UnusableProject: As for `load`.
        ValueError: If `format` is another word.
    """
    stream = BytesIO(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    reader = open_file(open_stream(stream, format, name), limits, whole=True)
    return corpus_of(collect([with_projects(reader, checked_projects(projects))], limits))


def from_parquet(
    *paths: AnyPath,
    limits: Limits = LIMITS,
    by_name: bool = False,
    verify: bool = True,
    projects: Iterable[Project] = (),
) -> Corpus:
    """Load a corpus from Parquet files, as `Corpus.to_parquet` writes them.

    Args:
        paths: Parquet files with any name, or folders, of which the files that end in ``.parquet`` are read. Together
            they are one corpus.
        limits: The maximum number of bytes per file (`size`), of rows per table (`values`) and of problems per file.
        by_name: Whether to read files without the metadata of `Corpus.to_parquet`, which most programs drop when they
            write a table again. The name of such a file says which records it has: ``statements.parquet``.
        verify: Whether a file that does not fit the checksum in its metadata, or has these metadata without a checksum,
            is an error. It is damaged, or another program has changed it and kept the old metadata.
        projects: As for `load`.

    Raises:
        InvalidCorpus: With every problem of every table, with file and row.
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or contains no table.
        UnusableProject: As for `load`.
    """
    options, own = TableOptions(by_name=by_name, verify=verify), checked_projects(projects)
    files = [with_projects(ParquetReader(file, limits, options), own) for file in tables_of(paths)]
    return corpus_of(collect(files, limits))


def check(
    *paths: CorpusPath,
    format: str | None = None,  # noqa: A002
    limits: Limits = LIMITS,
    by_name: bool = False,
    verify: bool = True,
    projects: Iterable[Project] = (),
) -> tuple[Problem, ...]:
    """Return every problem of files or streams, warnings included, in the order of the files.

    Args:
        paths: As for `load`.
        format: As for `load`.
        limits: The maximum size and depth of a file, and the maximum number of problems per file. If all files are
            tables, they may have any size and are checked as by `check_parquet`.
        by_name: As for `load`.
        verify: As for `load`.
        projects: As for `load`.

    Raises:
        UnusableFile: If a path is missing, can't be read, or contains no corpus file.
        UnusableProject: As for `load`.
    """
    examined = examine(*paths, format=format, limits=limits, by_name=by_name, verify=verify, projects=projects)
    return examined.problems


def check_parquet(
    *paths: AnyPath,
    limits: Limits = LIMITS,
    by_name: bool = False,
    verify: bool = True,
    projects: Iterable[Project] = (),
) -> tuple[Problem, ...]:
    """Return every problem of tables, warnings included, in the order of the files and their rows.

    The problems are those that `from_parquet` finds. It is many times as fast, because rules are checked on whole
    columns, and only rows that may break a rule become records.

    Args:
        paths: As for `from_parquet`. The files may have any size.
        limits: The maximum number of problems per file; the other limits do not apply.
        by_name: As for `from_parquet`.
        verify: As for `from_parquet`.
        projects: As for `load`. A rule of a class of your own that does not write `doubtful_rows` makes a record of
            each row of its type, which takes many times as long.

    Raises:
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or contains no table.
        UnusableProject: As for `load`.
    """
    from alliancekit.corpus.check_tables import checked

    options = TableOptions(by_name=by_name, verify=verify)
    return checked(paths, limits, options=options, projects=checked_projects(projects)).problems


@frozen
class Examined:
    """The result of a check.

    Attributes:
        problems: All problems, warnings included, in the order of the files.
        records: The number of valid records; one that only breaks a rule of a project counts.
        note: A sentence about references that were not checked; empty if all were.
    """

    problems: tuple[Problem, ...]
    records: int
    note: str


def examine(  # noqa: PLR0913 - one parameter for each option
    *paths: CorpusPath,
    format: str | None = None,  # noqa: A002
    limits: Limits = LIMITS,
    progress: Progress | None = None,
    by_name: bool = False,
    verify: bool = True,
    projects: Iterable[Project] = (),
) -> Examined:
    """Return the problems that `check` finds, and the number of valid records.

    Args:
        paths: As for `load`.
        format: As for `load`.
        limits: As for `check`.
        progress: As for `read`; not called where all files are tables.
        by_name: As for `load`.
        verify: As for `load`.
        projects: As for `load`.

    Raises:
        MissingExtra: If there is a table and polars is not installed.
        UnusableFile: If a path is missing, can't be read, or contains no corpus file.
        UnusableProject: As for `load`.
    """
    inputs, own = inputs_of(paths, format), checked_projects(projects)
    options = TableOptions(by_name=by_name, verify=verify)
    files = [each for each in inputs if not isinstance(each, OpenStream)]
    if len(files) == len(inputs) and all(map(is_table, files)):
        from alliancekit.corpus.check_tables import checked

        result = checked(files, limits, options=options, projects=own)
        return Examined(result.problems, result.records, result.note)
    contents = _read(inputs, limits, progress, options, own)
    return Examined(contents.problems, len(contents.records), contents.note)


def read(  # noqa: PLR0913 - one parameter for each option
    *paths: CorpusPath,
    format: str | None = None,  # noqa: A002
    limits: Limits = LIMITS,
    progress: Progress | None = None,
    by_name: bool = False,
    verify: bool = True,
    projects: Iterable[Project] = (),
) -> Contents:
    """Return the valid records and all problems of files or streams.

    Args:
        paths: As for `load`.
        format: As for `load`.
        limits: The maximum size and depth of a file.
        progress: Called with the fraction of the files that has been read; each file counts the same.
        by_name: As for `load`.
        verify: As for `load`.
        projects: As for `load`.

    Raises:
        UnusableFile: If a path is missing, can't be read, or contains no corpus file.
        UnusableProject: As for `load`.
    """
    options = TableOptions(by_name=by_name, verify=verify)
    return _read(inputs_of(paths, format), limits, progress, options, checked_projects(projects))


def _read(
    inputs: Sequence[FilePath | OpenStream],
    limits: Limits,
    progress: Progress | None,
    tables: TableOptions,
    projects: Sequence[Project],
) -> Contents:
    if engine.LACKS_KERNEL and sum(map(_size, inputs)) > _LARGE:
        _warn_slow()
    readers = [with_projects(open_file(each, limits, whole=True, tables=tables), projects) for each in inputs]
    return collect(readers, limits, progress)


def corpus_of(contents: Contents) -> Corpus:
    """Return the corpus of contents that were just read, without checking the records again.

    Raises:
        InvalidCorpus: If there are errors.
    """
    if contents.errors:
        raise InvalidCorpus(contents.problems, contents.note)
    if contents.problems:
        for warning in contents.problems:
            _logger().warning("%s", warning, extra={"problem": warning})
    return corpus_of_checked(contents.records, contents.problems)


@cache
def _logger() -> "Logger":
    """Return the logger of the package. It prints nothing unless a program sets up logging."""
    from logging import NullHandler, getLogger

    logger = getLogger("alliancekit")
    logger.addHandler(NullHandler())
    return logger


def _size(file: FilePath | OpenStream) -> int:
    """Return the size of a file in bytes; 0 for a stream, and for an unreadable file, which is reported later."""
    with suppress(OSError):
        return 0 if isinstance(file, OpenStream) else file.stat().st_size
    return 0


@cache
def _warn_slow() -> None:
    """Warn that the kernel is missing, once per process."""
    message = (
        "large files are read without the compiled kernel, which takes several times as long; "
        "to get it, install a C compiler, then alliancekit again: "
        "pip install --force-reinstall --no-cache-dir alliancekit"
    )
    warnings.warn(message, stacklevel=2)
