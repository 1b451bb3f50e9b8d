"""What a user asks for, as the years, days and spans of a panel; or the sentence that says what is wrong with it."""

import datetime as dt

from alliancekit import states
from alliancekit.dates import PartialDate
from alliancekit.errors import BeyondCoverage, InvalidDate, InvalidPanel
from alliancekit.panel._times import Days, Rule, Span, Years
from alliancekit.panel._units import System


def years_of(years: tuple[int, int] | None, system: System | None, rule: Rule) -> Years | Rule:
    """Return the years of a panel; the rule alone if the treaties are to say which."""
    listed = None if system is None else span_of(states.coverage(system))
    if years is None:
        return rule if listed is None else Years(listed[0].year, listed[1].year, rule)
    first, last = years
    if not dt.MINYEAR <= first <= last <= dt.MAXYEAR:
        message = f"the years are to be the first and the last, such as (1816, 2016), not {years}"
        raise InvalidPanel(message)
    asked = Years(first, last, rule)
    _check(asked.days, listed, system)
    return asked


def days_of(days: str | tuple[str, str], system: System | None) -> Days:
    """Return the days of a panel."""
    first, last = (days, days) if isinstance(days, str) else days
    asked = span_of(first)[0], span_of(last)[1]
    if asked[0] > asked[1]:
        message = f"the days are to be the first and the last, not {first} and {last}"
        raise InvalidPanel(message)
    _check(asked, None if system is None else span_of(states.coverage(system)), system)
    return Days(*asked)


def span_of(interval: PartialDate | str) -> Span:
    """Return the first and the last day of a time that has both, as Python's own."""
    try:
        date = PartialDate(interval) if isinstance(interval, str) else interval
        first, last = date.earliest, date.latest
        if first and last:
            return dt.date(*first), dt.date(*last)
    except InvalidDate as error:
        raise InvalidPanel(str(error)) from error
    except ValueError:
        pass
    message = f"{date} has no first and last day of the years 1 to 9999; write a time such as 1815/2016"
    raise InvalidPanel(message)


def _check(asked: Span, listed: Span | None, system: System | None) -> None:
    """Refuse to ask a list for a time that it doesn't cover."""
    if listed and not listed[0] <= asked[0] <= asked[1] <= listed[1]:
        message = (
            f"the {system} list covers {listed[0]}/{listed[1]} and says nothing of all of {asked[0]}/{asked[1]}; "
            "ask for less, or for no system"
        )
        raise BeyondCoverage(message)
