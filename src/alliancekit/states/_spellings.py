"""Words that are spelled almost like another one, found among hundreds as fast as look-ups need it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from heapq import nlargest
from typing import Final

from alliancekit.messages import LONGEST_COMPARED

_CUTOFF: Final = 0.6
"""How similar two words are at least, from 0 to 1: the default of `difflib.get_close_matches`."""

_LEAST_SHARED: Final = _CUTOFF / 2 - 1e-9
"""How many letters two such words share at least, as a part of the letters of both; a little less, for rounding."""


class Spellings:
    """Words, indexed so that those near to another word are found without comparing it with each.

    `near` returns what `difflib.get_close_matches` returns. difflib compares the word with every other one, which takes
    milliseconds for hundreds of words. Here two upper bounds of the similarity, both cheap, leave few words to compare:
    the letters that two words share, and their longest common subsequence.

    Args:
        words: The words, none of them empty.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._bits: dict[tuple[str, int], int] = {}
        self._words = [(word, len(word), self._letters(word)) for word in words if len(word) <= LONGEST_COMPARED]

    def near(self, word: str, most: int) -> tuple[str, ...]:
        """Return the words nearest to a word, the nearest first; none for a word that is very long."""
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
        """Return the letters of a word as bits: one for its first e, another for its second e."""
        seen: Counter[str] = Counter()
        bits = 0
        for letter in word:
            seen[letter] += 1
            bits |= self._bits.setdefault((letter, seen[letter]), 1 << len(self._bits))
        return bits


def _bounded(word: str, others: Iterable[str]) -> Iterable[tuple[float, str]]:
    """Yield the words whose longest common subsequence with a word is long enough, each with the ratio it allows.

    The subsequences are counted bit by bit: Hyyrö, Heikki. 2004. "Bit-Parallel LCS-length Computation Revisited."
    """
    everywhere = (1 << len(word)) - 1
    places: defaultdict[str, int] = defaultdict(int)
    for place, letter in enumerate(word):
        places[letter] |= 1 << place
    for other in others:
        row = everywhere
        for letter in other:
            common = row & places[letter]
            row = ((row + common) | (row - common)) & everywhere
        ratio = _ratio(len(word) - row.bit_count(), word, other)
        if ratio >= _CUTOFF:
            yield ratio, other


def _ratio(shared: int, word: str, other: str) -> float:
    """Return the similarity of two words that share so many letters, as difflib defines it."""
    return 2 * shared / (len(word) + len(other))
