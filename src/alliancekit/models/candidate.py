"""Candidates: what a source reports but leaves incomplete."""

from collections.abc import Callable
from typing import Annotated, ClassVar, Literal, TypeAlias, cast

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.errors import InvalidRecord
from alliancekit.models.attestation import READINGS, Attested
from alliancekit.models.ids import (
    ONCE,
    CallRefs,
    CandidateId,
    PartyId,
    PartyRef,
    PartyRefs,
    StatementId,
    SubjectRefs,
    own,
)
from alliancekit.models.proposal import Form, Proposal
from alliancekit.models.statement import Statement, Venue
from alliancekit.models.words import Name, Text, Texts
from alliancekit.rules.candidates import Foreign, Lacks
from alliancekit.rules.counts import AtLeast
from alliancekit.rules.problems import unknown_field
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.shape import spec_of

Gap: TypeAlias = Literal["speaker", "venue", "date", "content", "names", "proposers", "members", "rationale"]
"""What a candidate may lack: a field that its type demands."""

_TYPES: dict[str, type] = {"statement": Statement, "proposal": Proposal}


@frozen(kw_only=True)
class Candidate(Record):
    """A statement or proposal that a source reports without all that the type demands.

    It keeps incomplete evidence without weakening the rule. The fields are those of the two types.

    Attributes:
        id: ``candidate:`` and a slug.
        of: What it would be.
        missing: Which of the demanded fields it lacks; all of them and no other.
        speaker: As in a statement; the other fields likewise.
        names: As in a proposal; the other fields likewise.
        note: Anything else, for people.
        attestations: Which sources report it.

    Raises:
        InvalidRecord: If it breaks a rule, with all that it breaks.
    """

    id: Annotated[CandidateId, own("candidate")]
    of: Literal["statement", "proposal"]
    missing: Annotated[
        tuple[Gap, ...],
        AtLeast(
            code="AK701",
            demand="A candidate names what is missing.",
            advice="name what is missing; if nothing is, record a statement or a proposal",
            count=1,
        ),
        ONCE,
    ]
    speaker: PartyRef | None = None
    office: Text | None = None
    venue: Venue | None = None
    date: PartialDate | None = None
    content: Text | None = None
    addressees: PartyRefs = ()
    about: SubjectRefs = ()
    names: Annotated[tuple[Name, ...], ONCE] = ()
    proposers: PartyRefs = ()
    members: PartyRefs = ()
    open_tail: Text | None = None
    rationale: Texts = ()
    form: Form | None = None
    scope: Texts = ()
    statements: CallRefs = ()
    note: Text | None = None
    attestations: Attested

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Foreign(
            code="AK703",
            demand="A candidate has no fields but those of the type that it would be.",
            advice="take the field out, or correct 'of'",
            of="of",
            types=_TYPES,
        ),
        Lacks(
            code="AK702",
            demand="A candidate lacks just what it names as missing.",
            advice="make 'missing' list exactly the demanded fields that are not known",
            of="of",
            missing="missing",
            types=_TYPES,
            names=("speaker", "venue", "date", "content", "names", "proposers", "members", "rationale"),
        ),
        READINGS,
    )

    def promote(  # noqa: PLR0913 - one argument for each gap
        self,
        *,
        speaker: PartyId | None = None,
        venue: Venue | None = None,
        date: PartialDate | None = None,
        content: str | None = None,
        names: tuple[Name, ...] = (),
        proposers: tuple[PartyId, ...] = (),
        members: tuple[PartyId, ...] = (),
        rationale: tuple[str, ...] = (),
        statements: tuple[StatementId, ...] = (),
    ) -> Statement | Proposal:
        """Return the statement or proposal that this becomes once its gaps are filled.

        Its id keeps the slug: ``candidate:x`` becomes ``statement:x`` or ``proposal:x``.

        Args:
            speaker: Fills that gap, or replaces what the candidate has; the others likewise.
            venue: Where a statement was made.
            date: When.
            content: What was said.
            names: What a proposal is called.
            proposers: Who calls for it.
            members: Who is to belong to it.
            rationale: Why.
            statements: The statements that make a proposal, in place of candidates.

        Raises:
            InvalidRecord: If a gap is left, what is given is no field of that type, or the record breaks another rule.
        """
        filled = {
            "speaker": speaker, "venue": venue, "date": date, "content": content,
            "names": names, "proposers": proposers, "members": members, "rationale": rationale,
            "statements": statements,
        }  # fmt: skip
        model = _TYPES[self.of]
        held = {field.name: getattr(self, field.name) for field in spec_of(model).fields}
        given = {name: value for name, value in filled.items() if value not in (None, ())}
        if foreign := given.keys() - held.keys():
            raise InvalidRecord(unknown_field(name, set(held)) for name in sorted(foreign))
        slug = self.id.partition(":")[2]
        make = cast("Callable[..., Statement | Proposal]", model)
        return make(**{**held, **given, "id": f"{self.of}:{slug}"})
