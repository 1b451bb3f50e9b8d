"""Positions of states in the figure of a network."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Final, TypeAlias

import networkx as nx
import numpy as np
import numpy.typing as npt

Position: TypeAlias = tuple[float, float]
Positions: TypeAlias = Mapping[str, Position]

_KAMADA_KAWAI_LIMIT: Final = 40
"""The greatest number of states in a group that is drawn with the method of Kamada and Kawai."""

_MOST_ROUNDS: Final = 100
"""States that are too close are moved apart in rounds. This is the greatest number of rounds."""

_Points: TypeAlias = npt.NDArray[np.float64]

_WIDTH_PER_HEIGHT: Final = 1.5
"""The width that a network should have, divided by its height."""


def spread(graph: "nx.Graph[str]", seed: int) -> Positions:
    """Return positions for the states of a graph: connected groups side by side, the largest first."""
    order = {state: index for index, state in enumerate(graph)}
    groups = [sorted(group, key=order.__getitem__) for group in nx.connected_components(graph)]
    groups.sort(key=lambda group: (-len(group), order[group[0]]))
    sides = [1.3 * sqrt(len(group)) + 0.8 for group in groups]
    widest = sides[0] if sides else 0.0
    width = max(sqrt(_WIDTH_PER_HEIGHT * sum(side**2 for side in sides)), widest)
    positions = dict[str, Position]()
    for group, (x, y, side) in zip(groups, _pack(sides, width), strict=True):
        for state, (right, up) in _group_layout(graph, group, seed).items():
            positions[state] = x + 0.4 + right * (side - 0.8), y - side + 0.4 + up * (side - 0.8)
    return {state: positions[state] for state in graph}


def height_per_width(positions: Positions) -> float:
    """Return the height of the area of all positions, divided by its width; 0 without positions."""
    if not positions:
        return 0.0
    width, height = (
        max(position[axis] for position in positions.values()) - min(position[axis] for position in positions.values())
        for axis in (0, 1)
    )
    return (height + 1) / (width + 1)


def _pack(sides: Sequence[float], width: float) -> list[tuple[float, float, float]]:
    """Pack squares into rows of columns; return the left, the top and the side of each square.

    A column is at most as high as the first square of its row.
    """
    squares = list[tuple[float, float, float]]()
    left = top = used = row = column = 0.0
    for side in sides:
        if used + side > row:  # the column is full
            left, used, column = left + column, 0.0, side
            if left + side > width or not squares:
                left, top, row = 0.0, top - row, side
        squares.append((left, top - used, side))
        used += side
    return squares


def _group_layout(graph: "nx.Graph[str]", states: list[str], seed: int) -> Positions:
    """Return positions in the unit square for a group of connected states."""
    if len(states) == 2:  # noqa: PLR2004
        return dict(zip(states, ((0.1, 0.5), (0.9, 0.5)), strict=True))
    group: nx.Graph[str] = nx.Graph()  # graph.subgraph would not keep the order of states
    group.add_nodes_from(states)
    group.add_edges_from(graph.edges(states))
    layout = (
        nx.kamada_kawai_layout(group, weight=None)
        if len(states) <= _KAMADA_KAWAI_LIMIT
        else nx.spring_layout(group, seed=seed, iterations=200, k=2.5 / sqrt(len(states)), weight=None)
    )
    points = _rescale(_separate(_rescale(np.array([layout[state] for state in states])), 0.8 / sqrt(len(states))))
    return {state: (float(x), float(y)) for state, (x, y) in zip(states, points, strict=True)}


def _rescale(points: _Points) -> _Points:
    """Return points rescaled to fill the unit square."""
    low, high = points.min(0), points.max(0)
    rescaled: _Points = (points - low) / np.maximum(high - low, 1e-9)
    return rescaled


def _separate(points: _Points, distance: float) -> _Points:
    """Return points moved apart, so that almost all pairs have at least a distance."""
    for _ in range(_MOST_ROUNDS):
        vectors = points[:, None] - points[None]
        lengths = np.hypot(vectors[..., 0], vectors[..., 1])
        np.fill_diagonal(lengths, np.inf)
        shortfall = np.maximum(distance - lengths, 0) / np.maximum(lengths, 1e-9) / 2
        if not shortfall.any():
            break
        points = points + (vectors * shortfall[..., None]).sum(1) / 2
    return points
