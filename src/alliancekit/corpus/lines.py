"""JSON Lines: a record a line, so that a file of any length can be read."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from os import fspath
from pathlib import Path as FilePath
from typing import Final, cast

from attrs import define, field

from alliancekit import engine
from alliancekit._collector import uncollected
from alliancekit.corpus._unread import ids_in, ids_in_bytes, kinds_at
from alliancekit.corpus.documents import Header, Raw, depth_of_records, lines_of, of_line, without_version
from alliancekit.corpus.places import DocumentPlace, Doubts, in_text, refused_in, single
from alliancekit.corpus.stream import Item, Place, Records, Single
from alliancekit.errors import InvalidCorpus, Location
from alliancekit.formats import (
    Limits,
    Line,
    Tree,
    beyond_limits,
    is_blank,
    may_exceed,
    read_blocks,
    read_bytes,
    read_line,
    sound_line,
    too_many_values,
    whole_lines,
    write_lines,
)
from alliancekit.models import KINDS, Entry
from alliancekit.models.document import HEADER, VERSION
from alliancekit.rules.reading import LIMIT

_BLOCK: Final = 2**18
"""How many bytes are read at a time of a file that is in memory."""


class Lines:
    """The format JSON Lines; see `Format`."""

    def open(self, file: FilePath, limits: Limits, *, whole: bool) -> "LinesReading":
        """Return what reads a file."""
        return LinesReading(file, limits, whole)

    def bytes_of(self, records: Sequence[Entry]) -> bytes:
        """Return the bytes of a file that holds records."""
        return write_lines(lines_of(records))


@define(eq=False)
class LinesReading:
    """A file of JSON Lines that is being read; see `Reading`.

    Attributes:
        file: The file.
        limits: How much is read.
        whole: Whether the limits are those of the file, or those of each line.
        share: How much of the file is read; of a file of any length that is not known.
    """

    file: FilePath
    limits: Limits
    whole: bool
    share: float = field(default=0.0, init=False)
    _header: Header = field(factory=Header, init=False)
    _blank: list[bytes] = field(factory=list, init=False)
    """Blank lines, of which it is not known yet whether they stand at the end of the file, where they may."""
    _values: int = field(default=0, init=False)
    _ends: bool = field(default=False, init=False)
    """Whether the rest of the file is left unread."""

    def __iter__(self) -> Iterator[Item]:
        """Yield what the lines hold."""
        take = _untaken if self.limits.depth < depth_of_records() else _taker(self.limits)
        size = 0
        blocks: Iterator[bytes]
        if self.whole:
            data = read_bytes(self.file, self.limits)
            size = len(data)
            if beyond := beyond_limits(data, fspath(self.file), self.limits):
                yield Single(problems=[beyond], hidden=ids_in_bytes(data))
                return
            if may_exceed(data, self.limits):
                take = _untaken  # so that the values of each line are counted
            blocks = (data[start : start + _BLOCK] for start in range(0, size, _BLOCK))
        else:
            blocks = read_blocks(self.file)
        done = 0
        for block in whole_lines(blocks, self.limits.size):
            with uncollected():
                entries = take(block)
            done += len(block)
            self.share = done / size if size else 0.0
            yield from self._of_block(block, entries)
            if self._ends:
                return
        if not self._header.line:
            yield Single(problems=[without_version(sound_line(b"", fspath(self.file), 0))])
        self.share = 1.0

    def rest(self) -> Single:
        """Return the ids in the file."""
        return Single(hidden=ids_in_bytes(read_bytes(self.file, self.limits)))

    def _of_block(self, block: bytes, entries: Sequence[Entry | None]) -> Iterator[Item]:
        """Yield what some lines hold; of those that were taken, the records are given."""
        if not self._blank and all(entries):
            yield from self._records(entries, cache(lambda: block.splitlines(keepends=True)))
            return
        rows = block.splitlines(keepends=True)
        start = 0
        for n in [n for n, entry in enumerate(entries) if entry is None]:
            yield from self._taken(entries[start:n], rows[start:n])
            if not self._ends:
                yield from self._untaken_row(rows[n])
            if self._ends:
                return
            start = n + 1
        yield from self._taken(entries[start:], rows[start:])

    def _taken(self, entries: Sequence[Entry | None], rows: list[bytes]) -> Iterator[Item]:
        """Yield the records of lines that were taken, after the blank lines before them."""
        if entries:
            yield from self._told_blank()
            if not self._ends:
                yield from self._records(entries, lambda: rows)

    def _records(self, entries: Sequence[Entry | None], rows: Callable[[], list[bytes]]) -> Iterator[Item]:
        if entries:
            place = partial(_place, rows, fspath(self.file), self._header.line)
            self._header.line += len(entries)
            yield Records(cast("Sequence[Entry]", entries), place)

    def _untaken_row(self, row: bytes) -> Iterator[Item]:
        """Yield what a line holds that was not taken; a blank one waits."""
        if is_blank(row):
            self._blank.append(row)
            if len(self._blank) > self.limits.values:
                yield self._too_many_blank()
            return
        yield from self._told_blank()
        if not self._ends:
            yield self._of_row(row)

    def _told_blank(self) -> Iterator[Item]:
        """Yield what is wrong with blank lines that do not stand at the end of the file."""
        rows = [*self._blank]
        self._blank.clear()
        for row in rows:
            yield self._of_row(row)

    def _too_many_blank(self) -> Single:
        """End the reading: so many blank lines might fill the memory."""
        message = f"at most {self.limits.values:,} blank lines may follow each other, here is one more"
        place = Location(fspath(self.file), self._header.line + len(self._blank))
        return self._refused(InvalidCorpus([LIMIT.problem(message, location=place)]))

    def _of_row(self, row: bytes) -> Single:
        """Return what a line holds, looked at by itself."""
        try:
            line = read_line(row, fspath(self.file), self.limits, self._header.line)
        except InvalidCorpus as refusal:
            return self._refused(refusal)
        self._values += line.values
        if self.whole and self._values > self.limits.values:
            too_many = LIMIT.problem(too_many_values(self.limits), location=line.locate(()))
            return self._refused(InvalidCorpus([*line.problems, too_many]))
        return self._of_line(line)

    def _refused(self, refusal: InvalidCorpus) -> Single:
        """End the reading."""
        self._ends = True
        return Single(problems=refusal.problems, hidden=self.rest().hidden if self.whole else ())

    def _of_line(self, line: Line) -> Single:
        found = Single(problems=line.problems)
        (tree,) = cast("list[Tree]", line.tree)
        shown = next((problem.location.text for problem in line.problems if problem.location), None) or ""
        for raw in of_line(line, tree, self._header):
            if isinstance(raw, Raw):
                refused = refused_in(line, 1).get(raw.path, ()) if line.problems else ()
                doubts = Doubts(refused, shown if line.is_stand_in(raw.path) else "", seen=True)
                own = single(raw, line, self.limits, doubts)
                own.problems = [*found.problems, *own.problems]
                own.waiting = [*found.waiting, *own.waiting]
                found = own
            else:
                found.problems = [*found.problems, raw]
                found.waiting = [*found.waiting, *kinds_at(raw)]
        if len(found.problems) > 1:
            found.problems = sorted(found.problems, key=in_text)
        if line.problems:
            found.hidden = {*found.hidden, *ids_in(shown)}
        return found


def _place(rows: Callable[[], list[bytes]], file: str, before: int, n: int) -> Place:
    """Return where one of the records in some lines stands."""
    return DocumentPlace(sound_line(rows()[n], file, before + n), (before + n,))


def _untaken(lines: bytes) -> list[Entry | None]:
    """Take no line."""
    return [None] * len(lines.splitlines())


def _taker(limits: Limits) -> Callable[[bytes], Sequence[Entry | None]]:
    """Return what takes lines: it returns the record of each, or None where there may be something to say.

    It has to see all lines of a file, since one with a version governs those that follow. A line has no more values
    than bytes.
    """
    read = engine.JSON.lines(KINDS, _governs, min(limits.size, limits.values))
    return cast("Callable[[bytes], Sequence[Entry | None]]", read)


def _governs(line: bytes) -> bool | None:
    """Return whether records of the present version follow a line; None for a line that says nothing of it."""
    try:
        pairs = json.loads(line, object_pairs_hook=tuple, parse_int=str)
    except ValueError:
        return None
    except RecursionError:
        return False
    if not isinstance(pairs, tuple) or ("type", HEADER) not in pairs:
        return None
    return pairs == (("type", HEADER), ("schema_version", str(VERSION)))
