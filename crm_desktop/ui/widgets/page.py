"""The top of a page: its title, and what can be done on it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.ui.widgets import text as texts


class PageHeader(QWidget):
    """Title and a quiet detail at the left, buttons at the right."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = texts.title(title)
        self._detail = texts.secondary("")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._title)
        self._row.addWidget(self._detail, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addStretch(1)
        self._left = 2

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def set_detail(self, text: str) -> None:
        """The quiet words beside the title, such as a count."""
        self._detail.setText(text)

    def add(self, widget: QWidget) -> None:
        """Append at the right."""
        self._row.addWidget(widget)

    def add_left(self, widget: QWidget) -> None:
        """Append after the title."""
        self._row.insertWidget(self._left, widget)
        self._left += 1


class Toolbar(QWidget):
    """One line of buttons and chips."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self._row.addWidget(widget, stretch)

    def add_space(self) -> None:
        """What follows stands at the right."""
        self._row.addStretch(1)
