"""A line to type in, with a cross that empties it. Qt's own cross is black on any ground, and small beside large
text."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.sizes import px
from crm_desktop.ui.plumbing.theme import Theme
from crm_desktop.ui.widgets import buttons


class ClearLine(QLineEdit):
    """The cross is made when there is something to clear for the first time."""

    def __init__(self, theme: Theme, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.textChanged.connect(self._offer_to_clear)

    @cached_property
    def cross(self) -> QToolButton:
        """Esc and the keys that delete do the same, so it is none of the stops of Tab."""
        cross = buttons.icon_button("x", tr("Clear"), self.clear, theme=self._theme, token="secondary")
        cross.setParent(self)
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.setCursor(Qt.CursorShape.ArrowCursor)
        return cross

    def _offer_to_clear(self, text: str) -> None:
        if not text and "cross" not in self.__dict__:
            return
        self.cross.setVisible(bool(text))
        margins = self.textMargins()
        margins.setRight(px(20) if text else 0)
        self.setTextMargins(margins)
        self._place_cross()

    def _place_cross(self) -> None:
        side = min(px(26), self.height() - 4)
        self.cross.setGeometry(QRect(self.width() - side - 4, (self.height() - side) // 2, side, side))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if "cross" in self.__dict__:
            self._place_cross()
