"""Time to the second, and time that stands still."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import pytest

from crm_desktop.clock import FixedClock, RunningClock, SystemClock, laptop_clock, notice_time_zone
from crm_desktop.errors import BadCommand


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


def test_a_running_clock_begins_at_its_moment_and_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    passed = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: passed[0])
    clock = RunningClock(datetime(2026, 11, 23, 8, 59, 50))
    assert clock.now() == datetime(2026, 11, 23, 8, 59, 50)
    passed[0] += 10.9
    assert clock.now() == datetime(2026, 11, 23, 9)


def test_the_laptops_clock_can_be_set_for_a_whole_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRM_DESKTOP_CLOCK", raising=False)
    assert isinstance(laptop_clock(), SystemClock)
    monkeypatch.setenv("CRM_DESKTOP_CLOCK", "2026-11-23T08:59:50")
    now = laptop_clock().now()
    assert timedelta() <= now - datetime(2026, 11, 23, 8, 59, 50) < timedelta(minutes=5)
    monkeypatch.setenv("CRM_DESKTOP_CLOCK", "1970-01-01T00:00:00+08:00")
    assert laptop_clock().now().year == 1970
    monkeypatch.setenv("CRM_DESKTOP_CLOCK", "at nine")
    with pytest.raises(BadCommand, match="“at nine” is not a moment like"):
        laptop_clock()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows tells the present zone by itself")
def test_a_changed_time_zone_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        notice_time_zone()
        before = SystemClock().now()
        patch.setenv("TZ", "CST-8")
        notice_time_zone()
        assert timedelta(hours=7, minutes=55) < SystemClock().now() - before < timedelta(hours=8, minutes=5)
    notice_time_zone()


def test_without_time_zones_to_be_told_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "tzset", raising=False)
    notice_time_zone()
