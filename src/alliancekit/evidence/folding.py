"""Folding: text without what copying changes, and the way back from each character of it to the text.

Folded text is made so:

1. Invisible characters go: byte order marks, soft hyphens, zero-width characters, marks of direction, selectors of
   variants (`INVISIBLE`).
2. What remains is brought into Unicode Normalization Form KD (UAX #15), so that normalized copies fold alike.
3. White space goes (`str.isspace`), so that it does not matter how lines are wrapped, or which spaces don't break.
4. Quotation marks and apostrophes of every form become ``'`` (`QUOTES`); an acute accent that stands alone is one too.
5. Dashes, hyphens and minus signs become ``-`` (`DASHES`), and a run of them one.

Case stays, and so do all other characters. Form KD and not KC: folded text is compared and hashed, never shown, and
in KD what becomes of a character does not depend on the next one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from unicodedata import category, normalize

from attrs import field, frozen


def _between(*ranges: tuple[int, int]) -> frozenset[str]:
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


INVISIBLE: Final = frozenset("\u00ad\u034f\u061c\ufeff") | _between(
    (0x180B, 0x180E),  # Mongolian selectors and separator
    (0x200B, 0x200F),  # zero-width space, joiners; marks of direction
    (0x202A, 0x202E),  # embeddings and overrides of direction
    (0x2060, 0x206F),  # word joiner, invisible operators; isolates of direction
    (0xFE00, 0xFE0F),  # variation selectors, which choose between text and emoji
    (0xE0100, 0xE01EF),
)
"""Characters that come and go when text is copied, without a trace on the screen."""

QUOTES: Final = frozenset("\"'`«»‹›‘’‚‛“”„‟❛❜❝❞❟❠❮❯⹂〝〞〟「」『』\u02b9\u02bb\u02bc\u2032\u2035")  # noqa: RUF001 - the point
"""Quotation marks, apostrophes and primes, in form KD: a double prime there is two primes."""

DASHES: Final = frozenset("-‐‒–—―−⁃\u02d7֊־᐀᠆⸗⸚⸺⸻⹀⹝〜〰゠𐺭")  # noqa: RUF001 - the point
"""Hyphens, dashes and minus signs, in form KD."""

_ALONE: Final = "".join(c for c in map(chr, range(128)) if not c.isspace() and c not in QUOTES | DASHES)
_PLAIN: Final = re.compile(f"([{re.escape(_ALONE)}]+)(?![^\0-\x7f])")
"""Characters of ASCII that fold to themselves, and a run of them that nothing joins: only what is not ASCII may."""

_LONE_ACUTE: Final = re.compile(r"\s\u0301")
"""The acute accent U+00B4 in form KD, on a space or where the line was wrapped; it is typed for an apostrophe."""

_JAMO: Final = _between((0x1100, 0x11FF), (0xA960, 0xA97C), (0xD7B0, 0xD7FB))
_INNER_JAMO: Final = _between((0x1160, 0x11FF), (0xD7B0, 0xD7FB))  # the vowels and finals of Hangul syllables


@frozen
class Folded:
    """Folded text and where it comes from.

    What stands together in the text stays together: a letter with its marks, a character that folds to several, and
    a run of dashes. These are its units; no span begins or ends inside of one.

    Attributes:
        text: The folded characters.
        starts: For each of them, where its unit starts in the text, in code points.
        ends: For each of them, where its unit ends, exclusive.
    """

    text: str
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)

    def covers(self, first: int, last: int) -> bool:
        """Return whether the folded characters from first to last, exclusive, are one or more whole units."""
        return 0 <= first < last <= len(self.text) and self._divides(first) and self._divides(last)

    def _divides(self, place: int) -> bool:
        return place in (0, len(self.text)) or self.starts[place - 1] < self.starts[place]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the span of the text, end exclusive, that folds to the characters from first to last, exclusive."""
        return self.starts[first], self.ends[last - 1]

    def window(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the folded characters that a span of the text folds to: first and last, exclusive.

        Returns:
            None if the span has no whole unit, or begins or ends inside of one.
        """
        first, last = bisect_left(self.starts, start), bisect_right(self.ends, end)
        split = (first > 0 and self.ends[first - 1] > start) or (last < len(self.text) and self.starts[last] < end)
        return None if split or first >= last else (first, last)


def fold(text: str) -> Folded:
    """Return text without what copying changes; see the top of this module for what that is."""
    folded: list[str] = [""]
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for number, part in enumerate(_PLAIN.split(text)):
        after = place + len(part)
        if number % 2:
            folded.append(part)
            starts += range(place, after)
            ends += range(place + 1, after + 1)
        else:
            for characters, start, end in _units(part, place):
                unit = _folded(characters)
                if unit == "-" == folded[-1]:
                    ends[-1] = end
                elif unit:
                    folded.append(unit)
                    starts += [start] * len(unit)
                    ends += [end] * len(unit)
        place = after
    return Folded("".join(folded), tuple(starts), tuple(ends))


def _units(text: str, place: int) -> Iterator[tuple[str, int, int]]:
    """Yield each character with the marks on it, without what is invisible, and the span of them.

    Args:
        text: A part of a text; its first character joins nothing before it.
        place: Where it starts in that text.
    """
    unit, start, end = "", 0, 0
    for index, character in enumerate(text, place):
        if character in INVISIBLE:
            continue
        # Below U+0300, nothing joins what stands before it.
        if unit and character >= "\u0300" and _joins(unit[-1], character):
            unit += character
        else:
            if unit:
                yield unit, start, end
            unit, start = character, index
        end = index + 1
    if unit:
        yield unit, start, end


@lru_cache(maxsize=4096)
def _joins(before: str, character: str) -> bool:
    """Return whether a character is a mark on the one before it, or continues its syllable."""
    first = normalize("NFKD", character)[0]
    return category(first).startswith("M") or (first in _INNER_JAMO and normalize("NFKD", before)[-1] in _JAMO)


@lru_cache(maxsize=4096)
def _folded(unit: str) -> str:
    decomposed = _LONE_ACUTE.sub("'", normalize("NFKD", unit))
    return "".join(_plain(character) for character in decomposed if not character.isspace())


def _plain(character: str) -> str:
    return "'" if character in QUOTES else "-" if character in DASHES else character
