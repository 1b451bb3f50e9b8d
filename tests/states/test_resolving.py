"""A text of unknown kind is resolved to states: an id, a name, a code with its system, or a code of letters."""

import re
from collections.abc import Callable, Iterable
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.profiles import examples

from alliancekit import (
    AmbiguousState,
    BeyondCoverage,
    NoState,
    OutOfPeriod,
    PartialDate,
    State,
    UnknownState,
    UnknownSystem,
    states,
)
from alliancekit.models.state import System
from alliancekit.states._names import holdings_of_name, names
from alliancekit.states._records import records

CODES: list[tuple[System, str]] = [
    (code.system, code.value) for state in states.all_states() for code in state.codes if code.system != "atop"
]


def ids(text: str, on: int | str | None = None, *, early: bool = False, carry_forward: bool = False) -> list[str]:
    """Return the ids of the states that a text stands for, without their prefix."""
    found = states.resolve(text, on=on, early=early, carry_forward=carry_forward)
    return [state.id.removeprefix("state:") for state in found.states]


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("state:fra", None, ["fra"]),
        ("state:fra", 1700, ["fra"]),
        ("France", None, ["fra"]),
        ("Siam", 1914, ["tha"]),
        ("cow:255", 1914, ["deu"]),
        ("gw:260", None, ["deu", "west-germany"]),
        ("gw:260", 1990, ["deu", "west-germany"]),
        ("FRA", "1991", ["fra"]),
        ("frn", None, ["fra"]),
        (" fr ", None, ["fra"]),
        ("DEU", "1980/2000", ["deu", "west-germany"]),
        ("iso3166_1_numeric:40", 2000, ["aut"]),
        ("iso3166_1_numeric:040", None, ["aut"]),
        ("cow:002", 1991, ["usa"]),
        ("cow_abbreviation:usa", 1991, ["usa"]),
        ("JPN", 2025, ["jpn"]),  # after the list of COW, but not after that of ISO 3166-1
        ("RUS", 1950, ["rus"]),  # a code of COW then, though not of ISO 3166-1
    ],
)
def test_a_text_is_resolved(text: str, on: int | str | None, expected: list[str]) -> None:
    found = states.resolve(text, on=on)
    assert ids(text, on) == expected
    assert (found.text, found.assumptions) == (text, ())


def test_a_system_of_its_own() -> None:
    assert states.resolve("40", system="iso3166_1_numeric", on=1990).only().id == "state:aut"
    assert states.resolve("usa", system="cow_abbreviation").only().id == "state:usa"


REFUSED: list[tuple[str, int | str | None, type[Exception], str]] = [
    ("state:due", None, UnknownState, "the registry has no state 'state:due'; did you mean state:deu?"),
    ("Frankia", None, UnknownState, "no state is called 'Frankia'; did you mean Francia?"),
    ("cow:256", None, UnknownState, "no state ever has the cow code '256'"),
    ("cwo:255", None, UnknownSystem, "unknown system 'cwo'; did you mean cow?"),
    (
        "260",
        1991,
        UnknownState,
        "'260' is a code: add its system (cow:260 or gw:260), or write an id: state:west-germany or state:deu",
    ),
    (
        "40",
        None,
        UnknownState,
        (
            "'40' is a code: add its system (cow:40, gw:40 or iso3166_1_numeric:040), "
            "or write an id: state:cub or state:aut"
        ),
    ),
    (
        "AUS",
        None,
        AmbiguousState,
        "the code 'AUS' means different states: cow_abbreviation:AUS is state:aut; iso3166_1_alpha3:AUS is state:aus",
    ),
    (
        "AUS",  # the list of COW does not cover 2025; the code is not that of Australia for this reason alone
        2025,
        AmbiguousState,
        "the code 'AUS' means different states: cow_abbreviation:AUS is state:aut; iso3166_1_alpha3:AUS is state:aus",
    ),
    (
        "AUS",
        1815,
        AmbiguousState,
        "the code 'AUS' means different states: cow_abbreviation:AUS is state:aut; iso3166_1_alpha3:AUS is state:aus",
    ),
    (
        "cow:255",
        2030,
        BeyondCoverage,
        (
            "the cow list covers 1816-01-01/2024-12-31, got 2030; carry_forward=True uses its last entries for later "
            "dates; an id is valid at all times: state:deu"
        ),
    ),
    (
        "gw:260",
        1815,
        BeyondCoverage,
        (
            "the gw list covers 1816-01-01/2020-12-31, got 1815; "
            "an id is valid at all times: state:deu or state:west-germany"
        ),
    ),
    (
        "JPN",
        2030,
        BeyondCoverage,
        (
            "the cow_abbreviation list covers 1816-01-01/2024-12-31, got 2030; "
            "carry_forward=True uses its last entries for later dates; an id is valid at all times: state:jpn"
        ),
    ),
    (
        "COD",
        1990,
        OutOfPeriod,
        (
            "the iso3166_1_alpha3 code 'COD' is not in use on 1990: it belongs to state:cod (../1971-10-26, "
            "1997-07-14/..); early=True reads it as that state before its time"
        ),
    ),
]


@pytest.mark.parametrize(("text", "on", "error", "message"), REFUSED)
def test_a_text_that_is_not_resolved(text: str, on: int | str | None, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        states.resolve(text, on=on)
    assert str(caught.value) == message


def test_the_options_are_recorded() -> None:
    found = states.resolve("JPN", on=2030, carry_forward=True)
    assert found.only().id == "state:jpn"
    (assumption,) = found.assumptions
    assert assumption.endswith(
        " list ends on 2024-12-31; its last entries are used for later dates (carry_forward=True)"
    )
    found = states.resolve("COD", on=1990, early=True)
    assert found.only().id == "state:cod"
    assert found.assumptions == (
        "the iso3166_1_alpha3 code 'COD' is not in use then; it is read as state:cod (early=True)",
    )
    # In another list it is in use, so nothing is assumed.
    assert states.resolve("RUS", on=1950, early=True).assumptions == ()


def test_several_states_are_not_one() -> None:
    for text, on, message in (
        (
            "DEU",
            None,
            (
                "the code 'DEU' belongs to more than one state: state:deu (../1945-05-08, 1990-10-03/..) and "
                "state:west-germany (1949-05-23/1990-10-02); add a date, or write an id"
            ),
        ),
        (
            "gw:260",
            1990,
            (
                "the code 'gw:260' belongs to more than one state on 1990: state:deu (1990-10-03/..) and "
                "state:west-germany (1949-09-21/1990-10-02); write a shorter date or an id"
            ),
        ),
    ):
        with pytest.raises(AmbiguousState) as caught:
            states.resolve(text, on=on).only()
        assert str(caught.value) == message
        assert caught.value.states == ("state:deu", "state:west-germany")


def test_the_periods_of_a_code() -> None:
    found = states.resolve("gw:260", on="1990")
    assert (found.on, found.periods) == (PartialDate("1990"), ("1990-10-03/..", "1949-09-21/1990-10-02"))
    for text in ("France", "state:fra"):
        assert (states.resolve(text).on, states.resolve(text).periods) == (None, ())


def answer(ask: Callable[[], Iterable[State]]) -> set[str]:
    """Return the ids of the states that a look-up returns or, if they are several, lists; or else its message."""
    try:
        return {state.id for state in ask()}
    except AmbiguousState as error:
        return set(error.states)
    except NoState as error:
        return {str(error).partition("; an id")[0]}


def with_code(code: str, system: System, on: int, *, early: bool = False, carry_forward: bool = False) -> list[State]:
    """Return the state that `get` returns."""
    return [states.get(code, system=system, on=on, early=early, carry_forward=carry_forward)]


@given(st.sampled_from(CODES), st.integers(1810, 2035), st.booleans(), st.booleans())
@examples(100)
def test_a_code_is_resolved_as_by_get(
    code: tuple[System, str],
    year: int,
    early: bool,  # noqa: FBT001 - drawn
    carry_forward: bool,  # noqa: FBT001 - drawn
) -> None:
    system, value = code
    options = partial(states.resolve, on=year, early=early, carry_forward=carry_forward)
    by_get = answer(partial(with_code, value, system, year, early=early, carry_forward=carry_forward))
    assert answer(lambda: options(f"{system}:{value}").states) == by_get
    assert answer(lambda: options(value, system=system).states) == by_get


@given(st.sampled_from(CODES), st.integers(1810, 2035))
@examples(100)
def test_a_code_of_letters_never_differs_between_two_lists(code: tuple[System, str], year: int) -> None:
    """What letters alone mean is what they mean in each list that has them then."""
    _, value = code
    if value.isdecimal():
        return
    alone = answer(lambda: states.resolve(value, on=year).states)
    if any(id_ not in records() for id_ in alone):
        return
    for system, other in CODES:
        if other == value:
            then = answer(partial(with_code, value, system, year))
            assert then <= alone or not then <= {*records()}


FACT = re.compile(r"(state:[-a-z]+) \((\w+), ([-0-9]+)\)")
"""A state in a message, with the kind and the date of its succession."""


@given(st.sampled_from([holds[0].value for holds in names().values()]), st.integers(1700, 2024))
@example("Syria", 1850)
@example("Timor-Leste", 1948)
@example("Allemagne", 1955)
@examples(100)
def test_a_hint_about_another_time_is_a_fact_of_the_registry(name: str, year: int) -> None:
    """It is never about who had a territory, which the registry does not know: Syria was Ottoman in 1850."""
    try:
        states.get(name, on=year)
    except OutOfPeriod as error:
        message, listed_states = str(error), error.states
    except NoState:
        return
    else:
        return

    def exists(id_: str) -> bool:
        time = PartialDate(f"{year:04}")
        return any(spell.period.overlaps(time) is not False for spell in records()[id_].spells)

    owners = {hold.state.id for hold in holdings_of_name(name)}
    holding, _, hint = message.partition("it belongs to")[2].partition("; ")
    assert set(re.findall(r"state:[-a-z]+", holding)) == owners
    others: set[str] = set()
    if "exist" in hint:
        assert set(re.findall(r"state:[-a-z]+", hint)) == {id_ for id_ in owners if exists(id_)}
    elif "succeeded" in hint:
        for fact in hint.split("; "):
            left, _, right = fact.partition(" succeeded ")
            dated = FACT.findall(left) or FACT.findall(right)
            for id_, kind, date in dated:
                predecessor, successor = (id_, left) if FACT.search(right) else (right, id_)
                found = [each for each in states.succession() if (each.kind, each.date.edtf) == (kind, date)]
                assert any((each.predecessor, each.successor) == (predecessor, successor) for each in found)
                assert {predecessor, successor} & owners
                others.add(id_)
        assert all(map(exists, others))
    else:
        assert hint == "" or hint.startswith("early=True reads it as ")
    assert set(listed_states) == owners | others
    assert set(listed_states[: len(owners)]) == owners  # a state that never has the name is not the first suggestion


@pytest.mark.parametrize(
    ("name", "on", "hint"),
    [
        ("Syria", 1850, ""),  # Ottoman, not Egyptian
        ("Syria", 1930, ""),
        ("Croatia", 1850, ""),  # Habsburg
        ("Croatia", 1900, "; state:hrv succeeded state:srb (separation, 1991-06-25)"),
        ("Eritrea", 1930, "; state:eri succeeded state:eth (separation, 1993-05-24)"),
        ("Hanover", 1900, "; state:deu (absorption, 1866) succeeded state:hanover"),
        ("Hanover", 1950, ""),  # no chain of successions
        ("Austria", 1900, "; state:austria-hungary exists then"),
    ],
)
def test_hints_about_another_time(name: str, on: int, hint: str) -> None:
    with pytest.raises(OutOfPeriod) as caught:
        states.get(name, on=on)
    _, semicolon, rest = str(caught.value).partition("; ")
    assert semicolon + rest == hint


def test_the_state_of_an_early_code_is_named_if_others_have_it_too() -> None:
    with pytest.raises(OutOfPeriod, match=r"; early=True reads it as state:srb before its time$"):
        states.get("CS", system="iso3166_1_alpha2", on=1995)
