"""Tables past one machine: the same check of columns, its pieces mapped over a Dask cluster.

Nothing is checked here. A worker asks each piece of a million rows what one process would ask it, and what the pieces
tell is put together in the same way: the problems are the same, and in the same order.
"""

from collections.abc import Callable, Collection, Sequence
from os import PathLike
from typing import Final, Protocol, TypeVar, cast

from attrs import frozen

from alliancekit.errors import Problem
from alliancekit.formats import LIMITS, Limits

A = TypeVar("A")
B = TypeVar("B")

PARTS: Final = 16
"""In how many parts ids are compared; of 16 million rows, each has 8 MB."""

RETRIES: Final = 3
"""How often a piece is asked again if something goes wrong where it is asked."""


class Client(Protocol):
    """What is asked of a cluster: `distributed.Client` has it."""

    def map(self, func: Callable[[A], B], *iterables: Collection[A], retries: int, pure: bool) -> Sequence[object]:
        """Return the answers to come."""
        ...

    def gather(self, futures: list[object]) -> object:
        """Return the answers, once they have come."""
        ...


def check_parquet(*paths: str | PathLike[str], client: Client, limits: Limits = LIMITS) -> tuple[Problem, ...]:
    """Return every mistake of tables, as `alliancekit.corpus.check_parquet` does, found by the workers of a cluster.

    Args:
        paths: Parquet files, or folders of whose files those that end in ``.parquet`` are read; together they are one
            corpus. Each worker must find them under the same names.
        client: The cluster, a `distributed.Client`. It asks a piece again if it loses the worker that had it.
        limits: How many problems of a file are told; the other limits do not bind.

    Raises:
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or has no table.
    """
    from alliancekit.corpus.check_tables import checked

    return checked(paths, limits, Workers(client)).problems


@frozen
class Workers:
    """Asks the workers of a cluster; what they answer stays with them until it is fetched.

    Attributes:
        client: The cluster.
        parts: In how many parts ids are compared.
    """

    client: Client
    parts: int = PARTS

    def ask(self, question: Callable[[A], B], asked: Sequence[A], /) -> Sequence[B]:
        """Return the answers to come."""
        # A file may have changed since the same was asked last.
        return cast("Sequence[B]", self.client.map(question, asked, retries=RETRIES, pure=False))

    def fetch(self, answers: Sequence[A], /) -> Sequence[A]:
        """Return the answers, once they have come."""
        return cast("Sequence[A]", self.client.gather([*answers]))
