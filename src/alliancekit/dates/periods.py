"""Comparisons of many periods: whether any of them overlaps or contains a date, and which overlap an earlier one.

Comparing all pairs takes quadratic time. Here periods are sorted by their bounds, so that it takes n log n. The results
are the same as those of `PartialDate` for each pair.

Two dates certainly overlap if each begins, at the latest, before or when the other ends, at the earliest: if
``one.first_to <= other.last_from`` and ``other.first_to <= one.last_from`` (see `Span`). They may overlap if
``one.first_from <= other.last_to`` and ``other.first_from <= one.last_to``. A period of None is all time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from alliancekit.dates.edtf import BEGINNING, ENDLESS, Day, Span
from alliancekit.dates.partial import SPANS, PartialDate

OptionalPeriod: TypeAlias = PartialDate | None
"""A period, or None for all time."""

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


def _span(period: OptionalPeriod) -> Span:
    return SPANS[period.edtf] if period else _ALL_TIME
