"""The result of reading drafts, as text and as JSON."""

import json
from collections.abc import Iterator

from rich.console import RenderableType

from alliancekit.display.terminal import Paragraph, styled
from alliancekit.drafts import Drafted
from alliancekit.messages import counted
from alliancekit.report.problems import as_json
from alliancekit.report.quotations import LEGEND, near_passage, passage_tree
from alliancekit.text import escape_json


def drafted_lines(drafted: Drafted, textfile: str) -> Iterator[RenderableType]:
    """Yield the similar passages of refused quotes, and the number of candidates.

    Args:
        drafted: The result.
        textfile: The path of the text, for the advice.
    """
    similar = [quote for quote in drafted.refused if quote.near]
    for quote in similar:
        yield Paragraph(styled(f"{quote.problem.location}: similar passages:"))
        for passage in quote.near:
            yield near_passage(passage, quote.words)
    if similar:
        yield Paragraph(styled(f"{LEGEND}; to use a passage: alliancekit anchor {textfile} --at START-END"), hang=2)
    complete = sum(not candidate.missing for candidate in drafted.candidates)
    text = f"{counted(len(drafted.candidates), 'candidate')}, {complete:,} complete; "
    yield Paragraph(styled(f"{text}{counted(len(drafted.refused), 'quote')} refused"))


def drafted_as_json(drafted: Drafted) -> str:
    """Return the ids of the candidates, the refused quotes with their similar passages, and all problems as JSON."""
    refused = [
        {
            "words": quote.words,
            "line": quote.problem.location.line if quote.problem.location else None,
            "column": quote.problem.location.column if quote.problem.location else None,
            "message": quote.problem.message,
            "near": [passage_tree(passage) for passage in quote.near],
        }
        for quote in drafted.refused
    ]
    content = {
        "candidates": [candidate.id for candidate in drafted.candidates],
        "refused": refused,
        "problems": json.loads(as_json(drafted.problems)),
    }
    return escape_json(json.dumps(content, ensure_ascii=False, indent=2))
