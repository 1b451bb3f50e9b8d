"""Write trees as YAML, JSON and JSON Lines, and record the line and column of each value and key."""

import json
from collections.abc import Callable
from typing import Final, TypeAlias

from alliancekit.errors import Path
from alliancekit.formats import Tree

Lists: TypeAlias = dict[str, list[dict[str, Tree]]]
Places: TypeAlias = dict[Path, tuple[int, int]]
Emit: TypeAlias = Callable[[Lists], tuple[str, Places, Places]]

HEAD: Final[dict[str, Tree]] = {"type": "corpus", "schema_version": 3}


class Emitter:
    """A text under construction, with the line and column of each value and key, from 1, in code points."""

    def __init__(self) -> None:
        self.text = ""
        self.values: Places = {}
        self.keys: Places = {}

    @property
    def place(self) -> tuple[int, int]:
        """The line and column of the next character."""
        lines = self.text.split("\n")
        return len(lines), len(lines[-1]) + 1

    def mark(self, path: Path) -> None:
        """Record the start of a value, and of its key unless it was recorded before."""
        self.values[path] = self.place
        self.keys.setdefault(path, self.place)

    def json(self, tree: Tree, path: Path = (), indent: int | None = None) -> None:
        """Write a tree as JSON: on one line, or indented."""
        self.mark(path)
        if not isinstance(tree, (dict, list)) or not tree:
            self.text += json.dumps(tree, ensure_ascii=False)
            return
        deeper = None if indent is None else indent + 1
        self.text += "{" if isinstance(tree, dict) else "["
        for n, (step, part) in enumerate(_parts(tree)):
            self.text += ("," if n else "") + ("" if deeper is None else "\n" + "\t" * deeper)
            if isinstance(step, str):
                self.keys[(*path, step)] = self.place
                self.text += f"{json.dumps(step)} : "
            self.json(part, (*path, step), deeper)
        self.text += ("" if indent is None else "\n" + "\t" * indent) + ("}" if isinstance(tree, dict) else "]")

    def yaml(self, tree: Tree, path: Path = (), indent: int = 0) -> None:
        """Write a tree as YAML in block style; the text so far ends where its first line starts."""
        self.mark(path)
        if not isinstance(tree, (dict, list)) or not tree:
            self.text += json.dumps(tree, ensure_ascii=False) + "\n"
            return
        for n, (step, part) in enumerate(_parts(tree)):
            self.text += " " * indent if n else ""
            if isinstance(step, str):
                self._entry(part, (*path, step), indent)
            else:
                self.text += "-   "
                self.yaml(part, (*path, step), indent + 4)

    def _entry(self, value: Tree, path: Path, indent: int) -> None:
        self.keys[path] = self.place
        self.text += f"{path[-1]}: "
        if isinstance(value, (dict, list)) and value:
            self.text += f"# what follows\n{' ' * (indent + 3)}"
            self.yaml(value, path, indent + 3)
        else:
            self.yaml(value, path, indent)


def _parts(tree: dict[str, Tree] | list[Tree]) -> list[tuple[str | int, Tree]]:
    return [*tree.items()] if isinstance(tree, dict) else [*enumerate(tree)]


def yaml(lists: Lists) -> tuple[str, Places, Places]:
    """Return a YAML document with these lists, and the locations of its values and keys."""
    return _document(lists, lambda emitter, tree: emitter.yaml(tree))


def indented_json(lists: Lists) -> tuple[str, Places, Places]:
    """Return the same as a JSON document."""
    return _document(lists, lambda emitter, tree: emitter.json(tree, indent=0))


def _document(lists: Lists, write: Callable[[Emitter, Tree], None]) -> tuple[str, Places, Places]:
    emitter = Emitter()
    write(emitter, {"schema_version": 3, **{name: list(records) for name, records in lists.items()}})
    return emitter.text, emitter.values, emitter.keys


def json_lines(lists: Lists) -> tuple[str, Places, Places]:
    """Return the same as JSON Lines; the paths are those of the other two formats."""
    emitter = Emitter()
    emitter.json(HEAD)
    for name, records in lists.items():
        kind = {"treaties": "treaty"}.get(name) or name.removesuffix("s")
        for n, record in enumerate(records):
            emitter.text += "\n"
            emitter.json({"type": kind, **record}, (name, n))
    return emitter.text, emitter.values, emitter.keys


FORMATS: Final[dict[str, Emit]] = {"yaml": yaml, "json": indented_json, "jsonl": json_lines}
"""The formats by the endings of their files."""
