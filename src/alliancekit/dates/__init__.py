"""Partial dates in EDTF, with three-valued comparisons: True, False, or None if the answer is unknown."""

from alliancekit.dates.edtf import Day, Precision
from alliancekit.dates.partial import DateOrder, PartialDate

__all__ = ["DateOrder", "Day", "PartialDate", "Precision"]
