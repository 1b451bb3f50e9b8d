"""Actors: persons, organizations and other agents in alliance politics that are not states."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, TypeAlias, Unpack

from attrs import frozen

from alliancekit.engine import Record
from alliancekit.models.attestation import EVIDENCE_RULES, Attestations
from alliancekit.models.coding import Codings
from alliancekit.models.identifier import Identifiers
from alliancekit.models.ids import ONCE, ActorId, PartyRef, own
from alliancekit.models.words import Names, Period, Text
from alliancekit.project_fields import NO_PROJECT_FIELDS, ProjectFields
from alliancekit.rules.disjoint import DisjointPeriods
from alliancekit.rules.distinct import Distinct
from alliancekit.rules.presence import Forbids
from alliancekit.rules.rule import RecordRule

if TYPE_CHECKING:
    from alliancekit.models.values import ActorValues


@frozen(kw_only=True)
class Office(Record):
    """An office that a person holds or held.

    Attributes:
        title: The office.
        of: The state or actor to which the office belongs; an actor is usually an organization.
        period: The time in office; None: it is not known.
    """

    title: Text
    of: PartyRef | None = None
    period: Period | None = None


@frozen(kw_only=True)
class Member(Record):
    """A member of a bloc, with the times of its membership.

    Attributes:
        party: The state or actor; a bloc may be a member of another bloc.
        spells: The periods from entry to exit, in order of time; empty: the whole lifetime of the bloc.
    """

    party: PartyRef
    spells: tuple[Period, ...] = ()

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        DisjointPeriods(
            code="AK203",
            demand="The spells of a member are in order of time and do not overlap.",
            advice="put the spells in order, and join those that overlap",
            name="spells",
            in_order=True,
        ),
    )


ActorKind: TypeAlias = Literal[
    "person", "organization", "government_body", "bloc", "region", "media", "machine_persona"
]
"""The kinds of actors."""


@frozen(kw_only=True)
class Actor(Record):
    """An agent that is not a state: a person, an organization, a bloc of states, a region.

    Attributes:
        id: ``actor:`` and a slug.
        kind: Its kind. A bloc is a standing group of states with a name (NATO, the Quad); a region is a part
            of the world spoken of as if it acted (Europe); a machine persona is a program with a person's role.
        names: Its names; the first is the preferred one.
        offices: Its offices, past and present.
        members: The members of a bloc, each with the spells of its membership. They need not be the parties of a
            treaty: an alliance may be wider than its treaty, or have none. Panels do not count them.
        identifiers: Its identifiers in external schemes.
        note: A remark in free text.
        codings: Who coded and reviewed it.
        attestations: The sources that name it, and where.
        project_fields: The fields of projects, such as ``x_study`` in a document.

    Raises:
        InvalidRecord: If it breaks rules; the error has a problem for each.
    """

    id: Annotated[ActorId, own("actor")]
    kind: ActorKind
    names: Names
    offices: Annotated[tuple[Office, ...], ONCE] = ()
    members: Annotated[
        tuple[Member, ...],
        Distinct(
            code="AK204",
            demand="No member of a bloc is listed twice.",
            advice="put all its spells into one entry",
            by=("party",),
        ),
    ] = ()
    identifiers: Identifiers = ()
    note: Text | None = None
    codings: Codings = ()
    attestations: Attestations = ()
    project_fields: ProjectFields = NO_PROJECT_FIELDS

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Forbids(
            code="AK201",
            demand="Only a person has offices.",
            advice="remove the offices, or correct the kind",
            name="kind",
            values=("organization", "government_body", "bloc", "region", "media", "machine_persona"),
            others=("offices",),
        ),
        Forbids(
            code="AK205",
            demand="Only a bloc has members.",
            advice="remove the members, or correct the kind",
            name="kind",
            values=("person", "organization", "government_body", "region", "media", "machine_persona"),
            others=("members",),
        ),
        DisjointPeriods(
            code="AK202",
            demand="Two periods of an actor in offices with the same 'title' and 'of' do not overlap.",
            advice="join the two periods, or correct them",
            name="offices",
            period="period",
            per=("title", "of"),
            missing="unknown",
        ),
        *EVIDENCE_RULES,
    )

    # begin derived signature
    if TYPE_CHECKING:

        @classmethod
        def from_values(cls, **values: Unpack[ActorValues]) -> Self:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
            """Return the record with these values, each converted without loss; see `Record.from_values`."""
            ...
    # end derived signature
