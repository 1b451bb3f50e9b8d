"""Whole columns of codes or names, converted, with an account of what did not convert."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import cast

from attrs import field, frozen

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate, NoState
from alliancekit.rules._words import counted
from alliancekit.states._lookup import LABELS, Label, When, converted, date_of, known


@frozen
class Unconverted:
    """A value that did not convert on a date.

    Attributes:
        value: The value.
        on: The date, as it was given.
        count: How often the two stand together in the column.
        reason: Why it did not convert.
    """

    value: object
    on: object
    count: int
    reason: str

    def __str__(self) -> str:
        """Return it on one line."""
        return f"{self.value} on {self.on}, {counted(self.count, 'row')}: {self.reason}"


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
    values: Iterable[str | int | None], *, from_: Label, to: Label, on: When | Iterable[When | None]
) -> Converted:
    """Return a column of codes, names or ids as others, with an account of what did not convert.

    Each distinct pair of value and date is looked up once. What does not convert, for whatever reason, is None and is
    in the report: nothing is guessed, and no row goes missing.

    >>> from alliancekit import states
    >>> column = states.convert_column([260, 260, 316, None], from_="gw", to="cow", on=[1960, 1994, 1960, 1960])
    >>> column.values
    ('260', '255', None, None)
    >>> print(column)
    2 rows of 4 converted
    316 on 1960, 1 row: the gw code '316' is not in use on 1960: it is that of state:cze (1993-01-01/..)
    None on 1960, 1 row: there is nothing to convert

    Args:
        values: The column: a list, a polars or pandas Series, or anything else that yields text, whole numbers or None.
        from_: What it holds: a code system, ``name`` or ``state``, as for `convert`.
        to: What is wanted: likewise.
        on: One date for all rows, or a column of dates as long as the values: years, EDTF strings, days.

    Raises:
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is one date, and is none.
        ValueError: If the column of dates has another length than that of the values.
    """
    source, target = known(from_, LABELS), known(to, LABELS)
    held = _plain(values)
    days = _days(on, len(held))
    found: dict[tuple[type, object, object], tuple[str | None, str]] = {}
    failed: Counter[tuple[type, object, object]] = Counter()
    column: list[str | None] = []
    for value, day in zip(held, days, strict=True):
        key = (value.__class__, value, day)
        result = found.get(key)
        if result is None:
            result = found[key] = _one(value, source, target, day)
        if result[0] is None:
            failed[key] += 1
        column.append(result[0])
    report = (Unconverted(key[1], key[2], count, found[key][1]) for key, count in failed.items())
    return Converted(tuple(column), tuple(report))


def _plain(values: Iterable[object]) -> list[object]:
    """Return a column as a list, with Python's own numbers where it is one of numpy, pandas or polars."""
    plain: object = getattr(values, "tolist", None) or getattr(values, "to_list", None)
    return list(cast("Iterable[object]", plain()) if callable(plain) else values)


def _days(on: When | Iterable[When | None], length: int) -> list[object]:
    if isinstance(on, str | int | dt.date | PartialDate):
        return [date_of(on)] * length
    days = _plain(on)
    if len(days) != length:
        message = f"there must be as many dates as values ({length}), got {len(days)}"
        raise ValueError(message)
    return days


def _one(value: object, source: str, target: str, day: object) -> tuple[str | None, str]:
    """Return what a value becomes, or None and why it becomes nothing."""
    if value is None:
        return None, "there is nothing to convert"
    if day is None:
        return None, "there is no date"
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None, f"a code or name must be text or a whole number, got {value!r}"
    if isinstance(day, bool) or not isinstance(day, str | int | dt.date | PartialDate):
        return None, f"a date must be a year, text or a date, got {day!r}"
    try:
        return converted(value, source, target, date_of(day)), ""
    except (NoState, InvalidDate) as error:
        return None, str(error)
