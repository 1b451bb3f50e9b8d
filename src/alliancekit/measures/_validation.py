"""Validation of the portfolios, weights and settings that users pass."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from alliancekit.errors import UnusableInput
from alliancekit.measures._years import Floats
from alliancekit.messages import listed, near
from alliancekit.text import quote

Numbers: TypeAlias = Sequence[float | None] | npt.NDArray[np.number] | pl.Series
"""A portfolio, or weights: an array, a polars series or a list. NaN and None are missing values."""

GradeRange: TypeAlias = tuple[float, float]
"""The lowest and highest possible grade."""

Word = TypeVar("Word", bound=str)

MOST_GRADES = 100
"""The greatest number of different grades: a contingency table has a row and a column for each grade."""


def numbers(values: Numbers, name: str) -> Floats:
    """Return numbers as an array; a missing value is NaN."""
    # numpy would convert texts and flags in a list of numbers to numbers. Objects are not converted.
    raw = np.asarray(values, dtype=None if hasattr(values, "__array__") else object)
    array = None
    if raw.dtype.kind in "iufO" and not any(isinstance(item, (str, bytes, bool, np.bool)) for item in raw.flat):
        with suppress(TypeError, ValueError):
            array = raw.astype(np.float64)
    if array is None or array.ndim != 1:
        message = f"{name} must be a list of numbers, one per state (None or NaN where it is unknown)"
        raise UnusableInput(message)
    for index in np.flatnonzero(np.isinf(array))[:1]:
        message = f"{name}[{index}] must be a finite number, got {array[index]} (write NaN where it is unknown)"
        raise UnusableInput(message)
    return array


def require_length(array: Floats, name: str, length: int) -> None:
    """Raise `UnusableInput` unless an array has `length` numbers: one for each state of the portfolio `x`."""
    if len(array) != length:
        message = f"{name} must have a number for each of the {length} states of x, has {len(array)}"
        raise UnusableInput(message)


def require_not_negative(weights: Floats, name: str) -> None:
    """Raise `UnusableInput` if a weight is negative."""
    for index in np.flatnonzero(weights < 0)[:1]:
        message = f"{name}[{index}] must be 0 or more, got {weights[index]:g}"
        raise UnusableInput(message)


def range_of(span: GradeRange) -> GradeRange:
    """Return the lowest and highest possible grade as two floats.

    Raises:
        UnusableInput: If the first is not below the second, or one is not finite.
    """
    low, high = (float(end) for end in span)
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        message = f"span must go from a lower to a higher number, got {low:g} to {high:g}"
        raise UnusableInput(message)
    return low, high


def require_within(values: Floats, span: GradeRange, name: str) -> None:
    """Raise `UnusableInput` if a value is outside the span; `name` is its name, with ``{}`` for its index."""
    low, high = span
    for index in np.flatnonzero((values < low) | (values > high))[:1]:
        message = (
            f"{name.format(index)} must be in the span from {low:g} to {high:g}, got {values[index]:g} "
            "(set span to the lowest and highest possible grade)"
        )
        raise UnusableInput(message)


def grades_of(portfolios: Floats) -> Floats:
    """Return the different grades in portfolios, from the lowest to the highest.

    Raises:
        UnusableInput: If there are more than `MOST_GRADES`.
    """
    grades = np.unique(portfolios[~np.isnan(portfolios)])
    if len(grades) > MOST_GRADES:
        message = f"portfolios may have {MOST_GRADES} different grades at most, have {len(grades)} (round them first)"
        raise UnusableInput(message)
    return grades


def require_choice(name: str, value: str, allowed: Sequence[Word]) -> Word:
    """Return a value if it is one of the allowed words.

    Raises:
        UnusableInput: If it is not.
    """
    for word in allowed:
        if word == value:
            return word
    suggestions = near(str(value), allowed)
    hint = f" (did you mean {suggestions[0]!r}?)" if suggestions else ""
    message = f"{name} must be {listed(tuple(map(repr, allowed)))}, got {quote(value)}{hint}"
    raise UnusableInput(message)
