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
from alliancekit.models.ids import PartyId
from alliancekit.models.treaty import Commitment, Obligation, Treaty
from alliancekit.panel._asymmetry import (
    AsymmetricRule,
    DayNumbers,
    DirectedPart,
    applies,
    asymmetric_provisions,
    directed_parts,
)

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
"""The type of a set of obligations: one bit for each obligation, in the order of `OBLIGATIONS`."""

BIT: Final = tuple(1 << place for place in range(len(OBLIGATIONS)))
"""The bit of each obligation."""

_OBLIGATION_ROWS: Final[dict[str, type[pl.DataType] | pl.DataType]] = {
    **PARTIES,
    "toward": pl.List(pl.String),
    "bits": BITS,
}
"""The schema of obligations before `toward` is split.

A row has all obligations of one `state` toward the same parties on the same days.
"""

NOTES: Final = {"treaty": pl.String, "state": pl.String, "period": pl.String, "reason": pl.String}
"""The schema of a table with remarks. In a remark about a treaty, `state` and `period` are null."""

_UNCOUNTED: Final = {**NOTES, "toward": pl.String}
"""The schema of a table with remarks about commitments toward one state."""

_ATOP: Final = "atop"
"""The scheme of the identifiers of ATOP's alliances."""

_BEFORE_ALL_DAYS: Final = -EPOCH - 10_000 * 366
_LAST_POSSIBLE_DAY: Final = date.max.toordinal() - EPOCH
"""The numbers of a day before all days of any panel, and of the last day of Python: for unknown and open dates."""

_ObligationKey: TypeAlias = tuple[str, str, DayNumbers, tuple[str, ...]]
"""The treaty, the state that has the obligations, the days, and the states toward which it has the obligations."""


@frozen(eq=False)
class TreatyTables:
    """Treaties as tables of spells.

    The days of a spell *count* from its first to its last possible day: a start in 1949 counts from 1 January 1949.
    Those of a treaty without an end count to its `as_of`. No day counts if the start or the end is unknown, approximate
    or uncertain.

    Attributes:
        parties: The spells of parties. They have only days that count.
        possible_parties: The days outside these spells on which a state may be party.
        obligations: The obligations of one party toward another, with their spells.
        undirected: The obligations of a party whose direction is unknown: a row for each party toward which it may be.
        possible_obligations: The days outside these spells on which an obligation may exist.
        coded: The indices in `OBLIGATIONS` of the obligations that at least one commitment has. The others are not
            coded.
        without_commitments: The treaties without any commitment, whose obligations are unknown.
        of_atop: The treaties that are alliances of ATOP: they have an identifier in its scheme.
        asymmetric: The number of asymmetric alliances of three or more members.
        excluded: The treaties of which no day counts, and of other treaties the spells of which no day counts; with the
            reasons.
        uncounted: The commitments that do not count, because one of the two sides is no party; with the reasons. There
            is a row for each state toward which they are.
        owed: The number of the other commitments, counted once for each state toward which they are.
        imprecise: The spells that count, but whose first or last day is known only as a longer period, such as a year.
            All days on which they may have existed count.
        size: The number of treaties.
        coverage: The first and the last day that count for any party, but no day before the year 1; None if no day
            counts.
    """

    parties: pl.DataFrame
    possible_parties: pl.DataFrame
    obligations: pl.DataFrame
    undirected: pl.DataFrame
    possible_obligations: pl.DataFrame
    coded: tuple[int, ...]
    without_commitments: tuple[str, ...]
    of_atop: tuple[str, ...]
    asymmetric: int
    excluded: pl.DataFrame
    uncounted: pl.DataFrame
    owed: int
    imprecise: pl.DataFrame
    size: int
    coverage: tuple[date, date] | None


def treaty_tables(treaties: Sequence[Treaty], asymmetric: AsymmetricRule = "by_obligation") -> TreatyTables:
    """Return treaties as tables of spells in days.

    Args:
        treaties: The treaties.
        asymmetric: Which commitments of asymmetric alliances have an unknown direction.
    """
    tables = _TreatyRows(asymmetric)
    with gc_paused():
        for treaty in treaties:
            tables.add(treaty)
    parties = _frame(tables.parties, PARTIES)
    # Panels use the dates of Python, which begin in the year 1.
    ends = [pl.max_horizontal(end, date.min) for end in (pl.col("start").min(), pl.col("end").max())]
    return TreatyTables(
        parties=parties,
        possible_parties=_frame(tables.possible_parties, PARTIES),
        obligations=_obligations(tables.obligations),
        undirected=_obligations(tables.undirected),
        possible_obligations=_obligations(tables.possible_obligations),
        coded=tuple(sorted(tables.coded)),
        without_commitments=tuple(tables.without_commitments),
        of_atop=tuple(tables.of_atop),
        asymmetric=len(tables.asymmetric),
        excluded=_frame(tables.excluded, NOTES),
        uncounted=_frame(tables.uncounted, _UNCOUNTED),
        owed=sum(tables.owed),
        imprecise=_frame(tables.imprecise, NOTES),
        size=len(treaties),
        coverage=None if parties.is_empty() else parties.select(ends).row(0),
    )


class _UncertainSpell(NamedTuple):
    """A spell whose first or last day may be uncertain.

    Attributes:
        counted: The days that count as part of the spell; None if there are none.
        possible: The days that may be part of it, including the counted ones.
    """

    counted: DayNumbers | None
    possible: DayNumbers

    def intersection(self, other: "_UncertainSpell") -> "_UncertainSpell | None":
        """Return the common days of two spells; None if there are none."""
        possible = _common(self.possible, other.possible)
        counted = _common(self.counted, other.counted) if self.counted and other.counted else None
        return _UncertainSpell(counted, possible) if possible else None

    def uncounted_days(self) -> Iterator[DayNumbers]:
        """Yield the possible days that do not count: all days, or those after the last counted day.

        The first counted day is also the first possible day, so there are no such days before it.
        """
        if self.counted is None:
            yield self.possible
        elif self.counted[1] < self.possible[1]:
            yield self.counted[1] + 1, self.possible[1]


_PartySpells: TypeAlias = dict[PartyId, tuple[_UncertainSpell, ...]]
"""The spells of each party of a treaty."""


@frozen(eq=False)
class _TreatyRows:
    """The rows of the tables, which are collected treaty by treaty."""

    rule: AsymmetricRule
    parties: list[tuple[object, ...]] = field(factory=list)
    possible_parties: list[tuple[object, ...]] = field(factory=list)
    obligations: dict[_ObligationKey, int] = field(factory=lambda: defaultdict(int))
    undirected: dict[_ObligationKey, int] = field(factory=lambda: defaultdict(int))
    possible_obligations: dict[_ObligationKey, int] = field(factory=lambda: defaultdict(int))
    coded: set[int] = field(factory=set)
    without_commitments: list[str] = field(factory=list)
    of_atop: list[str] = field(factory=list)
    asymmetric: list[str] = field(factory=list)
    excluded: list[tuple[str | None, ...]] = field(factory=list)
    uncounted: list[tuple[str | None, ...]] = field(factory=list)
    owed: list[int] = field(factory=list)
    imprecise: list[tuple[str | None, ...]] = field(factory=list)

    def add(self, treaty: Treaty) -> None:
        """Add the rows of a treaty."""
        self.coded.update(OBLIGATIONS.index(commitment.obligation) for commitment in treaty.commitments)
        lifetime = self._lifetime(treaty)
        if treaty.never_in_force and treaty.as_of is None:
            return
        spells: _PartySpells = {
            party.party: tuple(self._spells(treaty, party.party, party.spells, lifetime)) for party in treaty.parties
        }
        if not treaty.parties:
            # It may have come into force, or it may have come into force later: then its signatories may be parties.
            unknown = _UncertainSpell(None, lifetime.possible)
            spells = {signatory.party: (unknown,) for signatory in treaty.signatories}
        for state, own in spells.items():
            self.parties.extend((treaty.id, state, *spell.counted) for spell in own if spell.counted)
            self.possible_parties.extend((treaty.id, state, *days) for spell in own for days in spell.uncounted_days())
        if not treaty.commitments:
            self.without_commitments.append(treaty.id)
        if any(each.scheme == _ATOP for each in treaty.identifiers):
            self.of_atop.append(treaty.id)
        asymmetric = asymmetric_provisions(treaty)
        if asymmetric:
            self.asymmetric.append(treaty.id)
        for commitment in treaty.commitments:
            in_doubt = bool(asymmetric) and self.rule != "none" and applies(asymmetric, commitment)
            self._add_commitment(treaty, commitment, spells, lifetime, in_doubt=in_doubt)

    def _add_commitment(
        self,
        treaty: Treaty,
        commitment: Commitment,
        parties: _PartySpells,
        lifetime: _UncertainSpell,
        *,
        in_doubt: bool,
    ) -> None:
        """Add the rows of a commitment between parties; `in_doubt` if its direction may be unknown."""
        by, toward, bit = commitment.by, commitment.toward, BIT[OBLIGATIONS.index(commitment.obligation)]
        if not (by in parties and all(map(parties.__contains__, toward))):
            toward = self._toward_parties(treaty, commitment, parties)
        if not toward:
            return
        self.owed.append(len(toward))
        periods = () if commitment.period is None else (commitment.period,)
        for period in self._spells(treaty, by, periods, lifetime):
            for spell in filter(None, map(period.intersection, parties[by])):
                if spell.counted and in_doubt and len(toward) > 1:
                    for part in self._parts(treaty, commitment, spell.counted, toward, parties, lifetime):
                        self.obligations[treaty.id, by, part.days, part.certain] |= bit
                        self.undirected[treaty.id, by, part.days, part.unknown] |= bit
                elif spell.counted:
                    self.obligations[treaty.id, by, spell.counted, toward] |= bit
                for days in spell.uncounted_days():
                    self.possible_obligations[treaty.id, by, days, toward] |= bit

    def _parts(  # noqa: PLR0913, PLR0917 - a commitment with its context
        self,
        treaty: Treaty,
        commitment: Commitment,
        days: DayNumbers,
        toward: tuple[PartyId, ...],
        parties: _PartySpells,
        lifetime: _UncertainSpell,
    ) -> Iterator[DirectedPart]:
        """Yield the parts of a commitment whose direction may be unknown."""
        owing: dict[PartyId, list[DayNumbers]] = defaultdict(list)
        for other in treaty.commitments:
            if other.obligation == commitment.obligation:
                spell = _spell_of(other.period) if other.period else lifetime
                owing[other.by].append(spell.possible)
        present = {each: [spell.possible for spell in parties[each]] for each in toward}
        owed = {each: owing[each] for each in toward}
        return directed_parts(days, present, owed, self.rule, commitment.obligation)

    def _toward_parties(self, treaty: Treaty, commitment: Commitment, parties: _PartySpells) -> tuple[PartyId, ...]:
        """Return the parties toward which a party has a commitment; add the others to `uncounted`."""
        by_party = commitment.by in parties
        toward = tuple(each for each in commitment.toward if by_party and each in parties)
        reason = (
            "it is toward a state or actor that is no party" if by_party else "it is of a signatory, not of a party"
        )
        period = commitment.period.edtf if commitment.period else None
        others = (each for each in commitment.toward if each not in toward)
        self.uncounted.extend((treaty.id, commitment.by, period, reason, each) for each in others)
        return toward

    def _lifetime(self, treaty: Treaty) -> _UncertainSpell:
        """Return the spell in which a treaty is in force; add the reason to `excluded` if none of its days counts."""
        if treaty.never_in_force:
            until = " up to its 'as_of'" if treaty.as_of else ""
            self.excluded.append((treaty.id, None, None, f"it never came into force{until}"))
            first = _BEFORE_ALL_DAYS if treaty.as_of is None or _doubt(treaty.as_of) else _last(treaty.as_of) + 1
            return _UncertainSpell(None, (first, _LAST_POSSIBLE_DAY))
        last = treaty.ended or treaty.as_of
        first_doubt, last_doubt = _doubt(treaty.in_force), _doubt(last)
        if first_doubt:
            self.excluded.append((treaty.id, None, None, f"its first day in force is {first_doubt} ('in_force')"))
        elif last_doubt:
            self.excluded.append((treaty.id, None, None, f"its last day in force is {last_doubt} ('ended' or 'as_of')"))
        spell = _spell(treaty.in_force, last)
        return spell if treaty.ended else _UncertainSpell(spell.counted, (spell.possible[0], _LAST_POSSIBLE_DAY))

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
    """Return the spell of a period. An open start counts as unknown, because each treaty begins on some day."""
    if not period.open_end:
        return _spell(period.start, period.end)
    first = _spell(period.start, period.start)
    days = first.possible[0], _LAST_POSSIBLE_DAY
    return _UncertainSpell(days if first.counted else None, days)


def _spell(start: PartialDate | None, end: PartialDate | None) -> _UncertainSpell:
    """Return the spell between two days; if one of them is unknown, approximate or uncertain, no day counts."""
    first = _BEFORE_ALL_DAYS if start is None or _doubt(start) else _first(start)
    last = _LAST_POSSIBLE_DAY if end is None or _doubt(end) else _last(end)
    return _UncertainSpell(None if _doubt(start) or _doubt(end) else (first, last), (first, last))


def _doubt(moment: PartialDate | None) -> str | None:
    """Return the adjective that explains why no days from or to a date count; None if they count."""
    if moment is None:
        return "unknown"
    return "approximate" if moment.approximate else "uncertain" if moment.uncertain else None


def _obligations(bits_of: Mapping[_ObligationKey, int]) -> pl.DataFrame:
    """Return the table of obligations, with one row for each party toward which a state has them."""
    rows = [(treaty, by, *days, toward, bits) for (treaty, by, days, toward), bits in bits_of.items() if toward]
    return pl.DataFrame(rows, schema=_OBLIGATION_ROWS, orient="row").explode("toward")


def _frame(
    rows: list[tuple[object, ...]] | list[tuple[str | None, ...]], schema: Mapping[str, type[pl.DataType] | pl.DataType]
) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def _common(one: DayNumbers, other: DayNumbers) -> DayNumbers | None:
    """Return the common days of two ranges; None if there are none."""
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start <= end else None


def _is_exact(moment: PartialDate | None) -> bool:
    """Return whether the start or the end of a period is open, or a single day."""
    return moment is None or moment.earliest == moment.latest


def _first(moment: PartialDate) -> int:
    assert moment.earliest is not None  # noqa: S101 - a date that is not an interval has an earliest day
    return days_from_epoch(moment.earliest)


def _last(moment: PartialDate) -> int:
    assert moment.latest is not None  # noqa: S101 - a date that is not an interval has a latest day
    return min(days_from_epoch(moment.latest), _LAST_POSSIBLE_DAY)
