"""The options that select the problems to report."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

import click

from alliancekit.cli._paths import input_path

if TYPE_CHECKING:
    from alliancekit.projects import Project
    from alliancekit.report.selection import Selection


def selection_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options --select, --ignore and --baseline to a command; it gets a `Selection`.

    The command also has the option --plugin, whose rules may be selected.
    """
    options = (
        click.option("--select", metavar="CODES", multiple=True, help="Report only problems of these rules."),
        click.option("--ignore", metavar="CODES", multiple=True, help="Do not report problems of these rules."),
        click.option(
            "--baseline",
            metavar="FILE",
            callback=input_path,
            help="Do not report the problems in this file, which --format json has printed before.",
        ),
    )

    @wraps(command)
    def selecting(
        *arguments: object,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        baseline: str | None,
        projects: "tuple[Project, ...]",
        **named: object,
    ) -> None:
        selection = _selection(select, ignore, baseline, projects)
        command(*arguments, selection=selection, projects=projects, **named)

    for option in reversed(options):
        selecting = option(selecting)
    return selecting


def _selection(
    select: tuple[str, ...], ignore: tuple[str, ...], baseline: str | None, projects: "tuple[Project, ...]"
) -> "Selection":
    from alliancekit.report.selection import Baseline, Selection, checked_prefixes

    return Selection(
        checked_prefixes(_split(select), projects),
        checked_prefixes(_split(ignore), projects),
        None if baseline is None else Baseline.read(baseline),
    )


def _split(codes: tuple[str, ...]) -> list[str]:
    """Return the codes in values such as ``AK3,AK501``."""
    return [code.strip() for each in codes for code in each.split(",")]
