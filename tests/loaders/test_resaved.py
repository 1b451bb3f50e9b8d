"""Files that pandas, R, Stata or a spreadsheet has saved again: the same records, or one problem a column."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.loaders.tables import ALLIANCE, MEMBER, PHASE, STATE, STILL, members, written
from tests.profiles import examples
from tests.shared import TOP

from alliancekit import Severity, Treaty, loaders
from alliancekit.errors import InvalidCorpus, Problem
from alliancekit.loaders import Loaded

SAMPLE: Final = TOP / "examples" / "sample-atop-member.csv"
HEADER: Final = ",".join(MEMBER)


def load(folder: Path, rows: Iterable[Mapping[str, str]]) -> Loaded[Treaty]:
    return loaders.atop_members(written(folder / "m.csv", rows))


def remarks(problems: Iterable[Problem], code: str = "AK825") -> list[str]:
    """Return the line and the message of each problem of a code."""
    return [f"{each.location and each.location.line}: {each.message}" for each in problems if each.code == code]


def refusal(folder: Path, rows: Iterable[Mapping[str, str]]) -> list[str]:
    with pytest.raises(InvalidCorpus) as caught:
        load(folder, rows)
    assert len({str(each.location) for each in caught.value.problems}) == len(caught.value.problems)
    return [f"{each.location and each.location.line}: {each.code} {each.message}" for each in caught.value.problems]


# --- Any table ------------------------------------------------------------------------------------------------------

Save = Callable[[Path, Path], None]


def _pandas(  # noqa: PLR0913 - what a user may say to pandas
    dtype: str | None = None,
    *,
    via: str | None = None,
    twice: bool = False,
    index: bool = True,
    na_rep: str = "",
    float_format: str | None = None,
) -> Save:
    """Return a function that reads a file with pandas, converts its numbers, and writes it."""

    def save(source: Path, target: Path) -> None:
        frame = pd.read_csv(source, dtype="object" if dtype == "object" else None)
        numbers = list(frame.select_dtypes("number").columns)
        for each in (via, dtype):
            if each == "nullable":
                frame = frame.convert_dtypes()
            elif each and each != "object":
                frame = frame.astype(dict.fromkeys(numbers, each))
        frame.to_csv(target, index=index, na_rep=na_rep, float_format=float_format)
        if twice:
            pd.read_csv(target).to_csv(target)

    return save


def _r(source: Path, target: Path) -> None:
    """Write a file as R's write.csv does: row names, text in quotes, NA."""
    frame = pd.read_csv(source, dtype=str, keep_default_na=False)
    lines = [",".join(f'"{name}"' for name in ("", *frame.columns))]
    for number, row in enumerate(frame.itertuples(index=False), 1):
        cells = (
            "NA" if not cell else str(cell) if str(cell).replace(".", "").isdigit() else f'"{cell}"' for cell in row
        )
        lines.append(",".join((f'"{number}"', *cells)))
    target.write_text("\n".join(lines) + "\n", "utf-8")


def _spreadsheet(source: Path, target: Path) -> None:
    """Write a file like a spreadsheet with deleted columns and rows: a byte order mark, CRLF, empty cells."""
    lines = source.read_text("utf-8").splitlines()
    width = lines[0].count(",") + 1
    full = [f"{line},," if number % 2 == 0 else line for number, line in enumerate(lines)]
    target.write_bytes("\r\n".join([*full, "," * (width + 1), "," * (width + 1), ""]).encode("utf-8-sig"))


SAVES: Final[dict[str, Save]] = {
    "pandas": _pandas(),
    "pandas, without index": _pandas(index=False),
    "pandas, twice": _pandas(twice=True),
    "pandas, Int64": _pandas("nullable", index=False, na_rep="<NA>"),
    "pandas, object": _pandas("object", na_rep="NaN"),
    "pandas, float64": _pandas("float64", index=False, na_rep="None"),
    "pandas, float32": _pandas("float32", index=False),
    "Stata": _pandas("float64", via="float32", index=False, na_rep="."),
    "two decimals": _pandas("float64", index=False, float_format="%.2f"),
    "six digits": _pandas("float64", index=False, float_format="%g", na_rep="NULL"),
    "seven digits in scientific notation": _pandas("float64", index=False, float_format="%.6e"),
    "three digits in scientific notation": _pandas("float64", index=False, float_format="%.2e"),
    "three digits in scientific notation, in columns with gaps": _pandas(index=False, float_format="%.2E"),
    "all digits": _pandas("float64", index=False, float_format="%.17g"),
    "a codebook": _pandas(index=False, na_rep="-9"),
    "R": _r,
    "a spreadsheet": _spreadsheet,
}
"""Functions that save a table again as other programs do."""

LOSSY: Final = tuple(way for way in SAVES if way.startswith("three digits"))


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, str]]:
    """Draw rows of two alliances, with gaps where the publisher has gaps."""
    rows: list[dict[str, str]] = []
    for atopid in ("1005", draw(st.sampled_from(["1053.1", "3010", "4400"]))):
        for member in draw(st.sets(st.sampled_from(["2", "200", "220", "255", "365"]), min_size=2)):
            own = {
                "atopid": atopid,
                "member": member,
                "phase": draw(st.sampled_from(["0", "2"])),
                "milcon": draw(st.sampled_from(["", "0", "3"])),
                "base": draw(st.sampled_from(["", "1"])),
                "cow4id": draw(st.sampled_from(["", "3001", "3010", "7"])),
                "own": draw(st.sampled_from(["", "a b", "é", "-1"])),
            }
            dates: dict[str, str] = draw(st.sampled_from([{}, STILL, {"dayent": ""}, {"dayexit": ""}]))
            rows.append(MEMBER | own | dates)
    return rows


@examples(60)
@given(tables(), st.sampled_from(list(SAVES)))
def test_a_table_saved_again_gives_equal_records_or_one_problem_a_column(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]], way: str
) -> None:
    folder = tmp_path_factory.mktemp("resaved")
    source = written(folder / "a.csv", rows)
    target = folder / "b.csv"
    SAVES[way](source, target)
    expected = loaders.atop_members(source)
    try:
        loaded = loaders.atop_members(target)
    except InvalidCorpus as refused:
        assert {each.code for each in refused.problems} == {"AK806"}  # noqa: PT017 - either may happen
        columns = [each.message.split(" ")[0] for each in refused.problems]
        assert len(set(columns)) == len(columns)
        assert way in LOSSY
        return
    assert loaded.records == expected.records
    assert not loaded.account.aside
    columns = [each.message.split(" ")[0] for each in loaded.problems if each.code == "AK825"]
    assert all(count == 1 for name, count in Counter(columns).items() if name in rows[0])
    assert [each.message for each in loaded.problems if each.code != "AK825"] == [
        each.message for each in expected.problems
    ]


@pytest.mark.parametrize("way", [way for way in SAVES if way not in LOSSY])
def test_the_sample_and_other_levels_saved_again(way: str, tmp_path: Path) -> None:
    sample = tmp_path / "sample.csv"
    SAVES[way](SAMPLE, sample)
    assert loaders.atop_members(sample).records == loaders.atop_members(SAMPLE).records
    for load_, rows in (
        (loaders.atop_alliances, [ALLIANCE, ALLIANCE | {"atopid": "1053.1", "mem3": "255", "milcon": ""}]),
        (loaders.atop_phases, [PHASE | {"atopidphase": "1005.1"}, PHASE | {"phase": "2", "atopidphase": "1005"}]),
        (loaders.cow_states, [STATE, STATE | {"stateabb": "CAN", "ccode": "20", "statenme": "Canada"}]),
    ):
        source = written(tmp_path / "a.csv", rows)
        SAVES[way](source, tmp_path / "b.csv")
        assert load_(tmp_path / "b.csv").records == load_(source).records


# --- What is read without loss ---------------------------------------------------------------------------------------


class TestRemarks:
    def test_a_rewritten_column_has_one_warning_with_counts_and_examples(self, tmp_path: Path) -> None:
        rows = members({"milcon": "2.0"}, {"milcon": "NA"}, {"milcon": "3.0"}, {"milcon": ""}, {"milcon": "1"})
        loaded = load(tmp_path, rows)
        (problem,) = loaded.problems
        assert (problem.code, problem.severity) == ("AK825", Severity.WARNING)
        assert str(problem).removeprefix(f"{tmp_path}/") == (
            "m.csv:2:56: AK825 milcon has 3 cells in the form of another program: 2 with a decimal point "
            "('2.0' is read as 2), 1 with a mark for a missing value ('NA' is read as missing) "
            "(no action is needed: nothing is lost; the publisher's own file loads without this warning)"
        )
        values = [own.value for own in loaded.records[0].provisions if own.variable == "atop.milcon"]
        assert values == ["2", "3", "1"]

    @pytest.mark.parametrize(
        "mark",
        [
            *("NA", "N/A", "n/a", "<NA>", "NaN", "nan", "-nan", "NaT", "None", "NULL", "Null", "null"),
            *(".", ".a", ".z", "#N/A", "#NA", "#NULL!", "\\N", "-9", "-99", "-999", "-9.0", " ", "   "),
        ],
    )
    def test_a_mark_for_a_missing_value_is_read_as_missing(self, mark: str, tmp_path: Path) -> None:
        gaps = {"milcon": mark, "dayent": mark, "dayexit": mark}
        loaded = load(tmp_path, members(gaps, gaps))
        expected = load(tmp_path, members(*[dict.fromkeys(gaps, "")] * 2))
        assert loaded.records == expected.records
        assert [str(spell) for spell in loaded.records[0].parties[0].spells] == ["1820-02/1830-04"]
        assert {text.split(" ")[1] for text in remarks(loaded.problems)} == set(gaps)

    def test_a_missing_end_is_not_read_as_zero(self, tmp_path: Path) -> None:
        loaded = load(tmp_path, members({}, {}, STILL | {"yrexit": "NA"}))
        assert remarks(loaded.problems, "AK817") == ["4: yrexit must have a value in each row, got 'NA' here"]
        open_end = load(
            tmp_path, members({}, {}, {"yrexit": "0.0", "moexit": "0.0", "dayexit": "0.0", "ineffect": "1.0"})
        )
        assert open_end.records[0].parties[2].spells[0].open_end

    @pytest.mark.parametrize(
        ("column", "text", "expected_text"),
        [
            ("atopid", "1005.0", "1005"),
            ("atopid", "1.0050000e+03", "1005"),
            ("atopid", "1053.1", "1053.1"),
            ("atopid", "1053.10", "1053.1"),
            ("atopid", "1053.0999756", "1053.1"),
            ("atopid", "1053.0999755859375", "1053.1"),
            ("atopid", "1053.0999999999999", "1053.1"),
            ("atopid", "1053.15", "1053.15"),
            ("atopid", "1053.0999", "1053.0999"),
            ("atopid", "1053.09997", "1053.09997"),  # of no short number
            ("atopid", "1234567.50", "1234567.5"),
            ("version", "4.0100002", "4.01"),
            ("version", "4.01000022888184", "4.01"),
            ("version", "4.010", "4.01"),
            ("version", "4.01e+00", "4.01"),
            ("version", "5.0", "5"),
        ],
    )
    def test_a_rounded_float_is_read_as_its_shortest_number(
        self, column: str, text: str, expected_text: str, tmp_path: Path
    ) -> None:
        loaded = load(tmp_path, members({column: text}, {column: text}))
        expected = load(tmp_path, members({column: expected_text}, {column: expected_text}))
        assert loaded.records == expected.records
        assert bool(loaded.problems) is (text != expected_text)
        assert expected.problems == ()
        (treaty,) = loaded.records
        assert expected_text in (treaty.id.removeprefix("treaty:atop-"), loaded.version)

    @pytest.mark.parametrize(
        ("text", "expected_text"), [("2.00e+02", "200"), ("2.00000E+02", "200"), ("200.000", "200")]
    )
    def test_a_whole_number_with_all_its_digits(self, text: str, expected_text: str, tmp_path: Path) -> None:
        assert (
            load(tmp_path, members({"member": text}, {})).records
            == load(tmp_path, members({"member": expected_text}, {})).records
        )

    def test_truth_values_are_read_as_0_and_1_in_columns_of_flags(self, tmp_path: Path) -> None:
        given_ = {"defense": "TRUE", "offense": "FALSE", "nonagg": "False", "ineffect": "false", "defcon": "True"}
        loaded = load(tmp_path, members(given_ | {"defcoadv": "true"}, {}))
        expected = load(tmp_path, members({"defcon": "1", "defcoadv": "1"}, {}))
        assert loaded.records == expected.records
        assert loaded.records[0].commitments[0].condition == "only against adversaries that the treaty names"
        assert remarks(loaded.problems)[0] == (
            "2: ineffect has 1 cell in the form of another program: 1 with a truth value ('false' is read as 0)"
        )

    @pytest.mark.parametrize(
        "texts",
        [
            ("1.0", "1.5"),  # an average
            ("-8", "-1", "10"),  # a scale
            ("TRUE", "FALSE"),
            ("1e+05", "2"),  # as R writes 100000
            ("1.5e+12", "2"),
            ("x", "1.0"),
            ("2024-01-31", "31/01/2024"),
        ],
    )
    def test_a_column_added_by_the_user_is_unchanged(self, texts: tuple[str, ...], tmp_path: Path) -> None:
        loaded = load(tmp_path, members(*({"base": text} for text in texts)))
        values = [own.value for own in loaded.records[0].provisions if own.variable == "atop.base"]
        assert sorted(values) == sorted(texts)

    def test_cells_and_rows_have_the_original_text(self, tmp_path: Path) -> None:
        loaded = load(tmp_path, members({"milcon": "2.0", "yrexit": "1830.0", "base": "NA"}, {"milcon": "2"}))
        (treaty,) = loaded.records
        assert [(row["milcon"], row["yrexit"], row["base"]) for row in loaded.rows(treaty.id)] == [
            ("2.0", "1830.0", "NA"),
            ("2", "1830", ""),
        ]
        at = next(n for n, own in enumerate(treaty.provisions) if own.variable == "atop.milcon")
        assert [(cell.line, cell.value) for cell in loaded.cells(treaty.id, ("provisions", at))] == [
            (2, "2.0"),
            (3, "2"),
        ]

    @pytest.mark.parametrize("name", ["", "Unnamed: 0", "X", "index", "V1", "...1", "rownames", "row.names"])
    def test_row_numbers_in_front_are_not_read(self, name: str, tmp_path: Path) -> None:
        rows = [{name: str(number), **row} for number, row in enumerate(members({}, {}), 4)]
        loaded = load(tmp_path, rows)
        assert loaded.records == load(tmp_path, members({}, {})).records
        loaded = load(tmp_path, rows)
        assert remarks(loaded.problems) == [
            f"2: {name or 'column 1'} has row numbers or names of pandas or R; it is not read"
        ]
        assert loaded.rows("treaty:atop-1005")[0][name or "column 1"] == "4"

    @pytest.mark.parametrize("cells", [("a", "b"), ("1", "1")])
    def test_a_column_that_only_has_the_name_of_row_numbers_is_read(
        self, cells: tuple[str, str], tmp_path: Path
    ) -> None:
        rows = [{"X": cell, **row} for cell, row in zip(cells, members({}, {}), strict=True)]
        loaded = load(tmp_path, rows)
        assert loaded.problems == ()
        assert "atop.X" in {own.variable for own in loaded.records[0].provisions}

    def test_empty_rows_and_columns_are_not_read(self, tmp_path: Path) -> None:
        first, second = (",".join(row.values()) for row in members({}, {}))
        path = tmp_path / "m.csv"
        path.write_text(
            f"{HEADER},,\n{first},,\n\n{second}\n{second.replace(',220,', ',255,')},,,,\n{',' * 26}\n\n", "utf-8"
        )
        loaded = loaders.atop_members(path)
        assert str(loaded.account) == "3 rows read: 3 used, 0 set aside"
        assert remarks(loaded.problems) == [
            "2: columns without a name and without content are not read: 2, the first here",
            "3: empty rows are not read: 2, the first here",
            "4: rows have too many or too few empty cells: 2, the first here",
        ]
        assert loaded.records == load(tmp_path, members({}, {}, {})).records

    @pytest.mark.parametrize(
        ("old", "new", "code"),
        [("255,1", "255", "AK804"), ("255,1", '255,"1"1', "AK802"), (",4.01\n", ',4.01"a,,\n', "AK802")],
    )
    def test_a_row_that_cannot_be_read_is_set_aside(self, old: str, new: str, code: str, tmp_path: Path) -> None:
        path = written(tmp_path / "m.csv", members({"milcon": "2.0"}, {}, {}))
        before, last = path.read_text("utf-8").rsplit("1005", 1)
        path.write_text(f"{before}1005{last.replace(old, new)}", "utf-8")
        loaded = loaders.atop_members(path)
        assert [problem.code for problem in loaded.problems] == ["AK825", code]
        assert loaded.records == load(tmp_path, members({}, {})).records


# --- What may be lost ------------------------------------------------------------------------------------------------


class TestRefusals:
    @pytest.mark.parametrize(
        ("column", "text", "why"),
        [
            ("atopid", "1.50E+03", "scientific notation hides digits"),
            ("atopid", "1.005E+03", "scientific notation hides digits"),  # it may be 1005.1
            ("member", "2E+02", "scientific notation hides digits"),
            ("base", "3.0E+03", "scientific notation hides digits"),
            ("moent", "#REF!", "the error of a spreadsheet replaces a value"),
            ("base", "####", "the error of a spreadsheet replaces a value"),
            ("yrent", "1 820", "a separator between the digits may be a decimal point"),
            ("moent", "TRUE", "a truth value replaces a number"),
            *(
                (column, text, "a spreadsheet has converted it to a date and may have swapped day and month")
                for column, text in (("dayent", "03/02/1820"), ("atopid", "3-Jan"), ("moent", "Feb-20"))
            ),
        ],
    )
    def test_a_column_is_refused_with_one_problem(self, column: str, text: str, why: str, tmp_path: Path) -> None:
        rows = members({}, {column: text}, {column: text})
        assert refusal(tmp_path, rows) == [
            f"3: AK806 {column} must have its values in full, but 2 cells may have lost some: {why}, such as {text!r}"
        ]

    def test_all_such_columns_are_reported_together(self, tmp_path: Path) -> None:
        problems = refusal(tmp_path, members({}, {"member": "2E+02", "yrent": "1.82E+03"}, {"phase": "#NUM!"}))
        assert [text.split(" ")[2] for text in problems] == ["member", "yrent", "phase"]

    def test_a_second_column_without_a_name_is_not_read_as_row_names(self, tmp_path: Path) -> None:
        path = written(tmp_path / "m.csv", members({}, {}))
        first, *lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join([f",,{first}", *(f"{n},{n},{line}" for n, line in enumerate(lines))]), "utf-8")
        with pytest.raises(
            InvalidCorpus, match="each column must have a name, got column 2 without one but with content, '0'"
        ):
            loaders.atop_members(path)

    def test_a_column_without_a_name_but_with_content(self, tmp_path: Path) -> None:
        path = written(tmp_path / "m.csv", members({}, {}))
        text = path.read_text("utf-8").replace("version\n", "version,,\n").replace("4.01\n", "4.01,,x\n")
        path.write_text(text, "utf-8")
        with pytest.raises(InvalidCorpus) as caught:
            loaders.atop_members(path)
        assert [str(each).removeprefix(f"{tmp_path}/") for each in caught.value.problems] == [
            (
                "m.csv:2:65: AK803 each column must have a name, got column 27 without one but with content, 'x' "
                "(get the file from its publisher again, or load it with the loader of its data set)"
            )
        ]

    def test_rows_without_a_required_value_are_set_aside_with_one_problem_for_each_column(self, tmp_path: Path) -> None:
        rows = members({}, {}, {"member": "NA", "defense": "NA"}, {"member": "nan"}, {"defense": ""})
        loaded = load(tmp_path, rows)
        assert [str(each).removeprefix(f"{tmp_path}/") for each in loaded.problems] == [
            (
                "m.csv:4:6: AK817 member must have a value in each row, got 'NA' in 2 rows, the first here "
                "(compare the rows with the publisher's file, or remove them)"
            ),
            (
                "m.csv:4:33: AK817 defense must have a value in each row, got 'NA' in 2 rows, the first here "
                "(compare the rows with the publisher's file, or remove them)"
            ),
        ]
        assert str(loaded.account).splitlines() == [
            "5 rows read: 2 used, 3 set aside",
            "  3 × AK817: row without a value that is needed",
        ]
        assert [each.line for each in loaded.account.aside] == [4, 5, 6]

    @pytest.mark.parametrize("mark", ["NA", "None", "NaN", "-9", "."])
    def test_a_mark_for_a_missing_value_is_not_read_as_a_name_or_abbreviation(self, mark: str, tmp_path: Path) -> None:
        canada = STATE | {"ccode": "20", "stateabb": "CAN", "statenme": "Canada"}
        rows = [STATE, canada | {"statenme": mark}, canada | {"stateabb": mark}]
        loaded = loaders.cow_states(written(tmp_path / "s.csv", rows))
        assert remarks(loaded.problems, "AK817") == [
            f"3: statenme must have a value in each row, got {mark!r} here",
            f"4: stateabb must have a value in each row, got {mark!r} here",
        ]
        assert [state.id for state in loaded.records] == ["state:usa"]

    @pytest.mark.parametrize(
        ("day", "why"),
        [
            ("07/01/1867", "a spreadsheet has converted it to a date and may have swapped day and month"),
            ("1867/07/01", "a spreadsheet has converted it to a date and may have swapped day and month"),
            ("1.7.1867", "a spreadsheet has converted it to a date and may have swapped day and month"),
            ("01:31:07", "a time of day replaces a day"),
        ],
    )
    def test_days_that_a_spreadsheet_has_changed(self, day: str, why: str, tmp_path: Path) -> None:
        path = tmp_path / "s.dat"
        path.write_text(f"2\tUSA\tUnited States\t01:01:1816\t31:12:2017\n20\tCAN\tCanada\t{day}\t31:12:2017\n", "utf-8")
        with pytest.raises(InvalidCorpus) as caught:
            loaders.gw_states(path)
        assert [each.message for each in caught.value.problems] == [
            f"start must have its values in full, but 1 cell may have lost some: {why}, such as {day!r}"
        ]


def test_a_list_without_a_header_saved_again_by_r(tmp_path: Path) -> None:
    rows = [
        ["2", "USA", "United States", "01:01:1816", "31:12:2017"],
        ["20", "CAN", "Canada", "02:07:1867", "31:12:2017"],
    ]
    plain, quoted = tmp_path / "a.dat", tmp_path / "b.dat"
    plain.write_text("".join("\t".join(row) + "\n" for row in rows), "utf-8")
    quoted.write_text(
        "".join("\t".join([f"{row[0]}.0", *(f'"{cell}"' for cell in row[1:])]) + "\n" for row in rows), "utf-8"
    )
    loaded = loaders.gw_states(quoted)
    assert loaded.records == loaders.gw_states(plain).records
    assert Counter(each.code for each in loaded.problems) == {"AK825": 1}
