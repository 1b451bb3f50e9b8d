"""The command that draws figures."""

from typing import TYPE_CHECKING

import click

from alliancekit.cli._ending import Failure
from alliancekit.cli._given import coverage_of, treaties_from, trusts, years_of
from alliancekit.cli._places import readable, reads, writable
from alliancekit.cli._printing import line, print_lines, watched

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alliancekit.dates import PartialDate
    from alliancekit.formats import Limits
    from alliancekit.panel import StateSystem, Treaties, Trust

_TAKES = {
    "timeline": ("--state",),
    "network": ("--year", "--obligation", "--system"),
    "heatmap": ("--year", "--obligation", "--system"),
    "obligations": ("--years", "--system"),
    "decades": ("--years", "--obligation", "--system"),
}
"""The figures, and the options that say something of each."""

_NEEDED = {"--state": "a state, such as --state state:deu", "--year": "a year, such as --year 1914"}

_EPILOG = """
\b
Figures:
  timeline     the treaties of a state, a bar each (--state)
  network      who is tied to whom in a year (--year)
  heatmap      the same as a matrix (--year)
  obligations  how many dyads each obligation binds, by year
  decades      a small network for each decade
"""


@click.command(epilog=_EPILOG)
@click.argument("figure", metavar="FIGURE", type=click.Choice(tuple(_TAKES)))
@click.argument("src", callback=readable)
@click.option(
    "-o", "--output", metavar="FILE", callback=writable, required=True, help="The figure to write: .png, .svg or .pdf."
)
@click.option("--state", metavar="STATE", help="Of a timeline: whose, by its id, or a name that only it has.")
@click.option("--year", metavar="YEAR", type=click.IntRange(1, 9999), help="Of a network or heatmap: which.")
@click.option("--years", metavar="YEARS", callback=years_of, help="The first and the last year, such as 1816-2016.")
@click.option("--obligation", metavar="NAME", multiple=True, help="What makes a tie, such as defense; may be repeated.")
@click.option("--system", type=click.Choice(("cow", "gw")), help="Whose states are shown.  [default: cow]")
@click.option(
    "--coverage", metavar="TIME", callback=coverage_of, help="For which time absence is known, such as 1815-2016."
)
@trusts
@click.option("--from", "data_set", metavar="DATASET", help='SRC is a data set, named as for "load".')
@reads
def plot(  # noqa: PLR0913, PLR0917 - what the user may say; click gives it by name
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

    FIGURE is one of those below. SRC is a corpus, or with --from the file of a data set. What the figure shows is
    printed in words, and stands in the file for those who can't see it.
    """
    given = {
        "--state": state, "--year": year, "--years": years, "--obligation": obligation or None, "--system": system,
    }  # fmt: skip
    for option, value in given.items():
        if value is not None and option not in _TAKES[figure]:
            message = f"{option} says nothing of {figure}; leave it out"
            raise Failure(message)
        if value is None and option in _TAKES[figure] and option in _NEEDED:
            message = f"{figure} needs {_NEEDED[option]}"
            raise Failure(message)
    from alliancekit.plot import alt_text, save

    treaties, known, _ = treaties_from(src, data_set, limits)
    with watched("Drawing"):
        drawn = (
            _timeline(treaties, state)
            if state
            else _of_frame(
                figure,
                _frame(treaties, (year, year) if year else years, system or "cow", coverage or known, trust),
                year,
                obligation or None,
            )
        )
        save(drawn, output)
    print_lines(line(alt_text(drawn)))


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
    """Return the dyads of which a figure is drawn."""
    from alliancekit.panel import dyad_years

    return dyad_years(treaties, directed=False, years=years, system=system, coverage=coverage, trust=trust).frame


def _of_frame(
    figure: str, frame: "pl.DataFrame", year: int | None, obligation: tuple[str, ...] | None
) -> "Axes | Figure":
    from alliancekit.plot import decades, heatmap, network, obligations

    if year:
        return (network if figure == "network" else heatmap)(frame, year, obligation=obligation)
    return obligations(frame) if figure == "obligations" else decades(frame, obligation=obligation)
