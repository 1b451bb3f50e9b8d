"""Inputs of `load`, `panel` and `plot`: data sets, treaties, years and coverage."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import frozen

from alliancekit.cli._exit_codes import PROBLEMS, Failure
from alliancekit.cli._options import WithOptions
from alliancekit.cli._paths import ReadingOptions, load_corpus
from alliancekit.cli._printing import paragraph, print_lines, print_problems
from alliancekit.errors import Severity
from alliancekit.messages import listed, near
from alliancekit.text import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from alliancekit.corpus import Corpus
    from alliancekit.dates import PartialDate
    from alliancekit.loaders import DyadLoader, Loaded, LoadedDyads, Loader
    from alliancekit.models import Entry, State, Treaty
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


part_years_option = click.option(
    "--part-years",
    type=click.Choice(("any", "january", "majority")),
    help="Count membership and obligations in a year if they hold on any of its days, on 1 January, or on most days.  "
    "[default: any]",
)
"""Decorator that adds the option --part-years."""

carry_forward_option = click.option(
    "--carry-forward",
    is_flag=True,
    help="Allow times after the end of the system's list of states; its last members are assumed to remain.",
)
"""Decorator that adds the option --carry-forward."""


def from_option(source: str) -> "Callable[[WithOptions], WithOptions]":
    """Return a decorator that adds the option --from, which names the data set of the file in another argument."""
    words = f"Read {source} as the file of this data set, such as atop-member."
    return click.option("--from", "data_set", metavar="DATASET", help=words)


data_set_option = from_option("SRC")
"""Decorator that adds the option --from."""

_TEXT_TABLES = (".csv", ".tsv", ".dat", ".txt")
"""File name endings that data sets have, and corpora do not."""


@frozen
class CoveredTreaties:
    """The treaties of a data set.

    Attributes:
        records: The treaties.
        parties: The records of their parties.
        coverage: The time for which the treaties are complete.
    """

    records: "tuple[Treaty, ...]"
    parties: "tuple[State, ...]"
    coverage: "PartialDate"

    def __iter__(self) -> "Iterator[Entry]":
        """Yield the treaties, then the records of their parties."""
        yield from self.records
        yield from self.parties


def load_data_set(
    name: str, file: str, encoding: str | None = None, alliances: str | None = None
) -> "Loaded[State] | Loaded[Treaty] | LoadedDyads":
    """Load the file of a data set."""
    from alliancekit.loaders import DYAD_LOADERS, LOADERS, atop_members

    loaders: dict[str, Loader | DyadLoader] = {**LOADERS, **DYAD_LOADERS}
    if name not in loaders:
        suggestions = near(name, loaders, 2)
        hint = f" (did you mean {listed(suggestions)}?)" if suggestions else f"; choose {listed(tuple(loaders))}"
        message = f"unknown data set {quote(name)}{hint}"
        raise Failure(message)
    loader = loaders[name]
    if alliances is None:
        return loader.load(file, encoding=encoding)
    if loader.load is not atop_members:
        message = f"--alliances works only with atop-member, got {name}"
        raise Failure(message)
    return atop_members(file, alliances=alliances, encoding=encoding)


def load_treaties(src: str, data_set: str | None, reading: ReadingOptions) -> "tuple[Treaties, str]":
    """Load treaties from a corpus or a data set; also return a text that says where their coverage is from."""
    from alliancekit.loaders import LoadedDyads
    from alliancekit.models import Treaty
    from alliancekit.report.data import warnings
    from alliancekit.rules import loading

    if data_set is None:
        refuse_data_set_file(src)
        return load_corpus(src, reading), "the first and last day of the treaties; change it with --coverage"
    loaded = load_data_set(data_set, src)
    if isinstance(loaded, LoadedDyads):
        message = f"{data_set} contains no treaties; pass its file with --directions, and one of atop-member as SRC"
        raise Failure(message)
    treaties = tuple(record for record in loaded.records if isinstance(record, Treaty))
    if not treaties and loaded.records:
        message = f"{data_set} contains no treaties; use a data set such as atop-member"
        raise Failure(message)
    _stop_if_rows_are_aside(
        loaded, src, len(loaded.records), '; "alliancekit load --partial" makes a corpus of the other rows'
    )
    codes = {rule.code for rule in loading.TABLE_RULES}
    hint = f'; "alliancekit load {data_set} --format json" lists each with its line'
    print_lines(warnings((problem for problem in loaded.problems if problem.code in codes), hint), stderr=True)
    return CoveredTreaties(treaties, loaded.parties, loaded.coverage), loaded.source.title or data_set


def corpus_or_data_set(path: str, data_set: str | None, reading: ReadingOptions) -> "Corpus":
    """Load a corpus, or the file of a data set."""
    from alliancekit.loaders import LoadedDyads

    if data_set is None:
        refuse_data_set_file(path)
        return load_corpus(path, reading)
    loaded = load_data_set(data_set, path)
    if isinstance(loaded, LoadedDyads):
        message = f"{data_set} has a table of dyad-years and no records; use a data set such as atop-member"
        raise Failure(message)
    return loaded.corpus()


def load_directions(file: str) -> "LoadedDyads":
    """Load directed dyad-years."""
    from alliancekit.loaders import atop_ddyr

    loaded = atop_ddyr(file)
    _stop_if_rows_are_aside(loaded, file, loaded.frame.height)
    return loaded


def _stop_if_rows_are_aside(
    loaded: "Loaded[State] | Loaded[Treaty] | LoadedDyads", file: str, usable: int, advice: str = ""
) -> None:
    """Print the problems and exit if rows of a data set were set aside."""
    if not loaded.account.aside:
        return
    errors = tuple(problem for problem in loaded.problems if problem.severity is Severity.ERROR)
    print_problems(errors, usable, stderr=True)
    message = f"nothing was written, because rows of {file} were set aside{advice}"
    print_lines(paragraph(message), stderr=True)
    sys.exit(PROBLEMS)


def refuse_data_set_file(src: str) -> None:
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
