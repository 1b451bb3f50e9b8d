"""`PartialDate`: a date of which only a part may be known, and what can be said of two of them for certain."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, NoReturn, Self, TypeAlias, TypeVar, final

from alliancekit._hypothesis_plugin import offer
from alliancekit.dates.edtf import (
    BEGINNING,
    ENDLESS,
    MONTHS_AND_DAYS,
    Day,
    ParsedDate,
    Precision,
    Span,
    is_full,
    read,
    read_full,
)
from alliancekit.errors import InvalidDate

if TYPE_CHECKING:
    import datetime as dt

T = TypeVar("T")

DateOrder: TypeAlias = Literal["day-month", "month-day"]
"""Which of two numbers comes first in a printed date such as 04/05/2025."""

_MEMO_SIZE: Final = 65_536
"""How many dates `PartialDate.parse` remembers: 180 years of days, in some 15 MB."""

_LAST_YEAR: Final = 9999

_LONGEST_REFUSED: Final = 100
"""How long a text is at most of which it remembers that it is none."""

_set = object.__setattr__  # the way around the refusal of `PartialDate.__setattr__`, for `PartialDate` alone


@final
class PartialDate:
    """A date or an interval as EDTF (ISO 8601-2) writes it, immutable and hashable.

    ``2025-04-28``, ``2025-04`` and ``2025`` are a day, a month and a year; ``2025-04-XX``, ``199X`` and ``19XX`` have
    unspecified digits, always at the right end; ``2004-21`` to ``2004-24`` are spring, summer, autumn and winter,
    wherever on Earth. A qualifier at the end holds for the whole date: ``~`` approximate, ``?`` uncertain, ``%`` both.
    An interval has a slash, ``2004/2006``; an end is left empty where it is not known, and ``..`` where it is open.
    Years have four digits, from -9999 to 9999; 0000 is 1 BC. The calendar is the proleptic Gregorian one.

    Equality is structural: the same text and the same printed form, so ``2004-XX`` and ``2004`` differ. There is no
    ``<``, because of two imprecise dates it is often unknown which is earlier: use `before`, `after`, `overlaps` and
    `contains`, and `sort_key` to list dates.

    How the comparisons read a date:

    - A date that is no interval is one day, which lies between `earliest` and `latest`, both inclusive. ``2004`` is a
      day in 2004, not the whole year; the whole year is ``2004-01-01/2004-12-31``, its `whole`.
    - An interval is all the days from its first to its last, which may be imprecise themselves. The first is never
      later than the last, so ``2004/2004-06`` has begun by the end of June.
    - An open end has no bound, for certain. Of an unknown end nothing is known, also not whether there is one.
    - Of an approximate or uncertain date nothing is certain. ISO 8601-2 gives ``~`` no width: "about 1914" is a year in
      one archive and a decade in another, and ``?`` doubts the source itself. Any margin would be ours and not the
      source's, and the first record that it calls wrong could be right. What does not depend on the qualified date
      stays certain: ``1951/1960~`` is after 1950. `earliest` and `latest` take a qualified date at face value, for
      those who want to compare so.
    - Two dates are independent, also when they are equal: one ``2004`` may be earlier than the other.

    >>> from alliancekit.dates import PartialDate
    >>> PartialDate("2004").before(PartialDate("2005-03"))
    True
    >>> print(PartialDate("2004").before(PartialDate("2004-03")))
    None
    >>> PartialDate("199X").latest
    Day(year=1999, month=12, day=31)

    Args:
        edtf: The date.
        as_printed: How the source prints it, verbatim, where that is worth keeping, such as "late April".

    Attributes:
        edtf: The date as given.
        as_printed: How the source prints it, or None.

    Raises:
        InvalidDate: `edtf` is no EDTF of this kind, or no date of the calendar, or the interval ends before it begins;
            or `as_printed` is no text.
    """

    __slots__ = ("_reading", "as_printed", "edtf")

    _reading: ParsedDate  # of a full date not set until it is needed: most are only stored
    as_printed: str | None
    edtf: str

    def __new__(cls, edtf: str, *, as_printed: str | None = None) -> Self:
        """Check the text, and return the date."""
        if edtf.__class__ is not str:
            raise _not_text(edtf)
        if as_printed is not None:
            _check_printed(as_printed)
        self = object.__new__(cls)
        if not is_full(edtf):
            _set(self, "_reading", read(edtf))
        _set(self, "edtf", edtf)
        _set(self, "as_printed", as_printed)
        return self

    @staticmethod
    def parse(edtf: str) -> "PartialDate":
        """Return the date of an EDTF string, like the constructor, but the same object for the same string.

        Raises:
            InvalidDate: As the constructor does.
        """
        if edtf.__class__ is not str:
            raise _not_text(edtf)
        return KNOWN[edtf]

    @staticmethod
    def from_date(date: "dt.date") -> "PartialDate":
        """Return the day of a `datetime.date`.

        Raises:
            InvalidDate: It is no date, or a `datetime.datetime`, which has a time of day.
        """
        return PartialDate(_iso_of(date))

    @staticmethod
    def from_prose(text: str, *, anchor: "PartialDate", order: DateOrder | None = None) -> "PartialDate":
        """Return the date that a piece of prose names, with the prose as its `as_printed`.

        Read are dates in English words and numbers (``Apr. 28, 2025``, ``28th of April``, ``13/05/2025``), months,
        years, seasons and decades (``mid-January 2024``, ``spring 2024``, ``the 1990s``), relative ones (``yesterday``,
        ``Sunday``, ``earlier this month``, ``September last year``), and ranges (``2022 to last year``). "Early",
        "mid", "late" and the like are not expressed: the result has the month or year that they are part of, and never
        a field that neither the text nor the anchor gives.

        Prose that reports looks back, and so do the readings here:

        - A month, or a month and day, without a year is the last one not after the anchor; "29 February" the last one
          that there was.
        - A weekday is the last one before the anchor. When the anchor is that weekday itself it is ambiguous: wire
          services name the very day so, others the day a week earlier.
        - The start of a range is read against its end: "November to January 2024" begins in 2023.
        - Two digits after a year are a later year of the same century ("1914-18") or a month ("1999-03", "2025/04").
          Where they can be both they are ambiguous ("1904-05"). A dash stands between years, so that "1999-03" with a
          dash for the hyphen is ambiguous, too. Prose prints no numbers of seasons, so "1914-24" is ``1914/1924``.
        - "since 2005" is ``2005/`` and "until 2024" is ``/2024``: the other end is not known. A text that says "since"
          knows of no end, which is not to know that there is none (``2005/..``).

        What looks ahead has to be printed with its year, or written as EDTF by hand.

        >>> PartialDate.from_prose("late April", anchor=PartialDate("2025-05"))
        PartialDate('2025-04', as_printed='late April')

        Args:
            text: The words that name the date, and no others: there is no search for a date in a sentence.
            anchor: The date of the text. What the words leave out is taken from it; "yesterday" needs its day.
            order: How to read 04/05/2025: day first or month first. A date that has only one reading, such as
                13/05/2025, must not contradict it.

        Raises:
            AmbiguousDate: The text can be read in two ways.
            InvalidDate: The text is no such date, or needs a part of the anchor that the anchor lacks.
        """
        from alliancekit.dates import _prose

        return PartialDate(_prose.read(text, anchor, order), as_printed=text)

    @property
    def earliest(self) -> Day | None:
        """The first day that the date allows at face value; None if it is not known or there is no bound."""
        day = self._read().earliest
        return None if day == BEGINNING else day

    @property
    def latest(self) -> Day | None:
        """The last day that the date allows at face value; None if it is not known or there is no bound."""
        day = self._read().latest
        return None if day == ENDLESS else day

    @property
    def precision(self) -> Precision:
        """The smallest unit that is fully known: ``2004-XX`` and ``2004-1X`` have the precision of a year."""
        return self._read().precision

    @property
    def approximate(self) -> bool:
        """Whether it, or an end of it, is called approximate (``~`` or ``%``)."""
        return "~" in self.edtf or "%" in self.edtf

    @property
    def uncertain(self) -> bool:
        """Whether it, or an end of it, is called uncertain (``?`` or ``%``)."""
        return "?" in self.edtf or "%" in self.edtf

    @property
    def is_interval(self) -> bool:
        """Whether it is an interval: all days from a start to an end."""
        return "/" in self.edtf

    @property
    def start(self) -> "PartialDate | None":
        """The start of an interval; None if it is open or unknown, or the date is no interval."""
        return self._end(0)

    @property
    def end(self) -> "PartialDate | None":
        """The end of an interval; None if it is open or unknown, or the date is no interval."""
        return self._end(-1)

    @property
    def open_start(self) -> bool:
        """Whether it is an interval with an open start (``../2004``), which is not an unknown one (``/2004``)."""
        return self.edtf.startswith("..")

    @property
    def open_end(self) -> bool:
        """Whether it is an interval with an open end (``2004/..``), which is not an unknown one (``2004/``)."""
        return self.edtf.endswith("..")

    def whole(self) -> "PartialDate":
        """Return the interval of all the days that the date allows, such as 2004-01-01/2004-12-31 for 2004.

        It asks of a period what a date can't: ``2004`` is some day in it, and what contains all of ``2004`` contains
        its whole. A qualifier holds for both ends. An interval is its own whole.

        Raises:
            InvalidDate: A season at the end of the supported years runs into a year of five digits.
        """
        if self.is_interval:
            return self
        qualifier = self.edtf[-1] if self.edtf[-1] in "~?%" else ""
        reading = self._read()
        strange = next((day.year for day in (reading.earliest, reading.latest) if abs(day.year) > _LAST_YEAR), None)
        if strange is not None:
            message = (
                f"the season {self.edtf} may run into the year {strange}, and only years from -{_LAST_YEAR} to "
                f"{_LAST_YEAR} are supported; write months or days in its place"
            )
            raise InvalidDate(message)
        return PartialDate(f"{_iso(reading.earliest)}{qualifier}/{_iso(reading.latest)}{qualifier}")

    @property
    def sort_key(self) -> tuple[Day, Day, str, str]:
        """A key that orders all dates: by earliest day, latest day, text and printed form.

        Without an earliest day a date comes first, without a latest day last among those that begin alike. Dates of
        which one is certainly before the other are in that order; only equal dates have equal keys.
        """
        reading = self._read()
        return reading.earliest, reading.latest, self.edtf, self.as_printed or ""

    def before(self, other: "PartialDate") -> bool | None:
        """Tell whether every day of this date is earlier than every day of the other; None if that is not known."""
        if _is_full(self) and _is_full(other):
            return self.edtf < other.edtf
        mine, others = self._read().span, self._span(other)
        if mine.last_to < others.first_from:
            return True
        return None if mine.last_from < others.first_to else False

    def after(self, other: "PartialDate") -> bool | None:
        """Tell whether every day of this date is later than every day of the other; None if that is not known."""
        if _is_full(self) and _is_full(other):
            return self.edtf > other.edtf
        mine, others = self._read().span, self._span(other)
        if others.last_to < mine.first_from:
            return True
        return None if others.last_from < mine.first_to else False

    def overlaps(self, other: "PartialDate") -> bool | None:
        """Tell whether the two dates have a day in common; None if that is not known.

        Two dates that are no intervals do when they are the same day. It is False exactly when one of the two is
        certainly before the other.
        """
        before, after = self.before(other), self.after(other)
        if before or after:
            return False
        return True if before is after is False else None

    def contains(self, other: "PartialDate") -> bool | None:
        """Tell whether every day of the other date is a day of this one; None if that is not known.

        A date that is no interval contains only the same day; ask its `whole` for all the days that it allows.

        >>> PartialDate("1951-09").whole().contains(PartialDate("1951-09-08"))
        True
        """
        mine, others = self._read().span, self._span(other)
        if mine.first_to <= others.first_from and others.last_to <= mine.last_from:
            return True
        possible = mine.first_from <= others.first_to and others.last_from <= mine.last_to
        if not self.is_interval:
            # One day can contain another interval only if that can begin on the day on which it ends.
            possible = possible and others.last_from <= others.first_to
        return None if possible else False

    def _read(self) -> ParsedDate:
        try:
            return self._reading
        except AttributeError:
            reading = read_full(self.edtf)
            _set(self, "_reading", reading)
            return reading

    @staticmethod
    def _span(other: object) -> Span:
        if not isinstance(other, PartialDate):
            message = f"a PartialDate is compared with a PartialDate, not with {_class_of(other)}"
            raise TypeError(message)
        return other._read().span  # noqa: SLF001 - of the same class

    def _end(self, position: Literal[0, -1]) -> "PartialDate | None":
        end = self.edtf.split("/")[position]
        return PartialDate.parse(end) if self.is_interval and end not in {"", ".."} else None

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is a date of the same text and the same printed form."""
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self.edtf == other.edtf and self.as_printed == other.as_printed

    def __hash__(self) -> int:
        """Return a hash that equal dates share."""
        return hash((self.edtf, self.as_printed))

    def __lt__(self, other: object) -> NoReturn:
        """Refuse: which of two partial dates is earlier may be unknown."""
        message = "dates have no <, <=, > or >=: use before(), after() or contains(), and sort by their sort_key"
        raise TypeError(message)

    __le__ = __gt__ = __ge__ = __lt__

    def __str__(self) -> str:
        """Return the EDTF string."""
        return self.edtf

    def __repr__(self) -> str:
        """Return the call that makes the date."""
        printed = "" if self.as_printed is None else f", as_printed={self.as_printed!r}"
        return f"PartialDate({self.edtf!r}{printed})"

    def __reduce__(self) -> tuple[object, tuple[str, str | None]]:
        """Return how to copy and unpickle it: through the constructor and its checks."""
        return _remake, (self.edtf, self.as_printed)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: a date does not change."""
        message = f"a PartialDate is immutable, so its {name} can't be set; make a new one"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: a date does not change."""
        message = f"a PartialDate is immutable, so its {name} can't be deleted"
        raise AttributeError(message)

    def __init_subclass__(cls) -> NoReturn:
        """Refuse: the checks of the constructor are the whole class."""
        message = "PartialDate can't be subclassed"
        raise TypeError(message)


offer(PartialDate)


class Memo(dict[str, T]):
    """What was made of texts so far, emptied when it is full; and why the last text that was refused is none."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make
        self._refused = ("", "")

    def __missing__(self, edtf: str) -> T:
        """Compute and remember the value of a date that was not asked for before."""
        if len(self) >= _MEMO_SIZE:
            self.clear()
        # Reader, check and explanation ask for the date of a wrong record in turn.
        text, why = self._refused
        if why and edtf == text:
            raise InvalidDate(why)
        try:
            made = self.setdefault(edtf, self._make(edtf))  # that of another thread, if it was faster
        except InvalidDate as error:
            if len(edtf) <= _LONGEST_REFUSED:
                self._refused = (edtf, str(error))
            raise
        return made


KNOWN: Final = Memo(PartialDate)
"""The date of each text: that which was made before, or a new one."""

SPANS: Final = Memo(lambda edtf: read(edtf).span)
"""Where the days of the date of each text lie, as far as that is certain: what all comparisons ask for, at hand."""


def _is_full(date: object) -> bool:
    """Tell whether it is a day written in full; such days are in order as their texts are."""
    return isinstance(date, PartialDate) and date.edtf[4:] in MONTHS_AND_DAYS


def _remake(edtf: str, as_printed: str | None) -> PartialDate:
    return PartialDate(edtf, as_printed=as_printed)


def _iso(day: Day) -> str:
    return f"{'-' if day.year < 0 else ''}{abs(day.year):04}-{day.month:02}-{day.day:02}"


def _iso_of(date: object) -> str:
    import datetime as dt  # whoever has such a date has paid for it

    if not isinstance(date, dt.date) or isinstance(date, dt.datetime):
        message = f"a datetime.date is expected, not {_class_of(date)}; of a datetime take its date()"
        raise InvalidDate(message)
    return dt.date.isoformat(date)


def _check_printed(as_printed: str) -> None:
    if as_printed.__class__ is not str:
        message = f"as_printed is text (str), not {_class_of(as_printed)}"
        raise InvalidDate(message)
    if not as_printed.strip():
        message = "as_printed is blank; leave it out where there is no printed form"
        raise InvalidDate(message)
    if "\0" in as_printed or any("\ud800" <= character <= "\udfff" for character in as_printed):
        message = "as_printed has NUL or half of a character, which can't be written as UTF-8; copy it again"
        raise InvalidDate(message)


def _not_text(value: object) -> InvalidDate:
    hint = "; PartialDate.from_date makes one of a datetime.date" if hasattr(value, "isoformat") else ""
    return InvalidDate(f"a date is given as text (str) in EDTF, not as {_class_of(value)}{hint}")


def _class_of(value: object) -> str:
    return f"{value!r:.60} of the class {value.__class__.__name__}"
