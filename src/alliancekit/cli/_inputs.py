"""Inputs of `load`, `panel` and `plot`: data sets, treaties, years and coverage."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancekit.cli._exit_codes import PROBLEMS, Failure
from alliancekit.cli._paths import load_corpus
from alliancekit.cli._printing import paragraph, print_lines, print_problems
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

trust_option = click.option(
    "--trust",
    type=click.Choice(("registry", "record")),
    default="registry",
    show_default=True,
    help="With registry, a state record that contradicts the registry is matched to no state; with record, it is "
    "matched by its code.",
)
"""Decorator that adds the option --trust."""

data_set_option = click.option(
    "--from", "data_set", metavar="DATASET", help="Read SRC as the file of this data set, such as atop-member."
)
"""Decorator that adds the option --from."""

_TEXT_TABLES = (".csv", ".tsv", ".dat", ".txt")
"""File name endings that data sets have, and corpora do not."""


def load_data_set(
    name: str, file: str, encoding: str | None = None, alliances: str | None = None
) -> "Loaded[State] | Loaded[Treaty]":
    """Load the file of a data set."""
    from alliancekit.loaders import LOADERS, atop_members

    if name not in LOADERS:
        suggestions = near(name, LOADERS, 2)
        hint = f" (did you mean {listed(suggestions)}?)" if suggestions else f"; choose {listed(tuple(LOADERS))}"
        message = f"unknown data set {quote(name)}{hint}"
        raise Failure(message)
    loader = LOADERS[name]
    if alliances is None:
        return loader.load(file, encoding=encoding)
    if loader.load is not atop_members:
        message = f"--alliances works only with atop-member, got {name}"
        raise Failure(message)
    return atop_members(file, alliances=alliances, encoding=encoding)


def load_treaties(src: str, data_set: str | None, limits: "Limits") -> "tuple[Treaties, PartialDate | None, str]":
    """Load treaties from a corpus or a data set; also return their coverage and a text that says where it is from."""
    from alliancekit.models import Treaty
    from alliancekit.report.data import warnings
    from alliancekit.rules import loading

    if data_set is None:
        _refuse_data_set_file(src)
        return load_corpus(src, limits), None, "the first and last day of the treaties; change it with --coverage"
    loaded = load_data_set(data_set, src)
    treaties = tuple(record for record in loaded.records if isinstance(record, Treaty))
    if not treaties and loaded.records:
        message = f"{data_set} contains no treaties; use a data set such as atop-member"
        raise Failure(message)
    if loaded.account.aside:
        errors = tuple(problem for problem in loaded.problems if problem.severity is Severity.ERROR)
        print_problems(errors, len(loaded.records), stderr=True)
        message = (
            f"nothing was written, because rows of {src} were set aside; "
            '"alliancekit load --partial" makes a corpus of the other rows'
        )
        print_lines(paragraph(message), stderr=True)
        sys.exit(PROBLEMS)
    codes = {rule.code for rule in loading.TABLE_RULES}
    hint = f'; "alliancekit load {data_set} --format json" lists each with its line'
    print_lines(warnings((problem for problem in loaded.problems if problem.code in codes), hint), stderr=True)
    return (*treaties, *loaded.parties), loaded.coverage, loaded.source.title or data_set


def _refuse_data_set_file(src: str) -> None:
    """Raise if a path looks like the file of a data set, which is read only with --from."""
    from alliancekit.formats import is_folder
    from alliancekit.loaders import LOADERS

    if Path(src).suffix.lower() in _TEXT_TABLES and not is_folder(Path(src)):
        message = f"{src} is not a corpus; if it is a data set, name it with --from: {listed(tuple(LOADERS))}"
        raise Failure(message)


def parse_years(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """Return the first and the last year of an option such as ``1816-2016``."""
    if value is None:
        return None
    del context
    match = re.fullmatch(f"({_YEAR})(?:[-/]({_YEAR}))?", value)
    if not match:
        expected = "a year such as 1914, or a first and a last year such as 1816-2016"
        message = f"--{parameter.name} must be {expected}, got {quote(value)}"
        raise Failure(message)
    first, last = match[1], match[2] or match[1]
    check_order(parameter, first, last, "-")
    return int(first), int(last)


def parse_coverage(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return the value of an option as EDTF; it may also be written like --years."""
    del context, parameter
    match = re.fullmatch(f"({_YEAR})-({_YEAR})", value or "")
    return f"{match[1]}/{match[2]}" if match else value


def check_order(parameter: click.Parameter, first: str, last: str, separator: str) -> None:
    """Raise if the first year or day of an option is after the last."""
    if first > last:
        message = f"--{parameter.name} must begin before it ends: write {last}{separator}{first}"
        raise Failure(message)


coverage_option = click.option(
    "--coverage",
    metavar="TIME",
    callback=parse_coverage,
    help="The time for which all treaties are known, such as 1815-2016; outside it, an obligation without a treaty is "
    "unknown instead of 0.",
)
"""Decorator that adds the option --coverage."""
