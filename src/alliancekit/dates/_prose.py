"""Parser for dates in prose: returns EDTF, with missing parts from the date of the text."""

import datetime as dt
import re
from typing import Final

from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

from alliancekit.dates._prose_forms import SEASONS, form_of, is_day, month_text
from alliancekit.dates._prose_words import (
    MONTHS,
    ORDINALS,
    PERIODS_AWAY,
    WEEKDAY_NUMBERS,
    WEEKDAYS,
    YEAR,
    Unit,
    normalized,
    split,
    unit_of,
)
from alliancekit.dates.edtf import Day
from alliancekit.dates.partial import DateOrder, PartialDate
from alliancekit.errors import AmbiguousDate, InvalidDate
from alliancekit.text import quote

_DAYS_AWAY: Final = {
    "yesterday": relativedelta(days=-1),
    "today": relativedelta(),
    "tomorrow": relativedelta(days=1),
}
_LENGTHS: Final = {"month": relativedelta(months=1), "year": relativedelta(years=1)}
_BACK_TO: Final = tuple(relativedelta(weekday=day(-1)) for day in (MO, TU, WE, TH, FR, SA, SU))
"""The steps from a day to the last Monday, Tuesday, ... on or before it."""

_ANCHOR_YEARS: Final = range(1001, 9999)
"""The years of an anchor, such that the years before and after it have four digits too."""

_MONTH_SIGNS: Final = ("-", "/")
"""The signs between a year and a month in numbers; a dash only separates two years."""

_SINCE: Final = re.compile(r"since (.+)")
_UNTIL: Final = re.compile(r"(?:until|till|up to) (.+)")
_DASH: Final = rf" ?[\u2013\u2014] ?| - |(?<=[0-9]{{4}})-(?={YEAR}$)"
_RANGE: Final = re.compile(rf"(?:from )?(.+?)( (?:to|until|till|through) |から|至|到|{_DASH}|[~〜])(.+?)(?:まで)?")
_LEAD: Final = re.compile(
    rf"(?:(?:in|on|during|en|le|el|am|im) )?(?:the (?=[0-9]|early|mid|late|{'|'.join((*SEASONS, *ORDINALS))})"
    r"|(?:les|los|la|die|den|der) (?=[0-9]|années|años|década))?"
    r"(?:(?:early|earlier|mid|late|later)(?: in)?(?: the)?[ -])?"
)
_ABOUT: Final = re.compile(
    r"(?:c\.|c(?=[0-9 ])|ca\.?|circa|about|around|approximately|vers|um|hacia) ?(?:the )?(.+)|[約约](.+)"
    r"|(.+)(?:頃|ごろ|左右|前後|前后)"
)
_CJK: Final = re.compile(
    r"(?:([0-9]{4})年)?(?:([0-9]{1,2})月)?(?:([0-9]{1,2})[日号號])?"
    r"(?:\(?(?:星期|礼拜|禮拜|[周週])?([月火水木金土日一二三四五六天])(?:曜日?)?\)?)?"
)
_CJK_WEEKDAYS: Final = ("月火水木金土日", "一二三四五六天")
_SHORT_RANGE: Final = re.compile(rf"(?:(?:in|during|from) )?(?:the )?({YEAR})(-|/| - | ?[\u2013\u2014] ?)([0-9]{{2}})")
"""Two years, the second with two digits, such as 1914-18; or a year and a month, such as 1914-08."""
_PERIOD: Final = re.compile(r"\b(last|this|next) (month|year)\b")
_LONGEST: Final = 200
"""The maximum number of characters of a date in prose."""

_SHAPES: Final = (["month"], ["year"], ["day", "month"], ["month", "year"], ["day", "month", "year"])
"""The combinations of units in a date in words, each in alphabetical order."""


def parse_prose(text: str, anchor: PartialDate, order: DateOrder | None) -> str:
    """Return the EDTF string of a date in prose; see `PartialDate.from_prose`.

    Raises:
        AmbiguousDate: The text can be read in two ways.
        InvalidDate: The text is not a supported date, or needs a part of the anchor that is unknown.
    """
    _check_arguments(text, anchor, order)
    try:
        return _date_or_range(normalized(text), anchor, order).edtf
    except InvalidDate as error:
        message = f"{quote(text)} can't be read as a date: {error}"
        raise error.__class__(message) from None


def _check_arguments(text: object, anchor: object, order: object) -> None:
    if not isinstance(text, str) or text.__class__ is not str or not text.strip():
        message = f"the text must be a date in words, got {quote(text)}"
    elif len(text) > _LONGEST:
        message = f"the text must have at most {_LONGEST} characters, only the words of the date, got {quote(text)}"
    elif not isinstance(anchor, PartialDate):
        message = f"the anchor must be a PartialDate, the date of the text, got {quote(anchor)}"
    elif order not in (None, "day-month", "month-day"):
        message = f"the order of numbers must be 'day-month' or 'month-day', got {quote(order)}"
    else:
        return
    raise InvalidDate(message)


def _date_or_range(words: str, anchor: PartialDate, order: DateOrder | None) -> PartialDate:
    if match := _SINCE.fullmatch(words):
        return PartialDate.parse(f"{_one_date(match[1], anchor, anchor, order)}/")
    if match := _UNTIL.fullmatch(words):
        return PartialDate.parse(f"/{_one_date(match[1], anchor, anchor, order)}")
    if match := _SHORT_RANGE.fullmatch(words):
        return PartialDate.parse(_short_range(match))
    if match := _RANGE.fullmatch(words):
        _check_years(match[1], match[3])
        end = _one_date(match[3], anchor, anchor, order)
        # In "November to January 2024" the year of November follows from the end.
        start = _one_date(match[1], anchor, end, order, begins=True)
        if start.approximate and not end.approximate and not match[2].strip().isalpha():
            message = f"it can be {start}/{end} or {start}/{end}~; write one of them"
            raise AmbiguousDate(message)
        return PartialDate.parse(f"{start}/{end}")
    return _one_date(words, anchor, anchor, order)


def _check_years(start: str, end: str) -> None:
    """Raise if only the start of a range has a year, unless the end is relative, such as "today"."""
    relative = end in _DAYS_AWAY or end in WEEKDAY_NUMBERS or _PERIOD.search(end)
    if re.search("[0-9]{4}", start) and not re.search("[0-9]{3}", end) and not relative:
        message = "its end has no year; write the year of both dates"
        raise InvalidDate(message)


def _short_range(match: re.Match[str]) -> str:
    """Return the interval of a year and one with two digits, or the month of a year, if only one is possible."""
    year, sign, end = match.groups()
    century, within = int(year[:2]), int(year[2:])
    month = f"{year}-{end}" if 1 <= int(end) <= len(MONTHS) else None
    years = f"{year}/{century}{end}" if int(end) > within else None
    if month and not years and sign not in _MONTH_SIGNS:
        years = f"{year}/{century + 1}{end}"
    if month and years:
        message = f"it can be {month} or {years}; write one of them"
        raise AmbiguousDate(message)
    if not month and not years:
        message = f"there is no month {end}, and {century}{end} is not after {year}; write both years with four digits"
        raise InvalidDate(message)
    return month or f"{years}"


def _one_date(
    words: str, anchor: PartialDate, near: PartialDate, order: DateOrder | None, *, begins: bool = False
) -> PartialDate:
    """Return the date of words: relative to `anchor`, and otherwise the last one that is not after `near`.

    For the start of a range, `near` is the end of that range.
    """
    words = _LEAD.sub("", words, count=1)
    if match := _ABOUT.fullmatch(words):
        date = _one_date(match[match.lastindex or 1], anchor, near, order, begins=begins)
        return PartialDate.parse(f"{date}~")
    if words in _DAYS_AWAY:
        return PartialDate.from_date(_day_of(anchor) + _DAYS_AWAY[words])
    if words in WEEKDAY_NUMBERS:
        return _last_weekday(WEEKDAY_NUMBERS[words], near)
    words = _PERIOD.sub(lambda match: _period(match, anchor), words)
    if edtf := form_of(words, order):
        return PartialDate.parse(edtf)
    if (match := _CJK.fullmatch(words)) and any(match.groups()[:3]):
        return _in_cjk(match, near, begins=begins)
    return _in_words(words, near, begins=begins)


def _last_weekday(weekday: int, near: PartialDate) -> PartialDate:
    day = _day_of(near)
    last = day + _BACK_TO[weekday]
    if last == day:
        message = (
            f"{near} is a {WEEKDAYS[weekday].title()} itself, so it can be that day or {day - relativedelta(weeks=1)}; "
            "write the date itself"
        )
        raise AmbiguousDate(message)
    return PartialDate.from_date(last)


def _period(match: re.Match[str], anchor: PartialDate) -> str:
    """Return a relative period such as "last month" as absolute prose, such as "march 2025"."""
    unit = match[2]
    first, last = _days_of(anchor)
    if first.year != last.year or (unit == "month" and first.month != last.month):
        raise _lacking(anchor, unit)
    day = dt.date(*first) + PERIODS_AWAY[match[1]] * _LENGTHS[unit]
    return str(day.year) if unit == "year" else f"{MONTHS[day.month - 1]} {day.year}"


def _in_words(words: str, near: PartialDate, *, begins: bool) -> PartialDate:
    """Return the date of a month, year or day in words and numbers, such as "monday, apr. 28th, 2025"."""
    parts = split(words)
    weekday = WEEKDAY_NUMBERS.get(parts[0])
    if weekday is not None:
        parts = parts[1:]
    return _of_units([unit_of(part) for part in parts], weekday, near, begins=begins)


def _in_cjk(match: re.Match[str], near: PartialDate, *, begins: bool) -> PartialDate:
    """Return the date of a Chinese or Japanese text, such as "2025年4月28日(月)"."""
    names: tuple[Unit, ...] = ("year", "month", "day")
    units: list[tuple[Unit, int]] = [
        (name, int(number)) for name, number in zip(names, match.groups(), strict=False) if number
    ]
    weekday = next((signs.index(match[4]) for signs in _CJK_WEEKDAYS if match[4] and match[4] in signs), None)
    return _of_units(units, weekday, near, begins=begins)


def _of_units(units: list[tuple[Unit, int]], weekday: int | None, near: PartialDate, *, begins: bool) -> PartialDate:
    """Return the date with a year, a month and a day, or some of them, and perhaps a weekday."""
    names = sorted(unit for unit, _ in units)
    if names not in _SHAPES or (weekday is not None and "day" not in names):
        message = "a date in words has a year of four digits, a month, or both, and a day or weekday only with a month"
        raise InvalidDate(message)
    numbers = dict(units)
    month = int(month_text(str(numbers["month"]))) if "month" in numbers else None
    day = numbers.get("day")
    year = numbers.get("year")
    # 29 February is a day of some year.
    if day is not None and not is_day(f"{year or 2000:04}-{month:02}-{day:02}"):
        message = "there is no such day in the calendar"
        raise InvalidDate(message)
    if year is None:
        year = _last_year_with(numbers["month"], day, near, begins=begins)
    texts = (f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None))
    date = PartialDate.parse("-".join(texts))
    if weekday is not None:
        actual = dt.date.fromisoformat(date.edtf).weekday()
        if actual != weekday:
            message = f"{date} is a {WEEKDAYS[actual].title()}; correct the date or the weekday"
            raise InvalidDate(message)
    return date


def _last_year_with(month: int, day: int | None, near: PartialDate, *, begins: bool) -> int:
    """Return the year of the last such month, or month and day, that is not after `near`.

    The last 29 February may be up to eight years ago. This is not allowed for the start of a range, since a range
    without years lasts only days or months.
    """
    years = [at.year - ((month, day or 1) > (at.month, at.day)) for at in _days_of(near)]
    first, last = (_year_with_day(year, month, day or 1) for year in years)
    if begins and [first, last] != years:
        message = f"there is no 29 February in the year before {near}; write both dates with their years"
        raise InvalidDate(message)
    if first != last:
        message = f"it is in {first} or {last}, depending on the day in {near}; pass a more exact anchor"
        raise InvalidDate(message)
    return first


def _year_with_day(year: int, month: int, day: int) -> int:
    """Return the last year up to `year` that has a day: most years have no 29 February."""
    while not is_day(f"{year:04}-{month:02}-{day:02}"):
        year -= 1
    return year


def _days_of(anchor: PartialDate) -> tuple[Day, Day]:
    """Return the first and the last possible day of the anchor."""
    first, last = anchor.earliest, anchor.latest
    if first is None or last is None or anchor.is_interval or anchor.approximate or anchor.uncertain:
        message = f"the anchor must be a single, certain date, got {anchor}"
        raise InvalidDate(message)
    if first.year not in _ANCHOR_YEARS or last.year not in _ANCHOR_YEARS:
        message = f"the anchor must be in the years {_ANCHOR_YEARS[0]} to {_ANCHOR_YEARS[-1]}, got {anchor}"
        raise InvalidDate(message)
    return first, last


def _day_of(anchor: PartialDate) -> dt.date:
    first, last = _days_of(anchor)
    if first != last:
        raise _lacking(anchor, "day")
    return dt.date(*first)


def _lacking(anchor: PartialDate, unit: str) -> InvalidDate:
    return InvalidDate(f"the anchor must have a {unit}, got {anchor}")
