"""A field of a form: its label above, what is wrong with it below."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.language import Sentence
from crm_desktop.ui.style.sizes import TEXT_SIZES, text_size
from crm_desktop.ui.style.theme import restyle
from crm_desktop.ui.widgets import text as texts


class InlineField(QWidget):
    """Label over input, with a line for the error or a hint. The input's accessible name is the label."""

    def __init__(self, label: str, field: QWidget, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.input = field
        self._hint = hint
        self._error = ""
        name = texts.secondary(label, wrap=text_size() > TEXT_SIZES[0])
        name.setBuddy(field)
        field.setAccessibleName(label)
        line = field.lineEdit() if isinstance(field, QComboBox) else None
        if line is not None:
            line.setAccessibleName(label)
        self._below = texts.secondary(hint, wrap=True)
        self._below.setVisible(bool(hint))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(name)
        column.addWidget(field)
        column.addWidget(self._below)

    def error(self) -> str:
        """The error shown; "" for none."""
        return self._error

    def set_error(self, error: str | Sentence | None) -> None:
        """Show what is wrong under the field; None clears it."""
        self._error = str(error or "")
        self._show(self._error or self._hint)

    def set_note(self, words: str) -> None:
        """Say under the field what goes on, in the place of what was wrong; "" for nothing."""
        self._error = ""
        self._show(words or self._hint)

    def _show(self, shown: str) -> None:
        self._below.setText(shown)
        self._below.setVisible(bool(shown))
        restyle(self._below, "role", "danger" if self._error else "secondary")
        mark_wrong(self.input, self._error)


def beside(field: QWidget, button: QWidget) -> QWidget:
    """A field with a button at its right, to stand in a form as one."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(field, 1)
    row.addWidget(button)
    return both


def mark_wrong(field: QWidget, why: str) -> None:
    """Show that what is typed is not taken, and say why to whom hears the page; "" if all is well."""
    restyle(field, "wrong", "true" if why else "false")
    field.setAccessibleDescription(why)
