"""JSON read by the parser of the standard library: a fast yes to JSON that is in order."""

import json
import math
import re
from typing import Final, NoReturn

from alliancekit.engine._interface import Leading
from alliancekit.engine.tree import WHOLE, Tree, has_surrogate

_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")
"""An escape for half a character; two of them may be a whole one."""


def sound(text: str, depth: int, most: int, start: int | None = None) -> tuple[Tree, int, int]:
    """Return the tree of a JSON text, how many values it holds, and where it ends; see `Sound`."""
    # Each value but the first comes after one of these; commas in text make it more, never less.
    if len(text) > most and sum(map(text.count, ",[{")) >= most:
        _refuse("too many values, perhaps")
    tree, end = (_PARSER.decode(text), len(text)) if start is None else _PARSER.raw_decode(text, start)
    if _HALF.search(text, start or 0, end):
        _demand_characters(tree)
    return tree, _count([tree], depth), end


def decoded(data: bytes) -> object:
    """Return the tree of JSON, however large and deep.

    Raises:
        ValueError: If it is not in order, or may not be.
        RecursionError: If it is too deep for the parser.
    """
    text = data.decode()
    tree: Tree = _PARSER.decode(text)
    if "\\" in text and _HALF.search(text):
        _demand_characters(tree)
    return tree


def leading(text: str, start: int, depth: int, most: int) -> Leading:
    """Return no members: this engine does not look for those before a mistake."""
    del depth, most
    after = text[start + 1 :]
    return Leading({}, {}, 0, len(text) - len(after.lstrip(" \t\r\n")))


def _count(level: list[Tree], depth: int) -> int:
    """Return how many values there are; refuse lists and objects that are too deep inside each other."""
    values = 0
    while level:
        values += len(level)
        below: list[Tree] = []
        for value in level:
            if type(value) is dict:
                below += value.values()
            elif type(value) is list:
                below += value
            else:
                continue
            if not depth:
                _refuse("too deep")
        level, depth = below, depth - 1
    return values


def _demand_characters(tree: Tree) -> None:
    """Refuse texts with half a character."""
    if has_surrogate(json.dumps(tree, ensure_ascii=False)):
        _refuse("half a character")


def _members(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
    """Return the members of an object, unless a key stands twice."""
    members = dict(pairs)
    if len(members) < len(pairs):
        _refuse("a key that stands twice")
    return members


def _whole(text: str) -> int:
    number = int(text)
    return number if number in WHOLE else _refuse("a number that does not fit")


def _decimal(text: str) -> float:
    """Return a decimal; a zero may stand for a number that is too small."""
    number = float(text)
    return number if number and math.isfinite(number) else _refuse("a number that does not fit, perhaps")


def _refuse(what: str) -> NoReturn:
    raise ValueError(what)


_PARSER: Final = json.JSONDecoder(
    object_pairs_hook=_members, parse_constant=_refuse, parse_float=_decimal, parse_int=_whole
)
