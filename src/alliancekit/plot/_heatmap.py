"""The ties of a year as a matrix."""

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
from alliancekit.plot._drawn import kind
from alliancekit.plot._ground import axes_of, describe, label_text, legend_below
from alliancekit.plot._look import FAINT, INK, LOOKS, SMALL, called, look_of
from alliancekit.plot._places import number_of

Order: TypeAlias = Literal["code", "communities"]
"""In which order states stand: that of their codes, or by communities of states that are tied to each other."""

_REGIONS: Final = ((200, "Americas"), (400, "Europe"), (600, "Africa"), (700, "Middle East"), (1000, "Asia, Oceania"))
"""Below which number the codes of a region lie, in Correlates of War and in Gleditsch and Ward."""

_EACH: Final = 60
"""Up to so many states, each is named."""

_KINDS: Final = (*LOOKS, None)
"""What a cell may show."""


@frozen
class _Group:
    """States that stand together.

    Attributes:
        name: What they are called.
        states: Their ids, in order.
    """

    name: str
    states: tuple[str, ...]


def heatmap(  # noqa: PLR0913 - each says one thing about the figure
    given: DyadYears,
    year: Number,
    *,
    obligation: str | Sequence[str] | None = None,
    order: Order = "code",
    seed: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the ties of a year as a matrix of states by states, with a cell for each two that have one.

    The cell has the colour of the strongest obligation that either owes the other, as in `network`. In the order of
    codes, lines part the regions into which these fall. By communities (Louvain, as networkx has it), the largest stand
    first, named after the state with the most ties; states without a tie come last. Up to 60 states are each named.

    Args:
        given: A panel of dyad-years, its frame, or treaties, as for `alliancekit.networks.of_year`.
        year: The year.
        obligation: What makes a tie, as there.
        order: ``code`` or ``communities``.
        seed: Communities hang on chance: with the same seed, they are the same.
        ax: Where to draw; None: in a new figure.

    Raises:
        UnusableInput: As for `alliancekit.networks.of_year`.
        BeyondCoverage: Likewise.
    """
    graph = of_year(given, year, obligation=obligation)
    ax = axes_of(ax, 6, 6.3)
    groups = _regions(graph) if order == "code" else _communities(graph, seed)
    states = [state for group in groups for state in group.states]
    held = _cells(ax, graph, states)
    _part(ax, groups)
    _name(ax, graph, groups, states)
    handles = [Patch(color=look_of(name).colour, label=called(name)) for name in _KINDS if name in held]
    legend_below(ax, handles)
    told = ", ".join(f"{group.name} ({len(group.states)})" for group in groups)
    words = f"Matrix of the ties of {year}: {counted(len(states), 'state')} by as many, {counted(graph.size(), 'tie')}"
    describe(ax, f"{words}. States in order: {told}.")
    return ax


def _cells(ax: Axes, graph: "nx.Graph[str]", states: Sequence[str]) -> set[str | None]:
    """Draw the cells; return which obligations they show."""
    place = {state: number for number, state in enumerate(states)}
    cells = np.full((len(states), len(states)), np.nan)
    held = set[str | None]()
    for a, b, tie in graph.edges(data=True):
        held.add(kind(tie))
        cells[place[a], place[b]] = cells[place[b], place[a]] = _KINDS.index(kind(tie))
    colours = ListedColormap([look_of(name).colour for name in _KINDS])
    ax.imshow(cells, cmap=colours, vmin=-0.5, vmax=len(_KINDS) - 0.5, interpolation="nearest")
    for spine in ax.spines.values():
        spine.set_color(FAINT)
    return held


def _part(ax: Axes, groups: Sequence[_Group]) -> None:
    """Draw lines between groups."""
    end = -0.5
    for group, _ in pairwise(groups):
        end += len(group.states)
        ax.axhline(end, color=FAINT, linewidth=0.6)
        ax.axvline(end, color=FAINT, linewidth=0.6)


def _name(ax: Axes, graph: "nx.Graph[str]", groups: Sequence[_Group], states: Sequence[str]) -> None:
    """Name each state, or, where there are too many, each group."""
    if len(states) <= _EACH:
        ticks = list[float](range(len(states)))
        names = [str(graph.nodes[state]["abbreviation"]) for state in states]
    else:
        ends = np.cumsum([0, *(len(group.states) for group in groups)])
        ticks = [float(start + end - 1) / 2 for start, end in pairwise(ends)]
        names = [group.name for group in groups]
    names = [label_text(name) for name in names]
    size = SMALL if len(states) > _EACH else min(SMALL, 300 / len(states))
    ax.set_xticks(ticks, names, rotation=90, size=size, color=INK)
    ax.set_yticks(ticks, names, size=size, color=INK)
    ax.tick_params(length=0)


def _regions(graph: "nx.Graph[str]") -> list[_Group]:
    """Return the states by the regions of their codes."""
    held = dict[str, list[str]]()
    for state, attributes in graph.nodes(data=True):
        number = number_of(attributes["code"])
        region = next((name for below, name in _REGIONS if number is not None and number < below), "elsewhere")
        held.setdefault(region, []).append(state)
    return [_Group(name, tuple(states)) for name, states in held.items()]


def _communities(graph: "nx.Graph[str]", seed: int) -> list[_Group]:
    """Return the states by communities, the largest first, in each those with more ties first."""
    order = {state: place for place, state in enumerate(graph)}

    def rank(state: str) -> tuple[int, int]:
        return -graph.degree[state], order[state]

    # By numbers, since texts come in another order each time that Python starts.
    states = list(graph)
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(states)))
    numbered.add_edges_from((order[a], order[b]) for a, b in graph.edges())
    parts: list[set[int]] = nx.community.louvain_communities(numbered, seed=seed)
    found = [sorted((states[number] for number in part), key=rank) for part in parts]
    tied = [group for group in found if graph.degree[group[0]]]
    groups = [
        _Group(f"around {graph.nodes[group[0]]['abbreviation']}", tuple(group))
        for group in sorted(tied, key=lambda group: (-len(group), order[group[0]]))
    ]
    alone = tuple(sorted((group[0] for group in found if not graph.degree[group[0]]), key=order.__getitem__))
    return [*groups, _Group("no tie", alone)] if alone else groups
