"""A field for what nobody else is to read over her shoulder."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.domain.password import LONGEST
from crm_desktop.language import tr
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.button_line import ButtonLine

_HINTS: Final = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


class SecretEdit(ButtonLine):
    """Shows dots, and what was typed while its eye is open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setMaxLength(LONGEST)
        self.eye = buttons.icon_button("eye", tr("Show what is typed"), self._turn, theme=theme, token="secondary")
        self.put_button(self.eye)
        self.set_open(False)

    def _turn(self) -> None:
        self.set_open(self.echoMode() is QLineEdit.EchoMode.Password)

    def set_open(self, is_open: bool) -> None:
        """Show what is typed, or dots."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if is_open else QLineEdit.EchoMode.Password)
        # After the mode, which takes back the hints that keep an input method from learning the word.
        self.setInputMethodHints(self.inputMethodHints() | _HINTS)
        self._theme.set_icon(self.eye, "eye-off" if is_open else "eye", "secondary")
        words = tr("Hide what is typed") if is_open else tr("Show what is typed")
        self.eye.setToolTip(words)
        self.eye.setAccessibleName(words)
