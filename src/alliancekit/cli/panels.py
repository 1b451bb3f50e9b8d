"""The command `panel`, which makes panels."""

import re
from typing import TYPE_CHECKING

import click

from alliancekit.cli._exit_codes import Failure
from alliancekit.cli._inputs import (
    carry_forward_option,
    check_order,
    coverage_option,
    data_set_option,
    load_treaties,
    parse_years,
    part_years_option,
    trust_option,
)
from alliancekit.cli._options import output_option
from alliancekit.cli._panel_options import (
    DirectionArguments,
    PanelArguments,
    YearPanelArguments,
    asymmetric_option,
    direction_arguments,
    directions_option,
    together_option,
)
from alliancekit.cli._paths import ReadingOptions, input_path, output_path, reading_options, refuse_outputs
from alliancekit.cli._printing import paragraph, print_lines, progress_bar
from alliancekit.cli._row_filters import filter_rows, state_ids
from alliancekit.messages import counted
from alliancekit.text import quote

if TYPE_CHECKING:
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
_ASYMMETRIC = "by-obligation"
"""The default of --asymmetric."""

_KINDS = ("dyad-years", "state-years", "memberships", "dyad-days", "state-days", "membership-days")


class _StateArguments(DirectionArguments):
    """Arguments of every function that makes a panel of states or dyads."""

    counts: bool


def _parse_days(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, str] | None:
    """Return the first and the last day of an option such as ``1914-07-01/1914-07-31``."""
    if value is None:
        return None
    del context
    first, _, last = value.partition("/")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:/[0-9]{4}-[0-9]{2}-[0-9]{2})?", value, re.ASCII):
        expected = "a day such as 1914-07-01, or a first and a last day such as 1914-07-01/1914-07-31"
        message = f"--{parameter.name} must be {expected}, got {quote(value)}"
        raise Failure(message)
    check_order(parameter, first, last or first, "/")
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
@click.argument("src", callback=input_path)
@output_option("The file to write: .csv, .parquet or .dta.", required=True)
@click.option(
    "--kind",
    metavar="KIND",
    type=click.Choice(_KINDS),
    default="dyad-years",
    show_default=True,
    help=f"The unit of a row: {', '.join(_KINDS)}.",
)
@click.option(
    "--directed/--undirected",
    default=None,
    help="Whether a row of a dyad shows what a owes b (directed), or what either owes the other (undirected).",
)
@click.option(
    "--system",
    type=click.Choice(("cow", "gw", "gw-and-microstates", _NO_SYSTEM)),
    help="The system whose states get rows; with none, the parties of the treaties get rows.  [default: cow; for "
    "memberships: none]",
)
@click.option("--years", metavar="YEARS", callback=parse_years, help="The first and the last year, such as 1816-2016.")
@click.option(
    "--days",
    metavar="DAYS",
    callback=_parse_days,
    help="The days of a panel of days, such as 1914-07-01 or 1914-07-01/1914-07-31.",
)
@part_years_option
@together_option
@directions_option
@asymmetric_option(_ASYMMETRIC)
@click.option(
    "--apart",
    type=click.Choice(("drop", "keep")),
    help="Drop or keep a dyad-year whose two states are in the system on no common day of the year.  [default: drop]",
)
@trust_option
@coverage_option
@carry_forward_option
@click.option(
    "--state",
    metavar="STATE",
    multiple=True,
    help="Write only the rows of this state (its id, name or code, such as state:deu, France, DEU or cow:255), in a "
    "directed dyad those where it is a; repeat the option for several states.",
)
@click.option(
    "--owes",
    metavar="OBLIGATION",
    multiple=True,
    help="Write only the rows in which this obligation is owed, such as defense; repeat the option to require several.",
)
@click.option("--counts", is_flag=True, help="Add the number of treaties, and of partners of a state, by obligation.")
@click.option("--integer-codes", is_flag=True, help="Write the codes of states as whole numbers.")
@click.option(
    "--dropped", metavar="FILE", callback=output_path, help="Write the dropped rows to this file, with the reasons."
)
@click.option("--neutralise", is_flag=True, help="In CSV, put ' before text that a spreadsheet would run as a formula.")
@data_set_option
@reading_options
def panel(  # noqa: PLR0913, PLR0917 - one parameter for each argument and option; click passes them by name
    src: str,
    output: str,
    kind: str,
    directed: bool | None,  # noqa: FBT001
    system: str | None,
    years: tuple[int, int] | None,
    days: tuple[str, str] | None,
    part_years: "PartYearRule | None",
    together: "JointMembership | None",
    directions: str | None,
    asymmetric: str | None,
    apart: "ApartDyads | None",
    trust: "Trust",
    coverage: str | None,
    state: tuple[str, ...],
    owes: tuple[str, ...],
    dropped: str | None,
    data_set: str | None,
    *,
    counts: bool,
    integer_codes: bool,
    neutralise: bool,
    carry_forward: bool,
    reading: ReadingOptions,
) -> None:
    """Make a panel of dyads or states by year or day.

    SRC is a corpus, or with --from the file of a data set. Each step, with the number of rows that it added or dropped
    and the reasons, is printed to standard error.

    ATOP does not say toward whom the members of an asymmetric alliance have their obligations, unless you add
    --directions. Without it, such obligations of a dyad, and the number of partners of a state, are unknown.

    An obligation is 0 only if it is known that it is not owed. That is known only within the coverage: the time for
    which all treaties are known. A data set has its own coverage. For a corpus, the coverage is from the first day of
    its treaties to the last, unless --coverage sets it.

    --state and --owes select the rows that are written. The printed steps and --dropped still describe the whole panel.

    In CSV and Stata, ids of treaties are separated by spaces. In CSV, an unknown value is an empty cell.
    """
    of_dyads, of_days = kind.startswith("dyad"), kind.endswith("days")
    _check_options(kind, of_dyads, {"--directed": directed})
    _check_options(kind, not of_days, {"--years": years, "--part-years": part_years, "--together": together})
    _check_options(kind, kind == "dyad-years", {"--apart": apart})
    if days and not of_days:
        days_kind = kind.replace("years", "days").replace("memberships", "membership-days")
        message = f"--days does not apply to {kind}; write --kind {days_kind}, or remove --days"
        raise Failure(message)
    if carry_forward and _system(system, kind) is None:
        message = f"--carry-forward needs the list of a system, and {kind} have none; add --system cow, or remove it"
        raise Failure(message)
    of_memberships = kind.startswith("membership")
    state_options: dict[str, object] = {
        "--directions": directions,
        "--asymmetric": asymmetric,
        "--counts": counts or None,
    }
    _check_options(kind, not of_memberships, state_options)
    if of_dyads and directed is None:
        message = f"{kind} needs --directed (a row is what a owes b) or --undirected (what either owes the other)"
        raise Failure(message)
    if of_days and days is None:
        message = f"{kind} needs --days, such as --days 1914-07-01"
        raise Failure(message)
    if dropped == output:
        message = f"-o and --dropped must be different files, got {output} for both"
        raise Failure(message)
    refuse_outputs([output, dropped], [src, directions])
    from alliancekit.panel import write
    from alliancekit.report.data import panel_report

    treaties, source = load_treaties(src, data_set, reading)
    time = "/".join(days) if days else f"{years[0]:04}/{years[1]:04}" if years else None
    ids, notes = state_ids(state, treaties, _system(system, kind), trust, time, carry_forward=carry_forward)
    arguments: PanelArguments = {
        "system": _system(system, kind), "coverage": coverage, "trust": trust, "carry_forward": carry_forward,
    }  # fmt: skip
    of_states: _StateArguments | None = (
        None if of_memberships else {**direction_arguments(directions, asymmetric or _ASYMMETRIC), "counts": counts}
    )
    with progress_bar("Making the panel"):
        result = (
            _panel_of_days(treaties, days, arguments, of_states, directed=directed)
            if days
            else _panel_of_years(
                treaties,
                {**arguments, "years": years, "part_years": part_years or "any", "together": together or "year"},
                of_states,
                apart=apart or "drop",
                directed=directed,
            )
        )
    result = result.with_integer_codes() if integer_codes else result
    rows, filter_notes = filter_rows(result.frame, ids, owes, directed=directed)
    dropped_rows = result.account.dropped_rows()
    formulas: Formulas = "neutralise" if neutralise else "keep"
    with progress_bar("Writing"):
        written = write({output: rows} if dropped is None else {output: rows, dropped: dropped_rows}, formulas=formulas)
    print_lines(panel_report(result, "--coverage" if coverage else source), stderr=True)
    for note in (*notes, *filter_notes):
        print_lines(paragraph(note), stderr=True)
    total = f", of {result.frame.height}" if state or owes else ""
    print_lines(paragraph(f"{output}: {counted(rows.height, 'row')} written{total}"))
    if output.lower().endswith(".dta"):
        for change in written[0].changes:
            print_lines(paragraph(f"  {change.column}: {change.what}"))
    if dropped is not None:
        print_lines(paragraph(f"{dropped}: {counted(dropped_rows.height, 'row')} written"))


def _check_options(kind: str, applicable: bool, options: dict[str, object]) -> None:  # noqa: FBT001 - reads as a table
    """Raise if one of some options has a value but does not apply to a kind of panel."""
    for option, value in options.items():
        if value is not None and not applicable:
            message = f"{option} does not apply to {kind}; remove it"
            raise Failure(message)


def _system(value: str | None, kind: str) -> "StateSystem | None":
    """Return the system whose states get rows in a panel; None if the parties of the treaties do."""
    systems: dict[str, StateSystem | None] = {
        "cow": "cow", "gw": "gw", "gw-and-microstates": "gw_and_microstates", _NO_SYSTEM: None,
    }  # fmt: skip
    return systems[value or (_NO_SYSTEM if kind.startswith("membership") else "cow")]


def _panel_of_years(
    treaties: "Treaties",
    arguments: YearPanelArguments,
    of_states: _StateArguments | None,
    *,
    apart: "ApartDyads",
    directed: bool | None,
) -> "Panel":
    """Return a panel of years: without `of_states` memberships, without `directed` states, otherwise dyads."""
    from alliancekit.panel import dyad_years, memberships, state_years

    if of_states is None:
        return memberships(treaties, **arguments)
    if directed is None:
        return state_years(treaties, **arguments, **of_states)
    return dyad_years(treaties, directed=directed, apart=apart, **arguments, **of_states)


def _panel_of_days(
    treaties: "Treaties",
    days: tuple[str, str],
    arguments: PanelArguments,
    of_states: _StateArguments | None,
    *,
    directed: bool | None,
) -> "Panel":
    """Return a panel of days, as `_panel_of_years`."""
    from alliancekit.panel import dyad_days, membership_days, state_days

    if of_states is None:
        return membership_days(treaties, days=days, **arguments)
    if directed is None:
        return state_days(treaties, days=days, **arguments, **of_states)
    return dyad_days(treaties, directed=directed, days=days, **arguments, **of_states)
