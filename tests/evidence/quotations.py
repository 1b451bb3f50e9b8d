"""Quotations with the errors that people and programs make when they copy them, always the same ones."""

import re
from collections.abc import Callable
from random import Random
from typing import Final

_MISREAD: Final = {"l": "1", "O": "0", "o": "0", "e": "c", "i": "l", "m": "rn", "S": "5", "h": "b", "a": "o", "t": "f"}
_MARKS: Final = (("“", "„"), ("”", "“"), ("‘", "‚"), ("’", "´"), ('"', "''"), ("'", "`"))


def fixed(seed: int) -> Random:
    """Return random numbers that are the same in each run."""
    return Random(seed)  # noqa: S311 - no secret


def _misread(words: str, random: Random) -> str:
    """Replace every 15th letter or so, lose a space, and add one, as a scanner does."""
    letters = [_MISREAD[letter] if letter in _MISREAD and random.random() < 0.12 else letter for letter in words]
    return _without_space("".join(letters), random)


def _without_space(words: str, random: Random) -> str:
    gaps = [match.start() for match in re.finditer(" ", words)]
    if not gaps:
        return words
    gap = random.choice(gaps)
    return f"{words[:gap]}{words[gap + 1 :]}"


def _shortened(words: str, random: Random) -> str:
    pieces = words.split()
    first = random.randint(2, len(pieces) - 3)
    last = random.randint(first + 1, len(pieces) - 2)
    ellipsis = random.choice(("…", "...", "[...]", " … ", ". . ."))
    return f"{' '.join(pieces[:first])} {ellipsis} {' '.join(pieces[last:])}"


def _requoted(words: str, random: Random) -> str:
    """Change all quotation marks, put others around the first words, and lose a comma."""
    for old, new in _MARKS:
        words = words.replace(old, new)
    pieces = words.replace(",", "", 1).split()
    last = random.randint(1, 3)
    return f"«{' '.join(pieces[:last])}» {' '.join(pieces[last:])}"


def _swapped(words: str, random: Random) -> str:
    pieces = words.split()
    for _ in range(1 + len(pieces) // 12):
        first = random.randint(0, len(pieces) - 2)
        pieces[first], pieces[first + 1] = pieces[first + 1], pieces[first]
    return " ".join(pieces)


def _missing(words: str, random: Random) -> str:
    pieces = words.split()
    for _ in range(1 + len(pieces) // 8):
        del pieces[random.randint(1, len(pieces) - 2)]
    return " ".join(pieces)


EDITS: Final[dict[str, Callable[[str, Random], str]]] = {
    "misread letters": _misread,
    "ellipsis": _shortened,
    "other quotation marks": _requoted,
    "swapped words": _swapped,
    "missing words": _missing,
}
"""The kinds of errors, each with a function that makes them."""


def spans(text: str, number: int, random: Random) -> list[tuple[int, int]]:
    """Return spans of 6 to 40 words in single paragraphs of a text, in random order."""
    result: list[tuple[int, int]] = []
    paragraphs = [match for match in re.finditer(r"[^\n]+", text) if len(match[0].split()) >= 8]
    while len(result) < number:
        paragraph = random.choice(paragraphs)
        words = list(re.finditer(r"\S+", paragraph[0]))
        length = random.randint(6, min(40, len(words)))
        first = random.randint(0, len(words) - length)
        base = paragraph.start()
        result.append((base + words[first].start(), base + words[first + length - 1].end()))
    return result
