"""The lunar calendar against an independent library, day by day, and against published facts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from lunar_python import LunarYear

from crm_desktop.domain import lunar
from crm_desktop.domain.lunar import LunarDate


@pytest.mark.no_cover
def test_every_day_agrees_with_an_independent_library() -> None:
    # The library's months, not its days one by one: those take 4 ms each.
    expected = []
    for year in range(lunar.FIRST_YEAR, lunar.LAST_YEAR + 1):
        for month in LunarYear.fromYear(year).getMonths():
            if month.getYear() == year:
                name = (year, abs(month.getMonth()), month.getMonth() < 0)
                expected += [LunarDate(name[0], name[1], day + 1, name[2]) for day in range(month.getDayCount())]
    days = [lunar.FIRST_DAY + timedelta(days=n) for n in range((lunar.LAST_DAY - lunar.FIRST_DAY).days + 1)]
    assert [lunar.from_solar(day) for day in days] == expected
    assert [lunar.to_solar(day) for day in expected] == days


def test_leap_months_of_published_years() -> None:
    published = {2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11, 2036: 6, 2039: 5, 2042: 2, 2044: 7}
    assert {year: lunar.leap_month(year) for year in range(2020, 2045) if lunar.leap_month(year)} == published
    assert [year for year in range(2000, 2060) if lunar.leap_month(year) == 4] == [2001, 2012, 2020, 2058]
    assert lunar.leap_month(1899) == lunar.leap_month(2101) == 0


def test_the_two_first_days_of_a_doubled_month() -> None:
    assert lunar.from_solar(date(2020, 4, 23)) == LunarDate(2020, 4, 1, False)
    assert lunar.from_solar(date(2020, 5, 23)) == LunarDate(2020, 4, 1, True)


def test_months_that_older_tables_have_one_day_off() -> None:
    assert lunar.from_solar(date(1933, 7, 22)) == LunarDate(1933, 5, 30, True)
    assert lunar.from_solar(date(1978, 9, 3)) == LunarDate(1978, 8, 1)


def test_the_new_moon_just_after_midnight_of_2057() -> None:
    assert lunar.from_solar(date(2057, 9, 28)) == LunarDate(2057, 8, 30)
    assert lunar.from_solar(date(2057, 9, 29)) == LunarDate(2057, 9, 1)


def test_years_whose_last_month_has_29_days() -> None:
    short = [year for year in range(2020, 2042) if lunar.month_length(year, 12) == 29]
    assert short == [2021, 2024, 2025, 2026, 2027, 2028, 2030, 2031, 2038, 2039, 2040]


@pytest.mark.parametrize(
    ("year", "times"), [(2025, 0), (2028, 0), (2031, 0), (2024, 2), (2027, 2), (2030, 2), (2026, 1)]
)
def test_a_lunar_day_may_fall_never_or_twice_in_a_solar_year(year: int, times: int) -> None:
    days = [lunar.to_solar(LunarDate(lunar_year, 11, 28)) for lunar_year in (year - 1, year)]
    assert len([day for day in days if day and day.year == year]) == times


def test_new_years_days() -> None:
    for day in (date(1900, 1, 31), date(2000, 2, 5), date(2026, 2, 17), date(2100, 2, 9)):
        assert lunar.from_solar(day) == LunarDate(day.year, 1, 1)


@pytest.mark.parametrize(
    "missing",
    [(2026, 4, 1, True), (2026, 13, 1, False), (2026, 0, 1, False), (2026, 1, 31, False), (2026, 1, 0, False),
     (2026, 12, 30, False), (1899, 12, 1, False), (2101, 1, 1, False)],
)  # fmt: skip
def test_a_day_that_does_not_exist_is_none(missing: tuple[int, int, int, bool]) -> None:
    assert lunar.to_solar(LunarDate(*missing)) is None


@pytest.mark.parametrize("day", [date(1900, 1, 30), date(2101, 1, 29), date.min, date.max])
def test_days_outside_the_table_are_refused(day: date) -> None:
    with pytest.raises(lunar.OutOfRange):
        lunar.from_solar(day)


def test_names() -> None:
    assert [lunar.month_name(month) for month in (1, 8, 11, 12)] == ["正月", "八月", "冬月", "腊月"]
    assert lunar.month_name(4, leap=True) == "闰四月"
    days = {1: "初一", 9: "初九", 10: "初十", 11: "十一", 19: "十九", 20: "二十", 21: "廿一", 29: "廿九", 30: "三十"}
    assert {day: lunar.day_name(day) for day in days} == days
    assert len({lunar.day_name(day) for day in range(1, 31)}) == 30
