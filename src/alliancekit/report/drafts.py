"""The result of reading drafts, as text and as JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from alliancekit.display.terminal import Paragraph, styled
from alliancekit.drafts import Drafted
from alliancekit.errors import Problem
from alliancekit.messages import counted
from alliancekit.report.problems import as_json, problem_report, summary
from alliancekit.report.quotations import LEGEND, near_passage, passage_tree
from alliancekit.text import escape_json

_USE: Final = "write its words into {} in place of the quote, and run the command again with --replace"


def drafted_problems(drafted: Drafted, problems: Sequence[Problem], file: str) -> Iterator[RenderableType]:
    """Yield the problems of drafts, each refused quote with its similar passages, and how to use such a passage.

    Args:
        drafted: The result.
        problems: The problems of the result in their order, with hints for this reader.
        file: The path of the file of drafts, for the advice.
    """
    similar = {id(quote.problem): quote for quote in drafted.refused if quote.near}
    for original, problem in zip(drafted.problems, problems, strict=True):
        yield from problem_report(problem)
        if quote := similar.get(id(original)):
            yield Paragraph(styled("similar passages:"), indent=2)
            for passage in quote.near:
                yield near_passage(passage, quote.words, indent=4)
        yield Text()
    if similar:
        yield Paragraph(styled(f"{LEGEND}; to use a passage, {_USE.format(file)}"), hang=2)
        yield Text()
    yield Paragraph(styled((summary(problems, len(drafted.candidates)), "bold")))


def drafted_lines(drafted: Drafted) -> Iterator[RenderableType]:
    """Yield the drafts that make no candidate, and the numbers of drafts."""
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
