"""Everything that happened with one customer, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from crm_desktop.domain.money import format_quantity, plain_money
from crm_desktop.language import listed
from crm_desktop.store.models import ContactEntry, FollowUp, Greeting, Purchase, PurchaseLine


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event. `kind` is purchase, refund, follow_up, greeting, or the kind of a contact entry; `title` is what
    was bought, promised or written; `done` tells of a follow-up whether it is done."""

    kind: str
    id: int
    at: datetime
    title: str
    detail: str = ""
    amount_fen: int | None = None
    done: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """The entry as the command line answers it."""
        return {
            "kind": self.kind,
            "id": self.id,
            "at": self.at.isoformat(),
            "title": self.title,
            "detail": self.detail,
            "amount": None if self.amount_fen is None else plain_money(self.amount_fen),
            "done": self.done,
        }


def timeline(customer_id: int, limit: int = 200) -> list[TimelineEntry]:
    """The newest `limit` events of a customer (0: all)."""
    entries = [
        *purchases(customer_id, limit),
        *_follow_ups(customer_id, limit),
        *_contacts(customer_id, limit),
        *_greetings(customer_id, limit),
    ]
    entries.sort(key=lambda entry: (entry.at, entry.id), reverse=True)
    return entries[:limit] if limit else entries


def _newest(query: Any, column: Any, limit: int) -> list[dict[str, Any]]:
    query = query.order_by(column.desc())
    return list((query.limit(limit) if limit else query).dicts())


def purchases(customer_id: int, limit: int) -> Iterator[TimelineEntry]:
    """The newest `limit` purchases of a customer (0: all)."""
    rows = _newest(Purchase.select().where(Purchase.customer == customer_id), Purchase.at, limit)
    goods: defaultdict[int, list[str]] = defaultdict(list)
    lines = PurchaseLine.select(PurchaseLine.purchase, PurchaseLine.text, PurchaseLine.quantity_milli)
    lines = lines.where(PurchaseLine.purchase.in_([row["id"] for row in rows])).order_by(PurchaseLine.id)
    for purchase_id, text, quantity in lines.tuples():
        if text:
            several = abs(quantity) != 1000
            goods[purchase_id].append(f"{text} ×{format_quantity(abs(quantity))}" if several else text)
    for row in rows:
        yield TimelineEntry(
            "refund" if row["is_refund"] else "purchase",
            row["id"],
            datetime.fromisoformat(row["at"]),
            listed(goods[row["id"]]),
            row["payment_method"],
            row["paid_fen"],
        )


def _follow_ups(customer_id: int, limit: int) -> Iterator[TimelineEntry]:
    moment = fn.COALESCE(FollowUp.done_at, FollowUp.due)
    for row in _newest(FollowUp.select().where(FollowUp.customer == customer_id), moment, limit):
        at = row["done_at"] or f"{row['due']}T{row['due_time'] or '00:00'}"
        yield TimelineEntry(
            "follow_up",
            row["id"],
            datetime.fromisoformat(at),
            row["what"],
            row["outcome"],
            done=row["done_at"] is not None,
        )


def _contacts(customer_id: int, limit: int) -> Iterator[TimelineEntry]:
    query = ContactEntry.select().where(ContactEntry.customer == customer_id)
    for row in _newest(query, ContactEntry.at, limit):
        yield TimelineEntry(row["kind"], row["id"], datetime.fromisoformat(row["at"]), row["text"])


def _greetings(customer_id: int, limit: int) -> Iterator[TimelineEntry]:
    for row in _newest(Greeting.select().where(Greeting.customer == customer_id), Greeting.at, limit):
        yield TimelineEntry("greeting", row["id"], datetime.fromisoformat(row["at"]), row["text"])
