"""Treaties as tables of spells in days: the parties of each treaty, and the obligations of one party toward another."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple, TypeAlias, get_args

from attrs import field, frozen

from alliancekit._collector import gc_paused
from alliancekit._polars import pl
from alliancekit.dates import PartialDate
from alliancekit.dates.epoch import EPOCH, days_from_epoch
from alliancekit.models.treaty import Obligation, Treaty

OBLIGATIONS: Final[tuple[Obligation, ...]] = get_args(Obligation)
"""All obligations, in the order of the columns."""

PARTIES: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    "treaty": pl.String,
    "state": pl.String,
    "start": pl.Date,
    "end": pl.Date,
}
"""The schema of a table with a row for each spell of a party: its first and its last day."""

BITS: Final = pl.UInt16
"""The type of sets of obligations: one bit for each obligation, in their order."""

BIT: Final = tuple(1 << place for place in range(len(OBLIGATIONS)))
"""The bit of each obligation."""

_OBLIGATION_ROWS: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    **PARTIES,
    "toward": pl.List(pl.String),
    "bits": BITS,
}
"""The schema of obligations before `toward` is split: a row has all of `state` toward the same parties and days."""

NOTES: Final = {"treaty": pl.String, "state": pl.String, "period": pl.String, "reason": pl.String}
"""The schema of a table with remarks about spells or treaties; cells that do not apply are null."""

_BEGINNING: Final = -EPOCH - 10_000 * 366
_ENDLESS: Final = date.max.toordinal() - EPOCH
"""Before and after all days of any panel."""

_DayNumbers: TypeAlias = tuple[int, int]
"""The first and the last day of a spell, as days since 1970-01-01."""

_ObligationKey: TypeAlias = tuple[str, str, _DayNumbers, tuple[str, ...]]
"""The treaty, the state that has the obligations, the days, and the states toward which it has them."""


@frozen(eq=False)
class TreatyTables:
    """Treaties as tables.

    Attributes:
        parties: The spells of parties, of days that count.
        possible_parties: The days outside these spells on which a state may be party.
        obligations: The obligations of one party toward another, with their spells.
        possible_obligations: The days outside these spells on which an obligation may exist.
        coded: The indices in `OBLIGATIONS` of the obligations that at least one commitment has. The others are not
            coded.
        without_commitments: The treaties without any commitment, whose obligations are unknown.
        excluded: The treaties without any day that counts, and the other spells without one, with the reason.
        imprecise: The spells that count, but with an end that is not known to the day; all days on which they may have
            lasted count.
        count: The number of treaties.
        coverage: The first and the last day that counts for any party, from the year 1 on; None if no day counts.
    """

    parties: pl.DataFrame
    possible_parties: pl.DataFrame
    obligations: pl.DataFrame
    possible_obligations: pl.DataFrame
    coded: tuple[int, ...]
    without_commitments: tuple[str, ...]
    excluded: pl.DataFrame
    imprecise: pl.DataFrame
    count: int
    coverage: tuple[date, date] | None


def treaty_tables(treaties: Sequence[Treaty]) -> TreatyTables:
    """Return treaties as tables of spells in days."""
    tables = _TreatyRows()
    with gc_paused():
        for treaty in treaties:
            tables.add(treaty)
    parties = _frame(tables.parties, PARTIES)
    # The dates of Python, which panels use, begin in the year 1.
    ends = [pl.max_horizontal(end, date.min) for end in (pl.col("start").min(), pl.col("end").max())]
    return TreatyTables(
        parties=parties,
        possible_parties=_frame(tables.possible_parties, PARTIES),
        obligations=_obligations(tables.obligations),
        possible_obligations=_obligations(tables.possible_obligations),
        coded=tuple(sorted(tables.coded)),
        without_commitments=tuple(tables.without_commitments),
        excluded=_frame(tables.excluded, NOTES),
        imprecise=_frame(tables.imprecise, NOTES),
        count=len(treaties),
        coverage=None if parties.is_empty() else parties.select(ends).row(0),
    )


class _UncertainSpell(NamedTuple):
    """A spell whose first or last day may be uncertain.

    Attributes:
        counted: The days that count as part of the spell; None if there are none.
        possible: The days that may be part of it, including the counted ones.
    """

    counted: _DayNumbers | None
    possible: _DayNumbers

    def intersection(self, other: "_UncertainSpell") -> "_UncertainSpell | None":
        """Return the common days of two spells; None if there are none."""
        possible = _common(self.possible, other.possible)
        counted = _common(self.counted, other.counted) if self.counted and other.counted else None
        return _UncertainSpell(counted, possible) if possible else None

    def uncounted_days(self) -> Iterator[_DayNumbers]:
        """Yield the possible days that do not count: all, or those after the last counted day.

        There are none before the first counted day, because it is also the first possible day.
        """
        if self.counted is None:
            yield self.possible
        elif self.counted[1] < self.possible[1]:
            yield self.counted[1] + 1, self.possible[1]


@frozen(eq=False)
class _TreatyRows:
    """The rows of the tables, collected from one treaty after the other."""

    parties: list[tuple[object, ...]] = field(factory=list)
    possible_parties: list[tuple[object, ...]] = field(factory=list)
    obligations: dict[_ObligationKey, int] = field(factory=lambda: defaultdict(int))
    possible_obligations: dict[_ObligationKey, int] = field(factory=lambda: defaultdict(int))
    coded: set[int] = field(factory=set)
    without_commitments: list[str] = field(factory=list)
    excluded: list[tuple[str | None, ...]] = field(factory=list)
    imprecise: list[tuple[str | None, ...]] = field(factory=list)

    def add(self, treaty: Treaty) -> None:
        """Add the rows of a treaty."""
        lifetime = self._lifetime(treaty)
        spells = {
            party.party: tuple(self._spells(treaty, party.party, party.spells, lifetime)) for party in treaty.parties
        }
        for state, own in spells.items():
            self.parties.extend((treaty.id, state, *spell.counted) for spell in own if spell.counted)
            self.possible_parties.extend((treaty.id, state, *days) for spell in own for days in spell.uncounted_days())
        if not treaty.commitments:
            self.without_commitments.append(treaty.id)
        for commitment in treaty.commitments:
            by, toward, position = commitment.by, commitment.toward, OBLIGATIONS.index(commitment.obligation)
            self.coded.add(position)
            periods = () if commitment.period is None else (commitment.period,)
            for period in self._spells(treaty, by, periods, lifetime):
                for spell in filter(None, map(period.intersection, spells[by])):
                    if spell.counted:
                        self.obligations[treaty.id, by, spell.counted, toward] |= BIT[position]
                    for days in spell.uncounted_days():
                        self.possible_obligations[treaty.id, by, days, toward] |= BIT[position]

    def _lifetime(self, treaty: Treaty) -> _UncertainSpell:
        """Return the spell in which a treaty is in force; add the reason to `excluded` if none of its days counts."""
        last = treaty.ended or treaty.as_of
        first_doubt, last_doubt = _doubt(treaty.in_force), _doubt(last)
        if first_doubt:
            self.excluded.append((treaty.id, None, None, f"its first day in force is {first_doubt} ('in_force')"))
        elif last_doubt:
            self.excluded.append((treaty.id, None, None, f"its last day in force is {last_doubt} ('ended' or 'as_of')"))
        spell = _spell(treaty.in_force, last)
        return spell if treaty.ended else _UncertainSpell(spell.counted, (spell.possible[0], _ENDLESS))

    def _spells(
        self, treaty: Treaty, state: str, periods: tuple[PartialDate, ...], lifetime: _UncertainSpell
    ) -> Iterator[_UncertainSpell]:
        """Yield the spells of periods within the lifetime of a treaty; without periods, the whole lifetime."""
        if not periods:
            yield lifetime
        for period in periods:
            note = treaty.id, state, period.edtf
            spell = _spell_of(period).intersection(lifetime)
            if spell is None:
                self.excluded.append((*note, "it is outside the time in which the treaty may be in force"))
                continue
            start_doubt, end_doubt = _doubt(period.start), None if period.open_end else _doubt(period.end)
            if start_doubt:
                self.excluded.append((*note, f"its start is {start_doubt}"))
            elif end_doubt:
                self.excluded.append((*note, f"its end is {end_doubt}"))
            elif spell.counted is None and lifetime.counted is not None:
                self.excluded.append((*note, "it is after the last day on which the treaty is known to be in force"))
            elif spell.counted and not (_is_exact(period.start) and _is_exact(period.end)):
                self.imprecise.append((*note, "a day is unknown; it counts as long as it may have lasted"))
            yield spell


def _spell_of(period: PartialDate) -> _UncertainSpell:
    """Return the spell of a period. An open start is treated as unknown, because each treaty begins at some time."""
    if not period.open_end:
        return _spell(period.start, period.end)
    first = _spell(period.start, period.start)
    days = first.possible[0], _ENDLESS
    return _UncertainSpell(days if first.counted else None, days)


def _spell(start: PartialDate | None, end: PartialDate | None) -> _UncertainSpell:
    """Return the spell between two days; if one of them is unknown, approximate or uncertain, no day counts."""
    first = _BEGINNING if start is None or _doubt(start) else _first(start)
    last = _ENDLESS if end is None or _doubt(end) else _last(end)
    return _UncertainSpell(None if _doubt(start) or _doubt(end) else (first, last), (first, last))


def _doubt(moment: PartialDate | None) -> str | None:
    """Return why no days count from or up to a date, as an adjective; None if they count."""
    if moment is None:
        return "unknown"
    return "approximate" if moment.approximate else "uncertain" if moment.uncertain else None


def _obligations(bits_of: Mapping[_ObligationKey, int]) -> pl.DataFrame:
    """Return the table of obligations, with a row for each party toward which they are."""
    rows = [(treaty, by, *days, toward, bits) for (treaty, by, days, toward), bits in bits_of.items()]
    return pl.DataFrame(rows, schema=_OBLIGATION_ROWS, orient="row").explode("toward")


def _frame(
    rows: list[tuple[object, ...]] | list[tuple[str | None, ...]], schema: Mapping[str, type[pl.DataType] | pl.DataType]
) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def _common(one: _DayNumbers, other: _DayNumbers) -> _DayNumbers | None:
    """Return the common days of two ranges; None if there are none."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start <= end else None


def _is_exact(moment: PartialDate | None) -> bool:
    """Return whether an end of a period is open, or a single day."""
    return moment is None or moment.earliest == moment.latest


def _first(moment: PartialDate) -> int:
    assert moment.earliest is not None  # noqa: S101 - a date that is not an interval has an earliest day
    return days_from_epoch(moment.earliest)


def _last(moment: PartialDate) -> int:
    assert moment.latest is not None  # noqa: S101 - a date that is not an interval has a latest day
    return min(days_from_epoch(moment.latest), _ENDLESS)
