"""How often customers come, and when they are expected again; the same in Python and in the index of the store."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.reminding.rhythm import Rhythm, rhythm
from crm_desktop.store.models import DUE_AGAIN

FIRST = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("span", "visits", "every", "wait"),
    [
        (63, 4, 21, 32),  # every 21 days: 31.5 rounded up
        (9, 4, 3, 5),
        (10, 4, 3, 5),
        (11, 4, 4, 6),
        (700, 8, 100, 150),
    ],
)
def test_half_as_long_again_is_unusual(span: int, visits: int, every: int, wait: int) -> None:
    last = FIRST + timedelta(days=span)
    assert rhythm(FIRST, last, visits) == Rhythm(every, last + timedelta(days=wait))


@pytest.mark.parametrize(("span", "visits"), [(300, 3), (300, 1), (0, 0), (8, 4), (0, 40), (-9, 4)])
def test_too_few_visits_or_too_near(span: int, visits: int) -> None:
    assert rhythm(FIRST, FIRST + timedelta(days=span), visits) is None


def test_the_end_of_the_calendar() -> None:
    assert rhythm(date(2000, 1, 1), date.max, 4) is None
    assert rhythm(date.max - timedelta(days=24), date.max - timedelta(days=12), 4) == Rhythm(
        4, date.max - timedelta(days=6)
    )


@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)), st.integers(0, 9000), st.integers(4, 500))
def test_the_index_of_the_store_says_the_same(first: date, span: int, visits: int) -> None:
    last = first + timedelta(days=span)
    known = rhythm(first, last, visits)
    every = Fraction(span, visits - 1)
    assert (known is None) == (every < 3)
    if known:
        assert known.due == last + timedelta(days=ceil(every * Fraction(3, 2)))
        assert abs(known.every_days - every) <= Fraction(1, 2)
        times = {"last_at": f"{last}T18:30:00", "first_at": f"{first}T09:05:00", "visits": visits}
        columns = "SELECT :last_at AS last_at, :first_at AS first_at, :visits AS visits"
        connection = sqlite3.connect(":memory:")
        try:
            [due] = connection.execute(f"SELECT {DUE_AGAIN.sql} FROM ({columns})", times).fetchone()
        finally:
            connection.close()
        assert due == known.due.isoformat()
