"""Counts of treaties and partners by obligation, compared with a count by hand."""

from collections import defaultdict
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import permutations, product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.panel.test_panel import DEU, FRA, USA, owes, party, treaty
from tests.profiles import examples
from tests.shared import TOP, data

from alliancekit import StateId, loaders, panel
from alliancekit.panel import StateSystem

STATES = (DEU, FRA, USA)
SAMPLE = loaders.atop_members(TOP / "examples" / "sample-atop-member.csv")
OWED = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(list(permutations(STATES, 2))), st.booleans()), max_size=5, unique=True
)
"""The defense that is owed in some treaties: by whom and toward whom, and whether that is certain."""


def count(least: AbstractSet[object], most: AbstractSet[object]) -> int | None:
    return len(least) if len(least) == len(most | least) else None


@examples(40)
@given(owed=OWED)
def test_treaties_and_partners_are_counted_by_hand(owed: list[tuple[int, tuple[StateId, StateId], bool]]) -> None:
    of_treaty = defaultdict[int, list[tuple[tuple[StateId, StateId], bool]]](list)
    for number, pair, certain in owed:
        of_treaty[number].append((pair, certain))
    treaties = [
        treaty(
            number,
            map(party, STATES),
            owes(USA, DEU, "offense"),
            *(owes(by, to, period=None if certain else "2000?/2001?") for (by, to), certain in of_treaty[number]),
            ended="2003",
        )
        for number in range(3)
    ]
    certain_ones = {(number, *pair) for number, pair, certain in owed if certain}
    possible_ones = {(number, *pair) for number, pair, _ in owed}
    directed = panel.dyad_years(treaties, directed=True, system=None, years=(2001, 2002), counts=True).frame
    undirected = panel.dyad_years(treaties, directed=False, system=None, years=(2001, 2001), counts=True).frame
    states = panel.state_years(treaties, system=None, years=(2001, 2001), counts=True).frame
    assert directed.select(pl.col("offense_treaties").sum()).item() == 2 * 3
    if not owed:
        assert "defense_treaties" not in directed.columns
        return
    for frame, ways in ((directed.filter(year=2001), 1), (undirected, 2)):
        for a, b, number in frame.select("state_a", "state_b", "defense_treaties").rows():
            pairs = [(a, b), (b, a)][:ways]
            least, most = ({n for n, *pair in each if tuple(pair) in pairs} for each in (certain_ones, possible_ones))
            assert number == count(least, most)
    for state, of, to in states.select("state", "defense_treaties", "defense_partners").rows():
        own = [{(n, by, toward) for n, by, toward in each if by == state} for each in (certain_ones, possible_ones)]
        assert of == count(*({n for n, *_ in each} for each in own))
        assert to == count(*({toward for *_, toward in each} for each in own))


def test_counts_are_0_where_the_cell_is_0_and_null_where_it_is_unknown() -> None:
    systems: tuple[StateSystem, ...] = ("cow", "gw")
    for directed, system in product((True, False), systems):
        make = partial(
            panel.dyad_years, SAMPLE, directed=directed, system=system, years=(2016, 2016 + (system == "gw"))
        )
        frame = make(counts=True).frame
        assert frame.drop(name for name in frame.columns if name.endswith("_treaties")).equals(make().frame)
        for name in panel.obligations_of(frame):
            cell, number = frame[name], frame[f"{name}_treaties"]
            assert (number > 0).cast(pl.UInt8).equals(cell, null_equal=True)


def test_days_are_counted_like_years() -> None:
    dyads = panel.dyad_days(SAMPLE, directed=True, days="1914-07-01", counts=True).frame
    states = panel.state_days(SAMPLE, days="1914-07-01", counts=True).frame
    of_dyads = dyads.filter(state_a="state:deu").select(pl.col("defense").sum()).item()
    assert states.filter(state="state:deu").select("defense_treaties", "defense_partners").rows() == [(2, of_dyads)]


@pytest.mark.slow
def test_the_counts_of_atop_equal_its_memberships() -> None:
    loaded = loaders.atop_members(data("atop", "atop-member-level-4.01.csv"))
    states = panel.state_years(loaded, years=(1950, 1955), counts=True).frame
    members = panel.memberships(loaded, system="cow", years=(1950, 1955)).frame.drop_nulls("state")
    by_hand = members.group_by("year", "state").agg(pl.col(panel.obligations_of(members)).sum())
    both = states.join(by_hand, on=["year", "state"], how="inner", suffix="_by_hand")
    assert both.height == by_hand.height
    for name in panel.obligations_of(members):
        assert both[f"{name}_treaties"].to_list() == both[f"{name}_by_hand"].to_list()
