"""Time to the second, and time that stands still."""

from __future__ import annotations

from datetime import date, datetime

from crm_desktop.clock import FixedClock, SystemClock


def test_the_laptops_time_has_whole_seconds_and_no_zone() -> None:
    before = datetime.now().replace(microsecond=0)
    now = SystemClock().now()
    assert before <= now <= datetime.now()
    assert now.microsecond == 0
    assert now.tzinfo is None


def test_a_fixed_clock_stands_at_its_moment_or_in_the_morning_of_its_day() -> None:
    moment = datetime(2026, 11, 21, 15, 20)
    assert FixedClock(moment).now() == moment
    clock = FixedClock(date(2026, 11, 21))
    assert clock.now() == clock.now() == datetime(2026, 11, 21, 9)
