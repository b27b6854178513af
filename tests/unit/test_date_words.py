"""Days as they are typed at a counter."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.ui.widgets.date_words import day_words, parse_when

NOW = datetime(2026, 11, 21, 15, 20)  # a Saturday
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("今天", TODAY),
        ("Today", TODAY),
        ("明天", date(2026, 11, 22)),
        ("后天", date(2026, 11, 23)),
        ("昨天", date(2026, 11, 20)),
        ("+3", date(2026, 11, 24)),
        ("+2w", date(2026, 12, 5)),
        ("3天后", date(2026, 11, 24)),
        ("2周后", date(2026, 12, 5)),
        ("1个月后", date(2026, 12, 21)),
        ("+3m", date(2027, 2, 21)),
        ("2026-11-25", date(2026, 11, 25)),
        ("2026/1/5", date(2026, 1, 5)),
        ("2026年1月5日", date(2026, 1, 5)),
        ("20261125", date(2026, 11, 25)),
        ("２０２６－１１－２５", date(2026, 11, 25)),
        ("11-25", date(2026, 11, 25)),
        ("11-20", date(2027, 11, 20)),
        ("11月25日", date(2026, 11, 25)),
        ("2-29", date(2028, 2, 29)),
        ("25号", date(2026, 11, 25)),
        ("20日", date(2026, 12, 20)),
        ("31日", date(2026, 12, 31)),
        ("周六", TODAY),
        ("周五", date(2026, 11, 27)),
        ("星期天", date(2026, 11, 22)),
        ("下周一", date(2026, 11, 23)),
        ("下周六", date(2026, 11, 28)),
        ("fri", date(2026, 11, 27)),
        ("next monday", date(2026, 11, 23)),
    ],
)
def test_days(typed: str, day: date) -> None:
    assert parse_when(typed, NOW) == (day, None)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("11-20", date(2026, 11, 20)),
        ("11-25", date(2025, 11, 25)),
        ("周五", date(2026, 11, 20)),
        ("25号", date(2026, 10, 25)),
    ],
)
def test_looking_back(typed: str, day: date) -> None:
    assert parse_when(typed, NOW, ahead=False) == (day, None)


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        ("今天 15:20", TODAY, time(15, 20)),
        ("明天 9点", date(2026, 11, 22), time(9)),
        ("明天9点半", date(2026, 11, 22), time(9, 30)),
        ("11-25 9点5分", date(2026, 11, 25), time(9, 5)),
        ("8:05", TODAY, time(8, 5)),
        ("now", TODAY, time(15, 20)),
    ],
)
def test_times(typed: str, day: date, at: time) -> None:
    assert parse_when(typed, NOW) == (day, at)


@pytest.mark.parametrize("blank", ["", "   ", "\u3000"])
def test_blank(blank: str) -> None:
    assert parse_when(blank, NOW) is None


@pytest.mark.parametrize(
    "typed",
    ["2026-02-30", "13-01", "2-30", "99", "3", "周八", "25:00", "soon", "0日", "9999-01-01", "+9999m", "2026-00-10"],
)
def test_not_understood(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_when(typed, NOW)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parsed = parse_when(text, NOW)
    except ValueError:
        return
    assert parsed is None or isinstance(parsed[0], date)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_what_is_shown_is_read_back(day: date) -> None:
    assert parse_when(day_words(day, TODAY), NOW) == (day, None)


def test_words_for_near_days() -> None:
    assert [day_words(TODAY + timedelta(days=n), TODAY) for n in (-1, 0, 1, 2)] == [
        "Yesterday",
        "Today",
        "Tomorrow",
        "2026-11-23",
    ]
