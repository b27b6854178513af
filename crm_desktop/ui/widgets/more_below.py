"""Where a page goes on below its edge, that is said: a thin scroll bar alone is easily overlooked."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from crm_desktop.language import tr
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import text as texts

_HARDLY: Final = 12
"""Pixels below the edge that are hardly more than the page's margin, and not worth a word."""
_GAP: Final = 4


class MoreBelow(QObject):
    """A sign at the lower edge of a page that is scrolled, shown as long as there is more of it below."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self.label: QLabel | None = None
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(self._place)
        bar.valueChanged.connect(self._place)
        area.viewport().installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self, *_: int) -> None:
        bar, room = self._area.verticalScrollBar(), self._area.viewport().geometry()
        below = self._area.isVisible() and bar.maximum() - bar.value() > px(_HARDLY)
        if self.label is None and below:
            self.label = texts.labelled(tr("More below ↓"), "more")
            self.label.setParent(self._area)
            self.label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if self.label is not None:
            size = self.label.sizeHint()
            self.label.setGeometry(
                room.right() - size.width() - _GAP, room.bottom() - size.height() - _GAP, size.width(), size.height()
            )
            self.label.setVisible(below and room.height() > 2 * size.height())
