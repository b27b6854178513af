"""What the purchase list shows for a filter: ids under their days, and sums. Asked at once where the answer is small,
in the worker where 500,000 purchases are to be added up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Final

from crm_desktop.language import tr
from crm_desktop.services.purchase_records import PurchaseFilter, Totals
from crm_desktop.services.purchases import Purchases
from crm_desktop.services.sorting import Sort
from crm_desktop.ui.plumbing.jobs import Jobs
from crm_desktop.ui.tabs.purchases.day_list import with_headings

_MOST_AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """`rows` are ids and headings in the order shown, `days` what the headings say."""

    rows: list[int]
    days: Mapping[date, Totals]
    totals: Totals


def answer(purchases: Purchases, chosen: PurchaseFilter, sort: Sort) -> Answer:
    """Ask the service. Headings stand only where the list is sorted by day."""
    days = purchases.days(chosen)
    ids = purchases.ids(chosen, sort)
    totals = reduce(_plus, (day.totals for day in days), Totals())
    if sort.key != "at":
        return Answer(ids, {}, totals)
    order = days if sort.descending else list(reversed(days))
    rows = with_headings(ids, [(day.day, day.rows) for day in order])
    return Answer(rows, {day.day: day.totals for day in days}, totals)


def _plus(one: Totals, other: Totals) -> Totals:
    return Totals(one.count + other.count, one.paid_fen + other.paid_fen, one.refunds_fen + other.refunds_fen)


class Loader:
    """Brings answers to `show`, always the one to the last question."""

    def __init__(self, purchases: Purchases, jobs: Jobs, show: Callable[[Answer], None]) -> None:
        self._purchases = purchases
        self._jobs = jobs
        self._show = show
        self._running = False
        self._asked: tuple[PurchaseFilter, Sort] | None = None

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._asked is not None

    def ask(self, chosen: PurchaseFilter, sort: Sort) -> None:
        """Show the answer now, or as soon as the worker has it."""
        if self._purchases.effort(chosen) <= _MOST_AT_ONCE:
            self._asked = None
            self._show(answer(self._purchases, chosen, sort))
            return
        self._asked = (chosen, sort)
        if not self._running:
            self._begin()

    def _begin(self) -> None:
        assert self._asked is not None
        question = self._asked
        self._running = True
        job = self._jobs.start(
            tr("Adding up purchases"),
            lambda *_: answer(self._purchases, *question),
            done=lambda found: self._arrived(question, found),
        )
        job.ended.connect(self._freed)

    def _freed(self) -> None:
        self._running = False

    def _arrived(self, question: tuple[PurchaseFilter, Sort], found: Answer) -> None:
        if self._asked == question:
            self._asked = None
            self._show(found)
        elif self._asked is not None:
            self._begin()
