"""What a tie between two states counts for in their portfolios."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl

from alliancekit.errors import UnusableInput
from alliancekit.text import quote

ORDINAL: Final[Mapping[str, float]] = MappingProxyType(
    {"defense": 3, "offense": 3, "neutrality": 2, "nonaggression": 2, "consultation": 1, "entente": 1}
)
"""A tie counts for the weightiest obligation in it: 3 for defense or offense, 2 for neutrality or nonaggression, 1 for
consultation or an entente, 0 for none. This is the order of alliance types (defense pact, neutrality or nonaggression
pact, entente) of Signorino and Ritter (1999), with the obligations of ATOP put in their places."""

BINARY: Final[Mapping[str, float]] = MappingProxyType(dict.fromkeys(ORDINAL, 1))
"""A tie counts 1, whatever is owed in it, and 0 where nothing is: of the same obligations, without an order among them,
which Häge (2011) advises."""


def worth(coding: Mapping[str, float]) -> pl.Expr:
    """Return what a tie counts for: the most that any obligation in it does, 0 where there is none.

    Null where that is not known: where an obligation is null that would count for more than those that there are.

    Raises:
        UnusableInput: If the coding is empty, or an obligation in it does not count for a number above 0.
    """
    if not coding:
        message = "a coding must have one obligation or more, has none (write for example {'defense': 1})"
        raise UnusableInput(message)
    for obligation, value in coding.items():
        if not (np.isfinite(value) and value > 0):
            message = (
                f"obligation {quote(obligation)} must count for a number above 0, got {value} (leave it out instead)"
            )
            raise UnusableInput(message)
    least = pl.max_horizontal(pl.lit(0.0), *(_times(name, value, 0) for name, value in coding.items()))
    most = pl.max_horizontal(pl.lit(0.0), *(_times(name, value, 1) for name, value in coding.items()))
    return pl.when(least == most).then(least)


def _times(obligation: str, value: float, unknown: int) -> pl.Expr:
    """Return what an obligation counts for, if one that is null were `unknown`."""
    return pl.col(obligation).cast(pl.Float64).fill_null(unknown) * float(value)


def coded(usual: Iterable[str], frame: pl.DataFrame) -> list[str]:
    """Return which of the usual obligations a frame has a column for, since a data set may not code all; else all."""
    names = list(usual)
    return [name for name in names if name in frame.columns] or names
