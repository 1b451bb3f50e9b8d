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
    place = passage.start
    for difference in passage.differences:
        pieces.append(line(passage.text[place - passage.start : difference.start - passage.start]))
        quoted = words[difference.words_start : difference.words_end]
        ours = passage.text[difference.start - passage.start : difference.end - passage.start]
        if quoted:
            pieces.append((f"[-{line(quoted)}-]", "red"))
        if ours:
            pieces.append((f"{{+{line(ours)}+}}", "green"))
        place = difference.end
    return styled(*pieces, line(passage.text[place - passage.start :]))


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
