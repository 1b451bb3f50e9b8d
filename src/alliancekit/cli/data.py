"""The commands for data: load a data set, look up a state."""

import codecs
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancekit.cli._advice import with_options
from alliancekit.cli._exit_codes import PROBLEMS, Failure
from alliancekit.cli._inputs import load_data_set
from alliancekit.cli._options import output_option
from alliancekit.cli._paths import input_path, refuse_outputs, write_corpus
from alliancekit.cli._printing import OutputFormat, format_option, paragraph, print_as, print_lines, progress_bar
from alliancekit.errors import InvalidCorpus
from alliancekit.messages import counted
from alliancekit.text import quote

if TYPE_CHECKING:
    from alliancekit.loaders import Loaded, LoadedDyads
    from alliancekit.models import State, Treaty
    from alliancekit.models.state import System
    from alliancekit.states import IdentifierKind


def _list_data_sets(context: click.Context, parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click
    """Print the data sets that can be loaded, and exit."""
    del parameter
    if not value or context.resilient_parsing:
        return
    from alliancekit.loaders import DYAD_LOADERS, LOADERS
    from alliancekit.report.data import data_sets

    groups = (loader.data_set for loader in LOADERS.values()), (loader.data_set for loader in DYAD_LOADERS.values())
    print_lines(data_sets(chain(*groups)))
    context.exit()


def _parse_encoding(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return the name of an encoding; raise if there is no encoding of that name."""
    del context
    try:
        return value and codecs.lookup(value).name
    except (LookupError, ValueError) as error:  # ValueError for impossible names, such as one with a null character
        message = f"--{parameter.name} must be the name of an encoding such as utf-8 or cp1252, got {quote(value)}"
        raise Failure(message) from error


@click.command()
@click.argument("data_set", metavar="DATASET")
@click.argument("file", callback=input_path)
@output_option("The corpus to write; without it, the file is only checked.", metavar="PATH")
@click.option(
    "--alliances",
    metavar="FILE",
    callback=input_path,
    help="The file of atop-alliance to compare the data set with (for atop-member only).",
)
@click.option(
    "--encoding", metavar="NAME", callback=_parse_encoding, help="The encoding of the file, if it is not the usual one."
)
@click.option("--partial", is_flag=True, help="Write the valid rows even if other rows are set aside.")
@format_option
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_data_sets,
    help="List the data sets and exit.",
)
def load(  # noqa: PLR0913 - one parameter for each argument and option
    data_set: str,
    file: str,
    output: str | None,
    alliances: str | None,
    encoding: str | None,
    *,
    partial: bool,
    output_format: OutputFormat,
) -> None:
    """Load a published data set and write a corpus.

    DATASET is the name of the data set, such as atop-member (--list shows all names). FILE is its file as published, as
    text or for Stata, or a copy that pandas, R or a spreadsheet has saved.

    The number of rows that were read, used and set aside, and the coverage of the data set, go to standard error. With
    --format json, sarif or github, each row that was set aside and each warning is reported with its line, as by
    "alliancekit check"; with --format text, warnings are only counted.

    If rows are set aside, nothing is written and the exit code is 1. With --partial, the other rows are written and the
    exit code is 0. Warnings do not change the exit code.

    The ending of PATH selects the format: .yaml, .json or .jsonl for one file, .parquet for a folder with one table per
    type of record, no ending for a folder of YAML files. An existing file is replaced atomically.
    """
    from alliancekit.loaders import LoadedDyads
    from alliancekit.report.data import loading_report

    # A folder is no data set: the loader reports it.
    refuse_outputs([output], [path for path in (file, alliances) if path and not Path(path).is_dir()])
    is_text = output_format == "text"
    try:
        with progress_bar("Loading"):
            loaded = load_data_set(data_set, file, encoding, alliances)
    except InvalidCorpus as error:
        if is_text:
            raise
        print_as(output_format, error.problems, 0)
        sys.exit(PROBLEMS)
    usable = loaded.frame.height if isinstance(loaded, LoadedDyads) else len(loaded.records)
    print_lines(loading_report(loaded, usable, list_rows=is_text), stderr=True)
    if not is_text:
        print_as(output_format, loaded.problems, usable)
    if loaded.account.aside and not partial:
        _exit_without_writing(loaded, output)
    if output is None:
        return
    if isinstance(loaded, LoadedDyads):
        message = f'{data_set} has no records to write; pass its file to "alliancekit panel" with --directions'
        raise Failure(message)
    _write(loaded, output, stderr=not is_text)


def _exit_without_writing(loaded: "Loaded[State] | Loaded[Treaty] | LoadedDyads", output: str | None) -> None:
    """End the program because rows were set aside; if an output was requested, print that it was not written."""
    if output is not None:
        rows = counted(len(loaded.account.aside), "row")
        verb = "was" if len(loaded.account.aside) == 1 else "were"
        message = f"{output} was not written, because {rows} {verb} set aside; use --partial to write the other rows"
        print_lines(paragraph(message), stderr=True)
    sys.exit(PROBLEMS)


def _write(loaded: "Loaded[State] | Loaded[Treaty]", output: str, *, stderr: bool) -> None:
    corpus = loaded.corpus()
    with progress_bar("Writing"):
        write_corpus(corpus, output)
    print_lines(paragraph(f"{output}: {counted(len(corpus), 'record')} written"), stderr=stderr)


@click.command()
@click.argument("code_or_name", metavar="STATE")
@click.option("--system", metavar="SYSTEM", help="The system of a code, such as cow, gw or iso3166_1_alpha3.")
@click.option("--on", metavar="DATE", help="The day or year for which STATE is looked up; required for --to.")
@click.option("--to", metavar="SYSTEM", help="Print only the code of the state in this system, or its name.")
@click.option("--language", metavar="TAG", help="The language of the name for --to name, such as fr or zh-Hans.")
@click.option("--early", is_flag=True, help="Accept a code or name before its time, such as RUS in 1950.")
@click.option("--carry-forward", is_flag=True, help="Use the last entries of a list for later dates.")
def state(  # noqa: PLR0913 - one parameter for each argument and option
    code_or_name: str,
    system: "System | None",
    on: str | None,
    to: "IdentifierKind | None",
    language: str | None,
    *,
    early: bool,
    carry_forward: bool,
) -> None:
    """Look up a state by code, name or id.

    STATE is a code (255 --system cow --on 1991, or cow:255), a code of letters that means one state (DEU --on 1991), a
    name (Germany --on 1914) or an id (state:deu). If it matches several states on the date, or none, the message lists
    the matching states with their dates.

    What --early and --carry-forward assume goes to standard error.
    """
    from alliancekit import states
    from alliancekit.corpus import Corpus
    from alliancekit.display.records import record_report

    if to and on is None:
        message = "--to needs a date, such as --on 1991"
        raise Failure(message)
    if language and to != "name":
        message = "--language needs --to name"
        raise Failure(message)
    found = states.resolve(code_or_name, system=system, on=on, early=early, carry_forward=carry_forward)
    match, code, assumptions = found.only(), None, found.assumptions
    if to and on:
        # Unlike `convert`, this returns what is assumed.
        column = states.convert_column(
            [match.id], from_="state", to=to, on=on, carry_forward=carry_forward, language=language
        )
        if column.report:
            raise Failure(with_options(column.report[0].reason))
        (code,) = column.values
        assumptions += tuple(each.assumption for each in column.assumed)
    for assumption in dict.fromkeys(assumptions):
        print_lines(paragraph(f"Note: {with_options(assumption)}."), stderr=True)
    if code:
        click.echo(code)
        return
    corpus = Corpus(states.all_states())
    print_lines(record_report(corpus, corpus[match.id]))
