"""The garbage collector, kept from looking again and again through what is being made and has no circles."""

import gc
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")

_CHUNK: Final = 10_000
"""How many items are passed on before the collector may have a look."""


def calmly(items: Iterable[T]) -> Iterator[T]:
    """Yield items; what the loop over them makes is collected chunk by chunk, and not all the time.

    A collector that was off stays off; one that was on is on again when the loop ends, however it ends. It is for
    loops that are run to their end at once: the collector is off while the loop waits for its next item.
    """
    if not gc.isenabled():
        yield from items
        return
    try:
        for n, item in enumerate(items):
            if n % _CHUNK == 0:
                gc.enable()
                gc.collect(0)
                gc.disable()
            yield item
    finally:
        gc.enable()
