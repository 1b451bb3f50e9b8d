"""Numbers that users hand in; each mistake in them has its sentence."""

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
"""A portfolio or weights: an array, a polars series, a list; NaN and None are gaps."""

Span: TypeAlias = tuple[float, float]
"""The lowest and the highest grade that there may be."""

Word = TypeVar("Word", bound=str)

MOST_GRADES = 100
"""How many grades portfolios may have: a table has a row and a column for each."""


def numbers(given: Numbers, name: str) -> Floats:
    """Return numbers as an array; a gap is NaN."""
    # In a list, numpy would make numbers of text and flags, if all else were numbers.
    held = np.asarray(given, dtype=None if hasattr(given, "__array__") else object)
    found = None
    if held.dtype.kind in "iufO" and not any(isinstance(item, (str, bytes, bool, np.bool)) for item in held.flat):
        with suppress(TypeError, ValueError):
            found = held.astype(np.float64)
    if found is None or found.ndim != 1:
        message = f"{name} must be a row of numbers, one a state (None or NaN where one is not known)"
        raise UnusableInput(message)
    for place in np.flatnonzero(np.isinf(found))[:1]:
        message = f"{name}[{place}] must be a finite number, is {found[place]} (where it is not known, write NaN)"
        raise UnusableInput(message)
    return found


def demand_length(held: Floats, name: str, length: int) -> None:
    """Refuse an array that does not have a number for each state of x."""
    if len(held) != length:
        message = f"{name} must have a number for each of the {length} states of x, has {len(held)}"
        raise UnusableInput(message)


def demand_weights(weights: Floats, name: str) -> None:
    """Refuse weights of which one is negative."""
    for place in np.flatnonzero(weights < 0)[:1]:
        message = f"{name}[{place}] must be 0 or more, is {weights[place]:g}"
        raise UnusableInput(message)


def span_of(span: Span) -> Span:
    """Return a span, as numbers."""
    low, high = (float(end) for end in span)
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        message = f"span must go from a lower to a higher number, goes from {low:g} to {high:g}"
        raise UnusableInput(message)
    return low, high


def demand_within(values: Floats, span: Span, where: str) -> None:
    """Refuse a value that lies outside the span; `where` says where it stands, with a place for its number."""
    low, high = span
    for place in np.flatnonzero((values < low) | (values > high))[:1]:
        message = (
            f"{where.format(place)} must lie in the span from {low:g} to {high:g}, is {values[place]:g} "
            "(give the lowest and the highest grade that there may be as span)"
        )
        raise UnusableInput(message)


def grades_of(portfolios: Floats) -> Floats:
    """Return the grades that stand in portfolios, in order."""
    found = np.unique(portfolios[~np.isnan(portfolios)])
    if len(found) > MOST_GRADES:
        message = f"portfolios may have {MOST_GRADES} different grades at most, have {len(found)} (round them first)"
        raise UnusableInput(message)
    return found


def chosen(what: str, given: str, allowed: Sequence[Word]) -> Word:
    """Return the word that is given, if it is one of those allowed."""
    for word in allowed:
        if word == given:
            return word
    meant = near(str(given), allowed)
    hint = f" (did you mean {meant[0]!r}?)" if meant else ""
    message = f"{what} must be {listed(tuple(map(repr, allowed)))}, is {quote(given)}{hint}"
    raise UnusableInput(message)
