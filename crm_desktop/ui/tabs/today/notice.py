"""A notice above the Today page's list: one line that something is wrong, with what can be done about it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import text as texts


class Notice(QWidget):
    """Hidden while there is nothing to tell."""

    def __init__(self, theme: Theme, *buttons: QPushButton) -> None:
        super().__init__()
        self._theme = theme
        self._icon = QLabel()
        self.words = texts.ElidedLabel()
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        for button in buttons:
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(texts.separator())
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def _dress(self) -> None:
        self._icon.setPixmap(self._theme.icon("alert", "danger").pixmap(px(18), px(18)))

    def tell(self, words: str) -> None:
        """Stand there with these words; "" to be hidden."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
