"""Candidates: statements and proposals that are incomplete, or drafts that nobody has accepted yet."""

from collections.abc import Callable, Mapping
from typing import (
    TYPE_CHECKING,
    Annotated,
    ClassVar,
    Final,
    Literal,
    Self,
    TypeAlias,
    TypedDict,
    Unpack,
    cast,
    get_args,
)

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.errors import InvalidRecord
from alliancekit.messages import quote
from alliancekit.models.attestation import EVIDENCE_RULES, Attested
from alliancekit.models.coding import Codings
from alliancekit.models.identifier import Identifiers
from alliancekit.models.ids import (
    ONCE,
    CallRefs,
    CandidateId,
    PartyRef,
    PartyRefs,
    StatementRefs,
    SubjectRefs,
    own,
)
from alliancekit.models.proposal import Form, Outcomes, Proposal
from alliancekit.models.statement import Stances, Statement, Venue
from alliancekit.models.words import Name, Text, Texts
from alliancekit.project_fields import NO_PROJECT_FIELDS, ProjectFields
from alliancekit.rules.candidates import ListsMissingFields, NoFieldsOfOtherTypes
from alliancekit.rules.presence import AnyOf
from alliancekit.rules.problems import unknown_field
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.shape import spec_of

if TYPE_CHECKING:
    from alliancekit.models.values import CandidateValues

# begin derived gaps
Gap: TypeAlias = Literal[
    "speaker", "venue", "date", "content", "names", "proposers", "members", "rationale",
]  # fmt: skip
"""A field that a candidate may lack: the type that it will become requires it."""
# end derived gaps

TYPES: Final[Mapping[str, type[Statement | Proposal]]] = {"statement": Statement, "proposal": Proposal}
"""The types that a candidate may become, by the value of `of`."""


class Filled(TypedDict, total=False):
    """The arguments of `Candidate.promote`: every field of `Statement` or `Proposal` except `id` and `attestations`."""

    # begin derived filled
    speaker: PartyRef
    office: Text | None
    venue: Venue
    date: PartialDate
    content: Text
    addressees: PartyRefs
    about: SubjectRefs
    stances: Stances
    identifiers: Identifiers
    note: Text | None
    codings: Codings
    project_fields: ProjectFields
    names: Annotated[tuple[Name, ...], ONCE]
    proposers: Annotated[tuple[PartyRef, ...], ONCE]
    members: Annotated[tuple[PartyRef, ...], ONCE]
    open_tail: Text | None
    rationale: Annotated[tuple[Text, ...], ONCE]
    form: Form | None
    scope: Texts
    statements: StatementRefs
    outcomes: Outcomes
    # end derived filled


CandidateType: TypeAlias = Literal["statement", "proposal"]
"""The types that a candidate may become."""


@frozen(kw_only=True)
class Candidate(Record):
    """A statement or proposal that is incomplete, or a draft of one that nobody has accepted yet.

    It keeps incomplete evidence without weakening the rules: its sources do not report all required fields. A draft may
    have all of them; its `codings` then say who or which program drafted it. A candidate has the fields of `Statement`
    and of `Proposal`, and values only in those of the type that it will become.

    Attributes:
        id: ``candidate:`` and a slug.
        of: The type that it will become.
        missing: The required fields that it lacks, exactly these; empty for a complete draft.
        speaker, office, venue, date, content, addressees, about, stances: As in `Statement`.
        names, proposers, members, open_tail, rationale, form, scope, outcomes: As in `Proposal`.
        statements: The statements that make the proposal, and the candidates for such statements.
        identifiers: Its identifiers in external schemes.
        note: A remark in free text.
        codings: Who coded and reviewed it.
        attestations: The sources that report it.
        project_fields: The fields of projects, such as ``x_study`` in a document.

    Raises:
        InvalidRecord: If it breaks rules; the error has a problem for each.
    """

    id: Annotated[CandidateId, own("candidate")]
    of: CandidateType
    missing: Annotated[tuple[Gap, ...], ONCE] = ()
    # begin derived fields
    speaker: PartyRef | None = None
    office: Text | None = None
    venue: Venue | None = None
    date: PartialDate | None = None
    content: Text | None = None
    addressees: PartyRefs = ()
    about: SubjectRefs = ()
    stances: Stances = ()
    names: Annotated[tuple[Name, ...], ONCE] = ()
    proposers: Annotated[tuple[PartyRef, ...], ONCE] = ()
    members: Annotated[tuple[PartyRef, ...], ONCE] = ()
    open_tail: Text | None = None
    rationale: Annotated[tuple[Text, ...], ONCE] = ()
    form: Form | None = None
    scope: Texts = ()
    outcomes: Outcomes = ()
    # end derived fields
    statements: CallRefs = ()
    identifiers: Identifiers = ()
    note: Text | None = None
    codings: Codings = ()
    attestations: Attested
    project_fields: ProjectFields = NO_PROJECT_FIELDS

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        NoFieldsOfOtherTypes(
            code="AK703",
            demand="A candidate has only the fields of the type that it will become.",
            advice="remove the field, or correct 'of'",
            of="of",
            types=TYPES,
        ),
        ListsMissingFields(
            code="AK702",
            demand="A candidate lists exactly the required fields that it lacks.",
            advice="list in 'missing' exactly the required fields that are not known",
            of="of",
            missing="missing",
            types=TYPES,
            names=get_args(Gap),
        ),
        AnyOf(
            code="AK701",
            demand="A candidate lists at least one missing field, or says who drafted it.",
            advice="record a statement or a proposal; if it is a draft to review, say in codings who drafted it",
            names=("missing", "codings"),
        ),
        *EVIDENCE_RULES,
    )

    def promote(self, **fields: Unpack[Filled]) -> Statement | Proposal:
        """Return the statement or proposal that results from filling the gaps.

        Its id keeps the slug: ``candidate:x`` becomes ``statement:x`` or ``proposal:x``. A proposal refers
        to statements only: if the candidate refers to candidates, `statements` must replace them.

        Args:
            fields: Values of fields, by name. Each fills a gap, or replaces a value of the candidate.

        Raises:
            InvalidRecord: If a gap is left, if that type does not have a field, or if the record breaks another rule.
            TypeError: If `fields` has an id.
        """
        values: dict[str, object] = {**fields}
        if "id" in values:
            message = f"id must not be set; it becomes {quote(self._promoted_id())} (change it with attrs.evolve)"
            raise TypeError(message)
        model = TYPES[self.of]
        own = {field.name: getattr(self, field.name) for field in spec_of(model).fields}
        if unknown := values.keys() - own.keys():
            raise InvalidRecord(unknown_field(name, set(own)) for name in sorted(unknown))
        construct = cast("Callable[..., Statement | Proposal]", model)
        return construct(**{**own, **values, "id": self._promoted_id()})

    def _promoted_id(self) -> str:
        return f"{self.of}:{self.id.partition(':')[2]}"

    # begin derived signature
    if TYPE_CHECKING:

        @classmethod
        def from_values(cls, **values: Unpack[CandidateValues]) -> Self:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
            """Return the record with these values, each converted without loss; see `Record.from_values`."""
            ...
    # end derived signature
