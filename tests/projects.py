"""A project with rules of its own classes, of the families of the package, and of single fields."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from attrs import evolve, frozen

from alliancekit import Attestation, Proposal, Severity, Statement
from alliancekit.projects import Project
from alliancekit.rules import AnyOf, AtLeast, Complaint, FieldRule, RecordRule
from alliancekit.rules.json_schema import Clause, Schema, with_code

if TYPE_CHECKING:
    from alliancekit.rules.shape import Spec
    from alliancekit.strategies.drafts import Draft


@frozen(kw_only=True)
class Verbatim(RecordRule):
    """A statement has a verbatim attestation; the class writes all faces."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The attestations."""
        return ("attestations",)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (attestations,) = cast("tuple[tuple[Attestation, ...]]", values)
        if not any(attestation.wording == "verbatim" for attestation in attestations):
            yield ("attestations",), "must list a verbatim one"

    def json_schema(self, spec: "Spec") -> Clause:
        """Return that one of them contains the word."""
        del spec
        verbatim: Schema = {"properties": {"wording": {"const": "verbatim"}}, "required": ["wording"]}
        return Clause({"properties": {"attestations": with_code(self, {"contains": verbatim})}})

    def break_draft(self, draft: "Draft") -> None:
        """Make all attestations indirect."""
        items = cast("tuple[Attestation, ...]", draft.values["attestations"])
        draft.set("attestations", tuple(evolve(item, wording="indirect") for item in items))

    def mend_draft(self, draft: "Draft") -> None:
        """Make the first attestation verbatim."""
        items = cast("tuple[Attestation, ...]", draft.values["attestations"])
        if items:
            draft.set("attestations", (evolve(items[0], wording="verbatim"), *items[1:]))


@frozen(kw_only=True)
class NotX(FieldRule):
    """A text has no letter x; the class writes no other face."""

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        if "x" in str(values[0]):
            yield (), "must not have an x"

    def hint(self, *values: object) -> str:
        """Return the word without it."""
        return f"write {str(values[0]).replace('x', '')!r}"


VERBATIM = Verbatim(code="ST1", demand="A statement has a verbatim attestation.", advice="quote a source")
NO_X = NotX(code="ST2", demand="A text has no x.")
ADDRESSED = AnyOf(
    code="ST3", demand="A statement has an addressee or a subject.", advice="add one", names=("addressees", "about")
)
SCOPED = AtLeast(code="ST4", demand="A proposal has a scope.", advice="add it", count=1, severity=Severity.WARNING)

STUDY = Project(
    name="study",
    rules={Statement: (VERBATIM, ADDRESSED)},
    field_rules={Statement: {"content": (NO_X,)}, Proposal: {"scope": [SCOPED]}},
)
