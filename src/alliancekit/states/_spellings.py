"""Index of words for suggestions: finds words with a similar spelling, fast among hundreds."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from heapq import nlargest
from typing import Final

from alliancekit.messages import LONGEST_COMPARED

_CUTOFF: Final = 0.6
"""The minimum similarity of two words, from 0 to 1: the default of `difflib.get_close_matches`."""

_LEAST_SHARED: Final = _CUTOFF / 2 - 1e-9
"""The minimum share of common letters in the letters of both words; slightly lower, to allow for rounding."""


class Spellings:
    """Index of words that finds similar ones without comparing a word with each of them.

    `near` returns the same as `difflib.get_close_matches`. difflib compares the word with all others, which takes
    milliseconds for hundreds of words. Two cheap upper bounds of the similarity leave few words to compare here: the
    number of common letters, and the length of the longest common subsequence.

    Args:
        words: The words; none may be empty.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._bits: dict[tuple[str, int], int] = {}
        self._words = [(word, len(word), self._letters(word)) for word in words if len(word) <= LONGEST_COMPARED]

    def near(self, word: str, most: int) -> tuple[str, ...]:
        """Return up to `most` words similar to a word, the most similar first; none for a very long word."""
        if len(word) > LONGEST_COMPARED:
            return ()
        letters, length = self._letters(word), len(word)
        sharing = [
            other
            for other, others, its in self._words
            if (letters & its).bit_count() >= _LEAST_SHARED * (length + others)
        ]
        bounds = sorted(_bounded(word, sharing), reverse=True)
        matcher = SequenceMatcher(b=word)
        best: list[tuple[float, str]] = []
        for bound, other in bounds:
            if len(best) == most and bound < best[-1][0]:
                break
            matcher.set_seq1(other)
            ratio = matcher.ratio()
            if ratio >= _CUTOFF:
                best = nlargest(most, (*best, (ratio, other)))
        return tuple(other for _, other in best)

    def _letters(self, word: str) -> int:
        """Return the letters of a word as bits: one bit for its first e, another for its second e."""
        seen: Counter[str] = Counter()
        bits = 0
        for letter in word:
            seen[letter] += 1
            bits |= self._bits.setdefault((letter, seen[letter]), 1 << len(self._bits))
        return bits


def _bounded(word: str, others: Iterable[str]) -> Iterable[tuple[float, str]]:
    """Yield the words whose longest common subsequence with a word is long enough, with its maximum ratio.

    The length is computed with bits: Hyyrö, Heikki. 2004. "Bit-Parallel LCS-length Computation Revisited."
    """
    mask = (1 << len(word)) - 1
    positions: defaultdict[str, int] = defaultdict(int)
    for position, letter in enumerate(word):
        positions[letter] |= 1 << position
    for other in others:
        row = mask
        for letter in other:
            common = row & positions[letter]
            row = ((row + common) | (row - common)) & mask
        ratio = _ratio(len(word) - row.bit_count(), word, other)
        if ratio >= _CUTOFF:
            yield ratio, other


def _ratio(shared: int, word: str, other: str) -> float:
    """Return the similarity of two words with a number of common letters, as difflib defines it."""
    return 2 * shared / (len(word) + len(other))
