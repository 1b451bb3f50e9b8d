"""Reads years and codes of states in a table of the user as whole numbers; for joins and for weights."""

from alliancekit._polars import pl
from alliancekit.errors import UnusableInput


def whole_numbers(column: pl.Series, title: str, *, is_code: bool) -> pl.Series:
    """Return a column of years or codes of a table as whole numbers.

    Floats without a fraction, such as 255.0, are whole numbers; NaN is missing. A code may also be text such as
    ``255``. Other text, such as 007 or USA, is -1: it is not missing, but no code of a panel, since these are above 0.

    Args:
        column: The column.
        title: The name of the column in messages.
        is_code: Whether it has codes, so that text is allowed.

    Raises:
        UnusableInput: If the column has another type, or a number with a fraction.
    """
    dtype = column.dtype
    if dtype.is_integer():
        return column.cast(pl.Int64, strict=False)
    if dtype.is_float():
        numbers = column.fill_nan(None)
        whole = numbers.cast(pl.Int64, strict=False)
        for value in numbers.filter(whole.is_null() & numbers.is_not_null() | (whole.cast(pl.Float64) != numbers))[:1]:
            message = f"{title} must have whole numbers, got {value}"
            raise UnusableInput(message)
        return whole
    if is_code and isinstance(dtype, pl.String | pl.Categorical | pl.Enum):
        text = column.cast(pl.String)
        whole = text.cast(pl.Int64, strict=False)
        both, exact = pl.DataFrame({"text": text, "whole": whole}), pl.col("whole").cast(pl.String) == pl.col("text")
        return both.select(pl.when(exact | pl.col("text").is_null()).then("whole").otherwise(-1)).to_series()
    expected = "whole numbers or text" if is_code else "whole numbers"
    message = f"{title} must have {expected}, got {dtype}"
    raise UnusableInput(message)
