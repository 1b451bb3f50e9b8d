"""Actors: whoever acts in alliance politics and is no state."""

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
        of: The state or organization whose office it is.
        period: From when to when.
    """

    title: Text
    of: PartyRef | None = None
    period: Period


@frozen(kw_only=True)
class Identifier(Record):
    """The actor's identifier in a scheme outside, such as Wikidata.

    Attributes:
        scheme: The scheme, such as ``wikidata`` or ``viaf``.
        value: The identifier there.
    """

    scheme: Text
    value: Text


@frozen(kw_only=True)
class Actor(Record):
    """Whoever acts and is no state: a person, an organization, a bloc of states, a region.

    Attributes:
        id: ``actor:`` and a slug.
        kind: What it is. A bloc is a standing group of states with a name (NATO, the Quad); a region is a part
            of the world spoken of as if it acted (Europe); a machine persona is a program with a person's role.
        names: Its names; the first is the preferred one.
        offices: Offices held, each with its period.
        identifiers: Its identifiers in schemes outside.
        note: Anything else, for people.
        attestations: Where sources name it.

    Raises:
        InvalidRecord: If it breaks a rule, with all that it breaks.
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
            demand="Two periods of the same office do not overlap.",
            advice="join the two periods, or correct them",
            name="offices",
            period="period",
            per=("title", "of"),
        ),
        READINGS,
    )
