"""The lists of states: codes, spells and names, reasons for rows set aside, and the counts in the real files."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.loaders.tables import STATE, written
from tests.shared import data

from alliancekit import State, loaders, states
from alliancekit.errors import InvalidCorpus, Problem, UnusableFile
from alliancekit.loaders import Loaded
from alliancekit.models.state import Code
from alliancekit.models.words import Name

GW = ("2\tUSA\tUnited States of America\t01:01:1816\t31:12:2017", "20\tCAN\tCanada\t01:07:1867\t31:12:2017")


def load_cow(folder: Path, rows: Iterable[Mapping[str, str]]) -> Loaded[State]:
    return loaders.cow_states(written(folder / "s.csv", rows))


def load_gw(folder: Path, *rows: str, encoding: str = "cp1252", declared: str | None = None) -> Loaded[State]:
    path = folder / "s.dat"
    path.write_bytes("".join(f"{row}\r\n" for row in rows).encode(encoding))
    return loaders.gw_states(path, encoding=declared)


def messages(folder: Path, problems: Iterable[Problem]) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


def spells(loaded: Loaded[State]) -> dict[str, list[str]]:
    return {state.id: [spell.period.edtf for spell in state.spells] for state in loaded.records}


class TestCow:
    def test_a_state(self, tmp_path: Path) -> None:
        loaded = load_cow(tmp_path, [STATE])
        (state,) = loaded.records
        assert state.id == "state:usa"
        assert state.names == (Name(text="United States of America", language="en"),)
        assert state.codes == (Code(system="cow", value="2"), Code(system="cow_abbreviation", value="USA"))
        assert spells(loaded) == {"state:usa": ["1816-01-01/.."]}
        assert (str(loaded.coverage), loaded.version) == ("1816-01-01/2016-12-31", "2016")
        assert repr(loaded.corpus()) == "<Corpus: 1 state, 1 source>"
        assert [cell.column for cell in loaded.cells("state:usa", ("spells", 0, "period"))] == list(STATE)[3:9]
        assert [cell.value for cell in loaded.cells("state:usa", ("codes", 1))] == ["USA"]
        assert [cell.value for cell in loaded.cells("state:usa", ("names", 0))] == ["United States of America"]

    def test_spells_in_order_of_time(self, tmp_path: Path) -> None:
        early = {"endyear": "1900"}
        loaded = load_cow(tmp_path, [STATE | {"styear": "1950", "statenme": "USA"}, STATE | early])
        assert spells(loaded) == {"state:usa": ["1816-01-01/1900-12-31", "1950-01-01/.."]}
        assert [name.text for name in loaded.records[0].names] == ["USA", "United States of America"]
        assert [row.line for row in loaded.rows("state:usa")] == [2, 3]

    def test_a_code_that_changes_has_periods(self, tmp_path: Path) -> None:
        loaded = load_cow(tmp_path, [STATE | {"endyear": "1900"}, STATE | {"styear": "1950", "stateabb": "USX"}])
        assert [(code.value, str(code.period)) for code in loaded.records[0].codes] == [
            ("2", "None"),
            ("USA", "1816-01-01/1900-12-31"),
            ("USX", "1950-01-01/.."),
        ]

    @pytest.mark.parametrize("order", [1, -1])
    def test_a_spell_that_shares_a_day_with_the_next_abbreviation_ends_the_day_before(
        self, order: int, tmp_path: Path
    ) -> None:
        day = {"endyear": "1950", "endmonth": "6", "endday": "3"}
        rows = [STATE | day, STATE | {"styear": "1950", "stmonth": "6", "stday": "3", "stateabb": "USX"}]
        loaded = load_cow(tmp_path, rows[::order])
        assert spells(loaded) == {"state:usa": ["1816-01-01/1950-06-02", "1950-06-03/.."]}
        assert (loaded.problems, loaded.account.used) == ((), 2)
        assert {cell.value for cell in loaded.cells("state:usa", ("spells", 0))} >= {"1950", "6", "3"}
        same = load_cow(tmp_path, [rows[0], rows[1] | {"stateabb": "USA"}])
        assert [problem.code for problem in same.problems] == ["AK815"]

    def test_majors(self, tmp_path: Path) -> None:
        row = {name: value for name, value in STATE.items() if name != "statenme"}
        loaded = loaders.cow_majors(written(tmp_path / "m.csv", [row | {"styear": "1898"}]))
        (state,) = loaded.records
        assert state.names == (Name(text="USA", language="en"),)
        assert [spell.system for spell in state.spells] == ["cow_majors"]

    @pytest.mark.parametrize(
        ("cells", "message"),
        [
            ({"ccode": "02"}, "3:5: AK811 ccode must be a number from 1 to 999, got '02'"),
            ({"stateabb": "can"}, "3:1: AK811 stateabb must be three capital letters, got 'can'"),
            ({"statenme": " "}, "3:7: AK817 statenme must have a value in each row, got ' ' here"),
            ({"styear": "x"}, "3:32: AK811 styear must be a whole number from 0 to 999,999,999, got 'x'"),
            ({"stmonth": "13"}, "3:37: AK812 stmonth must be from 1 to 12, got 13"),
            ({"stday": "32"}, "3:39: AK812 stday must make a date: '1816-01-32' is not an EDTF date: "),
            (
                {"styear": "0"},
                "3:32: AK812 the start must not be before 1816-01-01, the first day of the list, got 0000-01-01",
            ),
            (
                {"endyear": "2017"},
                "3:41: AK812 the end must not be after 2016-12-31, the last day of the list, got 2017-12-31",
            ),
            (
                {"styear": "1900", "endyear": "1899"},
                "3:41: AK813 the end must not be before the start (1900-01-01), got 1899-12-31",
            ),
            ({"styear": "1900"}, "3:1: AK815 the row must not overlap another spell of state:usa, got 1900-01-01/.."),
            ({"version": "2017"}, "3:52: AK805 version must be 2016, as in the other rows, got '2017'"),
        ],
    )
    def test_a_row_that_is_set_aside(self, cells: dict[str, str], message: str, tmp_path: Path) -> None:
        loaded = load_cow(tmp_path, [STATE, STATE | cells, STATE | {"ccode": "20", "stateabb": "CAN"}])
        assert [text.removeprefix("s.csv:")[: len(message)] for text in messages(tmp_path, loaded.problems)] == [
            message
        ]
        assert list(spells(loaded)) == ["state:usa", "state:can"]
        assert (loaded.account.read, loaded.account.used, len(loaded.account.aside)) == (3, 2, 1)

    def test_a_number_that_is_not_in_the_registry(self, tmp_path: Path) -> None:
        loaded = load_cow(tmp_path, [STATE | {"ccode": "999", "stateabb": "XYZ"}])
        assert spells(loaded) == {"state:cow-999": ["1816-01-01/.."]}
        assert messages(tmp_path, loaded.problems) == [
            (
                "s.csv:2:5: AK822 state:cow-999: ccode must be a number in the registry of states, got 999; its "
                "state is state:cow-999 (no action is needed: the row is loaded, with a state that has only "
                "the number)"
            )
        ]

    def test_a_version_that_is_not_a_year(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidCorpus) as caught:
            load_cow(tmp_path, [STATE | {"version": "v2016"}])
        assert messages(tmp_path, caught.value.problems) == [
            (
                "s.csv: AK805 version must be the last year of the list, such as 2016, got 'v2016'"
                " (load a version that the reference page of data sets lists)"
            )
        ]


class TestGw:
    def test_the_first_of_a_month_is_uncertain(self, tmp_path: Path) -> None:
        mexico = "70\tMEX\tMexico\t05:07:1821\t01:06:1940"
        loaded = load_gw(tmp_path, *GW, mexico)
        assert spells(loaded) == {
            "state:usa": ["1816-01-01/.."],
            "state:can": ["1867-07-01?/.."],
            "state:mex": ["1821-07-05/1940-06-01?"],
        }
        assert (str(loaded.coverage), loaded.version) == ("1816-01-01/2017-12-31", "2017")
        assert loaded.records[0].codes == (Code(system="gw", value="2"), Code(system="gw_abbreviation", value="USA"))

    def test_a_number_that_passed_to_another_state_gives_two_states(self, tmp_path: Path) -> None:
        row = "260\tGFR\tGerman Federal Republic\t21:09:1949\t31:12:2017"
        loaded = load_gw(tmp_path, row, "255\tGMY\tGermany\t18:01:1871\t07:05:1945")
        assert spells(loaded) == {
            "state:west-germany": ["1949-09-21/1990-10-02"],
            "state:deu": ["1871-01-18/1945-05-07", "1990-10-03/.."],
        }
        assert [(code.system, code.value, str(code.period)) for code in loaded.records[1].codes] == [
            ("gw", "255", "1871-01-18/1945-05-07"),
            ("gw", "260", "1990-10-03/.."),
            ("gw_abbreviation", "GMY", "1871-01-18/1945-05-07"),
            ("gw_abbreviation", "GFR", "1990-10-03/.."),
        ]
        assert {cell.line for cell in loaded.cells("state:deu", ("spells", 1))} == {1}
        assert loaded.account.used == 2

    @pytest.mark.parametrize(
        ("dates", "expected"),
        [
            ("01:01:1950\t31:12:1980", {"state:west-germany": ["1950-01-01?/1980-12-31"]}),
            ("01:01:1991\t31:12:2017", {"state:deu": ["1991-01-01?/.."]}),
            ("02:01:1950\t02:10:1990", {"state:west-germany": ["1950-01-02/1990-10-02"]}),
            (
                "02:01:1950\t03:10:1990",
                {"state:west-germany": ["1950-01-02/1990-10-02"], "state:deu": ["1990-10-03/1990-10-03"]},
            ),
            ("03:10:1990\t04:10:1990", {"state:deu": ["1990-10-03/1990-10-04"]}),
        ],
    )
    def test_a_spell_is_split_between_the_states_of_its_number(
        self, dates: str, expected: dict[str, list[str]], tmp_path: Path
    ) -> None:
        by_state = spells(load_gw(tmp_path, *GW, f"260\tGFR\tGerman Federal Republic\t{dates}"))
        assert {state: by_state[state] for state in by_state if state not in ("state:usa", "state:can")} == expected

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_the_list_with_a_header_gives_the_same_states(self, encoding: str, tmp_path: Path) -> None:
        rows = (*GW, "271\tWRT\tWürttemberg\t01:01:1816\t17:01:1871", "260\tGFR\tGermany\t21:09:1949\t31:12:2017")
        header = "statenumber\tstateid\tcountryname\tstart\tend"
        days = [re.sub(r"(\d\d):(\d\d):(\d{4})", r"\3-\2-\1", row) for row in rows]
        loaded, old = load_gw(tmp_path, header, *days, encoding=encoding), load_gw(tmp_path, *rows)
        assert (loaded.records, loaded.coverage, loaded.version) == (old.records, old.coverage, old.version)
        assert (loaded.problems, loaded.account.used) == ((), 4)
        assert [cell.column for cell in loaded.cells("state:usa", ("names", 0))] == ["countryname"]
        assert [cell.line for cell in loaded.cells("state:usa", ("names", 0))] == [2]

    @pytest.mark.parametrize("header", ['"statenumber"\t"stateid"\t"countryname"\t"start"\t"end"',
                                        "STATENUMBER\tSTATEID\tCOUNTRYNAME\tSTART\tEND"])  # fmt: skip
    def test_a_header_may_be_quoted_or_in_capitals(self, header: str, tmp_path: Path) -> None:
        loaded = load_gw(tmp_path, header, "2\tUSA\tUnited States\t1816-01-01\t2017-12-31")
        assert spells(loaded) == {"state:usa": ["1816-01-01/.."]}
        assert loaded.account.used == 1

    def test_microstates_with_a_header(self, tmp_path: Path) -> None:
        path = tmp_path / "m.txt"
        path.write_text(
            "statenumber\tstateid\tcountryname\tstart\tend\n"
            "54\tDMA\tDominica\t1978-11-03\t2020-12-31\n232\tAND\tAndorra\t1816-01-01\t2020-12-31\n"
        )
        loaded = loaders.gw_microstates(path)
        assert spells(loaded) == {"state:dma": ["1978-11-03/.."], "state:and": ["1816-01-01/.."]}
        assert str(loaded.coverage) == "1816-01-01/2020-12-31"

    def test_a_header_with_other_columns_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidCorpus, match="AK803"):
            load_gw(tmp_path, "statenumber\tstateid\tname\tstart\tend", "2\tUSA\tUSA\t1816-01-01\t2020-12-31")

    @pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
    def test_encodings(self, encoding: str, tmp_path: Path) -> None:
        loaded = load_gw(tmp_path, "271\tWRT\tWürttemberg\t01:01:1816\t17:01:1871", encoding=encoding)
        assert loaded.records[0].names[0].text == "Württemberg"

    def test_an_encoding_as_argument(self, tmp_path: Path) -> None:
        row = "271\tWRT\tWürttemberg\t01:01:1816\t17:01:1871"
        assert load_gw(tmp_path, row, encoding="cp437", declared="cp437").records[0].names[0].text == "Württemberg"
        with pytest.raises(UnusableFile):
            load_gw(tmp_path, row, declared="cp9999")

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            (
                "40\tCUB\tCuba\t20 May 1902\t31:12:2017",
                "3:13: AK811 start must be a day such as 31:12:2017 or 2020-12-31, got '20 May 1902'",
            ),
            (
                "40\tCUB\tCuba\t31:02:1902\t31:12:2017",
                "3:13: AK812 start must make a date: '1902-02-31' is not an EDTF date",
            ),
            ("40\tCUB\tCuba\t20:21:1902\t31:12:2017", "3:13: AK812 start must be from 1 to 12, got 21"),
            ("40\tCUB\tCuba\t20:05:1902", "3:13: AK804 the row must have 5 cells, one per column, got 4"),
            ("40\tCUB\tCuba\t20:05:1902\t31:12:2018", "3:24: AK812 the end must not be after 2017-12-31, the last day"),
            ("40\tCUB\tCuba\t01:02:1902\t31:01:1902", "3:24: AK813 "),
            (
                "20\tCAN\tCanada\t01:01:2000\t31:12:2017",
                "3:1: AK815 the row must not overlap another spell of state:can",
            ),
        ],
    )
    def test_a_row_that_is_set_aside(self, row: str, message: str, tmp_path: Path) -> None:
        loaded = load_gw(tmp_path, *GW, row)
        assert [text.removeprefix("s.dat:")[: len(message)] for text in messages(tmp_path, loaded.problems)] == [
            message
        ]
        assert list(spells(loaded)) == ["state:usa", "state:can"]
        assert (loaded.account.read, loaded.account.used, len(loaded.account.aside)) == (3, 2, 1)

    def test_a_list_of_correlates_of_war(self, tmp_path: Path) -> None:
        path = written(tmp_path / "s.csv", [STATE])
        with pytest.raises(InvalidCorpus) as caught:
            loaders.gw_states(path)
        assert messages(tmp_path, caught.value.problems) == [
            (
                "s.csv: AK803 the file must be a file of gw-states, got the columns of another data set "
                "(it looks like cow-states: load it with loaders.cow_states)"
            )
        ]

    def test_a_file_without_a_usable_row(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidCorpus) as caught:
            load_gw(tmp_path, "2\tUSA")
        assert messages(tmp_path, caught.value.problems) == [
            (
                "s.dat: AK805 the table must have rows that can be read, got none (line 1: the row must "
                "have 5 cells, one per column, got 2) (correct the row, or get the file from its publisher again)"
            )
        ]


CELLS = st.sampled_from(["", "2", "255", "260", "999", "GFR", "x", "01:01:1816", "03:10:1990", "31:12:2017", "1:1:1"])


@given(st.lists(st.lists(CELLS, min_size=4, max_size=5).map("\t".join), max_size=5))
def test_each_row_is_used_or_set_aside(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    loaded = load_gw(
        tmp_path_factory.mktemp("gw"), *GW, "260\tGFR\tGerman Federal Republic\t21:09:1949\t31:12:2017", *rows
    )
    used = {row.line for state in loaded.records for row in loaded.rows(state.id)}
    aside = [each.line for each in loaded.account.aside]
    lines = [1, 2, 3, *(number for number, row in enumerate(rows, 4) if row.strip())]
    assert sorted((*used, *aside)) == lines
    assert loaded.account.read == loaded.account.used + len(aside) == len(lines)
    assert set(loaded.corpus().states()) == set(loaded.records)
    for state in loaded.records:
        for name in ("names", "codes", "spells"):
            for number in range(len(getattr(state, name))):
                assert loaded.cells(state.id, (name, number))


# --- The real files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("load", "file", "counts"),
    [
        (loaders.cow_states, "cow-states2016.csv", (217, 243, 195)),
        (loaders.cow_majors, "cow-majors2016.csv", (9, 14, 7)),
        # Germany and Yemen are two states each under one number
        (loaders.gw_states, "gw-iisystem-2017-cp1252.dat", (202, 218, 174)),
        (loaders.gw_microstates, "gw-microstates.dat", (23, 23, 23)),
    ],
)
def test_states_spells_and_open_spells(
    load: Callable[[Path], Loaded[State]], file: str, counts: tuple[int, int, int]
) -> None:
    loaded = load(data("states", file))
    spells_ = [spell for state in loaded.records for spell in state.spells]
    assert (len(loaded.records), len(spells_), sum(spell.period.open_end for spell in spells_)) == counts
    assert (loaded.problems, loaded.account.aside) == ((), ())
    assert loaded.corpus().warnings == ()


def test_every_state_of_a_list_is_in_the_registry() -> None:
    known = {state.id for state in states.all_states()}
    for load, file in (
        (loaders.cow_states, "cow-states2016.csv"),
        (loaders.gw_states, "gw-iisystem-2017-cp1252.dat"),
        (loaders.gw_microstates, "gw-microstates.dat"),
    ):
        assert known.issuperset(state.id for state in load(data("states", file)).records)


def test_cow_state_years() -> None:
    loaded = loaders.cow_states(data("states", "cow-states2016.csv"))
    years = {
        (state.id, year)
        for state in loaded.records
        for spell in state.spells
        for year in range(int(spell.period.edtf[:4]), int(str(spell.period.end or 2016)[:4]) + 1)
    }
    assert len(years) == 15_951


def test_nothing_of_the_list_is_lost() -> None:
    path = data("states", "cow-states2016.csv")
    loaded = loaders.cow_states(path)
    by_line = {row.line: dict(row) for state in loaded.records for row in loaded.rows(state.id)}
    with path.open(encoding="utf-8", newline="") as file:
        assert [by_line[line] for line in sorted(by_line)] == list(csv.DictReader(file))


def test_names_in_cp1252() -> None:
    loaded = loaders.gw_states(data("states", "gw-iisystem-2017-cp1252.dat"))
    names: dict[str, str] = {state.id: state.names[0].text for state in loaded.records}
    assert (names["state:wuerttemberg"], names["state:civ"]) == ("Württemberg", "Cote D’Ivoire")
    small = loaders.gw_microstates(data("states", "gw-microstates.dat"))
    assert next(state for state in small.records if state.id == "state:stp").names[0].text == "São Tomé and Principe"


def test_the_damaged_list_is_refused_with_line_and_reason() -> None:
    path = data("states", "gw-iisystem-2017-damaged-utf8.dat")
    with pytest.raises(InvalidCorpus) as caught:
        loaders.gw_states(path)
    lost = (
        "AK801 got U+FFFD: a program that read the file in a wrong encoding lost this character"
        " (get the file from its publisher again: the lost characters cannot be restored)"
    )
    assert messages(path.parent, caught.value.problems) == [
        f"{path.name}:{place}: {lost}" for place in ("49:10", "109:15")
    ]


def test_a_list_of_states_is_refused_as_a_list_of_major_powers(tmp_path: Path) -> None:
    path = written(tmp_path / "states.csv", [STATE])
    with pytest.raises(InvalidCorpus) as caught:
        loaders.cow_majors(path)
    assert str(caught.value) == (
        f"{path}: AK803 the file must be a file of cow-majors, got the columns of another data set "
        "(it looks like cow-states: load it with loaders.cow_states)"
    )
