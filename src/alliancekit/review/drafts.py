"""Change drafts: candidates with other values, and the records that they become."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, get_args

from attrs import evolve

from alliancekit import convert
from alliancekit.corpus.renaming import renamed
from alliancekit.dates import PartialDate
from alliancekit.engine.reading import TreeReader
from alliancekit.errors import InvalidRecord
from alliancekit.models import Candidate, Proposal, Statement
from alliancekit.models.candidate import TYPES, Gap
from alliancekit.models.coding import Coding
from alliancekit.project_fields import PREFIX
from alliancekit.projects import ANY_PROJECT
from alliancekit.review.decisions import VALID_DECISION, EditedField
from alliancekit.rules.candidates import missing_fields
from alliancekit.rules.problems import unknown_field
from alliancekit.rules.shape import spec_of

if TYPE_CHECKING:
    from alliancekit.formats import Tree

_FIXED: Final = frozenset(("id", "missing"))
"""The fields that a reviewer can't change: the missing fields follow from the others."""

_DAY: Final = 10
"""The length of a day in ISO 8601."""


def reviewed(by: str, at: str) -> Coding:
    """Return the coding of a reviewer.

    Args:
        by: Who.
        at: When: a day or a second, in ISO 8601.
    """
    return Coding(role="reviewed", by=by, date=PartialDate(at[:_DAY]))


def is_reviewed(candidate: Candidate) -> bool:
    """Return whether somebody has reviewed a candidate."""
    return any(coding.role == "reviewed" for coding in candidate.codings)


def with_coding(candidate: Candidate, coding: Coding) -> Candidate:
    """Return a candidate with a coding, unless it has it."""
    if coding in candidate.codings:
        return candidate
    return evolve(candidate, codings=(*candidate.codings, coding))


def edited(candidate: Candidate, changes: Iterable[EditedField], coding: Coding) -> Candidate:
    """Return a candidate with other values; the list of missing fields follows from them.

    Args:
        candidate: The candidate.
        changes: The fields that change.
        coding: The coding of the reviewer, for a complete candidate that has none.

    Raises:
        InvalidRecord: With all problems of the new values. With AK971 if a field can't be changed, or if its old value
            is not that of the candidate.
    """
    tree = convert.tree(candidate)
    names = spec_of(Candidate).names
    for change in changes:
        name = change.field
        if name not in names and not name.startswith(PREFIX):
            raise InvalidRecord([unknown_field(name, set(names))])
        if name in _FIXED:
            message = f"{name} can't be changed: it follows from the other fields, or other records refer to it"
            raise InvalidRecord([VALID_DECISION.problem(message, path=(name,), hint="change another field")])
        if change.old_known and change.old != tree.get(name):
            message = f"{name} has another old value than the decision says"
            raise InvalidRecord([VALID_DECISION.problem(message, path=(name,), record=candidate.id)])
        if change.new is None:
            tree.pop(name, None)
        else:
            tree[name] = change.new
    return _candidate(tree, coding)


def changes_to(candidate: Candidate, tree: "Mapping[str, Tree]") -> tuple[EditedField, ...]:
    """Return the fields in which a whole record that a reviewer has written differs from a candidate.

    Args:
        candidate: The candidate.
        tree: The new record as a plain tree. Its list of missing fields does not matter.

    Raises:
        InvalidRecord: If the new record has another id.
    """
    old = convert.tree(candidate)
    if tree.get("id") != candidate.id:
        message = f"the id must stay {candidate.id!r}, because other records may refer to it"
        raise InvalidRecord([VALID_DECISION.problem(message, path=("id",), hint="change another field")])
    return tuple(
        EditedField(name, tree.get(name), old.get(name), old_known=True)
        for name in {**old, **tree}
        if name not in _FIXED and old.get(name) != tree.get(name)
    )


def _candidate(tree: "dict[str, Tree]", coding: Coding) -> Candidate:
    """Return the candidate of a tree, with the list of its missing fields."""
    of = tree.get("of")
    if isinstance(of, str) and of in TYPES:
        missing = missing_fields(TYPES[of], _values(tree))
        tree = {**tree, "missing": [*missing]}
        if not missing and not tree.get("codings"):
            tree["codings"] = [convert.tree(coding)]
    return convert.record(Candidate, tree, [ANY_PROJECT])


def _values(tree: "dict[str, Tree]") -> dict[str, object]:
    """Return the values of the fields that may be missing; one that can't be read has no value."""
    values: dict[str, object] = {}
    for name in get_args(Gap):
        field = spec_of(Candidate)[name]
        reader = TreeReader()
        value = reader.value(field.shape, tree[name], ()) if name in tree else field.default
        values[name] = field.default if reader.problems else value
    return values


def completed(candidate: Candidate, names: Mapping[str, str]) -> Statement | Proposal:
    """Return the statement or proposal that a candidate becomes.

    Args:
        candidate: The candidate.
        names: New ids of records to which it refers.

    Raises:
        InvalidRecord: If a field is missing, or if it refers to a candidate that can't be the statement of a proposal.
    """
    return renamed(candidate, names).promote()


def promoted_id(candidate: Candidate) -> str:
    """Return the id of the record that a candidate becomes."""
    return f"{candidate.of}:{candidate.id.partition(':')[2]}"
