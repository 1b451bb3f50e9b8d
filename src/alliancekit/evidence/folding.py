"""Fold text: remove the differences between copies of a text, and map each folded character back to the text.

The steps of folding:

1. Remove invisible characters (`INVISIBLE`): byte order marks, soft hyphens, zero-width characters, directional marks
   and variation selectors.
2. Convert the rest to Unicode Normalization Form KD (UAX #15), so that normalized copies have the same folded text.
3. Remove white space (`str.isspace`), so that line wrapping and non-breaking spaces make no difference.
4. Replace quotation marks and apostrophes of every form (`QUOTES`), and an acute accent without a letter, by ``'``.
5. Replace dashes, hyphens and minus signs (`DASHES`), and runs of them, by one ``-``.

Case and all other characters are unchanged. The form is KD, not KC, because folded text is compared and hashed, never
shown, and in KD the result for a character does not depend on the next one.
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
    (0x200B, 0x200F),  # zero-width space, joiners; directional marks
    (0x202A, 0x202E),  # directional embeddings and overrides
    (0x2060, 0x206F),  # word joiner, invisible operators; directional isolates
    (0xFE00, 0xFE0F),  # variation selectors, which choose between text and emoji
    (0xE0100, 0xE01EF),
)
"""Invisible characters that copying may add or remove."""

QUOTES: Final = frozenset("\"'`«»‹›‘’‚‛“”„‟❛❜❝❞❟❠❮❯⹂〝〞〟「」『』\u02b9\u02bb\u02bc\u2032\u2035")  # noqa: RUF001 - the point
"""Quotation marks, apostrophes and primes, in form KD, in which a double prime is two primes."""

DASHES: Final = frozenset("-‐‒–—―−⁃\u02d7֊־᐀᠆⸗⸚⸺⸻⹀⹝〜〰゠𐺭")  # noqa: RUF001 - the point
"""Hyphens, dashes and minus signs, in form KD."""

_ALONE: Final = "".join(c for c in map(chr, range(128)) if not c.isspace() and c not in QUOTES | DASHES)
_PLAIN: Final = re.compile(f"([{re.escape(_ALONE)}]+)(?![^\0-\x7f])")
"""A run of ASCII characters that fold to themselves; a character that is not ASCII may combine with the last one."""

_LONE_ACUTE: Final = re.compile(r"\s\u0301")
"""The acute accent U+00B4 in form KD, after a space or a line end; it is often typed as an apostrophe."""

_JAMO: Final = _between((0x1100, 0x11FF), (0xA960, 0xA97C), (0xD7B0, 0xD7FB))
_INNER_JAMO: Final = _between((0x1160, 0x11FF), (0xD7B0, 0xD7FB))  # vowels and final consonants of Hangul syllables


@frozen
class Folded:
    """Folded text, with the span in the original text of each folded character.

    A letter with its marks, a character that folds to several characters, and a run of dashes are units; no span starts
    or ends inside a unit.

    Attributes:
        text: The folded characters.
        starts: The start of the unit of each folded character in the original text, in code points.
        ends: The end of the unit of each folded character, exclusive.
    """

    text: str
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)

    def covers(self, first: int, last: int) -> bool:
        """Return whether the folded characters from `first` to `last`, exclusive, are one or more whole units."""
        return 0 <= first < last <= len(self.text) and self._divides(first) and self._divides(last)

    def _divides(self, place: int) -> bool:
        return place in (0, len(self.text)) or self.starts[place - 1] < self.starts[place]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the span of the text, end exclusive, of the folded characters from `first` to `last`, exclusive."""
        return self.starts[first], self.ends[last - 1]

    def window(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the range of folded characters of a span of the text, end exclusive.

        Returns:
            None if the span has no whole unit, or starts or ends inside a unit.
        """
        first, last = bisect_left(self.starts, start), bisect_right(self.ends, end)
        split = (first > 0 and self.ends[first - 1] > start) or (last < len(self.text) and self.starts[last] < end)
        return None if split or first >= last else (first, last)


def fold(text: str) -> Folded:
    """Fold a text; the docstring of this module describes the steps."""
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
    """Yield each character with its combining marks, without invisible characters, and their span.

    Args:
        text: A part of a text; its first character does not combine with the character before it.
        place: The position of the part in the text.
    """
    unit, start, end = "", 0, 0
    for index, character in enumerate(text, place):
        if character in INVISIBLE:
            continue
        # Characters below U+0300 never combine with the character before them.
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
    """Return whether a character combines with the character before it, as a mark or in a Hangul syllable."""
    first = normalize("NFKD", character)[0]
    return category(first).startswith("M") or (first in _INNER_JAMO and normalize("NFKD", before)[-1] in _JAMO)


@lru_cache(maxsize=4096)
def _folded(unit: str) -> str:
    decomposed = _LONE_ACUTE.sub("'", normalize("NFKD", unit))
    return "".join(_plain(character) for character in decomposed if not character.isspace())


def _plain(character: str) -> str:
    return "'" if character in QUOTES else "-" if character in DASHES else character
