"""Find places in JSON that is in order, with the help of the parser of the standard library."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final

from attrs import frozen

from alliancekit.engine._interface import Find
from alliancekit.engine.tree import Held, Place

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_COMMA: Final = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_COLON: Final = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_PLAIN: Final = re.compile(rf'(?:"[^"\\]*"|[-+.\w]+){_COMMA.pattern}')
"""A text without escapes or a word, and what stands before what is next."""
_KEY: Final = re.compile(rf'"([^"\\]*)"{_COLON.pattern}()({_PLAIN.pattern})?')
"""A key without escapes, and what stands before its value; if that is plain too, the value and what comes next."""
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str)


def finder(text: str) -> Find:
    """Return a function that finds places in JSON: where the value at a path starts, or its key.

    For a path that doesn't exist, it returns where the nearest ancestor starts.
    """
    start = _end(_SPACE, text, 0)
    place = Place(start, start, parts(text, start))
    return lambda path, key: place.find(path, key=key)


def parts(text: str, start: int) -> Held:
    """Return the places of what stands in the list or object that starts somewhere; other values have none."""
    return _Parts(text, start)


@frozen
class _Parts:
    """The places of what stands in a list or object, all looked up when the first one is asked for.

    Attributes:
        text: The text.
        start: Where the list or object starts, or something else, that has no parts.
    """

    text: str
    start: int

    def get(self, step: str | int, /) -> Place | None:
        """Return the place of a part, if there is one."""
        return self._places.get(step)

    @cached_property
    def _places(self) -> dict[str | int, Place]:
        of_kind: dict[str, Callable[[str, int], Iterator[tuple[str | int, int, int]]]] = {"{": _members, "[": _items}
        within = of_kind.get(self.text[self.start])
        found = within(self.text, self.start) if within else ()
        return {step: Place(value, key, _Parts(self.text, value)) for step, key, value in found}


def _members(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yield the key of each member of an object, where the key starts, and where the value does."""
    index = _end(_SPACE, text, start + 1)
    while text[index] == '"':
        key = _KEY.match(text, index)
        if key:
            name, value = key[1], key.start(2)
        else:
            name, end = _DECODER.raw_decode(text, index)
            value = _end(_COLON, text, end)
        yield name, index, value
        index = key.end() if key and key[3] else _after(text, value)


def _items(text: str, start: int) -> Iterator[tuple[int, int, int]]:
    """Yield the number of each item of a list, and twice where it starts."""
    index, number = _end(_SPACE, text, start + 1), 0
    while text[index] != "]":
        yield number, index, index
        index, number = _after(text, index), number + 1


def _after(text: str, value: int) -> int:
    """Return where the next item or key starts after a value, or the end of what they stand in."""
    plain = _PLAIN.match(text, value)
    return plain.end() if plain else _end(_COMMA, text, _DECODER.raw_decode(text, value)[1])


def _end(pattern: re.Pattern[str], text: str, index: int) -> int:
    """Return where what stands here ends, if it stands here."""
    found = pattern.match(text, index)
    return found.end() if found else index
