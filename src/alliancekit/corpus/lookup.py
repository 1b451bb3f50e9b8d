"""Look up records by their ids."""

from collections.abc import Iterator, Mapping
from typing import TypeVar, overload

from alliancekit.corpus.references import unknown_record
from alliancekit.models import Actor, Candidate, Entry, Proposal, Source, State, Statement, Treaty
from alliancekit.models.ids import (
    ActorId,
    CandidateId,
    PartyId,
    ProposalId,
    SourceId,
    StateId,
    StatementId,
    SubjectId,
    TreatyId,
)

D = TypeVar("D")


class RecordLookup:
    """Records by id. The type of an id, such as `StateId`, decides the type of its record for type checkers."""

    __slots__: tuple[str, ...] = ("_records",)

    _records: Mapping[str, Entry]

    def __iter__(self) -> Iterator[Entry]:
        """Yield every record."""
        return iter(self._records.values())

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self._records)

    def __contains__(self, id_: object) -> bool:
        """Return whether a record has this id."""
        return id_ in self._records

    # begin derived overloads
    @overload
    def __getitem__(self, id_: ActorId) -> Actor: ...
    @overload
    def __getitem__(self, id_: StateId) -> State: ...
    @overload
    def __getitem__(self, id_: SourceId) -> Source: ...
    @overload
    def __getitem__(self, id_: StatementId) -> Statement: ...
    @overload
    def __getitem__(self, id_: ProposalId) -> Proposal: ...
    @overload
    def __getitem__(self, id_: TreatyId) -> Treaty: ...
    @overload
    def __getitem__(self, id_: CandidateId) -> Candidate: ...
    @overload
    def __getitem__(self, id_: PartyId) -> Actor | State: ...
    @overload
    def __getitem__(self, id_: SubjectId) -> Actor | State | Proposal | Treaty | Candidate: ...
    @overload
    def __getitem__(self, id_: str) -> Entry: ...
    # end derived overloads
    def __getitem__(self, id_: str) -> Entry:
        """Return the record with an id.

        Raises:
            TypeError: If the id is not text.
            UnknownRecord: If no record has this id; the message suggests similar ids.
        """
        self._require_ids(id_)
        return self._records[id_]

    # begin derived get
    @overload
    def get(self, id_: ActorId, default: None = None) -> Actor | None: ...
    @overload
    def get(self, id_: ActorId, default: D) -> Actor | D: ...
    @overload
    def get(self, id_: StateId, default: None = None) -> State | None: ...
    @overload
    def get(self, id_: StateId, default: D) -> State | D: ...
    @overload
    def get(self, id_: SourceId, default: None = None) -> Source | None: ...
    @overload
    def get(self, id_: SourceId, default: D) -> Source | D: ...
    @overload
    def get(self, id_: StatementId, default: None = None) -> Statement | None: ...
    @overload
    def get(self, id_: StatementId, default: D) -> Statement | D: ...
    @overload
    def get(self, id_: ProposalId, default: None = None) -> Proposal | None: ...
    @overload
    def get(self, id_: ProposalId, default: D) -> Proposal | D: ...
    @overload
    def get(self, id_: TreatyId, default: None = None) -> Treaty | None: ...
    @overload
    def get(self, id_: TreatyId, default: D) -> Treaty | D: ...
    @overload
    def get(self, id_: CandidateId, default: None = None) -> Candidate | None: ...
    @overload
    def get(self, id_: CandidateId, default: D) -> Candidate | D: ...
    @overload
    def get(self, id_: PartyId, default: None = None) -> Actor | State | None: ...
    @overload
    def get(self, id_: PartyId, default: D) -> Actor | State | D: ...
    @overload
    def get(self, id_: SubjectId, default: None = None) -> Actor | State | Proposal | Treaty | Candidate | None: ...
    @overload
    def get(self, id_: SubjectId, default: D) -> Actor | State | Proposal | Treaty | Candidate | D: ...
    @overload
    def get(self, id_: str, default: None = None) -> Entry | None: ...
    @overload
    def get(self, id_: str, default: D) -> Entry | D: ...
    # end derived get
    def get(self, id_: str, default: object = None) -> object:
        """Return the record with an id, or a default if no record has it.

        Args:
            id_: The id.
            default: The value to return if no record has it.

        Raises:
            TypeError: If the id is not text.
        """
        if not _is_text(id_):
            raise unknown_record(id_, self._records)
        return self._records.get(id_, default)

    def _require_ids(self, *ids: str) -> None:
        """Raise UnknownRecord for an id that no record has, and TypeError for an id that is not text."""
        for id_ in ids:
            if not _is_text(id_) or id_ not in self._records:
                raise unknown_record(id_, self._records)


def _is_text(id_: object) -> bool:
    """Return whether an id is text. Without a type checker, callers may pass something else, such as a record."""
    return isinstance(id_, str)
