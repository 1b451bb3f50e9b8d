"""Many periods at once: whether one of them overlaps or contains a date, and which clash with an earlier one.

To compare each period with every other one takes time that grows with the square of their number. Here periods are
sorted by their bounds, so that it grows with n log n. The answers are those of `PartialDate`, pair by pair.

Two dates certainly overlap where each begins, at the latest, no later than the other ends, at the earliest: where
``one.first_to <= other.last_from`` and ``other.first_to <= one.last_from`` (see `Span`). They may overlap where
``one.first_from <= other.last_to`` and ``other.first_from <= one.last_to``. No period (None) is all time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from alliancekit.dates.edtf import BEGINNING, ENDLESS, Day, Span
from alliancekit.dates.partial import SPANS, PartialDate

OptionalPeriod: TypeAlias = PartialDate | None
"""A period; None is all time."""

_ALL_TIME = Span(BEGINNING, BEGINNING, ENDLESS, ENDLESS)


class Periods:
    """Periods of which a date can overlap or lie in any.

    Args:
        periods: The periods, in any order.
    """

    __slots__ = ("_certain", "_possible")

    def __init__(self, periods: Iterable[OptionalPeriod]) -> None:
        spans = [_span(period) for period in periods]
        self._possible = _SortedIntervals((span.first_from, span.last_to) for span in spans)
        self._certain = _SortedIntervals((span.first_to, span.last_from) for span in spans)

    def may_overlap(self, date: PartialDate) -> bool:
        """Return whether a date overlaps one of them, or may overlap it."""
        span = _span(date)
        return self._possible.have(span.last_to, span.first_from)

    def overlap(self, date: PartialDate) -> bool:
        """Return whether a date certainly overlaps one of them."""
        span = _span(date)
        return self._certain.have(span.last_from, span.first_to)

    def contain(self, date: PartialDate) -> bool:
        """Return whether one of them certainly contains a date."""
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
        self._lasts: list[Day] = []  # the latest last day up to here
        for first, last in sorted(pairs):
            self._firsts.append(first)
            self._lasts.append(max(last, self._lasts[-1]) if self._lasts else last)

    def have(self, first: Day, last: Day) -> bool:
        """Return whether there is a pair that begins on a day or before, and ends on another day or after."""
        count = bisect_right(self._firsts, first)
        return count > 0 and self._lasts[count - 1] >= last


def first_overlaps(periods: Sequence[OptionalPeriod]) -> dict[int, int]:
    """Return the position of each period that certainly overlaps an earlier one in the list, with the first of those.

    The positions come in no particular order.
    """
    spans = [_span(period) for period in periods]
    by_start = sorted(range(len(spans)), key=lambda n: spans[n].first_to)
    by_end = sorted(range(len(spans)), key=lambda n: spans[n].last_from)
    ends = [spans[n].last_from for n in by_end]
    # A Fenwick tree of least positions, by the end: that of the latest end comes first.
    least = [len(spans)] * (len(spans) + 1)
    found: dict[int, int] = {}
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
            found[position] = first
    return found


def first_later(periods: Sequence[OptionalPeriod]) -> dict[int, int]:
    """Return the position of each period that certainly lies before an earlier one in the list, with the first such.

    The positions come in their order.
    """
    found: dict[int, int] = {}
    starts: list[Day] = []  # those that are later than every start before
    positions: list[int] = []
    for position, span in enumerate(map(_span, periods)):
        place = bisect_right(starts, span.last_to)
        if place < len(starts):
            found[position] = positions[place]
        elif not starts or starts[-1] < span.first_from:
            starts.append(span.first_from)
            positions.append(position)
    return found


def _span(period: OptionalPeriod) -> Span:
    return SPANS[period.edtf] if period else _ALL_TIME
