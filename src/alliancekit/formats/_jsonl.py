"""JSON Lines to a list with an item for each line, and back."""

import json
from functools import cache

from alliancekit.errors import InvalidCorpus, Path, Problem
from alliancekit.formats._builder import TreeBuilder
from alliancekit.formats._json import parse
from alliancekit.formats._json_scan import scan
from alliancekit.formats._text import LIMITS, LINE_END, Limits, Text, decode
from alliancekit.formats._tree import (
    TOO_MANY_HINT,
    Document,
    Place,
    Tree,
    check_writable,
    too_many_problems,
    too_many_values,
    unreadable,
)
from alliancekit.rules import reading


def read(data: bytes, file: str, limits: Limits = LIMITS) -> Document:
    """Read a file of JSON Lines: one JSON value a line.

    Args:
        data: Its bytes, in UTF-8, with or without a byte order mark.
        file: Its name, for the places of problems.
        limits: How large it may be, and how deep the tree of one line.

    Returns:
        A list with an item for each line, so that item 0 stands on line 1, and the problems, as those of JSON.
        The item of a line that can't be read is None, and `Document.is_stand_in` says so. Blank lines may stand
        at the end of the file; others are AK002. A file without lines is an empty list. No tree if the bytes are
        no text (AK001) or too many (AK006).
    """
    try:
        text = decode(data, file, limits)
    except InvalidCorpus as refusal:
        return unreadable(file, refusal)
    lines = _lines(text.content)
    items: list[Tree] = []
    problems: list[Problem] = []
    values = 0
    for number, (start, end) in enumerate(lines):
        try:
            item, found, held = _line(text, limits, number, start, end)
        except InvalidCorpus as refusal:
            item, found, held = None, list(refusal.problems), 1
        items.append(item)
        problems += found
        values += held
        if values > limits.values or len(problems) > limits.problems:
            return unreadable(file, _refusal(text, limits, problems, start), text)

    @cache
    def places(number: int) -> Place:
        start, end = lines[number]
        try:
            return scan(TreeBuilder(text, limits), start, end).place
        except InvalidCorpus:
            return Place(start, start, {})

    def root(path: Path) -> Place:
        known = path and path[0] in range(len(lines))
        return Place(0, 0, {path[0]: places(int(path[0]))} if known else {})

    return Document(file, items, tuple(problems), text, root)


def write(tree: Tree) -> bytes:
    """Return a list as JSON Lines: an item a line, keys in their order, characters as they are.

    Raises:
        InvalidCorpus: If reading would not give it back (AK001, AK006, AK007), or if it is no list or has an item
            that is null (AK002).
    """
    if not isinstance(tree, list) or None in tree:
        message, hint = "JSON Lines must be a list of values, none of them null", "write JSON instead"
        raise InvalidCorpus([reading.SYNTAX.problem(message, hint=hint)])
    lines: list[str] = []
    for number, item in enumerate(tree):
        check_writable(item, (number,))
        lines.append(json.dumps(item, ensure_ascii=False) + "\n")
    return "".join(lines).encode()


def _lines(content: str) -> list[tuple[int, int]]:
    """Return where each line starts and ends, without blank lines at the end."""
    ends = [(found.start(), found.end()) for found in LINE_END.finditer(content)]
    starts = [0, *(end for _, end in ends)]
    lines = list(zip(starts, [*(start for start, _ in ends), len(content)], strict=True))
    while lines and _is_blank(content, *lines[-1]):
        lines.pop()
    return lines


def _refusal(text: Text, limits: Limits, problems: list[Problem], index: int) -> InvalidCorpus:
    """Return the problems of a file up to a line with which they, or its values, are too many."""
    many = len(problems) > limits.problems
    message, hint = (too_many_problems(limits), TOO_MANY_HINT) if many else (too_many_values(limits), None)
    last = reading.LIMIT.problem(message, location=text.location(index), hint=hint)
    return InvalidCorpus([*problems[: limits.problems], last])


def _is_blank(content: str, start: int, end: int) -> bool:
    return not content[start:end].strip(" \t")


def _line(text: Text, limits: Limits, number: int, start: int, end: int) -> tuple[Tree, list[Problem], int]:
    """Return what a line holds, its problems, and how many values it has; InvalidCorpus if it can't be read."""
    if _is_blank(text.content, start, end):
        message, hint = "a value must stand on each line, this one is blank", "take the line out"
        TreeBuilder(text, limits, (number,)).refuse(reading.SYNTAX, message, start, hint)
    item, problems, values = parse(text, limits, (number,), start, end)
    if item is None and not problems:
        TreeBuilder(text, limits, (number,)).refuse(
            reading.SYNTAX, "a line must hold a value, this one is null", start, "take it out"
        )
    return item, problems, values
