"""How many ties states have, and how many allies two of them share."""

from collections.abc import Sequence

import polars as pl

from alliancekit.corpus.frames import as_polars
from alliancekit.measures._ties import TIES, Ties, asked, either, if_same, ties_by_year
from alliancekit.measures._years import Floats, Year, demand_obligations, pairs, years
from alliancekit.panel import Panel


def degree(frame: pl.DataFrame | Panel, *, obligations: Sequence[str] = TIES) -> pl.DataFrame:
    """Return with how many others each state has a tie, by obligation, in every year.

    Two states have a tie if either owes the other something (Freeman 1979 on degree).

    Freeman, Linton C. 1979. "Centrality in Social Networks: Conceptual Clarification." Social Networks 1 (3): 215-239.

    Args:
        frame: A row a year and pair of states, with the columns ``year``, ``state_a``, ``state_b`` and the obligations,
            which hold 1, 0 or null, such as a panel of dyad-years, or its frame.
        obligations: Which to count.

    Returns:
        A row a year and state: ``year``, ``state``, a column for each obligation, and ``any``: the others with whom it
        has any of them. A count is null where it hangs on a tie that is not known.

    Raises:
        UnusableInput: If a column is missing or holds what it must not, or a pair stands twice in a year.
    """
    frame = as_polars(frame)
    obligations = asked(obligations, frame)
    demand_obligations(frame, obligations)
    layout = {"year": pl.Int32, "state": pl.String, **dict.fromkeys((*obligations, "any"), pl.UInt32)}
    found = [
        _degrees(year, obligations)
        for year in years(frame, {name: pl.col(name) for name in obligations}, of_strangers=0)
    ]
    return pl.concat([pl.DataFrame(schema=layout), *found])


def _degrees(year: Year, obligations: Sequence[str]) -> pl.DataFrame:
    """Return the rows of a year."""
    held = {name: year.ties[place : place + 1] for place, name in enumerate(obligations)} | {"any": year.ties}
    counts = {name: if_same(*(bound.sum(1) for bound in either(ties))) for name, ties in held.items()}
    return pl.DataFrame(
        {
            "year": pl.repeat(year.year, len(year.states), dtype=pl.Int32, eager=True),
            "state": year.states,
            **{name: pl.Series(found, nan_to_null=True).cast(pl.UInt32) for name, found in counts.items()},
        }
    )


def shared_allies(frame: pl.DataFrame | Panel, *, obligations: Sequence[str] = TIES) -> pl.DataFrame:
    """Return how many allies every two states share, in every year: the others with whom both have a tie.

    Args:
        frame: As for `degree`.
        obligations: What makes an ally: any of these, in either direction.

    Returns:
        A row a year and pair, each pair once and in the order of panels: ``year``, ``state_a``, ``state_b``, the codes
        ``code_a`` and ``code_b`` if the frame has them, and ``shared``. Null where it hangs on a tie that is not known.

    Raises:
        UnusableInput: If a column is missing or holds what it must not, or a pair stands twice in a year.
    """
    return pairs(((ties.year, _shared(ties)) for ties in ties_by_year(frame, obligations)), "shared", pl.UInt32)


def _shared(ties: Ties) -> Floats:
    """Return how many allies any two states of a year share."""
    return if_same(ties.certain @ ties.certain, ties.possible @ ties.possible)
