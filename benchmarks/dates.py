"""What a partial date costs, beside `datetime.date` and two other readers of dates.

Run it as ``python benchmarks/dates.py``. It measures three times, each time in rounds in which all take turns, in CPU
time, and prints medians over the rounds; only the ratios count. dateutil's isoparse and the package edtf take part if
they are installed.
"""

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from itertools import count
from typing import TypeAlias

from alliancekit import PartialDate

Run: TypeAlias = Callable[[Iterable[str]], None]
Contender: TypeAlias = tuple[Run, Callable[[], list[str]]]

REPEATS = 3
ROUNDS = 15
NUMBER = 20_000
NEVER_SEEN = count(1)


def days() -> list[str]:
    """Return ISO dates that were never returned before: each round reads other days."""
    return [dt.date.fromordinal(next(NEVER_SEEN)).isoformat() for _ in range(NUMBER)]


def same_days() -> list[str]:
    """Return some two hundred ISO dates again and again."""
    return [dt.date.fromordinal(730_000 + number % 200).isoformat() for number in range(NUMBER)]


def few_days() -> list[str]:
    """Return ISO dates for those who take their time."""
    return same_days()[:20]


def standard(texts: Iterable[str]) -> None:
    """Read dates with the standard library."""
    for text in texts:
        dt.date.fromisoformat(text)


def parse(texts: Iterable[str]) -> None:
    """Read dates with the memory of those read before."""
    for text in texts:
        PartialDate.parse(text)


def construct(texts: Iterable[str]) -> None:
    """Make dates without that memory."""
    for text in texts:
        PartialDate(text)


def look(texts: Iterable[str]) -> None:
    """Make dates and read their days."""
    for text in texts:
        _ = PartialDate(text).earliest


def compare(texts: Iterable[str]) -> None:
    """Compare dates that were read before."""
    other = PartialDate("2000-01-01/2010")
    for text in texts:
        other.contains(PartialDate.parse(text))


def each(read: Callable[[str], object]) -> Run:
    """Return what reads dates with a function of another package."""

    def read_all(texts: Iterable[str]) -> None:
        for text in texts:
            read(text)

    return read_all


def others() -> dict[str, Run]:
    """Return those readers of other packages that are installed."""
    found: dict[str, Run] = {}
    for module, name in (("dateutil.parser", "isoparse"), ("edtf", "parse_edtf")):
        with suppress(ModuleNotFoundError):
            read: Callable[[str], object] = getattr(import_module(module), name)
            found[f"{module}.{name}"] = each(read)
    return found


def cpu_time(run: Run, texts: list[str]) -> float:
    """Return the CPU time of one date."""
    start = time.process_time()
    run(texts)
    return (time.process_time() - start) / len(texts)


def measure(contenders: dict[str, Contender]) -> dict[str, list[float]]:
    """Return the CPU times of each in rounds in which all take turns."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, (run, texts) in contenders.items():
            times[name].append(cpu_time(run, texts()))
    return times


def main() -> None:
    """Print the ratios."""
    contenders: dict[str, Contender] = {
        "date.fromisoformat": (standard, same_days),
        "PartialDate.parse, repeated date": (parse, same_days),
        "PartialDate.parse, new date": (parse, days),
        "PartialDate(...)": (construct, days),
        "PartialDate(...).earliest": (look, days),
        "contains, repeated dates": (compare, same_days),
    }
    contenders |= {name: (run, few_days) for name, run in others().items()}
    for _ in range(REPEATS):
        times = measure(contenders)
        units = times["date.fromisoformat"]
        for name, some in times.items():
            ratio = statistics.median(one / unit for one, unit in zip(some, units, strict=True))
            print(f"{name:34} {statistics.median(some) * 1e6:10.3f} µs {ratio:10.2f} x")
        print()


if __name__ == "__main__":
    main()
