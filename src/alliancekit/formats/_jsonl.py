"""JSON Lines to a list with an item for each line, and back."""

import json
import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, TypeAlias

from attrs import define, field

from alliancekit._collector import calmly
from alliancekit.engine import JSON, Find
from alliancekit.engine.tree import Place, Tree
from alliancekit.errors import InvalidCorpus, Location, Path, Problem
from alliancekit.formats._builder import TreeBuilder
from alliancekit.formats._json import may_exceed, parse
from alliancekit.formats._json_scan import SHORT, scan
from alliancekit.formats._text import LIMITS, Limits, Text, decode
from alliancekit.formats._tree import (
    TOO_MANY_HINT,
    Document,
    check_writable,
    too_many_problems,
    too_many_values,
    unreadable,
)
from alliancekit.rules import reading
from alliancekit.text import escape_json

TakeLines: TypeAlias = Callable[[bytes], Sequence[object]]
"""Reads lines in a faster way; it returns for each line whether it has read it, as something true or false."""

_SPACE: Final = b" \t\r\n"
_NO_PLACE: Final = Place(0, 0, {})
_UNLIMITED: Final = Limits(values=sys.maxsize, depth=sys.maxsize)
"""For what was read already."""


def read(
    data: bytes, file: str, limits: Limits = LIMITS, *, take: TakeLines | None = None, before: int = 0
) -> Document:
    """Read a file of JSON Lines: one JSON value a line.

    Args:
        data: Its bytes, in UTF-8, with or without a byte order mark; or some lines of it.
        file: Its name, for the places of problems.
        limits: How large it may be, and how deep the tree of one line.
        take: Takes lines, whose items are None then. It is not asked where values have to be counted, each of them.
        before: How many lines of the file stand before these.

    Returns:
        A list with an item for each line, so that item 0 stands on line 1, and the problems, as those of JSON.
        The item of a line that can't be read is None, and `Document.is_stand_in` says so. Blank lines may stand
        at the end of the file; others are AK002. A file without lines is an empty list. No tree if the bytes are
        no text (AK001) or too many (AK006). Paths begin with the number of the line in the file, from 0.
    """
    try:
        whole = decode(data, file, limits, before)
    except InvalidCorpus as refusal:
        return unreadable(file, refusal)
    lines = data if before else data.removeprefix(BOM_UTF8)
    rows = _rows(lines)
    items: list[Tree] = [None] * len(rows)
    problems: list[Problem] = []
    places: dict[int, Place] = {}
    values = 0
    last: list[_Line] = []
    taken = take(lines) if take and not may_exceed(data, limits) else ()
    # At the end of the file there may be blank lines, which are not taken.
    unread = range(len(rows)) if not taken else [n for n in range(len(rows)) if not taken[n]]
    # Of a part of a file there are a few lines: it would not pay to hold the collector.
    for n in unread if before else calmly(unread):
        row, number = rows[n], before + n
        text = whole if row == data else Text(file, row.decode(), number)
        item, found, held, place = _line(text, limits, number)
        last[:] = [_Line(file, None, line=text, place=place)]
        items[n] = item
        if place:
            places[number] = place
        problems += found
        values += held
        if values > limits.values or len(problems) > limits.problems:
            return unreadable(file, _refusal(text, limits, problems), text)
    return _Lines(file, items, tuple(problems), rows=rows, before=before, scanned=places, last=last)


def read_line(row: bytes, file: str, limits: Limits, before: int) -> Document:
    """Return what `read` returns of one line of a file; it is not blank, and the file's byte order mark is gone."""
    try:
        text = decode(row, file, limits, before, marked=False)
    except InvalidCorpus as refusal:
        return unreadable(file, refusal)
    item, found, _, place = _line(text, limits, before)
    if len(found) > limits.problems:
        return unreadable(file, _refusal(text, limits, found), text)
    return _Line(file, [item], tuple(found), line=text, place=place)


@define
class _Line(Document):
    """A document that is one line of a file; places in it are looked up where they are asked for.

    Attributes:
        line: The line.
        place: Its place and those of its parts, if the line is not in order, or long.
    """

    line: Text = field(kw_only=True, eq=False, repr=False)
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


@define
class _Lines(Document):
    """A document of which each line is read again where a place in it is asked for.

    Attributes:
        rows: The lines.
        before: How many lines of the file stand before them.
        scanned: The places of the lines that are not in order, or long, by the number of the line.
        last: The line that was asked for last: it may have many problems, and all of them show the same text.
    """

    rows: list[bytes] = field(kw_only=True, eq=False, repr=False)
    before: int = field(kw_only=True, eq=False, repr=False)
    scanned: dict[int, Place] = field(kw_only=True, eq=False, repr=False)
    last: list[_Line] = field(factory=list, kw_only=True, eq=False, repr=False)

    def locate(self, path: Path, *, key: bool = False) -> Location:
        """Return where a value stands; for a line that does not exist, where the first one starts."""
        number = self.before
        if path and path[0] in range(number, number + len(self.rows)):
            number = int(path[0])
        else:
            path = ()
        if not self.last or self.last[0].line.before != number:
            text = Text(self.file, self.rows[number - self.before].decode() if self.rows else "", number)
            self.last[:] = [_Line(self.file, None, line=text, place=self.scanned.get(number))]
        (last,) = self.last
        location = last.locate(path, key=key)
        if last.place:
            self.scanned[number] = last.place
        return location


def _rows(data: bytes) -> list[bytes]:
    """Return the lines of a file, without blank lines at its end."""
    rows = data.splitlines(keepends=True)
    while rows and is_blank(rows[-1]):
        rows.pop()
    return rows


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


def _refusal(text: Text, limits: Limits, problems: list[Problem]) -> InvalidCorpus:
    """Return the problems of a file up to a line with which they, or its values, are too many."""
    many = len(problems) > limits.problems
    message, hint = (too_many_problems(limits), TOO_MANY_HINT) if many else (too_many_values(limits), None)
    last = reading.LIMIT.problem(message, location=text.location(0), hint=hint)
    return InvalidCorpus([*problems[: limits.problems], last])


def is_blank(row: bytes) -> bool:
    """Return whether a line holds nothing."""
    return row[:1] in _SPACE and not row.strip(_SPACE)


def _line(text: Text, limits: Limits, number: int) -> tuple[Tree, list[Problem], int, Place | None]:
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


def _end(text: Text) -> int:
    """Return where the content of a line ends, and what ends the line begins."""
    return len(text.content.rstrip("\r\n"))
