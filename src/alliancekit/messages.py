"""Describe values, lists of words and suggestions in messages."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import Final

from attrs import define, field

from alliancekit.dates import PartialDate
from alliancekit.text import quote

__all__ = ["LONGEST_COMPARED", "counted", "described", "foreign", "listed", "near", "quote"]

LONGEST_COMPARED = 100
"""The longest word for which similar words are searched."""

_PLACES_NAMED = 3

EFFORT = 5_000_000
"""How many steps searches for similar words may take together: some tenths of a second."""

_LEAST_SIMILARITY: Final = 0.6
"""The least similarity, from 0 to 1, of a suggestion; as in `difflib`."""

_STEPS_PER_WORD: Final = 20
"""How many steps it takes to find that two words are not similar."""


def described(value: object) -> str:
    """Return the description of a value, for messages such as "must be …, got …"."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            return f"the text {quote(value)}"
        case float():
            return f"the number {value}"
        case int():
            # Python refuses to print a number of thousands of digits.
            return f"the number {value}" if abs(value) < 1 << 64 else "a number beyond 64 bits"
        case PartialDate():
            return f"the date {value.edtf}"
        case list():
            return "a list"
        case tuple():
            return "a tuple"
        case dict():
            return "an object"
        case _:
            return f"a value of type {type(value).__name__}"


def foreign(text: str) -> str:
    """Return the end of a message that names the first non-ASCII character, which may look like one of ASCII."""
    if text.isascii():
        return ""
    return f", which has U+{next(ord(character) for character in text if not character.isascii()):04X}"


def listed(words: tuple[str, ...], last: str = "or") -> str:
    """Join words to a list in a sentence: ``a, b or c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


@define
class Effort:
    """A budget of steps that several searches for similar words share.

    A step takes some hundredths of a microsecond. When no step is left, searches find nothing more.

    Attributes:
        left: How many steps are left.
    """

    left: int = field(factory=lambda: EFFORT)


def near(word: str, words: Iterable[str], most: int = 1, effort: Effort | None = None) -> tuple[str, ...]:
    """Return the words that are most similar to a word that may be misspelt, the most similar first.

    They are those of `difflib.get_close_matches`, without words of more than `LONGEST_COMPARED` characters: to compare
    two words takes as many steps as the product of their lengths.

    Args:
        word: The word.
        words: The words to choose from.
        most: How many are returned at most.
        effort: The budget of steps; None: a new one.
    """
    from difflib import SequenceMatcher

    if len(word) > LONGEST_COMPARED:
        return ()
    effort = effort or Effort()
    matcher = SequenceMatcher[str]()
    matcher.set_seq2(word)
    best: list[tuple[float, str]] = []  # a heap: the least similar one first
    for other in words:
        if effort.left <= 0:
            break
        effort.left -= _STEPS_PER_WORD
        least = max(_LEAST_SIMILARITY, best[0][0] if len(best) == most else 0)
        if len(other) > LONGEST_COMPARED or _greatest_similarity(word, other) < least:
            continue
        effort.left -= _STEPS_PER_WORD + len(other)
        matcher.set_seq1(other)
        if matcher.quick_ratio() < least:
            continue
        effort.left -= len(word) * len(other)
        similarity = matcher.ratio()
        if similarity >= least:
            heappush(best, (similarity, other))
            if len(best) > most:
                heappop(best)
    return tuple(other for _, other in sorted(best, reverse=True))


def _greatest_similarity(word: str, other: str) -> float:
    """Return the greatest similarity that two words of these lengths can have."""
    return 2 * min(len(word), len(other)) / (len(word) + len(other)) if word or other else 1


def other_places(places: Sequence[str]) -> str:
    """Return the end of a message that names other places with the same cause: the first ones, then a count."""
    if not places:
        return ""
    more = len(places) - _PLACES_NAMED
    named = [*places[:_PLACES_NAMED], f"and {more} more"] if more > 0 else places
    return f" (also: {'; '.join(named)})"


def counted(number: int, noun: str) -> str:
    """Return a number with a noun, plural if needed: ``1 item``, ``2 items``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
