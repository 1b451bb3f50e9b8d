"""Checks the arguments of panels and converts them to years, days and ranges; raises errors for wrong ones."""

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from os import fspath
from typing import cast, get_args

from attrs import evolve

from alliancekit import states
from alliancekit._arguments import Number, When, date_of, whole_number
from alliancekit._polars import pl
from alliancekit.dates import PartialDate
from alliancekit.engine import Record
from alliancekit.errors import BeyondCoverage, InvalidDate, InvalidPanel
from alliancekit.messages import counted
from alliancekit.messages import listed as listed_of
from alliancekit.models import State, Treaty
from alliancekit.panel._account import PanelStep
from alliancekit.panel._default_years import default_years
from alliancekit.panel._directions import ATOP_OBLIGATIONS
from alliancekit.panel._times import DateRange, PanelDays, PanelYears, PartYearRule
from alliancekit.panel._units import CODES, StateSystem
from alliancekit.text import shown_path


def years_of(
    years: Number | tuple[Number, Number] | None,
    rule: PartYearRule,
    system: StateSystem | None,
    known: DateRange | None,
    *,
    carry_forward: bool = False,
) -> PanelYears:
    """Return the years of a panel; by default, all years that both the list of the system and the treaties cover.

    With `carry_forward`, they may be after the list of the system.
    """
    check_choice("part_years", rule, get_args(PartYearRule))
    listed = _listed(system, known)
    if years is None:
        usable = (listed[0], max(listed[1], known[1])) if carry_forward and listed and known else listed
        times = default_years(rule, CODES[system] if system else None, usable, known)
    else:
        first, last = _two_years(years)
        if listed and not listed[0].year <= first <= last <= listed[1].year:
            _check_after_list(
                str(first),
                str(last),
                system,
                listed,
                possible=system is not None and listed[0].year <= first,
                allowed=carry_forward,
            )
        times = PanelYears(first, last, rule)
    if not (carry_forward and listed) or times.last <= listed[1].year:
        return times
    later = pl.Series("year", range(max(times.first, listed[1].year + 1), times.last + 1), dtype=PanelYears.type)
    return evolve(times, steps=(*times.steps, _carried_step(later, system, listed)))


def days_of(
    days: When | tuple[When, When], system: StateSystem | None, known: DateRange | None, *, carry_forward: bool = False
) -> PanelDays:
    """Return the days of a panel; with `carry_forward`, they may be after the list of the system."""
    first, last = _two_days(days)
    start, end = range_of(first)[0], range_of(last)[1]
    if start > end:
        pair, swapped = (str(first), str(last)), (str(last), str(first))
        message = f"the days must be the first and the last, got {pair}; did you mean {swapped}?"
        raise InvalidPanel(message)
    listed = _listed(system, known)
    if not listed or listed[0] <= start <= end <= listed[1]:
        return PanelDays(start, end)
    _check_after_list(
        str(first), str(last), system, listed, possible=system is not None and listed[0] <= start, allowed=carry_forward
    )
    later = pl.date_range(max(start, listed[1] + dt.timedelta(days=1)), end, eager=True).alias("day")
    return PanelDays(start, end, (_carried_step(later, system, listed),))


def check_carry_forward(carry_forward: object, system: StateSystem | None) -> None:
    """Raise an InvalidPanel if `carry_forward` is no flag, or is set without a system whose list may end."""
    check_choice("carry_forward", carry_forward, (True, False))
    if carry_forward and system is None:
        message = "carry_forward=True needs a state system, such as system='cow', got system=None"
        raise InvalidPanel(message)


def check_choice(name: str, value: object, allowed: tuple[object, ...]) -> None:
    """Raise an InvalidPanel for a value that is not allowed, so that a typo does not act as the default."""
    if not any(value is each or (isinstance(value, str) and value == each) for each in allowed):
        message = f"{name} must be {listed_of(tuple(map(repr, allowed)))}, got {value!r:.60}"
        raise InvalidPanel(message)


def check_directions(directions: object) -> None:
    """Raise an InvalidPanel for directions that are no table of directed dyad-years."""
    frame = getattr(directions, "frame", None)
    version = getattr(directions, "version", None)
    needed = ("year", "state_a", "state_b", *ATOP_OBLIGATIONS)
    is_table = isinstance(frame, pl.DataFrame) and set(needed) <= set(frame.columns)
    if directions is None or (is_table and isinstance(version, str)):
        return
    message = (
        f"directions must be directed dyad-years of ATOP, from loaders.atop_ddyr, got {directions!r:.60} "
        f"({type(directions).__name__})"
    )
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
    first, last = (whole_number(year) for year in _two(years) or (years, years))
    if first is not None and last is not None:
        if dt.MINYEAR <= first <= last <= dt.MAXYEAR:
            return first, last
        if dt.MINYEAR <= last < first <= dt.MAXYEAR:
            message = f"the years must be the first and the last, got {(first, last)}; did you mean {(last, first)}?"
            raise InvalidPanel(message)
    message = f"years must be a year such as 1955, or the first and last such as (1816, 2016), got {years!r:.60}"
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


def _check_after_list(  # noqa: PLR0913 - the parts of the message, and whether it applies
    first: str, last: str, system: StateSystem | None, listed: DateRange, *, possible: bool, allowed: bool
) -> None:
    """Raise a BeyondCoverage for times that a list does not cover, unless later times are allowed.

    Args:
        first: The first year or day.
        last: The last year or day.
        system: The system; None: the treaties instead of a list.
        listed: What the list covers.
        possible: Whether the times begin in or after the list, so that they can be allowed.
        allowed: Whether times after the list are allowed.
    """
    if possible and allowed:
        return
    what = "the treaties cover" if system is None else f"the {CODES[system]} list covers"
    hint = "; carry_forward=True uses its last entries for later dates" if possible else ""
    message = f"{what} {listed[0]}/{listed[1]}, got {first if first == last else f'{first}/{last}'}{hint}"
    raise BeyondCoverage(message)


def _carried_step(times: pl.Series, system: StateSystem | None, listed: DateRange) -> PanelStep:
    """Return the step of the account for the years or days of a panel after the list of its system."""
    name = CODES[system] if system else ""
    reason = pl.lit(f"the {name} list ends on {listed[1]}; the members on that day are assumed to remain")
    what = f"{times.name}s of the panel after the end of the {name} list"
    return PanelStep(what, len(times), 0, 0, times.to_frame().with_columns(reason=reason))
