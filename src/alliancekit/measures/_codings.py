"""Codings: the grade of a tie, given the obligations in it."""

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
"""The grade of a tie is that of its strongest obligation: 3 for defense or offense, 2 for neutrality or nonaggression,
1 for consultation or entente, 0 for none. This is the order of alliance types of Signorino and Ritter (1999) (defense
pact, neutrality or nonaggression pact, entente), applied to the obligations of ATOP."""

BINARY: Final[Mapping[str, float]] = MappingProxyType(dict.fromkeys(ORDINAL, 1))
"""The grade of a tie is 1 if it has any of the same obligations, and 0 otherwise; Häge (2011) advises this coding."""


def grade_of(coding: Mapping[str, float]) -> pl.Expr:
    """Return the grade of a tie as an expression: the highest value of its obligations, 0 without any.

    It is null if unknown: if an obligation is null whose value is higher than the known grade.

    Raises:
        UnusableInput: If the coding is empty, or a value in it is not above 0.
    """
    if not coding:
        message = "a coding must not be empty (write for example {'defense': 1})"
        raise UnusableInput(message)
    for obligation, value in coding.items():
        if not (np.isfinite(value) and value > 0):
            message = f"the value of obligation {quote(obligation)} must be above 0, got {value} (leave it out instead)"
            raise UnusableInput(message)
    lowest = pl.max_horizontal(pl.lit(0.0), *(_value(name, value, 0) for name, value in coding.items()))
    highest = pl.max_horizontal(pl.lit(0.0), *(_value(name, value, 1) for name, value in coding.items()))
    return pl.when(lowest == highest).then(lowest)


def _value(obligation: str, value: float, unknown: int) -> pl.Expr:
    """Return the value of an obligation, with nulls replaced by `unknown`."""
    return pl.col(obligation).cast(pl.Float64).fill_null(unknown) * float(value)


def coded(defaults: Iterable[str], frame: pl.DataFrame) -> list[str]:
    """Return the default obligations that have a column in the frame, since a data set may not code all; else all."""
    names = list(defaults)
    return [name for name in names if name in frame.columns] or names
