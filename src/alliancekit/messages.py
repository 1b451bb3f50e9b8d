"""How values are named in messages."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import Final

from attrs import define, field

from alliancekit.dates import PartialDate
from alliancekit.text import quote

__all__ = ["LONGEST_COMPARED", "counted", "described", "foreign", "listed", "near", "quote"]

LONGEST_COMPARED = 100
_NAMED = 3

EFFORT = 5_000_000
"""How many steps searches for near words may take together: some tenths of a second."""

_ALIKE: Final = 0.6
"""How alike two words must be, from 0 to 1, for one to be suggested for the other; as in `difflib`."""

_A_LOOK: Final = 20
"""How many steps it takes to see that two words are not alike."""


def described(value: object) -> str:
    """Return what a value is, for the end of "must be …, got …"."""
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
            # A number of thousands of digits can't even be written out.
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
    """Return the end of a sentence that names the first character beyond ASCII: it may look just like one of ASCII."""
    if text.isascii():
        return ""
    return f", which has U+{next(ord(character) for character in text if not character.isascii()):04X}"


def listed(words: tuple[str, ...], last: str = "or") -> str:
    """Return words as a list in a sentence: ``a, b or c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


@define
class Effort:
    """How many steps searches for near words may still take, all those that share it together.

    A step takes some hundredths of a microsecond. Where none is left, nothing more is suggested.

    Attributes:
        left: That number.
    """

    left: int = field(factory=lambda: EFFORT)


def near(word: str, words: Iterable[str], most: int = 1, effort: Effort | None = None) -> tuple[str, ...]:
    """Return the words that look like one that may be misspelt, the likeliest first.

    They are those of `difflib.get_close_matches`, but long ones are left out: to compare two takes as many steps as the
    product of their lengths.

    Args:
        word: The word.
        words: Those that may be meant.
        most: How many are returned at most.
        effort: The steps that the search may take; a search by itself has its own.
    """
    from difflib import SequenceMatcher

    if len(word) > LONGEST_COMPARED:
        return ()
    effort = effort or Effort()
    matcher = SequenceMatcher[str]()
    matcher.set_seq2(word)
    best: list[tuple[float, str]] = []  # the least of them first
    for other in words:
        if effort.left <= 0:
            break
        effort.left -= _A_LOOK
        least = max(_ALIKE, best[0][0] if len(best) == most else 0)
        if len(other) > LONGEST_COMPARED or _at_most(word, other) < least:
            continue
        effort.left -= _A_LOOK + len(other)
        matcher.set_seq1(other)
        if matcher.quick_ratio() < least:
            continue
        effort.left -= len(word) * len(other)
        likeness = matcher.ratio()
        if likeness >= least:
            heappush(best, (likeness, other))
            if len(best) > most:
                heappop(best)
    return tuple(other for _, other in sorted(best, reverse=True))


def _at_most(word: str, other: str) -> float:
    """Return how alike two words of these lengths can be at most."""
    return 2 * min(len(word), len(other)) / (len(word) + len(other)) if word or other else 1


def also(places: Sequence[str]) -> str:
    """Return the end of a message that names further places with the same cause: the first few, and how many more."""
    if not places:
        return ""
    more = len(places) - _NAMED
    named = [*places[:_NAMED], f"and {more} more"] if more > 0 else places
    return f" (also: {'; '.join(named)})"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 item``, ``2 items``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
