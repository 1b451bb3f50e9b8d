"""Paths of corpora and files in arguments, and the options that say how to read them."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import click
from attrs import frozen

from alliancekit.cli._exit_codes import Failure
from alliancekit.messages import listed
from alliancekit.text import quote

if TYPE_CHECKING:
    from alliancekit.corpus import Contents, Corpus
    from alliancekit.corpus.contents import Progress
    from alliancekit.corpus.files import OpenStream
    from alliancekit.formats import Limits
    from alliancekit.projects import Project

STDIN = "-"
"""The path that stands for standard input."""

W = TypeVar("W", bound="str | tuple[str, ...] | None")

_UNITS = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}

SEEDS = "seeds"
"""The argument that stands for the packaged corpus."""


def input_path(context: click.Context, parameter: click.Parameter, value: W) -> W:
    """Return the paths of an argument to read, unchanged; raise `Failure` if one is empty or ``-`` (standard input)."""
    del context, parameter
    _check_paths(value, "standard input is not supported")
    return value


def output_path(context: click.Context, parameter: click.Parameter, value: W) -> W:
    """Return the path of an argument to write, unchanged; raise `Failure` if it is empty or ``-`` (standard output)."""
    del context, parameter
    _check_paths(value, "standard output is not supported for data")
    return value


_NEVER_INPUT: Final = (".csv", ".dta", ".png", ".svg", ".pdf", ".html")
"""Endings of outputs that are never part of the folder of a corpus, or of texts."""


def refuse_outputs(
    outputs: Sequence[str | None], inputs: Sequence[str | None], replaceable: Sequence[str | None] = ()
) -> None:
    """Raise `Failure` if an output would replace an input, be part of a folder that is one, or replace another output.

    Args:
        outputs: The paths that a command writes; None for an option that is not used.
        inputs: The files and folders that it reads.
        replaceable: Other files and folders that it reads; an output may replace one as a whole, but not be part of it.
    """
    written: dict[str, str] = {}
    for output in filter(None, outputs):
        real = os.path.realpath(output)
        if output == SEEDS:
            message = f"{SEEDS} is the packaged corpus, which is read-only; for a folder of that name, use ./{SEEDS}"
            raise Failure(message)
        if real in written:
            message = f"{output} and {written[real]} are the same file; name two files to write"
            raise Failure(message)
        written[real] = output
        for source in filter(None, inputs):
            if real == os.path.realpath(source):
                message = f"{output} is also read, and an input is never changed; write to another file"
                raise Failure(message)
        for source in filter(None, (*inputs, *replaceable)):
            folder = os.path.realpath(source)
            inside = source != SEEDS and Path(folder).is_dir() and real.startswith(f"{folder}{os.sep}")
            if inside and not real.lower().endswith(_NEVER_INPUT):
                message = f"{output} would be part of {source}, which is never changed; write to another file"
                raise Failure(message)


def refuse_endings(output: str | None, endings: Sequence[str], what: str, example: str) -> None:
    """Raise `Failure` if the name of an output ends as the files of a corpus do, which it is not.

    Args:
        output: The path that a command writes; None if it writes none.
        endings: The endings.
        what: What is written, for the message.
        example: A name that is allowed.
    """
    ending = Path(output or "").suffix.lower()
    if ending in endings:
        message = f"{output} is the name of a corpus in {ending}, but {what} is written; name it, such as {example}"
        raise Failure(message)


def _check_paths(value: str | tuple[str, ...] | None, reason: str) -> None:
    """Raise `Failure` if a path is empty or ``-``; `reason` says why ``-`` is not allowed."""
    for path in (value,) if isinstance(value, str) else value or ():
        if not path:
            message = "a path is empty; name a file or a folder (the current folder is .)"
            raise Failure(message)
        if path == STDIN:
            message = f"{reason}; name a file or a folder (for a file called -, write ./-)"
            raise Failure(message)


def _parse_size(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    """Return the number of bytes of a size such as ``500MB``."""
    if value is None:
        return None
    match = re.fullmatch(r"([1-9][0-9]{0,14}) ?([KMG]I?B|)", value.upper(), re.ASCII)
    if not match:
        message = f"{quote(value)} is not a size; write a size such as 500MB or 2GB"
        raise click.BadParameter(message, context, parameter)
    return int(match[1]) * _UNITS[match[2]]


@frozen
class ReadingOptions:
    """How to read a corpus; see `alliancekit.corpus.load`.

    Attributes:
        limits: The maximum size of files, and the maximum number of problems.
        by_name: Whether tables without metadata are read by their names.
        verify: Whether tables must fit their checksums.
    """

    limits: "Limits"
    by_name: bool
    verify: bool


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say how to read a corpus to a command; it gets them as the argument `reading`."""
    number = click.IntRange(min=1)
    options = (
        click.option(
            "--max-size", metavar="SIZE", callback=_parse_size, help="Refuse larger files; a size such as 2GB."
        ),
        click.option("--max-values", metavar="N", type=number, help="Refuse files with more than N values."),
        click.option("--max-problems", metavar="N", type=number, help="Report at most N problems per file."),
        click.option("--tables-by-name", is_flag=True, help="Read Parquet files without metadata by their names."),
        click.option("--ignore-checksums", is_flag=True, help="Read Parquet files that do not fit their checksums."),
    )

    @wraps(command)
    def reading(
        *arguments: object,
        max_size: int | None,
        max_values: int | None,
        max_problems: int | None,
        tables_by_name: bool,
        ignore_checksums: bool,
        **named: object,
    ) -> None:
        from alliancekit.formats import LIMITS, Limits

        limits = Limits(
            size=max_size or LIMITS.size, values=max_values or LIMITS.values, problems=max_problems or LIMITS.problems
        )
        command(
            *arguments, reading=ReadingOptions(limits, by_name=tables_by_name, verify=not ignore_checksums), **named
        )

    for option in reversed(options):
        reading = option(reading)
    return reading


def corpus_path(path: str) -> "str | PathLike[str]":
    """Return the path of a corpus; ``seeds`` stands for the packaged one."""
    if path != SEEDS:
        return path
    from alliancekit.loaders.seeds import FOLDER

    return FOLDER


def corpus_inputs(paths: tuple[str, ...], stdin_filename: str | None) -> "tuple[str | PathLike[str] | OpenStream, ...]":
    """Return the paths of corpora; ``-`` stands for standard input, with a name whose ending is its format.

    Raises:
        Failure: If a path is empty, if standard input has no name, or if its name has no use.
        UnusableFile: If the ending of the name is not that of a format of text.
    """
    from alliancekit.corpus.files import open_stream

    _check_paths(tuple(path for path in paths if path != STDIN), "")
    if (STDIN in paths) is (stdin_filename is None):
        message = "standard input needs a name that ends in its format: add --stdin-filename, such as corpus.yaml"
        if stdin_filename:
            message = "--stdin-filename is the name of standard input; add the path -"
        raise Failure(message)
    named = [path for path in dict.fromkeys(paths) if path != STDIN]
    streams = [open_stream(sys.stdin.buffer, name=stdin_filename)] if STDIN in paths else []
    return (*map(corpus_path, named), *streams)


def load_corpus(path: str, reading: ReadingOptions | None = None) -> "Corpus":
    """Load the corpus at a path; ``seeds`` stands for the packaged one. The fields of projects are not checked."""
    from alliancekit.corpus import load
    from alliancekit.projects import ANY_PROJECT

    projects = [ANY_PROJECT]
    if reading is None:
        return load(corpus_path(path), projects=projects)
    limits, by_name, verify = reading.limits, reading.by_name, reading.verify
    return load(corpus_path(path), limits=limits, by_name=by_name, verify=verify, projects=projects)


def load_with(path: str, common: str | None, reading: ReadingOptions) -> "Corpus":
    """Load the corpus at a path together with another one, to whose records it may refer; None: there is none."""
    if common is None or common == path:
        return load_corpus(path, reading)
    return read_corpus([corpus_path(path), corpus_path(common)], reading).corpus()


def read_corpus(
    paths: "Sequence[str | PathLike[str] | OpenStream]",
    reading: ReadingOptions,
    progress: "Progress | None" = None,
    projects: "Sequence[Project] | None" = None,
) -> "Contents":
    """Return the valid records and all problems of files; see `alliancekit.corpus.read`.

    Without `projects`, the fields of projects are not checked.
    """
    from alliancekit.corpus import read
    from alliancekit.projects import ANY_PROJECT

    projects = [ANY_PROJECT] if projects is None else projects
    limits, by_name, verify = reading.limits, reading.by_name, reading.verify
    return read(*paths, limits=limits, progress=progress, by_name=by_name, verify=verify, projects=projects)


def write_corpus(corpus: "Corpus", path: str) -> None:
    """Write a corpus to a path; its ending selects the format."""
    from alliancekit.corpus.files import ENDINGS

    if path.lower().endswith(".csv"):
        message = f'{path}: a corpus can\'t be written as CSV; use {listed(ENDINGS)} ("alliancekit panel" writes CSV)'
        raise Failure(message)
    corpus.write(path)
