"""Plain trees, as JSON and YAML have them, and where their parts stand in a text."""

import re
from typing import Final, NamedTuple, Protocol, TypeAlias

from alliancekit.errors import Path

Tree: TypeAlias = "bool | int | float | str | list[Tree] | dict[str, Tree] | None"
"""The values that JSON has: whole numbers are int, in 64 bits, and others are float, finite."""

WHOLE: Final = range(-(2**63), 2**63)
"""The whole numbers of 64 bits."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Held(Protocol):
    """The places of what a value holds, looked up one by one."""

    def get(self, step: str | int, /) -> "Place | None":
        """Return the place of a part, by its key or by its position from 0."""
        ...


class Place(NamedTuple):
    """Where a value, its key and its parts stand, as indexes into the text.

    Attributes:
        value: The first character of the value; of a block in YAML, its first key or first dash.
        key: The first character of its key; the same as `value` where it has none.
        parts: The places of what it holds, by key or by position from 0.
    """

    value: int
    key: int
    parts: "dict[str | int, Place] | Held"

    def find(self, path: Path, *, key: bool = False) -> int:
        """Return where a value, or its key, starts; if it doesn't exist, where its nearest ancestor starts."""
        place, index = self, self.value
        for step in path:
            part = place.parts.get(step)
            if part is None:
                return place.value
            place = part
            index = place.key if key else place.value
        return index


def has_surrogate(text: str) -> bool:
    """Return whether text has half a surrogate pair, which escapes can write and UTF-8 can't hold."""
    return not text.isascii() and _SURROGATE.search(text) is not None
