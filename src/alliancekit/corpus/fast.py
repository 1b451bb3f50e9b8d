"""What can be read the fast way: lines of JSON Lines, and documents in JSON, of the present version and in order."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final, cast

from attrs import define, field

from alliancekit import engine
from alliancekit._collector import calmly
from alliancekit.formats import Document, Format, Limits, read_json, read_lines
from alliancekit.models import KINDS, MODELS, Entry
from alliancekit.models.document import HEADER, SCHEMA, VERSION
from alliancekit.rules.shape import Kind, Shape, spec_of

_PIECE: Final = 2**18
"""After so many bytes, at the end of a line, the progress is reported."""


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
        progress: Called with the fraction of the lines that is read.
        taken: What was read: a record for each line, or None; under no name.
    """

    limits: Limits
    progress: Callable[[float], None] | None = None
    taken: dict[str, Sequence[Entry | None]] = field(factory=dict, init=False)
    _read: Callable[[bytes], list[object | None]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Leave to the slow way what may be beyond the limits: a line has no more values than bytes."""
        limits = self.limits
        longest = min(limits.size, limits.values) if limits.depth >= _depth() else -1
        self._read = engine.JSON.lines(KINDS, _governs, longest)

    def read(self, data: bytes, file: str) -> Document:
        """Return the document of the lines that were not taken."""
        return read_lines(data, file, self.limits, take=self._take)

    def _take(self, data: bytes) -> Sequence[object]:
        """Return the record of each line that is in order, None for others."""
        entries = self.entries(data)
        self.taken = {"": entries}
        return entries

    def entries(self, data: bytes) -> list[Entry | None]:
        """Return the record of each line, or None where there is, or may be, something to say about the line."""
        found: list[Entry | None] = []
        done = 0
        for piece in calmly(_pieces(data)):
            found += cast("list[Entry | None]", self._read(piece))
            done += len(piece)
            if self.progress:
                self.progress(done / len(data))
        return found


def _pieces(data: bytes) -> Iterator[bytes]:
    """Yield some whole lines at a time."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _PIECE) + 1 or len(data)
        yield data[start:end]
        start = end


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


@define
class Lists:
    """Reads a document with lists of records, as a whole or not at all.

    Attributes:
        limits: What the slow way would allow.
        taken: The lists of records of the document, by their names.
    """

    limits: Limits
    taken: dict[str, Sequence[Entry | None]] = field(factory=dict, init=False)

    def read(self, data: bytes, file: str) -> Document:
        """Return the document, which is empty if it was taken."""
        return read_json(data, file, self.limits, take=self._take if self.limits.depth > _depth() + 1 else None)

    def _take(self, data: bytes) -> bool:
        """Return whether the document is in order; its records are the taken then."""
        members = engine.JSON.document(data, MODELS)
        version = members.get("schema_version") if members else None
        if not members or type(version) is not int or version != VERSION:
            return False
        taken: dict[str, Sequence[Entry | None]] = {}
        for name, held in members.items():
            if name in MODELS:
                taken[name] = cast("Sequence[Entry]", held)
            elif name != "schema_version" and not (name == SCHEMA and isinstance(held, str)):
                return False
        self.taken = taken
        return any(taken.values())  # a document without records is as quickly read in the slow way


@cache
def _depth() -> int:
    """Return how many lists and objects stand inside each other in the deepest record."""
    return max(1 + _depth_of(field.shape) for model in KINDS.values() for field in spec_of(model).fields)


def _depth_of(shape: Shape) -> int:
    if shape.kind is Kind.OBJECT:
        return 1 + max(_depth_of(field.shape) for field in spec_of(shape.type).fields)
    return 1 + _depth_of(shape.item) if shape.item else int(shape.kind is Kind.DATE)
