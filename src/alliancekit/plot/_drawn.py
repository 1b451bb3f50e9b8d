"""A network as dots and lines: what the figures of one year and of many share."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections import defaultdict
from collections.abc import Iterator
from math import hypot, sqrt
from typing import Literal, TypeAlias

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from alliancekit.messages import counted, listed
from alliancekit.panel import OBLIGATIONS
from alliancekit.plot._ground import label_text
from alliancekit.plot._labels import Spot
from alliancekit.plot._look import FAINT, INK, LOOKS, called, look_of, strongest
from alliancekit.plot._places import Place, Places

Label: TypeAlias = Literal["abbreviation", "code", "name"]
"""What states are called."""

_NAMED = 3
"""How many of the states with the most ties the words name."""

_ROOMY = 50
"""Up to so many states, their dots are of full size."""

_CLEAR = 120
"""Up to so many lines, none shines through another."""


def lines(ax: Axes, graph: "nx.Graph[str]", places: Places, scale: float = 1) -> None:
    """Draw a line for each tie; those of stronger obligations lie above others."""
    held = defaultdict[str | None, list[tuple[str, str]]](list)
    for a, b, tie in graph.edges(data=True):
        held[kind(tie)].append((a, b))
    shine = max(0.15, min(1, sqrt(_CLEAR / max(1, graph.number_of_edges()))))
    for rank, name in enumerate((*LOOKS, None)):
        if held[name]:
            look = look_of(name)
            drawn = LineCollection(
                [(places[a], places[b]) for a, b in held[name]],
                colors=look.colour,
                linestyles=[look.dash],
                linewidths=scale * (1.4 if rank == 0 else 1.1),
                alpha=shine,
                zorder=2 - rank / 10,
                label=called(name),
            )
            ax.add_collection(drawn)


def dots(ax: Axes, graph: "nx.Graph[str]", places: Places, scale: float = 1) -> None:
    """Draw a dot for each state, the larger the more ties it has."""
    ties = [degree for _, degree in graph.degree()]
    ax.scatter(
        [places[state][0] for state in graph],
        [places[state][1] for state in graph],
        s=[(2 * scale * radius(degree, max(ties), len(ties))) ** 2 for degree in ties],
        c=[INK if degree else FAINT for degree in ties],
        edgecolors="white",
        linewidths=0.5 * scale,
        zorder=3,
    )


def spots(graph: "nx.Graph[str]", places: Places, labels: Label, scale: float = 1) -> list[Spot]:
    """Return where labels may stand, those of states with more ties first."""
    most = max((degree for _, degree in graph.degree()), default=0)
    ranked = sorted(graph, key=lambda state: -graph.degree[state])
    return [
        Spot(
            *places[state],
            text=label_text(str(graph.nodes[state][labels] or state)),
            radius=scale * radius(graph.degree[state], most, len(graph)),
            away=_away(graph, places, state),
        )
        for state in ranked
    ]


def _away(graph: "nx.Graph[str]", places: Places, state: str) -> Place:
    """Return in which direction there are the fewest lines."""
    x, y = places[state]
    ways = [(places[other][0] - x, places[other][1] - y) for other in graph.neighbors(state)]
    units = [(right / hypot(right, up), up / hypot(right, up)) for right, up in ways]
    return -sum(right for right, _ in units), -sum(up for _, up in units)


def key(graph: "nx.Graph[str]") -> Iterator[Line2D]:
    """Yield what a legend shows: the obligations, and how large the dots of the fewest and the most ties are."""
    held = {kind(tie) for _, _, tie in graph.edges(data=True)}
    for name in (*LOOKS, None):
        if name in held:
            look = look_of(name)
            yield Line2D([], [], color=look.colour, linestyle=look.dash, linewidth=1.4, label=called(name))
    ties = [degree for _, degree in graph.degree() if degree]
    for count in sorted({min(ties), max(ties)} if ties else ()):
        size = 2 * radius(count, max(ties), len(graph))
        yield Line2D([], [], color=INK, marker="o", linestyle="", markersize=size, label=counted(count, "tie"))


def bare(ax: Axes, places: Places) -> None:
    """Leave nothing of axes but a field with room for all places."""
    ax.set_axis_off()
    ax.set_aspect("equal", adjustable="datalim")
    ax.margins(0.06)
    ax.update_datalim(list(places.values()))
    ax.autoscale_view()


def kind(tie: dict[str, object]) -> str | None:
    """Return the strongest obligation of a tie; None where none is coded."""
    return strongest(name for name in OBLIGATIONS if tie.get(name))


def radius(ties: int, most: int, states: int) -> float:
    """Return how large the dot of a state is, in points: its area grows with its ties; among many, all are small."""
    return 1.5 + 5.5 * min(1, sqrt(_ROOMY / states)) * sqrt(ties / most) if ties else 1.5


def told(graph: "nx.Graph[str]") -> str:
    """Return in words what a network shows."""
    alone = sum(1 for _, degree in graph.degree() if not degree)
    ranked = sorted((state for state in graph if graph.degree[state]), key=lambda state: -graph.degree[state])
    held = [kind(tie) for _, _, tie in graph.edges(data=True)]
    kinds = [f"{held.count(name)} {called(name)}" for name in (*LOOKS, None) if name in held]
    words = f"Network of alliances in {graph.graph['year']}: {counted(len(graph), 'state')}"
    words += f", {alone} of them without a tie; {counted(len(held), 'tie')}"
    words += f", by their strongest obligation {listed(tuple(kinds), 'and')}." if kinds else "."
    if ranked:
        first = [f"{graph.nodes[state]['name']} ({graph.degree[state]})" for state in ranked[:_NAMED]]
        words += f" Most ties: {', '.join(first)}."
    return words
