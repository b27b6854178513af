"""Birthdays, and other dates that come back every year, in the solar and in the lunar calendar.

The rules, each in the words of `Occurrence.why` where it moved a date:
- A lunar birthday falls in a lunar year; a solar year may hold none or two of it. What was celebrated is therefore
  kept by `Occurrence.year`, the lunar year for a lunar birthday.
- Born in a leap month: celebrated in that leap month in the years that have it, else in the ordinary month of the
  same number or not at all, as `LeapMonthRule` says. Born in an ordinary month: always in the ordinary month.
- The 30th of a lunar month that has 29 days this time: on the 29th, the month's last day.
- 29 February in a common year: on 28 February or 1 March, as `LeapDayRule` says.
- `turning` is the age in full years that is reached on that day; by lunar years for a lunar birthday.
"""

from __future__ import annotations

import datetime
from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from crm_desktop.domain import lunar as lunar_calendar
from crm_desktop.domain.calendar_words import lunar_day, lunar_month, lunar_month_day, solar_day
from crm_desktop.domain.date_text import DateParts, NotADate, read_date, read_serial
from crm_desktop.domain.lunar import LunarDate
from crm_desktop.language import Sentence

FIRST_YEAR = lunar_calendar.FIRST_YEAR
LAST_YEAR = lunar_calendar.LAST_YEAR
_OLDEST_YEAR = 1850  # a birth before it is a misprint
_NO_SUCH_DAY = Sentence("There is no such day")
_FUTURE = Sentence("This date lies in the future")
_SOLAR_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Calendar(StrEnum):
    """The calendar that a birthday is kept in."""

    SOLAR = "solar"
    LUNAR = "lunar"


class LeapMonthRule(StrEnum):
    """When someone born in a leap month celebrates in a year without that leap month."""

    ORDINARY = "ordinary"
    SKIP = "skip"


class LeapDayRule(StrEnum):
    """When someone born on 29 February celebrates in a common year."""

    FEB_28 = "feb28"
    MAR_1 = "mar1"


@dataclass(frozen=True, slots=True)
class YearlyRules:
    """The owner's choice of rules."""

    leap_month: LeapMonthRule = LeapMonthRule.ORDINARY
    leap_day: LeapDayRule = LeapDayRule.FEB_28


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year, with the year of birth where it is known; `leap` marks a lunar leap month.

    ValueError, with a Sentence, for a day that cannot be: 30 February, a 13th month, a leap month that its year
    does not have.
    """

    calendar: Calendar
    year: int | None
    month: int
    day: int
    leap: bool = False

    def __post_init__(self) -> None:
        longest = _longest_lunar_month(self) if self.calendar is Calendar.LUNAR else _longest_solar_month(self)
        if not 1 <= self.day <= longest:
            raise ValueError(_NO_SUCH_DAY)


@dataclass(slots=True, unsafe_hash=True)  # a frozen one takes several times as long to make
class Occurrence:
    """A day on which a birthday falls. Nobody changes it.

    `year` is the lunar year of a lunar birthday, the solar year of a solar one: what was greeted is kept by it.
    `turning` is None if the year of birth is unknown. `why` explains the date.
    """

    date: datetime.date
    year: int
    turning: int | None
    why: Sentence


DEFAULT_RULES = YearlyRules()


def occurrences(
    birthday: Birthday, start: date, end: date, rules: YearlyRules = DEFAULT_RULES, *, today: date | None = None
) -> list[Occurrence]:
    """Every day from `start` to `end`, both included, on which `birthday` falls, in order; none before the birth.

    With `today`, the explanations say "this year" of its year, else they name the year.
    """
    return list(_falls(start, end, rules, today).of(birthday))


class Falls:
    """`occurrences` of many birthdays on the same days: where a day of the year falls, and why, is the same for
    everyone born on it, and is worked out once for all of them."""

    def __init__(
        self, start: date, end: date, rules: YearlyRules = DEFAULT_RULES, *, today: date | None = None
    ) -> None:
        self._start = start
        self._end = end
        self._rules = rules
        self._today = today
        self._known: dict[tuple[bool, int, int, bool], list[Occurrence]] = {}

    def of(self, birthday: Birthday) -> list[Occurrence]:
        """The days on which `birthday` falls."""
        is_lunar = birthday.calendar is Calendar.LUNAR
        if is_lunar and birthday.year is not None and birthday.year >= self._start.year - 2:
            # Its first years explain themselves by the year of birth.
            return _occurrences(birthday, self._start, self._end, self._rules, self._today)
        key = (is_lunar, birthday.month, birthday.day, birthday.leap)
        falls = self._known.get(key)
        if falls is None:
            yearless = Birthday(birthday.calendar, None, birthday.month, birthday.day, birthday.leap)
            falls = self._known[key] = _occurrences(yearless, self._start, self._end, self._rules, self._today)
        if birthday.year is None or not falls:
            return falls
        return [Occurrence(o.date, o.year, o.year - birthday.year, o.why) for o in falls if o.year >= birthday.year]


@lru_cache(maxsize=64)
def _falls(start: date, end: date, rules: YearlyRules, today: date | None) -> Falls:
    return Falls(start, end, rules, today=today)


def _occurrences(
    birthday: Birthday, start: date, end: date, rules: YearlyRules, today: date | None
) -> list[Occurrence]:
    return [
        _occurrence(birthday, day, year, rules, today)
        for day, year in _days(birthday, start.year, end.year, rules)
        if start <= day <= end
    ]


def next_occurrence(birthday: Birthday, on: date, rules: YearlyRules = DEFAULT_RULES) -> Occurrence | None:
    """The first day from `on` (included) on which `birthday` falls; None if there is none until 2100."""
    for day, year in _days(birthday, on.year, LAST_YEAR, rules):
        if day >= on:
            return _occurrence(birthday, day, year, rules, on)
    return None


def candidate_keys(start: date, end: date) -> frozenset[tuple[Calendar, int, int]]:
    """The (calendar, month, day) of every birthday that can fall from `start` to `end` under any rules.

    A superset, so that an index can find the few customers whose `occurrences` are worth working out.
    """
    keys: set[tuple[Calendar, int, int]] = set()
    day = max(start, date(FIRST_YEAR, 1, 1))
    end = min(end, lunar_calendar.LAST_DAY)
    while day <= end:
        keys.add((Calendar.SOLAR, day.month, day.day))
        if (day.month, day.day) in ((2, 28), (3, 1)):
            keys.add((Calendar.SOLAR, 2, 29))
        if day >= lunar_calendar.FIRST_DAY:
            found = lunar_calendar.from_solar(day)
            keys.add((Calendar.LUNAR, found.month, found.day))
            if found.day == 29 and lunar_calendar.month_length(found.year, found.month, found.leap) == 29:
                keys.add((Calendar.LUNAR, found.month, 30))
        day += timedelta(days=1)
    return frozenset(keys)


def parse_birthday(value: str | date | float | None, *, today: date, lunar: bool = False) -> Birthday | None:
    """The birthday that a cell or a box says; None if it says that there is none.

    `lunar`: the column, or a flag beside the value, says that it is of the lunar calendar; words of the value itself
    ("公历") go before that. A year of two digits is the latest one that is not in the future. ValueError, with a
    Sentence, if it cannot be read, does not exist, or lies after `today`.
    """
    if isinstance(value, str):
        return _parse_text(value, today, lunar)
    if value is None or value != value or (value == 0 and not isinstance(value, bool)):  # noqa: PLR0124 - not a number
        return None
    if isinstance(value, date):
        return _birthday(DateParts(value.year if value.year != 1604 else None, value.month, value.day), today, lunar)
    if isinstance(value, bool) or abs(value) > 1e9:
        raise NotADate
    return _birthday(read_serial(value), today, lunar)


def birthday_sentence(birthday: Birthday) -> Sentence:
    """The birthday in words: 农历八月十五, 1988年10月3日; "lunar 8th month, day 15", "Oct 3, 1988"."""
    if birthday.calendar is Calendar.LUNAR:
        return lunar_day(birthday.month, birthday.day, birthday.leap, birthday.year)
    return solar_day(birthday.month, birthday.day, birthday.year)


def birthday_words(birthday: Birthday) -> str:
    """`birthday_sentence` in the current language."""
    return str(birthday_sentence(birthday))


@lru_cache(maxsize=32_768)  # a sheet of 100,000 rows holds about 25,000 different days
def _parse_text(text: str, today: date, lunar: bool) -> Birthday | None:
    parts = read_date(text)
    return _birthday(parts, today, lunar) if parts else None


def _birthday(parts: DateParts, today: date, lunar: bool) -> Birthday:
    """The birthday that the parts mean; ValueError if there is no such day, or none up to today."""
    is_lunar = lunar if parts.lunar is None else parts.lunar
    calendar = Calendar.LUNAR if is_lunar else Calendar.SOLAR
    if parts.year is None:
        return Birthday(calendar, None, parts.month, parts.day, parts.leap)
    error: ValueError = NotADate()
    for year in (2000 + parts.year, 1900 + parts.year) if parts.short_year else (parts.year,):
        try:
            found = Birthday(calendar, year, parts.month, parts.day, parts.leap)
        except ValueError as no_such_day:
            error = no_such_day
            continue
        if is_after(found, today):
            error = ValueError(_FUTURE)
        elif year >= _OLDEST_YEAR:
            return found
    raise error


def is_after(birthday: Birthday, today: date) -> bool:
    """Whether the day of birth lies after `today`; without its year it does not."""
    if birthday.year is None or birthday.year < today.year - 1:
        return False
    day = _solar_day_of(birthday, birthday.year, DEFAULT_RULES)
    return day is None or day > today


def _longest_lunar_month(birthday: Birthday) -> int:
    """The days that the month of a lunar birthday has, or can have where its year is unknown; 0: no such month."""
    if not 1 <= birthday.month <= 12:
        return 0
    if birthday.year is None or not FIRST_YEAR <= birthday.year <= LAST_YEAR:
        return 30 if birthday.year is None or 1 <= birthday.year <= 9999 else 0
    return lunar_calendar.month_length(birthday.year, birthday.month, birthday.leap)


def _longest_solar_month(birthday: Birthday) -> int:
    if birthday.leap or not 1 <= birthday.month <= 12 or not (birthday.year is None or 1 <= birthday.year <= 9999):
        return 0
    if birthday.month == 2 and birthday.year is not None and not isleap(birthday.year):
        return 28
    return _SOLAR_LENGTHS[birthday.month - 1]


def _days(birthday: Birthday, first: int, last: int, rules: YearlyRules) -> Iterator[tuple[date, int]]:
    """Where it can fall in the solar years `first` to `last`: each day, with the year that it belongs to."""
    if birthday.calendar is Calendar.LUNAR:
        first -= 1  # a lunar year ends in the January or February of the next solar one
    for year in range(max(first, FIRST_YEAR, birthday.year or FIRST_YEAR), min(last, LAST_YEAR) + 1):
        day = _solar_day_of(birthday, year, rules)
        if day:
            yield day, year


def _solar_day_of(birthday: Birthday, year: int, rules: YearlyRules) -> date | None:
    """The solar day on which it falls in `year`, its own calendar's year; None if it is skipped or out of range."""
    if birthday.calendar is Calendar.LUNAR:
        celebrated = _celebrated(birthday, year, rules)
        return lunar_calendar.to_solar(celebrated) if celebrated else None
    if (birthday.month, birthday.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28) if rules.leap_day is LeapDayRule.FEB_28 else date(year, 3, 1)
    return date(year, birthday.month, birthday.day)


def _celebrated(birthday: Birthday, year: int, rules: YearlyRules) -> LunarDate | None:
    """The lunar date on which a lunar birthday is celebrated in lunar `year`."""
    leap = birthday.leap and lunar_calendar.leap_month(year) == birthday.month
    if birthday.leap and not leap and rules.leap_month is LeapMonthRule.SKIP:
        return None
    last_day = lunar_calendar.month_length(year, birthday.month, leap)
    return LunarDate(year, birthday.month, min(birthday.day, last_day), leap)


def _occurrence(birthday: Birthday, day: date, year: int, rules: YearlyRules, today: date | None) -> Occurrence:
    lunar = birthday.calendar is Calendar.LUNAR
    why = _lunar_why(birthday, day, year, rules, today) if lunar else _solar_why(birthday, day, today)
    return Occurrence(day, year, None if birthday.year is None else year - birthday.year, why)


def _solar_why(birthday: Birthday, day: date, today: date | None) -> Sentence:
    falls = solar_day(day.month, day.day)
    if day.day == birthday.day:
        return Sentence("solar calendar, %1", falls)
    when = _when(day.year, today.year if today else None)
    return Sentence("%1; there is no such day %2, so %3", solar_day(birthday.month, birthday.day), when, falls)


def _lunar_why(birthday: Birthday, day: date, year: int, rules: YearlyRules, today: date | None) -> Sentence:
    celebrated = _celebrated(birthday, year, rules)
    assert celebrated
    falls = solar_day(day.month, day.day)
    born_month, born_day = lunar_month(birthday.month, birthday.leap), lunar_month_day(birthday.day)
    month, last_day = lunar_month(birthday.month, celebrated.leap), lunar_month_day(celebrated.day)
    when = _when(year, _lunar_year(today) if today else None)
    why = Sentence("lunar %1, %2: %3", born_month, born_day, falls)
    if celebrated.leap != birthday.leap and celebrated.day != birthday.day:
        why = Sentence(
            "lunar %1, %2; there is no %1 %3 and the %4 has 29 days, so the %4, %5: %6",
            *(born_month, born_day, when, month, last_day, falls),
        )
    elif celebrated.leap != birthday.leap:
        why = Sentence("lunar %1, %2; there is no %1 %3, so the %4, %2: %5", born_month, born_day, when, month, falls)
    elif celebrated.day != birthday.day:
        why = Sentence("lunar %1, %2; the %1 has 29 days %3, so %4: %5", born_month, born_day, when, last_day, falls)
    return _with_solar_year(why, birthday, day, year, rules) if day.month in (1, 12) else why


def _with_solar_year(why: Sentence, birthday: Birthday, day: date, year: int, rules: YearlyRules) -> Sentence:
    """Adds that the solar year holds this lunar day twice, or that the one before held none of it."""
    near = {other_year: other for other, other_year in _days(birthday, year, year + 1, rules)}
    previous, following = near.get(year - 1), near.get(year + 1)
    if previous and previous.year == day.year:
        return Sentence("%1 (the second time in %2)", why, day.year)
    if following and following.year == day.year:
        return Sentence("%1 (the first of two times in %2)", why, day.year)
    if previous and previous.year == day.year - 2:
        return Sentence("%1 (never in %2)", why, day.year - 1)
    return why


def _when(year: int, this_year: int | None) -> Sentence:
    return Sentence("this year") if year == this_year else Sentence("in the year %1", year)


def _lunar_year(day: date) -> int | None:
    try:
        return lunar_calendar.from_solar(day).year
    except lunar_calendar.OutOfRange:
        return None
