"""Copies of a text with the changes that web pages, printing, scanning and editing make, always the same ones.

Each kind of change is a function that yields edits of a text, so that the right place of each span in the altered copy
is known.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias
from unicodedata import normalize

from attrs import frozen

Edit: TypeAlias = tuple[int, int, str]
Kind: TypeAlias = Callable[[str], Iterable[Edit]]

HEADER: Final = "Printed from a browser, page 1 of 1\n\n"


@frozen
class AlteredCopy:
    """An altered text, and the edits that made it of the original text."""

    text: str
    edits: tuple[Edit, ...]

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the right place of a span of the original text; None if an edit has removed a part of it."""
        shift = moved = 0
        for first, last, new in self.edits:
            change = len(new) - (last - first)
            if last <= start:
                shift += change
            elif first < end:
                if not new.strip() and self.removes_words(first, last):
                    return None
                moved += change
        return start + shift, end + shift + moved

    def removes_words(self, first: int, last: int) -> bool:
        """Return whether an edit is the removal of a paragraph."""
        return last - first > len("--\n")


def altered(text: str, kind: Kind) -> AlteredCopy:
    """Return a copy of a text with the changes of a kind."""
    edits = tuple(sorted(kind(text)))
    pieces: list[str] = []
    place = 0
    for first, last, new in edits:
        pieces += [text[place:first], new]
        place = last
    return AlteredCopy("".join([*pieces, text[place:]]), edits)


def _each(pattern: str, new: Callable[[re.Match[str]], str], every: int = 1) -> Kind:
    """Replace each match of a pattern, or only every nth."""

    def edits(text: str) -> Iterator[Edit]:
        for number, match in enumerate(re.finditer(pattern, text)):
            if number % every == 0 and (replacement := new(match)) != match[0]:
                yield match.start(), match.end(), replacement

    return edits


def _footnotes(mark: Callable[[int], str]) -> Kind:
    """Add a footnote number after every ninth word, behind its punctuation marks."""

    def edits(text: str) -> Iterator[Edit]:
        for number, match in enumerate(re.finditer(r"(?<=[a-z])[.,;”]*(?= )", text)):
            if number % 9 == 0:
                yield match.end(), match.end(), mark(number // 9 + 1)

    return edits


def _hyphenated(width: int) -> Kind:
    """Divide the words that cross the end of a line, and end other lines between words."""

    def edits(text: str) -> Iterator[Edit]:
        line = 0
        for match in re.finditer(r"\S+|\s+", text):
            if "\n" in match[0]:
                line = match.end()
            elif match.end() - line > width:
                middle = match.start() + len(match[0]) // 2
                if match[0].isspace():
                    yield match.start(), match.end(), "\n"
                    line = match.end()
                elif len(match[0]) >= 6 and text[middle - 2 : middle + 2].isalpha():
                    yield middle, middle, "-\n"
                    line = middle

    return edits


def _wrapped(width: int) -> Kind:
    def edits(text: str) -> Iterator[Edit]:
        line = 0
        for match in re.finditer(r"\s+", text):
            if "\n" in match[0] or match.end() - line > width:
                if "\n" not in match[0]:
                    yield match.start(), match.end(), "\n"
                line = match.end()

    return edits


def _together(*kinds: Kind) -> Kind:
    """Apply several kinds; of two edits at the same place, the first wins."""

    def edits(text: str) -> Iterator[Edit]:
        end = 0
        for first, last, new in sorted(edit for kind in kinds for edit in kind(text)):
            if first >= end:
                yield first, last, new
                end = max(last, first + 1)

    return edits


_NAMES: Final = {"“": "&ldquo;", "”": "&rdquo;", "‘": "&lsquo;", "’": "&rsquo;", "\u00a0": "&nbsp;", "–": "&ndash;"}
_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_named = _each(r"[&<>\"'“”‘’–\u00a0]", lambda match: _NAMES.get(match[0]) or html.escape(match[0]))
_numeric = _each(r"[^\x00-\x7f]|[&<>\"']", lambda match: f"&#{ord(match[0])};")
_brackets = _footnotes(lambda number: f"[{number}]")

KINDS: Final[dict[str, Kind]] = {
    "unchanged": _each("^", lambda _: ""),
    "byte order mark": _each(r"\A", lambda _: "\ufeff"),
    "header": _each(r"\A", lambda _: HEADER),
    "straight quotation marks": _each("[“”‘’]", lambda match: '"' if match[0] in "“”" else "'"),
    "hyphens for dashes": _each("[–—]", lambda _: "--"),
    "compatible characters": _each(r"[^\x00-\x7f]", lambda match: normalize("NFKC", match[0])),
    "no blank lines": _each(r"\n\s*\n", lambda _: "\n"),
    "lines of 72": _wrapped(72),
    "lines of 40": _wrapped(40),
    "double spaces": _each(" ", lambda _: "  ", 3),
    "no-break spaces": _each(" ", lambda _: "\u00a0", 5),
    "soft hyphens": _each(r"(?<=[a-z]{3})(?=[a-z]{3})", lambda _: "\u00ad", 4),
    "zero-width spaces": _each(r"(?<=\w)(?=\w)", lambda _: "\u200b", 17),
    "named entities": _named,
    "numeric entities": _numeric,
    "entities encoded twice": _each(r"[\"'“”‘’–&]", lambda match: f"&amp;#{ord(match[0])};"),
    "hyphenated, lines of 72": _hyphenated(72),
    "hyphenated, lines of 40": _hyphenated(40),
    "footnotes in superscript": _footnotes(lambda number: str(number).translate(_SUPERSCRIPTS)),
    "footnotes in brackets": _brackets,
    "footnotes as digits": _footnotes(str),
    "entities, hyphens, footnotes": _together(_named, _hyphenated(60), _brackets),
    "misread letters": _each("l", lambda _: "1", 9),
    "page numbers": _each(r"\n", lambda match: f"\n{match.start()}\n", 6),
    "paragraphs removed": _each(r"[^\n]+\n+", lambda _: "", 4),
}
"""25 kinds of changes."""
