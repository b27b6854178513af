"""The Chinese lunar calendar, 1900-01-31 to 2101-01-28, by the rules of GB/T 33661-2017 (Beijing time, UTC+8).

A month begins on the day that holds the new moon, so the calendar is astronomy, not arithmetic; the table below
holds which months were long for every lunar year. Every day of it is compared with an independent library by the
tests.

Libraries differ about one month only, 2057-09-28 to 10-27. That new moon falls at 2057-09-28 16:01:54 Terrestrial
Time, which is 114 seconds past midnight in Beijing less the difference between Terrestrial and Universal Time. That
difference was 69 s in 2020 to 2025 and has all but stopped growing; old extrapolations (a parabola that gives 124 s
for 2057) put the new moon ten seconds before midnight, current ones after it. So the ninth month begins on
2057-09-29 here, as in "Calendrical Calculations" (Reingold and Dershowitz, Ultimate Edition). The new moons of
2089-09-04 and 2097-08-07 are too near to midnight for anyone to be sure of today; lunar_python and sxtwl agree on
those days, and the table follows them.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import Final, NamedTuple

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
FIRST_DAY: Final = date(1900, 1, 31)
LAST_DAY: Final = date(2101, 1, 28)

# One number a lunar year. Bit i: the year's i-th month, in the order they come, has 30 days (else 29).
# From bit 13 on: the number of the month that is followed by a leap month of the same number, 0 for none.
# fmt: off
_YEARS: Final = (
    0x116d2, 0x00752, 0x00ea5, 0x0b64a, 0x0064b, 0x00a9b, 0x09556, 0x0056a, 0x00b59, 0x05752,
    0x00752, 0x0db25, 0x00b25, 0x00a4b, 0x0b4ab, 0x002ad, 0x0056b, 0x04b69, 0x00da9, 0x0fd92,
    0x00e92, 0x00d25, 0x0ba4d, 0x00a56, 0x002b6, 0x095b5, 0x006d4, 0x00ea9, 0x05e92, 0x00e92,
    0x0cd26, 0x0052b, 0x00a57, 0x0b2b6, 0x00b5a, 0x006d4, 0x06ec9, 0x00749, 0x0f693, 0x00a93,
    0x0052b, 0x0ca5b, 0x00aad, 0x0056a, 0x09b55, 0x00ba4, 0x00b49, 0x05a93, 0x00a95, 0x0f52d,
    0x00536, 0x00aad, 0x0b5aa, 0x005b2, 0x00da5, 0x07d4a, 0x00d4a, 0x10a95, 0x00a97, 0x00556,
    0x0cab5, 0x00ad5, 0x006d2, 0x08ea5, 0x00ea5, 0x0064a, 0x06c97, 0x00a9b, 0x0f55a, 0x0056a,
    0x00b69, 0x0b752, 0x00b52, 0x00b25, 0x0964b, 0x00a4b, 0x114ab, 0x002ad, 0x0056d, 0x0cb69,
    0x00da9, 0x00d92, 0x09d25, 0x00d25, 0x15a4d, 0x00a56, 0x002b6, 0x0c5b5, 0x006d5, 0x00ea9,
    0x0be92, 0x00e92, 0x00d26, 0x06a56, 0x00a57, 0x114d6, 0x0035a, 0x006d5, 0x0b6c9, 0x00749,
    0x00693, 0x0952b, 0x0052b, 0x00a5b, 0x0555a, 0x0056a, 0x0fb55, 0x00ba4, 0x00b49, 0x0ba93,
    0x00a95, 0x0052d, 0x08aad, 0x00ab5, 0x135aa, 0x005d2, 0x00da5, 0x0dd4a, 0x00d4a, 0x00c95,
    0x0952e, 0x00556, 0x00ab5, 0x055b2, 0x006d2, 0x0cea5, 0x00725, 0x0064b, 0x0ac97, 0x00cab,
    0x0055a, 0x06ad6, 0x00b69, 0x17752, 0x00b52, 0x00b25, 0x0da4b, 0x00a4b, 0x004ab, 0x0a55b,
    0x005ad, 0x00b6a, 0x05b52, 0x00d92, 0x0fd25, 0x00d25, 0x00a55, 0x0b4ad, 0x004b6, 0x005b5,
    0x06daa, 0x00ec9, 0x11e92, 0x00e92, 0x00d26, 0x0ca56, 0x00a57, 0x004d6, 0x086d5, 0x00755,
    0x00749, 0x06e93, 0x00693, 0x0f52b, 0x0052b, 0x00a5b, 0x0b55a, 0x0056a, 0x00b65, 0x0974a,
    0x00b4a, 0x11a95, 0x00a95, 0x0052d, 0x0caad, 0x00ab5, 0x005aa, 0x08ba5, 0x00da5, 0x00d4a,
    0x07c95, 0x00c96, 0x0f94e, 0x00556, 0x00ab5, 0x0b5b2, 0x006d2, 0x00ea5, 0x08e4a, 0x0068b,
    0x10c97, 0x004ab, 0x0055b, 0x0cad6, 0x00b6a, 0x00752, 0x09725, 0x00b45, 0x00a8b, 0x0549b,
    0x004ab,
)
# fmt: on

_MONTH_NAMES: Final = ("正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "冬月", "腊月")
_DIGITS: Final = "一二三四五六七八九十"


class OutOfRange(ValueError):
    """The day lies outside the calendar's table."""


class LunarDate(NamedTuple):
    """A day of the lunar calendar; `year` is the solar year in which the lunar year begins."""

    year: int
    month: int
    day: int
    leap: bool = False


def _months() -> tuple[list[int], list[tuple[int, int, bool]]]:
    """The first day (as an ordinal) of every month, and beside it the year, number and leap of that month."""
    starts: list[int] = []
    names: list[tuple[int, int, bool]] = []
    start = FIRST_DAY.toordinal()
    for year, code in enumerate(_YEARS, FIRST_YEAR):
        leap = code >> 13
        months = [(year, month, False) for month in range(1, 13)]
        if leap:
            months.insert(leap, (year, leap, True))
        for position, name in enumerate(months):
            starts.append(start)
            names.append(name)
            start += 29 + (code >> position & 1)
    starts.append(start)
    return starts, names


_STARTS, _NAMES = _months()
_POSITIONS: Final = {name: position for position, name in enumerate(_NAMES)}


def from_solar(day: date) -> LunarDate:
    """The lunar date of a solar day; OutOfRange before FIRST_DAY and after LAST_DAY."""
    ordinal = day.toordinal()
    if not _STARTS[0] <= ordinal < _STARTS[-1]:
        raise OutOfRange(day)
    position = bisect_right(_STARTS, ordinal) - 1
    year, month, leap = _NAMES[position]
    return LunarDate(year, month, ordinal - _STARTS[position] + 1, leap)


def to_solar(lunar: LunarDate) -> date | None:
    """The solar day of a lunar date; None if the calendar has no such day (or its year is outside the table)."""
    year, month, day, leap = lunar
    if not 1 <= day <= month_length(year, month, leap):
        return None
    return date.fromordinal(_STARTS[_POSITIONS[year, month, leap]] + day - 1)


def leap_month(year: int) -> int:
    """The number of the month that has a leap month after it in lunar `year`; 0 for none, or outside the table."""
    return _YEARS[year - FIRST_YEAR] >> 13 if FIRST_YEAR <= year <= LAST_YEAR else 0


def month_length(year: int, month: int, leap: bool = False) -> int:
    """29 or 30 days; 0 where lunar `year` has no such month (or is outside the table)."""
    position = _POSITIONS.get((year, month, leap))
    return 0 if position is None else _STARTS[position + 1] - _STARTS[position]


def month_name(month: int, leap: bool = False) -> str:
    """The month in Chinese: 正月, 闰四月, 腊月."""
    return ("闰" if leap else "") + _MONTH_NAMES[month - 1]


def day_name(day: int) -> str:
    """The day of a lunar month in Chinese: 初一, 十五, 二十, 廿三, 三十."""
    tens, ones = divmod(day - 1, 10)
    if ones == 9:
        return ("初十", "二十", "三十")[tens]
    return "初十廿"[tens] + _DIGITS[ones]
