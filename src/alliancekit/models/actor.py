"""Actors: persons, organizations and other agents in alliance politics that are not states."""

from typing import Annotated, ClassVar, Literal

from attrs import frozen

from alliancekit.engine import Record
from alliancekit.models.attestation import READINGS, Attestations
from alliancekit.models.ids import ONCE, ActorId, PartyRef, own
from alliancekit.models.words import Names, Period, Text
from alliancekit.rules.disjoint import DisjointPeriods
from alliancekit.rules.presence import Forbids
from alliancekit.rules.rule import RecordRule


@frozen(kw_only=True)
class Office(Record):
    """An office that a person holds or held.

    Attributes:
        title: The office.
        of: The state or actor to which the office belongs; an actor is usually an organization.
        period: The time in office.
    """

    title: Text
    of: PartyRef | None = None
    period: Period


@frozen(kw_only=True)
class Identifier(Record):
    """The actor's identifier in an external scheme, such as Wikidata.

    Attributes:
        scheme: The scheme, such as ``wikidata`` or ``viaf``.
        value: The identifier in this scheme.
    """

    scheme: Text
    value: Text


@frozen(kw_only=True)
class Actor(Record):
    """An agent that is not a state: a person, an organization, a bloc of states, a region.

    Attributes:
        id: ``actor:`` and a slug.
        kind: Its kind. A bloc is a standing group of states with a name (NATO, the Quad); a region is a part
            of the world spoken of as if it acted (Europe); a machine persona is a program with a person's role.
        names: Its names; the first is the preferred one.
        offices: Its offices, past and present, each with its period.
        identifiers: Its identifiers in external schemes.
        note: A remark in free text.
        attestations: The sources that name it, and where.

    Raises:
        InvalidRecord: If it breaks rules; the error has a problem for each.
    """

    id: Annotated[ActorId, own("actor")]
    kind: Literal["person", "organization", "government_body", "bloc", "region", "media", "machine_persona"]
    names: Names
    offices: Annotated[tuple[Office, ...], ONCE] = ()
    identifiers: Annotated[tuple[Identifier, ...], ONCE] = ()
    note: Text | None = None
    attestations: Attestations = ()

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Forbids(
            code="AK201",
            demand="Only a person has offices.",
            advice="remove the offices, or correct the kind",
            name="kind",
            values=("organization", "government_body", "bloc", "region", "media", "machine_persona"),
            others=("offices",),
        ),
        DisjointPeriods(
            code="AK202",
            demand="Two periods of an actor in offices with the same 'title' and 'of' do not overlap.",
            advice="join the two periods, or correct them",
            name="offices",
            period="period",
            per=("title", "of"),
        ),
        READINGS,
    )
