"""What the shop has, found by keys: for imports in portions, where looking the whole shop through each time would make
twice the rows four times the work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from peewee import fn

from crm_desktop.domain.birthday import Birthday
from crm_desktop.domain.plain_fields import PLAIN_KEYS
from crm_desktop.exchange.people.directory import Person, plain_name
from crm_desktop.exchange.people.known import load_people
from crm_desktop.exchange.people.reading import FieldPlan
from crm_desktop.store.models import Customer, FollowUp, Phone, Product, Purchase, PurchaseLine, Table
from crm_desktop.store.scratch import Scratch
from crm_desktop.store.shop import Changing, Shop

_AT_ONCE: Final = 20_000
_MOST_LIKE_NAMED: Final = 50
_MOST_OF_A_NAME: Final = 1_000


GoodsKey = tuple[str, str]
"""What a product is known by: its code, or its name."""


def goods_keys(name: str, code: str) -> tuple[GoodsKey, ...]:
    """The keys of a product: the code, if it has one, goes before the name."""
    by_name = ("name", "".join(name.split()).casefold())
    return (("code", "".join(code.split()).casefold()), by_name) if code else (by_name,)


class Earlier:
    """The shop as it is inside an open change: what it had before, and what earlier portions have written.

    Keys are hashes: two may be alike by chance, so what is found may be too much, never too little.
    """

    def __init__(self, shop: Shop, change: Changing, scratch: Scratch) -> None:
        self._shop = shop
        self._change = change
        self._scratch = scratch
        self._last: dict[str, int] = {}
        self._last_image = 0
        self._has_names = False
        self._has_purchases = False
        self.first_purchase = change.reserve(Purchase)
        """Purchases from this id on are this import's own."""

    def people(self, people: Iterable[Person], fields: Sequence[FieldPlan]) -> list[tuple[int, Person]]:
        """The customers whom rows may mean, as `known.known_people`; for rows without phone and member number the
        first fifty of their name, and those of whom all the same is known."""
        keys: set[int] = set()
        names: set[str] = set()
        for person in people:
            keys.update(map(_phone_key, person.telling))
            if person.member_key:
                keys.add(_member_key(person.member_key))
            if person.name and person.birthday is not None:
                keys.add(_born_key(person.name, person.birthday))
            if not person.telling and not person.member_key:
                names.add(person.name)
                keys.add(_content_key(person.name, person.gender, person.address, person.note, *_plain(person)))
        self._catch_up(with_names=bool(names))
        owners = self._scratch.owners(keys)
        for name in names:
            owners.update(self._scratch.first(_name_key(name), _MOST_LIKE_NAMED))
        return load_people(self._shop, sorted(owners), fields)

    def named(self, names: Iterable[str]) -> list[tuple[int, Person]]:
        """The customers of these names; of each name at most a thousand."""
        self._catch_up(with_names=True)
        owners = {owner for name in names for owner in self._scratch.first(_name_key(name), _MOST_OF_A_NAME)}
        return load_people(self._shop, sorted(owners), ())

    def _catch_up(self, *, with_names: bool) -> None:
        """Note the keys of what was written since."""
        for rows in self._new(Phone, Phone.customer, Phone.number):
            self._scratch.add((_phone_key(number), customer_id) for _, customer_id, number in rows)
        c = Customer
        columns = (c.name, c.member_no, c.birth_calendar, c.birth_year, c.birth_month, c.birth_day, c.birth_leap,
                   c.gender, c.address, c.note, *_plain(c))  # fmt: skip
        if with_names and not self._has_names:
            self._has_names = True
            self._last.pop(Customer._meta.table_name, None)
        for rows in self._new(Customer, *columns):
            self._note_customers(rows)
        updated, self._last_image = self._change.updated_since(Customer, self._last_image)
        for start in range(0, len(updated), _AT_ONCE // 4):
            some = updated[start : start + _AT_ONCE // 4]
            self._note_customers(self._shop.rows(c.select(c.id, *columns).where(c.id.in_(some))))

    def _note_customers(self, rows: Iterable[Any]) -> None:
        keys: list[tuple[int, int]] = []
        for i, name, member_no, calendar, year, month, day, leap, gender, address, note, *plain in rows:
            if member_no:
                keys.append((_member_key(member_no), i))
            if calendar is not None:
                keys.append((_date_key(name, calendar, year, month, day, leap), i))
            if self._has_names:
                keys.append((_name_key(name), i))
                keys.append((_content_key(name, gender, address, note, *plain), i))
        self._scratch.add(keys)

    def _new(self, model: type[Table], *columns: Any) -> Iterator[Sequence[Any]]:
        """The rows of a table that were added since it was last asked for, some at a time."""
        table = str(model._meta.table_name)
        last = self._last.get(table, 0)
        newest = self._shop.rows(model.select(fn.MAX(model.id)))[0][0] or 0
        while last < newest:
            rows = self._shop.rows(
                model.select(model.id, *columns).where(model.id > last).order_by(model.id).limit(_AT_ONCE)
            )
            last = rows[-1][0]
            yield rows
        self._last[table] = last

    def take_purchase(self, customer_id: int | None, at: str, paid: int, text: str) -> int | None:
        """A purchase without a number that the shop had before this import, each given once."""
        if not self._has_purchases:
            self._has_purchases = True
            self._note_purchases()
        return self._scratch.take(hash(("purchase", customer_id, at, paid, text)))

    def _note_purchases(self) -> None:
        p, line, last = Purchase, PurchaseLine, 0
        while rows := self._shop.rows(
            p.select(p.id, p.customer, p.at, p.paid_fen)
            .where((p.number == "") & (p.id > last) & (p.id < self.first_purchase))
            .order_by(p.id)
            .limit(_AT_ONCE)
        ):
            texts: dict[int, str] = {}
            mine = line.select(line.purchase, line.text).where(line.purchase.between(rows[0][0], rows[-1][0]))
            for purchase_id, text in self._shop.rows(mine.order_by(line.id)):
                texts.setdefault(purchase_id, text)
            last = rows[-1][0]
            self._scratch.add((hash(("purchase", who, at, paid, texts.get(i, ""))), i) for i, who, at, paid in rows)

    def follow_up(self, customer: object, what: str, due: str) -> int | None:
        """The follow-up for that customer and day, if the shop or an earlier portion has it already."""
        f = FollowUp
        for rows in self._new(FollowUp, f.customer, f.what, f.due):
            self._scratch.add((hash(("follow-up", who, text, day)), i) for i, who, text, day in rows)
        return next(iter(self._scratch.first(hash(("follow-up", customer, what, due)), 1)), None)

    def products(self, keys: Iterable[GoodsKey]) -> dict[GoodsKey, int]:
        """The first product that has, or had at some time in this change, each of the keys."""
        for rows in self._new(Product, Product.name, Product.code):
            self.note_products((key, i) for i, name, code in rows for key in goods_keys(name, code))
        hashes = {hash(key): key for key in keys}
        return {hashes[found]: owner for found, owner in self._scratch.firsts(hashes).items()}

    def note_products(self, keys: Iterable[tuple[GoodsKey, int]]) -> None:
        """Note what products are known by."""
        self._scratch.add((hash(key), owner) for key, owner in keys)


def _phone_key(number: str) -> int:
    return hash("p" + number)


def _member_key(member_no: str) -> int:
    return hash("m" + member_no)


def _name_key(name: str) -> int:
    return hash("n" + plain_name(name))


def _born_key(name: str, born: Birthday) -> int:
    return _date_key(name, born.calendar.value, born.year, born.month, born.day, born.leap)


def _date_key(name: str, calendar: str, year: int | None, month: int, day: int, leap: int) -> int:
    return hash((plain_name(name), calendar, year, month, day, leap))


def _content_key(name: str, *texts: str | None) -> int:
    return hash((plain_name(name), texts))


def _plain(record: Any) -> tuple[Any, ...]:
    """The plain fields of a person, or their columns of the table."""
    return tuple(getattr(record, key) for key in PLAIN_KEYS)
