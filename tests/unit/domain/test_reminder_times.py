"""The chosen times, open and closed days, and when what was put off comes again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.reminding.times import (
    Snooze,
    Times,
    after_closing,
    last_moment,
    moments_between,
    next_moment,
    snooze_to,
    snooze_until,
)

NINE = Times()
TWICE = Times((time(14), time(9), time(9)))
WEEKDAYS = Times((time(9),), frozenset({5, 6}))
NEVER = Times((time(9),), frozenset(range(7)))
NO_TIMES = Times(())
SATURDAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 23)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A time in November 2026."""
    return datetime(2026, 11, day, hour, minute, second)


class TestMoments:
    def test_the_latest_and_the_next(self) -> None:
        assert last_moment(at(23, 9), NINE) == at(23, 9)
        assert last_moment(at(23, 8, 59, 59), NINE) == at(22, 9)
        assert next_moment(at(23, 8, 59), NINE) == at(23, 9)
        assert next_moment(at(23, 9), NINE) == at(24, 9)

    def test_several_a_day_in_any_order(self) -> None:
        assert TWICE.on(MONDAY) == [at(23, 9), at(23, 14)]
        assert [last_moment(at(23, hour), TWICE) for hour in (8, 10, 15)] == [at(22, 14), at(23, 9), at(23, 14)]
        assert [next_moment(at(23, hour), TWICE) for hour in (8, 10, 15)] == [at(23, 9), at(23, 14), at(24, 9)]

    def test_closed_days_have_none(self) -> None:
        assert [WEEKDAYS.is_open(SATURDAY), WEEKDAYS.is_open(MONDAY)] == [False, True]
        assert last_moment(at(22, 12), WEEKDAYS) == at(20, 9)
        assert next_moment(at(20, 12), WEEKDAYS) == at(23, 9)
        holidays = Times((time(9),), frozenset({5, 6}), frozenset({MONDAY, date(2026, 11, 24)}))
        assert next_moment(at(20, 12), holidays) == at(25, 9)
        assert last_moment(at(24, 12), holidays) == at(20, 9)

    def test_a_year_of_closed_days(self) -> None:
        closed = frozenset(SATURDAY + timedelta(days=n) for n in range(366))
        away = Times((time(9),), frozenset({6}), closed)
        assert next_moment(at(21, 12), away) == datetime(2027, 11, 22, 9)
        assert last_moment(datetime(2027, 11, 20, 12), away) == at(20, 9)

    @pytest.mark.parametrize("times", [NEVER, NO_TIMES])
    def test_none_at_all(self, times: Times) -> None:
        assert last_moment(at(23, 12), times) is None
        assert next_moment(at(23, 12), times) is None
        assert moments_between(at(1, 0), at(30, 0), times) == []
        assert after_closing(at(23, 20), times, 0) == at(24, 9)

    def test_all_between(self) -> None:
        assert moments_between(at(20, 9), at(23, 9), TWICE) == [
            at(20, 14), at(21, 9), at(21, 14), at(22, 9), at(22, 14), at(23, 9)
        ]  # fmt: skip
        assert moments_between(at(20, 9), at(23, 9), WEEKDAYS) == [at(23, 9)]
        assert moments_between(at(23, 9), at(20, 9), TWICE) == []

    def test_the_clock_at_its_worst(self) -> None:
        assert last_moment(datetime(1970, 1, 1), NINE) == datetime(1969, 12, 31, 9)
        assert next_moment(datetime(2100, 12, 31, 23), NINE) == datetime(2101, 1, 1, 9)
        assert last_moment(datetime.min, NINE) is None
        assert next_moment(datetime.max, NINE) is None

    def test_the_hour_that_summer_time_takes_and_gives(self) -> None:
        """On a laptop whose clock leaps from 02:00 to 03:00 and, in autumn, back from 03:00 to 02:00."""
        half_past_two = Times((time(2, 30),))
        assert last_moment(datetime(2026, 3, 29, 1, 59), half_past_two) == datetime(2026, 3, 28, 2, 30)
        assert last_moment(datetime(2026, 3, 29, 3, 0), half_past_two) == datetime(2026, 3, 29, 2, 30)
        told = last_moment(datetime(2026, 10, 25, 2, 45), half_past_two)
        assert last_moment(datetime(2026, 10, 25, 2, 50), half_past_two) == told  # the second time round

    @given(
        st.datetimes(datetime(1969, 1, 1), datetime(2101, 1, 1)),
        st.lists(st.times(), min_size=1, max_size=4),
        st.frozensets(st.integers(0, 6), max_size=6),
        st.frozensets(st.integers(-20, 20), max_size=30),
    )
    def test_they_fit_together(
        self, now: datetime, chosen: list[time], weekdays: frozenset[int], days: frozenset[int]
    ) -> None:
        closed = frozenset(now.date() + timedelta(days=n) for n in days)
        times = Times(tuple(chosen), weekdays, closed)
        last, coming = last_moment(now, times), next_moment(now, times)
        assert last is not None
        assert coming is not None
        assert last <= now < coming
        for moment in (last, coming):
            assert moment.time() in chosen
            assert times.is_open(moment.date())
        assert moments_between(last, now, times) == []
        assert moments_between(now, coming, times) == [coming]
        assert last_moment(coming, times) == coming
        assert next_moment(last, times) == coming


class TestAfterClosing:
    @pytest.mark.parametrize(
        ("now", "closings", "expected"),
        [
            (at(23, 9, 5), 0, at(23, 14)),
            (at(23, 14, 0, 30), 0, at(23, 17)),
            (at(23, 18), 0, at(23, 21)),
            (at(23, 18, 0, 1), 0, at(24, 9)),
            (at(23, 22), 0, at(24, 9)),
            (at(23, 9, 5), 1, at(24, 9)),
            (at(23, 9, 5), 2, None),
            (at(23, 9, 5), 7, None),
        ],
    )
    def test_later_today_then_the_next_day_then_no_more(
        self, now: datetime, closings: int, expected: datetime | None
    ) -> None:
        assert after_closing(now, TWICE, closings) == expected

    def test_not_on_a_closed_day(self) -> None:
        assert after_closing(at(21, 9, 5), WEEKDAYS, 0) == at(23, 9)
        assert after_closing(at(20, 10), WEEKDAYS, 1) == at(23, 9)

    def test_the_last_day_of_all(self) -> None:
        assert after_closing(datetime.max, NINE, 1) == datetime(9999, 12, 31, 9)

    @given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 12, 31)), st.booleans(), st.sets(st.times(), max_size=3))
    def test_it_is_later(self, now: datetime, second: bool, chosen: set[time]) -> None:
        times = Times(tuple(chosen), frozenset({6}))
        later = after_closing(now, times, int(second))
        assert later is not None
        assert later > now
        assert later.date() > now.date() or (later - now >= timedelta(hours=2) or later in times.on(now.date()))
        assert not (second and later.date() == now.date())


class TestSnooze:
    @pytest.mark.parametrize(
        ("choice", "now", "expected"),
        [
            (Snooze.HOUR, at(23, 9, 5, 40), at(23, 10, 5)),
            (Snooze.HOUR, at(23, 22, 59), at(23, 23, 59)),
            (Snooze.HOUR, at(23, 23), None),
            (Snooze.AFTERNOON, at(23, 13, 59), at(23, 15)),
            (Snooze.AFTERNOON, at(23, 14), None),
            (Snooze.AFTERNOON, at(23, 18), None),
            (Snooze.TOMORROW, at(23, 18), at(24, 9)),
            (Snooze.TOMORROW, at(20, 18), at(23, 9)),
            (Snooze.THREE_DAYS, at(23, 8), at(26, 9)),
            (Snooze.WEEK, at(23, 8), at(30, 9)),
            (Snooze.TOMORROW, datetime.max, None),
        ],
    )
    def test_choices(self, choice: Snooze, now: datetime, expected: datetime | None) -> None:
        assert snooze_until(choice, now, WEEKDAYS) == expected

    def test_to_a_day(self) -> None:
        assert snooze_to(SATURDAY, WEEKDAYS) == at(23, 9)
        assert snooze_to(MONDAY, TWICE) == at(23, 9)
        assert snooze_to(MONDAY, NO_TIMES) == at(23, 9)
        assert snooze_to(MONDAY, NEVER) == at(23, 9)
