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
    """Yield the similar passages of refused quotes, the drafts that make no candidate, and the numbers of drafts.

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
    for draft in drafted.refused_drafts:
        yield Paragraph(styled(f"{draft.location}: {draft.id or 'a draft without an id'} made no candidate"), hang=2)
    number = len(drafted.candidates) + len(drafted.refused_drafts)
    complete = sum(not candidate.missing for candidate in drafted.candidates)
    made = f"{counted(len(drafted.candidates), 'candidate')} ({complete:,} complete)"
    text = f"{counted(number, 'draft')}: {made}, {len(drafted.refused_drafts):,} made none; "
    yield Paragraph(styled(f"{text}{counted(len(drafted.refused), 'quote')} refused"))


def drafted_as_json(drafted: Drafted) -> str:
    """Return the ids of the candidates, the refused quotes, the refused drafts, and all problems as JSON."""
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
        "refused_drafts": [
            {"id": draft.id, "line": draft.location.line, "column": draft.location.column}
            for draft in drafted.refused_drafts
        ],
        "problems": json.loads(as_json(drafted.problems)),
    }
    return escape_json(json.dumps(content, ensure_ascii=False, indent=2))
