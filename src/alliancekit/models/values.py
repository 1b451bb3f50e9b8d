"""The types of the values that `from_values` of each record accepts; all are derived from the models."""

from collections.abc import Iterable, Mapping
from typing import NotRequired, TypedDict

from alliancekit._arguments import Number, When
from alliancekit.engine import Record
from alliancekit.models.actor import ActorKind, Member, Office
from alliancekit.models.attestation import Anchor, Attestation, Reading, Wording
from alliancekit.models.candidate import CandidateType, Gap
from alliancekit.models.coding import Coding, CodingMethod, CodingRole
from alliancekit.models.identifier import Identifier
from alliancekit.models.party import Act, ActKind, Party, Signatory
from alliancekit.models.proposal import Form, Outcome, OutcomeStatus
from alliancekit.models.source import Region, RegionKind, SourceKind
from alliancekit.models.state import Code, CodeSystem, Membership, Spell
from alliancekit.models.statement import Stance, StanceKind, Venue, VenueKind
from alliancekit.models.treaty import Commitment, Obligation, Provision
from alliancekit.models.words import Name, NameKind, NameOrder
from alliancekit.project_fields import ProjectFields


class DateValues(TypedDict):
    """A date, and how the source prints it."""

    edtf: str
    as_printed: str


# begin derived values


class NameValues(TypedDict):
    """The values of `Name`; text alone may stand for it."""

    text: str
    language: NotRequired[str | None]
    order: NotRequired[NameOrder | None]
    kind: NotRequired[NameKind | None]
    period: NotRequired[When | DateValues | None]


class OfficeValues(TypedDict):
    """The values of `Office`; title alone may stand for it."""

    title: str
    of: NotRequired[str | None]
    period: NotRequired[When | DateValues | None]


class MemberValues(TypedDict):
    """The values of `Member`; party alone may stand for it."""

    party: str
    spells: NotRequired[Iterable[When | DateValues]]


class IdentifierValues(TypedDict):
    """The values of `Identifier`."""

    scheme: str
    value: str


class CodingValues(TypedDict):
    """The values of `Coding`; by alone may stand for it."""

    role: NotRequired[CodingRole]
    by: str
    date: NotRequired[When | DateValues | None]
    method: NotRequired[CodingMethod | None]
    program: NotRequired[str | None]
    version: NotRequired[str | None]


class AnchorValues(TypedDict):
    """The values of `Anchor`."""

    start: Number
    end: Number
    sha256: str
    fold: str
    prefix: str
    suffix: str


class ReadingValues(TypedDict):
    """The values of `Reading`; field alone may stand for it."""

    field: str
    text: NotRequired[str | None]


class AttestationValues(TypedDict):
    """The values of `Attestation`."""

    source: str
    wording: Wording
    anchors: NotRequired[Iterable[Anchor | AnchorValues]]
    fields: NotRequired[Iterable[str]]
    as_printed: NotRequired[Iterable[Reading | ReadingValues | str]]
    codings: NotRequired[Iterable[Coding | CodingValues | str]]


class ActorValues(TypedDict):
    """The values of `Actor`."""

    id: str
    kind: ActorKind
    names: Iterable[Name | NameValues | str]
    offices: NotRequired[Iterable[Office | OfficeValues | str]]
    members: NotRequired[Iterable[Member | MemberValues | str]]
    identifiers: NotRequired[Iterable[Identifier | IdentifierValues]]
    note: NotRequired[str | None]
    codings: NotRequired[Iterable[Coding | CodingValues | str]]
    attestations: NotRequired[Iterable[Attestation | AttestationValues]]
    project_fields: NotRequired[ProjectFields | Mapping[str, Record | Mapping[str, object]]]


class CodeValues(TypedDict):
    """The values of `Code`."""

    system: CodeSystem
    value: str
    period: NotRequired[When | DateValues | None]


class SpellValues(TypedDict):
    """The values of `Spell`."""

    system: Membership
    period: When | DateValues


class StateValues(TypedDict):
    """The values of `State`."""

    id: str
    names: Iterable[Name | NameValues | str]
    codes: Iterable[Code | CodeValues]
    spells: NotRequired[Iterable[Spell | SpellValues]]
    predecessors: NotRequired[Iterable[str]]
    identifiers: NotRequired[Iterable[Identifier | IdentifierValues]]
    note: NotRequired[str | None]
    codings: NotRequired[Iterable[Coding | CodingValues | str]]
    attestations: NotRequired[Iterable[Attestation | AttestationValues]]
    project_fields: NotRequired[ProjectFields | Mapping[str, Record | Mapping[str, object]]]


class RegionValues(TypedDict):
    """The values of `Region`."""

    kind: RegionKind
    start: Number
    end: Number


class SourceValues(TypedDict):
    """The values of `Source`."""

    id: str
    kind: SourceKind
    title: NotRequired[str | None]
    untitled: NotRequired[str | None]
    publisher: NotRequired[str | None]
    creators: NotRequired[Iterable[str]]
    published: NotRequired[When | DateValues | None]
    dated_by: NotRequired[str | None]
    url: NotRequired[str | None]
    accessed: NotRequired[When | DateValues | None]
    language: NotRequired[str | None]
    digest: NotRequired[str | None]
    file: NotRequired[str | None]
    length: NotRequired[Number | None]
    regions: NotRequired[Iterable[Region | RegionValues]]
    derived_from: NotRequired[str | None]
    machine_author: NotRequired[bool]
    identifiers: NotRequired[Iterable[Identifier | IdentifierValues]]
    note: NotRequired[str | None]
    codings: NotRequired[Iterable[Coding | CodingValues | str]]
    project_fields: NotRequired[ProjectFields | Mapping[str, Record | Mapping[str, object]]]


class VenueValues(TypedDict):
    """The values of `Venue`."""

    kind: VenueKind
    name: NotRequired[str | None]
    place: NotRequired[str | None]
    state: NotRequired[str | None]


class StanceValues(TypedDict):
    """The values of `Stance`."""

    subject: str
    stance: StanceKind


class StatementValues(TypedDict):
    """The values of `Statement`."""

    id: str
    speaker: str
    office: NotRequired[str | None]
    venue: Venue | VenueValues
    date: When | DateValues
    content: str
    addressees: NotRequired[Iterable[str]]
    about: NotRequired[Iterable[str]]
    stances: NotRequired[Iterable[Stance | StanceValues]]
    identifiers: NotRequired[Iterable[Identifier | IdentifierValues]]
    note: NotRequired[str | None]
    codings: NotRequired[Iterable[Coding | CodingValues | str]]
    attestations: Iterable[Attestation | AttestationValues]
    project_fields: NotRequired[ProjectFields | Mapping[str, Record | Mapping[str, object]]]


class OutcomeValues(TypedDict):
    """The values of `Outcome`."""

    status: OutcomeStatus
    date: NotRequired[When | DateValues | None]
    by: NotRequired[Iterable[str]]
    led_to: NotRequired[str | None]


class ProposalValues(TypedDict):
    """The values of `Proposal`."""

    id: str
    names: Iterable[Name | NameValues | str]
    proposers: Iterable[str]
    members: Iterable[str]
    open_tail: NotRequired[str | None]
    rationale: Iterable[str]
    form: NotRequired[Form | None]
    scope: NotRequired[Iterable[str]]
    date: NotRequired[When | DateValues | None]
    statements: NotRequired[Iterable[str]]
    outcomes: NotRequired[Iterable[Outcome | OutcomeValues]]
    identifiers: NotRequired[Iterable[Identifier | IdentifierValues]]
    note: NotRequired[str | None]
    codings: NotRequired[Iterable[Coding | CodingValues | str]]
    attestations: NotRequired[Iterable[Attestation | AttestationValues]]
    project_fields: NotRequired[ProjectFields | Mapping[str, Record | Mapping[str, object]]]


class ActValues(TypedDict):
    """The values of `Act`."""

    kind: ActKind
    date: NotRequired[When | DateValues | None]
    effective: NotRequired[When | DateValues | None]
    until: NotRequired[When | DateValues | None]
    toward: NotRequired[Iterable[str]]
    scope: NotRequired[str | None]
    place: NotRequired[str | None]
    note: NotRequired[str | None]


class PartyValues(TypedDict):
    """The values of `Party`; party alone may stand for it."""

    party: str
    spells: NotRequired[Iterable[When | DateValues]]
    acts: NotRequired[Iterable[Act | ActValues]]


class SignatoryValues(TypedDict):
    """The values of `Signatory`; party alone may stand for it."""

    party: str
    acts: NotRequired[Iterable[Act | ActValues]]


class CommitmentValues(TypedDict):
    """The values of `Commitment`."""

    by: str
    toward: Iterable[str]
    obligation: Obligation
    condition: NotRequired[str | None]
    period: NotRequired[When | DateValues | None]


class ProvisionValues(TypedDict):
    """The values of `Provision`."""

    variable: str
    value: str
    parties: NotRequired[Iterable[str]]
    period: NotRequired[When | DateValues | None]


class TreatyValues(TypedDict):
    """The values of `Treaty`."""

    id: str
    names: Iterable[Name | NameValues | str]
    parties: NotRequired[Iterable[Party | PartyValues | str]]
    signatories: NotRequired[Iterable[Signatory | SignatoryValues | str]]
    adopted: NotRequired[When | DateValues | None]
    signed: NotRequired[When | DateValues | None]
    place: NotRequired[str | None]
    in_force: NotRequired[When | DateValues | None]
    never_in_force: NotRequired[bool]
    ended: NotRequired[When | DateValues | None]
    as_of: NotRequired[When | DateValues | None]
    commitments: NotRequired[Iterable[Commitment | CommitmentValues]]
    provisions: NotRequired[Iterable[Provision | ProvisionValues]]
    depositaries: NotRequired[Iterable[str]]
    languages: NotRequired[Iterable[str]]
    replaces: NotRequired[Iterable[str]]
    amends: NotRequired[Iterable[str]]
    groupings: NotRequired[Iterable[str]]
    identifiers: NotRequired[Iterable[Identifier | IdentifierValues]]
    note: NotRequired[str | None]
    codings: NotRequired[Iterable[Coding | CodingValues | str]]
    attestations: NotRequired[Iterable[Attestation | AttestationValues]]
    project_fields: NotRequired[ProjectFields | Mapping[str, Record | Mapping[str, object]]]


class CandidateValues(TypedDict):
    """The values of `Candidate`."""

    id: str
    of: CandidateType
    missing: NotRequired[Iterable[Gap]]
    speaker: NotRequired[str | None]
    office: NotRequired[str | None]
    venue: NotRequired[Venue | VenueValues | None]
    date: NotRequired[When | DateValues | None]
    content: NotRequired[str | None]
    addressees: NotRequired[Iterable[str]]
    about: NotRequired[Iterable[str]]
    stances: NotRequired[Iterable[Stance | StanceValues]]
    names: NotRequired[Iterable[Name | NameValues | str]]
    proposers: NotRequired[Iterable[str]]
    members: NotRequired[Iterable[str]]
    open_tail: NotRequired[str | None]
    rationale: NotRequired[Iterable[str]]
    form: NotRequired[Form | None]
    scope: NotRequired[Iterable[str]]
    outcomes: NotRequired[Iterable[Outcome | OutcomeValues]]
    statements: NotRequired[Iterable[str]]
    identifiers: NotRequired[Iterable[Identifier | IdentifierValues]]
    note: NotRequired[str | None]
    codings: NotRequired[Iterable[Coding | CodingValues | str]]
    attestations: Iterable[Attestation | AttestationValues]
    project_fields: NotRequired[ProjectFields | Mapping[str, Record | Mapping[str, object]]]


# end derived values
