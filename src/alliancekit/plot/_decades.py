"""Draw the networks of many years side by side."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import networkx as nx
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from alliancekit._arguments import Number, year_of
from alliancekit.errors import UnusableInput
from alliancekit.messages import counted, listed
from alliancekit.networks import DyadYears, frame_of, of_frame
from alliancekit.plot._figures import (
    CENTIMETRE,
    PAGE,
    Size,
    add_below,
    describe,
    escape_label,
    figure_of,
    lay_out,
    new_figure,
    size_in_inches,
    source_of,
)
from alliancekit.plot._fonts import add_fallbacks
from alliancekit.plot._labels import draw_labels
from alliancekit.plot._layout import Position
from alliancekit.plot._network_drawing import (
    clear_axes,
    description_of,
    draw_edges,
    draw_nodes,
    isolates,
    known_tie,
    label_anchors,
    legend_handles,
    tied,
)
from alliancekit.plot._regions import region_positions
from alliancekit.plot._styles import FAINT, INK, SMALL

_WIDTH: Final = 7
"""The width of a figure, in inches."""

_CELL: Final = 4.2 * CENTIMETRE
"""The width that the network of a year should have, in inches."""

_HEIGHT_PER_WIDTH: Final = 0.74
"""The height of the network of a year without its title, divided by its width."""

_TITLE: Final = 0.34
"""The height of the title of a year, in inches."""

_NARROW: Final = 3.4 * CENTIMETRE
"""The least width of a network with labels and names of regions, in inches."""

_KEY: Final = (
    "Circles: Americas on the left, Europe above, Africa below, Middle East in the middle, Asia and Oceania on the "
    "right"
)
"""The names of the regions, for networks that are too small to have them."""

_BELOW: Final = 0.6
"""The height of the title and the legend of a figure, in inches."""

_SCALE: Final = 0.3
"""The size of dots and lines, relative to a figure of one year."""

_SHARE: Final = 0.75
"""The part of its room that a network has before the figure is laid out."""

_LABELS: Final = 4
"""The number of states with a label in each network."""

_ABOVE: Final = ("Europe", "Asia, Oceania")
"""The regions whose names are above their circles; the others have them below."""

_NODE_ROOM: Final = 0.12
"""The room for dots between a circle and its name."""


def decades(  # noqa: PLR0913 - one parameter per option of the figure
    data: DyadYears,
    years: Sequence[Number] | None = None,
    *,
    obligation: str | Sequence[str] | None = None,
    title: str | None = None,
    source: str | None = None,
    size: Size | None = None,
    axes: Sequence[Axes] | None = None,
) -> Figure:
    """Draw the networks of many years side by side, as small multiples.

    Each region is a circle of its states, on a sketch of the world: the Americas on the left, Europe, Africa, the
    Middle East, and Asia with Oceania on the right. A state has the same position in every year, in the order of the
    codes clockwise from the top. States without a tie are not drawn; each year has their number. Pairs whose tie is
    unknown are not drawn either; a note has their number in each year. The regions are those of the numbers of
    Correlates of War, and of Gleditsch and Ward.

    Args:
        data: A panel of dyad-years, its frame, or treaties, as for `alliancekit.networks.of_year`.
        years: The years. None: each year that ends in 0 and in which at least half of the ties are known.
        obligation: The obligation that makes a tie, as for `alliancekit.networks.of_year`.
        title: The title of the figure; None: one with the first and the last year; empty: none.
        source: The source of the data, for a note below the figure; None: the title of a loaded data set.
        size: The width of the figure, or its width and height, in centimetres; None: 17.8, and a height that fits.
        axes: The axes to draw on, one for each year; None: those of a new figure.

    Returns:
        The figure; each of its axes has its own `alt_text`.

    Raises:
        UnusableInput: As for `alliancekit.networks.of_year`, and also for treaties if the list of states does not cover
            a year; or if there is no year to draw, or `axes` and `years` differ in length, or the size is not positive,
            or there are axes too.
        TypeError: If a year is not a whole number.
    """
    frame = frame_of(data)
    chosen = _known_decades(frame, obligation) if years is None else [year_of(year, "years") for year in years]
    if not chosen:
        message = "there is no year to draw: in no year that ends in 0 are half of the ties known (set the years)"
        raise UnusableInput(message)
    if axes is not None and len(axes) != len(chosen):
        message = f"axes must have one item for each of the {len(chosen)} years, has {len(axes)}"
        raise UnusableInput(message)
    if axes is not None and size is not None:
        message = "size is for a new figure; the axes have the size of their own figure (leave out axes or size)"
        raise UnusableInput(message)
    graphs = [of_frame(frame, year, obligation=obligation, unknown="omit") for year in chosen]
    codes = {state: node["code"] for graph in graphs for state, node in tied(graph).nodes(data=True)}
    positions, circles = region_positions(codes)
    all_axes = _grid(len(graphs), size) if axes is None else list(axes)
    labelled = all_axes[0].get_window_extent().width / figure_of(all_axes[0]).dpi >= _NARROW * _SHARE
    for ax, graph in zip(all_axes, graphs, strict=True):
        clear_axes(ax, positions)
        _draw_circles(ax, circles, names=labelled)
        draw_edges(ax, tied(graph), positions, _SCALE)
        draw_nodes(ax, tied(graph), positions, _SCALE * 0.8)
        alone = f"{isolates(graph)} of {len(graph)} without a {known_tie(graph)}"
        ax.set_title(str(graph.graph["year"]), size=SMALL + 1, color=INK, pad=SMALL)
        ax.text(0.5, 1, alone, transform=ax.transAxes, ha="center", va="bottom", size=SMALL - 2, color=INK)
        describe(ax, description_of(graph))
    figure = figure_of(all_axes[0])
    ties = ", ".join(f"{graph.graph['year']}: {graph.size():,}" for graph in graphs)
    describe(figure, f"Networks of alliances in {counted(len(graphs), 'year')}, with their numbers of ties. {ties}.")
    lines = [handle for graph in graphs for handle in legend_handles(graph) if handle.get_marker() == "None"]
    if axes is None:
        names = (obligation,) if isinstance(obligation, str) else tuple(obligation or ())
        kind = f" with {listed(names)}" if names else ""
        default = f"Alliances{kind}, {chosen[0]}\N{EN DASH}{chosen[-1]}"
        if title or title is None:
            figure.suptitle(escape_label(title or default), size=SMALL + 2, color=INK)
        handles = {str(line.get_label()): line for line in lines}
        origin = source_of(data, source)
        notes = [] if labelled else [_KEY]
        notes += _unknown_note(graphs)
        notes += [f"Source: {origin}"] if origin else []
        add_below(figure, list(handles.values()), ". ".join(notes))
    add_fallbacks(figure)
    lay_out(all_axes[0])
    for ax, graph in zip(all_axes, graphs, strict=True) if labelled else ():
        draw_labels(
            ax, label_anchors(tied(graph), positions, "abbreviation", _SCALE)[:_LABELS], SMALL - 2.5, list(ax.texts)
        )
    return figure


def _draw_circles(ax: Axes, circles: Mapping[str, tuple[Position, float]], *, names: bool) -> None:
    """Draw the circle of each region, and with `names` its name above or below it."""
    for name, ((x, y), radius) in circles.items():
        ax.add_patch(Circle((x, y), radius, fill=False, color=FAINT, linewidth=0.3, zorder=0))
        if not names:
            continue
        above = name in _ABOVE
        ax.text(
            x, y + (radius + _NODE_ROOM) * (1 if above else -1), name, ha="center", va="bottom" if above else "top",
            size=SMALL - 3, color=INK, alpha=0.7,
        )  # fmt: skip


def _unknown_note(graphs: Sequence["nx.Graph[str]"]) -> Iterator[str]:
    """Yield a note with the number of pairs whose tie is unknown in each year, if there are any."""
    counts = [
        f"{graph.graph['unknown_pairs']:,} in {graph.graph['year']}" for graph in graphs if graph.graph["unknown_pairs"]
    ]
    if counts:
        yield f"Pairs of states whose tie is unknown, not drawn: {listed(tuple(counts), 'and')}"


def _known_decades(frame: pl.DataFrame, obligation: str | Sequence[str] | None) -> list[int]:
    """Return the years that end in 0 and in which at least half of the ties are known."""
    names = (obligation,) if isinstance(obligation, str) else tuple(obligation or ())
    kinds = [name for name in names if name in frame.columns] or ["treaties"]
    known = pl.all_horizontal(pl.col(kinds).is_not_null()).mean() >= 1 / 2
    years = frame.filter(pl.col("year") % 10 == 0).group_by("year").agg(known.alias("known")).filter("known")["year"]
    chosen: list[int] = years.sort().to_list()
    return chosen


def _grid(count: int, size: Size | None) -> list[Axes]:
    """Return a number of axes in a new figure that is no higher than a page."""

    def columns_of(width: float) -> int:
        columns = max(1, min(count, round(width / _CELL)))
        while columns < count and _height(width, count, columns) > PAGE:
            columns += 1
        return columns

    width, height = size_in_inches(size, _WIDTH, lambda width: _height(width, count, columns_of(width)))
    columns = columns_of(width)
    figure = new_figure(width, height)
    return [figure.add_subplot(-(-count // columns), columns, number + 1) for number in range(count)]


def _height(width: float, count: int, columns: int) -> float:
    """Return the height of a figure with a number of networks in columns, in inches."""
    return -(-count // columns) * (width / columns * _HEIGHT_PER_WIDTH + _TITLE) + _BELOW
