"""Proposals: who called for which grouping, with which members, and why."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, TypeAlias, Unpack

from attrs import frozen

from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.models.attestation import EVIDENCE_RULES, Attestations
from alliancekit.models.coding import Codings
from alliancekit.models.identifier import Identifiers
from alliancekit.models.ids import ONCE, PartyRef, PartyRefs, ProposalId, ResultRef, StatementRefs, own
from alliancekit.models.words import Moment, Names, Text, Texts
from alliancekit.project_fields import NO_PROJECT_FIELDS, ProjectFields
from alliancekit.rules.counts import AtLeast
from alliancekit.rules.distinct import Distinct
from alliancekit.rules.presence import AnyOf, Forbids
from alliancekit.rules.rule import RecordRule
from alliancekit.rules.sequences import InOrder

if TYPE_CHECKING:
    from alliancekit.models.values import ProposalValues

Form: TypeAlias = Literal[
    "treaty", "alliance", "quasi-alliance", "collective-defense", "partnership", "coalition", "bloc"
]
"""The kinds of arrangements that are called for."""


OutcomeStatus: TypeAlias = Literal["open", "adopted", "adopted_in_part", "rejected", "withdrawn", "lapsed"]
"""What became of a proposal."""


@frozen(kw_only=True)
class Outcome(Record):
    """What became of a proposal. Several outcomes may follow each other: none of them is final.

    Attributes:
        status: What happened; ``open``: on that date it was not decided.
        date: When it happened, as far as known.
        by: The actors and states that decided.
        led_to: The treaty, the bloc or the proposal that followed.
    """

    status: OutcomeStatus
    date: Moment | None = None
    by: PartyRefs = ()
    led_to: ResultRef | None = None

    RULES: ClassVar[tuple[RecordRule, ...]] = (
        Forbids(
            code="AK508",
            demand="An open proposal has not yet led to anything.",
            advice="remove 'led_to', or correct the status",
            name="status",
            values=("open",),
            others=("led_to",),
        ),
    )


Outcomes: TypeAlias = Annotated[tuple[Outcome, ...], ONCE]
"""What became of a proposal."""


@frozen(kw_only=True)
class Proposal(Record):
    """A call for an arrangement between states, blocs or regions.

    A call without members or reasons is a `Candidate`.

    Attributes:
        id: ``proposal:`` and a slug.
        names: Its names; the first is the preferred one.
        proposers: The actors and states that call for it.
        members: Its intended members; no persons.
        open_tail: The printed open end of the list, if it is open: "and other democracies".
        rationale: The reasons, one per item, in the coder's words.
        form: The kind of arrangement.
        scope: The subjects that it should cover.
        date: When it was made, as far as known.
        statements: The statements that make it.
        outcomes: What became of it, in order of time; empty: not known.
        identifiers: Its identifiers in external schemes.
        note: A remark in free text.
        codings: Who coded and reviewed it.
        attestations: The sources that report it.
        project_fields: The fields of projects, such as ``x_study`` in a document.

    Raises:
        InvalidRecord: If it breaks rules; the error has a problem for each.
    """

    id: Annotated[ProposalId, own("proposal")]
    names: Names
    proposers: Annotated[
        tuple[PartyRef, ...],
        AtLeast(
            code="AK504",
            demand="A proposal has a proposer.",
            advice="name the proposer; if it is not known, record a candidate",
            count=1,
        ),
        Distinct(code="AK505", demand="No proposer is listed twice.", advice="remove the repeated one"),
    ]
    members: Annotated[
        tuple[PartyRef, ...],
        AtLeast(
            code="AK501",
            demand="A proposal lists two or more members.",
            advice="add the members; if no source names them, record a candidate",
            count=2,
        ),
        Distinct(code="AK502", demand="No member is listed twice.", advice="remove the repeated one"),
    ]
    open_tail: Text | None = None
    rationale: Annotated[
        tuple[Text, ...],
        AtLeast(
            code="AK503",
            demand="A proposal has a rationale of one or more reasons.",
            advice="add the reasons given; if there is none, record a candidate",
            count=1,
        ),
        Distinct(code="AK507", demand="No reason is listed twice.", advice="remove the repeated one"),
    ]
    form: Form | None = None
    scope: Texts = ()
    date: PartialDate | None = None
    statements: StatementRefs = ()
    outcomes: Outcomes = ()
    identifiers: Identifiers = ()
    note: Text | None = None
    codings: Codings = ()
    attestations: Attestations = ()
    project_fields: ProjectFields = NO_PROJECT_FIELDS

    MISSING_FIELD_HINT: ClassVar[str] = "add the field; if no source gives it, record a candidate"
    RULES: ClassVar[tuple[RecordRule, ...]] = (
        AnyOf(
            code="AK506",
            demand="A proposal rests on a statement or on the report of a source.",
            advice="name the statements that make it, or the sources that report it",
            names=("statements", "attestations"),
        ),
        InOrder(
            code="AK509",
            demand="The outcomes of a proposal are in order of time, and none is before the proposal.",
            advice="put the outcomes in order, or correct the dates",
            name="outcomes",
            date="date",
            after="date",
        ),
        *EVIDENCE_RULES,
    )

    # begin derived signature
    if TYPE_CHECKING:

        @classmethod
        def from_values(cls, **values: Unpack[ProposalValues]) -> Self:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
            """Return the record with these values, each converted without loss; see `Record.from_values`."""
            ...
    # end derived signature
