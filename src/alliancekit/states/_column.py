"""Whole columns of codes or names, converted, with an account of what did not convert."""

import datetime as dt
from collections.abc import Iterable
from math import isnan
from typing import Final, cast

from attrs import field, frozen

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate, NoState
from alliancekit.rules._words import counted, quote
from alliancekit.states._lookup import LABELS, Label, When, converted, date_of, known

_BLANKS: Final = ("NAType", "NaTType")
"""The types of what pandas has for a cell that is blank."""

_FEW: Final = 5
"""How many rows a line names."""


@frozen
class Unconverted:
    """A value that did not convert on a date.

    Attributes:
        value: The value; None for NaN and what else pandas has for a blank.
        on: The date, likewise.
        rows: All rows of the column in which the two stand together, by their positions from 0.
        reason: Why it did not convert.
    """

    value: object
    on: object
    rows: tuple[int, ...]
    reason: str

    @property
    def count(self) -> int:
        """In how many rows it stands."""
        return len(self.rows)

    def __str__(self) -> str:
        """Return it on one line, with the first of its rows."""
        named = ", ".join((*map(str, self.rows[:_FEW]), *["…"][: self.count > _FEW]))
        where = f"{counted(self.count, 'row')} ({'position' if self.count == 1 else 'positions'} {named})"
        return f"{_shown(self.value)} on {_shown(self.on)}, {where}: {self.reason}"


@frozen
class Converted:
    """A column that was converted.

    Attributes:
        values: What each row became, in their order; None where it did not convert.
        report: What did not convert, each distinct value and date once, in the order of their first rows.
    """

    values: tuple[str | None, ...] = field(repr=False)
    report: tuple[Unconverted, ...]

    def __str__(self) -> str:
        """Return how many rows were converted, and what was not, a line each."""
        left = sum(each.count for each in self.report)
        head = f"{counted(len(self.values) - left, 'row')} of {len(self.values)} converted"
        return "\n".join((head, *map(str, self.report)))


def convert_column(
    values: Iterable[str | float | None], *, from_: Label, to: Label, on: When | float | Iterable[When | float | None]
) -> Converted:
    """Return a column of codes, names or ids as others, with an account of what did not convert.

    Each distinct pair of value and date is looked up once. What does not convert, for whatever reason, is None and is
    in the report: nothing is guessed, and no row goes missing.

    A float that is a whole number, such as 255.0, is that number: pandas makes floats of whole numbers if one of them
    is blank. A blank is nothing to convert: None, NaN, the NA and NaT of pandas, and text with nothing but spaces.

    >>> from alliancekit import states
    >>> column = states.convert_column([260, 260, 316, None], from_="gw", to="cow", on=[1960, 1994, 1960, 1960])
    >>> column.values
    ('260', '255', None, None)
    >>> print(column)
    2 rows of 4 converted
    316 on 1960, 1 row (position 2): the gw code '316' is not in use on 1960: it is that of state:cze (1993-01-01/..)
    None on 1960, 1 row (position 3): there is nothing to convert

    Args:
        values: The column: a list, a polars or pandas Series, or anything else that yields text, whole numbers or
            blanks.
        from_: What it holds: a code system, ``name`` or ``state``, as for `convert`.
        to: What is wanted: likewise.
        on: One date for all rows, or a column of dates as long as the values: years, EDTF strings, days, or times of
            which each is midnight, as pandas and polars hold days. Floats and blanks are taken as in the values.

    Raises:
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is one date, and is none.
        ValueError: If the column of dates has another length than that of the values.
    """
    source, target = known(from_, LABELS), known(to, LABELS)
    held = _plain(values)
    days = _days(on, len(held))
    found: dict[tuple[type, object, type, object], tuple[str | None, str]] = {}
    failed: dict[tuple[type, object, type, object], list[int]] = {}
    column: list[str | None] = []
    for row, (value, day) in enumerate(zip(held, days, strict=True)):
        key = (value.__class__, value, day.__class__, day)
        result = found.get(key)
        if result is None:
            result = found[key] = _one(value, source, target, day)
        if result[0] is None:
            failed.setdefault(key, []).append(row)
        column.append(result[0])
    report = (Unconverted(key[1], key[3], tuple(rows), found[key][1]) for key, rows in failed.items())
    return Converted(tuple(column), tuple(report))


def _plain(values: Iterable[object]) -> list[object]:
    """Return a column as a list, with Python's own values where it is one of numpy, pandas or polars."""
    if str(getattr(values, "dtype", "")) == "datetime64[ns]":
        # Of nanoseconds, numpy would give numbers.
        narrowed: object = getattr(values, "astype", None)
        values = cast("Iterable[object]", narrowed("datetime64[us]")) if callable(narrowed) else values
    plain: object = getattr(values, "tolist", None) or getattr(values, "to_list", None)
    return [_meant(value) for value in (cast("Iterable[object]", plain()) if callable(plain) else values)]


def _meant(value: object) -> object:
    """Return a value as it was before pandas: a whole number for a float that is one, None for a blank."""
    if value.__class__.__name__ in _BLANKS or (isinstance(value, float) and isnan(value)):
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _shown(value: object) -> str:
    """Return a value for a line; text is in quotes, so that spaces are seen."""
    return quote(value) if isinstance(value, str) else str(value)


def _days(on: When | float | Iterable[When | float | None], length: int) -> list[object]:
    one = _meant(on)
    if isinstance(one, str | int | dt.date | PartialDate):
        return [date_of(one)] * length
    days = _plain(cast("Iterable[object]", on))
    if len(days) != length:
        message = f"there must be as many dates as values ({length}), got {len(days)}"
        raise ValueError(message)
    return days


def _one(value: object, source: str, target: str, day: object) -> tuple[str | None, str]:
    """Return what a value becomes, or None and why it becomes nothing."""
    if _is_blank(value):
        return None, "there is nothing to convert"
    if _is_blank(day):
        return None, "there is no date"
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None, f"a code or name must be text or a whole number, got {quote(value)}"
    if isinstance(day, bool) or not isinstance(day, str | int | dt.date | PartialDate):
        return None, f"a date must be a year, text or a date, got {quote(day)}"
    try:
        return converted(value, source, target, date_of(day)), ""
    except (NoState, InvalidDate) as error:
        return None, str(error)
