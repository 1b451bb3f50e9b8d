"""What can be read the fast way: lines of JSON Lines, and documents in JSON, of the present version and in order."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Final, TypeAlias, cast

from attrs import define, field

from alliancekit import engine
from alliancekit._collector import calmly, uncollected
from alliancekit.engine import FromJson
from alliancekit.errors import Path
from alliancekit.formats import Document, Format, Limits, read_json, read_lines
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.models.document import HEADER, SCHEMA, VERSION
from alliancekit.rules.shape import Kind, Shape, spec_of

_START: Final = re.compile(rb'[ \t]*\{[ \t]*"type"[ \t]*:[ \t]*"([a-z]+)"[ \t]*,')
Taken: TypeAlias = tuple[Path, Entry]
"""A record, and its path in the document."""

_STEP: Final = 1_000
"""After so many lines the progress is told."""


def fast(form: Format, limits: Limits, progress: Callable[[float], None] | None = None) -> "Lines | Lists | None":
    """Return what reads a format the fast way, if there is such a way; it reads one file.

    Args:
        form: The format.
        limits: What the slow way would allow.
        progress: Is told the share of the lines that is read.
    """
    if form.lines:
        return Lines(limits, progress)
    return Lists(limits) if form.read is read_json else None


@define
class Lines:
    """Reads line by line; it has to see all of them, since a line with the version governs those that follow.

    Attributes:
        limits: What the slow way would allow.
        progress: Is told the share of a file that is read.
        taken: The records of the lines that were read in the fast way, each with its path, by their paths.
    """

    limits: Limits
    progress: Callable[[float], None] | None = None
    taken: dict[Path, Taken] = field(factory=dict, init=False)
    _present: bool = field(default=False, init=False)
    _start: bytes = field(default=b"\0", init=False)
    _read: FromJson[Entry] | None = field(default=None, init=False)
    _longest: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Leave to the slow way what may be beyond the limits: a line has no more values than bytes."""
        limits = self.limits
        self._longest = min(limits.size, limits.values) if limits.depth >= _depth() else -1

    def read(self, data: bytes, file: str) -> Document:
        """Return the document of the lines that were not taken."""
        return read_lines(data, file, self.limits, take=self._take)

    def _take(self, lines: Sequence[bytes]) -> Iterable[bool]:
        """Return of each line whether it is a record in order; it is among the taken then."""
        entries = self.entries(_telling(lines, self.progress) if self.progress else lines)
        with uncollected():
            found = (((n,), entry) for n, entry in enumerate(entries) if entry is not None)
            self.taken = {one[0]: one for one in found}
        return [entry is not None for entry in entries]

    def entries(self, lines: Iterable[bytes]) -> list[Entry | None]:
        """Return the record of each line, or None where there is, or may be, something to say about the line."""
        found: list[Entry | None] = []
        start, read = self._start, self._read if self._present else None
        for line in calmly(lines):
            if not line.startswith(start):
                self._turn(line)
                start, read = self._start, self._read if self._present else None
            found.append(read(line, len(start)) if read and len(line) <= self._longest else None)
        return found

    def _turn(self, line: bytes) -> None:
        """Turn to another type of line."""
        self._start, self._read = b"\0", None
        found = _START.match(line)
        kind = found[1].decode() if found else ""
        if found and kind in KINDS:
            self._start, self._read = found[0], engine.of(KINDS[kind]).from_json
        else:
            self._present = _is_present(line, before=self._present)


def _telling(lines: Sequence[bytes], progress: Callable[[float], None]) -> Iterator[bytes]:
    """Yield lines, and tell the share of them that is done."""
    done, size = 0, sum(map(len, lines))
    for n, line in enumerate(lines, 1):
        yield line
        done += len(line)
        if n % _STEP == 0:
            progress(done / size)


def _is_present(line: bytes, *, before: bool) -> bool:
    """Return whether the records that follow a line are of the present version; most lines say nothing of it."""
    try:
        pairs = json.loads(line, object_pairs_hook=tuple, parse_int=str)
    except ValueError:
        return before
    except RecursionError:
        return False
    says = isinstance(pairs, tuple) and ("type", HEADER) in pairs
    header = (("type", HEADER), ("schema_version", str(VERSION)))
    return pairs == header if says else before


@define
class Lists:
    """Reads a document with lists of records, as a whole or not at all.

    Attributes:
        limits: What the slow way would allow.
        taken: The records of the document, each with its path, by their paths, in its order.
    """

    limits: Limits
    taken: dict[Path, Taken] = field(factory=dict, init=False)

    def read(self, data: bytes, file: str) -> Document:
        """Return the document, which is empty if it was taken."""
        return read_json(data, file, self.limits, take=self._take if self.limits.depth > _depth() + 1 else None)

    def _take(self, data: bytes) -> bool:
        """Return whether the document is in order; its records are the taken then."""
        members = engine.JSON.document(data, MODELS)
        version = members.get("schema_version") if members else None
        if not members or type(version) is not int or version != VERSION:
            return False
        taken: dict[Path, Taken] = {}
        for name, held in members.items():
            if name in MODELS:
                records = cast("Sequence[Entry]", held)
                taken |= {(name, n): ((name, n), record) for n, record in enumerate(records)}
            elif name != "schema_version" and not (name == SCHEMA and isinstance(held, str)):
                return False
        self.taken = taken
        return bool(taken)  # a document without records is as quickly read in the slow way


@cache
def _depth() -> int:
    """Return how many lists and objects stand inside each other in the deepest record."""
    return max(1 + _depth_of(field.shape) for model in KINDS.values() for field in spec_of(model).fields)


def _depth_of(shape: Shape) -> int:
    if shape.kind is Kind.OBJECT:
        return 1 + max(_depth_of(field.shape) for field in spec_of(shape.type).fields)
    return 1 + _depth_of(shape.item) if shape.item else int(shape.kind is Kind.DATE)
