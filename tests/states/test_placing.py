"""State records are matched with states of the registry by their codes, not by their ids."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from alliancekit import Code, Name, PartialDate, State, StateId, states
from alliancekit.models.state import Spell
from alliancekit.models.state import System as CodeSystem
from alliancekit.states.placing import (
    FIRST_DAY,
    LAST_DAY,
    Contradiction,
    Placement,
    _without_covered,
    contradictions,
    placement_of_id,
    placements,
    shared,
)

REGISTRY = states.all_states()
_FRANCE = "its record contradicts the registry: 220 is France"


System = CodeSystem | Literal["atop"]


def state(slug: str, *codes: tuple[System, str] | tuple[System, str, str]) -> State:
    """Return a record with codes, each a system, a value and, if it has one, a period."""
    codes_ = (
        Code(system=system, value=value, period=PartialDate(period[0]) if period else None)
        for system, value, *period in codes
    )
    return State(id=StateId(f"state:{slug}"), names=(Name(text="A state"),), codes=tuple(codes_))


def on(day: str, *records: State) -> list[tuple[tuple[str, ...], str | None]]:
    """Return the states and the reason of the placement of each record on a day."""
    number = dt.date.fromisoformat(day).toordinal()
    placed = placements(records)
    return [
        next((each.states, each.reason) for each in placed[record.id] if each.first <= number <= each.last)
        for record in records
    ]


@given(data=st.data(), chosen=st.lists(st.sampled_from(REGISTRY), min_size=1, max_size=8, unique=True))
def test_the_id_of_a_record_does_not_change_its_placement(data: st.DataObject, chosen: Sequence[State]) -> None:
    codes = [data.draw(st.lists(st.sampled_from(each.codes), min_size=1, unique=True)) for each in chosen]
    own = [evolve(each, codes=tuple(own_codes), predecessors=()) for each, own_codes in zip(chosen, codes, strict=True)]
    renamed = [evolve(each, id=StateId(f"state:own-{n}")) for n, each in enumerate(own)]
    placed, other = placements(own), placements(renamed)
    for n, each in enumerate(own):
        assert [(one.states, one.first, one.last, bool(one.reason)) for one in placed[each.id]] == [
            (one.states, one.first, one.last, bool(one.reason)) for one in other[f"state:own-{n}"]
        ]


@given(chosen=st.sampled_from(REGISTRY))
def test_a_record_with_one_code_is_placed_on_the_first_day_of_the_code(chosen: State) -> None:
    for code in chosen.codes:
        period = code.period
        start = period.earliest if period and period.earliest and period.earliest.year > 0 else None
        day = dt.date(*start) if start else dt.date(1975, 6, 1)
        placement = on(day.isoformat(), evolve(chosen, id=StateId("state:my-own"), codes=(code,), predecessors=()))
        assert chosen.id in placement[0][0]


def test_the_records_of_the_registry_have_no_contradictions() -> None:
    copies = [evolve(each) for each in REGISTRY]
    assert not [*contradictions(REGISTRY), *contradictions(copies), *shared(copies)]
    assert {id_: [each.states for each in placed] for id_, placed in placements(copies).items()} == {
        each.id: [(each.id,)] for each in REGISTRY
    }


def test_placements_cover_all_days_in_order() -> None:
    german = state("the-germanies", ("gw", "260"))
    first, second = placements([german])[german.id]
    assert (first.states, second.states) == (("state:west-germany",), ("state:deu",))
    assert (first.first, first.last + 1, second.last) == (FIRST_DAY, second.first, LAST_DAY)
    assert dt.date.fromordinal(second.first) == dt.date(1990, 10, 3)


def test_a_code_of_several_states_follows_the_other_codes_of_its_record() -> None:
    # DEU is West Germany's in 1960, but 255 never is.
    assert on("1960-01-01", state("germany", ("cow", "255"), ("iso3166_1_alpha3", "DEU"))) == [(("state:deu",), None)]


@pytest.mark.parametrize(
    ("record", "states_", "reason"),
    [
        (state("fra", ("cow", "255")), ("state:fra", "state:deu"), _FRANCE + "; 255 is Germany"),
        (state("fra", ("cow", "999")), ("state:fra",), _FRANCE),
        (state("mine", ("cow", "999")), (), "no state of the registry has any of its codes"),
        (state("mine", ("cow", "220"), ("gw", "255")), ("state:fra", "state:deu"),
         "its codes belong to more than one state"),
        (state("mine", ("cow", "220", "1700/1710"), ("gw", "255", "1700/1710")), ("state:deu", "state:fra"),
         "its codes belong to more than one state"),
    ],
)  # fmt: skip
def test_a_contradicting_record_is_not_placed(record: State, states_: tuple[str, ...], reason: str) -> None:
    assert on("1900-01-01", record) == [(states_, reason)]


def test_two_records_with_one_code_are_not_placed_at_the_same_time() -> None:
    one, two = state("one", ("cow", "640", "../1923-10-28")), state("two", ("cow", "640", "1920/.."))
    assert on("1910-01-01", one)[0] == (("state:tur",), None)
    assert on("1921-01-01", one, two) == [
        (("state:tur",), "state:two has cow 640 at the same time"),
        (("state:tur",), "state:one has cow 640 at the same time"),
    ]
    assert on("1930-01-01", one, two)[1] == (("state:tur",), None)
    assert not [*shared([one, state("two", ("cow", "640", "1923-10-29/.."))])]


def test_each_record_that_shares_a_code_is_reported_once() -> None:
    records = [state(name, ("cow", "640"), ("iso3166_1_alpha3", "TUR")) for name in ("one", "two", "three")]
    assert [(each.record, each.position, each.other) for each in shared(records)] == [
        ("state:three", 0, "state:one"),
        ("state:two", 0, "state:one"),
    ]


def test_a_trusted_record_is_placed_by_its_codes() -> None:
    wrong, one, two = state("fra", ("cow", "255")), state("one", ("cow", "640")), state("two", ("cow", "640"))
    torn = state("torn", ("gw", "220"), ("cow", "2"))
    placed = placements([wrong, one, two, torn], "record")
    assert {id_: [(each.states, each.reason) for each in own] for id_, own in placed.items()} == {
        "state:fra": [(("state:deu",), None)],
        "state:one": [(("state:tur",), None)],
        "state:two": [(("state:tur",), None)],
        "state:torn": [(("state:fra",), None)],
    }


def test_a_record_without_a_code_of_a_list_is_placed_by_its_id() -> None:
    assert on("1900-01-01", state("fra", ("atop", "9"))) == [(("state:fra",), None)]
    assert on("1900-01-01", state("mine", ("atop", "9"))) == [(("state:mine",), None)]
    assert on("1900-01-01", state("mine", ("cow", "220", "1700/1710"))) == [(("state:fra",), None)]
    assert placement_of_id("state:fra") == Placement(("state:fra",))
    assert placement_of_id("state:mine").reason == "it has no record, and the registry has no state of this id"


def test_a_code_after_the_end_of_the_list_is_no_contradiction() -> None:
    assert not [*contradictions([state("and", ("cow", "232", "2025/..")), state("mine", ("cow", "999", "2025/.."))])]


def test_hints_give_the_correct_code_and_the_owner_of_the_wrong_one() -> None:
    records = [
        state("mar", ("cow", "616")),
        state("and", ("iso3166_1_alpha2", "AT"), ("cow_abbreviation", "QQQ")),
        state("mine", ("cow", "999")),
        state("other", ("cow", "220"), ("gw", "255")),
        state("liechtenstein-of-old", ("cow", "223", "1700/1710")),
    ]
    assert [(each.record, each.position, each.message, each.hint) for each in contradictions(records)] == [
        ("state:mar", 0, "codes[0] is cow 616, but state:mar has 600 in the registry",
         "600 is Morocco; 616 is Tunisia"),
        ("state:and", 0, "codes[0] is iso3166_1_alpha2 AT, but state:and has AD in the registry",
         "AD is Andorra; AT is Austria"),
        ("state:and", 1, "codes[1] is cow_abbreviation QQQ, but state:and has AND in the registry", "AND is Andorra"),
        ("state:mine", 0, "codes[0] is cow 999, which no state of the registry has", None),
        ("state:other", 1, "codes[1] is gw 255, which belongs to state:deu, but cow 220 belongs to state:fra",
         "220 is France; 255 is Germany"),
    ]  # fmt: skip


def test_a_code_without_period_is_valid_while_its_record_is_a_member() -> None:
    spells = ("1949-09-21/1990-10-02", "1990-10-03/..")
    west, german = (
        evolve(state(slug, ("gw", "260")), spells=(Spell(system="gw", period=PartialDate(period)),))
        for slug, period in zip(("west-germany", "deu"), spells, strict=True)
    )
    assert not [*shared([west, german])]
    assert on("1960-01-01", west) == [(("state:west-germany",), None)]
    assert on("1960-01-01", german) == on("2000-01-01", german) == [(("state:deu",), None)]


def test_days_outside_the_calendar_of_python_are_clipped() -> None:
    (placed,) = placements([state("mine", ("cow", "220", "-0500/9999-24"))])["state:mine"]
    assert (placed.states, placed.first, placed.last) == (("state:fra",), FIRST_DAY, LAST_DAY)


@given(data=st.data())
def test_contradictions_on_days_that_earlier_ones_cover_are_dropped(data: st.DataObject) -> None:
    spans = data.draw(st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20)).map(sorted), max_size=8))
    all_of_them = [Contradiction("state:a", 0, "", None, (), "", "state:b", first, last) for first, last in spans]
    remaining = list(_without_covered(all_of_them))

    def days(of: Iterable[Contradiction]) -> set[int]:
        return {day for each in of for day in range(each.first, each.last + 1)}

    assert days(remaining) == days(all_of_them)
    assert all(one.last < other.last for one, other in pairwise(remaining))
