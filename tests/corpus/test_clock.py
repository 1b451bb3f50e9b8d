"""The current day, which is never before the day on which the module was written."""

from datetime import date

import pytest

from alliancekit.corpus import clock
from alliancekit.dates import Day


def test_a_clock_that_is_behind_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "day_in_utc", lambda: date(2030, 6, 15))
    assert clock.today() == Day(2030, 6, 16)
    monkeypatch.setattr(clock, "day_in_utc", lambda: date(1970, 1, 1))
    assert clock.today() == Day(2026, 11, 30)


def test_the_current_day_is_not_before_the_module_was_written() -> None:
    assert clock.today() > Day(2026, 11, 29)
    assert isinstance(clock.day_in_utc(), date)
