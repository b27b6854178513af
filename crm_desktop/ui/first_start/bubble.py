"""A small bubble that points at a part of the window and says something of it; the rest of the window stays usable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts

Place = tuple[QWidget, QRect]
"""A widget, and what of it is meant."""

_LINES_ACROSS: Final = 21
"""The bubble's width, in heights of a line of its text."""

_ARROW: Final = 10
_FROM_EDGE: Final = 12
_CORNER: Final = 8


class Ring(QWidget):
    """An outline around what a bubble points at; clicks go through it."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _CORNER, _CORNER)


class Bubble(QWidget):
    """`next_wanted`, `back_wanted` and `end_wanted` tell what she pressed; `lost` that its place is not to be seen any
    more. Enter and the right arrow go on, the left arrow goes back; Esc is the window's to hand on."""

    next_wanted = Signal()
    back_wanted = Signal()
    end_wanted = Signal()
    lost = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._find: Callable[[], Place | None] = lambda: None
        self._watched: list[QWidget] = [window]
        self._below = True
        self._tip_x = 0
        self.ring = Ring(theme, window)
        self._number = texts.secondary("")
        self._title = texts.labelled("", "heading", wrap=True)
        self._words = texts.body("", wrap=True)
        self.end_button = buttons.quiet(tr("No more tips"), self.end_wanted.emit)
        self.next_button = buttons.primary(tr("Next tip"), self.next_wanted.emit)
        self._lay_out()
        self._replace_soon = QTimer(self, singleShot=True, interval=0)
        self._replace_soon.timeout.connect(self._place)
        window.installEventFilter(self)
        for button in (self.end_button, self.next_button):
            button.installEventFilter(self)
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(6)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self._number)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.end_button)
        row.addWidget(self.next_button)
        column.addLayout(row)

    def say(self, number: int, of: int, title: str, words: str) -> None:
        """Tip `number` of so many."""
        last = number == of
        self._number.setText(tr("Tip %1 of %2", number, of))
        self._title.setText(title)
        self._words.setText(words)
        self.end_button.setVisible(not last)
        done = tr("Understood") if last else tr("Next tip")
        self.next_button.setText(done)
        self.next_button.setAccessibleName(done)
        self.setAccessibleName(tr("Tip %1 of %2", number, of))
        for each in (self, self.next_button):
            each.setAccessibleDescription(tr("%1. %2", title, words))

    def point_at(self, find: Callable[[], Place | None]) -> None:
        """Stand at the place that `find` gives, also when that moves."""
        self._find = find
        self._place()
        if self.isVisible():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def put_away(self) -> None:
        """Off the window, and the ring too."""
        self._find = lambda: None
        self.ring.hide()
        self.hide()

    # Where it stands

    def _place(self) -> None:
        place = self._find()
        if place is None or not place[0].isVisible():
            if self.isVisible():
                self.lost.emit()
            return
        widget, part = place
        self._watch(widget)
        target = QRect(widget.mapTo(self._window, part.topLeft()), part.size())
        self.ring.setGeometry(target.adjusted(-4, -4, 4, 4).intersected(self._window.rect()))
        self._stand_at(target)
        self.ring.show()
        self.show()
        self.ring.raise_()
        self.raise_()

    def _stand_at(self, target: QRect) -> None:
        """Below the target where there is room, else above it; the arrow at its middle."""
        room = self._window.size() - QSize(2 * _FROM_EDGE, 2 * _FROM_EDGE)
        self.ensurePolished()
        width = min(self._words.fontMetrics().height() * _LINES_ACROSS, room.width())
        self._make_room(below=True)
        height = self._height(width)
        self._below = target.bottom() + 6 + height <= self._window.height() - _FROM_EDGE
        self._make_room(below=self._below)
        x = min(max(target.center().x() - width // 2, _FROM_EDGE), self._window.width() - width - _FROM_EDGE)
        y = target.bottom() + 6 if self._below else max(target.top() - 6 - height, _FROM_EDGE)
        self._tip_x = min(max(target.center().x() - x, _CORNER + _ARROW), width - _CORNER - _ARROW)
        self.setGeometry(x, y, width, height)
        self.update()

    def _make_room(self, *, below: bool) -> None:
        """Margins: more on the side where the arrow is."""
        self.setContentsMargins(16, 12 + (_ARROW if below else 0), 16, 12 + (0 if below else _ARROW))

    def _height(self, width: int) -> int:
        layout = self.layout()
        assert layout is not None
        layout.invalidate()
        return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())

    def _watch(self, widget: QWidget) -> None:
        if widget not in self._watched:
            self._watched.append(widget)
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What it points at may move, with the window or by itself. An arrow on a button would go to the other."""
        if isinstance(event, QKeyEvent) and watched in (self.end_button, self.next_button):
            return event.type() == QEvent.Type.KeyPress and self._went(event)
        moves = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Hide, QEvent.Type.LayoutRequest)
        if event.type() in moves and self.isVisible():
            self._replace_soon.start()
        return False

    # Keys and looks

    def _went(self, event: QKeyEvent) -> bool:
        """Whether a key went to another tip."""
        keys = {Qt.Key.Key_Right: self.next_wanted, Qt.Key.Key_Left: self.back_wanted}
        wanted = keys.get(Qt.Key(event.key()))
        if wanted is not None:
            wanted.emit()
        return wanted is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        top = _ARROW if self._below else 0
        box = QRectF(self.rect()).adjusted(1, 1 + top, -1, -1 - (_ARROW - top))
        edge = box.top() if self._below else box.bottom()
        point = QPointF(self._tip_x, 1 if self._below else self.height() - 1)
        path, arrow = QPainterPath(), QPainterPath()
        path.addRoundedRect(box, _CORNER, _CORNER)
        sides = [QPointF(self._tip_x - _ARROW, edge), point, QPointF(self._tip_x + _ARROW, edge)]
        arrow.addPolygon(QPolygonF(sides))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.setBrush(self._theme.color("surface"))
        painter.drawPath(path.united(arrow))
