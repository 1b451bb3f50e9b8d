"""The garbage collector, paused while many objects without reference cycles are made."""

import gc
from collections.abc import Generator, Iterable
from contextlib import AbstractContextManager
from threading import RLock
from types import TracebackType
from typing import Final, TypeVar

T = TypeVar("T")

_CHUNK: Final = 10_000
"""How many items are passed on before the collector may have a look."""


class Pause:
    """A pause of the collector that several threads, and several calls in one thread, can share.

    The first to enter turns the collector off; the last to leave turns it on, if it was on before.

    Attributes:
        interrupts: Whether the collector was on when the first entered.
    """

    __slots__ = ("_lock", "_users", "interrupts")

    def __init__(self) -> None:
        self._lock = RLock()  # the collector may close a generator of this thread, which leaves, at any time
        self._users = 0
        self.interrupts = False

    def __enter__(self) -> None:
        """Turn the collector off."""
        with self._lock:
            if not self._users:
                self.interrupts = gc.isenabled()
            self._users += 1
            gc.disable()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Turn the collector on again, if this is the last to leave and it was on."""
        with self._lock:
            self._users -= 1
            if self.interrupts and not self._users:
                gc.enable()


_PAUSE: Final = Pause()


def uncollected() -> AbstractContextManager[None]:
    """Return a context in which the collector is off; afterwards it is as before, whatever happens."""
    return _PAUSE


def calmly(items: Iterable[T]) -> Generator[T]:
    """Yield items, with the collector off; it has a look at what is new once in a while, unless it was off before.

    It is for loops that are run to their end at once: the collector is off while the loop waits for its next item.
    """
    with _PAUSE:
        for n, item in enumerate(items):
            if _PAUSE.interrupts and n % _CHUNK == _CHUNK - 1:
                gc.collect(0)
            yield item
