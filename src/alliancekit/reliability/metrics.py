"""How much two values differ: the difference functions of Krippendorff's alpha, and distances between sets.

Krippendorff (2011) defines a difference for each level of measurement. Jaccard (1912) and Passonneau (2006) define
distances between sets.
"""

from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from typing import Final, Literal, TypeAlias, cast

from alliancekit.messages import quote

Metric: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio", "jaccard", "masi"]
"""How values are compared.

``nominal``: equal or not; ``ordinal``: by rank; ``interval``: by the difference of numbers; ``ratio``: by their
difference in relation to their sum; ``jaccard`` and ``masi``: sets, by their common members.
"""

Scalar: TypeAlias = Hashable
"""A value of a unit: any hashable value; a number for interval and ratio, a frozenset for jaccard and masi."""

DifferenceFunction: TypeAlias = Callable[[Scalar, Scalar], Fraction]
"""Returns the difference between two values: 0 if they are equal, never negative."""

_OVERLAPPING: Final = Fraction(1, 3)
_NESTED: Final = Fraction(2, 3)


def jaccard(first: frozenset[Scalar], second: frozenset[Scalar]) -> Fraction:
    """Return the distance of Jaccard between two sets: 1 minus the share of common members; 0 for two empty sets.

    Jaccard, P. (1912): The distribution of the flora in the alpine zone. New Phytologist 11(2).
    """
    union = first | second
    return 1 - Fraction(len(first & second), len(union)) if union else Fraction(0)


def masi(first: frozenset[Scalar], second: frozenset[Scalar]) -> Fraction:
    """Return the distance MASI between two sets: 1 minus the product of Jaccard's similarity and a weight.

    The weight is 1 for equal sets, 2/3 if one contains the other, 1/3 if they only overlap, and 0 if they have no
    member in common. Two empty sets are equal.

    Passonneau, R. (2006): Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation.
    Proceedings of LREC 2006.
    """
    if first == second:
        return Fraction(0)
    weight = _NESTED if first <= second or second <= first else _OVERLAPPING
    return 1 - (1 - jaccard(first, second)) * weight


def distance_of(metric: Metric, counts: Mapping[Scalar, int]) -> DifferenceFunction:
    """Return the difference function of a metric.

    Args:
        metric: The metric.
        counts: How often each value occurs; the ordinal difference depends on it.
    """
    return _ordinal(counts) if metric == "ordinal" else _FUNCTIONS[metric]


def _nominal(first: Scalar, second: Scalar) -> Fraction:
    return Fraction(first != second)


def _ordinal(counts: Mapping[Scalar, int]) -> DifferenceFunction:
    """Return the ordinal difference: the squared number of values between two ranks, with half of those at both."""
    values = sorted(counts, key=_number)
    ranks: dict[Scalar, Fraction] = {}
    below = Fraction(0)
    for value in values:
        ranks[value] = below + Fraction(counts[value], 2)
        below += counts[value]

    def distance(first: Scalar, second: Scalar) -> Fraction:
        return (ranks[first] - ranks[second]) ** 2

    return distance


def _interval(first: Scalar, second: Scalar) -> Fraction:
    return (_number(first) - _number(second)) ** 2


def _ratio(first: Scalar, second: Scalar) -> Fraction:
    one, other = _number(first), _number(second)
    if min(one, other) < 0:
        message = f"the ratio metric needs numbers of 0 or more, got {min(one, other)}"
        raise ValueError(message)
    return ((one - other) / (one + other)) ** 2 if one + other else Fraction(0)


def _number(value: Scalar) -> Fraction:
    """Return a number exactly."""
    try:
        return Fraction(cast("int | float | Fraction", value))
    except (OverflowError, TypeError, ValueError):
        message = f"this metric needs finite numbers, got {quote(str(value))}"
        raise ValueError(message) from None


_FUNCTIONS: Final[Mapping[Metric, DifferenceFunction]] = {
    "nominal": _nominal,
    "interval": _interval,
    "ratio": _ratio,
    "jaccard": cast("DifferenceFunction", jaccard),
    "masi": cast("DifferenceFunction", masi),
}
"""The difference functions that depend on the two values only."""
