"""Whose birthday is near, and who was greeted already."""

from __future__ import annotations

from array import array
from bisect import insort
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import chain
from typing import Any, Final

from crm_desktop.domain.birthday import Birthday, Falls, Occurrence, birthday_words, candidate_keys
from crm_desktop.domain.gender import Gender
from crm_desktop.services.birthday_columns import BIRTHDAY, Key, birthday_of, on_days
from crm_desktop.services.people import batches, main_phones
from crm_desktop.services.settings import Settings
from crm_desktop.store.models import Customer, Greeting, Phone, among
from crm_desktop.store.shop import Shop


@dataclass(frozen=True, slots=True)
class BirthdayRow:
    """A birthday of a customer on a day. `in_days` counts from today. `greeted`: in this year of the birthday's
    calendar."""

    id: int
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

    def ids(self, start: date, end: date, only: Container[int] | None = None) -> dict[date, array[int]]:
        """The birthdays of the days from `start` to `end`, both included: of each day that has any, in order, those who
        have theirs on it, by name. `only`: of certain customers.

        They are known by ids, which hold for these days. A lunar birthday can come twice in a year, which is the most
        that may be asked for.
        """
        c = Customer
        found: defaultdict[date, array[int]] = defaultdict(partial(array, "q"))
        keys = candidate_keys(start, end)
        if keys:  # else these days are beyond the years of the calendars
            falls = Falls(start, end, self._settings.get().rules)
            query = c.select(c.id, *BIRTHDAY).where(_born_on(keys)).order_by(c.sort_key, c.id)
            for customer_id, *columns in self._shop.each_row(query):
                if only is None or customer_id in only:
                    for place, occurrence in enumerate(falls.of(birthday_of(*columns))):
                        found[occurrence.date].append(customer_id * _MOST_A_YEAR + place)
        return dict(sorted(found.items()))

    def get_many(self, ids: Sequence[int], start: date, end: date) -> list[BirthdayRow]:
        """The birthdays with these ids, which hold for the days from `start` to `end`, in their order; without those
        that are gone."""
        c, today = Customer, self._shop.clock.now().date()
        customers = sorted({each // _MOST_A_YEAR for each in ids})
        phones = main_phones(self._shop, among(Phone.customer, customers))
        greeted = self._greeted(customers, start, end)
        falls = Falls(start, end, self._settings.get().rules, today=today)
        query = c.select(c.id, c.name, c.gender, *BIRTHDAY).where(
            among(c.id, customers), c.birth_calendar.is_null(False)
        )
        found = {}
        for customer_id, name, gender, *columns in self._shop.rows(query):
            birthday = birthday_of(*columns)
            for row_id, occurrence in enumerate(falls.of(birthday), customer_id * _MOST_A_YEAR):
                found[row_id] = BirthdayRow(
                    row_id, customer_id, name, gender, phones.get(customer_id, ""), occurrence,
                    (occurrence.date - today).days, birthday,
                    (customer_id, birthday.calendar, occurrence.year) in greeted,
                )  # fmt: skip
        return [found[each] for each in ids if each in found]

    def coming(self, on: date, days: int = 364, only: Container[int] | None = None) -> Iterator[BirthdayRow]:
        """All birthdays from the day `on` to `days` days later, both included, by date, then by name; `only` those of
        certain customers. They are read in portions: there may be a million."""
        end = on + timedelta(days=days)
        for some in batches(array("q", chain.from_iterable(self.ids(on, end, only).values()))):
            yield from self.get_many(some, on, end)

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
        query = Customer.select(Customer.id, Customer.name, Customer.sort_key, *BIRTHDAY).where(_born_on(keys))
        for customer_id, name, sort_key, *columns in self._shop.each_row(query):
            for occurrence in falls.of(birthday_of(*columns)):
                day = occurrence.date
                counts[day] += 1
                insort(named[day], (sort_key, customer_id, name))
                del named[day][MOST_NAMED:]
        return {day: BirthdaysOfDay(count, tuple(name for _, _, name in named[day])) for day, count in counts.items()}

    def _greeted(self, customers: Sequence[int], start: date, end: date) -> set[tuple[int, str, int]]:
        """Which of the customers were greeted, in which years of which calendar."""
        query = Greeting.select(Greeting.customer, Greeting.calendar, Greeting.year)
        years = Greeting.year.between(start.year - 1, end.year)  # a lunar year ends in the next solar one
        return {tuple(row) for row in self._shop.rows(query.where(years, among(Greeting.customer, customers)))}


_MOST_A_YEAR: Final = 2
"""So many birthdays a customer has within a year at most: the ids of those of one customer are that far apart."""


def _born_on(keys: Iterable[Key]) -> Any:
    return on_days(keys, Customer.birth_calendar, Customer.birth_month, Customer.birth_day)
