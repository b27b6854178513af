"""Whose birthday is near, what to write to them, and who was greeted already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final

from crm_desktop.domain.birthday import (
    Birthday,
    Calendar,
    Occurrence,
    YearlyRules,
    birthday_words,
    candidate_keys,
    occurrences,
)
from crm_desktop.domain.gender import Gender
from crm_desktop.domain.naming import honorific
from crm_desktop.errors import NotFound
from crm_desktop.language import Sentence
from crm_desktop.services.customer_names import customer_name
from crm_desktop.services.people import main_phones
from crm_desktop.services.settings import Settings
from crm_desktop.store.journal import Change
from crm_desktop.store.models import Customer, Greeting, Phone
from crm_desktop.store.shop import Shop

_PLACEHOLDER: Final = re.compile(r"\{([^{}]+)\}")


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


class Birthdays:
    """Lists birthdays, writes greetings, and remembers who was greeted."""

    def __init__(self, shop: Shop, settings: Settings) -> None:
        self._shop = shop
        self._settings = settings

    def coming(self, on: date, days: int = 364) -> list[BirthdayRow]:
        """Birthdays from the day `on` to `days` days later, both included, by date, then by name. A lunar birthday can
        come twice."""
        return self._between(on, on + timedelta(days=days), on)

    def month(self, year: int, month: int) -> dict[date, list[BirthdayRow]]:
        """The birthdays of a solar month by day; days without any are left out. `in_days` counts from today."""
        first = date(year, month, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        found: dict[date, list[BirthdayRow]] = {}
        for row in self._between(first, last, self._shop.clock.now().date()):
            found.setdefault(row.occurrence.date, []).append(row)
        return found

    def greeting_text(self, row: BirthdayRow, template: str | None = None) -> str:
        """The shop's greeting for a customer, or `template` instead while it is being written. An age that is not known
        leaves nothing; an unknown placeholder stays."""
        settings = self._settings.get()
        turning = row.occurrence.turning
        values = {
            "title": honorific(row.name, row.gender),
            "name": row.name,
            "birthday": row.words,
            "age": "" if turning is None else str(turning),
            "shop": settings.shop_name,
        }
        keys = {"称呼": "title", "姓名": "name", "生日": "birthday", "年龄": "age", "店名": "shop"}

        def fill(match: re.Match[str]) -> str:
            key = match[1].strip()
            return values.get(keys.get(key, key), match[0])

        return _PLACEHOLDER.sub(fill, settings.greeting_template if template is None else template)

    def mark_greeted(self, customer_id: int, occurrence: Occurrence, text: str = "") -> Change:
        """Note that a customer was greeted for this birthday, with the text sent. To do so again changes nothing."""
        calendar, name = self._calendar(customer_id), customer_name(customer_id)
        with self._shop.change(Sentence("Greeted %1 for the birthday", name)) as change:
            if not Greeting.select().where(_greeting(customer_id, calendar, occurrence)).exists():
                change.new_id = Greeting.insert(
                    customer=customer_id,
                    calendar=calendar,
                    year=occurrence.year,
                    text=text,
                    at=self._shop.clock.now().isoformat(),
                ).execute()
        return change.done

    def unmark(self, customer_id: int, occurrence: Occurrence) -> Change:
        """Note that a customer was not greeted for this birthday after all."""
        calendar, name = self._calendar(customer_id), customer_name(customer_id)
        with self._shop.change(Sentence("Marked the birthday of %1 as not greeted", name)) as change:
            Greeting.delete().where(_greeting(customer_id, calendar, occurrence)).execute()
        return change.done

    def _calendar(self, customer_id: int) -> str:
        calendar = Customer.select(Customer.birth_calendar).where(Customer.id == customer_id).scalar()
        if calendar is None:
            raise NotFound(Sentence("This birthday is no longer there."))
        return str(calendar)

    def _between(self, start: date, end: date, on: date) -> list[BirthdayRow]:
        rules = self._settings.get().rules
        keys = candidate_keys(start, end)
        if not keys:
            return []  # beyond the years of the calendars
        candidates = _candidates(keys)
        query = Customer.select(
            Customer.id, Customer.name, Customer.gender, Customer.sort_key, Customer.birth_calendar,
            Customer.birth_year, Customer.birth_month, Customer.birth_day, Customer.birth_leap,
        ).where(candidates)  # fmt: skip
        found = _falling_between(self._shop.rows(query), (start, end), rules, on)
        if not found:
            return []
        those = Customer.select(Customer.id).where(candidates)
        phones = main_phones(Phone.customer.in_(those))
        greetings = Greeting.select(Greeting.customer, Greeting.calendar, Greeting.year).where(
            Greeting.customer.in_(those) & Greeting.year.between(start.year - 1, end.year)
        )
        greeted = {tuple(row) for row in self._shop.rows(greetings)}
        return [
            BirthdayRow(
                customer_id, name, gender, phones.get(customer_id, ""), occurrence, (occurrence.date - on).days,
                birthday, (customer_id, birthday.calendar, occurrence.year) in greeted,
            )
            for _, _, customer_id, name, gender, birthday, occurrence in found
        ]  # fmt: skip


def _greeting(customer_id: int, calendar: str, occurrence: Occurrence) -> Any:
    return (
        (Greeting.customer == customer_id) & (Greeting.calendar == calendar) & (Greeting.year == occurrence.year)
    )  # fmt: skip


def _candidates(keys: Iterable[tuple[Calendar, int, int]]) -> Any:
    """The condition that a customer's birthday is one of these; each part of it uses the index of month and day."""
    days: dict[tuple[Calendar, int], list[int]] = {}
    for calendar, month, day in keys:
        days.setdefault((calendar, month), []).append(day)
    parts = [
        (Customer.birth_month == month)
        & Customer.birth_day.in_(sorted(some))
        & (Customer.birth_calendar == calendar.value)
        for (calendar, month), some in sorted(days.items())
    ]
    return reduce(or_, parts)


_Found = tuple[date, str, int, str, Gender | None, Birthday, Occurrence]


def _falling_between(rows: Iterable[Any], days: tuple[date, date], rules: YearlyRules, today: date) -> list[_Found]:
    """The birthdays of candidate rows that do fall into the days, in order. Each birthday is worked out once."""
    known: dict[tuple[Any, ...], tuple[Birthday, list[Occurrence]]] = {}
    found: list[_Found] = []
    for customer_id, name, gender, sort_key, *key in rows:
        entry = known.get(tuple(key))
        if entry is None:
            calendar, year, month, day, leap = key
            birthday = Birthday(Calendar(calendar), year, month, day, bool(leap))
            entry = known[tuple(key)] = (birthday, occurrences(birthday, *days, rules, today=today))
        birthday, falls = entry
        found.extend((o.date, sort_key, customer_id, name, gender, birthday, o) for o in falls)
    found.sort(key=lambda row: row[:3])
    return found
