"""The passages of texts that the evidence of a record covers, and how far two records share them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from attrs import frozen

from alliancekit.corpus import Corpus
from alliancekit.corpus.references import attestations
from alliancekit.evidence import SourceTexts, find
from alliancekit.models import Entry, Source
from alliancekit.models.attestation import Anchor

PassageSpan: TypeAlias = tuple[int, int]
"""The first code point of a passage, and the code point after its last."""

SpanFinder: TypeAlias = Callable[[str, Anchor], PassageSpan | None]
"""Returns the span of an anchor in the text of the source with an id; None if it has none."""


_ADVICE: Final = "pass texts='DIR', a folder with one text of it"
"""What to do if two coders used two texts."""


@frozen
class Coverage:
    """The passages that a record covers.

    Attributes:
        spans: For each source its spans, in order and without overlap.
    """

    spans: Mapping[str, tuple[PassageSpan, ...]]

    @property
    def length(self) -> int:
        """The number of code points in all spans."""
        return sum(end - start for spans in self.spans.values() for start, end in spans)

    def shared(self, other: "Coverage") -> int:
        """Return the number of code points that both cover."""
        common = self.spans.keys() & other.spans.keys()
        return sum(_shared(self.spans[source], other.spans[source]) for source in common)

    def overlap(self, other: "Coverage") -> Fraction:
        """Return the share of the code points covered by either that both cover, from 0 to 1."""
        shared = self.shared(other)
        return Fraction(shared, self.length + other.length - shared) if shared else Fraction(0)


def coverage_of(record: Entry, span_of: SpanFinder, names: Mapping[str, str]) -> Coverage:
    """Return the passages that the anchors of a record cover.

    Args:
        record: The record.
        span_of: Finds the span of an anchor.
        names: The name of each source that can be compared, by its id; others do not count.
    """
    spans: dict[str, list[PassageSpan]] = {}
    for attestation in attestations(record):
        if attestation.source in names:
            found = (span_of(attestation.source, anchor) for anchor in attestation.anchors)
            spans.setdefault(names[attestation.source], []).extend(span for span in found if span)
    return Coverage({source: _joined(own) for source, own in spans.items() if own})


def written_span(source: str, anchor: Anchor) -> PassageSpan:
    """Return the span that an anchor states."""
    del source
    return anchor.start, anchor.end


def span_finder(texts: SourceTexts | None) -> SpanFinder:
    """Return a function that finds anchors in the user's texts; without texts, it returns the spans that they state.

    Args:
        texts: The texts. An anchor that is lost in its text has no span; without its text, it has the span that it
            states.
    """
    if texts is None:
        return written_span

    def span_of(source: str, anchor: Anchor) -> PassageSpan | None:
        copy = texts[source].copy
        if copy is None:
            return written_span(source, anchor)
        result = find(anchor, copy)
        return None if result.start is None or result.end is None else (result.start, result.end)

    return span_of


def common_sources(
    first: Corpus, second: Corpus, texts: tuple[SourceTexts, SourceTexts] | None
) -> tuple[dict[str, str], dict[str, str]]:
    """Return for each corpus the sources that the other one has too: a common name by their own id.

    Sources are the same if they have the same digest, or else the same id. If two sources with one id have different
    digests, their positions can be compared only in one copy of the text.

    Args:
        first: A corpus.
        second: Another corpus.
        texts: The texts in which the anchors of each corpus are found; None: their positions are compared.
    """
    by_id = {source.id: source for source in first.sources()}
    by_digest = {source.digest: source for source in by_id.values() if source.digest}
    names: dict[str, str] = {}
    for source in second.sources():
        same = by_digest.get(source.digest or "") or by_id.get(source.id)
        if same and (_comparable(same, source) or _has_text(texts, same.id, source.id)):
            names[source.id] = same.id
    return {id_: id_ for id_ in names.values()}, names


def notes_on_texts(
    firsts: Sequence[Entry],
    seconds: Sequence[Entry],
    names: Mapping[str, str],
    texts: tuple[SourceTexts, SourceTexts] | None,
    sources: Collection[str] = (),
) -> Iterator[str]:
    """Yield a sentence about each source to which both coders refer in different versions of its text.

    Args:
        firsts: The records of the first coder.
        seconds: The records of the second coder.
        names: For the sources of the second corpus that are compared, the id of the same source in the first.
        texts: The texts in which the anchors are found; None: their positions are compared.
        sources: The ids of the sources that count; empty: all.
    """
    ours, theirs = _anchors_by_source(firsts), _anchors_by_source(seconds)
    for source, anchors in theirs.items():
        same = names.get(source)
        if sources and not {source, same} & {*sources}:
            continue
        if same is None and source in ours:
            yield f"{source} has another digest in each corpus, so its passages are not compared; {_ADVICE}"
        elif same in ours and not _has_text(texts, same, source) and _at_two_places(ours[same], anchors):
            yield f"the coders have the same words of {same} at different positions, so they used two texts; {_ADVICE}"


def _anchors_by_source(records: Sequence[Entry]) -> dict[str, list[Anchor]]:
    anchors: dict[str, list[Anchor]] = {}
    for attestation in (each for record in records for each in attestations(record)):
        if attestation.anchors:
            anchors.setdefault(attestation.source, []).extend(attestation.anchors)
    return anchors


def _at_two_places(first: Sequence[Anchor], second: Sequence[Anchor]) -> bool:
    """Return whether two lists have the same words in the same context, which a text has once, at two positions."""
    places = {(each.sha256, each.prefix, each.suffix): each.start for each in first}
    return any(places.get((each.sha256, each.prefix, each.suffix), each.start) != each.start for each in second)


def _has_text(texts: tuple[SourceTexts, SourceTexts] | None, first: str, second: str) -> bool:
    return texts is not None and texts[0][first].copy is not None and texts[1][second].copy is not None


def _comparable(first: Source, second: Source) -> bool:
    return first.digest is None or second.digest is None or first.digest == second.digest


def _joined(spans: Iterable[PassageSpan]) -> tuple[PassageSpan, ...]:
    """Return spans in order, with those joined that overlap or touch."""
    joined: list[PassageSpan] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _shared(first: tuple[PassageSpan, ...], second: tuple[PassageSpan, ...]) -> int:
    """Return the number of code points in the spans of both lists."""
    total = n = m = 0
    while n < len(first) and m < len(second):
        total += max(0, min(first[n][1], second[m][1]) - max(first[n][0], second[m][0]))
        if first[n][1] <= second[m][1]:
            n += 1
        else:
            m += 1
    return total
