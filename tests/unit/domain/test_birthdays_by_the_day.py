"""Who has a birthday on each day of 1900 to 2100, against two independent calendars.

`sxtwl` is 寿星天文历 in C++, which computes the new moons; `lunar_python` has a code of its own that goes by the same
astronomy and is set right where it was found wrong. From each comes only what its calendar is; the rules of birthdays
are spelled out here a second time. 1,086 birthdays: every day of an ordinary or a leap lunar month, and of the solar
year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache

import pytest
from lunar_python import LunarYear, Solar

from crm_desktop.domain import lunar
from crm_desktop.domain.birthday import (
    Birthday,
    Calendar,
    LeapDayRule,
    LeapMonthRule,
    YearlyRules,
    candidate_keys,
    occurrences,
)

ORDINARY, SKIP = YearlyRules(leap_month=LeapMonthRule.ORDINARY), YearlyRules(leap_month=LeapMonthRule.SKIP)
FEB_28, MAR_1 = YearlyRules(leap_day=LeapDayRule.FEB_28), YearlyRules(leap_day=LeapDayRule.MAR_1)
Months = Mapping[tuple[int, int, bool], list[date]]
"""Lunar year, month and leap -> its days."""
ByDay = Mapping[date, set[tuple[int, int, bool]]]
"""Day -> the birthdays that fall on it: month, day and leap."""

DISAGREEMENTS: dict[str, list[str]] = {
    "lunar_python": [],
    # The new moon of 2057-09-28 is minutes from midnight: sxtwl begins the ninth month on that day, we (and
    # lunar_python) on the next; the reasons are in domain/lunar.py. So its eighth month has 29 days and its ninth 30:
    # who was born on the 30th of the eighth celebrates on 09-27, and all of the ninth month is a day earlier.
    "sxtwl": [
        "2057-09-27", "2057-09-28", "2057-09-29", "2057-09-30", "2057-10-01", "2057-10-02", "2057-10-03", "2057-10-04",
        "2057-10-05", "2057-10-06", "2057-10-07", "2057-10-08", "2057-10-09", "2057-10-10", "2057-10-11", "2057-10-12",
        "2057-10-13", "2057-10-14", "2057-10-15", "2057-10-16", "2057-10-17", "2057-10-18", "2057-10-19", "2057-10-20",
        "2057-10-21", "2057-10-22", "2057-10-23", "2057-10-24", "2057-10-25", "2057-10-26", "2057-10-27",
    ],
}  # fmt: skip


def days_from(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def months_of_lunar_python() -> Months:
    months = {}
    for year in range(1900, 2101):
        for month in LunarYear.fromYear(year).getMonths():
            if month.getYear() == year:
                first = Solar.fromJulianDay(month.getFirstJulianDay())
                start = date(first.getYear(), first.getMonth(), first.getDay())
                length = timedelta(days=month.getDayCount() - 1)
                months[year, abs(month.getMonth()), month.getMonth() < 0] = days_from(start, start + length)
    return months


def months_of_sxtwl() -> Months:
    sxtwl = pytest.importorskip("sxtwl", reason="sxtwl has no ready-made package for this platform")
    months = defaultdict(list)
    day = sxtwl.fromSolar(1900, 1, 31)
    for _ in days_from(lunar.FIRST_DAY, lunar.LAST_DAY):
        name = (day.getLunarYear(), day.getLunarMonth(), bool(day.isLunarLeap()))
        months[name].append(date(day.getSolarYear(), day.getSolarMonth(), day.getSolarDay()))
        day = day.after(1)
    return months


@pytest.fixture(scope="module", params=["lunar_python", "sxtwl"])
def library(request: pytest.FixtureRequest) -> tuple[str, Months]:
    months = {"lunar_python": months_of_lunar_python, "sxtwl": months_of_sxtwl}[request.param]()
    assert sum(map(len, months.values())) == (lunar.LAST_DAY - lunar.FIRST_DAY).days + 1
    return request.param, months


def lunar_birthdays() -> list[tuple[int, int, bool]]:
    return [(month, day, leap) for leap in (False, True) for month in range(1, 13) for day in range(1, 31)]


def by_the_library(months: Months, rules: YearlyRules) -> ByDay:
    found = defaultdict(set)
    for year in range(1900, 2101):
        for month, day, leap in lunar_birthdays():
            in_leap = leap and (year, month, True) in months
            if leap and not in_leap and rules is SKIP:
                continue
            celebrated = months[year, month, in_leap]
            found[celebrated[min(day, len(celebrated)) - 1]].add((month, day, leap))
    return found


def by_us(calendar: Calendar, birthdays: Iterable[tuple[int, int, bool]], rules: YearlyRules) -> ByDay:
    found = defaultdict(set)
    for month, day, leap in birthdays:
        birthday = Birthday(calendar, None, month, day, leap)
        for occurrence in occurrences(birthday, date(1900, 1, 1), date(2101, 12, 31), rules):
            found[occurrence.date].add((month, day, leap))
    return found


@cache
def ours(rules: YearlyRules) -> ByDay:
    """Asked for within a test, not made ahead of it: so it is not watched line by line."""
    return by_us(Calendar.LUNAR, lunar_birthdays(), rules)


@pytest.mark.no_cover
@pytest.mark.parametrize("rules", [ORDINARY, SKIP], ids=["ordinary", "skip"])
def test_lunar_birthdays_of_every_day(library: tuple[str, Months], rules: YearlyRules) -> None:
    name, months = library
    theirs = by_the_library(months, rules)
    mine = ours(rules)
    differing = {day for day in mine.keys() | theirs.keys() if mine.get(day) != theirs.get(day)}
    assert sorted(map(str, differing)) == DISAGREEMENTS[name]


def test_what_they_disagree_about() -> None:
    other = months_of_sxtwl()
    assert (len(other[2057, 8, False]), other[2057, 9, False][0]) == (29, date(2057, 9, 28))
    [here] = occurrences(Birthday(Calendar.LUNAR, None, 9, 1), date(2057, 9, 1), date(2057, 10, 31))
    assert here.date == date(2057, 9, 29)
    [here] = occurrences(Birthday(Calendar.LUNAR, None, 8, 30), date(2057, 9, 1), date(2057, 10, 31))
    assert here.date == date(2057, 9, 28)


@pytest.mark.no_cover
@pytest.mark.parametrize("rules", [FEB_28, MAR_1], ids=["28 February", "1 March"])
def test_solar_birthdays_of_every_day(rules: YearlyRules) -> None:
    every = days_from(date(1900, 1, 1), date(2100, 12, 31))
    expected = {day: {(day.month, day.day, False)} for day in every}
    stand_in = (2, 28) if rules is FEB_28 else (3, 1)
    for year in range(1900, 2101):
        if date(year, 2, 28) + timedelta(days=1) == date(year, 3, 1):
            expected[date(year, *stand_in)].add((2, 29, False))
    birthdays = {(day.month, day.day, False) for day in every}
    assert len(birthdays) == 366
    assert by_us(Calendar.SOLAR, birthdays, rules) == expected


@pytest.mark.no_cover
def test_the_keys_of_a_day_find_every_birthday_on_it() -> None:
    for day, birthdays in ours(ORDINARY).items():
        keys = candidate_keys(day, day)
        assert all((Calendar.LUNAR, month, number) in keys for month, number, _ in birthdays), day
