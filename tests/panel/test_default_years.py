"""The default years of a panel are those of the coverage that the list of states covers, and the account says so."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiles import examples
from tests.shared import data

from alliancekit import loaders, panel
from alliancekit.errors import BeyondCoverage
from alliancekit.panel import StateSystem
from alliancekit.panel._default_years import default_years

DAYS = st.dates(dt.date(1700, 1, 1), dt.date(2100, 12, 31))
RANGES = st.tuples(DAYS, DAYS).filter(lambda days: days[0] <= days[1])


@examples(30)
@given(listed=RANGES, known=RANGES)
def test_the_default_years_are_those_that_both_cover_and_the_account_counts_the_others(
    listed: tuple[dt.date, dt.date], known: tuple[dt.date, dt.date]
) -> None:
    covered = range(known[0].year, known[1].year + 1)
    both = [year for year in covered if listed[0].year <= year <= listed[1].year]
    if not both:
        with pytest.raises(BeyondCoverage):
            default_years("any", "cow", listed, known)
        return
    times = default_years("any", "cow", listed, known)
    assert [*range(times.first, times.last + 1)] == both
    dropped = [year for year in covered if year not in both]
    assert [year for step in times.steps for year in step.lines["year"].to_list()] == dropped
    assert [(step.rows, step.dropped) for step in times.steps] == ([(len(both), len(dropped))] if dropped else [])


def test_the_reason_names_the_end_of_the_list() -> None:
    result = panel.state_years([], coverage="1815-06-09/2028")
    assert result.frame["year"].min() == 1816
    assert result.frame["year"].max() == 2024
    assert result.account.steps[0].lines.rows() == [
        (1815, "the cow list begins on 1816-01-01"),
        *((year, "the cow list ends on 2024-12-31") for year in range(2025, 2029)),
    ]
    assert str(result.account).splitlines()[:3] == [
        "        209  years that the treaties cover (5 dropped)",
        "             4 rows: the cow list ends on 2024-12-31",
        "             1 row: the cow list begins on 1816-01-01",
    ]


def test_years_that_are_passed_are_not_clipped() -> None:
    result = panel.state_years([], coverage="1900/1950", years=(1890, 1960))
    assert (result.frame["year"].min(), result.frame["year"].max()) == (1890, 1960)
    assert result.account.steps[0].what == "treaties"


def test_treaties_that_the_list_does_not_cover_are_an_error() -> None:
    with pytest.raises(BeyondCoverage) as caught:
        panel.state_years([], coverage="1700/1750")
    assert str(caught.value) == (
        "the treaties cover 1700-01-01/1750-12-31, but the cow list covers 1816-01-01/2024-12-31 "
        "(pass years of the list, or system=None)"
    )


@pytest.mark.slow
@pytest.mark.parametrize(("system", "years"), [("cow", (1816, 2016)), ("gw", (1816, 2016)), (None, (1815, 2016))])
def test_the_default_years_of_atop(system: StateSystem | None, years: tuple[int, int]) -> None:
    loaded = loaders.atop_members(data("atop", "atop-member-level-4.01.csv"))
    frame = panel.state_years(loaded, system=system).frame
    assert (frame["year"].min(), frame["year"].max()) == years
