"""The files of the registry are consistent and agree with the published lists."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

import pytest
from tests.shared import data

import alliancekit
from alliancekit import PartialDate, states
from alliancekit.models.state import Membership
from alliancekit.states._index import days_of, index
from alliancekit.states._lookup import MEMBERSHIPS, SYSTEMS
from alliancekit.states._records import FOLDER, coverages, records, rows

Spells = dict[tuple[str, str], list[tuple[date, date]]]
"""First and last days by number and abbreviation."""

ENDS = {"cow": date(2016, 12, 31), "gw": date(2017, 12, 31)}
"""The last days of the lists below ../shared/data, which are older than the lists of the registry."""


def iso_day(text: str) -> date:
    return date.fromisoformat(text.removesuffix("?"))


def ours(*systems: str) -> Spells:
    """The spells of systems by number; one that follows another of the same number without a gap is one with it."""
    spells: Spells = defaultdict(list)
    for row in sorted(rows("spells.csv"), key=lambda row: row["from"]):
        if row["system"] in systems:
            last = iso_day(row["to"]) if row["to"] else ENDS[row["system"].partition("_")[0]]
            mine = spells[row["number"], row["abbreviation"]]
            first = mine.pop()[0] if mine and mine[-1][1] + timedelta(days=1) == iso_day(row["from"]) else None
            mine.append((first or iso_day(row["from"]), last))
    return spells


def cow(file: str) -> Spells:
    spells: Spells = defaultdict(list)
    with data("states", file).open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            start, end = (
                date(*(int(row[f"{which}{part}"]) for part in ("year", "month", "day"))) for which in ("st", "end")
            )
            spells[row["ccode"], row["stateabb"]].append((start, end))
    return spells


def gw(file: str) -> Spells:
    spells: Spells = defaultdict(list)
    for line in data("states", file).read_text(encoding="cp1252").splitlines():
        if line.strip():
            number, abbreviation, _, *days = line.strip().split("\t")
            start, end = (date(*map(int, reversed(day.strip().split(":")))) for day in days)
            spells[number, abbreviation].append((start, end))
    return spells


def test_the_spells_of_correlates_of_war_equal_those_of_its_list() -> None:
    """Version 2016 has YUG for 345 until its end; version 2024 has SRB from 2006-06-03 on."""
    spells = ours("cow")
    ((first, last),) = spells.pop(("345", "SRB"))
    assert first == date(2006, 6, 3)
    spells["345", "YUG"][-1] = (spells["345", "YUG"][-1][0], last)
    assert spells == cow("cow-states2016.csv")


def test_the_major_powers_equal_those_of_the_list() -> None:
    assert ours("cow_majors") == cow("cow-majors2016.csv")


def test_the_spells_of_gleditsch_and_ward_equal_those_of_their_list() -> None:
    """If a number passes to another state, the registry has two spells and the list one: see below."""
    assert ours("gw") == gw("gw-iisystem-2017-cp1252.dat")


def test_the_microstates_equal_those_of_the_list() -> None:
    assert ours("gw_microstates") == gw("gw-microstates.dat")


def test_only_united_germany_and_united_yemen_take_over_a_number() -> None:
    days: dict[tuple[str, str], list[tuple[date, str]]] = defaultdict(list)
    for row in rows("spells.csv"):
        days[row["system"], row["number"]].append((iso_day(row["from"]), row["state"]))
    shared = {key: [state for _, state in sorted(states_)] for key, states_ in days.items()}
    assert {key: states_ for key, states_ in shared.items() if len(set(states_)) > 1} == {
        ("gw", "260"): ["state:west-germany", "state:deu"],
        ("gw", "678"): ["state:north-yemen", "state:yem"],
    }


def test_there_are_15951_state_years_of_correlates_of_war() -> None:
    assert sum(len(states.in_system("cow", on=year)) for year in range(1816, 2017)) == 15_951


def test_a_number_of_correlates_of_war_is_one_state() -> None:
    numbers: dict[str, set[str]] = defaultdict(set)
    for state in states.all_states():
        for code in state.codes:
            if code.system == "cow":
                numbers[code.value].add(state.id)
    assert len(numbers) == 217
    assert {number: states_ for number, states_ in numbers.items() if len(states_) > 1} == {}


def test_a_code_belongs_to_one_state_on_each_day() -> None:
    for (system, code), holds in index().codes.items():
        for one, other in combinations(holds, 2):
            assert not one.during(other.days) or one.state is other.state, (system, code)


def test_each_row_is_of_a_state_of_the_registry() -> None:
    named = {
        (file.name, row[column])
        for file in FOLDER.glob("*.csv")
        for row in rows(file.name)
        for column in ("state", "predecessor", "successor")
        if column in row
    }
    assert {(file, state) for file, state in named if state not in records()} == set()
    assert len(records()) == len(list(rows("states.csv")))


def test_no_file_has_a_row_twice() -> None:
    for file in FOLDER.glob("*.csv"):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(set(lines)), file.name


def test_each_system_has_a_coverage() -> None:
    assert set(coverages()) == {*SYSTEMS, *MEMBERSHIPS}
    assert states.coverage("cow") == PartialDate("1816-01-01/2024-12-31")
    assert states.coverage("gw_microstates") == PartialDate("1816-01-01/2020-12-31")


@pytest.mark.parametrize("system", MEMBERSHIPS)
def test_no_spell_is_outside_the_coverage_of_its_list(system: Membership) -> None:
    first, last = days_of(states.coverage(system))
    for hold in index().members[system]:
        assert first <= hold.days[0] <= last
        assert hold.days[1] <= last or hold.period.endswith("/..")


def test_each_state_has_a_name_in_english_first() -> None:
    assert [state.id for state in states.all_states() if state.names[0].language != "en"] == []


def test_an_id_is_the_iso_code_of_three_letters_if_the_state_has_one_today() -> None:
    for state in states.all_states():
        today = [
            code.value.lower()
            for code in state.codes
            if code.system == "iso3166_1_alpha3" and (code.period is None or code.period.open_end)
        ]
        assert today in ([], [state.id.removeprefix("state:")])


def seeds() -> Iterator[tuple[alliancekit.State, alliancekit.State]]:
    for state in alliancekit.seeds().states():
        yield state, records()[state.id]


def test_the_registry_has_all_states_of_the_seed_corpus() -> None:
    for coded, known in seeds():
        assert {name.text for name in coded.names} <= {name.text for name in known.names}
        assert set(coded.spells) <= set(known.spells)


def test_the_codes_and_periods_of_the_seed_states_equal_those_of_the_registry() -> None:
    for coded, known in seeds():
        assert set(coded.codes) == set(known.codes)


def test_predecessors_equal_the_rows_of_succession() -> None:
    assert records()["state:yem"].predecessors == ("state:north-yemen", "state:south-yemen")
    pairs = {(each.predecessor, each.successor) for each in states.succession()}
    assert {(before, state.id) for state in states.all_states() for before in state.predecessors} == pairs


def test_each_succession_has_a_date_and_a_kind() -> None:
    dates = [each.date for each in states.succession()]
    assert dates == sorted(dates, key=lambda date: date.sort_key)
    assert not any(date.is_interval for date in dates)
    kinds = {each.kind for each in states.succession()}
    assert kinds == {"absorption", "dissolution", "partition", "restoration", "separation", "union"}


def test_native_names_are_in_their_native_script() -> None:
    texts = {name.text for state in states.all_states() for name in state.names}
    assert {"Württemberg", "São Tomé and Príncipe", "Côte d'Ivoire", "Türkiye", "Österreich", "日本", "Ελλάδα"} <= texts
    assert [text for text in texts if "�" in text or text != text.strip()] == []


def test_the_states_form_a_corpus() -> None:
    assert len(alliancekit.Corpus(states.all_states())) == 227
