"""Measurement: CPU time, in rounds in which all jobs take turns, reported as ratios within a round."""

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
"""The number of runs of all rounds; the worst run is reported too."""


@frozen
class Job:
    """A function to measure.

    Attributes:
        run: The function; its result is released after the measurement.
        items: The number of items that it handles.
        collecting: Whether the garbage collector is on during the measurement.
    """

    run: Callable[[], object]
    items: int
    collecting: bool = False

    def seconds(self) -> float:
        """Return the CPU time per item."""
        gc.collect()
        if not self.collecting:
            gc.disable()
        try:
            start = time.process_time()
            result = self.run()
            seconds = time.process_time() - start
        finally:
            gc.enable()
        del result
        return seconds / self.items


@frozen
class Settings:
    """The extent of the measurements.

    Attributes:
        folder: The folder for files.
        records: The number of records per file.
        rounds: The number of rounds per run.
        large: Whether the largest files are included.
    """

    folder: Path
    records: int
    rounds: int
    large: bool


@frozen
class Figure:
    """A result: the medians of several runs.

    Attributes:
        runs: The median of each run.
    """

    runs: tuple[float, ...]

    def __str__(self) -> str:
        """Return the median of the runs, and the worst (largest) run in brackets."""
        return f"{rounded(statistics.median(self.runs))} ({rounded(max(self.runs))})"


def rounded(number: float) -> str:
    """Return a number with its significant digits."""
    return f"{number:.2f}" if number < 10 else f"{number:.1f}" if number < 100 else f"{number:,.0f}"


def ratios(jobs: Mapping[str, Job], unit: str, rounds: int) -> dict[str, Figure]:
    """Return the time per item of each job, relative to the unit in the same round, as the medians of all runs.

    Args:
        jobs: The jobs, by name.
        unit: The name of the job with which the others are compared.
        rounds: The number of rounds per run.
    """
    medians_of: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(RUNS):
        times = [{name: job.seconds() for name, job in jobs.items()} for _ in range(rounds)]
        for name, medians in medians_of.items():
            medians.append(statistics.median(of_round[name] / of_round[unit] for of_round in times))
    return {name: Figure(tuple(medians)) for name, medians in medians_of.items()}


def machine(settings: Settings, packages: Iterable[str]) -> str:
    """Return the conditions of the measurement as a paragraph: date, machine, load, settings and versions."""
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
