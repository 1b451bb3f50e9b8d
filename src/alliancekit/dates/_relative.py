"""Relative dates in running text, such as "last Friday", "next month" and "two days ago"."""

import datetime as dt
import re
from typing import Final

from attrs import frozen

from alliancekit.dates._prose_words import WEEKDAY_NUMBERS

_PROSE: Final = {
    "last month": ("last month", "le mois dernier", "letzten Monat", "el mes pasado", "先月", "上个月", "上個月"),
    "this month": ("this month", "ce mois-ci", "este mes", "今月", "本月"),
    "next month": ("next month", "le mois prochain", "nächsten Monat", "el próximo mes", "来月", "下个月", "下個月"),
    "last year": ("last year", "l'an dernier", "l'année dernière", "letztes Jahr", "el año pasado", "昨年", "去年"),
    "this year": ("this year", "cette année", "dieses Jahr", "este año", "今年"),
    "next year": ("next year", "l'année prochaine", "nächstes Jahr", "el próximo año", "来年", "明年"),
}
"""Relative months and years in six languages, by the words that `PartialDate.from_prose` reads."""

_DAYS: Final = {
    **dict.fromkeys(("yesterday", "hier", "gestern", "ayer", "昨日", "昨天"), -1),
    **dict.fromkeys(
        ("today", "this morning", "this afternoon", "this evening", "tonight", "aujourd'hui", "heute", "hoy"), 0
    ),
    **dict.fromkeys(("本日", "今日", "今天"), 0),
    **dict.fromkeys(("tomorrow", "demain", "明日", "明天"), 1),
}
"""The words for days, with their distance in days from the date of the text."""

_WEEKS: Final = {
    **dict.fromkeys(
        ("last week", "la semaine dernière", "letzte Woche", "la semana pasada", "先週", "上周", "上週"), -1
    ),
    **dict.fromkeys(("this week", "cette semaine", "diese Woche", "esta semana", "今週", "本周", "本週"), 0),
    **dict.fromkeys(
        ("next week", "la semaine prochaine", "nächste Woche", "la próxima semana", "来週", "下周", "下週"), 1
    ),
}
"""The words for weeks, with their distance in weeks from that of the date of the text."""

_NUMBERS: Final = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_DISTANCE: Final = re.compile(
    rf"(?P<number>[0-9]{{1,3}}|a|an|{'|'.join(_NUMBERS)}|several|a few|some) "
    r"(?P<unit>days?|weeks?|months?|years?|decades?) (?P<side>ago|later|earlier)"
)
_WEEKS_AWAY: Final = {"last": -1, "this": 0, "next": 1}
_LEAD: Final = re.compile(r"(?:early|earlier|mid|late|later)[ -](?:in )?(?:the )?")

_WORDS: Final = sorted(
    {*_DAYS, *_WEEKS, *(words for group in _PROSE.values() for words in group)}, key=lambda words: (-len(words), words)
)
RELATIVE: Final = "|".join(
    re.escape(words).replace(r"\ ", r"\s{1,3}") for words in _WORDS if words[0] < "\u3000"
).replace("'", "['\u2019]")
"""A pattern of the words for relative days, weeks, months and years, in alphabets."""

CJK_RELATIVE: Final = "|".join(words for words in _WORDS if words[0] >= "\u3000")
"""A pattern of the same words in Chinese and Japanese."""

DISTANCE: Final = re.sub(r"\?P<\w+>", "?:", _DISTANCE.pattern).replace(" ", r"\s{1,3}")
"""A pattern of distances in time, such as "two days ago"."""


@frozen
class Relative:
    """What a relative date says.

    Attributes:
        prose: The words that `PartialDate.from_prose` reads; None: one of the others.
        days: The distance in days.
        weekday: The number of the weekday, from 0 for Monday; None with neither `prose` nor `days`: the whole week.
        weeks: The week: -1 the last one, 1 the next one, 0 this one; None: the weekday has no such word.
        reason: Why it has no certain date.
    """

    prose: str | None = None
    days: int | None = None
    weekday: int | None = None
    weeks: int | None = None
    reason: str | None = None


_OF_WORDS: Final = {
    **{words.lower(): Relative(prose=prose) for prose, group in _PROSE.items() for words in group},
    **{words: Relative(days=days) for words, days in _DAYS.items()},
    **{words.lower(): Relative(weeks=weeks) for words, weeks in _WEEKS.items()},
}


def relative_of(words: str) -> Relative:
    """Return what the words of a relative date say."""
    words = _LEAD.sub("", words.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    if words in _OF_WORDS:
        return _OF_WORDS[words]
    if match := _DISTANCE.fullmatch(words):
        return _distance(match)
    which, _, day = words.rpartition(" ")
    return Relative(weekday=WEEKDAY_NUMBERS[day], weeks=_WEEKS_AWAY.get(which))


def _distance(match: re.Match[str]) -> Relative:
    number, unit, side = match["number"], match["unit"], match["side"]
    if side != "ago":
        return Relative(reason="it counts from another event in the text")
    if not unit.startswith("day"):
        return Relative(reason="it is a length of time, which writers round")
    if number.isdigit():
        return Relative(days=-int(number))
    if number in _NUMBERS:
        return Relative(days=-1 - _NUMBERS.index(number))
    return Relative(days=-1) if number == "a" else Relative(reason="it gives no number of days")


def near_weekdays(day: dt.date, weekday: int, weeks: int | None, *, future: bool) -> list[dt.date]:
    """Return the days that the name of a weekday can mean on a day; one if it is certain.

    Args:
        day: The date of the text.
        weekday: The weekday, from 0 for Monday.
        weeks: As in `Relative`.
        future: Whether the sentence is about the future.
    """
    back, ahead = (day.weekday() - weekday) % 7 or 7, (weekday - day.weekday()) % 7 or 7
    last, following = day - dt.timedelta(days=back), day + dt.timedelta(days=ahead)
    monday = day - dt.timedelta(days=day.weekday())
    in_week = monday + dt.timedelta(days=weekday)
    match weeks:
        case -1:
            days = [last, in_week - dt.timedelta(weeks=1)]
        case 1:
            days = [following, in_week + dt.timedelta(weeks=1)]
        case 0:
            days = [in_week] if day <= in_week < monday + dt.timedelta(days=6) else [last, following]
        case _ if future:
            days = [last, following]
        case _:
            days = [last, day] if day.weekday() == weekday else [last]
    return sorted(set(days))


def days_of_week(day: dt.date, weeks: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a week, which begins on Sunday for some, and on Monday for others."""
    monday = day - dt.timedelta(days=day.weekday())
    sunday = day - dt.timedelta(days=(day.weekday() + 1) % 7)
    first, last = min(monday, sunday), max(monday, sunday) + dt.timedelta(days=6)
    return first + dt.timedelta(weeks=weeks), last + dt.timedelta(weeks=weeks)
