"""References that run in a circle, where a relation forbids it."""

from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import cast

import attrs
import pytest
from tests.corpus.checks.joined import UNLISTED, messages, problems
from tests.corpus.test_corpus import corpus
from tests.mistakes import LEAGUE, MENTION, PACT, TREATY, TREATY_1960, WEEKLY

from alliancekit import states
from alliancekit.corpus import Corpus
from alliancekit.corpus.check_tables import checked
from alliancekit.corpus.files import write_tables
from alliancekit.dates import PartialDate
from alliancekit.models import Actor, Candidate, Proposal, Source, State, Treaty
from alliancekit.models.actor import Member
from alliancekit.models.ids import ActorId, TreatyId
from alliancekit.models.proposal import Outcome
from alliancekit.models.state import Spell


def source(name: str, origin: str) -> Source:
    make = cast("Callable[..., Source]", attrs.evolve)
    return make(corpus[WEEKLY], id=f"source:{name}", derived_from=f"source:{origin}")


def test_derivations_do_not_run_in_a_circle() -> None:
    assert messages(source("a", "b"), source("b", "weekly"), source("c", "b")) == []
    assert messages(source("a", "a")) == ["derived_from runs in a circle: source:a -> source:a"]
    assert messages(source("a", "b"), source("b", "c"), source("c", "a"), source("d", "a")) == [
        "derived_from runs in a circle: source:a -> source:b -> source:c -> source:a"
    ]
    assert messages(source("a", "b"), source("b", "a"), source("c", "d"), source("d", "c")) == [
        "derived_from runs in a circle: source:a -> source:b -> source:a",
        "derived_from runs in a circle: source:c -> source:d -> source:c",
    ]


def state(name: str, *predecessors: str) -> State:
    make = cast("Callable[..., State]", attrs.evolve)
    return make(UNLISTED, id=f"state:{name}", predecessors=tuple(f"state:{other}" for other in predecessors), spells=())


def test_no_state_precedes_itself() -> None:
    assert messages(state("a", "b", "jpn"), state("b", "jpn"), state("c", "a", "b")) == []
    assert messages(state("a", "jpn", "a")) == ["predecessors[1] runs in a circle: state:a -> state:a"]
    (problem,) = problems(state("c", "b"), state("b", "jpn", "c"), state("a", "c"))
    assert (problem.code, problem.record, problem.path) == ("AK911", "state:b", ("predecessors", 1))
    assert problem.message == "predecessors[1] runs in a circle: state:b -> state:c -> state:b"
    assert (
        problem.hint == "remove one of the predecessors, or add the spells of the state that existed before the other"
    )


def call(name: str, *statements: str) -> Candidate:
    make = cast("Callable[..., Candidate]", Candidate)
    missing = ("names", "proposers", "members", "rationale")
    return make(id=f"candidate:{name}", of="proposal", missing=missing, statements=statements, attestations=(MENTION,))


def remark(name: str, *about: str) -> Candidate:
    make = cast("Callable[..., Candidate]", Candidate)
    missing = ("speaker", "venue", "date", "content")
    return make(id=f"candidate:{name}", of="statement", missing=missing, about=about, attestations=(MENTION,))


@pytest.mark.parametrize(("make", "field"), [(call, "statements"), (remark, "about")])
def test_no_candidate_leads_back_to_itself(make: Callable[..., Candidate], field: str) -> None:
    assert messages(make("a", "candidate:b"), make("b")) == []
    assert messages(make("a", "candidate:a")) == [f"{field}[0] runs in a circle: candidate:a -> candidate:a"]
    assert messages(make("a", "candidate:b"), make("b", "candidate:a"), make("c", "candidate:a")) == [
        f"{field}[0] runs in a circle: candidate:a -> candidate:b -> candidate:a"
    ]


def test_a_candidate_may_be_about_the_candidate_that_rests_on_it() -> None:
    assert messages(call("a", "candidate:b"), remark("b", "candidate:a")) == []


@pytest.mark.parametrize("field", ["replaces", "amends"])
def test_no_treaty_replaces_or_amends_itself(field: str) -> None:
    def treaty(name: str, *others: str) -> Treaty:
        make = cast("Callable[..., Treaty]", attrs.evolve)
        return make(TREATY_1960, id=f"treaty:{name}", **{field: tuple(f"treaty:{other}" for other in others)})

    assert messages(treaty("a", "b", "c"), treaty("b", "c"), treaty("c", "two-oceans-1960")) == []
    assert messages(treaty("a", "two-oceans-1960", "b"), treaty("b", "a")) == [
        f"{field}[1] runs in a circle: treaty:a -> treaty:b -> treaty:a"
    ]


def test_a_treaty_may_replace_the_one_that_amends_it() -> None:
    amended = attrs.evolve(TREATY_1960, id=TreatyId("treaty:a"), amends=(TreatyId("treaty:b"),))
    replaced = attrs.evolve(TREATY_1960, id=TreatyId("treaty:b"), replaces=(amended.id,))
    assert messages(amended, replaced) == []


def test_no_bloc_is_a_member_of_itself() -> None:
    def bloc(name: str, *members: str) -> Actor:
        make = cast("Callable[..., Actor]", attrs.evolve)
        parties = tuple(Member(party=cast("ActorId", f"actor:{member}")) for member in members)
        return make(corpus[PACT], id=f"actor:{name}", members=parties)

    assert messages(bloc("a", "pact", "b"), bloc("b", "pact")) == []
    assert messages(bloc("a", "pact", "b"), bloc("b", "c"), bloc("c", "a")) == [
        "members[1].party runs in a circle: actor:a -> actor:b -> actor:c -> actor:a"
    ]


def test_no_proposal_leads_to_itself() -> None:
    def proposal(name: str, *results: str | None) -> Proposal:
        make = cast("Callable[..., Proposal]", attrs.evolve)
        outcomes = tuple(cast("Callable[..., Outcome]", Outcome)(status="adopted", led_to=to) for to in results)
        return make(corpus[LEAGUE], id=f"proposal:{name}", outcomes=outcomes)

    assert messages(proposal("a", None, TREATY, PACT, "proposal:b"), proposal("b", "proposal:league")) == []
    assert messages(proposal("a", None, "proposal:b"), proposal("b", "proposal:league", "proposal:a")) == [
        "outcomes[1].led_to runs in a circle: proposal:a -> proposal:b -> proposal:a"
    ]


def test_a_state_that_was_there_before_another_one_may_follow_it() -> None:
    def lasting(name: str, other: str, period: str) -> State:
        spells = (Spell(system="cow", period=PartialDate(period)),)
        return attrs.evolve(state(name, other), spells=spells)

    # The one came out of the other, and was taken back in.
    whole, part = lasting("whole", "part", "1816/.."), lasting("part", "whole", "1913/1950")
    assert messages(whole, part) == []
    assert [problem.code for problem in problems(lasting("whole", "part", "/1950"), part)] == ["AK911"]
    assert [problem.code for problem in problems(lasting("whole", "part", "1913/.."), part)] == ["AK911"]
    with TemporaryDirectory() as folder:
        write_tables((state("a", "b"), state("b", "a"), whole, part), folder)
        assert [problem.record for problem in checked([folder]).problems if problem.code == "AK911"] == ["state:a"]


def test_the_registry_runs_in_no_circle() -> None:
    assert not Corpus(states.all_states()).warnings
