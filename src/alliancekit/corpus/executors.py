"""Call a function for each piece of a table: the interface of all executors, and the one that uses no cluster."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol, TypeVar

from attrs import frozen

A = TypeVar("A")
B = TypeVar("B")


class Executor(Protocol):
    """Calls a function for many items, in this process or elsewhere."""

    @property
    def parts(self) -> int:
        """The number of parts into which all ids are divided by a hash; each part is compared by itself."""
        ...

    def map(self, function: Callable[[A], B], items: Sequence[A], /) -> Sequence[B]:
        """Return the result for each item, in order: the result itself, or a reference to it that `fetch` resolves."""
        ...

    def fetch(self, results: Sequence[A], /) -> Sequence[A]:
        """Return the values of results of `map`, copied to this process if they are elsewhere."""
        ...


@frozen
class LocalExecutor:
    """Calls a function for one item after the other, in this process."""

    parts: int = 1

    def map(self, function: Callable[[A], B], items: Sequence[A], /) -> Sequence[B]:
        """Return the results."""
        return [*map(function, items)]

    def fetch(self, results: Sequence[A], /) -> Sequence[A]:
        """Return the results as they are."""
        return results


LOCAL: Final = LocalExecutor()
"""Calls a function for one item after the other, in this process."""
