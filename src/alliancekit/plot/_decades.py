"""Draw the networks of many years side by side."""

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
from alliancekit.plot._figures import describe, figure_of, lay_out, new_figure
from alliancekit.plot._labels import draw_labels
from alliancekit.plot._layout import circle, number_of
from alliancekit.plot._network_drawing import (
    clear_axes,
    description_of,
    draw_edges,
    draw_nodes,
    label_anchors,
    legend_handles,
)
from alliancekit.plot._styles import INK, SMALL

_COLUMNS = 5
_SCALE = 0.35
"""The size of nodes, relative to a figure of one year."""

_LABELS = 5
"""The number of states with a label in each small figure."""


def decades(
    given: DyadYears,
    years: Sequence[Number] | None = None,
    *,
    obligation: str | Sequence[str] | None = None,
    axes: Sequence[Axes] | None = None,
) -> Figure:
    """Draw the networks of many years side by side, as small multiples.

    States are on a circle in the order of their codes, clockwise from the top, at the same position in every year. With
    the numbers of Correlates of War, the Americas come first, then Europe, Africa, the Middle East, Asia and Oceania.

    Args:
        given: A panel of dyad-years, its frame, or treaties, as for `alliancekit.networks.of_year`.
        years: The years. None: each year that ends in 0 and in which all ties are known.
        obligation: The obligation that makes a tie, as for `alliancekit.networks.of_year`.
        axes: The axes to draw on, one for each year; None: those of a new figure.

    Returns:
        The figure; each of its axes has its own `alt_text`.

    Raises:
        UnusableInput: As for `alliancekit.networks.of_year`, and also for treaties if the list of states does not cover
            a year; or if there is no year to draw, or `axes` and `years` differ in length.
        TypeError: If a year is not a whole number.
    """
    frame = frame_of(given)
    chosen = _known_decades(frame) if years is None else [year_of(year, "years") for year in years]
    if not chosen:
        message = "there is no year to draw: in no year that ends in 0 are all ties known (set the years)"
        raise UnusableInput(message)
    if axes is not None and len(axes) != len(chosen):
        message = f"axes must have one item for each of the {len(chosen)} years, has {len(axes)}"
        raise UnusableInput(message)
    graphs = [of_frame(frame, year, obligation=obligation) for year in chosen]
    codes = {state: number_of(node["code"]) or 0 for graph in graphs for state, node in graph.nodes(data=True)}
    positions = circle(sorted(codes, key=lambda state: (codes[state], state)))
    all_axes = _grid(len(graphs)) if axes is None else list(axes)
    for ax, graph in zip(all_axes, graphs, strict=True):
        clear_axes(ax, positions)
        draw_edges(ax, graph, positions, 0.5)
        draw_nodes(ax, graph, positions, _SCALE)
        ax.set_title(str(graph.graph["year"]), size=SMALL + 1, color=INK, pad=2)
        describe(ax, description_of(graph))
    figure = figure_of(all_axes[0])
    ties = ", ".join(f"{graph.graph['year']}: {graph.size():,}" for graph in graphs)
    describe(figure, f"Networks of alliances in {counted(len(graphs), 'year')}, with their numbers of ties. {ties}.")
    lines = [handle for graph in graphs for handle in legend_handles(graph) if handle.get_marker() == "None"]
    handles = {str(line.get_label()): line for line in lines}
    if axes is None:
        figure.legend(
            handles=list(handles.values()), loc="outside lower center", ncols=6, frameon=False, fontsize=SMALL
        )
    lay_out(all_axes[0])
    for ax, graph in zip(all_axes, graphs, strict=True):
        draw_labels(ax, label_anchors(graph, positions, "abbreviation", _SCALE)[:_LABELS], SMALL - 2)
    return figure


def _known_decades(frame: pl.DataFrame) -> list[int]:
    """Return the years that end in 0 and in which all ties are known."""
    gaps = pl.any_horizontal(pl.col("treaties", *obligations_of(frame)).is_null()).any()
    known = frame.filter(pl.col("year") % 10 == 0).group_by("year").agg(gaps.alias("gap")).filter(~pl.col("gap"))
    years: list[int] = known["year"].sort().to_list()
    return years


def _grid(count: int) -> list[Axes]:
    """Return a number of axes in a new figure."""
    columns = min(count, _COLUMNS)
    rows = -(-count // columns)
    figure = new_figure(1.45 * columns + 0.3, 1.6 * rows + 0.4)
    return [figure.add_subplot(rows, columns, number + 1) for number in range(count)]
