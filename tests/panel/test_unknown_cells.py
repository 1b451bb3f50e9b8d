"""The account of a panel counts all cells that are null, with their reasons."""

from collections import Counter
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st
from tests.panel.test_direction import GUARANTORS, table
from tests.panel.test_panel import DEU, FRA, owes, party, treaties, treaty
from tests.profiles import examples

from alliancekit import Treaty, panel
from alliancekit.panel import Panel, PartYearRule
from alliancekit.panel._account import PanelStep

COVERAGE = "2000/2003-06"
PACT = treaty(1, (party(DEU), party(FRA)), owes(DEU, FRA), as_of="2003-12-31")


def unknown(result: Panel) -> list[PanelStep]:
    return [step for step in result.account.steps if step.what.startswith("unknown cells")]


def by_column(result: Panel) -> dict[str, int]:
    """Return the number of nulls in each column of numbers that has any."""
    numbers = [name for name, type_ in result.frame.schema.items() if type_.is_integer() and name != "year"]
    nulls = {name: result.frame[name].null_count() for name in numbers}
    return {name: count for name, count in nulls.items() if count}


def counted(result: Panel) -> dict[str, int]:
    """Return the number of cells in the account for each column."""
    totals = Counter[str]()
    for step in unknown(result):
        for column, cells in step.lines.select("column", "cells").iter_rows():
            totals[column] += cells
    return dict(totals)


@examples(30)
@given(treaties(), st.sampled_from(get_args(PartYearRule)), st.booleans())
def test_the_account_counts_every_unknown_cell(
    sample: tuple[Treaty, ...],
    rule: PartYearRule,
    counts: bool,  # noqa: FBT001 - drawn by Hypothesis
) -> None:
    panels = [
        panel.dyad_years(sample, directed=True, years=(1999, 2004), part_years=rule, coverage=COVERAGE, counts=counts),
        panel.dyad_years(sample, directed=False, system=None, part_years=rule, coverage=COVERAGE, counts=counts),
        panel.state_years(sample, years=(1999, 2004), part_years=rule, coverage=COVERAGE, counts=counts),
        panel.state_days(sample, days=("1999-12-31", "2000-01-01"), coverage=COVERAGE, counts=counts),
        panel.memberships(sample, part_years=rule, coverage=COVERAGE),
    ]
    for result in panels:
        assert counted(result) == by_column(result)
        assert [step.rows for step in unknown(result)] == (
            [sum(by_column(result).values())] if by_column(result) else []
        )


def test_the_reason_is_the_coverage_of_the_treaties() -> None:
    result = panel.dyad_years([PACT], directed=True, years=(1999, 2005))
    cells = {year: 2 * result.frame.filter(year=year).height for year in (1999, 2004, 2005)}
    names = "of defense and treaties"
    expected = [
        f"{cells[2004] + cells[2005]:,} cells {names}, 2004 to 2005: the coverage of the treaties ends on 2003-12-31",
        f"{cells[1999]:,} cells {names}, 1999: the coverage of the treaties begins on 2000-01-01",
    ]
    assert [line.strip() for line in str(result.account).splitlines()[-2:]] == expected


def test_without_a_coverage_the_reason_says_what_to_pass() -> None:
    result = panel.state_days([treaty(1, (party(DEU), party(FRA)))], days="2000-01-01", system=None)
    assert str(result.account).endswith(
        "cells of 10 columns, 2000-01-01: the treaties do not say for which time they are complete; pass coverage"
    )


def test_the_reason_is_the_unknown_direction() -> None:
    result = panel.dyad_years([GUARANTORS], directed=True, years=(1926, 1927))
    assert "the data do not say to which of several members an obligation is owed" in str(result.account)


def test_a_panel_without_unknown_cells_has_no_such_step() -> None:
    result = panel.dyad_years([PACT], directed=True, years=(2001, 2002))
    assert unknown(result) == []


def test_a_panel_lists_the_years_that_directed_dyad_years_make_known() -> None:
    directions = table((1926, "state:gbr", "state:deu", ("defense",)))
    result = panel.dyad_years([GUARANTORS], directed=True, years=(1926, 1927), directions=directions)
    assert result.known_by_table == (1926,)
