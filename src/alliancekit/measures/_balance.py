"""Structural balance: whether the friends of friends are friends, and the enemies of friends enemies."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from alliancekit.corpus.frames import as_polars
from alliancekit.errors import UnusableInput
from alliancekit.measures._ties import TIES, Ties, ties_by_year
from alliancekit.measures._years import PAIR, Floats, demand
from alliancekit.panel import Panel

_KINDS = ("all_positive", "one_negative", "two_negative", "all_negative")
_LAYOUT = {"year": pl.Int32, **dict.fromkeys(("balanced", "unbalanced", *_KINDS, "unknown"), pl.Int64)}


def triads(frame: pl.DataFrame | Panel, negative: pl.DataFrame, *, obligations: Sequence[str] = TIES) -> pl.DataFrame:
    """Return how many triads are balanced, and how many are not, in every year.

    A triad is three states of which each two have a tie, positive or negative. It is balanced if the product of its
    signs is positive: all three are positive, or just one is (Cartwright and Harary 1956, after Heider). Who holds with
    Davis (1967) that three who are all at odds are balanced too, adds ``all_negative`` to ``balanced``.

    Cartwright, Dorwin, and Frank Harary. 1956. "Structural Balance: A Generalization of Heider's Theory." Psychological
    Review 63 (5): 277-293. Davis, James A. 1967. "Clustering and Structural Balance in Graphs." Human Relations 20 (2):
    181-187.

    Args:
        frame: The positive ties: a row a year and pair of states, as for `degree`.
        negative: The negative ones, such as disputes or rivalries: a row each, with the columns ``year``, ``state_a``
            and ``state_b``, in whichever order; to say one twice changes nothing.
        obligations: What makes a positive tie: any of these, in either direction.

    Returns:
        A row a year: ``year``; ``balanced`` and ``unbalanced``; the same triads by their signs, ``all_positive`` and
        ``two_negative`` (balanced), ``one_negative`` and ``all_negative`` (not); and ``unknown``, the triads that there
        may be besides, of positive ties that are not known.

    Raises:
        UnusableInput: If a column is missing or holds what it must not, a negative tie is one of a year or state that
            the frame does not have, or two states have a tie of both signs in a year.
    """
    negative = as_polars(negative, "the negative ties")
    demand(negative, "the negative ties", PAIR)
    found = [_count(ties, _among(ties, negative)) for ties in ties_by_year(frame, obligations)]
    counts = pl.DataFrame(found, schema=_LAYOUT, orient="row")
    unplaced = negative.filter(~pl.col("year").is_in(counts["year"].implode()))
    if not unplaced.is_empty():
        message = (
            f"the frame has no year {unplaced['year'][0]}, but the negative ties do (leave out what is not in both)"
        )
        raise UnusableInput(message)
    return counts


def _among(ties: Ties, negative: pl.DataFrame) -> Floats:
    """Return the negative ties of a year: 1 where two states have one."""
    year, states = ties.year.year, ties.year.states
    held = negative.filter(pl.col("year") == year)
    for side in ("state_a", "state_b"):
        for state in held[side].filter(~held[side].is_in(states.implode()))[:1]:
            message = f"the frame has no {state} in {year}, but the negative ties do (leave out what is not in both)"
            raise UnusableInput(message)
    a, b = (states.search_sorted(held[side]).to_numpy() for side in ("state_a", "state_b"))
    found = np.zeros_like(ties.certain)
    found[a, b] = found[b, a] = 1
    _demand_one_sign(ties, found)
    return found


def _demand_one_sign(ties: Ties, negative: Floats) -> None:
    """Refuse a year in which two states have a tie of both signs, or one has a negative tie with itself."""
    states, year = ties.year.states, ties.year.year
    for place in np.flatnonzero(negative.diagonal())[:1]:
        message = f"{states[int(place)]} has a negative tie with itself in {year} (leave it out)"
        raise UnusableInput(message)
    both = np.argwhere(np.triu(ties.certain * negative))
    for a, b in both[:1]:
        message = (
            f"{states[int(a)]} and {states[int(b)]} have a tie of both signs in {year}, as {len(both)} of its pairs do "
            "(decide which sign such a pair has, and take the other tie out)"
        )
        raise UnusableInput(message)


def _count(ties: Ties, negative: Floats) -> tuple[int, ...]:
    """Return the row of a year."""
    plus, minus = ties.certain, negative
    kinds = (
        _closed(plus, plus, plus) // 6,
        _closed(plus, plus, minus) // 2,
        _closed(plus, minus, minus) // 2,
        _closed(minus, minus, minus) // 6,
    )
    tied = np.maximum(ties.possible, minus)
    unknown = _closed(tied, tied, tied) // 6 - sum(kinds)
    return (ties.year.year, kinds[0] + kinds[2], kinds[1] + kinds[3], *kinds, unknown)


def _closed(first: Floats, second: Floats, third: Floats) -> int:
    """Return how many ways lead from a state over two others back to it, by ties of these kinds in turn."""
    return round(float(((first @ second) * third.T).sum()))
