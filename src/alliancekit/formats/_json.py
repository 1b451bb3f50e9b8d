"""JSON (RFC 8259) to plain trees and back."""

import json
from functools import cache

from alliancekit.engine import JSON
from alliancekit.engine.tree import Place, Tree
from alliancekit.errors import InvalidCorpus, Path, Problem
from alliancekit.formats._builder import TreeBuilder
from alliancekit.formats._json_scan import scan
from alliancekit.formats._text import LIMITS, Limits, Text, decode
from alliancekit.formats._tree import Document, check_writable, unreadable
from alliancekit.text import escape_json


def read(data: bytes, file: str, limits: Limits = LIMITS) -> Document:
    r"""Read a JSON file.

    Args:
        data: Its bytes, in UTF-8, with or without a byte order mark.
        file: Its name, for the places of problems.
        limits: How large it may be, and how deep its tree.

    Returns:
        Its tree and problems. No tree, with the problem that stopped the reading, if the bytes are no text
        (AK001), no JSON (AK002), or beyond a limit (AK006). A second key of the same name (AK003), a number that
        is not finite or doesn't fit into 64 bits (AK007) and an escape for half a character, such as `\ud83d`
        alone (AK002), are problems that leave the rest of the tree readable.
    """
    try:
        text = decode(data, file, limits)
    except InvalidCorpus as refusal:
        return unreadable(file, refusal)
    root = cache(lambda: scan(TreeBuilder(text, limits)).place)  # most files are never asked for a place
    try:
        tree, problems, _, _ = parse(text, limits)
    except InvalidCorpus as refusal:
        return unreadable(file, refusal, text)
    return Document(file, tree, tuple(problems), text, lambda _path: root())


def may_exceed(data: bytes, limits: Limits) -> bool:
    """Return whether a file may hold more values than it is allowed."""
    # Each value but the first of a line comes after one of these; in text they make it more, never less.
    return len(data) > limits.values and sum(map(data.count, (b",", b"[", b"{", b"\n", b"\r"))) >= limits.values


def write(tree: Tree) -> bytes:
    """Return a tree as JSON: indented by two, keys in their order, a line end at the end.

    Characters stand as they are, but for those that steer a terminal or that nobody can see, which are escaped.

    Raises:
        InvalidCorpus: If reading would not give it back (AK001, AK006, AK007).
    """
    check_writable(tree)
    return f"{escape_json(json.dumps(tree, ensure_ascii=False, indent=2))}\n".encode()


def parse(
    text: Text, limits: Limits, base: Path = (), start: int = 0, end: int | None = None
) -> tuple[Tree, list[Problem], int, Place | None]:
    """Return the tree and the problems of the JSON value that a part of a text is, and how many values it holds.

    The parser of the standard library reads what is sound. What it refuses, and what it would change, is read
    again by `scan`, which knows why and where: then the places of all values are known too.

    Raises:
        InvalidCorpus: If it can't be read, with the problems up to there.
    """
    try:
        tree, values, _ = JSON.parse(text.content[start:end], limits.depth, limits.values)
    # The standard library's parser uses recursion, so how deep it gets depends on the caller.
    except (ValueError, RecursionError):
        builder = scan(TreeBuilder(text, limits, base), start, end)
        return builder.tree, builder.problems, builder.values, builder.place
    return tree, [], values, None
