"""Printing: text, problems in every output format, and a progress bar."""

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never, get_args

import click

from alliancekit.cli._advice import hints_with_options
from alliancekit.errors import Problem

if TYPE_CHECKING:
    from rich.console import RenderableType

    from alliancekit.projects import Project

OutputFormat: TypeAlias = Literal["text", "json", "sarif", "github"]
"""A format in which problems are printed."""

format_option = click.option(
    "--format",
    "output_format",
    type=click.Choice(get_args(OutputFormat)),
    default="text",
    show_default=True,
    help="The output format of problems.",
)
"""Decorator that adds the option --format."""


def print_lines(lines: "Iterable[RenderableType]", *, stderr: bool = False) -> None:
    from alliancekit.display.terminal import console

    out = console(stderr=stderr)
    for line in lines:
        out.print(line, crop=False)  # every line has its width already, or must not be wrapped


def print_problems(
    problems: tuple[Problem, ...], records: int, note: str = "", hidden: int = 0, *, stderr: bool = False
) -> None:
    from alliancekit.report.problems import report

    print_lines(report(hints_with_options(problems), records, note, hidden), stderr=stderr)


def print_as(  # noqa: PLR0913 - what a report needs
    output_format: OutputFormat,
    problems: tuple[Problem, ...],
    records: int,
    note: str = "",
    *,
    hidden: int = 0,
    projects: "Iterable[Project]" = (),
) -> None:
    """Print problems in a format to standard output; formats for programs print the notes to standard error.

    Args:
        output_format: The format.
        problems: The problems.
        records: The number of checked records.
        note: A sentence about references that were not checked; may be empty.
        hidden: The number of problems that were found, but are not among these.
        projects: The projects whose rules SARIF lists too.
    """
    # GitHub Actions looks up file names from the root of the repository.
    root = Path(os.environ.get("GITHUB_WORKSPACE", ""))
    problems = hints_with_options(problems)
    match output_format:
        case "text":
            print_problems(problems, records, note, hidden)
        case "json":
            from alliancekit.report.problems import as_json

            click.echo(as_json(problems))
        case "sarif":
            from alliancekit.report import sarif

            print_raw(sarif.log(problems, root, projects))
        case "github":
            from alliancekit.report import github
            from alliancekit.report.problems import summary

            print_raw(github.commands(problems, root))
            click.echo(summary(problems, records, note, hidden), err=True)
        case _:
            assert_never(output_format)
    if output_format in ("json", "sarif"):
        from alliancekit.report.problems import hidden_text

        for text in filter(None, (note, hidden_text(hidden) if hidden else "")):
            click.echo(f"Note: {text}.", err=True)


def print_raw(lines: Iterable[str]) -> None:
    """Print lines for programs: without wrapping and colours."""
    from alliancekit.display.terminal import console

    out = console()
    for line in lines:
        out.out(line, highlight=False)


def progress_bar(description: str) -> "AbstractContextManager[Callable[[float], None]]":
    """Show a progress bar during a slow block; yield a callback that takes the fraction done, from 0.0 to 1.0."""
    from alliancekit.display.terminal import console
    from alliancekit.report.progress import progress_bar

    return progress_bar(console(stderr=True), description)


def paragraph(text: str) -> "list[RenderableType]":
    """Return text that is wrapped to the width of the terminal, for `print_lines`."""
    from alliancekit.display.terminal import Paragraph, styled

    return [Paragraph(styled(text))]
