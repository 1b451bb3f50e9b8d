"""alliancekit itself: from a file to records, with all the rules."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from benchmarks.data import Kind
from benchmarks.peers._peer import Held, Peer, Read

from alliancekit import corpus
from alliancekit.errors import Problem
from alliancekit.formats import Limits


def _loaded(path: Path, *, keep: bool) -> Held:
    limits = Limits(size=path.stat().st_size, values=1 << 40, problems=1 << 40)
    contents = corpus.read(path, limits=limits)
    return Held(list(contents.records) if keep else [], _refused(contents.problems))


def _scanned(path: Path, *, keep: bool) -> Held:
    objects: list[object] = []
    problems: list[Problem] = []
    for found in corpus.scan(path, limits=Limits(problems=1 << 40)):
        if isinstance(found, Problem):
            problems.append(found)
        elif keep:
            objects.append(found)
    return Held(objects, _refused(problems))


def _refused(problems: Iterable[Problem]) -> int:
    """Return in how many lines there are problems."""
    return len({problem.location.line for problem in problems if problem.location})


def _reader(read: Read) -> Callable[[Kind], Read]:
    """Return what reads a file of any kind in the same way."""

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
"""What is measured where only one of them is."""
