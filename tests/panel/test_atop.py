"""Panels of the real files of ATOP 4.01, compared with published numbers."""

import csv
import datetime as dt
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.panel.directed_reference import NO_TREATY, NOT_OWED, REFERENCE, VARIABLES, as_file, differences, reference
from tests.profiles import examples
from tests.shared import data

from alliancekit import Treaty, panel
from alliancekit.loaders import Loaded, atop_members

FILE: Final = "atop-member-level-4.01.csv"


@cache
def loaded(path: str) -> Loaded[Treaty]:
    return atop_members(path)


@pytest.fixture
def atop() -> Loaded[Treaty]:
    return loaded(str(data("atop", FILE)))


@pytest.mark.slow
def test_allied_dyad_years_equal_those_of_the_member_file(atop: Loaded[Treaty]) -> None:
    result = panel.dyad_years(atop, directed=True, system=None, years=(1945, 2012), asymmetric="none")
    assert result.frame.height == 209_366
    sums = result.frame.select("defense", "offense", "neutrality", "nonaggression", "consultation").sum().row(0)
    assert sums == (107_679, 2_512, 2_533, 204_138, 106_245)
    by_day = panel.dyad_years(atop, directed=True, system=None, years=(1945, 2012), together="day")
    assert by_day.frame.height == 209_360
    # What differs are pairs of which one left in the year, but before the day, in which the other came.
    keys = ["year", "state_a", "state_b"]
    assert result.frame.join(by_day.frame, on=keys, how="anti").height == 6


@pytest.mark.slow
def test_every_dyad_year_is_in_the_panel_or_in_the_account(atop: Loaded[Treaty]) -> None:
    alone = panel.dyad_years(atop, directed=True, system=None, years=(1816, 2016)).frame
    result = panel.dyad_years(atop, directed=True, years=(1816, 2016))
    with_treaty, inside, everything, on_a_day = result.account.steps[-5:-1]
    assert (inside.rows, inside.dropped, everything.rows) == (248_938, 5_696, 1_912_350)
    assert (on_a_day.rows, on_a_day.dropped) == (result.frame.height, 60) == (1_912_290, 60)
    assert result.frame.filter(pl.col("treaties") > 0).height == inside.rows
    # Member 8152 of alliance 1320 has no code, and so no row with a treaty; nor have pairs that share no day.
    uncoded = alone.filter(pl.any_horizontal(pl.col("state_a", "state_b").str.contains("8152"))).height
    assert alone.height - with_treaty.rows == uncoded + 8
    unknown = result.frame.select("defense", "offense", "neutrality", "nonaggression", "consultation").null_count()
    assert unknown.row(0) == (851, 68, 163, 156, 0)
    assert result.frame.null_count().sum_horizontal().item() == sum(unknown.row(0))
    (direction,) = [step for step in result.account.steps if "unknown direction" in step.what]
    assert direction.lines.height == sum(unknown.row(0))
    whole = panel.dyad_years(atop, directed=True, asymmetric="none")
    assert whole.frame.null_count().sum_horizontal().item() == 0


@pytest.mark.slow
def test_thirty_pairs_of_states_share_no_day_of_a_year(atop: Loaded[Treaty]) -> None:
    result = panel.dyad_years(atop, directed=False)
    assert result.account.steps[-2].dropped == 30
    apart = result.account.steps[-2].lines
    assert {"260", "265"} < {*apart.filter(year=1990, code_a="255")["code_b"]}
    whole = panel.dyad_years(atop, directed=False, apart="keep").frame
    more = whole.join(result.frame, on=["year", "code_a", "code_b"], how="anti")
    assert (whole.height - result.frame.height, more.height) == (30, 30)
    # Four of them would have been allied: in 1990, Germany and its predecessors, and Yemen and its own.
    assert more.filter(pl.col("treaties") > 0).height == 4


def test_all_state_years_of_correlates_of_war_are_in_the_panel(atop: Loaded[Treaty]) -> None:
    result = panel.state_years(atop, years=(1816, 2016))
    assert result.frame.height == 15_951
    assert result.frame.select("year", "code").is_duplicated().sum() == 0


def test_germany_before_the_first_world_war(atop: Loaded[Treaty]) -> None:
    result = panel.dyad_days(atop, directed=True, days="1914-07-01").frame
    pacts = result.filter((pl.col("state_a") == "state:deu") & (pl.col("defense") != 0).fill_null(value=True))
    # The alliances with Italy and Romania are asymmetric, and have three and four members.
    assert dict(pacts.select("state_b", "defense").rows()) == {
        "state:austria-hungary": 1,
        "state:ita": None,
        "state:rou": None,
    }
    assert pacts["day"].unique().to_list() == [dt.date(1914, 7, 1)]


@pytest.mark.slow
def test_a_panel_agrees_with_the_directed_dyad_years_of_atop(atop: Loaded[Treaty], tmp_path: Path) -> None:
    folder = data("atop", REFERENCE).parent
    expected = reference(folder)
    cells = differences(panel.dyad_years(atop, directed=True).frame, expected)
    # 1 here and 0 there: unknown here, or members in the same year that share no day under this obligation.
    assert cells.hidden.group_by("obligation").len().sort("obligation").rows() == [
        ("defense", 124),
        ("neutrality", 101),
        ("nonaggression", 30),
        ("offense", 18),
    ]
    assert cells.extra.group_by("year", "treaty_ids").len().sort("year").rows() == [
        (1992, ["treaty:atop-3740"], 6),
        (2003, ["treaty:atop-4953", "treaty:atop-4985"], 26),
    ]
    by_day = panel.dyad_years(atop, directed=True, together="day", years=(1945, 2016)).frame
    assert differences(by_day, expected.filter(pl.col("year") >= 1945)).extra.is_empty()
    # Right cells that are unknown here.
    assert cells.lost.group_by("obligation").len().sort("obligation").rows() == [
        ("defense", 433),
        ("neutrality", 25),
        ("nonaggression", 40),
        ("offense", 19),
    ]
    assert cells.missing.group_by("cause").len().sort("len").rows() == [(NOT_OWED, 146), (NO_TREATY, 1702)]
    directions = as_file(expected, tmp_path / "ddyr.csv")
    directed = differences(panel.dyad_years(atop, directed=True, directions=directions).frame, expected)
    assert [each.height for each in (directed.extra, directed.hidden, directed.lost, directed.missing)] == [0] * 4


def test_spells_not_known_to_the_day_are_in_the_account(atop: Loaded[Treaty]) -> None:
    (step,) = [step for step in panel.state_years(atop).account.steps if "not known to the day" in step.what]
    assert (step.rows, step.lines["treaty"].n_unique()) == (99, 17)


@cache
def rows_with_days(path: str) -> list[tuple[str, str, dict[str, str]]]:
    """Return the rows of the file with their first and last day, empty if the day is not known."""

    def day(row: dict[str, str], event: str) -> str:
        year, month, day = (row[f"{part}{event}"] for part in ("yr", "mo", "day"))
        if year == "0":
            return "9999-12-31"  # still in force
        return f"{year:0>4}-{month:0>2}-{day:0>2}" if month and day else ""

    with Path(path).open(encoding="utf-8", newline="") as file:
        return [(day(row, "ent"), day(row, "exit"), row) for row in csv.DictReader(file)]


@examples(25)
@given(st.dates(dt.date(1816, 1, 1), dt.date(2016, 12, 31)))
def test_obligations_of_a_day_equal_those_counted_from_the_file(day: dt.date) -> None:
    path = str(data("atop", FILE))
    in_force: dict[str, dict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    unknown: set[str] = set()  # parties of a treaty from or to an unknown day
    for first, last, row in rows_with_days(path):
        if not first or not last:
            unknown.add(row["member"])
        elif first <= day.isoformat() <= last:
            in_force[row["atopid"]][row["member"]].append(row)
    together = {treaty: members for treaty, members in in_force.items() if len(members) > 1}
    states = panel.state_days(loaded(path), days=day).frame.rows(named=True)
    counted = [state for state in states if state["code"] not in unknown]
    assert len(counted) > len(states) / 2
    for state in counted:
        own = {treaty: members[state["code"]] for treaty, members in together.items() if state["code"] in members}
        assert sorted(state["treaty_ids"]) == sorted(f"treaty:atop-{treaty}" for treaty in own)
        rows = [row for rows in own.values() for row in rows]
        expected = {name: any(row[variable] == "1" for row in rows) for name, variable in VARIABLES.items()}
        assert {name: state[name] for name in VARIABLES} == expected
