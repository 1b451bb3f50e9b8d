"""The corpus itself: immutable, indexed by id, asked by type."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Literal, Self, TypeVar, overload

from attrs import fields, frozen

from alliancekit._arguments import When, date_of, id_of
from alliancekit._hypothesis_plugin import offer
from alliancekit.corpus.causes import kinds_of, note, together, unchecked, united
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

E = TypeVar("E", Actor, State, Source, Statement, Proposal, Treaty, Candidate)
_ORDER = tuple(MODELS.values())


@frozen
class Evidence:
    """A report that a record rests on.

    Attributes:
        record: Id of the record that carries it: the one asked for, or a statement that it rests on.
        source: The source.
        attestation: What the source says, and where.
    """

    record: str
    source: Source
    attestation: Attestation


@frozen
class Disagreement:
    """A field for which sources print different things, side by side.

    Attributes:
        record: Id of the record.
        field: The field, such as ``members`` or ``venue.kind``.
        readings: What is printed, each with the source, in the order of the attestations; text None: nothing is.
    """

    record: str
    field: str
    readings: tuple[tuple[SourceId, Reading], ...]


class Corpus:
    """A set of records with unique ids, in which every reference points at a record.

    It never changes: `add`, `merge` and `subset` return a new one. Equal when the records are equal.

    Args:
        records: The records, in any order.

    Attributes:
        warnings: What calls for a look without making the corpus invalid.

    Raises:
        InvalidCorpus: With every problem, when the records don't fit together.
    """

    __slots__ = ("_records", "warnings")

    _records: Mapping[str, Entry]
    warnings: tuple[Problem, ...]

    def __init__(self, records: Iterable[Entry] = ()) -> None:
        if hasattr(self, "_records"):
            message = "a corpus never changes, and this one exists already: add() and merge() return a new one"
            raise AttributeError(message)
        entries = tuple(records)
        for entry in entries:
            if type(entry) not in _ORDER:
                message = f"a corpus holds {', '.join(model.__name__ for model in _ORDER)}; got {type(entry).__name__}"
                raise TypeError(message)
        problems = [problem for _, problem in repeated(entry.id for entry in entries)]
        twice = {str(problem.record) for problem in problems}
        known = _ordered(entry for entry in entries if entry.id not in twice)
        index = CorpusIndex(known, twice, waiting=kinds_of(twice))
        problems += united(together(index))
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise InvalidCorpus(problems, note(unchecked(index)))
        object.__setattr__(self, "_records", index.records)
        object.__setattr__(self, "warnings", tuple(problems))

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: a corpus never changes."""
        message = f"a corpus never changes: {name} can't be set; add() and merge() return a new one"
        raise AttributeError(message)

    def __delattr__(self, name: str) -> None:
        """Refuse: a corpus never changes."""
        message = f"a corpus never changes: {name} can't be deleted; subset() returns a new one"
        raise AttributeError(message)

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Entry, ...]]]:
        """Pickle and copy as a call of the constructor, so that what comes back is checked."""
        return type(self), (tuple(self),)

    def __iter__(self) -> Iterator[Entry]:
        """Yield every record: by type in the order of `MODELS`, then by id."""
        return iter(self._records.values())

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self._records)

    def __contains__(self, id_: object) -> bool:
        """Tell whether a record has this id."""
        return id_ in self._records

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is a corpus of equal records."""
        return self._records == other._records if isinstance(other, Corpus) else NotImplemented

    def __hash__(self) -> int:
        """Return a hash that equal corpora share."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Return what it holds, counted: ``<Corpus: 2 states, 1 treaty>``."""
        counts = Counter(type(record) for record in self)
        held = ", ".join(
            f"{counts[model]} {model.__name__.lower() if counts[model] == 1 else name}"
            for name, model in MODELS.items()
            if model in counts
        )
        return f"<Corpus: {held or 'empty'}>"

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
    def __getitem__(self, id_: str) -> Entry:
        """Return the record of an id.

        Raises:
            UnknownRecord: If there is none; it names near ids.
        """
        self._demand(id_)
        return self._records[id_]

    def _demand(self, *ids: str | None) -> None:
        """Refuse an id that no record has: whoever asks about it has made a slip."""
        for id_ in ids:
            if id_ is not None and not _is(id_, str):
                message = f"an id is text, got {described(id_)}; of a record give its id"
                raise TypeError(message)
            if id_ is not None and id_ not in self._records:
                near, message = near_ids(id_, self._records), f"no record has the id {quote(id_)}"
                raise UnknownRecord(f"{message}; did you mean {listed(near)}?" if near else message)

    def _of(self, model: type[E]) -> tuple[E, ...]:
        return tuple(record for record in self._records.values() if isinstance(record, model))

    def actors(self) -> tuple[Actor, ...]:
        """Return the actors, by id."""
        return self._of(Actor)

    def states(self) -> tuple[State, ...]:
        """Return the states, by id."""
        return self._of(State)

    def sources(self) -> tuple[Source, ...]:
        """Return the sources, by id."""
        return self._of(Source)

    def proposals(self, *, member: str | None = None, proposer: str | None = None) -> tuple[Proposal, ...]:
        """Return the proposals, by id.

        Args:
            member: Only those that list this actor or state.
            proposer: Only those that this actor or state makes.

        Raises:
            UnknownRecord: If the corpus lacks one of them.
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
            speaker: Only those of this actor or state.
            about: Only those about this actor, state, proposal or treaty.
            on: Only those of this day or longer time: a year such as 2025, EDTF text such as ``2025-04-28``,
                ``2025-04`` or ``2024/2025``, or a date of datetime, numpy or pandas.
            source: Only those that this source reports.
            certain: False: also those whose date is too vague to tell whether it falls into that time.

        Raises:
            InvalidDate: If `on` is no date.
            TypeError: If `on` is of another type.
            UnknownRecord: If the corpus lacks the speaker, the source or what it is about.
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
            party: Only those to which this actor or state was ever party.

        Raises:
            UnknownRecord: If the corpus lacks it.
        """
        self._demand(party)
        return tuple(treaty for treaty in self._of(Treaty) if party in (None, *(own.party for own in treaty.parties)))

    def candidates(self, *, of: Literal["statement", "proposal"] | None = None) -> tuple[Candidate, ...]:
        """Return the candidates, by id.

        Args:
            of: Only those of a statement, or of a proposal.
        """
        return tuple(candidate for candidate in self._of(Candidate) if of in (None, candidate.of))

    def in_force(self, *, on: When, certain: bool = True) -> tuple[Treaty, ...]:
        """Return the treaties that are in force on a day, by id.

        Args:
            on: The day, as for `statements`; of a longer time, such as ``1991``, every day.
            certain: False: also those of which it is not known.

        Raises:
            InvalidDate: If `on` is no date.
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
            message = f"{id_} is no proposal"
            raise UnknownRecord(message)
        members = (self._records[member] for member in record.members)
        return tuple(member for member in members if isinstance(member, Actor | State))

    def evidence(self, record: Entry | str) -> tuple[Evidence, ...]:
        """Return the reports that a record rests on: its own, and those of the statements that make a proposal.

        Raises:
            UnknownRecord: If the corpus has no such record.
        """
        found = self[id_of(record)]
        statements = found.statements if isinstance(found, Proposal | Candidate) else ()
        bearers: tuple[Entry, ...] = (found, *(self[statement] for statement in statements))
        return tuple(
            Evidence(bearer.id, self[attestation.source], attestation)
            for bearer in bearers
            for attestation in attestations(bearer)
        )

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Return every field for which sources, or two places of one source, print different things."""
        return tuple(found for record in self for found in _disagreements(record))

    def add(self, *records: Entry) -> "Corpus":
        """Return a corpus that has these records too.

        Raises:
            InvalidCorpus: If an id is taken, or the whole breaks another rule.
        """
        return Corpus((*self, *records))

    def merge(self, *others: "Corpus") -> "Corpus":
        """Return a corpus with the records of all; what several have alike is kept once.

        Raises:
            InvalidCorpus: With each id under which they have different records; nothing is overwritten.
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
        """Return a corpus of the records of these ids and all that they point at, directly or not.

        Raises:
            UnknownRecord: If the corpus lacks one of them.
        """
        kept: dict[str, Entry] = {}
        waiting = list(ids)
        while waiting:
            id_ = waiting.pop()
            if id_ not in kept:
                kept[id_] = self[id_]
                waiting += [target for _, target in references(kept[id_])]
        return Corpus(kept.values())

    def write(self, path: str | PathLike[str]) -> None:
        """Write the corpus to a file, in the format that its ending names, or to a folder, a file a type.

        The file is replaced at once or not at all; equal corpora give equal bytes. A corpus is its records: comments
        and the `$schema` of a file that it was read from are not written.

        Args:
            path: A file that ends in ``.yaml``, ``.yml``, ``.json`` or ``.jsonl``. A path without ending is a folder
                with YAML files, one that ends in ``.parquet`` a folder with Parquet files, as `to_parquet` writes them.

        Raises:
            MissingExtra: If Parquet files are to be written, and polars is not installed.
            UnusableFile: If it can't be written there, or the folder holds other corpus files.
        """
        from alliancekit.corpus.files import write

        write(tuple(self), path)

    def to_parquet(self, folder: str | PathLike[str]) -> None:
        """Write the corpus to a folder, a Parquet file for each type of which it has records; see `from_parquet`.

        Each file is replaced at once or not at all; equal corpora give equal bytes with the same release of polars.

        Args:
            folder: The folder; it is made if there is none.

        Raises:
            MissingExtra: If polars is not installed.
            UnusableFile: If it can't be written there, or the folder holds other corpus files.
        """
        from alliancekit.corpus.files import write_tables

        write_tables(tuple(self), folder)

    def to_polars(self, table: str, *, by: str | None = None) -> "pl.DataFrame":
        """Return the records of a type as a table: a row a record, or a row an item of one of their lists.

        Args:
            table: ``actors``, ``states``, ``sources``, ``statements``, ``proposals``, ``treaties`` or ``candidates``.
            by: A list of these records, such as ``members`` of ``proposals`` or ``parties`` of ``treaties``, or a list
                in its items, such as ``parties.spells``. Each row then begins with the id of the record, under the name
                of its kind, and has the fields of the item as plain columns. A date ``signed`` is there as ``signed``,
                its EDTF string, ``signed_earliest`` and ``signed_latest``. An item with an empty inner list has a row
                without an inner item.

        Raises:
            MissingExtra: If polars is not installed.
            UnknownTable: If there is no such type or list; the message names those that there are.
        """
        from alliancekit.corpus.frames import tidy, whole

        return whole(self, table) if by is None else tidy(self, table, by)

    def to_pandas(self, table: str, *, by: str | None = None) -> "pd.DataFrame":
        """Return what `to_polars` does as a frame of pandas, with columns in the types of Arrow.

        Raises:
            MissingExtra: If polars, pandas or pyarrow is not installed.
            UnknownTable: As `to_polars` does.
        """
        from alliancekit.corpus.frames import as_pandas

        return as_pandas(self.to_polars(table, by=by))

    def to_arrow(self, table: str, *, by: str | None = None) -> "ArrowTable":
        """Return what `to_polars` does as a table of Arrow.

        Raises:
            MissingExtra: If polars or pyarrow is not installed.
            UnknownTable: As `to_polars` does.
        """
        from alliancekit.corpus.frames import as_arrow

        return as_arrow(self.to_polars(table, by=by))


offer(Corpus)


def _accepted(answer: bool | None, *, certain: bool) -> bool:  # noqa: FBT001 - a three-valued answer
    return answer is True or (answer is None and not certain)


def _is(value: object, cls: type) -> bool:
    """Tell what types promise, and a notebook may not keep."""
    return isinstance(value, cls)


def _whole(time: When) -> PartialDate:
    """Return a date that was asked for as the interval of all its days: of 2024/2025, all of both years."""
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
    for field, found in readings.items():
        if len({reading.text for _, reading in found}) > 1:
            yield Disagreement(record.id, field, tuple(found))


def _conflict(first: Entry, second: Entry) -> Problem:
    names = [field.name for field in fields(type(first))]
    differing = [name for name in names if getattr(first, name) != getattr(second, name)]
    message = f"{first.id} differs between the corpora in {listed(tuple(differing), 'and')}"
    return UNITED.problem(message, path=(differing[0],), record=first.id)


def checked(records: Iterable[Entry], warnings: Iterable[Problem]) -> Corpus:
    """Return the corpus of records that have passed all `CHECKS` in their files, which know the places of warnings."""
    made = object.__new__(Corpus)
    object.__setattr__(made, "_records", _ordered(records))
    object.__setattr__(made, "warnings", tuple(warnings))
    return made


def _ordered(records: Iterable[Entry]) -> dict[str, Entry]:
    """Return the records by id: by type in the order of `MODELS`, then by id."""
    of_type: dict[type[Entry], dict[str, Entry]] = {model: {} for model in _ORDER}
    for record in records:
        of_type[type(record)][record.id] = record
    return {id_: held[id_] for held in of_type.values() for id_ in sorted(held)}
