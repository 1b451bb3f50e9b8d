"""JSON read by the kernel, which knows texts of ASCII; other texts are for the plain engine."""

import json
from functools import partial
from typing import Final, cast

from alliancekit.engine import _plain_find, _plain_json
from alliancekit.engine._interface import Find, Leading
from alliancekit.engine.tree import Held, Place, Tree
from alliancekit.kernel import compiled as kernel


def unescaped(literal: bytes) -> str:
    """Return what a text of JSON with escapes says.

    Raises:
        ValueError: If it is none, or has half a character.
    """
    text: str = json.loads(literal)
    text.encode()
    return text


TREES: Final = kernel.Trees(unescaped, Place)


def sound(text: str, depth: int, most: int, start: int | None = None) -> tuple[Tree, int, int]:
    """Return the tree of a JSON text, how many values it holds, and where it ends; see `Sound`."""
    if not text.isascii():
        return _plain_json.sound(text, depth, most, start)
    # A text holds no more values than characters.
    read = TREES.read(text, start or 0, min(depth, len(text)), min(most, len(text)))
    if read is None or (start is None and text[read[2] :].strip(" \t\r\n")):
        message = "JSON may not be in order"
        raise ValueError(message)
    return cast("tuple[Tree, int, int]", read)


def leading(text: str, start: int, depth: int, most: int) -> Leading:
    """Return the first members of an object, up to the first to which there may be something to say."""
    if not text.isascii():
        return _plain_json.leading(text, start, depth, most)
    members, places, values, end = TREES.leading(text, start, min(depth, len(text)), min(most, len(text)))
    return Leading(cast("dict[str, Tree]", members), places, values, end)


def finder(text: str) -> Find:
    """Return what finds places in a text that is in order."""
    return partial(TREES.find, text) if text.isascii() else _plain_find.finder(text)


def parts(text: str, start: int) -> Held:
    """Return the places in the value that starts at an index of a text that is in order."""
    return TREES.places(text, start) if text.isascii() else _plain_find.parts(text, start)
