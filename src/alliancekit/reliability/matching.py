"""Match the records of two coders: pairs of records that rest on the same passages."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias

from attrs import evolve, frozen

from alliancekit.corpus import Corpus
from alliancekit.errors import UnusableInput
from alliancekit.evidence import SourceTexts
from alliancekit.models import Candidate, Entry, Proposal, Statement, Treaty
from alliancekit.reliability.assignment import assign
from alliancekit.reliability.coded_values import equal_values
from alliancekit.reliability.passages import Coverage, common_sources, coverage_of, notes_on_texts, span_finder

CodedRecord: TypeAlias = Statement | Proposal | Treaty | Candidate
"""A record that a coder makes from a text. Actors, states and sources are lists that coders share."""

CodedType: TypeAlias = Literal["statement", "proposal", "treaty"]
"""The type of a coded record; a candidate has the type that it will become."""

CODED_TYPES: Final[tuple[CodedType, ...]] = ("statement", "proposal", "treaty")

_WEIGHT_OF_OVERLAP: Final = 10**12
"""The weight of a whole overlap; the number of equal values is added, to decide between equal overlaps."""


@frozen
class RecordPair:
    """Two records of two coders that stand for one thing.

    Attributes:
        first: The record of the first coder.
        second: The record of the second coder.
        overlap: The share of the passages of either that both rest on, from 0 to 1.
        by: Whether they were matched by their passages, or by their ids because one of them has no passage.
    """

    first: CodedRecord
    second: CodedRecord
    overlap: float
    by: Literal["passages", "id"]

    @property
    def same_type(self) -> bool:
        """Whether both coders made a record of one type."""
        return type_of(self.first) == type_of(self.second)


@frozen
class MatchedRecords:
    """The records of two coders, in pairs where they match.

    Attributes:
        pairs: The pairs, in the order of the first corpus.
        only_first: The records of the first coder without a pair.
        only_second: The records of the second coder without a pair.
        source_names: For the sources of the second corpus, the id of the same source in the first.
        notes: Sentences about sources to which the coders refer in different versions of their texts.
    """

    pairs: tuple[RecordPair, ...]
    only_first: tuple[CodedRecord, ...]
    only_second: tuple[CodedRecord, ...]
    source_names: Mapping[str, str]
    notes: tuple[str, ...] = ()


def type_of(record: CodedRecord) -> CodedType:
    """Return the type of a coded record; of a candidate, the type that it will become."""
    if isinstance(record, Candidate):
        return record.of
    return "statement" if isinstance(record, Statement) else "proposal" if isinstance(record, Proposal) else "treaty"


def match_records(  # noqa: PLR0913, PLR0917 - what may be compared, and how
    first: Corpus,
    second: Corpus,
    texts: tuple[SourceTexts, SourceTexts] | None = None,
    least: float = 0.0,
    sources: Collection[str] = (),
    coded_by: tuple[Collection[str], Collection[str]] | None = None,
) -> MatchedRecords:
    """Match the statements, proposals, treaties and candidates of two coders.

    Each record is in one pair at most. Records of one type are matched first, so that the total overlap of their
    passages is greatest; where overlaps are equal, more equal values decide. Then the rest is matched in the same way
    across types. At last, records of one type with one slug are matched if one of them has no passage.

    Args:
        first: The corpus of the first coder.
        second: The corpus of the second coder.
        texts: The texts of the sources of each corpus, from one folder. Anchors are found in them; without them, their
            positions are compared as they are written.
        least: The least overlap of a pair, from 0 to 1; records without a common code point never match.
        sources: Only records that rest on one of these sources count, and only their passages in them; empty: all.
        coded_by: The ids of the records of the first and of the second coder; None: all of their corpora.

    Raises:
        UnknownRecord: If one of `sources` is in neither corpus.
        UnusableInput: If one of `sources` is the id of another record.
    """
    _check_sources(sources, first, second)
    common = common_sources(first, second, texts)
    own, other = (
        {id_: name for id_, name in names.items() if not sources or name in sources or id_ in sources}
        for names in common
    )
    finders = [span_finder(each) for each in texts or (None, None)]
    firsts, seconds = coded_records(first), coded_records(second)
    if coded_by:
        firsts = tuple(record for record in firsts if record.id in coded_by[0])
        seconds = tuple(record for record in seconds if record.id in coded_by[1])
    if sources:
        firsts, seconds = _resting_on(firsts, own), _resting_on(seconds, other)
    covered = (
        [coverage_of(record, finders[0], own) for record in firsts],
        [coverage_of(record, finders[1], other) for record in seconds],
    )
    matching = _Matching(firsts, seconds, *covered, least)
    for same_type in (True, False):
        matching.match_passages(same_type=same_type)
    matching.match_ids()
    return evolve(matching.result(other), notes=tuple(notes_on_texts(firsts, seconds, common[1], texts, sources)))


def _check_sources(sources: Collection[str], first: Corpus, second: Corpus) -> None:
    """Raise if one of some ids is that of no source."""
    known = {source.id for corpus in (first, second) for source in corpus.sources()}
    for id_ in sources:
        if id_ not in known:
            record = first[id_]
            message = f"{record.id} is no source; pass the id of a source, such as source:daily"
            raise UnusableInput(message)


def coded_records(records: Iterable[Entry]) -> tuple[CodedRecord, ...]:
    """Return the statements, proposals, treaties and candidates among records."""
    return tuple(record for record in records if isinstance(record, CodedRecord))


def _resting_on(records: Iterable[CodedRecord], sources: Collection[str]) -> tuple[CodedRecord, ...]:
    """Return the records that some sources report."""
    return tuple(record for record in records if any(each.source in sources for each in record.attestations))


class _Matching:
    """The pairs that are found so far, by the positions of their records."""

    def __init__(
        self,
        firsts: Sequence[CodedRecord],
        seconds: Sequence[CodedRecord],
        covered: Sequence[Coverage],
        others_covered: Sequence[Coverage],
        least: float,
    ) -> None:
        self._firsts, self._seconds, self._least = firsts, seconds, least
        self._covered, self._others_covered = covered, others_covered
        self._second_of: dict[int, int] = {}
        self._by_id: set[int] = set()

    def match_passages(self, *, same_type: bool) -> None:
        """Add pairs of records whose passages overlap."""
        used = {*self._second_of.values()}
        places: dict[str, list[tuple[int, int, int]]] = {}
        for n, covered in enumerate(self._others_covered):
            for source, spans in covered.spans.items() if n not in used else ():
                places.setdefault(source, []).append((n, spans[0][0], spans[-1][1]))
        weights: dict[tuple[int, int], int] = {}
        for n, covered in enumerate(self._covered):
            if n in self._second_of:
                continue
            near = dict.fromkeys(
                m
                for source, spans in covered.spans.items()
                for m, start, end in places.get(source, ())
                if start < spans[-1][1] and spans[0][0] < end
            )
            for m in near:
                first, second = self._firsts[n], self._seconds[m]
                overlap = covered.overlap(self._others_covered[m])
                if overlap and overlap >= self._least and (type_of(first) == type_of(second)) is same_type:
                    weights[n, m] = (
                        int(overlap * _WEIGHT_OF_OVERLAP) * _WEIGHT_OF_OVERLAP + equal_values(first, second) + 1
                    )
        self._second_of.update(assign(weights))

    def match_ids(self) -> None:
        """Add pairs of records of one type with one slug, of which one has no passage."""
        used = {*self._second_of.values()}
        by_slug = {_slug(record): n for n, record in enumerate(self._seconds) if n not in used}
        for n, record in enumerate(self._firsts):
            slug = _slug(record)
            m = by_slug.get(slug)
            if n in self._second_of or m is None or (self._covered[n].length and self._others_covered[m].length):
                continue
            self._second_of[n] = by_slug.pop(slug)
            self._by_id.add(n)

    def result(self, source_names: Mapping[str, str]) -> MatchedRecords:
        """Return the pairs, and the records without one."""
        pairs = tuple(
            RecordPair(
                self._firsts[n],
                self._seconds[m],
                float(self._covered[n].overlap(self._others_covered[m])),
                "id" if n in self._by_id else "passages",
            )
            for n, m in sorted(self._second_of.items())
        )
        used = {*self._second_of.values()}
        return MatchedRecords(
            pairs,
            tuple(record for n, record in enumerate(self._firsts) if n not in self._second_of),
            tuple(record for n, record in enumerate(self._seconds) if n not in used),
            source_names,
        )


def _slug(record: CodedRecord) -> tuple[CodedType, str]:
    """Return the type and the slug of a record; a candidate has those of the record that it will become."""
    return type_of(record), record.id.partition(":")[2]
