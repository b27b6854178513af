"""A field for what nobody else is to read over her shoulder."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from crm_desktop.domain.password import LONGEST
from crm_desktop.language import tr
from crm_desktop.ui.plumbing.theme import Theme

_HINTS: Final = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


class SecretEdit(QLineEdit):
    """Shows dots, and what was typed while its eye is open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setMaxLength(LONGEST)
        self.eye = QAction(self)
        self.eye.triggered.connect(lambda: self.set_open(self.echoMode() is QLineEdit.EchoMode.Password))
        self.addAction(self.eye, QLineEdit.ActionPosition.TrailingPosition)
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.installEventFilter(self)
        self.set_open(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        button = next(iter(self.findChildren(QToolButton)), None)
        if button is not None and button.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRect(button.geometry().adjusted(-1, -1, 1, 1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def set_open(self, is_open: bool) -> None:
        """Show what is typed, or dots."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if is_open else QLineEdit.EchoMode.Password)
        # After the mode, which takes back the hints that keep an input method from learning the word.
        self.setInputMethodHints(self.inputMethodHints() | _HINTS)
        self._theme.set_icon(self.eye, "eye-off" if is_open else "eye", "secondary")
        words = tr("Hide what is typed") if is_open else tr("Show what is typed")
        self.eye.setText(words)
        self.eye.setToolTip(words)
        for button in self.findChildren(QToolButton):
            button.setAccessibleName(words)
