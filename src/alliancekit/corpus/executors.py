"""Call functions for the pieces of tables: the interface of a cluster, and the executor of this process."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol, TypeVar

from attrs import frozen

A = TypeVar("A")
B = TypeVar("B")


class Executor(Protocol):
    """Calls a function for many items, in this process or elsewhere."""

    @property
    def parts(self) -> int:
        """The number of parts in which ids are compared."""
        ...

    def map(self, function: Callable[[A], B], items: Sequence[A], /) -> Sequence[B]:
        """Return the result for each item, in order; the results may stay elsewhere until they are fetched."""
        ...

    def fetch(self, results: Sequence[A], /) -> Sequence[A]:
        """Return results in this process."""
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
