"""The garbage collector, kept from looking again and again through what is being made and has no circles."""

import gc
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

T = TypeVar("T")

_CHUNK: Final = 10_000
"""How many items are passed on before the collector may have a look."""


@contextmanager
def uncollected() -> Generator[None]:
    """Keep the collector off; if it was on, it is on again afterwards, whatever happens."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def calmly(items: Iterable[T]) -> Iterator[T]:
    """Yield items, with the collector off; it has a look at what is new once in a while, unless it was off before.

    It is for loops that are run to their end at once: the collector is off while the loop waits for its next item.
    """
    collects = gc.isenabled()
    with uncollected():
        for n, item in enumerate(items):
            if collects and n % _CHUNK == _CHUNK - 1:
                gc.collect(0)
            yield item
