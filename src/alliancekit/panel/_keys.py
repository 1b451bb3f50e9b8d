"""Keys of a join as whole numbers: a column of a panel, and the column of a table that matches it."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from attrs import evolve, frozen

from alliancekit._polars import pl
from alliancekit.errors import UnusableInput
from alliancekit.panel.whole_numbers import whole_numbers
from alliancekit.text import quote

TIMES: Final = ("year", "day")
"""The key columns with the time of a row."""

ENDS: Final = (("code_a", "code_b"), ("state_a", "state_b"))
"""The key columns with the two states of a pair."""

KEYS: Final = (*TIMES, "state", "code", *(name for ends in ENDS for name in ends), "treaty")
"""The columns of panels that can be the key of a join."""


@frozen(eq=False)
class JoinKey:
    """A key column of a panel and the column of a table that matches it, both as numbers from 0.

    Attributes:
        name: The name of the column of the panel.
        of_table: The name of the column of the table.
        own: The numbers of the rows of the panel; null if the value is missing.
        other: The numbers of the rows of the table; null if the value is missing, or beyond those of the panel.
        size: The number above all of these numbers.
        shown: The values of the table, under the name and in the type that an account has; null if one is missing.
    """

    name: str
    of_table: str
    own: pl.Series
    other: pl.Series
    size: int
    shown: pl.Series

    @property
    def base(self) -> str:
        """The name without the letter of the state of a pair; columns of the same base have the same numbers."""
        return self.name.removesuffix("_a").removesuffix("_b")

    def ordered_with(self, second: "JoinKey") -> "tuple[JoinKey, JoinKey]":
        """Return two keys with the lower number of each row in the first one."""
        low, high = pl.min_horizontal("a", "b").alias("low"), pl.max_horizontal("a", "b").alias("high")
        own = pl.DataFrame({"a": self.own, "b": second.own}).select(low, high)
        # A pair with an unknown state matches nothing.
        known = pl.all_horizontal(pl.col("a", "b").is_not_null())
        other = pl.DataFrame({"a": self.other, "b": second.other}).select(
            pl.when(known).then(end) for end in (low, high)
        )
        return (
            evolve(self, own=own["low"], other=other.to_series(0)),
            evolve(second, own=own["high"], other=other.to_series(1)),
        )


def keys_of(panel: pl.DataFrame, table: pl.DataFrame, columns: Mapping[str, str]) -> list[JoinKey]:
    """Return the keys of a join.

    Args:
        panel: The rows of the panel.
        table: The table.
        columns: The columns of the table, by those of the panel.

    Raises:
        UnusableInput: If a column of the table has a type that can't match.
    """
    plain = {name: _plain(panel[name]) for name in columns}
    keys: list[JoinKey] = []
    for name, of_table in columns.items():
        # Both ends of a pair have the same numbers.
        ends = next((ends for ends in ENDS if name in ends), (name,))
        same = [plain[end] for end in ends if end in plain]
        make = _key_of_labels if plain[name].dtype == pl.String else _key_of_numbers
        column = table[of_table]
        column = column.cast(plain[name].dtype) if column.dtype == pl.Null else column
        keys.append(make(plain[name], same, column, of_table))
    return keys


def _key_of_labels(own: pl.Series, same: Sequence[pl.Series], column: pl.Series, of_table: str) -> JoinKey:
    """Return the key of a column of text.

    Args:
        own: The column of the panel.
        same: The columns of the panel that have the same numbers.
        column: The column of the table.
        of_table: Its name.
    """
    labels = pl.concat([each.unique() for each in same]).drop_nulls().unique().sort()
    text, kinds = _text(column, of_table), pl.Enum(labels)
    coded, other = own.cast(kinds).to_physical(), text.cast(kinds, strict=False).to_physical()
    return JoinKey(own.name, of_table, coded, other, max(1, len(labels)), text.alias(own.name))


def _key_of_numbers(own: pl.Series, same: Sequence[pl.Series], column: pl.Series, of_table: str) -> JoinKey:
    """Return the key of a column of years, days or codes; the arguments are those of `_key_of_labels`."""
    name, is_time = own.name, own.name in TIMES
    values = (
        _days(column, of_table)
        if own.dtype == pl.Date
        else whole_numbers(column, f"column {quote(of_table)} of the table", is_code=not is_time)
    )
    # A code that is no number is shown as it stands in the table.
    texts = column if isinstance(column.dtype, pl.String | pl.Categorical | pl.Enum) else values
    shown = values.cast(own.dtype, strict=False) if is_time else texts.cast(pl.String)
    ends = [cast("int", each.to_physical().cast(pl.Int32).max() or 0) for each in same]
    starts = [cast("int", each.to_physical().cast(pl.Int32).min() or 0) for each in same]
    first, last = min(starts), max(ends)
    numbers = values.to_physical().cast(pl.Int64).to_frame("n")
    within = numbers.select(pl.when(pl.col("n").is_between(first, last)).then(pl.col("n") - first)).to_series()
    return JoinKey(
        name, of_table, own.to_physical().cast(pl.Int32) - first, within, last - first + 1, shown.alias(name)
    )


def _plain(column: pl.Series) -> pl.Series:
    """Return a column of a panel; codes that are text become numbers if all of them are whole numbers."""
    if column.dtype != pl.String or not column.name.startswith("code"):
        return column
    numbers = column.cast(pl.Int32, strict=False)
    return numbers if numbers.null_count() == column.null_count() else column


def _days(column: pl.Series, name: str) -> pl.Series:
    """Return a column of days of a table as numbers of days; times at midnight are days."""
    days = column.cast(pl.Date) if isinstance(column.dtype, pl.Date | pl.Datetime) else None
    if days is None or not (days.cast(column.dtype) == column).all():
        message = f"column {quote(name)} of the table must have days, got {column.dtype}"
        raise UnusableInput(message)
    return days


def _text(column: pl.Series, name: str) -> pl.Series:
    """Return a column of ids of a table as text."""
    if not isinstance(column.dtype, pl.String | pl.Categorical | pl.Enum):
        message = f"column {quote(name)} of the table must have text, such as state:fra, got {column.dtype}"
        raise UnusableInput(message)
    return column.cast(pl.String)
