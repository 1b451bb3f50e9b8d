"""Degree: the number of partners of each state; and the number of allies that two states share."""

from collections.abc import Sequence

import polars as pl

from alliancekit.corpus.frames import as_polars
from alliancekit.measures._ties import TIES, TieMatrices, available, if_same, matrices_of, ties_by_year
from alliancekit.measures._years import Floats, Year, pairs, require_obligations, years
from alliancekit.panel import Panel


def degree(frame: pl.DataFrame | Panel, *, obligations: Sequence[str] = TIES) -> pl.DataFrame:
    """Return the number of partners of each state, by obligation, in every year.

    Two states have a tie if either owes the other an obligation (Freeman 1979 on degree).

    Freeman, Linton C. 1979. "Centrality in Social Networks: Conceptual Clarification." Social Networks 1 (3): 215-239.

    Args:
        frame: One row per year and pair of states, with the columns ``year``, ``state_a``, ``state_b`` and the
            obligations, whose values are 1, 0 or null, such as a panel of dyad-years, or its frame.
        obligations: The obligations to count.

    Returns:
        One row per year and state: ``year``, ``state``, a column for each obligation, and ``any``: the number of
        partners with any of them. A count is null if it depends on an unknown tie.

    Raises:
        UnusableInput: If a column is missing or has invalid values, or a pair has two rows in a year.
    """
    frame = as_polars(frame)
    obligations = available(obligations, frame)
    require_obligations(frame, obligations)
    layout = {"year": pl.Int32, "state": pl.String, **dict.fromkeys((*obligations, "any"), pl.UInt32)}
    frames = [
        _degrees(year, obligations)
        for year in years(frame, {name: pl.col(name) for name in obligations}, not_contemporary=0)
    ]
    return pl.concat([pl.DataFrame(schema=layout), *frames])


def _degrees(year: Year, obligations: Sequence[str]) -> pl.DataFrame:
    """Return the rows of a year."""
    ties_of = {name: year.ties[index : index + 1] for index, name in enumerate(obligations)} | {"any": year.ties}
    counts = {name: if_same(*(matrix.sum(1) for matrix in matrices_of(ties))) for name, ties in ties_of.items()}
    return pl.DataFrame(
        {
            "year": pl.repeat(year.year, len(year.states), dtype=pl.Int32, eager=True),
            "state": year.states,
            **{name: pl.Series(count, nan_to_null=True).cast(pl.UInt32) for name, count in counts.items()},
        }
    )


def shared_allies(frame: pl.DataFrame | Panel, *, obligations: Sequence[str] = TIES) -> pl.DataFrame:
    """Return the number of allies that each pair of states shares, in every year: states with which both have a tie.

    Args:
        frame: As for `degree`.
        obligations: The obligations that make an ally: any of these, in either direction.

    Returns:
        One row per year and pair, each pair once and in the order of panels: ``year``, ``state_a``, ``state_b``, the
        codes ``code_a`` and ``code_b`` if the frame has them, and ``shared``, null if it depends on an unknown tie.

    Raises:
        UnusableInput: If a column is missing or has invalid values, or a pair has two rows in a year.
    """
    return pairs(((ties.year, _shared(ties)) for ties in ties_by_year(frame, obligations)), "shared", pl.UInt32)


def _shared(ties: TieMatrices) -> Floats:
    """Return the number of allies that each pair of states of a year shares, as a matrix."""
    return if_same(ties.certain @ ties.certain, ties.possible @ ties.possible)
