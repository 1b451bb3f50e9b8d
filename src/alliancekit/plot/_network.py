"""The network of a year."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from alliancekit._arguments import Number
from alliancekit.networks import DyadYears, of_year
from alliancekit.plot._drawn import Label, bare, dots, key, lines, spots, told
from alliancekit.plot._ground import axes_of, describe, legend_below, settle
from alliancekit.plot._labels import label
from alliancekit.plot._look import SMALL
from alliancekit.plot._places import shape, spread

_WIDTH = 7
_LOWEST, _HIGHEST = 2, 7
"""How wide and how high a figure is, in inches."""


def network(  # noqa: PLR0913 - each says one thing about the figure
    given: DyadYears,
    year: Number,
    *,
    obligation: str | Sequence[str] | None = None,
    labels: Label = "abbreviation",
    seed: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the network of a year: a dot for each state, the larger the more ties it has, and a line for each tie.

    The line has the look of the strongest obligation that either owes the other, in the order defense, offense,
    neutrality, nonaggression, consultation, entente, bases, other. States that are connected stand together, the
    largest group first; those without a tie stand below, in grey. Where labels have no room, those of states with more
    ties go first.

    Args:
        given: A panel of dyad-years, its frame, or treaties, as for `alliancekit.networks.of_year`.
        year: The year.
        obligation: What makes a tie, as there.
        labels: What states are called: their ``abbreviation``, ``code`` or ``name``.
        seed: Where states stand hangs on chance in large groups: with the same seed, they stand the same.
        ax: Where to draw; None: in a new figure.

    Raises:
        UnusableInput: As for `alliancekit.networks.of_year`.
        BeyondCoverage: Likewise.
    """
    graph = of_year(given, year, obligation=obligation)
    places = spread(graph, seed)
    ax = axes_of(ax, _WIDTH, min(max(_WIDTH * shape(places) + 0.6, _LOWEST), _HIGHEST))
    bare(ax, places)
    lines(ax, graph, places)
    dots(ax, graph, places)
    legend_below(ax, list(key(graph)))
    settle(ax)
    label(ax, spots(graph, places, labels), SMALL)
    describe(ax, told(graph))
    return ax
