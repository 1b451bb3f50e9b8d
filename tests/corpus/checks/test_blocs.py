"""Actors to which treaties belong, and to which proposals led."""

import attrs
import pytest
from tests.corpus.checks.joined import messages, problems
from tests.mistakes import JPN, MENTION, MINISTER, PACT, PROPOSAL, TREATY, TREATY_1960

from alliancekit.models import Candidate
from alliancekit.models.ids import ActorId, CandidateId, ProposalId, TreatyId
from alliancekit.models.proposal import Outcome


@pytest.mark.parametrize("result", [None, PACT, TREATY, PROPOSAL.id])
def test_a_proposal_leads_to_a_bloc_a_treaty_or_another_proposal(
    result: ActorId | TreatyId | ProposalId | None,
) -> None:
    outcomes = (Outcome(status="adopted", led_to=result),)
    assert messages(attrs.evolve(PROPOSAL, id=ProposalId("proposal:x"), outcomes=outcomes)) == []


def test_other_actors_than_blocs_are_one_problem_each() -> None:
    led_to = (Outcome(status="open"), Outcome(status="adopted", led_to=MINISTER))
    plan = Candidate(
        id=CandidateId("candidate:plan"),
        of="proposal",
        missing=("names", "proposers", "rationale"),
        members=(JPN, PACT),
        outcomes=led_to,
        attestations=(MENTION,),
    )
    call = attrs.evolve(PROPOSAL, id=ProposalId("proposal:x"), outcomes=led_to)
    treaty = attrs.evolve(TREATY_1960, id=TreatyId("treaty:x"), groupings=(PACT, MINISTER))
    (problem,) = problems(plan, call, treaty)
    assert (problem.code, problem.record, problem.path) == ("AK914", "treaty:x", ("groupings", 1))
    assert problem.message == (
        "groupings[1] must be a bloc, got actor:minister, whose kind is person (also: proposal:x; candidate:plan)"
    )


def test_an_unknown_actor_is_only_an_unknown_id() -> None:
    treaty = attrs.evolve(TREATY_1960, id=TreatyId("treaty:x"), groupings=(ActorId("actor:nobody"),))
    assert [problem.code for problem in problems(treaty)] == ["AK902"]
