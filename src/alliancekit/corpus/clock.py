"""The current date: the only module of alliancekit that reads the system clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from alliancekit.dates import Day

WRITTEN: Final = date(2026, 11, 29)
"""The date on which this module was written; a system clock with an earlier date is wrong."""


def day_in_utc() -> date:
    """Return the current date in UTC; tests replace this function."""
    return datetime.now(UTC).date()


def today() -> Day:
    """Return the latest current date of any time zone: the day after the date in UTC."""
    day = max(day_in_utc(), WRITTEN) + timedelta(days=1)
    return Day(day.year, day.month, day.day)


def moment_in_utc() -> str:
    """Return the current second in UTC, as ISO 8601 writes it; tests replace this function."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
