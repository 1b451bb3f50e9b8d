"""Toward whom an obligation is: unknown in asymmetric alliances, unless a table of directed dyad-years says it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import permutations
from typing import get_args

import polars as pl
import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st
from tests.profiles import examples

from alliancekit import (
    Commitment,
    Name,
    PartialDate,
    Party,
    Signatory,
    State,
    StateId,
    Treaty,
    TreatyId,
    panel,
)
from alliancekit.errors import InvalidPanel
from alliancekit.models.identifier import Identifier
from alliancekit.models.state import Code
from alliancekit.models.treaty import Obligation, Provision
from alliancekit.panel import AsymmetricRule, Panel, PartYearRule

BEL, DEU, FRA, GBR = (StateId(f"state:{slug}") for slug in ("bel", "deu", "fra", "gbr"))
ATOP: tuple[Obligation, ...] = ("defense", "offense", "neutrality", "nonaggression", "consultation")
Owed = Mapping[StateId, Iterable[Obligation]]


def alliance(
    owed: Owed,
    *,
    number: str = "9001",
    spells: Mapping[StateId, str] | None = None,
    asymmetric: Provision | None = Provision(variable="atop.asymm", value="1"),  # noqa: B008 - it is immutable
    atop: bool = True,
) -> Treaty:
    """Return an alliance of 1925 to 1927 in which each member has obligations toward all others."""
    members = spells or dict.fromkeys(owed, "1925-02-01/1927-12-31")
    commitments = [
        Commitment(
            by=by,
            toward=tuple(each for each in members if each != by),
            obligation=obligation,
            period=PartialDate(members[by]),
        )
        for by, obligations in owed.items()
        for obligation in obligations
    ]
    return Treaty(
        id=TreatyId(f"treaty:atop-{number}"),
        names=(Name(text="an alliance"),),
        parties=tuple(Party(party=each, spells=(PartialDate(spell),)) for each, spell in members.items()),
        in_force=PartialDate("1925-02-01"),
        ended=PartialDate("1927-12-31"),
        commitments=tuple(commitments),
        provisions=(asymmetric,) if asymmetric else (),
        identifiers=(Identifier(scheme="atop", value=number),) if atop else (),
    )


GUARANTORS = alliance(dict.fromkeys((GBR, BEL, FRA, DEU), ("defense", "consultation")))
"""Like the treaty of Locarno in the member level: every member owes the same, but not toward every other."""


@frozen
class Table:
    """Directed dyad-years."""

    frame: pl.DataFrame
    version: str = "5.1"


def table(*rows: tuple[int, str, str, Iterable[Obligation]]) -> Table:
    """Return directed dyad-years: the year, the two states, and what the first owes to the second."""
    schema: dict[str, type[pl.DataType]] = {
        "year": pl.Int32,
        "state_a": pl.String,
        "state_b": pl.String,
        **dict.fromkeys(ATOP, pl.UInt8),
    }
    values = [(year, a, b, *(int(name in owed) for name in ATOP)) for year, a, b, owed in rows]
    return Table(pl.DataFrame(values, schema=schema, orient="row"))


def years(  # noqa: PLR0913
    *treaties: Treaty | State,
    directed: bool = True,
    asymmetric: AsymmetricRule = "by_obligation",
    directions: Table | None = None,
    part_years: PartYearRule = "any",
    first: int = 1925,
    last: int = 1925,
) -> Panel:
    return panel.dyad_years(
        treaties,
        directed=directed,
        years=(first, last),
        coverage="1920/1930",
        asymmetric=asymmetric,
        directions=directions,
        part_years=part_years,
    )


def cell(result: Panel, a: str, b: str, obligation: str = "defense") -> int | None:
    value: int | None = result.frame.row(by_predicate=(pl.col("state_a") == a) & (pl.col("state_b") == b), named=True)[
        obligation
    ]
    return value


def reasons(result: Panel, step: str) -> dict[str, int]:
    """Return the number of lines of each reason in the step that ends so; empty if there is no such step."""
    lines = [each.lines for each in result.account.steps if each.what.endswith(step)]
    return dict(lines[0].group_by("reason").len().iter_rows()) if lines else {}


def unknown(obligation: str) -> str:
    return f"{obligation} is unknown: it is owed to some of several members, and the data do not say to which"


UNKNOWN = "with an obligation of unknown direction"


@pytest.mark.parametrize("directed", [True, False])
def test_the_direction_is_unknown_in_an_asymmetric_alliance_of_three_or_more(*, directed: bool) -> None:
    result = years(GUARANTORS, directed=directed)
    pairs = 12 if directed else 6
    assert result.frame["defense"].null_count() == pairs
    assert result.frame["consultation"].sum() == pairs
    assert reasons(result, UNKNOWN) == {unknown("defense"): pairs}
    (step,) = [each for each in result.account.steps if each.what.endswith(UNKNOWN)]
    assert (step.rows, step.added, step.dropped) == (pairs, 0, 0)
    assert step.lines.columns == ["year", "state_a", "code_a", "state_b", "code_b", "treaty_ids", "reason"]


def test_a_state_certainly_owes_what_it_owes_to_some_other_member() -> None:
    states = panel.state_years((GUARANTORS,), years=(1925, 1925), coverage="1920/1930")
    assert states.frame["defense"].sum() == 4
    assert states.frame["defense"].null_count() == 0
    memberships = panel.memberships((GUARANTORS,), years=(1925, 1925), coverage="1920/1930")
    assert memberships.frame["defense"].to_list() == [1] * 4


ALL_OWE_OFFENSE_TWO_OWE_DEFENSE = alliance(
    {GBR: ("defense", "offense"), FRA: ("defense", "offense"), DEU: ("offense",)}
)


@pytest.mark.parametrize(
    ("rule", "defense", "offense"),
    [("by_obligation", None, 1), ("all", None, None), ("differing", None, 1), ("none", 1, 1)],
)
def test_a_rule_chooses_the_obligations_of_unknown_direction(
    rule: AsymmetricRule, defense: int | None, offense: int | None
) -> None:
    result = years(ALL_OWE_OFFENSE_TWO_OWE_DEFENSE, asymmetric=rule)
    assert cell(result, GBR, FRA) == cell(result, GBR, DEU) == defense
    assert cell(result, GBR, FRA, "offense") == cell(result, DEU, FRA, "offense") == offense
    # What a member does not owe to anyone, it does not owe to any other member.
    assert cell(result, DEU, GBR) == cell(result, DEU, FRA) == 0


@pytest.mark.parametrize(("rule", "expected"), [("by_obligation", None), ("all", None), ("differing", 1), ("none", 1)])
def test_the_rules_differ_if_all_members_owe_the_same(rule: AsymmetricRule, expected: int | None) -> None:
    assert cell(years(GUARANTORS, asymmetric=rule), GBR, DEU) == expected


@pytest.mark.parametrize(
    "treaty",
    [
        pytest.param(alliance(dict.fromkeys((GBR, FRA, DEU), ("defense",)), asymmetric=None), id="symmetric"),
        pytest.param(
            alliance(
                dict.fromkeys((GBR, FRA, DEU), ("defense",)),
                asymmetric=Provision(variable="atop.asymm", value="0"),
            ),
            id="coded as symmetric",
        ),
        pytest.param(
            alliance(
                dict.fromkeys((GBR, FRA, DEU), ("defense",)),
                asymmetric=Provision(variable="atop.asymm", value="1", parties=(FRA, DEU)),
            ),
            id="coded for other members",
        ),
        pytest.param(
            alliance(
                dict.fromkeys((GBR, FRA, DEU), ("defense",)),
                spells=dict.fromkeys((GBR, FRA, DEU), "1925-06-01/1927-12-31"),
                asymmetric=Provision(variable="atop.asymm", value="1", period=PartialDate("1925-02-01/1925-05-31")),
            ),
            id="coded for another time",
        ),
        pytest.param(alliance({GBR: ("defense",), DEU: ()}), id="two members"),
    ],
)
def test_the_direction_is_known_in_other_alliances(treaty: Treaty) -> None:
    assert cell(years(treaty), GBR, DEU) == 1


@pytest.mark.parametrize(
    ("period", "own"),
    [("1925-02-01/1927-12-31", None), ("1925/1926", None), ("1925-02-01/1925-12-31", "1925-03-01/1926-03-01")],
)
def test_the_direction_is_unknown_while_the_alliance_is_asymmetric(period: str, own: str | None) -> None:
    provision = Provision(variable="atop.asymm", value="1", parties=(GBR,), period=PartialDate(period))
    treaty = alliance(dict.fromkeys((GBR, FRA, DEU), ("defense",)), asymmetric=provision)
    assert cell(years(treaty), GBR, DEU) is None
    without_periods = tuple(evolve(each, period=PartialDate(own) if own else None) for each in treaty.commitments)
    assert cell(years(evolve(treaty, commitments=without_periods)), GBR, DEU) is None


def test_another_treaty_makes_a_cell_certain_also_for_the_other_side_of_an_undirected_dyad() -> None:
    pact = alliance({GBR: ("defense",), DEU: ()}, number="9002", asymmetric=None)
    directed, undirected = (years(GUARANTORS, pact, directed=each) for each in (True, False))
    assert (cell(directed, GBR, DEU), cell(directed, DEU, GBR)) == (1, None)
    assert cell(undirected, GBR, DEU) == 1
    assert reasons(directed, UNKNOWN) == {unknown("defense"): 11}
    assert reasons(undirected, UNKNOWN) == {unknown("defense"): 5}


def test_the_direction_is_known_while_there_is_only_one_other_member() -> None:
    spells = {GBR: "1925-02-01/1927-12-31", FRA: "1925-02-01/1925-06-30", DEU: "1925-02-01/1927-12-31"}
    treaty = alliance(dict.fromkeys(spells, ("defense",)), spells=spells)
    by_day = panel.dyad_days((treaty,), directed=True, days=("1925-06-30", "1925-07-01"), coverage="1920/1930").frame
    assert by_day.filter(state_a=GBR, state_b=DEU).select("day", "defense").rows() == [
        (dt.date(1925, 6, 30), None),
        (dt.date(1925, 7, 1), 1),
    ]
    of_1925 = years(treaty)
    assert (cell(of_1925, GBR, DEU), cell(of_1925, GBR, FRA), cell(of_1925, FRA, GBR)) == (1, None, None)


def test_more_than_half_of_a_year_may_be_in_part_certain() -> None:
    spells = {GBR: "1925-02-01/1925-10-31", FRA: "1925-02-01/1925-06-15", DEU: "1925-02-01/1925-10-31"}
    treaty = alliance(dict.fromkeys(spells, ("defense",)), spells=spells)
    # For 135 days, it is unknown toward whom the obligation is; then it is toward Germany, for 138 days.
    assert cell(years(treaty, part_years="majority"), GBR, DEU) is None
    assert cell(years(treaty, part_years="majority", asymmetric="none"), GBR, DEU) == 1


def test_a_spell_that_may_be_longer_leaves_the_cell_unknown() -> None:
    spells = {GBR: "1925-02-01/1926?", FRA: "1925-02-01/1927-12-31", DEU: "1925-02-01/1927-12-31"}
    treaty = alliance(dict.fromkeys(spells, ("defense",)), spells=spells)
    result = years(treaty)
    assert (cell(result, GBR, DEU), cell(result, FRA, DEU)) == (None, None)


SHOWN = st.lists(
    st.tuples(
        st.sampled_from([1925, 1926]),
        st.sampled_from([*permutations((GBR, FRA, DEU, BEL), 2)]),
        st.frozensets(st.sampled_from(ATOP)),
    ),
    unique_by=lambda row: row[:2],
    max_size=6,
)


@given(shown=SHOWN, directed=st.booleans(), asymmetric=st.sampled_from(get_args(AsymmetricRule)))
@examples(15)
def test_directed_dyad_years_replace_the_obligations_in_their_years(
    shown: list[tuple[int, tuple[StateId, StateId], frozenset[Obligation]]],
    *,
    directed: bool,
    asymmetric: AsymmetricRule,
) -> None:
    directions = table(*((year, *pair, owed) for year, pair, owed in shown))
    result = years(GUARANTORS, directed=directed, asymmetric=asymmetric, directions=directions, last=1927)
    alone = years(GUARANTORS, directed=directed, asymmetric=asymmetric, last=1927)
    entries = {(year, *pair): owed for year, pair, owed in shown}
    covered = {year for year, *_ in entries}
    own = alone.frame.rows_by_key(["year", "state_a", "state_b"], named=True, unique=True)
    for row in result.frame.iter_rows(named=True):
        year, a, b = key = row["year"], row["state_a"], row["state_b"]
        for name in ATOP:
            expected = own[key].get(name, 0)
            if year in covered:
                keys = [key] if directed else [key, (year, b, a)]
                expected = int(any(name in entries.get(each, ()) for each in keys))
            assert row[name] == expected
        listed = (year, a, b) in entries or (not directed and (year, b, a) in entries)
        assert row["treaties"] == (own[key]["treaties"] or (None if listed else 0))


@given(
    shown=SHOWN,
    part_years=st.sampled_from(["january", "majority"]),
    asymmetric=st.sampled_from(get_args(AsymmetricRule)),
)
@examples(15)
def test_directed_dyad_years_restrict_what_counts_by_another_rule(
    shown: list[tuple[int, tuple[StateId, StateId], frozenset[Obligation]]],
    part_years: PartYearRule,
    asymmetric: AsymmetricRule,
) -> None:
    directions = table(*((year, *pair, owed) for year, pair, owed in shown))
    result = years(GUARANTORS, directions=directions, part_years=part_years, asymmetric=asymmetric, last=1927)
    whole = years(GUARANTORS, part_years=part_years, asymmetric="none", last=1927)
    alone = years(GUARANTORS, part_years=part_years, asymmetric=asymmetric, last=1927)
    entries = {(year, *pair): owed for year, pair, owed in shown}
    covered = {year for year, *_ in entries}
    other = whole.frame.rows_by_key(["year", "state_a", "state_b"], named=True, unique=True)
    own = alone.frame.rows_by_key(["year", "state_a", "state_b"], named=True, unique=True)
    for row in result.frame.iter_rows(named=True):
        key = row["year"], row["state_a"], row["state_b"]
        for name in ("defense", "consultation"):
            by_table = other[key][name] * (name in entries.get(key, ()))
            assert row[name] == (by_table if key[0] in covered else own[key][name])


def test_the_obligations_of_other_treaties_stay() -> None:
    own = alliance({FRA: ("offense",), DEU: ()}, number="9003", asymmetric=None, atop=False)
    for part_years in get_args(PartYearRule):
        directions = table((1926, GBR, DEU, ("defense",)))
        result = years(GUARANTORS, own, directions=directions, part_years=part_years, first=1926, last=1926)
        assert (cell(result, FRA, DEU, "offense"), cell(result, FRA, DEU), cell(result, GBR, DEU)) == (1, 0, 1)


def test_the_account_says_what_came_from_the_directed_dyad_years() -> None:
    directions = table((1925, GBR, DEU, ("defense",)), (1925, DEU, GBR, ("consultation",)), (1927, GBR, FRA, ()))
    result = years(GUARANTORS, directions=directions, last=1927)
    steps = {each.what: (each.rows, each.dropped) for each in result.account.steps}
    assert steps["directed dyad-years of ATOP, version 5.1, in 1925, 1927"] == (3, 0)
    assert reasons(result, "in which they change an obligation") == {
        "defense: unknown by the treaties, 0 by the directed dyad-years": 11 + 12,
        "defense: unknown by the treaties, 1 by the directed dyad-years": 1,
        "consultation: 1 by the treaties, 0 by the directed dyad-years": 11 + 12,
    }
    assert reasons(result, UNKNOWN) == {unknown("defense"): 12}
    none = years(GUARANTORS, directions=table(), last=1927)
    assert "directed dyad-years of ATOP, version 5.1, in no year of the panel" in str(none.account)


def test_a_change_outside_the_coverage_is_in_the_account_only_if_it_makes_a_cell_1() -> None:
    directions = table((1926, GBR, DEU, ("defense",)))
    result = panel.dyad_years(
        (GUARANTORS,), directed=True, years=(1926, 1926), coverage="1920/1925", directions=directions
    )
    assert (cell(result, GBR, DEU), cell(result, DEU, GBR)) == (1, None)
    assert reasons(result, "in which they change an obligation") == {
        "defense: unknown by the treaties, 1 by the directed dyad-years": 1
    }


def test_a_state_that_is_no_unit_of_the_panel_is_in_the_account() -> None:
    directions = table((1925, GBR, "state:atop-8152", ("defense",)), (1925, GBR, DEU, ("defense",)))
    result = years(GUARANTORS, directions=directions)
    (row,) = result.account.dropped_rows().filter(reason="a state has no code in the system").rows(named=True)
    assert (row["state_a"], row["state_b"]) == (GBR, "state:atop-8152")


def test_days_take_their_direction_from_the_year() -> None:
    directions = table((1925, GBR, DEU, ("defense",)))
    result = panel.dyad_days((GUARANTORS,), directed=True, days=("1925-01-31", "1925-02-01"), directions=directions)
    owed = result.frame.filter(pl.col("defense") == 1).select("day", "state_a", "state_b").rows()
    assert owed == [(dt.date(1925, 2, 1), GBR, DEU)]
    assert result.frame.filter(day=dt.date(1925, 2, 1))["defense"].null_count() == 0


@pytest.mark.parametrize("asymmetric", [True, False])
def test_a_day_stays_unknown_if_another_treaty_may_be_the_reason_for_the_entry_of_the_year(*, asymmetric: bool) -> None:
    spells = {GBR: "1925-11-01/1925-12-31", DEU: "1925-11-01/1925-12-31"}
    spells |= {FRA: "1925-11-01/1925-12-31"} if asymmetric else {}
    later = alliance(dict.fromkeys(spells, ("defense",)), number="9002", spells=spells)
    directions = table((1925, GBR, DEU, ("defense",)), (1925, GBR, BEL, ("defense",)))
    result = panel.dyad_days((GUARANTORS, later), directed=True, days="1925-03-01", directions=directions)
    assert (cell(result, GBR, DEU), cell(result, GBR, BEL), cell(result, GBR, FRA)) == (None, 1, 0)
    assert reasons(result, UNKNOWN) == {unknown("defense"): 1}


@pytest.mark.parametrize("id_", [GBR, StateId("state:my-own")])
def test_without_a_system_the_states_of_the_table_are_parties_by_their_codes(id_: StateId) -> None:
    record = State(id=id_, names=(Name(text="my own"),), codes=(Code(system="cow", value="200"),))
    treaty = alliance(dict.fromkeys((id_, FRA, DEU), ("defense",)))
    result = panel.dyad_years(
        (treaty, record),
        directed=True,
        years=(1925, 1925),
        system=None,
        coverage="1920/1930",
        directions=table((1925, GBR, DEU, ("offense",))),
    )
    assert (cell(result, id_, DEU, "offense"), cell(result, id_, DEU)) == (1, 0)


def test_dyads_of_states_that_share_no_day_are_left_out_or_stay() -> None:
    west = StateId("state:west-germany")
    pact = evolve(
        alliance({west: (), FRA: ("defense",)}, spells=dict.fromkeys((west, FRA), "1925-02-01/1927-12-31")),
        ended=None,
        as_of=PartialDate("1995-12-31"),
        parties=(Party(party=west), Party(party=FRA)),
        commitments=(),
    )
    directions = table((1990, west, DEU, ("defense",)))
    choices: tuple[tuple[panel.ApartDyads, int], ...] = (("drop", 0), ("keep", 1))
    for apart, rows in choices:
        result = panel.dyad_years(
            (pact,), directed=True, years=(1990, 1990), directions=directions, apart=apart, coverage="1920/1995"
        ).frame
        assert result.filter(state_a=west, state_b=DEU).height == rows
        assert result.filter(pl.col("defense") == 1).height == rows


def test_a_treaty_without_parties_has_no_direction() -> None:
    signed = Treaty(
        id=TreatyId("treaty:atop-9009"),
        names=(Name(text="signed only"),),
        never_in_force=True,
        signatories=(Signatory(party=GBR), Signatory(party=FRA)),
        identifiers=(Identifier(scheme="atop", value="9009"),),
    )
    assert cell(years(signed, GUARANTORS, directions=table((1925, GBR, DEU, ("defense",)))), GBR, DEU) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"directions": 3},
            "directions must be directed dyad-years of ATOP, from loaders.atop_ddyr, got 3 (int)",
        ),
        (
            {"asymmetric": "some"},
            "asymmetric must be 'by_obligation', 'all', 'differing' or 'none', got 'some'",
        ),
        ({"counts": "no"}, "counts must be True or False, got 'no'"),
    ],
)
def test_wrong_arguments_are_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidPanel) as caught:
        panel.dyad_years((GUARANTORS,), directed=True, **arguments)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    assert str(caught.value) == message


# --- Counts -----------------------------------------------------------------------------------------------------------


def test_partners_of_unknown_direction_are_not_counted() -> None:
    result = panel.state_years([GUARANTORS], years=(1925, 1925), coverage="1920/1930", counts=True).frame
    columns = ("defense", "defense_treaties", "defense_partners", "consultation_treaties", "consultation_partners")
    assert result.filter(state=GBR).select(columns).row(0) == (1, 1, None, 1, 3)
    assert result.filter(state="state:usa").select(columns).row(0) == (0, 0, 0, 0, 0)


def test_treaties_of_unknown_direction_are_not_counted() -> None:
    counted = partial(
        panel.dyad_years, [GUARANTORS], directed=True, years=(1925, 1925), coverage="1920/1930", counts=True
    )
    columns = ("defense", "defense_treaties", "consultation_treaties")
    unknown = counted().frame
    assert unknown.filter(state_a=GBR, state_b=BEL).select(columns).row(0) == (None, None, 1)
    directions = table((1925, GBR, BEL, ("defense", "offense")))
    known = counted(directions=directions).frame
    assert known.filter(state_a=GBR, state_b=BEL).select(columns).row(0) == (1, 1, 0)
    # The table says that it is owed, but no treaty has it.
    assert known.filter(state_a=GBR, state_b=BEL).select("offense", "offense_treaties").row(0) == (1, None)
    assert known.filter(state_a=BEL, state_b=GBR).select(columns).row(0) == (0, 0, 0)


@pytest.mark.parametrize("treaty", [GUARANTORS, alliance({GBR: ("defense",), BEL: (), FRA: ("defense",)})])
def test_counts_change_no_other_column_of_a_state(treaty: Treaty) -> None:
    plain = panel.state_years([treaty], years=(1924, 1928), coverage="1920/1930").frame
    counted = panel.state_years([treaty], years=(1924, 1928), coverage="1920/1930", counts=True).frame
    assert counted.select(plain.columns).equals(plain)


# --- Years after the treaties -----------------------------------------------------------------------------------------


def test_the_table_says_what_is_owed_after_the_last_year_of_the_treaties() -> None:
    directions = table((1928, GBR, DEU, ("defense",)))
    frame = panel.dyad_years([GUARANTORS], directed=True, years=(1928, 1929), directions=directions).frame
    columns = ("treaties", "defense", "offense")
    first, later = (frame.filter(year=year) for year in (1928, 1929))
    assert first.filter(state_a=GBR, state_b=DEU).select(columns).row(0) == (None, 1, 0)
    assert first.filter(state_a=DEU, state_b=GBR).select(columns).row(0) == (None, 0, 0)
    assert first.select(columns[1:]).null_count().row(0) == (0, 0)
    assert later.select(columns).null_count().row(0) == (later.height,) * 3


@frozen
class Complete:
    """Treaties with a coverage, like those of a loader."""

    records: tuple[Treaty, ...]
    coverage: PartialDate


def test_the_coverage_of_the_treaties_does_not_limit_what_the_table_says() -> None:
    directions = table((1928, GBR, DEU, ("defense",)), (1929, GBR, DEU, ("defense",)))
    complete = Complete((GUARANTORS,), PartialDate("1925-01-01/1928-12-31"))
    make = partial(panel.dyad_years, directed=True, years=(1929, 1929), directions=directions)
    assert make(complete).frame.equals(make([GUARANTORS]).frame)
    assert make(complete).frame["defense"].null_count() == 0
    limited = make([GUARANTORS], coverage=complete.coverage).frame
    assert limited["defense"].null_count() == limited.height - 1


def test_the_number_of_partners_is_known_where_the_table_says_it() -> None:
    directions = table((1929, GBR, DEU, ("defense",)))
    frame = panel.state_years([GUARANTORS], years=(1929, 1929), directions=directions, counts=True).frame
    partners = dict(frame.select("state", "defense_partners").rows())
    assert partners == dict.fromkeys(frame["state"], 0) | {GBR: 1}
    assert frame["defense_treaties"].null_count() == frame.height


def test_with_other_treaties_the_table_says_nothing_of_absence() -> None:
    other = alliance({GBR: ("defense",), FRA: ()}, number="2", atop=False)
    directions = table((1928, GBR, DEU, ("defense",)))
    frame = panel.dyad_years([GUARANTORS, other], directed=True, years=(1928, 1928), directions=directions).frame
    assert frame.filter(state_a=GBR, state_b=DEU)["defense"].item() == 1
    assert frame.filter(state_a=DEU, state_b=GBR)["defense"].item() is None


@pytest.mark.parametrize("part_years", ["any", "january"])
def test_obligations_that_atop_does_not_code_remain(part_years: PartYearRule) -> None:
    coded = alliance({GBR: ("defense", "entente"), FRA: ("defense", "entente")}, asymmetric=None)
    directions = table((1926, GBR, FRA, ("defense",)))
    frame = years(coded, directions=directions, part_years=part_years, first=1926, last=1926).frame
    assert frame.filter(state_a=GBR, state_b=FRA).select("defense", "entente").row(0) == (1, 1)
    assert frame.filter(state_a=FRA, state_b=GBR).select("defense", "entente").row(0) == (0, 1)


def test_a_table_without_a_version_is_no_table() -> None:
    panel_of_others = panel.dyad_years([GUARANTORS], directed=True, years=(1925, 1925))
    with pytest.raises(
        InvalidPanel, match=r"^directions must be directed dyad-years of ATOP, from loaders\.atop_ddyr, got "
    ):
        panel.dyad_years([GUARANTORS], directed=True, directions=panel_of_others)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


# --- States -----------------------------------------------------------------------------------------------------------


@given(
    shown=SHOWN,
    part_years=st.sampled_from(get_args(PartYearRule)),
    asymmetric=st.sampled_from(get_args(AsymmetricRule)),
)
@examples(20)
def test_a_state_owes_what_it_owes_in_its_dyads(
    shown: list[tuple[int, tuple[StateId, StateId], frozenset[Obligation]]],
    part_years: PartYearRule,
    asymmetric: AsymmetricRule,
) -> None:
    directions = table(*((year, *pair, owed) for year, pair, owed in shown))
    other = alliance({FRA: ("offense",), DEU: ()}, number="9003", asymmetric=None, atop=False)
    make = partial(
        panel.state_years, [GUARANTORS, other], years=(1925, 1927), coverage="1920/1930", part_years=part_years
    )
    states = make(directions=directions, asymmetric=asymmetric, counts=True).frame
    assert make(directions=directions, asymmetric=asymmetric).frame.equals(
        states.drop(name for name in states.columns if name.endswith(("_treaties", "_partners")))
    )
    dyads = years(
        GUARANTORS, other, directions=directions, part_years=part_years, asymmetric=asymmetric, last=1927
    ).frame
    covered = {year for year, *_ in shown}
    by_state = dyads.partition_by("year", "state_a", as_dict=True)
    for row in states.iter_rows(named=True):
        own = by_state[row["year"], row["state"]]
        for name in ATOP:
            cells = own[name].to_list()
            assert row[f"{name}_partners"] == (None if None in cells else sum(cells))
            assert row[name] == 1 if 1 in cells else row[name] in {0, 1 - (row["year"] in covered)}
            assert row[f"{name}_treaties"] is None or (row[f"{name}_treaties"] > 0) == row[name]


def test_an_obligation_toward_a_party_without_a_code_is_that_of_the_treaty() -> None:
    outside = StateId("state:utopia")
    own = alliance({GBR: ("defense",), outside: (), FRA: ("defense",)}, asymmetric=None)
    directions = table((1926, GBR, FRA, ()), (1926, FRA, GBR, ("defense",)))
    frame = panel.state_years([own], years=(1926, 1926), directions=directions, counts=True).frame
    columns = ("defense", "defense_treaties", "defense_partners")
    assert frame.filter(state=GBR).select(columns).row(0) == (1, 1, 1)
    assert frame.filter(state=FRA).select(columns).row(0) == (1, 1, 2)


def test_the_account_of_states_lists_unknown_partners_and_changes_by_the_table() -> None:
    make = partial(panel.state_years, [GUARANTORS], years=(1925, 1926), coverage="1920/1930", counts=True)
    step = "state-years with an unknown number of partners"
    reason = "defense_partners is unknown: defense is owed to some of several members, and the data do not say to which"
    assert reasons(make(), step) == {reason: 2 * 4}
    result = make(directions=table((1925, GBR, DEU, ("defense",))))
    assert reasons(result, step) == {reason: 4}
    assert reasons(result, "state-years in which they change an obligation") == {
        "defense: 1 by the treaties, 0 by the directed dyad-years": 3,
        "consultation: 1 by the treaties, 0 by the directed dyad-years": 4,
    }


def test_days_of_states_take_their_direction_from_the_year() -> None:
    directions = table((1925, GBR, DEU, ("defense",)))
    make = partial(panel.state_days, [GUARANTORS], days="1925-06-01", coverage="1920/1930", counts=True)
    partners = pl.col("state") == GBR, "defense_partners"
    assert make().frame.filter(partners[0])[partners[1]].item() is None
    assert make(directions=directions).frame.filter(partners[0])[partners[1]].item() == 1
    assert make(asymmetric="none").frame.filter(partners[0])[partners[1]].item() == 3


# --- The rule in the account ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("all", "the direction of their obligations is unknown"),
        ("differing", "the direction of an obligation that another member lacks is unknown"),
        ("none", "each of their obligations is toward all other members"),
    ],
)
def test_the_account_has_the_rule_of_asymmetric_alliances(rule: AsymmetricRule, words: str) -> None:
    def rules(result: Panel) -> list[str]:
        return [step.what for step in result.account.steps if step.what.startswith("asymmetric alliances")]

    assert rules(years(GUARANTORS, asymmetric=rule)) == [f"asymmetric alliances; {words} (asymmetric: {rule})"]
    assert rules(years(GUARANTORS, asymmetric=rule, directions=table())) == [
        f"asymmetric alliances; {words} where the directed dyad-years do not cover them (asymmetric: {rule})"
    ]
    states = partial(panel.state_years, [GUARANTORS], years=(1925, 1925), asymmetric=rule)
    assert len(rules(states(counts=True))) == 1
    # Without partners, the rule changes nothing.
    assert rules(states()) == rules(years(GUARANTORS)) == []
    assert rules(years(alliance({GBR: (), FRA: ()}, asymmetric=None), asymmetric=rule)) == []


def test_a_wrong_rule_is_refused_for_states_also_without_counts() -> None:
    with pytest.raises(InvalidPanel, match=r"^asymmetric must be "):
        panel.state_years([GUARANTORS], asymmetric="some")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_a_table_without_a_stated_version_has_none_in_the_account() -> None:
    result = years(GUARANTORS, directions=Table(table((1925, GBR, DEU, ())).frame, version=""))
    assert result.account.steps[3].what == "directed dyad-years of ATOP, in 1925"
