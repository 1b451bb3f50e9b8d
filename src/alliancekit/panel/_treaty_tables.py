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

OWED: Final[dict[str, type[pl.DataType] | pl.DataType]] = {**PARTIES, "toward": pl.List(pl.String), "bits": BITS}
"""The schema of a table with a row for all obligations of `state` toward the same parties on the same days."""

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
        parties: The spells of parties.
        possible_parties: The days outside these spells on which a state may be party.
        obligations: The obligations of one party toward another, with their spells.
        possible_obligations: The days outside these spells on which an obligation may exist.
        coded: The positions of the obligations in any commitment. The others are not coded.
        without_commitments: The treaties without any commitment, whose obligations are unknown.
        excluded: The spells and treaties without any certain day, with the reason.
        imprecise: The spells whose first or last day is unknown; they count as long as they may have lasted.
        count: The number of treaties.
        coverage: The first and the last day of any treaty, from the year 1 on; None without treaties.
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
    """A spell whose ends may be uncertain.

    Attributes:
        certain: The days that count as part of the spell; None if there are none.
        possible: The days that may be part of it.
    """

    certain: _DayNumbers | None
    possible: _DayNumbers

    def intersection(self, other: "_UncertainSpell") -> "_UncertainSpell | None":
        """Return the common days of two spells; None if there are none."""
        possible = _common(self.possible, other.possible)
        certain = _common(self.certain, other.certain) if self.certain and other.certain else None
        return _UncertainSpell(certain, possible) if possible else None

    def uncertain_days(self) -> Iterator[_DayNumbers]:
        """Yield the days that are possible but not certain; there are none at the start, where the two agree."""
        if self.certain is None:
            yield self.possible
        elif self.certain[1] < self.possible[1]:
            yield self.certain[1] + 1, self.possible[1]


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
            self.parties.extend((treaty.id, state, *spell.certain) for spell in own if spell.certain)
            self.possible_parties.extend((treaty.id, state, *days) for spell in own for days in spell.uncertain_days())
        if not treaty.commitments:
            self.without_commitments.append(treaty.id)
        for commitment in treaty.commitments:
            by, toward, position = commitment.by, commitment.toward, OBLIGATIONS.index(commitment.obligation)
            self.coded.add(position)
            periods = () if commitment.period is None else (commitment.period,)
            for period in self._spells(treaty, by, periods, lifetime):
                for spell in filter(None, map(period.intersection, spells[by])):
                    if spell.certain:
                        self.obligations[treaty.id, by, spell.certain, toward] |= BIT[position]
                    for days in spell.uncertain_days():
                        self.possible_obligations[treaty.id, by, days, toward] |= BIT[position]

    def _lifetime(self, treaty: Treaty) -> _UncertainSpell:
        """Return the spell in which a treaty is in force; add a remark if none of its days is certain."""
        last = treaty.ended or treaty.as_of
        reason = (
            "its first day in force is unknown ('in_force')"
            if treaty.in_force is None
            else "its last day in force is unknown ('ended' or 'as_of')"
            if last is None
            else None
        )
        if reason:
            self.excluded.append((treaty.id, None, None, reason))
        spell = _spell(treaty.in_force, last)
        return spell if treaty.ended else _UncertainSpell(spell.certain, (spell.possible[0], _ENDLESS))

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
            if period.start is None or not (period.end or period.open_end):
                self.excluded.append((*note, f"its {'end' if period.start else 'start'} is unknown"))
            elif not (_is_day(period.start) and _is_day(period.end)):
                self.imprecise.append((*note, "a day is unknown; it counts as long as it may have lasted"))
            yield spell


def _spell_of(period: PartialDate) -> _UncertainSpell:
    """Return the spell of a period. Its start is never open, since it is part of a treaty that has a start."""
    if not period.open_end:
        return _spell(period.start, period.end)
    spell = _spell(period.start, period.start)
    return _UncertainSpell(spell.certain and (spell.certain[0], _ENDLESS), (spell.possible[0], _ENDLESS))


def _spell(start: PartialDate | None, end: PartialDate | None) -> _UncertainSpell:
    """Return the spell between two days; if one of them is unknown or qualified, no day is certain."""
    first = _BEGINNING if start is None or _qualified(start) else _first(start)
    last = _ENDLESS if end is None or _qualified(end) else _last(end)
    return _UncertainSpell((first, last) if first != _BEGINNING and last != _ENDLESS else None, (first, last))


def _qualified(moment: PartialDate) -> bool:
    return moment.approximate or moment.uncertain


def _obligations(bits_of: Mapping[_ObligationKey, int]) -> pl.DataFrame:
    """Return the table of obligations, with a row for each party toward which they are."""
    rows = [(treaty, by, *days, toward, bits) for (treaty, by, days, toward), bits in bits_of.items()]
    return pl.DataFrame(rows, schema=OWED, orient="row").explode("toward")


def _frame(
    rows: list[tuple[object, ...]] | list[tuple[str | None, ...]], schema: Mapping[str, type[pl.DataType] | pl.DataType]
) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def _common(one: _DayNumbers, other: _DayNumbers) -> _DayNumbers | None:
    """Return the common days of two ranges; None if there are none."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start <= end else None


def _is_day(moment: PartialDate | None) -> bool:
    """Return whether an end of a period is open, or certainly a single day."""
    return moment is None or (moment.earliest == moment.latest and not moment.approximate and not moment.uncertain)


def _first(moment: PartialDate) -> int:
    assert moment.earliest is not None  # noqa: S101 - a date that is not an interval has an earliest day
    return days_from_epoch(moment.earliest)


def _last(moment: PartialDate) -> int:
    assert moment.latest is not None  # noqa: S101 - a date that is not an interval has a latest day
    return min(days_from_epoch(moment.latest), _ENDLESS)
