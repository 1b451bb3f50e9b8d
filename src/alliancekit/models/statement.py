"""Statements: who said what, where and when."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, TypeAlias, Unpack

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.models.attestation import EVIDENCE_RULES, Attested
from alliancekit.models.coding import Codings
from alliancekit.models.identifier import Identifiers
from alliancekit.models.ids import PartyRef, PartyRefs, StatementId, StateRef, SubjectRef, SubjectRefs, own
from alliancekit.models.words import Text
from alliancekit.project_fields import NO_PROJECT_FIELDS, ProjectFields
from alliancekit.rules.distinct import Distinct
from alliancekit.rules.membership import Among
from alliancekit.rules.presence import AnyOf
from alliancekit.rules.rule import RecordRule

if TYPE_CHECKING:
    from alliancekit.models.values import StatementValues

VenueKind: TypeAlias = Literal[
    "seminar", "meeting", "visit", "press_conference", "interview", "speech", "debate", "article", "social_media",
    "parliament", "summit", "broadcast", "correspondence", "other",
]  # fmt: skip
"""The kinds of occasions."""


@frozen(kw_only=True)
class Venue(Record):
    """The occasion of a statement.

    Attributes:
        kind: The kind of occasion.
        name: Its name, if it has one.
        place: The town or building.
        state: The state in whose territory it takes place.
    """

    kind: VenueKind
    name: Text | None = None
    place: Text | None = None
    state: StateRef | None = None

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        AnyOf(
            code="AK401",
            demand="A venue has a name or a place.",
            advice="name the occasion or the town; if the source gives neither, record a candidate",
            names=("name", "place"),
        ),
    )


StanceKind: TypeAlias = Literal["support", "oppose", "mixed"]
"""The kinds of stances; mixed is support and opposition in part."""


@frozen(kw_only=True)
class Stance(Record):
    """The position of a speaker on a subject.

    Attributes:
        subject: The actor, state, proposal, treaty or candidate.
        stance: Whether the speaker supports or opposes it, or both in part.
    """

    subject: SubjectRef
    stance: StanceKind


Stances: TypeAlias = Annotated[
    tuple[Stance, ...],
    Distinct(
        code="AK403",
        demand="A statement has one stance on a subject.",
        advice="join the stances; 'mixed' means support and opposition in part",
        by=("subject",),
    ),
]
"""The positions of a speaker."""


@frozen(kw_only=True)
class Statement(Record):
    """An act of speech: one event, however many sources report it.

    A statement without a venue or a date is a `Candidate`.

    Attributes:
        id: ``statement:`` and a slug.
        speaker: The actor or state that speaks.
        office: The title of the office in which the speaker speaks.
        venue: The occasion.
        date: When it was made, as far as known.
        content: Its content, in the coder's words.
        addressees: The actors and states to whom it is addressed.
        about: The actors, states, proposals, treaties and candidates that it is about.
        stances: The positions of the speaker on some of these subjects. A reaction to a proposal is a statement with a
            stance on it.
        identifiers: Its identifiers in external schemes.
        note: A remark in free text.
        codings: Who coded and reviewed it.
        attestations: The sources that report it.
        project_fields: The fields of projects, such as ``x_study`` in a document.

    Raises:
        InvalidRecord: If it breaks rules; the error has a problem for each.
    """

    id: Annotated[StatementId, own("statement")]
    speaker: PartyRef
    office: Text | None = None
    venue: Venue
    date: PartialDate
    content: Text
    addressees: PartyRefs = ()
    about: SubjectRefs = ()
    stances: Stances = ()
    identifiers: Identifiers = ()
    note: Text | None = None
    codings: Codings = ()
    attestations: Attested
    project_fields: ProjectFields = NO_PROJECT_FIELDS

    MISSING_FIELD_HINT: ClassVar[str] = "add the field; if no source gives it, record a candidate"
    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Among(
            code="AK402",
            demand="The subject of a stance is among the subjects of the statement.",
            advice="add the subject to 'about', or correct its id",
            name="stances",
            fields=("subject",),
            of=(("about", ""),),
        ),
        *EVIDENCE_RULES,
    )

    # begin derived signature
    if TYPE_CHECKING:

        @classmethod
        def from_values(cls, **values: Unpack[StatementValues]) -> Self:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
            """Return the record with these values, each converted without loss; see `Record.from_values`."""
            ...
    # end derived signature
