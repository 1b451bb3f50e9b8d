# ruff: noqa: RUF001 - the marks look alike
"""Quotations in a text: the words between quotation marks, nested ones too, and across paragraphs."""

import re
from collections.abc import Iterator
from typing import Final

from attrs import define

_CLOSINGS: Final = {
    "“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "›": "‹", "「": "」", "『": "』", "‘": "’", "‚": "‘’", '"': '"',
    "'": "'", "”": "”",
}  # fmt: skip
"""The marks that open a quotation, with those that close it."""

_REOPENING: Final = {"“": "“", '"': '"', "«": "«»", "„": "„", "「": "「", "‘": "‘"}
"""The marks that a paragraph of a quotation may begin with, if the quotation began in an earlier paragraph."""

_NEUTRAL: Final = frozenset("\"'’»«”“›‹‘")
_MARK: Final = re.compile("[“”„«»‹›「」『』‘’‚\"']")
_PARAGRAPH: Final = re.compile(r"\n\s*\n\s*|\n")
_MAXIMUM_DEPTH: Final = 6
"""The maximum depth of quotations inside quotations; of more open marks, the outermost were not quotation marks."""


@define
class _OpenQuotation:
    mark: str
    start: int


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each quotation, without its marks, in the order of their ends.

    A quotation that is never closed is left out. If a paragraph ends inside a quotation, the next one must begin with a
    quotation mark, as is usual; otherwise the quotation was not closed.
    """
    stack: list[_OpenQuotation] = []
    previous = 0
    for match in _MARK.finditer(text):
        place, mark = match.start(), match[0]
        broken = _first_break(text, previous, place, stack)
        if broken is not None:
            if stack and broken == place and mark in _REOPENING.get(stack[0].mark, ""):
                del stack[1:]
                previous = place + 1
                continue
            stack.clear()
        previous = place + 1
        closed = _closed(text, place, mark, stack)
        if closed is not None:
            opened = stack[closed]
            del stack[closed:]
            span = _trimmed(text, opened.start, place)
            if span:
                yield span
        elif mark in _CLOSINGS and _opens(text, place, mark):
            stack.append(_OpenQuotation(mark, place + 1))
            del stack[:-_MAXIMUM_DEPTH]


def _first_break(text: str, start: int, end: int, stack: list[_OpenQuotation]) -> int | None:
    """Return where the paragraph after the last break between two marks begins; None if no paragraph ends there."""
    if not stack:
        return None
    breaks = list(_PARAGRAPH.finditer(text, start, end))
    wide = [each for each in breaks if each[0].count("\n") > 1 or len(breaks) > 1 or each.end() == end]
    return wide[-1].end() if wide else None


def _closed(text: str, place: int, mark: str, stack: list[_OpenQuotation]) -> int | None:
    """Return the number of the open quotation that a mark closes; None if it closes none."""
    for number in range(len(stack) - 1, -1, -1):
        if mark in _CLOSINGS[stack[number].mark]:
            if mark in "'’" and _is_apostrophe(text, place):
                return None
            if mark in '"«»“' and place > stack[number].start and _opens_only(text, place):
                return None
            return number
    return None


def _opens(text: str, place: int, mark: str) -> bool:
    """Return whether a mark that can open a quotation does so, by the characters beside it."""
    if mark not in _NEUTRAL or mark == "“":
        return True
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if mark == "«":
        return True
    return not before.isalnum() and before not in (".", ",", "!", "?") and bool(after) and not after.isspace()


def _opens_only(text: str, place: int) -> bool:
    """Return whether a neutral mark stands after a space and before a word, so that it opens a quotation."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (before.isspace() or before in "([") and after.isalnum()


def _is_apostrophe(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return before.isalnum() and after.isalnum()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = text[start:end]
    first, last = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    return (first, last) if first < last else None
