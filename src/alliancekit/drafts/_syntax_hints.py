"""Name the usual causes of invalid JSON in the answer of a model: it is empty, cut off, in Markdown, or no JSON."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import evolve

from alliancekit.errors import Location, Problem
from alliancekit.rules.reading import SYNTAX

_FENCE: Final = "```"
_BEGINS: Final = ("{", "[")
_NO_JSON: Final = 'pass the JSON of the answer; a corpus file with candidates is for "alliancekit review"'
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_UNFINISHED: Final = re.compile(r'"(?:[^"\\\n]|\\.)*\\?|[\w.+-]*')
"""What may stand at the end of a file that is cut off: the beginning of a text, a number or a word, or nothing."""


def with_causes(problems: Iterable[Problem], data: bytes, first_line: int = 1) -> Iterator[Problem]:
    """Yield the problems of an answer; the message and hint of a syntax error name its cause, if it is a usual one.

    Args:
        problems: The problems of the JSON reader.
        data: The text, or a line of it.
        first_line: The number of its first line in the file.
    """
    text = data.decode("utf-8-sig", "replace").rstrip()
    for problem in problems:
        if problem.code != SYNTAX.code:
            yield problem
        elif not text:
            yield evolve(problem, message="the file is empty", hint="save the answer of the model again")
        elif any(line.lstrip().startswith(_FENCE) for line in _LINE_END.split(text)):
            hint = f"remove the {_FENCE} lines and everything outside them"
            yield evolve(problem, message=f"the answer is inside a block of Markdown: {problem.message}", hint=hint)
        elif not text.lstrip().startswith(_BEGINS):
            yield evolve(problem, message=f"this is no JSON: {problem.message}", hint=_NO_JSON)
        elif _is_cut_off(text, problem, first_line):
            hint = "let the model answer again, with a higher limit for its output"
            yield evolve(problem, message=f"the answer is cut off: {problem.message}", hint=hint)
        else:
            yield problem


def _is_cut_off(text: str, problem: Problem, first_line: int) -> bool:
    """Return whether a text ends at a problem, with open brackets or inside a text."""
    place = problem.location or Location("")
    rest = "\n".join(_LINE_END.split(text)[(place.line or first_line) - first_line :])[(place.column or 1) - 1 :]
    if not _UNFINISHED.fullmatch(rest):
        return False
    before = _TEXT.sub("", text[: len(text) - len(rest)])
    return before.count("{") + before.count("[") > before.count("}") + before.count("]")
