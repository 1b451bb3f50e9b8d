"""Parser for EDTF strings: returns the days, the precision and the certain bounds of a date.

EDTF is the Extended Date/Time Format of ISO 8601-2:2019, annex A (https://www.loc.gov/standards/datetime/). Read here:
level 0 without times of day, level 1 without years of more than four digits, and of level 2 the unspecified digits
where they stand at the right (``1985-04-1X``). The calendar is the proleptic Gregorian one with a year 0, as in
ISO 8601: ``0000`` is 1 BC, and ``-0043`` is 44 BC.

Other packages import from here what they need to compare dates in bulk: `Span` for the bounds of a date, `BEGINNING`
and `ENDLESS` for the ends without a bound, and `Day`. The parser itself is only for `PartialDate`.
"""

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from alliancekit.errors import InvalidDate
from alliancekit.text import quote

Precision: TypeAlias = Literal["day", "month", "season", "year", "decade", "century", "millennium", "interval"]
"""The smallest fully known unit of a date; `interval` for all intervals."""


class Day(NamedTuple):
    """A day of the proleptic Gregorian calendar; days are ordered in time.

    Attributes:
        year: Astronomical year: 0 is 1 BC, -1 is 2 BC.
        month: 1 to 12.
        day: 1 to 31.
    """

    year: int
    month: int
    day: int


BEGINNING: Final = Day(-1_000_000, 1, 1)
"""The start of an interval without a lower bound; it is before all days of EDTF."""
ENDLESS: Final = Day(1_000_000, 12, 31)
"""The end of an interval without an upper bound; it is after all days of EDTF."""


class Span(NamedTuple):
    """The certain bounds of the first and of the last day of a date, all inclusive.

    A date that is not an interval is a single day, so its first and its last day have the same bounds.

    Attributes:
        first_from: The earliest possible first day.
        first_to: The latest possible first day.
        last_from: The earliest possible last day.
        last_to: The latest possible last day.
    """

    first_from: Day
    first_to: Day
    last_from: Day
    last_to: Day


class ParsedDate(NamedTuple):
    """The values of a valid EDTF string.

    Attributes:
        precision: The smallest unit that is fully known.
        earliest: The earliest possible day, at face value; BEGINNING if there is no bound.
        latest: The latest possible day, at face value; ENDLESS if there is no bound.
        span: The certain bounds of the first and the last day, for comparisons.
    """

    precision: Precision
    earliest: Day
    latest: Day
    span: Span


NOTHING_CERTAIN: Final = Span(BEGINNING, ENDLESS, BEGINNING, ENDLESS)

DAYS_IN_MONTH: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The lengths of the months in a common year."""

MONTHS_AND_DAYS: Final = frozenset(
    f"-{month:02}-{day:02}" for month, days in enumerate(DAYS_IN_MONTH, start=1) for day in range(1, days + 1)
)
"""The endings of full dates that are valid in all years; most dates need no other check of the calendar."""

_FEBRUARY: Final = 2

_SLASHES: Final = re.compile(r"[0-9]{1,4}/[0-9]{1,2}/[0-9]{1,4}")
"""A day in one of the usual orders of its numbers, with slashes."""

_DATE: Final = re.compile(r"(-?)([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?([~?%]?)")

_BY_KNOWN_DIGITS: Final[tuple[Precision, ...]] = (
    "millennium",
    "century",
    "decade",
    "year",
    "year",
    "month",
    "month",
    "day",
)
"""The precision by the number of known digits of a date, from one to eight."""

_SEASONS: Final[dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]]] = {
    "21": ((0, 3, 1), (0, 12, 31)),  # spring: March in the north to December in the south
    "22": ((-1, 12, 1), (1, 3, 31)),  # summer: in the south it begins or ends in another year
    "23": ((0, 3, 1), (0, 12, 31)),  # autumn: March in the south to December in the north
    "24": ((-1, 12, 1), (1, 3, 31)),  # winter: in the north it begins or ends in another year
}
"""First and last day of the seasons: years to add, month, day.

ISO 8601-2 calls 21 to 24 spring, summer, autumn and winter independent of location. So the
hemisphere is unknown. A season may be meteorological (from the first of March, June, September or December) or
astronomical (three weeks later). A season over the turn of the year may belong to either of its two years. The range
includes all of these possibilities.
"""

_NO_DATE: Final = ("", "..")
"""Ends of an interval without a date: unknown, and open."""

_REASONS: Final = (
    (r"^$", "the text is empty; leave the date out if it is unknown"),
    (
        r"(?i)jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
        "it has the name of a month; write numbers, the year first, such as 2025-04-28 or 2025-04",
    ),
    (r"^\d{1,2}\.(\d{1,2}\.)?\d", "it has dots; write the year first, with hyphens, such as 2025-04-28 or 2025-04"),
    (r"\s", "it has white space; write it without"),
    (r"[^\x00-\x7f]", "it has characters that are not ASCII; write 0 to 9 and the plain hyphen, such as 2025-04-28"),
    (r"[\[\]{},]", "sets of dates are not supported; write an interval, such as 2004/2006"),
    (r"\dT|:", "a time of day is not part of a date; write the day alone, such as 2025-04-28"),
    (r"(?i)unknown|open", "leave an end of an interval empty if it is unknown, and write .. if it is open"),
    (r"\.\.", "an interval has a slash, and .. only as an open end, such as 2004/2006 or 2004/.."),
    (r"W|^\d{4}-\d{3}$", "weeks and days of the year are not supported; write month and day, such as 2025-04-28"),
    (r"^\d{8}$", "the hyphens are missing; write it such as 2025-04-28"),
    (r"^\d{4}s$", "a decade is written with an unspecified digit, such as 199X"),
    (r"^-?\d{4}S\d", "significant digits are not supported; write unspecified digits, such as 199X"),
    (r"^Y|^-?\d{5}", "only years of four digits are supported, from -9999 to 9999"),
    (r"[\dX][xuU]", "an unspecified digit is a capital X, such as 199X"),
    (r"[~?%].", "one qualifier (~, ? or %) must be at the end, for the whole date, such as 2004-06-11%"),
    (r"^-?\d{1,3}(-|$)", "a year has four digits, such as 0044"),
    (r"^-?[\dX]{4}-\d(-|$)|-\d$", "month and day have two digits each, such as 2025-04-08"),
)
"""Frequent mistakes as patterns, each with the reason and what to write instead."""


_A_DATE: Final = r"(-?[0-9X]{4}[-0-9X]{0,6}[~?%]?)"
_TO: Final = r"(?: (?:to|until|till|-) |\s?[\u2013\u2014]\s?)"
_WORDED: Final = (
    (
        rf"(?:from )?{_A_DATE}{_TO}{_A_DATE}",
        r"\1/\2",
        "an interval has a slash",
    ),
    (r"(\d{4})-(\d{4})", r"\1/\2", "an interval has a slash"),
    # 13 and more: 1904-05 may be a month.
    (
        "(\\d\\d)(\\d\\d)(?: - | ?[\u2013\u2014] ?)(1[3-9]|[2-9]\\d)",
        r"\1\2/\1\3",
        "an interval has a slash",
    ),
    (rf"(?:c|ca|circa|about|around|approx)\.? ?{_A_DATE}", r"\1~", "an approximate date has ~ at its end"),
    (r"spring(?: of)? (\d{4})", r"\1-21", "a season is a number, from 21 for spring to 24 for winter"),
    (r"summer(?: of)? (\d{4})", r"\1-22", "a season is a number, from 21 for spring to 24 for winter"),
    (r"(?:autumn|fall)(?: of)? (\d{4})", r"\1-23", "a season is a number, from 21 for spring to 24 for winter"),
    (r"winter(?: of)? (\d{4})", r"\1-24", "a season is a number, from 21 for spring to 24 for winter"),
)
"""Words around dates, as patterns, each with its replacement and the reason."""


def parse(text: str) -> ParsedDate:
    """Return the values of an EDTF string.

    Raises:
        InvalidDate: The text is not supported EDTF, or not a date of the calendar.
    """
    return _interval(text) if "/" in text else _date(text)


def is_full(text: str) -> bool:
    """Return whether a text is a full date that is valid in all years; it is False for 29 February."""
    return text[4:] in MONTHS_AND_DAYS and text[:4].isdigit() and text.isascii()


def parse_full(text: str) -> ParsedDate:
    """Return the values of a full date such as 2025-04-28, without a check."""
    day = Day(int(text[:4]), int(text[5:7]), int(text[8:]))
    return ParsedDate("day", day, day, Span(day, day, day, day))


@lru_cache(2**12)
def _date(text: str) -> ParsedDate:
    match = _DATE.fullmatch(text)
    if match is None:
        raise _invalid(text, _reason(text))
    sign, year, month, day, qualifier = match.groups("")
    digits = year + month + day
    known = digits.rstrip("X")
    if not known:
        raise _invalid(text, "it has no known digit; leave the date out if it is unknown")
    if "X" in known:
        raise _invalid(text, "unspecified digits are supported only at its right end, such as 1985-04-XX or 199X")
    if sign and year == "0000":
        raise _invalid(text, "year 0 has no sign; write 0000 for 1 BC, and -0001 for 2 BC")
    precision: Precision
    if month in _SEASONS:
        precision = "season"
        earliest, latest = _season(text, int(sign + year), month, day)
    else:
        precision = _BY_KNOWN_DIGITS[len(known) - 1]
        earliest, latest = _days(text, sign, year, month or "XX", day or "XX")
    span = NOTHING_CERTAIN if qualifier else Span(earliest, latest, earliest, latest)
    return ParsedDate(precision, earliest, latest, span)


def _season(text: str, year: int, season: str, day: str) -> tuple[Day, Day]:
    if day:
        raise _invalid(text, "a season has no days; write the season alone, such as 2004-21, or a month and day")
    first, last = _SEASONS[season]
    return Day(year + first[0], first[1], first[2]), Day(year + last[0], last[1], last[2])


def _days(text: str, sign: str, year: str, month: str, day: str) -> tuple[Day, Day]:
    """Return the first and the last day of digits with X at the right, so that all days between match too."""
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if sign:
        # There is no -0000: the last year of -000X is -0001.
        first_year, last_year = -last_year, min(-first_year, -1)
    months = _fitting(month, 12)
    if not months:
        years, exchanged = f"{year}/{year[:2]}{month}", f"{sign}{year}-{day}-{month}"
        is_exchanged = day.isdigit() and 1 <= int(day) <= 12 and _is_date(exchanged)  # noqa: PLR2004 - the months
        two_years = text == f"{year}-{month}" and month.isdigit() and _is_date(years)
        raise _invalid(
            text,
            f"{month} is neither a month (01 to 12) nor a season (21 spring, 22 summer, 23 autumn, 24 winter); "
            "quarters and other parts of a year are not supported, write months"
            f"{f', or {years} for two years' if two_years else ''}"
            f"{f', or {exchanged} if the day stands before the month' if is_exchanged else ''}",
        )
    length = _month_length(last_year, months[-1])
    days = _fitting(day, length)
    if not days:
        # A date with digits of a day also has a year and a month.
        raise _invalid(
            text,
            f"month {month} of the year {first_year} has the days 01 to {length}; "
            f"write one of them, or {sign}{year}-{month} if the day is unknown",
        )
    return Day(first_year, months[0], days[0]), Day(last_year, months[-1], days[-1])


def _fitting(digits: str, most: int) -> range:
    """Return the numbers from 1 to `most` that match two digits with X at the right."""
    return range(max(int(digits.replace("X", "0")), 1), min(int(digits.replace("X", "9")), most) + 1)


def _month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap and month == _FEBRUARY else DAYS_IN_MONTH[month - 1]


def _interval(text: str) -> ParsedDate:
    head, _, tail = text.partition("/")
    if _SLASHES.fullmatch(text):
        raise _invalid(text, "it has slashes; write the year first, with hyphens, such as 2025-04-28")
    if "/" in tail:
        raise _invalid(text, "an interval has one slash, and dates have hyphens, such as 2004-02-01/2006")
    if head in _NO_DATE and tail in _NO_DATE:
        raise _invalid(text, "neither end of the interval is a date; write one, or leave the interval out")
    start = None if head in _NO_DATE else _end(text, "start", head)
    end = None if tail in _NO_DATE else _end(text, "end", tail)
    earliest = start.earliest if start else BEGINNING
    latest = end.latest if end else ENDLESS
    if earliest > latest:
        raise _invalid(text, f"its start {head} is after its end {tail}; write the earlier one first")
    # An unknown end may be any day, but an open end certainly has no bound.
    first = start.span if start else _without_bound(BEGINNING) if head else NOTHING_CERTAIN
    last = end.span if end else _without_bound(ENDLESS) if tail else NOTHING_CERTAIN
    span = Span(
        first.first_from,
        min(first.first_to, last.last_to),
        max(first.first_from, last.last_from),
        last.last_to,
    )
    return ParsedDate("interval", earliest, latest, span)


def _end(text: str, name: str, end: str) -> ParsedDate:
    if is_full(end):
        return parse_full(end)
    try:
        return _date(end)
    except InvalidDate as error:
        message = f"{quote(text)} is not an EDTF interval: its {name} {error}"
        raise InvalidDate(message) from None


def _without_bound(day: Day) -> Span:
    return Span(day, day, day, day)


def _reason(text: str) -> str:
    for pattern, replacement, reason in _WORDED:
        match = re.fullmatch(pattern, text, re.IGNORECASE | re.ASCII)
        if match and _is_date(replaced := match.expand(replacement)):
            return f"{reason}; write {replaced}"
    for pattern, reason in _REASONS:
        if re.search(pattern, text):
            return reason
    return "write it such as 2025-04-28, 2025-04, 2025, 199X or 2004/2006"


def _is_date(text: str) -> bool:
    try:
        parse(text)
    except InvalidDate:
        return False
    return True


def _invalid(text: str, reason: str) -> InvalidDate:
    kind = "interval" if "/" in text and not _SLASHES.fullmatch(text) else "date"
    return InvalidDate(f"{quote(text)} is not an EDTF {kind}: {reason}")
