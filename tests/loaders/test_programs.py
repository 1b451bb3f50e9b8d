"""Files that pandas, R, Excel and Stata have saved give the records of the publisher's file, and remarks."""

import csv
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Final, cast

import numpy as np
import pandas as pd
import pytest
from tests.loaders.programs import SAVES, frame_of
from tests.loaders.tables import AGREEMENT, ALLIANCE, DYAD, MEMBER, PHASE, STATE, STILL, members, written
from tests.shared import data

from alliancekit import loaders
from alliancekit.errors import InvalidCorpus, Problem
from alliancekit.loaders import DYAD_LOADERS, LOADERS, DyadLoader, LoadedDyads, Loader

ALL: Final[dict[str, Loader | DyadLoader]] = {**LOADERS, **DYAD_LOADERS}
PUBLISHED: Final = {
    "atop-member": "atop/atop-member-level-4.01.csv",
    "atop-alliance": "atop/atop-alliance-level-4.01.csv",
    "atop-phase": "atop/atop-alliancephase-level-4.0.csv",
    "cow-states": "states/cow-states2016.csv",
    "cow-majors": "states/cow-majors2016.csv",
    "gw-states": "states/gw-iisystem-2017-cp1252.dat",
    "gw-microstates": "states/gw-microstates.dat",
}
ROW_NUMBERS: Final = "has row numbers or names of pandas or R; it is not read"
STATES: Final = "2\tUSA\tUnited States of America\t01:01:1816\t31:12:2017\n265\tGDR\tDémo; é\t05:10:1949\t02:10:1990\n"
MICROSTATES: Final = '221\tMNC\tMonaco\t01:01:1816\t31:12:2017\n331\tSNM\tSão M; "Rino"\t01:01:1816\t31:12:2017\n'


def frame_for(name: str, source: Path) -> pd.DataFrame:
    """Return the table of a publisher's file; the lists of Gleditsch and Ward have no header."""
    if name.startswith("gw"):
        return frame_of(source, delimiter="\t", header=False, encoding="cp1252")
    return frame_of(source)


def remarks(problems: Sequence[Problem]) -> list[str]:
    return [problem.message for problem in problems if problem.code == "AK825"]


def excerpt(source: Path, folder: Path) -> Path:
    """Write the alliances of a file of ATOP that have a new form of a cell in any column, such as a number of digits.

    So the columns have the same forms of cells as in the whole file, and the same gaps.
    """
    with source.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    alliances: dict[str, list[list[str]]] = {}
    for row in rows:
        alliances.setdefault(row[header.index("atopid")], []).append(row)
    seen: set[tuple[int, str]] = set()
    path = folder / "excerpt.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(header)
        for own in alliances.values():
            forms = {(column, re.sub("[1-9]", "9", cell)) for row in own for column, cell in enumerate(row)}
            if not forms <= seen:
                seen |= forms
                write.writerows(own)
    return path


class Original:
    """The file of a publisher, which is loaded once for all programs."""

    def __init__(self, name: str, source: Path) -> None:
        self.name = name
        self.loaded = ALL[name].load(source)
        self.frame = frame_for(name, source)

    def compare(self, program: str, folder: Path) -> None:
        """Load the file that a program has saved, and compare it with the publisher's file."""
        expected = self.loaded
        loaded = ALL[self.name].load(SAVES[program](self.frame, folder, not self.name.startswith("gw")))
        if isinstance(expected, LoadedDyads):
            assert isinstance(loaded, LoadedDyads)
            assert loaded.frame.drop("line").equals(expected.frame.drop("line"))
        else:
            assert not isinstance(loaded, LoadedDyads)
            assert loaded.records == expected.records
        assert str(loaded.account) == str(expected.account)
        assert [problem.message for problem in loaded.problems if problem.code != "AK825"] == [
            problem.message for problem in expected.problems if problem.code != "AK825"
        ]
        small_letters = all(name.islower() for name in ALL[self.name].data_set.columns)  # only Stata changes others
        unchanged = program == "Stata" and small_letters and not remarks(expected.problems)
        assert bool(remarks(loaded.problems)) is not unchanged


@pytest.fixture(scope="module", params=PUBLISHED)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Original:
    name = cast("str", request.param)
    source = data(*PUBLISHED[name].split("/"))
    return Original(name, excerpt(source, tmp_path_factory.mktemp(name)) if name.startswith("atop") else source)


@pytest.mark.parametrize("program", SAVES)
def test_a_publishers_file_saved_by_a_program(published: Original, program: str, tmp_path: Path) -> None:
    published.compare(program, tmp_path)


SMALL: Final[dict[str, Sequence[Mapping[str, str]]]] = {
    "atop-member": [
        *members(STILL | {"milcon": ""}, {}),
        MEMBER | {"atopid": "1053.1"},
        MEMBER | {"atopid": "1053.1", "member": "2"},
    ],
    "atop-alliance": [ALLIANCE | {"mem3": "255"}, ALLIANCE | {"atopid": "1053.1", "milcon": ""}],
    "atop-phase": [PHASE, PHASE | {"phase": "2"}],
    "atop-ddyr": [DYAD, DYAD | {"stateA": "220", "stateB": "200"}],
    "cow-states": [STATE, STATE | {"ccode": "20", "stateabb": "CAN", "statenme": "Canada"}],
    "cow-majors": [{name: text for name, text in STATE.items() if name != "statenme"}],
    "dcad-agreement": [AGREEMENT, AGREEMENT | {"DCAid": "8", "EIFDay": "3"}],
}
"""Rows of each data set whose file has a header."""
LISTS: Final = {"gw-states": STATES, "gw-microstates": MICROSTATES.replace('"', "'")}


@pytest.fixture(scope="module", params=ALL)
def small(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Original:
    name = cast("str", request.param)
    source = tmp_path_factory.mktemp(name) / "a.csv"
    if name in LISTS:
        source.write_text(LISTS[name], "cp1252")
    else:
        written(source, SMALL[name])
    return Original(name, source)


@pytest.mark.parametrize("program", SAVES)
def test_a_small_file_of_each_loader_saved_by_a_program(small: Original, program: str, tmp_path: Path) -> None:
    small.compare(program, tmp_path)


def saved(folder: Path, columns: Mapping[str, object], labels: dict[Hashable, dict[float, str]] | None = None) -> Path:
    """Write a table as a Stata file, and return its path."""
    path = folder / "m.dta"
    pd.DataFrame(columns).to_stata(path, write_index=False, version=118, value_labels=labels)
    return path


def table(*rows: dict[str, str]) -> dict[str, list[str]]:
    """Return the columns of rows of the member level."""
    all_rows = members(*rows)
    return {name: [row[name] for row in all_rows] for name in MEMBER}


class TestExcel:
    def test_semicolons_decimal_commas_and_a_byte_order_mark_are_read_with_remarks(self, tmp_path: Path) -> None:
        rows = [MEMBER | {"atopid": "1053.1", "member": number} for number in ("200", "220")]
        loaded = loaders.atop_members(SAVES["Excel"](frame_of(written(tmp_path / "a.csv", rows)), tmp_path, True))
        assert [
            str(problem).removeprefix(f"{tmp_path}/").partition(" (no action")[0] for problem in loaded.problems
        ] == [
            "excel.csv:1: AK825 the cells are separated by semicolons, as another program writes them",
            (
                "excel.csv:2:1: AK825 atopid has 2 cells in the form of another program: 2 with a decimal comma "
                "('1053,1' is read as 1053.1)"
            ),
            (
                "excel.csv:2:61: AK825 version has 2 cells in the form of another program: 2 with a decimal comma "
                "('4,01' is read as 4.01)"
            ),
        ]
        assert loaded.records[0].id == "treaty:atop-1053.1"
        assert loaded.rows("treaty:atop-1053.1")[0]["atopid"] == "1053,1"

    def test_names_in_capitals_are_read_with_one_remark(self, tmp_path: Path) -> None:
        rows = [{name.upper(): text for name, text in row.items()} for row in members({}, {})]
        loaded = loaders.atop_members(written(tmp_path / "a.csv", rows))
        assert loaded.records == loaders.atop_members(written(tmp_path / "b.csv", members({}, {}))).records
        assert [(str(problem.location), problem.message) for problem in loaded.problems] == [
            (
                f"{tmp_path}/a.csv:1",
                "25 columns with other capital letters than at the publisher: 'ATOPID' is read as atopid",
            )
        ]

    def test_a_comma_before_three_digits_may_group_digits(self, tmp_path: Path) -> None:
        rows = [";".join(MEMBER), *(";".join(row.values()).replace("1820", "1,820") for row in members({}, {}))]
        path = tmp_path / "a.csv"
        path.write_text("\n".join(rows), "utf-8")
        with pytest.raises(InvalidCorpus) as caught:
            loaders.atop_members(path)
        assert [problem.message for problem in caught.value.problems] == [
            (
                "yrent must have its values in full, but 2 cells may have lost some: a separator between the digits "
                "may be a decimal point, such as '1,820'"
            )
        ]

    @pytest.mark.parametrize(("texts", "values"), [(("1,0", "2"), {"1", "2"}), (("1,5", "2"), {"1,5", "2"})])
    def test_a_column_of_the_user_is_read_as_numbers_only_if_all_are_whole(
        self, texts: Sequence[str], values: set[str], tmp_path: Path
    ) -> None:
        rows = [";".join(MEMBER), *(";".join(row.values()) for row in members(*({"base": text} for text in texts)))]
        path = tmp_path / "a.csv"
        path.write_text("\n".join(rows), "utf-8")
        (treaty,) = loaders.atop_members(path).records
        assert {own.value for own in treaty.provisions if own.variable == "atop.base"} == values


class TestStata:
    @pytest.mark.parametrize("storage", ["float32", "float64"])
    @pytest.mark.parametrize("case", [str.lower, str.upper])
    def test_storage_and_capital_letters_make_no_difference(
        self, storage: str, case: Callable[[str], str], tmp_path: Path
    ) -> None:
        rows = table({"atopid": "1053.1"}, {"atopid": "1053.1"})
        numbers = {
            case(name): np.array([float(cell or "nan") for cell in cells], storage) for name, cells in rows.items()
        }
        loaded = loaders.atop_members(saved(tmp_path, numbers))
        publisher = written(tmp_path / "a.csv", members({"atopid": "1053.1"}, {"atopid": "1053.1"}))
        assert loaded.records == loaders.atop_members(publisher).records
        assert len(loaded.problems) == (case is str.upper)

    def test_problems_and_cells_name_the_row(self, tmp_path: Path) -> None:
        loaded = loaders.atop_members(saved(tmp_path, table({}, {}, {"dayent": "32"})))
        (aside,) = loaded.account.aside
        assert (str(aside.problem.location), aside.line) == (f"{tmp_path}/m.dta, row 3", 3)
        assert {cell.line for cell in loaded.cells("treaty:atop-1005", ("in_force",))} == {1}
        repeated = loaders.atop_members(saved(tmp_path, table({}, {}, {"member": "220"})))
        assert [problem.message for problem in repeated.problems] == [
            "the row must have a unique key, got the same as in row 2"
        ]

    def test_text_and_numbers_saved_as_categories_are_read_from_their_labels(self, tmp_path: Path) -> None:
        publisher = written(
            tmp_path / "a.csv", [STATE, STATE | {"ccode": "20", "stateabb": "CAN", "statenme": "Canada"}]
        )
        frame = frame_of(publisher)
        categories = {name: pd.Categorical(frame[name].astype(str)) for name in ("stateabb", "statenme", "ccode")}
        loaded = loaders.cow_states(saved(tmp_path, {**frame, **categories}))
        assert loaded.records == loaders.cow_states(publisher).records
        assert (
            remarks(loaded.problems)
            == [
                "ccode has its values as labels of Stata: 0 is read as '2'",
                "stateabb has its values as labels of Stata: 1 is read as 'USA'",
                "statenme has its values as labels of Stata: 1 is read as 'United States of America'",
            ]
            or len(remarks(loaded.problems)) == 3
        )
        assert loaded.rows("state:usa")[0]["stateabb"] == "1"

    def test_labels_that_explain_a_number_are_not_read(self, tmp_path: Path) -> None:
        rows = {
            name: [int(cell) if cell.isdigit() else cell for cell in cells] for name, cells in table({}, {}).items()
        }
        labels: dict[Hashable, dict[float, str]] = {
            "defense": {0: "no", 1: "yes"},
            "member": {200: "200"},
            "milcon": {2: "two"},
        }
        loaded = loaders.atop_members(saved(tmp_path, rows, labels))
        assert loaded.problems == ()
        assert loaded.records == loaders.atop_members(written(tmp_path / "a.csv", members({}, {}))).records

    def test_labels_of_columns_in_capitals(self, tmp_path: Path) -> None:
        frame = {name.upper(): [text] for name, text in STATE.items()}
        loaded = loaders.cow_states(saved(tmp_path, {**frame, "STATEABB": pd.Categorical(["USA"])}))
        assert [state.id for state in loaded.records] == ["state:usa"]
        assert len(remarks(loaded.problems)) == 2

    def test_a_file_of_another_data_set_names_its_loader(self, tmp_path: Path) -> None:
        path = saved(tmp_path, table({}, {}))
        for load in (loaders.cow_states, loaders.atop_phases, loaders.gw_states):
            with pytest.raises(InvalidCorpus) as caught:
                load(path)
            assert {problem.hint for problem in caught.value.problems} == {
                "it looks like atop-member: load it with loaders.atop_members"
            }

    def test_a_list_in_an_early_version_is_in_cp1252(self, tmp_path: Path) -> None:
        frame = frame_of(written(tmp_path / "a.csv", [STATE | {"statenme": "Côte d’Ivoire"}]))
        path = tmp_path / "early.dta"
        frame.assign(statenme="Côte d\x92Ivoire").to_stata(path, write_index=False, version=114)
        assert loaders.cow_states(path).records[0].names[0].text == "Côte d’Ivoire"
