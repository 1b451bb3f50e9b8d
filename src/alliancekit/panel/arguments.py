"""Checks the arguments of panels and converts them to years, days and ranges; raises errors for wrong ones."""

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from os import fspath
from typing import NoReturn, cast, get_args

from alliancekit import states
from alliancekit._arguments import Number, When, date_of, whole_number
from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.errors import BeyondCoverage, InvalidDate, InvalidPanel
from alliancekit.messages import counted
from alliancekit.messages import listed as listed_of
from alliancekit.models import State, Treaty
from alliancekit.panel._times import DateRange, PanelDays, PanelYears, PartYearRule
from alliancekit.panel._units import CODES, StateSystem
from alliancekit.text import shown_path


def years_of(
    years: tuple[Number, Number] | None, rule: PartYearRule, system: StateSystem | None, known: DateRange | None
) -> PanelYears:
    """Return the years of a panel; by default, all years that the list of the system or the treaties cover."""
    check_choice("part_years", rule, get_args(PartYearRule))
    listed = _listed(system, known)
    if years is None:
        return PanelYears(listed[0].year, listed[1].year, rule) if listed else PanelYears(1, 1, rule)
    first, last = _two_years(years)
    if listed and not listed[0].year <= first <= last <= listed[1].year:
        _refuse(str(first), str(last), system, listed)
    return PanelYears(first, last, rule)


def days_of(days: When | tuple[When, When], system: StateSystem | None, known: DateRange | None) -> PanelDays:
    """Return the days of a panel."""
    first, last = _two_days(days)
    start, end = range_of(first)[0], range_of(last)[1]
    if start > end:
        pair, swapped = (str(first), str(last)), (str(last), str(first))
        message = f"the days must be the first and the last, got {pair}; did you mean {swapped}?"
        raise InvalidPanel(message)
    listed = _listed(system, known)
    if listed and not listed[0] <= start <= end <= listed[1]:
        _refuse(str(first), str(last), system, listed)
    return PanelDays(start, end)


def check_choice(name: str, value: object, allowed: tuple[object, ...]) -> None:
    """Raise an InvalidPanel for a value that is not allowed, so that a typo does not act as the default."""
    if not any(value is each or (isinstance(value, str) and value == each) for each in allowed):
        message = f"{name} must be {listed_of(tuple(map(repr, allowed)))}, got {value!r:.60}"
        raise InvalidPanel(message)


def entries_of(treaties: object) -> tuple[tuple[Treaty, ...], tuple[State, ...]]:
    """Return the treaties and the states among records; raise an InvalidPanel if there are no treaties."""
    if isinstance(treaties, str | os.PathLike):
        file = shown_path(fspath(treaties))
        message = f"a panel needs treaties, got a file; load {file} first, with alliancekit.load or a loader"
        raise InvalidPanel(message)
    records = tuple(treaties) if isinstance(treaties, Iterable) else (treaties,)
    other = next((record for record in records if not isinstance(record, Record)), None)
    if other is not None:
        message = f"a panel needs treaties, got {other!r:.60} ({type(other).__name__})"
        raise InvalidPanel(message)
    own = tuple(record for record in records if isinstance(record, Treaty))
    if records and not own:
        message = f"a panel needs treaties, got {counted(len(records), 'record')} without a treaty"
        raise InvalidPanel(message)
    return own, tuple(record for record in records if isinstance(record, State))


def _two_years(years: object) -> tuple[int, int]:
    first, last = (whole_number(year) for year in _two(years) or (None, None))
    if first is not None and last is not None:
        if dt.MINYEAR <= first <= last <= dt.MAXYEAR:
            return first, last
        if dt.MINYEAR <= last < first <= dt.MAXYEAR:
            message = f"the years must be the first and the last, got {(first, last)}; did you mean {(last, first)}?"
            raise InvalidPanel(message)
    message = f"the years must be the first and the last, such as (1816, 2016), got {years!r:.60}"
    raise InvalidPanel(message)


def _two_days(days: object) -> tuple[PartialDate, PartialDate]:
    first, last = _two(days) or (days, days)
    try:
        return date_of(cast("When", first)), date_of(cast("When", last))
    except InvalidDate as error:
        raise InvalidPanel(str(error)) from error
    except TypeError:
        message = (
            "the days must be one day, such as '1914-07-01', or the first and the last, such as "
            f"('1914-07-01', '1914-07-31'), got {days!r:.60}"
        )
        raise InvalidPanel(message) from None


def _two(values: object) -> tuple[object, object] | None:
    """Return a sequence of two items as a tuple; None for any other value."""
    match cast("Sequence[object]", values):
        case (first, last):
            return first, last
        case _:
            return None


def coverage_of(coverage: object) -> DateRange:
    """Return the first and the last day of a coverage."""
    if not isinstance(coverage, str | PartialDate):
        message = f"the coverage must be an interval, such as '1815/2016', got {coverage!r:.60}"
        raise InvalidPanel(message)
    return range_of(coverage)


def range_of(interval: PartialDate | str) -> DateRange:
    """Return the first and the last day of a date or interval as Python dates; raise an InvalidPanel without both."""
    try:
        date = PartialDate(interval) if isinstance(interval, str) else interval
    except InvalidDate as error:
        raise InvalidPanel(str(error)) from error
    first, last = date.earliest, date.latest
    if not (first and last and dt.MINYEAR <= first.year <= last.year <= dt.MAXYEAR):
        message = f"{date} must have a first and a last day in the years 1 to 9999, such as 1815/2016"
        raise InvalidPanel(message)
    return dt.date(*first), dt.date(*last)


def _listed(system: StateSystem | None, known: DateRange | None) -> DateRange | None:
    """Return the time that the list of the system covers; without a system, the coverage of the treaties."""
    return known if system is None else range_of(states.coverage(CODES[system]))


def _refuse(first: str, last: str, system: StateSystem | None, listed: DateRange) -> NoReturn:
    what = "the treaties cover" if system is None else f"the {CODES[system]} list covers"
    message = f"{what} {listed[0]}/{listed[1]}, got {first if first == last else f'{first}/{last}'}"
    raise BeyondCoverage(message)
