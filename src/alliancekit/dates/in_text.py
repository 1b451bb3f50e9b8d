"""Find dates in running text, and resolve them against the date of the text where they are certain."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from attrs import field, frozen

from alliancekit.dates._future import is_about_future
from alliancekit.dates._relative import Relative, days_of_week, near_weekdays, relative_of
from alliancekit.dates._text_patterns import DAY_OF, PATTERNS, SAME_MONTH, is_month, is_year
from alliancekit.dates.partial import DateOrder, PartialDate
from alliancekit.errors import InvalidDate

_FAR_APART: Final = (PartialDate("1500-06-15"), PartialDate("2999-01-04"))
"""Two dates of a text: a date in words that is the same for both does not depend on the date of the text."""

_CHECKS: Final = {"year": is_year, "alone": is_month}
_FRENCH: Final = re.compile(r"\b(?:les|des|du|et|est|une|dans|qui)\b", re.IGNORECASE)
_GERMAN: Final = re.compile(r"\b(?:der|die|das|und|ist|ein|eine|den)\b", re.IGNORECASE)
_NO_ANCHOR: Final = "the date of the text is not known"
_PAST_OR_FUTURE: Final = (
    "the verb near it is mostly about the future, but not always: it is the last or the next such day"
)


@frozen
class FoundDate:
    """A date in running text.

    Attributes:
        start: Its first code point, from 0.
        end: The code point after its last.
        date: The date, if it is certain; None otherwise.
        candidates: The dates that it can be, if only a few are possible.
        within: The time in which it lies, if that is certain and the date is not.
        reason: Why the date is not certain; None if it is.
    """

    start: int
    end: int
    date: PartialDate | None = None
    candidates: tuple[PartialDate, ...] = ()
    within: PartialDate | None = None
    reason: str | None = field(default=None)


def dates_in(text: str, *, anchor: PartialDate | None = None, order: DateOrder | None = None) -> Iterator[FoundDate]:
    """Yield the dates in a text, in order, without overlap.

    Dates in words and numbers are found in English, French, German, Spanish, Chinese and Japanese, and relative dates
    such as "yesterday", "on Tuesday", "last week" and "next month". They are read as `PartialDate.from_prose` reads
    them, with these exceptions, for the reader of a list can't see the sentence:

    - A weekday, or a day or month without a year, has no certain date in a sentence about the future ("will meet on
      Tuesday"). Its candidates are the last and the next one.
    - "last Friday" and "next Friday" are certain only where both usual readings, the nearest one and the one in the
      last or next week, are the same day.
    - A week is no date: `within` is its days, from Sunday or Monday on.

    Args:
        text: The text.
        anchor: The date of the text; None: it is not known, so that only dates with a year are resolved.
        order: The order of the numbers in dates such as 04/05/2025, as for `PartialDate.from_prose`.
    """
    hier = _is_french(text)
    for match in PATTERNS.finditer(text):
        kind = match.lastgroup or ""
        span = match.span(kind)
        words = " ".join(match[kind].split())
        check = _CHECKS.get(kind)
        if (check and not check(text, *span)) or (words.lower() == "hier" and not hier):
            continue
        if kind == "relative":
            yield _relative(relative_of(words), words, span, text, anchor)
        elif kind == "cjk_day":
            yield _day_of_month(words, span, text, anchor)
        else:
            yield _absolute(_prose_of(kind, words), words, span, text, anchor=anchor, order=order)


def _is_french(text: str) -> bool:
    """Return whether a text has more small words of French than of German: "hier" means "here" in German."""
    return len(_FRENCH.findall(text)) > len(_GERMAN.findall(text))


def _relative(
    relative: Relative, words: str, span: tuple[int, int], text: str, anchor: PartialDate | None
) -> FoundDate:
    if relative.reason:
        return FoundDate(*span, reason=relative.reason)
    if relative.prose and anchor:
        return _read(relative.prose, words, span, anchor, None)
    day = _today(anchor)
    if isinstance(day, str):
        return FoundDate(*span, reason=day)
    if relative.days is not None:
        return FoundDate(*span, date=_printed(day + dt.timedelta(days=relative.days), words))
    if relative.weekday is None:
        first, last = days_of_week(day, relative.weeks or 0)
        within = PartialDate(f"{first.isoformat()}/{last.isoformat()}", as_printed=words)
        return FoundDate(*span, within=within, reason="a week is not a date, and begins on Sunday or on Monday")
    future = relative.weeks is None and is_about_future(text, *span)
    days = near_weekdays(day, relative.weekday, relative.weeks, future=future)
    if len(days) == 1:
        return FoundDate(*span, date=_printed(days[0], words))
    reason = _PAST_OR_FUTURE if future else "both days are usual readings"
    return FoundDate(*span, candidates=tuple(_printed(each, words) for each in days), reason=reason)


def _absolute(  # noqa: PLR0913 - the date, its place and what it depends on
    prose: str, words: str, span: tuple[int, int], text: str, *, anchor: PartialDate | None, order: DateOrder | None
) -> FoundDate:
    """Return a date in words and numbers; without a year, it depends on the date of the text."""
    fixed = [_edtf(prose, each, order) for each in _FAR_APART]
    if anchor is None:
        if fixed[0] is not None and fixed[0] == fixed[1]:
            return FoundDate(*span, date=PartialDate(fixed[0], as_printed=words))
        found = _read(prose, words, span, _FAR_APART[0], order)
        return found if found.date is None else FoundDate(*span, reason=_NO_ANCHOR)
    found = _read(prose, words, span, anchor, order)
    if found.date is None or fixed[0] == fixed[1] or not is_about_future(text, *span):
        return found
    following = _next_year(found.date)
    candidates = (found.date, following) if following else (found.date,)
    return FoundDate(*span, candidates=candidates, reason=_PAST_OR_FUTURE)


def _read(prose: str, words: str, span: tuple[int, int], anchor: PartialDate, order: DateOrder | None) -> FoundDate:
    try:
        date = PartialDate.from_prose(prose, anchor=anchor, order=order)
    except InvalidDate as error:
        return FoundDate(*span, reason=_reason(error))
    return FoundDate(*span, date=PartialDate(date.edtf, as_printed=words))


def _edtf(prose: str, anchor: PartialDate, order: DateOrder | None) -> str | None:
    try:
        return PartialDate.from_prose(prose, anchor=anchor, order=order).edtf
    except InvalidDate:
        return None


def _next_year(date: PartialDate) -> PartialDate | None:
    """Return the same day or month a year later; None if there is none."""
    year, rest = date.edtf[:4], date.edtf[4:]
    try:
        return PartialDate(f"{int(year) + 1:04}{rest}", as_printed=date.as_printed)
    except (InvalidDate, ValueError):
        return None


def _prose_of(kind: str, words: str) -> str:
    """Return a date in the form that `PartialDate.from_prose` reads."""
    match = SAME_MONTH.fullmatch(words) if kind == "days" else None
    if match is None:
        return DAY_OF.sub("", words)
    rest = match["rest"] or f"{match['month']}{match['year']}"
    return f"{match['first']} {rest} to {match['last']} {rest}"


def _day_of_month(words: str, span: tuple[int, int], text: str, anchor: PartialDate | None) -> FoundDate:
    """Return a day without a month, such as 24日: the last such day that is not after the date of the text."""
    today = _today(anchor)
    if isinstance(today, str):
        return FoundDate(*span, reason=today)
    month = today.replace(day=1)
    if int(words[:-1]) > today.day:
        month = (month - dt.timedelta(days=1)).replace(day=1)
    return _absolute(f"{month.year}年{month.month}月{words}", words, span, text, anchor=anchor, order=None)


def _today(anchor: PartialDate | None) -> dt.date | str:
    """Return the day of the text, or why it has none."""
    if anchor is None:
        return _NO_ANCHOR
    try:
        return dt.date.fromisoformat(PartialDate.from_prose("today", anchor=anchor).edtf)
    except InvalidDate as error:
        return _reason(error)


def _printed(day: dt.date, words: str) -> PartialDate:
    return PartialDate(day.isoformat(), as_printed=words)


def _reason(error: InvalidDate) -> str:
    """Return the reason of an error, without the words that it repeats."""
    return str(error).rpartition("can't be read as a date: ")[2]
