"""Candidates: what they lack, and how they become records once that is known."""

import attrs
import pytest
from tests.mistakes import CANDIDATE, JPN, MENTION, TALK, TWN, VENUE

from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidRecord
from alliancekit.models import Candidate, Proposal, Statement
from alliancekit.models.candidate import Gap
from alliancekit.models.coding import Coding
from alliancekit.models.ids import ActorId, CandidateId, ProposalId, StatementId
from alliancekit.models.words import Name

PLAN = Candidate(
    id=CandidateId("candidate:plan"),
    of="proposal",
    missing=("names", "members", "rationale"),
    proposers=(JPN,),
    members=(TWN,),
    open_tail="and others",
    form="bloc",
    scope=("trade",),
    date=PartialDate("2024"),
    statements=(TALK,),
    note="a plan",
    attestations=(MENTION,),
)


def messages(**changes: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRecord) as caught:
        attrs.evolve(CANDIDATE, **changes)  # type: ignore[arg-type]
    return [(problem.code, problem.message) for problem in caught.value.problems]


def test_a_candidate_becomes_a_statement() -> None:
    date = PartialDate("2024-05")
    assert CANDIDATE.promote(venue=VENUE, date=date) == Statement(
        id=StatementId("statement:rumour"),
        speaker=JPN,
        venue=VENUE,
        date=date,
        content="Hints at a league.",
        attestations=(MENTION,),
    )


def test_a_candidate_becomes_a_proposal() -> None:
    names = (Name(text="the Plan"),)
    assert PLAN.promote(names=names, members=(TWN, JPN), rationale=("growth",)) == Proposal(
        id=ProposalId("proposal:plan"),
        names=names,
        proposers=(JPN,),
        members=(TWN, JPN),
        open_tail="and others",
        rationale=("growth",),
        form="bloc",
        scope=("trade",),
        date=PartialDate("2024"),
        statements=(TALK,),
        note="a plan",
        attestations=(MENTION,),
    )


def test_what_a_candidate_has_can_be_replaced() -> None:
    promoted = CANDIDATE.promote(speaker=ActorId("actor:x"), content="Says so.", venue=VENUE, date=PartialDate("2024"))
    assert isinstance(promoted, Statement)
    assert (promoted.speaker, promoted.content) == ("actor:x", "Says so.")
    plan = PLAN.promote(
        names=(Name(text="P"),), members=(TWN, JPN), rationale=("growth",), proposers=(ActorId("actor:x"),)
    )
    assert isinstance(plan, Proposal)
    assert plan.proposers == ("actor:x",)


def test_a_gap_left_is_a_problem_of_the_record() -> None:
    with pytest.raises(InvalidRecord) as caught:
        CANDIDATE.promote(venue=VENUE)
    assert [(problem.code, problem.message) for problem in caught.value.problems] == [("AK011", "date is missing")]


def test_a_field_that_the_type_does_not_have_is_refused() -> None:
    with pytest.raises(InvalidRecord) as caught:
        CANDIDATE.promote(venue=VENUE, date=PartialDate("2024"), names=(Name(text="P"),), members=(JPN, TWN))
    assert [(problem.code, problem.message) for problem in caught.value.problems] == [
        ("AK012", "unknown field 'members'"),
        ("AK012", "unknown field 'names'"),
    ]


def test_the_id_of_the_result_can_not_be_set() -> None:
    with pytest.raises(TypeError, match=r"^id must not be set; it becomes 'statement:rumour' \(change it with"):
        CANDIDATE.promote(id=StatementId("statement:x"))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def test_a_note_can_be_replaced() -> None:
    assert CANDIDATE.promote(venue=VENUE, date=PartialDate("2024"), note="a note").note == "a note"


def test_a_proposal_is_made_by_statements_and_no_longer_by_candidates() -> None:
    call = attrs.evolve(PLAN, statements=(CANDIDATE.id,))
    names, members = (Name(text="the Plan"),), (TWN, JPN)
    with pytest.raises(InvalidRecord) as caught:
        call.promote(names=names, members=members, rationale=("growth",))
    assert [problem.message for problem in caught.value.problems] == [
        "statements[0] must be the id of a statement, got 'candidate:rumour'"
    ]
    promoted = call.promote(names=names, members=members, rationale=("growth",), statements=(TALK,))
    assert isinstance(promoted, Proposal)
    assert promoted.statements == (TALK,)


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        (("venue",), ("AK702", "missing must also name 'date', which it lacks")),
        (("date",), ("AK702", "missing must also name 'venue', which it lacks")),
        (("venue", "date", "speaker"), ("AK702", "missing[2] names 'speaker', which it has")),
        (("venue", "date", "members"), ("AK702", "missing[2] names 'members', which a statement does not need")),
        ((), ("AK702", "missing must also name 'venue' and 'date', which it lacks")),
        (("venue", "date", "date"), ("AK103", "missing[2] repeats item [1]")),
    ],
)
def test_a_candidate_names_just_what_it_lacks(missing: tuple[Gap, ...], expected: tuple[str, str]) -> None:
    assert messages(missing=missing) == [expected]


def test_a_complete_draft_says_who_drafted_it() -> None:
    complete = {"missing": (), "venue": VENUE, "date": PartialDate("2024")}
    assert messages(**complete) == [("AK701", "missing or codings must be given")]
    draft = attrs.evolve(CANDIDATE, **complete, codings=(Coding(by="A. Coder", method="program"),))  # type: ignore[arg-type]
    assert draft.promote().date == PartialDate("2024")


def test_several_gaps_not_named_are_one_problem() -> None:
    assert messages(missing=("speaker",)) == [
        ("AK702", "missing names 'speaker', which it has; must also name 'venue' and 'date', which it lacks"),
    ]


def test_what_is_there_but_not_enough_is_lacking() -> None:
    assert PLAN.members == (TWN,)
    assert "members" in PLAN.missing


def test_a_candidate_has_no_fields_of_the_other_type() -> None:
    assert messages(form="bloc", scope=("trade",)) == [
        ("AK703", "form must be left out: a statement has no such field (also: scope)"),
    ]
    with pytest.raises(InvalidRecord) as caught:
        attrs.evolve(PLAN, speaker=JPN)
    assert [problem.message for problem in caught.value.problems] == [
        "speaker must be left out: a proposal has no such field"
    ]


def test_both_types_have_a_date_a_note_and_attestations() -> None:
    assert attrs.evolve(CANDIDATE, note="n").note == "n"
    assert PLAN.date == PartialDate("2024")
