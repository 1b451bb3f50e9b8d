"""What states are called in a year."""

from collections.abc import Iterator
from typing import Final

from alliancekit import states
from alliancekit.errors import NoState
from alliancekit.models.state import System

_ABBREVIATIONS: Final[tuple[System, ...]] = ("cow_abbreviation", "gw_abbreviation")
"""Where the abbreviation of a state is looked for, one after the other."""

_ELSE: Final[System] = "iso3166_1_alpha3"
"""Where it is looked for if neither list has the state."""


def name_of(state: str, year: int) -> str:
    """Return the name of a state in a year; its id if the registry doesn't have it."""
    try:
        return states.convert(state, from_="state", to="name", on=year)
    except NoState:
        return state


def abbreviation(state: str, year: int) -> str:
    """Return the abbreviation of a state: that of the year, else the first of any time, else one from its id."""
    first, *_ = (*_then(state, year), *_ever(state), state.partition(":")[2])
    return first


def _then(state: str, year: int) -> Iterator[str]:
    for system in _ABBREVIATIONS:
        try:
            yield states.convert(state, from_="state", to=system, on=year)
        except NoState:
            continue


def _ever(state: str) -> Iterator[str]:
    try:
        codes = states.get(state).codes
    except NoState:
        return
    for system in (*_ABBREVIATIONS, _ELSE):
        yield from (code.value for code in codes if code.system == system)
