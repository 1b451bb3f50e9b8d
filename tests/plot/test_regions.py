"""Figures of one region, and timelines of a state that had its name on a date."""

from typing import get_args

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.networks.frames import treaty
from tests.shared import TOP

from alliancekit import loaders, panel, plot
from alliancekit.errors import AmbiguousState, UnusableInput
from alliancekit.plot import WorldRegion
from alliancekit.plot._regions import region_of

CODES = st.none() | st.integers(1, 1100).map(str) | st.just("x")


@given(st.lists(st.tuples(CODES, CODES), min_size=1), st.sampled_from(get_args(WorldRegion)))
def test_the_rows_of_a_region_are_those_whose_states_are_all_in_it(
    codes: list[tuple[str | None, str | None]], region: WorldRegion
) -> None:
    rows = [("1", "2"), *codes]
    dyads = pl.DataFrame(
        {"code_a": [a for a, _ in rows], "code_b": [b for _, b in rows]}, schema_overrides={"code_a": pl.String}
    )
    expected = [row for row in rows if {region_of(code) for code in row} == {region}]
    assert plot.of_region(dyads, region).rows() == expected


def test_integer_codes_and_panels_have_regions_too() -> None:
    years = panel.state_years(loaders.atop_members(TOP / "examples" / "sample-atop-member.csv"), years=1910)
    europe = plot.of_region(years, "Europe")
    assert europe["code"].to_list() == plot.of_region(years.with_integer_codes(), "Europe")["code"].cast(str).to_list()
    assert {"220", "255"} <= {*europe["code"]} <= {str(code) for code in range(200, 400)}


@pytest.mark.parametrize(
    ("frame", "region", "message"),
    [
        (
            pl.DataFrame({"code": ["2"]}),
            "Asia",
            "region must be one of 'Americas', 'Europe', 'Africa', 'Middle East' or 'Asia, Oceania', got 'Asia'",
        ),
        (
            pl.DataFrame({"code": [None]}, schema={"code": pl.String}),
            "Europe",
            "regions need the codes of states; make the panel with a state system, such as system='cow'",
        ),
        (
            pl.DataFrame({"state": ["state:fra"]}),
            "Europe",
            "regions need the codes of states; make the panel with a state system, such as system='cow'",
        ),
    ],
)
def test_a_region_needs_its_name_and_codes(frame: pl.DataFrame, region: WorldRegion, message: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        plot.of_region(frame, region)
    assert str(caught.value) == message


def test_a_timeline_looks_a_name_up_on_a_date() -> None:
    pact = treaty(
        "pact", {"south-yemen": None, "rus": None}, {"rus": "defense"}, in_force="1979-10-25", ended="1990-05-21"
    )
    with pytest.raises(AmbiguousState):
        plot.timeline([pact], "Korea")
    assert plot.timeline([pact], "Russia", on=1980).get_title().startswith("Soviet Union: treaties, 1979")


def test_a_timeline_of_a_data_set_knows_its_states() -> None:
    loaded = loaders.atop_members(TOP / "examples" / "sample-atop-member.csv")
    own = plot.timeline(loaded, "France", source="")
    assert own.get_title() == plot.timeline(loaded.corpus(), "France").get_title()
    assert plot.alt_text(own) == plot.alt_text(plot.timeline(loaded.corpus(), "France"))
