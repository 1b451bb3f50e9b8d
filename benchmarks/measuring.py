"""How everything is measured: CPU time, in rounds in which all take turns, and only ratios count."""

import gc
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from attrs import frozen

RUNS: Final = 3
"""How often all rounds are repeated; the worst of the three is told too."""


@frozen
class Job:
    """Something that takes time.

    Attributes:
        run: What is done; what it returns is let go after the clock has stopped.
        items: How many items that is.
        collecting: Whether the garbage collector runs meanwhile, as it does unless somebody stops it.
    """

    run: Callable[[], object]
    items: int
    collecting: bool = False

    def seconds(self) -> float:
        """Return the CPU time of an item."""
        gc.collect()
        if not self.collecting:
            gc.disable()
        try:
            start = time.process_time()
            made = self.run()
            took = time.process_time() - start
        finally:
            gc.enable()
        del made
        return took / self.items


@frozen
class Settings:
    """How much is measured.

    Attributes:
        folder: Where files are put.
        records: How many records a file has.
        rounds: How many rounds a run has.
        large: Whether the largest files are read too.
    """

    folder: Path
    records: int
    rounds: int
    large: bool


@frozen
class Figure:
    """The medians of several runs.

    Attributes:
        runs: One a run.
    """

    runs: tuple[float, ...]

    def __str__(self) -> str:
        """Return the median of the runs, and the worst of them, which is the largest."""
        return f"{rounded(statistics.median(self.runs))} ({rounded(max(self.runs))})"


def rounded(number: float) -> str:
    """Return a number with as many digits as mean something."""
    return f"{number:.2f}" if number < 10 else f"{number:.1f}" if number < 100 else f"{number:,.0f}"


def ratios(jobs: Mapping[str, Job], unit: str, rounds: int) -> dict[str, Figure]:
    """Return how much longer than the unit each job takes for one item, as the median of rounds in each run.

    Args:
        jobs: The jobs, by name.
        unit: The name of the job with which the others are compared, in the same round.
        rounds: How many rounds a run has.
    """
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(RUNS):
        times = [{name: job.seconds() for name, job in jobs.items()} for _ in range(rounds)]
        for name, medians in found.items():
            medians.append(statistics.median(of_round[name] / of_round[unit] for of_round in times))
    return {name: Figure(tuple(medians)) for name, medians in found.items()}


def machine(settings: Settings, packages: Iterable[str]) -> str:
    """Return on what, with which versions, how and when this is measured, as a paragraph."""
    cores = os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    versions = ", ".join(f"{package} {version(package)}" for package in sorted(packages))
    return (
        f"{datetime.now(UTC):%-d %B %Y}; {_processor()}, {cores} cores, {memory:.0f} GiB; {platform.system()}, Python "
        f"{sys.version.partition(' ')[0]}; load of the machine at the end: {load}; "
        f"{settings.records:,} records a file, {settings.rounds} rounds a run; {versions}."
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
