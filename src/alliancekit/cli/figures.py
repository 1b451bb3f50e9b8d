"""The command `plot`, which draws figures."""

import re
from typing import TYPE_CHECKING, Final, TypedDict

import click

from alliancekit.cli._exit_codes import Failure
from alliancekit.cli._inputs import (
    carry_forward_option,
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
    YearPanelArguments,
    asymmetric_option,
    direction_arguments,
    directions_option,
    together_option,
)
from alliancekit.cli._paths import ReadingOptions, input_path, reading_options, refuse_outputs
from alliancekit.cli._printing import paragraph, print_lines, progress_bar
from alliancekit.messages import listed
from alliancekit.text import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from alliancekit.panel import JointMembership, PartYearRule, StateSystem, Treaties, Trust
    from alliancekit.plot import Size, WorldRegion

_OF_PANELS = ("--system", "--part-years", "--together", "--directions", "--asymmetric", "--carry-forward", "--region")
"""The options of figures that are drawn from a panel."""

_REGIONS: Final[dict[str, "WorldRegion"]] = {
    "americas": "Americas",
    "europe": "Europe",
    "africa": "Africa",
    "middle-east": "Middle East",
    "asia-oceania": "Asia, Oceania",
}
"""The values of --region."""

_OPTIONS = {
    "timeline": ("--state", "--on"),
    "network": ("--year", "--obligation", *_OF_PANELS),
    "heatmap": ("--year", "--obligation", *_OF_PANELS),
    "obligations": ("--years", "--count", *_OF_PANELS),
    "decades": ("--years", "--obligation", *_OF_PANELS),
}
"""The figures, and the options that apply to each."""

_WITHOUT_EFFECT = {"treaties": ("--directions", "--asymmetric"), "states": ("--asymmetric",)}
"""Values of --count, and the options that change none of their numbers."""

_ASYMMETRIC = "none"
"""The default of --asymmetric."""

_REQUIRED = {"--state": "a state, such as --state state:deu", "--year": "a year, such as --year 1914"}

_EPILOG = """
\b
Figures:
  timeline     the treaties of one state, one bar each (--state)
  network      the ties between states in one year (--year)
  heatmap      the same ties as a matrix (--year)
  obligations  the number of dyads, treaties or states with each obligation,
               by year (--count)
  decades      one small network for each decade

\b
Examples:
  alliancekit plot timeline atop5_1m.csv --from atop-member \\
    --state FRA --size 17 -o france.pdf
  alliancekit plot obligations atop5_1m.csv --from atop-member \\
    --count treaties --title "Alliances" --size 8x6 -o counts.png
"""


_DPI = 300
"""The default resolution of a PNG file, in pixels per inch."""

_SIZE = re.compile(r"([0-9]{1,4}(?:\.[0-9]+)?)(?:x([0-9]{1,4}(?:\.[0-9]+)?))?", re.ASCII)


_WITH_ARTICLE = ("Americas", "Middle East")
"""The regions whose name has an article."""


class _FigureArguments(TypedDict):
    """Arguments of every function that draws a figure."""

    title: str | None
    source: str | None
    size: "Size | None"


def _parse_size(context: click.Context, parameter: click.Parameter, value: str | None) -> "Size | None":
    """Return the width, or the width and the height, of an option such as ``17`` or ``17x10``."""
    if value is None:
        return None
    del context
    match = _SIZE.fullmatch(value)
    if not match:
        expected = "a width in centimetres such as 8, or a width and a height such as 17x10"
        message = f"--{parameter.name} must be {expected}, got {quote(value)}"
        raise Failure(message)
    width = float(match[1])
    return (width, float(match[2])) if match[2] else width


@click.command(epilog=_EPILOG)
@click.argument("figure", metavar="FIGURE", type=click.Choice(tuple(_OPTIONS)))
@click.argument("src", callback=input_path)
@output_option("The file to write: .png, .svg or .pdf.", required=True)
@click.option(
    "--state",
    metavar="STATE",
    help="The state of a timeline: its id, its name, or its code, such as state:fra, France, FRA or cow:220.",
)
@click.option(
    "--on", metavar="DATE", help="A date on which the state of a timeline has its name or code, such as 1960."
)
@click.option("--year", metavar="YEAR", type=click.IntRange(1, 9999), help="The year of a network or heatmap.")
@click.option("--years", metavar="YEARS", callback=parse_years, help="The first and the last year, such as 1816-2016.")
@click.option(
    "--obligation",
    metavar="NAME",
    multiple=True,
    help="Draw a tie where this obligation is owed, such as defense; repeat the option for several.",
)
@click.option("--system", type=click.Choice(("cow", "gw")), help="The system of states to draw.  [default: cow]")
@click.option(
    "--count",
    type=click.Choice(("dyads", "treaties", "states")),
    help="What obligations counts: dyads, treaties or states with each obligation.  [default: dyads]",
)
@click.option(
    "--region",
    type=click.Choice(tuple(_REGIONS)),
    help="Draw only the states of a region, or the dyads of two of them.",
)
@part_years_option
@together_option
@directions_option
@asymmetric_option(_ASYMMETRIC)
@carry_forward_option
@click.option("--title", metavar="TEXT", help='The title instead of the default one; "" for none.')
@click.option("--source", metavar="TEXT", help='The source below the figure; "" for none.  [default: the data set]')
@click.option(
    "--size",
    metavar="SIZE",
    callback=_parse_size,
    help="The width in centimetres, such as 8, or the width and the height, such as 17x10.",
)
@click.option(
    "--dpi",
    metavar="N",
    type=click.FloatRange(1, 10_000),
    help="The resolution of a .png file, in pixels per inch.  [default: 300]",
)
@coverage_option
@trust_option
@data_set_option
@reading_options
def plot(  # noqa: PLR0913, PLR0917 - one parameter for each argument and option; click passes them by name
    figure: str,
    src: str,
    output: str,
    state: str | None,
    on: str | None,
    year: int | None,
    years: tuple[int, int] | None,
    obligation: tuple[str, ...],
    system: "StateSystem | None",
    count: str | None,
    region: str | None,
    part_years: "PartYearRule | None",
    together: "JointMembership | None",
    directions: str | None,
    asymmetric: str | None,
    carry_forward: bool,  # noqa: FBT001
    title: str | None,
    source: str | None,
    size: "Size | None",
    dpi: float | None,
    coverage: str | None,
    trust: "Trust",
    data_set: str | None,
    reading: ReadingOptions,
) -> None:
    """Draw a figure: a timeline, a network, counts by year.

    FIGURE is one of the figures below. SRC is a corpus, or with --from the file of a data set. A description of the
    figure is printed, and written into the file as its alternative text.

    ATOP does not say toward whom the members of an asymmetric alliance have their obligations. Without --directions and
    --asymmetric, a figure counts them toward all other members. With --asymmetric, it shows how much is unknown.
    """
    options = {
        "--state": state, "--on": on, "--year": year, "--years": years, "--obligation": obligation or None,
        "--system": system, "--count": count, "--part-years": part_years, "--together": together,
        "--directions": directions, "--asymmetric": asymmetric, "--carry-forward": carry_forward or None,
        "--region": region,
    }  # fmt: skip
    _check_options(figure, count, options)
    if carry_forward and count == "treaties" and system is None:
        message = "--carry-forward needs the list of a system, and treaties have none; add --system cow, or remove it"
        raise Failure(message)
    if dpi is not None and not output.lower().endswith(".png"):
        message = f"--dpi applies only to .png files, got {output}; remove it"
        raise Failure(message)
    refuse_outputs([output], [src, directions])
    from alliancekit.plot import alt_text, save

    treaties, origin = load_treaties(src, data_set, reading)
    caption: _FigureArguments = {
        "title": title, "source": origin if source is None and data_set else source, "size": size,
    }  # fmt: skip
    of_directions = direction_arguments(directions, asymmetric or _ASYMMETRIC)
    with progress_bar("Drawing"):
        if state:
            drawing: Axes | Figure = _timeline(treaties, state, on, caption)
        else:
            arguments: YearPanelArguments = {
                "years": (year, year) if year else years,
                "system": system if count == "treaties" else system or "cow",
                "part_years": part_years or "any",
                "together": together or "year",
                "coverage": coverage,
                "trust": trust,
                "carry_forward": carry_forward,
            }
            frame = _frame(treaties, count or "dyads", arguments, of_directions)
            if region:
                frame, caption = _in_region(frame, _REGIONS[region], year, obligation, caption)
            drawing = _draw_frame(figure, frame, year, obligation or None, caption)
        save(drawing, output, dpi=dpi or _DPI)
    print_lines(paragraph(alt_text(drawing)))


def _check_options(figure: str, count: str | None, options: "Mapping[str, object]") -> None:
    """Raise if an option has a value but does not apply to the figure, or has none but is required."""
    for option, value in options.items():
        if value is not None and option not in _OPTIONS[figure]:
            message = f"{option} does not apply to {figure}; remove it"
            raise Failure(message)
        if value is not None and option in _WITHOUT_EFFECT.get(count or "", ()):
            message = f"{option} does not apply to --count {count}; remove it"
            raise Failure(message)
        if value is None and option in _OPTIONS[figure] and option in _REQUIRED:
            message = f"{figure} needs {_REQUIRED[option]}"
            raise Failure(message)


def _timeline(treaties: "Treaties", state: str, on: str | None, caption: "_FigureArguments") -> "Axes":
    from alliancekit.plot import timeline

    return timeline(treaties, state, on=on, **caption)


def _frame(
    treaties: "Treaties", unit: str, arguments: YearPanelArguments, of_directions: DirectionArguments
) -> "pl.DataFrame":
    """Return the rows that a figure shows: dyad-years, memberships or state-years."""
    from alliancekit.panel import dyad_years, memberships, state_years

    if unit == "treaties":
        return memberships(treaties, **arguments).frame
    if unit == "states":
        return state_years(treaties, **arguments, **of_directions).frame
    return dyad_years(treaties, directed=False, **arguments, **of_directions).frame


def _in_region(
    frame: "pl.DataFrame",
    region: "WorldRegion",
    year: int | None,
    obligation: tuple[str, ...],
    caption: "_FigureArguments",
) -> "tuple[pl.DataFrame, _FigureArguments]":
    """Return the rows of a region, and the title of the figure with the region, unless there is another title."""
    from alliancekit.plot import of_region

    name = "Asia and Oceania" if region == "Asia, Oceania" else f"the {region}" if region in _WITH_ARTICLE else region
    owed = f" with {listed(obligation)}" if obligation else ""
    title = f"Alliances{owed} in {name}{f', {year}' if year else ''}"
    return of_region(frame, region), {**caption, "title": title if caption["title"] is None else caption["title"]}


def _draw_frame(
    figure: str,
    frame: "pl.DataFrame",
    year: int | None,
    obligation: tuple[str, ...] | None,
    caption: "_FigureArguments",
) -> "Axes | Figure":
    from alliancekit.plot import decades, heatmap, network, obligations

    if year:
        return (network if figure == "network" else heatmap)(frame, year, obligation=obligation, **caption)
    if figure == "obligations":
        return obligations(frame, **caption)
    return decades(frame, obligation=obligation, **caption)
