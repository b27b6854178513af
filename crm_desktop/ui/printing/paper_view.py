"""Pages as they will lie on the table: below each other, painted when they come into sight."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from crm_desktop.domain.paper import Sheet
from crm_desktop.language import tr
from crm_desktop.ui.printing.canvas import Canvas
from crm_desktop.ui.printing.document import Document
from crm_desktop.ui.style.theme import Theme

_GAP: Final = 16
"""Round each page, in px."""
_KEPT: Final = 6
_STEP: Final = 1.25
_LEAST, _MOST = 0.8, 16.0
"""Px of a screen at 100 % for a mm of paper."""


class PaperView(QAbstractScrollArea):
    """Shows a document; a page fits the view until she zooms. The arrows scroll, PgUp and PgDn turn pages, + and -
    zoom, 0 fits the page again."""

    page_changed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._document: Document | None = None
        self._words = ""
        self._zoom: float | None = None
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(tr("Preview"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _: self.viewport().update())
        theme.changed.connect(self.viewport().update)

    # What is shown

    def set_document(self, document: Document) -> None:
        """Show the pages of a document, from the first."""
        self._document, self._words = document, ""
        self._forget()
        self.verticalScrollBar().setValue(0)
        self.page_changed.emit(0)

    def say(self, words: str) -> None:
        """Show a sentence instead of pages."""
        self._document, self._words = None, words
        self._forget()

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 0."""
        if self._document is None:
            return 0
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return min(max(middle // self._step(), 0), self._document.pages - 1)

    def show_page(self, page: int) -> None:
        """Bring a page to the top."""
        self.verticalScrollBar().setValue(page * self._step())

    # Zoom

    def zoom_in(self) -> None:
        self._set_zoom(self._scale() * _STEP)

    def zoom_out(self) -> None:
        self._set_zoom(self._scale() / _STEP)

    def fit(self) -> None:
        """A whole page in the view, whatever its size."""
        self._set_zoom(None)

    @property
    def percent(self) -> int:
        """How large paper is on the screen: 100 for its real size on a usual screen."""
        return round(self._scale() / (96 / 25.4) * 100)

    def _set_zoom(self, scale: float | None) -> None:
        page = self.page
        self._zoom = None if scale is None else min(max(scale, _LEAST), _MOST)
        self._forget()
        self.show_page(page)
        self.page_changed.emit(self.page)

    # Geometry

    def _sheet(self) -> Sheet:
        return self._document.sheet if self._document else Sheet()

    def _scale(self) -> float:
        if self._zoom is not None:
            return self._zoom
        room, sheet = self.viewport().size(), self._sheet()
        wide = (room.width() - 2 * _GAP) / sheet.width
        high = (room.height() - 2 * _GAP) / sheet.height
        return min(max(min(wide, high), _LEAST), _MOST)

    def _size(self) -> QSize:
        scale, sheet = self._scale(), self._sheet()
        return QSize(round(sheet.width * scale), round(sheet.height * scale))

    def _step(self) -> int:
        """The distance from the top of a page to the top of the next."""
        return self._size().height() + _GAP

    def _place(self, page: int) -> QRect:
        size, room = self._size(), self.viewport().width()
        free = room - size.width()
        x = free // 2 if free >= 2 * _GAP else _GAP - self.horizontalScrollBar().value()
        return QRect(QPoint(x, _GAP + page * self._step() - self.verticalScrollBar().value()), size)

    def _forget(self) -> None:
        self._kept.clear()
        self._set_bars()
        self.viewport().update()

    def _set_bars(self) -> None:
        size, room = self._size(), self.viewport().size()
        pages = self._document.pages if self._document else 0
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, pages * self._step() + _GAP - room.height()))
        vertical.setPageStep(self._step())
        vertical.setSingleStep(40)
        horizontal.setRange(0, max(0, size.width() + 2 * _GAP - room.width()))
        horizontal.setPageStep(room.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self.page
        self._forget()
        if self._zoom is None:
            self.show_page(page)

    def _scrolled(self) -> None:
        self.viewport().update()
        self.page_changed.emit(self.page)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.color("hover"))
        if self._document is None:
            painter.setPen(self._theme.color("secondary"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(24, 24, -24, -24), int(flags), self._words)
            return
        first = max(self.verticalScrollBar().value() // self._step() - 1, 0)
        for page in range(first, self._document.pages):
            place = self._place(page)
            if place.top() > self.viewport().height():
                break
            if place.bottom() >= 0:
                painter.drawPixmap(place.topLeft(), self._pixmap(self._document, page))
                painter.setPen(self._theme.color("outline"))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))

    def _pixmap(self, document: Document, page: int) -> QPixmap:
        found = self._kept.get(page)
        if found is None:
            ratio = self.devicePixelRatioF()
            found = QPixmap(self._size() * ratio)
            found.fill(QColor("white"))
            painter = QPainter(found)
            document.draw(Canvas(painter, self._scale() * ratio, guides=True), page)
            painter.end()
            found.setDevicePixelRatio(ratio)
            self._kept[page] = found
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(page)
        return found

    # Keys and wheel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self.page
        moves = {Qt.Key.Key_PageDown: page + 1, Qt.Key.Key_PageUp: page - 1, Qt.Key.Key_Home: 0}
        if event.key() in moves:
            self.show_page(moves[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_End and self._document is not None:
            self.show_page(self._document.pages - 1)
        elif event.text() in ("+", "="):
            self.zoom_in()
        elif event.text() == "-":
            self.zoom_out()
        elif event.text() == "0":
            self.fit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)
