"""Read and write files that are one document: YAML, and JSON with lists of records."""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path as FilePath
from typing import Protocol, TypeAlias, cast

from attrs import define, field, frozen

from alliancekit import engine
from alliancekit.corpus._id_guesses import ids_in_bytes, kinds_hidden_by
from alliancekit.corpus.documents import Raw, depth_of_records, lists_of, raw_records
from alliancekit.corpus.results import Context, DocumentLocator, refused_in, result_of
from alliancekit.corpus.stream import Item, Locator, ReadResult, ValidRecords
from alliancekit.formats import Document, FileInput, Input, Limits, Tree, may_exceed
from alliancekit.models import MODELS, Entry
from alliancekit.models.document import SCHEMA, VERSION

Lists: TypeAlias = Mapping[str, Sequence[Entry]]
"""Lists of records by their names."""


class Parse(Protocol):
    """Parses the content of a file."""

    def __call__(self, data: bytes, file: str, limits: Limits) -> Document:
        """Return the document; its problems are in `Document.problems`.

        Args:
            data: The content of the file.
            file: The name of the file, for locations.
            limits: The limits of the reader.
        """
        ...


@frozen
class DocumentFormat:
    """A format with one document per file; see `TextFormat`.

    Attributes:
        parse: Parses a document.
        dump: Encodes a tree; equal trees give equal bytes.
        lists: Parses a document of valid records directly to records; returns None if there may be a problem.
    """

    parse: Parse
    dump: Callable[[Tree], bytes]
    lists: Callable[[bytes, Limits], Lists | None] = lambda _data, _limits: None

    def open(self, file: FilePath, limits: Limits, *, whole: bool) -> "DocumentReader":
        """Return a reader of a file."""
        return self.reader(FileInput(file), limits, whole=whole)

    def reader(self, content: Input, limits: Limits, *, whole: bool) -> "DocumentReader":
        """Return a reader of a document, which is always read as a whole."""
        del whole
        return DocumentReader(self, content, limits)

    def encode(self, records: Sequence[Entry]) -> bytes:
        """Return the content of a file with these records."""
        return self.dump(lists_of(records))


@define(eq=False)
class DocumentReader:
    """A reader of one document; see `FileReader`.

    Attributes:
        format: The format.
        content: The content of the file.
        limits: The limits of the reader.
        fraction_done: The fraction of the file that has been read.
    """

    format: DocumentFormat
    content: Input
    limits: Limits
    fraction_done: float = field(default=0.0, init=False)

    def __iter__(self) -> Iterator[Item]:
        """Yield the problems of the document as a whole, then its records."""
        data = self.content.read(self.limits)
        parse = cache(lambda: self.format.parse(data, self.content.name, self.limits))
        if (lists := self.format.lists(data, self.limits)) is None:
            yield from self._check_document(parse(), data)
        else:
            for name, records in lists.items():
                yield ValidRecords(records, partial(_locator, parse, name))
        self.fraction_done = 1.0

    def skipped(self) -> ReadResult:
        """Return the ids in the file."""
        return ReadResult(hidden_ids=ids_in_bytes(self.content.read(self.limits)))

    def _check_document(self, document: Document, data: bytes) -> Iterator[ReadResult]:
        if document.problems:
            hidden_ids = ids_in_bytes(data) if document.tree is None else ()
            yield ReadResult(problems=document.problems, hidden_ids=hidden_ids)
        refused = refused_in(document, 2)
        tree = document.tree
        total = sum(len(value) for value in tree.values() if isinstance(value, list)) if isinstance(tree, dict) else 0
        for done, raw in enumerate(raw_records(document)):
            # `raw_records` also yields problems, so that `done` can exceed `total`.
            self.fraction_done = min(done / max(total, 1), 1.0)
            if isinstance(raw, Raw):
                yield result_of(raw, document, self.limits, Context(refused.get(raw.path, ())))
            else:
                yield ReadResult(problems=[raw], kinds_without_id=kinds_hidden_by(raw))


def _locator(parse: Callable[[], Document], name: str, n: int) -> Locator:
    """Return the locator of the nth record of a list; the document is parsed only if a location is needed."""
    return DocumentLocator(parse(), (name, n))


def json_lists(data: bytes, limits: Limits) -> Lists | None:
    """Parse a JSON document of the current version to records; return None if there may be a problem."""
    if len(data) > limits.size or limits.depth <= depth_of_records() + 1 or may_exceed(data, limits):
        return None
    members = engine.JSON.document(data.removeprefix(BOM_UTF8), MODELS)
    version = members.get("schema_version") if members else None
    if not members or type(version) is not int or version != VERSION:
        return None
    lists: dict[str, Sequence[Entry]] = {}
    for name, value in members.items():
        if name in MODELS:
            lists[name] = cast("Sequence[Entry]", value)
        elif name != "schema_version" and not (name == SCHEMA and isinstance(value, str)):
            return None
    return lists if any(lists.values()) else None
