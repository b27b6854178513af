"""Whose birthday is near, and who was greeted already."""

from __future__ import annotations

from bisect import insort
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Final

from crm_desktop.domain.birthday import (
    Birthday,
    Calendar,
    Falls,
    Occurrence,
    YearlyRules,
    birthday_words,
    candidate_keys,
    occurrences,
)
from crm_desktop.domain.gender import Gender
from crm_desktop.services.people import main_phones
from crm_desktop.services.settings import Settings
from crm_desktop.store.models import Customer, Greeting, Phone
from crm_desktop.store.shop import Shop


@dataclass(frozen=True, slots=True)
class BirthdayRow:
    """A birthday of a customer on a day. `greeted`: in this year of the birthday's calendar."""

    customer_id: int
    name: str
    gender: Gender | None
    phone: str
    occurrence: Occurrence
    in_days: int
    birthday: Birthday
    greeted: bool

    @property
    def words(self) -> str:
        """The day of the birthday in its calendar, in words: "农历八月十五"."""
        return birthday_words(replace(self.birthday, year=None))


MOST_NAMED: Final = 8
"""So many of those who have their birthday on a day are named beside the number of them."""


@dataclass(frozen=True, slots=True)
class BirthdaysOfDay:
    """How many have their birthday on a day, and the names of the first of them."""

    count: int
    names: tuple[str, ...]


class Birthdays:
    """Lists birthdays."""

    def __init__(self, shop: Shop, settings: Settings) -> None:
        self._shop = shop
        self._settings = settings

    def coming(self, on: date, days: int = 364) -> list[BirthdayRow]:
        """Birthdays from the day `on` to `days` days later, both included, by date, then by name. A lunar birthday can
        come twice."""
        return self._between(on, on + timedelta(days=days), on)

    def of_day(self, day: date) -> list[BirthdayRow]:
        """The birthdays of one day, by name. `in_days` counts from today."""
        return self._between(day, day, self._shop.clock.now().date())

    def month(self, year: int, month: int) -> dict[date, BirthdaysOfDay]:
        """How many birthdays are on each day of a solar month; days without any are left out."""
        first = date(year, month, 1)
        last = first.replace(day=monthrange(year, month)[1])
        keys = candidate_keys(first, last)
        if not keys:
            return {}
        falls = Falls(first, last, self._settings.get().rules)
        counts: Counter[date] = Counter()
        named: dict[date, list[tuple[str, int, str]]] = defaultdict(list)
        for customer_id, name, _, sort_key, *columns in self._shop.each_row(_candidates(keys)):
            for occurrence in falls.of(birthday_of(*columns)):
                day = occurrence.date
                counts[day] += 1
                insort(named[day], (sort_key, customer_id, name))
                del named[day][MOST_NAMED:]
        return {day: BirthdaysOfDay(count, tuple(name for _, _, name in named[day])) for day, count in counts.items()}

    def _greeted(self, keys: Iterable[Key], start: date, end: date) -> list[Any]:
        query = Greeting.select(Greeting.customer, Greeting.calendar, Greeting.year)
        those = Customer.select(Customer.id).where(_born_on(keys))
        years = Greeting.year.between(start.year - 1, end.year)  # a lunar year ends in the next solar one
        return self._shop.rows(query.where(years & Greeting.customer.in_(those)))

    def _between(self, start: date, end: date, on: date) -> list[BirthdayRow]:
        keys = candidate_keys(start, end)
        if not keys:
            return []  # beyond the years of the calendars
        rules = self._settings.get().rules
        found = _falling_between(self._shop.rows(_candidates(keys)), (start, end), rules, on)
        phones = main_phones(self._shop, Phone.customer.in_(Customer.select(Customer.id).where(_born_on(keys))))
        greeted = {tuple(row) for row in self._greeted(keys, start, end)}
        return [
            BirthdayRow(
                customer_id, name, gender, phones.get(customer_id, ""), occurrence, (occurrence.date - on).days,
                birthday, (customer_id, birthday.calendar, occurrence.year) in greeted,
            )
            for _, _, customer_id, name, gender, birthday, occurrence in found
        ]  # fmt: skip


Key = tuple[Calendar, int, int]
"""Calendar, month and day."""


def on_days(keys: Iterable[Key], calendar: Any, month: Any, day: Any) -> Any:
    """The condition that these columns say one of `keys`; each part of it can use an index of month and day."""
    days: dict[tuple[Calendar, int], set[int]] = {}
    for key_calendar, key_month, key_day in keys:
        days.setdefault((key_calendar, key_month), set()).add(key_day)
    whole: dict[Calendar, list[int]] = {}
    parts = []
    for (key_calendar, key_month), some in sorted(days.items()):
        if len(some) >= _days_of(key_calendar, key_month):
            whole.setdefault(key_calendar, []).append(key_month)
        else:
            parts.append((month == key_month) & day.in_(sorted(some)) & (calendar == key_calendar.value))
    parts += [month.in_(months) & (calendar == key_calendar.value) for key_calendar, months in whole.items()]
    return reduce(or_, parts)


def _days_of(calendar: Calendar, month: int) -> int:
    """So many days that month has at most: all of them need not be asked for one by one."""
    return monthrange(2000, month)[1] if calendar is Calendar.SOLAR else 30


def _candidates(keys: Iterable[Key]) -> Any:
    """The customers who are born on one of these days."""
    c = Customer
    birthday = (c.birth_calendar, c.birth_year, c.birth_month, c.birth_day, c.birth_leap)
    return c.select(c.id, c.name, c.gender, c.sort_key, *birthday).where(_born_on(keys))


def _born_on(keys: Iterable[Key]) -> Any:
    return on_days(keys, Customer.birth_calendar, Customer.birth_month, Customer.birth_day)


@lru_cache(maxsize=16_384)  # customers share their days: those near today come again with every list
def birthday_of(calendar: str, year: int | None, month: int, day: int, leap: int) -> Birthday:
    """The birthday, or other yearly day, that these columns hold."""
    return Birthday(Calendar(calendar), year, month, day, bool(leap))


_Found = tuple[date, str, int, str, Gender | None, Birthday, Occurrence]


def _falling_between(rows: Iterable[Any], days: tuple[date, date], rules: YearlyRules, today: date) -> list[_Found]:
    """The birthdays of candidate rows that do fall into the days, in order."""
    found: list[_Found] = []
    for customer_id, name, gender, sort_key, *columns in rows:
        birthday = birthday_of(*columns)
        for occurrence in occurrences(birthday, *days, rules, today=today):
            found.append((occurrence.date, sort_key, customer_id, name, gender, birthday, occurrence))
    found.sort(key=lambda row: row[:3])
    return found
