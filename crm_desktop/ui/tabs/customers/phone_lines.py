"""Several phone numbers, one on each line; the first is the main one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons


class PhoneLines(QWidget):
    """Always shows at least one line; blank lines count for nothing."""

    changed = Signal()
    """Lines were added or removed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[tuple[QWidget, QLineEdit]] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._lines)
        self._more = buttons.link(tr("+ another phone"), lambda: self._add("").setFocus())
        line = QHBoxLayout()
        line.addWidget(self._more)
        line.addStretch()
        column.addLayout(line)
        self.set_texts(())

    def texts(self) -> tuple[str, ...]:
        """What is typed, line by line, without blank ones."""
        return tuple(text for _, edit in self._rows if (text := edit.text().strip()))

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show these numbers."""
        while self._rows:
            self._remove(self._rows[-1][0])
        for text in texts or ("",):
            self._add(text)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._name()

    def setFocus(self, *_: object) -> None:
        """Go to the first line."""
        self._rows[0][1].setFocus()

    def _add(self, text: str) -> QLineEdit:
        edit = QLineEdit(text)
        edit.setMaxLength(200)
        edit.textEdited.connect(self.changed)
        row = QWidget()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(edit, 1)
        remove = buttons.icon_button("x", tr("Remove this phone"), lambda: self._drop(row), theme=self._theme)
        inside.addWidget(remove)
        self._lines.addWidget(row)
        self._rows.append((row, edit))
        self._name()
        return edit

    def _drop(self, row: QWidget) -> None:
        self._remove(row)
        if not self._rows:
            self._add("")
        self.changed.emit()

    def _remove(self, row: QWidget) -> None:
        self._rows = [entry for entry in self._rows if entry[0] is not row]
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._name()

    def _name(self) -> None:
        name = self.accessibleName() or tr("Phone")
        for number, (_, edit) in enumerate(self._rows, 1):
            edit.setAccessibleName(name if number == 1 else tr("%1 %2", name, number))
