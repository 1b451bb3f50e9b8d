"""Files that are one document: YAML, and JSON with lists of records."""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from os import fspath
from pathlib import Path as FilePath
from typing import Protocol, TypeAlias, cast

from attrs import define, field, frozen

from alliancekit import engine
from alliancekit.corpus._unread import ids_in_bytes, kinds_at
from alliancekit.corpus.documents import Raw, depth_of_records, lists_of, raw_records
from alliancekit.corpus.places import DocumentPlace, Doubts, refused_in, single
from alliancekit.corpus.stream import Item, Place, Records, Single
from alliancekit.formats import Document, Limits, Tree, may_exceed, read_bytes
from alliancekit.models import MODELS, Entry
from alliancekit.models.document import SCHEMA, VERSION

Lists: TypeAlias = Mapping[str, Sequence[Entry]]
"""Lists of records by their names."""


class Read(Protocol):
    """What reads a format: bytes, the name of the file and limits to a document."""

    def __call__(self, data: bytes, file: str, limits: Limits) -> Document:
        """Return what the bytes hold; mistakes are in its `problems`."""
        ...


@frozen
class Trees:
    """A format in which a file is one document; see `Format`.

    Attributes:
        read: Bytes to a document.
        dump: A tree to bytes; the same tree always gives the same bytes.
        lists: Returns the records of a document that is in order, or None where there may be something to say.
    """

    read: Read
    dump: Callable[[Tree], bytes]
    lists: Callable[[bytes, Limits], Lists | None] = lambda _data, _limits: None

    def open(self, file: FilePath, limits: Limits, *, whole: bool) -> "TreeReading":
        """Return what reads a file, always as a whole."""
        del whole
        return TreeReading(self, file, limits)

    def bytes_of(self, records: Sequence[Entry]) -> bytes:
        """Return the bytes of a file that holds records."""
        return self.dump(lists_of(records))


@define(eq=False)
class TreeReading:
    """A document that is being read; see `Reading`.

    Attributes:
        format: Its format.
        file: The file.
        limits: How much is read.
        share: How much of the file is read.
    """

    format: Trees
    file: FilePath
    limits: Limits
    share: float = field(default=0.0, init=False)

    def __iter__(self) -> Iterator[Item]:
        """Yield what the document holds: what its reader says, then the records."""
        data = read_bytes(self.file, self.limits)
        read = cache(lambda: self.format.read(data, fspath(self.file), self.limits))
        if (lists := self.format.lists(data, self.limits)) is None:
            yield from self._of_document(read(), data)
        else:
            for name, entries in lists.items():
                yield Records(entries, partial(_place, read, name))
        self.share = 1.0

    def rest(self) -> Single:
        """Return the ids in the file."""
        return Single(hidden=ids_in_bytes(read_bytes(self.file, self.limits)))

    def _of_document(self, document: Document, data: bytes) -> Iterator[Item]:
        if document.problems or document.tree is None:
            hidden = ids_in_bytes(data) if document.tree is None else ()
            yield Single(problems=document.problems, hidden=hidden)
        refused = refused_in(document, 2)
        tree = document.tree
        total = sum(len(held) for held in tree.values() if isinstance(held, list)) if isinstance(tree, dict) else 0
        for done, raw in enumerate(raw_records(document)):
            # A problem of the document's shape counts as well.
            self.share = min(done / max(total, 1), 1.0)
            if isinstance(raw, Raw):
                yield single(raw, document, self.limits, Doubts(refused.get(raw.path, ())))
            else:
                yield Single(problems=[raw], waiting=kinds_at(raw))


def _place(read: Callable[[], Document], name: str, n: int) -> Place:
    """Return where a record of a list stands; most files are never asked for a place."""
    return DocumentPlace(read(), (name, n))


def json_lists(data: bytes, limits: Limits) -> Lists | None:
    """Return the records of a document in JSON of the present version, or None where there may be something to say."""
    if len(data) > limits.size or limits.depth <= depth_of_records() + 1 or may_exceed(data, limits):
        return None
    members = engine.JSON.document(data.removeprefix(BOM_UTF8), MODELS)
    version = members.get("schema_version") if members else None
    if not members or type(version) is not int or version != VERSION:
        return None
    lists: dict[str, Sequence[Entry]] = {}
    for name, held in members.items():
        if name in MODELS:
            lists[name] = cast("Sequence[Entry]", held)
        elif name != "schema_version" and not (name == SCHEMA and isinstance(held, str)):
            return None
    return lists if any(lists.values()) else None  # a document without records is as quickly read in the slow way
