"""The corpora and files that a user names, and how much of a file is read."""

import re
from collections.abc import Callable
from functools import wraps
from os import PathLike
from typing import TYPE_CHECKING, TypeVar

import click

from alliancekit.cli._ending import Failure
from alliancekit.messages import listed
from alliancekit.text import quote

if TYPE_CHECKING:
    from alliancekit.corpus import Corpus
    from alliancekit.formats import Limits

W = TypeVar("W", bound="str | tuple[str, ...] | None")

_UNITS = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}

SEEDS = "seeds"
"""The word that names the packaged corpus."""


def readable(context: click.Context, parameter: click.Parameter, written: W) -> W:
    """Return the paths that are to be read; refuse an empty one, and the ``-`` of standard input."""
    del context, parameter
    _demand_names(written, "- does not stand for standard input here, which is not read")
    return written


def writable(context: click.Context, parameter: click.Parameter, written: W) -> W:
    """Return the path that is to be written; refuse an empty one, and the ``-`` of standard output."""
    del context, parameter
    _demand_names(written, "- does not stand for standard output here, to which no data are written")
    return written


def _demand_names(written: str | tuple[str, ...] | None, instead: str) -> None:
    """Refuse a path that names nothing."""
    for path in (written,) if isinstance(written, str) else written or ():
        if not path:
            message = "a path is empty; name a file or a folder (the current folder is .)"
            raise Failure(message)
        if path == "-":
            message = f"{instead}; name a file or a folder (for one that is called -, write ./-)"
            raise Failure(message)


def _size(context: click.Context, parameter: click.Parameter, written: str | None) -> int | None:
    """Return the number of bytes that an option says."""
    if written is None:
        return None
    found = re.fullmatch(r"([1-9][0-9]{0,14}) ?([KMG]I?B|)", written.upper(), re.ASCII)
    if not found:
        message = f"{quote(written)} is no size; write one such as 500MB or 2GB"
        raise click.BadParameter(message, context, parameter)
    return int(found[1]) * _UNITS[found[2]]


def reads(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say how much of a file is read."""
    number = click.IntRange(min=1)
    options = (
        click.option("--max-size", metavar="SIZE", callback=_size, help="How large a file may be, such as 2GB."),
        click.option("--max-values", metavar="N", type=number, help="How many values a file may hold."),
        click.option("--max-problems", metavar="N", type=number, help="How many problems of a file are told."),
    )

    @wraps(command)
    def limited(
        *arguments: object, max_size: int | None, max_values: int | None, max_problems: int | None, **named: object
    ) -> None:
        from alliancekit.formats import LIMITS, Limits

        limits = Limits(
            size=max_size or LIMITS.size,
            values=max_values or LIMITS.values,
            problems=max_problems or LIMITS.problems,
        )
        command(*arguments, limits=limits, **named)

    for option in reversed(options):
        limited = option(limited)
    return limited


def place(path: str) -> "str | PathLike[str]":
    """Return the place of a corpus that the user names."""
    if path != SEEDS:
        return path
    from alliancekit.loaders.seeds import FOLDER

    return FOLDER


def corpus_of(path: str, limits: "Limits | None" = None) -> "Corpus":
    """Return the corpus that the user names."""
    from alliancekit.corpus import load
    from alliancekit.formats import LIMITS

    return load(place(path), limits=limits or LIMITS)


def write_corpus(corpus: "Corpus", path: str) -> None:
    """Write a corpus in the format that an ending names."""
    from alliancekit.corpus.files import ENDINGS

    if path.lower().endswith(".csv"):
        message = (
            f"{path} can't be written: a corpus has no CSV form; write {listed(ENDINGS)}. "
            '"alliancekit panel" writes CSV'
        )
        raise Failure(message)
    corpus.write(path)
