"""Insert values into the files of a corpus, and change nothing else in them: comments, order and layout remain."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from itertools import islice
from pathlib import Path as FilePath
from typing import Final, cast

from attrs import frozen

from alliancekit.engine.tree import Tree
from alliancekit.errors import Path, UnusableFile
from alliancekit.formats import insert_json, insert_yaml, read_bytes, read_json, read_yaml
from alliancekit.messages import listed
from alliancekit.text import shown_path

_BOM: Final = "\ufeff"


@frozen
class Insertion:
    """A value to write into an object of a record.

    Items of a list are added to the list that is there; another value replaces the one that is there.
    """

    record: str
    path: Path
    key: str
    value: Tree
    after: tuple[str, ...]


def insert(files: Sequence[FilePath], insertion: Insertion, contents: dict[FilePath, str]) -> None:
    """Insert a value into the text of the file with a record; raise UnusableFile if that is not possible."""
    for file in files:
        if file.suffix.lower() not in _FORMATS:
            continue
        parse, insert_into = _FORMATS[file.suffix.lower()]
        text = contents.get(file) or read_bytes(file).decode()
        mark = _BOM if text.startswith(_BOM) else ""
        tree = parse(text.removeprefix(mark))
        for path in _paths(tree, insertion.record):
            full = (*path, *insertion.path)
            with suppress(ValueError):
                result = insert_into(text.removeprefix(mark), full, insertion.key, insertion.value, insertion.after)
                if parse(result) == _expected(tree, full, insertion):
                    contents[file] = mark + result
                    return
            message = f"the anchors can't be written into {shown_path(file)} without changes to its layout; paste them"
            raise UnusableFile(message)
    message = f"{insertion.record} is not in a file in {listed(tuple(_FORMATS))}; convert the corpus to one of them"
    raise UnusableFile(message)


def _expected(tree: Tree, path: Path, insertion: Insertion) -> Tree:
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
