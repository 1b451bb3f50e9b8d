"""Look-ups in the registry: one state, or one code, or a sentence that says why there is none."""

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias, get_args

from alliancekit._arguments import Number, When, code_of, date_of, id_of
from alliancekit.dates import PartialDate
from alliancekit.errors import AmbiguousState, BeyondCoverage, OutOfPeriod, UnknownState, UnknownSystem
from alliancekit.messages import listed, near
from alliancekit.models import State
from alliancekit.models.state import Membership, System
from alliancekit.states._hints import unknown_code, unknown_id, unknown_name, written
from alliancekit.states._index import DayRange, Holding, days_of, folded, index, states_of
from alliancekit.states._records import coverages, records
from alliancekit.text import quote

IdentifierKind: TypeAlias = System | Literal["name", "state"]
"""What stands for a state: a code of a system, a name, or the id of its record."""

SYSTEMS: Final[tuple[System, ...]] = get_args(System)
IDENTIFIER_KINDS: Final[tuple[IdentifierKind, ...]] = (*SYSTEMS, "name", "state")
MEMBERSHIPS: Final[tuple[Membership, ...]] = get_args(Membership)

_ELSEWHERE: Final[dict[str, IdentifierKind]] = {
    "ccode": "cow",
    "cown": "cow",
    "cowc": "cow_abbreviation",
    "stateabb": "cow_abbreviation",
    "gwcode": "gw",
    "gwn": "gw",
    "gwno": "gw",
    "gwc": "gw_abbreviation",
    "iso2": "iso3166_1_alpha2",
    "iso2c": "iso3166_1_alpha2",
    "iso3": "iso3166_1_alpha3",
    "iso3c": "iso3166_1_alpha3",
    "iso3n": "iso3166_1_numeric",
}
"""What the systems are called in data sets and other programs, for hints."""

_ID: Final = "state:"
"""How the ids of states begin."""

_EXAMPLE: Final = "system='cow', on='1991'"
"""What a code needs."""


def get(code_or_name: str | Number, *, system: System | None = None, on: When | None = None) -> State:
    """Return the state that a code or a name stands for on a date.

    A code is the code of one state on one day, and may be that of another one on the next; so it needs its system and
    a date. A name is looked for among those in use on the date, or at any time if there is none; case and accents mean
    nothing. The id of a state, such as ``state:deu``, is its name at all times.

    Args:
        code_or_name: The code, as text or as a whole number of Python, numpy or pandas; or the name.
        system: The system of the code; left out, it is a name.
        on: The date: a year such as 1991, EDTF text, or a date of datetime, numpy or pandas. Of a longer time, such as
            ``1991``, any day.

    Raises:
        UnknownState: If no state ever has that code or name; it names near names, or the systems that have the code.
        OutOfPeriod: If one has it, but not then; it says when.
        AmbiguousState: If several have it then; it lists them.
        BeyondCoverage: If the date lies before or behind what the list of the system covers.
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is no date.
        TypeError: If a code comes without its system, or without a date; or if a code or a date is of another type,
            such as the float 255.0, which is no whole number, or is missing.
    """
    code = code_of(code_or_name)
    if system is not None:
        if on is None:
            message = f"the code {quote(code)} needs a date, since codes change hands: say one, such as on='1991'"
            raise TypeError(message)
        return find(code, known(system, SYSTEMS), date_of(on)).state
    if isinstance(code, int):
        message = f"{code} is a code: say its system and a date, such as {_EXAMPLE}"
        raise TypeError(message)
    return _of_id(code) if code.startswith(_ID) else _named(code, on)


def convert(code: str | Number, *, from_: IdentifierKind, to: IdentifierKind, on: When) -> str:
    """Return the code, name or id of the state that another code, name or id stands for on a date.

    Args:
        code: What stands for the state, as for `get`.
        from_: What that is: a code system, ``name`` or ``state`` (the id of its record).
        to: What is wanted: likewise. The name is the preferred one of those in use.
        on: The date, as for `get`.

    Raises:
        UnknownState: If no state ever has that code or name, or the state never has a code in the system wanted.
        OutOfPeriod: If the one or the other is not in use then; it says when.
        AmbiguousState: If there are several states, or codes of the state, then; it lists them.
        BeyondCoverage: If the date lies before or behind what one of the two lists covers.
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is no date.
        TypeError: If the code or the date is of another type, as for `get`.
    """
    return converted(code_of(code), known(from_, IDENTIFIER_KINDS), known(to, IDENTIFIER_KINDS), date_of(on))


def in_system(system: Membership, *, on: When) -> tuple[State, ...]:
    """Return the members of a system of states on a date, in the order of the registry.

    Args:
        system: ``cow``, ``gw``, ``gw_microstates`` or ``cow_majors``.
        on: The date, as for `get`.

    Raises:
        BeyondCoverage: If the date lies before or behind what the list covers.
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is no date.
        TypeError: If it is of another type, as for `get`.
    """
    days = covered(known(system, MEMBERSHIPS), date_of(on))
    return tuple({hold.state.id: hold.state for hold in index().members[system] if hold.during(days)}.values())


def holders(code: str | Number, *, system: System) -> tuple[State, ...]:
    """Return every state that ever has a code, in the order of the registry: two for 260 of Gleditsch and Ward.

    Args:
        code: The code, as for `get`.
        system: Its system.

    Raises:
        UnknownState: If no state ever has that code; it names the systems that have it.
        UnknownSystem: If there is no such system.
        TypeError: If the code is of another type, as for `get`.
    """
    holds = _holds(code_of(code), known(system, SYSTEMS))
    return tuple({hold.state.id: hold.state for hold in holds}.values())


def successors(state: State | str) -> tuple[State, ...]:
    """Return the states that followed a state, wholly or in a part of its territory, in the order of the registry.

    Args:
        state: The state, or its id.

    Raises:
        UnknownState: If the registry has no such state.
        TypeError: If it is neither a record nor text.
    """
    of = _of_id(id_of(state, "a state or its id"))
    return tuple(other for other in all_states() if of.id in other.predecessors)


def all_states() -> tuple[State, ...]:
    """Return every state of the registry, in the order of their numbers; those without a number come last."""
    return tuple(records().values())


def coverage(system: System | Membership) -> PartialDate:
    """Return from when to when the list of a system is known; what is open at its end is not known to go on.

    Args:
        system: A code system, or a system of states.

    Raises:
        UnknownSystem: If there is no such system.
    """
    return coverages()[known(system, coverages())]


def known(system: str, systems: Iterable[str]) -> str:
    """Return a system if it is one of those allowed."""
    allowed = tuple(systems)
    if system not in allowed:
        word = str(system).lower()
        meant = _ELSEWHERE.get(word)
        words = (meant,) if meant in allowed else near(word, allowed)
        hint = f"did you mean {words[0]}?" if words else f"there are {listed(allowed, 'and')}"
        message = f"there is no system {quote(system)}; {hint}"
        raise UnknownSystem(message)
    return system


def covered(system: str, on: PartialDate) -> DayRange:
    """Return the days of a date, all of which the list of a system covers."""
    days, reach = days_of(on), coverages()[system]
    first, last = days_of(reach)
    if days[0] < first or last < days[1]:
        message = f"the {system} list covers {reach.edtf} and says nothing of {on.edtf}"
        raise BeyondCoverage(message)
    return days


def find(code: str | int, system: str, on: PartialDate) -> Holding:
    """Return who holds a code on a date, and when."""
    holds = _holds(code, system)
    return _only(holds, covered(system, on), f"the {system} code {holds[0].value!r}", on)


def converted(code: str | int, from_: str, to: str, on: PartialDate) -> str:
    """Return what `convert` does, of systems that are known."""
    if from_ == "state":
        state, days = _of_id(str(code)), days_of(on)
    else:
        hold = _find_name(str(code), on) if from_ == "name" else find(code, from_, on)
        state, (first, last) = hold.state, days_of(on)
        days = max(first, hold.days[0]), min(last, hold.days[1])
    match to:
        case "state":
            return state.id
        case "name":
            return _name(state, days)
        case _:
            covered(to, on)
            return _code(state, to, days, on)


def _holds(code: str | int, system: str) -> list[Holding]:
    holds = index().codes.get((system, written(code, system)))
    if not holds:
        raise unknown_code(code, system)
    return holds


def _only(holds: list[Holding], days: DayRange, what: str, on: PartialDate) -> Holding:
    """Return the one who holds something on any of some days."""
    then = [hold for hold in holds if hold.during(days)]
    if not then:
        message = f"{what} is not in use on {on.edtf}: it is that of {_said(holds)}"
        raise OutOfPeriod(message, states_of(holds))
    if len(states_of(then)) > 1:
        message = f"{what} is that of more than one state on {on.edtf}: {_said(then)}"
        raise AmbiguousState(message, states_of(then))
    return then[0]


def _named(name: str, on: When | None) -> State:
    if on is not None:
        return _find_name(name, date_of(on)).state
    holds = _names(name)
    if len(states_of(holds)) > 1:
        message = f"the name {quote(name)} is that of more than one state; say on which date: {_said(holds)}"
        raise AmbiguousState(message, states_of(holds))
    return holds[0].state


def _find_name(name: str, on: PartialDate) -> Holding:
    return _only(_names(name), days_of(on), f"the name {quote(name)}", on)


def _names(name: str) -> list[Holding]:
    holds = index().names.get(folded(name))
    if not holds:
        raise unknown_name(name)
    return holds


def _of_id(id_: str) -> State:
    state = records().get(id_)
    if state is None:
        raise unknown_id(id_)
    return state


def _name(state: State, days: DayRange) -> str:
    """Return the first of a state's names that is in use on any of some days; its preferred one if none is."""
    for name in state.names:
        first, last = days_of(name.period) if name.period else days
        if first <= days[1] and days[0] <= last:
            return name.text
    return state.names[0].text


def _code(state: State, system: str, days: DayRange, on: PartialDate) -> str:
    holds = index().of_state.get((system, state.id))
    if not holds:
        message = f"{state.id} never has a code in {system}"
        raise UnknownState(message, (state.id,))
    then = {hold.value: hold for hold in holds if hold.during(days)}
    if not then:
        message = f"{state.id} has no code in {system} on {on.edtf}: it has {_codes(holds)}"
        raise OutOfPeriod(message, (state.id,))
    if len(then) > 1:
        message = f"{state.id} has more than one code in {system} on {on.edtf}: {_codes(then.values())}"
        raise AmbiguousState(message, (state.id,))
    return next(iter(then))


def _said(holds: Iterable[Holding]) -> str:
    """Return who holds something, and when, for a sentence."""
    periods = {id_: ", ".join(dict.fromkeys(hold.period for hold in of)) for id_, of in states_of(holds).items()}
    return listed(tuple(f"{id_} ({period})" for id_, period in periods.items()), "and")


def _codes(holds: Iterable[Holding]) -> str:
    return listed(tuple(f"{hold.value} ({hold.period})" for hold in holds), "and")
