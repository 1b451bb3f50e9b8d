"""Index of words for suggestions: finds words that differ from a word by one typing error, fast among thousands."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from alliancekit.messages import LONGEST_COMPARED

_SHORT: Final = 4
"""The greatest length of a word in which only swapped letters count as a typing error."""


class Spellings:
    """Index of words that finds those with one typing error.

    A typing error is a letter too many, too few or another one, or two swapped neighbours. In a short word only swapped
    letters count: a suggestion that differs more is often wrong. Each word is listed under itself and under itself
    without one letter, so that few words are compared (Garbe, Wolf. 2012. "1000x Faster Spelling Correction").

    Args:
        words: The words.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._parts: defaultdict[str, list[str]] = defaultdict(list)
        for word in words:
            if len(word) <= LONGEST_COMPARED:
                for part in _without_a_letter(word):
                    self._parts[part].append(word)

    def near(self, word: str, most: int) -> tuple[str, ...]:
        """Return up to `most` words that a word may stand for."""
        if len(word) > LONGEST_COMPARED:
            return ()
        others = dict.fromkeys(other for part in _without_a_letter(word) for other in self._parts.get(part, ()))
        near = [
            other
            for other in others
            if (len(word) > _SHORT or sorted(other) == sorted(word)) and _is_one_error(word, other)
        ]
        return tuple(near[:most])


def _without_a_letter(word: str) -> Iterator[str]:
    """Yield a word, and the word without each of its letters."""
    yield word
    yield from {word[:place] + word[place + 1 :] for place in range(len(word))}


def _is_one_error(word: str, other: str) -> bool:
    """Return whether two different words differ only by one typing error."""
    first = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    rest, its = word[first:], other[first:]
    return rest[1:] == its or rest == its[1:] or rest[1:] == its[1:] or (rest[1::-1] == its[:2] and rest[2:] == its[2:])
