"""Look-ups in the registry: return one state or one code, or raise an error that explains why there is none."""

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias, get_args

from alliancekit._arguments import Number, When, code_of, date_of, id_of
from alliancekit.dates import PartialDate
from alliancekit.errors import AmbiguousState, BeyondCoverage, OutOfPeriod, UnknownState, UnknownSystem
from alliancekit.messages import listed, near
from alliancekit.models import State
from alliancekit.models.state import Membership, System
from alliancekit.states._hints import code_text, unknown_code, unknown_id, unknown_name
from alliancekit.states._index import DayRange, Holding, by_state, days_of, folded, index
from alliancekit.states._records import coverages, records
from alliancekit.text import quote

IdentifierKind: TypeAlias = System | Literal["name", "state"]
"""How a state is identified: by a code of a system, by a name, or by the id of its record (``state``)."""

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
"""Names of the code systems in data sets and other programs, for hints."""

_ID: Final = "state:"
"""The prefix of the ids of states."""

_EXAMPLE: Final = "system='cow', on='1991'"
"""Example of the arguments that a code needs."""


def get(code_or_name: str | Number, *, system: System | None = None, on: When | None = None) -> State:
    """Return the state that has a code or a name on a date.

    A code can pass from one state to another on any day; so it needs its system and a date. A name is looked up among
    the names in use on the date, or among all names if there is no date; case and accents are ignored. The id of a
    state, such as ``state:deu``, is valid at all times.

    Args:
        code_or_name: The code, as text or as a whole number of Python, numpy or pandas; or the name.
        system: The system of the code; None for a name.
        on: The date: a year such as 1991, EDTF text, or a date of datetime, numpy or pandas. For a longer time, such
            as ``1991``, the state needs to have the code or name on any day of it.

    Raises:
        UnknownState: If no state ever has that code or name; the error suggests similar names or other systems.
        OutOfPeriod: If a state has it, but not on the date; the error gives the period.
        AmbiguousState: If several states have it on the date; the error lists them.
        BeyondCoverage: If the date is outside the time that the list of the system covers.
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is not a valid date.
        TypeError: If a code has no system or no date; or if a code or a date has a wrong type, such as the float 255.0,
            or is missing.
    """
    code = code_of(code_or_name)
    if system is not None:
        if on is None:
            message = f"the code {quote(code)} needs a date, since codes change over time: add one, such as on='1991'"
            raise TypeError(message)
        return find(code, known(system, SYSTEMS), date_of(on)).state
    if isinstance(code, int):
        message = f"{code} is a code: add its system and a date, such as {_EXAMPLE}"
        raise TypeError(message)
    return _of_id(code) if code.startswith(_ID) else _named(code, on)


def convert(code: str | Number, *, from_: IdentifierKind, to: IdentifierKind, on: When) -> str:
    """Convert a code, name or id of a state into another code, name or id, on a date.

    Args:
        code: The code, name or id, as for `get`.
        from_: Its kind: a code system, ``name`` or ``state`` (the id of the record).
        to: The kind of the result: likewise. A name is the preferred one of those in use on the date.
        on: The date, as for `get`.

    Raises:
        UnknownState: If no state ever has that code or name, or the state never has a code in the target system.
        OutOfPeriod: If the code or name, or the code of the target system, is not in use on the date.
        AmbiguousState: If several states have it on the date, or the state has several codes; the error lists them.
        BeyondCoverage: If the date is outside the time that one of the two lists covers.
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is not a valid date.
        TypeError: If the code or the date has a wrong type, as for `get`.
    """
    return converted(code_of(code), known(from_, IDENTIFIER_KINDS), known(to, IDENTIFIER_KINDS), date_of(on))


def in_system(system: Membership, *, on: When) -> tuple[State, ...]:
    """Return the members of a state system on a date, in the order of the registry.

    Args:
        system: ``cow``, ``gw``, ``gw_microstates`` or ``cow_majors``.
        on: The date, as for `get`.

    Raises:
        BeyondCoverage: If the date is outside the time that the list covers.
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is not a valid date.
        TypeError: If it has a wrong type, as for `get`.
    """
    days = covered(known(system, MEMBERSHIPS), date_of(on))
    members = (holding.state for holding in index().members[system] if holding.during(days))
    return tuple({state.id: state for state in members}.values())


def holders(code: str | Number, *, system: System) -> tuple[State, ...]:
    """Return all states that ever have a code, in the order of the registry: two for 260 of Gleditsch and Ward.

    Args:
        code: The code, as for `get`.
        system: Its system.

    Raises:
        UnknownState: If no state ever has that code; the error lists other systems that have it.
        UnknownSystem: If there is no such system.
        TypeError: If the code has a wrong type, as for `get`.
    """
    holdings = _holdings(code_of(code), known(system, SYSTEMS))
    return tuple({holding.state.id: holding.state for holding in holdings}.values())


def successors(state: State | str) -> tuple[State, ...]:
    """Return the states that succeeded a state, in all or part of its territory, in the order of the registry.

    Args:
        state: The state, or its id.

    Raises:
        UnknownState: If the registry has no such state.
        TypeError: If `state` is neither a record nor text.
    """
    of = _of_id(id_of(state, "a state or its id"))
    return tuple(other for other in all_states() if of.id in other.predecessors)


def all_states() -> tuple[State, ...]:
    """Return all states of the registry, in the order of their numbers; states without a number come last."""
    return tuple(records().values())


def coverage(system: System | Membership) -> PartialDate:
    """Return the time that the list of a system covers; a spell that is open at its end may have ended since.

    Args:
        system: A code system, or a state system.

    Raises:
        UnknownSystem: If there is no such system.
    """
    return coverages()[known(system, coverages())]


def known(system: str, systems: Iterable[str]) -> str:
    """Return a system if it is one of the allowed ones; raise an UnknownSystem otherwise."""
    allowed = tuple(systems)
    if system not in allowed:
        word = str(system).lower()
        synonym = _ELSEWHERE.get(word)
        suggestions = (synonym,) if synonym in allowed else near(word, allowed)
        hint = f"did you mean {suggestions[0]}?" if suggestions else f"expected {listed(allowed, 'or')}"
        message = f"unknown system {quote(system)}; {hint}"
        raise UnknownSystem(message)
    return system


def covered(system: str, on: PartialDate) -> DayRange:
    """Return the days of a date; raise a BeyondCoverage if the list of a system does not cover all of them."""
    days, coverage_of_list = days_of(on), coverages()[system]
    first, last = days_of(coverage_of_list)
    if days[0] < first or last < days[1]:
        message = f"the {system} list covers {coverage_of_list.edtf}, got {on.edtf}"
        raise BeyondCoverage(message)
    return days


def find(code: str | int, system: str, on: PartialDate) -> Holding:
    """Return the state that has a code on a date, with the period in which it has the code."""
    holdings = _holdings(code, system)
    return _only(holdings, covered(system, on), f"the {system} code {holdings[0].value!r}", on)


def converted(code: str | int, from_: str, to: str, on: PartialDate) -> str:
    """Return the result of `convert` for arguments that are checked already."""
    if from_ == "state":
        state, days = _of_id(str(code)), days_of(on)
    else:
        holding = _find_name(str(code), on) if from_ == "name" else find(code, from_, on)
        state, (first, last) = holding.state, days_of(on)
        days = max(first, holding.days[0]), min(last, holding.days[1])
    match to:
        case "state":
            return state.id
        case "name":
            return _name(state, days)
        case _:
            covered(to, on)
            return _code(state, to, days, on)


def _holdings(code: str | int, system: str) -> list[Holding]:
    holdings = index().codes.get((system, code_text(code, system)))
    if not holdings:
        raise unknown_code(code, system)
    return holdings


def _only(holdings: list[Holding], days: DayRange, what: str, on: PartialDate) -> Holding:
    """Return the holding of the only state that has a code or name on any of the days."""
    then = [holding for holding in holdings if holding.during(days)]
    if not then:
        message = f"{what} is not in use on {on.edtf}: it belongs to {_with_periods(holdings)}"
        raise OutOfPeriod(message, by_state(holdings))
    if len(by_state(then)) > 1:
        message = f"{what} belongs to more than one state on {on.edtf}: {_with_periods(then)}"
        raise AmbiguousState(message, by_state(then))
    return then[0]


def _named(name: str, on: When | None) -> State:
    if on is not None:
        return _find_name(name, date_of(on)).state
    holdings = _names(name)
    if len(by_state(holdings)) > 1:
        message = f"the name {quote(name)} belongs to more than one state; add a date: {_with_periods(holdings)}"
        raise AmbiguousState(message, by_state(holdings))
    return holdings[0].state


def _find_name(name: str, on: PartialDate) -> Holding:
    return _only(_names(name), days_of(on), f"the name {quote(name)}", on)


def _names(name: str) -> list[Holding]:
    holdings = index().names.get(folded(name))
    if not holdings:
        raise unknown_name(name)
    return holdings


def _of_id(id_: str) -> State:
    state = records().get(id_)
    if state is None:
        raise unknown_id(id_)
    return state


def _name(state: State, days: DayRange) -> str:
    """Return the first name of a state that is in use on any of the days; its preferred name if none is."""
    for name in state.names:
        first, last = days_of(name.period) if name.period else days
        if first <= days[1] and days[0] <= last:
            return name.text
    return state.names[0].text


def _code(state: State, system: str, days: DayRange, on: PartialDate) -> str:
    holdings = index().of_state.get((system, state.id))
    if not holdings:
        message = f"{state.id} never has a code in {system}"
        raise UnknownState(message, (state.id,))
    then = {holding.value: holding for holding in holdings if holding.during(days)}
    if not then:
        message = f"{state.id} has no code in {system} on {on.edtf}: it has {_codes(holdings)}"
        raise OutOfPeriod(message, (state.id,))
    if len(then) > 1:
        message = f"{state.id} has more than one code in {system} on {on.edtf}: {_codes(then.values())}"
        raise AmbiguousState(message, (state.id,))
    return next(iter(then))


def _with_periods(holdings: Iterable[Holding]) -> str:
    """Return the ids of the states of holdings, each with its periods, for a message."""
    periods = {id_: ", ".join(dict.fromkeys(each.period for each in own)) for id_, own in by_state(holdings).items()}
    return listed(tuple(f"{id_} ({period})" for id_, period in periods.items()), "and")


def _codes(holdings: Iterable[Holding]) -> str:
    return listed(tuple(f"{holding.value} ({holding.period})" for holding in holdings), "and")
