"""File formats: bytes to plain trees with positions, and plain trees to bytes; a module each.

Nothing here knows of records. A new format is a module with `read` and `write`, and a line in `FORMATS`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from attrs import frozen

from alliancekit.engine.tree import Tree
from alliancekit.errors import UnusableFile
from alliancekit.formats import _json, _jsonl, _yaml, _yaml_write
from alliancekit.formats._csv import Dialect, Row, Table, read_table
from alliancekit.formats._files import (
    ENDINGS,
    TABLE,
    corpus_files,
    is_folder,
    is_table,
    path_of,
    read_blocks,
    read_bytes,
    write_atomic,
    write_folder,
)
from alliancekit.formats._json import read as read_json
from alliancekit.formats._jsonl import is_blank, read_line, whole_lines
from alliancekit.formats._jsonl import read as read_lines
from alliancekit.formats._text import LIMITS, Limits, decode
from alliancekit.formats._tree import TOO_MANY_HINT, Document, too_many_problems
from alliancekit.text import shown_path


class Read(Protocol):
    """What reads a format: bytes, the name of the file and limits to a document."""

    def __call__(self, data: bytes, file: str, limits: Limits = LIMITS) -> Document:
        """Return what the bytes hold; mistakes are in its `problems`."""
        ...


@frozen
class Format:
    """A file format.

    Attributes:
        read: Bytes to a document.
        write: A tree to bytes; the same tree always gives the same bytes.
        lines: Whether a file is a list of records, a line each, and not one document.
    """

    read: Read
    write: Callable[[Tree], bytes]
    lines: bool = False


_YAML: Final = Format(_yaml.read, _yaml_write.write)

FORMATS: Final = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".json": Format(_json.read, _json.write),
    ".jsonl": Format(_jsonl.read, _jsonl.write, lines=True),
}
"""The formats by the endings of their files."""


def format_of(path: Path) -> Format:
    """Return the format that the ending of a file names, in small or capital letters.

    Raises:
        UnusableFile: If no format has that ending.
    """
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        message = (
            f"{shown_path(path)} has none of the endings {', '.join(FORMATS)}, so its format is not known; rename it"
        )
        raise UnusableFile(message) from None


__all__ = [
    "ENDINGS",
    "FORMATS",
    "LIMITS",
    "TABLE",
    "TOO_MANY_HINT",
    "Dialect",
    "Document",
    "Format",
    "Limits",
    "Row",
    "Table",
    "Tree",
    "corpus_files",
    "decode",
    "format_of",
    "is_blank",
    "is_folder",
    "is_table",
    "path_of",
    "read_blocks",
    "read_bytes",
    "read_json",
    "read_line",
    "read_lines",
    "read_table",
    "too_many_problems",
    "whole_lines",
    "write_atomic",
    "write_folder",
]
