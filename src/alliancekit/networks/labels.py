"""Names and abbreviations of states in a year, for labels."""

from collections.abc import Iterable, Iterator
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
    """Return the abbreviation of a state in a year: that of Correlates of War, or of Gleditsch and Ward.

    The latter is used if only it begins like the name of the state in that year: Serbia is SER in 1914, when its code
    of Correlates of War is that of Yugoslavia. If a state has neither code in that year, its codes of other years, and
    then of ISO 3166-1, count. Without any, it is the last part of its id.
    """
    codes = (*_of_year(state, year),) or (*_of_any_year(state, _SYSTEMS),)
    initial = name_of(state, year)[:1]
    fitting = (code for code in codes if code.startswith(initial))
    others = (*codes, *_of_any_year(state, (_FALLBACK_SYSTEM,)), state.partition(":")[2])
    return next(fitting, others[0])


def _of_year(state: str, year: int) -> Iterator[str]:
    for system in _SYSTEMS:
        try:
            yield states.convert(state, from_="state", to=system, on=year)
        except NoState:
            continue


def _of_any_year(state: str, systems: Iterable[System]) -> Iterator[str]:
    try:
        codes = states.get(state).codes
    except NoState:
        return
    for system in systems:
        yield from (code.value for code in codes if code.system == system)
