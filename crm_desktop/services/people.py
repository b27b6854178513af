"""Names and main phones of many customers at once, for lists of things that belong to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from crm_desktop.domain.gender import Gender
from crm_desktop.store.models import Customer, Phone

_BATCH: Final = 5_000


@dataclass(frozen=True, slots=True)
class Person:
    """What a line of a list tells about a customer. `phone` is the main one, E.164 or as typed; "" for none."""

    id: int
    name: str
    gender: Gender | None
    phone: str


def batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """`ids` in portions that fit into one query: an engine bounds the number of a query's parameters."""
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def people(ids: Sequence[int]) -> dict[int, Person]:
    """Customer id -> the customer; ids that are gone are left out."""
    found: dict[int, Person] = {}
    for some in batches(ids):
        phones = main_phones(Phone.customer.in_(some))
        query = Customer.select(Customer.id, Customer.name, Customer.gender).where(Customer.id.in_(some))
        for customer_id, name, gender in query.tuples():
            found[customer_id] = Person(customer_id, name, gender, phones.get(customer_id, ""))
    return found


def main_phones(condition: Any) -> dict[int, str]:
    """Customer id -> main phone, of the phones that fulfil a Peewee condition."""
    query = Phone.select(Phone.customer, Phone.number).where(condition).order_by(Phone.is_main, Phone.id.desc())
    # The last one of a customer stands: the main one, else the one entered first.
    return dict(query.tuples())


def named_like(word: str) -> Any:
    """A query for the ids of customers by any part of the name, its pinyin or initials, or four digits of a phone."""
    sounds = "".join(word.lower().split())
    condition = Customer.name.contains(word) | Customer.pinyin.contains(sounds) | Customer.initials.contains(sounds)
    digits = word.removeprefix("+")
    if len(digits) >= 4 and digits.isdecimal():
        condition |= Customer.id.in_(Phone.select(Phone.customer).where(Phone.number.contains(digits)))
    return Customer.select(Customer.id).where(condition)
