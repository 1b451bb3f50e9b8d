"""The weights of states in S: a table of the user with one row for each year and state."""

import polars as pl

from alliancekit.corpus.frames import any_frame
from alliancekit.errors import UnusableInput
from alliancekit.measures._agreement import MEASURES
from alliancekit.measures._years import CODES, Floats, Year, first_true, require_columns
from alliancekit.panel.whole_numbers import whole_numbers


def weights_by_year(table: object, frame: pl.DataFrame, measure: str) -> pl.DataFrame:
    """Return weights with the columns ``year``, ``weight``, and ``state`` or ``code``, as text.

    Args:
        table: The table of the user.
        frame: The frame of ties.
        measure: The measure that is weighted.

    Raises:
        UnusableInput: If the measure has no weights, the table lacks a column, has invalid values or two rows for one
            state in a year, or if no row of it has a year and state of the frame.
    """
    if not MEASURES[measure].weighted:
        message = f"{measure} accepts no weights; only s does"
        raise UnusableInput(message)
    weights = any_frame(table, "the weights")
    unit = "code" if "code" in weights.columns and "state" not in weights.columns else "state"
    weights = weights.with_columns(_read(weights[name]) for name in ("year", unit) if name in weights.columns)
    require_columns(weights, "the weights", ("year", unit, "weight"))
    if unit == "code" and not set(CODES) <= set(frame.columns):
        message = "weights by code need a frame with the columns code_a and code_b (or give each weight a state)"
        raise UnusableInput(message)
    numbers = weights["weight"].cast(pl.Float64).fill_nan(None)
    invalid = ~((numbers >= 0) & numbers.is_finite()).fill_null(value=True)
    if invalid.any():
        row = first_true(invalid)
        message = f"column 'weight' of the weights must be 0 or more, got {numbers[row]:g} in row {row}"
        raise UnusableInput(message)
    weights = weights.select("year", pl.col(unit).cast(pl.String), numbers.alias("weight"))
    duplicated = weights.select("year", unit).is_duplicated()
    if duplicated.any():
        year, state = weights.select("year", unit).row(first_true(duplicated))
        message = f"{state} has more than one weight in {year}, but may have one"
        raise UnusableInput(message)
    _require_match(weights, frame, unit)
    return weights


def _read(column: pl.Series) -> pl.Series:
    """Return a column of years, codes or ids with floats as whole numbers and categories as text, as in joins."""
    if column.dtype.is_float():
        return whole_numbers(column, f"column {column.name!r} of the weights", is_code=False)
    return column.cast(pl.String) if isinstance(column.dtype, pl.Categorical | pl.Enum) else column


def _require_match(weights: pl.DataFrame, frame: pl.DataFrame, unit: str) -> None:
    """Raise `UnusableInput` if no weight is of a year and state of a frame that is not empty."""
    year, first = pl.col("year").cast(pl.Int64), frame.head(1).select("year", f"{unit}_a").rows()
    ends = [frame.select(year, pl.col(f"{unit}_{end}").cast(pl.String).alias(unit)).unique() for end in "ab"]
    found = weights.select(year, unit).join(pl.concat(ends), on=["year", unit], how="semi")
    for example, state in first if found.is_empty() else ():
        message = f"no row of the weights has a year and {unit} of the frame, such as {state} in {example}"
        raise UnusableInput(message)


def weights_of(year: Year, weights: pl.DataFrame | None) -> Floats | None:
    """Return the weights of the states of a year; NaN where there is none."""
    if weights is None:
        return None
    of_year = weights.filter(pl.col("year") == year.year)
    unit = "code" if "code" in weights.columns else "state"
    units = year.states if year.codes is None or unit == "state" else year.codes.cast(pl.String)
    joined = pl.DataFrame({unit: units}).join(of_year, on=unit, how="left", maintain_order="left")
    return joined["weight"].to_numpy()
