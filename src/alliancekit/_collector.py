"""Pause the garbage collector while many objects without reference cycles are created."""

import gc
from collections.abc import Generator, Iterable
from contextlib import AbstractContextManager
from threading import RLock
from types import TracebackType
from typing import Final, TypeVar

T = TypeVar("T")

_CHUNK: Final = 10_000
"""The number of items between two runs of the collector."""


class Pause:
    """A context manager that pauses the collector; threads and nested calls share one pause.

    The first to enter turns the collector off. The last to leave turns it on again if it was on before.

    Attributes:
        was_enabled: Whether the collector was on when the first entered.
    """

    __slots__ = ("_lock", "_users", "was_enabled")

    def __init__(self) -> None:
        self._lock = RLock()  # reentrant: the collector may close a generator of this thread at any time
        self._users = 0
        self.was_enabled = False

    def __enter__(self) -> None:
        """Turn the collector off."""
        with self._lock:
            if not self._users:
                self.was_enabled = gc.isenabled()
            self._users += 1
            gc.disable()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Turn the collector on again if this is the last to leave and the collector was on before."""
        with self._lock:
            self._users -= 1
            if self.was_enabled and not self._users:
                gc.enable()


_PAUSE: Final = Pause()


def gc_paused() -> AbstractContextManager[None]:
    """Return a context manager that turns the collector off, and restores its state afterwards."""
    return _PAUSE


def iterate_with_gc_paused(items: Iterable[T]) -> Generator[T]:
    """Yield items with the collector off; unless it was off before, collect new objects after every chunk.

    Use it only for loops that run to their end at once: the collector stays off while the loop waits for an item.
    """
    with _PAUSE:
        for n, item in enumerate(items):
            if _PAUSE.was_enabled and n % _CHUNK == _CHUNK - 1:
                gc.collect(0)
            yield item
