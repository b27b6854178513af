"""The queries behind the purchase list and its sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from peewee import JOIN, Case, fn

from crm_desktop.services.people import main_phones, named_like
from crm_desktop.services.purchase_records import Line, Purchase, PurchaseFilter
from crm_desktop.store import models
from crm_desktop.store.shop import Shop


def read(shop: Shop, ids: Sequence[int]) -> dict[int, Purchase]:
    """Purchases with their lines and buyers, by id."""
    table, line, customer = models.Purchase, models.PurchaseLine, models.Customer
    lines: dict[int, list[Line]] = {}
    for purchase_id, *values in (
        line.select(
            line.purchase, line.id, line.product, line.text, line.quantity_milli, line.price_fen, line.discount_fen,
            line.amount_fen,
        )
        .where(line.purchase.in_(ids))
        .order_by(line.id)
        .tuples()
    ):  # fmt: skip
        lines.setdefault(purchase_id, []).append(Line(*values))
    buyers = table.select(table.customer).where(table.id.in_(ids))
    phones = main_phones(shop, models.Phone.customer.in_(buyers))
    query = (
        table.select(
            table.id, table.customer, customer.name, table.at, table.number, table.discount_fen, table.paid_fen,
            table.is_refund, table.refund_of, table.payment_method, table.clerk, table.note,
        )
        .join(customer, JOIN.LEFT_OUTER)
        .where(table.id.in_(ids))
    )  # fmt: skip
    return {
        row[0]: Purchase(
            row[0], row[1], row[2] or "", phones.get(row[1], ""), datetime.fromisoformat(row[3]), row[4],
            tuple(lines.get(row[0], ())), *row[5:],
        )
        for row in query.tuples()
    }  # fmt: skip


def sums() -> tuple[Any, Any, Any]:
    """The columns of `Totals`."""
    table = models.Purchase
    paid = fn.COALESCE(fn.SUM(Case(None, ((table.is_refund, 0),), table.paid_fen)), 0)
    back = fn.COALESCE(fn.SUM(Case(None, ((table.is_refund, 0 - table.paid_fen),), 0)), 0)
    count = fn.COALESCE(fn.SUM(Case(None, ((table.is_refund, 0),), 1)), 0)
    return count, paid, back


def conditions(chosen: PurchaseFilter) -> list[Any]:
    """The Peewee conditions that a purchase must fulfil to pass the filter."""
    table, line = models.Purchase, models.PurchaseLine
    found: list[Any] = [table.id.is_null(False)]  # Peewee takes no empty list
    if chosen.start is not None:
        found.append(table.at >= chosen.start.isoformat())
    if chosen.end is not None:
        found.append(table.at < (chosen.end + timedelta(days=1)).isoformat())
    if chosen.customer_id is not None:
        found.append(table.customer == chosen.customer_id)
    if chosen.product_id is not None:
        found.append(table.id.in_(line.select(line.purchase).where(line.product == chosen.product_id)))
    if chosen.payment_method is not None:
        found.append(table.payment_method == chosen.payment_method)
    if chosen.clerk is not None:
        found.append(table.clerk == chosen.clerk)
    for word in chosen.text.split():
        found.append(
            table.note.contains(word)
            | table.number.startswith(word)
            | table.id.in_(line.select(line.purchase).where(line.text.contains(word)))
            | table.customer.in_(named_like(word))
        )
    return found
