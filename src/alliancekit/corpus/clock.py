"""The clock: the one place at which alliancekit asks which day it is."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from alliancekit.dates import Day

WRITTEN: Final = date(2026, 11, 29)
"""The day on which this module was written: a clock that shows an earlier day is wrong."""


def day_in_utc() -> date:
    """Return the day that it is in UTC; tests put another day here."""
    return datetime.now(UTC).date()


def today() -> Day:
    """Return the latest day that it is anywhere on Earth: the day after the one in UTC."""
    day = max(day_in_utc(), WRITTEN) + timedelta(days=1)
    return Day(day.year, day.month, day.day)
