"""Whose birthdays and which follow-ups stand in the shop's calendar: few columns, by portions, however many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from crm_desktop.domain.birthday import Birthday
from crm_desktop.services.birthday_columns import birthday_of
from crm_desktop.services.lists import Lists
from crm_desktop.services.people import main_phones
from crm_desktop.store import models

if TYPE_CHECKING:
    from crm_desktop.services import Services
    from crm_desktop.services.customer_records import Customer
    from crm_desktop.services.follow_ups import FollowUp

_BATCH: Final = 1_000


@dataclass(frozen=True, slots=True)
class Born:
    """A customer as a calendar has them. `phone` is the main one, E.164 or as typed; "" for none."""

    id: int
    name: str
    phone: str
    birthday: Birthday
    created: datetime


class CalendarRows:
    """What is written into the calendar file."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def birthdays(self, find: str = "") -> Iterator[Born | Customer]:
        """Everyone whose birthday is known, by id; or, of any birthday or none, those whom `find` finds."""
        return Lists(self._services).customers(find) if find.strip() else self._born()

    def follow_ups(self, find: str = "") -> Iterator[FollowUp]:
        """What is to be done yet, or what of it `find` finds, the soonest first."""
        return Lists(self._services).follow_ups(find)

    def _born(self) -> Iterator[Born]:
        shop, last = self._services.shop, 0
        c = models.Customer
        day = (c.birth_calendar, c.birth_year, c.birth_month, c.birth_day, c.birth_leap)
        query = c.select(c.id, c.name, c.created, *day).order_by(c.id).limit(_BATCH)
        while rows := shop.rows(query.where(c.birth_month.is_null(False) & (c.id > last))):
            first, last = rows[0][0], rows[-1][0]
            phones = main_phones(shop, models.Phone.customer.between(first, last))
            for customer_id, name, created, *columns in rows:
                yield Born(
                    customer_id, name, phones.get(customer_id, ""), birthday_of(*columns),
                    datetime.fromisoformat(created),
                )  # fmt: skip
