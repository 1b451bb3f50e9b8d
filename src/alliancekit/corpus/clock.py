"""The clock: the one place at which alliancekit asks which day it is."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from alliancekit.dates import Day

_WRITTEN: Final = date(2026, 11, 29)
"""The day on which this module was written: a clock that shows an earlier day is wrong."""


def today() -> Day:
    """Return the latest day that it is anywhere on Earth: a day after the one in UTC, for time zones."""
    day = max(datetime.now(UTC).date(), _WRITTEN) + timedelta(days=1)
    return Day(day.year, day.month, day.day)
