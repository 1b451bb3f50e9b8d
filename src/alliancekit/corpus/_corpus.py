"""The class `Corpus`: an immutable collection of records, indexed by id."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Literal, Self, TypeVar, overload

from attrs import fields, frozen

from alliancekit._arguments import When, date_of, id_of
from alliancekit._hypothesis_plugin import add_class
from alliancekit.corpus.causes import kinds_of, merged_by_cause, note, together, unchecked
from alliancekit.corpus.checks.check import CorpusIndex
from alliancekit.corpus.checks.unique_ids import UNITED, repeated
from alliancekit.corpus.references import attestations, near_ids, references
from alliancekit.dates import PartialDate
from alliancekit.errors import InvalidCorpus, Problem, Severity, UnknownRecord
from alliancekit.messages import described, listed
from alliancekit.models import MODELS, Actor, Candidate, Entry, Proposal, Source, State, Statement, Treaty
from alliancekit.models.attestation import Attestation, Reading
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
from alliancekit.text import quote

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from alliancekit.corpus.frames import ArrowTable

E = TypeVar("E", bound=Entry)
_ORDER = tuple(MODELS.values())


@frozen
class Evidence:
    """A report by a source that supports a record.

    Attributes:
        record: Id of the record with the attestation: the record itself, or a statement that supports it.
        source: The source.
        attestation: What the source reports, and where in the source.
    """

    record: str
    source: Source
    attestation: Attestation


@frozen
class Disagreement:
    """A field for which sources print different values.

    Attributes:
        record: Id of the record.
        field: The field, such as ``members`` or ``venue.kind``.
        readings: Each printed value with its source, in the order of the attestations. Text None: nothing is printed.
    """

    record: str
    field: str
    readings: tuple[tuple[SourceId, Reading], ...]


class Corpus:
    """An immutable set of records with unique ids, in which every reference resolves to a record.

    `add`, `merge` and `subset` return a new corpus. Two corpora are equal if their records are equal.

    Args:
        records: The records, in any order.

    Attributes:
        warnings: Problems to review that do not make the corpus invalid.

    Raises:
        InvalidCorpus: With every problem, if the records are inconsistent with each other.
    """

    __slots__ = ("_records", "warnings")

    _records: Mapping[str, Entry]
    warnings: tuple[Problem, ...]

    def __init__(self, records: Iterable[Entry] = ()) -> None:
        if hasattr(self, "_records"):
            message = "a corpus is immutable: use add() or merge(), which return a new one"
            raise AttributeError(message)
        entries = tuple(records)
        for entry in entries:
            if type(entry) not in _ORDER:
                names = ", ".join(model.__name__ for model in _ORDER)
                message = f"a record must be one of {names}, got {type(entry).__name__}"
                raise TypeError(message)
        problems = [problem for _, problem in repeated(entry.id for entry in entries)]
        duplicates = {str(problem.record) for problem in problems}
        known = _ordered(entry for entry in entries if entry.id not in duplicates)
        index = CorpusIndex(known, duplicates, waiting=kinds_of(duplicates))
        problems += merged_by_cause(together(index))
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise InvalidCorpus(problems, note(unchecked(index)))
        object.__setattr__(self, "_records", index.records)
        object.__setattr__(self, "warnings", tuple(problems))

    def __setattr__(self, name: str, value: object) -> None:
        """Raise AttributeError, because a corpus is immutable."""
        message = f"a corpus is immutable: can't set {name}; use add() or merge(), which return a new one"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> None:
        """Raise AttributeError, because a corpus is immutable."""
        message = f"a corpus is immutable: can't delete {name}; use subset(), which returns a new one"
        raise AttributeError(message)

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Entry, ...]]]:
        """Pickle and copy as a call of the constructor, so that the copy is checked."""
        return type(self), (tuple(self),)

    def __iter__(self) -> Iterator[Entry]:
        """Yield every record: by type in the order of `MODELS`, then by id."""
        return iter(self._records.values())

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self._records)

    def __contains__(self, id_: object) -> bool:
        """Return whether a record has this id."""
        return id_ in self._records

    def __eq__(self, other: object) -> bool:
        """Return whether the other is a corpus with equal records."""
        return self._records == other._records if isinstance(other, Corpus) else NotImplemented

    def __hash__(self) -> int:
        """Return a hash that equal corpora share."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Return the number of records by type: ``<Corpus: 2 states, 1 treaty>``."""
        counts = Counter(type(record) for record in self)
        contents = ", ".join(
            f"{counts[model]} {model.__name__.lower() if counts[model] == 1 else name}"
            for name, model in MODELS.items()
            if model in counts
        )
        return f"<Corpus: {contents or 'empty'}>"

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
            UnknownRecord: If there is none; the message suggests similar ids.
        """
        self._demand(id_)
        return self._records[id_]

    def _demand(self, *ids: str | None) -> None:
        """Raise UnknownRecord for an id that no record has, because it is probably a typing error."""
        for id_ in ids:
            if id_ is not None and not _is(id_, str):
                message = f"an id must be text, got {described(id_)}; for a record, pass record.id"
                raise TypeError(message)
            if id_ is not None and id_ not in self._records:
                near, message = near_ids(id_, self._records), f"unknown id {quote(id_)}"
                raise UnknownRecord(f"{message} (did you mean {listed(near)}?)" if near else message)

    def _of(self, model: type[E]) -> tuple[E, ...]:
        return tuple(record for record in self._records.values() if isinstance(record, model))

    # begin derived accessors
    def actors(self) -> tuple[Actor, ...]:
        """Return the actors, by id."""
        return self._of(Actor)

    def states(self) -> tuple[State, ...]:
        """Return the states, by id."""
        return self._of(State)

    def sources(self) -> tuple[Source, ...]:
        """Return the sources, by id."""
        return self._of(Source)

    # end derived accessors

    def proposals(self, *, member: str | None = None, proposer: str | None = None) -> tuple[Proposal, ...]:
        """Return the proposals, by id.

        Args:
            member: Return only proposals that list this actor or state as a member.
            proposer: Return only proposals by this actor or state.

        Raises:
            UnknownRecord: If the corpus has no record with one of these ids.
        """
        self._demand(member, proposer)
        return tuple(
            proposal
            for proposal in self._of(Proposal)
            if member in (None, *proposal.members) and proposer in (None, *proposal.proposers)
        )

    def statements(
        self,
        *,
        speaker: str | None = None,
        about: str | None = None,
        on: When | None = None,
        source: str | None = None,
        certain: bool = True,
    ) -> tuple[Statement, ...]:
        """Return the statements, by id.

        Args:
            speaker: Return only statements by this actor or state.
            about: Return only statements about this actor, state, proposal or treaty.
            on: Return only statements of this day or longer period: a year such as 2025, EDTF text such as
                ``2025-04-28``, ``2025-04`` or ``2024/2025``, or a date of datetime, numpy or pandas.
            source: Return only statements that this source reports.
            certain: If False, include statements whose date is too vague to decide whether it is in that period.

        Raises:
            InvalidDate: If `on` is not a date.
            TypeError: If `on` is of another type.
            UnknownRecord: If the corpus has no record with the id of `speaker`, `about` or `source`.
        """
        self._demand(speaker, about, source)
        time = None if on is None else _whole(on)
        return tuple(
            statement
            for statement in self._of(Statement)
            if speaker in (None, statement.speaker)
            and about in (None, *statement.about)
            and source in (None, *(attestation.source for attestation in statement.attestations))
            and (time is None or _accepted(time.contains(statement.date), certain=certain))
        )

    def treaties(self, *, party: str | None = None) -> tuple[Treaty, ...]:
        """Return the treaties, by id.

        Args:
            party: Return only treaties to which this actor or state was ever a party.

        Raises:
            UnknownRecord: If the corpus has no record with this id.
        """
        self._demand(party)
        return tuple(treaty for treaty in self._of(Treaty) if party in (None, *(own.party for own in treaty.parties)))

    def candidates(self, *, of: Literal["statement", "proposal"] | None = None) -> tuple[Candidate, ...]:
        """Return the candidates, by id.

        Args:
            of: Return only candidates for a statement, or for a proposal.
        """
        return tuple(candidate for candidate in self._of(Candidate) if of in (None, candidate.of))

    def in_force(self, *, on: When, certain: bool = True) -> tuple[Treaty, ...]:
        """Return the treaties that are in force on a day, by id.

        Args:
            on: The day, as for `statements`. A longer period, such as ``1991``, means every day of it.
            certain: If False, include treaties for which it is not known.

        Raises:
            InvalidDate: If `on` is not a date.
            TypeError: If `on` is of another type.
        """
        day = _whole(on)
        return tuple(t for t in self._of(Treaty) if _accepted(t.in_force_on(day), certain=certain))

    def members_of(self, proposal: Proposal | str) -> tuple[Actor | State, ...]:
        """Return the members that a proposal lists, in its order.

        Raises:
            UnknownRecord: If the corpus has no such proposal.
        """
        id_ = id_of(proposal)
        record = self[id_]
        if not isinstance(record, Proposal):
            message = f"{id_} is not a proposal"
            raise UnknownRecord(message)
        members = (self._records[member] for member in record.members)
        return tuple(member for member in members if isinstance(member, Actor | State))

    def evidence(self, record: Entry | str) -> tuple[Evidence, ...]:
        """Return the reports that support a record: its own, and those of the statements that it lists.

        Raises:
            UnknownRecord: If the corpus has no such record.
        """
        entry = self[id_of(record)]
        statements = entry.statements if isinstance(entry, Proposal | Candidate) else ()
        supporting: tuple[Entry, ...] = (entry, *(self[statement] for statement in statements))
        return tuple(
            Evidence(each.id, self[attestation.source], attestation)
            for each in supporting
            for attestation in attestations(each)
        )

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Return every field for which sources, or two passages of one source, print different values."""
        return tuple(disagreement for record in self for disagreement in _disagreements(record))

    def add(self, *records: Entry) -> "Corpus":
        """Return a corpus with these records added.

        Raises:
            InvalidCorpus: If an id already exists, or the new corpus breaks another rule.
        """
        return Corpus((*self, *records))

    def merge(self, *others: "Corpus") -> "Corpus":
        """Return a corpus with the records of all corpora; equal records are included once.

        Raises:
            InvalidCorpus: With each id for which the corpora have different records; nothing is overwritten.
        """
        merged = dict(self._records)
        conflicts: list[Problem] = []
        for other in others:
            for record in other:
                first = merged.setdefault(record.id, record)
                if first != record:
                    conflicts.append(_conflict(first, record))
        if conflicts:
            raise InvalidCorpus(conflicts)
        return Corpus(merged.values())

    def subset(self, *ids: str) -> "Corpus":
        """Return a corpus of the records with these ids and all records to which they refer, directly or indirectly.

        Raises:
            UnknownRecord: If the corpus has no record with one of these ids.
        """
        records: dict[str, Entry] = {}
        waiting = list(ids)
        while waiting:
            id_ = waiting.pop()
            if id_ not in records:
                records[id_] = self[id_]
                waiting += [target for _, target in references(records[id_])]
        return Corpus(records.values())

    def write(self, path: str | PathLike[str]) -> None:
        """Write the corpus to a file in the format of its ending, or to a folder with one file per record type.

        The file is replaced atomically. Equal corpora give equal bytes. Only records are written: comments and the
        `$schema` of a file from which the corpus was read are not.

        Args:
            path: A file that ends in ``.yaml``, ``.yml``, ``.json`` or ``.jsonl``. A path without an ending is a folder
                with YAML files. A path that ends in ``.parquet`` is a folder with Parquet files; see `to_parquet`.

        Raises:
            MissingExtra: If the format is Parquet and polars is not installed.
            UnusableFile: If the path can't be written, or the folder contains other corpus files.
        """
        from alliancekit.corpus.files import write

        write(tuple(self), path)

    def to_parquet(self, folder: str | PathLike[str]) -> None:
        """Write the corpus to a folder, one Parquet file for each record type that occurs; see `from_parquet`.

        Each file is replaced atomically. Equal corpora give equal bytes with the same release of polars.

        Args:
            folder: The folder; it is created if it does not exist.

        Raises:
            MissingExtra: If polars is not installed.
            UnusableFile: If the path can't be written, or the folder contains other corpus files.
        """
        from alliancekit.corpus.files import write_tables

        write_tables(tuple(self), folder)

    def to_polars(self, table: str, *, by: str | None = None) -> "pl.DataFrame":
        """Return the records of a type as a polars data frame: one row per record, or one row per item of a list.

        Args:
            table: ``actors``, ``states``, ``sources``, ``statements``, ``proposals``, ``treaties`` or ``candidates``.
            by: A list field of these records, such as ``members`` of ``proposals`` or ``parties`` of ``treaties``, or
                a list in its items, such as ``parties.spells``. The first column is then the id of the record, named
                after its kind, and the fields of the item follow as flat columns. A date ``signed`` becomes ``signed``
                (its EDTF string), ``signed_earliest`` and ``signed_latest``. An item with an empty inner list has one
                row with nulls for the inner item.

        Raises:
            MissingExtra: If polars is not installed.
            UnknownTable: If there is no such type or list; the message lists the known names.
        """
        from alliancekit.corpus.frames import tidy, whole

        return whole(self, table) if by is None else tidy(self, table, by)

    def to_pandas(self, table: str, *, by: str | None = None) -> "pd.DataFrame":
        """Return the same table as `to_polars` as a pandas data frame with Arrow-backed columns.

        Raises:
            MissingExtra: If polars, pandas or pyarrow is not installed.
            UnknownTable: As for `to_polars`.
        """
        from alliancekit.corpus.frames import as_pandas

        return as_pandas(self.to_polars(table, by=by))

    def to_arrow(self, table: str, *, by: str | None = None) -> "ArrowTable":
        """Return the same table as `to_polars` as a pyarrow table.

        Raises:
            MissingExtra: If polars or pyarrow is not installed.
            UnknownTable: As for `to_polars`.
        """
        from alliancekit.corpus.frames import as_arrow

        return as_arrow(self.to_polars(table, by=by))


add_class(Corpus)


def _accepted(answer: bool | None, *, certain: bool) -> bool:  # noqa: FBT001 - a three-valued answer
    return answer is True or (answer is None and not certain)


def _is(value: object, cls: type) -> bool:
    """Return whether a value has the annotated type, which callers without a type checker may violate."""
    return isinstance(value, cls)


def _whole(time: When) -> PartialDate:
    """Return the interval of all days of a date: for 2024/2025, all days of both years."""
    date = date_of(time)
    first, last = date.start, date.end
    if not date.is_interval:
        return date.whole()
    start = first.whole().edtf.partition("/")[0] if first else date.edtf.partition("/")[0]
    end = last.whole().edtf.partition("/")[2] if last else date.edtf.partition("/")[2]
    return PartialDate(f"{start}/{end}")


def _disagreements(record: Entry) -> Iterator[Disagreement]:
    readings: dict[str, list[tuple[SourceId, Reading]]] = {}
    for attestation in attestations(record):
        for reading in attestation.as_printed:
            readings.setdefault(reading.field, []).append((attestation.source, reading))
    for field, printed in readings.items():
        if len({reading.text for _, reading in printed}) > 1:
            yield Disagreement(record.id, field, tuple(printed))


def _conflict(first: Entry, second: Entry) -> Problem:
    names = [field.name for field in fields(type(first))]
    differing = [name for name in names if getattr(first, name) != getattr(second, name)]
    message = f"{first.id} differs between the corpora in {listed(tuple(differing), 'and')}"
    return UNITED.problem(message, path=(differing[0],), record=first.id)


def checked(records: Iterable[Entry], warnings: Iterable[Problem]) -> Corpus:
    """Return the corpus of records that have already passed all `CHECKS`, with warnings that have locations."""
    corpus = object.__new__(Corpus)
    object.__setattr__(corpus, "_records", _ordered(records))
    object.__setattr__(corpus, "warnings", tuple(warnings))
    return corpus


def _ordered(records: Iterable[Entry]) -> dict[str, Entry]:
    """Return the records by id: by type in the order of `MODELS`, then by id."""
    of_type: dict[type[Entry], dict[str, Entry]] = {model: {} for model in _ORDER}
    for record in records:
        of_type[type(record)][record.id] = record
    return {id_: by_id[id_] for by_id in of_type.values() for id_ in sorted(by_id)}
