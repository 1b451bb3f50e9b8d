"""Records as columns of polars: the layout of their tables, and the rules checked over whole columns.

`layout` describes the tables. `doubtful` finds the rows that may break a rule; objects are built from them to decide.
`extents` lists which rules the columns decide without objects.
"""

from typing import TYPE_CHECKING

from alliancekit.columns._extents import extents

if TYPE_CHECKING:
    from polars import DataFrame, Series


def doubtful(model: type, frame: "DataFrame") -> "Series":
    """Return the rows of a table, counted from 0, that may break a rule of fields or records.

    All other rows are valid. A doubtful row may be valid too: build its object to find out.

    Args:
        model: A type of record, or of an object in records.
        frame: A table in the layout of the type.

    Raises:
        MissingExtra: If polars is not installed.
    """
    from alliancekit.columns.doubtful_rows import doubtful_rows

    return doubtful_rows(model, frame)


__all__ = ["doubtful", "extents"]
