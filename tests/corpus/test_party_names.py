"""A party is found by its id, its name or a code."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.networks.frames import treaty
from tests.profiles import examples

from alliancekit import ActorId, Code, Corpus, Name, NoState, PartialDate, StateId, states
from alliancekit.corpus.party_names import party_ids
from alliancekit.errors import AmbiguousState, BeyondCoverage, OutOfPeriod, UnknownRecord, UnknownState, UnknownSystem
from alliancekit.models import Actor, State

FRANCE, GERMANY, WEST = (
    State(id=StateId(f"state:{slug}"), names=(Name(text=name),), codes=(Code(system="cow", value=code),))
    for slug, name, code in (("gaul", "Gallia", "220"), ("deu", "Deutschland", "255"), ("brd", "Bundesrepublik", "260"))
)
STATES = (FRANCE, GERMANY, WEST)
CORPUS = Corpus([*STATES, treaty("pact", {"gaul": None, "brd": None}, {"gaul": "defense"}, in_force="1963-01-22")])


@pytest.mark.parametrize(
    ("party", "on", "expected"),
    [
        ("state:gaul", None, ("state:gaul",)),
        (FRANCE, None, ("state:gaul",)),
        ("gallia", None, ("state:gaul",)),
        ("GÁLLIA!", None, ("state:gaul",)),
        ("France", None, ("state:gaul",)),
        ("cow:220", None, ("state:gaul",)),
        ("cow:220", 1960, ("state:gaul",)),
        ("cow:220", 2020, ("state:gaul",)),
        ("cow:0220", 2020, ("state:gaul",)),
        ("FRN", None, ("state:gaul",)),
        ("fra", None, ("state:gaul",)),
        ("fr", None, ("state:gaul",)),
        ("DEU", None, ("state:deu", "state:brd")),
        ("DEU", 1980, ("state:brd",)),
        ("DEU", "1980/2000", ("state:brd", "state:deu")),
        ("iso3166_1_alpha3:DEU", 2000, ("state:deu",)),
        ("Germany", 1914, ("state:deu",)),
        ("Japan", None, ("state:jpn",)),  # no record of the corpus
    ],
)
def test_a_party_is_found(party: str | State, on: int | str | None, expected: tuple[str, ...]) -> None:
    assert set(party_ids(party, STATES, {state.id for state in STATES}, on)) == set(expected)


@pytest.mark.parametrize(
    ("party", "on", "error", "message"),
    [
        ("Nowhere in particular", None, UnknownState, "no state is called 'Nowhere in particular'"),
        ("255", None, UnknownState, "'255' is a code: add its system (cow:255 or gw:255), or write an id: state:deu"),
        ("cow:256", None, UnknownState, "no state ever has the cow code '256'"),
        ("cow:255", 1960, OutOfPeriod, "the cow code '255' is not in use on 1960: it belongs to state:deu"),
        ("cwo:255", None, UnknownSystem, "unknown system 'cwo'"),
        (
            "Germany",
            1960,
            AmbiguousState,
            "the name 'Germany' belongs to more than one state on 1960: state:west-germany (1949-09-21/1990-10-02) and",
        ),
        ("AUS", 1960, AmbiguousState, "the code 'AUS' means different states: cow_abbreviation:AUS is state:aut; iso"),
    ],
)
def test_a_party_that_is_not_found(party: str, on: int | None, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        party_ids(party, STATES, {state.id for state in STATES}, on)
    assert str(caught.value).startswith(message)


def test_a_name_of_two_records_is_ambiguous_unless_their_periods_differ() -> None:
    early, late = (
        State(
            id=StateId(f"state:{slug}"),
            names=(Name(text="Atlantis", period=PartialDate(period)),),
            codes=(Code(system="cow", value=code),),
        )
        for slug, period, code in (("early", "1900/1920", "998"), ("late", "1930/1940", "999"))
    )
    ids = {early.id, late.id}
    assert party_ids("Atlantis", (early, late), ids, 1935) == ("state:late",)

    with pytest.raises(AmbiguousState) as caught:
        party_ids("Atlantis", (early, late), ids)
    assert caught.value.states == ("state:early", "state:late")


def test_two_records_of_one_state_are_ambiguous() -> None:
    again = State(id=StateId("state:again"), names=FRANCE.names, codes=FRANCE.codes)
    parted = [
        State(
            id=StateId(f"state:{slug}"),
            names=(Name(text=slug),),
            codes=(Code(system="cow", value="220", period=PartialDate(period)),),
        )
        for slug, period in (("old", "../1870"), ("new", "1871/.."))
    ]
    with pytest.raises(AmbiguousState, match=r"^more than one record represents state:fra "):
        party_ids("France", parted, {state.id for state in parted})
    with pytest.raises(AmbiguousState, match=r"^the name 'Gallia' belongs to more than one state "):
        party_ids("Gallia", (FRANCE, again), {FRANCE.id, again.id})


def test_treaties_of_a_party() -> None:
    for party in ("France", "FRN", "cow:220", "state:gaul", "Gallia"):
        (found,) = CORPUS.treaties(party=party)
        assert found.id == "treaty:pact"
    with pytest.raises(UnknownRecord) as caught:
        CORPUS.treaties(party="Japan")
    assert str(caught.value) == "no record of the corpus is state:jpn, which 'Japan' means"
    for party in ("state:fra", "treaty:nothing"):
        with pytest.raises(UnknownRecord, match=r"^unknown id "):
            CORPUS.treaties(party=party)
    with pytest.raises(TypeError, match=r"^a party must be a record or its id, a name"):
        CORPUS.treaties(party=220)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_a_code_after_the_end_of_its_list_needs_an_option() -> None:
    with pytest.raises(BeyondCoverage, match=r"^the cow list covers .*, got 2030; carry_forward=True uses "):
        party_ids("cow:220", STATES, {"state:gaul"}, 2030)
    assert party_ids("cow:220", STATES, {"state:gaul"}, 2030, carry_forward=True) == ("state:gaul",)


def test_a_code_before_its_time_needs_an_option() -> None:
    with pytest.raises(OutOfPeriod, match=r"; early=True reads it as that state before its time$"):
        CORPUS.in_force(on=1970, party="iso3166_1_alpha3:ROU")
    with pytest.raises(UnknownRecord, match=r"^no record of the corpus is state:rou, "):
        CORPUS.in_force(on=1970, party="iso3166_1_alpha3:ROU", early=True)


class TestNamesWithoutAPeriod:
    """Records of loaders and of most users have names without periods: they count while their state exists."""

    AUSTRIA = State(id=StateId("state:aut"), names=(Name(text="Austria"),), codes=(Code(system="cow", value="305"),))
    EMPIRE = State(
        id=StateId("state:austria-hungary"), names=(Name(text="Dual"),), codes=(Code(system="cow", value="300"),)
    )
    CORPUS = Corpus(
        [
            AUSTRIA,
            EMPIRE,
            *STATES,
            treaty("dual", {"austria-hungary": None, "deu": None}, {}, in_force="1879-10-07", ended="1918-11-11"),
            treaty("late", {"aut": None, "deu": None}, {}, in_force="1931-03-19", ended="1931-09-03"),
        ]
    )

    def test_a_name_that_the_state_has_only_later(self) -> None:
        message = (
            "the name 'Austria' is not in use on 1900: it belongs to state:austria-hungary (1816-01-01/1867-06-07) "
            "and state:aut (1918-11-14/..); state:austria-hungary exists then"
        )
        for select in (self.CORPUS.in_force, self.CORPUS.treaties):
            with pytest.raises(OutOfPeriod) as caught:
                select(party="Austria", on="1900")
            assert str(caught.value) == message
        with pytest.raises(OutOfPeriod) as caught:
            states.get("Austria", on="1900")
        assert str(caught.value) == message

    def test_the_name_that_the_state_has_then(self) -> None:
        assert [each.id for each in self.CORPUS.in_force(on="1900", party="Austria-Hungary")] == ["treaty:dual"]
        assert [each.id for each in self.CORPUS.in_force(on="1931-04", party="Austria")] == ["treaty:late"]
        assert [each.id for each in self.CORPUS.treaties(party="Austria")] == ["treaty:late"]

    def test_a_name_that_only_the_record_has(self) -> None:
        with pytest.raises(OutOfPeriod) as caught:
            party_ids("Dual", (self.EMPIRE,), (), 1950)
        assert str(caught.value) == "the name 'Dual' is not in use on 1950: it belongs to state:austria-hungary"
        assert caught.value.states == ("state:austria-hungary",)
        assert party_ids("Dual", (self.EMPIRE,), (), 1700) == ("state:austria-hungary",)  # before all lists

    def test_an_actor_and_a_state_in_no_list_have_their_names_at_all_times(self) -> None:
        league = Actor(id=ActorId("actor:league"), names=(Name(text="League"),), kind="organization")
        own = State(id=StateId("state:own"), names=(Name(text="Own"),), codes=(Code(system="atop", value="9999"),))
        unplaced = State(id=StateId("state:x"), names=(Name(text="X"),), codes=(Code(system="cow", value="998"),))
        for record in (league, own, unplaced):
            assert party_ids(record.names[0].text, (record,), (), 1700) == (record.id,)


@given(st.sampled_from(states.all_states()), st.integers(1816, 2020))
@examples(60)
def test_a_name_without_a_period_finds_the_state_or_fails_as_in_the_registry(state: State, year: int) -> None:
    name = state.names[0].text
    record = State(id=state.id, names=(Name(text=name),), codes=state.codes, spells=state.spells)
    try:
        (found,) = party_ids(name, (record,), (), year)
    except NoState as error:
        with pytest.raises(type(error), match=f"^{re.escape(str(error))}$"):
            states.get(name, on=year)
    else:
        assert found == state.id or found == states.get(name, on=year).id


NAMES = [(state, name.text) for state in states.all_states() for name in state.names]


@given(st.sampled_from(NAMES), st.integers(1700, 2020))
@example((states.get("state:cod"), "Congo"), 1950)
@example((states.get("state:austria-hungary"), "Austria-Hungary"), 1930)
@example((states.get("state:lka"), "Ceylon"), 1850)
@examples(60)
def test_a_name_of_the_registry_finds_its_state_or_fails_as_in_the_registry(
    named: tuple[State, str], year: int
) -> None:
    """Also a name with a period that is open where its state ends or begins."""
    state, name = named
    try:
        found = party_ids(name, (state,), (), year)
    except NoState as error:
        with pytest.raises(type(error), match=f"^{re.escape(str(error))}$"):
            states.get(name, on=year)
        return
    try:
        expected: tuple[str, ...] = (states.get(name, on=year).id,)
    except AmbiguousState as error:
        expected = error.states
    except OutOfPeriod:
        assert year < 1816  # before all lists, states may exist
        expected = ()
    assert found[0] in {state.id, *expected}
