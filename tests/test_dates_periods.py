"""Comparisons of many periods: the results are the same as for each pair."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit import strategies
from alliancekit.dates import PartialDate
from alliancekit.dates.periods import OptionalPeriod, Periods, date_of_day, days_to_compare, first_later, first_overlaps

few_days = st.sampled_from(
    ["2004", "2004-06", "2004-06-05", "2004-06-06", "2005", "200X", "2004~", "2005-01?", "", ".."]
)
near = (
    st.tuples(few_days, few_days)
    .filter(lambda ends: _is_date("/".join(ends)))
    .map(lambda ends: PartialDate("/".join(ends)))
)
dates = st.one_of(
    near, few_days.filter(lambda text: "." not in text and text != "").map(PartialDate), strategies.dates()
)
periods = st.lists(st.one_of(dates, st.none()), max_size=8)


def _is_date(text: str) -> bool:
    try:
        PartialDate(text)
    except ValueError:
        return False
    return True


def _overlap(one: OptionalPeriod, other: OptionalPeriod) -> bool:
    return one is None or other is None or one.overlaps(other) is True


@given(sample=periods)
def test_first_overlaps_agrees_with_all_pairs(sample: list[OptionalPeriod]) -> None:
    pairs = {n: [m for m in range(n) if _overlap(sample[n], sample[m])] for n in range(len(sample))}
    assert first_overlaps(sample) == {n: earlier[0] for n, earlier in pairs.items() if earlier}


@given(sample=periods)
def test_first_later_agrees_with_all_pairs(sample: list[OptionalPeriod]) -> None:
    def before(one: OptionalPeriod, other: OptionalPeriod) -> bool:
        return bool(one and other and one.before(other))

    pairs = {n: [m for m in range(n) if before(sample[n], sample[m])] for n in range(len(sample))}
    assert first_later(sample) == {n: earlier[0] for n, earlier in pairs.items() if earlier}


@given(sample=periods, date=dates)
def test_an_index_of_periods_agrees_with_each_period(sample: list[OptionalPeriod], date: PartialDate) -> None:
    index, bounded = Periods(sample), [period for period in sample if period]
    always = len(bounded) < len(sample)
    assert index.may_overlap(date) is (always or any(each.overlaps(date) is not False for each in bounded))
    assert index.overlap(date) is (always or any(each.overlaps(date) is True for each in bounded))
    assert index.contain(date) is (always or any(each.contains(date) is True for each in bounded))


@pytest.mark.parametrize("count", [1, 2, 50])
def test_no_periods_and_many_equal_ones(count: int) -> None:
    assert first_overlaps([]) == first_later([]) == {}
    alike = [PartialDate("2004/2006")] * count
    assert first_overlaps(alike) == dict.fromkeys(range(1, count), 0)
    assert first_later(alike) == {}


DAYS_OF_MARCH = [PartialDate(f"2004-03-{day:02}") for day in range(1, 32)]
ends_in_march = st.sampled_from(["2004-03", "2004-03~", "2004-03-1X", "2004", "2004-04", *map(str, DAYS_OF_MARCH[::3])])
starts_in_march = st.sampled_from(["2003", "2004-02", "2004-03", *map(str, DAYS_OF_MARCH[1::3])])
in_march = (
    st.tuples(starts_in_march, ends_in_march)
    .filter(lambda ends: _is_date("/".join(ends)))
    .map(lambda ends: PartialDate("/".join(ends)))
)


@given(some=st.lists(in_march, max_size=5), least=st.integers(1, 3))
def test_enough_periods_contain_a_time_if_they_contain_the_days_to_compare(some: list[PartialDate], least: int) -> None:
    def enough(days: Iterable[PartialDate], answers: tuple[bool | None, ...]) -> bool:
        return all(sum(period.contains(day) in answers for period in some) >= least for day in days)

    days = days_to_compare(some, PartialDate("2004-03"))
    assert enough(days, (True,)) == enough(DAYS_OF_MARCH, (True,))
    assert enough(days, (True, None)) == enough(DAYS_OF_MARCH, (True, None))


@given(strategies.dates(), st.lists(dates, max_size=3))
def test_the_days_to_compare_are_days_of_the_time(time: PartialDate, others: list[PartialDate]) -> None:
    first, *days = days_to_compare(others, time)
    assert first == time if time.earliest is None or time.latest is None else first == date_of_day(time.earliest)
    assert all(time.overlaps(day) is not False for day in days)


def test_the_day_after_the_last_of_a_year_is_the_first_of_the_next() -> None:
    some = [PartialDate("1899/1899-12-31"), PartialDate("../-0400-02-29")]
    days = days_to_compare(some, PartialDate("-0500/1900"))
    assert [day.edtf for day in days] == ["-0500-01-01", "-0400-03-01", "1900-01-01"]
