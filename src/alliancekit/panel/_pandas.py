"""Frames of pandas with plain types, which Stata export and packages for statistics need."""

from typing import TYPE_CHECKING

from alliancekit._polars import pl
from alliancekit.errors import MissingExtra
from alliancekit.panel._flat import join_lists

if TYPE_CHECKING:
    import pandas as pd


def as_plain_pandas(frame: pl.DataFrame, separator: str) -> "pd.DataFrame":
    """Return a frame of pandas without lists and types of Arrow.

    Whole numbers are int64, or float64 if some are missing; flags are bool, or float64 if some are missing; a column
    without any value is float64.
    """
    MissingExtra.demand("this needs", "pandas", "pandas", "pyarrow")
    flat, _ = join_lists(frame, separator, "a frame of pandas with plain types")
    return flat.select(_plain(column) for column in flat).to_pandas()


def _plain(column: pl.Series) -> pl.Series:
    """Return a column in a type that becomes a plain type of pandas."""
    dtype, gaps = column.dtype, column.null_count() > 0
    if gaps and column.null_count() == len(column):
        return pl.repeat(None, len(column), dtype=pl.Float64, eager=True).alias(column.name)
    if dtype.is_integer():
        return column.cast(pl.Float64 if gaps else pl.Int64)
    if isinstance(dtype, pl.Boolean) and gaps:
        return column.cast(pl.Float64)
    return column.cast(pl.String) if isinstance(dtype, pl.Categorical | pl.Enum) else column
