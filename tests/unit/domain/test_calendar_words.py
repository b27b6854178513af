"""Days in words; English, as the source strings have them."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.domain import calendar_words
from crm_desktop.domain.calendar_words import date_words, in_days_words, lunar_today_words, solar_day, weekday_words


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.language._State.language", "en")
    monkeypatch.setattr("crm_desktop.language._State.catalogue", {})


def test_solar_days() -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert [str(solar_day(month, 3)) for month in range(1, 13)] == [f"{name} 3" for name in months]
    assert [str(solar_day(month, 3, 1988)) for month in range(1, 13)] == [f"{name} 3, 1988" for name in months]
    assert date_words(date(2026, 11, 21)) == "Nov 21"
    assert date_words(date(2026, 11, 21), year=True) == "Nov 21, 2026"


def test_lunar_days() -> None:
    assert lunar_today_words(date(2026, 11, 21)) == "lunar 10th month, day 13"
    assert lunar_today_words(date(2020, 5, 23)) == "lunar leap 4th month, day 1"
    assert lunar_today_words(date(1900, 1, 30)) == ""
    assert [str(calendar_words.lunar_month_day(day)) for day in range(1, 31)] == [f"day {day}" for day in range(1, 31)]


def test_weekdays() -> None:
    week = [weekday_words(date(2026, 11, day)) for day in range(16, 23)]
    assert week == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@pytest.mark.parametrize(
    ("n", "words"), [(0, "today"), (1, "tomorrow"), (12, "in 12 days"), (-1, "yesterday"), (-3, "3 days ago")]
)
def test_how_far_off(n: int, words: str) -> None:
    assert in_days_words(n) == words
