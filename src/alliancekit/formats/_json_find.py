"""Where a value stands in JSON that is in order; what lies before it is skipped by a parser that is there already."""

import json
import re
from typing import Final

from attrs import frozen

from alliancekit.errors import Path
from alliancekit.formats._json_sound import compiled
from alliancekit.formats._tree import Held, Place, Tree
from alliancekit.rules import native

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_COMMA: Final = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_COLON: Final = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_PLAIN: Final = re.compile(rf'(?:"[^"\\]*"|[-+.\w]+){_COMMA.pattern}')
"""A text without escapes or a word, and what stands before what is next."""
_KEY: Final = re.compile(rf'"([^"\\]*)"{_COLON.pattern}()({_PLAIN.pattern})?')
"""A key without escapes, and what stands before its value; if that is plain too, the value and what comes next."""
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str)


def find(text: str, path: Path, tree: Tree, *, key: bool = False) -> int:
    """Return where a value starts, or its key; if it doesn't exist, where its nearest ancestor starts.

    Args:
        text: JSON.
        path: The way to the value.
        tree: What the text says; a key that is not there need not be looked for in the text.
        key: Whether the place of the key is wanted.
    """
    if native.INSTALLED and text.isascii():
        return compiled().find(text, path, key)
    start, there = _end(_SPACE, text, 0), _there(tree, path)
    return Place(start, start, parts(text, start)).find(there, key=key and len(there) == len(path))


def _there(tree: Tree, path: Path) -> Path:
    """Return a path as far as it leads somewhere."""
    held = tree
    for depth, step in enumerate(path):
        if isinstance(held, dict) and isinstance(step, str):
            if step not in held:
                return path[:depth]
            held = held[step]
        elif isinstance(held, list) and isinstance(step, int) and step < len(held):
            held = held[step]
    return path


def parts(text: str, start: int) -> Held:
    """Return the places of what stands in the list or object that starts somewhere; other values have none."""
    if native.INSTALLED and text.isascii():
        return compiled().places(text, start)
    return _Parts(text, start)


@frozen
class _Parts:
    """The places of what stands in a list or object, each looked up when it is asked for.

    Attributes:
        text: The text.
        start: Where the list or object starts, or something else, that has no parts.
    """

    text: str
    start: int

    def get(self, step: str | int, /) -> Place | None:
        """Return the place of a part, if there is one."""
        within = _member if self.text[self.start] == "{" else _item
        held = within(self.text, self.start, step)
        return Place(held[1], held[0], _Parts(self.text, held[1])) if held else None


def _member(text: str, start: int, step: str | int) -> tuple[int, int] | None:
    """Return where the key and the value of a member of the object from `start` start."""
    index = _end(_SPACE, text, start + 1)
    while text[index] == '"':
        key = _KEY.match(text, index)
        if key:
            name, value = key[1], key.start(2)
        else:
            name, end = _DECODER.raw_decode(text, index)
            value = _end(_COLON, text, end)
        if name == step:
            return index, value
        index = key.end() if key and key[3] else _after(text, value)
    return None


def _item(text: str, start: int, step: str | int) -> tuple[int, int] | None:
    """Return where an item of the list from `start` starts, twice; of what is no list, None."""
    if text[start] != "[" or not isinstance(step, int):
        return None
    index = _end(_SPACE, text, start + 1)
    for _ in range(step):
        if text[index] == "]":
            return None
        index = _after(text, index)
    return None if text[index] == "]" else (index, index)


def _after(text: str, value: int) -> int:
    """Return where the next item or key starts after a value, or the end of what they stand in."""
    plain = _PLAIN.match(text, value)
    return plain.end() if plain else _end(_COMMA, text, _DECODER.raw_decode(text, value)[1])


def _end(pattern: re.Pattern[str], text: str, index: int) -> int:
    """Return where what stands here ends, if it stands here."""
    found = pattern.match(text, index)
    return found.end() if found else index
