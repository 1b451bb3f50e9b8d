"""Coefficients of agreement: percent agreement, Cohen's kappa and Krippendorff's alpha.

All of them read units: for each unit the values of the coders, in one order of coders; None where a coder has no value.
The arithmetic is exact, with fractions. A coefficient that its definition leaves undefined is None, with the reason.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

from attrs import frozen

from alliancekit.reliability.metrics import DifferenceFunction, Metric, Scalar, distance_of

_TWO: Final = 2
"""The number of coders of Cohen's kappa, and the least number of values that can be compared."""

LEAST_UNITS: Final = 37
"""The number of units below which kappa and alpha tell little.

This is a bound of alliancekit. It is the least result of the formula for two coders in Bloch and Kraemer (1989,
p. 276), which Krippendorff (2019) uses to plan samples: for two values that are equally frequent, an alpha of at least
0.667, and a significance of 0.10. Other values, a greater alpha or a smaller significance need more units.

Bloch, D. A., and Kraemer, H. C. (1989): 2 x 2 kappa coefficients: measures of agreement or association. Biometrics
45(1). Krippendorff, K. (2019): Content analysis, 4th edition.
"""

_NO_UNITS: Final = "no unit has values of two coders"
_ONE_VALUE: Final = "all values are equal, so agreement can't be compared with chance"
_ONE_VALUE_EACH: Final = "both coders use one value for all units, so agreement can't be compared with chance"


@frozen
class Coefficient:
    """A coefficient of agreement.

    Attributes:
        value: 1 for perfect agreement. Kappa and alpha are 0 if agreement is as frequent as by chance, and negative if
            it is less frequent. None if it is undefined.
        units: The number of units with values of at least two coders; others do not count.
        reason: Why it is undefined; empty if it is defined.
    """

    value: float | None
    units: int
    reason: str = ""


def percent_agreement(units: Iterable[Sequence[Scalar | None]]) -> Coefficient:
    """Return the share of pairs of values of one unit that are equal, from 0 to 1.

    With two coders, it is the share of the units to which both assign the same value. It is not corrected for chance.

    Args:
        units: For each unit the value of each coder; None: no value.
    """
    own = _with_pairs(units)
    if not own:
        return Coefficient(None, 0, _NO_UNITS)
    pairs = [first == second for values in own for first, second in combinations(values, _TWO)]
    return Coefficient(sum(pairs) / len(pairs), len(own))


def cohen_kappa(units: Iterable[Sequence[Scalar | None]]) -> Coefficient:
    """Return the kappa of two coders: the agreement beyond chance, as a share of what chance leaves to agree on.

    The agreement by chance is that of two coders who use each value as often as these, but independently. Only units
    with two values count.

    Cohen, J. (1960): A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20(1).

    Args:
        units: For each unit the values of the two coders; None: no value.

    Raises:
        ValueError: If a unit has not two entries.
    """
    rows = [tuple(unit) for unit in units]
    if any(len(row) != _TWO for row in rows):
        message = "Cohen's kappa compares two coders: each unit needs two entries; for more coders, use alpha"
        raise ValueError(message)
    own = [row for row in rows if None not in row]
    if not own:
        return Coefficient(None, 0, _NO_UNITS)
    firsts, seconds = (Counter(row[n] for row in own) for n in range(_TWO))
    observed = Fraction(sum(first == second for first, second in own), len(own))
    expected = Fraction(sum(count * seconds[value] for value, count in firsts.items()), len(own) ** 2)
    if expected == 1:
        return Coefficient(None, len(own), _ONE_VALUE_EACH)
    return Coefficient(float((observed - expected) / (1 - expected)), len(own))


def krippendorff_alpha(units: Iterable[Sequence[Scalar | None]], metric: Metric = "nominal") -> Coefficient:
    """Return the alpha of any number of coders: 1 minus the observed disagreement divided by that of chance.

    Each pair of values of a unit has the weight 1 / (n - 1), where n is the number of values of the unit. Units with
    fewer than two values do not count. The disagreement of chance is that of all pairs of values of all these units.

    Krippendorff, K. (2011): Computing Krippendorff's alpha-reliability. University of Pennsylvania, Annenberg School.
    Krippendorff, K. (2004): Content analysis, 2nd edition, chapter 11. With `masi`: Passonneau (2006), see `masi`.

    Args:
        units: For each unit the value of each coder; None: no value. Numbers for ordinal, interval and ratio, and
            frozensets for jaccard and masi.
        metric: How two values are compared.

    Raises:
        ValueError: If a value is no finite number where the metric needs one, or is negative for ratio.
    """
    own = _with_pairs(units)
    if not own:
        return Coefficient(None, 0, _NO_UNITS)
    counts = Counter(value for values in own for value in values)
    distance = distance_of(metric, counts)
    observed = sum((_within(values, distance) for values in own), Fraction(0))
    expected = _between(counts, metric, distance)
    if not expected:
        return Coefficient(None, len(own), _ONE_VALUE)
    return Coefficient(float(1 - observed * (counts.total() - 1) / expected), len(own))


def _with_pairs(units: Iterable[Sequence[Scalar | None]]) -> list[list[Scalar]]:
    """Return the values of the units that have at least two."""
    values = ([value for value in unit if value is not None] for unit in units)
    return [each for each in values if len(each) >= _TWO]


def _within(values: Sequence[Scalar], distance: DifferenceFunction) -> Fraction:
    """Return the sum of the differences of all ordered pairs of values of a unit, divided by their number minus 1."""
    pairs = combinations(values, _TWO)
    return sum((_TWO * distance(*pair) for pair in pairs), Fraction(0)) / (len(values) - 1)


def _between(counts: Counter[Scalar], metric: Metric, distance: DifferenceFunction) -> Fraction:
    """Return the sum of the differences of all ordered pairs of values, of all units."""
    if metric == "nominal":  # many different texts would have many pairs
        return Fraction(counts.total() ** 2 - sum(count**2 for count in counts.values()))
    pairs = combinations(counts.items(), _TWO)
    return sum((_TWO * a * b * distance(first, second) for (first, a), (second, b) in pairs), Fraction(0))
