"""JSON parsed by the standard library: valid JSON is accepted, all other JSON is declined."""

import json
import math
import re
from typing import Final, NoReturn

from alliancekit.engine._interface import FirstMembers
from alliancekit.engine.tree import INT64, Tree, has_surrogate

_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")
"""An escape for half a character; two of them may be a whole one."""


def parse(text: str, depth: int, most: int, start: int | None = None) -> tuple[Tree, int, int]:
    """Return the tree of a JSON text, the number of its values, and the index where it ends; see `JsonParser`."""
    # Each value but the first comes after one of these; commas in text make it more, never less.
    if len(text) > most and sum(map(text.count, ",[{")) >= most:
        _decline("too many values, perhaps")
    tree, end = (_PARSER.decode(text), len(text)) if start is None else _PARSER.raw_decode(text, start)
    if _SURROGATE_ESCAPE.search(text, start or 0, end):
        _require_characters(tree)
    return tree, _count([tree], depth), end


def decode(data: bytes) -> object:
    """Return the tree of JSON, however large and deep.

    Raises:
        ValueError: If the JSON is declined.
        RecursionError: If it is nested too deeply for the parser.
    """
    text = data.decode()
    tree: Tree = _PARSER.decode(text)
    if "\\" in text and _SURROGATE_ESCAPE.search(text):
        _require_characters(tree)
    return tree


def first_members(text: str, start: int, depth: int, most: int) -> FirstMembers:
    """Return no members: this engine does not look for members before a mistake."""
    del depth, most
    after = text[start + 1 :]
    return FirstMembers({}, {}, 0, len(text) - len(after.lstrip(" \t\r\n")))


def _count(level: list[Tree], depth: int) -> int:
    """Return the number of values; decline lists and objects that are nested too deeply."""
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
                _decline("too deep")
        level, depth = below, depth - 1
    return values


def _require_characters(tree: Tree) -> None:
    """Decline texts with half a character."""
    if has_surrogate(json.dumps(tree, ensure_ascii=False)):
        _decline("half a character")


def _members(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
    """Return the members of an object; decline repeated keys."""
    members = dict(pairs)
    if len(members) < len(pairs):
        _decline("repeated key")
    return members


def _integer(text: str) -> int:
    number = int(text)
    return number if number in INT64 else _decline("a number beyond 64 bits")


def _decimal(text: str) -> float:
    """Return a decimal; decline zero, since the number may be too small for a float."""
    number = float(text)
    return number if number and math.isfinite(number) else _decline("a number that a float can't hold, perhaps")


def _decline(reason: str) -> NoReturn:
    raise ValueError(reason)


_PARSER: Final = json.JSONDecoder(
    object_pairs_hook=_members, parse_constant=_decline, parse_float=_decimal, parse_int=_integer
)
