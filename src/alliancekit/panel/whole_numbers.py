"""Reads years and codes of states in a table of the user as whole numbers; for joins and for weights."""

from typing import Final

from alliancekit._polars import pl
from alliancekit.errors import UnusableInput
from alliancekit.text import quote

_OTHER_FORM: Final = r"^\s*[+]?[0-9]+(?:\.0*)?\s*$"
"""A whole number as text, also in another form than the usual one."""


def whole_numbers(column: pl.Series, title: str, *, is_code: bool) -> pl.Series:
    """Return a column of years or codes of a table as whole numbers.

    Floats without a fraction, such as 255.0, are whole numbers; NaN is missing. A code may also be text such as
    ``255``. Other text, such as USA, is -1: it is not missing, but no code of a panel, since these are above 0.

    Args:
        column: The column.
        title: The name of the column in messages.
        is_code: Whether it has codes, so that text is allowed.

    Raises:
        UnusableInput: If the column has another type, or a number with a fraction; or if it has text that is a whole
            number in another form, such as ``2.0`` or ``007``, or no text that is a whole number.
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
        _require_usual_form(both.filter(~exact.fill_null(value=False))["text"].drop_nulls(), title)
        if whole.null_count() == len(text) > text.null_count():
            message = (
                f"{title} must have codes that are whole numbers, such as 255, got only other text, such as "
                f"{quote(text.drop_nulls()[0])} (convert it with alliancekit.states.convert_column)"
            )
            raise UnusableInput(message)
        return both.select(pl.when(exact | pl.col("text").is_null()).then("whole").otherwise(-1)).to_series()
    expected = "whole numbers or text" if is_code else "whole numbers"
    message = f"{title} must have {expected}, got {dtype}"
    raise UnusableInput(message)


def _require_usual_form(others: pl.Series, title: str) -> None:
    """Raise an UnusableInput if one of some texts is a whole number in another form, since it would match nothing."""
    for text in others.filter(others.str.contains(_OTHER_FORM))[:1]:
        message = (
            f"{title} has the text {quote(text)}, which matches no code, since codes are written like 255 (convert the "
            "column to numbers: .cast(float) in polars, .astype(float) in pandas)"
        )
        raise UnusableInput(message)
