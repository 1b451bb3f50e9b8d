"""Time: dates that know how much of them is known, and three-valued comparisons of them."""

from alliancekit.dates.edtf import Day, Precision
from alliancekit.dates.partial import DateOrder, PartialDate

__all__ = ["DateOrder", "Day", "PartialDate", "Precision"]
