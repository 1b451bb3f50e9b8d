"""A review: the state of every draft after a list of decisions, each of which can be undone."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

from attrs import evolve, frozen

from alliancekit.errors import InvalidCorpus, InvalidRecord, Problem
from alliancekit.messages import near, quote
from alliancekit.models import Candidate, Entry
from alliancekit.review.decisions import VALID_DECISION, Decision, Verdict, fingerprint
from alliancekit.review.drafts import completed, edited, is_reviewed, promoted_id, reviewed

DraftStatus: TypeAlias = Literal["open", "skipped", "accepted", "accepted_as_candidate", "rejected"]
"""What is decided about a draft; open and skipped drafts are not decided."""

_STATUSES: Final[Mapping[Verdict, DraftStatus]] = {
    "accept": "accepted",
    "accept_as_candidate": "accepted_as_candidate",
    "reject": "rejected",
    "skip": "skipped",
    "edit": "open",
}

DECIDED: Final = frozenset[DraftStatus](("accepted", "accepted_as_candidate", "rejected"))
"""The statuses of decided drafts."""

_CHANGED_HINT: Final = (
    "make the decision fit the draft as it is now, and remove 'draft' from it; or pass reopen_changed=True"
)


@frozen
class DraftState:
    """A draft and what is decided about it.

    Attributes:
        candidate: The draft with the changes of the reviewers.
        status: What is decided.
        decision: The last decision about it; None: there is none.
    """

    candidate: Candidate
    status: DraftStatus = "open"
    decision: Decision | None = None


class Review:
    """The drafts of a file, and the decisions about them.

    The drafts are the candidates that nobody has reviewed. The state after some decisions depends on nothing but the
    records and these decisions.

    Args:
        records: The records of the file.
        decisions: Decisions that were made before.
        reopen_changed: Whether a decision does not count, instead of being an error, if the draft has changed since the
            reviewer saw it, or is no longer a draft of the file.

    Raises:
        InvalidCorpus: If a decision does not fit; the error has a problem for each.
    """

    def __init__(
        self, records: Iterable[Entry], decisions: Iterable[Decision] = (), *, reopen_changed: bool = False
    ) -> None:
        self._records = tuple(records)
        drafts = (record for record in self._records if isinstance(record, Candidate) and not is_reviewed(record))
        self._states: dict[str, DraftState] = {draft.id: DraftState(draft) for draft in drafts}
        self._history: list[tuple[Decision, DraftState]] = []
        self._outdated: list[Decision] = []
        self._reopen_changed = reopen_changed
        problems: list[Problem] = []
        for decision in decisions:
            try:
                self.repeat(decision)
            except (InvalidCorpus, InvalidRecord) as error:
                problems += (
                    evolve(each, record=decision.record, location=decision.location) for each in error.problems
                )
        if problems:
            raise InvalidCorpus(problems)

    @property
    def records(self) -> tuple[Entry, ...]:
        """The records of the file, drafts included."""
        return self._records

    @property
    def states(self) -> Mapping[str, DraftState]:
        """The state of each draft by its id, in the order of the file."""
        return self._states

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions that count, in their order: those that are not undone."""
        return tuple(decision for decision, _ in self._history)

    @property
    def outdated(self) -> tuple[Decision, ...]:
        """The earlier decisions that do not count, because their draft has changed or is no longer in the file."""
        return tuple(self._outdated)

    def waiting(self) -> Iterator[str]:
        """Yield the ids of the drafts that are not decided, in the order of the file; those that were skipped last."""
        for status in ("open", "skipped"):
            yield from (id_ for id_, state in self._states.items() if state.status == status)

    def repeat(self, decision: Decision) -> None:
        """Add a decision that was made before; with `reopen_changed`, it counts only if it fits the drafts.

        Raises:
            InvalidCorpus: As for `decide`.
            InvalidRecord: As for `decide`.
        """
        if self._reopen_changed and self._is_outdated(decision):
            self._outdated.append(decision)
        else:
            self.decide(decision)

    def decide(self, decision: Decision) -> DraftState:
        """Add a decision, and return the state of the draft after it. If there is an error, nothing changes.

        Raises:
            InvalidCorpus: With AK971 if there is no such draft, if it is decided, if it has changed since the reviewer
                saw it, or if there is nothing to undo.
            InvalidRecord: If a new value breaks a rule, or if a draft lacks a field and is accepted.
        """
        if decision.verdict == "undo":
            return self._undo(decision)
        state = self._state(decision)
        coding = reviewed(decision.by, decision.at)
        candidate = edited(state.candidate, decision.changes, coding) if decision.changes else state.candidate
        if decision.verdict == "accept":
            completed(candidate, self._names(candidate))
        elif decision.verdict == "accept_as_candidate" and not candidate.missing:
            raise _invalid_decision(
                decision, f"{candidate.id} lacks no field", "accept it, so that it becomes a record"
            )
        self._history.append((decision, state))
        new = DraftState(candidate, _STATUSES[decision.verdict], decision)
        self._states[candidate.id] = new
        return new

    def counts(self) -> dict[DraftStatus, int]:
        """Return the number of drafts of each status, without zeros."""
        counts: dict[DraftStatus, int] = {}
        for state in self._states.values():
            counts[state.status] = counts.get(state.status, 0) + 1
        return counts

    def _names(self, candidate: Candidate) -> dict[str, str]:
        """Return the new ids of drafts to which a candidate refers: accepted ones, and statements that may be."""
        return {
            id_: promoted_id(state.candidate)
            for id_, state in self._states.items()
            if state.status == "accepted" or (state.status not in DECIDED and id_ in candidate.statements)
        }

    def _state(self, decision: Decision) -> DraftState:
        """Return the state of the draft of a decision, if the decision fits it."""
        state = self._states.get(decision.record)
        if state is None:
            similar = near(decision.record, self._states)
            hint = f"did you mean {quote(similar[0])}?" if similar else "the draft is not in the file, or is reviewed"
            raise _invalid_decision(decision, f"no draft has the id {quote(decision.record)}", hint)
        if state.status in DECIDED:
            raise _invalid_decision(decision, f"{decision.record} is decided already", "undo that decision first")
        if _has_changed(state, decision):
            raise _invalid_decision(decision, f"{decision.record} has changed since the decision", _CHANGED_HINT)
        return state

    def _is_outdated(self, decision: Decision) -> bool:
        """Return whether a decision is about a draft that has changed or is gone, or undoes such a decision."""
        state = self._states.get(decision.record)
        if decision.verdict != "undo":
            return state is None or _has_changed(state, decision)
        made = any(last.record == decision.record for last, _ in self._history[-1:])
        return not made and any(each.record == decision.record for each in self._outdated)

    def _undo(self, decision: Decision) -> DraftState:
        """Restore the state before the last decision that counts."""
        if not self._history:
            raise _invalid_decision(decision, "there is no decision to undo", "remove the undo")
        last, state = self._history[-1]
        if last.record != decision.record:
            message = f"the last decision is about {last.record}, not about {decision.record}"
            raise _invalid_decision(decision, message, "undo the last decision first")
        self._history.pop()
        self._states[state.candidate.id] = state
        return state


def _has_changed(state: DraftState, decision: Decision) -> bool:
    """Return whether a draft is not the one that the reviewer saw."""
    return decision.draft is not None and decision.draft != fingerprint(state.candidate)


def _invalid_decision(decision: Decision, message: str, hint: str) -> InvalidCorpus:
    return InvalidCorpus([VALID_DECISION.problem(message, path=("record",), record=decision.record, hint=hint)])
