"""What the commands for data sets are given: a data set or a corpus, treaties from either, years, a coverage."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancekit.cli._ending import PROBLEMS, Failure
from alliancekit.cli._places import corpus_of
from alliancekit.cli._printing import line, print_lines, print_problems
from alliancekit.errors import Severity
from alliancekit.messages import listed, near
from alliancekit.text import quote

if TYPE_CHECKING:
    from alliancekit.dates import PartialDate
    from alliancekit.formats import Limits
    from alliancekit.loaders import Loaded
    from alliancekit.models import State, Treaty
    from alliancekit.panel import Treaties

_YEAR = "(?!0000)[0-9]{4}"

trusts = click.option(
    "--trust",
    type=click.Choice(("registry", "record")),
    default="registry",
    show_default=True,
    help="Whether a state whose code contradicts the registry is left without a place, or placed by its code.",
)
"""Adds the option that says who is right about the code of a state."""

_TEXT_TABLES = (".csv", ".tsv", ".dat", ".txt")
"""The endings that the files of data sets have, and no corpus."""


def loaded_from(
    name: str, file: str, encoding: str | None = None, alliances: str | None = None
) -> "Loaded[State] | Loaded[Treaty]":
    """Return a data set, loaded."""
    from alliancekit.loaders import LOADERS, atop_members

    if name not in LOADERS:
        meant = near(name, LOADERS, 2)
        said = f"; did you mean {listed(meant)}?" if meant else f"; there are {listed(tuple(LOADERS), 'and')}"
        message = f"no data set is called {quote(name)}{said}"
        raise Failure(message)
    loader = LOADERS[name]
    if alliances is None:
        return loader.load(file, encoding=encoding)
    if loader.load is not atop_members:
        message = f"--alliances goes with atop-member, not with {name}"
        raise Failure(message)
    return atop_members(file, alliances=alliances, encoding=encoding)


def treaties_from(src: str, data_set: str | None, limits: "Limits") -> "tuple[Treaties, PartialDate | None, str]":
    """Return treaties, the time for which they are all there are, and who says so."""
    from alliancekit.models import Treaty
    from alliancekit.report.data import warnings
    from alliancekit.rules import loading

    if data_set is None:
        _demand_corpus(src)
        whose = "from the first day of any of the treaties to the last; --coverage says otherwise"
        return corpus_of(src, limits), None, whose
    loaded = loaded_from(data_set, src)
    treaties = tuple(record for record in loaded.records if isinstance(record, Treaty))
    if not treaties and loaded.records:
        message = f"{data_set} has no treaties, of which a panel is made; take a data set such as atop-member"
        raise Failure(message)
    if loaded.account.aside:
        errors = tuple(problem for problem in loaded.problems if problem.severity is Severity.ERROR)
        print_problems(errors, len(loaded.records), stderr=True)
        message = (
            f'no panel is made of {src}, since rows are set aside; "alliancekit load --partial" keeps what is left'
        )
        print_lines(line(message), stderr=True)
        sys.exit(PROBLEMS)
    codes = {rule.code for rule in loading.TABLE_RULES}
    where = f'; "alliancekit load {data_set} --format json" tells each at its line'
    print_lines(warnings((problem for problem in loaded.problems if problem.code in codes), where), stderr=True)
    return (*treaties, *loaded.parties), loaded.coverage, f"as {loaded.source.title} says"


def _demand_corpus(src: str) -> None:
    """Refuse what is no corpus but may be the file of a data set."""
    from alliancekit.formats import is_folder
    from alliancekit.loaders import LOADERS

    if Path(src).suffix.lower() in _TEXT_TABLES and not is_folder(Path(src)):
        data_sets = listed(tuple(LOADERS), "and")
        message = f"{src} is no corpus; say of which data set it is, such as --from atop-member (there are {data_sets})"
        raise Failure(message)


def years_of(context: click.Context, parameter: click.Parameter, written: str | None) -> tuple[int, int] | None:
    """Return the first and the last year that an option says."""
    if written is None:
        return None
    del context
    found = re.fullmatch(f"({_YEAR})(?:[-/]({_YEAR}))?", written)
    if not found:
        wanted = "a year such as 1914, or the first and the last such as 1816-2016"
        message = f"--{parameter.name} takes {wanted}, got {quote(written)}"
        raise Failure(message)
    first, last = found[1], found[2] or found[1]
    in_order(parameter, first, last, "-")
    return int(first), int(last)


def coverage_of(context: click.Context, parameter: click.Parameter, written: str | None) -> str | None:
    """Return the time that an option says; years may be written as those of a panel are."""
    del context, parameter
    found = re.fullmatch(f"({_YEAR})-({_YEAR})", written or "")
    return f"{found[1]}/{found[2]}" if found else written


def in_order(parameter: click.Parameter, first: str, last: str, between: str) -> None:
    """Refuse two years or two days of which the first lies after the last."""
    if first > last:
        message = (
            f"--{parameter.name} takes the first and the last in their order: {last}{between}{first}, "
            f"not {first}{between}{last}"
        )
        raise Failure(message)
