"""A line to type in with a button inside it, at the right end. Qt's own buttons there stay small beside large text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from crm_desktop.ui.style.sizes import px

_SIDE: Final = 26
_EDGE: Final = 4
"""How far the button keeps from the line's right end, in px."""


class ButtonLine(QLineEdit):
    """Has no button until `put_button` gives it one."""

    _button: QToolButton | None = None

    def put_button(self, button: QToolButton) -> None:
        """Have this button stand in the line, and what is typed keep clear of it."""
        button.setParent(self)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        self._button = button
        self.show_button(shown=True)

    def show_button(self, *, shown: bool) -> None:
        """Show the button, or take it away: then what is typed has its room."""
        if self._button is None:
            return
        self._button.setVisible(shown)
        margins = self.textMargins()
        margins.setRight(px(_SIDE - 6) if shown else 0)
        self.setTextMargins(margins)
        self._place_button(self._button)

    def _place_button(self, button: QToolButton) -> None:
        side = min(px(_SIDE), self.height() - 4)
        button.setGeometry(QRect(self.width() - side - _EDGE, (self.height() - side) // 2, side, side))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._button is not None:
            self._place_button(self._button)
