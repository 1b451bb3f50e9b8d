"""A review: what decisions do to drafts, and that each of them can be undone and repeated."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.mistakes import JPN, TWN, USA
from tests.review.drafts import AT, COMPLETE, DRAFTS, GROUPING, INCOMPLETE, MODEL_CODING, RECORDS, SHARED

from alliancekit import Corpus, PartialDate
from alliancekit.convert import tree
from alliancekit.corpus import clock
from alliancekit.errors import InvalidCorpus, InvalidRecord
from alliancekit.formats import Tree
from alliancekit.models import Candidate, Entry, Proposal, Statement
from alliancekit.models.attestation import Reading
from alliancekit.models.coding import Coding
from alliancekit.project_fields import ProjectFields
from alliancekit.review import (
    Decision,
    DraftState,
    EditedField,
    Review,
    Verdict,
    add_decision,
    changes_to,
    edited,
    fingerprint,
    outcome,
    read_decisions,
)

REVIEWED = Coding(role="reviewed", by="AB", date=PartialDate("2026-12-01"))
DATE, VENUE = EditedField("date", "2023-04-28"), EditedField("venue", {"kind": "speech", "place": "Taipei"})
REASON = EditedField("rationale", ["It deters an attack."])


def decide(
    record: str,
    verdict: Verdict,
    *changes: EditedField,
    at: str = AT,
    reason: str | None = None,
    draft: str | None = None,
) -> Decision:
    return Decision(record=record, verdict=verdict, by="AB", at=at, reason=reason, changes=changes, draft=draft)


def codes(call: Callable[[], object]) -> list[str]:
    with pytest.raises((InvalidCorpus, InvalidRecord)) as caught:
        call()
    return [problem.code for problem in caught.value.problems]


# --- Single decisions -----------------------------------------------------------------------------------------------


def test_an_accepted_draft_becomes_a_record_with_the_coding_of_the_reviewer() -> None:
    review = Review(RECORDS, [decide(COMPLETE.id, "accept"), decide(GROUPING.id, "accept", REASON)])
    records: dict[str, Entry] = {record.id: record for record in outcome(review, SHARED)}
    call, league = records["statement:call"], records["proposal:league"]
    assert isinstance(call, Statement)
    assert isinstance(league, Proposal)
    assert call.codings == league.codings == (MODEL_CODING, REVIEWED)
    assert call.about == (TWN, league.id)
    assert league.statements == (call.id,)
    assert {*records} == {"source:notes", call.id, league.id}


def test_a_draft_that_lacks_fields_is_accepted_only_as_a_candidate() -> None:
    review = Review(RECORDS)
    assert codes(lambda: review.decide(decide(INCOMPLETE.id, "accept"))) == ["AK011", "AK011"]
    assert review.states[INCOMPLETE.id].status == "open"
    assert review.decide(decide(INCOMPLETE.id, "accept_as_candidate")).status == "accepted_as_candidate"
    assert codes(lambda: review.decide(decide(COMPLETE.id, "accept_as_candidate"))) == ["AK971"]
    (candidate,) = (record for record in outcome(review, SHARED) if isinstance(record, Candidate))
    assert candidate == evolve(INCOMPLETE, codings=(REVIEWED,))


def test_changes_fill_gaps_and_are_checked() -> None:
    review = Review(RECORDS)
    assert review.decide(decide(INCOMPLETE.id, "edit", DATE)).candidate.missing == ("venue",)
    assert codes(lambda: review.decide(decide(INCOMPLETE.id, "edit", EditedField("date", "soon")))) == ["AK014"]
    assert codes(lambda: review.decide(decide(INCOMPLETE.id, "edit", EditedField("dates", "2023")))) == ["AK012"]
    assert codes(lambda: review.decide(decide(INCOMPLETE.id, "edit", EditedField("missing", [])))) == ["AK971"]
    assert codes(lambda: review.decide(decide(INCOMPLETE.id, "edit", EditedField("members", [JPN])))) == ["AK703"]
    assert codes(lambda: review.decide(decide(INCOMPLETE.id, "edit", EditedField("of", "treaty")))) == ["AK013"]
    complete = review.decide(decide(INCOMPLETE.id, "edit", VENUE)).candidate
    assert (complete.missing, complete.codings) == ((), (REVIEWED,))
    assert review.decide(decide(INCOMPLETE.id, "accept")).status == "accepted"
    assert review.decide(decide(COMPLETE.id, "edit", EditedField("date", None))).candidate.missing == ("date",)
    assert [each.id for each in outcome(review, SHARED)] == ["source:notes", "statement:list"]


def test_the_fields_of_projects_remain() -> None:
    own = ProjectFields({"cold_war": {"salience": 3}})
    records: list[Entry] = [RECORDS[0], evolve(COMPLETE, project_fields=own), evolve(GROUPING, project_fields=own)]
    shorter = EditedField("content", "Calls for one.")
    review = Review(records, [decide(COMPLETE.id, "accept", shorter), decide(GROUPING.id, "accept", REASON)])
    made = {str(record.id): record.project_fields for record in outcome(review, SHARED)}
    assert made["statement:call"] == made["proposal:league"] == own


def test_the_fields_of_projects_can_be_edited() -> None:
    draft = evolve(COMPLETE, project_fields=ProjectFields({"cold_war": {"salience": 3}}))
    changes = changes_to(draft, {**tree(draft), "x_cold_war": {"salience": 4}, "x_tone": {"word": "hostile"}})
    assert {each.field for each in changes} == {"x_cold_war", "x_tone"}
    new = edited(draft, changes, REVIEWED)
    assert new.project_fields == ProjectFields({"cold_war": {"salience": 4}, "tone": {"word": "hostile"}})
    without = edited(new, [EditedField("x_tone", None)], REVIEWED)
    assert without.project_fields == ProjectFields({"cold_war": {"salience": 4}})
    assert codes(lambda: edited(draft, [EditedField("x_Bad", {"a": 1})], REVIEWED)) == ["AK012"]


def test_an_old_value_must_be_that_of_the_draft() -> None:
    good = evolve(DATE, old="2023-04-28", old_known=True)
    assert edited(COMPLETE, [good], REVIEWED) == COMPLETE
    assert codes(lambda: edited(COMPLETE, [evolve(good, old="2022")], REVIEWED)) == ["AK971"]


def test_a_whole_record_is_compared_with_the_draft() -> None:
    whole = tree(INCOMPLETE)
    assert changes_to(INCOMPLETE, whole) == ()
    changed = {**whole, "date": "2023", "content": "Names two members."}
    changes = changes_to(INCOMPLETE, changed)
    assert {each.field: (each.old, each.new) for each in changes} == {
        "content": ("Names members.", "Names two members."),
        "date": (None, "2023"),
    }
    assert edited(INCOMPLETE, changes, REVIEWED).missing == ("venue",)
    assert codes(lambda: changes_to(INCOMPLETE, {**whole, "id": "candidate:other"})) == ["AK971"]


@pytest.mark.parametrize(
    "decision",
    [
        decide("candidate:cal", "accept"),
        decide("actor:minister", "skip"),
        decide(COMPLETE.id, "accept", draft="0" * 16),
        decide(COMPLETE.id, "undo"),
    ],
    ids=["misspelt", "no draft", "changed", "nothing to undo"],
)
def test_a_decision_that_does_not_fit_is_a_problem(decision: Decision) -> None:
    assert codes(lambda: Review(RECORDS, [decision])) == ["AK971"]


def test_decisions_about_changed_drafts_do_not_count_where_they_are_reopened() -> None:
    old, new = evolve(COMPLETE, content="Calls for a pact."), COMPLETE
    made = [
        decide(old.id, "accept", draft=fingerprint(old)),
        decide(old.id, "undo"),
        decide(INCOMPLETE.id, "skip", draft=fingerprint(INCOMPLETE)),
        decide(old.id, "accept", draft=fingerprint(old)),
        decide(new.id, "accept", draft=fingerprint(new)),
        decide("candidate:gone", "skip"),
    ]
    review = Review(RECORDS, made, reopen_changed=True)
    assert review.decisions == (made[2], made[4])
    assert review.outdated == (made[0], made[1], made[3], made[5])
    restored = Review((RECORDS[0], old, *RECORDS[2:]), made, reopen_changed=True)
    assert restored.decisions == (made[2], made[3])
    assert codes(lambda: Review(RECORDS, made)) == ["AK971"] * 4
    assert codes(lambda: Review(RECORDS, made[1:2], reopen_changed=True)) == ["AK971"]


def test_a_decided_draft_is_not_decided_again() -> None:
    twice = [decide(COMPLETE.id, "accept", draft=fingerprint(COMPLETE)), decide(COMPLETE.id, "skip")]
    assert codes(lambda: Review(RECORDS, twice)) == ["AK971"]
    review = Review(RECORDS, [*twice[:1], decide(INCOMPLETE.id, "skip")])
    assert codes(lambda: review.decide(decide(COMPLETE.id, "undo"))) == ["AK971"]


def test_drafts_that_were_skipped_come_last() -> None:
    review = Review(RECORDS, [decide(COMPLETE.id, "skip"), decide(INCOMPLETE.id, "reject", reason="not in the text")])
    assert [*review.waiting()] == [GROUPING.id, COMPLETE.id]
    assert review.counts() == {"skipped": 1, "rejected": 1, "open": 1}


def test_the_moment_of_a_decision_is_a_second_in_utc() -> None:
    assert Review(RECORDS, [decide(COMPLETE.id, "skip", at=clock.moment_in_utc())]).counts()["skipped"] == 1
    assert len(clock.moment_in_utc()) == len(AT)


# --- The outcome ----------------------------------------------------------------------------------------------------


def test_reviewed_candidates_are_no_drafts_and_stay() -> None:
    before = evolve(INCOMPLETE, codings=(REVIEWED,))
    review = Review((RECORDS[0], before))
    assert not review.states
    assert outcome(review, SHARED) == (RECORDS[0], before)


def test_drafts_that_wait_are_written_only_on_demand() -> None:
    review = Review(RECORDS, [decide(INCOMPLETE.id, "reject", reason="not in the text"), decide(COMPLETE.id, "skip")])
    assert outcome(review, SHARED) == RECORDS[:1]
    assert outcome(review, SHARED, with_waiting=True) == (RECORDS[0], COMPLETE, GROUPING)


def test_an_accepted_draft_may_not_refer_to_a_rejected_one() -> None:
    rejected = decide(GROUPING.id, "reject", reason="no proposal")
    review = Review(RECORDS, [decide(COMPLETE.id, "accept"), rejected])
    assert codes(lambda: outcome(review, SHARED)) == ["AK902"]
    review = Review(RECORDS, [decide(GROUPING.id, "accept", REASON), decide(COMPLETE.id, "reject", reason="no call")])
    assert codes(lambda: outcome(review, SHARED)) == ["AK102"]


def test_records_of_the_corpus_are_not_repeated_and_may_not_differ() -> None:
    review = Review(RECORDS)
    assert outcome(review, [*SHARED, RECORDS[0]]) == ()
    assert codes(lambda: outcome(review, [*SHARED, evolve(RECORDS[0], note="another copy")])) == ["AK910"]


def test_new_ids_stand_in_the_names_of_fields_too() -> None:
    (evidence,) = COMPLETE.attestations
    reading = Reading(field="about[candidate:league]", text="a league")
    about = evolve(evidence, fields=("about[candidate:league]", "date"), as_printed=(reading,))
    call = evolve(COMPLETE, attestations=(about,))
    review = Review((RECORDS[0], call, GROUPING), [decide(call.id, "accept"), decide(GROUPING.id, "accept", REASON)])
    (statement,) = (record for record in outcome(review, SHARED) if isinstance(record, Statement))
    assert statement.attestations[0].fields == ("about[proposal:league]", "date")
    assert statement.attestations[0].as_printed == (evolve(reading, field="about[proposal:league]"),)


# --- Properties -----------------------------------------------------------------------------------------------------

CHANGES: dict[str, list[Tree]] = {
    "date": [None, "2023", "2023-04-29", "soon"],
    "venue": [None, {"kind": "speech", "place": "Taipei"}, {"kind": "speech"}],
    "members": [[], [JPN, TWN], [JPN, USA, TWN]],
    "rationale": [None, ["It deters an attack."]],
    "speaker": [None, JPN],
    "of": ["statement", "proposal"],
}
EDITS = st.sampled_from([EditedField(name, value) for name, values in CHANGES.items() for value in values])
VERDICTS: tuple[Verdict, ...] = ("accept", "accept_as_candidate", "reject", "skip", "edit", "undo")


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    verdict = draw(st.sampled_from(VERDICTS))
    edits = draw(st.lists(EDITS, max_size=2)) if verdict in {"accept", "accept_as_candidate", "edit"} else []
    changes = tuple(edits) if edits or verdict != "edit" else (DATE,)
    record = draw(st.sampled_from([draft.id for draft in DRAFTS]))
    by = draw(st.sampled_from(["AB", "山田"]))
    return Decision(record=record, verdict=verdict, by=by, at=AT, reason="because", changes=changes)


def fitting(review: Review, tried: list[Decision]) -> list[Decision]:
    """Add the decisions that fit, and return them."""
    made: list[Decision] = []
    for each in tried:
        before = dict(review.states)
        last = review.decisions[-1:]
        decision = evolve(each, record=last[0].record) if each.verdict == "undo" and last else each
        try:
            review.decide(decision)
        except (InvalidCorpus, InvalidRecord):
            assert review.states == before
        else:
            made.append(decision)
    return made


@given(tried=st.lists(decisions(), max_size=12))
def test_undo_restores_exactly(tried: list[Decision]) -> None:
    review = Review(RECORDS)
    before: list[dict[str, DraftState]] = []
    for each in tried:
        states = dict(review.states)
        if each.verdict != "undo" and fitting(review, [each]):
            before.append(states)
    assert len(review.decisions) == len(before)
    while before:
        review.decide(decide(review.decisions[-1].record, "undo"))
        assert review.states == before.pop()


@given(tried=st.lists(decisions(), max_size=12))
def test_the_decisions_in_a_file_give_the_same_review(tried: list[Decision]) -> None:
    review = Review(RECORDS)
    made = fitting(review, tried)
    with TemporaryDirectory() as folder:
        path = Path(folder, "decisions.ndjson")
        for each in made:
            add_decision(path, each)
        again = read_decisions(path, None, AT) if made else ()
    assert again == tuple(made)
    repeated = Review(RECORDS, again)
    assert repeated.states == review.states
    assert repeated.decisions == review.decisions
    only_counting = Review(RECORDS, review.decisions)
    assert only_counting.states == review.states


@given(tried=st.lists(decisions(), max_size=12), with_waiting=st.booleans())
def test_the_outcome_is_checked(tried: list[Decision], *, with_waiting: bool) -> None:
    review = Review(RECORDS)
    fitting(review, tried)
    try:
        records = outcome(review, SHARED, with_waiting=with_waiting)
    except InvalidCorpus:
        return
    corpus = Corpus([*SHARED, *records])
    counts = review.counts()
    reviewed = [record for record in records if any(each.role == "reviewed" for each in record.codings)]
    accepted = [record for record in reviewed if not isinstance(record, Candidate)]
    assert len(accepted) == counts.get("accepted", 0) == len([*corpus.statements(), *corpus.proposals()])
