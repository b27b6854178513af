"""The line above the table in which the password of a workbook is asked for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.strips import empty_strip


class PasswordStrip(QWidget):
    """Asks for the password of a workbook, in its place on the page."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame, row = empty_strip(calm=False)
        self.label = texts.body("", wrap=True)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMaxLength(255)
        self.edit.setFixedWidth(px(200))
        self.edit.setAccessibleName(tr("Password of the file"))
        self.edit.setPlaceholderText(tr("Password of the file"))
        self.edit.returnPressed.connect(self._give)
        self.button = buttons.plain(tr("Open"), self._give)
        row.addWidget(self.label, 1)
        row.addWidget(self.edit)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        self.hide()

    def ask(self, words: str) -> None:
        """Ask, with what there is to say about it."""
        self.label.setText(words)
        self.label.setAccessibleName(words)
        self.show()
        self.edit.selectAll()
        self.edit.setFocus()

    def _give(self) -> None:
        if self.edit.text():
            self.given.emit(self.edit.text())
