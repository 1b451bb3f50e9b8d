"""Placement of a user's state records: matches each record with a state of the registry, day by day.

A record is placed by its codes: each code belongs to one state of the registry on a day. A record that contradicts the
registry or another record is not placed; it has a reason instead.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from attrs import evolve, field, frozen

from alliancekit.dates import Day, PartialDate
from alliancekit.messages import listed
from alliancekit.models import State
from alliancekit.models.state import Code
from alliancekit.states._index import ALWAYS, days_of, index, lifetime, overlap
from alliancekit.states._records import coverages, records

Trust: TypeAlias = Literal["registry", "record"]
"""Which source is right if a record contradicts the registry or another record."""

FIRST_DAY: Final = dt.date.min.toordinal()
LAST_DAY: Final = dt.date.max.toordinal()
"""The first and last day of `datetime.date`, as ordinals: 1 January of the year 1 is 1."""

_LISTS: Final[dict[str, tuple[str, ...]]] = {
    "cow": ("cow",),
    "cow_abbreviation": ("cow",),
    "gw": ("gw", "gw_microstates"),
    "gw_abbreviation": ("gw", "gw_microstates"),
}
"""The membership lists that use the codes of a system."""

_NO_RECORD: Final = "it has no record, and the registry has no state of this id"
_NO_STATE: Final = "no state of the registry has any of its codes"
_SEVERAL: Final = "its codes belong to more than one state"


@frozen
class Placement:
    """The state of the registry that a record represents in a range of days, or the states that it may represent.

    Attributes:
        states: If there is no reason, one id: that of the state in the registry, or the id of the record itself if it
            is not in any list of states. With a reason, the ids of the states that the record may represent; if there
            are none, it may be any state.
        first: The first day, as the ordinal of a `datetime.date`.
        last: The last day, likewise.
        reason: Why the record is not placed; None if it is.
    """

    states: tuple[str, ...]
    first: int = FIRST_DAY
    last: int = LAST_DAY
    reason: str | None = None


@frozen
class Contradiction:
    """A code of a record that contradicts the registry or another record.

    Attributes:
        record: The id of the record.
        position: The position of the code in the record, from 0.
        message: The contradiction, for a problem.
        hint: The owner of the code, and the correct code; None if the registry has neither.
        states: The states of the registry that the record may represent instead.
        reason: Why the record is not placed, for the account of a panel.
        other: The id of the other record with the code; None if the code contradicts the registry.
        first: The first day of the contradiction, as an ordinal.
        last: The last day.
    """

    record: str
    position: int
    message: str
    hint: str | None
    states: tuple[str, ...]
    reason: str
    other: str | None = None
    first: int = FIRST_DAY
    last: int = LAST_DAY


@frozen
class _Claim:
    """A range of days on which a state of the registry has a code of a record.

    Attributes:
        position: The position of the code in the record.
        state: The id of the state of the registry.
        first: The first day, as an ordinal.
        last: The last day.
    """

    position: int
    state: str
    first: int
    last: int


@frozen
class _RecordCodes:
    """The codes of a record, with the states of the registry that have them.

    Attributes:
        record: The record.
        owners: The states of the registry that ever have a code, by its position in the record. ATOP codes are left
            out: they are only for members that are in no list of states.
        claims: The ranges of days on which states of the registry have the codes.
    """

    record: State
    owners: dict[int, frozenset[str]] = field(factory=dict)
    claims: list[_Claim] = field(factory=list)

    @property
    def common(self) -> frozenset[str]:
        """The states that own all codes of the record; codes without any owner are ignored."""
        owners = [states for states in self.owners.values() if states]
        return owners[0].intersection(*owners[1:]) if owners else frozenset()


def placements(states: Iterable[State], trust: Trust = "registry") -> dict[str, tuple[Placement, ...]]:
    """Return the placements of each record, by its id: ranges of days in order, without gaps.

    On a day on which none of its codes is in use, a record represents the same state as before, or the first one. The
    registry decides whether that state is a member of a system then. A record without codes, or with ATOP codes only,
    is placed by its id.

    Args:
        states: The records.
        trust: ``registry``: a record that contradicts the registry's entry for its id, or has the same code as another
            record at the same time, is not placed. ``record``: it is placed by its codes anyway.
    """
    codes = [_codes(record) for record in states]
    by_record: dict[str, list[Contradiction]] = defaultdict(list)
    if trust == "registry":
        for each in (*_against_registry(codes), *_against_each_other(codes)):
            by_record[each.record].append(each)
    return {each.record.id: tuple(_placements(each, by_record[each.record.id], trust)) for each in codes}


def placement_of_id(id_: str) -> Placement:
    """Return the placement of a state without a record: by its id, if the registry has it."""
    return Placement((id_,)) if id_ in records() else Placement((), reason=_NO_RECORD)


def may_exist(record: State, time: PartialDate) -> bool:
    """Return whether the state that a record represents exists, or may exist, on any day of a time.

    A state exists from its first to its last day in any list, also between its spells. It may have existed before the
    lists if it is in one from its first day, and at all times if it is in none.
    """
    days = first, last = days_of(time)
    then = [each for each in placements([record])[record.id] if each.last >= _ordinal(first)]
    for placement in (each for each in then if each.first <= _ordinal(last)):
        start, end = lifetime(records().get(placement.states[0], record)) if not placement.reason else ALWAYS
        if overlap((ALWAYS[0] if start == _first_day_of_lists() else start, end), days):
            return True
    return False


@cache
def _first_day_of_lists() -> Day:
    """Return the first day of all lists of states; states that are older begin on it in the lists."""
    lists = dict.fromkeys(each for own in _LISTS.values() for each in own)
    return min(days_of(coverages()[each])[0] for each in lists)


def contradictions(states: Iterable[State]) -> Iterator[Contradiction]:
    """Yield the codes of records that contradict the registry, and the codes that no state has."""
    for codes in map(_codes, states):
        yield from _against_registry([codes])
        yield from _without_owner(codes)
        yield from _against_itself(codes)


def shared(states: Iterable[State]) -> Iterator[Contradiction]:
    """Yield the codes that a record shares with an earlier record at the same time, one for each pair of records."""
    codes = [_codes(record) for record in states]
    order: dict[str, int] = {each.record.id: n for n, each in enumerate(codes)}
    later = (each for each in _against_each_other(codes) if each.other and order[each.other] < order[each.record])
    yield from {(each.record, each.other): each for each in sorted(later, key=_last_first)}.values()


def _last_first(contradiction: Contradiction) -> tuple[str, int]:
    """Return a sort key that puts the first code of a record last, since a dictionary keeps the last value of a key."""
    return contradiction.record, -contradiction.position


def _codes(record: State) -> _RecordCodes:
    result = _RecordCodes(record)
    for position, code in enumerate(record.codes):
        if code.system == "atop":
            continue
        holdings = index().codes.get((code.system, code.value), ())
        result.owners[position] = frozenset(holding.state.id for holding in holdings)
        for first, last in map(_ordinals, _periods(record, code)):
            for holding in holdings:
                start, end = max(first, _ordinal(holding.days[0])), min(last, _ordinal(holding.days[1]))
                if start <= end:
                    result.claims.append(_Claim(position, holding.state.id, start, end))
    if len(result.common) == 1:
        # One state has all of the codes; other states that have one of them at another time are ruled out.
        result.claims[:] = (claim for claim in result.claims if claim.state in result.common)
    return result


def _periods(record: State, code: Code) -> list[PartialDate | None]:
    """Return the period of a code; if it has none, the spells in which its record is a member of the system."""
    if code.period is not None:
        return [code.period]
    lists = _LISTS.get(code.system, ())
    return [spell.period for spell in record.spells if spell.system in lists] or [None]


def _ordinals(period: PartialDate | None) -> tuple[int, int]:
    """Return the first and the last day of a period at face value; a period of None is all days."""
    if period is None:
        return FIRST_DAY, LAST_DAY
    first, last = days_of(period)
    return _ordinal(first), _ordinal(last)


def _ordinal(day: Day) -> int:
    if dt.MINYEAR <= day.year <= dt.MAXYEAR:
        return dt.date(*day).toordinal()
    return FIRST_DAY if day.year < dt.MINYEAR else LAST_DAY


def _against_registry(records_: Iterable[_RecordCodes]) -> Iterator[Contradiction]:
    """Yield each code of a record that the registry's state of the same id does not have."""
    for codes in records_:
        own = records().get(codes.record.id)
        if own is None or own is codes.record:
            continue
        for position, owners in codes.owners.items():
            code = codes.record.codes[position]
            if own.id not in owners and not _is_later(code):
                right = _codes_of(own.id, code)
                has = f"has {listed(right, 'and')}" if right else f"never has a {code.system} code"
                message = f"codes[{position}] is {code.system} {code.value}, but {own.id} {has} in the registry"
                owned = [f"{value} is {_name(own.id)}" for value in right]
                owned += [f"{code.value} is {_name(owner)}" for owner in sorted(owners)]
                hint = "; ".join(owned) or None
                reason = f"its record contradicts the registry: {hint or message}"
                yield Contradiction(codes.record.id, position, message, hint, (own.id, *sorted(owners)), reason)


def _without_owner(codes: _RecordCodes) -> Iterator[Contradiction]:
    """Yield each code that no state of the registry has, if the id of the record is not in the registry either."""
    for position, owners in codes.owners.items():
        code = codes.record.codes[position]
        if not owners and codes.record.id not in records() and not _is_later(code):
            message = f"codes[{position}] is {code.system} {code.value}, which no state of the registry has"
            yield Contradiction(codes.record.id, position, message, None, (), _NO_STATE)


def _against_itself(codes: _RecordCodes) -> Iterator[Contradiction]:
    """Yield the first code that belongs to a different state than an earlier code on the same day."""
    for claims in (claims for _, _, claims in _intervals(codes.claims)):
        states = {claim.state: claim for claim in reversed(claims)}
        if len(states) > 1 and not codes.common:
            one, *_, other = sorted(states.values(), key=lambda claim: claim.position)
            code, first = (codes.record.codes[claim.position] for claim in (other, one))
            message = (
                f"codes[{other.position}] is {code.system} {code.value}, which belongs to {other.state}, "
                f"but {first.system} {first.value} belongs to {one.state}"
            )
            hint = f"{first.value} is {_name(one.state)}; {code.value} is {_name(other.state)}"
            yield Contradiction(codes.record.id, other.position, message, hint, tuple(sorted(states)), _SEVERAL)
            return


def _against_each_other(records_: Sequence[_RecordCodes]) -> Iterator[Contradiction]:
    """Yield the codes by which two records represent the same state at the same time, one for each of the records.

    Codes that contradict the registry are left out: they are reported already.
    """
    wrong = {(each.record, each.position) for each in _against_registry(records_)}
    of_state: dict[str, list[tuple[_Claim, State]]] = defaultdict(list)
    for codes in records_:
        for claim in codes.claims:
            if (codes.record.id, claim.position) not in wrong:
                of_state[claim.state].append((claim, codes.record))
    for claims in of_state.values():
        claims.sort(key=lambda each: each[0].first)
        # The two records whose claims last longest so far: at least one of them differs from the next record.
        longest: dict[str, tuple[_Claim, State]] = {}
        for claim, record in claims:
            for other, owner in longest.values():
                if owner.id != record.id and claim.first <= other.last:
                    first, last = claim.first, min(claim.last, other.last)
                    yield _shared(claim, record, other, owner, first, last)
                    yield _shared(other, owner, claim, record, first, last)
                    break
            if record.id not in longest or longest[record.id][0].last < claim.last:
                longest[record.id] = claim, record
                longest = dict(sorted(longest.items(), key=lambda each: -each[1][0].last)[:2])


def _shared(  # noqa: PLR0913, PLR0917 - two claims and the days that they share
    claim: _Claim, record: State, other: _Claim, owner: State, first: int, last: int
) -> Contradiction:
    code, same = record.codes[claim.position], owner.codes[other.position]
    reason = f"{owner.id} has {same.system} {same.value} at the same time"
    message = f"codes[{claim.position}] is {code.system} {code.value}, and {reason}"
    hint = f"{code.value} is {_name(claim.state)}; correct one of the two, or give the code a period in each record"
    return Contradiction(record.id, claim.position, message, hint, (claim.state,), reason, owner.id, first, last)


def _placements(codes: _RecordCodes, contradicting: Sequence[Contradiction], trust: Trust) -> Iterator[Placement]:
    """Yield the placements of a record, in order of time and without gaps."""
    by_registry = [each for each in contradicting if each.other is None]
    if by_registry:
        states = dict.fromkeys(state for each in by_registry for state in each.states)
        states |= dict.fromkeys(claim.state for claim in codes.claims)
        yield Placement(tuple(states), reason=by_registry[0].reason)
        return
    result = [_without_claims(codes)]
    # Days without a code in use get the state of the days before, or the first one.
    for n, each in enumerate(_by_codes(codes, contradicting, trust)):
        if n == 0:
            result = [evolve(each, first=FIRST_DAY)]
        elif (each.states, each.reason) != (result[-1].states, result[-1].reason):
            result[-1] = evolve(result[-1], last=each.first - 1)
            result.append(each)
    result[-1] = evolve(result[-1], last=LAST_DAY)
    yield from result


def _by_codes(codes: _RecordCodes, contradicting: Collection[Contradiction], trust: Trust) -> Iterator[Placement]:
    """Yield the placements of a record on the days on which any of its codes is in use."""
    reasons = list(_without_covered(contradicting))
    doubts = [_Claim(n, "", each.first, each.last) for n, each in enumerate(reasons)]
    for first, last, claims in _intervals([*codes.claims, *doubts]):
        own = sorted((claim for claim in claims if claim.state), key=lambda claim: claim.position)
        states = tuple(dict.fromkeys(claim.state for claim in own))
        best = states[:1] if trust == "record" else tuple(state for state in states if state in codes.common)
        doubt = next((reasons[claim.position].reason for claim in claims if not claim.state), None)
        if doubt:
            yield Placement(states, first, last, doubt)
        elif len(states) > 1 and len(best) != 1:
            yield Placement(states, first, last, _SEVERAL)
        else:
            yield Placement(states if len(states) == 1 else best, first, last)


def _without_covered(contradicting: Iterable[Contradiction]) -> Iterator[Contradiction]:
    """Yield contradictions in order of time, without those whose days earlier ones cover."""
    last = FIRST_DAY - 1
    for each in sorted(contradicting, key=lambda each: each.first):
        if each.last > last:
            yield each
            last = each.last


def _without_claims(codes: _RecordCodes) -> Placement:
    """Return the placement of a record none of whose codes is in use in its period."""
    if codes.record.id in records():
        return Placement((codes.record.id,))
    if not codes.owners:
        return Placement((codes.record.id,))
    owners = sorted(frozenset[str]().union(*codes.owners.values()))
    if len(owners) == 1:
        return Placement((owners[0],))
    return Placement(tuple(owners), reason=_SEVERAL if owners else _NO_STATE)


def _intervals(claims: Iterable[_Claim]) -> Iterator[tuple[int, int, list[_Claim]]]:
    """Split all days at the starts and ends of claims; yield each interval that has claims, with its claims."""
    begin: dict[int, list[_Claim]] = defaultdict(list)
    end: dict[int, list[_Claim]] = defaultdict(list)
    for claim in claims:
        begin[claim.first].append(claim)
        end[claim.last + 1].append(claim)
    days = sorted({*begin, *end})
    active: dict[_Claim, None] = {}
    for day, following in pairwise(days):
        active |= dict.fromkeys(begin.get(day, ()))
        for claim in end.get(day, ()):
            active.pop(claim, None)
        if active:
            yield day, following - 1, [*active]


def _is_later(code: Code) -> bool:
    """Return whether a code begins after the last day that the list of its system covers."""
    return _ordinals(code.period)[0] > _ordinals(coverages()[code.system])[1]


def _codes_of(state: str, code: Code) -> tuple[str, ...]:
    """Return the codes of a state in the system of a code: those in use in the period of the code, otherwise all."""
    first, last = _ordinals(code.period)
    holdings = index().of_state.get((code.system, state), ())
    then = [each.value for each in holdings if _ordinal(each.days[0]) <= last and first <= _ordinal(each.days[1])]
    return tuple(dict.fromkeys(then or [each.value for each in holdings]))


def _name(state: str) -> str:
    return records()[state].names[0].text
