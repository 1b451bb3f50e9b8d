"""Conversion of columns of codes and names, with the report of unconverted values."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit import InvalidDate, NoState, UnknownSystem, states
from alliancekit.states import Unconverted

PAIRS = st.lists(
    st.tuples(
        st.none() | st.sampled_from([2, 255, 260, 340, 345, 678, 999]) | st.sampled_from(["2", "345", "x"]),
        st.none() | st.integers(1800, 2030) | st.sampled_from(["1990", "1990-10-03", "199X", "soon"]),
    ),
    max_size=30,
)


@given(PAIRS)
def test_each_row_converts_as_a_single_value_or_is_in_the_report(pairs: list[tuple[object, object]]) -> None:
    values, days = [value for value, _ in pairs], [day for _, day in pairs]
    column = states.convert_column(values, from_="gw", to="cow", on=days)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert len(column.values) == len(pairs)
    left = {(type(each.value), each.value, each.on): each for each in column.report}
    assert len(left) == len(column.report)
    assert sum(each.count for each in column.report) == column.values.count(None)
    for (value, day), got in zip(pairs, column.values, strict=True):
        if got is None:
            rows = tuple(row for row, pair in enumerate(pairs) if pair == (value, day))
            assert (left[type(value), value, day].rows, left[type(value), value, day].count) == (rows, len(rows))
        else:
            assert isinstance(value, str | int)
            assert isinstance(day, str | int)
            assert got == states.convert(value, from_="gw", to="cow", on=day)


def test_the_report_lists_unconverted_values_with_reasons() -> None:
    values = [255, 255, None, 255, 3.5, True, 255, 255, " ", "x "]
    on = [1991, 1950, 1950, 1950, 1950, 1950, None, 2.5, "1950", "1950"]
    column = states.convert_column(values, from_="cow", to="gw", on=on)
    assert column.values == ("260", *[None] * 9)
    reason = (
        "the cow code '255' is not in use on 1950: it belongs to state:deu (1816-01-01/1945-05-08, 1990-10-03/..); "
        "state:west-germany (partition, 1949) and state:east-germany (partition, 1949) succeeded state:deu"
    )
    assert column.report == (
        Unconverted(255, 1950, (1, 3), reason),
        Unconverted(None, 1950, (2,), "the value is missing"),
        Unconverted(3.5, 1950, (4,), "a code or name must be text or a whole number, got the number 3.5"),
        Unconverted(True, 1950, (5,), "a code or name must be text or a whole number, got true"),
        Unconverted(255, None, (6,), "the date is missing"),
        Unconverted(
            255, 2.5, (7,), "a date must be a year (1914), text in EDTF ('1914-07-28') or a date, got the number 2.5"
        ),
        Unconverted(" ", "1950", (8,), "the value is missing"),
        Unconverted("x ", "1950", (9,), "no state ever has the cow code 'x '"),
    )
    lines = str(column).splitlines()
    assert lines[:2] == ["1 row of 10 converted", f"255 on 1950, 2 rows (positions 1, 3): {reason}"]
    assert lines[-2:] == [
        "' ' on '1950', 1 row (position 8): the value is missing",
        "'x ' on '1950', 1 row (position 9): no state ever has the cow code 'x '",
    ]


def test_a_line_lists_the_first_rows_and_the_report_all_rows() -> None:
    column = states.convert_column([255] * 7, from_="cow", to="gw", on=1950)
    assert column.report[0].rows == tuple(range(7))
    assert str(column.report[0]).startswith("255 on 1950, 7 rows (positions 0, 1, 2, 3, 4, …): the cow code")
    five = states.convert_column([255] * 5, from_="cow", to="gw", on=1950)
    assert str(five.report[0]).startswith("255 on 1950, 5 rows (positions 0, 1, 2, 3, 4): the cow code")


BLANKS = st.sampled_from([None, math.nan, pd.NA, pd.NaT])


@given(
    st.lists(st.sampled_from([2, 255, 999]) | BLANKS, max_size=9),
    st.lists(st.sampled_from([1914, 1950]) | BLANKS, min_size=9, max_size=9),
)
def test_floats_of_pandas_for_a_column_with_blanks_convert_alike(
    codes: list[int | float | None], years: list[int | float | None]
) -> None:
    plain, days = ([None if pd.isna(each) else int(each) for each in column] for column in (codes, years[: len(codes)]))
    expected = states.convert_column(plain, from_="cow", to="gw", on=days)
    numbers, times = pd.Series(plain, dtype="float64"), pd.Series(days, dtype="float64")
    assert states.convert_column(numbers, from_="cow", to="gw", on=times) == expected
    assert states.convert_column(codes, from_="cow", to="gw", on=years[: len(codes)]) == expected
    nullable = pd.Series(plain, dtype="Int64")
    assert states.convert_column(nullable, from_="cow", to="gw", on=pd.Series(days, dtype="Int64")) == expected


def test_a_column_of_pandas_with_one_blank_converts() -> None:
    column = states.convert_column(pd.Series([255, None, 200]), from_="cow", to="gw", on=pd.Series([1900.0] * 3))
    assert column.values == ("255", None, "200")
    assert column.report == (Unconverted(None, 1900, (1,), "the value is missing"),)
    assert states.convert_column([255.0, "", "200"], from_="cow", to="gw", on=1900.0).values == ("255", None, "200")


def test_a_wrong_date_in_the_column_is_in_the_report() -> None:
    column = states.convert_column([2, 2], from_="cow", to="gw", on=["1990-02-30", "1990"])
    assert column.values == (None, "2")
    assert column.report[0].reason == (
        "'1990-02-30' is not an EDTF date: month 02 of the year 1990 has the days 01 to 28; "
        "write one of them, or 1990-02 if the day is unknown"
    )


def test_one_date_applies_to_all_rows() -> None:
    for on in ("1900", 1900, dt.date(1900, 1, 1)):
        assert states.convert_column(["2", "345"], from_="cow", to="gw", on=on).values == ("2", "340")
    with pytest.raises(InvalidDate):
        states.convert_column([2], from_="cow", to="gw", on="soon")


def test_names_in_a_column_of_polars_are_converted() -> None:
    days = pl.Series([dt.date(1914, 7, 28), dt.date(1960, 1, 1)])
    names = pl.Series(["Siam", "Thailand"])
    assert states.convert_column(names, from_="name", to="cow", on=days).values == ("800", "800")
    assert states.convert_column(iter([800]), from_="cow", to="name", on=iter([1914])).values == ("Siam",)


TIMES = pd.Series([pd.Timestamp("1914-07-28"), pd.NaT, pd.Timestamp("1960-01-01")])


@pytest.mark.parametrize(
    "days",
    [
        TIMES,
        TIMES.astype("datetime64[ns]"),
        TIMES.dt.tz_localize("Asia/Tokyo"),
        TIMES.astype("datetime64[ns]").dt.tz_localize("Asia/Tokyo"),
        TIMES.tolist(),
        *(TIMES.to_numpy().astype(f"datetime64[{unit}]") for unit in ("ns", "us", "s", "D")),
        pl.Series(TIMES.to_numpy().astype("datetime64[us]")),
        TIMES.dt.date,
    ],
    ids=range(11),
)
def test_times_at_midnight_are_read_as_days(days: "pd.Series[pd.Timestamp]") -> None:
    column = states.convert_column([255, 255, 260], from_="cow", to="state", on=days)
    assert column.values == ("state:deu", None, "state:west-germany")
    assert [(each.rows, each.reason) for each in column.report] == [((1,), "the date is missing")]


def test_a_time_that_is_not_midnight_is_reported_in_a_column_and_refused_as_single_date() -> None:
    noon = pd.Timestamp("1914-07-28 12:00")
    reason = "1914-07-28 12:00:00 is not a day; pass a day without a time, or with the time 00:00"
    column = states.convert_column([255, 255], from_="cow", to="gw", on=pd.Series([noon, noon.normalize()]))
    assert column == states.Converted((None, "255"), (Unconverted(255, noon, (0,), reason),))
    with pytest.raises(InvalidDate) as caught:
        states.convert_column([255], from_="cow", to="gw", on=noon)
    assert str(caught.value) == reason


def test_whole_numbers_of_numpy_are_converted() -> None:
    numbers = pl.Series([2, 200]).to_numpy()
    assert states.convert_column(numbers, from_="cow", to="iso3166_1_alpha2", on=1950).values == ("US", "GB")


def test_a_column_of_dates_of_different_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^expected as many dates as values \(2\), got 1$"):
        states.convert_column([2, 20], from_="cow", to="gw", on=[1950])


def test_years_and_months_of_numpy_are_not_read_as_their_first_days() -> None:
    years = np.array(["1990", "NaT"], dtype="datetime64[Y]")
    column = states.convert_column([255, 260], from_="cow", to="state", on=years)
    assert column.values == ("state:deu", None)
    assert column.report == (Unconverted(260, None, (1,), "the date is missing"),)
    months = np.array(["1990-10", "1990-09"], dtype="datetime64[M]")
    assert states.convert_column([255, 260], from_="cow", to="state", on=months).values == (
        "state:deu",
        "state:west-germany",
    )
    weeks = np.array(["1990-10-05"], dtype="datetime64[W]")
    assert (
        "got a value of type datetime64" in states.convert_column([2], from_="cow", to="gw", on=weeks).report[0].reason
    )


def test_values_of_numpy_in_a_list_are_converted_too() -> None:
    column = states.convert_column([np.int64(2), np.float64(255.0)], from_="cow", to="gw", on=[np.int16(1900), 1991])
    assert column.values == ("2", "260")
    assert states.convert_column([2], from_="cow", to="gw", on=np.datetime64("1900")).values == ("2",)


@given(st.permutations(range(6)), st.booleans())
def test_two_series_of_pandas_are_matched_by_their_labels(order: list[int], whole: bool) -> None:  # noqa: FBT001 - it is drawn
    frame = pd.DataFrame({"code": [255, 260, 345, 816, 817, 2], "year": [1938, 1960, 1960, 1990, 1960, 1900]})
    frame.index = pd.Index(list("abcdef")) if whole else pd.Index([1, 1, 2, 2, 3, 3])
    expected = states.convert_column(frame["code"].tolist(), from_="cow", to="gw", on=frame["year"].tolist())
    assert states.convert_column(frame["code"], from_="cow", to="gw", on=frame["year"]) == expected
    mixed = frame["year"].iloc[order]
    if whole:
        assert states.convert_column(frame["code"], from_="cow", to="gw", on=mixed) == expected
    elif not mixed.index.equals(frame.index):
        with pytest.raises(ValueError, match="the same index labels"):
            states.convert_column(frame["code"], from_="cow", to="gw", on=mixed)
    by_position = states.convert_column(frame["code"], from_="cow", to="gw", on=mixed.to_numpy())
    assert by_position == states.convert_column(frame["code"].tolist(), from_="cow", to="gw", on=mixed.tolist())


@pytest.mark.parametrize("labels", [[0, 2], [1, 2], [0, 1, 2]])
def test_series_with_other_labels_are_refused(labels: list[int]) -> None:
    years = pd.Series([1900] * len(labels), index=labels)
    with pytest.raises(ValueError, match="the same index labels") as caught:
        states.convert_column(pd.Series([2, 20]), from_="cow", to="gw", on=years)
    assert str(caught.value) == (
        "values and on must be Series with the same index labels, got different labels; take both from one frame, or "
        "pass on.to_numpy() to match them by position"
    )


FRAME = pd.DataFrame({"ccode": [2, 20]})
NO_COLUMNS = [
    (FRAME, "a frame or matrix; pass one of its columns, such as frame['x']"),
    (pl.DataFrame({"ccode": [2, 20]}), "a frame or matrix; pass one of its columns, such as frame['x']"),
    (FRAME.to_numpy(), "a frame or matrix; pass one of its columns, such as frame['x']"),
    (b"2", "a value of type bytes"),
    ({2: 20}, "an object"),
    ({2, 20}, "a value of type set"),
]


@pytest.mark.parametrize(
    ("value", "got"), [*NO_COLUMNS, ("USA", "the text 'USA'"), (2, "the number 2"), (None, "nothing")], ids=range(9)
)
def test_values_that_are_not_a_column_are_refused(value: object, got: str) -> None:
    with pytest.raises(TypeError) as caught:
        states.convert_column(value, from_="cow", to="gw", on=1950)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert str(caught.value) == f"values must be one column, such as a list or a Series, got {got}"


@pytest.mark.parametrize(("value", "got"), NO_COLUMNS, ids=range(6))
def test_dates_that_are_not_a_column_are_refused(value: object, got: str) -> None:
    with pytest.raises(TypeError) as caught:
        states.convert_column([2, 20], from_="cow", to="gw", on=value)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert str(caught.value) == f"on must be one column, such as a list or a Series, got {got}"


@pytest.mark.parametrize("on", [None, True, math.nan, pd.NaT], ids=range(4))
def test_an_invalid_single_date_is_refused(on: object) -> None:
    with pytest.raises(TypeError, match=r"^on must be a year \(1914\), text in EDTF"):
        states.convert_column([2], from_="cow", to="gw", on=on)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_list_of_lists_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^a row of a column must be one value, got a list$"):
        states.convert_column([[2], [20]], from_="cow", to="gw", on=1950)  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]


def test_an_unknown_system_is_refused_before_any_row() -> None:
    with pytest.raises(UnknownSystem):
        states.convert_column([], from_="cow", to="un", on=1950)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_a_reason_is_the_message_of_the_look_up() -> None:
    with pytest.raises(NoState) as caught:
        states.convert(999, from_="cow", to="gw", on=1950)
    column = states.convert_column([999], from_="cow", to="gw", on=1950)
    assert column.report[0].reason == str(caught.value)
    assert repr(column) == f"Converted(report={column.report!r}, assumed=())"
