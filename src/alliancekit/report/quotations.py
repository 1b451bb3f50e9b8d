"""Quotations that are not found, as text and as JSON: why, and the most similar passages with their differences."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from alliancekit.convert import tree
from alliancekit.display.terminal import Paragraph, styled
from alliancekit.engine.tree import Tree
from alliancekit.evidence import NearPassage, QuotationResult
from alliancekit.text import escape_json

_SPACE: Final = re.compile(r"\s+")

_LETTERS: Final = "[^\\W\u2e80-\U0003ffff]+"
"""Letters and digits, without the scripts that are written without spaces."""

_WORD_BEFORE: Final = re.compile(rf"{_LETTERS}(?P<space>\s*)$")
_WORD_AFTER: Final = re.compile(rf"(?P<space>\s*){_LETTERS}")

LEGEND: Final = "[-words only in the quotation-] {+words only in the text+}"
"""What the marks of differences mean."""


def missing_quotations(results: Sequence[QuotationResult], textfile: str) -> Iterator[RenderableType]:
    """Yield why quotations have no anchors, and the most similar passages of the text.

    Args:
        results: The results of all quotations.
        textfile: The path of the text, for the advice.
    """
    passages = False
    for result in results:
        if result.problem is None:
            continue
        yield Paragraph(styled(("Error", "bold red"), f": {result.problem}"), hang=2)
        for passage in result.near:
            passages = True
            yield near_passage(passage, result.words)
    if passages:
        yield Paragraph(styled(f"{LEGEND}; to use a passage: alliancekit anchor {textfile} --at START-END"), hang=2)


def near_passage(passage: NearPassage, words: str, indent: int = 2) -> RenderableType:
    """Return a passage with its position, its score and the marked differences from a quotation."""
    label = f"{passage.start}-{passage.end}, {passage.score:.0%}"
    return Paragraph(marked(passage, words), indent, len(label) + 2, label)


def marked(passage: NearPassage, words: str) -> Text:
    """Return a passage on one line, in which the differences from a quotation are marked: ``[-old-]{+new+}``."""
    pieces: list[str | tuple[str, str]] = []
    place = 0
    for start, end, words_start, words_end in _with_words_beside_marks(passage, words):
        pieces.append(line(passage.text[place:start]))
        if quoted := words[words_start:words_end]:
            pieces.append((f"[-{line(quoted)}-]", "red"))
        if ours := passage.text[start:end]:
            pieces.append((f"{{+{line(ours)}+}}", "green"))
        place = end
    return styled(*pieces, line(passage.text[place:]))


def _with_words_beside_marks(passage: NearPassage, words: str) -> list[tuple[int, int, int, int]]:
    """Return the spans of differences in a passage and in a quotation.

    A difference without letters and digits, such as a hyphen, gets the words beside it: a mark alone is hard to see.
    """
    text, first = passage.text, passage.start
    spans = [(it.start - first, it.end - first, it.words_start, it.words_end) for it in passage.differences]
    result: list[tuple[int, int, int, int]] = []
    for n, span in enumerate(spans):
        start, end, words_start, words_end = span
        low, words_low = (result[-1][1], result[-1][3]) if result else (0, 0)
        high, words_high = (spans[n + 1][0], spans[n + 1][2]) if n + 1 < len(spans) else (len(text), len(words))
        if not any(map(str.isalnum, text[start:end] + words[words_start:words_end])):
            left = _WORD_BEFORE.search(text[low:start]), _WORD_BEFORE.search(words[words_low:words_start])
            right = _WORD_AFTER.match(text[end:high]), _WORD_AFTER.match(words[words_end:words_high])
            before, words_before = _lengths(*left)
            after, words_after = _lengths(*right)
            start, words_start = start - before, words_start - words_before
            end, words_end = end + after, words_end + words_after
        if result and (low, words_low) == (start, words_start):
            start, _, words_start, _ = result.pop()
        result.append((start, end, words_start, words_end))
    return result


def _lengths(ours: re.Match[str] | None, theirs: re.Match[str] | None) -> tuple[int, int]:
    """Return the lengths of the same word in two texts; 0 if white space is between it and a mark in both."""
    if ours is None or theirs is None or (ours["space"] and theirs["space"]):
        return 0, 0
    return len(ours[0]), len(theirs[0])


def quotations_as_json(results: Sequence[QuotationResult], textfile: str, digest: str) -> str:
    """Return the results of quotations as JSON: the file, its digest, and a list of quotations."""
    quotations: list[Tree] = [
        {
            "words": result.words,
            "anchors": [tree(anchor) for anchor in result.anchors],
            "message": None if result.problem is None else result.problem.message,
            "hint": None if result.problem is None else result.problem.hint,
            "near": [passage_tree(passage) for passage in result.near],
        }
        for result in results
    ]
    content: Tree = {"file": textfile, "digest": digest, "quotations": quotations}
    return escape_json(json.dumps(content, ensure_ascii=False, indent=2))


def passage_tree(passage: NearPassage) -> Tree:
    """Return a passage as a plain tree, with its differences."""
    return {
        "start": passage.start,
        "end": passage.end,
        "score": passage.score,
        "text": passage.text,
        "differences": [
            {"start": it.start, "end": it.end, "words_start": it.words_start, "words_end": it.words_end}
            for it in passage.differences
        ],
    }


def line(text: str) -> str:
    """Return text on one line, with single spaces."""
    return _SPACE.sub(" ", text)
