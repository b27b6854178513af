"""Days said in words, solar and lunar, in the language that the user chose.

Chinese says 闰四月初一 and 10月3日 where English says "leap 4th month, day 1" and "Oct 3", so each month and each day
of a lunar month is a sentence of its own, to be put into longer ones.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from crm_desktop.domain import lunar
from crm_desktop.language import Sentence, tr

# fmt: off
_LUNAR_MONTHS: Final = (
    Sentence("1st month"), Sentence("2nd month"), Sentence("3rd month"), Sentence("4th month"),
    Sentence("5th month"), Sentence("6th month"), Sentence("7th month"), Sentence("8th month"),
    Sentence("9th month"), Sentence("10th month"), Sentence("11th month"), Sentence("12th month"),
)
_LUNAR_DAYS: Final = (
    Sentence("day 1"), Sentence("day 2"), Sentence("day 3"), Sentence("day 4"), Sentence("day 5"),
    Sentence("day 6"), Sentence("day 7"), Sentence("day 8"), Sentence("day 9"), Sentence("day 10"),
    Sentence("day 11"), Sentence("day 12"), Sentence("day 13"), Sentence("day 14"), Sentence("day 15"),
    Sentence("day 16"), Sentence("day 17"), Sentence("day 18"), Sentence("day 19"), Sentence("day 20"),
    Sentence("day 21"), Sentence("day 22"), Sentence("day 23"), Sentence("day 24"), Sentence("day 25"),
    Sentence("day 26"), Sentence("day 27"), Sentence("day 28"), Sentence("day 29"), Sentence("day 30"),
)
_WEEKDAYS: Final = (
    Sentence("Monday"), Sentence("Tuesday"), Sentence("Wednesday"), Sentence("Thursday"),
    Sentence("Friday"), Sentence("Saturday"), Sentence("Sunday"),
)
# fmt: on

_SOLAR_DAYS: Final[tuple[Callable[[int], Sentence], ...]] = (
    lambda day: Sentence("Jan %1", day),
    lambda day: Sentence("Feb %1", day),
    lambda day: Sentence("Mar %1", day),
    lambda day: Sentence("Apr %1", day),
    lambda day: Sentence("May %1", day),
    lambda day: Sentence("Jun %1", day),
    lambda day: Sentence("Jul %1", day),
    lambda day: Sentence("Aug %1", day),
    lambda day: Sentence("Sep %1", day),
    lambda day: Sentence("Oct %1", day),
    lambda day: Sentence("Nov %1", day),
    lambda day: Sentence("Dec %1", day),
)

_SOLAR_DATES: Final[tuple[Callable[[int, int], Sentence], ...]] = (
    lambda day, year: Sentence("Jan %1, %2", day, year),
    lambda day, year: Sentence("Feb %1, %2", day, year),
    lambda day, year: Sentence("Mar %1, %2", day, year),
    lambda day, year: Sentence("Apr %1, %2", day, year),
    lambda day, year: Sentence("May %1, %2", day, year),
    lambda day, year: Sentence("Jun %1, %2", day, year),
    lambda day, year: Sentence("Jul %1, %2", day, year),
    lambda day, year: Sentence("Aug %1, %2", day, year),
    lambda day, year: Sentence("Sep %1, %2", day, year),
    lambda day, year: Sentence("Oct %1, %2", day, year),
    lambda day, year: Sentence("Nov %1, %2", day, year),
    lambda day, year: Sentence("Dec %1, %2", day, year),
)


def lunar_month(month: int, leap: bool = False) -> Sentence:
    """A lunar month: "8th month", 闰四月."""
    name = _LUNAR_MONTHS[month - 1]
    return Sentence("leap %1", name) if leap else name


def lunar_month_day(day: int) -> Sentence:
    """A day of a lunar month: "day 15", 十五."""
    return _LUNAR_DAYS[day - 1]


def solar_day(month: int, day: int, year: int | None = None) -> Sentence:
    """A solar day: "Oct 3" or "Oct 3, 1988"; 10月3日 or 1988年10月3日."""
    return _SOLAR_DAYS[month - 1](day) if year is None else _SOLAR_DATES[month - 1](day, year)


def lunar_day(month: int, day: int, leap: bool = False, year: int | None = None) -> Sentence:
    """A lunar date: "lunar 8th month, day 15", 农历八月十五; "lunar 1970, 12th month, day 23", 农历1970年腊月廿三."""
    if year is None:
        return Sentence("lunar %1, %2", lunar_month(month, leap), lunar_month_day(day))
    return Sentence("lunar %1, %2, %3", year, lunar_month(month, leap), lunar_month_day(day))


def lunar_today_words(day: date) -> str:
    """The lunar day that `day` is, without its year: 农历十月十三; "" outside the table of the lunar calendar."""
    try:
        found = lunar.from_solar(day)
    except lunar.OutOfRange:
        return ""
    return str(lunar_day(found.month, found.day, found.leap))


def date_words(day: date, *, year: bool = False) -> str:
    """A solar day: "Nov 21", 11月21日; with the year if asked."""
    return str(solar_day(day.month, day.day, day.year if year else None))


def weekday_words(day: date) -> str:
    """The day of the week: "Saturday", 星期六."""
    return str(_WEEKDAYS[day.weekday()])


def in_days_words(n: int) -> str:
    """How far off a day is: today, tomorrow, yesterday, in 12 days, 3 days ago."""
    match n:
        case 0:
            return tr("today")
        case 1:
            return tr("tomorrow")
        case -1:
            return tr("yesterday")
    return tr("in %1 days", n) if n > 0 else tr("%1 days ago", -n)
