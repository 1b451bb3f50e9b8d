"""Parser for dates in English prose: returns EDTF, with missing parts from the date of the text."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Final, TypeAlias

from alliancekit.dates.edtf import Day
from alliancekit.dates.partial import DateOrder, PartialDate
from alliancekit.errors import AmbiguousDate, InvalidDate
from alliancekit.text import quote

_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_ABBREVIATIONS: Final = ("sept", *(month[:3] for month in _MONTHS))
_MONTH_WORDS: Final = frozenset({*_MONTHS, *_MONTH_ABBREVIATIONS, *(f"{month}." for month in _MONTH_ABBREVIATIONS)})

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY_NUMBERS: Final = {
    **{day: number for number, day in enumerate(_WEEKDAYS)},
    **{f"{day[:3]}{dot}": number for number, day in enumerate(_WEEKDAYS) for dot in ("", ".")},
}

_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_DAYS_AWAY: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}
_PERIODS_AWAY: Final = {"last": -1, "this": 0, "next": 1}

_ANCHOR_YEARS: Final = range(1001, 9999)
"""The years of an anchor, such that the years before and after it have four digits too."""

_MONTH_SIGNS: Final = ("-", "/")
"""The signs between a year and a month in numbers; a dash only separates two years."""

_YEAR: Final = "[1-9][0-9]{3}"
"""A printed year; years of two digits are not read, since their century is unknown."""

_SINCE: Final = re.compile(r"since (.+)")
_UNTIL: Final = re.compile(r"(?:until|till|up to) (.+)")
_DASH: Final = rf" ?[\u2013\u2014] ?| - |(?<=[0-9]{{4}})-(?={_YEAR}$)"
_RANGE: Final = re.compile(rf"(?:from )?(.+?)(?: (?:to|until|till|through) |{_DASH})(.+)")
_LEAD: Final = re.compile(
    rf"(?:(?:in|on|during) )?(?:the (?=[0-9]|early|mid|late|{'|'.join(_SEASONS)}))?"
    r"(?:(?:early|earlier|mid|late|later)(?: in)?(?: the)?[ -])?"
)
_SHORT_RANGE: Final = re.compile(rf"(?:(?:in|during|from) )?(?:the )?({_YEAR})(-|/| - | ?[\u2013\u2014] ?)([0-9]{{2}})")
"""Two years, the second with two digits, such as 1914-18; or a year and a month, such as 1914-08."""
_PERIOD: Final = re.compile(r"\b(last|this|next) (month|year)\b")
_BETWEEN_WORDS: Final = re.compile(r",? (?:of )?|,(?=[0-9])")
_DAY_NUMBER: Final = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)?")

_SHAPES: Final = (["month"], ["year"], ["day", "month"], ["month", "year"], ["day", "month", "year"])
"""The combinations of units in a date in words, each in alphabetical order."""


def parse_prose(text: str, anchor: PartialDate, order: DateOrder | None) -> str:
    """Return the EDTF string of a date in English prose; see `PartialDate.from_prose`.

    Raises:
        AmbiguousDate: The text can be read in two ways.
        InvalidDate: The text is not a supported date, or needs a part of the anchor that is unknown.
    """
    _check_arguments(text, anchor, order)
    try:
        return _date_or_range(" ".join(text.lower().split()), anchor, order).edtf
    except InvalidDate as error:
        message = f"{quote(text)} can't be read as a date: {error}"
        raise error.__class__(message) from None


def _check_arguments(text: object, anchor: object, order: object) -> None:
    if not isinstance(text, str) or text.__class__ is not str or not text.strip():
        message = f"the text must be a date in words, got {quote(text)}"
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
        end = _one_date(match[2], anchor, anchor, order)
        # In "November to January 2024" the year of November follows from the end.
        return PartialDate.parse(f"{_one_date(match[1], anchor, end, order, begins=True)}/{end}")
    return _one_date(words, anchor, anchor, order)


def _short_range(match: re.Match[str]) -> str:
    """Return the interval of a year and one with two digits, or the month of a year, if only one is possible."""
    year, sign, end = match.groups()
    century, within = int(year[:2]), int(year[2:])
    month = f"{year}-{end}" if 1 <= int(end) <= len(_MONTHS) else None
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
    if words in _DAYS_AWAY:
        return PartialDate.from_date(_day_of(anchor) + dt.timedelta(_DAYS_AWAY[words]))
    if words in _WEEKDAY_NUMBERS:
        return _last_weekday(_WEEKDAY_NUMBERS[words], near)
    words = _PERIOD.sub(lambda match: _period(match, anchor), words)
    for form, reader in _FORMS:
        if match := form.fullmatch(words):
            return PartialDate.parse(reader(match, order))
    return _in_words(words, near, begins=begins)


def _last_weekday(weekday: int, near: PartialDate) -> PartialDate:
    day = _day_of(near)
    back = dt.timedelta((day.weekday() - weekday) % 7)
    if not back:
        message = (
            f"{near} is a {_WEEKDAYS[weekday].title()} itself, so it can be that day or {day - dt.timedelta(7)}; "
            "write the date itself"
        )
        raise AmbiguousDate(message)
    return PartialDate.from_date(day - back)


def _period(match: re.Match[str], anchor: PartialDate) -> str:
    """Return a relative period such as "last month" as absolute prose, such as "march 2025"."""
    away = _PERIODS_AWAY[match[1]]
    first, last = _days_of(anchor)
    if match[2] == "year":
        if first.year != last.year:
            raise _lacking(anchor, "year")
        return str(first.year + away)
    if first[:2] != last[:2]:
        raise _lacking(anchor, "month")
    months = first.year * 12 + first.month - 1 + away
    return f"{_MONTHS[months % 12]} {months // 12}"


def _decade(match: re.Match[str], _: DateOrder | None) -> str:
    if match[1].endswith("0"):
        message = f"it can be the decade {match[1]}X or the century {match[1][:2]}XX; write one of them"
        raise AmbiguousDate(message)
    return f"{match[1]}X"


def _season(match: re.Match[str], _: DateOrder | None) -> str:
    return f"{match[2]}-{_SEASONS[match[1]]}"


def _year_first(match: re.Match[str], _: DateOrder | None) -> str:
    """Return year, month and day: after a year, no country prints the day before the month."""
    year, day = match[1], match[4]
    month = _month(match[3])
    if day is not None:
        return f"{year}-{month}-{int(day):02}"
    if int(month) > int(year[2:]):
        message = f"it can be {year}-{month} or {year}/{year[:2]}{month}; write one of them"
        raise AmbiguousDate(message)
    return f"{year}-{month}"


def _year_last(match: re.Match[str], order: DateOrder | None) -> str:
    first, second, year = f"{int(match[1]):02}", f"{int(match[3]):02}", match[4]
    readings: dict[DateOrder, str] = {"day-month": f"{year}-{second}-{first}", "month-day": f"{year}-{first}-{second}"}
    days = {order: day for order, day in readings.items() if _is_day(day)}
    if not days:
        message = f"neither {readings['day-month']} nor {readings['month-day']} is a day of the calendar"
        raise InvalidDate(message)
    if order is not None and order not in days:
        message = f"in the order {order} it is {readings[order]}, which is not a day of the calendar"
        raise InvalidDate(message)
    if order is None and len(set(days.values())) > 1:
        message = (
            f"it can be {readings['day-month']} or {readings['month-day']}; "
            "add the order of its numbers: 'day-month' or 'month-day'"
        )
        raise AmbiguousDate(message)
    return days[order] if order else min(days.values())


def _month_and_year(match: re.Match[str], _: DateOrder | None) -> str:
    return f"{match[2]}-{_month(match[1])}"


def _month(number: str) -> str:
    if not 1 <= int(number) <= len(_MONTHS):
        message = f"there is no month {number}"
        raise InvalidDate(message)
    return f"{int(number):02}"


def _is_day(edtf: str) -> bool:
    try:
        PartialDate.parse(edtf)
    except InvalidDate:
        return False
    return True


_FormReader: TypeAlias = Callable[[re.Match[str], DateOrder | None], str]
_FORMS: Final[tuple[tuple[re.Pattern[str], _FormReader], ...]] = (
    (re.compile(r"([1-9][0-9]{2})0s"), _decade),
    (re.compile(rf"({'|'.join(_SEASONS)})(?: of|,)? ({_YEAR})"), _season),
    (re.compile(rf"({_YEAR})([-/.])([0-9]{{1,2}})(?:\2([0-9]{{1,2}}))?"), _year_first),
    (re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2({_YEAR})"), _year_last),
    (re.compile(rf"([0-9]{{1,2}})[/.]({_YEAR})"), _month_and_year),
)
"""Formats that dateutil reads too loosely, with our own parsers."""


def _in_words(words: str, near: PartialDate, *, begins: bool) -> PartialDate:
    """Return the date of a month, year or day in words and numbers, such as "monday, apr. 28th, 2025"."""
    parts = _BETWEEN_WORDS.split(words)
    weekday = _WEEKDAY_NUMBERS.get(parts[0])
    if weekday is not None:
        parts = parts[1:]
    units = sorted(_unit(part) for part in parts)
    if units not in _SHAPES or (weekday is not None and "day" not in units):
        message = "a date in words has a year of four digits, a month, or both, and a day or weekday only with a month"
        raise InvalidDate(message)
    year, month, day = _explicit_parts(" ".join(part.rstrip(".") for part in parts))
    if [unit for unit, value in (("day", day), ("month", month), ("year", year)) if value is not None] != units:
        message = "dateutil reads only a part of it, or adds a part"
        raise InvalidDate(message)
    if year is None and month is not None:
        year = _last_year_with(month, day, near, begins=begins)
    numbers = (f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None))
    date = PartialDate.parse("-".join(numbers))
    if weekday is not None:
        actual = dt.date.fromisoformat(date.edtf).weekday()
        if actual != weekday:
            message = f"{date} is a {_WEEKDAYS[actual].title()}; correct the date or the weekday"
            raise InvalidDate(message)
    return date


def _unit(part: str) -> str:
    if part in _MONTH_WORDS:
        return "month"
    if re.fullmatch(_YEAR, part):
        return "year"
    if _DAY_NUMBER.fullmatch(part):
        return "day"
    if part in _PERIODS_AWAY:
        message = (
            f"{quote(part)} is read only before month and year: a week is not a date, "
            "and the last or next Sunday or April is ambiguous"
        )
        raise InvalidDate(message)
    if re.match(r"[0-9]+[./-][0-9]", part):
        message = (
            f"{quote(part)} must be a date in numbers, such as 28/04/2025 or 2025-04-28, with a year of four digits"
        )
        raise InvalidDate(message)
    message = f"{quote(part)} is not a part of a date; pass only the words of the date"
    raise InvalidDate(message)


def _explicit_parts(words: str) -> tuple[int | None, int | None, int | None]:
    """Return the year, month and day in the words, parsed by dateutil; None for each missing part.

    dateutil fills missing parts from a default. So the words are parsed with two defaults that differ in all parts; a
    part is missing if the results differ. Both are leap years, so that "29 February" is valid.
    """
    from dateutil.parser import parse

    try:
        one = parse(words, default=dt.datetime(2000, 1, 1))  # noqa: DTZ001 - a date has no zone
        other = parse(words, default=dt.datetime(2004, 12, 31))  # noqa: DTZ001 - as above
    except ValueError:
        message = "there is no such day in the calendar"
        raise InvalidDate(message) from None
    return (
        one.year if one.year == other.year else None,
        one.month if one.month == other.month else None,
        one.day if one.day == other.day else None,
    )


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
    while not _is_day(f"{year:04}-{month:02}-{day:02}"):
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
