"""The similarity of every pair of states in every year."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np
import polars as pl

from alliancekit.corpus.frames import as_polars
from alliancekit.errors import UnusableInput
from alliancekit.measures._agreement import MEASURES, Distance
from alliancekit.measures._codings import BINARY, ORDINAL, coded, worth
from alliancekit.measures._comparison import Comparison, Missing
from alliancekit.measures._given import Span, demand_within, span_of
from alliancekit.measures._years import PAIR, Floats, Year, demand, demand_obligations, first, pairs, years
from alliancekit.panel import Panel
from alliancekit.text import quote

MeasureName: TypeAlias = Literal["s", "tau_b", "kappa", "pi"]
"""The measures of similarity; each is a function of two portfolios too."""


def similarity(  # noqa: PLR0913 - one for each way to compare
    frame: pl.DataFrame | Panel,
    measure: MeasureName = "s",
    *,
    weights: pl.DataFrame | None = None,
    value: Mapping[str, float] | str = ORDINAL,
    span: Span | None = None,
    distance: Distance | None = None,
    missing: Missing = "unknown",
) -> pl.DataFrame:
    """Return how similar the portfolios of every two states are, in every year.

    The states of a year are those that the frame has in that year, and a portfolio holds a grade for each of them: for
    itself the highest of the span, for another what its row says. Where some pair of a year stands in both orders, the
    rows of that year are directed, and a portfolio holds what its owner has toward others; otherwise a row is for both.
    A pair that has no row is not known, so states without a tie need a row that says so. Two states that were members
    of their system on no common day of the year, such as West Germany and Germany in 1990, need none: they have no tie.

    Args:
        frame: A row a year and pair of states, with the columns ``year``, ``state_a``, ``state_b`` and those that
            `value` names, such as a panel of dyad-years, or its frame.
        measure: ``s``, ``tau_b``, ``kappa`` or ``pi``; the function of that name says what it is.
        weights: For S, a row a year and state, with the columns ``year``, ``state`` and ``weight``, such as its share
            of the capabilities of the system; None: all count the same. A state that has no row or null has a gap.
        value: What a tie counts for: a coding such as `ORDINAL` or `BINARY`, from obligations, whose columns hold 1, 0
            or null, to numbers, of which the highest counts; or the name of a column with numbers.
        span: The lowest and the highest grade that there may be; None: from 0 to the highest of the coding. It must be
            given where `value` names a column.
        distance: How far two grades are apart: ``nominal``, ``absolute`` or ``squared``; None: ``absolute`` for S,
            ``nominal`` for kappa and pi.
        missing: What comes of a gap in either of two portfolios, or in the weights: ``unknown``, the measure is null;
            ``omit``, the state toward which it is, is left out of both.

    Returns:
        A row a year and pair, each pair once and in the order of panels, so that the two can be joined: ``year``,
        ``state_a``, ``state_b`` and ``value``, and if the frame has them, the codes ``code_a`` and ``code_b``. With
        codes, the state with the lower one comes first, otherwise the one whose id comes first. The value is null where
        it is not known or not defined.

    Raises:
        UnusableInput: If a column is missing or holds what it must not, a pair stands twice in a year, a state has two
            codes in one, a value lies outside the span, or a weight is negative.
    """
    frame = as_polars(frame)
    grade, ends = _grades(frame, value, span)
    how = Comparison(measure, distance, missing, ends)
    if weights is not None:
        weights = as_polars(weights, "the weights")
        _demand_weights(weights, measure)
    no_tie = np.nan if isinstance(value, str) else 0
    found = (
        (year, _of_year(year, how, _weights_of(year, weights)))
        for year in years(frame, {"grade": grade}, of_strangers=no_tie)
    )
    return pairs(found, "value", pl.Float64)


def _grades(frame: pl.DataFrame, value: Mapping[str, float] | str, span: Span | None) -> tuple[pl.Expr, Span]:
    """Return what the ties in a frame count for, and between which ends."""
    if not isinstance(value, str):
        if value is ORDINAL or value is BINARY:
            value = {name: value[name] for name in coded(value, frame)}
        grade = worth(value)
        demand_obligations(frame, tuple(value))
        ends = span_of(span or (0, max(value.values())))
    elif span is None:
        message = f"column {quote(value)} needs a span: its lowest and highest grade (for example span=(0, 3))"
        raise UnusableInput(message)
    else:
        grade = pl.col(value)
        demand(frame, "the frame", (*PAIR, value))
        ends = span_of(span)
    demand_within(frame.select(grade.cast(pl.Float64)).to_series().to_numpy(), ends, "the grade in row {}")
    return grade, ends


def _demand_weights(weights: pl.DataFrame, measure: str) -> None:
    """Refuse weights that are no frame of weights, or that the measure can't take."""
    if not MEASURES[measure].weighted:
        message = f"{measure} takes no weights; only s does"
        raise UnusableInput(message)
    demand(weights, "the weights", ("year", "state", "weight"))
    numbers = weights["weight"].cast(pl.Float64)
    wrong = ~((numbers >= 0) & numbers.is_finite()).fill_null(value=True)
    if wrong.any():
        row = first(wrong)
        message = f"column 'weight' of the weights must hold 0 or more, holds {numbers[row]:g} in row {row}"
        raise UnusableInput(message)
    twice = weights.select("year", "state").is_duplicated()
    if twice.any():
        year, state = weights.select("year", "state").row(first(twice))
        message = f"{state} has more than one weight in {year}, but may have one"
        raise UnusableInput(message)


def _weights_of(year: Year, weights: pl.DataFrame | None) -> Floats | None:
    """Return the weights of the states of a year; NaN where there is none."""
    if weights is None:
        return None
    held = weights.filter(pl.col("year") == year.year).select("state", "weight")
    wanted = pl.DataFrame({"state": year.states})
    joined = wanted.join(held, on="state", how="left", maintain_order="left")
    return joined["weight"].cast(pl.Float64).to_numpy()


def _of_year(year: Year, how: Comparison, weights: Floats | None) -> Floats:
    """Return how similar each state is to each after it."""
    portfolios = year.ties[0].copy()
    np.fill_diagonal(portfolios, how.span[1])
    return how.of(portfolios, weights)
