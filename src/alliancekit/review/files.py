"""Files of decisions: read them in JSON Lines, JSON or YAML, and add a decision to one in JSON Lines."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from alliancekit.errors import InvalidCorpus, UnusableFile
from alliancekit.errors import Path as TreePath
from alliancekit.formats import (
    LIMITS,
    AnyPath,
    Document,
    is_blank,
    path_of,
    read_bytes,
    read_json,
    read_line,
    read_yaml,
)
from alliancekit.messages import described, listed
from alliancekit.review.decisions import Decision, decisions_of
from alliancekit.rules.shape import TYPE
from alliancekit.text import escape_json, shown_path

ENDING: Final = ".ndjson"
"""The ending of a file to which decisions are added: JSON Lines, but no file of a corpus."""

_READERS: Final[Mapping[str, Callable[[bytes, str], Document]]] = {
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".json": read_json,
}

_LINES: Final = (ENDING, ".jsonl")


def decisions_path(drafts: AnyPath) -> Path:
    """Return the path of the file to which the decisions about a file or folder of drafts are added: beside it."""
    path = path_of(drafts)
    path = path if path.name else path.resolve()  # the current folder is "."
    return path.with_name(f"{path.name}.decisions{ENDING}")


def read_decisions(path: AnyPath, by: str | None, at: str) -> tuple[Decision, ...]:
    """Read the decisions of a file.

    Args:
        path: A file that ends in ``.ndjson`` or ``.jsonl``, with one decision on each line, or in ``.json``, ``.yaml``
            or ``.yml``, with a list of decisions.
        by: Who decides, where a decision does not say it.
        at: When, where a decision does not say it: a day or a second in ISO 8601.

    Raises:
        InvalidCorpus: With every problem of the file, with line and column.
        UnusableFile: If the file can't be read, or has another ending.
    """
    file = path_of(path)
    ending = file.suffix.lower()
    if ending in _LINES:
        return decisions_of(_lines(read_bytes(file), str(path)), by, at)
    if ending not in _READERS:
        names = listed((*_LINES, *_READERS))
        message = f"{shown_path(path)} has an unknown format: the name of a file of decisions must end in {names}"
        raise UnusableFile(message)
    document = _READERS[ending](read_bytes(file), str(path))
    if document.problems:
        raise InvalidCorpus(document.problems)
    if not isinstance(document.tree, list):
        message = f"a file of decisions must be a list, got {described(document.tree)}"
        raise InvalidCorpus([TYPE.problem(message, location=document.locate(()))])
    return decisions_of(((document, (n,), tree) for n, tree in enumerate(document.tree)), by, at)


def add_decision(path: AnyPath, decision: Decision) -> None:
    """Add a decision to a file in JSON Lines, and write it to disk; the file is created if it does not exist.

    If the file ends in a part of a line, as after a crash of the system, the part is removed.

    Raises:
        UnusableFile: If the file can't be written.
    """
    line = escape_json(json.dumps(decision.tree(), ensure_ascii=False)).encode("utf-8", "backslashreplace")
    file = path_of(path)
    try:
        with file.open("a+b") as stream:
            stream.seek(0)
            data = stream.read()
            if _is_torn(last := _last_line(data)):
                stream.truncate(len(data) - len(last))
            elif last:
                line = b"\n" + line
            stream.write(line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        message = f"{shown_path(file)} can't be written: {error.strerror}"
        raise UnusableFile(message) from error


def _last_line(data: bytes) -> bytes:
    """Return the last line of a file if it has no end; otherwise nothing."""
    return data[data.rfind(b"\n") + 1 :]


def _is_torn(line: bytes) -> bool:
    """Return whether a last line is only a part of a decision, because the system crashed while it was written."""
    return not is_blank(line) and bool(read_line(line, "", LIMITS, 0).problems)


def _lines(data: bytes, name: str) -> Iterator[tuple[Document, TreePath, object]]:
    """Yield each line of a file in JSON Lines with its document, its path and its tree; a torn last line is no line."""
    if _is_torn(last := _last_line(data)):
        data = data.removesuffix(last)
    for before, row in enumerate(data.splitlines(keepends=True)):
        if is_blank(row):
            continue
        line = read_line(row, name, LIMITS, before)
        if line.problems:
            raise InvalidCorpus(line.problems)
        (tree,) = line.tree if isinstance(line.tree, list) else (None,)
        yield line, (before,), tree
