"""Similarity of two alliance portfolios: S score, tau-b, kappa and pi.

A portfolio has a grade for each state of a system: the tie of its owner to that state. The owner is in its own
portfolio, with the highest grade (Signorino and Ritter 1999). Two portfolios to compare must list the same states in
the same order.
"""

import numpy as np

from alliancekit.measures._agreement import Distance
from alliancekit.measures._comparison import Comparison, Missing
from alliancekit.measures._validation import (
    GradeRange,
    Numbers,
    numbers,
    range_of,
    require_length,
    require_not_negative,
    require_within,
)


def s(  # noqa: PLR0913 - one parameter per option of the measure
    x: Numbers,
    y: Numbers,
    *,
    weights: Numbers | None = None,
    span: GradeRange = (0, 3),
    distance: Distance = "absolute",
    missing: Missing = "unknown",
) -> float:
    """Return the S score of two portfolios: their similarity relative to the greatest possible distance.

    ``S = 1 - 2 Σ w |x - y| / (Δ Σ w)``, where Δ is the width of the span. With squared distances, the formula has
    ``(x - y)²`` and Δ² instead (Häge 2011).

    It ranges from -1, the greatest possible distance, to 1, equal. States with which neither has a tie make portfolios
    more similar; kappa and pi correct for that.

    Signorino, Curtis S., and Jeffrey M. Ritter. 1999. "Tau-b or Not Tau-b: Measuring the Similarity of Foreign Policy
    Positions." International Studies Quarterly 43 (1): 115-144.

    Args:
        x: A grade for each state.
        y: A grade for each state.
        weights: The weight of each state, such as its share of the capabilities of the system; None: equal weights.
        span: The lowest and highest possible grade, whether or not they occur in x or y.
        distance: ``absolute``, as in Signorino and Ritter, or ``squared``.
        missing: How a missing value in x, y or the weights is treated: ``unknown``, S is unknown; ``omit``, that state
            is left out.

    Returns:
        S; NaN if it is unknown or undefined, which is so if no state is left or all weights are 0.

    Raises:
        UnusableInput: If lengths differ, a grade is outside the span, or a weight is negative.
    """
    span = range_of(span)
    return _compare(Comparison("s", distance, missing, span), x, y, weights, span)


def tau_b(x: Numbers, y: Numbers, *, missing: Missing = "unknown") -> float:
    """Return Kendall's tau-b of two portfolios: the rank correlation of their grades.

    ``tau-b = (C - D) / √((n₀ - n₁)(n₀ - n₂))``. Of the n₀ pairs of states, C are concordant, D are discordant, n₁ have
    equal grades in x, and n₂ have equal grades in y.

    It ranges from -1 to 1. It compares orders, not grades: 0 0 1 and 2 2 3 have a tau-b of 1, which is why Signorino
    and Ritter (1999) advise against it as a measure of similarity.

    Bueno de Mesquita, Bruce. 1975. "Measuring Systemic Polarity." Journal of Conflict Resolution 19 (2): 187-216.
    Kendall, Maurice G. 1945. "The Treatment of Ties in Ranking Problems." Biometrika 33 (3): 239-251.

    Args:
        x: A grade for each state.
        y: A grade for each state.
        missing: How a missing grade in x or y is treated: ``unknown``, tau-b is unknown; ``omit``, that state is left
            out.

    Returns:
        tau-b; NaN if it is unknown or undefined, which is so if all grades of a portfolio are equal.

    Raises:
        UnusableInput: If lengths differ.
    """
    return _compare(Comparison("tau_b", None, missing), x, y)


def kappa(x: Numbers, y: Numbers, *, distance: Distance = "nominal", missing: Missing = "unknown") -> float:
    """Return Cohen's kappa of two portfolios: their agreement beyond chance.

    ``kappa = 1 - Dₒ / Dₑ``. Dₒ is the mean distance between the two grades of a state. Dₑ is the mean distance expected
    by chance, if each portfolio assigned its grades to the states at random. With nominal distances this is Cohen's
    unweighted kappa, ``(Pₒ - Pₑ) / (1 - Pₑ)``; with absolute or squared distances, his weighted kappa.

    It ranges from -1 through 0, agreement expected by chance, to 1, equal.

    Cohen, Jacob. 1960. "A Coefficient of Agreement for Nominal Scales." Educational and Psychological Measurement 20
    (1): 37-46. Weighted: Cohen, Jacob. 1968. "Weighted Kappa." Psychological Bulletin 70 (4): 213-220. Of portfolios:
    Häge, Frank M. 2011. "Choice or Circumstance? Adjusting Measures of Foreign Policy Similarity for Chance Agreement."
    Political Analysis 19 (3): 287-305.

    Args:
        x: A grade for each state.
        y: A grade for each state.
        distance: ``nominal``, ``absolute`` or ``squared``.
        missing: How a missing grade in x or y is treated: ``unknown``, kappa is unknown; ``omit``, that state is left
            out.

    Returns:
        kappa; NaN if it is unknown or undefined, which is so if all grades of both portfolios are the same number.

    Raises:
        UnusableInput: If lengths differ.
    """
    return _compare(Comparison("kappa", distance, missing), x, y)


def pi(x: Numbers, y: Numbers, *, distance: Distance = "nominal", missing: Missing = "unknown") -> float:
    """Return Scott's pi of two portfolios: their agreement beyond chance, with a common distribution of grades.

    ``pi = 1 - Dₒ / Dₑ``, as for `kappa`, except that Dₑ uses the grades of both portfolios together. So portfolios with
    different numbers of ties are less similar by pi than by kappa.

    It ranges from -1 through 0, agreement expected by chance, to 1, equal.

    Scott, William A. 1955. "Reliability of Content Analysis: The Case of Nominal Scale Coding." Public Opinion
    Quarterly 19 (3): 321-325. Of portfolios: Häge (2011), as for `kappa`.

    Args:
        x: A grade for each state.
        y: A grade for each state.
        distance: ``nominal``, as in Scott, ``absolute`` or ``squared``.
        missing: How a missing grade in x or y is treated: ``unknown``, pi is unknown; ``omit``, that state is left out.

    Returns:
        pi; NaN if it is unknown or undefined, which is so if all grades of both portfolios are the same number.

    Raises:
        UnusableInput: If lengths differ.
    """
    return _compare(Comparison("pi", distance, missing), x, y)


def _compare(
    comparison: Comparison, x: Numbers, y: Numbers, weights: Numbers | None = None, span: GradeRange | None = None
) -> float:
    """Return a measure of two portfolios."""
    first, second = numbers(x, "x"), numbers(y, "y")
    require_length(second, "y", len(first))
    if span is not None:
        require_within(first, span, "x[{}]")
        require_within(second, span, "y[{}]")
    array = None
    if weights is not None:
        array = numbers(weights, "weights")
        require_length(array, "weights", len(first))
        require_not_negative(array, "weights")
    return float(comparison.pairwise(np.stack([first, second]), array)[0, 1])
