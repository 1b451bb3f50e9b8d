"""The names of all states, and the state that a name stands for.

A name in the publisher's list of a state has precedence over other names: Correlates of War calls its state 816 Vietnam
from 1954 on, so the name is that state's, although South Vietnam was called Vietnam, too.
"""

import re
from collections import defaultdict
from functools import cache
from typing import Final

from alliancekit.dates import PartialDate
from alliancekit.models import State
from alliancekit.states._folding import folded, joined
from alliancekit.states._index import (
    DayRange,
    Holding,
    by_state,
    days_of,
    edtf_of,
    holding_of,
    lifetime,
    overlap,
    presence,
)
from alliancekit.states._records import records, rows

_TWO_NAMES: Final = re.compile(r"(.+?)\s*[(（\[](.+)[)）\]]|(.+?)[/,](.+)")  # noqa: RUF001 - brackets of Chinese texts
"""Two names of one state, such as Russia (Soviet Union), Italy/Sardinia or Germany, GDR."""


def holdings_of_name(name: str) -> list[Holding]:
    """Return the states that have a name, with its periods; an empty list if there are none.

    The name may lack its spaces. If no state has the whole name, "A (B)", "A/B" and "A, B" are the state that has both
    names.
    """
    return names().get(folded(name)) or _joined_names().get(joined(name)) or _with_both_names(name)


def with_precedence(holdings: list[Holding], system: str, days: DayRange) -> list[Holding]:
    """Return the holdings with the highest precedence among some that are in use on a date.

    In a period of several years, those of lower precedence remain that are in use when no one of higher precedence is.

    The names in the list of a system come before those in the other list, and these before all others.

    Args:
        holdings: The holdings, of one name.
        system: The code system for which the name is looked up; for any other kind, Correlates of War comes first.
        days: The first and the last day of the date.
    """
    for publisher in sorted(("cow", "gw"), key=lambda name: not system.startswith(name)):
        listed = [holding for holding in holdings if holding.publisher == publisher]
        if listed:
            return [*listed, *(each for each in holdings if each not in listed and not _covered(each, listed, days))]
    return holdings


def _covered(holding: Holding, listed: list[Holding], days: DayRange) -> bool:
    """Return whether one of some other holdings lasts as long as a holding, within some days; in one year, always."""
    if days[0].year == days[1].year:
        return True
    first, last = max(holding.days[0], days[0]), min(holding.days[1], days[1])
    return any(other.days[0] <= first and last <= other.days[1] for other in listed)


@cache
def names() -> dict[str, list[Holding]]:
    """Return the states that have a name, by the name after `folded`: names of the registry, the lists and CLDR."""
    result: dict[str, list[Holding]] = defaultdict(list)
    for state in records().values():
        life = lifetime(state)
        for name in state.names:
            result[folded(name.text)].append(holding_of(state, name.text, name.period, life))
    for row in rows("spells.csv"):
        if row["name"]:
            period = PartialDate.parse(f"{row['from']}/{row['to'] or '..'}")
            state = records()[row["state"]]
            result[folded(row["name"])].append(
                holding_of(state, row["name"], period, publisher=row["system"][:3].rstrip("_"))
            )
    for holdings in translations().values():
        for holding in holdings:
            result[folded(holding.value)].append(holding)
    return dict(result)


def name_of(state: State, days: DayRange, language: str | None = None) -> str | None:
    """Return the preferred name of a state on some days; None if it has none in a language.

    Args:
        state: The state.
        days: The first and the last day. If no name is in use on any of them, it is the preferred name of other days.
        language: The language, as a BCP 47 tag. Usual names and names with a period come before those of CLDR, which
            are of the present, and these before names that may be of any time. None: any language.
    """
    own = [name for name in state.names if language in (None, name.language)]
    then = [name for name in own if not name.period or overlap(days_of(name.period), days)]
    if language is None:
        return (then or own)[0].text
    usual = [name.text for name in then if name.period or name.kind == "short"]
    present = [holding.value for holding in translations().get((state.id, language), ())]
    return next(iter((*usual, *present, *(name.text for name in (*then, *own)))), None)


def languages_of(state: State) -> tuple[str, ...]:
    """Return the languages in which a state has a name, sorted."""
    own = {name.language for name in state.names if name.language}
    return tuple(sorted(own | {language for id_, language in translations() if id_ == state.id}))


@cache
def translations() -> dict[tuple[str, str], list[Holding]]:
    """Return the names of CLDR, by the id of the state and the language: they are in use while it is in any list."""
    present = {id_: tuple(presence(state)) for id_, state in records().items()}
    result: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for row in rows("translations.csv"):
        id_, name = row["state"], row["name"]
        result[id_, row["language"]] += [Holding(records()[id_], name, days, edtf_of(days)) for days in present[id_]]
    return dict(result)


@cache
def territories() -> dict[str, str]:
    """Return the ISO 3166-1 codes of territories that are in no list of states, by their names after `folded`."""
    return {folded(row["name"]): row["code"] for row in rows("territories.csv")}


@cache
def _joined_names() -> dict[str, list[Holding]]:
    """Return the states that have a name, by the name without spaces."""
    result: dict[str, list[Holding]] = defaultdict(list)
    for holdings in names().values():
        for holding in holdings:
            result[joined(holding.value)].append(holding)
    return result


def _with_both_names(name: str) -> list[Holding]:
    match = _TWO_NAMES.fullmatch(name.strip())
    if not match:
        return []
    one, other = (by_state(names().get(folded(part), ())) for part in match.groups() if part)
    both = [id_ for id_ in one if id_ in other]
    return one[both[0]] + other[both[0]] if len(both) == 1 else []
