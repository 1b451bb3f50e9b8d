"""Treaties as spans of days: who is party to them, and who owes what to whom."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, TypeAlias, get_args

from attrs import field, frozen

from alliancekit._collector import uncollected
from alliancekit._polars import pl
from alliancekit.dates import Day, PartialDate
from alliancekit.models.treaty import Obligation, Treaty

OBLIGATIONS: Final[tuple[Obligation, ...]] = get_args(Obligation)
"""What can be owed, in the order of the columns."""

PARTIES: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "treaty": pl.String,
    "state": pl.String,
    "start": pl.Date,
    "end": pl.Date,
}
"""A row a spell of a party, with its first and its last day."""

BITS: Final = pl.UInt16
"""What is owed: a bit an obligation, in their order."""

BIT: Final = tuple(1 << place for place in range(len(OBLIGATIONS)))
"""The bit of each obligation."""

OWED: Final[dict[str, type[pl.DataType] | pl.DataType]] = {**PARTIES, "toward": pl.List(pl.String), "bits": BITS}
"""A row for all that `state` owes the same parties in the same days."""

NOTES: Final = {"treaty": pl.String, "state": pl.String, "period": pl.String, "reason": pl.String}
"""A row a spell or a treaty of which something has to be said; what does not apply is null."""

_EPOCH: Final = date(1970, 1, 1).toordinal()
_CYCLE: Final = 400
"""After so many years the calendar begins anew."""
_DAYS_IN_CYCLE: Final = 146_097

_BEGINNING: Final = -_EPOCH - 10_000 * 366
_ENDLESS: Final = date.max.toordinal() - _EPOCH
"""Before and after all days that a panel may be asked for."""

_DayNumbers: TypeAlias = tuple[int, int]
"""The first and the last day of a span, counted from 1970-01-01."""

_ObligationKey: TypeAlias = tuple[str, str, _DayNumbers, tuple[str, ...]]
"""Under which treaty, by whom, when and toward whom."""


@frozen(eq=False)
class TreatyTables:
    """Treaties as tables.

    Attributes:
        parties: Who is party, from when to when.
        maybe: Who may be party besides, from when to when.
        owed: Who owes what to whom, from when to when.
        untold: Who may owe it besides, from when to when.
        named: The obligations that any commitment names, as their places. What none names is not coded.
        silent: The treaties that have no commitment at all, and so say nothing of what is owed.
        aside: The spells and treaties of which nothing is certain, with the reason.
        taken: The spells of which a first or last day is not known, which are taken as long as they may have been.
        count: How many treaties there are.
        coverage: The first and the last day of any of them, from the year 1 on; None of no treaty.
    """

    parties: pl.DataFrame
    maybe: pl.DataFrame
    owed: pl.DataFrame
    untold: pl.DataFrame
    named: tuple[int, ...]
    silent: tuple[str, ...]
    aside: pl.DataFrame
    taken: pl.DataFrame
    count: int
    coverage: tuple[date, date] | None


def ties(treaties: Sequence[Treaty]) -> TreatyTables:
    """Return treaties as spans of days."""
    tables = _TreatyRows()
    with uncollected():
        for treaty in treaties:
            tables.add(treaty)
    parties = _frame(tables.parties, PARTIES)
    # Python's own dates, in which panels are asked for, begin in the year 1.
    ends = [pl.max_horizontal(end, date.min) for end in (pl.col("start").min(), pl.col("end").max())]
    return TreatyTables(
        parties=parties,
        maybe=_frame(tables.maybe, PARTIES),
        owed=_owed(tables.owed),
        untold=_owed(tables.untold),
        named=tuple(sorted(tables.named)),
        silent=tuple(tables.silent),
        aside=_frame(tables.aside, NOTES),
        taken=_frame(tables.taken, NOTES),
        count=len(treaties),
        coverage=None if parties.is_empty() else parties.select(ends).row(0),
    )


class _Time(NamedTuple):
    """From when to when something holds, as far as that is known.

    Attributes:
        certain: The days in which it is taken to hold; None if that can't be said of any.
        possible: The days in which it may hold.
    """

    certain: _DayNumbers | None
    possible: _DayNumbers

    def meets(self, other: "_Time") -> "_Time | None":
        """Return when both hold; None if that is never."""
        possible = _common(self.possible, other.possible)
        certain = _common(self.certain, other.certain) if self.certain and other.certain else None
        return _Time(certain, possible) if possible else None

    def rest(self) -> Iterator[_DayNumbers]:
        """Yield the days that are possible and not certain: none before those that are, as they have the same start."""
        if self.certain is None:
            yield self.possible
        elif self.certain[1] < self.possible[1]:
            yield self.certain[1] + 1, self.possible[1]


@frozen(eq=False)
class _TreatyRows:
    """The rows of the tables, as they come."""

    parties: list[tuple[object, ...]] = field(factory=list)
    maybe: list[tuple[object, ...]] = field(factory=list)
    owed: dict[_ObligationKey, int] = field(factory=lambda: defaultdict(int))
    untold: dict[_ObligationKey, int] = field(factory=lambda: defaultdict(int))
    named: set[int] = field(factory=set)
    silent: list[str] = field(factory=list)
    aside: list[tuple[str | None, ...]] = field(factory=list)
    taken: list[tuple[str | None, ...]] = field(factory=list)

    def add(self, treaty: Treaty) -> None:
        """Add the rows of a treaty."""
        life = self._life(treaty)
        spells = {party.party: tuple(self._spells(treaty, party.party, party.spells, life)) for party in treaty.parties}
        for state, held in spells.items():
            self.parties.extend((treaty.id, state, *time.certain) for time in held if time.certain)
            self.maybe.extend((treaty.id, state, *days) for time in held for days in time.rest())
        if not treaty.commitments:
            self.silent.append(treaty.id)
        for owed in treaty.commitments:
            place = OBLIGATIONS.index(owed.obligation)
            self.named.add(place)
            periods = () if owed.period is None else (owed.period,)
            for period in self._spells(treaty, owed.by, periods, life):
                for time in filter(None, map(period.meets, spells[owed.by])):
                    if time.certain:
                        self.owed[treaty.id, owed.by, time.certain, owed.toward] |= BIT[place]
                    for days in time.rest():
                        self.untold[treaty.id, owed.by, days, owed.toward] |= BIT[place]

    def _life(self, treaty: Treaty) -> _Time:
        """Return when a treaty is in force; with a note, if nothing certain can be said of it."""
        last = treaty.ended or treaty.as_of
        reason = (
            "it is not known when it came into force ('in_force')"
            if treaty.in_force is None
            else "it is not known up to when it was in force ('ended' or 'as_of')"
            if last is None
            else None
        )
        if reason:
            self.aside.append((treaty.id, None, None, reason))
        time = _time(treaty.in_force, last)
        return time if treaty.ended else _Time(time.certain, (time.possible[0], _ENDLESS))

    def _spells(self, treaty: Treaty, state: str, periods: tuple[PartialDate, ...], life: _Time) -> Iterator[_Time]:
        """Yield when periods are, within the life of a treaty; without a period, that whole life."""
        if not periods:
            yield life
        for period in periods:
            note = treaty.id, state, period.edtf
            time = _time_of(period).meets(life)
            if time is None:
                self.aside.append((*note, "it lies outside of the time in which the treaty may be in force"))
                continue
            if period.start is None or not (period.end or period.open_end):
                self.aside.append((*note, f"its {'end' if period.start else 'start'} is not known"))
            elif not (_is_day(period.start) and _is_day(period.end)):
                self.taken.append((*note, "a day is not known; it is taken as long as it may have been"))
            yield time


def _time_of(period: PartialDate) -> _Time:
    """Return when a period is. Its start is never open, since the treaty, of which it is a part, has one."""
    if not period.open_end:
        return _time(period.start, period.end)
    time = _time(period.start, period.start)
    return _Time(time.certain and (time.certain[0], _ENDLESS), (time.possible[0], _ENDLESS))


def _time(start: PartialDate | None, end: PartialDate | None) -> _Time:
    """Return the time from a day to another, either of which may be unknown; of a qualified day nothing is certain."""
    first = _BEGINNING if start is None or _qualified(start) else _first(start)
    last = _ENDLESS if end is None or _qualified(end) else _last(end)
    return _Time((first, last) if first != _BEGINNING and last != _ENDLESS else None, (first, last))


def _qualified(moment: PartialDate) -> bool:
    return moment.approximate or moment.uncertain


def _owed(held: Mapping[_ObligationKey, int]) -> pl.DataFrame:
    """Return what is owed, a row for each party to which it is."""
    rows = [(treaty, by, *days, toward, bits) for (treaty, by, days, toward), bits in held.items()]
    return pl.DataFrame(rows, schema=OWED, orient="row").explode("toward")


def _frame(
    rows: list[tuple[object, ...]] | list[tuple[str | None, ...]], schema: Mapping[str, type[pl.DataType] | pl.DataType]
) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def _common(one: _DayNumbers, other: _DayNumbers) -> _DayNumbers | None:
    """Return the days that two spans share, if there are any."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start <= end else None


def _is_day(moment: PartialDate | None) -> bool:
    """Tell whether an end of a period is open, or a single day without doubt."""
    return moment is None or (moment.earliest == moment.latest and not moment.approximate and not moment.uncertain)


def _first(moment: PartialDate) -> int:
    return _number(moment.earliest)


def _last(moment: PartialDate) -> int:
    return _number(moment.latest)


def _number(day: Day | None) -> int:
    """Return how many days after 1970-01-01 a day is; a date that is no interval has both its days."""
    assert day is not None  # noqa: S101 - see above
    cycles = 0 if day.year > 0 else 1 - day.year // _CYCLE
    return date(day.year + cycles * _CYCLE, day.month, day.day).toordinal() - _EPOCH - cycles * _DAYS_IN_CYCLE
