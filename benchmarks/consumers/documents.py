"""The documents that each consumer of the schema reads: one for each packaged record, one for each mistake."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol, cast

from attrs import frozen
from tests.mistakes import MISTAKES

import alliancekit
from alliancekit import convert
from alliancekit.formats import Tree
from alliancekit.models import MODELS, Entry
from alliancekit.models.document import VERSION


@frozen
class Document:
    """A corpus document with one record.

    Attributes:
        name: The id of the record, or the code of the rule that it breaks.
        tree: The document as a plain tree.
        valid: Whether the record is valid.
    """

    name: str
    tree: Tree
    valid: bool


class Absent(Exception):
    """A consumer is not installed. The message says what is missing."""


class Consumer(Protocol):
    """A program or a package that reads the schema."""

    @property
    def name(self) -> str:
        """Its name and what it is."""
        ...

    def version(self) -> str:
        """Return its version.

        Raises:
            Absent: If it is not installed.
        """
        ...

    def accepts(self, trees: list[Tree], folder: Path) -> list[bool]:
        """Return which documents it accepts. The folder is empty and for its files."""
        ...


def _documents() -> Iterator[Document]:
    for entry in alliancekit.seeds():
        yield Document(entry.id, _document(type(entry), convert.tree(entry)), valid=True)
    for mistake in MISTAKES:
        model, _, tree = mistake.whole
        yield Document(mistake.code, _document(model, tree), valid=False)


def _document(model: type[Entry], record: Tree) -> Tree:
    name = next(name for name, type_ in MODELS.items() if type_ is model)
    return {"schema_version": VERSION, name: [record]}


DOCUMENTS: Final = [*_documents()]


@frozen
class Verdicts:
    """What a consumer accepted.

    Attributes:
        accepted: How many valid records it accepted.
        refused: The codes of the mistakes that it refused.
    """

    accepted: int
    refused: frozenset[str]


def verdicts(consumer: Consumer) -> Verdicts:
    """Let a consumer read all documents.

    Raises:
        Absent: If it is not installed.
    """
    consumer.version()
    with TemporaryDirectory() as folder:
        accepted = consumer.accepts([document.tree for document in DOCUMENTS], Path(folder))
    pairs = [*zip(DOCUMENTS, accepted, strict=True)]
    return Verdicts(
        sum(verdict for document, verdict in pairs if document.valid),
        frozenset(document.name for document, verdict in pairs if not document.valid and not verdict),
    )


def write_json(path: Path, value: object) -> Path:
    """Write a value as JSON."""
    path.write_bytes(json.dumps(value).encode())
    return path


def read_json(text: str | bytes) -> Tree:
    """Return the value of a JSON text."""
    return cast("Tree", json.loads(text))
