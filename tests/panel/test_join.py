"""Joins of a panel with a table: no row is lost or multiplied, and the account has both sides."""

import datetime as dt
import re
from typing import Final

import pandas as pd
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.profiles import examples
from tests.shared import TOP

from alliancekit import loaders, panel
from alliancekit.corpus.frames import ArrowTable
from alliancekit.errors import UnusableInput
from alliancekit.measures import similarity
from alliancekit.panel import On, Panel

SAMPLE = loaders.atop_members(TOP / "examples" / "sample-atop-member.csv")
STATES = panel.state_years(SAMPLE, years=(1910, 1911))
DYADS = panel.dyad_years(SAMPLE, directed=False, years=(1910, 1911))
DIRECTED = panel.dyad_years(SAMPLE, directed=True, years=(1910, 1911))
DAYS = panel.state_days(SAMPLE, days=("1910-01-01", "1910-01-02"))

CODES: Final = st.sampled_from([2, 200, 220, 255, 300, 365, 999])
YEARS: Final = st.sampled_from([1909, 1910, 1911])


def lines(result: Panel) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the lines of the two steps of the last join: rows of the panel, and rows of the table."""
    own, table = result.account.steps[-2:]
    return own.lines, table.lines


def reasons(result: Panel) -> list[tuple[int, str]]:
    """Return the position of each row of the table without a row of the panel, and the reason."""
    return lines(result)[1].select("row", "reason").rows()


@examples(60)
@given(
    keys=st.lists(st.tuples(st.none() | YEARS, st.none() | CODES, CODES), max_size=12, unique=True),
    symmetric=st.booleans(),
    directed=st.booleans(),
    integers=st.booleans(),
    data=st.data(),
)
def test_each_row_gets_the_values_of_its_key(
    keys: list[tuple[int | None, int | None, int]],
    data: st.DataObject,
    *,
    symmetric: bool,
    directed: bool,
    integers: bool,
) -> None:
    dyads = DIRECTED if directed else DYADS
    dyads = dyads.with_integer_codes() if integers else dyads
    values = {
        (year, *(sorted((a, b)) if symmetric and a else (a, b))): number for number, (year, a, b) in enumerate(keys)
    }
    table = pl.DataFrame([(*key, value) for key, value in values.items()], schema=["year", "a", "b", "x"], orient="row")
    as_type = data.draw(st.sampled_from([pl.Int64, pl.Float64, pl.String]))
    table = table.cast({"year": pl.Int32, "a": as_type if as_type != pl.String else pl.Int64, "x": pl.Int64})
    table = table.cast({"a": as_type})
    result = dyads.join(table, on={"year": "year", "code_a": "a", "code_b": "b"}, symmetric=symmetric)
    assert_frame_equal(result.frame.drop("x"), dyads.frame)
    used = set[int]()
    for year, a, b, x in result.frame.select("year", "code_a", "code_b", "x").rows():
        pair = sorted((int(a), int(b))) if symmetric else (int(a), int(b))
        expected = values.get((year, *pair))
        assert x == expected
        used |= {expected} if expected is not None else set()
    own, others = lines(result)
    assert result.account.steps[-2].rows + own.height == dyads.frame.height
    assert own.select("year", "code_a", "code_b").equals(
        result.frame.filter(pl.col("x").is_null()).select("year", "code_a", "code_b")
    )
    unused = [row for row, value in enumerate(values.values()) if value not in used]
    assert others["row"].to_list() == unused
    assert (result.account.steps[-1].rows, result.account.steps[-1].dropped) == (len(used), len(unused))
    assert result.account.steps[:-2] == dyads.account.steps


TABLE: Final = pl.DataFrame(
    {
        "year": [1910, 1910, 1910, 1910, None, 1815, 1910, 1911],
        "c1": ["2", "220", "2", "USA", "2", "2", "2", None],
        "c2": [220, 2, 2, 220, 220, 220, 260, 220],
        "trade": [1.0, 2, 3, 4, 5, 6, 7, 8],
    }
)
ON: Final = {"year": "year", "code_a": "c1", "code_b": "c2"}


def test_the_account_has_the_reason_of_each_row_of_the_table() -> None:
    same, missing = (2, "both states are the same"), [(4, "year is missing"), (7, "c1 is missing")]
    outside = (5, "year is outside the years of the panel")
    unknown = [(3, "c1 is no code of the panel"), (6, "c2 is no code of the panel")]
    other = (1, "the panel has the pair in the other order; symmetric=True joins both orders")
    assert reasons(DYADS.join(TABLE, on=ON)) == sorted([same, *missing, outside, *unknown, other])
    assert reasons(DIRECTED.join(TABLE, on=ON)) == sorted([same, *missing, outside, *unknown])
    some = TABLE.filter(pl.col("trade") != 2)
    assert [text for _, text in reasons(DYADS.join(some, on=ON, symmetric=True))] == [
        text for _, text in sorted([same, *missing, outside, *unknown])
    ]


def test_the_account_shows_a_code_as_it_stands_in_the_table() -> None:
    texts = ["USA", "2-", "2.5", "2"]
    table = pl.DataFrame({"year": [1910] * 4, "code": texts, "x": [1, 2, 3, 4]})
    assert lines(STATES.join(table, on=("year", "code")))[1]["code"].to_list() == texts[:3]


def test_a_state_may_be_in_the_panel_in_another_year() -> None:
    years = panel.state_years([], years=(1944, 1946))
    table = pl.DataFrame({"year": [1944, 1946, 1945], "code": [255, 255, 255], "x": [1, 2, 3]})
    assert reasons(years.join(table, on=("year", "code"))) == [(1, "code is no code of the panel in that year")]


def test_rows_of_a_panel_without_treaties_or_codes_have_reasons() -> None:
    table = pl.DataFrame({"year": [1910, 1912], "state": ["state:fra", "state:deu"], "x": [1, 2]})
    result = STATES.join(table, on=("year", "state"))
    texts = dict(lines(result)[0].select(pl.format("{} {}", "year", "state"), pl.col("reason").cast(pl.String)).rows())
    assert texts["1910 state:deu"] == "the table has no row with all of these"
    assert texts["1910 state:gbr"] == "the table has no row with this state"
    assert texts["1911 state:fra"] == "the table has no row with this year"
    assert "1910 state:fra" not in texts
    members = panel.memberships(SAMPLE, years=(1910, 1911))
    without = members.join(pl.DataFrame({"code": ["255"], "x": [1]}), on="code")
    assert lines(without)[0]["reason"].unique().to_list() == ["the row has no code"]
    assert reasons(without) == [(0, "code is no code of the panel")]


def test_a_key_needs_no_time_and_no_state() -> None:
    regions = pl.DataFrame({"code": ["2", "998"], "region": ["America", "America"]})
    result = STATES.join(regions, on="code")
    assert result.frame.filter(pl.col("region").is_not_null())["state"].unique().to_list() == ["state:usa"]
    assert reasons(result) == [(1, "code is no code of the panel")]
    systems = STATES.join(pl.DataFrame({"year": [1910], "poles": [6]}), on="year")
    assert systems.frame["poles"].sum() == 6 * STATES.frame.filter(year=1910).height
    both = STATES.join(pl.DataFrame({"state": ["state:fra"], "code": [2], "x": [1]}), on=["state", "code"])
    assert reasons(both) == [(0, "the panel has no such row")]


def test_values_of_both_states_are_added_with_suffixes() -> None:
    table = pl.DataFrame({"year": [1910, 1910], "ccode": [2, 220], "cinc": [0.2, 0.1]})
    result = DYADS.join(table, on={"year": "year", "code_a": "ccode"}, suffix="_a")
    result = result.join(table, on={"year": "year", "code_b": "ccode"}, suffix="_b")
    row = result.frame.row(
        by_predicate=pl.col("code_a").eq("2") & pl.col("code_b").eq("220") & (pl.col("year") == 1910), named=True
    )
    assert (row["cinc_a"], row["cinc_b"]) == (0.2, 0.1)
    assert [step.what for step in result.account.steps[-4:]] == [
        "rows with a row of the table by year and code_a",
        "rows of the table with a row by year and code_a",
        "rows with a row of the table by year and code_b",
        "rows of the table with a row by year and code_b",
    ]


def test_frames_of_pandas_and_arrow_and_panels_are_accepted() -> None:
    table = pl.DataFrame({"year": [1910, 1911], "code": [2.0, None], "x": [1, 2], "kind": ["a", None]})
    expected = STATES.join(table, on=("year", "code"))
    frames: list[ArrowTable] = [table.to_pandas(), table.to_pandas().set_index(["year", "code"]), table.to_arrow()]
    for frame in frames:
        assert_frame_equal(STATES.join(frame, on=("year", "code")).frame, expected.frame, check_dtypes=False)
    other = evolve(STATES, frame=STATES.frame.select("year", "state", more="allies"))
    assert STATES.join(other, on=("year", "state")).frame["more"].equals(STATES.frame["allies"])


def test_the_similarity_of_a_panel_has_its_pairs() -> None:
    result = DYADS.join(similarity(DYADS), on=("year", "state_a", "code_a", "state_b", "code_b"))
    assert lines(result)[0].is_empty()
    assert reasons(result) == []


def test_days_match_days_and_times_at_midnight() -> None:
    first = dt.date(1910, 1, 1)
    for dtype in (pl.Date, pl.Datetime):
        table = pl.DataFrame(
            {"day": pl.Series([first, None]).cast(dtype), "state": ["state:fra", "state:fra"], "x": [1, 2]}
        )
        result = DAYS.join(table, on=("day", "state"))
        assert result.frame.filter(pl.col("x").is_not_null()).select("day", "state").rows() == [(first, "state:fra")]
        assert reasons(result) == [(1, "day is missing")]


class Broken:
    """A table whose data can't be read."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        raise ValueError("no stream" if requested_schema is None else "no schema")


DUPLICATES = pl.DataFrame({"year": [1910] * 5 + [1911] * 4, "code": [2, 2, 2, 2, 200, 200, 200, 220, 220]})


@pytest.mark.parametrize(
    ("table", "on", "message"),
    [
        (
            DUPLICATES,
            ("year", "code"),
            (
                "the table must have one row for each year and code, has several for 1910, 2 (rows 0, 1, 2, …); "
                "1911, 200 (rows 5, 6); 1911, 220 (rows 7, 8)"
            ),
        ),
        (
            pl.DataFrame({"code": [code for code in (2, 200, 220, 255) for _ in range(2)]}),
            "code",
            (
                "the table must have one row for each code, has several for 2 (rows 0, 1); 200 (rows 2, 3); "
                "220 (rows 4, 5); and 1 other"
            ),
        ),
        (
            DUPLICATES,
            ("year", "defense"),
            "on must name key columns of the panel (year, state, code), got 'defense'",
        ),
        (DUPLICATES, {"code": "cod"}, "the table has no column 'cod' (did you mean 'code'?)"),
        (DUPLICATES, {"state": "x"}, "the table has no column 'x' (write on={'state': its name there})"),
        (DUPLICATES, (), "on must name at least one column, and each column of the table once, got ()"),
        (
            DUPLICATES,
            {"code": "code", "year": "code"},
            "on must name at least one column, and each column of the table once, got {'code': 'code', 'year': 'code'}",
        ),
        (
            pl.DataFrame({"code": [2], "defense": [1]}),
            "code",
            "the panel already has 'defense'; pass a suffix, or drop these columns",
        ),
        (
            pl.DataFrame({"year": [1910.5], "x": [1]}),
            "year",
            "column 'year' of the table must have whole numbers, got 1910.5",
        ),
        (
            pl.DataFrame({"year": ["1910"], "x": [1]}),
            "year",
            "column 'year' of the table must have whole numbers, got String",
        ),
        (
            pl.DataFrame({"code": [True], "x": [1]}),
            "code",
            "column 'code' of the table must have whole numbers or text, got Boolean",
        ),
        (
            pl.DataFrame({"state": [2], "x": [1]}),
            "state",
            "column 'state' of the table must have text, such as state:fra, got Int64",
        ),
        ([1], "code", "the table must be a frame of polars, pandas or Arrow, got builtins.list"),
        (
            "gdp.csv",
            "code",
            (
                "the table must be a frame, got the text 'gdp.csv'; read the file first, such as "
                "polars.read_csv('gdp.csv')"
            ),
        ),
        (
            pl.DataFrame({"code": ["220", "2.0"], "x": [1, 2]}),
            "code",
            (
                "column 'code' of the table has the text '2.0', which matches no code, since codes are written like 255"
                " (convert the column to numbers: .cast(float) in polars, .astype(float) in pandas)"
            ),
        ),
        (
            pl.DataFrame({"code": [None, "USA"], "x": [1, 2]}),
            "code",
            (
                "column 'code' of the table must have codes that are whole numbers, such as 255, got only other text, "
                "such as 'USA' (convert it with alliancekit.states.convert_column)"
            ),
        ),
        (
            pd.DataFrame({"code": [1, "a"]}),
            "code",
            (
                "column 'code' of the table must have values of one type, got int and str (convert them, or drop the "
                "column)"
            ),
        ),
        (
            pd.DataFrame({"note": ["a"], "code": [1j]}),
            "code",
            "the table can't be used: ",
        ),
        (Broken(), "code", "the table can't be used: no stream"),
    ],
)
def test_tables_that_can_not_be_joined_are_refused(table: ArrowTable, on: On, message: str) -> None:
    with pytest.raises(UnusableInput, match=f"^{re.escape(message)}"):
        STATES.join(table, on=on)


def test_the_first_columns_that_the_panel_already_has_are_named() -> None:
    message = (
        "the panel already has 'treaties_x', 'allies_x', 'treaty_ids_x', …; pass another suffix, or drop these columns"
    )
    once = STATES.join(STATES, on=("year", "state", "code"), suffix="_x")
    with pytest.raises(UnusableInput, match=f"^{re.escape(message)}$"):
        once.join(STATES, on=("year", "state", "code"), suffix="_x")


@pytest.mark.parametrize("on", [None, 5, ("year", 5), {"year": 5}, {5: "year"}])
def test_a_key_must_be_text(on: object) -> None:
    message = (
        "on must be a key column of the panel (year, state, code), several of them, or a mapping from them to columns "
        f"of the table, got {on!r}"
    )
    with pytest.raises(UnusableInput, match=f"^{re.escape(message)}$"):
        STATES.join(DUPLICATES, on=on)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"suffix": None}, "suffix must be text, such as '_a', got None"),
        ({"symmetric": "yes"}, "symmetric must be True or False, got 'yes'"),
    ],
)
def test_options_of_other_types_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(UnusableInput, match=f"^{re.escape(message)}$"):
        STATES.join(DUPLICATES, on="year", **options)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(("second", "hint"), [((220, 2), True), ((2, 220), False)])
def test_both_orders_of_a_pair_are_one_key_of_a_symmetric_join(second: tuple[int, int], *, hint: bool) -> None:
    table = pl.DataFrame([(1910, 2, 220), (1910, *second)], schema=["year", "code_a", "code_b"], orient="row")
    message = "the table must have one row for each year, code_a and code_b, has several for 1910, 2, 220 (rows 0, 1)"
    if hint:
        message += "; with symmetric=True both orders of a pair are one key, so keep one of them"
    with pytest.raises(UnusableInput, match=f"^{re.escape(message)}$"):
        DYADS.join(table, on=("year", "code_a", "code_b"), symmetric=True)


def test_a_symmetric_join_needs_pairs() -> None:
    message = "symmetric=True needs both states of a pair in on: code_a and code_b, or state_a and state_b"
    with pytest.raises(UnusableInput, match=f"^{message}$"):
        DYADS.join(TABLE, on={"year": "year", "code_a": "c1"}, symmetric=True)


@pytest.mark.parametrize("dtype", [pl.String, pl.Datetime])
def test_days_must_be_days(dtype: type[pl.DataType]) -> None:
    moments = pl.Series("day", [dt.datetime(1910, 1, 1, 12)]).cast(dtype)  # noqa: DTZ001 - frames have no time zones
    with pytest.raises(UnusableInput, match=r"^column 'day' of the table must have days, got "):
        DAYS.join(pl.DataFrame([moments, pl.Series("x", [1])]), on="day")


@given(st.sampled_from(["2", "220", "255"]), st.sampled_from(["{}.0", "{}.", "0{}", " {}", "{} ", "+{}", "{}.00"]))
def test_codes_in_another_form_are_refused_where_they_would_match_nothing(code: str, form: str) -> None:
    text = form.format(code)
    with pytest.raises(UnusableInput, match="which matches no code"):
        STATES.join(pl.DataFrame({"code": ["300", text, None], "x": [1, 2, 3]}), on="code")
    numbers = pl.DataFrame({"code": [float(text)], "x": [1]})
    joined = STATES.join(numbers, on="code").frame
    assert joined.filter(pl.col("x") == 1)["code"].unique().to_list() == [*({code} & {*STATES.frame["code"]})]
