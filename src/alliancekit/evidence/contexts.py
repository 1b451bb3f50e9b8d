"""The context of words in a folded text, by which an anchor distinguishes them from other occurrences."""

from collections.abc import Iterator
from typing import Final

CONTEXT: Final = 32
"""The number of folded characters on each side of unique words that an anchor hashes."""

CONTEXT_OF_REPEATED: Final = 40
"""The minimum of the same for repeated words; a context longer than `CONTEXT` shows that both sides must match."""


def before_of(folded: str, first: int, rivals: list[int], length: int) -> str:
    """Return the context before a position, long enough to distinguish it from its rivals, or all text before it.

    A context of exactly `CONTEXT` characters means that there are no rivals. For repeated words at the edge of a text,
    it may therefore be one shorter. In a text of one repeated character, except for its first or last, words may then
    be lost.

    Args:
        folded: The folded text.
        first: The position.
        rivals: The other positions of the same words.
        length: The minimum length; more than `CONTEXT` for words with rivals.
    """
    repeated = length > CONTEXT
    while True:
        side = folded[max(0, first - length) : first]
        rivals = [place for place in rivals if folded.endswith(side, 0, place)]
        if not rivals or length >= first:
            return side[1:] if repeated and len(side) == CONTEXT else side
        length *= 2


def after_of(folded: str, last: int, rivals: list[int], length: int) -> str:
    """Return the context after a position, as `before_of` does for the context before it."""
    repeated = length > CONTEXT
    while True:
        side = folded[last : last + length]
        rivals = [place for place in rivals if folded.startswith(side, place)]
        if not rivals or last + length >= len(folded):
            return side[:-1] if repeated and len(side) == CONTEXT else side
        length *= 2


def occurrences(text: str, words: str) -> Iterator[int]:
    """Yield each position of words in a text, including overlapping ones; empty words have none."""
    place = text.find(words) if words else -1
    while place >= 0:
        yield place
        place = text.find(words, place + 1)
