"""Parties are placed by the codes of their records; a party that is not placed makes cells null, with a reason."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Literal

import polars as pl
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.profiles import examples

from alliancekit import (
    Actor,
    ActorId,
    Code,
    Commitment,
    Corpus,
    Name,
    PartialDate,
    Party,
    State,
    StateId,
    Treaty,
    TreatyId,
    measures,
    networks,
    panel,
    states,
)
from alliancekit.errors import UnusableInput
from alliancekit.models import Entry
from alliancekit.models.ids import PartyId
from alliancekit.models.state import System as CodeSystem
from alliancekit.panel import OBLIGATIONS, Trust

REGISTRY = [state for state in states.all_states() if any(code.system in ("cow", "gw") for code in state.codes)]
YEARS = (1954, 1957)
System = CodeSystem | Literal["atop"]


def state(slug: str, value: str, system: System = "cow") -> State:
    code = Code(system=system, value=value)
    return State(id=StateId(f"state:{slug}"), names=(Name(text="A state"),), codes=(code,))


def pact(by: PartyId, toward: PartyId, *more: PartyId, obligation: str = "defense", number: int = 1) -> Treaty:
    owed = Commitment(by=by, toward=(toward,), obligation=next(name for name in OBLIGATIONS if name == obligation))
    return Treaty(
        id=TreatyId(f"treaty:t{number}"),
        names=(Name(text="A pact"),),
        parties=tuple(Party(party=party) for party in (by, toward, *more)),
        in_force=PartialDate("1950-01-01"),
        ended=PartialDate("1960-12-31"),
        commitments=(owed,),
    )


def cells(records: Iterable[Entry], a: str, b: str, year: int = 1955, trust: Trust = "registry") -> tuple[object, ...]:
    frame = panel.dyad_years(tuple(records), directed=True, years=(year, year), trust=trust).frame
    return frame.filter(code_a=a, code_b=b).select("treaties", "defense").row(0)


@st.composite
def corpora(draw: st.DrawFn) -> tuple[tuple[State, ...], tuple[Treaty, ...]]:
    chosen = draw(st.lists(st.sampled_from(REGISTRY), min_size=2, max_size=5, unique=True))
    ids = [each.id for each in chosen]
    pacts: list[Treaty] = []
    for number in range(draw(st.integers(1, 3))):
        parties = draw(st.lists(st.sampled_from(ids), min_size=2, max_size=4, unique=True))
        by, toward, *more = parties
        kind = draw(st.sampled_from(OBLIGATIONS[:3]))
        pacts.append(pact(by, toward, *more, obligation=kind, number=number))
    return tuple(evolve(each, predecessors=()) for each in chosen), tuple(pacts)


def renamed(sample: tuple[Sequence[State], Sequence[Treaty]], slugs: Sequence[str]) -> tuple[Entry, ...]:
    """Return the same records with other ids of the states."""
    to = {each.id: StateId(f"state:{slug}") for each, slug in zip(sample[0], slugs, strict=False)}

    def renamed_treaty(treaty: Treaty) -> Treaty:
        parties = tuple(evolve(each, party=to[StateId(each.party)]) for each in treaty.parties)
        owed = tuple(
            evolve(each, by=to[StateId(each.by)], toward=tuple(to[StateId(party)] for party in each.toward))
            for each in treaty.commitments
        )
        return evolve(treaty, parties=parties, commitments=owed)

    return (*(evolve(each, id=to[each.id]) for each in sample[0]), *map(renamed_treaty, sample[1]))


@pytest.mark.slow
@examples(25)
@given(sample=corpora(), slugs=st.permutations([f"own-{n}" for n in range(5)]), system=st.sampled_from(["cow", "gw"]))
def test_the_ids_of_states_do_not_change_the_panel(
    sample: tuple[Sequence[State], Sequence[Treaty]], slugs: Sequence[str], system: panel.StateSystem
) -> None:
    before: tuple[Entry, ...] = (*sample[0], *sample[1])
    after = renamed(sample, slugs)
    for make in (
        partial(panel.dyad_years, directed=True),
        partial(panel.dyad_years, directed=False, together="day"),
        panel.state_years,
        partial(panel.memberships),
    ):
        one, other = (make(records, years=YEARS, system=system) for records in (before, after))
        keys = [name for name in one.frame.columns if name.startswith(("year", "code", "treaty"))]
        assert one.frame.sort(keys).equals(other.frame.sort(keys))
    days = [
        panel.dyad_days(records, directed=True, days="1956-02-29", system=system).frame for records in (before, after)
    ]
    assert days[0].equals(days[1])
    dyads = [panel.dyad_years(records, directed=False, years=YEARS, system=system) for records in (before, after)]
    assert measures.similarity(dyads[0]).equals(measures.similarity(dyads[1]))
    assert measures.degree(dyads[0]).equals(measures.degree(dyads[1]))
    graphs = [networks.of_year(records, 1956) for records in (before, after)]
    assert list(graphs[0].edges(data=True)) == list(graphs[1].edges(data=True))


def test_a_record_with_an_id_outside_the_registry_is_placed_by_its_code() -> None:
    own, other = state("kingdom-of-norway", "NOR", "iso3166_1_alpha3"), state("sverige", "380")
    records = Corpus([own, other, pact(own.id, other.id)])
    assert not records.warnings
    assert cells(records, "385", "380") == (1, 1)
    assert cells(records, "380", "385") == (1, 0)
    assert list(networks.of_year(records, 1955).edges) == [("state:swe", "state:nor")]
    # A treaty alone has no record that says who its parties are.
    assert cells(records.treaties(), "385", "380") == (None, None)


def test_a_record_that_contradicts_the_registry_makes_cells_null_unless_it_is_trusted() -> None:
    wrong, right = state("nor", "380"), state("fra", "220")
    records = (wrong, right, pact(right.id, wrong.id))
    assert cells(records, "220", "380") == cells(records, "220", "385") == (None, None)
    # The obligations of France, and those of the other party, are known, whichever state that is.
    assert cells(records, "380", "220") == (None, 0)
    assert cells(records, "220", "200") == (0, 0)
    result = panel.state_years(records, years=(1955, 1955))
    assert result.frame.filter(code="220").select("treaties", "allies", "defense").row(0) == (1, 1, 1)
    assert (
        result.frame.filter(pl.col("code").is_in(["380", "385"])).select("treaties", "defense").rows()
        == [(None, 0)] * 2
    )
    reasons = {line["reason"] for step in result.account.steps for line in step.lines.iter_rows(named=True)}
    assert "its record contradicts the registry: 385 is Norway; 380 is Sweden" in reasons
    assert cells(records, "220", "380", trust="record") == (1, 1)
    assert cells(records, "220", "385", trust="record") == (0, 0)
    with pytest.raises(UnusableInput, match="a party of a treaty has no state"):
        networks.of_year(records, 1955)


def test_a_record_is_not_placed_while_it_shares_its_code() -> None:
    one, two, right = state("one", "640"), state("two", "640"), state("fra", "220")
    records = (one, two, right, pact(one.id, right.id))
    assert cells(records, "220", "640") == (None, 0)
    assert cells(records, "640", "220") == (None, None)
    assert cells(records, "220", "640", trust="record") == (1, 0)


def test_a_party_that_may_be_any_state_makes_cells_of_its_partners_null() -> None:
    unknown, right, other = state("atlantis", "999"), state("fra", "220"), state("nor", "385")
    records = (unknown, right, other, pact(right.id, unknown.id, other.id))
    assert cells(records, "220", "2") == (None, None)
    assert cells(records, "385", "2") == (None, 0)
    assert cells(records, "220", "385") == (1, None)
    assert cells(records, "2", "200") == (0, 0)


def test_a_party_outside_the_system_counts_as_an_ally() -> None:
    bloc = Actor(id=ActorId("actor:bloc"), kind="bloc", names=(Name(text="A bloc"),))
    alone, right = state("alone", "9", "atop"), state("fra", "220")
    for party in (bloc.id, alone.id):
        result = panel.state_years((bloc, alone, right, pact(right.id, party)), years=(1955, 1955))
        assert result.frame.filter(code="220").select("treaties", "allies", "defense").row(0) == (1, 1, 1)
        assert result.frame["treaties"].sum() == 1
        assert not result.frame.null_count().sum_horizontal().item()


def test_one_country_in_two_records_or_in_one_is_two_states_of_a_system() -> None:
    german, right = state("germany-since-1949", "260", "gw"), state("fra", "220")
    treaty = evolve(pact(right.id, german.id), ended=PartialDate("1995-12-31"))
    result = panel.dyad_years((german, right, treaty), directed=True, years=(1989, 1991)).frame
    rows = result.filter((pl.col("code_a") == "220") & (pl.col("treaties") > 0)).select("year", "code_b", "defense")
    assert rows.rows() == [(1989, "260", 1), (1990, "255", 1), (1990, "260", 1), (1991, "255", 1)]
