"""How similar two portfolios are.

A portfolio holds a grade for each state of a system: what its owner has toward that state. The owner is in its own
portfolio, with the highest grade (Signorino and Ritter 1999). Portfolios that are compared list the same states in the
same order.
"""

import numpy as np

from alliancekit.measures._agreement import Distance
from alliancekit.measures._comparison import Comparison, Missing
from alliancekit.measures._given import Numbers, Span, demand_length, demand_weights, demand_within, numbers, span_of


def s(  # noqa: PLR0913 - one for each way to compare
    x: Numbers,
    y: Numbers,
    *,
    weights: Numbers | None = None,
    span: Span = (0, 3),
    distance: Distance = "absolute",
    missing: Missing = "unknown",
) -> float:
    """Return the S of two portfolios: how near they are, as a share of how far apart they could be.

    ``S = 1 - 2 Σ w |x - y| / (Δ Σ w)``, where Δ is the width of the span. With squared distances, ``(x - y)²`` and Δ²
    stand in their places (Häge 2011).

    From -1, as far apart as can be, to 1, equal. States that neither has a tie with make portfolios similar; kappa and
    pi correct for that.

    Signorino, Curtis S., and Jeffrey M. Ritter. 1999. "Tau-b or Not Tau-b: Measuring the Similarity of Foreign Policy
    Positions." International Studies Quarterly 43 (1): 115-144.

    Args:
        x: A grade for each state.
        y: A grade for each state.
        weights: How much each state counts, such as its share of the capabilities of the system; None: all the same.
        span: The lowest and the highest grade that there may be, whether or not they stand in x or y.
        distance: ``absolute``, as Signorino and Ritter have it, or ``squared``.
        missing: What comes of a gap in x, y or the weights: ``unknown``, S is not known; ``omit``, that state is left
            out.

    Returns:
        S; NaN where it is not known, or not defined: where no state is left, or the weights are all 0.

    Raises:
        UnusableInput: If lengths differ, a grade lies outside the span, or a weight is negative.
    """
    ends = span_of(span)
    return _compared(Comparison("s", distance, missing, ends), x, y, weights, ends)


def tau_b(x: Numbers, y: Numbers, *, missing: Missing = "unknown") -> float:
    """Return the tau-b of two portfolios: how far they put states into the same order.

    ``tau-b = (C - D) / √((n₀ - n₁)(n₀ - n₂))``. Of the n₀ pairs of states, C stand in the same order in both, D in
    opposite ones, n₁ have the same grade in x and n₂ in y.

    From -1 to 1. It compares orders, not grades: 0 0 1 and 2 2 3 have the tau-b 1, which is why Signorino and Ritter
    (1999) advise against it as a measure of similarity.

    Bueno de Mesquita, Bruce. 1975. "Measuring Systemic Polarity." Journal of Conflict Resolution 19 (2): 187-216.
    Kendall, Maurice G. 1945. "The Treatment of Ties in Ranking Problems." Biometrika 33 (3): 239-251.

    Args:
        x: A grade for each state.
        y: A grade for each state.
        missing: What comes of a gap in x or y: ``unknown``, tau-b is not known; ``omit``, that state is left out.

    Returns:
        tau-b; NaN where it is not known, or not defined: where all grades of a portfolio are the same, it has no order.

    Raises:
        UnusableInput: If lengths differ.
    """
    return _compared(Comparison("tau_b", None, missing), x, y)


def kappa(x: Numbers, y: Numbers, *, distance: Distance = "nominal", missing: Missing = "unknown") -> float:
    """Return Cohen's kappa of two portfolios: how far they agree beyond what chance would make of their grades.

    ``kappa = 1 - Dₒ / Dₑ``. Dₒ is the mean distance of the two grades toward a state, Dₑ what it would be if each
    portfolio kept its grades, but dealt them out to states by chance. With nominal distances that is Cohen's unweighted
    kappa, ``(Pₒ - Pₑ) / (1 - Pₑ)``; with absolute or squared ones, his weighted kappa.

    From -1 over 0, no more than chance, to 1, equal.

    Cohen, Jacob. 1960. "A Coefficient of Agreement for Nominal Scales." Educational and Psychological Measurement 20
    (1): 37-46. Weighted: Cohen, Jacob. 1968. "Weighted Kappa." Psychological Bulletin 70 (4): 213-220. Of portfolios:
    Häge, Frank M. 2011. "Choice or Circumstance? Adjusting Measures of Foreign Policy Similarity for Chance Agreement."
    Political Analysis 19 (3): 287-305.

    Args:
        x: A grade for each state.
        y: A grade for each state.
        distance: ``nominal``, ``absolute`` or ``squared``.
        missing: What comes of a gap in x or y: ``unknown``, kappa is not known; ``omit``, that state is left out.

    Returns:
        kappa; NaN where it is not known, or not defined: where all grades of both are one and the same, chance would
        make them equal too.

    Raises:
        UnusableInput: If lengths differ.
    """
    return _compared(Comparison("kappa", distance, missing), x, y)


def pi(x: Numbers, y: Numbers, *, distance: Distance = "nominal", missing: Missing = "unknown") -> float:
    """Return Scott's pi of two portfolios: how far they agree beyond what chance would make of their common grades.

    ``pi = 1 - Dₒ / Dₑ``, as for `kappa`; but by chance both draw from the grades of the two taken together. So two
    that have unlike numbers of ties are less similar than they are by kappa.

    From -1 over 0, no more than chance, to 1, equal.

    Scott, William A. 1955. "Reliability of Content Analysis: The Case of Nominal Scale Coding." Public Opinion
    Quarterly 19 (3): 321-325. Of portfolios: Häge (2011), as for `kappa`.

    Args:
        x: A grade for each state.
        y: A grade for each state.
        distance: ``nominal``, as Scott has it, ``absolute`` or ``squared``.
        missing: What comes of a gap in x or y: ``unknown``, pi is not known; ``omit``, that state is left out.

    Returns:
        pi; NaN where it is not known, or not defined: where all grades of both are one and the same.

    Raises:
        UnusableInput: If lengths differ.
    """
    return _compared(Comparison("pi", distance, missing), x, y)


def _compared(
    how: Comparison, x: Numbers, y: Numbers, weights: Numbers | None = None, span: Span | None = None
) -> float:
    """Return a measure of two portfolios."""
    first, second = numbers(x, "x"), numbers(y, "y")
    demand_length(second, "y", len(first))
    if span is not None:
        demand_within(first, span, "x[{}]")
        demand_within(second, span, "y[{}]")
    counted = None
    if weights is not None:
        counted = numbers(weights, "weights")
        demand_length(counted, "weights", len(first))
        demand_weights(counted, "weights")
    return float(how.of(np.stack([first, second]), counted)[0, 1])
