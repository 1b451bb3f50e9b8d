"""Days, years and codes as users pass them, also in the types of numpy and pandas; neither package is imported."""

import datetime as dt
import operator
import re
from typing import Final, Protocol, SupportsIndex, TypeAlias, cast

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidDate
from alliancekit.messages import described


class NumpyDate(Protocol):
    """A ``numpy.datetime64``, as far as types can say it."""

    def item(self) -> dt.date | int | None:
        """Return its value in a type of Python."""
        ...


Number: TypeAlias = SupportsIndex
"""A whole number: an `int`, or a whole number of numpy or pandas. Not a flag, and not a float such as 255.0."""

When: TypeAlias = str | Number | dt.date | NumpyDate | PartialDate
"""A day, or a longer time, as `date_of` reads it."""

_LAST_YEAR: Final = 9999

_DAY: Final = re.compile(r"(-?[0-9]+(?:-[0-9]{2}){0,2})(?:T00(?::00(?::00(?:\.0+)?)?)?(?:[+-].+)?)?")
"""A year, month or day as ISO 8601 writes it, alone or with the time of midnight."""

_NO_TIME: Final = "NaT"
"""What numpy and pandas write for a time that is missing."""

_SCALARS: Final = ("datetime64", "float32", "float16")
"""The types of numpy that have a missing value; its float64 is a float of Python's."""


def date_of(value: When, name: str = "on") -> PartialDate:
    """Return the date that a user passes as a day or a year.

    A whole number is a year. Text is EDTF. A ``numpy.datetime64`` has its own unit: ``datetime64("1914")`` is the
    year, ``datetime64("1914-07-28")`` the day. A `datetime.datetime`, a Timestamp of pandas or a ``datetime64`` with a
    time of day is its day if that time is midnight.

    Args:
        value: The day or year.
        name: The name of the argument, for messages.

    Raises:
        InvalidDate: If it is text but no EDTF, a year of five digits, or a time of day other than midnight.
        TypeError: If it is of another type, or missing.
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
    """Return the year that a user passes as a whole number.

    Raises:
        TypeError: If it is anything else.
    """
    year = whole_number(value)
    if year is None:
        message = f"{name} must be a whole number, such as 1914, got {_got(value)}"
        raise TypeError(message)
    return year


def code_of(value: object) -> str | int:
    """Return the code, name or number that a user passes, in a type of Python's own.

    Raises:
        TypeError: If it is neither text nor a whole number.
    """
    if isinstance(value, str):
        return _text(value)
    number = whole_number(value)
    if number is None:
        message = f"a code or name must be text or a whole number, got {_got(value)}"
        raise TypeError(message)
    return number


def id_of(value: object, wanted: str = "a record or its id") -> str:
    """Return the id of a record, or the id itself where a user passes that.

    Args:
        value: The record or its id.
        wanted: What is expected, for the message.

    Raises:
        TypeError: If it is neither.
    """
    id_: object = value if isinstance(value, str) else getattr(value, "id", None)
    if not isinstance(id_, str):
        message = f"{wanted} is expected, got {_got(value)}"
        raise TypeError(message)
    return _text(id_)


def whole_number(value: object) -> int | None:
    """Return a whole number as an `int`; None for a flag, a float and everything else."""
    try:
        return None if isinstance(value, bool) else operator.index(cast("SupportsIndex", value))
    except TypeError:
        return None


def is_missing(value: object) -> bool:
    """Tell whether a value is a cell without a value: None, NaN, NA of pandas, NaT of pandas or numpy."""
    kind = value.__class__.__name__
    return (
        value is None
        or kind in ("NAType", "NaTType")
        or (isinstance(value, float) and value != value)  # noqa: PLR0124 - NaN alone differs from itself
        or (kind in _SCALARS and str(value) in ("nan", _NO_TIME))
    )


def _text(value: str) -> str:
    """Return a text that may be of a type made from `str`, such as one of numpy, as plain text."""
    return str.__str__(value)


def _day(value: object, name: str) -> str:
    """Return the day, month or year of a date of datetime, pandas or numpy, as EDTF."""
    text = _NO_TIME
    if isinstance(value, dt.datetime):
        text = value.isoformat()
    elif isinstance(value, dt.date):
        text = dt.date.isoformat(value)
    elif value.__class__.__name__ == "datetime64" and "[W]" not in str(getattr(value, "dtype", "")):
        text = str(value)  # in its unit; a week would be its first day
    if text == _NO_TIME:
        message = f"{name} must be a year (1914), text in EDTF ('1914-07-28') or a date, got {_got(value)}"
        raise TypeError(message)
    found = _DAY.fullmatch(text)
    if found is None:
        message = f"{value} is no day; give days without a time of day, or with that of midnight"
        raise InvalidDate(message)
    return found[1]


def _got(value: object) -> str:
    """Return what a value of a wrong type is, and what to write instead where that is plain."""
    if value is not None and is_missing(value):
        return "a missing value"
    if isinstance(value, float) and value.is_integer():
        return f"{described(value)} (pass int({value}))"
    return described(value)
