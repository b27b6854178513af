"""Whose number it is that calls, and what is good to know before the receiver is lifted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.domain.caller import Caller
from crm_desktop.domain.phone import Phone, digits_reversed, parse_phone
from crm_desktop.services.timeline import TimelineEntry, purchases
from crm_desktop.store.models import Phone as PhoneModel
from crm_desktop.store.shop import Shop

if TYPE_CHECKING:
    from crm_desktop.domain.birthday import Occurrence
    from crm_desktop.services.customer_records import Customer
    from crm_desktop.services.customers import Customers
    from crm_desktop.services.follow_ups import FollowUp, FollowUps
    from crm_desktop.services.settings import Settings

MOST: Final = 8
"""At most this many customers of one number are named; a number that more of them share is a switchboard's."""

_LOCAL: Final = range(7, 9)
"""Digits of a number without its area."""
_OUTSIDE_LINE: Final = 2
"""Up to this many digits before the number may be a switchboard's own: 0 or 9, for a line to the outside."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who has a number. `number` is as it would be stored; `sure` is False if only
    its end is the same as theirs."""

    number: str
    customers: tuple[Customer, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class CallerFacts:
    """A customer at a glance, for a call: the newest purchases, and the open follow-ups, soonest first, of which there
    are `promises` in all."""

    customer: Customer
    purchases: tuple[TimelineEntry, ...]
    follow_ups: tuple[FollowUp, ...]
    promises: int
    next_birthday: Occurrence | None


class Callers:
    """Knows customers by the numbers that telephone programs tell."""

    def __init__(self, shop: Shop, settings: Settings, customers: Customers, follow_ups: FollowUps) -> None:
        self._shop = shop
        self._settings = settings
        self._customers = customers
        self._follow_ups = follow_ups

    def who(self, caller: Caller) -> Known:
        """The customers who have the caller's number, at most MOST. The surest way that finds anyone counts."""
        region = self._settings.get().region
        phone = parse_phone(caller.number, region)
        if phone is None or phone.masked:
            return Known(caller.number, ())
        for condition in _the_same(phone, caller.number, region):
            if found := self._having(condition):
                return Known(phone.number, found)
        alike = self._having(_alike(digits_reversed(caller.number)))
        return Known(phone.number, alike, sure=not alike)

    def facts(self, customer_id: int, limit: int = 3) -> CallerFacts:
        """What is known of a customer, at most `limit` of each. NotFound if they no longer exist."""
        customer = self._customers.get(customer_id)
        open_ones = self._follow_ups.ids(customer_id=customer_id)
        return CallerFacts(
            customer,
            tuple(purchases(customer_id, limit)),
            tuple(self._follow_ups.get_many(open_ones[:limit])),
            len(open_ones),
            self._customers.summary(customer).next_birthday,
        )

    def _having(self, condition: Any) -> tuple[Customer, ...]:
        """The customers with a number of which a condition holds; those first for whom it is the main one."""
        table = PhoneModel
        query = table.select(table.customer).where(condition).order_by(table.is_main.desc(), table.id).limit(MOST)
        return tuple(self._customers.get_many(list(dict.fromkeys(self._shop.ids(query)))))


def _the_same(phone: Phone, came: str, region: str) -> Iterator[Any]:
    """Conditions for the very number, the surest first: with its extension, without, behind the digit for an outside
    line."""
    main = phone.number.partition(";")[0]
    if main != phone.number:
        yield PhoneModel.number == phone.number
    yield PhoneModel.reversed_digits == digits_reversed(main)
    if not came.startswith("+"):
        shorter = (parse_phone(came[cut:].partition(";")[0], region) for cut in range(1, _OUTSIDE_LINE + 1))
        tails = [digits_reversed(each.number) for each in shorter if each is not None and each.valid]
        yield PhoneModel.reversed_digits.in_(tails)


def _alike(digits: str) -> Any:
    """The condition for numbers of which one is the other with its area before it. `digits` are reversed."""
    column = PhoneModel.reversed_digits
    if len(digits) in _LOCAL:
        return column.between(digits, digits + ":")  # ":" follows the digits; the index serves a range
    return column.in_([digits[:length] for length in _LOCAL if length < len(digits)])
