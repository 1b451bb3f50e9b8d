"""Check Parquet tables on a Dask cluster.

The workers check pieces of a million rows with the functions of `alliancekit.corpus.check_tables`. The results are
combined as in a single process, so the problems and their order are the same.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from os import PathLike
from typing import Final, Protocol, TypeVar, cast

from attrs import frozen

from alliancekit.corpus.table_options import TableOptions
from alliancekit.errors import Problem
from alliancekit.formats import LIMITS, Limits
from alliancekit.projects import Project, checked_projects

A = TypeVar("A")
B = TypeVar("B")

PARTS: Final = 16
"""The number of parts in which ids are compared; for 16 million rows, each part has 8 MB."""

RETRIES: Final = 3
"""The number of retries for a piece that fails on a worker."""


class Client(Protocol):
    """The interface of a cluster, as `distributed.Client` has it."""

    def map(self, func: Callable[[A], B], *iterables: Collection[A], retries: int, pure: bool) -> Sequence[object]:
        """Return a future of each result."""
        ...

    def gather(self, futures: list[object]) -> object:
        """Wait for futures, and return their results."""
        ...


def check_parquet(
    *paths: str | PathLike[str],
    client: Client,
    limits: Limits = LIMITS,
    by_name: bool = False,
    verify: bool = True,
    projects: Iterable[Project] = (),
) -> tuple[Problem, ...]:
    """Return every problem of tables, as `alliancekit.corpus.check_parquet` does, with the workers of a cluster.

    Args:
        paths: Parquet files, or folders, of which the files that end in ``.parquet`` are read. Together they are one
            corpus. The paths must be the same on each worker.
        client: The cluster, a `distributed.Client`. It repeats the check of a piece if it loses the worker.
        limits: The maximum number of problems per file; the other limits do not apply.
        by_name: As for `alliancekit.corpus.from_parquet`.
        verify: As for `alliancekit.corpus.from_parquet`.
        projects: As for `load`. The workers must be able to import the classes of their rules.

    Raises:
        MissingExtra: If polars is not installed.
        UnusableFile: If a path is missing, can't be read, or contains no table.
    """
    from alliancekit.corpus.check_tables import checked

    options = TableOptions(by_name=by_name, verify=verify)
    return checked(paths, limits, Workers(client), options, checked_projects(projects)).problems


@frozen
class Workers:
    """Calls functions on the workers of a cluster; the results stay there until they are fetched.

    Attributes:
        client: The cluster.
        parts: The number of parts in which ids are compared.
    """

    client: Client
    parts: int = PARTS

    def map(self, function: Callable[[A], B], items: Sequence[A], /) -> Sequence[B]:
        """Return a future of the result for each item."""
        # Not pure: a file may have changed since the last call.
        return cast("Sequence[B]", self.client.map(function, items, retries=RETRIES, pure=False))

    def fetch(self, results: Sequence[A], /) -> Sequence[A]:
        """Wait for futures, and return their results."""
        return cast("Sequence[A]", self.client.gather([*results]))
