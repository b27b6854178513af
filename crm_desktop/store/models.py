"""What a shop file holds: the one description of its tables.

A new file is built by the migrations, and a test compares the two. Money is integer fen, quantities are integer
thousandths, times are local ISO texts ("2026-11-21T09:30:00"), dates ISO texts ("2026-11-21"): texts sort as the
times do, in every engine.

Models are for queries. What leaves a service is a plain dataclass.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from peewee import (
    SQL,
    AutoField,
    BlobField,
    BooleanField,
    Check,
    DatabaseProxy,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

database = DatabaseProxy()

EMPTY = {"default": "", "constraints": [SQL("DEFAULT ''")]}
ZERO = {"default": 0, "constraints": [SQL("DEFAULT 0")]}


class Table(Model):
    """A table of the shop."""

    id = AutoField()

    class Meta:
        database = database
        legacy_table_names = False


def among(column: Any, ids: Sequence[int] | Sequence[str]) -> Any:
    """A condition that a column holds one of these ids, or texts. They go over as one text: a thousand parameters take
    Peewee ten times as long as the query."""
    return column.in_(SQL("(SELECT value FROM json_each(?))", [json.dumps(list(ids))]))


def plain_rows(query: Any) -> list[Any]:
    """The rows of a query as plain tuples, several times as fast as through the models."""
    with database.told():
        return list(database.execute(query).fetchall())


class Customer(Table):
    """A person who buys. `pinyin`, `initials` and `sort_key` are readings of the name; `region` is split from the
    address. All four are kept by the customer service, so that lists and searches need no Python."""

    name = TextField(**EMPTY)
    pinyin = TextField(**EMPTY)
    initials = TextField(**EMPTY)
    sort_key = TextField(index=True, **EMPTY)
    gender = TextField(null=True, constraints=[Check("gender IN ('male', 'female')")])
    birth_calendar = TextField(null=True, constraints=[Check("birth_calendar IN ('solar', 'lunar')")])
    birth_year = IntegerField(null=True)
    birth_month = IntegerField(null=True, constraints=[Check("birth_month BETWEEN 1 AND 12")])
    birth_day = IntegerField(null=True, constraints=[Check("birth_day BETWEEN 1 AND 31")])
    birth_leap = BooleanField(**ZERO)
    address = TextField(**EMPTY)
    region = TextField(**EMPTY)
    source = TextField(**EMPTY)
    note = TextField(**EMPTY)
    member_no = TextField(index=True, **EMPTY)
    created = TextField(index=True)

    class Meta:
        indexes = ((("birth_month", "birth_day"), False),)
        constraints = (
            Check("(birth_calendar IS NULL) = (birth_month IS NULL) AND (birth_month IS NULL) = (birth_day IS NULL)"),
        )


class CustomerPart(Table):
    """A row that belongs to one customer and goes with them."""

    customer = ForeignKeyField(Customer, on_delete="CASCADE", lazy_load=False)


class IndexedCustomerPart(Table):
    """The same, where an index over more columns begins with the customer."""

    customer = ForeignKeyField(Customer, on_delete="CASCADE", lazy_load=False, index=False)


class Phone(CustomerPart):
    """A number, E.164 where it is a valid one. `reversed_digits` finds it by its tail. The main one is `is_main`."""

    number = TextField(index=True)
    reversed_digits = TextField(index=True)
    is_main = BooleanField(**ZERO)


class Email(CustomerPart):
    address = TextField()
    is_main = BooleanField(**ZERO)


class Account(CustomerPart):
    """A handle on a messenger: WeChat, QQ."""

    service = TextField(constraints=[Check("service IN ('wechat', 'qq')")])
    handle = TextField(index=True)
    is_main = BooleanField(**ZERO)


class Photo(Table):
    customer = ForeignKeyField(Customer, on_delete="CASCADE", lazy_load=False, unique=True)
    media_type = TextField()
    data = BlobField()


class Tag(Table):
    name = TextField(unique=True)


class CustomerTag(IndexedCustomerPart):
    tag = ForeignKeyField(Tag, on_delete="CASCADE", lazy_load=False, index=True)

    class Meta:
        indexes = ((("customer", "tag"), True),)


class CustomField(Table):
    """A field that the shop defined for its customers. `choices` is a JSON list of texts."""

    name = TextField(unique=True)
    kind = TextField(constraints=[Check("kind IN ('text', 'number', 'date', 'choice', 'yes_no')")])
    choices = TextField(default="[]", constraints=[SQL("DEFAULT '[]'")])
    position = IntegerField(**ZERO)


class CustomValue(IndexedCustomerPart):
    field = ForeignKeyField(CustomField, on_delete="CASCADE", lazy_load=False, index=True)
    value = TextField()

    class Meta:
        indexes = ((("customer", "field"), True),)


class Product(Table):
    name = TextField(index=True)
    pinyin = TextField(**EMPTY)
    initials = TextField(**EMPTY)
    code = TextField(index=True, **EMPTY)
    price_fen = IntegerField(null=True)
    unit = TextField(**EMPTY)
    active = BooleanField(default=True, constraints=[SQL("DEFAULT 1")])


class Purchase(Table):
    """Money that changed hands, once; a refund is negative. Without a customer: a passer-by.

    `paid_fen` is what was paid, and stands even where the lines add up to something else.
    """

    customer = ForeignKeyField(Customer, null=True, on_delete="SET NULL", lazy_load=False, index=False)
    number = TextField(index=True, **EMPTY)
    at = TextField(index=True)
    refund_of = ForeignKeyField("self", null=True, on_delete="SET NULL", lazy_load=False, index=True)
    is_refund = BooleanField(**ZERO)
    payment_method = TextField(**EMPTY)
    clerk = TextField(**EMPTY)
    discount_fen = IntegerField(**ZERO)
    paid_fen = IntegerField()
    note = TextField(**EMPTY)

    class Meta:
        indexes = ((("customer", "at"), False),)


class PurchaseLine(Table):
    """One thing bought: `text` is its name as it was then, `product` its card, if it has one."""

    purchase = ForeignKeyField(Purchase, on_delete="CASCADE", lazy_load=False, index=True)
    product = ForeignKeyField(Product, null=True, on_delete="SET NULL", lazy_load=False, index=True)
    text = TextField(**EMPTY)
    quantity_milli = IntegerField(default=1000, constraints=[SQL("DEFAULT 1000")])
    price_fen = IntegerField(**ZERO)
    discount_fen = IntegerField(**ZERO)
    amount_fen = IntegerField(**ZERO)


class FollowUp(CustomerPart):
    """Something promised to a customer for a day. `recurrence` is as `domain.recurrence` encodes it."""

    what = TextField()
    due = TextField()
    due_time = TextField(null=True)
    priority = IntegerField(constraints=[SQL("DEFAULT 0"), Check("priority BETWEEN -1 AND 1")], default=0)
    recurrence = TextField(**EMPTY)
    snoozed_until = TextField(null=True)
    done_at = TextField(null=True)
    outcome = TextField(**EMPTY)
    created = TextField()

    class Meta:
        indexes = ((("done_at", "due"), False),)


class ContactEntry(CustomerPart):
    """A call, visit, message or note in a customer's history."""

    at = TextField()
    kind = TextField(constraints=[Check("kind IN ('call', 'visit', 'wechat', 'mail', 'note')")])
    text = TextField(**EMPTY)


class YearlyDate(CustomerPart):
    """A day to remember each year besides the birthday: a wedding, a membership."""

    kind = TextField(constraints=[Check("kind IN ('wedding', 'membership', 'other')")])
    label = TextField(**EMPTY)
    calendar = TextField(constraints=[Check("calendar IN ('solar', 'lunar')")])
    year = IntegerField(null=True)
    month = IntegerField(constraints=[Check("month BETWEEN 1 AND 12")])
    day = IntegerField(constraints=[Check("day BETWEEN 1 AND 31")])
    leap = BooleanField(**ZERO)

    class Meta:
        indexes = ((("month", "day"), False),)


class GreetingTemplate(Table):
    """A text that birthday greetings are made of, with placeholders; they take turns in the order of `position`."""

    text = TextField()
    position = IntegerField(**ZERO)


class Greeting(IndexedCustomerPart):
    """A birthday greeted, once for each lunar or solar year. `template` is the text that it was made of, if known."""

    calendar = TextField(constraints=[Check("calendar IN ('solar', 'lunar')")])
    year = IntegerField()
    text = TextField(**EMPTY)
    at = TextField()
    template = ForeignKeyField(GreetingTemplate, null=True, on_delete="SET NULL", lazy_load=False, index=False)

    class Meta:
        indexes = ((("customer", "calendar", "year"), True),)


class ReminderAnswer(Table):
    """What she answered to a reminder that is no follow-up: done or, where there is `until`, put off to that time.

    `occurrence` names the occurrence as `domain.reminding.occurrences` does; `about` is the day that it is about.
    """

    customer = ForeignKeyField(Customer, null=True, on_delete="CASCADE", lazy_load=False)
    occurrence = TextField(unique=True)
    about = TextField()
    at = TextField()
    until = TextField(null=True)


class View(Table):
    """A saved filter, order and choice of columns of one tab, as JSON."""

    tab = TextField()
    name = TextField()
    definition = TextField()
    position = IntegerField(**ZERO)

    class Meta:
        indexes = ((("tab", "name"), True),)


class Setting(Table):
    """A setting that belongs to the shop, as JSON."""

    key = TextField(unique=True)
    value = TextField()


class ChangeRecord(Table):
    """One action of a person, in the journal. `undoes` is the change that this one takes back; to take back an undo
    is to redo."""

    at = TextField()
    title = TextField()
    staff = TextField(**EMPTY)
    kind = TextField(constraints=[SQL("DEFAULT 'do'"), Check("kind IN ('do', 'undo', 'redo')")], default="do")
    rows = IntegerField(**ZERO)
    undoes = IntegerField(null=True, unique=True)

    class Meta:
        table_name = "change"


class JournalRow(Table):
    """What a change did to rows: 'I' new rows `row_id`…`last_id`; 'U' and 'D' one row with its image from before."""

    change = IntegerField()
    tbl = TextField()
    row_id = IntegerField()
    last_id = IntegerField()
    kind = TextField(constraints=[Check("kind IN ('I', 'U', 'D')")])
    image = TextField(null=True)

    class Meta:
        table_name = "journal"
        indexes = ((("change",), False), (("tbl", "row_id"), False))


class CustomerStats(Model):
    """Sums over a customer's purchases, kept by the store's triggers. Derived: not journalled, rebuilt by a check."""

    customer = ForeignKeyField(Customer, primary_key=True, on_delete="CASCADE", lazy_load=False)
    spent_fen = IntegerField(index=True, **ZERO)
    visits = IntegerField(index=True, **ZERO)
    first_at = TextField(null=True)
    last_at = TextField(null=True, index=True)

    class Meta:
        database = database
        legacy_table_names = False


DUE_AGAIN = SQL(
    """date(julianday(substr(last_at, 1, 10)) + (
        3 * CAST(julianday(substr(last_at, 1, 10)) - julianday(substr(first_at, 1, 10)) AS INTEGER) + 2 * visits - 3
    ) / (2 * (visits - 1)))"""
)
"""In SQL, the day on which `domain.reminding.rhythm` expects a customer again, of those who came four times or more."""

FIRST_DAY = SQL("substr(first_at, 6, 5)")
"""In SQL, the month and the day of a customer's first purchase: "11-21"."""

CustomerStats.add_index(
    SQL(f"CREATE INDEX customer_stats_due_again ON customer_stats ({DUE_AGAIN.sql}) WHERE visits >= 4")
)
CustomerStats.add_index(SQL(f"CREATE INDEX customer_stats_first_day ON customer_stats ({FIRST_DAY.sql})"))


class ReminderTold(Model):
    """That an occurrence was told, or why not, so that it is told once. The program's own note: not journalled.

    `customer` is no foreign key: a deleted customer who comes back is not told of again. `again_at`: when its popup
    was closed, the time at which it comes back. `closings`: how often that was.
    """

    key = TextField(primary_key=True)
    customer = IntegerField(null=True, index=True)
    day = TextField(index=True)
    at = TextField()
    state = TextField()
    again_at = TextField(null=True, index=True)
    closings = IntegerField(**ZERO)

    class Meta:
        database = database
        legacy_table_names = False


class ReminderRound(Model):
    """A time, or a stretch of times from `since` to `until`, at which reminders were due, and what came of them. Not
    journalled. `told` counts the lines; `told_at` is when those that fell due in a stretch were told at last."""

    id = AutoField()
    since = TextField()
    until = TextField(index=True)
    outcome = TextField()
    told = IntegerField(**ZERO)
    told_at = TextField(null=True)

    class Meta:
        database = database
        legacy_table_names = False


class ShopIdentity(Model):
    """Which shop the file is: one row, the same in every copy of it. Not journalled."""

    id = TextField(primary_key=True)

    class Meta:
        database = database
        legacy_table_names = False


JOURNALLED: tuple[type[Table], ...] = (
    Customer, Phone, Email, Account, Photo, Tag, CustomerTag, CustomField, CustomValue, Product, Purchase,
    PurchaseLine, FollowUp, ContactEntry, YearlyDate, GreetingTemplate, Greeting, ReminderAnswer, View, Setting,
)  # fmt: skip
"""Every table whose rows a person changes, parents before children."""

ALL_MODELS: tuple[type[Model], ...] = (
    *JOURNALLED,
    ChangeRecord,
    JournalRow,
    CustomerStats,
    ReminderTold,
    ReminderRound,
    ShopIdentity,
)
