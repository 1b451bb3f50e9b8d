"""Panels in files of CSV, Parquet and Stata, and in frames of pandas."""

import csv
import datetime as dt
import math
import re
from collections.abc import Callable
from io import BytesIO
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, cast

import numpy as np
import pandas as pd
import polars as pl
import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st
from pandas.io.stata import StataParser
from polars.testing import assert_frame_equal
from tests.profiles import examples
from tests.shared import TOP

from alliancekit import loaders, measures, networks, panel
from alliancekit.errors import MissingExtra, UnusableFile, UnusableInput
from alliancekit.panel import ColumnChange, Panel, PanelAccount
from alliancekit.panel._columns import descriptions
from alliancekit.panel._stata import _names, stata_bytes

SAMPLE = loaders.atop_members(TOP / "examples" / "sample-atop-member.csv")
WHOLE = panel.dyad_years(SAMPLE, directed=True, years=(2016, 2017), system="gw")
DYADS = evolve(WHOLE, frame=WHOLE.frame.filter(pl.col("code_a").is_in(["2", "220"])))
PARTIES = panel.dyad_years(SAMPLE, directed=True, years=(1910, 1911), system=None)
RESERVED: Final = {*cast("set[str]", vars(StataParser())["RESERVED_WORDS"])}
STARTS: Final = ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]


def of(*columns: pl.Series) -> Panel:
    """Return a panel with some columns."""
    return Panel(pl.DataFrame(columns), PanelAccount(()))


# --- CSV and Parquet ------------------------------------------------------------------------------------------------


def test_parquet_has_the_frame_unchanged(tmp_path: Path) -> None:
    account = DYADS.write(tmp_path / "panel.parquet")
    assert pl.read_parquet(tmp_path / "panel.parquet").equals(DYADS.frame)
    assert str(account) == f"{tmp_path / 'panel.parquet'}: {DYADS.frame.height} rows, 12 columns"


def test_csv_has_the_lists_joined_and_the_account_says_so(tmp_path: Path) -> None:
    lists = pl.Series("treaty_ids", [["treaty:t1", "treaty:t2"], [], None])
    numbers = pl.Series("n", [[1, 2], [3], []])
    account = of(pl.Series("year", [1950, None, 1952]), lists, numbers).write(tmp_path / "a.csv", separator="; ")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == (
        'year,treaty_ids,n\n1950,treaty:t1; treaty:t2,1; 2\n,"",3\n1952,,""\n'
    )
    assert account.changes == (
        ColumnChange("treaty_ids", "lists are joined with '; '"),
        ColumnChange("n", "lists are joined with '; '"),
    )


def test_other_endings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile) as caught:
        DYADS.write(tmp_path / "panel.xlsx")
    assert str(caught.value) == f"{tmp_path / 'panel.xlsx'} must end in .csv, .parquet or .dta"


@pytest.mark.parametrize(
    ("frames", "message"),
    [
        (
            {"q.dta": WHOLE},
            'q.dta needs a polars frame, got a Panel (pass its frame: write({"dyads.csv": panel.frame}))',
        ),
        (
            {"q.csv": pd.DataFrame({"a": [1]})},
            "q.csv needs a polars frame, got pandas.DataFrame (convert a frame of pandas with polars.from_pandas)",
        ),
        (WHOLE, 'write needs the frames by file, such as write({"dyads.csv": panel.frame}), got Panel'),
    ],
)
def test_what_is_no_frame_is_refused_and_the_message_says_what_to_pass(frames: object, message: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        panel.write(cast("dict[str | PathLike[str], pl.DataFrame]", frames))
    assert str(caught.value) == message


def test_formulas_are_neutralised_on_request(tmp_path: Path) -> None:
    result = of(pl.Series("code", ["=1+1", "-2", "2-1", None, "@x"]), pl.Series("year", [-1, 2, 3, 4, 5]))
    result.write(tmp_path / "a.csv", formulas="neutralise")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "code,year\n'=1+1,-1\n'-2,2\n2-1,3\n,4\n'@x,5\n"
    result.write(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "code,year\n=1+1,-1\n-2,2\n2-1,3\n,4\n@x,5\n"


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Enum, pl.List(pl.String)], ids=str)
def test_no_cell_or_column_name_starts_like_a_formula(
    tmp_path: Path, start: str, dtype: type[pl.DataType] | pl.DataType
) -> None:
    text = f"{start}1"
    values = [[text], ["1"]] if isinstance(dtype, pl.List) else [text, "1"]
    column = pl.Series(text, values, dtype=pl.Enum([text, "1"]) if dtype is pl.Enum else dtype)
    panel.write({tmp_path / "a.csv": pl.DataFrame([column, pl.Series("b", [1, 2])])}, formulas="neutralise")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [[f"'{text}", "b"], [f"'{text}", "1"], ["1", "2"]]


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([[[1]]], "List(List(Int64))"),
        ([{"a": 1}], "Struct({'a': Int64})"),
        ([b"a"], "Binary"),
        ([[b"a"]], "List(Binary)"),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.dta"])
def test_a_type_that_a_format_lacks_is_refused_and_nothing_written(
    tmp_path: Path, name: str, values: list[object], dtype: str
) -> None:
    frame = pl.DataFrame({"x": values})
    with pytest.raises(UnusableInput) as caught:
        panel.write({tmp_path / "b.csv": pl.DataFrame({"x": [1]}), tmp_path / name: frame})
    assert str(caught.value) == (
        f"{tmp_path / name} can't have the column 'x' of the type {dtype}; convert it to text or numbers, or drop it"
    )
    assert list(tmp_path.iterdir()) == []
    panel.write({tmp_path / "a.parquet": frame})


@pytest.mark.parametrize(
    ("items", "got"), [(["b", "a c"], "'a c'"), ([""], "empty"), (["b", None], "empty")], ids=["separator", "", "null"]
)
def test_lists_that_could_not_be_split_again_are_refused(tmp_path: Path, items: list[str | None], got: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        of(pl.Series("x", [["a"], items])).write(tmp_path / "a.csv")
    assert str(caught.value) == (
        f"{tmp_path / 'a.csv'} can't have the lists of the column 'x', joined with ' ': an item in row 1 is {got}; "
        "pass another separator, or drop the column"
    )


# --- Stata ----------------------------------------------------------------------------------------------------------

CELLS: Final[dict[type[pl.DataType], st.SearchStrategy[object]]] = {
    pl.Int8: st.integers(-128, 127),
    pl.UInt8: st.integers(0, 255),
    pl.Int32: st.integers(-(2**31), 2**31 - 1),
    pl.Int64: st.integers(-(2**53), 2**53),
    pl.Float64: st.floats(-8e307, 8e307),
    pl.Float32: st.floats(width=32, allow_nan=False, allow_infinity=False),
    pl.Int16: st.integers(-(2**15), 2**15 - 1),
    pl.Boolean: st.booleans(),
    pl.String: st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5),
    pl.Date: st.dates(),
}


@st.composite
def frames(draw: st.DrawFn) -> pl.DataFrame:
    """Generate a frame with columns of the types that Stata can have, and gaps."""
    rows = draw(st.integers(0, 3))
    types = draw(st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=4))
    return pl.DataFrame(
        [
            pl.Series(f"x{number}", draw(st.lists(st.none() | CELLS[dtype], min_size=rows, max_size=rows)), dtype)
            for number, dtype in enumerate(types)
        ]
    )


def cells(values: list[object]) -> list[object]:
    """Return cells as Stata can have them, in types of Python."""
    plain: list[object] = []
    for value in values:
        nan = isinstance(value, float) and math.isnan(value)
        missing = nan or value is pd.NaT or value == ""
        day = isinstance(value, pd.Timestamp | dt.datetime) and not missing
        plain.append(None if missing else cast("dt.datetime", value).date() if day else value)
    return plain


ALL_TYPES: Final = pl.DataFrame(
    [
        pl.Series("day", [dt.date(1914, 7, 1), None, dt.date(1, 1, 1)]),
        pl.Series("none", [None, None, None]),
        pl.Series("large", [2**31 - 1, -(2**31), None]),
        pl.Series("larger", [2**53, -(2**53), None]),
        pl.Series("letters", ["a" * 3000, "é", "北"]),
        pl.Series("more", ["", "b" * 3000, "b" * 3000]),
        pl.Series("choice", ["a", None, "b"], pl.Enum(["a", "b"])),
    ]
)


@examples(25)
@given(frame=frames())
@example(frame=ALL_TYPES)
def test_a_file_for_stata_reads_back_equal(frame: pl.DataFrame) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder, "a.dta")
        panel.write({file: frame})
        back = pd.read_stata(file)
    for column in frame:
        assert cells(back[column.name].tolist()) == cells(column.to_list())


@examples(25)
@given(frame=frames())
@example(frame=ALL_TYPES)
def test_another_reader_reads_the_same(frame: pl.DataFrame) -> None:
    pyreadstat = pytest.importorskip("pyreadstat", reason="no pyreadstat")
    with TemporaryDirectory() as folder:
        file = Path(folder, "a.dta")
        panel.write({file: frame})
        back = cast("pl.DataFrame", pyreadstat.read_dta(file, output_format="polars")[0])
    for column in frame:
        assert cells(back[column.name].to_list()) == cells(column.to_list())


@pytest.mark.parametrize("integers", [False, True])
@pytest.mark.parametrize("result", [DYADS, PARTIES], ids=["system", "parties"])
def test_a_panel_reads_back_equal_from_stata(tmp_path: Path, result: Panel, *, integers: bool) -> None:
    result = result.with_integer_codes() if integers else result
    account = result.write(tmp_path / "a.dta")
    assert ColumnChange("treaty_ids", "lists are joined with ' '") in account.changes
    back = pd.read_stata(tmp_path / "a.dta")
    assert list(back.columns) == result.frame.columns
    for column in result.frame.with_columns(pl.col("treaty_ids").list.join(" ")):
        assert cells(back[column.name].tolist()) == cells(column.to_list())


def test_names_are_changed_for_stata_and_the_account_says_so(tmp_path: Path) -> None:
    long = "the share of the capabilities of the system"
    gaps = pl.Series("gaps", [None, "a"])
    account = of(pl.Series("é", [1, 2]), gaps, pl.Series(long, [1.0, math.nan]), pl.Series("if", [True, None])).write(
        tmp_path / "a.dta"
    )
    assert str(account).splitlines() == [
        f"{tmp_path / 'a.dta'}: 2 rows, 4 columns",
        "  gaps: missing text is written as empty text",
        f"  {long}: the name is written as the_share_of_the_capabilities_of",
        f"  {long}: NaN is written as missing",
        "  if: the name is written as if_",
        "  if: true and false are written as 1 and 0",
    ]
    assert variables(tmp_path / "a.dta") == {
        "é": ("", "%8.0g", 1),
        "gaps": ("", "%1s", 1),
        "the_share_of_the_capabilities_of": (long, "%10.0g", 8),
        "if_": ("if", "%8.0g", 1),
    }


def variables(file: Path) -> dict[str, tuple[str, str, int]]:
    """Return the label, the display format and the number of bytes of each variable of a file of format 118."""
    data = file.read_bytes()

    def section(name: str, size: int) -> list[bytes]:
        content = data.partition(f"<{name}>".encode())[2].partition(f"</{name}>".encode())[0]
        return [content[at : at + size].rstrip(b"\0") for at in range(0, len(content), size)]

    assert data.startswith(b"<stata_dta><header><release>118</release>")
    sizes: dict[int, int] = {65_530: 1, 65_529: 2, 65_528: 4, 65_527: 4, 65_526: 8, 32_768: 8}
    numbers = [int.from_bytes(number, "little") for number in section("variable_types", 2)]
    names, labels, forms = (
        [text.decode() for text in section(name, size)]
        for name, size in (("varnames", 129), ("variable_labels", 321), ("formats", 57))
    )
    columns = zip(names, labels, forms, numbers, strict=True)
    return {name: (label, form, sizes.get(number, number)) for name, label, form, number in columns}


def test_each_column_has_the_smallest_type(tmp_path: Path) -> None:
    day = dt.date(1960, 1, 1)
    of(
        pl.Series("byte", [-127, 100, None], pl.Int64),
        pl.Series("int", [101, -32_767, None], pl.Int64),
        pl.Series("more", [-128, 32_740, None], pl.Int64),
        pl.Series("long", [32_741, None, 2_147_483_620], pl.Int64),
        pl.Series("double", [2_147_483_621, None, 0], pl.Int64),
        pl.Series("single", [0.1, 1.7e38, None], pl.Float32),
        pl.Series("beyond", [0.1, 1.8e38, None], pl.Float32),
        pl.Series("days", [day, day + dt.timedelta(100), None]),
        pl.Series("text", ["é", "abc", ""]),
        pl.Series("longest", ["a" * 2045, "", ""]),
        pl.Series("longer", ["a" * 2046, "", ""]),
        pl.Series("bytes", ["é" * 1023, "", ""]),
    ).write(tmp_path / "a.dta")
    assert [size for _, _, size in variables(tmp_path / "a.dta").values()] == [1, 2, 2, 4, 8, 4, 8, 8, 3, 2045, 8, 8]
    assert variables(tmp_path / "a.dta")["days"][1] == "%td"
    missing = pd.read_stata(tmp_path / "a.dta").isna().sum().tolist()
    assert missing == [1] * 8 + [0] * 4


@pytest.mark.parametrize(
    "result",
    [
        panel.dyad_years(SAMPLE, directed=False, years=(1910, 1911), counts=True),
        panel.state_years(SAMPLE, years=(1910, 1911), counts=True),
        panel.memberships(SAMPLE, years=(1910, 1911)),
        panel.state_days(SAMPLE, days="1914-07-01"),
    ],
    ids=["dyads", "states", "memberships", "days"],
)
def test_each_column_of_a_panel_has_a_label(tmp_path: Path, result: Panel) -> None:
    own = pl.DataFrame({"state": ["x"], "other": [1]})
    frame = result.frame.with_columns(pl.lit(None).alias(name) for name in own.columns if name not in result.frame)
    panel.write({tmp_path / "a.dta": frame, tmp_path / "b.dta": own})
    labels = {name: label for name, (label, _, _) in variables(tmp_path / "a.dta").items()}
    assert {name for name, label in labels.items() if not label} == {*frame.columns} - {*result.frame.columns}
    assert all(len(label) <= 80 for label in labels.values())
    assert labels["defense"] == "Obligation: defense (1: owed, 0: not owed, missing: unknown)"
    assert [label for label, _, _ in variables(tmp_path / "b.dta").values()] == ["", ""]
    fewer = result.frame.drop("treaties", "treaty_ids", "state_a", "state_b", strict=False)
    panel.write({tmp_path / "c.dta": fewer})
    assert all(label for label, _, _ in variables(tmp_path / "c.dta").values())


def test_the_reference_describes_each_column_in_the_length_of_a_label() -> None:
    longest = max(panel.OBLIGATIONS, key=len)
    assert all(len(text.format(longest)) <= 80 for text in descriptions().values())
    for result in (DYADS, panel.state_years(SAMPLE, years=(1910, 1911), counts=True)):
        names = {re.sub("|".join(panel.OBLIGATIONS), "{}", name) for name in result.frame.columns}
        assert not names - descriptions().keys()


@pytest.mark.parametrize("number", [0, 32_768])
def test_too_few_or_too_many_columns_for_stata(number: int) -> None:
    with pytest.raises(UnusableInput) as caught:
        stata_bytes(pl.DataFrame([pl.Series(str(name), [1]) for name in range(number)]), "a.dta")
    assert str(caught.value) == f"a.dta must have 1 to 32,767 columns, got {number:,}"


@examples(50)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("ab_1"), max_size=40), unique=True))
def test_all_names_for_stata_are_valid_and_different(columns: list[str]) -> None:
    columns = [*columns, "x" * 32 + "1", "x" * 32, "x" * 32 + "2", "a b", "a_b", "1", "", "str9", "µ", "aº"]
    columns = list(dict.fromkeys(columns))
    names = list(_names(columns))
    assert len(set(names)) == len(columns)
    for name, column in zip(names, columns, strict=True):
        assert re.fullmatch(r"[^\W\d][\w]{0,31}", name)
        if re.fullmatch("[a-z]{6,32}", column) and column not in RESERVED:
            assert name == column
    assert names_in_file(columns) == names


def names_in_file(columns: list[str]) -> list[str]:
    """Return the names of columns in a file for Stata."""
    data, _ = stata_bytes(pl.DataFrame({name: [1] for name in columns}), "a file")
    return list(pd.read_stata(BytesIO(data)).columns)


@pytest.mark.slow
def test_pandas_changes_no_name_itself() -> None:
    columns = [*RESERVED, *(f"a{chr(number)}" for number in range(1, 0x400))]
    names = list(_names(columns))
    assert names_in_file(columns) == names
    assert not RESERVED & {*names}


BEYOND = "{} can't have the value {} of the column 'x'; convert or drop it"


@pytest.mark.parametrize(
    ("value", "dtype", "message"),
    [
        (2**53 + 1, pl.Int64, BEYOND),
        (-(2**53) - 1, pl.Int64, BEYOND),
        (math.inf, pl.Float64, BEYOND),
        (-9e307, pl.Float64, BEYOND),
        ("a\0b", pl.String, BEYOND),
        (
            dt.datetime(1950, 1, 1, 1),  # noqa: DTZ001 - frames have no time zones
            pl.Datetime,
            (
                "{} can't have the column 'x' of the type Datetime(time_unit='us', time_zone=None); "
                "convert it to text or numbers"
            ),
        ),
    ],
)
def test_values_that_stata_can_not_have_are_refused(
    tmp_path: Path, value: object, dtype: type[pl.DataType], message: str
) -> None:
    shown = repr(value) if isinstance(value, str) else value
    with pytest.raises(UnusableInput) as caught:
        of(pl.Series("x", [value, None], dtype)).write(tmp_path / "a.dta")
    assert str(caught.value) == message.format(tmp_path / "a.dta", shown)


def test_files_for_stata_need_pandas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> None:
        del name

    monkeypatch.setattr("importlib.util.find_spec", nothing)
    with pytest.raises(MissingExtra, match=r"files of Stata need pandas; .*'alliancekit\[stata\]'"):
        DYADS.write(tmp_path / "a.dta")


# --- pandas ---------------------------------------------------------------------------------------------------------


def test_pandas_gets_plain_types() -> None:
    result = of(
        pl.Series("n", [1, 2], pl.UInt8),
        pl.Series("gap", [1, None], pl.UInt8),
        pl.Series("x", [0.5, None]),
        pl.Series("flag", [True, False]),
        pl.Series("maybe", [True, None]),
        pl.Series("text", ["a", None]),
        pl.Series("category", ["a", "b"], pl.Categorical),
        pl.Series("none", [None, None], pl.String),
        pl.Series("ids", [["a", "b"], []]),
    ).to_pandas(separator="; ")
    numbers: dict[str, type] = {"n": np.int64, "gap": np.float64, "x": np.float64, "flag": np.bool_}
    numbers |= {"maybe": np.float64, "none": np.float64}
    for name, kind in numbers.items():
        assert result.dtypes[name] == np.dtype(kind), name
    assert result["ids"].tolist() == ["a; b", ""]
    assert cells(result["text"].tolist()) == ["a", None]
    assert result["category"].tolist() == ["a", "b"]


@pytest.mark.parametrize("result", [DYADS, PARTIES, DYADS.with_integer_codes()], ids=["system", "parties", "integers"])
def test_plain_frames_of_pandas_are_exported_to_stata(tmp_path: Path, result: Panel) -> None:
    frame = result.to_pandas()
    frame.to_stata(tmp_path / "a.dta", write_index=False)
    back = pd.read_stata(tmp_path / "a.dta")
    for name in frame.columns:
        assert cells(back[name].tolist()) == cells(frame[name].tolist())


def test_pandas_gets_types_of_arrow_on_request() -> None:
    frame = DYADS.to_pandas(arrow=True)
    assert str(frame.dtypes["defense"]) == "uint8[pyarrow]"
    assert DYADS.to_polars() is DYADS.frame


# --- Codes ----------------------------------------------------------------------------------------------------------


def test_codes_are_whole_numbers_on_request() -> None:
    numbers = DYADS.with_integer_codes()
    codes = ["code_a", "code_b"]
    assert numbers.frame.select(codes).equals(DYADS.frame.select(codes).cast(pl.Int16))
    assert_frame_equal(numbers.frame.drop(codes), DYADS.frame.drop(codes))
    assert PARTIES.with_integer_codes().frame["code_a"].null_count() == PARTIES.frame.height
    assert numbers.account is DYADS.account


def test_functions_take_integer_codes() -> None:
    dyads = panel.dyad_years(SAMPLE, directed=True, years=(1910, 1910))
    numbers = dyads.with_integer_codes()
    functions: list[Callable[[Panel], pl.DataFrame]] = [measures.similarity, measures.degree, measures.shared_allies]
    for function in functions:
        assert_frame_equal(function(numbers).cast({pl.Int16: pl.String}), function(dyads))
    assert list(networks.of_year(numbers, 1910)) == list(networks.of_year(dyads, 1910))


def test_codes_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(UnusableInput, match=r"^a code must be a whole number, got 'USA' in column 'code'$"):
        of(pl.Series("code", ["2", None, "USA"])).with_integer_codes()
