"""Where the states of a network stand."""

from collections.abc import Mapping, Sequence
from math import cos, pi, sin, sqrt
from typing import Final, TypeAlias

import networkx as nx
import numpy as np
import numpy.typing as npt

Place: TypeAlias = tuple[float, float]
Places: TypeAlias = Mapping[str, Place]

_SMALL: Final = 40
"""Up to so many states, a group of them is laid out by the lengths of the ways between them."""

_ROUNDS: Final = 100
"""How many times states that stand too near are moved apart."""

_Array: TypeAlias = npt.NDArray[np.float64]

_WIDE: Final = 1.5
"""How much wider than high a network is."""


def spread(graph: "nx.Graph[str]", seed: int) -> Places:
    """Return places for all states: groups of tied ones side by side, the largest first, those without ties below."""
    order = {state: place for place, state in enumerate(graph)}
    groups = [sorted(group, key=order.__getitem__) for group in nx.connected_components(graph)]
    tied = sorted((group for group in groups if len(group) > 1), key=lambda group: (-len(group), order[group[0]]))
    alone = [group[0] for group in groups if len(group) == 1]
    sides = [1.3 * sqrt(len(group)) + 0.8 for group in tied]
    widest = sides[0] if sides else 0.0
    width = max(sqrt(_WIDE * sum(side**2 for side in sides)), widest, sqrt(4 * len(alone)))
    places = dict[str, Place]()
    bottom = 0.0
    for group, (x, y, side) in zip(tied, _shelved(sides, width), strict=True):
        bottom = min(bottom, y - side)
        for state, (right, up) in _of_group(graph, group, seed).items():
            places[state] = x + 0.4 + right * (side - 0.8), y - side + 0.4 + up * (side - 0.8)
    columns = max(1, int(width))
    for number, state in enumerate(sorted(alone, key=order.__getitem__)):
        row, column = divmod(number, columns)
        places[state] = (column + 0.5) * width / columns, bottom - 0.6 - row
    return {state: places[state] for state in graph}


def shape(places: Places) -> float:
    """Return how high places are together, of their width."""
    width, height = (
        max(place[axis] for place in places.values()) - min(place[axis] for place in places.values()) for axis in (0, 1)
    )
    return (height + 1) / (width + 1)


def number_of(code: str | None) -> int | None:
    """Return the number that a code is; None where it is none."""
    return int(code) if code and code.isdecimal() else None


def circle(states: Sequence[str]) -> Places:
    """Return places around a circle, clockwise from the top."""
    turns = [2 * pi * number / len(states) for number in range(len(states))]
    return {state: (sin(turn), cos(turn)) for state, turn in zip(states, turns, strict=True)}


def _shelved(sides: Sequence[float], width: float) -> list[tuple[float, float, float]]:
    """Return left, top and side of squares that are put into rows, and into columns as high as the row's first one."""
    shelves = list[tuple[float, float, float]]()
    left = top = used = row = column = 0.0
    for side in sides:
        if used + side > row:  # the column is full
            left, used, column = left + column, 0.0, side
            if left + side > width or not shelves:
                left, top, row = 0.0, top - row, side
        shelves.append((left, top - used, side))
        used += side
    return shelves


def _of_group(graph: "nx.Graph[str]", states: list[str], seed: int) -> Places:
    """Return places in a square from 0 to 1 for states that are all connected."""
    if len(states) == 2:  # noqa: PLR2004
        return dict(zip(states, ((0.1, 0.5), (0.9, 0.5)), strict=True))
    group: nx.Graph[str] = nx.Graph()  # and not graph.subgraph, in which states have no order
    group.add_nodes_from(states)
    group.add_edges_from(graph.edges(states))
    found = (
        nx.kamada_kawai_layout(group, weight=None)
        if len(states) <= _SMALL
        else nx.spring_layout(group, seed=seed, iterations=200, k=2.5 / sqrt(len(states)), weight=None)
    )
    held = _fitted(_parted(_fitted(np.array([found[state] for state in states])), 0.8 / sqrt(len(states))))
    return {state: (float(x), float(y)) for state, (x, y) in zip(states, held, strict=True)}


def _fitted(places: _Array) -> _Array:
    """Return places that fill a square from 0 to 1."""
    low, high = places.min(0), places.max(0)
    held: _Array = (places - low) / np.maximum(high - low, 1e-9)
    return held


def _parted(places: _Array, distance: float) -> _Array:
    """Return places moved until two of them are hardly nearer to each other than a distance."""
    held = places
    for _ in range(_ROUNDS):
        ways = held[:, None] - held[None]
        lengths = np.hypot(ways[..., 0], ways[..., 1])
        np.fill_diagonal(lengths, np.inf)
        lacking = np.maximum(distance - lengths, 0) / np.maximum(lengths, 1e-9) / 2
        if not lacking.any():
            break
        held = held + (ways * lacking[..., None]).sum(1) / 2
    return held
