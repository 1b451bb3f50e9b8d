"""The commands for data sets: load one, make a panel of its treaties, look a state up."""

import codecs
import re
import sys
from typing import TYPE_CHECKING, TypedDict, get_args

import click
from attrs import evolve

from alliancekit.cli._ending import PROBLEMS, Failure
from alliancekit.cli._places import corpus_of, reads, write_corpus
from alliancekit.cli._printing import Form, print_as, print_lines, print_problems, watched
from alliancekit.errors import InvalidCorpus, Severity
from alliancekit.rules._words import counted, listed, near

if TYPE_CHECKING:
    from rich.console import RenderableType

    from alliancekit.dates import PartialDate
    from alliancekit.formats import Limits
    from alliancekit.loaders import Loaded
    from alliancekit.models import State, Treaty
    from alliancekit.models.state import System as CodeSystem
    from alliancekit.panel import Formulas, Panel, Rule, System, Together, Treaties
    from alliancekit.states import Label

_NO_SYSTEM = "none"
_KINDS = ("dyad-years", "state-years", "memberships", "dyad-days", "state-days")


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
    except LookupError as error:
        message = f"--{parameter.name} takes the name of an encoding such as utf-8 or cp1252, got {written!r}"
        raise Failure(message) from error


@click.command()
@click.argument("data_set", metavar="DATASET")
@click.argument("file")
@click.option("-o", "--output", metavar="PATH", help="The corpus to write; without it, the file is looked at only.")
@click.option("--alliances", metavar="FILE", help="For atop-member: the alliance level, to compare with.")
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
            loaded = _loaded(data_set, file, encoding, alliances)
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
        print_lines(_line(message), stderr=True)
    sys.exit(PROBLEMS)


def _write(loaded: "Loaded[State] | Loaded[Treaty]", output: str, *, stderr: bool) -> None:
    corpus = loaded.corpus()
    with watched("Writing"):
        write_corpus(corpus, output)
    print_lines(_line(f"{output}: {counted(len(corpus), 'record')} written"), stderr=stderr)


def _loaded(
    name: str, file: str, encoding: str | None = None, alliances: str | None = None
) -> "Loaded[State] | Loaded[Treaty]":
    """Return a data set, loaded."""
    from alliancekit.loaders import LOADERS, atop_members

    if name not in LOADERS:
        meant = near(name, LOADERS, 2)
        said = f"; did you mean {listed(meant)}?" if meant else f"; there are {listed(tuple(LOADERS), 'and')}"
        message = f"no data set is called {name!r}{said}"
        raise Failure(message)
    loader = LOADERS[name]
    if alliances is None:
        return loader.load(file, encoding=encoding)
    if loader.load is not atop_members:
        message = f"--alliances goes with atop-member, not with {name}"
        raise Failure(message)
    return atop_members(file, alliances=alliances, encoding=encoding)


class _Ground(TypedDict):
    """What every panel is asked for."""

    system: "System | None"
    coverage: "PartialDate | str | None"


class _OfYears(_Ground):
    """What a panel of years is asked for besides."""

    years: tuple[int, int] | None
    part_years: "Rule"
    together: "Together"


def _years(context: click.Context, parameter: click.Parameter, written: str | None) -> tuple[int, int] | None:
    """Return the first and the last year that an option says."""
    if written is None:
        return None
    del context
    found = re.fullmatch(r"([0-9]{4})(?:[-/]([0-9]{4}))?", written, re.ASCII)
    if not found:
        wanted = "a year such as 1914, or the first and the last such as 1816-2016"
        message = f"--{parameter.name} takes {wanted}, got {written!r}"
        raise Failure(message)
    return int(found[1]), int(found[2] or found[1])


def _days(context: click.Context, parameter: click.Parameter, written: str | None) -> tuple[str, str] | None:
    """Return the first and the last day that an option says."""
    if written is None:
        return None
    del context
    first, _, last = written.partition("/")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:/[0-9]{4}-[0-9]{2}-[0-9]{2})?", written, re.ASCII):
        wanted = "a day such as 1914-07-01, or the first and the last such as 1914-07-01/1914-07-31"
        message = f"--{parameter.name} takes {wanted}, got {written!r}"
        raise Failure(message)
    return first, last or first


@click.command()
@click.argument("src")
@click.option("-o", "--output", metavar="FILE", required=True, help="The panel to write: .csv or .parquet.")
@click.option(
    "--kind", type=click.Choice(_KINDS), default="dyad-years", show_default=True, help="What a row of the panel is."
)
@click.option("--directed/--undirected", default=None, help="Of dyads: whether a row is what a owes b, or either.")
@click.option(
    "--system",
    type=click.Choice(("cow", "gw", "gw-and-microstates", _NO_SYSTEM)),
    help="Whose states make the rows; none: the parties.  [default: cow; of memberships none]",
)
@click.option("--years", metavar="YEARS", callback=_years, help="The first and the last year, such as 1816-2016.")
@click.option("--days", metavar="DAYS", callback=_days, help="Of panels of days: 1914-07-01, or 1914-07-01/1914-07-31.")
@click.option("--part-years", type=click.Choice(("any", "january", "majority")), help="What counts.  [default: any]")
@click.option("--together", type=click.Choice(("year", "day")), help="When parties are.  [default: year]")
@click.option("--coverage", metavar="TIME", help="For which time absence is known, such as 1815/2016.")
@click.option("--dropped", metavar="FILE", help="Write what was dropped, a row each, with the reason.")
@click.option("--neutralise", is_flag=True, help="In CSV: put ' before text that spreadsheets take for a formula.")
@click.option("--from", "data_set", metavar="DATASET", help='SRC is a data set, named as for "load".')
@reads
def panel(  # noqa: PLR0913, PLR0917 - what the user may say; click gives it by name
    src: str,
    output: str,
    kind: str,
    directed: bool | None,  # noqa: FBT001
    system: str | None,
    years: tuple[int, int] | None,
    days: tuple[str, str] | None,
    part_years: "Rule | None",
    together: "Together | None",
    coverage: str | None,
    dropped: str | None,
    data_set: str | None,
    *,
    neutralise: bool,
    limits: "Limits",
) -> None:
    """Make a panel: a row a dyad and year, or state and year.

    SRC is a corpus, or with --from the file of a data set. Each step of the way, with the rows that it added and
    dropped and the reasons, goes to standard error.

    An obligation is 0 only where it is known that it is not owed, which is in the time of the coverage. A data set says
    its coverage; of a corpus it is taken to be from the first day of any of its treaties to the last, if --coverage
    does not say otherwise.

    In CSV the ids of treaties are joined by a space, and what is not known is an empty cell.
    """
    from alliancekit.report.data import account

    of_dyads, of_days = kind.startswith("dyad"), kind.endswith("days")
    _fitting(kind, of_dyads, {"--directed": directed})
    _fitting(kind, not of_days, {"--years": years, "--part-years": part_years, "--together": together})
    _fitting(kind, of_days, {"--days": days})
    if of_dyads and directed is None:
        message = f"say --directed (a row is what a owes b) or --undirected (what either owes) for {kind}"
        raise Failure(message)
    if of_days and days is None:
        message = f"say --days for {kind}, such as --days 1914-07-01"
        raise Failure(message)
    if dropped == output:
        message = f"-o and --dropped are both {output}; name two files"
        raise Failure(message)
    treaties, known, whose = _treaties(src, data_set, limits)
    ground: _Ground = {"system": _system(system, kind), "coverage": coverage or known}
    with watched("Making the panel"):
        made = (
            _panel_of_days(treaties, days, ground, directed=directed)
            if days
            else _panel_of_years(
                treaties,
                kind,
                {**ground, "years": years, "part_years": part_years or "any", "together": together or "year"},
                directed=directed,
            )
        )
    formulas: Formulas = "neutralise" if neutralise else "keep"
    with watched("Writing"):
        made.write(output, formulas=formulas)
        if dropped is not None:
            evolve(made, frame=made.account.dropped()).write(dropped, formulas=formulas)
    print_lines(account(made, "as --coverage says" if coverage else whose), stderr=True)
    print_lines(_line(f"{output}: {counted(made.frame.height, 'row')} written"))
    if dropped is not None:
        print_lines(_line(f"{dropped}: {counted(made.account.dropped().height, 'row')} written"))


def _fitting(kind: str, fits: bool, given: dict[str, object]) -> None:  # noqa: FBT001 - the question of the function
    """Refuse options that say nothing of a kind of panel."""
    for option, value in given.items():
        if value is not None and not fits:
            message = f"{option} says nothing of {kind}; leave it out"
            raise Failure(message)


def _treaties(src: str, data_set: str | None, limits: "Limits") -> "tuple[Treaties, PartialDate | None, str]":
    """Return treaties, the time for which they are all there are, and who says so."""
    from alliancekit.models import Treaty

    if data_set is None:
        whose = "from the first day of any of the treaties to the last; --coverage says otherwise"
        return corpus_of(src, limits), None, whose
    loaded = _loaded(data_set, src)
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
        print_lines(_line(message), stderr=True)
        sys.exit(PROBLEMS)
    return treaties, loaded.coverage, f"as {loaded.source.title} says"


def _system(written: str | None, kind: str) -> "System | None":
    """Return the system whose states make the rows of a panel."""
    systems: dict[str, System | None] = {
        "cow": "cow", "gw": "gw", "gw-and-microstates": "gw_and_microstates", _NO_SYSTEM: None,
    }  # fmt: skip
    return systems[written or (_NO_SYSTEM if kind == "memberships" else "cow")]


def _panel_of_years(treaties: "Treaties", kind: str, asked: _OfYears, *, directed: bool | None) -> "Panel":
    from alliancekit.panel import dyad_years, memberships, state_years

    if directed is not None:
        return dyad_years(treaties, directed=directed, **asked)
    return (memberships if kind == "memberships" else state_years)(treaties, **asked)


def _panel_of_days(treaties: "Treaties", days: tuple[str, str], asked: _Ground, *, directed: bool | None) -> "Panel":
    from alliancekit.panel import dyad_days, state_days

    if directed is not None:
        return dyad_days(treaties, directed=directed, days=days, **asked)
    return state_days(treaties, days=days, **asked)


@click.command()
@click.argument("code_or_name", metavar="STATE")
@click.option("--system", metavar="SYSTEM", help="Of a code: its system, such as cow, gw or iso3166_1_alpha3.")
@click.option("--on", metavar="DATE", help="The day or year in which it is meant; a code needs it.")
@click.option("--to", metavar="SYSTEM", help="Print only its code in this system, or its name.")
def state(code_or_name: str, system: "CodeSystem | None", on: str | None, to: "Label | None") -> None:
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
    found = states.get(code_or_name, system=system, on=on)
    if to and on:
        click.echo(states.convert(found.id, from_="state", to=to, on=on))
        return
    held = Corpus(states.all_states())
    print_lines(shown(held, held[found.id]))


def _line(text: str) -> "list[RenderableType]":
    from alliancekit.report.terminal import Paragraph, styled

    return [Paragraph(styled(text))]
