"""The command `plot`, which draws figures."""

from typing import TYPE_CHECKING

import click

from alliancekit.cli._exit_codes import Failure
from alliancekit.cli._inputs import coverage_option, data_set_option, load_treaties, parse_years, trust_option
from alliancekit.cli._paths import input_path, limit_options, output_path
from alliancekit.cli._printing import paragraph, print_lines, progress_bar

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alliancekit.dates import PartialDate
    from alliancekit.formats import Limits
    from alliancekit.panel import StateSystem, Treaties, Trust

_OPTIONS = {
    "timeline": ("--state",),
    "network": ("--year", "--obligation", "--system"),
    "heatmap": ("--year", "--obligation", "--system"),
    "obligations": ("--years", "--system"),
    "decades": ("--years", "--obligation", "--system"),
}
"""The figures, and the options that apply to each."""

_REQUIRED = {"--state": "a state, such as --state state:deu", "--year": "a year, such as --year 1914"}

_EPILOG = """
\b
Figures:
  timeline     the treaties of one state, one bar each (--state)
  network      the ties between states in one year (--year)
  heatmap      the same ties as a matrix (--year)
  obligations  the number of dyads for each obligation, by year
  decades      one small network for each decade
"""


@click.command(epilog=_EPILOG)
@click.argument("figure", metavar="FIGURE", type=click.Choice(tuple(_OPTIONS)))
@click.argument("src", callback=input_path)
@click.option(
    "-o", "--output", metavar="FILE", callback=output_path, required=True, help="The file to write: .png, .svg or .pdf."
)
@click.option("--state", metavar="STATE", help="The state of a timeline: its id, or a name that only this state has.")
@click.option("--year", metavar="YEAR", type=click.IntRange(1, 9999), help="The year of a network or heatmap.")
@click.option("--years", metavar="YEARS", callback=parse_years, help="The first and the last year, such as 1816-2016.")
@click.option(
    "--obligation",
    metavar="NAME",
    multiple=True,
    help="Draw a tie where this obligation is owed, such as defense; repeat the option for several.",
)
@click.option("--system", type=click.Choice(("cow", "gw")), help="The system of states to draw.  [default: cow]")
@coverage_option
@trust_option
@data_set_option
@limit_options
def plot(  # noqa: PLR0913, PLR0917 - one parameter for each argument and option; click passes them by name
    figure: str,
    src: str,
    output: str,
    state: str | None,
    year: int | None,
    years: tuple[int, int] | None,
    obligation: tuple[str, ...],
    system: "StateSystem | None",
    coverage: str | None,
    trust: "Trust",
    data_set: str | None,
    limits: "Limits",
) -> None:
    """Draw a figure: a timeline, a network, counts by year.

    FIGURE is one of the figures below. SRC is a corpus, or with --from the file of a data set. A description of the
    figure is printed, and written into the file as its alternative text.
    """
    options = {
        "--state": state, "--year": year, "--years": years, "--obligation": obligation or None, "--system": system,
    }  # fmt: skip
    for option, value in options.items():
        if value is not None and option not in _OPTIONS[figure]:
            message = f"{option} does not apply to {figure}; remove it"
            raise Failure(message)
        if value is None and option in _OPTIONS[figure] and option in _REQUIRED:
            message = f"{figure} needs {_REQUIRED[option]}"
            raise Failure(message)
    from alliancekit.plot import alt_text, save

    treaties, known, _ = load_treaties(src, data_set, limits)
    with progress_bar("Drawing"):
        drawing = (
            _timeline(treaties, state)
            if state
            else _draw_frame(
                figure,
                _frame(treaties, (year, year) if year else years, system or "cow", coverage or known, trust),
                year,
                obligation or None,
            )
        )
        save(drawing, output)
    print_lines(paragraph(alt_text(drawing)))


def _timeline(treaties: "Treaties", state: str) -> "Axes":
    from alliancekit.plot import timeline

    return timeline(treaties, state)


def _frame(
    treaties: "Treaties",
    years: tuple[int, int] | None,
    system: "StateSystem",
    coverage: "PartialDate | str | None",
    trust: "Trust",
) -> "pl.DataFrame":
    """Return the dyad-years that a figure shows."""
    from alliancekit.panel import dyad_years

    return dyad_years(treaties, directed=False, years=years, system=system, coverage=coverage, trust=trust).frame


def _draw_frame(
    figure: str, frame: "pl.DataFrame", year: int | None, obligation: tuple[str, ...] | None
) -> "Axes | Figure":
    from alliancekit.plot import decades, heatmap, network, obligations

    if year:
        return (network if figure == "network" else heatmap)(frame, year, obligation=obligation)
    return obligations(frame) if figure == "obligations" else decades(frame, obligation=obligation)
