"""Find the passages of a text that are most similar to a quotation that is not in it.

A passage is only a suggestion: a person must compare it with the quotation. No function of this package makes an anchor
of it by itself.

The search has three steps. Short pieces of the quotation that occur in the text vote for the places where the quotation
may begin. At the best places, rapidfuzz aligns the quotation with the text. Then the passage is extended or shortened
to the whole words that are most similar.
"""

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterator
from heapq import nlargest
from itertools import islice, pairwise
from statistics import median_low
from typing import Final, NamedTuple

from attrs import field, frozen

from alliancekit.evidence.anchors import Copy, copy_of
from alliancekit.evidence.contexts import occurrences
from alliancekit.evidence.ellipses import parts
from alliancekit.evidence.folding import DASHES, Folded, fold

MINIMUM_SCORE: Final = 0.68
"""The minimum score of a passage."""

MINIMUM_SCORE_OF_SHORT_QUOTATION: Final = 0.77
"""The minimum score of a passage for a quotation of at most `SHORT_QUOTATION_LENGTH` folded characters."""

SHORT_QUOTATION_LENGTH: Final = 30
"""The length up to which quotations are similar to many passages by chance."""

_MAXIMUM_PART_LENGTH: Final = 600
"""The maximum number of characters that are aligned at once; a longer part of a quotation is divided."""

_MAXIMUM_PARTS: Final = 16
"""The maximum number of parts of a quotation that are searched."""

_MAXIMUM_PIECES: Final = 128
"""About how many pieces of a part vote at most; of a longer part, only every second or third piece votes, and so on."""

_MAXIMUM_OCCURRENCES: Final = 400
"""The maximum number of occurrences of a piece that votes; more frequent pieces are too common."""

_SHORT_PART_LENGTH: Final = 12
"""A part with fewer folded characters has pieces of two characters, and so has a part that is not all ASCII."""

_LONG_TEXT_LENGTH: Final = 100_000
"""In a text with at least so many folded characters, other pieces have six characters; in a shorter text, four."""

_ALIGNED_PLACES: Final = 8
"""The number of places at which a part is aligned with the text."""

_MAXIMUM_GAP: Final = 3_000
"""The maximum number of folded characters that an ellipsis replaces."""

_MAXIMUM_SLACK: Final = 200
"""The maximum number of folded characters by which the ends of a long passage are moved."""

_EQUAL_SCORE_TOLERANCE: Final = 0.05
"""Of matches whose scores differ by less, the nearest one continues a quotation after an ellipsis."""

_EDGE_WORD_WEIGHT: Final = 0.2
"""The weight of the first and the last word in the choice of the ends of a passage."""

_FIRST_UNSPACED_CHARACTER: Final = "\u2e80"
"""The first character of the scripts of Chinese, Japanese and Korean, which are written without spaces."""

_WORD: Final = re.compile(
    rf"[{_FIRST_UNSPACED_CHARACTER}-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|(?:[^\W_][\u0300-\u036f]*)+"
    rf"|[{re.escape(''.join(sorted(DASHES)))}]+"
    r"|\S"
)
"""A character of Chinese, Japanese or Korean, a word, a run of dashes, or another character."""


@frozen
class WordDifference:
    """A difference between a passage and the quotation, in whole words.

    Attributes:
        start: The first code point of the words in the text of the copy.
        end: The code point after the last one; equal to `start` if only the quotation has words here.
        words_start: The first code point of the words in the quotation.
        words_end: The code point after the last one; equal to `words_start` if only the text has words here.
    """

    start: int
    end: int
    words_start: int
    words_end: int


@frozen
class NearPassage:
    """A passage of a text that is similar to a quotation.

    Attributes:
        start: The first code point of the passage in the text of the copy.
        end: The code point after the last one.
        score: The similarity, from 0 to 1: the share of folded characters that the passage and the quotation have in
            common, in the same order; case makes no difference.
        text: The passage.
        differences: The differences from the quotation, in order. Those that folding removes are not among them.
    """

    start: int
    end: int
    score: float
    text: str = field(repr=False)
    differences: tuple[WordDifference, ...] = field(default=(), repr=False)


class _Match(NamedTuple):
    """A range of folded characters, with its score."""

    first: int
    last: int
    score: float


class _Token(NamedTuple):
    """A word with its span."""

    start: int
    end: int
    folded: str


class _QuotationPart(NamedTuple):
    """A part of a quotation, folded and in lower case, with its first and last word, and all its words."""

    text: str
    first_word: str
    last_word: str
    words: Counter[str]

    @classmethod
    def of(cls, words: str) -> "_QuotationPart | None":
        """Return a part of a quotation; None if it has only white space or invisible characters."""
        text, *edges = (fold(part).text.lower() for part in (words, *(words.split() or [""])))
        tokens = Counter(token.folded.lower() for token in _tokens(words))
        return cls(text, edges[0], edges[-1], tokens) if text else None


def near_passages(text: str | Copy, words: str, *, limit: int = 3) -> tuple[NearPassage, ...]:
    """Return the passages of a text that are most similar to a quotation, the best first.

    They help a person to find what a quotation with errors was copied from. An ellipsis in the quotation may replace
    any words of the text. Differences that `fold` removes, and case, do not reduce the score.

    Args:
        text: The text, with LF line ends and without a byte order mark, as `read_copy` reads it.
        words: The quotation.
        limit: The maximum number of passages.

    Returns:
        Nothing if no passage is similar enough. No two passages overlap.
    """
    copy = copy_of(text)
    chunks = (chunk for start, end in parts(words) for chunk in _chunks(words[start:end]))
    quoted_parts = list(islice(filter(None, map(_QuotationPart.of, chunks)), _MAXIMUM_PARTS))
    if not quoted_parts:
        return ()
    # In form KD, each character has one character in lower case.
    found = _matches(copy.folded, copy.folded.text.lower(), quoted_parts)
    chosen: list[_Match] = []
    for match in sorted(found, key=lambda match: (-match.score, match.first)):
        if all(match.last <= other.first or other.last <= match.first for other in chosen):
            chosen.append(match)
    return tuple(_passage(copy, words, match) for match in chosen[:limit])


def _chunks(words: str) -> list[str]:
    """Divide words, between two of them, into parts of at most `_MAXIMUM_PART_LENGTH` characters where possible."""
    return textwrap.wrap(words, _MAXIMUM_PART_LENGTH, break_on_hyphens=False)


def _passage(copy: Copy, words: str, match: _Match) -> NearPassage:
    start, end = copy.folded.span(match.first, match.last)
    passage = copy.text[start:end]
    return NearPassage(start, end, round(match.score, 4), passage, tuple(_differences(passage, start, words)))


def _differences(passage: str, start: int, words: str) -> Iterator[WordDifference]:
    from rapidfuzz.distance import Indel

    ours, theirs = _tokens(passage), _tokens(words)
    common = Indel.editops([token.folded for token in ours], [token.folded for token in theirs]).as_matching_blocks()
    place = words_place = 0
    for block in common:  # the last one is empty, at the end of both
        if block.a > place or block.b > words_place:
            first, last = _extent(ours[place : block.a], ours[:place])
            yield WordDifference(
                start + first, start + last, *_extent(theirs[words_place : block.b], theirs[:words_place])
            )
        place, words_place = block.a + block.size, block.b + block.size


def _tokens(text: str) -> list[_Token]:
    tokens = (_Token(match.start(), match.end(), fold(match[0]).text) for match in _WORD.finditer(text))
    return [token for token in tokens if token.folded]


def _extent(tokens: list[_Token], before: list[_Token]) -> tuple[int, int]:
    """Return the span of words; without words, an empty span after the words before them."""
    if tokens:
        return tokens[0].start, tokens[-1].end
    place = before[-1].end if before else 0
    return place, place


def _matches(folded: Folded, text: str, quoted_parts: list[_QuotationPart]) -> list[_Match]:
    """Return the ranges of the text that are similar to all parts of a quotation, in any order.

    The longest part is searched in the whole text, the others on both sides of it.
    """
    main = max(range(len(quoted_parts)), key=lambda number: len(quoted_parts[number].text))
    total = sum(len(part.text) for part in quoted_parts)
    result: list[_Match] = []
    for match in _aligned(folded, text, quoted_parts[main], 0, len(text)):
        first, last, score = match.first, match.last, match.score * len(quoted_parts[main].text)
        for part in quoted_parts[main + 1 :]:
            if after := _aligned(folded, text, part, last, min(len(text), last + _MAXIMUM_GAP)):
                best = min(_equally_good(after))
                last, score = best.last, score + best.score * len(part.text)
        for part in reversed(quoted_parts[:main]):
            if before := _aligned(folded, text, part, max(0, first - _MAXIMUM_GAP), first):
                best = max(_equally_good(before))
                first, score = best.first, score + best.score * len(part.text)
        if score / total >= _minimum_score(total):
            result.append(_Match(first, last, score / total))
    return result


def _equally_good(matches: list[_Match]) -> list[_Match]:
    best = max(match.score for match in matches)
    return [match for match in matches if match.score > best - _EQUAL_SCORE_TOLERANCE]


def _minimum_score(length: int) -> float:
    return MINIMUM_SCORE if length > SHORT_QUOTATION_LENGTH else MINIMUM_SCORE_OF_SHORT_QUOTATION


def _aligned(folded: Folded, text: str, part: _QuotationPart, low: int, high: int) -> list[_Match]:
    """Return the ranges of a part of the text that are similar to a part of a quotation."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.fuzz import partial_ratio_alignment

    words, similarity = part.text, Indel.normalized_similarity
    slack = min(len(words) // 4, _MAXIMUM_SLACK) + 8
    result: set[_Match] = set()
    for place in _places(text[low:high], words):
        first, last = max(low, low + place - slack), min(high, low + place + len(words) + 2 * slack)
        alignment = partial_ratio_alignment(words, text[first:last]) if last - first > len(words) else None
        start, end = (first + alignment.dest_start, first + alignment.dest_end) if alignment else (first, last)
        edges = _edges(folded, max(low, start - 2 * slack), min(high, end + 2 * slack))
        start = max(
            (edge for edge in edges if edge < end and abs(edge - start) <= 2 * slack),
            key=lambda edge: (
                similarity(words, text[edge:end])
                + _EDGE_WORD_WEIGHT * similarity(part.first_word, text[edge : edge + len(part.first_word)])
            ),
            default=start,
        )
        end = max(
            (edge for edge in edges if edge > start and abs(edge - end) <= 2 * slack),
            key=lambda edge: (
                similarity(words, text[start:edge])
                + _EDGE_WORD_WEIGHT * similarity(part.last_word, text[max(edge - len(part.last_word), 0) : edge])
            ),
            default=end,
        )
        matches = (
            _Match(*extent, similarity(words, text[slice(*extent)]))
            for extent in (_extended(text, edges, start, end, part.words), (start, end))
        )
        result.update(islice((match for match in matches if match.score >= _minimum_score(len(words))), 1))
    return sorted(result)


def _extended(text: str, edges: list[int], start: int, end: int, words: Counter[str]) -> tuple[int, int]:
    """Return the range with the words beside it that the quotation has too, at another place.

    So a range does not lose the words that were swapped at its edge.
    """
    tokens = [(first, last, text[first:last]) for first, last in pairwise(edges)]
    known = words - Counter(token for first, _, token in tokens if start <= first < end)
    for first, last, token in reversed(tokens):
        if last <= start:
            if not known[token]:
                break
            known[token] -= 1
            start = first if token.isalnum() else start
    for first, last, token in tokens:
        if first >= end:
            if not known[token]:
                break
            known[token] -= 1
            end = last if token.isalnum() else end
    return start, end


def _places(text: str, words: str) -> list[int]:
    """Return the places of a text at which a part of a quotation may begin: where most of its pieces occur."""
    length = 2 if len(words) < _SHORT_PART_LENGTH or not words.isascii() else 4 if len(text) < _LONG_TEXT_LENGTH else 6
    offsets: dict[str, int] = {}
    for offset in range(0, len(words) - length + 1, len(words) // _MAXIMUM_PIECES + 1):
        offsets.setdefault(words[offset : offset + length], offset)
    width = max(len(words) // 2, 8)
    votes: defaultdict[int, float] = defaultdict(float)
    begins: defaultdict[int, list[int]] = defaultdict(list)
    for piece, offset in offsets.items():
        number = text.count(piece)
        if number > _MAXIMUM_OCCURRENCES:
            continue
        for place in occurrences(text, piece):
            begin = place - offset
            for bucket in (begin // width, begin // width + 1):
                votes[bucket] += 1 / number
                begins[bucket].append(begin)
    result: list[int] = []
    for bucket in nlargest(2 * _ALIGNED_PLACES, votes, key=lambda bucket: (votes[bucket], -bucket)):
        place = median_low(begins[bucket])
        if all(abs(place - other) > width // 4 for other in result):
            result.append(place)
    return result[:_ALIGNED_PLACES]


def _edges(folded: Folded, low: int, high: int) -> list[int]:
    """Return the places in folded text between two words."""
    return [place for place in range(low, high + 1) if _is_edge(folded, place)]


def _is_edge(folded: Folded, place: int) -> bool:
    text = folded.text
    if place in (0, len(text)) or _is_spaced(folded, place):
        return True
    if folded.starts[place - 1] == folded.starts[place]:  # inside a unit
        return False
    before, after = text[place - 1], text[place]
    if max(before, after) >= _FIRST_UNSPACED_CHARACTER:
        return True
    if before.isalnum() == after.isalnum():
        return not before.isalnum()
    # In LDP's and quasi-security, there is no edge beside the mark.
    mark = place if before.isalnum() else place - 1
    around = text[max(mark - 1, 0)], text[min(mark + 1, len(text) - 1)]
    return not all(map(str.isalnum, around)) or _is_spaced(folded, mark) or _is_spaced(folded, mark + 1)


def _is_spaced(folded: Folded, place: int) -> bool:
    """Return whether white space stands between two folded characters."""
    return folded.ends[place - 1] < folded.starts[place]
