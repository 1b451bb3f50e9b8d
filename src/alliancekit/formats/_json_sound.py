"""JSON to which there is nothing to say, read by the standard library's parser, or by the compiled kernel."""

import json
import math
import re
from functools import cache
from typing import TYPE_CHECKING, Final, NoReturn, cast

from alliancekit.formats._tree import WHOLE, Place, Tree, has_surrogate
from alliancekit.rules import native

if TYPE_CHECKING:
    from alliancekit.rules import _kernel

_ESCAPE: Final = re.compile(r"\\.", re.DOTALL)
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")


def sound(text: str, depth: int, most: int, start: int | None = None) -> tuple[Tree, int, int]:
    """Return the tree of a JSON text, how many values it holds, and where it ends if it is a part of the text.

    Args:
        text: The text.
        depth: How many lists and objects may stand inside each other.
        most: How many values it may hold.
        start: Where the value starts, if it is only a part of the text.

    Raises:
        ValueError: If there is anything to say about it, or might be.
        RecursionError: The same.
    """
    if native.INSTALLED and text.isascii():
        # A text holds no more values than characters.
        read = compiled().read(text, start or 0, min(depth, len(text)), min(most, len(text)))
        if read is None or (start is None and text[read[2] :].strip(" \t\r\n")):
            _refuse("something, perhaps")
        return cast("Tree", read[0]), *read[1:]
    # Each value but the first comes after one of these; commas in text make it more, never less.
    if len(text) > most and sum(map(text.count, ",[{")) >= most:
        _refuse("too many values, perhaps")
    tree: Tree
    end: int
    tree, end = (_SOUND.decode(text), len(text)) if start is None else _SOUND.raw_decode(text, start)
    escapes = text.find("\\", start or 0, end) >= 0
    if (
        escapes
        and _SURROGATE_ESCAPE.search(text, start or 0, end)
        and has_surrogate(json.dumps(tree, ensure_ascii=False))
    ):
        _refuse("half a surrogate pair")
    level: list[Tree] = [tree]
    values = texts = 0
    for _ in range(depth):
        values += len(level)
        level, more = _below(level)
        texts += more
        if not level:
            break
    else:
        if any(isinstance(value, (dict, list)) for value in level):
            _refuse("too deep")
        values += len(level)
        texts += _below(level)[1]
    # A key that stands twice is in the tree once.
    if _quotes(text, start or 0, end) != 2 * texts:
        _refuse("a key that stands twice")
    return tree, values, end


def _below(level: list[Tree]) -> tuple[list[Tree], int]:
    """Return what stands in the lists and objects among some values, and how many keys and texts are among these."""
    below: list[Tree] = []
    texts = 0
    for value in level:
        if type(value) is str:
            texts += 1
        elif type(value) is dict:
            texts += len(value)
            below += value.values()
        elif type(value) is list:
            below += value
        elif isinstance(value, (int, float)) and not _fits(value):
            _refuse("a number that doesn't fit, perhaps")
    return below, texts


def _quotes(text: str, start: int, end: int) -> int:
    """Return how many quotation marks JSON has, without those inside texts: two for each key and for each text."""
    # In JSON a backslash stands in texts only, where it takes the next character with it.
    if text.find("\\", start, end) < 0:
        return text.count('"', start, end)
    return _ESCAPE.sub("", text[start:end]).count('"')


def _fits(number: float) -> bool:
    """Return whether a number fits into 64 bits; of zero as a decimal, more may have been meant."""
    return number in WHOLE if isinstance(number, int) else bool(number) and math.isfinite(number)


@cache
def compiled() -> "_kernel.Trees[Place]":
    """Return what reads JSON of ASCII in the compiled kernel."""
    from alliancekit.rules._kernel import Trees

    return Trees(_text, Place)


def _text(literal: bytes) -> str:
    """Return what a text of JSON with escapes says."""
    text = str(json.loads(literal))
    if has_surrogate(text):
        _refuse("half a surrogate pair")
    return text


def _refuse(what: str) -> NoReturn:
    raise ValueError(what)


_SOUND: Final = json.JSONDecoder(parse_constant=_refuse)
