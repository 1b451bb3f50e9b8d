"""Treaties as spans of days: who is party to them, and who owes what to whom."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, TypeAlias, get_args

from attrs import field, frozen

from alliancekit.columns._polars import pl
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

OWED: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    **PARTIES,
    "toward": pl.List(pl.String),
    "obligation": pl.UInt8,
}
"""A row a commitment and a spell in which it holds: `state` owes it, the obligation is its place in `OBLIGATIONS`."""

NOTES: Final = {"treaty": pl.String, "state": pl.String, "period": pl.String, "reason": pl.String}
"""A row a spell or a treaty of which something has to be said; what does not apply is null."""

_EPOCH: Final = date(1970, 1, 1).toordinal()
_CYCLE: Final = 400
"""After so many years the calendar begins anew."""
_DAYS_IN_CYCLE: Final = 146_097

_Days: TypeAlias = tuple[int, int]
"""The first and the last day of a span, counted from 1970-01-01."""


@frozen(eq=False)
class Ties:
    """Treaties as tables.

    Attributes:
        parties: Who is party, from when to when.
        owed: Who owes what to whom, from when to when.
        silent: The treaties that have no commitment at all, and so say nothing of what is owed.
        aside: The spells and treaties that are left out, with the reason.
        taken: The spells of which a first or last day is not known, which are taken as long as they may have been.
        coverage: The first and the last day of any of them, from the year 1 on; None of no treaty.
    """

    parties: pl.DataFrame
    owed: pl.DataFrame
    silent: tuple[str, ...]
    aside: pl.DataFrame
    taken: pl.DataFrame
    coverage: tuple[date, date] | None


def ties(treaties: Iterable[Treaty]) -> Ties:
    """Return treaties as spans of days."""
    tables = _Tables()
    for treaty in treaties:
        tables.add(treaty)
    parties = _frame(tables.parties, PARTIES)
    # Python's own dates, in which panels are asked for, begin in the year 1.
    ends = [pl.max_horizontal(end, date.min) for end in (pl.col("start").min(), pl.col("end").max())]
    return Ties(
        parties=parties,
        owed=_frame(tables.owed, OWED).explode("toward"),
        silent=tuple(tables.silent),
        aside=_frame(tables.aside, NOTES),
        taken=_frame(tables.taken, NOTES),
        coverage=None if parties.is_empty() else parties.select(ends).row(0),
    )


@frozen(eq=False)
class _Tables:
    """The rows of the tables, as they come."""

    parties: list[tuple[object, ...]] = field(factory=list)
    owed: list[tuple[object, ...]] = field(factory=list)
    silent: list[str] = field(factory=list)
    aside: list[tuple[str | None, ...]] = field(factory=list)
    taken: list[tuple[str | None, ...]] = field(factory=list)

    def add(self, treaty: Treaty) -> None:
        """Add the rows of a treaty."""
        life = self._life(treaty)
        if life is None:
            return
        spells = {party.party: tuple(self._spells(treaty, party.party, party.spells, life)) for party in treaty.parties}
        for state, held in spells.items():
            self.parties.extend((treaty.id, state, *days) for days in held)
        if not treaty.commitments:
            self.silent.append(treaty.id)
        for owed in treaty.commitments:
            periods = () if owed.period is None else (owed.period,)
            obligation = OBLIGATIONS.index(owed.obligation)
            for period in self._spells(treaty, owed.by, periods, life):
                for spell in spells[owed.by]:
                    days = _common(period, spell)
                    if days:
                        self.owed.append((treaty.id, owed.by, *days, owed.toward, obligation))

    def _life(self, treaty: Treaty) -> _Days | None:
        """Return the days in which a treaty is known to be in force; None, and a note, if that can't be said."""
        last = treaty.ended or treaty.as_of
        if treaty.in_force is None:
            self._note(treaty.id, "it is not known when it came into force ('in_force')")
        elif last is None:
            self._note(treaty.id, "it is not known up to when it was in force ('ended' or 'as_of')")
        else:
            return _first(treaty.in_force), _last(last)
        return None

    def _note(self, treaty: str, reason: str) -> None:
        self.aside.append((treaty, None, None, reason))

    def _spells(self, treaty: Treaty, state: str, periods: tuple[PartialDate, ...], life: _Days) -> Iterator[_Days]:
        """Yield the spans of periods, within the life of a treaty; without a period, that whole life."""
        if not periods:
            yield life
        for period in periods:
            note = treaty.id, state, period.edtf
            # No period has an open start: the treaty, of which it is a part, has a start.
            if period.start is None or not (period.end or period.open_end):
                self.aside.append((*note, f"its {'end' if period.start else 'start'} is not known"))
                continue
            days = _common((_first(period.start), _last(period.end) if period.end else life[1]), life)
            if days is None:
                self.aside.append((*note, "it lies outside of the time in which the treaty is known to be in force"))
                continue
            if not all(_is_day(each) for each in (period.start, period.end)):
                self.taken.append((*note, "a day is not known; it is taken as long as it may have been"))
            yield days


def _frame(
    rows: list[tuple[object, ...]] | list[tuple[str | None, ...]], schema: Mapping[str, type[pl.DataType] | pl.DataType]
) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def _common(one: _Days, other: _Days) -> _Days | None:
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
