"""The interface of a peer: it reads a file of JSON Lines into objects."""

from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeAlias

from attrs import frozen
from benchmarks.data import LEADING, Kind, Line

Decode: TypeAlias = Callable[[bytes], object]
Convert: TypeAlias = Callable[[Line], object]


@frozen
class Result:
    """The result of reading a file.

    Attributes:
        objects: The objects, one per line; empty unless they are kept.
        refused: The number of lines that were refused.
    """

    objects: list[object]
    refused: int


class Read(Protocol):
    """Reads a file."""

    def __call__(self, path: Path, *, keep: bool) -> Result:
        """Read a file; keep the objects, or drop each at once."""
        ...


@frozen(kw_only=True)
class Peer:
    """A library, or a way to use it, with which alliancekit is compared.

    Attributes:
        name: Its name in the tables.
        packages: The packages that it needs, except ours.
        reader: Returns the function that reads a file of a kind of records.
        convert: Converts a record to its format; None: it reads our format. The leading lines are not converted.
        checks: Whether it enforces our rules.
        streams: Whether it reads files of any size in constant memory.
        part: The divisor of the number of records for slow peers: 20 means a twentieth.
    """

    name: str
    packages: tuple[str, ...]
    reader: Callable[[Kind], Read]
    convert: Convert | None = None
    checks: bool = False
    streams: bool = True
    part: int = 1

    @property
    def versions(self) -> str:
        """The packages with their versions."""
        return ", ".join(f"{package} {version(package)}" for package in self.packages)


def by_line(decode: Decode, refusals: tuple[type[Exception], ...] = ()) -> Read:
    """Return a function that reads a file line by line.

    Args:
        decode: Converts a line to an object.
        refusals: The exceptions that it raises for an invalid line.
    """

    def read(path: Path, *, keep: bool) -> Result:
        refused = 0
        objects: list[object] = []
        with path.open("rb") as file:
            for line in _without_leading(file):
                try:
                    decoded = decode(line)
                except refusals:
                    refused += 1
                else:
                    if keep:
                        objects.append(decoded)
        return Result(objects, refused)

    return read


def _without_leading(file: Iterator[bytes]) -> Iterator[bytes]:
    """Return the lines without the leading ones."""
    return islice(file, LEADING, None)
