"""Customers who are in a copy and no longer in the shop, brought back with all that was theirs, inside an open change.

A row comes back with its own id where that is free, so that what refers to it in the history does so again; else it
is given a new one. Purchases outlive their customer: those that are still in the shop without a name are given theirs
again, those that became somebody else's by a merge stay there, and those that are gone come back with their lines.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from crm_desktop.store.compare import is_straight
from crm_desktop.store.look import Look
from crm_desktop.store.models import (
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
    Table,
    Tag,
    YearlyDate,
)
from crm_desktop.store.shop import Changing, Shop

Row = dict[str, Any]
Ids = Mapping[int, int]
"""Id in the copy -> id in the shop."""

_PARTS: Final = (Phone, Email, Account, Photo, FollowUp, ContactEntry, YearlyDate)
"""What belongs to a customer and refers to nothing else."""


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """How many customers came back; how many purchases were given back to them, or came back as well."""

    customers: int
    purchases: int


class BringBack:
    """One bringing back, inside `change`, an open change of the shop."""

    def __init__(self, shop: Shop, change: Changing, look: Look) -> None:
        self._shop = shop
        self._change = change
        self._look = look
        self._purchase_identity = ("id",) if is_straight(shop, look) else ("id", "at")
        self._came_back: set[str] = set()

    def run(self, ids: Collection[int]) -> BroughtBack:
        """Bring back the customers with these ids in the copy, of whom the caller knows that the shop lacks them."""
        self._shop.run("DROP TABLE IF EXISTS temp.restored")
        self._shop.run("CREATE TEMP TABLE restored (tbl TEXT, row_id INTEGER, PRIMARY KEY (tbl, row_id)) WITHOUT ROWID")
        values = self._rows(CustomValue, "customer_id", ids)
        fields = self._fields(values)
        customers = self._insert(Customer, self._with_notes(self._rows(Customer, "id", ids), values, fields))
        fitting = [row for row in values if row["field_id"] in fields]
        self._insert(CustomValue, _mapped(_mapped(fitting, "customer_id", customers), "field_id", fields))
        self._bring_parts(customers)
        purchases = self._bring_purchases(customers)
        self._change.note_restored(self._came_back)
        self._shop.run("DROP TABLE temp.restored")
        return BroughtBack(len(customers), purchases)

    def _fields(self, values: Sequence[Row]) -> Ids:
        """The shop's own fields that these are values of, made anew where they are gone; without those that are of
        another kind by now."""
        rows = self._rows(CustomField, "id", {row["field_id"] for row in values})
        found = self._same(CustomField, ("name", "kind"), rows)
        named = self._same(CustomField, ("name",), rows)
        return {**found, **self._insert(CustomField, [row for row in rows if row["id"] not in named])}

    def _with_notes(self, customers: list[Row], values: Sequence[Row], fields: Ids) -> list[Row]:
        """The customers, with those values in their notes that their field does not take any more."""
        homeless = [row for row in values if row["field_id"] not in fields]
        names = {row["id"]: row["name"] for row in self._rows(CustomField, "id", {row["field_id"] for row in homeless})}
        notes = {row["id"]: [row["note"]] if row["note"] else [] for row in customers}
        for row in homeless:
            notes[row["customer_id"]].append(f"{names[row['field_id']]}: {row['value']}")
        return [{**row, "note": "\n".join(notes[row["id"]])} for row in customers]

    def _bring_parts(self, customers: Ids) -> None:
        for model in _PARTS:
            self._insert(model, self._of(model, customers))
        tags = self._tags(customers)
        self._insert(CustomerTag, _mapped(self._of(CustomerTag, customers), "tag_id", tags))
        templates = self._same(GreetingTemplate, ("id", "text"), self._rows(GreetingTemplate))
        self._insert(Greeting, _mapped(self._of(Greeting, customers), "template_id", templates))
        # An answer is known by its occurrence, which names the customer by id.
        kept = {old: new for old, new in customers.items() if old == new}
        answers = self._of(ReminderAnswer, kept)
        there = self._there(ReminderAnswer, "occurrence", [row["occurrence"] for row in answers])
        self._insert(ReminderAnswer, [row for row in answers if row["occurrence"] not in there])

    def _tags(self, customers: Ids) -> Ids:
        """The tags of these customers, made anew where the shop has none of that name any more."""
        used = {row["tag_id"] for row in self._of(CustomerTag, customers)}
        rows = self._rows(Tag, "id", used)
        found = self._same(Tag, ("name",), rows)
        return {**found, **self._insert(Tag, [row for row in rows if row["id"] not in found])}

    def _bring_purchases(self, customers: Ids) -> int:
        bought = self._of(Purchase, customers)
        there = self._same(Purchase, self._purchase_identity, bought)
        nameless = self._nameless(there.values())
        given_back = [(row["customer_id"], there[row["id"]]) for row in bought if there.get(row["id"]) in nameless]
        self._change.update_rows(Purchase, ("customer_id",), given_back)
        gone = [row for row in bought if row["id"] not in there]
        refunded = self._rows(Purchase, "id", {row["refund_of_id"] for row in gone})
        refunds = self._same(Purchase, self._purchase_identity, refunded)
        new = self._new_ids(Purchase, gone)
        ids = self._insert(Purchase, _mapped(gone, "refund_of_id", {**refunds, **new}))
        self._bring_lines(ids)
        return len(given_back) + len(gone)

    def _bring_lines(self, purchases: Ids) -> None:
        lines = _mapped(self._rows(PurchaseLine, "purchase_id", purchases), "purchase_id", purchases)
        goods = self._rows(Product, "id", {row["product_id"] for row in lines})
        products = {**self._same(Product, ("name",), goods), **self._same(Product, ("id", "name"), goods)}
        self._insert(PurchaseLine, _mapped(lines, "product_id", products))

    # Rows of the copy

    def _rows(self, model: type[Table], column: str = "", among: Iterable[int | None] = ()) -> list[Row]:
        """Rows of the copy: all of a table, or those whose column is one of these ids."""
        names = _columns(model)
        where = f" WHERE {column} IN (SELECT value FROM json_each(?))" if column else ""
        params = [json.dumps(list(among))] if column else []
        found = self._look.rows(f"SELECT {', '.join(names)} FROM {model._meta.table_name}{where} ORDER BY id", *params)
        return [dict(zip(names, row, strict=True)) for row in found]

    def _of(self, model: type[Table], customers: Ids) -> list[Row]:
        """What belongs to these customers in the copy, as theirs in the shop."""
        return _mapped(self._rows(model, "customer_id", customers), "customer_id", customers)

    # Rows of the shop

    def _there(self, model: type[Table], column: str, values: Sequence[Any]) -> set[Any]:
        """Which of these values a column of the shop's table has already."""
        sql = f"SELECT {column} FROM main.{model._meta.table_name} WHERE {column} IN (SELECT value FROM json_each(?))"
        return {value for (value,) in self._shop.run(sql, json.dumps(list(values))).fetchall()}

    def _same(self, model: type[Table], columns: Sequence[str], rows: Sequence[Row]) -> dict[int, int]:
        """Rows of the copy -> the rows of the shop that have the same in these columns."""
        first = columns[0]
        found = self._shop.run(
            f"SELECT id, {', '.join(columns)} FROM main.{model._meta.table_name}"
            f" WHERE {first} IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
            json.dumps([row[first] for row in rows]),
        ).fetchall()
        there = {tuple(values): row_id for row_id, *values in found}
        own = ((row["id"], tuple(row[column] for column in columns)) for row in rows)
        return {row_id: there[values] for row_id, values in own if values in there}

    def _nameless(self, ids: Iterable[int]) -> set[int]:
        found = self._shop.run(
            "SELECT id FROM main.purchase WHERE customer_id IS NULL AND id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        return {row_id for (row_id,) in found.fetchall()}

    def _new_ids(self, model: type[Table], rows: Sequence[Row]) -> dict[int, int]:
        """The ids that rows of the copy get: their own where they are free and were given before."""
        following = self._change.reserve(model)
        taken = self._there(model, "id", [row["id"] for row in rows])
        ids = {}
        for row in rows:
            if row["id"] < following and row["id"] not in taken:
                ids[row["id"]] = row["id"]
        for row in rows:
            if row["id"] not in ids:
                ids[row["id"]], following = following, following + 1
        return ids

    def _insert(self, model: type[Table], rows: Sequence[Row]) -> dict[int, int]:
        """Insert rows of the copy, and note those with old ids for the journal; the ids that they got."""
        ids = self._new_ids(model, rows)
        names = _columns(model)
        self._change.insert_rows(
            model, names, [[{**row, "id": ids[row["id"]]}[name] for name in names] for row in rows]
        )
        table = model._meta.table_name
        came_back = [(table, new) for old, new in ids.items() if old == new]
        self._shop.database.executemany("INSERT INTO temp.restored VALUES (?, ?)", came_back)
        self._came_back.add(table)
        return ids


def _columns(model: type[Table]) -> list[str]:
    return [field.column_name for field in model._meta.sorted_fields]


def _mapped(rows: Sequence[Row], column: str, ids: Ids) -> list[Row]:
    """The same rows with what a column refers to in the shop; None for what is not there."""
    return [{**row, column: ids.get(row[column])} for row in rows]
