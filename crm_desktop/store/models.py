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


class Customer(Table):
    """A person who buys. `pinyin`, `initials` and `sort_key` are readings of the name; `region` is split from the
    address. All four are kept by the customer service, so that lists and searches need no Python."""

    name = TextField(help_text="as she writes it", **EMPTY)
    pinyin = TextField(help_text="every reading of the name, in syllables", **EMPTY)
    initials = TextField(help_text="the first letters of these readings", **EMPTY)
    sort_key = TextField(index=True, help_text="the reading that lists are sorted by", **EMPTY)
    gender = TextField(
        null=True, constraints=[Check("gender IN ('male', 'female')")], help_text="male, female, or not known"
    )
    birth_calendar = TextField(
        null=True,
        constraints=[Check("birth_calendar IN ('solar', 'lunar')")],
        help_text="in which calendar the birthday is",
    )
    birth_year = IntegerField(null=True, help_text="in that calendar, where it is known")
    birth_month = IntegerField(
        null=True, constraints=[Check("birth_month BETWEEN 1 AND 12")], help_text="in that calendar"
    )
    birth_day = IntegerField(null=True, constraints=[Check("birth_day BETWEEN 1 AND 31")], help_text="in that calendar")
    birth_leap = BooleanField(help_text="1: in a lunar leap month", **ZERO)
    address = TextField(help_text="in one line", **EMPTY)
    region = TextField(help_text="province, city and district of the address", **EMPTY)
    source = TextField(help_text="where the customer came from", **EMPTY)
    note = TextField(help_text="anything else, in lines", **EMPTY)
    member_no = TextField(index=True, help_text="the number of the shop's own card", **EMPTY)
    created = TextField(index=True, help_text="since when the customer is in the shop")

    class Meta:
        indexes = ((("birth_calendar", "birth_month", "birth_day"), False),)
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

    number = TextField(index=True, help_text="E.164 where it is a valid number, else as typed; an extension as ;ext=")
    reversed_digits = TextField(index=True, help_text="its digits from the last to the first")
    is_main = BooleanField(help_text="1: the one shown first", **ZERO)


class Email(CustomerPart):
    """An e-mail address."""

    address = TextField(help_text="as typed")
    is_main = BooleanField(help_text="1: the one shown first", **ZERO)


class Account(CustomerPart):
    """A handle on a messenger: WeChat, QQ."""

    service = TextField(constraints=[Check("service IN ('wechat', 'qq')")], help_text="which messenger")
    handle = TextField(index=True, help_text="the name there")
    is_main = BooleanField(help_text="1: the one shown first", **ZERO)


class Photo(Table):
    """A customer's picture, one at the most."""

    customer = ForeignKeyField(Customer, on_delete="CASCADE", lazy_load=False, unique=True)
    media_type = TextField(help_text="image/jpeg or image/png")
    data = BlobField(help_text="the picture's file")


class Tag(Table):
    """A word that customers are marked with."""

    name = TextField(unique=True, help_text="as she writes it")


class CustomerTag(IndexedCustomerPart):
    """That a customer is marked with a tag."""

    tag = ForeignKeyField(Tag, on_delete="CASCADE", lazy_load=False, index=True)

    class Meta:
        indexes = ((("customer", "tag"), True),)


class CustomField(Table):
    """A field that the shop defined for its customers. `choices` is a JSON list of texts."""

    name = TextField(unique=True, help_text="its heading")
    kind = TextField(
        constraints=[Check("kind IN ('text', 'number', 'date', 'choice', 'yes_no')")], help_text="what its values are"
    )
    choices = TextField(default="[]", constraints=[SQL("DEFAULT '[]'")], help_text="of a choice: a JSON list of texts")
    position = IntegerField(help_text="its place among the fields", **ZERO)


class CustomValue(IndexedCustomerPart):
    """What a customer has in a field of the shop's own."""

    field = ForeignKeyField(CustomField, on_delete="CASCADE", lazy_load=False, index=True)
    value = TextField(help_text="as text: a number plainly, a date as ISO, yes or no")

    class Meta:
        indexes = ((("customer", "field"), True),)


class Product(Table):
    """A thing or a service that the shop sells."""

    name = TextField(index=True, help_text="as it is sold")
    pinyin = TextField(help_text="every reading of the name", **EMPTY)
    initials = TextField(help_text="the first letters of these readings", **EMPTY)
    code = TextField(index=True, help_text="bar code or the shop's own", **EMPTY)
    price_fen = IntegerField(null=True, help_text="what one costs now")
    unit = TextField(help_text="of what it is counted in", **EMPTY)
    active = BooleanField(default=True, constraints=[SQL("DEFAULT 1")], help_text="0: offered no more")


class Purchase(Table):
    """Money that changed hands, once; a refund is negative. Without a customer: a passer-by.

    `paid_fen` is what was paid, and stands even where the lines add up to something else.
    """

    customer = ForeignKeyField(Customer, null=True, on_delete="SET NULL", lazy_load=False, index=False)
    number = TextField(index=True, help_text="of the till's slip or an order", **EMPTY)
    at = TextField(index=True, help_text="when it was paid")
    refund_of = ForeignKeyField("self", null=True, on_delete="SET NULL", lazy_load=False, index=True)
    is_refund = BooleanField(help_text="1: money that was given back", **ZERO)
    payment_method = TextField(help_text="one of the shop's own", **EMPTY)
    clerk = TextField(help_text="who sold it", **EMPTY)
    discount_fen = IntegerField(help_text="off the whole", **ZERO)
    paid_fen = IntegerField(help_text="what was paid")
    note = TextField(help_text="anything else", **EMPTY)

    class Meta:
        indexes = ((("customer", "at"), False),)


class PurchaseLine(Table):
    """One thing bought: `text` is its name as it was then, `product` its card, if it has one."""

    purchase = ForeignKeyField(Purchase, on_delete="CASCADE", lazy_load=False, index=True)
    product = ForeignKeyField(Product, null=True, on_delete="SET NULL", lazy_load=False, index=True)
    text = TextField(help_text="what it was called then", **EMPTY)
    quantity_milli = IntegerField(default=1000, constraints=[SQL("DEFAULT 1000")], help_text="thousandths")
    price_fen = IntegerField(help_text="of one", **ZERO)
    discount_fen = IntegerField(help_text="off this line", **ZERO)
    amount_fen = IntegerField(help_text="what the line comes to", **ZERO)


class FollowUp(CustomerPart):
    """Something promised to a customer for a day. `recurrence` is as `domain.recurrence` encodes it."""

    what = TextField(help_text="what was promised")
    due = TextField(help_text="the day")
    due_time = TextField(null=True, help_text="HH:MM, where an hour was promised")
    priority = IntegerField(
        constraints=[SQL("DEFAULT 0"), Check("priority BETWEEN -1 AND 1")],
        default=0,
        help_text="-1 low, 0 ordinary, 1 high",
    )
    recurrence = TextField(help_text="how it repeats", **EMPTY)
    snoozed_until = TextField(null=True, help_text="put off until then")
    done_at = TextField(null=True, help_text="when it was done")
    outcome = TextField(help_text="what came of it", **EMPTY)
    created = TextField(help_text="when it was planned")


FollowUp.add_index(SQL("CREATE INDEX follow_up_done_at_day ON follow_up (done_at, coalesce(snoozed_until, due))"))


class ContactEntry(CustomerPart):
    """A call, visit, message or note in a customer's history."""

    at = TextField(help_text="when it was")
    kind = TextField(
        constraints=[Check("kind IN ('call', 'visit', 'wechat', 'mail', 'note')")], help_text="how they were in touch"
    )
    text = TextField(help_text="what was said", **EMPTY)


class YearlyDate(CustomerPart):
    """A day to remember each year besides the birthday: a wedding, a membership."""

    kind = TextField(constraints=[Check("kind IN ('wedding', 'membership', 'other')")], help_text="of what")
    label = TextField(help_text="her own word for it", **EMPTY)
    calendar = TextField(
        constraints=[Check("calendar IN ('solar', 'lunar')")], help_text="in which calendar the day is"
    )
    year = IntegerField(null=True, help_text="of the first one, where it is known")
    month = IntegerField(constraints=[Check("month BETWEEN 1 AND 12")], help_text="in that calendar")
    day = IntegerField(constraints=[Check("day BETWEEN 1 AND 31")], help_text="in that calendar")
    leap = BooleanField(help_text="1: in a lunar leap month", **ZERO)

    class Meta:
        indexes = ((("calendar", "month", "day"), False),)


class GreetingTemplate(Table):
    """A text that birthday greetings are made of, with placeholders; they take turns in the order of `position`."""

    text = TextField(help_text="with placeholders")
    position = IntegerField(help_text="its turn", **ZERO)


class Greeting(IndexedCustomerPart):
    """A birthday greeted, once for each lunar or solar year. `template` is the text that it was made of, if known."""

    calendar = TextField(constraints=[Check("calendar IN ('solar', 'lunar')")], help_text="whose years are counted")
    year = IntegerField(help_text="which was greeted in")
    text = TextField(help_text="what was sent", **EMPTY)
    at = TextField(help_text="when it was marked")
    template = ForeignKeyField(GreetingTemplate, null=True, on_delete="SET NULL", lazy_load=False, index=False)

    class Meta:
        indexes = ((("customer", "calendar", "year"), True),)


class ReminderAnswer(Table):
    """What she answered to a reminder that is no follow-up: done or, where there is `until`, put off to that time.

    `occurrence` names the occurrence as `domain.reminding.occurrences` does; `about` is the day that it is about.
    """

    customer = ForeignKeyField(Customer, null=True, on_delete="CASCADE", lazy_load=False)
    occurrence = TextField(unique=True, help_text="what was answered")
    about = TextField(help_text="the day that it is about")
    at = TextField(help_text="when it was answered")
    until = TextField(null=True, help_text="put off until then; nothing: it is done")


class View(Table):
    """A saved filter, order and choice of columns of one tab, as JSON."""

    tab = TextField(help_text="which page it belongs to")
    name = TextField(help_text="as she calls it")
    definition = TextField(help_text="filter, order and columns as JSON")
    position = IntegerField(help_text="its place in the menu", **ZERO)

    class Meta:
        indexes = ((("tab", "name"), True),)


class Setting(Table):
    """A setting that belongs to the shop, as JSON."""

    key = TextField(unique=True, help_text="its name")
    value = TextField(help_text="as JSON")


class ChangeRecord(Table):
    """One action of a person, in the journal. `undoes` is the change that this one takes back; to take back an undo
    is to redo."""

    at = TextField(help_text="when it was made")
    title = TextField(help_text="a sentence as JSON: source text, number, arguments")
    staff = TextField(help_text="who made it", **EMPTY)
    kind = TextField(
        constraints=[SQL("DEFAULT 'do'"), Check("kind IN ('do', 'undo', 'redo')")],
        default="do",
        help_text="whether it does, undoes or redoes",
    )
    rows = IntegerField(help_text="how many rows it touched", **ZERO)
    undoes = IntegerField(null=True, unique=True, help_text="the change that it takes back")

    class Meta:
        table_name = "change"


class JournalRow(Table):
    """What a change did to rows: 'I' new rows `row_id`…`last_id`; 'U' and 'D' one row with its image from before."""

    change = IntegerField(help_text="which change it belongs to")
    tbl = TextField(help_text="which table")
    row_id = IntegerField(help_text="the row, or the first of a range")
    last_id = IntegerField(help_text="the last of the range, else the same")
    kind = TextField(constraints=[Check("kind IN ('I', 'U', 'D')")], help_text="inserted, updated or deleted")
    image = TextField(null=True, help_text="the row before, as JSON; bytes as hexadecimal text")

    class Meta:
        table_name = "journal"
        indexes = ((("change",), False), (("tbl", "row_id"), False))


class CustomerStats(Model):
    """Sums over a customer's purchases, kept by the store's triggers. Derived: not journalled, rebuilt by a check."""

    customer = ForeignKeyField(Customer, primary_key=True, on_delete="CASCADE", lazy_load=False)
    spent_fen = IntegerField(index=True, help_text="all that was paid, refunds taken off", **ZERO)
    visits = IntegerField(index=True, help_text="purchases that are no refunds", **ZERO)
    first_at = TextField(null=True, help_text="the first of them")
    last_at = TextField(null=True, index=True, help_text="the last of them")

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

    key = TextField(primary_key=True, help_text="which occurrence")
    customer = IntegerField(null=True, index=True, help_text="whom it is about")
    day = TextField(index=True, help_text="the day that it is about")
    at = TextField(help_text="when this was noted")
    state = TextField(help_text="what became of it")
    again_at = TextField(null=True, index=True, help_text="when it comes back")
    closings = IntegerField(help_text="how often it was closed", **ZERO)

    class Meta:
        database = database
        legacy_table_names = False


class ReminderRound(Model):
    """A time, or a stretch of times from `since` to `until`, at which reminders were due, and what came of them. Not
    journalled. `told` counts the lines; `told_at` is when those that fell due in a stretch were told at last."""

    id = AutoField()
    since = TextField(help_text="its first time")
    until = TextField(index=True, help_text="its last time")
    outcome = TextField(help_text="what came of it")
    told = IntegerField(help_text="how many lines were told", **ZERO)
    told_at = TextField(null=True, help_text="when they were told at last")

    class Meta:
        database = database
        legacy_table_names = False


class ShopIdentity(Model):
    """Which shop the file is: one row, the same in every copy of it. Not journalled."""

    id = TextField(primary_key=True, help_text="random, in hexadecimal digits")

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
