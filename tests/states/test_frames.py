"""The registry as frames."""

from datetime import date

import polars as pl
import pytest

from alliancekit import UnknownSystem, states
from alliancekit.models.state import Membership, System
from alliancekit.states._lookup import MEMBERSHIPS, SYSTEMS


@pytest.mark.parametrize("system", MEMBERSHIPS)
def test_the_members_in_a_year_are_the_rows_that_overlap_it(system: Membership) -> None:
    frame = states.memberships(system)
    assert frame.schema == {"state": pl.String, "start": pl.Date, "end": pl.Date}
    for year in (1816, 1914, 1945, 1990, 2016):
        reach = (pl.col("start") <= date(year, 12, 31)) & (pl.col("end").fill_null(date.max) >= date(year, 1, 1))
        members = frame.filter(reach).get_column("state").unique(maintain_order=True)
        assert members.to_list() == [state.id for state in states.in_system(system, on=year)]


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_codes_of_a_system_are_those_of_the_records(system: System) -> None:
    frame = states.code_spells(system)
    records = [(state.id, code.value) for state in states.all_states() for code in state.codes if code.system == system]
    assert list(frame.select("state", "code").iter_rows()) == records
    assert frame.get_column("system").unique().to_list() == [system]


def test_all_systems_are_one_table() -> None:
    frame = states.code_spells()
    assert frame.schema == {
        "state": pl.String,
        "system": pl.String,
        "code": pl.String,
        "start": pl.Date,
        "end": pl.Date,
    }
    assert frame.height == sum(states.code_spells(system).height for system in SYSTEMS)


def test_open_ends_and_missing_limits_are_null() -> None:
    codes = states.code_spells("iso3166_1_alpha3")
    assert codes.filter(state="state:fra").rows() == [("state:fra", "iso3166_1_alpha3", "FRA", None, None)]
    germany = states.code_spells("gw").filter(code="260").rows()
    assert germany == [
        ("state:deu", "gw", "260", date(1990, 10, 3), None),
        ("state:west-germany", "gw", "260", date(1949, 9, 21), date(1990, 10, 2)),
    ]


def test_an_unknown_system_is_refused() -> None:
    with pytest.raises(UnknownSystem):
        states.memberships("iso3166_1_alpha2")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(UnknownSystem):
        states.code_spells("cow_majors")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
