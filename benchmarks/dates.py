"""Benchmarks of parsing partial dates, compared with `datetime.date` and the date parsers of other packages.

Run ``python -m benchmarks --only dates``. Packages that are not installed are skipped.
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

Parse: TypeAlias = Callable[[str], object]

UNIT: Final = "`date.fromisoformat`"
NUMBER: Final = 5_000
NEXT_DAY: Final = count(1)


def unique_dates(turns: int) -> Iterator[list[str]]:
    """Return ISO dates for each turn, unique across turns until the calendar is exhausted."""
    last = dt.date.max.toordinal()
    return iter(
        [[dt.date.fromordinal(next(NEXT_DAY) % last + 1).isoformat() for _ in range(NUMBER)] for _ in range(turns)]
    )


def repeated_dates() -> list[str]:
    """Return ISO dates of which only two hundred differ."""
    return [dt.date.fromordinal(730_000 + number % 200).isoformat() for number in range(NUMBER)]


def few_dates() -> list[str]:
    """Return a few ISO dates, for slow parsers."""
    return repeated_dates()[:20]


def parse_and_read(text: str) -> object:
    """Create a date and read its first day."""
    return PartialDate(text).earliest


def parse_and_compare(text: str) -> object:
    """Parse a date and compare it with a decade."""
    return DECADE.contains(PartialDate.parse(text))


DECADE: Final = PartialDate("2000-01-01/2010")


def other_parsers() -> Iterator[tuple[str, Parse]]:
    """Yield the parsers of other packages that are installed."""
    for module, name in (("dateutil.parser", "isoparse"), ("edtf", "parse_edtf")):
        if find_spec(module.partition(".")[0]):
            yield f"`{module}.{name}`", cast("Parse", getattr(import_module(module), name))
    if find_spec("undate"):
        parse = cast("Callable[[str, str], object]", import_module("undate").Undate.parse)
        yield "`Undate.parse(…, 'EDTF')`", lambda text: parse(text, "EDTF")


def tables(settings: Settings) -> Iterator[Table]:
    """Yield the time per date, relative to the standard library."""
    turns = RUNS * settings.rounds
    jobs: dict[str, Job] = {
        UNIT: _reads(dt.date.fromisoformat, repeat(repeated_dates())),
        "`PartialDate.parse`, repeated date": _reads(PartialDate.parse, repeat(repeated_dates())),
        "`PartialDate.parse`, new date": _reads(PartialDate.parse, unique_dates(turns)),
        "`PartialDate(…)`": _reads(PartialDate, unique_dates(turns)),
        "`PartialDate(…).earliest`": _reads(parse_and_read, unique_dates(turns)),
        "`contains`, repeated date": _reads(parse_and_compare, repeat(repeated_dates())),
    }
    jobs |= {name: _reads(read, repeat(few_dates()), len(few_dates())) for name, read in other_parsers()}
    found = ratios(jobs, UNIT, settings.rounds)
    yield Table("dates", ("", "time"), tuple((name, str(figure)) for name, figure in found.items()))


def _reads(read: Parse, turns: Iterator[list[str]], number: int = NUMBER) -> Job:
    """Return the job of parsing dates, with the next ones in each turn."""

    def read_all() -> None:
        for text in next(turns):
            read(text)

    return Job(read_all, number)
