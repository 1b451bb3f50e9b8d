"""Write anchors into the files of a corpus, and change nothing else in them: comments, order and layout remain."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from itertools import islice
from pathlib import Path as FilePath
from typing import Final, cast

from attrs import evolve, frozen

from alliancekit.convert import tree as tree_of
from alliancekit.corpus import Corpus, load
from alliancekit.corpus.files import files_of
from alliancekit.corpus.references import attestations
from alliancekit.engine.tree import Tree
from alliancekit.errors import Path, UnknownField, UnusableFile
from alliancekit.formats import (
    AnyPath,
    insert_json,
    insert_yaml,
    read_bytes,
    read_json,
    read_yaml,
    write_atomic,
)
from alliancekit.messages import counted, listed
from alliancekit.models import Entry
from alliancekit.models.attestation import Anchor, Attestation
from alliancekit.projects import ANY_PROJECT
from alliancekit.text import shown_path

_BOM: Final = "\ufeff"
_AFTER_WORDING: Final = ("wording",)
_AFTER_FILE: Final = ("file", "title", "kind")


@frozen
class WrittenAnchors:
    """What `write_anchors` has written.

    Attributes:
        files: The changed files.
        source: The id of the source of the attestation.
        anchors: The number of anchors that were not in the attestation before.
        digest: Whether the digest was added to the source.
    """

    files: tuple[FilePath, ...]
    source: str
    anchors: int
    digest: bool


@frozen
class _Insertion:
    """A value to insert into an object of a record: a list is added to the list that is there."""

    record: str
    path: Path
    key: str
    value: Tree
    after: tuple[str, ...]


def write_anchors(
    corpus: AnyPath,
    record: str,
    anchors: Sequence[Anchor],
    *,
    source: str | None = None,
    digest: str | None = None,
) -> WrittenAnchors:
    """Write anchors into an attestation of a record in its file. Comments, order and all other characters remain.

    The result is parsed and compared with the expected content before a file is replaced atomically. Anchors that the
    attestation already has are not written again.

    Args:
        corpus: The file or folder of the corpus, in YAML, JSON or JSON Lines.
        record: The id of the record.
        anchors: The anchors.
        source: The id of the source of the attestation; needed if the record has several attestations.
        digest: The digest of the text; written into the source if it has none.

    Raises:
        InvalidCorpus: If the corpus is not valid, or would not be.
        UnknownField: If the record has no attestation of this source, or several to choose from.
        UnknownRecord: If there is no such record.
        UnusableFile: If a file can't be read, edited or written; or if the source has another digest.
    """
    before = load(corpus, projects=[ANY_PROJECT])  # only the package's own fields are changed
    entry = before[record]
    number, attestation = _attestation(entry, source)
    new = tuple(anchor for anchor in anchors if anchor not in attestation.anchors)
    of_source = before[attestation.source]
    if digest is not None and of_source.digest not in (None, digest):
        message = f"{attestation.source} has the digest of another version of the text; use that version, or correct it"
        raise UnusableFile(message)
    insertions: list[_Insertion] = []
    if new:
        path = ("attestations", number)
        insertions.append(_Insertion(record, path, "anchors", [tree_of(anchor) for anchor in new], _AFTER_WORDING))
    if digest is not None and of_source.digest is None:
        insertions.append(_Insertion(of_source.id, (), "digest", digest, _AFTER_FILE))
    _check(before, entry, number, new)
    contents: dict[FilePath, str] = {}
    for insertion in insertions:
        _insert(tuple(files_of([corpus])), insertion, contents)
    write_atomic({file: text.encode() for file, text in contents.items()})
    return WrittenAnchors(
        tuple(contents), attestation.source, len(new), of_source.digest is None and digest is not None
    )


def _attestation(record: Entry, source: str | None) -> tuple[int, Attestation]:
    """Return the attestation of a source, with its position, or the only attestation of a record."""
    found = [(n, each) for n, each in enumerate(attestations(record)) if source in (None, each.source)]
    if len(found) == 1:
        return found[0]
    sources = tuple(dict.fromkeys(each.source for each in attestations(record)))
    if not found:
        of_source = f" of {source}" if source else ""
        known = f"its attestations are of {listed(sources, 'and')}" if sources else "add one with its wording first"
        message = f"{record.id} has no attestation{of_source}"
        raise UnknownField(message, known)
    if source is None and len(sources) > 1:
        message = f"{record.id} has {counted(len(found), 'attestation')}"
        raise UnknownField(message, f"choose one with source: {listed(sources)}")
    message = f"{record.id} has {counted(len(found), 'attestation')} of {found[0][1].source}"
    raise UnknownField(message, "paste the anchors below the right one")


def _check(corpus: Corpus, record: Entry, number: int, anchors: tuple[Anchor, ...]) -> None:
    """Raise if the corpus would not be valid with more anchors in an attestation."""
    changed = list(attestations(record))
    changed[number] = evolve(changed[number], anchors=(*changed[number].anchors, *anchors))
    editor = corpus.editor()
    editor.update(record.id, attestations=tuple(changed))
    editor.corpus()


def _insert(files: Sequence[FilePath], insertion: _Insertion, contents: dict[FilePath, str]) -> None:
    """Insert a value into the text of the file with a record; raise UnusableFile if that is not possible."""
    for file in files:
        if file.suffix.lower() not in _FORMATS:
            continue
        parse, insert = _FORMATS[file.suffix.lower()]
        text = contents.get(file) or read_bytes(file).decode()
        mark = _BOM if text.startswith(_BOM) else ""
        tree = parse(text.removeprefix(mark))
        for path in _paths(tree, insertion.record):
            full = (*path, *insertion.path)
            with suppress(ValueError):
                result = insert(text.removeprefix(mark), full, insertion.key, insertion.value, insertion.after)
                if parse(result) == _expected(tree, full, insertion):
                    contents[file] = mark + result
                    return
            message = f"the anchors can't be written into {shown_path(file)} without changes to its layout; paste them"
            raise UnusableFile(message)
    message = f"{insertion.record} is not in a file in {listed(tuple(_FORMATS))}; convert the corpus to one of them"
    raise UnusableFile(message)


def _expected(tree: Tree, path: Path, insertion: _Insertion) -> Tree:
    """Return a tree with an inserted value."""
    result = deepcopy(tree)
    value = result
    for step in path:
        value = cast("dict[str | int, Tree]", value)[step]
    members = cast("dict[str, Tree]", value)
    known = members.get(insertion.key)
    new = insertion.value
    members[insertion.key] = [*known, *new] if isinstance(known, list) and isinstance(new, list) else new
    return result


def _paths(tree: Tree, record: str) -> Iterator[Path]:
    """Yield the paths of the records with an id in the tree of a document, or in the list of lines."""
    lists: list[tuple[Path, Tree]] = [((), tree)] if isinstance(tree, list) else []
    if isinstance(tree, dict):
        lists = [((name,), records) for name, records in tree.items()]
    for path, records in lists:
        for number, each in enumerate(records if isinstance(records, list) else ()):
            if isinstance(each, dict) and each.get("id") == record:
                yield (*path, number)


def _yaml_tree(text: str) -> Tree:
    return read_yaml(text.encode(), "").tree


def _json_tree(text: str) -> Tree:
    return read_json(text.encode(), "").tree


def _lines_tree(text: str) -> Tree:
    return [_json_tree(line[0]) for line in _LINE.finditer(text)]


def _insert_into_line(text: str, path: Path, key: str, value: Tree, after: tuple[str, ...]) -> str:
    line = next(islice(_LINE.finditer(text), cast("int", path[0]), None))
    return f"{text[: line.start()]}{insert_json(line[0], path[1:], key, value, after)}{text[line.end() :]}"


_LINE: Final = re.compile(r"[^\r\n]+")
_FORMATS: Final[dict[str, tuple[Callable[[str], Tree], Callable[[str, Path, str, Tree, tuple[str, ...]], str]]]] = {
    ".yaml": (_yaml_tree, insert_yaml),
    ".yml": (_yaml_tree, insert_yaml),
    ".json": (_json_tree, insert_json),
    ".jsonl": (_lines_tree, _insert_into_line),
}
