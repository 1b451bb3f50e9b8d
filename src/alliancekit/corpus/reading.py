"""Load and check files: a corpus, or every problem of every file with its location."""

import warnings
from contextlib import suppress
from functools import cache
from pathlib import Path as FilePath
from typing import Final

from attrs import frozen

from alliancekit import engine
from alliancekit.corpus._corpus import Corpus, checked
from alliancekit.corpus.contents import Contents, Progress, collect
from alliancekit.corpus.files import FORMATS, AnyPath, files_of, is_table, open_file, tables_of
from alliancekit.corpus.tables import ENDING
from alliancekit.errors import InvalidCorpus, Problem
from alliancekit.formats import LIMITS, Limits

_LARGE: Final = 10_000_000
"""The total size in bytes from which the kernel is recommended."""


def load(*paths: AnyPath, limits: Limits = LIMITS) -> Corpus:
    """Return the corpus that files hold.

    Args:
        paths: Files, or folders with files, in YAML (``.yaml``, ``.yml``), JSON (``.json``), JSON Lines
            (``.jsonl``) or Parquet (``.parquet``); together they are one corpus.
        limits: How large and how deep a file may be.

    Raises:
        InvalidCorpus: With every mistake of every file, each at its file, line and column, or row of a table.
        MissingExtra: If there is a table, and polars is not installed.
        UnusableFile: If a path is missing, can't be read, or has no corpus file.
    """
    return _corpus(read(*paths, limits=limits))


def from_parquet(*paths: AnyPath, limits: Limits = LIMITS) -> Corpus:
    """Return the corpus that tables hold, as `Corpus.to_parquet` writes them.

    Args:
        paths: Parquet files, whatever their names, or folders, of whose files those that end in ``.parquet`` are read;
            together they are one corpus.
        limits: How many bytes a file and how many rows its table may have (`size` and `values`), and how many problems
            of it are told.

    Raises:
        InvalidCorpus: With every mistake of every table, each at its file and row.
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or has no table.
    """
    files = [FORMATS[ENDING].open(file, limits, whole=True) for file in tables_of(paths)]
    return _corpus(collect(files, limits))


def check(*paths: AnyPath, limits: Limits = LIMITS) -> tuple[Problem, ...]:
    """Return every mistake of every file, in the order of the files; warnings too.

    Args:
        paths: As for `load`.
        limits: How large and how deep a file may be, and how many problems of it are told. Where all files are tables,
            they have any size: they are checked as by `check_parquet`.

    Raises:
        UnusableFile: If a path is missing, can't be read, or has no corpus file.
    """
    return examine(*paths, limits=limits).problems


def check_parquet(*paths: AnyPath, limits: Limits = LIMITS) -> tuple[Problem, ...]:
    """Return every mistake of tables, in the order of the files and their rows; warnings too.

    It finds what `from_parquet` finds, of tables of any size, and many times as fast: the rules are asked of whole
    columns, and only rows that may break one become records.

    Args:
        paths: As for `from_parquet`; the files have any size.
        limits: How many problems of a file are told; the other limits do not bind.

    Raises:
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or has no table.
    """
    from alliancekit.corpus.check_tables import checked

    return checked(paths, limits).problems


@frozen
class Examined:
    """The result of a check.

    Attributes:
        problems: All problems, warnings included, in the order of the files.
        records: The number of valid records.
        note: A sentence about references that were not checked; empty if all were.
    """

    problems: tuple[Problem, ...]
    records: int
    note: str


def examine(*paths: AnyPath, limits: Limits = LIMITS, progress: Progress | None = None) -> Examined:
    """Return the problems that `check` finds, and the number of valid records.

    Args:
        paths: As for `load`.
        limits: As for `check`.
        progress: As for `read`; not called where all files are tables.

    Raises:
        MissingExtra: If there is a table, and polars is not installed.
        UnusableFile: If a path is missing, can't be read, or has no corpus file.
    """
    files = [*files_of(paths)]
    if all(map(is_table, files)):
        from alliancekit.corpus.check_tables import checked

        found = checked(files, limits)
        return Examined(found.problems, found.records, found.note)
    contents = read(*files, limits=limits, progress=progress)
    return Examined(contents.problems, len(contents.records), contents.note)


def read(*paths: AnyPath, limits: Limits = LIMITS, progress: Progress | None = None) -> Contents:
    """Return what files hold: the valid records, and all the problems.

    Args:
        paths: As for `load`.
        limits: How large and how deep a file may be.
        progress: Is told the share of the files that is read, each file counting the same.

    Raises:
        UnusableFile: If a path is missing, can't be read, or has no corpus file.
    """
    files = [*files_of(paths)]
    if engine.LACKS_KERNEL and sum(map(_size, files)) > _LARGE:
        _tell_slow()
    return collect([open_file(file, limits, whole=True) for file in files], limits, progress)


def _corpus(contents: Contents) -> Corpus:
    """Return the corpus of contents that were just read, in which nothing is left to check."""
    if contents.errors:
        raise InvalidCorpus(contents.problems, contents.note)
    return checked(contents.records, contents.problems)


def _size(file: FilePath) -> int:
    """Return the size of a file in bytes; 0 if it can't be read, which is reported later."""
    with suppress(OSError):
        return file.stat().st_size
    return 0


@cache
def _tell_slow() -> None:
    """Warn that the kernel is missing, once per process."""
    message = (
        "large files are read without the compiled kernel, which takes several times as long; "
        "to get it, install a C compiler, then alliancekit again: "
        "pip install --force-reinstall --no-cache-dir alliancekit"
    )
    warnings.warn(message, stacklevel=2)
