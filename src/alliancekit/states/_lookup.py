"""Look-ups in the registry: return one state or one code, or raise an error that explains why there is none."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias, get_args

from alliancekit._arguments import Number, When, code_of, date_of, id_of
from alliancekit.dates import PartialDate
from alliancekit.errors import UnknownSystem
from alliancekit.messages import listed, near
from alliancekit.models import State
from alliancekit.models.state import Membership, System
from alliancekit.states._index import index
from alliancekit.states._records import STATE_PREFIX, coverages, records
from alliancekit.states._search import Search, alias_index, covered, holdings_of_code, of_id, states_of
from alliancekit.text import quote

Aliases: TypeAlias = Mapping[str, State | str]
"""A user's own names and codes, each with a state of the registry or its id."""

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

_EXAMPLE: Final = "system='cow', on='1991'"
"""Example of the arguments that a code needs."""


def get(  # noqa: PLR0913 - the code and the options of a look-up
    code_or_name: str | Number,
    *,
    system: System | None = None,
    on: When | None = None,
    early: bool = False,
    carry_forward: bool = False,
    aliases: Aliases | None = None,
) -> State:
    """Return the state that has a code or a name on a date.

    A code can pass from one state to another on any day; so it needs its system and a date. A name is looked up among
    the names in use on the date, or among all names if there is no date. Case, accents, punctuation, the order of
    words, articles, prepositions and common abbreviations are ignored: "Korea, Rep. of" is the Republic of Korea. "A
    (B)" and "A/B" are the state that has both names. If several states have a name, the one whose publisher's list has
    it is returned. The id of a state, such as ``state:deu``, is valid at all times.

    Args:
        code_or_name: The code, as text or as a whole number of Python, numpy or pandas; or the name.
        system: The system of the code; None for a name.
        on: The date: a year such as 1991, EDTF text, or a date of datetime, numpy or pandas. For a longer time, such
            as ``1991``, the state needs to have the code or name on any day of it.
        early: Whether a code or name that is in use only later stands for the same state before: the code ``RUS`` in
            1950 for the Soviet Union, the name ``Zaire`` in 1965 for the Congo.
        carry_forward: Whether the last entries of the system's list are used for dates after its end: a state that had
            the code on the last day of the list still has it.
        aliases: Your own names, and codes of any system, each with a state or its id. They come before the registry
            and are valid at all times.

    Raises:
        UnknownState: If no state ever has that code or name; the error suggests similar names or other systems.
        OutOfPeriod: If a state has it, but not on the date; the error gives the period.
        AmbiguousState: If several states have it on the date; the error lists them.
        BeyondCoverage: If the date is outside the time that the list of the system covers.
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is not a valid date.
        TypeError: If a code has no system or no date; or if a code or a date has a wrong type, such as the float 255.0,
            or is missing.
        ValueError: If two aliases with different states are the same name.
    """
    code = code_of(code_or_name)
    search = Search(alias_index(aliases), early, carry_forward)
    if system is not None:
        if on is None:
            message = f"the code {quote(code)} needs a date, since codes change over time: add one, such as on='1991'"
            raise TypeError(message)
        return search.find(code, known(system, SYSTEMS), date_of(on)).state
    if isinstance(code, int):
        message = f"{code} is a code: add its system and a date, such as {_EXAMPLE}"
        raise TypeError(message)
    if code.startswith(STATE_PREFIX):
        return of_id(code)
    return search.named(code) if on is None else search.find(code, "name", date_of(on)).state


def convert(  # noqa: PLR0913 - the code and the options of a look-up
    code: str | Number,
    *,
    from_: IdentifierKind,
    to: IdentifierKind,
    on: When,
    early: bool = False,
    carry_forward: bool = False,
    aliases: Aliases | None = None,
    language: str | None = None,
) -> str:
    """Convert a code, name or id of a state into another code, name or id, on a date.

    Args:
        code: The code, name or id, as for `get`.
        from_: Its kind: a code system, ``name`` or ``state`` (the id of the record).
        to: The kind of the result: likewise. A name is the preferred one of those in use on the date.
        on: The date, as for `get`.
        early: Whether a code or name stands for its state before its time, as for `get`.
        carry_forward: Whether the last entries of each of the two lists are used for later dates, as for `get`.
        aliases: Your own names and codes, as for `get`.
        language: The language of the name, as a BCP 47 tag such as ``fr`` or ``zh-Hans``, if `to` is ``name``. If the
            registry has no name of that time in it, the present one is returned. None: the preferred name.

    Raises:
        UnknownState: If no state ever has that code or name, or the state never has a code in the target system, or has
            no name in the language.
        OutOfPeriod: If the code or name, or the code of the target system, is not in use on the date.
        AmbiguousState: If several states have it on the date, or the state has several codes; the error lists them.
        BeyondCoverage: If the date is outside the time that one of the two lists covers.
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is not a valid date.
        TypeError: If the code or the date has a wrong type, as for `get`.
        ValueError: If two aliases with different states are the same name; or if there is a language, but `to` is not
            ``name``.
    """
    search = Search(alias_index(aliases), early, carry_forward, language_of_name(language, to))
    kinds = known(from_, IDENTIFIER_KINDS), known(to, IDENTIFIER_KINDS)
    return search.converted(code_of(code), *kinds, date_of(on))


def in_system(system: Membership, *, on: When, carry_forward: bool = False) -> tuple[State, ...]:
    """Return the members of a state system on a date, in the order of the registry.

    Args:
        system: ``cow``, ``gw``, ``gw_microstates`` or ``cow_majors``.
        on: The date, as for `get`.
        carry_forward: Whether a date after the end of the list is allowed: its last members are assumed to remain.

    Raises:
        BeyondCoverage: If the date is outside the time that the list covers.
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is not a valid date.
        TypeError: If it has a wrong type, as for `get`.
    """
    days = covered(known(system, MEMBERSHIPS), date_of(on), carry_forward=carry_forward)
    return states_of(holding for holding in index().members[system] if holding.during(days))


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
    return states_of(holdings_of_code(code_of(code), known(system, SYSTEMS)))


def successors(state: State | str) -> tuple[State, ...]:
    """Return the states that succeeded a state, in all or part of its territory, in the order of the registry.

    Args:
        state: The state, or its id.

    Raises:
        UnknownState: If the registry has no such state.
        TypeError: If `state` is neither a record nor text.
    """
    of = of_id(id_of(state, "a state or its id"))
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


def language_of_name(language: str | None, to: str) -> str | None:
    """Return a language; raise a ValueError if the result of a conversion is no name."""
    if language is not None and to != "name":
        message = f"language needs to='name', got to={to!r}"
        raise ValueError(message)
    return language


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
