"""A tea shop to look around in: plausible people, and what they bought in two years.

Everything is drawn from one generator, so that the same seed makes the same shop.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Final, TypeVar

from crm_desktop.domain import lunar
from crm_desktop.domain.phone import digits_reversed
from crm_desktop.domain.pinyin import read_name, read_text
from crm_desktop.domain.recurrence import Recurrence, Unit
from crm_desktop.domain.region import split_region
from crm_desktop.errors import BadCommand
from crm_desktop.language import Sentence
from crm_desktop.services import demo_words as words
from crm_desktop.services.purchase_records import line_amount
from crm_desktop.services.settings import ShopSettings
from crm_desktop.store import models
from crm_desktop.store.bulk import bulk_inserts, roomy, sums_later
from crm_desktop.store.journal import OpenChange
from crm_desktop.store.shop import Shop

_DAYS: Final = 730
_PORTION: Final = 20_000
_VARIETY: Final = 5_000
_OPENS, _CLOSES = 9 * 60, 20 * 60
_TIMES: Final = [f"T{minute // 60:02}:{minute % 60:02}:00" for minute in range(24 * 60)]


@dataclass(frozen=True, slots=True)
class DemoCounts:
    """How much a demo shop holds; refunds are among the purchases."""

    customers: int
    purchases: int
    follow_ups: int


_FIRST_DAY: Final = date(2000, 1, 1)
_LAST_DAY: Final = date(2099, 12, 31)


def make(shop: Shop, customers: int, purchases: int, seed: int, today: date) -> DemoCounts:
    """Fill an empty shop with so many customers and purchases, up to the morning of `today`, in one change.

    BadCommand for a day whose customers would be born outside the lunar calendar that we know (1900 to 2100).
    """
    if not _FIRST_DAY <= today <= _LAST_DAY:
        raise BadCommand(Sentence("A demo shop's day lies between %1 and %2.", _FIRST_DAY, _LAST_DAY))
    coming = {model: max(customers, purchases) for model in models.JOURNALLED}
    with roomy(shop), shop.change(Sentence("Made a demo shop")) as change, bulk_inserts(shop, coming), sums_later(shop):
        return _Demo(change, _Chance(seed), today).fill(customers, purchases)


_Thing = TypeVar("_Thing")

_Good = tuple[int, str, int, str, int]
"""Id, name, price, unit and weight of a product."""

_Line = tuple[int | None, str, int, int, int, int]
"""Product, text, quantity, price, discount and amount of a purchase line."""


@dataclass(frozen=True, slots=True)
class _Bought:
    """A purchase that will be given back."""

    purchase_id: int
    customer_id: int | None
    day: int
    payment: str
    clerk: str
    lines: tuple[_Line, ...]
    discount_fen: int
    paid_fen: int


class _Chance(random.Random):
    """Draws what `randrange`, `randint` and `choice` would, without their looking at what they are given: a large shop
    draws tens of millions of times."""

    def below(self, count: int) -> int:
        """A number from 0 to less than `count`."""
        bits = count.bit_length()
        drawn = self.getrandbits(bits)
        while drawn >= count:
            drawn = self.getrandbits(bits)
        return drawn

    def between(self, first: int, last: int) -> int:
        """A number from `first` to `last`."""
        return first + self.below(last - first + 1)

    def one_of(self, things: Sequence[_Thing]) -> _Thing:
        """One of several things."""
        return things[self.below(len(things))]


class _Demo:
    """The making of one demo shop."""

    def __init__(self, change: OpenChange, chance: _Chance, today: date) -> None:
        self._change = change
        self._chance = chance
        self._today = today
        self._joined: list[int] = []
        self._iso = [self._day(day).isoformat() for day in range(_DAYS + 1)]
        self._first_customer = change.reserve(models.Customer)

    def fill(self, customers: int, purchases: int) -> DemoCounts:
        self._settings()
        products = self._products()
        self._joined = sorted(int(_DAYS * self._chance.random() ** 1.5) for _ in range(customers))
        self._customers(customers)
        self._tags(customers)
        self._purchases(purchases, products)
        follow_ups = self._follow_ups(customers)
        self._contacts(customers)
        return DemoCounts(customers, purchases, follow_ups)

    def _day(self, day: int) -> date:
        """Day 0 is two years before today, day _DAYS is today."""
        return self._today - timedelta(days=_DAYS - day)

    def _moment(self, day: int, minute: int) -> str:
        return self._iso[day] + _TIMES[minute]

    def _settings(self) -> None:
        values = {"shop_name": words.SHOP_NAME, "clerks": list(words.CLERKS)}
        rows = [(key, json.dumps(value, ensure_ascii=False)) for key, value in values.items()]
        self._change.insert_rows(models.Setting, ("key", "value"), rows)

    def _products(self) -> list[_Good]:
        first = self._change.reserve(models.Product)
        rows = []
        for index, (name, code, price, unit, _) in enumerate(words.PRODUCTS):
            readings = read_text(name)
            rows.append((first + index, name, readings.full, readings.initials, code, price, unit))
        columns = ("id", "name", "pinyin", "initials", "code", "price_fen", "unit")
        self._change.insert_rows(models.Product, columns, rows)
        return [
            (first + i, name, price, unit, weight) for i, (name, _, price, unit, weight) in enumerate(words.PRODUCTS)
        ]

    # People

    def _customers(self, count: int) -> None:
        chance, first = self._chance, self._first_customer
        regions = {region: split_region(region) for region in words.REGIONS}
        surname_weights = list(accumulate(1 / (place + 2) for place in range(len(words.SURNAMES))))
        surnames = chance.choices(words.SURNAMES, cum_weights=surname_weights, k=count)
        customers, phones, emails, accounts = [], [], [], []
        # Drawn without returning any, so that no two are alike; two for everyone suffice.
        numbers = iter(chance.sample(range(len(words.MOBILE_PREFIXES) * 10**8), 2 * count))
        for index, surname in enumerate(surnames):
            customer_id = first + index
            gender = "female" if chance.random() < 0.58 else "male"
            name = surname + chance.one_of(words.GIVEN_FEMALE if gender == "female" else words.GIVEN_MALE)
            if chance.random() < 0.02:
                name = surname + ("女士" if gender == "female" else "先生")
            readings = read_name(name)
            region = chance.one_of(words.REGIONS) if chance.random() < 0.6 else ""
            address = f"{region}{chance.one_of(words.ROADS)}{chance.between(1, 399)}号" if region else ""
            customers.append((
                customer_id, name, readings.full, readings.initials, readings.sort_key,
                gender if chance.random() < 0.9 else None, *self._birthday(index), address, regions.get(region, ""),
                chance.one_of(words.SOURCES), chance.one_of(words.NOTES) if chance.random() < 0.15 else "",
                f"G{customer_id:05}" if chance.random() < 0.6 else "", self._moment(self._joined[index], _OPENS),
            ))  # fmt: skip
            for place in range(0 if chance.random() < 0.03 else 2 if chance.random() < 0.06 else 1):
                prefix, rest = divmod(next(numbers), 10**8)
                number = f"+86{words.MOBILE_PREFIXES[prefix]}{rest:08}"
                phones.append((customer_id, number, digits_reversed(number), place == 0))
            if chance.random() < 0.35:
                accounts.append((customer_id, "wechat", f"wx_{readings.sort_key.replace(' ', '')}{customer_id}", True))
            if chance.random() < 0.05:
                emails.append((customer_id, f"{readings.sort_key.replace(' ', '')}{customer_id}@example.com", True))
        insert = self._change.insert_rows
        insert(models.Customer, (
            "id", "name", "pinyin", "initials", "sort_key", "gender", "birth_calendar", "birth_year", "birth_month",
            "birth_day", "birth_leap", "address", "region", "source", "note", "member_no", "created",
        ), customers)  # fmt: skip
        insert(models.Phone, ("customer_id", "number", "reversed_digits", "is_main"), phones)
        insert(models.Account, ("customer_id", "service", "handle", "is_main"), accounts)
        insert(models.Email, ("customer_id", "address", "is_main"), emails)

    def _birthday(self, index: int) -> tuple[str | None, int | None, int | None, int | None, bool]:
        """Calendar, year, month, day, leap. A few of the first ones fall near today, one in a leap month."""
        chance = self._chance
        year = self._today.year - chance.between(18, 75)
        soon = {1: 0, 2: 0, 4: 1, 7: 3, 11: 5, 13: 7}.get(index)
        if index == 5 or chance.random() < 0.004:
            while not lunar.leap_month(year):
                year -= 1
            return "lunar", year, lunar.leap_month(year), chance.between(1, 29), True
        if soon is not None:
            day = self._today + timedelta(days=soon)
            if index % 2:
                found = lunar.from_solar(day)
                return "lunar", None, found.month, found.day, False
            return "solar", None, day.month, day.day, False
        if chance.random() < 0.22:
            return None, None, None, None, False
        known = year if chance.random() < 0.8 else None
        if chance.random() < 0.5:
            return "lunar", known, chance.between(1, 12), chance.between(1, 29), False
        born = date(year, 1, 1) + timedelta(days=chance.below(365))
        return "solar", known, born.month, born.day, False

    def _tags(self, count: int) -> None:
        chance, insert = self._chance, self._change.insert_rows
        customers = range(self._first_customer, self._first_customer + count)
        first_tag = self._change.reserve(models.Tag)
        insert(models.Tag, ("name",), [(name,) for name in words.TAGS])
        tags = range(first_tag, first_tag + len(words.TAGS))
        insert(models.CustomerTag, ("customer_id", "tag_id"), [
            (customer, tag) for customer in customers if chance.random() < 0.45
            for tag in chance.sample(tags, chance.one_of((1, 1, 2)))
        ])  # fmt: skip
        field = self._change.reserve(models.CustomField)
        choices = json.dumps(words.TASTES, ensure_ascii=False)
        insert(models.CustomField, ("id", "name", "kind", "choices"), [(field, words.TASTE, "choice", choices)])
        insert(models.CustomValue, ("customer_id", "field_id", "value"), [
            (customer, field, chance.one_of(words.TASTES)) for customer in customers if chance.random() < 0.3
        ])  # fmt: skip
        insert(models.YearlyDate, ("customer_id", "kind", "label", "calendar", "year", "month", "day"), [
            (customer, "wedding", words.WEDDING, "solar", self._today.year - chance.between(1, 30), day.month, day.day)
            for customer in customers if chance.random() < 0.02
            for day in (self._day(chance.below(_DAYS)),) if (day.month, day.day) != (2, 29)
        ])  # fmt: skip

    # Purchases

    def _visits(self, count: int) -> list[tuple[int, int, int | None]]:
        """Day, minute and customer of each purchase, in the order of time. Each customer comes in a rhythm of their
        own; one in seven has stayed away for a while."""
        chance, customers = self._chance, len(self._joined)
        weights = list(accumulate(chance.paretovariate(1.2) for _ in range(customers)))
        passing = count if not customers else sum(chance.random() < 0.04 for _ in range(count))
        visits: list[tuple[int, int, int | None]] = [
            (chance.below(_DAYS), chance.between(_OPENS, _CLOSES - 1), None) for _ in range(passing)
        ]
        chosen = Counter(chance.choices(range(customers), cum_weights=weights, k=count - passing)) if customers else {}
        for index, times in sorted(chosen.items()):
            joined = self._joined[index]
            last = _DAYS if chance.random() < 0.85 else _DAYS - chance.between(60, 300)
            step = max(last - joined, 1) / times
            for visit in range(times):
                day = min(int(joined + step * (visit + chance.random() * 0.5 * (visit > 0))), _DAYS - 1)
                visits.append((day, chance.between(_OPENS, _CLOSES - 1), self._first_customer + index))
        for place in range(min(3, len(visits))):  # this morning's
            visits[-1 - place] = (_DAYS, _OPENS - 5 - 10 * place, visits[-1 - place][2])
        visits.sort(key=lambda visit: visit[:2])
        return visits

    def _purchases(self, count: int, products: Sequence[_Good]) -> None:
        chance = self._chance
        visits = self._visits(count - count // 100)
        to_return = set(chance.sample(range(len(visits) - 3), count // 100)) if count >= 100 else set()
        payments = chance.choices(ShopSettings().payment_methods, weights=(50, 26, 12, 5, 7), k=_VARIETY)
        clerks = chance.choices(words.CLERKS, k=_VARIETY)
        baskets = self._baskets(products)
        next_id = self._change.reserve(models.Purchase)
        days = [iso.replace("-", "") for iso in self._iso]
        returned: list[_Bought] = []
        for start in range(0, len(visits), _PORTION):
            rows: list[tuple[object, ...]] = []
            lines: list[tuple[object, ...]] = []
            for place, (day, minute, customer) in enumerate(visits[start : start + _PORTION], start):
                purchase_id = next_id + place
                any_one = int(chance.random() * _VARIETY)
                basket, discount, paid = baskets[any_one]
                payment, clerk = payments[any_one - place % 7], clerks[any_one - place % 5]
                number = f"{days[day]}{purchase_id % 10000:04}"
                rows.append((purchase_id, customer, number, self._moment(day, minute), None, 0, payment, clerk,
                             discount, paid))  # fmt: skip
                lines.extend([(purchase_id, *line) for line in basket])
                if place in to_return:
                    returned.append(_Bought(purchase_id, customer, day, payment, clerk, basket, discount, paid))
            self._insert_purchases(rows, lines)
        self._refunds(returned, next_id + len(visits))

    def _insert_purchases(self, rows: list[tuple[object, ...]], lines: list[tuple[object, ...]]) -> None:
        self._change.insert_rows(models.Purchase, (
            "id", "customer_id", "number", "at", "refund_of_id", "is_refund", "payment_method", "clerk", "discount_fen",
            "paid_fen",
        ), rows)  # fmt: skip
        self._change.insert_rows(models.PurchaseLine, (
            "purchase_id", "product_id", "text", "quantity_milli", "price_fen", "discount_fen", "amount_fen",
        ), lines)  # fmt: skip

    def _baskets(self, products: Sequence[_Good]) -> list[tuple[tuple[_Line, ...], int, int]]:
        """What purchases hold: lines, the discount on the whole, and what is paid."""
        chance = self._chance
        weights = list(accumulate(product[-1] for product in products))
        found: list[tuple[tuple[_Line, ...], int, int]] = []
        for _ in range(_VARIETY):
            if chance.random() < 0.05:  # just an amount
                amount = chance.between(20, 399) * 100
                found.append((((None, "", 1000, amount, 0, amount),), 0, amount))
                continue
            lines: list[_Line] = []
            several = chance.choices((1, 2, 3), cum_weights=(6, 9, 10))[0]
            for product_id, name, price, unit, _ in chance.choices(products, cum_weights=weights, k=several):
                quantity = chance.choices((1000, 2000, 5000), cum_weights=(75, 94, 100))[0]
                if unit == words.BY_WEIGHT:
                    quantity = chance.one_of((250, 500, 1000))
                off = 500 if price > 2000 and chance.random() < 0.05 else 0
                lines.append((product_id, name, quantity, price, off, line_amount(quantity, price, off)))
            total = sum(line[-1] for line in lines)
            discount = total % 1000 if chance.random() < 0.08 else 0  # the odd yuan
            found.append((tuple(lines), discount, total - discount))
        return found

    def _refunds(self, returned: Sequence[_Bought], first: int) -> None:
        chance = self._chance
        rows: list[tuple[object, ...]] = []
        lines: list[tuple[object, ...]] = []
        for purchase_id, bought in enumerate(returned, first):
            day = min(bought.day + chance.between(1, 10), _DAYS - 1)
            minute = chance.between(_OPENS, _CLOSES - 1) if day > bought.day else _CLOSES
            rows.append((purchase_id, bought.customer_id, "", self._moment(day, minute), bought.purchase_id, 1,
                         bought.payment, bought.clerk, -bought.discount_fen, -bought.paid_fen))  # fmt: skip
            for product, text, quantity, price, off, amount in bought.lines:
                lines.append((purchase_id, product, text, -quantity, price, -off, -amount))
        self._insert_purchases(rows, lines)

    # Promises and talks

    def _follow_ups(self, customers: int) -> int:
        """Some overdue, some for today, some for later, more that are done; a few come back each month."""
        if not customers:
            return 0
        chance = self._chance
        rows: list[tuple[object, ...]] = []
        monthly = Recurrence(1, Unit.MONTH).encode()
        for how_many, first, last in (
            (min(customers // 50 + 2, 60), -9, -1),
            (min(customers // 60 + 2, 40), 0, 0),
            (min(customers // 25 + 2, 120), 1, 7),
            (customers // 15 + 2, 8, 90),
        ):
            for _ in range(how_many):
                due = self._day(_DAYS + chance.between(first, last)).isoformat()
                customer = self._first_customer + chance.below(customers)
                again = chance.random() < 0.15
                time = f"{chance.between(9, 18):02}:{chance.one_of((0, 30)):02}" if chance.random() < 0.2 else None
                rows.append((customer, words.MONTHLY if again else chance.one_of(words.FOLLOW_UPS), due, time,
                             chance.choices((-1, 0, 1), (1, 8, 1))[0], monthly if again else "", None, "",
                             self._moment(_DAYS - 10, _OPENS)))  # fmt: skip
        for _ in range(customers // 4):
            day = chance.between(20, _DAYS - 1)
            customer = self._first_customer + chance.below(customers)
            rows.append((customer, chance.one_of(words.FOLLOW_UPS), self._day(day).isoformat(), None, 0, "",
                         self._moment(day, chance.between(_OPENS, _CLOSES - 1)), chance.one_of(words.OUTCOMES),
                         self._moment(day - 10, _OPENS)))  # fmt: skip
        columns = ("customer_id", "what", "due", "due_time", "priority", "recurrence", "done_at", "outcome", "created")
        self._change.insert_rows(models.FollowUp, columns, rows)
        return len(rows)

    def _contacts(self, customers: int) -> None:
        chance = self._chance
        rows = []
        for day in sorted(chance.below(_DAYS) for _ in range(customers // 3)):
            kind, text = chance.one_of(words.CONTACTS)
            customer = self._first_customer + chance.below(customers)
            rows.append((customer, self._moment(day, chance.between(_OPENS, _CLOSES - 1)), kind, text))
        self._change.insert_rows(models.ContactEntry, ("customer_id", "at", "kind", "text"), rows)
