"""Errors for codes, names and ids that are not in the registry, with a hint what to write instead if there is one."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, get_args

from alliancekit.dates import Day, PartialDate
from alliancekit.errors import UnknownState
from alliancekit.messages import listed, quote
from alliancekit.models.ids import StateId
from alliancekit.models.state import System
from alliancekit.states._folding import folded, plain
from alliancekit.states._index import (
    ALWAYS,
    DayRange,
    Holding,
    by_state,
    days_of,
    index,
    is_listed,
    overlap,
    presence,
)
from alliancekit.states._names import holdings_of_name, names, territories
from alliancekit.states._records import STATE_PREFIX, USER_ASSIGNED, Succession, records, succession
from alliancekit.states._spellings import Spellings

_SYSTEMS: Final[tuple[System, ...]] = get_args(System)

_DIGITS: Final = {"iso3166_1_numeric": 3}
"""The number of digits of the codes of a system, if it is fixed."""

_NUMBER: Final = re.compile(r"\s*(\d{1,9})(?:\.0*)?\s*")
"""A number in the formats of other programs: with leading zeros, a decimal point after it, or spaces around it."""

_CODES: Final = {"iso3166_1_alpha2": 2, "iso3166_1_alpha3": 3}
"""The number of letters of the codes of a system in which users may assign codes of their own."""

_EXAMPLE: Final = "1991"
"""The year in the example of a hint, if the code is in use then."""


def code_text(code: str | int, system: str) -> str:
    """Return a code as text in the format of its system, such as 040 for the ISO 3166-1 number 40."""
    return f"{code:0{_DIGITS.get(system, 1)}}" if isinstance(code, int) else code


def code_in_format(code: str | int, system: str) -> str | None:
    """Return a code in the format of a system, such as USA for usa or 040 for 40; None if it has no such code."""
    if isinstance(code, str):
        number = _NUMBER.fullmatch(code)
        code = int(number[1]) if number else code.strip().upper()
    value = code_text(code, system)
    return value if index().codes.get((system, value)) else None


def codes_in_systems(code: str | int) -> dict[str, str]:
    """Return a code in the format of each system that has it."""
    return {system: text for system in _SYSTEMS if (text := code_in_format(code, system))}


def unknown_code(code: str | int, system: str, *, aliases: bool = False) -> UnknownState:
    """Return the error for a code that its system does not have.

    The hint gives the correct format of the code, other systems that have it, or similar codes. There are no similar
    codes for a number: numbers close to it are those of neighbouring countries.

    Args:
        code: The code.
        system: Its system.
        aliases: Whether the caller accepts aliases, so that the hint may recommend them.
    """
    value = code_text(code, system)
    message = f"no state ever has the {system} code {quote(value)}"
    if system in _CODES and len(value) == _CODES[system] and value.upper() in USER_ASSIGNED:
        return UnknownState(f"{message}: {_user_assigned(value, aliases=aliases)}", (USER_ASSIGNED[value.upper()],))
    corrected = code_in_format(code, system)
    if corrected:
        return UnknownState(_with_suggestions(message, (corrected,)))
    others = codes_in_systems(code)
    if others:
        known = next(iter(others.values())) if isinstance(code, str) else code
        return UnknownState(f"{message}; {known} is a code of {listed(tuple(others), 'and')}")
    similar = () if _NUMBER.fullmatch(value) else _codes(system).near(value, 2)
    return UnknownState(_with_suggestions(message, similar))


def unknown_name(name: str, *, aliases: bool = False) -> UnknownState:
    """Return the error for a name that no state has, with the systems in which it is a code, or similar names.

    Args:
        name: The name.
        aliases: As for `unknown_code`.
    """
    message = f"no state is called {quote(name)}"
    number = _NUMBER.fullmatch(name)
    if number:
        which = f"the number {int(number[1])}" if name != str(int(number[1])) else "a number"
        reason = f"{which} needs its system and a date, such as system='cow', on='{_EXAMPLE}'"
        return UnknownState(f"{message}: {reason}", _holders(name))
    codes = codes_in_systems(name)
    if codes:
        system, code = next(iter(codes.items()))
        which = "it" if code == name else code
        example = f"system='{system}', on='{_example_date(index().codes[system, code])}'"
        reason = f"{which} is a code ({', '.join(codes)}), which needs its system and a date, such as {example}"
        return UnknownState(f"{message}: {reason}", _holders(name))
    if name.strip().upper() in USER_ASSIGNED:
        reason = _user_assigned(name, aliases=aliases)
        return UnknownState(f"{message}: {reason}", (USER_ASSIGNED[name.strip().upper()],))
    territory = territories().get(folded(name))
    if territory:
        return UnknownState(f"{message}: it is a territory ({territory} in ISO 3166-1) and in no list of states")
    spellings, values = _names()
    if not plain(name).isascii():  # in Chinese, one other character is another word: 北 is the north, 南 the south
        return UnknownState(message)
    similar = spellings.near(plain(name), 3) or spellings.near(folded(name), 3)
    return UnknownState(_with_suggestions(message, (values[other] for other in similar)))


def code_without_system(text: str, codes: Mapping[str, str]) -> UnknownState:
    """Return the error for a number without its system, with the number in each system that has it."""
    ways = tuple(f"{system}:{code}" for system, code in codes.items())
    ids = _holders(text)
    return UnknownState(f"{quote(text)} is a code: add its system ({listed(ways)}), or write an id: {listed(ids)}", ids)


def unknown_id(id_: str) -> UnknownState:
    """Return the error for an id that no state of the registry has, with the ids of that name, or similar ids."""
    slug = id_.removeprefix(STATE_PREFIX)
    named = by_state(holdings_of_name(slug.replace("-", " ")))
    similar = named or (f"{STATE_PREFIX}{other}" for other in _ids().near(slug, 3))
    return UnknownState(_with_suggestions(f"the registry has no state {quote(id_)}", similar))


def never_has_code(state: str, system: str) -> str:
    """Return the message for a state without any code in a system."""
    message = f"{state} never has a code in {system}"
    own = [code for code, owner in USER_ASSIGNED.items() if owner == state and len(code) == _CODES.get(system)]
    return f"{message}; many data sets use {own[0]}, which ISO 3166-1 leaves to its users" if own else message


def _user_assigned(code: str, *, aliases: bool) -> str:
    """Return why a code is not in ISO 3166-1, and what to do."""
    code = code.strip()
    state = USER_ASSIGNED[code.upper()]
    alias = f", or pass aliases={{{code!r}: {state!r}}}" if aliases else ""
    return f"ISO 3166-1 leaves it to its users, and many data sets use it for {state}; write {state}{alias}"


def _holders(code: str) -> tuple[str, ...]:
    """Return the ids of all states that ever have a code, in any system."""
    return tuple(by_state(holding for key in codes_in_systems(code).items() for holding in index().codes[key]))


def _example_date(holdings: list[Holding]) -> str:
    """Return a date on which only one state has a code: a usual year, otherwise a day of its last period."""
    days = days_of(PartialDate(_EXAMPLE))
    if len(by_state(holding for holding in holdings if holding.during(days))) == 1:
        return _EXAMPLE
    first, last = max(holding.days for holding in holdings)
    day: Day = last if first == ALWAYS[0] else first
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def listed_then(states: Iterable[str], days: DayRange) -> tuple[str, ...]:
    """Return those of some states that are in a list on any of some days."""
    return tuple(id_ for id_ in states if is_listed(records()[id_], days))


def successions_around(states: Iterable[str], days: DayRange) -> tuple[tuple[str, ...], str]:
    """Return the states that exist on some days and directly succeeded some states, and when; or preceded them.

    The text is a fact with its date, as in the registry: "state:deu (union, 1990-10-03) succeeded state:east-germany".
    It does not say which state had a territory on the days: Eritrea separated from Ethiopia in 1993, but was Italian in
    1930.

    Args:
        states: The states; none of them is in a list on the days.
        days: The first and the last day.
    """
    others: list[str] = []
    facts: list[str] = []
    for id_ in states:
        after = {each.successor: each for each in succession() if each.predecessor == id_ and _follows(each, days)}
        if after:
            facts.append(f"{_with_dates(after)} succeeded {id_}")
        before = {each.predecessor: each for each in succession() if each.successor == id_ and _precedes(each, days)}
        if before and not after:
            facts.append(f"{id_} succeeded {_with_dates(before)}")
        others += after or before
    return tuple(others), "; ".join(facts)


def _follows(succession: Succession, days: DayRange) -> bool:
    """Return whether the successor exists on some days, and the predecessor was in no list after the succession.

    Some lists end a predecessor years after the succession: Hanover became a part of Prussia in 1866, but ends in 1871.
    """
    last = [each for each in presence(records()[succession.predecessor]) if each[1] < days[0]]
    in_time = bool(last) and overlap(days_of(succession.date), (last[-1][0], days[1]))
    return in_time and is_listed(records()[succession.successor], days)


def _precedes(succession: Succession, days: DayRange) -> bool:
    """Return whether the predecessor exists on some days, and the successor is in no list before the succession.

    In its year, it may be in a list already: Ukraine is in one since August 1991, and separated in December.
    """
    following = next((each for each in presence(records()[succession.successor]) if days[1] < each[0]), None)
    in_time = following is not None and days[0].year <= days_of(succession.date)[0].year <= following[0].year
    return in_time and is_listed(records()[succession.predecessor], days)


def _with_dates(successions: Mapping[StateId, Succession]) -> str:
    """Return the ids of states, each with the kind and the date of its succession, for a message."""
    return listed(tuple(f"{id_} ({each.kind}, {each.date.edtf})" for id_, each in successions.items()), "and")


def _with_suggestions(message: str, suggestions: Iterable[str]) -> str:
    alternatives = tuple(dict.fromkeys(suggestions))
    return f"{message}; did you mean {listed(alternatives)}?" if alternatives else message


@cache
def _codes(system: str) -> Spellings:
    return Spellings(code for of, code in index().codes if of == system)


@cache
def _names() -> tuple[Spellings, dict[str, str]]:
    """Return an index of all names, and each name by its spelling in the index."""
    values = {key: holdings[0].value for key, holdings in names().items()}
    values |= {plain(holding.value): holding.value for holdings in names().values() for holding in reversed(holdings)}
    return Spellings(values), values


@cache
def _ids() -> Spellings:
    return Spellings(id_.removeprefix(STATE_PREFIX) for id_ in records())
