"""How values are named in messages."""

from collections.abc import Iterable, Sequence

from alliancekit.dates import PartialDate
from alliancekit.text import quote

__all__ = ["LONGEST_COMPARED", "counted", "foreign", "listed", "near", "quote", "said"]

LONGEST_COMPARED = 100
_NAMED = 3


def said(value: object) -> str:
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


def near(word: str, words: Iterable[str], most: int = 1) -> tuple[str, ...]:
    """Return the words that look like one that may be misspelt, the likeliest first.

    Long ones are left out: to compare two takes as many steps as the product of their lengths.
    """
    from difflib import get_close_matches

    if len(word) > LONGEST_COMPARED:
        return ()
    return tuple(get_close_matches(word, [other for other in words if len(other) <= LONGEST_COMPARED], n=most))


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
