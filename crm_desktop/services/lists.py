"""The lists that a shop hands over: what their columns are called and hold, before any file format.

The window gives the ids and columns that its table shows; the command line gives its own choice, or takes all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from crm_desktop.domain.birthday import Birthday, Calendar, birthday_words
from crm_desktop.domain.custom_field import CustomFieldKind, show_custom_value
from crm_desktop.domain.plain_fields import PLAIN_FIELDS
from crm_desktop.domain.recurrence import words as recurrence_words
from crm_desktop.domain.table import ColumnKind, Table, TableColumn, Value
from crm_desktop.errors import BadCommand
from crm_desktop.language import Sentence, language, tr
from crm_desktop.services.birthdays import BirthdayRow
from crm_desktop.services.custom_fields import CustomFieldRow
from crm_desktop.services.customer_records import Customer
from crm_desktop.services.follow_ups import FollowUp, Section
from crm_desktop.services.products import Product
from crm_desktop.services.purchase_records import Bought, Purchase, PurchaseFilter, things_bought

if TYPE_CHECKING:
    from crm_desktop.services import Services

R = TypeVar("R")
_BATCH: Final = 1_000
_EXACT_DIGITS: Final = 15
CUSTOM: Final = "custom:"


@dataclass(frozen=True)
class ListColumn(Generic[R]):
    """A column of a list: its key, its heading, how its values are to be read, and its value of a row."""

    key: str
    title: Sentence
    kind: ColumnKind
    value: Callable[[R], Value]
    total: bool = False

    def heading(self, region: str = "CN") -> TableColumn:
        """The column as a table has it, in today's language; `region` is the shop's."""
        return TableColumn(str(self.title), self.kind, key=self.key, total=self.total, region=region)


PRIORITIES: Final[dict[int, Sentence]] = {1: Sentence("High"), 0: Sentence("Normal"), -1: Sentence("Low")}


def priority_words(priority: int) -> str:
    """A follow-up's priority in words; nothing for what is neither high nor low."""
    return str(PRIORITIES[priority]) if priority else ""


def _birthday(birthday: Birthday | None) -> Value:
    """A real date where there is one, else words that the importer reads back."""
    if birthday is None:
        return None
    if birthday.calendar is Calendar.SOLAR and birthday.year is not None:
        return date(birthday.year, birthday.month, birthday.day)
    return _spoken(birthday, language())


@lru_cache(maxsize=4096)
def _spoken(birthday: Birthday, _language: str) -> str:
    return birthday_words(birthday)


def _gender(gender: str | None) -> str:
    """A gender as a cell has it: in small letters; "" if it is unknown."""
    if gender is None:
        return ""
    return tr("male") if gender == "male" else tr("female")


def why_words(birthday: BirthdayRow) -> str:
    """Why it is celebrated on that day, as a sentence of its own."""
    words = str(birthday.occurrence.why)
    return words[:1].upper() + words[1:]


CUSTOMER_COLUMNS: Final[tuple[ListColumn[Customer], ...]] = (
    ListColumn("name", Sentence("Name"), "text", lambda c: c.name),
    ListColumn("phone", Sentence("Phone"), "phones", lambda c: c.phones),
    ListColumn("gender", Sentence("Gender"), "text", lambda c: _gender(c.gender)),
    ListColumn("birthday", Sentence("Birthday"), "any", lambda c: _birthday(c.birthday)),
    ListColumn("wechat", Sentence("WeChat"), "text", lambda c: c.wechat),
    ListColumn("qq", Sentence("QQ"), "text", lambda c: c.qq),
    ListColumn("email", Sentence("E-mail"), "text", lambda c: c.emails),
    ListColumn("address", Sentence("Address"), "text", lambda c: c.address),
    ListColumn("region", Sentence("Region"), "text", lambda c: c.region),
    ListColumn("tags", Sentence("Tags"), "text", lambda c: c.tags),
    *(ListColumn(plain.key, plain.label, "text", attrgetter(plain.key)) for plain in PLAIN_FIELDS),
    ListColumn("note", Sentence("Note"), "text", lambda c: c.note),
    ListColumn("member_no", Sentence("Member no."), "text", lambda c: c.member_no),
    ListColumn("total_spent", Sentence("Total spent"), "money", lambda c: c.spent_fen, total=True),
    ListColumn("visits", Sentence("Visits"), "number", lambda c: c.visits),
    ListColumn("first_purchase", Sentence("First purchase"), "date", lambda c: c.first_purchase),
    ListColumn("last_purchase", Sentence("Last purchase"), "date", lambda c: c.last_purchase),
    ListColumn("created", Sentence("Customer since"), "datetime", lambda c: c.created),
)

PURCHASE_COLUMNS: Final[tuple[ListColumn[Purchase], ...]] = (
    ListColumn("number", Sentence("Order number"), "text", lambda p: p.number),
    ListColumn("at", Sentence("Date"), "datetime", lambda p: p.at),
    ListColumn("customer", Sentence("Customer"), "text", lambda p: p.customer_name),
    ListColumn("phone", Sentence("Phone"), "phone", lambda p: p.customer_phone),
    ListColumn("what", Sentence("Product"), "text", lambda p: p.what),
    ListColumn("amount", Sentence("Amount"), "money", lambda p: p.paid_fen, total=True),
    ListColumn("payment", Sentence("Payment method"), "text", lambda p: p.payment_method),
    ListColumn("clerk", Sentence("Clerk"), "text", lambda p: p.clerk),
    ListColumn("note", Sentence("Note"), "text", lambda p: p.note),
)

BOUGHT_COLUMNS: Final[tuple[ListColumn[Bought], ...]] = (
    ListColumn("number", Sentence("Order number"), "text", lambda b: b.purchase.number),
    ListColumn("at", Sentence("Date"), "datetime", lambda b: b.purchase.at),
    ListColumn("customer", Sentence("Customer"), "text", lambda b: b.purchase.customer_name),
    ListColumn("phone", Sentence("Phone"), "phone", lambda b: b.purchase.customer_phone),
    ListColumn("product", Sentence("Product"), "text", lambda b: b.line.text if b.line else None),
    ListColumn("product_code", Sentence("Product code"), "text", lambda b: b.code),
    ListColumn("quantity", Sentence("Quantity"), "quantity", lambda b: b.line.quantity_milli if b.line else None),
    ListColumn("price", Sentence("Unit price"), "money", lambda b: b.line.price_fen if b.line else None),
    ListColumn("discount", Sentence("Discount"), "money", lambda b: b.line.discount_fen if b.line else None),
    ListColumn("amount", Sentence("Amount"), "money", lambda b: b.line.amount_fen if b.line else None, total=True),
    # Of the whole purchase: with the first thing bought alone, so that a sum over the column is right.
    ListColumn(
        "discount_on_all",
        Sentence("Discount on all"),
        "money",
        lambda b: b.purchase.discount_fen if b.is_first else None,
        total=True,
    ),
    ListColumn(
        "paid_in_all",
        Sentence("Paid in all"),
        "money",
        lambda b: b.purchase.paid_fen if b.is_first else None,
        total=True,
    ),
    ListColumn("payment", Sentence("Payment method"), "text", lambda b: b.purchase.payment_method),
    ListColumn("clerk", Sentence("Clerk"), "text", lambda b: b.purchase.clerk),
    ListColumn("note", Sentence("Note"), "text", lambda b: b.purchase.note),
    # What brings the rows together again, and a refund to its purchase.
    ListColumn("purchase_no", Sentence("Purchase no."), "number", lambda b: b.purchase.id),
    ListColumn("refund_of_no", Sentence("Refund of no."), "number", lambda b: b.purchase.refund_of),
)
"""Of the purchases with a row for each thing bought."""

PRODUCT_COLUMNS: Final[tuple[ListColumn[Product], ...]] = (
    ListColumn("name", Sentence("Product"), "text", lambda p: p.name),
    ListColumn("code", Sentence("Code"), "text", lambda p: p.code),
    ListColumn("price", Sentence("Price"), "money", lambda p: p.price_fen),
    ListColumn("unit", Sentence("Unit"), "text", lambda p: p.unit),
    ListColumn("offered", Sentence("Offered"), "yes_no", lambda p: tr("Yes") if p.active else tr("No")),
)

FOLLOW_UP_COLUMNS: Final[tuple[ListColumn[FollowUp], ...]] = (
    ListColumn("due", Sentence("Due"), "date", lambda f: f.day),
    ListColumn(
        "due_time", Sentence("Due time"), "text", lambda f: f.due_time.isoformat("minutes") if f.due_time else None
    ),
    ListColumn("customer", Sentence("Customer"), "text", lambda f: f.customer_name),
    ListColumn("phone", Sentence("Phone"), "phone", lambda f: f.customer_phone),
    ListColumn("what", Sentence("What to do"), "text", lambda f: f.what),
    ListColumn("priority", Sentence("Priority"), "text", lambda f: priority_words(f.priority)),
    ListColumn(
        "recurrence",
        Sentence("Repeats"),
        "text",
        lambda f: str(recurrence_words(f.recurrence)) if f.recurrence else None,
    ),
    ListColumn("done", Sentence("Done on"), "datetime", lambda f: f.done_at),
    ListColumn("outcome", Sentence("Outcome"), "text", lambda f: f.outcome),
)

BIRTHDAY_COLUMNS: Final[tuple[ListColumn[BirthdayRow], ...]] = (
    ListColumn("date", Sentence("Date"), "date", lambda b: b.occurrence.date),
    ListColumn("in_days", Sentence("In days"), "number", lambda b: b.in_days),
    ListColumn("name", Sentence("Name"), "text", lambda b: b.name),
    ListColumn("phone", Sentence("Phone"), "phone", lambda b: b.phone),
    ListColumn("birthday", Sentence("Birthday"), "text", lambda b: b.words),
    ListColumn("turning", Sentence("Age"), "number", lambda b: b.occurrence.turning),
    ListColumn("why", Sentence("Why this day"), "text", why_words),
    ListColumn("greeted", Sentence("Greeted"), "text", lambda b: tr("Greeted") if b.greeted else ""),
)


def _number(stored: str) -> Value:
    """The number of a field, as text where a spreadsheet would round it away."""
    if sum(sign.isdecimal() for sign in stored) > _EXACT_DIGITS:
        return stored
    return float(stored) if "." in stored else int(stored)


def custom_column(field: CustomFieldRow) -> ListColumn[Customer]:
    """The column of a field of the shop's own."""
    kinds: dict[CustomFieldKind, tuple[ColumnKind, Callable[[str], Value]]] = {
        CustomFieldKind.NUMBER: ("number", _number),
        CustomFieldKind.DATE: ("date", date.fromisoformat),
        CustomFieldKind.YES_NO: ("yes_no", lambda stored: show_custom_value(field.kind, stored)),
    }
    kind, shown = kinds.get(field.kind, ("text", str))

    def value(customer: Customer) -> Value:
        stored = customer.custom.get(field.name, "")
        return shown(stored) if stored else None

    return ListColumn(CUSTOM + field.name, Sentence("%1", field.name), kind, value)


def rows_of(
    columns: Sequence[ListColumn[R]], ids: Sequence[int], fetch: Callable[[Sequence[int]], Sequence[R]]
) -> Iterator[list[Value]]:
    """The values of the columns for rows fetched in portions."""
    for record in records_of(ids, fetch):
        yield [column.value(record) for column in columns]


def records_of(ids: Sequence[int], fetch: Callable[[Sequence[int]], Sequence[R]]) -> Iterator[R]:
    """The records of any number of ids, fetched in portions."""
    for start in range(0, len(ids), _BATCH):
        yield from fetch(ids[start : start + _BATCH])


class Lists:
    """The whole lists, as the command line hands them over."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def table(self, kind: str, find: str = "", keys: Sequence[str] | None = None) -> Table:
        """The list of `kind` (customers, purchases, bought, followups, birthdays, products), all of it or what `find`
        finds, in the columns `keys`, or all. "bought": the purchases with a row for each thing bought. BadCommand for
        a column that there is none of."""
        return {
            "customers": self._customers,
            "purchases": self._purchases,
            "bought": self._bought,
            "products": self._products,
            "followups": self._follow_ups,
            "birthdays": self._birthdays,
        }[kind](find, keys)

    def customers(self, find: str = "") -> Iterator[Customer]:
        """All customers, or those that `find` finds."""
        return records_of(self._services.customers.find_ids(find), self._services.customers.get_many)

    def follow_ups(self, find: str = "") -> Iterator[FollowUp]:
        """All open follow-ups, or those that `find` finds, the soonest first."""
        follow_ups = self._services.follow_ups
        return records_of(follow_ups.ids(Section.ALL, self._services.clock.now().date(), find), follow_ups.get_many)

    def birthdays(self, find: str = "") -> Iterator[BirthdayRow]:
        """The birthdays of the coming year, of all customers or those that `find` finds, the soonest first."""
        only = set(self._services.customers.find_ids(find)) if find.strip() else None
        return self._services.birthdays.coming(self._services.clock.now().date(), only=only)

    def _customers(self, find: str, keys: Sequence[str] | None) -> Table:
        customers = self._services.customers
        own = [custom_column(field) for field in self._services.custom_fields.all()]
        columns = chosen([*CUSTOMER_COLUMNS, *own], keys)
        ids = customers.find_ids(find)
        return self._table(tr("Customers"), columns, rows_of(columns, ids, customers.get_many), find)

    def _purchases(self, find: str, keys: Sequence[str] | None) -> Table:
        purchases = self._services.purchases
        columns = chosen(PURCHASE_COLUMNS, keys)
        ids = purchases.ids(PurchaseFilter(text=find))
        return self._table(tr("Purchases"), columns, rows_of(columns, ids, purchases.get_many), find)

    def bought(self, ids: Sequence[int]) -> list[Bought]:
        """The things bought in these purchases."""
        codes = {product.id: product.code for product in self._services.products.all(include_inactive=True)}
        return list(things_bought(self._services.purchases.get_many(ids), codes))

    def _bought(self, find: str, keys: Sequence[str] | None) -> Table:
        columns = chosen(BOUGHT_COLUMNS, keys)
        ids = self._services.purchases.ids(PurchaseFilter(text=find))
        return self._table(tr("Purchases"), columns, rows_of(columns, ids, self.bought), find)

    def _products(self, find: str, keys: Sequence[str] | None) -> Table:
        columns = chosen(PRODUCT_COLUMNS, keys)
        products = self._services.products
        found = products.search(find, limit=None) if find.strip() else products.all(include_inactive=True)
        return self._table(tr("Products"), columns, ([c.value(product) for c in columns] for product in found), find)

    def _follow_ups(self, find: str, keys: Sequence[str] | None) -> Table:
        follow_ups = self._services.follow_ups
        columns = chosen(FOLLOW_UP_COLUMNS, keys)
        on = self._services.clock.now().date()
        ids = [i for section in (Section.ALL, Section.DONE) for i in follow_ups.ids(section, on, find)]
        return self._table(tr("Follow-ups"), columns, rows_of(columns, ids, follow_ups.get_many), find)

    def _birthdays(self, find: str, keys: Sequence[str] | None) -> Table:
        columns = chosen(BIRTHDAY_COLUMNS, keys)
        rows = ([column.value(birthday) for column in columns] for birthday in self.birthdays(find))
        return self._table(tr("Birthdays"), columns, rows, find)

    def _table(self, title: str, columns: Sequence[ListColumn[Any]], rows: Iterator[list[Value]], find: str) -> Table:
        about = [tr("Found by “%1”", find)] if find.strip() else []
        region = self._services.settings.get().region
        return Table(title, [column.heading(region) for column in columns], rows, about)


def chosen(columns: Sequence[ListColumn[R]], keys: Sequence[str] | None) -> list[ListColumn[R]]:
    """The columns with these keys, or all. BadCommand for a key that there is none of."""
    by_key = {column.key: column for column in columns}
    if keys is None:
        return list(columns)
    unknown = [key for key in keys if key not in by_key]
    if unknown:
        raise BadCommand(Sentence("There is no column “%1”. The columns are: %2.", unknown[0], ", ".join(by_key)))
    return [by_key[key] for key in keys]
