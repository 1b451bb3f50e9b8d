"""Panels of the real files of ATOP 4.01, compared with published numbers."""

import datetime as dt
from functools import cache

import polars as pl
import pytest
from tests.shared import data

from alliancekit import Treaty, panel
from alliancekit.loaders import Loaded, atop_members


@cache
def loaded(path: str) -> Loaded[Treaty]:
    return atop_members(path)


@pytest.fixture
def atop() -> Loaded[Treaty]:
    return loaded(str(data("atop", "atop-member-level-4.01.csv")))


def test_allied_dyad_years_equal_those_of_the_member_file(atop: Loaded[Treaty]) -> None:
    result = panel.dyad_years(atop, directed=True, system=None, years=(1945, 2012))
    assert result.frame.height == 209_366
    sums = result.frame.select("defense", "offense", "neutrality", "nonaggression", "consultation").sum().row(0)
    assert sums == (107_679, 2_512, 2_533, 204_138, 106_245)
    by_day = panel.dyad_years(atop, directed=True, system=None, years=(1945, 2012), together="day")
    assert by_day.frame.height == 209_360
    # What differs are pairs of which one left in the year, but before the day, in which the other came.
    keys = ["year", "state_a", "state_b"]
    assert result.frame.join(by_day.frame, on=keys, how="anti").height == 6


def test_every_dyad_year_is_in_the_panel_or_in_the_account(atop: Loaded[Treaty]) -> None:
    alone = panel.dyad_years(atop, directed=True, system=None, years=(1816, 2016)).frame
    result = panel.dyad_years(atop, directed=True)
    with_treaty, inside, everything, on_a_day = result.account.steps[-4:]
    assert (inside.rows, inside.dropped, everything.rows) == (248_938, 5_696, 1_912_350)
    assert (on_a_day.rows, on_a_day.dropped) == (result.frame.height, 60) == (1_912_290, 60)
    assert result.frame.filter(pl.col("treaties") > 0).height == inside.rows
    # Member 8152 of alliance 1320 has no code, and so no row with a treaty; nor have pairs that share no day.
    uncoded = alone.filter(pl.any_horizontal(pl.col("state_a", "state_b").str.contains("8152"))).height
    assert alone.height - with_treaty.rows == uncoded + 8
    assert result.frame.null_count().sum_horizontal().item() == 0


def test_thirty_pairs_of_states_share_no_day_of_a_year(atop: Loaded[Treaty]) -> None:
    result = panel.dyad_years(atop, directed=False)
    assert result.account.steps[-1].dropped == 30
    apart = result.account.steps[-1].lines
    assert {"260", "265"} < {*apart.filter(year=1990, code_a="255")["code_b"]}
    whole = panel.dyad_years(atop, directed=False, apart="keep").frame
    more = whole.join(result.frame, on=["year", "code_a", "code_b"], how="anti")
    assert (whole.height - result.frame.height, more.height) == (30, 30)
    # Four of them would have been allied: in 1990, Germany and its predecessors, and Yemen and its own.
    assert more.filter(pl.col("treaties") > 0).height == 4


def test_all_state_years_of_correlates_of_war_are_in_the_panel(atop: Loaded[Treaty]) -> None:
    result = panel.state_years(atop)
    assert result.frame.height == 15_951
    assert result.frame.select("year", "code").is_duplicated().sum() == 0


def test_germany_before_the_first_world_war(atop: Loaded[Treaty]) -> None:
    result = panel.dyad_days(atop, directed=True, days="1914-07-01").frame
    pacts = result.filter((pl.col("state_a") == "state:deu") & (pl.col("defense") == 1))
    assert pacts["state_b"].to_list() == ["state:austria-hungary", "state:ita", "state:rou"]
    assert pacts["day"].unique().to_list() == [dt.date(1914, 7, 1)]


def test_spells_not_known_to_the_day_are_in_the_account(atop: Loaded[Treaty]) -> None:
    (step,) = [step for step in panel.state_years(atop).account.steps if "not known to the day" in step.what]
    assert (step.rows, step.lines["treaty"].n_unique()) == (99, 17)
