"""The loader of ATOP's directed dyad-years."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.loaders.tables import DYAD, OBLIGATIONS, written
from tests.profiles import examples

from alliancekit import panel
from alliancekit.errors import InvalidCorpus
from alliancekit.loaders import DYAD_LOADERS, LOADERS, LoadedDyads, atop_ddyr

ROW = DYAD
BACK = ROW | {"stateA": "220", "stateB": "200"}
NAMES = {
    "defense": "defense",
    "offense": "offense",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}


def loaded(folder: Path, *rows: Mapping[str, str]) -> LoadedDyads:
    return atop_ddyr(written(folder / "ddyr.csv", rows))


def found(result: LoadedDyads) -> list[str]:
    """Return the problems, without the folder."""
    return [
        f"{each.location.line}:{each.location.column} {each.code} {each.message}" if each.location else each.message
        for each in result.problems
    ]


def test_a_row_becomes_a_row_of_the_table(tmp_path: Path) -> None:
    result = loaded(tmp_path, ROW, BACK | {"year": "1905", "consul": "0"})
    assert result.frame.rows() == [
        (1904, "state:gbr", "200", "state:fra", "220", 0, 0, 0, 1, 1, 2),
        (1905, "state:fra", "220", "state:gbr", "200", 0, 0, 0, 1, 0, 3),
    ]
    assert result.frame.columns == [
        *("year", "state_a", "code_a", "state_b", "code_b"),
        *NAMES.values(),
        "line",
    ]
    assert str(result.account) == "2 rows read: 2 used, 0 set aside"
    assert (str(result.coverage), result.version, result.problems) == ("1904-01-01/1905-12-31", "", ())
    assert result.source.title == ("Alliance Treaty Obligations and Provisions (ATOP), directed dyad-years, up to 1905")


def test_the_version_of_the_file_is_that_of_the_table(tmp_path: Path) -> None:
    result = loaded(tmp_path, ROW | {"version": "5.1"}, BACK | {"version": "5.1", "year": "2018"})
    assert (result.version, result.account.used) == ("5.1", 2)
    with pytest.raises(InvalidCorpus, match="version must be one of"):
        loaded(tmp_path, ROW | {"version": "9"})


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"stateA": "x"}, "3:25 AK811 stateA must be a whole number from 0 to 999,999,999, got 'x'"),
        ({"stateB": "0"}, "3:29 AK811 stateB must be the number of a state, got 0"),
        ({"stateB": "200"}, "3:29 AK811 stateA and stateB must be two states, got 200 twice"),
        ({"stateA": "0200"}, "3:25 AK811 stateA must be a number without a zero before it, got '0200'"),
        ({"defense": "2"}, "3:15 AK811 defense must be 0 or 1, got '2'"),
        ({"year": "1814"}, "3:8 AK812 year must be from 1815 to 2099, got 1814"),
        ({"consul": ""}, "3:23 AK817 consul must have a value in each row, got '' here"),
        ({}, "3:1 AK815 the row must have a unique year, stateA and stateB, got the same as in line 2"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside(cells: dict[str, str], problem: str, tmp_path: Path) -> None:
    result = loaded(tmp_path, ROW, ROW | cells)
    assert found(result) == [problem]
    assert (result.account.used, len(result.account.aside)) == (1, 1)
    assert result.frame["line"].to_list() == [2]


def test_a_number_that_no_list_has_becomes_a_state_of_its_own_with_one_warning(tmp_path: Path) -> None:
    result = loaded(tmp_path, ROW, *(ROW | {"stateB": "8152", "year": year} for year in ("1905", "1906")))
    assert result.frame["state_b"].to_list() == ["state:fra", "state:atop-8152", "state:atop-8152"]
    assert found(result) == [
        "3:29 AK822 stateB must be a number of Correlates of War, got 8152; its state is state:atop-8152"
    ]


@pytest.mark.parametrize("cells", [{}, {"stateA": "no"}])
def test_a_file_without_rows_that_can_be_used_is_refused(cells: dict[str, str], tmp_path: Path) -> None:
    file = written(tmp_path / "ddyr.csv", [ROW | cells])
    if not cells:
        file.write_text(",".join(ROW) + "\n", "utf-8")
    with pytest.raises(InvalidCorpus, match="the table must have rows") as caught:
        atop_ddyr(file)
    assert [problem.code for problem in caught.value.problems] == ["AK805"]


def test_the_loaders_of_other_levels_name_this_loader(tmp_path: Path) -> None:
    file = written(tmp_path / "ddyr.csv", [ROW])
    with pytest.raises(InvalidCorpus) as caught:
        LOADERS["atop-member"].load(file)
    assert {problem.hint for problem in caught.value.problems} == {
        "it looks like atop-ddyr: load it with loaders.atop_ddyr"
    }
    member = written(tmp_path / "member.csv", [dict.fromkeys(LOADERS["atop-member"].data_set.columns, "1")])
    with pytest.raises(InvalidCorpus) as caught:
        atop_ddyr(member)
    assert {problem.hint for problem in caught.value.problems} == {
        "it looks like atop-member: load it with loaders.atop_members"
    }


def test_a_copy_of_another_program_gives_the_same_table(tmp_path: Path) -> None:
    publisher = loaded(tmp_path, ROW, BACK)
    pl.DataFrame([ROW, BACK]).with_columns(pl.all().cast(pl.Float64)).write_csv(tmp_path / "again.csv")
    again = atop_ddyr(tmp_path / "again.csv")
    assert again.frame.equals(publisher.frame)
    assert {problem.code for problem in again.problems} == {"AK825"}


def test_the_data_set_is_listed() -> None:
    (loader,) = DYAD_LOADERS.values()
    assert (loader.data_set.name, loader.load) == ("atop-ddyr", atop_ddyr)
    assert loader.data_set.name not in LOADERS


TABLES = st.dictionaries(
    st.tuples(st.integers(1815, 2018), st.sampled_from([(200, 220), (220, 200), (2, 20), (255, 300)])),
    st.lists(st.integers(0, 1), min_size=5, max_size=5),
    min_size=1,
    max_size=5,
)


@given(table=TABLES)
@examples(15)
def test_every_row_is_read_as_it_is_written(
    table: dict[tuple[int, tuple[int, int]], list[int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    result = loaded(tmp_path_factory.mktemp("table"), *_rows(table))
    read = result.frame.select("year", "code_a", "code_b", *NAMES.values()).rows()
    assert read == [(year, str(a), str(b), *owed) for (year, (a, b)), owed in table.items()]
    assert not result.problems
    dyads = panel.dyad_years((), directed=True, years=(1950, 1950), directions=result).frame
    assert dyads.filter(pl.any_horizontal(pl.col(*NAMES.values()) == 1)).height <= len(table)


def _rows(table: Mapping[tuple[int, tuple[int, int]], Iterable[int]]) -> Iterable[dict[str, str]]:
    for (year, (a, b)), owed in table.items():
        values = {name: str(value) for name, value in zip(OBLIGATIONS, owed, strict=True)}
        yield ROW | {"year": str(year), "stateA": str(a), "stateB": str(b)} | values
