"""What a user asks for, as the years, days and spans of a panel; or the sentence that says what is wrong with it."""

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
    """Return the years of a panel; if none are given, those that the system or the treaties are known for."""
    chosen("part_years", rule, get_args(PartYearRule))
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
    asked = span_of(first)[0], span_of(last)[1]
    if asked[0] > asked[1]:
        message = f"the days are to be the first and the last: {(str(last), str(first))}, not {(str(first), str(last))}"
        raise InvalidPanel(message)
    listed = _listed(system, known)
    if listed and not listed[0] <= asked[0] <= asked[1] <= listed[1]:
        _refuse(str(first), str(last), system, listed)
    return PanelDays(*asked)


def chosen(name: str, value: object, allowed: tuple[object, ...]) -> None:
    """Refuse an argument that is none of those allowed: a slip would else be taken for the usual choice."""
    if not any(value is each or (isinstance(value, str) and value == each) for each in allowed):
        message = f"{name} is to be {listed_of(tuple(map(repr, allowed)))}, not {value!r:.60}"
        raise InvalidPanel(message)


def entries_of(given: object) -> tuple[tuple[Treaty, ...], tuple[State, ...]]:
    """Return the treaties and the states among records."""
    if isinstance(given, str | os.PathLike):
        file = shown_path(fspath(given))
        message = f"a panel is made of treaties, not of a file; load {file} first, with alliancekit.load or a loader"
        raise InvalidPanel(message)
    records = tuple(given) if isinstance(given, Iterable) else (given,)
    strange = next((record for record in records if not isinstance(record, Record)), None)
    if strange is not None:
        message = f"a panel is made of treaties, not of {strange!r:.60} ({type(strange).__name__})"
        raise InvalidPanel(message)
    treaties = tuple(record for record in records if isinstance(record, Treaty))
    if records and not treaties:
        message = f"a panel is made of treaties; there is none among {counted(len(records), 'record')}"
        raise InvalidPanel(message)
    return treaties, tuple(record for record in records if isinstance(record, State))


def _two_years(years: object) -> tuple[int, int]:
    first, last = (whole_number(year) for year in _two(years) or (None, None))
    if first is not None and last is not None:
        if dt.MINYEAR <= first <= last <= dt.MAXYEAR:
            return first, last
        if dt.MINYEAR <= last < first <= dt.MAXYEAR:
            message = f"the years are to be the first and the last: {(last, first)}, not {(first, last)}"
            raise InvalidPanel(message)
    message = f"the years are to be the first and the last, such as (1816, 2016), not {years!r:.60}"
    raise InvalidPanel(message)


def _two_days(days: object) -> tuple[PartialDate, PartialDate]:
    first, last = _two(days) or (days, days)
    try:
        return date_of(cast("When", first)), date_of(cast("When", last))
    except InvalidDate as error:
        raise InvalidPanel(str(error)) from error
    except TypeError:
        message = (
            "the days are to be one, such as '1914-07-01', or the first and the last, such as "
            f"('1914-07-01', '1914-07-31'), not {days!r:.60}"
        )
        raise InvalidPanel(message) from None


def _two(values: object) -> tuple[object, object] | None:
    """Return a sequence of two as a tuple; None for everything else."""
    match cast("Sequence[object]", values):
        case (first, last):
            return first, last
        case _:
            return None


def coverage_of(coverage: object) -> DateRange:
    """Return the first and the last day of a coverage."""
    if not isinstance(coverage, str | PartialDate):
        message = f"the coverage is to be a time, such as '1815/2016', not {coverage!r:.60}"
        raise InvalidPanel(message)
    return span_of(coverage)


def span_of(interval: PartialDate | str) -> DateRange:
    """Return the first and the last day of a time that has both, as Python's own."""
    try:
        date = PartialDate(interval) if isinstance(interval, str) else interval
    except InvalidDate as error:
        raise InvalidPanel(str(error)) from error
    first, last = date.earliest, date.latest
    if not (first and last and dt.MINYEAR <= first.year <= last.year <= dt.MAXYEAR):
        message = f"{date} has no first and last day in the years 1 to 9999; write a time such as 1815/2016"
        raise InvalidPanel(message)
    return dt.date(*first), dt.date(*last)


def _listed(system: StateSystem | None, known: DateRange | None) -> DateRange | None:
    """Return the time for which it is known who is in the system; without a system, that of the treaties."""
    return known if system is None else span_of(states.coverage(CODES[system]))


def _refuse(first: str, last: str, system: StateSystem | None, listed: DateRange) -> NoReturn:
    known = "the treaties are known" if system is None else f"the {CODES[system]} list is known"
    asked = first if first == last else f"all of {first}/{last}"
    message = f"{known} for {listed[0]}/{listed[1]}, so that nothing can be said of {asked}"
    raise BeyondCoverage(message)
