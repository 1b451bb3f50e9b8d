"""Resolve a text that a user writes for a state: an id, a name, a code with its system, or a code of letters alone."""

import re
from collections.abc import Mapping
from typing import Final

from attrs import evolve, frozen

from alliancekit._arguments import When, date_of, id_of
from alliancekit.dates import PartialDate
from alliancekit.errors import AmbiguousState, BeyondCoverage, NoState, UnknownState
from alliancekit.messages import listed
from alliancekit.models import State
from alliancekit.models.state import System
from alliancekit.states._hints import code_in_format, code_without_system, codes_in_systems
from alliancekit.states._index import Holding
from alliancekit.states._lookup import SYSTEMS, known
from alliancekit.states._records import STATE_PREFIX
from alliancekit.states._search import Search, of_id, periods_of, states_of
from alliancekit.text import quote

_CODE: Final = re.compile(r"(\w+):(\S.*)")
"""A system and a code, such as ``cow:255``; a name such as ``Tanzania: Zanzibar`` has a space after the colon."""


@frozen
class Resolved:
    """The states that a text stands for.

    Attributes:
        text: The text.
        states: The states, at least one. There are several only if a code passed from one to another: at any time, or
            within the date if it is longer than a day.
        assumptions: A sentence for each assumption that `early` or `carry_forward` allowed.
        on: The date; None: any time.
        periods: If the text is a code, the time in which each of the states has it, as EDTF text.
    """

    text: str
    states: tuple[State, ...]
    assumptions: tuple[str, ...] = ()
    on: PartialDate | None = None
    periods: tuple[str, ...] = ()

    def only(self) -> State:
        """Return the state if there is exactly one.

        Raises:
            AmbiguousState: If there are several; the message lists their ids, with the periods in which they have the
                code.
        """
        state, *others = self.states
        if others:
            ids = tuple(each.id for each in self.states)
            dated = (f"{id_} ({period})" for id_, period in zip(ids, self.periods, strict=True))
            when = f" on {self.on.edtf}" if self.on else ""
            advice = "write a shorter date or an id" if self.on else "add a date, or write an id"
            what = f"the code {quote(self.text)} belongs to more than one state{when}: {listed(tuple(dated), 'and')}"
            message = f"{what}; {advice}"
            raise AmbiguousState(message, ids)
        return state


def resolve(
    text: str,
    *,
    system: System | None = None,
    on: When | None = None,
    early: bool = False,
    carry_forward: bool = False,
) -> Resolved:
    """Return the states that a text stands for, if its kind is not known: an id, a name or a code.

    A code has its system before it, as in ``cow:255``. A code of letters may stand alone, such as ``DEU``, if it means
    the same states in all systems that have it. Case does not matter, and leading zeros are optional:
    ``iso3166_1_numeric:40`` is 040.

    >>> from alliancekit import states
    >>> [state.id for state in states.resolve("cow:255", on=1991).states]
    ['state:deu']
    >>> [state.id for state in states.resolve("DEU").states]
    ['state:deu', 'state:west-germany']

    Args:
        text: The id, the name or the code.
        system: The system of the code, if the text is a code without it.
        on: The date, as for `get`; None: any time.
        early: Whether a code or name stands for its state before its time, as for `get`.
        carry_forward: Whether the last entries of a list are used for later dates, as for `get`. If some lists do not
            cover the date of a code of letters, the other lists decide. The last holders in the lists that ended must
            be the same states; otherwise it is an error.

    Raises:
        UnknownState: If no state ever has that code or name; the error suggests similar names or other systems.
        OutOfPeriod: If a state has it, but not on the date.
        AmbiguousState: If several states have a name, or a code of letters means different states in two systems.
        BeyondCoverage: If the date is outside the time that the list of the system covers.
        UnknownSystem: If there is no such system.
        InvalidDate: If `on` is not a valid date.
        TypeError: If the text is no text, or `on` has a wrong type.
    """
    plain, time = id_of(text, "an id, a name or a code"), None if on is None else date_of(on)
    search = Search(early=early, carry_forward=carry_forward)
    found = _found(search, plain, system, time)
    if isinstance(found, State):
        return Resolved(plain, (found,), tuple(search.assumptions), time)
    return Resolved(plain, states_of(found), tuple(search.assumptions), time, tuple(periods_of(found).values()))


def _found(search: Search, text: str, system: str | None, time: PartialDate | None) -> State | list[Holding]:
    """Return the state of an id or a name, or the holdings of a code."""
    if system is None and text.startswith(STATE_PREFIX):
        return of_id(text)
    code = _CODE.fullmatch(text)
    if system is None and code:
        system, text = code.groups()
    if system is not None:
        return search.with_code(code_in_format(text, known(system, SYSTEMS)) or text, system, time)
    try:
        return search.named(text) if time is None else search.find(text, "name", time).state
    except UnknownState as error:
        codes = codes_in_systems(text)
        if not codes:
            raise
        if not text.strip().isalpha():
            raise code_without_system(text, codes) from error
        return _with_letters(search, codes, time)


def _with_letters(search: Search, codes: Mapping[str, str], time: PartialDate | None) -> list[Holding]:
    """Return the holdings of a code of letters, if its states are the same in all systems.

    Args:
        search: The search; the assumptions behind the result are added to it.
        codes: The code in each system that has it.
        time: The date; None: any time.
    """
    meanings: dict[tuple[State, ...], str] = {}
    answers: list[tuple[list[str], list[Holding]]] = []
    beyond: list[NoState] = []
    errors: list[NoState] = []
    for system, code in codes.items():
        own = evolve(search, assumptions=[])
        try:
            holdings = own.with_code(code, system, time)
        except BeyondCoverage as error:
            # A code must not become that of another state only because one of two lists ends earlier.
            beyond.append(error)
            states = tuple(map(of_id, error.states))
        except NoState as error:
            errors.append(error)
            continue
        else:
            states = states_of(holdings)
            answers.append((own.assumptions, holdings))
        meanings.setdefault(states, f"{system}:{code}")
    if len(meanings) > 1:
        ids = {way: tuple(state.id for state in states) for states, way in meanings.items()}
        ways = "; ".join(f"{way} is {listed(own, 'or')}" for way, own in ids.items())
        message = f"the code {quote(next(iter(codes.values())))} means different states: {ways}"
        raise AmbiguousState(message, dict.fromkeys(id_ for own in ids.values() for id_ in own))
    if not answers:
        raise (*beyond, *errors)[0]
    assumptions, holdings = min(answers, key=lambda answer: len(answer[0]))
    search.assumptions += assumptions
    return holdings
