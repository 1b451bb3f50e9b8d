"""Many periods at once: the answers are those of each two of them."""

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


@given(held=periods)
def test_the_first_earlier_period_that_one_overlaps_is_found(held: list[OptionalPeriod]) -> None:
    pairs = {n: [m for m in range(n) if _overlap(held[n], held[m])] for n in range(len(held))}
    assert first_overlaps(held) == {n: found[0] for n, found in pairs.items() if found}


@given(held=periods)
def test_the_first_earlier_period_before_which_one_lies_is_found(held: list[OptionalPeriod]) -> None:
    def before(one: OptionalPeriod, other: OptionalPeriod) -> bool:
        return bool(one and other and one.before(other))

    pairs = {n: [m for m in range(n) if before(held[n], held[m])] for n in range(len(held))}
    assert first_later(held) == {n: found[0] for n, found in pairs.items() if found}


@given(held=periods, date=dates)
def test_what_is_asked_of_many_periods_is_asked_of_each(held: list[OptionalPeriod], date: PartialDate) -> None:
    together, given_ = Periods(held), [period for period in held if period]
    always = len(given_) < len(held)
    assert together.may_overlap(date) is (always or any(each.overlaps(date) is not False for each in given_))
    assert together.overlap(date) is (always or any(each.overlaps(date) is True for each in given_))
    assert together.contain(date) is (always or any(each.contains(date) is True for each in given_))


@pytest.mark.parametrize("count", [1, 2, 50])
def test_no_periods_and_many_alike(count: int) -> None:
    assert first_overlaps([]) == first_later([]) == {}
    alike = [PartialDate("2004/2006")] * count
    assert first_overlaps(alike) == dict.fromkeys(range(1, count), 0)
    assert first_later(alike) == {}
