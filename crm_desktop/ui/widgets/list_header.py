"""The titles above a list."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.row_delegate import PADDING

_MARK: Final = 14
"""Beside the title of the column that is sorted by."""
_HEADER_HEIGHT: Final = 32
_LEAST_WIDTH: Final = 48


class ListHeader(QHeaderView):
    """Titles aligned as their columns are, an arrow in the sorted one, and on the right mouse button the columns."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(px(_LEAST_WIDTH))
        self.setFixedHeight(px(_HEADER_HEIGHT))
        self.setSortIndicatorShown(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        if not rect.isValid() or model is None:
            return
        painter.save()
        theme = self._theme
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("separator"))
        sorted_here = section == self.sortIndicatorSection()
        painter.setPen(theme.color("text" if sorted_here else "secondary"))
        painter.setFont(theme.sized(12, bold=sorted_here))
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        alignment = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        title = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        mark = px(_MARK)
        room = inner.width() - (mark + 4 if sorted_here else 0)
        text = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room)
        if sorted_here:
            down = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            icon = theme.icon("chevron-down" if down else "chevron-up", "accent")
            wide = painter.fontMetrics().horizontalAdvance(text)
            right = bool(alignment & Qt.AlignmentFlag.AlignRight)
            left = inner.right() - wide - mark - 4 if right else inner.left() + wide + 4
            icon.paint(painter, QRect(left, rect.top() + (rect.height() - mark) // 2, mark, mark))
        painter.drawText(inner, int(alignment), text)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.color("surface"))
        line = QRect(0, self.viewport().height() - 1, self.viewport().width(), 1)
        painter.fillRect(line, self._theme.color("separator"))
        painter.end()
        super().paintEvent(event)

    def sectionSizeFromContents(self, section: int) -> QSize:
        from PySide6.QtWidgets import QStyle  # a large class, that no start needs

        size = super().sectionSizeFromContents(section)
        return QSize(
            size.width() + px(_MARK) + 4, self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin) + size.height()
        )
