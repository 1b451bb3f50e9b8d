"""Candidates of a corpus become statements and proposals, or nothing changes."""

from collections.abc import Iterable

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import JPN, STANCE, STATEMENT
from tests.review.drafts import COMPLETE, DRAFTS, GROUPING, INCOMPLETE, MODEL_CODING, NOTES, SHARED

from alliancekit import Corpus
from alliancekit.errors import InvalidCorpus, Problem, UnknownRecord, UnusableInput
from alliancekit.models import Candidate, Entry, Proposal, Statement
from alliancekit.models.coding import Coding
from alliancekit.models.ids import StatementId
from alliancekit.review import promoted

BY_HAND = Coding(by="AB", method="hand")
REVIEWED = Coding(role="reviewed", by="CD")
CALL = evolve(COMPLETE, codings=(MODEL_CODING, REVIEWED))
LEAGUE = evolve(GROUPING, missing=(), rationale=("It deters.",), codings=(BY_HAND,))


def corpus(*records: Entry) -> Corpus:
    return Corpus([*SHARED, NOTES, *records])


def problems(*records: Entry, ids: Iterable[str]) -> list[Problem]:
    with pytest.raises(InvalidCorpus) as caught:
        promoted(corpus(*records), ids)
    return [*caught.value.problems]


def test_candidates_that_refer_to_each_other_are_promoted_together() -> None:
    after = promoted(corpus(CALL, INCOMPLETE, LEAGUE), [LEAGUE.id, CALL.id])
    (call,), (league,) = after.statements(), after.proposals()
    assert call.codings == (MODEL_CODING, REVIEWED)
    assert league.id in call.about
    assert league.statements == (call.id,)
    assert [*after.candidates()] == [INCOMPLETE]


def test_references_of_other_records_get_the_new_id() -> None:
    other = evolve(STATEMENT, id=StatementId("statement:other"), about=(CALL.about[1],))
    after = promoted(corpus(CALL, LEAGUE, other), [CALL.id, LEAGUE.id])
    assert after[other.id].about == ("proposal:league",)


def test_a_candidate_that_lacks_fields_is_a_problem_with_advice() -> None:
    found = problems(CALL, INCOMPLETE, GROUPING, ids=[INCOMPLETE.id])
    assert [(each.code, each.record, each.path) for each in found] == [
        ("AK011", INCOMPLETE.id, ("venue",)), ("AK011", INCOMPLETE.id, ("date",)),
    ]  # fmt: skip
    assert all("'missing'" in str(each.hint) for each in found)


def test_what_only_a_program_has_coded_is_a_problem() -> None:
    (found,) = problems(COMPLETE, LEAGUE, ids=[COMPLETE.id, LEAGUE.id])
    assert (found.code, found.record, found.path) == ("AK972", COMPLETE.id, ("codings",))


def test_a_proposal_needs_its_statements() -> None:
    (found,) = problems(CALL, LEAGUE, ids=[LEAGUE.id])
    assert (found.record, found.path, found.hint) == (LEAGUE.id, ("statements", 0), f"promote {CALL.id} too")


def test_another_rule_of_the_type_names_the_candidate() -> None:
    (found,) = problems(evolve(CALL, about=(), stances=(evolve(STANCE, subject=JPN),)), ids=[CALL.id])
    assert (found.code, found.record) == ("AK402", CALL.id)


def test_the_new_id_must_be_free() -> None:
    (found,) = problems(
        evolve(CALL, about=()), evolve(STATEMENT, id=StatementId("statement:call"), about=()), ids=[CALL.id]
    )
    assert (found.code, found.record) == ("AK901", CALL.id)


def test_only_candidates_are_promoted() -> None:
    with pytest.raises(UnknownRecord, match="did you mean candidate:call"):
        promoted(corpus(CALL, LEAGUE), ["candidate:cal"])
    with pytest.raises(UnusableInput, match="is no candidate"):
        promoted(corpus(CALL, LEAGUE), [NOTES.id])


@given(ids=st.sets(st.sampled_from([draft.id for draft in DRAFTS])))
def test_a_promotion_changes_candidates_and_references_only(ids: set[str]) -> None:
    before = corpus(CALL, INCOMPLETE, LEAGUE)
    after: Corpus | None = None
    named: set[str | None] = set()
    try:
        after = promoted(before, ids)
    except InvalidCorpus as error:
        named = {problem.record for problem in error.problems}
    assert named <= ids
    if after is None:
        assert named
        return
    made = [record for record in after if record.id not in before]
    assert len(made) == len(ids)
    assert len(after) == len(before)
    assert all(isinstance(record, Statement | Proposal) for record in made)
    assert {record.id for record in after.candidates()} == {record.id for record in before.candidates()} - ids
    stay = [record for record in before if not isinstance(record, Candidate)]
    assert all(after[record.id] == record for record in stay)
