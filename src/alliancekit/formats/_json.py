"""Parse JSON (RFC 8259) to plain trees, and encode plain trees."""

import json
from functools import cache

from alliancekit.engine import JSON
from alliancekit.engine.tree import Place, Tree
from alliancekit.errors import InvalidCorpus, Path, Problem
from alliancekit.formats._json_scan import scan
from alliancekit.formats._text import LIMITS, FileText, Limits, decode
from alliancekit.formats._tree import Document, check_writable, unreadable
from alliancekit.formats._tree_builder import TreeBuilder
from alliancekit.text import escape_json


def read(data: bytes, file: str, limits: Limits = LIMITS) -> Document:
    r"""Parse a JSON file.

    Args:
        data: The content of the file, in UTF-8, with or without a byte order mark.
        file: The name of the file, for locations.
        limits: The maximum size of the file and depth of the tree.

    Returns:
        The document: tree and problems. The tree is None, and the last problem says why, if the bytes are not valid
        UTF-8 (AK001), not valid JSON (AK002), or exceed a limit (AK006). Duplicate keys (AK003), numbers that are not
        finite or do not fit into 64 bits (AK007), and escapes for half of a surrogate pair, such as `\ud83d` alone
        (AK002), are problems that leave the rest of the tree readable.
    """
    try:
        text = decode(data, file, limits)
    except InvalidCorpus as error:
        return unreadable(file, error)
    root = cache(lambda: scan(TreeBuilder(text, limits)).place)  # most files need no locations
    try:
        tree, problems, _, _ = parse(text, limits)
    except InvalidCorpus as error:
        return unreadable(file, error, text)
    return Document(file, tree, tuple(problems), text, lambda _path: root())


def may_exceed(data: bytes, limits: Limits) -> bool:
    """Return whether a file may have more values than the limit."""
    # Each value except the first of a line follows one of these characters. Those inside text only increase the count.
    return len(data) > limits.values and sum(map(data.count, (b",", b"[", b"{", b"\n", b"\r"))) >= limits.values


def write(tree: Tree) -> bytes:
    """Encode a tree as JSON, with an indentation of two, keys in order and a final line end.

    Control characters and invisible characters are escaped; all others are written unchanged.

    Raises:
        InvalidCorpus: If reading would not return an equal tree (AK001, AK006, AK007).
    """
    check_writable(tree)
    return f"{escape_json(json.dumps(tree, ensure_ascii=False, indent=2))}\n".encode()


def parse(
    text: FileText, limits: Limits, base: Path = (), start: int = 0, end: int | None = None
) -> tuple[Tree, list[Problem], int, Place | None]:
    """Parse the JSON value in a part of a text: return its tree, problems, number of values, and place if known.

    The parser of the standard library parses valid values. If it would fail or change a value, `scan` parses the text
    again to find the problems with their locations; then the places of all values are known too.

    Raises:
        InvalidCorpus: If it can't be parsed, with the problems up to that point.
    """
    try:
        tree, values, _ = JSON.parse(text.content[start:end], limits.depth, limits.values)
    # The parser of the standard library is recursive, so its maximum depth depends on the depth of the caller.
    except (ValueError, RecursionError):
        builder = scan(TreeBuilder(text, limits, base), start, end)
        return builder.tree, builder.problems, builder.values, builder.place
    return tree, [], values, None
