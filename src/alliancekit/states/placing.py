"""Which states of the registry the state records of a user stand for, day by day.

A record is placed by its codes: a code of any system leads to the state of the registry that has it on a day. What
contradicts the registry or another record is not placed: it has a reason instead.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from attrs import evolve, field, frozen

from alliancekit.dates import Day, PartialDate
from alliancekit.messages import listed
from alliancekit.models import State
from alliancekit.models.state import Code
from alliancekit.states._index import days_of, index
from alliancekit.states._records import coverages, records

Trust: TypeAlias = Literal["registry", "record"]
"""Who is right where a record contradicts the registry or another record."""

FIRST_DAY: Final = dt.date.min.toordinal()
LAST_DAY: Final = dt.date.max.toordinal()
"""The days that Python's dates know, as ordinals: 1 January of the year 1 is 1."""

_LISTS: Final[dict[str, tuple[str, ...]]] = {
    "cow": ("cow",),
    "cow_abbreviation": ("cow",),
    "gw": ("gw", "gw_microstates"),
    "gw_abbreviation": ("gw", "gw_microstates"),
}
"""The lists of members whose codes a system has."""

_NO_RECORD: Final = "there is no record of it, and the registry has no state of this id"
_NO_STATE: Final = "no state of the registry has any of its codes"
_SEVERAL: Final = "its codes belong to more than one state"


@frozen
class Placement:
    """The states of the registry for which a record stands in an unbroken time.

    Attributes:
        states: One id without a reason: the record stands for this state; an id that the registry does not have is
            that of the record itself, which no list of states has. With a reason: the record may stand for any of
            these, and if there are none, for any state at all.
        first: The first day, as the ordinal of a `datetime.date`.
        last: The last day, likewise.
        reason: Why the record is not placed; None where it is.
    """

    states: tuple[str, ...]
    first: int = FIRST_DAY
    last: int = LAST_DAY
    reason: str | None = None


@frozen
class Contradiction:
    """A code of a record that cannot be right, if the registry or another record is.

    Attributes:
        record: The id of the record.
        position: The position of the code in the record, from 0.
        message: What contradicts it.
        hint: Whose code it is, and which code is the right one; None where the registry does not know.
        states: The states of the registry for which the record may stand instead.
        reason: Why the record is not placed, for the account of a panel.
        other: The id of the record that has the code too; None where the registry contradicts.
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
    """A time in which a state of the registry has a code of a record.

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
    """What the codes of a record say.

    Attributes:
        record: The record.
        owners: The states of the registry that ever have a code, by its position in the record. Codes of ATOP are left
            out: they are for those whom no list of states has.
        claims: The times in which states of the registry have the codes.
    """

    record: State
    owners: dict[int, frozenset[str]] = field(factory=dict)
    claims: list[_Claim] = field(factory=list)

    @property
    def common(self) -> frozenset[str]:
        """The states that own each code of the record, apart from codes that nobody owns."""
        owners = [states for states in self.owners.values() if states]
        return owners[0].intersection(*owners[1:]) if owners else frozenset()


def placements(states: Iterable[State], trust: Trust = "registry") -> dict[str, tuple[Placement, ...]]:
    """Return where each record is placed on each day, in order of time and without gaps.

    On a day on which none of its codes is in use, a record stands for the state before, or else for the first one:
    whether that state is a member of a system then is for the registry to say. A record of which no state has a code
    is placed by its id, if it has no code but those of ATOP.

    Args:
        states: The records.
        trust: ``registry``: a record that contradicts the registry's state of its own id, or has a code at the same
            time as another record, is not placed. ``record``: it is placed by its codes all the same.
    """
    codes = [_codes(record) for record in states]
    found: dict[str, list[Contradiction]] = defaultdict(list)
    if trust == "registry":
        for each in (*_against_registry(codes), *_against_each_other(codes)):
            found[each.record].append(each)
    return {each.record.id: tuple(_placed(each, found[each.record.id], trust)) for each in codes}


def placement_of_id(id_: str) -> Placement:
    """Return where a state is placed of which there is no record: by its id, if the registry has it."""
    return Placement((id_,)) if id_ in records() else Placement((), reason=_NO_RECORD)


def contradictions(states: Iterable[State]) -> Iterator[Contradiction]:
    """Yield each code of a record that the registry contradicts, and each code that belongs to nobody."""
    for codes in map(_codes, states):
        yield from _against_registry([codes])
        yield from _without_owner(codes)
        yield from _against_itself(codes)


def shared(states: Iterable[State]) -> Iterator[Contradiction]:
    """Yield the codes that a record has at the same time as an earlier record, one for each two records."""
    codes = [_codes(record) for record in states]
    order: dict[str, int] = {each.record.id: n for n, each in enumerate(codes)}
    found = (each for each in _against_each_other(codes) if each.other and order[each.other] < order[each.record])
    yield from {(each.record, each.other): each for each in sorted(found, key=_last_first)}.values()


def _last_first(found: Contradiction) -> tuple[str, int]:
    """Return a key that puts the first code of a record last, so that it is the one that a dictionary keeps."""
    return found.record, -found.position


def _codes(record: State) -> _RecordCodes:
    made = _RecordCodes(record)
    for position, code in enumerate(record.codes):
        if code.system == "atop":
            continue
        holds = index().codes.get((code.system, code.value), ())
        made.owners[position] = frozenset(hold.state.id for hold in holds)
        for first, last in map(_ordinals, _periods(record, code)):
            for hold in holds:
                start, end = max(first, _ordinal(hold.days[0])), min(last, _ordinal(hold.days[1]))
                if start <= end:
                    made.claims.append(_Claim(position, hold.state.id, start, end))
    if len(made.common) == 1:
        # All codes together are those of one state, though another state has one of them at another time.
        made.claims[:] = (claim for claim in made.claims if claim.state in made.common)
    return made


def _periods(record: State, code: Code) -> list[PartialDate | None]:
    """Return when a code holds: in its period; without one, while its record is a member of the system."""
    if code.period is not None:
        return [code.period]
    lists = _LISTS.get(code.system, ())
    return [spell.period for spell in record.spells if spell.system in lists] or [None]


def _ordinals(period: PartialDate | None) -> tuple[int, int]:
    """Return the first and the last day of a period at face value; None is all days."""
    if period is None:
        return FIRST_DAY, LAST_DAY
    first, last = days_of(period)
    return _ordinal(first), _ordinal(last)


def _ordinal(day: Day) -> int:
    if dt.MINYEAR <= day.year <= dt.MAXYEAR:
        return dt.date(*day).toordinal()
    return FIRST_DAY if day.year < dt.MINYEAR else LAST_DAY


def _against_registry(records_: Iterable[_RecordCodes]) -> Iterator[Contradiction]:
    """Yield each code of a record that is not one of the registry's state of the same id."""
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
    """Yield each code that no state of the registry has, of a record whose id the registry does not have."""
    for position, owners in codes.owners.items():
        code = codes.record.codes[position]
        if not owners and codes.record.id not in records() and not _is_later(code):
            message = f"codes[{position}] is {code.system} {code.value}, which no state of the registry has"
            yield Contradiction(codes.record.id, position, message, None, (), _NO_STATE)


def _against_itself(codes: _RecordCodes) -> Iterator[Contradiction]:
    """Yield the first code that leads to another state than an earlier one on the same day."""
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
    """Yield the codes by which two records stand for one state at the same time, for either of the two.

    A code that the registry contradicts is left out: it is known to be wrong already.
    """
    wrong = {(found.record, found.position) for found in _against_registry(records_)}
    of_state: dict[str, list[tuple[_Claim, State]]] = defaultdict(list)
    for codes in records_:
        for claim in codes.claims:
            if (codes.record.id, claim.position) not in wrong:
                of_state[claim.state].append((claim, codes.record))
    for claims in of_state.values():
        claims.sort(key=lambda each: each[0].first)
        # The two records whose claims so far last longest: one of them is another record than the next one.
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
    hint = f"{code.value} is {_name(claim.state)}; correct one of the two, or give each the period in which it has it"
    return Contradiction(record.id, claim.position, message, hint, (claim.state,), reason, owner.id, first, last)


def _placed(codes: _RecordCodes, found: Sequence[Contradiction], trust: Trust) -> Iterator[Placement]:
    """Yield where a record is placed, in order of time and without gaps."""
    by_registry = [each for each in found if each.other is None]
    if by_registry:
        states = dict.fromkeys(state for each in by_registry for state in each.states)
        states |= dict.fromkeys(claim.state for claim in codes.claims)
        yield Placement(tuple(states), reason=by_registry[0].reason)
        return
    known = [_without_claims(codes)]
    # Days without a code in use go to the state before, or to the first one.
    for n, each in enumerate(_by_codes(codes, found, trust)):
        if n == 0:
            known = [evolve(each, first=FIRST_DAY)]
        elif (each.states, each.reason) != (known[-1].states, known[-1].reason):
            known[-1] = evolve(known[-1], last=each.first - 1)
            known.append(each)
    known[-1] = evolve(known[-1], last=LAST_DAY)
    yield from known


def _by_codes(codes: _RecordCodes, found: Collection[Contradiction], trust: Trust) -> Iterator[Placement]:
    """Yield where a record is placed in the times in which any of its codes is in use."""
    reasons = list(_first_of_days(found))
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


def _first_of_days(found: Iterable[Contradiction]) -> Iterator[Contradiction]:
    """Yield contradictions in order of time, without those on whose days earlier ones tell enough."""
    last = FIRST_DAY - 1
    for each in sorted(found, key=lambda each: each.first):
        if each.last > last:
            yield each
            last = each.last


def _without_claims(codes: _RecordCodes) -> Placement:
    """Return where a record is placed of which no code is in use in its period."""
    if codes.record.id in records():
        return Placement((codes.record.id,))
    if not codes.owners:
        return Placement((codes.record.id,))
    owners = sorted(frozenset[str]().union(*codes.owners.values()))
    if len(owners) == 1:
        return Placement((owners[0],))
    return Placement(tuple(owners), reason=_SEVERAL if owners else _NO_STATE)


def _intervals(claims: Iterable[_Claim]) -> Iterator[tuple[int, int, list[_Claim]]]:
    """Yield the intervals between any two days on which a claim begins or ends, with the claims in each."""
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
    reach = coverages()[code.system]
    return _ordinals(code.period)[0] > _ordinals(reach)[1]


def _codes_of(state: str, code: Code) -> tuple[str, ...]:
    """Return the codes of a state of the registry in the system of a code: those of its time, else those of any."""
    first, last = _ordinals(code.period)
    holds = index().of_state.get((code.system, state), ())
    then = [hold.value for hold in holds if _ordinal(hold.days[0]) <= last and first <= _ordinal(hold.days[1])]
    return tuple(dict.fromkeys(then or [hold.value for hold in holds]))


def _name(state: str) -> str:
    return records()[state].names[0].text
