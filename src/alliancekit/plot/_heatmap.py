"""Draw the ties of a year as a matrix."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch
from matplotlib.text import Text

from alliancekit._arguments import Number, year_of
from alliancekit.messages import counted
from alliancekit.networks import DyadYears, frame_of, of_frame, unknown_pairs
from alliancekit.plot._figures import Caption, Size, axes_of, describe, finish, source_of
from alliancekit.plot._heatmap_labels import Group, separate_groups, set_labels
from alliancekit.plot._network_drawing import (
    isolates,
    isolates_handle,
    known_tie,
    obligation_of,
    stronger_handle,
    tied,
    year_title,
)
from alliancekit.plot._regions import region_of
from alliancekit.plot._styles import FAINT, INK, SMALL, TIE_KINDS, label_of, style_of

Order: TypeAlias = Literal["code", "communities"]
"""The order of states: by their codes, or by communities of states with many ties to each other."""

_WIDTH: Final = 6.3
"""The width of a figure, in inches."""

_UNKNOWN_TIE: Final = "#e8e8e8"
"""The colour of cells of pairs whose tie is unknown."""


def heatmap(  # noqa: PLR0913 - one parameter per option of the figure
    data: DyadYears,
    year: Number,
    *,
    obligation: str | Sequence[str] | None = None,
    order: Order = "code",
    seed: int = 0,
    title: str | None = None,
    source: str | None = None,
    size: Size | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the ties of a year as a matrix of states by states, with a coloured cell for each pair that has a tie.

    The cell has the colour of the strongest obligation that either state owes the other, as in `network`. If states are
    ordered by code, lines separate the regions. If they are ordered by communities (Louvain method of networkx), the
    largest community comes first. The name of a community is that of its state with the most ties. States without a tie
    are not drawn; the legend has their number. Pairs whose tie is unknown are light grey if both states are drawn; the
    legend has the number of all such pairs. Each state has a label; labels that need more room are in several tiers. If
    there is too little room, only groups have labels.

    Args:
        data: A panel of dyad-years, its frame, or treaties, as for `alliancekit.networks.of_year`.
        year: The year.
        obligation: The obligation that makes a tie, as for `alliancekit.networks.of_year`.
        order: ``code`` or ``communities``.
        seed: The seed of the random method that detects communities.
        title: The title; None: one with the year; empty: none.
        source: The source of the data, for a note below the figure; None: the title of a loaded data set.
        size: The width of the figure, or its width and height, in centimetres; None: 16, and a height that fits.
        ax: The axes to draw on; None: those of a new figure.

    Raises:
        UnusableInput: As for `alliancekit.networks.of_year`; or if the size is not positive, or there are axes too.
        BeyondCoverage: As for `alliancekit.networks.of_year`.
    """
    number = year_of(year)
    frame = frame_of(data, (number, number))
    graph = of_frame(frame, number, obligation=obligation, unknown="omit")
    own, unknown = tied(graph), unknown_pairs(frame, number, obligation=obligation)
    whole_figure = ax is None
    ax = axes_of(ax, size, _WIDTH, lambda width: width + 0.3)
    groups = _regions(own) if order == "code" else _communities(own, seed)
    states = [state for group in groups for state in group.states]
    shown = _draw_cells(ax, own, states, unknown) if states else set[str | None]()
    handles = [
        *(Patch(color=style_of(name).colour, label=label_of(name)) for name in TIE_KINDS if name in shown),
        *isolates_handle(graph),
        *_unknown_handle(graph),
        *stronger_handle(graph),
    ]
    caption = Caption(title, source_of(data, source))
    labels = list[Text]()
    if states:
        _draw_borders(ax, groups)
        labels = set_labels(ax, groups, [str(own.nodes[state]["abbreviation"]) for state in states])
    else:
        ax.set_axis_off()
        ax.text(0.5, 0.5, f"no {known_tie(graph)}s", transform=ax.transAxes, ha="center", size=SMALL + 1, color=INK)
    trim = bool(states) and not isinstance(size, tuple)
    finish(ax, year_title("Alliances", year, obligation), caption, handles, whole_figure=whole_figure, trim=trim)
    if states:
        separate_groups(ax, groups, labels)
    alone = isolates(graph)
    text = f"Matrix of the ties of {year}: {counted(len(states), 'state')} by as many, {counted(graph.size(), 'tie')}."
    if groups:
        sizes = ", ".join(f"{group.name} ({len(group.states)})" for group in groups)
        text += f" States in order: {sizes}."
    if alone:
        text += f" Not drawn, without a {known_tie(graph)}: {counted(alone, 'state')}."
    describe(
        ax, f"{text} Unknown ties: {counted(graph.graph['unknown_pairs'], 'pair')} of states." if unknown else text
    )
    return ax


def _draw_cells(
    ax: Axes, graph: "nx.Graph[str]", states: Sequence[str], unknown: Iterable[tuple[str, str]]
) -> set[str | None]:
    """Draw the cells of ties and of pairs whose tie is unknown; return the kinds of ties that they show."""
    index = {state: number for number, state in enumerate(states)}
    cells = np.full((len(states), len(states)), np.nan)
    shown = set[str | None]()
    for a, b, tie in graph.edges(data=True):
        obligation = obligation_of(tie)
        shown.add(obligation)
        cells[index[a], index[b]] = cells[index[b], index[a]] = TIE_KINDS.index(obligation)
    for a, b in unknown:
        if a in index and b in index:
            cells[index[a], index[b]] = cells[index[b], index[a]] = len(TIE_KINDS)
    colours = ListedColormap([*(style_of(name).colour for name in TIE_KINDS), _UNKNOWN_TIE])
    ax.imshow(cells, cmap=colours, vmin=-0.5, vmax=len(TIE_KINDS) + 0.5, interpolation="nearest")
    for spine in ax.spines.values():
        spine.set_color(FAINT)
    return shown


def _unknown_handle(graph: "nx.Graph[str]") -> Iterator[Patch]:
    """Yield the item of a legend with the number of pairs whose tie is unknown, if there are any."""
    pairs: int = graph.graph["unknown_pairs"]
    if pairs:
        yield Patch(color=_UNKNOWN_TIE, label=f"{counted(pairs, 'pair')} of states: tie unknown")


def _draw_borders(ax: Axes, groups: Sequence[Group]) -> None:
    """Draw lines between the groups."""
    end = -0.5
    for group, _ in pairwise(groups):
        end += len(group.states)
        ax.axhline(end, color=FAINT, linewidth=0.6)
        ax.axvline(end, color=FAINT, linewidth=0.6)


def _regions(graph: "nx.Graph[str]") -> list[Group]:
    """Return the states grouped by the regions of their codes."""
    groups = dict[str, list[str]]()
    for state, attributes in graph.nodes(data=True):
        groups.setdefault(region_of(attributes["code"]), []).append(state)
    return [Group(name, tuple(states)) for name, states in groups.items()]


def _communities(graph: "nx.Graph[str]", seed: int) -> list[Group]:
    """Return the states grouped by communities: larger ones first, and in each the states with more ties first."""
    order = {state: index for index, state in enumerate(graph)}

    def rank(state: str) -> tuple[int, int]:
        return -graph.degree[state], order[state]

    # Nodes are numbers here, because a set of strings has another order in each process.
    states = list(graph)
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(states)))
    numbered.add_edges_from((order[a], order[b]) for a, b in graph.edges())
    parts: list[set[int]] = nx.community.louvain_communities(numbered, seed=seed)
    communities = [sorted((states[number] for number in part), key=rank) for part in parts]
    communities.sort(key=lambda group: (-len(group), order[group[0]]))
    return [Group(f"around {graph.nodes[group[0]]['abbreviation']}", tuple(group)) for group in communities]
