"""The rules and fields of the project for the records of alliancekit."""

from collections.abc import Iterator
from typing import Annotated, Literal, cast

from attrs import frozen

from alliancekit import Attestation, Source, Statement
from alliancekit.models import Record
from alliancekit.projects import Project
from alliancekit.rules import AnyOf, AtLeast, Complaint, Minimum, RecordRule


@frozen(kw_only=True)
class HasVerbatim(RecordRule):
    """One of the attestations is verbatim."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The attestations."""
        return ("attestations",)

    def complaints(self, *values: object) -> Iterator[Complaint]:
        """Yield nothing, or the one complaint."""
        (attestations,) = cast("tuple[tuple[Attestation, ...]]", values)
        if not any(attestation.wording == "verbatim" for attestation in attestations):
            yield ("attestations",), "must list a verbatim one"


@frozen(kw_only=True)
class Talk(Record):
    """How the project codes a statement.

    Attributes:
        salience: How important it is, from 1.
        tone: Its tone.
    """

    salience: Annotated[int, Minimum(code="SU104", demand="The salience is 1 or more.", bound=1)]
    tone: Literal["hostile", "friendly"] | None = None


PROJECT = Project(
    name="summits",
    rules={
        Statement: [HasVerbatim(code="SU101", demand="Every statement has a verbatim attestation.")],
        Source: [AnyOf(code="SU102", demand="A source has an address or a file.", names=("url", "file"))],
    },
    field_rules={Statement: {"about": [AtLeast(code="SU103", demand="A statement has a subject.", count=1)]}},
    fields={Statement: Talk},
)
