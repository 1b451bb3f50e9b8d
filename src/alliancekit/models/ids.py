"""Ids: one type per kind of record, so that type checkers find references to the wrong kind."""

from typing import Annotated, NewType, TypeAlias

from alliancekit._hypothesis_plugin import add_type
from alliancekit.rules.distinct import Distinct
from alliancekit.rules.ids import Id, Ref

ActorId = NewType("ActorId", str)
StateId = NewType("StateId", str)
SourceId = NewType("SourceId", str)
StatementId = NewType("StatementId", str)
ProposalId = NewType("ProposalId", str)
TreatyId = NewType("TreatyId", str)
CandidateId = NewType("CandidateId", str)


def own(kind: str) -> Id:
    """Return the rule of a record's own id."""
    return Id(
        code="AK101",
        demand="An id is its kind, a colon, and lower-case letters, digits, hyphens and dots.",
        advice="write an id such as 'actor:takaichi-sanae'",
        kind=kind,
    )


def _check_form(id_type: object, kind: str) -> None:
    """Let libraries such as pydantic, which look up what a `NewType` stands for, check the form of ids.

    Type checkers allow only a class in `NewType`, so the rule is added here.
    """
    setattr(id_type, "__supertype__", Annotated[str, own(kind)])  # noqa: B010 - see above


_check_form(ActorId, "actor")
_check_form(StateId, "state")
_check_form(SourceId, "source")
_check_form(StatementId, "statement")
_check_form(ProposalId, "proposal")
_check_form(TreatyId, "treaty")
_check_form(CandidateId, "candidate")

for _id_type in [*vars().values()]:
    if isinstance(_id_type, NewType):
        add_type(_id_type)

PartyId: TypeAlias = ActorId | StateId
"""The id of a party, which can speak, propose, join and owe: an actor or a state."""

SubjectId: TypeAlias = ActorId | StateId | ProposalId | TreatyId | CandidateId
"""The id of a subject of a statement; a candidate is an incomplete proposal."""


def reference_to(*kinds: str) -> Ref:
    """Return the rule of a reference to a record of one of some kinds."""
    return Ref(
        code="AK102",
        demand="A reference is the id of a record of one of the kinds that the field allows.",
        advice="refer to a record of that kind",
        kinds=kinds,
    )


ONCE = Distinct(
    code="AK103",
    demand="A list of references, texts or objects has no equal items.",
    advice="remove the repeated item",
)

SourceRef: TypeAlias = Annotated[SourceId, reference_to("source")]
PartyRef: TypeAlias = Annotated[PartyId, reference_to("actor", "state")]
StateRef: TypeAlias = Annotated[StateId, reference_to("state")]
PartyRefs: TypeAlias = Annotated[tuple[PartyRef, ...], ONCE]
SubjectRef: TypeAlias = Annotated[SubjectId, reference_to("actor", "state", "proposal", "treaty", "candidate")]
SubjectRefs: TypeAlias = Annotated[tuple[SubjectRef, ...], ONCE]
ActorRefs: TypeAlias = Annotated[tuple[Annotated[ActorId, reference_to("actor")], ...], ONCE]
TreatyRefs: TypeAlias = Annotated[tuple[Annotated[TreatyId, reference_to("treaty")], ...], ONCE]
ResultRef: TypeAlias = Annotated[ActorId | ProposalId | TreatyId, reference_to("actor", "proposal", "treaty")]
StatementRefs: TypeAlias = Annotated[tuple[Annotated[StatementId, reference_to("statement")], ...], ONCE]
CallRefs: TypeAlias = Annotated[
    tuple[Annotated[StatementId | CandidateId, reference_to("statement", "candidate")], ...], ONCE
]
