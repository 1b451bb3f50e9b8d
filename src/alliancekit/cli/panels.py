"""The command that makes panels."""

import re
from typing import TYPE_CHECKING, TypedDict

import click

from alliancekit.cli._ending import Failure
from alliancekit.cli._given import coverage_of, in_order, treaties_from, trusts, years_of
from alliancekit.cli._kept import kept, states_of
from alliancekit.cli._places import readable, reads, writable
from alliancekit.cli._printing import line, print_lines, watched
from alliancekit.messages import counted
from alliancekit.text import quote

if TYPE_CHECKING:
    from alliancekit.dates import PartialDate
    from alliancekit.formats import Limits
    from alliancekit.panel import (
        ApartDyads,
        Formulas,
        JointMembership,
        Panel,
        PartYearRule,
        StateSystem,
        Treaties,
        Trust,
    )

_NO_SYSTEM = "none"
_KINDS = ("dyad-years", "state-years", "memberships", "dyad-days", "state-days", "membership-days")


class _Ground(TypedDict):
    """What every panel is asked for."""

    system: "StateSystem | None"
    coverage: "PartialDate | str | None"
    trust: "Trust"


class _OfYears(_Ground):
    """What a panel of years is asked for besides."""

    years: tuple[int, int] | None
    part_years: "PartYearRule"
    together: "JointMembership"


def _days(context: click.Context, parameter: click.Parameter, written: str | None) -> tuple[str, str] | None:
    """Return the first and the last day that an option says."""
    if written is None:
        return None
    del context
    first, _, last = written.partition("/")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:/[0-9]{4}-[0-9]{2}-[0-9]{2})?", written, re.ASCII):
        wanted = "a day such as 1914-07-01, or the first and the last such as 1914-07-01/1914-07-31"
        message = f"--{parameter.name} takes {wanted}, got {quote(written)}"
        raise Failure(message)
    in_order(parameter, first, last or first, "/")
    return first, last or first


_EPILOG = """
\b
Examples:
  alliancekit panel atop5_1m.csv --from atop-member --directed \\
    --years 1870-1913 -o dyads.csv --dropped lost.csv
  alliancekit panel atop5_1m.csv --from atop-member --directed \\
    --kind dyad-days --days 1914-07-01 --system none \\
    --state state:deu --owes defense -o partners.csv
"""


@click.command(epilog=_EPILOG)
@click.argument("src", callback=readable)
@click.option(
    "-o", "--output", metavar="FILE", callback=writable, required=True, help="The panel to write: .csv or .parquet."
)
@click.option(
    "--kind",
    metavar="KIND",
    type=click.Choice(_KINDS),
    default="dyad-years",
    show_default=True,
    help=f"What a row of the panel is: {', '.join(_KINDS)}.",
)
@click.option("--directed/--undirected", default=None, help="Of dyads: whether a row is what a owes b, or either.")
@click.option(
    "--system",
    type=click.Choice(("cow", "gw", "gw-and-microstates", _NO_SYSTEM)),
    help="Whose states make the rows; none: the parties.  [default: cow; of memberships none]",
)
@click.option("--years", metavar="YEARS", callback=years_of, help="The first and the last year, such as 1816-2016.")
@click.option("--days", metavar="DAYS", callback=_days, help="Of panels of days: 1914-07-01, or 1914-07-01/1914-07-31.")
@click.option(
    "--part-years",
    type=click.Choice(("any", "january", "majority")),
    help="What counts in a year: what holds on any of its days, on 1 January, or on most days.  [default: any]",
)
@click.option(
    "--together",
    type=click.Choice(("year", "day")),
    help="Two parties share a treaty if both are in it in the same year, or only if on the same day.  [default: year]",
)
@click.option(
    "--apart",
    type=click.Choice(("drop", "keep")),
    help="Of dyad-years: what becomes of two states that share no day of the year.  [default: drop]",
)
@trusts
@click.option(
    "--coverage", metavar="TIME", callback=coverage_of, help="For which time absence is known, such as 1815-2016."
)
@click.option(
    "--state",
    metavar="ID",
    multiple=True,
    help="Keep only the rows of this state; of directed dyads, where it is a. May be repeated, for any of them.",
)
@click.option(
    "--owes",
    metavar="OBLIGATION",
    multiple=True,
    help="Keep only the rows in which this is owed, such as defense. May be repeated, for all of them.",
)
@click.option(
    "--dropped", metavar="FILE", callback=writable, help="Write what was dropped, a row each, with the reason."
)
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
    part_years: "PartYearRule | None",
    together: "JointMembership | None",
    apart: "ApartDyads | None",
    trust: "Trust",
    coverage: str | None,
    state: tuple[str, ...],
    owes: tuple[str, ...],
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

    With --state and --owes, a part of the rows is written. The steps and --dropped are those of the whole panel.

    In CSV the ids of treaties are joined by a space, and what is not known is an empty cell.
    """
    of_dyads, of_days = kind.startswith("dyad"), kind.endswith("days")
    _fitting(kind, of_dyads, {"--directed": directed})
    _fitting(kind, not of_days, {"--years": years, "--part-years": part_years, "--together": together})
    _fitting(kind, kind == "dyad-years", {"--apart": apart})
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
    from alliancekit.panel import write
    from alliancekit.report.data import account

    treaties, known, whose = treaties_from(src, data_set, limits)
    wanted = states_of(state, treaties, _system(system, kind), trust)
    ground: _Ground = {"system": _system(system, kind), "coverage": coverage or known, "trust": trust}
    with watched("Making the panel"):
        made = (
            _panel_of_days(treaties, kind, days, ground, directed=directed)
            if days
            else _panel_of_years(
                treaties,
                kind,
                {**ground, "years": years, "part_years": part_years or "any", "together": together or "year"},
                directed=directed,
                apart=apart or "drop",
            )
        )
    rows, notes = kept(made.frame, wanted, owes, directed=directed)
    lost = made.account.dropped()
    formulas: Formulas = "neutralise" if neutralise else "keep"
    with watched("Writing"):
        write({output: rows} if dropped is None else {output: rows, dropped: lost}, formulas=formulas)
    print_lines(account(made, "as --coverage says" if coverage else whose), stderr=True)
    for note in notes:
        print_lines(line(note), stderr=True)
    whole = f", of {made.frame.height}" if state or owes else ""
    print_lines(line(f"{output}: {counted(rows.height, 'row')} written{whole}"))
    if dropped is not None:
        print_lines(line(f"{dropped}: {counted(lost.height, 'row')} written"))


def _fitting(kind: str, fits: bool, given: dict[str, object]) -> None:  # noqa: FBT001 - the question of the function
    """Refuse options that say nothing of a kind of panel."""
    for option, value in given.items():
        if value is not None and not fits:
            message = f"{option} says nothing of {kind}; leave it out"
            raise Failure(message)


def _system(written: str | None, kind: str) -> "StateSystem | None":
    """Return the system whose states make the rows of a panel."""
    systems: dict[str, StateSystem | None] = {
        "cow": "cow", "gw": "gw", "gw-and-microstates": "gw_and_microstates", _NO_SYSTEM: None,
    }  # fmt: skip
    return systems[written or (_NO_SYSTEM if kind.startswith("membership") else "cow")]


def _panel_of_years(
    treaties: "Treaties", kind: str, asked: _OfYears, *, directed: bool | None, apart: "ApartDyads"
) -> "Panel":
    from alliancekit.panel import dyad_years, memberships, state_years

    if directed is not None:
        return dyad_years(treaties, directed=directed, apart=apart, **asked)
    return (memberships if kind == "memberships" else state_years)(treaties, **asked)


def _panel_of_days(
    treaties: "Treaties", kind: str, days: tuple[str, str], asked: _Ground, *, directed: bool | None
) -> "Panel":
    from alliancekit.panel import dyad_days, membership_days, state_days

    if directed is not None:
        return dyad_days(treaties, directed=directed, days=days, **asked)
    return (membership_days if kind == "membership-days" else state_days)(treaties, days=days, **asked)
