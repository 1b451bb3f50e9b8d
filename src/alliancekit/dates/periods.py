"""Comparisons of many periods: whether any of them overlaps or contains a date, and which overlap an earlier one.

Comparing all pairs takes quadratic time. Here periods are sorted by their bounds, so that it takes n log n. The results
are the same as those of `PartialDate` for each pair.

Two dates certainly overlap if each begins, at the latest, before or when the other ends, at the earliest: if
``one.first_to <= other.last_from`` and ``other.first_to <= one.last_from`` (see `Span`). They may overlap if
``one.first_from <= other.last_to`` and ``other.first_from <= one.last_to``. A period of None is all time.
"""

import calendar
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from alliancekit.dates.edtf import BEGINNING, ENDLESS, Day, Span
from alliancekit.dates.partial import SPANS, PartialDate

OptionalPeriod: TypeAlias = PartialDate | None
"""A period, or None for all time."""

_DECEMBER: Final = 12

_LEAP_YEAR: Final = 2000
_CYCLE: Final = 400
"""Months have the same lengths after this number of years; `calendar` knows only years after the year 0."""

_ALL_TIME = Span(BEGINNING, BEGINNING, ENDLESS, ENDLESS)


class Periods:
    """Index of periods, to check whether any of them overlaps or contains a date.

    Args:
        periods: The periods, in any order.
    """

    __slots__ = ("_certain", "_possible")

    def __init__(self, periods: Iterable[OptionalPeriod]) -> None:
        spans = [_span(period) for period in periods]
        self._possible = _SortedIntervals((span.first_from, span.last_to) for span in spans)
        self._certain = _SortedIntervals((span.first_to, span.last_from) for span in spans)

    def may_overlap(self, date: PartialDate) -> bool:
        """Return whether a date overlaps, or may overlap, any of the periods."""
        span = _span(date)
        return self._possible.have(span.last_to, span.first_from)

    def overlap(self, date: PartialDate) -> bool:
        """Return whether a date certainly overlaps any of the periods."""
        span = _span(date)
        return self._certain.have(span.last_from, span.first_to)

    def contain(self, date: PartialDate) -> bool:
        """Return whether any of the periods certainly contains a date."""
        span = _span(date)
        return self._certain.have(span.first_from, span.last_to)


class _SortedIntervals:
    """Pairs of a first and a last day, sorted by the first day.

    Args:
        pairs: The pairs.
    """

    __slots__ = ("_firsts", "_lasts")

    def __init__(self, pairs: Iterable[tuple[Day, Day]]) -> None:
        self._firsts: list[Day] = []
        self._lasts: list[Day] = []  # the maximum of the last days up to each position
        for first, last in sorted(pairs):
            self._firsts.append(first)
            self._lasts.append(max(last, self._lasts[-1]) if self._lasts else last)

    def have(self, first: Day, last: Day) -> bool:
        """Return whether any pair begins on the first day or before, and ends on the last day or after."""
        count = bisect_right(self._firsts, first)
        return count > 0 and self._lasts[count - 1] >= last


def first_overlaps(periods: Sequence[OptionalPeriod]) -> dict[int, int]:
    """Return the positions of periods that certainly overlap an earlier one in the list, each with the first of those.

    The positions are in no particular order.
    """
    spans = [_span(period) for period in periods]
    by_start = sorted(range(len(spans)), key=lambda n: spans[n].first_to)
    by_end = sorted(range(len(spans)), key=lambda n: spans[n].last_from)
    ends = [spans[n].last_from for n in by_end]
    # A Fenwick tree of minimum positions by end; the latest end comes first.
    least = [len(spans)] * (len(spans) + 1)
    overlaps: dict[int, int] = {}
    started = 0
    for position in by_end:
        span = spans[position]
        while started < len(spans) and spans[by_start[started]].first_to <= span.last_from:
            other = by_start[started]
            place = len(ends) - bisect_left(ends, spans[other].last_from)
            while place < len(least):
                least[place] = min(least[place], other)
                place += place & -place
            started += 1
        first = len(spans)
        place = len(ends) - bisect_left(ends, span.first_to)
        while place:
            first = min(first, least[place])
            place -= place & -place
        if first < position:
            overlaps[position] = first
    return overlaps


def first_later(periods: Sequence[OptionalPeriod]) -> dict[int, int]:
    """Return the positions of periods that are certainly before an earlier period in the list, with the first of those.

    The positions are in ascending order.
    """
    later: dict[int, int] = {}
    starts: list[Day] = []  # the starts that are later than all starts before them
    positions: list[int] = []
    for position, span in enumerate(map(_span, periods)):
        place = bisect_right(starts, span.last_to)
        if place < len(starts):
            later[position] = positions[place]
        elif not starts or starts[-1] < span.first_from:
            starts.append(span.first_from)
            positions.append(position)
    return later


def days_to_compare(periods: Iterable[PartialDate], time: PartialDate) -> tuple[PartialDate, ...]:
    """Return the days of a time on which fewer of some periods contain, or may contain, the day than on the day before.

    They are the first day of the time, and for each period that ends within it, the days after the first and after the
    last day on which it may end. If enough periods contain each of these days, enough contain each day of the time. A
    time without limits is returned as a whole.

    Args:
        periods: The periods.
        time: The time.
    """
    first, last = time.earliest, time.latest
    if first is None or last is None:
        return (time,)
    ends = {end for span in map(_span, periods) for end in (span.last_from, span.last_to)}
    return tuple(map(date_of_day, (first, *sorted(_next_day(end) for end in ends if first <= end < last))))


def date_of_day(day: Day) -> PartialDate:
    """Return a day as a date."""
    return PartialDate(f"{'-' if day.year < 0 else ''}{abs(day.year):04}-{day.month:02}-{day.day:02}")


def _next_day(day: Day) -> Day:
    if day.day < calendar.monthrange(_LEAP_YEAR + day.year % _CYCLE, day.month)[1]:
        return Day(day.year, day.month, day.day + 1)
    return Day(day.year, day.month + 1, 1) if day.month < _DECEMBER else Day(day.year + 1, 1, 1)


def _span(period: OptionalPeriod) -> Span:
    return SPANS[period.edtf] if period else _ALL_TIME
