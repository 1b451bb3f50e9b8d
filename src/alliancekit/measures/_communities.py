"""Communities of states in each year, with numbers that stay the same from year to year."""

from collections import Counter
from collections.abc import Sequence
from itertools import count

import numpy as np
import polars as pl

from alliancekit.measures._ties import TIES, TieMatrices, ties_by_year
from alliancekit.panel import Panel

_LAYOUT = {"year": pl.Int32, "state": pl.String, "community": pl.UInt32}


def communities(
    frame: pl.DataFrame | Panel, *, obligations: Sequence[str] = TIES, resolution: float = 1.0, seed: int = 0
) -> pl.DataFrame:
    """Return the community of allies of each state, in every year.

    The communities of each year are detected with the Louvain method (Blondel et al. 2008) of networkx; a state without
    a tie is a community by itself. They are then matched with those of the year before, so that as many states as
    possible keep the number of their community. A community without a match gets a new number.

    Blondel, Vincent D., Jean-Loup Guillaume, Renaud Lambiotte, and Etienne Lefebvre. 2008. "Fast Unfolding of
    Communities in Large Networks." Journal of Statistical Mechanics: Theory and Experiment 2008 (10): P10008.

    Args:
        frame: One row per year and pair of states, as for `degree`.
        obligations: The obligations that make a tie: any of these, in either direction.
        resolution: Above 1 for more and smaller communities, below 1 for fewer and larger ones.
        seed: The seed of the random method: with the same seed and version of networkx, the result is the same.

    Returns:
        One row per year and state: ``year``, ``state``, ``community``, a number from 0. It is null in a year in which
        any tie is unknown, since communities depend on all ties; the next year is matched with the last known one.

    Raises:
        UnusableInput: If a column is missing or has invalid values, or a pair has two rows in a year.
    """
    frames = [pl.DataFrame(schema=_LAYOUT)]
    labels = dict[str, int]()
    unused = 0
    for ties in ties_by_year(frame, obligations):
        states: list[str] = ties.year.states.to_list()
        now = dict[str, int]()
        if (ties.certain == ties.possible).all():
            groups = [{states[index] for index in group} for group in _louvain(ties, resolution, seed)]
            numbers = _match(groups, labels, unused)
            now = labels = {state: number for group, number in zip(groups, numbers, strict=True) for state in group}
            unused = max(unused, *(number + 1 for number in numbers))
        rows = {"year": ties.year.year, "state": states, "community": [now.get(state) for state in states]}
        frames.append(pl.DataFrame(rows, schema=_LAYOUT))
    return pl.concat(frames)


def _louvain(ties: TieMatrices, resolution: float, seed: int) -> list[list[int]]:
    """Return the communities of a year as lists of indices of states, ordered by their first state."""
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(ties.certain)))
    graph.add_edges_from((int(a), int(b)) for a, b in np.argwhere(np.triu(ties.certain)))
    groups: list[set[int]] = nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    return sorted(sorted(group) for group in groups)


def _match(groups: Sequence[set[str]], labels: dict[str, int], unused: int) -> list[int]:
    """Return a number for each group: that of the matching group of the year before, or the next unused one.

    Args:
        groups: The states of each group.
        labels: The number of each state's group in the year before.
        unused: The first unused number.
    """
    import networkx as nx

    shared = Counter(
        (index, labels[state]) for index, group in enumerate(groups) for state in sorted(group & labels.keys())
    )
    overlaps: nx.Graph[int] = nx.Graph()
    for (index, label), states in shared.items():
        overlaps.add_edge(index, -1 - label, weight=states)  # a negative node is a label, any other a group
    matches = {max(pair): -1 - min(pair) for pair in nx.max_weight_matching(overlaps)}
    new_numbers = count(unused)
    return [matches[index] if index in matches else next(new_numbers) for index in range(len(groups))]
