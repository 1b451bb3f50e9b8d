"""Read and write JSON Lines: one record per line."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path as FilePath
from typing import Final, cast

from attrs import define, field

from alliancekit import engine
from alliancekit._collector import gc_paused
from alliancekit.corpus._id_guesses import ids_in_bytes, kinds_hidden_by
from alliancekit.corpus.documents import Header, Raw, depth_of_records, lines_of, of_line, without_version
from alliancekit.corpus.results import Context, DocumentLocator, in_text, refused_in, result_of
from alliancekit.corpus.stream import Item, Locator, ReadResult, ValidRecords
from alliancekit.errors import InvalidCorpus, Location
from alliancekit.formats import (
    FileInput,
    Input,
    Limits,
    Line,
    Tree,
    beyond_limits,
    is_blank,
    may_exceed,
    read_line,
    too_many_values,
    valid_line,
    whole_lines,
    write_lines,
)
from alliancekit.models import KINDS, Entry
from alliancekit.models.document import HEADER, VERSION
from alliancekit.rules.reading import LIMIT

_BLOCK: Final = 2**16
"""The number of bytes of a file in memory that are parsed at a time; their records fit into a processor's cache."""


_TRIED: Final = Context(tried=True)
"""The context of a line without problems of JSON."""


class JsonLinesFormat:
    """The format JSON Lines; see `TextFormat`."""

    def open(self, file: FilePath, limits: Limits, *, whole: bool) -> "LineReader":
        """Return a reader of a file."""
        return self.reader(FileInput(file), limits, whole=whole)

    def reader(self, content: Input, limits: Limits, *, whole: bool) -> "LineReader":
        """Return a reader of lines."""
        return LineReader(content, limits, whole)

    def encode(self, records: Sequence[Entry]) -> bytes:
        """Return the content of a file with these records."""
        return write_lines(lines_of(records))


@define(eq=False)
class LineReader:
    """A reader of JSON Lines; see `FileReader`.

    The engine parses blocks of lines. A line that it does not accept is parsed again by itself, with its problems.

    Attributes:
        content: The content of the file.
        limits: The limits of the reader.
        whole: Whether the limits apply to the whole file, or to each line.
        fraction_done: The fraction of the file that has been read, if it is read as a whole.
    """

    content: Input
    limits: Limits
    whole: bool
    fraction_done: float = field(default=0.0, init=False)
    _header: Header = field(factory=Header, init=False)
    _blank_rows: list[bytes] = field(factory=list, init=False)
    """Blank lines since the last other line: they are allowed at the end of the file only."""
    _values: int = field(default=0, init=False)
    """The number of values in lines that were parsed by themselves."""
    _stopped: bool = field(default=False, init=False)
    """Whether the rest of the file is not read."""

    def __iter__(self) -> Iterator[Item]:
        """Yield the content of the lines."""
        parse = _block_parser(self.limits)
        size = 0
        blocks: Iterator[bytes]
        if self.whole:
            data = self.content.read(self.limits)
            size = len(data)
            if problem := beyond_limits(data, self.content.name, self.limits):
                yield ReadResult(problems=[problem], hidden_ids=ids_in_bytes(data))
                return
            if may_exceed(data, self.limits):
                parse = _accept_none  # parse each line by itself, to count its values
            blocks = (data[start : start + _BLOCK] for start in range(0, size, _BLOCK))
        else:
            blocks = self.content.blocks()
        done = 0
        for block in whole_lines(blocks, self.limits.size):
            with gc_paused():
                records = parse(block)
            done += len(block)
            self.fraction_done = done / size if size else 0.0
            yield from self._read_block(block, records)
            if self._stopped:
                return
        if not self._header.line:
            yield ReadResult(problems=[without_version(valid_line(b"", self.content.name, 0))])
        self.fraction_done = 1.0

    def skipped(self) -> ReadResult:
        """Return the ids in the file."""
        return ReadResult(hidden_ids=ids_in_bytes(self.content.read(self.limits)))

    def _read_block(self, block: bytes, records: Sequence[Entry | None]) -> Iterator[Item]:
        """Yield the content of a block of lines.

        Args:
            block: The lines.
            records: The record of each line, or None if the engine does not accept the line.
        """
        if all(records) and not self._blank_rows:
            yield from self._valid(records, cache(lambda: block.splitlines(keepends=True)))
            return
        rows = block.splitlines(keepends=True)
        start = 0
        for n in [n for n, record in enumerate(records) if record is None]:
            yield from self._read_valid_rows(records[start:n], rows[start:n])
            yield from self._read_other_row(rows[n])
            if self._stopped:
                return
            start = n + 1
        yield from self._read_valid_rows(records[start:], rows[start:])

    def _read_valid_rows(self, records: Sequence[Entry | None], rows: list[bytes]) -> Iterator[Item]:
        """Yield the records of accepted lines, after the problems of blank lines before them."""
        if records:
            yield from self._read_blank_rows()
            yield from self._valid(records, lambda: rows)

    def _valid(self, records: Sequence[Entry | None], rows: Callable[[], list[bytes]]) -> Iterator[ValidRecords]:
        if records:
            locator = partial(_locator, rows, self.content.name, self._header.line)
            self._header.line += len(records)
            yield ValidRecords(cast("Sequence[Entry]", records), locator)

    def _read_other_row(self, row: bytes) -> Iterator[ReadResult]:
        """Yield the result of a line that the engine does not accept, unless it is blank."""
        if not is_blank(row):
            yield from self._read_blank_rows()
            yield self._read_row(row)
            return
        self._blank_rows.append(row)
        if len(self._blank_rows) > self.limits.values:
            message = f"at most {self.limits.values:,} blank lines are allowed in a row, got one more"
            location = Location(self.content.name, self._header.line + len(self._blank_rows))
            yield self._stop(InvalidCorpus([LIMIT.problem(message, location=location)]))

    def _read_blank_rows(self) -> Iterator[ReadResult]:
        """Yield the results of blank lines that are followed by another line."""
        rows = [*self._blank_rows]
        self._blank_rows.clear()
        for row in rows:
            yield self._read_row(row)

    def _read_row(self, row: bytes) -> ReadResult:
        """Return the result of a line that is parsed by itself."""
        try:
            line = read_line(row, self.content.name, self.limits, self._header.line)
        except InvalidCorpus as error:
            return self._stop(error)
        self._values += line.values
        if self.whole and self._values > self.limits.values:
            too_many = LIMIT.problem(too_many_values(self.limits), location=line.locate(()))
            return self._stop(InvalidCorpus([*line.problems, too_many]))
        return self._check_line(line)

    def _stop(self, error: InvalidCorpus) -> ReadResult:
        """Stop reading, and return the result of the last line."""
        self._stopped = True
        return ReadResult(problems=error.problems, hidden_ids=self.skipped().hidden_ids if self.whole else ())

    def _check_line(self, line: Line) -> ReadResult:
        """Return the result of a parsed line."""
        (tree,) = cast("list[Tree]", line.tree)
        result: ReadResult | None = None
        problems = [*line.problems]
        kinds_without_id: list[str] = []
        text = next((problem.location.text for problem in problems if problem.location), None) or ""
        for raw in of_line(line, tree, self._header):
            if isinstance(raw, Raw):
                context = _TRIED
                if line.problems:
                    hidden = text if line.is_stand_in(raw.path) else ""
                    context = Context(refused_in(line, 1).get(raw.path, ()), hidden, tried=True)
                result = result_of(raw, line, self.limits, context)
            else:
                problems.append(raw)
                kinds_without_id += kinds_hidden_by(raw)
        result = result or ReadResult()
        problems += result.problems
        result.problems = sorted(problems, key=in_text) if len(problems) > 1 else problems
        if kinds_without_id:
            result.kinds_without_id = [*result.kinds_without_id, *kinds_without_id]
        if line.problems:
            result.unreadable = text
        return result


def _locator(rows: Callable[[], list[bytes]], file: str, before: int, n: int) -> Locator:
    """Return the locator of the record on the nth of consecutive lines; `before` is the number of lines before them."""
    return DocumentLocator(valid_line(rows()[n], file, before + n), (before + n,))


def _accept_none(block: bytes) -> list[Entry | None]:
    """Return None for each line of a block."""
    return [None] * len(block.splitlines())


def _block_parser(limits: Limits) -> Callable[[bytes], Sequence[Entry | None]]:
    """Return a function that parses a block of lines: to a record, or None where a line may have a problem.

    Call it with all lines of the file in order, because a line with a version applies to the lines after it.
    """
    if limits.depth < depth_of_records():
        return _accept_none
    longest = min(limits.size, limits.values)  # a line has no more values than bytes
    return cast("Callable[[bytes], Sequence[Entry | None]]", engine.JSON.lines(KINDS, _governs, longest))


def _governs(line: bytes) -> bool | None:
    """Return whether records of the current version follow a line; None if the line has no version."""
    try:
        pairs = json.loads(line, object_pairs_hook=tuple, parse_int=str)
    except ValueError:
        return None
    except RecursionError:
        return False
    if not isinstance(pairs, tuple) or ("type", HEADER) not in pairs:
        return None
    return pairs == (("type", HEADER), ("schema_version", str(VERSION)))
