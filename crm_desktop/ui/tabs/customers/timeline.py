"""One customer's timeline: a single scrolling list, painted row by row, however long it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from crm_desktop.domain.money import format_money
from crm_desktop.language import Sentence, tr
from crm_desktop.services.timeline import TimelineEntry
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.tabs.customers import words
from crm_desktop.ui.widgets import menus
from crm_desktop.ui.widgets.list_view import keep_when_resized

Index = QModelIndex | QPersistentModelIndex

FIRST: Final = 100
"""Entries read at first; more as she scrolls to the end."""

ENTRY_ROLE: Final = Qt.ItemDataRole.UserRole
CONTACT_KINDS: Final = ("note", "call", "visit", "wechat", "mail")

#: kind -> (its word, its icon)
KINDS: Final[dict[str, tuple[Sentence, str]]] = {
    "purchase": (Sentence("Purchase"), "cart"),
    "refund": (Sentence("Refund"), "refund"),
    "follow_up": (Sentence("Follow-up"), "check-circle"),
    "greeting": (Sentence("Greeting"), "gift"),
    "note": (Sentence("Note"), "note"),
    "call": (Sentence("Call"), "phone"),
    "visit": (Sentence("Visit"), "shop"),
    "wechat": (Sentence("WeChat"), "chat"),
    "mail": (Sentence("E-mail"), "mail"),
}
_DATE_WIDTH: Final = 72
_ICON: Final = 16
_PADDING: Final = 16
_MOST_LINES: Final = 3


def headline(entry: TimelineEntry) -> str:
    """The first line of an entry: what it was about; the icon says what kind it is."""
    return " ".join(entry.title.split()) or str(KINDS[entry.kind][0])


def second_line(entry: TimelineEntry) -> str:
    """The quieter words under it."""
    if entry.kind == "follow_up":
        state = tr("Done") if entry.done else tr("Not done yet")
        return tr("%1 · %2", state, entry.detail) if entry.detail else state
    return entry.detail


class TimelineModel(QAbstractListModel):
    """The entries of one customer, read in portions; no query while painting."""

    def __init__(self, read: Callable[[int, int], list[TimelineEntry]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._customer: int | None = None
        self._limit = FIRST
        self.entries: list[TimelineEntry] = []
        self.today = date.min

    def show_customer(self, customer_id: int | None, today: date) -> None:
        """Show another customer's entries, or read this one's again."""
        if customer_id != self._customer:
            self._limit = FIRST
        self.beginResetModel()
        self._customer, self.today = customer_id, today
        self.entries = [] if customer_id is None else self._read(customer_id, self._limit)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and len(self.entries) >= self._limit

    def fetchMore(self, parent: Index) -> None:
        assert self._customer is not None
        self._limit *= 4
        entries = self._read(self._customer, self._limit)
        first = len(self.entries)
        if len(entries) > first:
            self.beginInsertRows(QModelIndex(), first, len(entries) - 1)
            self.entries = entries
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.entries):
            return None
        entry = self.entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return headline(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            amount = "" if entry.amount_fen is None else format_money(entry.amount_fen)
            word = str(KINDS[entry.kind][0])
            parts = (f"{entry.at:%Y-%m-%d}", word, entry.title, second_line(entry), amount)
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr("%1 · %2", KINDS[entry.kind][0], f"{entry.at:%Y-%m-%d %H:%M}")
        return None


class TimelineDelegate(QStyledItemDelegate):
    """Paints an entry: the day, an icon, what it was, and at the right the amount."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        opt: Any = option
        entry: TimelineEntry = index.data(ENTRY_ROLE)
        view = opt.widget
        width = view.viewport().width() if view is not None else 340
        height = self._text_height(entry, self._text_width(entry, width))
        if second_line(entry):
            height += QFontMetrics(self._theme.sized(12)).lineSpacing() + 2
        return QSize(width, height + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        opt: Any = option
        entry: TimelineEntry = index.data(ENTRY_ROLE)
        theme, rect = self._theme, opt.rect
        painter.save()
        if opt.state & QStyle.StateFlag.State_Selected and opt.widget is not None and opt.widget.hasFocus():
            painter.fillRect(rect, theme.color("selection"))
        elif opt.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        top = rect.top() + 7
        line = QFontMetrics(theme.sized(13)).lineSpacing()
        model: Any = index.model()
        painter.setPen(theme.color("secondary"))
        painter.setFont(theme.tabular(theme.sized(12)))
        day = words.day_words(entry.at.date(), model.today)
        painter.drawText(
            QRect(rect.left() + _PADDING, top, px(_DATE_WIDTH), line), int(Qt.AlignmentFlag.AlignVCenter), day
        )
        left = rect.left() + _PADDING + px(_DATE_WIDTH)
        icon = KINDS[entry.kind][1]
        token = "secondary" if entry.done is not False else "accent"
        theme.icon(icon, token).paint(painter, QRect(left, top + (line - px(_ICON)) // 2, px(_ICON), px(_ICON)))
        self._paint_words(painter, rect, QRect(left + px(_ICON) + 8, top, 0, line), entry)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, at: QRect, entry: TimelineEntry) -> None:
        theme = self._theme
        if entry.amount_fen is not None:
            painter.setFont(theme.tabular(theme.sized(13)))
            painter.setPen(theme.color("danger" if entry.amount_fen < 0 else "text"))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            room = QRect(at.left(), at.top(), rect.right() - _PADDING - at.left(), at.height())
            painter.drawText(room, int(flags), format_money(entry.amount_fen))
        width = self._text_width(entry, rect.width())
        height = self._text_height(entry, width)
        painter.setFont(theme.sized(13))
        painter.setPen(theme.color("text"))
        if entry.amount_fen is not None:
            text = painter.fontMetrics().elidedText(headline(entry), Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(at.left(), at.top(), width, at.height()), int(Qt.AlignmentFlag.AlignVCenter), text)
        else:
            painter.drawText(QRect(at.left(), at.top(), width, height), int(_WRAP), headline(entry))
        more = second_line(entry)
        if more:
            painter.setFont(theme.sized(12))
            painter.setPen(theme.color("secondary"))
            metrics = painter.fontMetrics()
            wide = rect.right() - _PADDING - at.left()
            text = metrics.elidedText(" ".join(more.split()), Qt.TextElideMode.ElideRight, wide)
            painter.drawText(at.left(), at.top() + height + 2 + metrics.ascent(), text)

    def _text_width(self, entry: TimelineEntry, width: int) -> int:
        room = width - 2 * _PADDING - px(_DATE_WIDTH) - px(_ICON) - 8
        if entry.amount_fen is not None:
            room -= QFontMetrics(self._theme.sized(13)).horizontalAdvance(format_money(entry.amount_fen)) + 12
        return max(room, 40)

    def _text_height(self, entry: TimelineEntry, width: int) -> int:
        """One line for what has an amount; written text may take a few."""
        metrics = QFontMetrics(self._theme.sized(13))
        if entry.amount_fen is not None:
            return metrics.lineSpacing()
        bounds = metrics.boundingRect(QRect(0, 0, width, 10_000), int(_WRAP), headline(entry)[:2_000])
        return min(bounds.height(), _MOST_LINES * metrics.lineSpacing())


_WRAP: Final = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignTop


class Timeline(QListView):
    """The list. Enter or a double click edits a note or opens what can be opened."""

    opened = Signal(object)
    delete_pressed = Signal(object)

    def __init__(self, model: TimelineModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = model
        self._fill: Callable[[QMenu, TimelineEntry], None] | None = None
        self.setAccessibleName(tr("Timeline"))
        self.setModel(model)
        self.setItemDelegate(TimelineDelegate(theme, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ENTRY_ROLE)))
        theme.changed.connect(self.viewport().update)

    def set_menu(self, fill: Callable[[QMenu, TimelineEntry], None]) -> None:
        """What the right mouse button offers on an entry."""
        self._fill = fill

    def current_entry(self) -> TimelineEntry | None:
        """The entry that the keys act on."""
        entry = self.currentIndex().data(ENTRY_ROLE)
        return entry if isinstance(entry, TimelineEntry) else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        keep_when_resized(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry = self.current_entry()
        if entry is None:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy(entry)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(entry)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit(entry)
        elif event.text() == "/":
            event.ignore()
        else:
            super().keyPressEvent(event)

    def copy(self, entry: TimelineEntry) -> None:
        """Put an entry's words on the clipboard."""
        QGuiApplication.clipboard().setText("\n".join(part for part in (entry.title, entry.detail) if part))

    def _show_menu(self, at: Any) -> None:
        entry = self.indexAt(at).data(ENTRY_ROLE)
        if not isinstance(entry, TimelineEntry):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._fill is not None:
            self._fill(menu, entry)
        menus.add(menu, tr("Copy"), lambda: self.copy(entry))
        menu.popup(self.viewport().mapToGlobal(at))
