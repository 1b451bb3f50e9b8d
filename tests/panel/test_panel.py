"""Panels agree with a simple count of days and with the data of ATOP, and account for every row."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import product
from typing import TypedDict, get_args

import numpy as np
import pandas as pd
import polars as pl
import pytest
from attrs import evolve, field, frozen
from hypothesis import given
from hypothesis import strategies as st
from tests.profiles import examples

from alliancekit import (
    Actor,
    ActorId,
    Commitment,
    Name,
    PartialDate,
    Party,
    Signatory,
    StateId,
    Treaty,
    TreatyId,
    panel,
)
from alliancekit._arguments import When
from alliancekit.errors import AllianceKitError, BeyondCoverage, InvalidPanel
from alliancekit.models.ids import PartyId
from alliancekit.models.treaty import Obligation
from alliancekit.panel import OBLIGATIONS, JointMembership, Panel, PartYearRule
from alliancekit.panel._treaty_tables import treaty_tables

DEU, FRA, USA, WEST = (StateId(f"state:{slug}") for slug in ("deu", "fra", "usa", "west-germany"))
STATES: tuple[PartyId, ...] = (DEU, FRA, USA, WEST)
LIFE = dt.date(2000, 1, 1), dt.date(2003, 12, 31)
YEARS = range(2000, 2004)

Days = frozenset[dt.date]
Row = tuple[int, str, str]


def days(first: dt.date, last: dt.date) -> Days:
    return frozenset(dt.date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))


def union(ranges: Iterable[Days]) -> Days:
    return frozenset(day for each in ranges for day in each)


def of_period(period: PartialDate, life: Days, *, possible: bool = False) -> Days:
    """Return the days of a period; none if it is uncertain, or all possible days if `possible`."""
    uncertain = period.uncertain or period.edtf.endswith("/")
    if uncertain and not possible:
        return frozenset()
    if period.uncertain:
        return life
    start = dt.date(*period.start.earliest) if period.start and period.start.earliest else LIFE[0]
    end = dt.date(*period.end.latest) if period.end and period.end.latest else LIFE[1]
    return frozenset(day for day in life if start <= day <= end)


def treaty(  # noqa: PLR0913
    number: int,
    parties: Iterable[Party],
    *commitments: Commitment,
    in_force: str = "2000-01-01",
    ended: str | None = None,
    as_of: str | None = None,
    signed: str | None = None,
) -> Treaty:
    return Treaty(
        id=TreatyId(f"treaty:t{number}"),
        names=(Name(text="a treaty"),),
        parties=tuple(parties),
        signed=PartialDate(signed) if signed else None,
        in_force=PartialDate(in_force),
        ended=PartialDate(ended) if ended else None,
        as_of=PartialDate(as_of) if as_of else None,
        commitments=commitments,
    )


def party(who: PartyId, *spells: str) -> Party:
    return Party(party=who, spells=tuple(PartialDate(spell) for spell in spells))


def owes(by: PartyId, toward: PartyId, obligation: Obligation = "defense", period: str | None = None) -> Commitment:
    date = PartialDate(period) if period else None
    return Commitment(by=by, toward=(toward,), obligation=obligation, period=date)


PERIODS = st.sampled_from(
    [
        "2000/2001",
        "2000-05/2000-06",
        "2001-07-02/2002-07-01",
        "2002-01-02/2002-12-31",
        "2000-03-04/..",
        "2002/2003-01-01",
    ]
)


@st.composite
def parties(draw: st.DrawFn) -> tuple[Party, ...]:
    who = draw(st.lists(st.sampled_from(STATES), min_size=2, max_size=4, unique=True))
    spells = st.sampled_from(
        [
            (),
            ("2000/2001",),
            ("2000-01-01/2000-07-02", "2000-08-01/2002-03"),
            ("2001-12-31/..",),
            ("2000/2000", "2002-07-03/.."),
            ("2001?/2002?",),
            ("2001-07-03/",),
        ]
    )
    return tuple(party(each, *draw(spells)) for each in who)


@st.composite
def treaties(draw: st.DrawFn) -> tuple[Treaty, ...]:
    sample: list[Treaty] = []
    for number in range(draw(st.integers(0, 3))):
        members = draw(parties())
        ids = [each.party for each in members]
        owed = [
            owes(
                by,
                draw(st.sampled_from([each for each in ids if each != by])),
                draw(st.sampled_from(OBLIGATIONS[:3])),
                draw(st.none() | PERIODS),
            )
            for by in draw(st.lists(st.sampled_from(ids), max_size=4))
        ]
        as_of = draw(st.sampled_from(["2003-12-31", "2002-07-01", None]))
        sample.append(treaty(number, members, *dict.fromkeys(owed), as_of=as_of))
    return tuple(sample)


def counts(days_: Days, year: int, rule: PartYearRule) -> bool:
    of_year = sum(day.year == year for day in days_)
    match rule:
        case "any":
            return of_year > 0
        case "january":
            return dt.date(year, 1, 1) in days_
        case "majority":
            return 2 * of_year > 365 + (year == 2000)


@frozen
class ByHand:
    """The result of a count of days, for each year and directed dyad."""

    treaties: dict[Row, set[str]] = field(factory=lambda: defaultdict(set))
    doubtful: set[Row] = field(factory=set)
    owed: dict[Row, set[str]] = field(factory=lambda: defaultdict(set))
    doubt: set[tuple[Row, str]] = field(factory=set)


def by_hand(sample: Iterable[Treaty], rule: PartYearRule, together: JointMembership) -> ByHand:
    """Count day by day."""
    expected = ByHand()
    for each in sample:
        life, longest = lives(each)
        there = {
            p.party: union(of_period(spell, life) for spell in p.spells) if p.spells else life for p in each.parties
        }
        maybe = {
            p.party: union(of_period(spell, longest, possible=True) for spell in p.spells) if p.spells else longest
            for p in each.parties
        }
        for row in product(YEARS, there, there):
            year, a, b = row
            certain = a != b and both(there[a], there[b], year, rule, together)
            if a == b or not (certain or both(maybe[a], maybe[b], year, rule, together)):
                continue
            if not certain or not each.commitments:
                expected.doubt.update((row, kind) for kind in OBLIGATIONS)
            if not certain:
                expected.doubtful.add(row)
                continue
            expected.treaties[row].add(each.id)
            for owed in each.commitments:
                if owed.by == a and b in owed.toward:
                    due, longest_due = (
                        of_period(owed.period, range_) if owed.period else range_ for range_ in (life, longest)
                    )
                    if counts(due & there[a] & (there[b] if together == "day" else life), year, rule):
                        expected.owed[row].add(owed.obligation)
                    if counts(longest_due & maybe[a] & (maybe[b] if together == "day" else longest), year, rule):
                        expected.doubt.add((row, owed.obligation))
    return expected


def both(mine: Days, others: Days, year: int, rule: PartYearRule, together: JointMembership) -> bool:
    if together == "day":
        return counts(mine & others, year, rule)
    return counts(mine, year, rule) and counts(others, year, rule)


def lives(each: Treaty) -> tuple[Days, Days]:
    """Return the days on which a treaty is certainly in force, and those on which it may be."""
    whole = days(*LIFE)
    last = each.ended or each.as_of
    start = dt.date(*each.in_force.earliest) if each.in_force and each.in_force.earliest else LIFE[0]
    end = dt.date(*last.latest) if last and last.latest else LIFE[1]
    longest = frozenset(day for day in whole if day >= start and (day <= end or not each.ended))
    certain = each.in_force is not None and last is not None
    return frozenset(day for day in longest if day <= end and certain), longest


class Cells(TypedDict):
    """The cells of a row of dyads, without the obligations."""

    treaties: int | None
    treaty_ids: list[str] | None
    owed: dict[str, int | None]


def rows(sample: Panel) -> Iterator[tuple[Row, Cells]]:
    for row in sample.frame.iter_rows(named=True):
        owed: dict[str, int | None] = {kind: row[kind] for kind in panel.obligations_of(sample.frame)}
        cells = Cells(treaties=row["treaties"], treaty_ids=row["treaty_ids"], owed=owed)
        yield (row["year"], row["state_a"], row["state_b"]), cells


@given(
    sample=treaties(), rule=st.sampled_from(["any", "january", "majority"]), together=st.sampled_from(["year", "day"])
)
@examples(60)
def test_directed_dyad_years_agree_with_a_count_of_days(
    sample: tuple[Treaty, ...], rule: PartYearRule, together: JointMembership
) -> None:
    expected = by_hand(sample, rule, together)
    whole = panel.dyad_years(
        sample, directed=True, system=None, part_years=rule, together=together, years=(2000, 2003), coverage="2000/2003"
    ).frame
    kinds = panel.obligations_of(whole)
    named = {owed.obligation for each in sample for owed in each.commitments}
    assert set(kinds) == (named or set(OBLIGATIONS))
    assert set(whole.select("year", "state_a", "state_b").rows()) == expected.treaties.keys() | expected.doubtful
    for row in whole.iter_rows(named=True):
        key = row["year"], row["state_a"], row["state_b"]
        assert row["treaty_ids"] == (sorted(expected.treaties[key]) if key in expected.treaties else None)
        assert row["treaties"] == (len(expected.treaties[key]) if key in expected.treaties else None)
        # What no treaty names has no column.
        for kind in kinds:
            doubtful = None if (key, kind) in expected.doubt else 0
            assert row[kind] == (1 if kind in expected.owed[key] else doubtful)


@given(
    sample=treaties(), rule=st.sampled_from(["any", "january", "majority"]), together=st.sampled_from(["year", "day"])
)
@examples(20)
def test_other_panels_agree_with_the_directed_one(
    sample: tuple[Treaty, ...], rule: PartYearRule, together: JointMembership
) -> None:
    expected = by_hand(sample, rule, together)
    dyads = partial(
        panel.dyad_years,
        sample,
        system=None,
        part_years=rule,
        together=together,
        years=(2000, 2003),
        coverage="2000/2003",
    )
    directed = dict(rows(dyads(directed=True)))
    for (year, a, b), row in rows(dyads(directed=False)):
        there, back = directed.pop((year, a, b)), directed.pop((year, b, a))
        assert (row["treaties"], row["treaty_ids"]) == (there["treaties"], there["treaty_ids"])
        for kind in row["owed"]:
            sides = {there["owed"][kind], back["owed"][kind]}
            assert row["owed"][kind] == (1 if 1 in sides else None if None in sides else 0)
    assert not directed

    states, memberships = (
        function(
            sample, system=None, part_years=rule, together=together, years=(2000, 2003), coverage="2000/2003"
        ).frame
        for function in (panel.state_years, panel.memberships)
    )
    assert set(states.select("year", "state").rows()) == {
        (year, a) for year, a, _ in expected.treaties.keys() | expected.doubtful
    }
    kinds = panel.obligations_of(states)
    by_state = {(row["year"], row["state"]): row for row in states.iter_rows(named=True)}
    for (year, a), cells in by_state.items():
        mine = [key for key in expected.treaties if key[:2] == (year, a)]
        assert cells["allies"] == (len(mine) or None)
        assert cells["treaty_ids"] == (sorted({id_ for key in mine for id_ in expected.treaties[key]}) or None)
        assert cells["treaties"] == (len(cells["treaty_ids"]) if mine else None)
        assert {kind for kind in kinds if cells[kind]} == {kind for key in mine for kind in expected.owed[key]}

    assert memberships.select("year", "state", "treaty").is_duplicated().sum() == 0
    members = {(row["year"], row["state"], row["treaty"]): row for row in memberships.iter_rows(named=True)}
    assert {(year, a, id_) for (year, a, _), ids in expected.treaties.items() for id_ in ids} <= members.keys()
    for (year, a), cells in by_state.items():
        ours = [members[year, a, id_] for id_ in cells["treaty_ids"] or ()]
        assert {kind for kind in kinds if cells[kind]} == {k for each in ours for k in kinds if each[k]}


@given(sample=treaties())
@examples(5)
def test_a_system_adds_dyads_without_a_treaty_and_accounts_for_dropped_ones(
    sample: tuple[Treaty, ...],
) -> None:
    alone = panel.dyad_years(sample, directed=True, system=None, years=(2000, 2003), coverage="2000/2003")
    whole = panel.dyad_years(sample, directed=True, years=(2000, 2003), coverage="2000/2003")
    states = panel.state_years(sample, years=(2000, 2003), coverage="2000/2003").frame
    sizes = states.group_by("year").len()["len"]
    assert whole.frame.height == sum(n * (n - 1) for n in sizes)
    assert whole.frame.equals(whole.frame.sort("year", pl.col("code_a").cast(int), pl.col("code_b").cast(int)))
    allied = whole.frame.filter(pl.col("treaties") > 0)
    # West Germany left the system in 1990.
    within = alone.frame.filter((pl.col("state_a") != WEST) & (pl.col("state_b") != WEST))
    known = within.drop_nulls("treaties")
    keys = ["year", "state_a", "state_b"]
    kinds = panel.obligations_of(whole.frame)
    same = [*keys, "treaties", "treaty_ids", *kinds]
    assert allied.select(same).sort(keys).equals(known.select(same).sort(keys))
    # The last step counts unknown cells, if there are any.
    steps = [step for step in whole.account.steps if "cells" not in step.lines.columns]
    with_treaty, inside, everything = steps[-3:]
    assert (with_treaty.rows, inside.dropped) == (alone.frame.height, alone.frame.height - within.height)
    assert whole.frame["treaties"].null_count() == within["treaties"].null_count()
    assert inside.lines.height == inside.dropped
    assert set(inside.lines["reason"]) <= {f"{each} not in the system in that year" for each in ("code_a", "code_b")}
    assert everything.rows == whole.frame.height == inside.rows + everything.added
    none = whole.frame.filter(pl.col("treaties") == 0)
    assert all(none[kind].drop_nulls().sum() == 0 for kind in kinds)
    assert none["treaty_ids"].list.len().sum() == 0


PAIR = treaty(1, (party(FRA), party(USA)), owes(FRA, USA), in_force="1950-06-01", as_of="1960-06-30")


def of(result: Panel, a: str = FRA, b: str = USA) -> list[tuple[object, ...]]:
    chosen = result.frame.filter((pl.col("state_a") == a) & (pl.col("state_b") == b))
    return chosen.select("year", "treaties", "treaty_ids", "defense").rows()


def test_known_absence_is_0_and_unknown_is_null() -> None:
    result = panel.dyad_years([PAIR], directed=True, years=(1949, 1961))
    assert of(result)[:3] == [
        (1949, None, None, None),
        (1950, 1, ["treaty:t1"], 1),
        (1951, 1, ["treaty:t1"], 1),
    ]
    assert of(result)[-2:] == [(1960, 1, ["treaty:t1"], 1), (1961, None, None, None)]
    other = of(result, USA, FRA)
    assert other[:3] == [
        (1949, None, None, None),
        (1950, 1, ["treaty:t1"], None),
        (1951, 1, ["treaty:t1"], 0),
    ]
    stated = of(panel.dyad_years([PAIR], directed=True, years=(1949, 1961), coverage="1900/1960"), USA, FRA)
    assert stated[0] == (1949, 0, [], 0)
    assert stated[-2:] == [(1960, 1, ["treaty:t1"], 0), (1961, None, None, None)]
    states = panel.state_years([PAIR], years=(1961, 1961)).frame
    assert states.select("treaties", "allies", "treaty_ids", "defense").row(0) == (None, None, None, None)
    january = panel.dyad_years([PAIR], directed=True, years=(1960, 1960), part_years="january")
    assert of(january) == [(1960, 1, ["treaty:t1"], 1)]


EDC = Treaty(
    id=TreatyId("treaty:edc"),
    names=(Name(text="a treaty that was signed, but refused by a parliament"),),
    signatories=(Signatory(party=FRA), Signatory(party=WEST)),
    signed=PartialDate("1952-05-27"),
    never_in_force=True,
    commitments=(owes(FRA, WEST),),
)


def test_a_treaty_that_never_came_into_force_counts_nothing() -> None:
    alone = panel.dyad_years([EDC], directed=True, years=(1955, 1956), coverage="1950/1955")
    assert of(alone, FRA, WEST) == [(1955, 0, [], 0), (1956, None, None, None)]
    assert of(panel.dyad_years([EDC], directed=True, years=(1955, 1955)), FRA, WEST) == [(1955, None, None, None)]
    assert panel.dyad_years([EDC], directed=True, system=None).frame.is_empty()
    assert panel.memberships([EDC]).frame.is_empty()
    with_pair = panel.dyad_years([EDC, PAIR], directed=True, years=(1952, 1960))
    assert with_pair.frame.equals(panel.dyad_years([PAIR], directed=True, years=(1952, 1960)).frame)
    (step, *_) = with_pair.account.steps
    assert (step.rows, step.dropped) == (1, 1)
    assert step.lines.select("treaty", "reason").rows() == [("treaty:edc", "it never came into force")]
    assert with_pair.coverage == panel.dyad_years([PAIR], directed=True, years=(1952, 1960)).coverage


@pytest.mark.parametrize(("as_of", "first"), [("1955-12-31", 1956), ("1955~", 1950)])
def test_a_treaty_that_may_have_come_into_force_later_makes_cells_null(as_of: str, first: int) -> None:
    doubtful = evolve(EDC, as_of=PartialDate(as_of))
    result = panel.dyad_years([doubtful], directed=True, years=(1955, 1956), coverage="1950/1960")
    assert [row[-1] for row in of(result, FRA, WEST)] == [None if year >= first else 0 for year in (1955, 1956)]
    assert of(result, FRA, USA) == [(1955, 0, [], 0), (1956, 0, [], 0)]
    assert result.account.steps[0].lines["reason"].to_list() == ["it never came into force up to its 'as_of'"]
    assert panel.memberships([doubtful]).frame.is_empty()


@pytest.mark.slow
@given(treaties(), st.sets(st.sampled_from(STATES)), st.sampled_from(get_args(PartYearRule)))
def test_signatories_change_no_panel(sample: tuple[Treaty, ...], others: set[PartyId], rule: PartYearRule) -> None:
    signed = [
        evolve(
            each,
            signatories=tuple(Signatory(party=other) for other in sorted(others - {own.party for own in each.parties})),
        )
        for each in sample
    ]
    for make in (partial(panel.dyad_years, directed=True), panel.state_years, panel.memberships):
        got, expected = (
            make(each, years=(2000, 2003), system=None, part_years=rule, coverage="2000/2003")
            for each in (signed, sample)
        )
        assert got.frame.equals(expected.frame)
        assert str(got.account) == str(expected.account)


def test_obligations_count_between_parties_only() -> None:
    guarantee = evolve(
        PAIR,
        signatories=(Signatory(party=WEST),),
        commitments=(
            Commitment(by=FRA, toward=(USA, WEST), obligation="defense"),
            owes(USA, WEST, period="1955/1956"),
            owes(WEST, FRA),
        ),
    )
    for together in get_args(JointMembership):
        result = panel.dyad_years(
            [guarantee], directed=True, years=(1951, 1955), together=together, coverage="1950/1960"
        )
        assert of(result) == [(year, 1, ["treaty:t1"], 1) for year in range(1951, 1956)]
        for a, b in ((FRA, WEST), (WEST, FRA), (USA, WEST)):
            assert of(result, a, b)[-1] == (1955, 0, [], 0)
        assert of(result, USA, FRA) == [(year, 1, ["treaty:t1"], 0) for year in range(1951, 1956)]
    by_state = panel.state_years([guarantee], years=(1951, 1951), system=None).frame
    assert by_state.select("state", "allies", "defense").rows() == [(FRA, 1, 1), (USA, 1, 0)]
    account = panel.memberships([guarantee]).account
    (step,) = (step for step in account.steps if step.what == "commitments between parties")
    assert (step.rows, step.dropped) == (1, 3)
    assert step.lines.select("state", "toward", "period", "reason").rows() == [
        (FRA, WEST, None, "it is toward a state or actor that is no party"),
        (USA, WEST, "1955/1956", "it is toward a state or actor that is no party"),
        (WEST, FRA, None, "it is of a signatory, not of a party"),
    ]


def test_a_treaty_counts_from_its_day_in_force_even_if_it_was_signed_later() -> None:
    late = treaty(1, (party(FRA), party(USA)), in_force="1950-06-01", signed="1952-03-04", as_of="1960")
    result = panel.dyad_years([late], directed=True, years=(1949, 1952), coverage="1949/1960")
    assert [row[1] for row in of(result)] == [0, 1, 1, 1]


def test_the_coverage_of_a_loader_is_the_default() -> None:
    class Loaded:
        records = (PAIR,)
        coverage = PartialDate("1949/1961")

    result = panel.dyad_years(Loaded(), directed=True, years=(1949, 1949))
    assert of(result) == [(1949, 0, [], 0)]


def test_without_treaties_all_cells_are_null() -> None:
    result = panel.dyad_years([], directed=True, years=(1949, 1949))
    assert of(result) == [(1949, None, None, None)]
    assert panel.dyad_years([], directed=True, system=None).frame.is_empty()
    assert panel.state_years([], system=None).frame.is_empty()
    assert panel.memberships([]).frame.is_empty()


def test_a_panel_of_days_has_a_row_for_each_day() -> None:
    result = panel.dyad_days([PAIR], directed=False, days=("1950-05-31", "1950-06-01"), coverage="1900/1960")
    chosen = result.frame.filter((pl.col("state_a") == USA) & (pl.col("state_b") == FRA))
    assert chosen.select("day", "code_a", "code_b", "treaties", "defense").rows() == [
        (dt.date(1950, 5, 31), "2", "220", 0, 0),
        (dt.date(1950, 6, 1), "2", "220", 1, 1),
    ]
    states = panel.state_days([PAIR], days="1950-06-01", system=None).frame
    assert states.select("day", "state", "code", "treaties", "allies", "defense").rows() == [
        (dt.date(1950, 6, 1), FRA, None, 1, 1, 1),
        (dt.date(1950, 6, 1), USA, None, 1, 1, 0),
    ]


def test_memberships_of_a_day_have_a_row_for_each_treaty() -> None:
    two = treaty(2, (party(FRA), party(DEU)), owes(FRA, DEU), in_force="1955", as_of="1960")
    result = panel.membership_days([PAIR, two], days="1958-03-04").frame.filter(state=FRA, defense=1)
    assert result.select("day", "treaty").rows() == [
        (dt.date(1958, 3, 4), "treaty:t1"),
        (dt.date(1958, 3, 4), "treaty:t2"),
    ]


def test_a_code_that_passes_to_another_state_has_one_row_a_year() -> None:
    # Gleditsch and Ward number the Federal Republic 260 before and after 1990; it is two states of the registry.
    both = treaty(
        1, (party(WEST, "1955/1990-10-02"), party(DEU, "1990-10-03/.."), party(USA)), in_force="1955", as_of="1995"
    )
    result = panel.dyad_years([both], directed=False, years=(1990, 1990), system="gw").frame
    chosen = result.filter((pl.col("code_a") == "2") & (pl.col("code_b") == "260"))
    assert chosen.select("state_b", "treaties").rows() == [(DEU, 1)]
    assert result.select("code_a", "code_b").is_duplicated().sum() == 0
    cow = panel.dyad_years([both], directed=False, years=(1990, 1990)).frame.filter(pl.col("treaties") > 0)
    assert cow.select("state_a", "state_b").rows() == [(USA, DEU), (USA, WEST)]


def test_a_state_that_changes_its_code_has_one_row_a_year() -> None:
    # Gleditsch and Ward number Serbia and Montenegro 345 until June 2006, and Serbia 340 from then on.
    srb = StateId("state:srb")
    agreement = treaty(1, (party(srb), party(USA)), owes(USA, srb), in_force="2000", as_of="2010")
    for years in ((2006, 2006), (2005, 2007)):
        frame = panel.dyad_years([agreement], directed=True, years=years, system="gw").frame
        assert frame.select("year", "state_a", "state_b").is_duplicated().sum() == 0
        assert frame.filter(year=2006, state_a=USA, state_b=srb).select("code_b", "treaties", "defense").rows() == [
            ("340", 1, 1)
        ]
        states = panel.state_years([agreement], years=years, system="gw").frame
        assert states.filter(year=2006, state=srb).select("code", "allies").rows() == [("340", 1)]
    before = panel.dyad_days([agreement], directed=True, days="2006-06-03", system="gw").frame
    assert before.filter(state_a=USA, state_b=srb).select("code_b", "defense").rows() == [("345", 1)]


def test_microstates_are_in_the_system_with_microstates() -> None:
    sizes = [
        panel.state_years([PAIR], years=(2000, 2000), system=each).frame.height for each in ("gw", "gw_and_microstates")
    ]
    assert sizes[0] < sizes[1]


def test_the_account_lists_dropped_rows_with_reasons() -> None:
    sample = [
        PAIR,
        Treaty(id=TreatyId("treaty:t2"), names=(Name(text="b"),), parties=(party(FRA), party(USA))),
        treaty(3, (party(FRA), party(USA))),
        treaty(
            4,
            (party(FRA, "1951/"), party(USA, "/1955"), party(DEU, "1945/1949"), party(WEST, "1955-05/..")),
            signed="1940",
            in_force="1950",
            as_of="1960",
        ),
        treaty(5, (party(FRA), party(ActorId("actor:bloc"))), in_force="1950", as_of="1960"),
        treaty(6, (party(FRA), party(USA)), in_force="1900", as_of="1910"),
    ]
    account = panel.dyad_years(sample, directed=False, years=(1951, 1952)).account
    assert (
        str(account)
        == """\
          4  treaties (2 dropped)
             1 row: its first day in force is unknown ('in_force')
             1 row: its last day in force is unknown ('ended' or 'as_of')
          7  spells of their parties (3 dropped)
             1 row: it is outside the time in which the treaty may be in force
             1 row: its end is unknown
             1 row: its start is unknown
          1  spells and commitments not known to the day
             1 row: a day is unknown; it counts as long as it may have lasted
          4  spells in the years of the panel (3 dropped)
             3 rows: it is outside the years of the panel
          3  spells of parties with a code in the system (1 dropped)
             1 row: the party is an actor, not a state
          2  dyad-years with a treaty (2 added)
          2  of these, in the system
      5,776  all dyad-years of the system (5,774 added)"""
    )
    dropped = account.dropped_rows()
    assert dropped.filter(pl.col("reason") == "its end is unknown").select("treaty", "state", "period").rows() == [
        ("treaty:t4", FRA, "1951/")
    ]
    assert dropped.height == sum(step.dropped for step in account.steps) == 9
    assert panel.memberships([PAIR]).account.dropped_rows().columns == ["step"]


def test_dyads_of_states_that_share_no_day_are_left_out_and_counted() -> None:
    both = treaty(1, (party(WEST), party(DEU)), in_force="1955", as_of="1995")
    result, by_day = (
        panel.dyad_years([both], directed=True, years=(1990, 1990), together=together)
        for together in get_args(JointMembership)
    )
    assert result.frame.equals(by_day.frame)
    for each in (result, by_day):
        apart = [(1990, "255", "260"), (1990, "255", "265"), (1990, "260", "255"), (1990, "265", "255")]
        last = each.account.steps[-1]
        of_germany = last.lines.filter(pl.col("code_a").is_in(["255", "260", "265"]) & (pl.col("code_b") >= "255"))
        assert of_germany.filter(pl.col("code_b") < "300").select("year", "code_a", "code_b").rows() == apart
        assert (last.what, last.dropped) == ("of these, states that share a day", last.lines.height)
        assert last.rows == result.frame.height
        assert of_codes(each, "255", "260").is_empty()
    with_apart = panel.dyad_years([both], directed=True, years=(1990, 1990), apart="keep")
    assert of_codes(with_apart, "255", "260")["treaties"].to_list() == [1]
    assert with_apart.frame.height == result.frame.height + result.account.steps[-1].dropped
    # The states of the two Germanies have no ally in each other.
    states = panel.state_years([both], years=(1990, 1990)).frame
    assert states.filter(pl.col("code").is_in(["255", "260"]))["allies"].to_list() == [0, 0]
    with pytest.raises(InvalidPanel, match='be combined with together="day"'):
        panel.dyad_years([both], directed=True, apart="keep", together="day")


@pytest.mark.slow
@given(
    st.integers(1950, 1960).map(lambda year: (year, np.int64(year))),
    st.sampled_from([panel.state_years, panel.memberships]),
)
def test_one_year_is_the_first_and_the_last(years: tuple[int, np.int64], make: "Callable[..., Panel]") -> None:
    expected = make([PAIR], years=(years[0], years[0]), system="cow").frame
    for year in years:
        assert make([PAIR], years=year, system="cow").frame.equals(expected)


def of_codes(result: Panel, a: str, b: str) -> pl.DataFrame:
    return result.frame.filter(code_a=a, code_b=b)


COW, GW, OWN = (
    f"{covers} {first}/{last}, got "
    for covers, first, last in (
        ("the cow list covers", "1816-01-01", "2024-12-31"),
        ("the gw list covers", "1816-01-01", "2020-12-31"),
        ("the treaties cover", "1950-06-01", "1960-06-30"),
    )
)
LATER = "; carry_forward=True uses its last entries for later dates"
UNTYPED: dict[str, Callable[..., Panel]] = {
    "dyad_days": panel.dyad_days,
    "dyad_years": panel.dyad_years,
    "membership_days": panel.membership_days,
    "memberships": panel.memberships,
    "state_days": panel.state_days,
    "state_years": panel.state_years,
}
"""The functions without their types, to call them with values of wrong types."""
NO_TIME = "must have a first and a last day in the years 1 to 9999, such as 1815/2016"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (partial(panel.state_years, [], years=(1900, 2025)), BeyondCoverage, f"{COW}1900/2025{LATER}"),
        (partial(panel.state_days, [], days="2021", system="gw_and_microstates"), BeyondCoverage, f"{GW}2021{LATER}"),
        (partial(panel.state_years, [PAIR], years=(1900, 1960), system=None), BeyondCoverage, f"{OWN}1900/1960"),
        (
            partial(panel.dyad_days, [PAIR], days=("1960-06-30", "1960-07-01"), system=None, directed=True),
            BeyondCoverage,
            f"{OWN}1960-06-30/1960-07-01",
        ),
        (
            partial(panel.state_years, [], years=(1950, 1900)),
            InvalidPanel,
            "the years must be the first and the last, got (1950, 1900); did you mean (1900, 1950)?",
        ),
        (
            partial(panel.state_years, [], years=(1900, 0)),
            InvalidPanel,
            "years must be a year such as 1955, or the first and last such as (1816, 2016), got (1900, 0)",
        ),
        (
            partial(panel.state_years, [], years=(10_000, 1900)),
            InvalidPanel,
            "years must be a year such as 1955, or the first and last such as (1816, 2016), got (10000, 1900)",
        ),
        (
            partial(panel.state_years, [], years=(0, 1900), system=None),
            InvalidPanel,
            "years must be a year such as 1955, or the first and last such as (1816, 2016), got (0, 1900)",
        ),
        (
            partial(UNTYPED["state_years"], [], years="1914"),
            InvalidPanel,
            "years must be a year such as 1955, or the first and last such as (1816, 2016), got '1914'",
        ),
        (
            partial(UNTYPED["state_years"], [], part_years="jan"),
            InvalidPanel,
            "part_years must be 'any', 'january' or 'majority', got 'jan'",
        ),
        *(
            (
                partial(function, [], **directed, together="days"),
                InvalidPanel,
                "together must be 'year' or 'day', got 'days'",
            )
            for function, directed in (
                (UNTYPED["dyad_years"], {"directed": True}),
                (UNTYPED["state_years"], {}),
                (UNTYPED["memberships"], {}),
            )
        ),
        (
            partial(UNTYPED["dyad_years"], [], directed="no"),
            InvalidPanel,
            "directed must be True or False, got 'no'",
        ),
        (
            partial(UNTYPED["dyad_days"], [], directed=1, days="1950-01-01"),
            InvalidPanel,
            "directed must be True or False, got 1",
        ),
        (
            partial(UNTYPED["state_years"], [], system="COW"),
            InvalidPanel,
            "system must be 'cow', 'gw', 'gw_and_microstates' or None, got 'COW'",
        ),
        (
            partial(UNTYPED["state_years"], "atop.csv"),
            InvalidPanel,
            "a panel needs treaties, got a file; load atop.csv first, with alliancekit.load or a loader",
        ),
        (
            partial(UNTYPED["state_years"], [1]),
            InvalidPanel,
            "a panel needs treaties, got 1 (int)",
        ),
        (
            partial(panel.state_years, [Actor(id=ActorId("actor:a"), kind="bloc", names=(Name(text="A"),))]),
            InvalidPanel,
            "a panel needs treaties, got 1 record without a treaty",
        ),
        (
            partial(UNTYPED["state_years"], [], years=(True, 1900)),
            InvalidPanel,
            "years must be a year such as 1955, or the first and last such as (1816, 2016), got (True, 1900)",
        ),
        (
            partial(UNTYPED["state_years"], 1.5),
            InvalidPanel,
            "a panel needs treaties, got 1.5 (float)",
        ),
        (
            partial(panel.state_days, [], days=("1950-01-02", "1950-01-01")),
            InvalidPanel,
            (
                "the days must be the first and the last, got ('1950-01-02', '1950-01-01'); did you mean "
                "('1950-01-01', '1950-01-02')?"
            ),
        ),
        *(
            (
                partial(function, [], **directed, days=days),
                InvalidPanel,
                (
                    "the days must be one day, such as '1914-07-01', or the first and the last, such as "
                    f"('1914-07-01', '1914-07-31'), got {days!r}"
                ),
            )
            for function, directed in (
                (UNTYPED["dyad_days"], {"directed": True}),
                (UNTYPED["state_days"], {}),
                (UNTYPED["membership_days"], {}),
            )
            for days in (1914.0, None, True, pd.NaT, ("1914-07-01",), (1914.0, "1915"), [1914, None])
        ),
        *(
            (
                partial(UNTYPED["state_years"], [PAIR], coverage=coverage),
                InvalidPanel,
                f"the coverage must be an interval, such as '1815/2016', got {coverage!r}",
            )
            for coverage in (1815, (1815, 2016))
        ),
        (partial(panel.state_days, [], days="../1950"), InvalidPanel, f"../1950 {NO_TIME}"),
        (partial(panel.state_years, [PAIR], coverage="1950/.."), InvalidPanel, f"1950/.. {NO_TIME}"),
    ],
)
def test_invalid_arguments_are_refused(call: Callable[[], Panel], error: type[AllianceKitError], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value) == message


def test_text_that_is_not_a_date_is_refused() -> None:
    with pytest.raises(InvalidPanel, match="'long ago'"):
        panel.state_days([], days="long ago")


def test_the_account_gives_the_reason_for_each_spell_and_treaty_that_does_not_count() -> None:
    reasons = {
        "1951~/1955": "its start is approximate",
        "1951/1955?": "its end is uncertain",
        "1951?/..": "its start is uncertain",
        "1970/1980": "it is after the last day on which the treaty is known to be in force",
        "1951/1955": None,
    }
    for number, (period, reason) in enumerate(reasons.items()):
        sample = treaty(number, (party(FRA, period), party(USA)), in_force="1950", as_of="1960")
        tables = treaty_tables([sample])
        assert tables.excluded.rows() == ([(sample.id, FRA, period, reason)] if reason else [])
        assert (tables.imprecise.height, tables.parties.height) == ((0, 1) if reason else (1, 2))
    for in_force, ended, reason in (
        ("1950~", "1960", "its first day in force is approximate ('in_force')"),
        ("1950", "1960?", "its last day in force is uncertain ('ended' or 'as_of')"),
    ):
        sample = treaty(1, (party(FRA, "1951/1955"), party(USA)), in_force=in_force, ended=ended)
        tables = treaty_tables([sample])
        assert tables.excluded.rows() == [(sample.id, None, None, reason)]
        assert tables.imprecise.is_empty()
        assert tables.parties.is_empty()
        assert tables.coverage is None


def test_years_before_christ_are_counted() -> None:
    old = treaty(1, (party(FRA), party(USA)), in_force="-0010-03-01", ended="0000-02-29")
    start, end = treaty_tables([old]).parties.select(pl.col("start", "end").cast(pl.Int32)).row(0)
    assert end - start == 3652
    # 1 January of the year 1 is day 1 of `datetime`; 306 days of the year 0 follow its 29 February.
    assert end == dt.date(1, 1, 1).toordinal() - dt.date(1970, 1, 1).toordinal() - 307


def test_a_treaty_may_end_after_the_last_day_of_the_calendar() -> None:
    # A season of either hemisphere ends in March of the next year.
    sample = [treaty(1, [party(FRA), party(USA)], owes(FRA, USA), ended="9999-22")]
    assert of(panel.dyad_years(sample, directed=True, years=(2000, 2001), system=None))
    assert treaty_tables(sample).parties.height == 2


def test_years_and_days_of_numpy_and_pandas_are_accepted() -> None:
    years = panel.state_years([], years=(1950, 1951)).frame
    assert panel.state_years([], years=(np.int32(1950), np.uint16(1951))).frame.equals(years)
    first, last = dt.date(1950, 1, 1), dt.date(1950, 1, 2)
    both = panel.state_days([], days=("1950-01-01", "1950-01-02")).frame
    makers: tuple[Callable[[dt.date], When], ...] = (PartialDate.from_date, np.datetime64, pd.Timestamp)
    for make in makers:
        assert panel.state_days([], days=(make(first), make(last))).frame.equals(both)
        assert panel.state_days([], days=make(first)).frame.equals(both.filter(pl.col("day") == first))
    assert panel.state_days([], days=(first, last)).frame.equals(both)
    assert panel.state_days([], days=1950).frame.equals(panel.state_days([], days="1950").frame)
