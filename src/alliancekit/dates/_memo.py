"""A cache of values of EDTF strings."""

from collections.abc import Callable
from typing import Final, TypeVar

from alliancekit.errors import InvalidDate

T = TypeVar("T")

_MEMO_SIZE: Final = 65_536
"""The maximum number of dates in a cache: 180 years of days, about 15 MB."""

_LONGEST_INVALID: Final = 100
"""The maximum length of an invalid text in a cache."""


class Memo(dict[str, T]):
    """Cache of values of EDTF strings, emptied when it is full. It also caches the error of the last invalid string.

    Args:
        make: Returns the value of a string, or raises an InvalidDate.
    """

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make
        self._invalid = ("", "")

    def __missing__(self, edtf: str) -> T:
        """Compute and store the value of a string that is not in the cache."""
        if len(self) >= _MEMO_SIZE:
            self.clear()
        # An invalid record is read, checked and explained, which needs the same date three times.
        text, reason = self._invalid
        if reason and edtf == text:
            raise InvalidDate(reason)
        try:
            return self.setdefault(edtf, self._make(edtf))  # the value of another thread, if it was faster
        except InvalidDate as error:
            if len(edtf) <= _LONGEST_INVALID:
                self._invalid = (edtf, str(error))
            raise
