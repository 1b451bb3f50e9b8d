"""Records as columns: the layout of their tables, and what the rules are over whole columns; with polars.

`layout` says what a table looks like, and `extents` how far columns tell by themselves what breaks a rule. Rows that
may break one become objects, which have the last word.
"""

from typing import TYPE_CHECKING

from alliancekit.columns._extents import extents

if TYPE_CHECKING:
    from polars import DataFrame, Series


def doubtful(model: type, frame: "DataFrame") -> "Series":
    """Return the rows of a table, counted from 0, that do not obey all rules of fields and records for certain.

    What is not among them obeys. What is among them may obey all the same: an object tells.

    Args:
        model: A type of record, or of an object in records.
        frame: A table in the layout of the type.

    Raises:
        MissingExtra: If polars is not installed.
    """
    from alliancekit.columns.doubts import doubtful_rows

    return doubtful_rows(model, frame)


__all__ = ["doubtful", "extents"]
