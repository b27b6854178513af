"""What the purchase list shows for a filter: ids under their days, and sums."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

from crm_desktop.services.purchase_records import PurchaseFilter, Totals
from crm_desktop.services.purchases import Purchases
from crm_desktop.services.sorting import Sort
from crm_desktop.ui.tabs.purchases.day_list import with_headings

Question = tuple[PurchaseFilter, Sort]


@dataclass(frozen=True, slots=True)
class Answer:
    """`rows` are ids and headings in the order shown, `days` what the headings say."""

    rows: array[int]
    days: Mapping[date, Totals]
    totals: Totals


def answer(purchases: Purchases, question: Question) -> Answer:
    """Ask the service, in the worker where many are to be added up. Headings stand only where it is sorted by day."""
    chosen, sort = question
    days = purchases.days(chosen)
    ids = purchases.packed_ids(chosen, sort)
    totals = reduce(_plus, (day.totals for day in days), Totals())
    if sort.key != "at":
        return Answer(ids, {}, totals)
    order = days if sort.descending else list(reversed(days))
    rows = with_headings(ids, [(day.day, day.rows) for day in order])
    return Answer(rows, {day.day: day.totals for day in days}, totals)


def _plus(one: Totals, other: Totals) -> Totals:
    return Totals(one.count + other.count, one.paid_fen + other.paid_fen, one.refunds_fen + other.refunds_fen)
