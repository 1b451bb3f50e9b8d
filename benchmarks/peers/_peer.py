"""What a peer is: a way from a file of JSON Lines to objects."""

from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeAlias

from attrs import frozen
from benchmarks.data import LEADING, Kind, Line

Decode: TypeAlias = Callable[[bytes], object]
Form: TypeAlias = Callable[[Line], object]


@frozen
class Held:
    """What reading a file gave.

    Attributes:
        objects: What was made of its lines, if it was to be kept.
        refused: How many lines were refused.
    """

    objects: list[object]
    refused: int


class Read(Protocol):
    """What makes objects of the lines of a file."""

    def __call__(self, path: Path, *, keep: bool) -> Held:
        """Read a file, and keep the objects or let each of them go."""
        ...


@frozen(kw_only=True)
class Peer:
    """One of those that do the job.

    Attributes:
        name: What the tables call it.
        packages: The packages that it needs, ours aside.
        reader: Returns what reads a file of a kind.
        form: How a record is written for it, if not as for us; the lines before the first are left as they are.
        checks: Whether it obeys our rules.
        streams: Whether it reads a file of any size in the same memory.
        part: The share of the records that is enough to time it: 20 is a twentieth.
    """

    name: str
    packages: tuple[str, ...]
    reader: Callable[[Kind], Read]
    form: Form | None = None
    checks: bool = False
    streams: bool = True
    part: int = 1

    @property
    def versions(self) -> str:
        """The packages with their versions."""
        return ", ".join(f"{package} {version(package)}" for package in self.packages)


def by_line(decode: Decode, refusals: tuple[type[Exception], ...] = ()) -> Read:
    """Return what reads a file line by line.

    Args:
        decode: Makes an object of a line.
        refusals: What it raises where a line is wrong.
    """

    def read(path: Path, *, keep: bool) -> Held:
        refused = 0
        objects: list[object] = []
        with path.open("rb") as file:
            for line in _counted(file):
                try:
                    made = decode(line)
                except refusals:
                    refused += 1
                else:
                    if keep:
                        objects.append(made)
        return Held(objects, refused)

    return read


def _counted(file: Iterator[bytes]) -> Iterator[bytes]:
    """Return the lines after those to which the others point."""
    return islice(file, LEADING, None)
