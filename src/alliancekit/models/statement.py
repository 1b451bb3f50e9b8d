"""Statements: who said what, where and when."""

from typing import Annotated, ClassVar, Literal

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.models.attestation import READINGS, Attested
from alliancekit.models.ids import PartyRef, PartyRefs, StatementId, StateRef, SubjectRefs, own
from alliancekit.models.words import Text
from alliancekit.rules.presence import AnyOf
from alliancekit.rules.rule import RecordRule


@frozen(kw_only=True)
class Venue(Record):
    """The occasion of a statement.

    Attributes:
        kind: What kind of occasion.
        name: What it is called, if it has a name.
        place: The town or building.
        state: The state on whose territory it is.
    """

    kind: Literal[
        "seminar", "meeting", "visit", "press_conference", "interview", "speech", "debate", "article", "social_media",
        "parliament", "summit", "broadcast", "correspondence", "other",
    ]  # fmt: skip
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


@frozen(kw_only=True)
class Statement(Record):
    """An act of speech: one event, however many sources report it.

    What lacks its venue or date is a `Candidate`.

    Attributes:
        id: ``statement:`` and a slug.
        speaker: Who spoke.
        office: The office of the speaker in which it was said, by its title.
        venue: On which occasion.
        date: When, as far as it is known.
        content: What was said, in the coder's words.
        addressees: To whom.
        about: What it is about.
        note: Anything else, for people.
        attestations: Which sources report it.

    Raises:
        InvalidRecord: If it breaks a rule, with all that it breaks.
    """

    id: Annotated[StatementId, own("statement")]
    speaker: PartyRef
    office: Text | None = None
    venue: Venue
    date: PartialDate
    content: Text
    addressees: PartyRefs = ()
    about: SubjectRefs = ()
    note: Text | None = None
    attestations: Attested

    WHERE_INCOMPLETE: ClassVar[str] = "add the field; if no source tells it, record a candidate"
    RULES: ClassVar[tuple[RecordRule, ...]] = (READINGS,)
