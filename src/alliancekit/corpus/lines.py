"""The lines of JSON Lines that can be read the fast way: records of the present version, in order."""

import json
import re
from functools import cache
from typing import Final

from attrs import define, field

from alliancekit.decoding import Reader, reader
from alliancekit.formats import Document, Limits, read_lines
from alliancekit.models import KINDS, Entry
from alliancekit.models.document import HEADER, VERSION
from alliancekit.rules.shape import Kind, Shape, spec_of

_START: Final = re.compile(rb'[ \t]*\{[ \t]*"type"[ \t]*:[ \t]*"([a-z]+)"[ \t]*,')
_TYPE: Final = 2
"""The texts of a line that belong to no field: "type" and the type."""


@define
class Lines:
    """Reads line by line; it has to see all of them, since a line with the version governs those that follow.

    Attributes:
        limits: What the slow way would allow.
        taken: The records of the lines that were read in the fast way, by the number of the line from 0.
    """

    limits: Limits
    taken: dict[int, Entry] = field(factory=dict, init=False)
    _count: int = field(default=0, init=False)
    _present: bool = field(default=False, init=False)
    _start: bytes = field(default=b"\0", init=False)
    _read: Reader[Entry] | None = field(default=None, init=False)
    _longest: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Leave to the slow way what may be beyond the limits: a line has no more values than bytes."""
        limits = self.limits
        self._longest = min(limits.size, limits.values) if limits.depth >= _depth() else -1

    def read(self, data: bytes, file: str) -> Document:
        """Return the document of the lines that were not taken."""
        return read_lines(data, file, self.limits, take=self._take)

    def _take(self, line: bytes) -> bool:
        """Return whether the line is a record in order; it is among the taken then."""
        entry = self.entry(line)
        if entry is not None:
            self.taken[self._count] = entry
        self._count += 1
        return entry is not None

    def entry(self, line: bytes) -> Entry | None:
        """Return the record of a line, or None where there is, or may be, something to say about the line."""
        if len(line) > self._longest:
            return None
        if not line.startswith(self._start):
            self._turn(line)
        return self._read(line, _TYPE) if self._read and self._present else None

    def _turn(self, line: bytes) -> None:
        """Turn to another type of line."""
        self._start, self._read = b"\0", None
        found = _START.match(line)
        kind = found[1].decode() if found else ""
        if found and kind in KINDS:
            self._start, self._read = found[0], _reader(kind)
        else:
            self._present = _is_present(line, before=self._present)


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


@cache
def _reader(kind: str) -> Reader[Entry]:
    return reader(KINDS[kind])


@cache
def _depth() -> int:
    """Return how many lists and objects stand inside each other in the deepest record."""
    return max(1 + _depth_of(field.shape) for model in KINDS.values() for field in spec_of(model).fields)


def _depth_of(shape: Shape) -> int:
    if shape.kind is Kind.OBJECT:
        return 1 + max(_depth_of(field.shape) for field in spec_of(shape.type).fields)
    return 1 + _depth_of(shape.item) if shape.item else int(shape.kind is Kind.DATE)
