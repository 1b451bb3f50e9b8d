"""Parts of messages: descriptions of values, lists of words, and suggestions of similar words."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import Final

from attrs import define, field

from alliancekit.dates import PartialDate
from alliancekit.text import quote

__all__ = ["LONGEST_COMPARED", "Effort", "counted", "described", "foreign", "listed", "near", "other_places", "quote"]

LONGEST_COMPARED = 100
"""The longest word for which similar words are searched."""

_PLACES_NAMED = 3
"""How many places a message names."""

EFFORT = 5_000_000
"""The number of steps in an `Effort` by default: some tenths of a second."""

_LEAST_SIMILARITY: Final = 0.6
"""The least similarity, from 0 to 1, of a suggestion; as in `difflib`."""

_STEPS_PER_WORD: Final = 20
"""The number of steps to find from their lengths that two words are not similar."""


def described(value: object) -> str:
    """Return a scalar with its type, or only the type of another value, for messages such as "must be …, got …"."""
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
    """Return the end of a message that names the first non-ASCII character of a text; empty if there is none.

    Such a character may look like an ASCII character, so that a reader would not see the difference.
    """
    if text.isascii():
        return ""
    return f", which has U+{next(ord(character) for character in text if not character.isascii()):04X}"


def listed(words: tuple[str, ...], last: str = "or") -> str:
    """Join one or more words for a sentence: ``a``, ``a or b``, ``a, b or c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


@define
class Effort:
    """A budget of steps that several searches for similar words share.

    A step takes some hundredths of a microsecond. When no step is left, further words are not compared.

    Attributes:
        left: The number of steps that are left.
    """

    left: int = field(factory=lambda: EFFORT)


def near(word: str, words: Iterable[str], most: int = 1, effort: Effort | None = None) -> tuple[str, ...]:
    """Return the words that are most similar to a word that may be misspelt, the most similar first.

    They are those of `difflib.get_close_matches`, with a similarity of 0.6 or more. Words of more than
    `LONGEST_COMPARED` characters are not compared, since this takes as many steps as the product of the lengths. When
    the effort is used up, the words that are left are not compared.

    Args:
        word: The word.
        words: The words to choose from.
        most: The maximum number of words to return.
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
