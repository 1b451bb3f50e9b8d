"""A record names the states of a past time as they were called then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.networks.frames import treaty

from alliancekit import Code, Corpus, Name, PartialDate, State, StateId, states
from alliancekit.display.large_treaties import parties_table
from alliancekit.display.names import name_during
from alliancekit.display.records import field_texts

RUSSIA, BURMA = (
    State(id=StateId(f"state:{slug}"), names=(Name(text=name),), codes=(Code(system="cow", value=code),))
    for slug, name, code in (("rus", "Russia", "365"), ("mmr", "Myanmar", "775"))
)
CORPUS = Corpus([RUSSIA, BURMA])


@pytest.mark.parametrize(
    ("id_", "time", "name"),
    [
        ("state:rus", "1955-05-14/1991-07-01", "Soviet Union"),
        ("state:rus", "1955-05-14", "Soviet Union"),
        ("state:rus", "1912/1955", "Russia, later Soviet Union"),
        ("state:rus", "1955/..", "Russia"),
        ("state:rus", "1955/", "Russia"),
        ("state:rus", "/1955", "Russia"),
        ("state:rus", None, "Russia"),
        ("state:mmr", "1950/1960", "Burma"),
        ("state:fra", "1950/1960", "state:fra"),
    ],
)
def test_a_state_has_the_name_of_the_time(id_: str, time: str | None, name: str) -> None:
    assert name_during(CORPUS, id_, PartialDate(time) if time else None) == name


@given(st.sampled_from(["1930", "1955/1960"]))
def test_a_record_with_a_name_of_its_own_has_that_name(time: str) -> None:
    own = State(id=StateId("state:rus"), names=(Name(text="the Soviets"),), codes=RUSSIA.codes)
    other = State(id=StateId("state:utopia"), names=(Name(text="Utopia"),), codes=(Code(system="cow", value="366"),))
    corpus = Corpus([own, other])
    assert name_during(corpus, "state:rus", PartialDate(time)) == "the Soviets"
    assert name_during(corpus, "state:utopia", PartialDate(time)) == "Utopia"


@given(st.sampled_from([state.id for state in states.all_states()]), st.integers(1816, 2016))
def test_a_name_of_the_time_is_one_of_the_registry(id_: str, year: int) -> None:
    record = states.get(id_)
    corpus = Corpus([State(id=record.id, names=record.names, codes=(Code(system="cow", value="2"),))])
    shown = name_during(corpus, id_, PartialDate(str(year)))
    assert shown in {name.text for name in record.names} | {states.convert(id_, from_="state", to="name", on=year)}


def test_a_treaty_that_has_ended_names_its_parties_as_they_were_called() -> None:
    pact = treaty("pact", {"rus": "1955-05-14/1991-07-01", "mmr": None}, {"rus": "defense"}, ended="1991-07-01")
    texts = field_texts(Corpus([RUSSIA, BURMA, pact]), pact)
    assert any(line.plain.startswith("Soviet Union (state:rus)") for lines in texts["parties"] for line in lines)


@pytest.mark.parametrize(("ended", "name"), [("1991-07-01", "Soviet Union"), (None, "Russia")])
def test_a_table_of_parties_has_the_names_of_the_whole_time_of_a_treaty(ended: str | None, name: str) -> None:
    pact = treaty("pact", {"rus": None, "mmr": None}, {}, in_force="1955-05-14", ended=ended)
    assert parties_table(CORPUS, pact).rows[0][0] == name
