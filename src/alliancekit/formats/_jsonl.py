"""JSON Lines: each line to a list with one item, and lists to lines."""

import json
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from attrs import define, field

from alliancekit.engine import JSON, Find
from alliancekit.engine.tree import Place, Tree
from alliancekit.errors import InvalidCorpus, Location, Path, Problem
from alliancekit.formats._json import parse
from alliancekit.formats._json_scan import SHORT, scan
from alliancekit.formats._text import FileText, Limits, decode
from alliancekit.formats._tree import (
    TOO_MANY_HINT,
    Document,
    check_writable,
    too_many_problems,
)
from alliancekit.formats._tree_builder import TreeBuilder
from alliancekit.rules import reading
from alliancekit.text import escape_json

_SPACE: Final = b" \t\r\n"
_NO_PLACE: Final = Place(0, 0, {})
_UNLIMITED: Final = Limits(values=sys.maxsize, depth=sys.maxsize)
"""For what was read already."""


def read_line(row: bytes, file: str, limits: Limits, before: int) -> "Line":
    """Read a line of JSON Lines: one JSON value.

    Args:
        row: Its bytes, in UTF-8, with its end; without the byte order mark of the file.
        file: The name of the file, for the places of problems.
        limits: How large the line may be, and how deep its tree.
        before: How many lines of the file stand before it.

    Returns:
        A list with the value, and the problems, as those of JSON; paths begin with the number of the line in the file,
        from 0. The value is None if it can't be read, and `Document.is_stand_in` says so.

    Raises:
        InvalidCorpus: If the bytes are no text (AK001), or are or have more than the limits allow (AK006).
    """
    text = decode(row, file, limits, before, marked=False)
    item, found, values, place = _line(text, limits, before)
    if len(found) > limits.problems:
        last = reading.LIMIT.problem(too_many_problems(limits), location=text.location(0), hint=TOO_MANY_HINT)
        raise InvalidCorpus([*found[: limits.problems], last])
    return Line(file, [item], tuple(found), values=values, line=text, place=place)


def valid_line(row: bytes, file: str, before: int) -> "Line":
    """Return the document of a line that was read before and is in order; only places are asked of it."""
    return Line(file, None, values=0, line=FileText(file, row.decode(), before), place=None)


@define
class Line(Document):
    """A document that is one line of a file; places in it are looked up where they are asked for.

    Attributes:
        values: How many values it holds.
        line: The line.
        place: Its place and those of its parts, if the line is not in order, or long.
    """

    values: int = field(kw_only=True)
    line: FileText = field(kw_only=True, eq=False, repr=False)
    place: Place | None = field(kw_only=True, eq=False, repr=False)
    _find: Find | None = field(default=None, init=False, eq=False, repr=False)
    """What finds places in a short line that is in order."""

    def locate(self, path: Path, *, key: bool = False) -> Location:
        """Return where a value stands; for a path that leads to another line, where this one starts."""
        text, place, inner = self.line, self.place, path[1:] if path[:1] == (self.line.before,) else ()
        if place is None and len(text.content) > SHORT:
            place = self.place = scan(TreeBuilder(text, _UNLIMITED), 0, _end(text)).place
        if place:
            return text.location(place.find(inner, key=key))
        self._find = self._find or JSON.finder(text.content)
        return text.location(self._find(inner, key))


def whole_lines(blocks: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """Yield the lines of a file that comes in blocks, some at a time, without the mark at the start of the file.

    A line that is longer than the longest allowed is the last one, and comes without its end.
    """
    rest, mark = b"", BOM_UTF8
    for block in chain(blocks, [None]):
        data = rest + (block or b"")
        if len(data) >= len(mark) or block is None:
            data, mark = data.removeprefix(mark), b""
        # A CR at the end may be the first half of a line end.
        cut = len(data) if block is None else max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1
        rest, mark = data[cut:], b"" if cut else mark
        yield data[:cut]
        if len(rest) > longest:
            yield rest
            return


def write(tree: Tree) -> bytes:
    """Return a list as JSON Lines: an item a line, keys in their order; characters as in JSON.

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
        lines.append(escape_json(json.dumps(item, ensure_ascii=False)) + "\n")
    return "".join(lines).encode()


def is_blank(row: bytes) -> bool:
    """Return whether a line holds nothing."""
    return row[:1] in _SPACE and not row.strip(_SPACE)


def _line(text: FileText, limits: Limits, number: int) -> tuple[Tree, list[Problem], int, Place | None]:
    """Return what `parse` does of a line; of one that can't be read, the problems, and no place but its start."""
    end = _end(text)
    try:
        if text.content[:1] in " \t\r\n" and not text.content[:end].strip(" \t"):
            message, hint = "a value must stand on each line, this one is blank", "take the line out"
            TreeBuilder(text, limits, (number,)).refuse(reading.SYNTAX, message, 0, hint)
        item, problems, values, place = parse(text, limits, (number,), 0, end)
        if item is None and not problems:
            message, hint = "a line must hold a value, this one is null", "take it out"
            TreeBuilder(text, limits, (number,)).refuse(reading.SYNTAX, message, 0, hint)
    except InvalidCorpus as refusal:
        return None, list(refusal.problems), 1, _NO_PLACE
    return item, problems, values, place


def _end(text: FileText) -> int:
    """Return where the content of a line ends, and what ends the line begins."""
    return len(text.content.rstrip("\r\n"))
