"""Arguments that are dates, years, codes or ids: equal values of every type are equal, other types are refused."""

import datetime as dt
import math
from collections.abc import Callable
from enum import StrEnum
from typing import cast

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alliancekit import InvalidDate, PartialDate
from alliancekit._arguments import When, code_of, date_of, id_of, is_missing, whole_number, year_of

EAST = dt.timezone(dt.timedelta(hours=9))
ACCEPTED = "must be a year (1914), text in EDTF ('1914-07-28') or a date"

whole_numbers = st.integers(-9999, 9999)
days = st.dates()


class Year(StrEnum):
    """Text of a subclass of `str`."""

    WAR = "1914"


@given(whole_numbers)
def test_every_type_of_whole_numbers_is_a_year(year: int) -> None:
    sign = "-" if year < 0 else ""
    for same in (year, np.int16(year), np.int64(year), pd.Series([year], dtype="Int64")[0], np.array(year)):
        assert date_of(cast("When", same)) == PartialDate(f"{sign}{abs(year):04}")
        assert year_of(same) == code_of(same) == whole_number(same) == year
        assert type(year_of(same)) is int


@pytest.mark.parametrize("year", [10_000, -10_000, 10**5000], ids=range(3))
def test_a_year_has_four_digits(year: int) -> None:
    with pytest.raises(InvalidDate, match=r"^on must be a year from -9999 to 9999, got "):
        date_of(year)


@given(days)
def test_every_type_of_dates_is_a_day(day: dt.date) -> None:
    date = PartialDate(day.isoformat())
    midnight = dt.datetime.combine(day, dt.time.min)
    for same in (day, midnight, midnight.replace(tzinfo=EAST), date, np.str_(day), pd.Timestamp(midnight)):
        assert date_of(same) == date
    for unit in ("D", "h", "m", "s", "ms", "us"):
        assert date_of(np.datetime64(day, unit)) == date
    assert date_of(np.datetime64(day, "M")) == PartialDate(day.isoformat()[:7])
    assert date_of(np.datetime64(day, "Y")) == PartialDate(day.isoformat()[:4])


def test_nanoseconds_are_accepted() -> None:
    assert date_of(np.datetime64("1914-07-28", "ns")) == PartialDate("1914-07-28")
    assert date_of(pd.Timestamp("1914-07-28").as_unit("ns")) == PartialDate("1914-07-28")


@given(st.datetimes() | st.datetimes(timezones=st.just(EAST)))
def test_a_time_other_than_midnight_is_refused(moment: dt.datetime) -> None:
    assume(moment.time() != dt.time.min)
    for same in (moment, pd.Timestamp(moment), np.datetime64(moment.replace(tzinfo=None))):
        with pytest.raises(InvalidDate) as caught:
            date_of(same)
        assert str(caught.value) == f"{same} is not a day; pass a day without a time, or with the time 00:00"


@pytest.mark.parametrize(
    "moment", [pd.Timestamp("1990-01-01T00:00:00.000000001"), np.datetime64("1990-01-01T00:00:00.000000001")]
)
def test_a_nanosecond_after_midnight_is_refused(moment: When) -> None:
    with pytest.raises(InvalidDate, match=" is not a day; "):
        date_of(moment)


@pytest.mark.parametrize(
    ("value", "got"),
    [
        (None, "nothing"),
        (True, "true"),
        (np.True_, "a value of type bool"),
        (1914.0, "the number 1914.0 (pass int(1914.0))"),
        (1914.5, "the number 1914.5"),
        (math.inf, "the number inf"),
        (math.nan, "a missing value"),
        (np.float32("nan"), "a missing value"),
        (pd.NA, "a missing value"),
        (pd.NaT, "a missing value"),
        (np.datetime64("NaT"), "a missing value"),
        (np.datetime64("1914-07-28", "W"), "a value of type datetime64"),
        (np.timedelta64(1914), "a value of type timedelta64"),
        (np.array([1914]), "a value of type ndarray"),
        (dt.time(), "a value of type time"),
        ([1914], "a list"),
        (b"1914", "a value of type bytes"),
    ],
    ids=range(17),
)
def test_other_types_are_refused(value: object, got: str) -> None:
    for refuse, message in (
        (cast("Callable[[object], object]", date_of), f"on {ACCEPTED}, got {got}"),
        (year_of, f"year must be a whole number, such as 1914, got {got}"),
        (code_of, f"a code or name must be text or a whole number, got {got}"),
        (id_of, f"a record or its id is expected, got {got}"),
    ):
        with pytest.raises(TypeError) as caught:
            refuse(value)
        assert str(caught.value) == message
    assert whole_number(value) is None
    assert is_missing(value) == (got in ("nothing", "a missing value"))


@pytest.mark.parametrize("text", ["1914", np.str_("1914"), Year.WAR], ids=["str", "numpy", "enum"])
def test_text_becomes_a_plain_str(text: str) -> None:
    assert date_of(text) == PartialDate("1914")
    for plain in (code_of(text), id_of(text)):
        assert plain == "1914"
        assert type(plain) is str


@given(st.integers() | st.floats(allow_nan=False) | st.text() | st.booleans())
def test_a_value_is_not_missing(value: object) -> None:
    assert not is_missing(value)
