"""Positions in a text in code points and in UTF-16 code units, which programs in JavaScript count."""

from bisect import bisect_left
from functools import cached_property
from typing import Final

from attrs import field, frozen

_LAST_BMP: Final = "\uffff"


@frozen
class Offsets:
    """Converts positions in a text.

    Attributes:
        text: The text.
    """

    text: str = field(repr=False)

    @cached_property
    def _long(self) -> list[int]:
        """The positions, in code points, of the characters that need two UTF-16 units."""
        return [] if self.text.isascii() else [n for n, character in enumerate(self.text) if character > _LAST_BMP]

    @cached_property
    def _long_units(self) -> list[int]:
        """The positions of the same characters in UTF-16 units."""
        return [place + n for n, place in enumerate(self._long)]

    def to_units(self, place: int) -> int:
        """Return a position in code points as one in UTF-16 units."""
        return place + bisect_left(self._long, place)

    def from_units(self, unit: int) -> int | None:
        """Return a position in UTF-16 units as one in code points; None for the middle of a character."""
        before = bisect_left(self._long_units, unit)
        if before and self._long_units[before - 1] + 1 == unit:
            return None
        return unit - before
