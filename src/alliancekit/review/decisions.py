"""Decisions about drafts: what a reviewer does with a candidate, who, when and what changed."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias, cast

from attrs import evolve, field, frozen

from alliancekit import convert
from alliancekit.engine import Record
from alliancekit.errors import InvalidCorpus, Location, Path, Problem, path_text
from alliancekit.messages import described
from alliancekit.models import Candidate
from alliancekit.models.ids import CandidateId, own
from alliancekit.models.words import Text
from alliancekit.rules import Rule
from alliancekit.rules.shape import TYPE, UNKNOWN

if TYPE_CHECKING:
    from alliancekit.formats import Document, Tree

Verdict: TypeAlias = Literal["accept", "accept_as_candidate", "reject", "skip", "edit", "undo"]
"""What a reviewer does.

``accept``: the draft becomes a statement or proposal; ``accept_as_candidate``: it is correct, but incomplete;
``reject``: it is left out; ``skip``: it is decided later; ``edit``: fields are changed, and it is decided later;
``undo``: the decision before this one does not count.
"""

VALID_DECISION = Rule(
    code="AK971",
    demand="A decision is about a draft of the file, as it is now.",
    advice="correct the decision, or review the draft again",
)

CODED_BY_A_PERSON = Rule(
    code="AK972",
    demand="A candidate that becomes a statement or a proposal was coded or reviewed by a person.",
    advice="compare it with its text: alliancekit review",
)

REVIEW_RULES: Final = (VALID_DECISION, CODED_BY_A_PERSON)
"""The rules of decisions, and of what follows from them."""

_NO_REVIEWER: Final = "a decision must say who decides"

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T|$)")

_FINGERPRINT_LENGTH: Final = 16
"""The number of hexadecimal digits that identify a draft."""


@frozen
class EditedField:
    """A field that a reviewer changes.

    Attributes:
        field: The name of a field of the candidate, or the key of a project, such as ``x_study``.
        new: Its new value, as in a corpus file; None: none.
        old: Its value before; None if there was none, or if the decision does not say it.
        old_known: Whether the decision says the old value.
    """

    field: str
    new: "Tree"
    old: "Tree" = None
    old_known: bool = False


@frozen(kw_only=True)
class Decision:
    """A decision of a reviewer.

    Attributes:
        record: The id of the candidate.
        verdict: What the reviewer does.
        by: Who: initials, a name, or an ORCID.
        at: When: a day or a second, in ISO 8601.
        reason: Why; required where a draft is rejected.
        changes: The fields that are changed before the draft is accepted, or by ``edit``.
        draft: The fingerprint of the draft that the reviewer saw; None: not known.
        location: Where the decision stands, if it comes from a file.
    """

    record: str
    verdict: Verdict
    by: str
    at: str
    reason: str | None = None
    changes: tuple[EditedField, ...] = ()
    draft: str | None = None
    location: Location | None = field(default=None, eq=False, repr=False)

    def tree(self) -> "dict[str, Tree]":
        """Return the decision as a plain tree, as in a file of decisions."""
        result: dict[str, Tree] = {"record": self.record, "decision": self.verdict, "by": self.by, "at": self.at}
        if self.reason is not None:
            result["reason"] = self.reason
        if self.changes:
            result["changes"] = [_change_tree(each) for each in self.changes]
        if self.draft is not None:
            result["draft"] = self.draft
        return result


@frozen(kw_only=True)
class DecisionFields(Record):
    """The fields of a decision in a file, without its changes: they hold values of any type."""

    record: Annotated[CandidateId, own("candidate")]
    decision: Verdict
    by: Text | None = None
    at: Text | None = None
    reason: Text | None = None
    draft: Text | None = None


@frozen(kw_only=True)
class ChangeFields(Record):
    """The fields of a change in a file, without its values."""

    field: Text


def fingerprint(candidate: Candidate) -> str:
    """Return a text that identifies a candidate with all its values."""
    text = json.dumps(convert.tree(candidate), ensure_ascii=False, sort_keys=True)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_FINGERPRINT_LENGTH]


def decision_of(tree: object, by: str | None, at: str) -> Decision:
    """Return the decision that a plain tree describes.

    Args:
        tree: An object with the fields of `Decision.tree`.
        by: Who decides, where the tree does not say it.
        at: When, where the tree does not say it.

    Raises:
        InvalidCorpus: With all problems of the tree, each with its path.
    """
    if not isinstance(tree, dict):
        raise InvalidCorpus([TYPE.problem(f"a decision must be an object, got {described(tree)}")])
    values = {**cast("dict[str, Tree]", tree)}
    changes = values.pop("changes", None)
    fields, problems = convert.read(DecisionFields, values)
    edits, more = _edits(changes)
    found = [*problems, *more, *(_own_problems(fields, edits, by) if fields and not more else ())]
    if fields is None or found:
        raise InvalidCorpus(found)
    return Decision(
        record=fields.record,
        verdict=fields.decision,
        by=fields.by or str(by),
        at=fields.at or at,
        reason=fields.reason,
        changes=edits,
        draft=fields.draft,
    )


def decisions_of(documents: "Iterable[tuple[Document, Path, object]]", by: str | None, at: str) -> tuple[Decision, ...]:
    """Return the decisions of parsed files, in order.

    Args:
        documents: For each decision its document, its path in the document, and its tree.
        by: Who decides, where a decision does not say it.
        at: When, where a decision does not say it.

    Raises:
        InvalidCorpus: With all problems, each with its location.
    """
    decisions: list[Decision] = []
    problems: list[Problem] = []
    for document, path, tree in documents:
        try:
            decisions.append(evolve(decision_of(tree, by, at), location=document.locate(path)))
        except InvalidCorpus as error:
            problems += (
                evolve(each, location=locate(document, each, path), record=path_text(path)) for each in error.problems
            )
    if problems:
        raise InvalidCorpus(_without_repetition(problems))
    return tuple(decisions)


def _without_repetition(problems: list[Problem]) -> Iterator[Problem]:
    """Yield problems; of those that the option --by solves, only the first one, with the number of the others."""
    unnamed = [problem for problem in problems if problem.message == _NO_REVIEWER]
    for problem in problems:
        if problem not in unnamed[1:]:
            others = f" (and {len(unnamed) - 1} others)" if problem in unnamed[:1] and unnamed[1:] else ""
            yield evolve(problem, message=f"{problem.message}{others}")


def locate(document: "Document", problem: Problem, path: Path = ()) -> Location:
    """Return the location of a problem in a document: of the key for an unknown field, else of the value.

    Args:
        document: The document.
        problem: The problem.
        path: The path in the document of what has the problem.
    """
    return document.locate((*path, *problem.path), key=problem.code == UNKNOWN.code)


def _edits(changes: "Tree") -> tuple[tuple[EditedField, ...], list[Problem]]:
    """Return the changes of a decision, and their problems."""
    if changes is None:
        return (), []
    if not isinstance(changes, list):
        return (), [TYPE.problem(f"changes must be a list, got {described(changes)}", path=("changes",))]
    edits: list[EditedField] = []
    problems: list[Problem] = []
    for n, each in enumerate(changes):
        values = {**each} if isinstance(each, dict) else each
        new = values.pop("new", None) if isinstance(values, dict) else None
        old_known = isinstance(values, dict) and "old" in values
        old = values.pop("old", None) if isinstance(values, dict) else None
        fields, found = convert.read(ChangeFields, values)
        problems += (evolve(problem, path=("changes", n, *problem.path)) for problem in found)
        if fields:
            edits.append(EditedField(fields.field, new, old, old_known))
    return tuple(edits), problems


def _own_problems(fields: DecisionFields, edits: tuple[EditedField, ...], by: str | None) -> Iterator[Problem]:
    """Yield the problems of a decision whose fields are valid one by one."""
    if not fields.by and not by:
        yield VALID_DECISION.problem(_NO_REVIEWER, path=("decision",), hint="add 'by', or the option --by")
    if fields.at and not _is_moment(fields.at):
        message = f"at must be a day or a second in ISO 8601, got {described(fields.at)}"
        yield VALID_DECISION.problem(message, path=("at",), hint="write 2026-12-01 or 2026-12-01T09:30:00Z")
    if fields.decision == "reject" and not fields.reason:
        yield VALID_DECISION.problem("a rejection must have a reason", path=("decision",), hint="add 'reason'")
    if fields.decision in {"reject", "skip", "undo"} and edits:
        message = f"changes do not belong to the decision {fields.decision!r}"
        yield VALID_DECISION.problem(
            message, path=("changes",), hint="change fields with 'edit', 'accept' or 'accept_as_candidate'"
        )
    if fields.decision == "edit" and not edits:
        yield VALID_DECISION.problem("an edit must have changes", path=("decision",), hint="add 'changes'")


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return _DAY.match(text) is not None


def _change_tree(change: EditedField) -> "dict[str, Tree]":
    old: dict[str, Tree] = {"old": change.old} if change.old_known else {}
    return {"field": change.field, **old, "new": change.new}
