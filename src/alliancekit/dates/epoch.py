"""Days as numbers from 1970-01-01, as Arrow and polars count them, for any year."""

from datetime import date
from typing import Final

from alliancekit.dates.edtf import Day

EPOCH: Final = date(1970, 1, 1).toordinal()
"""The day with the number 0, as Python counts days."""

_CYCLE: Final = 400
"""The years after which the Gregorian calendar repeats."""
_DAYS_IN_CYCLE: Final = 146_097


def days_from_epoch(day: Day) -> int:
    """Return the number of a day: 0 is 1970-01-01, and days before it are negative."""
    cycles, year = divmod(day.year - 1, _CYCLE)  # Python's own dates are of the years 1 to 9999
    return date(year + 1, day.month, day.day).toordinal() - EPOCH + cycles * _DAYS_IN_CYCLE
