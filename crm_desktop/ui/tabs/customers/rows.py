"""A row of the customer list: the customer, and when the next birthday is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from crm_desktop.domain.birthday import Occurrence
from crm_desktop.services import Services
from crm_desktop.services.customer_records import Customer


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """What the list paints. `today` is the day that "3 days ago" counts from."""

    customer: Customer
    birthday: Occurrence | None
    today: date

    @property
    def id(self) -> int:
        return self.customer.id


def rows_of(services: Services, today: Callable[[], date]) -> Callable[[Sequence[int]], list[CustomerRow]]:
    """Reads rows by id for the list's model: one page at a time."""

    def fetch(ids: Sequence[int]) -> list[CustomerRow]:
        on, customers = today(), services.customers.get_many(ids)
        coming = services.customers.next_birthdays(customers)
        return [CustomerRow(customer, coming.get(customer.id), on) for customer in customers]

    return fetch
