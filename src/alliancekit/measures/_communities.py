"""Communities of states, and which of them are the same from one year to the next."""

from collections import Counter
from collections.abc import Sequence
from itertools import count

import numpy as np
import polars as pl

from alliancekit.measures._ties import TIES, Ties, ties_by_year
from alliancekit.panel import Panel

_LAYOUT = {"year": pl.Int32, "state": pl.String, "community": pl.UInt32}


def communities(
    frame: pl.DataFrame | Panel, *, obligations: Sequence[str] = TIES, resolution: float = 1.0, seed: int = 0
) -> pl.DataFrame:
    """Return to which community of allies each state belongs, in every year.

    Communities are found a year at a time by the Louvain method (Blondel et al. 2008), as networkx has it; a state
    without a tie is one by itself. Then they are matched with those of the year before, so that as many states as can
    be keep the number of their community. A community without a match gets a number that none had before.

    Blondel, Vincent D., Jean-Loup Guillaume, Renaud Lambiotte, and Etienne Lefebvre. 2008. "Fast Unfolding of
    Communities in Large Networks." Journal of Statistical Mechanics: Theory and Experiment 2008 (10): P10008.

    Args:
        frame: A row a year and pair of states, as for `degree`.
        obligations: What makes a tie: any of these, in either direction.
        resolution: Above 1 for more and smaller communities, below 1 for fewer and larger ones.
        seed: The method depends on chance: with the same seed and version of networkx, it finds the same.

    Returns:
        A row a year and state: ``year``, ``state``, ``community``, a number from 0. Null in a year of which some tie is
        not known, since communities hang on all of them; the year after is matched with the last one that is known.

    Raises:
        UnusableInput: If a column is missing or holds what it must not, or a pair stands twice in a year.
    """
    found = [pl.DataFrame(schema=_LAYOUT)]
    labels = dict[str, int]()
    fresh = 0
    for ties in ties_by_year(frame, obligations):
        states: list[str] = ties.year.states.to_list()
        now = dict[str, int]()
        if (ties.certain == ties.possible).all():
            groups = [{states[place] for place in group} for group in _louvain(ties, resolution, seed)]
            numbers = _matched(groups, labels, fresh)
            now = labels = {state: number for group, number in zip(groups, numbers, strict=True) for state in group}
            fresh = max(fresh, *(number + 1 for number in numbers))
        rows = {"year": ties.year.year, "state": states, "community": [now.get(state) for state in states]}
        found.append(pl.DataFrame(rows, schema=_LAYOUT))
    return pl.concat(found)


def _louvain(ties: Ties, resolution: float, seed: int) -> list[list[int]]:
    """Return the communities of a year as places of states, in the order of their first states."""
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(ties.certain)))
    graph.add_edges_from((int(a), int(b)) for a, b in np.argwhere(np.triu(ties.certain)))
    groups: list[set[int]] = nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    return sorted(sorted(group) for group in groups)


def _matched(groups: Sequence[set[str]], labels: dict[str, int], fresh: int) -> list[int]:
    """Return a number for each group: that of the earlier one with which it is matched, or the next that none had.

    Args:
        groups: The states of each.
        labels: The number of each state's group before.
        fresh: The first number that no group had.
    """
    import networkx as nx

    shared = Counter(
        (place, labels[state]) for place, group in enumerate(groups) for state in sorted(group & labels.keys())
    )
    overlaps: nx.Graph[int] = nx.Graph()
    for (place, label), states in shared.items():
        overlaps.add_edge(place, -1 - label, weight=states)  # below 0, so that no group is taken for a label
    matches = {max(pair): -1 - min(pair) for pair in nx.max_weight_matching(overlaps)}
    unmatched = count(fresh)
    return [matches[place] if place in matches else next(unmatched) for place in range(len(groups))]
