"""Days as numbers from 1970-01-01."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from alliancekit import Day
from alliancekit.dates.epoch import days_from_epoch


@given(date=st.dates())
def test_days_are_counted_from_1970(date: dt.date) -> None:
    assert days_from_epoch(Day(date.year, date.month, date.day)) == (date - dt.date(1970, 1, 1)).days


@given(date=st.dates(), cycles=st.integers(-30, 30))
def test_the_calendar_repeats_after_400_years(date: dt.date, cycles: int) -> None:
    number = days_from_epoch(Day(date.year, date.month, date.day))
    assert days_from_epoch(Day(date.year + 400 * cycles, date.month, date.day)) == number + 146_097 * cycles
