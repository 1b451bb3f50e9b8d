"""Comparisons of many periods: the results are the same as for each pair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancekit import strategies
from alliancekit.dates import PartialDate
from alliancekit.dates.periods import OptionalPeriod, Periods, first_later, first_overlaps

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
