"""Searches in the registry: the states that have a code or name on a date, and what a search assumes."""

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import define, field

from alliancekit._arguments import id_of
from alliancekit.dates import PartialDate
from alliancekit.errors import AmbiguousState, BeyondCoverage, OutOfPeriod, UnknownState
from alliancekit.messages import listed
from alliancekit.models import State
from alliancekit.states._folding import folded
from alliancekit.states._hints import (
    code_text,
    listed_then,
    never_has_code,
    successions_around,
    unknown_code,
    unknown_id,
    unknown_name,
)
from alliancekit.states._index import ALWAYS, DayRange, Holding, by_state, days_of, edtf_of, index, is_listed
from alliancekit.states._names import holdings_of_name, languages_of, name_of, with_precedence
from alliancekit.states._records import coverages, records
from alliancekit.text import quote

_CARRY: Final = "carry_forward=True uses its last entries for later dates"


@define
class Search:
    """A search with its options.

    Attributes:
        aliases: The states by the user's own names and codes, from `alias_index`; None if the caller has no aliases.
        early: Whether a code or name may be used before its time.
        carry_forward: Whether the last entries of a list are used for later dates.
        language: The language of names in the result; None: that of the preferred name.
        assumptions: A sentence for each assumption that the options allowed, in the order of the search.
    """

    aliases: Mapping[str, State] | None = None
    early: bool = False
    carry_forward: bool = False
    language: str | None = None
    assumptions: list[str] = field(factory=list[str])

    def named(self, name: str) -> State:
        """Return the only state that ever has a name."""
        alias = self._alias(folded(name))
        if alias:
            return alias
        holdings = self._holdings_of_name(name)
        if len(by_state(holdings)) > 1:
            what = f"the name {quote(name)} belongs to more than one state"
            message = f"{what}; add a date, or write an id: {with_periods(holdings)}"
            raise AmbiguousState(message, by_state(holdings))
        return holdings[0].state

    def find(self, code: str | int, kind: str, on: PartialDate) -> Holding:
        """Return the only state that has a code or name on a date, with the days on which it has it."""
        return self._only(self._in_use(code, kind, on, kind), code, kind, on)

    def with_code(self, code: str, system: str, on: PartialDate | None) -> list[Holding]:
        """Return the holdings of a code that are in use on any day of a date; None: at any time."""
        if on is None:
            return holdings_of_code(code, system)
        try:
            return self._in_use(code, system, on, system)
        except BeyondCoverage as error:
            ids = tuple(by_state(_possible(code, system, on)))
            message = f"{error}; an id is valid at all times: {listed(ids)}"
            raise BeyondCoverage(message, ids) from None

    def converted(self, code: str | int, from_: str, to: str, on: PartialDate) -> str:
        """Return a code, name or id of a state as another kind, for arguments that are checked already."""
        if from_ == "state":
            matches = [Holding(of_id(str(code)), str(code), ALWAYS, "..")]
        else:
            matches = self._in_use(code, from_, on, to)
        if to == "state":
            return self._only(matches, code, from_, on).state.id
        if to == "name":
            holding = self._only(matches, code, from_, on)
            return self._name(holding.state, _common(holding, on))
        self._covered(to, on)
        if len(matches) > 1:
            # Several states may have the same code: in 1990, 260 of Gleditsch and Ward is West Germany, then Germany.
            codes = [then for each in matches if (then := _codes_during(each.state, to, _common(each, on)))]
            if len(codes) != len(matches) or len({value for own in codes for value in own}) > 1:
                self._only(matches, code, from_, on)
        return _code(matches[0].state, to, _common(matches[0], on), on)

    def _name(self, state: State, days: DayRange) -> str:
        """Return the name of a state on some days, in the language of the search."""
        name = name_of(state, days, self.language)
        if name is None:
            message = f"{state.id} has no name in {self.language}; it has names in {listed(languages_of(state), 'and')}"
            raise UnknownState(message, (state.id,))
        return name

    def _in_use(self, code: str | int, kind: str, on: PartialDate, to: str) -> list[Holding]:
        """Return the states that have a code or name on a date: one holding for each state."""
        alias = self._alias(folded(str(code)) if kind == "name" else str(code))
        if alias:
            return [Holding(alias, str(code), ALWAYS, "..")]
        if kind == "name":
            holdings, days = self._holdings_of_name(str(code)), days_of(on)
        else:
            holdings = holdings_of_code(code, kind, aliases=self.aliases is not None)
            days = self._covered(kind, on)
        then = [holding for holding in holdings if holding.during(days)]
        if not then:
            then = [self._before_its_time(holdings, kind, days, _what(code, kind), on)]
        return [_merged(own) for own in by_state(with_precedence(then, to, days)).values()]

    def _alias(self, key: str) -> State | None:
        """Return the state for which the user has an alias."""
        return self.aliases.get(key) if self.aliases else None

    def _holdings_of_name(self, name: str) -> list[Holding]:
        """Return all states that ever have a name."""
        holdings = holdings_of_name(name)
        if not holdings:
            raise unknown_name(name, aliases=self.aliases is not None)
        return holdings

    def _before_its_time(
        self, holdings: list[Holding], kind: str, days: DayRange, what: str, on: PartialDate
    ) -> Holding:
        """Return the state that has a code or name only later, if there is one and the user allows it."""
        later = by_state(holding for holding in holdings if days[1] < holding.days[0])
        existing = [own[0] for own in later.values() if _exists(own[0].state, kind, days)]
        message = f"{what} is not in use on {on.edtf}: it belongs to {with_periods(holdings)}"
        if len(existing) != 1:
            raise _not_then(message, by_state(holdings), days)
        state = existing[0].state
        if not self.early:
            states = by_state(holdings)
            which = "that state" if len(states) == 1 else state.id
            message = f"{message}; early=True reads it as {which} before its time"
            raise OutOfPeriod(message, states)
        self.assumptions.append(f"{what} is not in use then; it is read as {state.id} (early=True)")
        return Holding(state, existing[0].value, days, edtf_of(days))

    def _covered(self, system: str, on: PartialDate) -> DayRange:
        """Return the days of a date, as `covered`; record the assumption that the list lasts."""
        try:
            return covered(system, on)
        except BeyondCoverage as error:
            days = covered(system, on, carry_forward=True)
            if not self.carry_forward:
                message = f"{error}; {_CARRY}"
                raise BeyondCoverage(message) from None
        end = coverages()[system].edtf.partition("/")[2]
        self.assumptions.append(
            f"the {system} list ends on {end}; its last entries are used for later dates (carry_forward=True)"
        )
        return days

    def _only(self, matches: list[Holding], code: str | int, kind: str, on: PartialDate) -> Holding:
        if len(matches) > 1:
            what = _what(code, kind)
            message = f"{what} belongs to more than one state on {on.edtf}: {with_periods(matches)}"
            raise AmbiguousState(message, by_state(matches))
        return matches[0]


def alias_index(aliases: Mapping[str, State | str] | None) -> dict[str, State]:
    """Return the states of a user's own names and codes, by the name as it is and after `folded`.

    Raises:
        UnknownState: If the registry has no such state.
        TypeError: If `aliases` is not a mapping from text to states or their ids.
        ValueError: If two of the names are the same after `folded`, but stand for different states.
    """
    result: dict[str, State] = {}
    for name, value in (aliases or {}).items():
        state = of_id(id_of(value, "a state or its id"))
        for key in (id_of(name, "a name"), folded(name)):
            if result.setdefault(key, state) is not state:
                message = f"the alias {quote(name)} stands for both {result[key].id} and {state.id}"
                raise ValueError(message)
    return result


def covered(system: str, on: PartialDate, *, carry_forward: bool = False) -> DayRange:
    """Return the days of a date; raise a BeyondCoverage if the list of a system does not cover all of them.

    Args:
        system: The system.
        on: The date.
        carry_forward: Whether the date may end after the list.
    """
    days, (first, last) = days_of(on), days_of(coverages()[system])
    if days[0] < first or (last < days[1] and not carry_forward):
        message = f"the {system} list covers {coverages()[system].edtf}, got {on.edtf}"
        raise BeyondCoverage(message)
    return days


def of_id(id_: str) -> State:
    """Return the state of an id."""
    state = records().get(id_)
    if state is None:
        raise unknown_id(id_)
    return state


def holdings_of_code(code: str | int, system: str, *, aliases: bool = False) -> list[Holding]:
    """Return all states that ever have a code.

    Args:
        code: The code.
        system: Its system.
        aliases: Whether the caller accepts aliases; if so, an error may recommend them.
    """
    holdings = index().codes.get((system, code_text(code, system)))
    if not holdings:
        raise unknown_code(code, system, aliases=aliases)
    return holdings


def states_of(holdings: Iterable[Holding]) -> tuple[State, ...]:
    """Return the states of some holdings, each once."""
    return tuple({holding.state.id: holding.state for holding in holdings}.values())


def with_periods(holdings: Iterable[Holding]) -> str:
    """Return the ids of the states of holdings, each with its periods, for a message."""
    states = (f"{id_} ({period})" for id_, period in periods_of(holdings).items())
    return listed(tuple(states), "and")


def periods_of(holdings: Iterable[Holding]) -> dict[str, str]:
    """Return the periods of the states of holdings as text, by their ids; periods that overlap are one."""
    return {id_: ", ".join(_periods(own)) for id_, own in by_state(holdings).items()}


def _possible(code: str, system: str, on: PartialDate) -> list[Holding]:
    """Return the holdings of a code that may be in use on a date that the list of its system does not cover.

    They are those in use on the last day of the list, or all of them if the date is before the list.
    """
    holdings = holdings_of_code(code, system)
    return [each for each in holdings if each.during(days_of(on))] or holdings


def _not_then(message: str, states: Iterable[str], days: DayRange) -> OutOfPeriod:
    """Return the error for states that do not have a code or name on some days, with those that exist then.

    If none of them exists, it has their successions; the other states of these come last in the error, since the code
    or name never belongs to them.
    """
    ids = tuple(states)
    then = listed_then(ids, days)
    if then:
        hint = f"{listed(then, 'and')} {'exists' if len(then) == 1 else 'exist'} then"
        return OutOfPeriod(f"{message}; {hint}", dict.fromkeys((*then, *ids)))
    others, successions = successions_around(ids, days)
    return OutOfPeriod(f"{message}; {successions}" if successions else message, dict.fromkeys((*ids, *others)))


def _what(code: str | int, kind: str) -> str:
    """Return a code or name for a message."""
    return f"the name {quote(str(code))}" if kind == "name" else f"the {kind} code {code_text(code, kind)!r}"


def _exists(state: State, kind: str, days: DayRange) -> bool:
    """Return whether a state is in any list on some days, or has another code of the system."""
    codes = index().of_state.get((kind, state.id), ())
    return is_listed(state, days) or any(holding.during(days) for holding in codes)


def _merged(holdings: list[Holding]) -> Holding:
    """Return the holdings of a state as one, from the first to the last day."""
    if len(holdings) == 1:
        return holdings[0]
    days = min(each.days[0] for each in holdings), max(each.days[1] for each in holdings)
    period = next((each.period for each in holdings if each.days == days), edtf_of(days))
    return Holding(holdings[0].state, holdings[0].value, days, period)


def _common(holding: Holding, on: PartialDate) -> DayRange:
    """Return the days of a date on which a state has a code or name."""
    first, last = days_of(on)
    return max(first, holding.days[0]), min(last, holding.days[1])


def _codes_during(state: State, system: str, days: DayRange) -> dict[str, Holding]:
    """Return the codes of a state in a system on any of some days."""
    holdings = index().of_state.get((system, state.id), ())
    return {holding.value: holding for holding in holdings if holding.during(days)}


def _code(state: State, system: str, days: DayRange, on: PartialDate) -> str:
    holdings = index().of_state.get((system, state.id))
    if not holdings:
        raise UnknownState(never_has_code(state.id, system), (state.id,))
    then = _codes_during(state, system, days)
    if not then:
        message = f"{state.id} has no code in {system} on {on.edtf}: it has {_codes(holdings)}"
        raise OutOfPeriod(message, (state.id,))
    if len(then) > 1:
        message = f"{state.id} has more than one code in {system} on {on.edtf}: {_codes(then.values())}"
        raise AmbiguousState(message, (state.id,))
    return next(iter(then))


def _periods(holdings: list[Holding]) -> list[str]:
    """Return the periods of a state in order of time; those that overlap are one."""
    groups: list[list[Holding]] = []
    for holding in sorted(holdings, key=lambda each: each.days):
        if groups and _merged(groups[-1]).during(holding.days):
            groups[-1].append(holding)
        else:
            groups.append([holding])
    return [_merged(group).period for group in groups]


def _codes(holdings: Iterable[Holding]) -> str:
    return listed(tuple(f"{holding.value} ({holding.period})" for holding in holdings), "and")
