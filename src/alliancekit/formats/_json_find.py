"""Where a value stands in JSON that is in order; what lies before it is skipped by the standard library's parser."""

import json
import re
from typing import Final

from alliancekit.errors import Path

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str)


def find(text: str, path: Path, *, key: bool = False) -> int:
    """Return where a value starts, or its key; if it doesn't exist, where its nearest ancestor starts."""
    value = index = _space(text, 0)
    for step in path:
        held = _member(text, value, step) if text[value] == "{" else _item(text, value, step)
        if held is None:
            return value
        name, value = held
        index = name if key else value
    return index


def _member(text: str, start: int, step: str | int) -> tuple[int, int] | None:
    """Return where the key and the value of a member of the object from `start` start."""
    index = _space(text, start + 1)
    while text[index] == '"':
        name, end = _DECODER.raw_decode(text, index)
        value = _space(text, _space(text, end) + 1)
        if name == step:
            return index, value
        index = _after(text, value)
    return None


def _item(text: str, start: int, step: str | int) -> tuple[int, int] | None:
    """Return where an item of the list from `start` starts, twice; of what is no list, None."""
    if text[start] != "[" or not isinstance(step, int):
        return None
    index = _space(text, start + 1)
    for _ in range(step):
        if text[index] == "]":
            return None
        index = _after(text, index)
    return None if text[index] == "]" else (index, index)


def _after(text: str, value: int) -> int:
    """Return where the next item or key starts after a value, or the end of what they stand in."""
    index = _space(text, _DECODER.raw_decode(text, value)[1])
    return _space(text, index + 1) if text[index] == "," else index


def _space(text: str, index: int) -> int:
    found = _SPACE.match(text, index)
    return found.end() if found else index
