"""The list of purchases under a heading for each day, which tells what the day brought in.

Headings are rows of the same list, with the negative ordinal of their day for an id, so that 500,000 purchases cost a
list of ids and nothing is grouped in Python. They cannot be selected, copied or exported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemDelegate, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.domain.money import format_money
from crm_desktop.language import Sentence, tr
from crm_desktop.services.purchase_records import Purchase, Totals
from crm_desktop.ui.plumbing.table_model import RECORD_ROLE, Column, Index, PagedTableModel
from crm_desktop.ui.plumbing.theme import Theme
from crm_desktop.ui.tabs.purchases.periods import heading_words
from crm_desktop.ui.widgets.list_view import ListView
from crm_desktop.ui.widgets.row_delegate import PADDING, RowDelegate

AMOUNT: Final = "amount"


@dataclass(frozen=True, slots=True)
class DayHeading:
    """The row over the purchases of a day."""

    id: int
    words: str
    count_words: str
    net_fen: int


Row = Purchase | DayHeading


def heading_id(day: date) -> int:
    """The id that stands for a day's heading."""
    return -day.toordinal()


def with_headings(ids: Sequence[int], days: Sequence[tuple[date, int]]) -> list[int]:
    """`ids`, which are in the order of `days` (day, number of its purchases), with a heading before each day."""
    rows: list[int] = []
    start = 0
    for day, count in days:
        rows.append(heading_id(day))
        rows.extend(ids[start : start + count])
        start += count
    rows.extend(ids[start:])
    return rows


class DayListModel(PagedTableModel[Row]):
    """Purchases, and headings where `set_days` told of days."""

    def __init__(
        self,
        columns: Sequence[Column[Purchase]],
        fetch: Callable[[Sequence[int]], Sequence[Purchase]],
        today: Callable[[], date],
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__([_for_rows(column) for column in columns], self._rows, theme, parent)
        self._fetch_purchases = fetch
        self._today = today
        self._days: Mapping[date, Totals] = {}

    def set_days(self, days: Mapping[date, Totals]) -> None:
        """What the headings say, once they are next read."""
        self._days = days

    def purchase(self, row: int) -> Purchase | None:
        """The purchase in that row; None over a heading."""
        record = self.record(row)
        return record if isinstance(record, Purchase) else None

    def _rows(self, ids: Sequence[int]) -> list[Row]:
        rows: list[Row] = [self._heading(each) for each in ids if each < 0]
        rows.extend(self._fetch_purchases([each for each in ids if each > 0]))
        return rows

    def _heading(self, row_id: int) -> DayHeading:
        day = date.fromordinal(-row_id)
        totals = self._days.get(day)
        if totals is None:
            return DayHeading(row_id, heading_words(day, self._today()), "", 0)
        return DayHeading(row_id, heading_words(day, self._today()), day_count_words(totals), totals.net_fen)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.id_at(index.row()) < 0:
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)


def day_count_words(totals: Totals) -> str:
    """Such as "12 purchases, refunds ¥35.50"."""
    words = tr("%n purchase(s)", n=totals.count)
    return tr("%1, refunds %2", words, format_money(totals.refunds_fen)) if totals.refunds_fen else words


def _for_rows(column: Column[Purchase]) -> Column[Row]:
    """A column of purchases that is asked about headings too: they are painted by their delegate."""

    def display(row: Row) -> str:
        if isinstance(row, Purchase):
            return column.display(row)
        if column.key == AMOUNT:
            return format_money(row.net_fen)
        return tr("%1 · %2", row.words, row.count_words) if column.key == "at" else ""

    def of_purchase(ask: Callable[[Purchase], Any] | None) -> Callable[[Row], Any] | None:
        return None if ask is None else lambda row: ask(row) if isinstance(row, Purchase) else None

    return Column[Row](
        key=column.key,
        title=column.title,
        display=display,
        width=column.width,
        align=column.align,
        sort_key=column.sort_key,
        value=of_purchase(column.value),
        icon=of_purchase(column.icon),
        token=of_purchase(column.token),
        tooltip=of_purchase(column.tooltip),
        shown=column.shown,
    )


class DayDelegate(QStyledItemDelegate):
    """Paints a heading across all columns, its sum among the amounts; purchases are the list's own delegate's."""

    def __init__(self, view: ListView, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self._rows: QAbstractItemDelegate = view.itemDelegate()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        heading = index.data(RECORD_ROLE)
        if isinstance(heading, DayHeading):
            painter.save()
            self._paint_heading(painter, option, index, heading)
            painter.restore()
        else:
            self._rows.paint(painter, option, index)

    def paint_rest(self, painter: QPainter, rest: QRect, index: Index, *, selected: bool) -> None:
        """The ground to the right of the last column."""
        if isinstance(index.data(RECORD_ROLE), DayHeading):
            painter.fillRect(rest, self._theme.color("window"))
            painter.fillRect(QRect(rest.left(), rest.bottom(), rest.width(), 1), self._theme.color("separator"))
        elif isinstance(self._rows, RowDelegate):
            self._rows.paint_rest(painter, rest, index, selected=selected)

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, row: DayHeading) -> None:
        opt: Any = option
        cell: QRect = opt.rect
        theme = self._theme
        painter.setClipRect(cell)
        painter.fillRect(cell, theme.color("window"))
        painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), theme.color("separator"))
        bold = theme.sized(13, bold=True)
        model = index.model()
        assert isinstance(model, DayListModel)
        if model.columns[index.column()].key == AMOUNT:
            painter.setFont(theme.tabular(bold))
            painter.setPen(theme.color("danger" if row.net_fen < 0 else "text"))
            inner = cell.adjusted(PADDING, 0, -PADDING, 0)
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(index.data()))
            return
        # Each cell paints its share of one line over the whole row, so that no column cuts the words.
        header = self._view.horizontalHeader()
        left = self._view.columnViewportPosition(header.logicalIndex(0)) + PADDING
        line = QRect(left, cell.top(), max(self._view.viewport().width(), 1), cell.height())
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        centre = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(line, centre, row.words)
        line.setLeft(left + painter.fontMetrics().horizontalAdvance(row.words) + 12)
        painter.setFont(theme.sized(12))
        painter.setPen(theme.color("secondary"))
        painter.drawText(line, centre, row.count_words)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._rows.sizeHint(option, index)


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
        Column[Purchase]("what", Sentence("Product"), lambda p: p.what, width=290, tooltip=lambda p: p.what),
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
