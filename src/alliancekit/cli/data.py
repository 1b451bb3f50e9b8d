"""The commands for data: load a data set, look a state up."""

import codecs
import re
import sys
from typing import TYPE_CHECKING, Final, get_args

import click

from alliancekit.cli._ending import PROBLEMS, Failure
from alliancekit.cli._given import loaded_from
from alliancekit.cli._places import readable, writable, write_corpus
from alliancekit.cli._printing import Form, line, print_as, print_lines, watched
from alliancekit.errors import InvalidCorpus, UnknownState
from alliancekit.messages import counted
from alliancekit.text import quote

if TYPE_CHECKING:
    from alliancekit.loaders import Loaded
    from alliancekit.models import State, Treaty
    from alliancekit.models.state import System
    from alliancekit.states import IdentifierKind


_ARGUMENTS: Final = re.compile(r"system='(\w+)', on='([-0-9]+)'")
"""How a message of `states.get` writes what here are options."""


def _list(context: click.Context, parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click calls it
    """Print the data sets that can be loaded, and end."""
    del parameter
    if not asked or context.resilient_parsing:
        return
    from alliancekit.loaders import LOADERS
    from alliancekit.report.data import data_sets

    print_lines(data_sets(loader.data_set for loader in LOADERS.values()))
    context.exit()


def _encoding(context: click.Context, parameter: click.Parameter, written: str | None) -> str | None:
    """Return the name of an encoding if there is one of that name."""
    del context
    try:
        return written and codecs.lookup(written).name
    except (LookupError, ValueError) as error:  # the latter if no name can be like that
        message = f"--{parameter.name} takes the name of an encoding such as utf-8 or cp1252, got {quote(written)}"
        raise Failure(message) from error


@click.command()
@click.argument("data_set", metavar="DATASET")
@click.argument("file", callback=readable)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    callback=writable,
    help="The corpus to write; without it, the file is looked at only.",
)
@click.option(
    "--alliances", metavar="FILE", callback=readable, help="For atop-member: the alliance level, to compare with."
)
@click.option(
    "--encoding", metavar="NAME", callback=_encoding, help="The encoding of the file, if it is not the usual."
)
@click.option("--partial", is_flag=True, help="Write what is left if rows are set aside.")
@click.option(
    "--format", "form", type=click.Choice(get_args(Form)), default="text", show_default=True, help="What to print."
)
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_list, help="List the data sets, and end."
)
def load(  # noqa: PLR0913 - what the user may say
    data_set: str,
    file: str,
    output: str | None,
    alliances: str | None,
    encoding: str | None,
    *,
    partial: bool,
    form: Form,
) -> None:
    """Load a data set as it is shipped; write a corpus.

    DATASET is its name, such as atop-member (--list has all), and FILE the file as its publisher ships it.

    How many rows were read, used and set aside goes to standard error, and for which time the data set speaks. With
    --format json, sarif or github, each row that is set aside and each warning is told at its line, as by "alliancekit
    check"; as text, warnings are only counted.

    Warnings leave the exit code at 0. If rows are set aside, it is 1 and nothing is written; with --partial, what comes
    of the other rows is written, and the exit code is 0.

    The ending of PATH names the format (.yaml, .json, .jsonl); with the ending .parquet it is a folder of tables, a
    file a type of record, without ending a folder of YAML files. What exists is replaced, at once or not at all.
    """
    from alliancekit.report.data import loading

    try:
        with watched("Loading"):
            loaded = loaded_from(data_set, file, encoding, alliances)
    except InvalidCorpus as error:
        if form == "text":
            raise
        print_as(form, error.problems, 0)
        sys.exit(PROBLEMS)
    print_lines(loading(loaded, told=form == "text"), stderr=True)
    if form != "text":
        print_as(form, loaded.problems, len(loaded.records))
    if loaded.account.aside and not partial:
        _not_written(loaded, output)
    if output is not None:
        _write(loaded, output, stderr=form != "text")


def _not_written(loaded: "Loaded[State] | Loaded[Treaty]", output: str | None) -> None:
    """End the program, since rows are set aside; say what that means for the file that was asked for."""
    if output is not None:
        rows = counted(len(loaded.account.aside), "row")
        verb = "is" if len(loaded.account.aside) == 1 else "are"
        message = f"{output} is not written, since {rows} {verb} set aside; with --partial, it has what is left"
        print_lines(line(message), stderr=True)
    sys.exit(PROBLEMS)


def _write(loaded: "Loaded[State] | Loaded[Treaty]", output: str, *, stderr: bool) -> None:
    corpus = loaded.corpus()
    with watched("Writing"):
        write_corpus(corpus, output)
    print_lines(line(f"{output}: {counted(len(corpus), 'record')} written"), stderr=stderr)


@click.command()
@click.argument("code_or_name", metavar="STATE")
@click.option("--system", metavar="SYSTEM", help="Of a code: its system, such as cow, gw or iso3166_1_alpha3.")
@click.option("--on", metavar="DATE", help="The day or year in which it is meant; a code needs it.")
@click.option("--to", metavar="SYSTEM", help="Print only its code in this system, or its name.")
def state(code_or_name: str, system: "System | None", on: str | None, to: "IdentifierKind | None") -> None:
    """Look a state up by code, name or id.

    STATE is its code in a system (255 --system cow --on 1991), a name (Germany --on 1914), or its id (state:deu). What
    stands for several states, or for none on that date, is told, with the dates on which it does.
    """
    from alliancekit import states
    from alliancekit.corpus import Corpus
    from alliancekit.report.records import shown

    if on is None and (system or to):
        message = "a code is one state's on a date: say it, such as --on 1991"
        raise Failure(message)
    try:
        found = states.get(code_or_name, system=system, on=on)
    except UnknownState as error:
        raise Failure(_ARGUMENTS.sub(r"--system \1 --on \2", str(error))) from error
    if to and on:
        click.echo(states.convert(found.id, from_="state", to=to, on=on))
        return
    held = Corpus(states.all_states())
    print_lines(shown(held, held[found.id]))
