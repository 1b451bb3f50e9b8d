"""Ties between states, with what is known of them for certain and what may be."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from attrs import frozen

from alliancekit.corpus.frames import as_polars
from alliancekit.measures._codings import ORDINAL, coded
from alliancekit.measures._years import Floats, Year, demand_obligations, years
from alliancekit.panel import Panel

TIES = tuple(ORDINAL)
"""The obligations that make a tie, unless others are asked for."""


def asked(obligations: Sequence[str], frame: pl.DataFrame) -> Sequence[str]:
    """Return the obligations asked for; if none were named, the usual ones that the frame has."""
    return coded(TIES, frame) if obligations is TIES else obligations


@frozen(eq=False)
class Ties:
    """The ties of a year, in which two states have one if either owes the other what is asked for.

    Attributes:
        year: The year and its states.
        certain: 1 where two states have a tie for certain, 0 elsewhere.
        possible: 1 where they may have one, for all that is known, 0 elsewhere.
    """

    year: Year
    certain: Floats
    possible: Floats


def either(ties: Floats) -> tuple[Floats, Floats]:
    """Return the ties that states have for certain, and those that they may have, in either direction.

    Args:
        ties: Kinds of tie by states by states: 1, 0, or NaN where it is not known.
    """
    certain = (ties == 1).any(0)
    possible = certain | np.isnan(ties).any(0)
    np.fill_diagonal(possible, val=False)
    return (certain | certain.T).astype(np.float64), (possible | possible.T).astype(np.float64)


def ties_by_year(given: pl.DataFrame | Panel, obligations: Sequence[str]) -> Iterator[Ties]:
    """Yield the ties of each year.

    Raises:
        UnusableInput: If the frame is not one of ties with these obligations.
    """
    frame = as_polars(given)
    obligations = asked(obligations, frame)
    demand_obligations(frame, obligations)
    for year in years(frame, {name: pl.col(name) for name in obligations}, of_strangers=0):
        yield Ties(year, *either(year.ties))


def if_same(least: Floats, most: Floats) -> Floats:
    """Return counts that are the same whatever the unknown ties are; NaN where they are not."""
    return np.where(least == most, least, np.nan)
