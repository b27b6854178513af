"""The whole shop as tables: which of its tables and columns are handed over, and their values as cells and back.

Readings of a name, the region of an address and the like are left out: they are made anew when the tables come in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from crm_desktop.domain.phone import digits_reversed
from crm_desktop.domain.pinyin import read_name, read_text
from crm_desktop.domain.plain_fields import PLAIN_FIELDS
from crm_desktop.domain.region import split_region
from crm_desktop.domain.table import ColumnKind, Value
from crm_desktop.language import Sentence
from crm_desktop.store.models import (
    JOURNALLED,
    Account,
    ContactEntry,
    Customer,
    CustomerTag,
    CustomField,
    CustomValue,
    Email,
    FollowUp,
    Greeting,
    GreetingTemplate,
    Phone,
    Photo,
    Product,
    Purchase,
    PurchaseLine,
    ReminderAnswer,
    Setting,
    Table,
    Tag,
    View,
    YearlyDate,
)

VERSION: Final = 1
"""Of what is handed over; a later one that an older program cannot read counts up."""

_TITLES: Final[dict[type[Table], Sentence]] = {
    Customer: Sentence("Customers"),
    Phone: Sentence("Phones"),
    Email: Sentence("E-mails"),
    Account: Sentence("WeChat and QQ"),
    Photo: Sentence("Photos"),
    Tag: Sentence("Tags"),
    CustomerTag: Sentence("Tags of customers"),
    CustomField: Sentence("Own fields"),
    CustomValue: Sentence("Values of own fields"),
    Product: Sentence("Products"),
    Purchase: Sentence("Purchases"),
    PurchaseLine: Sentence("Purchase lines"),
    FollowUp: Sentence("Follow-ups"),
    ContactEntry: Sentence("Contacts and notes"),
    YearlyDate: Sentence("Yearly dates"),
    GreetingTemplate: Sentence("Greeting templates"),
    Greeting: Sentence("Birthday greetings"),
    ReminderAnswer: Sentence("Answered reminders"),
    View: Sentence("Saved views"),
    Setting: Sentence("Settings"),
}

_HEADINGS: Final[dict[str, Sentence]] = {
    "id": Sentence("No."),
    "customer_id": Sentence("Customer no."),
    "tag_id": Sentence("Tag no."),
    "field_id": Sentence("Field no."),
    "product_id": Sentence("Product no."),
    "purchase_id": Sentence("Purchase no."),
    "refund_of_id": Sentence("Refund of no."),
    "name": Sentence("Name"),
    "gender": Sentence("Gender"),
    "birth_calendar": Sentence("Birthday's calendar"),
    "birth_year": Sentence("Birth year"),
    "birth_month": Sentence("Birth month"),
    "birth_day": Sentence("Birth day"),
    "birth_leap": Sentence("Leap month"),
    "address": Sentence("Address"),
    **{plain.key: plain.label for plain in PLAIN_FIELDS},
    "note": Sentence("Note"),
    "member_no": Sentence("Member no."),
    "created": Sentence("Customer since"),
    "number": Sentence("Number"),
    "is_main": Sentence("Main one"),
    "service": Sentence("Service"),
    "handle": Sentence("Account"),
    "media_type": Sentence("Kind of picture"),
    "data": Sentence("Picture"),
    "kind": Sentence("Kind"),
    "choices": Sentence("Choices"),
    "position": Sentence("Position"),
    "value": Sentence("Value"),
    "code": Sentence("Code"),
    "price_fen": Sentence("Price"),
    "unit": Sentence("Unit"),
    "active": Sentence("Offered"),
    "at": Sentence("Date"),
    "is_refund": Sentence("Refund"),
    "payment_method": Sentence("Payment method"),
    "clerk": Sentence("Clerk"),
    "discount_fen": Sentence("Discount"),
    "paid_fen": Sentence("Amount"),
    "text": Sentence("Text"),
    "quantity_milli": Sentence("Quantity"),
    "amount_fen": Sentence("Amount"),
    "what": Sentence("What to do"),
    "due": Sentence("Due"),
    "due_time": Sentence("Time"),
    "priority": Sentence("Priority"),
    "recurrence": Sentence("Repeats"),
    "snoozed_until": Sentence("Put off until"),
    "done_at": Sentence("Done on"),
    "outcome": Sentence("Outcome"),
    "label": Sentence("Label"),
    "calendar": Sentence("Calendar"),
    "year": Sentence("Year"),
    "month": Sentence("Month"),
    "day": Sentence("Day"),
    "leap": Sentence("Leap month"),
    "tab": Sentence("Page"),
    "definition": Sentence("Definition"),
    "key": Sentence("Setting"),
    "template_id": Sentence("Template no."),
    "occurrence": Sentence("Reminder"),
    "about": Sentence("About the day"),
    "until": Sentence("Put off until"),
}

_MOMENTS: Final = frozenset({"at", "created", "done_at", "until"})
_DAYS: Final = frozenset({"due", "snoozed_until", "about"})
_SCALED: Final[dict[str, tuple[ColumnKind, int]]] = {"_fen": ("money", 100), "_milli": ("quantity", 1000)}


@dataclass(frozen=True, slots=True)
class PartColumn:
    """A column as it is handed over. `parent` is the table that a number in it points into; `default` is what it holds
    where a file of an earlier version does not have it."""

    name: str
    type: str
    nullable: bool
    kind: ColumnKind
    scale: int = 1
    parent: str = ""
    default: str | int | None = None

    @property
    def heading(self) -> Sentence:
        """What a person calls it."""
        return _HEADINGS[self.name]

    def cell(self, stored: Any) -> Value:
        """A stored value as a cell: moments and days as real ones where they can be told apart again."""
        if stored is None or self.type == "BLOB":
            return None
        if self.type == "BOOL":
            return bool(stored)
        if self.kind in ("datetime", "date") and isinstance(stored, str):
            return _moment(stored, self.kind) or stored
        return stored  # type: ignore[no-any-return]

    def stored(self, cell: Any) -> Any:
        """What a cell is stored as; ValueError if it is nothing that the column holds."""
        if cell is None or cell == "":
            if self.nullable:
                return None
            if self.type == "TEXT":
                return ""
            raise ValueError
        match self.type:
            case "BOOL":
                if cell not in (0, 1):
                    raise ValueError
                return int(cell)
            case "TEXT":
                return _text(cell, self.kind)
            case _:
                number = round(float(cell) * self.scale)
                if abs(number / self.scale - float(cell)) > 1e-6:
                    raise ValueError
                return number


@dataclass(frozen=True, slots=True)
class Part:
    """A table as it is handed over. `derive` gives from a row's values those of `derived`, which were left out."""

    model: type[Table]
    name: str
    columns: tuple[PartColumn, ...]
    derived: tuple[str, ...] = ()
    derive: Callable[[Mapping[str, Any]], tuple[Any, ...]] = lambda _row: ()

    @property
    def title(self) -> Sentence:
        """What a person calls it."""
        return _TITLES[self.model]


def _moment(stored: str, kind: str) -> Value:
    try:
        moment: date = datetime.fromisoformat(stored) if kind == "datetime" else date.fromisoformat(stored)
    except ValueError:
        return None
    is_plain = moment.isoformat() == stored and not getattr(moment, "microsecond", 0)
    return moment if is_plain and moment.year >= 1901 else None


def _text(cell: Any, kind: str) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if kind == "date" else cell.isoformat()
    if isinstance(cell, date):
        return f"{cell.isoformat()}T00:00:00" if kind == "datetime" else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():  # typed into the sheet by hand
        return str(int(cell))
    return str(cell)


def _column(field: Any) -> PartColumn:
    name, type_ = field.column_name, "INT"
    if field.field_type in ("TEXT", "BLOB", "BOOL"):
        type_ = field.field_type
    kind: ColumnKind = "text" if type_ == "TEXT" else "number"
    scale = 1
    for ending, (scaled, by) in _SCALED.items():
        if name.endswith(ending):
            kind, scale = scaled, by
    if name in _MOMENTS:
        kind = "datetime"
    elif name in _DAYS:
        kind = "date"
    parent = field.rel_model._meta.table_name if getattr(field, "rel_model", None) else ""
    return PartColumn(name, type_, bool(field.null), kind, scale, parent, field.default)


def _derive_customer(row: Mapping[str, Any]) -> tuple[Any, ...]:
    readings = read_name(row["name"])
    return readings.full, readings.initials, readings.sort_key, split_region(row["address"])


def _derive_product(row: Mapping[str, Any]) -> tuple[Any, ...]:
    readings = read_text(row["name"])
    return readings.full, readings.initials


_DERIVERS: Final[dict[type[Table], tuple[tuple[str, ...], Callable[[Mapping[str, Any]], tuple[Any, ...]]]]] = {
    Customer: (("pinyin", "initials", "sort_key", "region"), _derive_customer),
    Phone: (("reversed_digits",), lambda row: (digits_reversed(row["number"]),)),
    Product: (("pinyin", "initials"), _derive_product),
}


def parts() -> tuple[Part, ...]:
    """Every table of the shop that a person fills, parents before children."""
    found = []
    for model in JOURNALLED:
        derived, derive = _DERIVERS.get(model, ((), lambda _row: ()))
        columns = tuple(_column(f) for f in model._meta.sorted_fields if f.column_name not in derived)
        found.append(Part(model, model._meta.table_name, columns, derived, derive))
    return tuple(found)
