"""Names and abbreviations of states in a year, for labels."""

from collections.abc import Iterator
from typing import Final

from alliancekit import states
from alliancekit.errors import NoState
from alliancekit.models.state import System

_SYSTEMS: Final[tuple[System, ...]] = ("cow_abbreviation", "gw_abbreviation")
"""The code systems in which an abbreviation is looked up, in this order."""

_FALLBACK_SYSTEM: Final[System] = "iso3166_1_alpha3"
"""The last code system; only for a state that has no code in the others in any year."""


def name_of(state: str, year: int) -> str:
    """Return the first name of a state that is in use in a year; its preferred name if none is.

    A state that is not in the registry has its id as its name.
    """
    try:
        return states.convert(state, from_="state", to="name", on=year)
    except NoState:
        return state


def abbreviation(state: str, year: int) -> str:
    """Return the abbreviation of a state in a year, from the first system in which it has one code in that year.

    If there is none, it is the first code in any year, of COW, then GW, then ISO 3166-1; else the last part of its id.
    """
    first, *_ = (*_of_year(state, year), *_of_any_year(state), state.partition(":")[2])
    return first


def _of_year(state: str, year: int) -> Iterator[str]:
    for system in _SYSTEMS:
        try:
            yield states.convert(state, from_="state", to=system, on=year)
        except NoState:
            continue


def _of_any_year(state: str) -> Iterator[str]:
    try:
        codes = states.get(state).codes
    except NoState:
        return
    for system in (*_SYSTEMS, _FALLBACK_SYSTEM):
        yield from (code.value for code in codes if code.system == system)
