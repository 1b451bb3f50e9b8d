"""Similarity of the portfolios of every pair of states in every year."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np
import polars as pl

from alliancekit.corpus.frames import ArrowTable, as_polars
from alliancekit.errors import UnusableInput
from alliancekit.measures._agreement import Distance
from alliancekit.measures._codings import BINARY, ORDINAL, coded, grade_of
from alliancekit.measures._comparison import Comparison, Missing
from alliancekit.measures._validation import GradeRange, range_of, require_within
from alliancekit.measures._weights import weights_by_year, weights_of
from alliancekit.measures._years import PAIR, Floats, Year, pairs, require_columns, require_obligations, years
from alliancekit.panel import Panel
from alliancekit.text import quote

MeasureName: TypeAlias = Literal["s", "tau_b", "kappa", "pi"]
"""The measures of similarity; each is also a function that compares two portfolios."""


def similarity(  # noqa: PLR0913 - one parameter per option of the measures
    frame: pl.DataFrame | Panel,
    measure: MeasureName = "s",
    *,
    weights: ArrowTable | None = None,
    value: Mapping[str, float] | str = ORDINAL,
    span: GradeRange | None = None,
    distance: Distance | None = None,
    missing: Missing = "unknown",
) -> pl.DataFrame:
    """Return the similarity of the portfolios of every pair of states, in every year.

    The states of a year are those in the rows of that year. A portfolio has a grade for each of them: the highest of
    the span for its owner, and the grade in the row of the pair for another state. If any pair of a year has rows in
    both orders, the rows of that year are directed: a portfolio has the grades of its owner toward others. Otherwise a
    row is for both states. A pair without a row is unknown, so a pair without a tie needs a row that says so. Only two
    states that share no day as members of the system in that year, such as West Germany and Germany in 1990, need none:
    they have no tie.

    With weights, S of the states i and j is ``S = 1 - 2 Σ w_k |p_ik - p_jk| / (Δ Σ w_k)``. The sums are over all states
    k of the year, i and j among them; ``p_ik`` is the grade of the tie of i to k, ``w_k`` the weight of k, such as its
    share of the capabilities of the system, and Δ the width of the span. This is the measure of Signorino and Ritter
    (1999) for one kind of ties. Its value does not depend on the unit of the weights.

    Signorino, Curtis S., and Jeffrey M. Ritter. 1999. "Tau-b or Not Tau-b: Measuring the Similarity of Foreign Policy
    Positions." International Studies Quarterly 43 (1): 115-144.

    Args:
        frame: One row per year and pair of states, with the columns ``year``, ``state_a``, ``state_b`` and those that
            `value` names, such as a panel of dyad-years, or its frame.
        measure: ``s``, ``tau_b``, ``kappa`` or ``pi``, defined by the function of the same name.
        weights: For S, a frame of polars, pandas or Arrow with one row per year and state. Its columns are ``year``,
            ``weight`` and ``state``, the id, or instead of the latter ``code``, the code in the panel, as text, as a
            whole number, or as a float without a fraction. None: equal weights. A state without a row, or with null,
            has a missing weight.
        value: The grade of a tie: a coding such as `ORDINAL` or `BINARY`, which maps obligations to numbers, of which
            the highest counts (the columns of obligations have 1, 0 or null); or the name of a column of numbers.
        span: The lowest and highest possible grade; None: from 0 to the highest of the coding. It is required if
            `value` names a column.
        distance: The distance between two grades: ``nominal``, ``absolute`` or ``squared``; None: ``absolute`` for S,
            ``nominal`` for kappa and pi.
        missing: How a missing grade or weight is treated: ``unknown``, the measure is null; ``omit``, the state with
            the missing grade is left out of both portfolios.

    Returns:
        One row per year and pair, each pair once and in the order of panels, so that the two can be joined: ``year``,
        ``state_a``, ``state_b`` and ``value``, and if the frame has them, the codes ``code_a`` and ``code_b``. The
        state with the lower code comes first, or without codes the one with the lower id. The value is null if it is
        unknown or undefined.

    Raises:
        UnusableInput: If a column is missing or has invalid values, a pair has two rows or a state has two codes in a
            year, a value is outside the span, a weight is negative, or no weight is of a state and year of the frame.
    """
    frame = as_polars(frame)
    grade, grade_range = _grades(frame, value, span)
    comparison = Comparison(measure, distance, missing, grade_range)
    table = None if weights is None else weights_by_year(weights, frame, measure)
    no_tie = np.nan if isinstance(value, str) else 0
    matrices = (
        (year, _pairwise(year, comparison, weights_of(year, table)))
        for year in years(frame, {"grade": grade}, not_contemporary=no_tie)
    )
    return pairs(matrices, "value", pl.Float64)


def _grades(
    frame: pl.DataFrame, value: Mapping[str, float] | str, span: GradeRange | None
) -> tuple[pl.Expr, GradeRange]:
    """Return the grades of the ties in a frame, and the lowest and highest possible grade."""
    if not isinstance(value, str):
        if value is ORDINAL or value is BINARY:
            value = {name: value[name] for name in coded(value, frame)}
        grade = grade_of(value)
        require_obligations(frame, tuple(value))
        grade_range = range_of(span or (0, max(value.values())))
    elif span is None:
        message = f"column {quote(value)} needs a span: its lowest and highest grade (for example span=(0, 3))"
        raise UnusableInput(message)
    else:
        grade = pl.col(value)
        require_columns(frame, "the frame", (*PAIR, value))
        grade_range = range_of(span)
    grades = frame.select(grade.cast(pl.Float64)).to_series().to_numpy()
    require_within(grades, grade_range, "the grade in row {}")
    return grade, grade_range


def _pairwise(year: Year, comparison: Comparison, weights: Floats | None) -> Floats:
    """Return the similarity of each pair of states of a year, as an upper triangular matrix."""
    portfolios = year.ties[0].copy()
    np.fill_diagonal(portfolios, comparison.span[1])
    return comparison.pairwise(portfolios, weights)
