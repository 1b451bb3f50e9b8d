"""Draw the nodes and edges of a network, and describe it; used by `network` and `decades`."""

# The stubs of matplotlib leave keyword arguments untyped.
# pyright: reportUnknownMemberType=false

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile
from math import hypot, sqrt
from typing import Literal, TypeAlias

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from alliancekit._arguments import Number, year_of
from alliancekit.messages import counted, listed
from alliancekit.panel import OBLIGATIONS
from alliancekit.plot._figures import escape_label, figure_of
from alliancekit.plot._labels import LabelAnchor
from alliancekit.plot._layout import Position, Positions
from alliancekit.plot._styles import FAINT, INK, STYLES, TIE_KINDS, UNKNOWN, label_of, strongest, style_of

NodeLabel: TypeAlias = Literal["abbreviation", "code", "name"]
"""The node attribute to use as the label of a state."""

_NAMES = 3
"""The number of states with the most ties that a description names."""

_FULL_SIZE_STATES = 50
"""The greatest number of states whose nodes have full size; more states have smaller nodes."""

_FULL_WIDTH = 5.5
"""The width of axes in which dots and lines have full size, in inches."""

_LEAST_SCALE = 0.4
"""The least scale of dots and lines, in small axes."""

_OPAQUE_LINES = 120
"""The greatest number of lines that are opaque; more lines are partly transparent."""


def draw_edges(ax: Axes, graph: "nx.Graph[str]", positions: Positions, scale: float = 1) -> None:
    """Draw a line for each tie, with stronger obligations above weaker ones."""
    edges = defaultdict[str | None, list[tuple[str, str]]](list)
    for a, b, tie in graph.edges(data=True):
        edges[obligation_of(tie)].append((a, b))
    alpha = max(0.15, min(1, sqrt(_OPAQUE_LINES / max(1, graph.number_of_edges()))))
    for rank, name in enumerate(TIE_KINDS):
        if edges[name]:
            style = style_of(name)
            lines = LineCollection(
                [(positions[a], positions[b]) for a, b in edges[name]],
                colors=style.colour,
                linestyles=[style.dash],
                linewidths=scale * (1.4 if rank == 0 else 1.1),
                alpha=alpha,
                zorder=2 - rank / 10,
                label=label_of(name),
            )
            ax.add_collection(lines)


def draw_nodes(ax: Axes, graph: "nx.Graph[str]", positions: Positions, scale: float = 1) -> None:
    """Draw a dot for each state; its size grows with its number of ties."""
    ties = [degree for _, degree in graph.degree()]
    ax.scatter(
        [positions[state][0] for state in graph],
        [positions[state][1] for state in graph],
        s=[(2 * scale * node_radius(degree, max(ties), len(ties))) ** 2 for degree in ties],
        c=[INK if degree else FAINT for degree in ties],
        edgecolors="white",
        linewidths=0.5 * scale,
        zorder=3,
    )


def label_anchors(
    graph: "nx.Graph[str]", positions: Positions, labels: NodeLabel, scale: float = 1
) -> list[LabelAnchor]:
    """Return the points to label, those of states with more ties first."""
    most = max((degree for _, degree in graph.degree()), default=0)
    ranked = sorted(graph, key=lambda state: -graph.degree[state])
    return [
        LabelAnchor(
            *positions[state],
            text=escape_label(str(graph.nodes[state][labels] or state)),
            radius=scale * node_radius(graph.degree[state], most, len(graph)),
            direction=_free_direction(graph, positions, state),
        )
        for state in ranked
    ]


def _free_direction(graph: "nx.Graph[str]", positions: Positions, state: str) -> Position:
    """Return the direction away from the lines of a state."""
    x, y = positions[state]
    vectors = [(positions[other][0] - x, positions[other][1] - y) for other in graph.neighbors(state)]
    units = [(right / hypot(right, up), up / hypot(right, up)) for right, up in vectors]
    return -sum(right for right, _ in units), -sum(up for _, up in units)


def legend_handles(graph: "nx.Graph[str]", scale: float = 1) -> Iterator[Line2D]:
    """Yield the items of a legend: the obligations, and the sizes of nodes with the fewest and the most ties."""
    obligations = {obligation_of(tie) for _, _, tie in graph.edges(data=True)}
    for name in TIE_KINDS:
        if name in obligations:
            style = style_of(name)
            yield Line2D([], [], color=style.colour, linestyle=style.dash, linewidth=1.4, label=label_of(name))
    ties = [degree for _, degree in graph.degree() if degree]
    for count in sorted({min(ties), max(ties)} if ties else ()):
        size = 2 * scale * node_radius(count, max(ties), len(graph))
        yield Line2D([], [], color=INK, marker="o", linestyle="", markersize=size, label=counted(count, "tie"))


def isolates_handle(graph: "nx.Graph[str]", scale: float = 1) -> Iterator[Line2D]:
    """Yield the item of a legend with the number of states without a tie, if there are any."""
    alone = isolates(graph)
    if alone:
        size = 2 * scale * node_radius(0, 0, 1)
        label = f"{counted(alone, 'state')} without a {known_tie(graph)}"
        yield Line2D([], [], color=FAINT, marker="o", linestyle="", markersize=size, label=label)


def unknown_handle(graph: "nx.Graph[str]") -> Iterator[Line2D]:
    """Yield the item of a legend with the number of pairs whose tie is unknown, if there are any."""
    pairs: int = graph.graph["unknown_pairs"]
    if pairs:
        yield _question(f"{counted(pairs, 'pair')} of states: tie unknown, not drawn")


def stronger_handle(graph: "nx.Graph[str]") -> Iterator[Line2D]:
    """Yield the item of a legend with the number of ties that may have a stronger obligation, if there are any."""
    ties = _uncertain_ties(graph)
    if ties:
        yield _question(f"{counted(ties, 'tie')}: a stronger obligation is unknown")


def _question(label: str) -> Line2D:
    return Line2D([], [], color=INK, marker="$?$", linestyle="", markersize=4, label=label)


def known_tie(graph: "nx.Graph[str]") -> str:
    """Return the word for a tie in texts about a network: with ``known`` if some ties are unknown."""
    return "known tie" if graph.graph["unknown_pairs"] else "tie"


def _uncertain_ties(graph: "nx.Graph[str]") -> int:
    """Return the number of ties that may have a stronger obligation than the strongest known one."""
    return sum(_may_be_stronger(tie) for _, _, tie in graph.edges(data=True))


def _may_be_stronger(tie: dict[str, object]) -> bool:
    """Return whether an obligation is unknown that is stronger than the strongest known one."""
    known = obligation_of(tie)
    stronger = takewhile(lambda name: name != known, STYLES) if known in STYLES else ()
    return any(tie.get(name, 0) is None for name in stronger)


def isolates(graph: "nx.Graph[str]") -> int:
    """Return the number of states without a tie."""
    return sum(1 for _, degree in graph.degree() if not degree)


def tied(graph: "nx.Graph[str]") -> "nx.Graph[str]":
    """Return the network of the states with a tie, in the same order."""
    own: nx.Graph[str] = nx.Graph(**graph.graph)
    own.add_nodes_from((state, attributes) for state, attributes in graph.nodes(data=True) if graph.degree[state])
    own.add_edges_from(graph.edges(data=True))
    return own


def scale_of(ax: Axes) -> float:
    """Return the scale of dots and lines: 1 for axes of full width, less for smaller axes."""
    return min(1, max(_LEAST_SCALE, ax.get_window_extent().width / figure_of(ax).dpi / _FULL_WIDTH))


def year_title(what: str, year: Number, obligation: str | Sequence[str] | None) -> str:
    """Return the title of a figure of a year; it names the obligations that make a tie."""
    names = (obligation,) if isinstance(obligation, str) else tuple(obligation or ())
    kind = f" with {listed(names)}" if names else ""
    return f"{what}{kind} in {year_of(year)}"


def clear_axes(ax: Axes, positions: Positions) -> None:
    """Remove the frame and ticks of axes, and set their limits so that all positions fit."""
    ax.set_axis_off()
    ax.set_aspect("equal", adjustable="datalim")
    ax.margins(0.06)
    ax.update_datalim(list(positions.values()))
    ax.autoscale_view()


def obligation_of(tie: dict[str, object]) -> str | None:
    """Return the strongest known obligation of a tie; `UNKNOWN` if none is known, and None if none is coded."""
    owed = strongest(name for name in OBLIGATIONS if tie.get(name))
    return UNKNOWN if owed is None and any(tie.get(name, 0) is None for name in OBLIGATIONS) else owed


def node_radius(ties: int, most: int, states: int) -> float:
    """Return the radius of a node, in points: its area grows with its ties, and it is smaller among many states."""
    return 1.5 + 5.5 * min(1, sqrt(_FULL_SIZE_STATES / states)) * sqrt(ties / most) if ties else 1.5


def description_of(graph: "nx.Graph[str]") -> str:
    """Return a description of a network in words."""
    alone = isolates(graph)
    ranked = sorted((state for state in graph if graph.degree[state]), key=lambda state: -graph.degree[state])
    obligations = [obligation_of(tie) for _, _, tie in graph.edges(data=True)]
    counts = [f"{obligations.count(name)} {label_of(name)}" for name in TIE_KINDS if name in obligations]
    text = f"Network of alliances in {graph.graph['year']}: {counted(len(graph), 'state')}"
    text += f", {alone} of them without a {known_tie(graph)}; {counted(len(obligations), known_tie(graph))}"
    text += f", by their strongest obligation {listed(tuple(counts), 'and')}." if counts else "."
    if ranked:
        first = [f"{graph.nodes[state]['name']} ({graph.degree[state]})" for state in ranked[:_NAMES]]
        text += f" Most ties: {', '.join(first)}."
    pairs: int = graph.graph["unknown_pairs"]
    if pairs:
        text += f" Unknown ties, not drawn: {counted(pairs, 'pair')} of states."
    ties = _uncertain_ties(graph)
    if ties:
        text += f" A stronger obligation is unknown for {counted(ties, 'tie')}."
    return text
