"""Find the places of values in valid JSON, with the parser of the standard library."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final

from attrs import frozen

from alliancekit.engine._interface import Find
from alliancekit.engine.tree import InnerPlaces, Place

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_COMMA: Final = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_COLON: Final = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_SCALAR: Final = re.compile(rf'(?:"[^"\\]*"|[-+.\w]+){_COMMA.pattern}')
"""A text without escapes, a number or a word, and the comma after it."""
_KEY: Final = re.compile(rf'"([^"\\]*)"{_COLON.pattern}()({_SCALAR.pattern})?')
"""A key without escapes and the colon after it; then the value and its comma, if the value matches `_SCALAR`."""
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str)


def finder(text: str) -> Find:
    """Return a function that finds where the value at a path, or its key, starts in a JSON text.

    For a path that doesn't exist, it returns where the nearest ancestor starts.
    """
    start = _end(_SPACE, text, 0)
    place = Place(start, start, parts(text, start))
    return lambda path, key: place.find(path, key=key)


def parts(text: str, start: int) -> InnerPlaces:
    """Return the places of the values inside the list or object that starts at an index; other values have none."""
    return _PlacesInText(text, start)


@frozen
class _PlacesInText:
    """The places of the values inside a list or object; the first lookup finds all of them.

    Attributes:
        text: The text.
        start: Where the list, object or other value starts.
    """

    text: str
    start: int

    def get(self, step: str | int, /) -> Place | None:
        """Return the place of one inner value, if there is one."""
        return self._places.get(step)

    @cached_property
    def _places(self) -> dict[str | int, Place]:
        by_bracket: dict[str, Callable[[str, int], Iterator[tuple[str | int, int, int]]]] = {"{": _members, "[": _items}
        find = by_bracket.get(self.text[self.start])
        starts = find(self.text, self.start) if find else ()
        return {step: Place(value, key, _PlacesInText(self.text, value)) for step, key, value in starts}


def _members(text: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yield the key of each member of an object, where the key starts, and where the value starts."""
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
    """Yield the position of each item of a list, and where it starts, twice: an item has no key."""
    index, number = _end(_SPACE, text, start + 1), 0
    while text[index] != "]":
        yield number, index, index
        index, number = _after(text, index), number + 1


def _after(text: str, value: int) -> int:
    """Return the index of the next item or key after a value, or of the closing bracket."""
    scalar = _SCALAR.match(text, value)
    return scalar.end() if scalar else _end(_COMMA, text, _DECODER.raw_decode(text, value)[1])


def _end(pattern: re.Pattern[str], text: str, index: int) -> int:
    """Return where the match of a pattern at an index ends, or the index if there is no match."""
    match = pattern.match(text, index)
    return match.end() if match else index
