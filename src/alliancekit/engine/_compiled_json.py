"""JSON parsed by the kernel, which reads only ASCII; the plain engine reads all other texts."""

import json
from functools import partial
from typing import Final, cast

from alliancekit.engine import _plain_find, _plain_json
from alliancekit.engine._interface import Find, FirstMembers
from alliancekit.engine.tree import InnerPlaces, Place, Tree
from alliancekit.kernel import compiled as kernel


def unescape(literal: bytes) -> str:
    """Return the text of a JSON string that has escapes.

    Raises:
        ValueError: If it is no JSON string, or has half a character.
    """
    text: str = json.loads(literal)
    text.encode()
    return text


TREES: Final = kernel.Trees(unescape, Place)


def parse(text: str, depth: int, most: int, start: int | None = None) -> tuple[Tree, int, int]:
    """Return the tree of a JSON text, the number of its values, and the index where it ends; see `JsonParser`."""
    if not text.isascii():
        return _plain_json.parse(text, depth, most, start)
    # A text has at most as many values as characters.
    result = TREES.read(text, start or 0, min(depth, len(text)), min(most, len(text)))
    if result is None or (start is None and text[result[2] :].strip(" \t\r\n")):
        message = "the kernel declines this JSON"
        raise ValueError(message)
    return cast("tuple[Tree, int, int]", result)


def first_members(text: str, start: int, depth: int, most: int) -> FirstMembers:
    """Return the first members of an object, up to the first one that the kernel declines."""
    if not text.isascii():
        return _plain_json.first_members(text, start, depth, most)
    members, places, values, end = TREES.leading(text, start, min(depth, len(text)), min(most, len(text)))
    return FirstMembers(cast("dict[str, Tree]", members), places, values, end)


def finder(text: str) -> Find:
    """Return a function that finds values in a valid JSON text."""
    return partial(TREES.find, text) if text.isascii() else _plain_find.finder(text)


def parts(text: str, start: int) -> InnerPlaces:
    """Return the places of the values inside the value at an index of a valid JSON text.

    The kernel pickles its places as calls of this function, by this name.
    """
    return TREES.places(text, start) if text.isascii() else _plain_find.parts(text, start)
