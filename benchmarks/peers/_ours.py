"""alliancekit itself: it reads a file into records, with all rules."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from benchmarks.data import Kind
from benchmarks.peers._peer import Peer, Read, Result

from alliancekit import corpus
from alliancekit.errors import Problem
from alliancekit.formats import Limits


def _loaded(path: Path, *, keep: bool) -> Result:
    limits = Limits(size=path.stat().st_size, values=1 << 40, problems=1 << 40)
    contents = corpus.read(path, limits=limits)
    return Result(list(contents.records) if keep else [], _refused(contents.problems))


def _scanned(path: Path, *, keep: bool) -> Result:
    objects: list[object] = []
    problems: list[Problem] = []
    for item in corpus.scan(path, limits=Limits(problems=1 << 40)):
        if isinstance(item, Problem):
            problems.append(item)
        elif keep:
            objects.append(item)
    return Result(objects, _refused(problems))


def _refused(problems: Iterable[Problem]) -> int:
    """Return the number of lines with problems."""
    return len({problem.location.line for problem in problems if problem.location})


def _reader(read: Read) -> Callable[[Kind], Read]:
    """Return a factory that gives the same reader for any kind of records."""

    def reader(kind: Kind) -> Read:
        del kind
        return read

    return reader


LOAD: Final = Peer(
    name="`alliancekit.load`, the whole corpus", packages=(), reader=_reader(_loaded), checks=True, streams=False
)
STREAM: Final = Peer(name="`alliancekit.scan`", packages=(), reader=_reader(_scanned), checks=True)
PEERS = (STREAM, LOAD)

FASTEST: Final = PEERS[0]
"""The peer to use where only one of them is measured."""
