"""Stata files: numbers as Stata shows them, missing values, labels, dates, encodings and damaged files."""

import datetime as dt
import struct
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final, cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.profiles import examples

from alliancekit.errors import InvalidCorpus, MissingExtra, UnusableFile
from alliancekit.formats import Dialect, StataFile, is_stata, read_stata

VERSIONS: Final = (114, 117, 118, 119)


def dta(columns: Mapping[str, object], version: int = 118, **options: object) -> bytes:
    """Return a table as a Stata file."""
    out = BytesIO()
    write = cast("Callable[..., None]", pd.DataFrame(columns).to_stata)
    write(out, write_index=False, version=version, **options)
    return out.getvalue()


def read(columns: Mapping[str, object], version: int = 118, **options: object) -> StataFile:
    return read_stata(dta(columns, version, **options), "a.dta")


def refusal(data: bytes, encoding: str | None = None) -> list[str]:
    with pytest.raises(InvalidCorpus) as caught:
        read_stata(data, "a.dta", encoding)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_stata_file_is_known_by_its_first_bytes(version: int) -> None:
    assert is_stata(dta({"a": [1]}, version))
    assert not is_stata(b"statenumber\tstateid\n")
    assert not is_stata(b"")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("storage", ["int8", "int16", "int32", "float32", "float64"])
def test_a_whole_number_has_no_decimal_point(version: int, storage: str) -> None:
    numbers = np.array([0, 3, 100, -9], dtype=storage)
    assert read({"a": numbers}, version).cells == (("0", "3", "100", "-9"),)


@examples(50)
@given(st.integers(0, 9_999_999), st.integers(0, 3), st.sampled_from(["float32", "float64"]))
@example(10531, 1, "float32")
@example(401, 2, "float32")
def test_a_decimal_number_has_the_digits_that_the_user_wrote(digits: int, point: int, storage: str) -> None:
    text = f"{digits / 10**point:.{point}f}"
    shortest = text.rstrip("0").rstrip(".") if point else text
    assert read({"a": np.array([float(text)], dtype=storage)}).cells == ((shortest,),)


def test_large_and_small_numbers() -> None:
    assert read({"a": np.array([1e300, 1e-5, 16777217.0, 123456789012.0])}).cells[0][1:] == (
        "0.00001",
        "16777217",
        "123456789012",
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_missing_values(version: int) -> None:
    stata = read({"a": [1.5, None], "b": pd.array([1, None], dtype="Int8"), "c": ["x", None]}, version)
    assert stata.cells == (("1.5", ""), ("1", ""), ("x", ""))


def test_a_missing_value_with_a_letter_keeps_it() -> None:
    data = dta({"a": np.array([7.0, 8.0])})
    for number, letter in ((7.0, 0x7FE0000000000000), (8.0, 0x7FE0010000000000)):  # . and .a in the manual of Stata
        data = data.replace(struct.pack("<d", number), struct.pack("<Q", letter))
    assert read_stata(data, "a.dta").cells == (("", ".a"),)


@pytest.mark.parametrize("version", VERSIONS)
def test_labels(version: int) -> None:
    named = {"b": {1: "yes", 2: "no"}}
    stata = read({"a": pd.Categorical(["x", "é", None, "x"]), "b": [1, 2, 3, 1]}, version, value_labels=named)
    assert stata.cells == (("0", "1", "", "0"), ("1", "2", "3", "1"))
    assert stata.labels == {"a": {"0": "x", "1": "é"}, "b": {"1": "yes", "2": "no"}}


def test_labels_that_repeat_are_ignored() -> None:
    stata = read({"a": [1, 2]}, value_labels={"a": {1: "x", 2: "x"}})
    assert (stata.cells, stata.labels) == ((("1", "2"),), {})


def test_days_are_in_iso_8601_and_other_formats_remain_numbers() -> None:
    days = pd.Series([dt.datetime(1816, 1, 1), None, dt.datetime(2017, 12, 31)]).astype("datetime64[s]")  # noqa: DTZ001
    columns = {"day": days, "month": days, "time": days}
    stata = read(columns, convert_dates={"day": "td", "month": "tm", "time": "tc"})
    assert stata.cells[0] == ("1816-01-01", "", "2017-12-31")
    assert stata.cells[1] == ("-1728", "", "695")
    assert stata.cells[2][1:] == ("", "1830297600000")


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_text_of_an_early_version_has_an_encoding(encoding: str) -> None:
    text = "Cote D’Ivoire"
    data = dta({"a": [text.encode(encoding).decode("latin-1")]}, 114)
    assert read_stata(data, "a.dta", encoding).cells == ((text,),)
    if encoding == "cp1252":
        assert read_stata(data, "a.dta").cells == ((text,),)


def test_encodings_that_are_wrong() -> None:
    early = dta({"a": ["\x81"]}, 114)
    assert refusal(early) == [
        (
            "a.dta: AK001 the text must be in cp1252, got '\\x81' "
            "(pass its encoding, such as encoding='latin-1' or 'mac_roman')"
        )
    ]
    with pytest.raises(UnusableFile, match="unknown encoding 'cp9999'"):
        read_stata(early, "a.dta", "cp9999")
    assert refusal(dta({"a": ["é"]}).replace("é".encode(), b"\xe9x")) == [
        "a.dta: AK001 the text of a Stata file of version 118 or later must be in UTF-8 (save the file as UTF-8)"
    ]


def test_lost_characters_are_refused_with_their_rows() -> None:
    assert [text.partition(":")[0] for text in refusal(dta({"a": ["x", "\ufffd"], "b": ["\ufffd", "\ufffd"]}))] == [
        "a.dta, row 1",
        "a.dta, row 2",
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_damaged_file_is_refused(version: int) -> None:
    data = dta({"a": [1, 2], "b": ["x", "y"]}, version)
    (text,) = refusal(data[: len(data) // 3])
    assert text.startswith("a.dta: AK002 the file can't be read as a Stata file: ")


@examples(150)
@given(st.sampled_from(VERSIONS), st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4))
def test_altered_bytes_are_read_or_refused(version: int, place: float, altered: bytes) -> None:
    days = pd.Series([dt.datetime(1816, 1, 1)]).astype("datetime64[s]")  # noqa: DTZ001 - a date has no zone
    data = dta(
        {"a": [1.5], "b": pd.Categorical(["é" if version > 117 else "e"]), "c": days},
        version,
        convert_dates={"c": "td"},
    )
    at = 50 + int(place * (len(data) - 50))
    data = data[:at] + altered + data[at + len(altered) :]
    try:
        stata = read_stata(data, "a.dta")
    except InvalidCorpus:
        return
    assert len(stata.cells) == len(stata.columns)


def test_a_stata_file_needs_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_: str) -> None:
        return None

    monkeypatch.setattr("importlib.util.find_spec", absent)
    with pytest.raises(MissingExtra, match="Stata files need pandas"):
        read_stata(dta({"a": [1]}), "a.dta")


class TestTable:
    def test_rows_have_names_numbers_and_locations(self) -> None:
        table = read({"a": [1, None, 3], "b": ["x", None, "y"]}).table(Dialect(), ("a",))
        assert [(row.line, dict(row)) for row in table.rows] == [(1, {"a": "1", "b": "x"}), (3, {"a": "3", "b": "y"})]
        assert (table.rows[1].file, str(table.rows[1].location("b"))) == ("a.dta", "a.dta, row 3")

    def test_names_in_capitals(self) -> None:
        table = read({"A": [1], "b": [2]}).table(Dialect(), ("a", "b"))
        assert (table.columns, table.originals) == (("a", "b"), {"a": "A"})

    @pytest.mark.parametrize(
        "columns", [{"v1": [1], "v2": ["x"]}, {"NUMBER": [1], "NAME": ["x"]}, {"index": [0], "_0": [1], "_1": ["x"]}]
    )
    def test_a_list_without_a_header(self, columns: dict[str, object]) -> None:
        table = read(columns).table(Dialect(columns=("number", "name")), ())
        assert [(row["number"], row["name"]) for row in table.rows] == [("1", "x")]

    def test_missing_columns(self) -> None:
        for dialect, needed in ((Dialect(), ("a", "d")), (Dialect(columns=("a", "d")), ())):
            with pytest.raises(InvalidCorpus) as caught:
                read({"a": [1], "b": [2], "c": [3]}).table(dialect, needed)
            assert [problem.message for problem in caught.value.problems] == [
                "the table must have the columns d, got 'a', 'b', 'c'"
            ]
