"""The loader of the Defense Cooperation Agreement Dataset, on rows of our own: no publisher's file was available."""

import datetime as dt
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.loaders.programs import SAVES, frame_of
from tests.loaders.tables import AGREEMENT, written
from tests.profiles import examples

from alliancekit import Treaty, check, loaders, panel
from alliancekit.errors import InvalidCorpus
from alliancekit.loaders import Loaded, dcad

ROW: Final = AGREEMENT


def load(folder: Path, *rows: dict[str, str]) -> Loaded[Treaty]:
    all_rows = [ROW | {"DCAid": str(number)} | row for number, row in enumerate(rows, 7)]
    return loaders.dcad_agreements(written(folder / "d.csv", all_rows))


def test_a_row_becomes_a_treaty(tmp_path: Path) -> None:
    loaded = load(tmp_path, {})
    (treaty,) = loaded.records
    assert (treaty.id, treaty.names[0].text) == ("treaty:dcad-7", "DCAD agreement 7")
    assert [party.party for party in treaty.parties] == ["state:usa", "state:can"]
    assert (str(treaty.signed), str(treaty.in_force), treaty.ended, treaty.as_of) == (
        "1994-06-05",
        "1995-07",
        None,
        None,
    )
    assert [(each.scheme, each.value) for each in treaty.identifiers] == [("dcad", "7")]
    assert treaty.commitments == ()
    assert {each.variable: each.value for each in treaty.provisions} == {
        f"dcad.{name}": text
        for name, text in ROW.items()
        if text and name not in (*dcad.AGREEMENTS.columns, "cowName1", "cowName2")
    }
    assert (str(loaded.coverage), loaded.version) == ("1980-01-01/2010-12-31", "1.0")
    assert loaded.source.id == "source:dcad-agreement-1.0"
    assert loaded.corpus()["treaty:dcad-7"] == treaty


def test_the_time_in_force_is_unknown_after_its_beginning(tmp_path: Path) -> None:
    (treaty,) = load(tmp_path, {}).records
    assert treaty.in_force_on("1995-06-30") is False
    assert treaty.in_force_on("1995-08-01") is None
    (without,) = load(tmp_path, {"EIFYear": "", "EIFMonth": ""}).records
    assert (without.in_force, without.in_force_on("1994-06-04"), without.in_force_on("1996")) == (None, False, None)


def test_a_panel_of_agreements_is_not_0_where_nothing_is_known(tmp_path: Path) -> None:
    frame = panel.dyad_years(load(tmp_path, {}), directed=False, years=(1990, 2000)).frame
    rows = frame.filter(state_a="state:usa", state_b="state:can").sort("year")
    assert rows["treaties"].to_list() == [0] * 5 + [None] * 6


def test_each_value_has_its_cells(tmp_path: Path) -> None:
    loaded = load(tmp_path, {}, {"EIFYear": "", "EIFMonth": ""})

    def columns(*path: str | int, record: str = "treaty:dcad-7") -> set[str]:
        return {cell.column for cell in loaded.cells(record, path)}

    assert columns("id") == columns("identifiers", 0) == columns("names") == {"DCAid"}
    assert columns("parties", 1, "party") == {"ccode2"}
    assert columns("signed") == {"signYear", "signMonth", "signDay"}
    assert columns("in_force") == {"EIFYear", "EIFMonth", "EIFDay"}
    assert columns("provisions", 0) == {"type"}
    assert "EIFYear" not in columns(record="treaty:dcad-8")


@examples(20)
@given(st.dates(dt.date(1980, 1, 1), dt.date(2010, 12, 31)), st.integers(1, 3))
def test_a_date_is_as_precise_as_its_cells(tmp_path_factory: pytest.TempPathFactory, day: dt.date, known: int) -> None:
    texts = [str(day.year), str(day.month), str(day.day)][:known]
    cells: dict[str, str] = dict(zip(("signYear", "signMonth", "signDay"), [*texts, "", ""], strict=False))
    (treaty,) = load(tmp_path_factory.mktemp("dcad"), cells).records
    assert str(treaty.signed) == day.isoformat()[: (4, 7, 10)[known - 1]]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"DCAid": "é-"}, "AK811 DCAid must have a letter or a digit of ASCII, got 'é-'"),
        ({"EIFYear": "0"}, "AK812 EIFYear must be from 1900 to 2100, got '0'"),
        ({"ccode1": "3"}, "AK811 ccode1 must be a number of Correlates of War, got '3'"),
        ({"ccode2": "2"}, "AK811 ccode2 must be another state than ccode1, got '2'"),
        ({"signYear": "1979"}, "AK812 signYear must be from 1980 to 2010, got '1979'"),
        ({"signMonth": "0"}, "AK812 signMonth must be from 1 to 12, got 0"),
        ({"signMonth": "", "signDay": "3"}, "AK812 signDay must be blank if signMonth is blank, got '3'"),
        ({"EIFMonth": "13"}, "AK812 EIFMonth must be from 1 to 12, got 13"),
        ({"signYear": "NA"}, "AK817 signYear must have a value in each row, got 'NA' here"),
        ({"DCAid": "8"}, "AK815 the row must differ from all others, got the cells of line 3"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside(row: dict[str, str], problem: str, tmp_path: Path) -> None:
    loaded = load(tmp_path, {}, {}, row)
    assert [f"{each.problem.code} {each.problem.message}" for each in loaded.account.aside] == [problem]
    assert [treaty.id for treaty in loaded.records] == ["treaty:dcad-7", "treaty:dcad-8"]


def test_rows_with_the_same_number_are_numbered_and_have_no_identifier(tmp_path: Path) -> None:
    loaded = load(tmp_path, {"DCAid": "USA_CAN 1994"}, {"DCAid": "usa-can-1994", "ccode1": "200"}, {"DCAid": "1.5"})
    assert [treaty.id for treaty in loaded.records] == [
        "treaty:dcad-usa-can-1994-1",
        "treaty:dcad-usa-can-1994-2",
        "treaty:dcad-1.5",
    ]
    assert [bool(treaty.identifiers) for treaty in loaded.records] == [False, False, True]
    assert loaded.records[0].names[0].text == "DCAD agreement USA_CAN 1994"
    assert {cell.column for cell in loaded.cells("treaty:dcad-usa-can-1994-1", ("id",))} == {"DCAid"}


def test_a_file_without_a_usable_row(tmp_path: Path) -> None:
    with pytest.raises(InvalidCorpus, match="the table must have rows that can be read, got none"):
        load(tmp_path, {"ccode1": "3"})


def test_a_file_in_cp1252(tmp_path: Path) -> None:
    path = written(tmp_path / "d.csv", [ROW])
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    (treaty,) = loaders.dcad_agreements(path).records
    assert "é; a library" in {provision.value for provision in treaty.provisions}


@pytest.mark.parametrize("program", SAVES)
def test_a_file_saved_by_another_program(program: str, tmp_path: Path) -> None:
    source = written(tmp_path / "d.csv", [ROW, ROW | {"DCAid": "8", "EIFDay": "1", "source": "x"}])
    expected = loaders.dcad_agreements(source)
    loaded = loaders.dcad_agreements(SAVES[program](frame_of(source), tmp_path, True))
    assert loaded.records == expected.records
    assert loaded.problems


def test_a_corpus_of_agreements_has_no_errors(tmp_path: Path) -> None:
    load(tmp_path, {}, {"ccode1": "200", "ccode2": "255"}).corpus().write(tmp_path / "c.json")
    assert [problem for problem in check(tmp_path / "c.json") if problem.severity == "error"] == []
