"""JSON to which there is nothing to say, read by the standard library's parser."""

import json
import re
from typing import Final, NoReturn

from alliancekit.formats._tree import Tree, has_surrogate, number

_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")


def sound(text: str, depth: int, most: int, start: int | None = None) -> tuple[Tree, int, int]:
    """Return the tree of a JSON text, how many values it holds, and where it ends.

    Args:
        text: The text.
        depth: How many lists and objects may stand inside each other.
        most: How many values it may hold.
        start: Where the value starts, if it is only a part of the text.

    Raises:
        ValueError: If there is anything to say about it, or might be.
        RecursionError: The same.
    """
    # Each value but the first comes after one of these; commas in text make it more, never less.
    if len(text) > most and sum(map(text.count, ",[{")) >= most:
        _refuse("too many values, perhaps")
    tree: Tree
    end: int
    tree, end = (_SOUND.decode(text), len(text)) if start is None else _SOUND.raw_decode(text, start)
    if _SURROGATE_ESCAPE.search(text, start or 0, end) and has_surrogate(json.dumps(tree, ensure_ascii=False)):
        _refuse("half a surrogate pair")
    level: list[Tree] = [tree]
    values = 0
    for _ in range(depth):
        values += len(level)
        level = [
            part
            for value in level
            if isinstance(value, (dict, list))
            for part in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return tree, values, end
    if any(isinstance(value, (dict, list)) for value in level):
        _refuse("too deep")
    return tree, values + len(level), end


def _object(pairs: list[tuple[str, Tree]]) -> Tree:
    made = dict(pairs)
    return made if len(made) == len(pairs) else _refuse("a key that stands twice")


def _number(text: str) -> int | float:
    value = number(text)
    return _refuse(text) if value is None else value


def _refuse(what: str) -> NoReturn:
    raise ValueError(what)


_SOUND: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_number, parse_float=_number, parse_constant=_refuse
)
