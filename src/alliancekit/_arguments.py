"""Conversion of arguments: dates, years, codes and ids, also in types of numpy and pandas, which are not imported."""

import datetime as dt
import operator
import re
from typing import Final, Protocol, SupportsIndex, TypeAlias, cast

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate
from alliancekit.messages import described


class NumpyDate(Protocol):
    """The type of a ``numpy.datetime64``, without an import of numpy."""

    def item(self) -> dt.date | int | None:
        """Return the value in a Python type."""
        ...


Number: TypeAlias = SupportsIndex
"""A whole number: an `int`, or an integer of numpy or pandas. Not a `bool`, and not a float such as 255.0."""

When: TypeAlias = str | Number | dt.date | NumpyDate | PartialDate
"""A day, month, year or other date that `date_of` accepts."""

_LAST_YEAR: Final = 9999

_DAY: Final = re.compile(r"(-?[0-9]+(?:-[0-9]{2}){0,2})(?:T00(?::00(?::00(?:\.0+)?)?)?(?:[+-].+)?)?")
"""A year, month or day in ISO 8601, without a time or with the time of midnight."""

_SEVERAL_DAYS: Final = re.compile(r"\[(?:W|[0-9]+)")
"""Units of numpy that are weeks, or several of another unit, such as ``[10D]``."""

_NO_TIME: Final = "NaT"
"""The text of a missing time in numpy and pandas."""

_SCALARS: Final = ("datetime64", "float32", "float16")
"""The numpy types with a missing value, except float64, which is a subclass of `float`."""


def date_of(value: When, name: str = "on") -> PartialDate:
    """Convert an argument that is a day, a year or another date.

    A whole number is a year. Text is EDTF. A ``numpy.datetime64`` has a unit: ``datetime64("1914")`` is a year,
    ``datetime64("1914-07-28")`` a day. A `datetime.datetime`, a Timestamp of pandas or a ``datetime64`` with a time of
    day is a day if its time is midnight.

    Args:
        value: The day or year.
        name: The name of the argument, for messages.

    Raises:
        InvalidDate: If it is text that is not EDTF, a year of five digits, or a time of day other than midnight.
        TypeError: If it has another type, or is missing.
    """
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, str):
        return PartialDate.parse(_text(value))
    year = whole_number(value)
    if year is None:
        return PartialDate.parse(_day(value, name))
    if not -_LAST_YEAR <= year <= _LAST_YEAR:
        message = f"{name} must be a year from -{_LAST_YEAR} to {_LAST_YEAR}, got {described(year)}"
        raise InvalidDate(message)
    return PartialDate.parse(f"{'-' if year < 0 else ''}{abs(year):04}")


def year_of(value: object, name: str = "year") -> int:
    """Convert an argument that is a year to an `int`.

    Raises:
        TypeError: If it is not a whole number.
    """
    year = whole_number(value)
    if year is None:
        message = f"{name} must be a whole number, such as 1914, got {_describe(value)}"
        raise TypeError(message)
    return year


def code_of(value: object) -> str | int:
    """Convert an argument that is a code, name or number to a plain `str` or `int`.

    Raises:
        TypeError: If it is neither text nor a whole number.
    """
    if isinstance(value, str):
        return _text(value)
    number = whole_number(value)
    if number is None:
        message = f"a code or name must be text or a whole number, got {_describe(value)}"
        raise TypeError(message)
    return number


def id_of(value: object, expected: str = "a record or its id") -> str:
    """Convert an argument that is a record or an id to the id.

    Args:
        value: The record or its id.
        expected: The expected kind of argument, for the message.

    Raises:
        TypeError: If it is neither.
    """
    id_: object = value if isinstance(value, str) else getattr(value, "id", None)
    if not isinstance(id_, str):
        message = f"{expected} is expected, got {_describe(value)}"
        raise TypeError(message)
    return _text(id_)


def whole_number(value: object) -> int | None:
    """Return a whole number as an `int`; None for a `bool`, a float and everything else."""
    try:
        return None if isinstance(value, bool) else operator.index(cast("SupportsIndex", value))
    except TypeError:
        return None


def is_missing(value: object) -> bool:
    """Return whether a value is missing: None, NaN, NA of pandas, NaT of pandas or numpy."""
    kind = value.__class__.__name__
    return (
        value is None
        or kind in ("NAType", "NaTType")
        or (isinstance(value, float) and value != value)  # noqa: PLR0124 - NaN alone differs from itself
        or (kind in _SCALARS and str(value) in ("nan", _NO_TIME))
    )


def _text(value: str) -> str:
    """Return text as a plain `str`, not as a subclass such as ``numpy.str_``."""
    return str.__str__(value)


def _day(value: object, name: str) -> str:
    """Return the day, month or year of a date of datetime, pandas or numpy, as EDTF."""
    text = _NO_TIME
    if isinstance(value, dt.datetime):
        text = value.isoformat()
    elif isinstance(value, dt.date):
        text = dt.date.isoformat(value)
    elif value.__class__.__name__ == "datetime64" and not _SEVERAL_DAYS.search(str(getattr(value, "dtype", ""))):
        text = str(value)  # in its unit; the text of several days is the first one
    if text == _NO_TIME:
        message = f"{name} must be a year (1914), text in EDTF ('1914-07-28') or a date, got {_describe(value)}"
        raise TypeError(message)
    match = _DAY.fullmatch(text)
    if match is None:
        message = f"{value} is not a day; pass a day without a time, or with the time 00:00"
        raise InvalidDate(message)
    return match[1]


def _describe(value: object) -> str:
    """Describe a value of a wrong type for a message; a float that is a whole number gets a suggestion."""
    if value is not None and is_missing(value):
        return "a missing value"
    if isinstance(value, float) and value.is_integer():
        return f"{described(value)} (pass int({value}))"
    return described(value)
