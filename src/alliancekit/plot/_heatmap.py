"""Draw the ties of a year as a matrix."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import networkx as nx
import numpy as np
from attrs import frozen
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from alliancekit._arguments import Number
from alliancekit.messages import counted
from alliancekit.networks import DyadYears, of_year
from alliancekit.plot._figures import axes_of, describe, escape_label, legend_below
from alliancekit.plot._layout import number_of
from alliancekit.plot._network_drawing import obligation_of
from alliancekit.plot._styles import FAINT, INK, SMALL, STYLES, label_of, style_of

Order: TypeAlias = Literal["code", "communities"]
"""The order of states: by their codes, or by communities of states with many ties to each other."""

_REGIONS: Final = ((200, "Americas"), (400, "Europe"), (600, "Africa"), (700, "Middle East"), (1000, "Asia, Oceania"))
"""The codes of each region are below this number, in Correlates of War and in Gleditsch and Ward."""

_MOST_LABELS: Final = 60
"""The greatest number of states for which each state has a label."""

_CELL_KINDS: Final = (*STYLES, None)
"""The possible contents of a cell: an obligation, or None for a tie without a coded obligation."""


@frozen
class _Group:
    """A region or a community of states.

    Attributes:
        name: The label of the group.
        states: The ids of its states, in order.
    """

    name: str
    states: tuple[str, ...]


def heatmap(  # noqa: PLR0913 - one parameter per option of the figure
    given: DyadYears,
    year: Number,
    *,
    obligation: str | Sequence[str] | None = None,
    order: Order = "code",
    seed: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the ties of a year as a matrix of states by states, with a coloured cell for each pair that has a tie.

    The cell has the colour of the strongest obligation that either state owes the other, as in `network`. If states are
    ordered by code, lines separate the regions. If they are ordered by communities (Louvain method of networkx), the
    largest community comes first, states without ties come last, and each community is named after its state with the
    most ties. Up to 60 states, each state has a label.

    Args:
        given: A panel of dyad-years, its frame, or treaties, as for `alliancekit.networks.of_year`.
        year: The year.
        obligation: The obligation that makes a tie, as for `alliancekit.networks.of_year`.
        order: ``code`` or ``communities``.
        seed: The seed of the random method that detects communities.
        ax: The axes to draw on; None: those of a new figure.

    Raises:
        UnusableInput: As for `alliancekit.networks.of_year`.
        BeyondCoverage: Likewise.
    """
    graph = of_year(given, year, obligation=obligation)
    ax = axes_of(ax, 6, 6.3)
    groups = _regions(graph) if order == "code" else _communities(graph, seed)
    states = [state for group in groups for state in group.states]
    shown = _draw_cells(ax, graph, states)
    _draw_borders(ax, groups)
    _set_labels(ax, graph, groups, states)
    handles = [Patch(color=style_of(name).colour, label=label_of(name)) for name in _CELL_KINDS if name in shown]
    legend_below(ax, handles)
    sizes = ", ".join(f"{group.name} ({len(group.states)})" for group in groups)
    text = f"Matrix of the ties of {year}: {counted(len(states), 'state')} by as many, {counted(graph.size(), 'tie')}"
    describe(ax, f"{text}. States in order: {sizes}.")
    return ax


def _draw_cells(ax: Axes, graph: "nx.Graph[str]", states: Sequence[str]) -> set[str | None]:
    """Draw the cells; return the obligations that they show."""
    index = {state: number for number, state in enumerate(states)}
    cells = np.full((len(states), len(states)), np.nan)
    shown = set[str | None]()
    for a, b, tie in graph.edges(data=True):
        obligation = obligation_of(tie)
        shown.add(obligation)
        cells[index[a], index[b]] = cells[index[b], index[a]] = _CELL_KINDS.index(obligation)
    colours = ListedColormap([style_of(name).colour for name in _CELL_KINDS])
    ax.imshow(cells, cmap=colours, vmin=-0.5, vmax=len(_CELL_KINDS) - 0.5, interpolation="nearest")
    for spine in ax.spines.values():
        spine.set_color(FAINT)
    return shown


def _draw_borders(ax: Axes, groups: Sequence[_Group]) -> None:
    """Draw lines between the groups."""
    end = -0.5
    for group, _ in pairwise(groups):
        end += len(group.states)
        ax.axhline(end, color=FAINT, linewidth=0.6)
        ax.axvline(end, color=FAINT, linewidth=0.6)


def _set_labels(ax: Axes, graph: "nx.Graph[str]", groups: Sequence[_Group], states: Sequence[str]) -> None:
    """Label each state, or each group if there are too many states."""
    if len(states) <= _MOST_LABELS:
        ticks = list[float](range(len(states)))
        names = [str(graph.nodes[state]["abbreviation"]) for state in states]
    else:
        ends = np.cumsum([0, *(len(group.states) for group in groups)])
        ticks = [float(start + end - 1) / 2 for start, end in pairwise(ends)]
        names = [group.name for group in groups]
    names = [escape_label(name) for name in names]
    size = SMALL if len(states) > _MOST_LABELS else min(SMALL, 300 / len(states))
    ax.set_xticks(ticks, names, rotation=90, size=size, color=INK)
    ax.set_yticks(ticks, names, size=size, color=INK)
    ax.tick_params(length=0)


def _regions(graph: "nx.Graph[str]") -> list[_Group]:
    """Return the states grouped by the regions of their codes."""
    groups = dict[str, list[str]]()
    for state, attributes in graph.nodes(data=True):
        number = number_of(attributes["code"])
        region = next((name for below, name in _REGIONS if number is not None and number < below), "elsewhere")
        groups.setdefault(region, []).append(state)
    return [_Group(name, tuple(states)) for name, states in groups.items()]


def _communities(graph: "nx.Graph[str]", seed: int) -> list[_Group]:
    """Return the states grouped by communities, the largest first, and in each the states with more ties first."""
    order = {state: index for index, state in enumerate(graph)}

    def rank(state: str) -> tuple[int, int]:
        return -graph.degree[state], order[state]

    # Nodes are numbers here, because the order of a set of strings changes from process to process.
    states = list(graph)
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(states)))
    numbered.add_edges_from((order[a], order[b]) for a, b in graph.edges())
    parts: list[set[int]] = nx.community.louvain_communities(numbered, seed=seed)
    communities = [sorted((states[number] for number in part), key=rank) for part in parts]
    tied = [group for group in communities if graph.degree[group[0]]]
    groups = [
        _Group(f"around {graph.nodes[group[0]]['abbreviation']}", tuple(group))
        for group in sorted(tied, key=lambda group: (-len(group), order[group[0]]))
    ]
    isolated = tuple(sorted((group[0] for group in communities if not graph.degree[group[0]]), key=order.__getitem__))
    return [*groups, _Group("no tie", isolated)] if isolated else groups
