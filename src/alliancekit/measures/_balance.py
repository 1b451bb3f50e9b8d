"""Structural balance: the number of balanced and unbalanced triads in each year."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from alliancekit.corpus.frames import as_polars
from alliancekit.errors import UnusableInput
from alliancekit.measures._ties import TIES, TieMatrices, ties_by_year
from alliancekit.measures._years import PAIR, Floats, require_columns
from alliancekit.panel import Panel

_KINDS = ("all_positive", "one_negative", "two_negative", "all_negative")
_LAYOUT = {"year": pl.Int32, **dict.fromkeys(("balanced", "unbalanced", *_KINDS, "unknown"), pl.Int64)}


def triads(frame: pl.DataFrame | Panel, negative: pl.DataFrame, *, obligations: Sequence[str] = TIES) -> pl.DataFrame:
    """Return the number of balanced and unbalanced triads in every year.

    A triad is three states in which every pair has a tie, positive or negative. It is balanced if the product of its
    signs is positive: all three are positive, or exactly one is (Cartwright and Harary 1956, after Heider). For Davis
    (1967), triads with three negative ties are balanced too; for his count, add ``all_negative`` to ``balanced``.

    Cartwright, Dorwin, and Frank Harary. 1956. "Structural Balance: A Generalization of Heider's Theory." Psychological
    Review 63 (5): 277-293. Davis, James A. 1967. "Clustering and Structural Balance in Graphs." Human Relations 20 (2):
    181-187.

    Args:
        frame: The positive ties: one row per year and pair of states, as for `degree`.
        negative: The negative ties, such as disputes or rivalries: one row each, with the columns ``year``,
            ``state_a`` and ``state_b``, in either order; duplicates have no effect.
        obligations: The obligations that make a positive tie: any of these, in either direction.

    Returns:
        One row per year: ``year``; ``balanced`` and ``unbalanced``; the same triads by their signs, ``all_positive``
        and ``two_negative`` (balanced), ``one_negative`` and ``all_negative`` (unbalanced); and ``unknown``, the number
        of further triads that exist if all unknown positive ties exist.

    Raises:
        UnusableInput: If a column is missing or has invalid values, a negative tie has a year or state that the frame
            lacks, or two states have both a positive and a negative tie in a year.
    """
    negative = as_polars(negative, "the negative ties")
    require_columns(negative, "the negative ties", PAIR)
    rows = [_count(ties, _negative_matrix(ties, negative)) for ties in ties_by_year(frame, obligations)]
    counts = pl.DataFrame(rows, schema=_LAYOUT, orient="row")
    unmatched = negative.filter(~pl.col("year").is_in(counts["year"].implode()))
    if not unmatched.is_empty():
        message = f"the frame has no year {unmatched['year'][0]}, but the negative ties do (keep years in both)"
        raise UnusableInput(message)
    return counts


def _negative_matrix(ties: TieMatrices, negative: pl.DataFrame) -> Floats:
    """Return the negative ties of a year as a matrix: 1 where two states have one."""
    year, states = ties.year.year, ties.year.states
    rows = negative.filter(pl.col("year") == year)
    for side in ("state_a", "state_b"):
        for state in rows[side].filter(~rows[side].is_in(states.implode()))[:1]:
            message = f"the frame has no {state} in {year}, but the negative ties do (keep states in both)"
            raise UnusableInput(message)
    index_of = {state: index for index, state in enumerate(states)}
    a, b = ([index_of[state] for state in rows[side]] for side in ("state_a", "state_b"))
    matrix = np.zeros_like(ties.certain)
    matrix[a, b] = matrix[b, a] = 1
    _require_one_sign(ties, matrix)
    return matrix


def _require_one_sign(ties: TieMatrices, negative: Floats) -> None:
    """Raise `UnusableInput` if a pair has a positive and a negative tie, or a state has a negative tie with itself."""
    states, year = ties.year.states, ties.year.year
    for index in np.flatnonzero(negative.diagonal())[:1]:
        message = f"{states[int(index)]} has a negative tie with itself in {year} (leave it out)"
        raise UnusableInput(message)
    both = np.argwhere(np.triu(ties.certain * negative))
    for a, b in both[:1]:
        message = (
            f"{states[int(a)]} and {states[int(b)]} have a positive and a negative tie in {year} "
            f"(such pairs: {len(both)}; remove one of the two ties of each)"
        )
        raise UnusableInput(message)


def _count(ties: TieMatrices, negative: Floats) -> tuple[int, ...]:
    """Return the row of a year."""
    plus, minus = ties.certain, negative
    kinds = (
        _closed_walks(plus, plus, plus) // 6,
        _closed_walks(plus, plus, minus) // 2,
        _closed_walks(plus, minus, minus) // 2,
        _closed_walks(minus, minus, minus) // 6,
    )
    tied = np.maximum(ties.possible, minus)
    unknown = _closed_walks(tied, tied, tied) // 6 - sum(kinds)
    return (ties.year.year, kinds[0] + kinds[2], kinds[1] + kinds[3], *kinds, unknown)


def _closed_walks(first: Floats, second: Floats, third: Floats) -> int:
    """Return the number of closed walks of length 3, with one step along each of these matrices of ties."""
    return round(float(((first @ second) * third.T).sum()))
