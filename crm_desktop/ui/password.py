"""Where the password of a shop is typed: on the start page, or in a small sheet over the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.ui.plumbing.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField

Unlock = Callable[[str], UserError | None]
"""Opens the shop by a password; what stood in the way, or None when it is open."""


class PasswordForm(QWidget):
    """The field, and what was wrong with what was typed."""

    opened = Signal()

    def __init__(self, unlock: Unlock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unlock = unlock
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMaxLength(1000)
        self.field = InlineField(tr("Password"), self.edit)
        self.edit.textEdited.connect(lambda: self.field.set_error(None))
        self.setFocusProxy(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    def try_it(self) -> None:
        """Open the shop by what was typed; what was typed stays if it does not fit."""
        if not self.edit.text():
            self.field.set_error(tr("Type the password of this shop."))
            self.edit.setFocus()
            return
        problem = self._unlock(self.edit.text())
        if problem is None:
            self.opened.emit()
            return
        self.field.set_error(str(problem))
        self.edit.selectAll()
        self.edit.setFocus()


def locked_words(path: Path) -> str:
    """What is said of a shop that needs a password."""
    return tr("“%1” is protected by a password.", path.name)


class PasswordDialog(QDialog):
    """Asks for another shop's password over the window of the open one."""

    def __init__(self, path: Path, unlock: Unlock, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open a shop"))
        self.setMinimumWidth(400)
        # The window under it goes when the shop is open, and takes this sheet along: not before its handlers are done.
        self.form = PasswordForm(unlock)
        self.form.opened.connect(lambda: QTimer.singleShot(0, self, self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(texts.body(locked_words(path), wrap=True))
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(buttons.plain(tr("Cancel"), self.reject))
        go = buttons.primary(tr("Open"), self.form.try_it, theme=theme)
        go.setDefault(True)
        row.addWidget(go)
        column.addLayout(row)
