"""Plain trees, as JSON and YAML have them, and the places of their values in a text."""

import re
from typing import Final, NamedTuple, Protocol, TypeAlias

from alliancekit.errors import Path

Tree: TypeAlias = "bool | int | float | str | list[Tree] | dict[str, Tree] | None"
"""The values that JSON has: whole numbers are int, in 64 bits, and others are float, finite."""

INT64: Final = range(-(2**63), 2**63)
"""The whole numbers of 64 bits."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class InnerPlaces(Protocol):
    """The places of the values inside a list or object, looked up one by one."""

    def get(self, step: str | int, /) -> "Place | None":
        """Return the place of one inner value, by its key or by its position from 0."""
        ...


class Place(NamedTuple):
    """Where a value, its key and its inner values start, as indexes into the text.

    Attributes:
        value: The first character of the value; for a block in YAML, its first key or first dash.
        key: The first character of its key; the same as `value` if it has no key.
        parts: The places of the values inside it, by key or by position from 0.
    """

    value: int
    key: int
    parts: "dict[str | int, Place] | InnerPlaces"

    def find(self, path: Path, *, key: bool = False) -> int:
        """Return where the value at a path, or its key, starts; if it is missing, where its nearest ancestor starts."""
        place, index = self, self.value
        for step in path:
            part = place.parts.get(step)
            if part is None:
                return place.value
            place = part
            index = place.key if key else place.value
        return index


def has_surrogate(text: str) -> bool:
    """Return whether text has half a surrogate pair, which escapes can write and UTF-8 can't encode."""
    return not text.isascii() and _SURROGATE.search(text) is not None
