"""Benchmarks of reading lines of JSON into objects, compared with peers: time, broken lines and memory."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks import data
from benchmarks.data import KINDS, LEADING, Kind
from benchmarks.measuring import Job, Settings, ratios, rounded
from benchmarks.page import Table
from benchmarks.peers import FASTEST, Peer, peers

from alliancekit import load
from alliancekit.formats import Limits

ROOT: Final = Path(__file__).resolve().parent.parent
UNIT: Final = "orjson.loads"
BROKEN: Final = (0.01, 0.1)
GROWING: Final = (UNIT, "msgspec structs, the same rules", "pydantic, the same rules", FASTEST.name)


def file_of(settings: Settings, peer: Peer, kind: Kind, count: int, broken: float = 0.0) -> Path:
    """Return a file with a number of records in the format of a peer; it is written if it does not exist."""
    convert = peer.convert
    name = peer.name.partition(",")[0] if convert else "corpus"
    path = settings.folder / f"{name}-{kind}-{count}-{broken}.jsonl"
    if convert and not path.exists():
        converted = (data.dumped(convert(record)) for record in data.records(kind, count))
        data.write(path, _after_leading(converted))
    elif not path.exists():
        data.write(path, data.lines(kind, count, broken=broken))
    return path


def _after_leading(lines: Iterator[bytes]) -> Iterator[bytes]:
    yield from map(data.dumped, data.leading())
    yield from lines


def times(settings: Settings) -> Iterator[Table]:
    """Yield the time of each peer per statement and per treaty."""
    for kind in KINDS:
        jobs: dict[str, Job] = {}
        for peer in peers():
            file = file_of(settings, peer, kind, settings.records // peer.part)
            jobs[f"{peer.name}, kept"] = job(peer, kind, file)
            jobs[f"{peer.name}, let go"] = job(peer, kind, file, keep=False)
            jobs[f"{peer.name}, collector on"] = job(peer, kind, file, collecting=True)
        found = ratios(jobs, f"{UNIT}, kept", settings.rounds)
        ways = ("kept", "let go", "collector on")
        rows = ((p.name, _yes(p), *(str(found[f"{p.name}, {way}"]) for way in ways)) for p in peers())
        yield Table(f"time of a {kind}", ("", "our rules", *ways), tuple(rows))


def _yes(peer: Peer) -> str:
    return "yes" if peer.checks else "no"


def job(peer: Peer, kind: Kind, path: Path, *, keep: bool = True, collecting: bool = False) -> Job:
    """Return the job of reading a file of records."""
    read = peer.reader(kind)
    return Job(lambda: read(path, keep=keep), _records(path), collecting=collecting)


def _records(path: Path) -> int:
    with path.open("rb") as file:
        return sum(1 for _ in file) - LEADING


def broken_lines(settings: Settings) -> Iterator[Table]:
    """Yield the time that peers with rules need for files with broken lines, and the number of lines they detect."""
    checking = [peer for peer in peers() if peer.checks]
    count = settings.records
    rows: list[tuple[str, ...]] = []
    for peer in checking:
        clean = file_of(settings, peer, "statement", count)
        files = {share: file_of(settings, peer, "statement", count, share) for share in BROKEN}
        jobs = {str(share): job(peer, "statement", file) for share, file in files.items()}
        found = ratios({"clean": job(peer, "statement", clean), **jobs}, "clean", settings.rounds)
        worst = files[BROKEN[-1]]
        wrong = sum(one != other for one, other in zip(_lines(clean), _lines(worst), strict=True))
        seen = peer.reader("statement")(worst, keep=False).refused
        rows.append((peer.name, *(str(found[str(share)]) for share in BROKEN), f"{seen} of {wrong}"))
    yield Table("broken lines", ("", *(f"{share:.0%} broken" for share in BROKEN), "seen"), tuple(rows))


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


def memory(settings: Settings) -> Iterator[Table]:
    """Yield the memory per object, each figure measured in a process of its own."""
    rows: list[tuple[str, ...]] = []
    for peer in peers():
        row = [peer.name]
        for kind in KINDS:
            count = 4 * settings.records // peer.part
            measured = in_a_process(settings, peer, kind, count, keep=True)
            row += [f"{measured[key] / count:,.0f}" for key in ("resident", "peak")]
        rows.append(tuple(row))
    head = [f"{kind}, {what}" for kind in KINDS for what in ("held", "at most")]
    yield Table("memory", ("", *head), tuple(rows))


def yaml(settings: Settings) -> Iterator[Table]:
    """Yield the time of loading a corpus in YAML, compared with PyYAML, which makes plain lists and objects."""
    import yaml

    rows: list[tuple[str, ...]] = []
    for kind in KINDS:
        lines = file_of(settings, FASTEST, kind, settings.records)
        file = lines.with_suffix(".yaml")
        limits = Limits(size=1 << 40, values=1 << 40)
        load(lines, limits=limits).write(file)
        text = file.read_bytes()
        jobs = {
            "theirs": Job(partial(yaml.load, text, Loader=yaml.CSafeLoader), settings.records),
            "ours": Job(partial(load, file, limits=limits), settings.records),
        }
        rows.append((kind, str(ratios(jobs, "theirs", settings.rounds)["ours"])))
    yield Table("yaml", ("", "time"), tuple(rows))


def growth(settings: Settings) -> Iterator[Table]:
    """Yield time and memory of a check that keeps no objects, for files of growing size."""
    sizes = [10_000, 100_000]
    if FASTEST.streams:
        sizes += [1_000_000, 10_000_000] if settings.large else [1_000_000]
    growing = [peer for peer in peers() if peer.name in GROWING]
    rows: list[tuple[str, ...]] = []
    for size in sizes:
        measured = {peer.name: in_a_process(settings, peer, "statement", size, keep=False) for peer in growing}
        unit = measured[UNIT]["seconds"]
        cells = (f"{rounded(one['seconds'] / unit)}, {one['peak'] / 2**20:,.0f} MiB" for one in measured.values())
        rows.append((f"{size:,}", *cells))
    yield Table("growth", ("statements", *(peer.name for peer in growing)), tuple(rows))


def in_a_process(settings: Settings, peer: Peer, kind: Kind, count: int, *, keep: bool) -> dict[str, float]:
    """Return CPU seconds and bytes of memory of reading a file, measured in a process of its own."""
    first, path = (file_of(settings, peer, kind, size) for size in (1, count))
    command = [sys.executable, "-m", "benchmarks.single_run", peer.name, kind, str(first), str(path), str(int(keep))]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - our own program
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured
