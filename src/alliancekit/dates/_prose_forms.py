"""Printed forms of dates that are read as a whole, such as ``28/04/2025``, ``the 1990s`` and ``44 BC``."""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from alliancekit.dates._prose_words import MONTHS, ORDINALS, YEAR
from alliancekit.dates.partial import DateOrder, PartialDate
from alliancekit.errors import AmbiguousDate, InvalidDate

SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""The numbers of the seasons in EDTF."""

_ROMAN: Final = {"i": 1, "v": 5, "x": 10}


def form_of(words: str, order: DateOrder | None) -> str | None:
    """Return the EDTF text of a date in one of the forms; None if it has another form.

    Raises:
        AmbiguousDate: If it can be read in two ways.
        InvalidDate: If it has one of the forms, but is no date.
    """
    for form, reader in _FORMS:
        if match := form.fullmatch(words):
            return reader(match, order)
    return None


def is_day(edtf: str) -> bool:
    """Return whether a text is a date in EDTF, such as a day of the calendar."""
    try:
        PartialDate.parse(edtf)
    except InvalidDate:
        return False
    return True


def _decade(match: re.Match[str], _: DateOrder | None) -> str:
    decade = match[match.lastindex or 1]
    if decade.endswith("0"):
        message = f"it can be the decade {decade}X or the century {decade[:2]}XX; write one of them"
        raise AmbiguousDate(message)
    return f"{decade}X"


def _century(match: re.Match[str], _: DateOrder | None) -> str:
    """Raise InvalidDate: the 20th century begins in 1900 for some, and in 1901 for others."""
    word = match[match.lastindex or 1]
    if word.isdigit():
        number = int(word)
    elif word in ORDINALS:
        number = ORDINALS.index(word) + 1
    else:
        values = [_ROMAN[letter] for letter in word]
        following = [*values[1:], 0]
        number = sum(-value if value < after else value for value, after in zip(values, following, strict=True))
    message = (
        f"a century begins with the year 00 for some authors and 01 for others: write {number - 1:02}XX, "
        f"or {number - 1:02}01/{number:02}00 for the strict century"
    )
    raise InvalidDate(message)


def _before_christ(match: re.Match[str], _: DateOrder | None) -> str:
    """Return a year before Christ: EDTF has a year 0, which is 1 BC."""
    year = int(match[match.lastindex or 1])
    return f"-{year - 1:04}" if year > 1 else "0000"


def _after_christ(match: re.Match[str], _: DateOrder | None) -> str:
    return f"{int(match[match.lastindex or 1]):04}"


def _season(match: re.Match[str], _: DateOrder | None) -> str:
    return f"{match[2]}-{SEASONS[match[1]]}"


def _year_first(match: re.Match[str], _: DateOrder | None) -> str:
    """Return year, month and day: after a year, no country prints the day before the month."""
    year, day = match[1], match[4]
    if day is not None:
        _refuse_zeros(year, int(match[3]), int(day))
        return f"{year}-{month_text(match[3])}-{int(day):02}"
    month = month_text(match[3])
    if int(month) > int(year[2:]):
        message = f"it can be {year}-{month} or {year}/{year[:2]}{month}; write one of them"
        raise AmbiguousDate(message)
    return f"{year}-{month}"


def _year_last(match: re.Match[str], order: DateOrder | None) -> str:
    first, second, year = f"{int(match[1]):02}", f"{int(match[3]):02}", match[4]
    _refuse_zeros(year, max(int(first), int(second)), min(int(first), int(second)))
    readings: dict[DateOrder, str] = {"day-month": f"{year}-{second}-{first}", "month-day": f"{year}-{first}-{second}"}
    days = {order: day for order, day in readings.items() if is_day(day)}
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
    _refuse_zeros(match[2], int(match[1]), 1)
    return f"{match[2]}-{month_text(match[1])}"


def _refuse_zeros(year: str, month: int, day: int) -> None:
    """Raise InvalidDate with the date that is meant, if zeros stand for an unknown month or day."""
    if day == 0 or month == 0:
        known = f"{year}-{month:02}" if 1 <= month <= len(MONTHS) else year
        message = f"there is no month or day 00; if it means that it is unknown, write {known}"
        raise InvalidDate(message)


def month_text(number: str) -> str:
    """Return the number of a month with two digits.

    Raises:
        InvalidDate: If there is no such month.
    """
    if not 1 <= int(number) <= len(MONTHS):
        message = f"there is no month {number}"
        raise InvalidDate(message)
    return f"{int(number):02}"


_ERA_YEAR: Final = "([1-9][0-9]{0,3})"
_FormReader: TypeAlias = Callable[[re.Match[str], DateOrder | None], str]
_FORMS: Final[tuple[tuple[re.Pattern[str], _FormReader], ...]] = (
    (re.compile(r"([1-9][0-9]{2})0(?:s|年代|er(?: jahren?)?)|(?:années|años|década de) ([1-9][0-9]{2})0"), _decade),
    (
        re.compile(
            r"([1-9][0-9]?)(?:st|nd|rd|th|er?|ème|\.)? ?(?:century|si[èe]cle|jahrhunderts?|世紀|世纪)"
            rf"|({'|'.join(ORDINALS)}) century|([ivx]{{1,5}})(?:er?|ème) si[èe]cle|siglo ([ivx]{{1,5}})"
        ),
        _century,
    ),
    (
        re.compile(
            rf"{_ERA_YEAR} ?(?:b\.? ?c\.?(?: ?e\.?)?|av\. ?j\.-?c\.|v\. ?chr\.|a\. ?(?:de )?c\.)"
            rf"|(?:紀元前|公元前|前){_ERA_YEAR}年"
        ),
        _before_christ,
    ),
    (
        re.compile(
            rf"(?:ad|a\.d\.) ?{_ERA_YEAR}"
            rf"|{_ERA_YEAR} ?(?:a\.? ?d\.?|c\.? ?e\.?|apr\. ?j\.-?c\.|n\. ?chr\.|d\. ?(?:de )?c\.)"
            rf"|(?:西暦|公元){_ERA_YEAR}年"
        ),
        _after_christ,
    ),
    (re.compile(rf"({'|'.join(SEASONS)})(?: of|,)? ({YEAR})"), _season),
    (re.compile(rf"({YEAR})([-/.])([0-9]{{1,2}})(?:\2([0-9]{{1,2}}))?"), _year_first),
    (re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2({YEAR})"), _year_last),
    (re.compile(rf"([0-9]{{1,2}})[/.]({YEAR})"), _month_and_year),
)
"""The forms, each with its reader."""
