"""`PartialDate`: a date with unknown parts, and three-valued comparisons.

Other packages import from here the caches for many dates: `KNOWN` returns the date of an EDTF string, and `SPANS` its
bounds. All packages share them, so that each string is parsed once.
"""

from typing import TYPE_CHECKING, Final, Literal, NoReturn, Self, TypeAlias, final, overload

from alliancekit._hypothesis_plugin import add_type
from alliancekit._pydantic_hooks import PydanticType
from alliancekit.dates._arguments import check_printed, class_of, iso_of, not_text
from alliancekit.dates._memo import Memo
from alliancekit.dates.edtf import (
    BEGINNING,
    ENDLESS,
    MONTHS_AND_DAYS,
    Day,
    ParsedDate,
    Precision,
    Span,
    is_full,
    parse,
    parse_full,
)
from alliancekit.errors import InvalidDate

if TYPE_CHECKING:
    import datetime as dt

DateOrder: TypeAlias = Literal["day-month", "month-day"]
"""Which of two numbers comes first in a printed date such as 04/05/2025."""

_LAST_YEAR: Final = 9999

_set = object.__setattr__  # since `PartialDate.__setattr__` raises; only for `PartialDate`


@final
class PartialDate(PydanticType):
    """A date or an interval in EDTF (ISO 8601-2), immutable and hashable.

    ``2025-04-28``, ``2025-04`` and ``2025`` are a day, a month and a year; ``2025-04-XX``, ``199X`` and ``19XX`` have
    unspecified digits, always at the right end; ``2004-21`` to ``2004-24`` are spring, summer, autumn and winter, in
    either hemisphere. A qualifier at the end applies to the whole date: ``~`` approximate, ``?`` uncertain, ``%`` both.
    An interval has a slash, ``2004/2006``; an end is empty if it is unknown, and ``..`` if it is open. Years have four
    digits, from -9999 to 9999; 0000 is 1 BC. The calendar is the proleptic Gregorian one.

    Two dates are equal if they have the same text and the same printed form, so ``2004-XX`` and ``2004`` differ. There
    is no ``<``, because it is often unknown which of two imprecise dates is earlier: use `before`, `after`, `overlaps`
    and `contains` to compare, and `sort_key` to sort.

    The comparisons interpret a date as follows:

    - A date that is not an interval is one day between `earliest` and `latest`, both inclusive. ``2004`` is a day in
      2004, not the whole year; the whole year is ``2004-01-01/2004-12-31``, which `whole` returns.
    - An interval is all days from its first to its last, which may be imprecise themselves. The first is never later
      than the last, so ``2004/2004-06`` begins by the end of June.
    - An open end certainly has no bound. An unknown end may be any day, or may not exist.
    - Nothing is certain about an approximate or uncertain date. ISO 8601-2 does not define the width of ``~``: "about
      1914" is a year in one archive and a decade in another, and ``?`` questions the source itself. Any margin would be
      our invention and could reject a correct record. What does not depend on the qualified date stays certain:
      ``1951/1960~`` is after 1950. `earliest` and `latest` ignore qualifiers, for comparisons at face value.
    - Two dates are independent, even if they are equal: one ``2004`` may be earlier than the other.

    >>> from alliancekit.dates import PartialDate
    >>> PartialDate("2004").before(PartialDate("2005-03"))
    True
    >>> print(PartialDate("2004").before(PartialDate("2004-03")))
    None
    >>> PartialDate("199X").latest
    Day(year=1999, month=12, day=31)

    Args:
        edtf: The date.
        as_printed: The verbatim form in the source, if it is useful, such as "late April".

    Attributes:
        edtf: The EDTF string.
        as_printed: The verbatim form in the source, or None.

    Raises:
        InvalidDate: `edtf` is not supported EDTF, or not a date of the calendar, or the interval ends before it begins;
            or `as_printed` is not text.
    """

    __slots__ = ("_parsed", "as_printed", "edtf")

    _parsed: ParsedDate  # of a full date only set when needed: most dates are only stored
    as_printed: str | None
    edtf: str

    def __new__(cls, edtf: str, *, as_printed: str | None = None) -> Self:
        """Check the text, and return the date."""
        if edtf.__class__ is not str:
            raise not_text(edtf)
        if as_printed is not None:
            check_printed(as_printed)
        self = object.__new__(cls)
        if not is_full(edtf):
            _set(self, "_parsed", parse(edtf))
        _set(self, "edtf", edtf)
        _set(self, "as_printed", as_printed)
        return self

    @staticmethod
    def parse(edtf: str) -> "PartialDate":
        """Return the date of an EDTF string, cached: the same object for the same string.

        Raises:
            InvalidDate: As the constructor does.
        """
        if edtf.__class__ is not str:
            raise not_text(edtf)
        return KNOWN[edtf]

    @staticmethod
    def from_date(date: "dt.date") -> "PartialDate":
        """Return the day of a `datetime.date`.

        Raises:
            InvalidDate: It is not a date, or it is a `datetime.datetime`, which has a time of day.
        """
        return PartialDate(iso_of(date))

    @staticmethod
    def from_prose(text: str, *, anchor: "PartialDate", order: DateOrder | None = None) -> "PartialDate":
        """Parse a date in prose; the text becomes `as_printed`.

        Supported are dates in words and numbers (``Apr. 28, 2025``, ``28th of April``, ``13/05/2025``), months, years,
        seasons and decades (``mid-January 2024``, ``spring 2024``, ``the 1990s``), relative dates (``yesterday``,
        ``Sunday``, ``earlier this month``, ``September last year``), ranges (``2022 to last year``), approximate dates
        (``c. 1850``), and years before Christ (``44 BC``). Days, months, decades and years may also be in French,
        German, Spanish, Chinese or Japanese (``28 avril 2025``, ``2025年4月28日``); the reference lists all forms.
        "Early", "mid", "late" and similar words are ignored: the result is the whole month or year. It never has a
        part that is neither in the text nor in the anchor.

        Reports are usually about the past, so these rules apply:

        - A month, or a month and day, without a year is the last one that is not after the anchor; "29 February" is the
          last one that existed.
        - A weekday is the last one before the anchor. It is ambiguous if the anchor is that weekday itself: wire
          services use it for the same day, others for the day a week earlier.
        - The start of a range is relative to its end: "November to January 2024" begins in 2023.
        - Two digits after a year are a later year of the same century ("1914-18") or a month ("1999-03", "2025/04"). If
          both are possible, they are ambiguous ("1904-05"). A dash separates years, so "1999-03" with a dash instead of
          a hyphen is ambiguous too. Prose has no numbers of seasons, so "1914-24" is ``1914/1924``.
        - "since 2005" is ``2005/`` and "until 2024" is ``/2024``: the other end is unknown. "Since" does not mean that
          there is no end (``2005/..``).

        - A century is refused, because it begins in 1900 for some authors, and in 1901 for others. So is a day or month
          00. The error names the dates that may be meant.

        A date in the future needs its year in the text, or must be written in EDTF.

        >>> PartialDate.from_prose("late April", anchor=PartialDate("2025-05"))
        PartialDate('2025-04', as_printed='late April')

        Args:
            text: The words of the date only, with at most 200 characters: there is no search for a date in a sentence.
            anchor: The date of the text. It supplies the missing parts; "yesterday" needs its day.
            order: The order of numbers in 04/05/2025: day first or month first. A date with only one possible order,
                such as 13/05/2025, must not contradict it.

        Raises:
            AmbiguousDate: The text can be read in two ways.
            InvalidDate: The text is not a supported date, or needs a part of the anchor that is unknown.
        """
        from alliancekit.dates import _prose

        return PartialDate(_prose.parse_prose(text, anchor, order), as_printed=text)

    @property
    def earliest(self) -> Day | None:
        """The earliest possible day at face value; None if it is unknown or there is no bound."""
        day = self._values().earliest
        return None if day == BEGINNING else day

    @property
    def latest(self) -> Day | None:
        """The latest possible day at face value; None if it is unknown or there is no bound."""
        day = self._values().latest
        return None if day == ENDLESS else day

    @property
    def precision(self) -> Precision:
        """The smallest unit that is fully known: ``2004-XX`` and ``2004-1X`` have the precision of a year."""
        return self._values().precision

    @property
    def approximate(self) -> bool:
        """Whether it, or an end of it, is marked as approximate (``~`` or ``%``)."""
        return "~" in self.edtf or "%" in self.edtf

    @property
    def uncertain(self) -> bool:
        """Whether it, or an end of it, is marked as uncertain (``?`` or ``%``)."""
        return "?" in self.edtf or "%" in self.edtf

    @property
    def is_interval(self) -> bool:
        """Whether it is an interval: all days from a start to an end."""
        return "/" in self.edtf

    @property
    def start(self) -> "PartialDate | None":
        """The start of an interval; None if it is open or unknown, or the date is not an interval."""
        return self._end(0)

    @property
    def end(self) -> "PartialDate | None":
        """The end of an interval; None if it is open or unknown, or the date is not an interval."""
        return self._end(-1)

    @property
    def open_start(self) -> bool:
        """Whether it is an interval with an open start (``../2004``); an unknown start (``/2004``) is not open."""
        return self.edtf.startswith("..")

    @property
    def open_end(self) -> bool:
        """Whether it is an interval with an open end (``2004/..``); an unknown end (``2004/``) is not open."""
        return self.edtf.endswith("..")

    def whole(self) -> "PartialDate":
        """Return the interval of all possible days of the date, such as 2004-01-01/2004-12-31 for 2004.

        Use it to compare with a whole period: ``2004`` is a single unknown day, its `whole` is all days of the year. A
        qualifier applies to both ends. An interval returns itself.

        Raises:
            InvalidDate: A season at the end of the supported years reaches into a year of five digits.
        """
        if self.is_interval:
            return self
        qualifier = self.edtf[-1] if self.edtf[-1] in "~?%" else ""
        values = self._values()
        beyond = next((day.year for day in (values.earliest, values.latest) if abs(day.year) > _LAST_YEAR), None)
        if beyond is not None:
            message = (
                f"the season {self.edtf} may reach into the year {beyond}, but years must be from -{_LAST_YEAR} to "
                f"{_LAST_YEAR}; write months or days instead"
            )
            raise InvalidDate(message)
        return PartialDate(f"{_iso(values.earliest)}{qualifier}/{_iso(values.latest)}{qualifier}")

    @property
    def sort_key(self) -> tuple[Day, Day, str, str]:
        """Key for sorting: the earliest day, the latest day, the text and the printed form.

        A date without an earliest day comes first; a date without a latest day comes last among dates with the same
        start. A date that is certainly before another one is sorted before it. Only equal dates have equal keys.
        """
        values = self._values()
        return values.earliest, values.latest, self.edtf, self.as_printed or ""

    @overload
    def before(self, other: "PartialDate") -> bool | None: ...
    @overload
    def before(self, other: "PartialDate", *, unknown: bool) -> bool: ...
    def before(self, other: "PartialDate", *, unknown: bool | None = None) -> bool | None:
        """Return whether every day of this date is earlier than every day of the other; None if unknown.

        Args:
            other: The other date.
            unknown: The result if the answer is unknown. By default None; pass False or True to use it in an `if`.
        """
        if _is_full(self) and _is_full(other):
            return self.edtf < other.edtf
        mine, others = self._values().span, self._span(other)
        if mine.last_to < others.first_from:
            return True
        return unknown if mine.last_from < others.first_to else False

    @overload
    def after(self, other: "PartialDate") -> bool | None: ...
    @overload
    def after(self, other: "PartialDate", *, unknown: bool) -> bool: ...
    def after(self, other: "PartialDate", *, unknown: bool | None = None) -> bool | None:
        """Return whether every day of this date is later than every day of the other; None if unknown.

        Args:
            other: The other date.
            unknown: The result if the answer is unknown. By default None; pass False or True to use it in an `if`.
        """
        if _is_full(self) and _is_full(other):
            return self.edtf > other.edtf
        mine, others = self._values().span, self._span(other)
        if others.last_to < mine.first_from:
            return True
        return unknown if others.last_from < mine.first_to else False

    @overload
    def overlaps(self, other: "PartialDate") -> bool | None: ...
    @overload
    def overlaps(self, other: "PartialDate", *, unknown: bool) -> bool: ...
    def overlaps(self, other: "PartialDate", *, unknown: bool | None = None) -> bool | None:
        """Return whether the two dates have a day in common; None if unknown.

        Two dates that are not intervals overlap if they are the same day. The result is False exactly if one of the two
        is certainly before the other.

        Args:
            other: The other date.
            unknown: The result if the answer is unknown. By default None; pass False or True to use it in an `if`.
        """
        before, after = self.before(other), self.after(other)
        if before or after:
            return False
        return True if before is after is False else unknown

    @overload
    def contains(self, other: "PartialDate") -> bool | None: ...
    @overload
    def contains(self, other: "PartialDate", *, unknown: bool) -> bool: ...
    def contains(self, other: "PartialDate", *, unknown: bool | None = None) -> bool | None:
        """Return whether every day of the other date is a day of this one; None if unknown.

        A date that is not an interval contains only the same day; use its `whole` for all of its possible days.

        >>> PartialDate("1951-09").whole().contains(PartialDate("1951-09-08"))
        True

        Args:
            other: The other date.
            unknown: The result if the answer is unknown. By default None; pass False or True to use it in an `if`.
        """
        mine, others = self._values().span, self._span(other)
        if mine.first_to <= others.first_from and others.last_to <= mine.last_from:
            return True
        possible = mine.first_from <= others.first_to and others.last_from <= mine.last_to
        if not self.is_interval:
            # One day can contain another interval only if that can begin on the day on which it ends.
            possible = possible and others.last_from <= others.first_to
        return unknown if possible else False

    def _values(self) -> ParsedDate:
        try:
            return self._parsed
        except AttributeError:
            values = parse_full(self.edtf)
            _set(self, "_parsed", values)
            return values

    @staticmethod
    def _span(other: object) -> Span:
        if not isinstance(other, PartialDate):
            message = f"a PartialDate can be compared only with a PartialDate, got {class_of(other)}"
            raise TypeError(message)
        return other._values().span  # noqa: SLF001 - of the same class

    def _end(self, position: Literal[0, -1]) -> "PartialDate | None":
        end = self.edtf.split("/")[position]
        return PartialDate.parse(end) if self.is_interval and end not in {"", ".."} else None

    def __eq__(self, other: object) -> bool:
        """Return whether the other is a date with the same text and the same printed form."""
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self.edtf == other.edtf and self.as_printed == other.as_printed

    def __hash__(self) -> int:
        """Return a hash that is the same for equal dates."""
        return hash((self.edtf, self.as_printed))

    def __lt__(self, other: object) -> NoReturn:
        """Raise a TypeError: it may be unknown which of two partial dates is earlier."""
        message = "dates have no <, <=, > or >=: use before(), after() or contains(), and sort by their sort_key"
        raise TypeError(message)

    __le__ = __gt__ = __ge__ = __lt__

    def __str__(self) -> str:
        """Return the EDTF string."""
        return self.edtf

    def __repr__(self) -> str:
        """Return a call that creates the date."""
        printed = "" if self.as_printed is None else f", as_printed={self.as_printed!r}"
        return f"PartialDate({self.edtf!r}{printed})"

    def __reduce__(self) -> tuple[object, tuple[str, str | None]]:
        """Return how to copy and unpickle it: with the constructor and its checks."""
        return _remake, (self.edtf, self.as_printed)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Raise an AttributeError: a date is immutable."""
        message = f"a PartialDate is immutable, so its {name} can't be set; create a new one"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> NoReturn:
        """Raise an AttributeError: a date is immutable."""
        message = f"a PartialDate is immutable, so its {name} can't be deleted"
        raise AttributeError(message)

    def __init_subclass__(cls) -> NoReturn:
        """Raise a TypeError: a subclass could avoid the checks of the constructor."""
        message = "PartialDate can't be subclassed"
        raise TypeError(message)


add_type(PartialDate)


KNOWN: Final = Memo(PartialDate)
"""Cache of dates by EDTF string: ``KNOWN[edtf]`` returns a date without a printed form, or raises an InvalidDate."""

SPANS: Final = Memo(lambda edtf: parse(edtf).span)
"""Cache of the bounds of dates by EDTF string, for comparisons of many dates: ``SPANS[edtf]`` returns a `Span`."""


def _is_full(date: object) -> bool:
    """Return whether an object is a full date with a day; the texts of such dates sort in order of time."""
    return isinstance(date, PartialDate) and date.edtf[4:] in MONTHS_AND_DAYS


def _remake(edtf: str, as_printed: str | None) -> PartialDate:
    return PartialDate(edtf, as_printed=as_printed)


def _iso(day: Day) -> str:
    return f"{'-' if day.year < 0 else ''}{abs(day.year):04}-{day.month:02}-{day.day:02}"
