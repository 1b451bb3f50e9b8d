"""Networks of many years side by side."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from alliancekit._arguments import Number, year_of
from alliancekit.errors import UnusableInput
from alliancekit.messages import counted
from alliancekit.networks import DyadYears, frame_of, of_frame
from alliancekit.panel import obligations_of
from alliancekit.plot._drawn import bare, dots, key, lines, spots, told
from alliancekit.plot._ground import describe, figure_of, new_figure, settle
from alliancekit.plot._labels import label
from alliancekit.plot._look import INK, SMALL
from alliancekit.plot._places import circle, number_of

_COLUMNS = 5
_SCALE = 0.35
"""How large dots are, of those in a figure of one year."""

_LABELS = 5
"""How many states have a label, in each of the small figures."""


def decades(
    given: DyadYears,
    years: Sequence[Number] | None = None,
    *,
    obligation: str | Sequence[str] | None = None,
    axes: Sequence[Axes] | None = None,
) -> Figure:
    """Draw the networks of many years side by side, small.

    States stand around a circle in the order of their codes, clockwise from the top, each in the same place in every
    year: with the numbers of Correlates of War the Americas first, then Europe, Africa, the Middle East, Asia and
    Oceania.

    Args:
        given: A panel of dyad-years, its frame, or treaties, as for `alliancekit.networks.of_year`.
        years: The years. None: the first year of each decade of which the ties are known.
        obligation: What makes a tie, as for `alliancekit.networks.of_year`.
        axes: Where to draw, one for each year; None: in a new figure.

    Returns:
        The figure; each of its axes has an `alt_text` too.

    Raises:
        UnusableInput: As for `alliancekit.networks.of_year`; if there is no year to draw, or not one of the axes for
            each.
        BeyondCoverage: As for `alliancekit.networks.of_year`.
    """
    frame = frame_of(given)
    chosen = _decades_of(frame) if years is None else [year_of(year, "years") for year in years]
    if not chosen:
        message = "there is no year to draw: the frame knows the ties of no year that begins a decade; name the years"
        raise UnusableInput(message)
    if axes is not None and len(axes) != len(chosen):
        message = f"there must be one of the axes for each of the {len(chosen)} years, there are {len(axes)}"
        raise UnusableInput(message)
    graphs = [of_frame(frame, year, obligation=obligation) for year in chosen]
    codes = {state: number_of(held["code"]) or 0 for graph in graphs for state, held in graph.nodes(data=True)}
    places = circle(sorted(codes, key=lambda state: (codes[state], state)))
    drawn = _grid(len(graphs)) if axes is None else list(axes)
    for ax, graph in zip(drawn, graphs, strict=True):
        bare(ax, places)
        lines(ax, graph, places, 0.5)
        dots(ax, graph, places, _SCALE)
        ax.set_title(str(graph.graph["year"]), size=SMALL + 1, color=INK, pad=2)
        describe(ax, told(graph))
    figure = figure_of(drawn[0])
    ties = ", ".join(f"{graph.graph['year']}: {graph.size():,}" for graph in graphs)
    describe(figure, f"Networks of alliances in {counted(len(graphs), 'year')}, with their numbers of ties. {ties}.")
    shown = {str(each.get_label()): each for graph in graphs for each in key(graph) if each.get_marker() == "None"}
    if axes is None:
        figure.legend(handles=list(shown.values()), loc="outside lower center", ncols=6, frameon=False, fontsize=SMALL)
    settle(drawn[0])
    for ax, graph in zip(drawn, graphs, strict=True):
        label(ax, spots(graph, places, "abbreviation", _SCALE)[:_LABELS], SMALL - 2)
    return figure


def _decades_of(frame: pl.DataFrame) -> list[int]:
    """Return the years that begin a decade and of which all is known."""
    gaps = pl.any_horizontal(pl.col("treaties", *obligations_of(frame)).is_null()).any()
    known = frame.filter(pl.col("year") % 10 == 0).group_by("year").agg(gaps.alias("gap")).filter(~pl.col("gap"))
    years: list[int] = known["year"].sort().to_list()
    return years


def _grid(count: int) -> list[Axes]:
    """Return as many axes in a new figure."""
    columns = min(count, _COLUMNS)
    rows = -(-count // columns)
    figure = new_figure(1.45 * columns + 0.3, 1.6 * rows + 0.4)
    return [figure.add_subplot(rows, columns, number + 1) for number in range(count)]
