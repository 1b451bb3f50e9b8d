"""Insert values into the text of a YAML or JSON file, and change no other character.

The functions do not check their result: the caller must parse it and compare the tree.
"""

import json
from typing import TYPE_CHECKING, cast

from attrs import field, frozen

from alliancekit.engine.tree import Tree
from alliancekit.errors import Path
from alliancekit.formats._yaml_write import flow

if TYPE_CHECKING:
    from yaml import Node


@frozen
class _TextSpan:
    """Where a value of a text starts and ends.

    Attributes:
        start: Its first character.
        end: The character after its last.
        flow: Whether it is a list or an object in brackets or braces.
        parts: Its parts, by key or by position.
        keys: The first character of each key.
    """

    start: int
    end: int
    flow: bool = False
    parts: "dict[str | int, _TextSpan]" = field(factory=dict)
    keys: dict[str | int, int] = field(factory=dict)

    def at(self, path: Path) -> "_TextSpan":
        """Return the part at a path; raise ValueError if it is missing."""
        place = self
        for step in path:
            if step not in place.parts:
                message = f"no part {step!r}"
                raise ValueError(message)
            place = place.parts[step]
        return place


def insert_yaml(text: str, path: Path, key: str, value: Tree, after: tuple[str, ...]) -> str:
    """Insert a member into an object of a YAML text.

    Items of a list are added to a list that is there; another value replaces a scalar that is there.

    Args:
        text: The text of the file, which is valid.
        path: The path of the object.
        key: The key of the member.
        value: Its value: a scalar, or a list of objects of scalars.
        after: Keys of the object; the new member stands after the first of these that it has.

    Raises:
        ValueError: If the object is not there, or has none of these keys.
    """
    import yaml

    place = _of_yaml(yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))).at(path)
    known = place.parts.get(key)
    if known is not None and not isinstance(value, list):
        return _replaced(text, known.start, known.end, _in_flow(value))
    if known is not None and isinstance(value, list):
        if not known.parts and text.startswith("[", known.start):
            inside = known.start + 1  # a comment may stand in the brackets
            return _replaced(text, inside, inside, _in_flow(value)[1:-1])
        if not known.parts:
            return _replaced(text, known.start, known.end, _in_flow(value))
        end = known.parts[len(known.parts) - 1].end
        if known.flow:
            return _replaced(text, end, end, f", {_in_flow(value)[1:-1]}")
        return _below(text, end, known.start, _items(value))
    name = _first(place, after)
    end = place.parts[name].end
    if place.flow:
        return _replaced(text, end, end, f", {key}: {_in_flow(value)}")
    lines = [f"{key}:", *_items(value)] if isinstance(value, list) else [f"{key}: {_in_flow(value)}"]
    return _below(text, end, place.keys[name], lines)


def insert_json(text: str, path: Path, key: str, value: Tree, after: tuple[str, ...]) -> str:
    """Insert a member into an object of a JSON text, as `insert_yaml` does.

    If the other members or items are on lines of their own, the new ones are, too.
    """
    place = _of_json(text, _blank(text, 0)).at(path)
    known = place.parts.get(key)
    if known is not None and not isinstance(value, list):
        return _replaced(text, known.start, known.end, json.dumps(value))
    if known is not None and isinstance(value, list):
        if not known.parts:
            return _replaced(text, known.start, known.end, json.dumps(value))
        last = known.parts[len(known.parts) - 1]
        line_break = _line_break(text, known.start, last.start)
        like = text[last.start : last.end]
        items = "".join(f",{line_break or ' '}{_json(item, line_break, like)}" for item in value)
        return _replaced(text, last.end, last.end, items)
    name = _first(place, after)
    line_break = _line_break(text, place.start, place.keys[name])
    member = f"{json.dumps(key)}: {_json(value, line_break, line_break)}"
    end = place.parts[name].end
    return _replaced(text, end, end, f",{line_break or ' '}{member}")


def _first(place: _TextSpan, names: tuple[str, ...]) -> str:
    """Return the first of the keys that an object has."""
    for name in names:
        if name in place.parts:
            return name
    message = f"no part {names!r}"
    raise ValueError(message)


def _replaced(text: str, start: int, end: int, new: str) -> str:
    return f"{text[:start]}{new}{text[end:]}"


def _below(text: str, index: int, like: int, lines: list[str]) -> str:
    """Insert lines below the line of a character, with the indentation of another one."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    indent = " " * (like - text.rfind("\n", 0, like) - 1)
    new = "".join(f"{indent}{line}{line_end}" for line in lines)
    place = text.find("\n", index) + 1
    return _replaced(text, place, place, new) if place else f"{text}{line_end}{new}"


def _items(value: list[Tree]) -> list[str]:
    return [f"- {_in_flow(item)}" for item in value]


def _in_flow(value: Tree) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_in_flow, value))}]"
    return flow(value) or json.dumps(value)


def _json(value: Tree, line_break: str, like: str) -> str:
    """Return a value as JSON, on several lines if text beside it is."""
    if not line_break or "\n" not in like:
        return json.dumps(value)
    return json.dumps(value, indent=2).replace("\n", line_break)


def _line_break(text: str, start: int, part: int) -> str:
    """Return the line end and the indentation before a part of a list or object; empty if it is not on its own line."""
    gap = text[start + 1 : part]
    before = gap[len(gap.rstrip()) :]
    place = before.rfind("\n")
    return "" if place < 0 else before[place - before.startswith("\r", max(place - 1, 0)) :]


def _of_yaml(node: "Node | None") -> _TextSpan:
    """Return where the value of a node starts and ends: a block ends with its last value, before the comments."""
    import yaml

    start, end = (mark.index if mark else 0 for mark in ((node.start_mark, node.end_mark) if node else (None, None)))
    if not isinstance(node, yaml.CollectionNode):
        return _TextSpan(start, end)
    parts: dict[str | int, _TextSpan] = {}
    keys: dict[str | int, int] = {}
    if isinstance(node, yaml.MappingNode):
        for name, value in cast("list[tuple[yaml.ScalarNode, yaml.Node]]", node.value):
            keys[name.value] = name.start_mark.index if name.start_mark else 0
            parts[name.value] = _of_yaml(value)
    else:
        parts.update(enumerate(map(_of_yaml, cast("list[yaml.Node]", node.value))))
    if not node.flow_style:
        end = max((part.end for part in parts.values()), default=end)
    return _TextSpan(start, end, bool(node.flow_style), parts, keys)


def _of_json(text: str, start: int) -> _TextSpan:
    """Return where a valid JSON value starts and ends."""
    if text[start] not in "[{":
        return _TextSpan(start, json.JSONDecoder().raw_decode(text, start)[1])
    parts: dict[str | int, _TextSpan] = {}
    keys: dict[str | int, int] = {}
    index = _blank(text, start + 1)
    while text[index] not in "]}":
        step: str | int = len(parts)
        if text[start] == "{":
            step, end = json.JSONDecoder().raw_decode(text, index)
            keys[step] = index
            index = _blank(text, _blank(text, end) + 1)
        parts[step] = _of_json(text, index)
        index = _blank(text, parts[step].end)
        index = _blank(text, index + (text[index] == ","))
    return _TextSpan(start, index + 1, True, parts, keys)  # noqa: FBT003 - flow


def _blank(text: str, index: int) -> int:
    """Return the index of the first character from an index that is not white space."""
    while text[index : index + 1] in {" ", "\t", "\r", "\n"}:
        index += 1
    return index
