"""Write anchors into the files of a corpus, and change nothing else in them: comments, order and layout remain."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from itertools import islice
from pathlib import Path as FilePath
from typing import Final, cast

from attrs import evolve, frozen

from alliancekit.convert import tree as tree_of
from alliancekit.corpus import Corpus, load, read
from alliancekit.corpus.files import files_of
from alliancekit.corpus.references import attestations
from alliancekit.engine.tree import Tree
from alliancekit.errors import Path, UnknownField, UnusableFile, UnusableInput
from alliancekit.evidence.anchors import ANCHORED
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
from alliancekit.models import Entry, Source
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
        digest: Whether the digest was written into the source.
        outside: The number of other anchors that end after the new text. If there are any, the length of the source is
            null now: the corpus would not be valid with the length of the text before these anchors are repaired.
    """

    files: tuple[FilePath, ...]
    source: str
    anchors: int
    digest: bool
    outside: int = 0


@frozen
class _Insertion:
    """A value to write into an object of a record.

    Items of a list are added to the list that is there; another value replaces the one that is there.
    """

    record: str
    path: Path
    key: str
    value: Tree
    after: tuple[str, ...]


def write_anchors(  # noqa: PLR0913 - one parameter for each choice
    corpus: AnyPath,
    record: str,
    anchors: Sequence[Anchor],
    *,
    source: str | None = None,
    attestation: int | None = None,
    replace: int | None = None,
    digest: str | None = None,
    new_digest: bool = False,
    length: int | None = None,
) -> WrittenAnchors:
    """Write anchors into an attestation of a record in its file. Comments, order and all other characters remain.

    The result is parsed and compared with the expected content before a file is replaced atomically. Anchors that the
    attestation already has are not written again.

    Args:
        corpus: The file or folder of the corpus, in YAML, JSON or JSON Lines.
        record: The id of the record.
        anchors: The anchors.
        source: The id of the source of the attestation; needed if the record has attestations of several sources.
        attestation: The number of the attestation in the record, from 1; needed if several are of the same source.
        replace: The number of the anchor of the attestation, from 1, that the only new one replaces; None: the anchors
            are added.
        digest: The digest of the text; written into the source if it has none.
        new_digest: Whether the digest, and the length if there is one, also replace those of the source. If other
            anchors in the source end after the text, the length becomes null.
        length: The length of the text in code points, for `new_digest`.

    Raises:
        InvalidCorpus: If the corpus is not valid, or would not be.
        UnknownField: If the record has no attestation of this source or number, or several to choose from; or if the
            attestation has no anchor with the number to replace.
        UnknownRecord: If there is no such record.
        UnusableFile: If a file can't be read, edited or written; or if the source has another digest, without
            `new_digest`.
        UnusableInput: If several anchors, or one that the attestation has elsewhere, shall replace one.
    """
    before = load(corpus, projects=[ANY_PROJECT])  # only the package's own fields are changed
    entry = before[record]
    number, chosen = _attestation(entry, source, attestation)
    new = tuple(anchor for anchor in anchors if anchor not in chosen.anchors)
    of_source = before[chosen.source]
    if digest is not None and of_source.digest not in (None, digest) and not new_digest:
        raise UnusableFile(_another_digest(corpus, of_source, digest))
    path = ("attestations", number)
    after = (*chosen.anchors, *new)
    insertions: list[_Insertion] = []
    if replace is not None:
        after = _with_replaced(entry, chosen, anchors, replace)
        members = tree_of(anchors[0]) if new else {}
        in_list = (*path, "anchors", replace - 1)
        insertions += [_Insertion(record, in_list, key, value, ()) for key, value in members.items()]
    elif new:
        insertions.append(_Insertion(record, path, "anchors", [tree_of(anchor) for anchor in new], _AFTER_WORDING))
    changed: dict[str, str | int | None] = {}
    outside = 0
    if digest is not None and of_source.digest != digest:
        changed["digest"] = digest
    if new_digest and length is not None and of_source.length not in (None, length):
        outside = _outside(before, entry, number, after, of_source, length)
        changed["length"] = None if outside else length
    insertions += [_Insertion(of_source.id, (), key, value, _AFTER_FILE) for key, value in changed.items()]
    _check(before, entry, number, after, of_source, changed)
    contents: dict[FilePath, str] = {}
    for insertion in insertions:
        _insert(tuple(files_of([corpus])), insertion, contents)
    write_atomic({file: text.encode() for file, text in contents.items()})
    return WrittenAnchors(tuple(contents), chosen.source, len(new), "digest" in changed, outside)


def _outside(  # noqa: PLR0913, PLR0917 - what changes, and where
    corpus: Corpus, record: Entry, number: int, anchors: tuple[Anchor, ...], source: Source, length: int
) -> int:
    """Return the number of anchors in a source that end after its new text, with other anchors in an attestation."""
    reports = ((each, n, attestation) for each in corpus for n, attestation in enumerate(attestations(each)))
    return sum(
        anchor.end > length
        for each, n, attestation in reports
        if attestation.source == source.id
        for anchor in (anchors if (each.id, n) == (record.id, number) else attestation.anchors)
    )


def _another_digest(corpus: AnyPath, source: Source, digest: str) -> str:
    """Return the message that a source has the digest of another text, with the place in its file."""
    message = (
        f"{source.id} has the digest {source.digest}, but the text has {digest}; use the text with the digest of the "
        "source; or, if this text shall replace it, pass new_digest=True"
    )
    problem = read(corpus).locate(ANCHORED.problem(message, path=("digest",), record=source.id))
    return f"{problem.location}: {message}"


def _with_replaced(
    record: Entry, attestation: Attestation, anchors: Sequence[Anchor], number: int
) -> tuple[Anchor, ...]:
    """Return the anchors of an attestation, of which one is replaced."""
    known = attestation.anchors
    if len(anchors) != 1:
        message = f"one anchor replaces another one, got {counted(len(anchors), 'anchor')}"
        raise UnusableInput(message)
    if not 1 <= number <= len(known):
        message = f"the attestation of {record.id} has no anchor {number}"
        raise UnknownField(message, f"it has {counted(len(known), 'anchor')}, counted from 1")
    if anchors[0] in known and known.index(anchors[0]) != number - 1:
        message = f"the attestation of {record.id} has this anchor already, as number {known.index(anchors[0]) + 1}"
        raise UnusableInput(message)
    return (*known[: number - 1], anchors[0], *known[number:])


def _attestation(record: Entry, source: str | None, number: int | None) -> tuple[int, Attestation]:
    """Return the attestation of a source or with a number, with its position, or the only attestation of a record."""
    numbered = enumerate(attestations(record))
    found = [(n, each) for n, each in numbered if source in (None, each.source) and number in (None, n + 1)]
    if len(found) == 1:
        return found[0]
    sources = tuple(dict.fromkeys(each.source for each in attestations(record)))
    if not found:
        of_source = f" of {source}" if source else ""
        known = f"its attestations are of {listed(sources, 'and')}" if sources else "add one with its wording first"
        message = f"{record.id} has no attestation{f' {number}' if number else ''}{of_source}"
        raise UnknownField(message, known)
    if source is None and len(sources) > 1:
        message = f"{record.id} has {counted(len(found), 'attestation')}"
        raise UnknownField(message, f"choose one with source: {listed(sources)}")
    message = f"{record.id} has {counted(len(found), 'attestation')} of {found[0][1].source}"
    raise UnknownField(message, f"choose one with attestation: {listed(tuple(str(n + 1) for n, _ in found))}")


def _check(  # noqa: PLR0913, PLR0917 - what changes
    corpus: Corpus,
    record: Entry,
    number: int,
    anchors: tuple[Anchor, ...],
    source: Source,
    changed: Mapping[str, str | int | None],
) -> None:
    """Raise if the corpus would not be valid with other anchors in an attestation, and other values in a source."""
    of_record = list(attestations(record))
    of_record[number] = evolve(of_record[number], anchors=anchors)
    editor = corpus.editor()
    editor.update(source.id, **changed)
    editor.update(record.id, attestations=tuple(of_record))
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
