"""The list that drops under a field while she types; the field keeps the keyboard.

It is a child of the field's window, not a window of its own: no platform's focus rules can take the keyboard away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.writing import writing_in

Index = QModelIndex | QPersistentModelIndex

_LINE_HEIGHT: Final = 36
_MOST_LINES: Final = 10
_GAP: Final = 12
_RADIUS: Final = 6


@dataclass(frozen=True)
class Line:
    """One line: `text`, quieter `detail` after it, quietest `right` at the end. `value` is what choosing it gives.

    `marks` are (start, length) of what matched in `detail`; `icon` and `is_command` (drawn in the accent) are for
    lines such as "+ New customer".
    """

    value: object
    text: str
    detail: str = ""
    right: str = ""
    marks: Sequence[tuple[int, int]] = field(default=())
    icon: str = ""
    is_command: bool = False

    def spoken(self) -> str:
        return " ".join(part for part in (self.text, self.detail, self.right) if part)


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.lines[index.row()].spoken()
        return self.lines[index.row()] if role == Qt.ItemDataRole.UserRole else None


class _Height(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, px(_LINE_HEIGHT))


class _Look:
    """What the lines painted at one time have in common."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.body = writing_in(theme.sized(tokens.BODY_PX))
        self.figures = writing_in(theme.sized(tokens.BODY_PX), theme)
        self.strong = writing_in(theme.sized(tokens.BODY_PX, bold=True), theme)
        self.small = writing_in(theme.sized(tokens.SECONDARY_PX))
        self.text, self.accent, self.secondary = map(theme.color, ("text", "accent", "secondary"))


class _Lines(QListView):
    """Paints its lines itself: a view that asks a delegate for each takes half as long again. On a ground of its own,
    so that what stands under the list is not painted anew at every key."""

    def __init__(self, theme: Theme, model: _Model, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.setModel(model)
        self.setItemDelegate(_Height(self))
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The line under the pointer is the chosen one where the pointer has moved; not where the lines have, by keys,
        which Qt's own `entered` tells, too."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.setCurrentIndex(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("surface"))
        look, chosen = _Look(self._theme), self.currentIndex().row()
        for number, line in enumerate(self._model.lines):
            place = self.visualRect(self._model.index(number))
            if not place.intersects(event.rect()):
                continue
            if number == chosen:
                self._paint_ground(painter, place)
            _paint_line(painter, place, line, look)
        painter.end()

    def _paint_ground(self, painter: QPainter, place: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("selection"))
        painter.drawRoundedRect(place.adjusted(4, 1, -4, -1), 4, 4)


def _paint_line(painter: QPainter, place: QRect, line: Line, look: _Look) -> None:
    inner = place.adjusted(12, 0, -12, 0)
    if line.icon:
        size = px(16)
        spot = QRect(inner.left(), inner.top() + (inner.height() - size) // 2, size, size)
        look.theme.icon(line.icon, "accent" if line.is_command else "text").paint(painter, spot)
        inner.setLeft(inner.left() + size + 8)
    if line.right:
        painter.setPen(look.secondary)
        width = look.small.write(painter, inner, line.right, "right")
        inner.adjust(0, 0, -int(width) - _GAP, 0)
    painter.setPen(look.accent if line.is_command else look.text)
    left = inner.left() + int(look.body.write(painter, inner, line.text)) + _GAP
    if line.detail:
        _paint_detail(painter, QRect(left, inner.top(), inner.right() - left, inner.height()), line, look)


def _paint_detail(painter: QPainter, room: QRect, line: Line, look: _Look) -> None:
    left, at = float(room.left()), 0
    for start, length in (*line.marks, (len(line.detail), 0)):
        for text, writing, color in (
            (line.detail[at:start], look.figures, look.secondary),
            (line.detail[start : start + length], look.strong, look.accent),
        ):
            spot = QRect(round(left), room.top(), max(0, room.right() - round(left)), room.height())
            if text and spot.width():
                painter.setPen(color)
                left += writing.write(painter, spot, text)
        at = start + length


class DropList(QFrame):
    """Drops under `owner`. `chosen` carries the Line; the owner hands it the keys with `handle_key`."""

    chosen = Signal(object)

    def __init__(self, owner: QWidget, theme: Theme, name: str) -> None:
        super().__init__(owner)
        self.hide()
        self._owner = owner
        self._model = _Model(self)
        self._view = _Lines(theme, self._model, self)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setMouseTracking(True)
        self._view.setUniformItemSizes(True)
        self._view.setAccessibleName(name)
        self._view.clicked.connect(self._take)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 6, 2, 6)
        column.addWidget(self._view)
        owner.installEventFilter(self)

    def lines(self) -> Sequence[Line]:
        """What is shown."""
        return self._model.lines

    def current(self) -> Line | None:
        """The highlighted line."""
        row = self._view.currentIndex().row()
        return self._model.lines[row] if 0 <= row < len(self._model.lines) else None

    def show_lines(self, lines: Sequence[Line], *, highlight: bool = False, least_width: int = 0) -> None:
        """Drop down with these lines, or close when there are none; `highlight` marks the first."""
        self._model.show_lines(list(lines))
        if not lines or not self._owner.isVisible():
            self.hide()
            return
        self._place(least_width)
        if not self._view.accessibleName():
            self._view.setAccessibleName(self._owner.accessibleName())
        self.show()
        self.raise_()
        if highlight:
            self._view.setCurrentIndex(self._model.index(0))

    def _place(self, least_width: int) -> None:
        window = self._owner.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self._view.ensurePolished()
        frame = 12 + 2 * self._view.frameWidth()
        wanted = min(len(self._model.lines), _MOST_LINES) * px(_LINE_HEIGHT) + frame
        corner = self._owner.mapTo(window, QPoint(0, 0))
        below = window.height() - corner.y() - self._owner.height() - 8
        above = corner.y() - 8
        down = below >= min(wanted, 2 * px(_LINE_HEIGHT) + frame) or below >= above
        height = max(px(_LINE_HEIGHT) + frame, min(wanted, below if down else above))
        width = min(max(self._owner.width(), least_width), window.width() - 16)
        left = max(8, min(corner.x(), window.width() - width - 8))
        top = corner.y() + self._owner.height() + 2 if down else corner.y() - height - 2
        self.setGeometry(left, top, width, height)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Whether the key was for the list: up, down, page, Enter on a highlighted line, Esc."""
        if not self.isVisible():
            return False
        key = event.key()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in steps:
            self._step(steps[Qt.Key(key)])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self._take(self._view.currentIndex())
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def take_current(self) -> bool:
        """Choose the highlighted line; False if there is none."""
        if not self.isVisible() or self.current() is None:
            return False
        self._take(self._view.currentIndex())
        return True

    def _step(self, by: int) -> None:
        row = self._view.currentIndex().row()
        last = len(self._model.lines) - 1
        # From either end one step leads back into the field's own text, as no line highlighted.
        row = 0 if row < 0 and by > 0 else last if row < 0 else row + by
        if row < 0 or (row > last and abs(by) == 1):
            self._view.setCurrentIndex(QModelIndex())
        else:
            self._view.setCurrentIndex(self._model.index(min(row, last)))

    def _take(self, index: QModelIndex) -> None:
        line = self._model.lines[index.row()]
        self.hide()
        self.chosen.emit(line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.Move):
            self.hide()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the corners out: if they let through what is beneath, all of it would be painted anew at every key."""
        super().resizeEvent(event)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        self.setMask(QRegion(shape.toFillPolygon().toPolygon()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("outline"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
