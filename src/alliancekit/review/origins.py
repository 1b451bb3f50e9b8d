"""Find the decision from which a problem of the outcome of a review comes."""

from attrs import evolve

from alliancekit.corpus.checks.unknown_ids import RESOLVES
from alliancekit.corpus.references import references
from alliancekit.errors import Problem
from alliancekit.review.decisions import Decision
from alliancekit.review.drafts import promoted_id
from alliancekit.review.session import Review


def with_origin(review: Review, problem: Problem) -> Problem:
    """Return a problem of the outcome of a review, with the location of the decision from which it comes, if any.

    A value comes from the last decision that changes its field. That a record is not there, or is a candidate, comes
    from the decision about it, or about the record that refers to it. The problem names a draft by the id in the file
    of drafts.

    Args:
        review: The review.
        problem: A problem of `outcome`.
    """
    new_ids = {promoted_id(state.candidate): id_ for id_, state in review.states.items() if state.status == "accepted"}
    name = str(problem.record)
    id_ = new_ids.get(name, name)
    own = review.states.get(id_)
    records = (own.candidate,) if own else (record for record in review.records if record.id == id_)
    targets = {path: target for record in records for path, target in references(record)}
    other = review.states.get(targets.get(problem.path, ""))
    decision, hint = _changing(review, id_, problem), problem.hint
    if other and other.status == "rejected":
        decision = other.decision
        hint = f"{other.candidate.id} is rejected: undo that decision, or change the reference"
    elif other and problem.code == RESOLVES.code:
        decision = decision or (own.decision if own else None)
        hint = f"{other.candidate.id} is not decided: decide it, or pass with_waiting=True"
    elif other:
        decision = decision or other.decision
    return evolve(problem, record=id_, hint=hint, location=decision.location if decision else problem.location)


def _changing(review: Review, id_: str, problem: Problem) -> Decision | None:
    """Return the last decision that changes the field of a problem."""
    for decision in reversed(review.decisions):
        if decision.record == id_ and any(problem.path[:1] == (change.field,) for change in decision.changes):
            return decision
    return None
