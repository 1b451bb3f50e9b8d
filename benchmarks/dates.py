"""What a partial date costs, beside `datetime.date` and other readers of dates.

Run it as ``python -m benchmarks --only dates``. Those of other packages take part if they are installed.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import count, repeat
from typing import Final, TypeAlias, cast

from benchmarks.measuring import RUNS, Job, Settings, ratios
from benchmarks.page import Table

from alliancekit import PartialDate

Read: TypeAlias = Callable[[str], object]

UNIT: Final = "`date.fromisoformat`"
NUMBER: Final = 5_000
NEVER_SEEN: Final = count(1)


def new_days(turns: int) -> Iterator[list[str]]:
    """Return ISO dates for each turn, which no other turn has, until the calendar begins anew."""
    last = dt.date.max.toordinal()
    return iter(
        [[dt.date.fromordinal(next(NEVER_SEEN) % last + 1).isoformat() for _ in range(NUMBER)] for _ in range(turns)]
    )


def same_days() -> list[str]:
    """Return some two hundred ISO dates again and again."""
    return [dt.date.fromordinal(730_000 + number % 200).isoformat() for number in range(NUMBER)]


def few_days() -> list[str]:
    """Return ISO dates for those who take their time."""
    return same_days()[:20]


def look(text: str) -> object:
    """Make a date and read its first day."""
    return PartialDate(text).earliest


def compare(text: str) -> object:
    """Compare a date that was read before."""
    return DECADE.contains(PartialDate.parse(text))


DECADE: Final = PartialDate("2000-01-01/2010")


def others() -> Iterator[tuple[str, Read]]:
    """Yield those readers of other packages that are installed."""
    for module, name in (("dateutil.parser", "isoparse"), ("edtf", "parse_edtf")):
        if find_spec(module.partition(".")[0]):
            yield f"`{module}.{name}`", cast("Read", getattr(import_module(module), name))
    if find_spec("undate"):
        parse = cast("Callable[[str, str], object]", import_module("undate").Undate.parse)
        yield "`Undate.parse(…, 'EDTF')`", lambda text: parse(text, "EDTF")


def tables(settings: Settings) -> Iterator[Table]:
    """Yield the time of a date as a share of that of the standard library."""
    turns = RUNS * settings.rounds
    jobs: dict[str, Job] = {
        UNIT: _reads(dt.date.fromisoformat, repeat(same_days())),
        "`PartialDate.parse`, repeated date": _reads(PartialDate.parse, repeat(same_days())),
        "`PartialDate.parse`, new date": _reads(PartialDate.parse, new_days(turns)),
        "`PartialDate(…)`": _reads(PartialDate, new_days(turns)),
        "`PartialDate(…).earliest`": _reads(look, new_days(turns)),
        "`contains`, repeated date": _reads(compare, repeat(same_days())),
    }
    jobs |= {name: _reads(read, repeat(few_days()), len(few_days())) for name, read in others()}
    found = ratios(jobs, UNIT, settings.rounds)
    yield Table("dates", ("", "time"), tuple((name, str(figure)) for name, figure in found.items()))


def _reads(read: Read, turns: Iterator[list[str]], number: int = NUMBER) -> Job:
    """Return what reads dates, at each turn the next ones."""

    def read_all() -> None:
        for text in next(turns):
            read(text)

    return Job(read_all, number)
