"""Draw the network of a year."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from alliancekit._arguments import Number
from alliancekit.networks import DyadYears, of_year
from alliancekit.plot._figures import axes_of, describe, lay_out, legend_below
from alliancekit.plot._labels import draw_labels
from alliancekit.plot._layout import aspect_ratio, spread
from alliancekit.plot._network_drawing import (
    NodeLabel,
    clear_axes,
    description_of,
    draw_edges,
    draw_nodes,
    label_anchors,
    legend_handles,
)
from alliancekit.plot._styles import SMALL

_WIDTH = 7
_LEAST_HEIGHT, _GREATEST_HEIGHT = 2, 7
"""The size of a figure, in inches."""


def network(  # noqa: PLR0913 - one parameter per option of the figure
    given: DyadYears,
    year: Number,
    *,
    obligation: str | Sequence[str] | None = None,
    labels: NodeLabel = "abbreviation",
    seed: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the network of a year: a dot for each state, with a size that grows with its ties, and a line for each tie.

    The line has the style of the strongest obligation that either state owes the other, in the order defense, offense,
    neutrality, nonaggression, consultation, entente, bases, other. Connected states form groups, the largest group
    first; states without ties are below, in grey. If not all labels have room, states with more ties have priority.

    Args:
        given: A panel of dyad-years, its frame, or treaties, as for `alliancekit.networks.of_year`.
        year: The year.
        obligation: The obligation that makes a tie, as for `alliancekit.networks.of_year`.
        labels: The labels of states: their ``abbreviation``, ``code`` or ``name``.
        seed: The seed of the random layout of large groups.
        ax: The axes to draw on; None: those of a new figure.

    Raises:
        UnusableInput: As for `alliancekit.networks.of_year`.
        BeyondCoverage: Likewise.
    """
    graph = of_year(given, year, obligation=obligation)
    positions = spread(graph, seed)
    ax = axes_of(ax, _WIDTH, min(max(_WIDTH * aspect_ratio(positions) + 0.6, _LEAST_HEIGHT), _GREATEST_HEIGHT))
    clear_axes(ax, positions)
    draw_edges(ax, graph, positions)
    draw_nodes(ax, graph, positions)
    legend_below(ax, list(legend_handles(graph)))
    lay_out(ax)
    draw_labels(ax, label_anchors(graph, positions, labels), SMALL)
    describe(ax, description_of(graph))
    return ax
