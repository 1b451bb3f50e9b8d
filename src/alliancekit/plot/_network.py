"""Draw the network of a year."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes

from alliancekit._arguments import Number
from alliancekit.networks import DyadYears, of_year
from alliancekit.plot._figures import Caption, Size, axes_of, describe, figure_of, finish, source_of
from alliancekit.plot._labels import draw_labels
from alliancekit.plot._layout import height_per_width, spread
from alliancekit.plot._network_drawing import (
    NodeLabel,
    clear_axes,
    description_of,
    draw_edges,
    draw_nodes,
    isolates_handle,
    known_tie,
    label_anchors,
    legend_handles,
    scale_of,
    stronger_handle,
    tied,
    unknown_handle,
    year_title,
)
from alliancekit.plot._styles import INK, SMALL

_WIDTH: Final = 7
_LEAST_HEIGHT: Final = 0.3
_GREATEST_HEIGHT: Final = 1
"""The height of a figure, as a part of its width."""

_SMALL_SCALE: Final = 0.7
"""Figures whose dots have a lower scale have only labels that cover no dot."""


def network(  # noqa: PLR0913 - one parameter per option of the figure
    data: DyadYears,
    year: Number,
    *,
    obligation: str | Sequence[str] | None = None,
    labels: NodeLabel = "abbreviation",
    seed: int = 0,
    title: str | None = None,
    source: str | None = None,
    size: Size | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the network of a year: a dot for each state, with a size that grows with its ties, and a line for each tie.

    The style of the line shows the strongest obligation that either state owes the other. From strong to weak: defense,
    offense, neutrality, nonaggression, consultation, entente, bases, other. Connected states form groups, the largest
    group first. States without a tie are not drawn; the legend has their number. Pairs whose tie is unknown are not
    drawn either; the legend has their number, and that of ties that may have a stronger obligation than the one drawn.
    If not all labels have room, states with more ties have priority.

    Args:
        data: A panel of dyad-years, its frame, or treaties, as for `alliancekit.networks.of_year`.
        year: The year.
        obligation: The obligation that makes a tie, as for `alliancekit.networks.of_year`.
        labels: The labels of states: their ``abbreviation``, ``code`` or ``name``.
        seed: The seed of the random layout of large groups.
        title: The title; None: one with the year; empty: none.
        source: The source of the data, for a note below the figure; None: the title of a loaded data set.
        size: The width of the figure, or its width and height, in centimetres; None: 17.8, and a height that fits.
        ax: The axes to draw on; None: those of a new figure.

    Raises:
        UnusableInput: As for `alliancekit.networks.of_year`; or if the size is not positive, or there are axes too.
        BeyondCoverage: As for `alliancekit.networks.of_year`.
    """
    graph = of_year(data, year, obligation=obligation, unknown="omit")
    own = tied(graph)
    positions = spread(own, seed)
    ratio = min(max(height_per_width(positions), _LEAST_HEIGHT), _GREATEST_HEIGHT)
    whole_figure = ax is None
    ax = axes_of(ax, size, _WIDTH, lambda width: width * ratio)
    clear_axes(ax, positions)
    scale = scale_of(ax)
    draw_edges(ax, own, positions, scale)
    draw_nodes(ax, own, positions, scale)
    if not positions:
        ax.text(0.5, 0.5, f"no {known_tie(graph)}s", transform=ax.transAxes, ha="center", size=SMALL + 1, color=INK)
    handles = [
        *legend_handles(own, scale),
        *isolates_handle(graph, scale),
        *unknown_handle(graph),
        *stronger_handle(graph),
    ]
    caption = Caption(title, source_of(data, source))
    height = None if isinstance(size, tuple) else figure_of(ax).get_size_inches()[0] * ratio
    finish(
        ax,
        year_title("Alliances", year, obligation),
        caption,
        handles,
        whole_figure=whole_figure,
        axes_height=height,
    )
    lines = [(positions[a], positions[b]) for a, b in own.edges()]
    draw_labels(ax, label_anchors(own, positions, labels, scale), SMALL, (), lines, strict=scale < _SMALL_SCALE)
    describe(ax, description_of(graph))
    return ax
