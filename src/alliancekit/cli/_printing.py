"""What the commands print, made by `report`."""

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

import click

from alliancekit.errors import Problem

if TYPE_CHECKING:
    from rich.console import RenderableType

Form: TypeAlias = Literal["text", "json", "sarif", "github"]
"""What problems can be printed as."""


def print_lines(lines: "Iterable[RenderableType]", *, stderr: bool = False) -> None:
    from alliancekit.report.terminal import console

    out = console(stderr=stderr)
    for line in lines:
        out.print(line)


def print_problems(problems: tuple[Problem, ...], records: int, note: str = "", *, stderr: bool = False) -> None:
    from alliancekit.report.problems import report

    print_lines(report(problems, records, note), stderr=stderr)


def print_as(form: Form, problems: tuple[Problem, ...], records: int, note: str = "") -> None:
    """Print problems in a format, and nothing else to standard output; for programs, the note to standard error."""
    # Where GitHub runs it, a file is looked for from the top of the repository.
    root = Path(os.environ.get("GITHUB_WORKSPACE", ""))
    match form:
        case "text":
            print_problems(problems, records, note)
        case "json":
            from alliancekit.report.problems import as_json

            click.echo(as_json(problems))
        case "sarif":
            from alliancekit.report import sarif

            write(sarif.log(problems, root))
        case "github":
            from alliancekit.report import github
            from alliancekit.report.problems import summary

            write(github.commands(problems, root))
            click.echo(summary(problems, records, note), err=True)
        case _:
            assert_never(form)
    if note and form in ("json", "sarif"):
        click.echo(f"Note: {note}.", err=True)


def write(lines: Iterable[str]) -> None:
    """Print lines as they are, for programs."""
    from alliancekit.report.terminal import console

    out = console()
    for line in lines:
        out.out(line, highlight=False)


def watched(doing: str) -> "AbstractContextManager[Callable[[float], None]]":
    """Show a bar if a block takes its time; what it gives is to be told the share that is done."""
    from alliancekit.report.progress import watched
    from alliancekit.report.terminal import console

    return watched(console(stderr=True), doing)


def line(text: str) -> "list[RenderableType]":
    """Return a line, which is wrapped where it must be."""
    from alliancekit.report.terminal import Paragraph, styled

    return [Paragraph(styled(text))]
