"""The list of purchases under a heading for each day, which tells what the day brought in.

Headings are rows of the same list, with the negative ordinal of their day for an id, so that 500,000 purchases cost a
list of ids and nothing is grouped in Python. They cannot be selected, copied or exported.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QPainter

from crm_desktop.domain.money import format_money
from crm_desktop.language import Sentence, tr
from crm_desktop.services.purchase_records import Purchase, Totals
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.tabs.purchases.periods import heading_words
from crm_desktop.ui.widgets.headed_list import HeadedDelegate, Heading, HeadingsModel
from crm_desktop.ui.widgets.row_delegate import PADDING, Cell, Row

AMOUNT: Final = "amount"


@dataclass(frozen=True, slots=True)
class DayHeading(Heading):
    """The row over the purchases of a day, with what the day brought in."""

    net_fen: int = 0


def heading_id(day: date) -> int:
    """The id that stands for a day's heading."""
    return -day.toordinal()


def with_headings(ids: Sequence[int], days: Sequence[tuple[date, int]]) -> array[int]:
    """`ids`, which are in the order of `days` (day, number of its purchases), with a heading before each day."""
    rows = array("q")
    start = 0
    for day, count in days:
        rows.append(heading_id(day))
        rows.extend(ids[start : start + count])
        start += count
    rows.extend(ids[start:])
    return rows


class DayListModel(HeadingsModel[Purchase]):
    """Purchases, and headings where `set_days` told of days. Both are made as they are painted: unlike HeadedModel it
    holds no records, of which there may be 500,000."""

    def __init__(
        self,
        columns: Sequence[Column[Purchase]],
        fetch: Callable[[Sequence[int]], Sequence[Purchase]],
        today: Callable[[], date],
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, self._rows, theme, parent)
        self._fetch_purchases = fetch
        self._today = today
        self._days: Mapping[date, Totals] = {}

    def set_days(self, days: Mapping[date, Totals]) -> None:
        """What the headings say, once they are next read."""
        self._days = days

    def _rows(self, ids: Sequence[int]) -> list[Purchase | DayHeading]:
        rows: list[Purchase | DayHeading] = [self._heading(each) for each in ids if each < 0]
        rows.extend(self._fetch_purchases([each for each in ids if each > 0]))
        return rows

    def _heading(self, row_id: int) -> DayHeading:
        day = date.fromordinal(-row_id)
        totals = self._days.get(day)
        detail = "" if totals is None else day_count_words(totals)
        net_fen = 0 if totals is None else totals.net_fen
        return DayHeading(row_id, heading_words(day, self._today()), detail, net_fen=net_fen)

    def _of_heading(self, column: Column[Any], heading: Any) -> str | None:
        if column.key == AMOUNT:
            return format_money(heading.net_fen)
        return super()._of_heading(column, heading)


def day_count_words(totals: Totals) -> str:
    """Such as "12 purchases, refunds ¥35.50"."""
    words = tr("%n purchase(s)", n=totals.count)
    return tr("%1, refunds %2", words, format_money(totals.refunds_fen)) if totals.refunds_fen else words


class DayDelegate(HeadedDelegate):
    """Paints a heading across all columns, its sum among the amounts."""

    def _paint_heading(self, painter: QPainter, row: Row, cells: Sequence[Cell]) -> None:
        super()._paint_heading(painter, row, cells)
        for cell in cells:
            if isinstance(row.record, DayHeading) and cell.column.key == AMOUNT:
                self._paint_sum(painter, QRect(cell.left, row.rect.top(), cell.width, row.rect.height()), row.record)

    def _paint_sum(self, painter: QPainter, place: QRect, heading: DayHeading) -> None:
        theme = self._theme
        self._paint_heading_ground(painter, place)
        painter.setFont(theme.tabular(theme.sized(tokens.BODY_PX, bold=True)))
        painter.setPen(theme.color("danger" if heading.net_fen < 0 else "text"))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(place.adjusted(PADDING, 0, -PADDING, 0), right, format_money(heading.net_fen))


def columns(times_only: Callable[[], bool], today: Callable[[], date]) -> tuple[Column[Purchase], ...]:
    """The columns of the list. `times_only`: whether headings tell the day, so that the first column need not."""

    def when(row: Purchase) -> str:
        if times_only():
            return f"{row.at:%H:%M}"
        return f"{row.at:%m-%d %H:%M}" if row.at.year == today().year else f"{row.at:%Y-%m-%d %H:%M}"

    def amount(row: Purchase) -> str:
        return tr("Refund %1", format_money(row.paid_fen)) if row.is_refund else format_money(row.paid_fen)

    return (
        Column[Purchase]("at", Sentence("Date"), when, width=120, sort_key="at", value=lambda p: p.at),
        Column[Purchase]("customer", Sentence("Customer"), customer_words, width=140, sort_key="customer",
                         token=lambda p: None if p.customer_id else "secondary"),
        Column[Purchase]("what", Sentence("Product"), lambda p: p.what, width=290, tooltip=lambda p: p.what,
                         fills=True, least=145),
        Column[Purchase](AMOUNT, Sentence("Amount"), amount, width=140, align="right", sort_key="paid",
                         value=lambda p: p.paid_fen, token=lambda p: "danger" if p.is_refund else None),
        Column[Purchase]("payment", Sentence("Payment method"), lambda p: p.payment_method, width=130,
                         sort_key="payment_method"),
        Column[Purchase]("clerk", Sentence("Clerk"), lambda p: p.clerk, width=90, sort_key="clerk"),
        Column[Purchase]("number", Sentence("No."), lambda p: p.number, width=130, sort_key="number"),
        Column[Purchase]("note", Sentence("Note"), lambda p: p.note, width=160, tooltip=lambda p: p.note),
    )  # fmt: skip


def customer_words(row: Purchase) -> str:
    """Who bought: the name, else the phone, else a passer-by."""
    return row.customer_name or row.customer_phone or tr("Passer-by")
