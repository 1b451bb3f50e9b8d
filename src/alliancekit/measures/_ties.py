"""Matrices of the certain and the possible ties of each year."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from attrs import frozen

from alliancekit.corpus.frames import as_polars
from alliancekit.measures._codings import ORDINAL, coded
from alliancekit.measures._years import Floats, Year, require_obligations, years
from alliancekit.panel import Panel

TIES = tuple(ORDINAL)
"""The obligations that make a tie by default."""


def available(obligations: Sequence[str], frame: pl.DataFrame) -> Sequence[str]:
    """Return the obligations; of the default `TIES`, only those that the frame has."""
    return coded(TIES, frame) if obligations is TIES else obligations


@frozen(eq=False)
class TieMatrices:
    """The ties of a year: two states have a tie if either owes the other one of the obligations.

    Attributes:
        year: The year and its states.
        certain: 1 where two states certainly have a tie, 0 elsewhere.
        possible: 1 where they have a tie or may have an unknown one, 0 elsewhere.
    """

    year: Year
    certain: Floats
    possible: Floats


def matrices_of(ties: Floats) -> tuple[Floats, Floats]:
    """Return the matrices of certain and of possible ties, in either direction.

    Args:
        ties: Kinds of tie by states by states: 1, 0, or NaN where it is unknown.
    """
    certain = (ties == 1).any(0)
    possible = certain | np.isnan(ties).any(0)
    np.fill_diagonal(possible, val=False)
    return (certain | certain.T).astype(np.float64), (possible | possible.T).astype(np.float64)


def ties_by_year(data: pl.DataFrame | Panel, obligations: Sequence[str]) -> Iterator[TieMatrices]:
    """Yield the ties of each year.

    Raises:
        UnusableInput: If the frame is not a frame of ties with these obligations.
    """
    frame = as_polars(data)
    obligations = available(obligations, frame)
    require_obligations(frame, obligations)
    for year in years(frame, {name: pl.col(name) for name in obligations}, not_contemporary=0):
        yield TieMatrices(year, *matrices_of(year.ties))


def if_same(lowest: Floats, highest: Floats) -> Floats:
    """Return counts that do not depend on unknown ties; NaN where the lowest and highest possible count differ."""
    return np.where(lowest == highest, lowest, np.nan)
