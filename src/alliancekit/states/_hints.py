"""Errors for codes, names and ids that the registry does not have; each says what to write instead, as far as known."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, get_args

from alliancekit.dates import Day, PartialDate
from alliancekit.errors import UnknownState
from alliancekit.messages import listed, quote
from alliancekit.models.state import System
from alliancekit.states._index import Holding, days_of, folded, index, states_of
from alliancekit.states._records import records
from alliancekit.states._spellings import Spellings

_SYSTEMS: Final[tuple[System, ...]] = get_args(System)

_DIGITS: Final = {"iso3166_1_numeric": 3}
"""How many digits the numbers of a system have, where they all have as many."""

_NUMBER: Final = re.compile(r"\s*(\d{1,9})(?:\.0*)?\s*")
"""A number as programs write it: with zeros before it, a decimal point after it, or spaces around it."""

_EXAMPLE: Final = "1991"
"""The year for which an example asks, if the code is in use then."""


def written(code: str | int, system: str) -> str:
    """Return a code as its system writes it."""
    return f"{code:0{_DIGITS.get(system, 1)}}" if isinstance(code, int) else code


def unknown_code(code: str | int, system: str) -> UnknownState:
    """Return the error for a code that its system does not have.

    It says how the system writes that code, whose code it is instead, or which codes look like it. Of a number, the
    next ones are no hint: they are those of neighbours.
    """
    value = written(code, system)
    message = f"no state ever has the {system} code {quote(value)}"
    right = _respelled(code, system)
    if right:
        return UnknownState(_meant(message, (right,)))
    others = {other: found for other in _SYSTEMS if (found := _respelled(code, other))}
    if others:
        known = next(iter(others.values())) if isinstance(code, str) else code
        return UnknownState(f"{message}; {known} is a code of {listed(tuple(others), 'and')}")
    return UnknownState(_meant(message, () if _NUMBER.fullmatch(value) else _codes(system).near(value, 2)))


def unknown_name(name: str) -> UnknownState:
    """Return the error for a name that no state has; it says if it is a code, or else which names look like it."""
    message = f"no state is called {quote(name)}"
    number = _NUMBER.fullmatch(name)
    if number:
        which = f"the number {int(number[1])}" if name != str(int(number[1])) else "a number"
        reason = f"{which} needs its system and a date, such as system='cow', on='{_EXAMPLE}'"
        return UnknownState(f"{message}: {reason}", _holders(name))
    codes = {system: code for system in _SYSTEMS if (code := _respelled(name, system))}
    if codes:
        system, code = next(iter(codes.items()))
        which = "it" if code == name else code
        example = f"system='{system}', on='{_example_date(index().codes[system, code])}'"
        reason = f"{which} is a code ({', '.join(codes)}), which needs its system and a date, such as {example}"
        return UnknownState(f"{message}: {reason}", _holders(name))
    names = index().names
    return UnknownState(_meant(message, (names[other][0].value for other in _names().near(folded(name), 3))))


def unknown_id(id_: str) -> UnknownState:
    """Return the error for an id that no state of the registry has; it names ids that look like it."""
    return UnknownState(_meant(f"the registry has no state {quote(id_)}", _ids().near(id_, 3)))


def _respelled(code: str | int, system: str) -> str | None:
    """Return how a system writes a code that is written in another way, such as USA for usa; None if it has none."""
    if isinstance(code, str):
        number = _NUMBER.fullmatch(code)
        code = int(number[1]) if number else code.strip().upper()
    value = written(code, system)
    return value if index().codes.get((system, value)) else None


def _holders(code: str) -> tuple[str, ...]:
    """Return the ids of all states that ever have a code, in any system."""
    holds = (index().codes[system, found] for system in _SYSTEMS if (found := _respelled(code, system)))
    return tuple(states_of(hold for of in holds for hold in of))


def _example_date(holds: list[Holding]) -> str:
    """Return a date on which a code is that of one state."""
    days = days_of(PartialDate(_EXAMPLE))
    if len(states_of(hold for hold in holds if hold.during(days))) == 1:
        return _EXAMPLE
    first: Day = holds[0].days[0]
    return f"{first.year:04}-{first.month:02}-{first.day:02}"


def _meant(message: str, words: Iterable[str]) -> str:
    alternatives = tuple(dict.fromkeys(words))
    return f"{message}; did you mean {listed(alternatives)}?" if alternatives else message


@cache
def _codes(system: str) -> Spellings:
    return Spellings(code for of, code in index().codes if of == system)


@cache
def _names() -> Spellings:
    return Spellings(index().names)


@cache
def _ids() -> Spellings:
    return Spellings(records())
