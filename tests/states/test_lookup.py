"""Look-ups return one state, or raise an error that explains why there is none."""

import copy
import datetime as dt
import math
import pickle
import re
from collections.abc import Callable
from functools import partial
from typing import cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from alliancekit import (
    AllianceKitError,
    AmbiguousState,
    BeyondCoverage,
    InvalidDate,
    NoState,
    OutOfPeriod,
    PartialDate,
    State,
    UnknownState,
    UnknownSystem,
    states,
)
from alliancekit.models.state import Membership, System
from alliancekit.states import IdentifierKind, When
from alliancekit.states._folding import folded
from alliancekit.states._index import Holding, index
from alliancekit.states._lookup import IDENTIFIER_KINDS, MEMBERSHIPS, SYSTEMS
from alliancekit.states._names import names


def _answer(ask: Callable[[], State]) -> State | NoState:
    """Return the state of a look-up, or the error that it raises."""
    try:
        return ask()
    except NoState as error:
        return error


COVERED = st.dates(dt.date(1816, 1, 1), dt.date(2016, 12, 31))
HOLDS = st.sampled_from([(system, hold) for (system, _), holds in index().codes.items() for hold in holds])


@given(holding=HOLDS, day=COVERED)
def test_a_code_returns_its_state_exactly_on_the_days_of_its_period(
    holding: tuple[System, Holding], day: dt.date
) -> None:
    system, hold = holding
    result = _answer(lambda: states.get(hold.value, system=system, on=day))
    if hold.days[0] <= (day.year, day.month, day.day) <= hold.days[1]:
        assert result is hold.state
    else:
        assert isinstance(result, OutOfPeriod) or result in states.holders(hold.value, system=system)


@given(holding=HOLDS, to=st.sampled_from(SYSTEMS), day=COVERED)
def test_a_converted_code_converts_back(holding: tuple[System, Holding], to: System, day: dt.date) -> None:
    system, hold = holding
    try:
        code = states.convert(hold.value, from_=system, to=to, on=day)
    except NoState:
        assume(False)
    else:
        assert states.convert(code, from_=to, to=system, on=day) == hold.value


@given(system=st.sampled_from(MEMBERSHIPS), day=COVERED)
def test_the_members_on_a_day_have_a_spell_on_it(system: Membership, day: dt.date) -> None:
    date = PartialDate.from_date(day)
    expected = [
        state.id
        for state in states.all_states()
        if any(
            spell.system == system and PartialDate(spell.period.edtf.replace("?", "")).contains(date)
            for spell in state.spells
        )
    ]
    assert [state.id for state in states.in_system(system, on=day)] == expected


@given(year=st.integers(1816, 2016), system=st.sampled_from(MEMBERSHIPS))
def test_the_members_in_a_year_are_members_on_any_of_its_days(year: int, system: Membership) -> None:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    of_days = {state.id for day in (first, last) for state in states.in_system(system, on=day)}
    of_year = {state.id for state in states.in_system(system, on=year)}
    assert of_days <= of_year
    assert of_year == {state.id for state in states.in_system(system, on=f"{first}/{last}")}


@given(st.sampled_from([hold for holds in names().values() for hold in holds]))
def test_a_name_returns_its_state_on_the_first_day_of_its_period(hold: Holding) -> None:
    day = PartialDate(f"{max(hold.days[0].year, 1):04}-{hold.days[0].month:02}-{hold.days[0].day:02}")
    for name in (hold.value, hold.value.upper(), f" {hold.value} "):
        result = _answer(partial(states.get, name, on=day))
        if isinstance(result, AmbiguousState):
            assert hold.state.id in result.states
        else:
            assert result is hold.state


@pytest.mark.parametrize(
    ("code", "system", "on", "expected"),
    [
        (255, "cow", "1991", "state:deu"),
        ("255", "cow", "1914-07-28", "state:deu"),
        (260, "cow", "1985", "state:west-germany"),
        (260, "gw", "1990-10-02", "state:west-germany"),
        (260, "gw", "1990-10-03", "state:deu"),
        (345, "cow", 1900, "state:srb"),
        (340, "gw", 1900, "state:srb"),
        (345, "gw", 1950, "state:srb"),
        (678, "gw", dt.date(1990, 5, 21), "state:north-yemen"),
        (678, "gw", dt.date(1990, 5, 22), "state:yem"),
        (679, "cow", 1995, "state:yem"),
        (970, "cow", 2005, "state:nru"),
        (970, "gw", 2005, "state:kir"),
        ("FIJ", "cow_abbreviation", 2000, "state:fji"),
        ("FJI", "gw_abbreviation", 2000, "state:fji"),
        ("SUN", "iso3166_1_alpha3", "1980", "state:rus"),
        ("YU", "iso3166_1_alpha2", PartialDate("1999-03"), "state:srb"),
        ("CS", "iso3166_1_alpha2", "1980", "state:czechoslovakia"),
        ("CS", "iso3166_1_alpha2", "2005", "state:srb"),
        ("DDR", "iso3166_1_alpha3", "1980", "state:east-germany"),
        (36, "iso3166_1_numeric", "1990", "state:aus"),
        ("280", "iso3166_1_numeric", "1980", "state:west-germany"),
        ("890", "iso3166_1_numeric", "1990", "state:srb"),
        ("720", "iso3166_1_numeric", "1985", "state:south-yemen"),
        ("VD", "iso3166_1_alpha2", "1975", "state:vnm"),
        ("VNM", "iso3166_1_alpha3", "1975", "state:south-vietnam"),
        ("BUR", "iso3166_1_alpha3", "1988", "state:mmr"),
        ("ZAR", "iso3166_1_alpha3", "1990", "state:cod"),
        ("HV", "iso3166_1_alpha2", "1980", "state:bfa"),
        ("DHY", "iso3166_1_alpha3", "1970", "state:ben"),
        ("RHO", "iso3166_1_alpha3", "1979", "state:zwe"),
        ("TMP", "iso3166_1_alpha3", "2001", "state:tls"),
        ("230", "iso3166_1_numeric", "1990", "state:eth"),
        ("PSE", "iso3166_1_alpha3", "2020", "state:pse"),
    ],
)
def test_a_code_on_a_date_returns_one_state(code: str | int, system: System, on: When, expected: str) -> None:
    assert states.get(code, system=system, on=on).id == expected


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("Prussia", "1860", "state:deu"),
        ("German Empire", "1914", "state:deu"),
        ("germany", "1914", "state:deu"),
        ("Siam", "1914", "state:tha"),
        ("Thailand", "1960", "state:tha"),
        ("Persia", "1914", "state:irn"),
        ("Burma", "1950", "state:mmr"),
        ("Swaziland", "1970", "state:swz"),
        ("Eswatini", "2019", "state:swz"),
        ("Macedonia", "2000", "state:mkd"),
        ("North Macedonia", "2020", "state:mkd"),
        ("Zaire", "1980", "state:cod"),
        ("Upper Volta", "1970", "state:bfa"),
        ("Dahomey", "1970", "state:ben"),
        ("Ceylon", "1960", "state:lka"),
        ("Abyssinia", "1900", "state:eth"),
        ("Ottoman Empire", "1900", "state:tur"),
        ("Turkey", "1960", "state:tur"),
        ("TURKIYE", "2023", "state:tur"),
        ("cote d’ivoire", "1990", "state:civ"),
        ("Czechia", "2010", "state:cze"),
        ("Soviet Union", "1950", "state:rus"),
        ("Gran Colombia", None, "state:gran-colombia"),
        ("Papal States", None, "state:papal-states"),
        ("Taiwan", "1960", "state:twn"),
        ("Kosovo", "2010", "state:kosovo"),
        ("Palestine", None, "state:pse"),
        ("Yemen", "2000", "state:yem"),
        ("日本", "1960", "state:jpn"),
        ("state:deu", None, "state:deu"),
    ],
)
def test_a_name_on_a_date_returns_one_state(name: str, on: str | None, expected: str) -> None:
    assert states.get(name, on=on).id == expected


GERMANYS = "state:west-germany (1949-09-21/1990-10-02) and state:east-germany (1949-10-05/1990-10-02)"

CARRY = "carry_forward=True uses its last entries for later dates"

NO_CODE = "no state ever has the cow code"

UNTYPED: dict[str, Callable[..., object]] = {name: getattr(states, name) for name in states.__all__}
"""The functions without their types, to call them with values of wrong types."""

REFUSED: list[tuple[Callable[[], object], type[Exception], str]] = [
    (
        lambda: states.get("Germany", on="1960"),
        AmbiguousState,
        f"the name 'Germany' belongs to more than one state on 1960: {GERMANYS}",
    ),
    (
        lambda: states.get("Germany"),
        AmbiguousState,
        (
            "the name 'Germany' belongs to more than one state; add a date, or write an id: "
            f"state:deu (1816-01-01/1945-05-08, 1990-10-03/..), {GERMANYS}"
        ),
    ),
    (
        lambda: states.get("Siam", on="1960"),
        OutOfPeriod,
        (
            "the name 'Siam' is not in use on 1960: "
            "it belongs to state:tha (1816-01-01/1939-06-23, 1945-09-08/1949-05-10); state:tha exists then"
        ),
    ),
    (
        lambda: states.get("Allemagne", on="1960"),
        OutOfPeriod,
        (
            "the name 'Allemagne' is not in use on 1960: it belongs to state:deu (1816-01-01/1945-05-08, "
            "1990-10-03/..); state:west-germany (partition, 1949) and state:east-germany (partition, 1949) succeeded "
            "state:deu"
        ),
    ),
    (
        lambda: states.get(341, system="gw", on="2000"),
        OutOfPeriod,
        (
            "the gw code '341' is not in use on 2000: "
            "it belongs to state:mne (1868-01-01?/1915-07-01?, 2006-06-03/..); state:srb (union, 1918-12-01) succeeded "
            "state:mne"
        ),
    ),
    (
        lambda: states.get("Namibia", on="1980"),
        OutOfPeriod,
        "the name 'Namibia' is not in use on 1980: it belongs to state:nam (1990-03-21/..)",
    ),
    (
        lambda: states.get("Germny", on="1960"),
        UnknownState,
        "no state is called 'Germny'; did you mean Germany?",
    ),
    (lambda: states.get("Xyzzy"), UnknownState, "no state is called 'Xyzzy'"),
    (
        lambda: states.get(260, system="gw", on="1990"),
        AmbiguousState,
        (
            "the gw code '260' belongs to more than one state on 1990: "
            "state:deu (1990-10-03/..) and state:west-germany (1949-09-21/1990-10-02)"
        ),
    ),
    (
        lambda: states.get("255", system="cow", on="1950"),
        OutOfPeriod,
        (
            "the cow code '255' is not in use on 1950: it belongs to state:deu (1816-01-01/1945-05-08, 1990-10-03/..); "
            "state:west-germany (partition, 1949) and state:east-germany (partition, 1949) succeeded state:deu"
        ),
    ),
    (
        lambda: states.get(8152, system="cow", on="1950"),
        UnknownState,
        "no state ever has the cow code '8152'",
    ),
    (
        lambda: states.get("816", system="iso3166_1_numeric", on="1950"),
        UnknownState,
        "no state ever has the iso3166_1_numeric code '816'; 816 is a code of cow and gw",
    ),
    (
        lambda: states.get(396, system="cow", on="1950"),
        UnknownState,
        "no state ever has the cow code '396'; 396 is a code of gw",
    ),
    (
        lambda: states.get("GRM", system="cow_abbreviation", on="1950"),
        UnknownState,
        "no state ever has the cow_abbreviation code 'GRM'",
    ),
    (
        lambda: states.get("usa", system="iso3166_1_alpha3", on="1950"),
        UnknownState,
        "no state ever has the iso3166_1_alpha3 code 'usa'; did you mean USA?",
    ),
    (
        lambda: states.get("usa", system="cow", on="1950"),
        UnknownState,
        "no state ever has the cow code 'usa'; USA is a code of cow_abbreviation, gw_abbreviation and iso3166_1_alpha3",
    ),
    *(
        (partial(states.get, code, system="cow", on="1950"), UnknownState, f"{NO_CODE} {code!r}; did you mean 2?")
        for code in ("2.0", "002", " 2 ")
    ),
    (
        lambda: states.get("YUG"),
        UnknownState,
        (
            "no state is called 'YUG': it is a code (cow_abbreviation, gw_abbreviation, iso3166_1_alpha3), "
            "which needs its system and a date, such as system='cow_abbreviation', on='1991'"
        ),
    ),
    (
        lambda: states.get("auh ", on="1900"),
        UnknownState,
        (
            "no state is called 'auh ': AUH is a code (cow_abbreviation, gw_abbreviation), "
            "which needs its system and a date, such as system='cow_abbreviation', on='1816-01-01'"
        ),
    ),
    (
        lambda: states.get("COD"),
        UnknownState,
        (
            "no state is called 'COD': it is a code (iso3166_1_alpha3), "
            "which needs its system and a date, such as system='iso3166_1_alpha3', on='1997-07-14'"
        ),
    ),
    *(
        (
            partial(states.get, number),
            UnknownState,
            f"no state is called {number!r}: the number 2 needs its system and a date, such as system='cow', on='1991'",
        )
        for number in ("002", "2.0", "2.", " 2")
    ),
    (
        lambda: states.get("state:due"),
        UnknownState,
        "the registry has no state 'state:due'; did you mean state:deu?",
    ),
    (
        lambda: states.get(2, system="cow", on="2025"),
        BeyondCoverage,
        f"the cow list covers 1816-01-01/2024-12-31, got 2025; {CARRY}",
    ),
    (
        lambda: states.get(2, system="gw", on="1815-12-31"),
        BeyondCoverage,
        "the gw list covers 1816-01-01/2020-12-31, got 1815-12-31",
    ),
    (
        lambda: states.in_system("cow", on="2016/.."),
        BeyondCoverage,
        "the cow list covers 1816-01-01/2024-12-31, got 2016/..",
    ),
    (
        lambda: states.convert("USA", from_="iso3166_1_alpha3", to="gw", on="2021"),
        BeyondCoverage,
        f"the gw list covers 1816-01-01/2020-12-31, got 2021; {CARRY}",
    ),
    (
        lambda: states.convert(347, from_="cow", to="iso3166_1_alpha3", on="2010"),
        UnknownState,
        (
            "state:kosovo never has a code in iso3166_1_alpha3; "
            "many data sets use XKX, which ISO 3166-1 leaves to its users"
        ),
    ),
    (
        lambda: states.convert(365, from_="cow", to="iso3166_1_alpha3", on="1992"),
        AmbiguousState,
        (
            "state:rus has more than one code in iso3166_1_alpha3 on 1992: "
            "SUN (1922-12-30/1992-08-29) and RUS (1992-08-30/..)"
        ),
    ),
    (
        lambda: states.convert(700, from_="gw", to="cow", on="1850"),
        OutOfPeriod,
        "state:afg has no code in cow on 1850: it has 700 (1919-08-08/..)",
    ),
    (
        lambda: states.convert("state:due", from_="state", to="cow", on="2010"),
        UnknownState,
        "the registry has no state 'state:due'; did you mean state:deu?",
    ),
    (
        lambda: states.successors("west germany"),
        UnknownState,
        "the registry has no state 'west germany'; did you mean state:west-germany?",
    ),
    (
        lambda: states.get(2, system=cast("System", cast("object", "un")), on="1950"),
        UnknownSystem,
        (
            "unknown system 'un'; expected cow, cow_abbreviation, gw, gw_abbreviation, iso3166_1_alpha2, "
            "iso3166_1_alpha3 or iso3166_1_numeric"
        ),
    ),
    *(
        (
            partial(states.convert, 2, from_="cow", to=cast("IdentifierKind", cast("object", given)), on="1950"),
            UnknownSystem,
            f"unknown system {given!r}; did you mean {meant}?",
        )
        for given, meant in (
            ("cw", "cow"),
            ("COW", "cow"),
            ("iso3", "iso3166_1_alpha3"),
            ("ISO2", "iso3166_1_alpha2"),
            ("iso3c", "iso3166_1_alpha3"),
            ("iso3n", "iso3166_1_numeric"),
            ("iso3166_alpha3", "iso3166_1_alpha3"),
            ("ccode", "cow"),
            ("stateabb", "cow_abbreviation"),
            ("gwcode", "gw"),
            ("names", "name"),
        )
    ),
    (
        lambda: states.get(2, system=cast("System", cast("object", 3)), on="1950"),
        UnknownSystem,
        (
            "unknown system 3; expected cow, cow_abbreviation, gw, gw_abbreviation, iso3166_1_alpha2, "
            "iso3166_1_alpha3 or iso3166_1_numeric"
        ),
    ),
    (
        # What other programs call a system is no hint where that system is none of those that there are.
        lambda: states.in_system(cast("Membership", cast("object", "iso3")), on="1950"),
        UnknownSystem,
        "unknown system 'iso3'; expected cow, gw, gw_microstates or cow_majors",
    ),
    (
        lambda: states.in_system(cast("Membership", cast("object", "un")), on="1950"),
        UnknownSystem,
        "unknown system 'un'; expected cow, gw, gw_microstates or cow_majors",
    ),
    (lambda: states.get(255), TypeError, "255 is a code: add its system and a date, such as system='cow', on='1991'"),
    *(
        (
            partial(states.get, code, on=on),
            UnknownState,
            f"no state is called {code!r}: a number needs its system and a date, such as system='cow', on='1991'",
        )
        for code, on in (("255", None), ("2", "1991"))
    ),
    (
        partial(UNTYPED["successors"], 255),
        TypeError,
        "a state or its id is expected, got the number 255",
    ),
    (
        partial(UNTYPED["get"], 255.0),
        TypeError,
        "a code or name must be text or a whole number, got the number 255.0 (pass int(255.0))",
    ),
    *(
        (partial(ask, code), TypeError, f"a code or name must be text or a whole number, got {got}")
        for ask in (
            partial(UNTYPED["get"], system="cow", on="1991"),
            partial(UNTYPED["convert"], from_="cow", to="gw", on="1991"),
            partial(UNTYPED["convert"], from_="name", to="gw", on="1991"),
            partial(UNTYPED["holders"], system="cow"),
        )
        for code, got in ((None, "nothing"), (math.nan, "a missing value"), (True, "true"), ([255], "a list"))
    ),
    *(
        (partial(ask, on=on), TypeError, f"on must be a year (1914), text in EDTF ('1914-07-28') or a date, got {got}")
        for ask in (
            partial(UNTYPED["get"], "Germany"),
            partial(UNTYPED["get"], 255, system="cow"),
            partial(UNTYPED["convert"], 255, from_="cow", to="gw"),
            partial(UNTYPED["in_system"], "cow"),
        )
        for on, got in ((True, "true"), (1914.0, "the number 1914.0 (pass int(1914.0))"), (pd.NaT, "a missing value"))
    ),
    (
        lambda: states.get("255", system="cow"),
        TypeError,
        "the code '255' needs a date, since codes change over time: add one, such as on='1991'",
    ),
]


@pytest.mark.parametrize(("ask", "kind", "message"), REFUSED, ids=range(len(REFUSED)))
def test_a_failed_look_up_raises_an_error_with_a_message(
    ask: Callable[[], object], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind) as caught:
        ask()
    assert str(caught.value) == message
    assert type(caught.value) is kind


def test_an_invalid_date_is_refused() -> None:
    with pytest.raises(InvalidDate):
        states.get("Germany", on="1990-13")


@given(HOLDS)
def test_codes_and_dates_of_numpy_and_pandas_work_like_those_of_python(holding: tuple[System, Holding]) -> None:
    system, hold = holding
    assume(hold.value.isdecimal() and hold.value[0] != "0")
    code, year = int(hold.value), min(max(hold.days[0].year, 1816), 2016)
    for same in (np.int64(code), np.uint16(code), pd.Series([code], dtype="Int64")[0], np.str_(code)):
        assert states.holders(same, system=system) == states.holders(code, system=system)
        for on in (np.int64(year), np.datetime64(f"{year}"), np.str_(year)):
            result, expected = (
                _answer(partial(states.get, each, system=system, on=when)) for each, when in ((same, on), (code, year))
            )
            assert (result.id if isinstance(result, State) else str(result)) == (
                expected.id if isinstance(expected, State) else str(expected)
            )


@given(HOLDS, st.sampled_from([str.lower, str.title, "{} ".format, " {}".format, "{}.0".format, "00{}".format]))
def test_the_error_for_a_misspelled_code_has_the_correct_one(
    holding: tuple[System, Holding], change: Callable[[str], str]
) -> None:
    system, hold = holding
    code = change(hold.value)
    assume(code != hold.value and (hold.value.isdecimal() or code.strip().isalpha()))
    with pytest.raises(UnknownState) as caught:
        states.holders(code, system=system)
    assert str(caught.value) == f"no state ever has the {system} code {code!r}; did you mean {hold.value}?"


@given(HOLDS, st.booleans())
def test_the_error_for_a_code_without_system_has_an_example_that_works(
    holding: tuple[System, Holding],
    lower: bool,  # noqa: FBT001 - it is drawn
) -> None:
    _, hold = holding
    assume(folded(hold.value) not in names())  # USA is a name, too
    with pytest.raises(UnknownState) as caught:
        states.get(hold.value.lower() if lower else hold.value)
    assert hold.state.id in caught.value.states
    if not hold.value.isdecimal():
        example = re.search(r"such as system='(\w+)', on='([-0-9]+)'$", str(caught.value))
        assert example
        result = states.get(hold.value, system=cast("System", example[1]), on=example[2])
        assert result.id in caught.value.states


def test_an_error_lists_its_states_and_can_be_copied() -> None:
    with pytest.raises(AmbiguousState) as caught:
        states.get("Germany", on="1960")
    error = caught.value
    assert error.states == ("state:west-germany", "state:east-germany")
    for copied in (copy.copy(error), cast("AmbiguousState", pickle.loads(pickle.dumps(error)))):
        assert (type(copied), str(copied), copied.states) == (AmbiguousState, str(error), error.states)
    assert issubclass(NoState, AllianceKitError)
    assert issubclass(NoState, LookupError)


@pytest.mark.parametrize(
    ("code", "from_", "to", "on", "expected"),
    [
        (255, "cow", "gw", 1995, "260"),
        (345, "cow", "gw", 1900, "340"),
        (345, "cow", "gw", 1950, "345"),
        (679, "cow", "gw", 1995, "678"),
        (2, "cow", "iso3166_1_alpha3", 1900, "USA"),
        (365, "cow", "iso3166_1_alpha2", 1980, "SU"),
        (300, "cow", "name", 1850, "Austrian Empire"),
        (300, "cow", "name", 1900, "Austria-Hungary"),
        (775, "cow", "name", 1950, "Burma"),
        ("Siam", "name", "cow", 1914, "800"),
        ("state:deu", "state", "gw_abbreviation", 2000, "GFR"),
        (255, "cow", "state", 1900, "state:deu"),
        ("GMY", "cow_abbreviation", "iso3166_1_numeric", 1991, "276"),
        (345, "cow", "name", 2010, "Serbia"),
    ],
)
def test_a_code_converts_to_another_kind(
    code: str | int, from_: states.IdentifierKind, to: states.IdentifierKind, on: int, expected: str
) -> None:
    assert states.convert(code, from_=from_, to=to, on=on) == expected


def test_a_state_without_a_name_in_use_has_its_preferred_one() -> None:
    assert states.convert("state:deu", from_="state", to="name", on=1947) == "Germany"


@pytest.mark.parametrize("label", IDENTIFIER_KINDS)
def test_every_kind_of_identifier_can_be_converted_to(label: states.IdentifierKind) -> None:
    assert states.convert("state:fra", from_="state", to=label, on=1960)


def test_all_states_that_ever_have_a_code_are_its_holders() -> None:
    assert [state.id for state in states.holders(260, system="gw")] == ["state:deu", "state:west-germany"]
    assert [state.id for state in states.holders("255", system="cow")] == ["state:deu"]
    with pytest.raises(UnknownState):
        states.holders(8152, system="cow")


def test_successors_are_the_inverse_of_predecessors() -> None:
    for state in states.all_states():
        for other in states.successors(state):
            assert state.id in other.predecessors
    assert [state.id for state in states.successors("state:czechoslovakia")] == ["state:cze", "state:svk"]


def test_the_dotless_i_is_an_i() -> None:
    assert {states.get(name, on=1960).id for name in ("Kıbrıs", "KIBRIS", "kibris")} == {"state:cyp"}


@given(st.text(max_size=20))
@example("\U0001d756")  # a capital letter of mathematics has no small one
def test_folding_a_name_twice_changes_nothing_more(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@given(name=st.text(max_size=12), year=st.integers(1, 9999))
def test_any_text_returns_a_state_or_raises_an_error_with_a_message(name: str, year: int) -> None:
    for system in (None, *SYSTEMS):
        result = _answer(partial(states.get, name, system=system, on=year))
        assert str(result)
        assert isinstance(result, State | NoState)


def test_iso_numbers_are_padded_to_three_digits() -> None:
    assert states.get(8, system="iso3166_1_numeric", on=1990).id == "state:alb"
    assert states.get("008", system="iso3166_1_numeric", on=1990).id == "state:alb"
    with pytest.raises(UnknownState):
        states.get("8", system="iso3166_1_numeric", on=1990)
    with pytest.raises(UnknownState):
        states.get("002", system="cow", on=1990)
