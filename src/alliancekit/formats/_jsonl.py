"""Parse JSON Lines, each line to a list with one item, and encode lists as lines."""

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
"""The limits for a line that was already parsed."""


def read_line(row: bytes, file: str, limits: Limits, before: int) -> "Line":
    """Parse a line of JSON Lines: one JSON value.

    Args:
        row: The line with its line end, in UTF-8, without the byte order mark of the file.
        file: The name of the file, for locations.
        limits: The maximum size of the line and depth of its tree.
        before: The number of lines of the file before it.

    Returns:
        A document whose tree is a list with the value. Its problems are those of JSON; their paths start with the
        number of the line in the file, from 0. If the line can't be parsed, the value is None, and
        `Document.is_stand_in` is true for its path.

    Raises:
        InvalidCorpus: If the bytes are not valid UTF-8 (AK001), or exceed a limit (AK006).
    """
    text = decode(row, file, limits, before, marked=False)
    item, problems, values, place = _line(text, limits, before)
    if len(problems) > limits.problems:
        last = reading.LIMIT.problem(too_many_problems(limits), location=text.location(0), hint=TOO_MANY_HINT)
        raise InvalidCorpus([*problems[: limits.problems], last])
    return Line(file, [item], tuple(problems), values=values, line=text, place=place)


def valid_line(row: bytes, file: str, before: int) -> "Line":
    """Return the document of a line that is known to be valid, for locations only."""
    return Line(file, None, values=0, line=FileText(file, row.decode(), before), place=None)


@define
class Line(Document):
    """A document that is one line of a file; locations are computed on demand.

    Attributes:
        values: The number of values in the line.
        line: The line.
        place: The place of the value and of its parts, if the line is invalid or long.
    """

    values: int = field(kw_only=True)
    line: FileText = field(kw_only=True, eq=False, repr=False)
    place: Place | None = field(kw_only=True, eq=False, repr=False)
    _find: Find | None = field(default=None, init=False, eq=False, repr=False)
    """Finds places in a short valid line."""

    def locate(self, path: Path, *, key: bool = False) -> Location:
        """Return the location of a value; for a path in another line, the start of this line."""
        text, place, inner = self.line, self.place, path[1:] if path[:1] == (self.line.before,) else ()
        if place is None and len(text.content) > SHORT:
            place = self.place = scan(TreeBuilder(text, _UNLIMITED), 0, _end(text)).place
        if place:
            return text.location(place.find(inner, key=key))
        self._find = self._find or JSON.finder(text.content)
        return text.location(self._find(inner, key))


def whole_lines(blocks: Iterable[bytes], longest: int) -> Iterator[bytes]:
    """Split blocks of a file at line ends: yield parts that end with a line, without the byte order mark of the file.

    If a line is longer than `longest`, its beginning is the last part.
    """
    rest, mark = b"", BOM_UTF8
    for block in chain(blocks, [None]):
        data = rest + (block or b"")
        if len(data) >= len(mark) or block is None:
            data, mark = data.removeprefix(mark), b""
        # A CR at the end of the block may be the first half of CRLF.
        cut = len(data) if block is None else max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1
        rest, mark = data[cut:], b"" if cut else mark
        yield data[:cut]
        if len(rest) > longest:
            yield rest
            return


def write(tree: Tree) -> bytes:
    """Encode a list as JSON Lines, one item per line, keys in order; characters are escaped as in JSON.

    Raises:
        InvalidCorpus: If reading would not return an equal list (AK001, AK006, AK007), or if the tree is not a list or
            has a null item (AK002).
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
    """Return whether a line is empty or has only white space."""
    return row[:1] in _SPACE and not row.strip(_SPACE)


def _line(text: FileText, limits: Limits, number: int) -> tuple[Tree, list[Problem], int, Place | None]:
    """Return the results of `parse` for a line; for an invalid line, None, its problems, 1 and a place at its start."""
    end = _end(text)
    try:
        if text.content[:1] in " \t\r\n" and not text.content[:end].strip(" \t"):
            message, hint = "a line must not be blank", "remove the line"
            TreeBuilder(text, limits, (number,)).refuse(reading.SYNTAX, message, 0, hint)
        item, problems, values, place = parse(text, limits, (number,), 0, end)
        if item is None and not problems:
            message, hint = "a line must not be null", "remove the line"
            TreeBuilder(text, limits, (number,)).refuse(reading.SYNTAX, message, 0, hint)
    except InvalidCorpus as error:
        return None, list(error.problems), 1, _NO_PLACE
    return item, problems, values, place


def _end(text: FileText) -> int:
    """Return the index of the line end."""
    return len(text.content.rstrip("\r\n"))
