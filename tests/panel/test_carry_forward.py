"""Panels after the last day of the list of a system: only with ``carry_forward=True``, and the account says so."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Literal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.panel.test_panel import DEU, FRA, owes, party, treaty
from tests.profiles import examples

from alliancekit import panel, states
from alliancekit.errors import BeyondCoverage, InvalidPanel
from alliancekit.panel import Panel, PanelStep

ALLIANCE = treaty(1, map(party, (DEU, FRA)), owes(DEU, FRA))
LAST = {"cow": dt.date(2024, 12, 31), "gw": dt.date(2020, 12, 31)}


def later(result: Panel) -> list[PanelStep]:
    return [step for step in result.account.steps if "after the end" in step.what]


@examples(20)
@given(system=st.sampled_from(["cow", "gw"]), before=st.integers(0, 3), after=st.integers(0, 3))
def test_the_last_members_remain_and_the_account_counts_the_years(
    system: Literal["cow", "gw"], before: int, after: int
) -> None:
    end = LAST[system].year
    years = end - before, end + after
    make = partial(panel.state_years, [ALLIANCE], years=years, system=system)
    result = make(carry_forward=True)
    members = {state.id for state in states.in_system(system, on=LAST[system])}
    for year in range(end, years[1] + 1):
        assert set(result.frame.filter(pl.col("year") == year)["state"]) == members
    reason = f"the {system} list ends on {LAST[system]}; the members on that day are assumed to remain"
    assert [(step.what, step.lines.rows()) for step in later(result)] == (
        [(f"years of the panel after the end of the {system} list", [(end + n + 1, reason) for n in range(after)])]
        if after
        else []
    )
    if after:
        with pytest.raises(BeyondCoverage) as caught:
            make()
        got = years[0] if before == -after else f"{years[0]}/{years[1]}"
        assert str(caught.value) == (
            f"the {system} list covers 1816-01-01/{LAST[system]}, got {got}; "
            "carry_forward=True uses its last entries for later dates"
        )
    else:
        assert make().frame.equals(result.frame)


def test_default_years_go_to_the_end_of_the_treaties() -> None:
    make = partial(panel.state_years, [ALLIANCE], coverage="2020/2026")
    assert make().frame["year"].max() == 2024
    result = make(carry_forward=True)
    assert (result.frame["year"].min(), result.frame["year"].max()) == (2020, 2026)
    assert [step.what for step in result.account.steps[:2]] == [
        "years of the panel after the end of the cow list",
        "treaties",
    ]
    assert not later(panel.state_years([], carry_forward=True))


def test_days_are_carried_like_years() -> None:
    make = partial(panel.dyad_days, [ALLIANCE], directed=True, days=("2024-12-30", "2025-01-02"))
    result = make(carry_forward=True)
    assert result.frame.group_by("day").len()["len"].n_unique() == 1
    assert [(step.rows, step.lines["day"].to_list()) for step in later(result)] == [
        (2, [dt.date(2025, 1, 1), dt.date(2025, 1, 2)])
    ]
    with pytest.raises(BeyondCoverage, match=r"got 2024-12-30/2025-01-02; carry_forward=True "):
        make()


@pytest.mark.parametrize(
    "make",
    [
        partial(panel.dyad_years, directed=False, years=(2025, 2025)),
        partial(panel.memberships, system="cow", years=(2025, 2025)),
        partial(panel.state_days, days="2025"),
        partial(panel.membership_days, system="gw", days="2025-01-01"),
    ],
)
def test_every_kind_of_panel_has_the_option(make: Callable[..., Panel]) -> None:
    assert len(later(make([ALLIANCE], carry_forward=True))) == 1


@pytest.mark.parametrize("carry_forward", [True, False])
def test_times_before_the_list_are_refused_without_the_hint(*, carry_forward: bool) -> None:
    for make, got in (
        (partial(panel.state_years, years=(1815, 2025)), "1815/2025"),
        (partial(panel.state_days, days="1815-06-09"), "1815-06-09"),
    ):
        with pytest.raises(BeyondCoverage) as caught:
            make([ALLIANCE], carry_forward=carry_forward)
        assert str(caught.value) == f"the cow list covers 1816-01-01/2024-12-31, got {got}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"carry_forward": "yes"}, "carry_forward must be True or False, got 'yes'"),
        (
            {"carry_forward": True, "system": None},
            "carry_forward=True needs a state system, such as system='cow', got system=None",
        ),
    ],
)
def test_wrong_arguments_are_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidPanel) as caught:
        panel.state_years([ALLIANCE], **arguments)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    assert str(caught.value) == message
