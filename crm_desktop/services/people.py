"""Names and main phones of many customers at once, for lists of things that belong to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from crm_desktop.domain.gender import Gender
from crm_desktop.store.models import Customer, Phone
from crm_desktop.store.shop import Shop

_BATCH: Final = 5_000


@dataclass(frozen=True, slots=True)
class Person:
    """What a line of a list tells about a customer. `phone` is the main one, E.164 or as typed; "" for none."""

    id: int
    name: str
    gender: Gender | None
    phone: str


def has_more_customers_than(shop: Shop, number: int) -> bool:
    """Whether the shop has more than so many: no more of them are looked at, so it is quick however many it has."""
    return bool(shop.ids(Customer.select(Customer.id).limit(1).offset(number)))


def batches(ids: Sequence[int]) -> Iterator[list[int]]:
    """`ids` in portions that fit into one query: an engine bounds the number of a query's parameters."""
    for start in range(0, len(ids), _BATCH):
        yield list(ids[start : start + _BATCH])


def people(shop: Shop, ids: Sequence[int]) -> dict[int, Person]:
    """Customer id -> the customer; ids that are gone are left out."""
    found: dict[int, Person] = {}
    for some in batches(ids):
        phones = main_phones(shop, Phone.customer.in_(some))
        query = Customer.select(Customer.id, Customer.name, Customer.gender).where(Customer.id.in_(some))
        for customer_id, name, gender in shop.rows(query):
            found[customer_id] = Person(customer_id, name, gender, phones.get(customer_id, ""))
    return found


def main_phones(shop: Shop, condition: Any) -> dict[int, str]:
    """Customer id -> main phone, else the one entered first, of the phones that fulfil a Peewee condition."""
    query = Phone.select(Phone.customer, Phone.number, Phone.is_main).where(condition)
    found: dict[int, str] = {}
    for customer_id, number, is_main in shop.rows(query):
        if is_main:
            found[customer_id] = number
        else:
            found.setdefault(customer_id, number)
    return found


def named_like(word: str) -> Any:
    """A query for the ids of customers by any part of the name, its pinyin or initials, or four digits of a phone."""
    sounds = "".join(word.lower().split())
    condition = Customer.name.contains(word) | Customer.pinyin.contains(sounds) | Customer.initials.contains(sounds)
    digits = word.removeprefix("+")
    if len(digits) >= 4 and digits.isdecimal():
        condition |= Customer.id.in_(Phone.select(Phone.customer).where(Phone.number.contains(digits)))
    return Customer.select(Customer.id).where(condition)
