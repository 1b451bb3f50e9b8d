"""Errors for codes, names and ids that are not in the registry, with a hint what to write instead if there is one."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, get_args

from alliancekit.dates import Day, PartialDate
from alliancekit.errors import UnknownState
from alliancekit.messages import listed, quote
from alliancekit.models.state import System
from alliancekit.states._index import Holding, by_state, days_of, folded, index
from alliancekit.states._records import records
from alliancekit.states._spellings import Spellings

_SYSTEMS: Final[tuple[System, ...]] = get_args(System)

_DIGITS: Final = {"iso3166_1_numeric": 3}
"""The number of digits of the codes of a system, if it is fixed."""

_NUMBER: Final = re.compile(r"\s*(\d{1,9})(?:\.0*)?\s*")
"""A number in the formats of other programs: with leading zeros, a decimal point after it, or spaces around it."""

_EXAMPLE: Final = "1991"
"""The year in the example of a hint, if the code is in use then."""


def code_text(code: str | int, system: str) -> str:
    """Return a code as text in the format of its system, such as 040 for the ISO 3166-1 number 40."""
    return f"{code:0{_DIGITS.get(system, 1)}}" if isinstance(code, int) else code


def unknown_code(code: str | int, system: str) -> UnknownState:
    """Return the error for a code that its system does not have.

    The hint gives the correct format of the code, other systems that have it, or similar codes. There are no similar
    codes for a number: numbers close to it are those of neighbouring countries.
    """
    value = code_text(code, system)
    message = f"no state ever has the {system} code {quote(value)}"
    corrected = _corrected(code, system)
    if corrected:
        return UnknownState(_with_suggestions(message, (corrected,)))
    others = {other: text for other in _SYSTEMS if (text := _corrected(code, other))}
    if others:
        known = next(iter(others.values())) if isinstance(code, str) else code
        return UnknownState(f"{message}; {known} is a code of {listed(tuple(others), 'and')}")
    similar = () if _NUMBER.fullmatch(value) else _codes(system).near(value, 2)
    return UnknownState(_with_suggestions(message, similar))


def unknown_name(name: str) -> UnknownState:
    """Return the error for a name that no state has, with the systems in which it is a code, or similar names."""
    message = f"no state is called {quote(name)}"
    number = _NUMBER.fullmatch(name)
    if number:
        which = f"the number {int(number[1])}" if name != str(int(number[1])) else "a number"
        reason = f"{which} needs its system and a date, such as system='cow', on='{_EXAMPLE}'"
        return UnknownState(f"{message}: {reason}", _holders(name))
    codes = {system: code for system in _SYSTEMS if (code := _corrected(name, system))}
    if codes:
        system, code = next(iter(codes.items()))
        which = "it" if code == name else code
        example = f"system='{system}', on='{_example_date(index().codes[system, code])}'"
        reason = f"{which} is a code ({', '.join(codes)}), which needs its system and a date, such as {example}"
        return UnknownState(f"{message}: {reason}", _holders(name))
    names = index().names
    similar = (names[other][0].value for other in _names().near(folded(name), 3))
    return UnknownState(_with_suggestions(message, similar))


def unknown_id(id_: str) -> UnknownState:
    """Return the error for an id that no state of the registry has, with similar ids."""
    return UnknownState(_with_suggestions(f"the registry has no state {quote(id_)}", _ids().near(id_, 3)))


def _corrected(code: str | int, system: str) -> str | None:
    """Return a code in the format of a system, such as USA for usa; None if the system has no such code."""
    if isinstance(code, str):
        number = _NUMBER.fullmatch(code)
        code = int(number[1]) if number else code.strip().upper()
    value = code_text(code, system)
    return value if index().codes.get((system, value)) else None


def _holders(code: str) -> tuple[str, ...]:
    """Return the ids of all states that ever have a code, in any system."""
    holdings = (index().codes[system, text] for system in _SYSTEMS if (text := _corrected(code, system)))
    return tuple(by_state(holding for of in holdings for holding in of))


def _example_date(holdings: list[Holding]) -> str:
    """Return a date on which only one state has a code."""
    days = days_of(PartialDate(_EXAMPLE))
    if len(by_state(holding for holding in holdings if holding.during(days))) == 1:
        return _EXAMPLE
    first: Day = holdings[0].days[0]
    return f"{first.year:04}-{first.month:02}-{first.day:02}"


def _with_suggestions(message: str, suggestions: Iterable[str]) -> str:
    alternatives = tuple(dict.fromkeys(suggestions))
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
