"""How strong a password is, while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import text as texts

if TYPE_CHECKING:
    from crm_desktop.domain.password import Strength

_PARTS: Final = 4
_GAP: Final = 3
_THICK: Final = 6
_TOKENS: Final = ("danger", "danger", "on_notice", "good", "good")
"""By level."""


class StrengthBar(QWidget):
    """A bar of four parts, the level in a word, and what that means; empty while nothing is typed. `grown`: the words
    need more room."""

    grown = Signal()

    def __init__(self, theme: Theme, judge: Callable[[str], Strength]) -> None:
        super().__init__()
        self._judge = judge
        self._told = QTimer(self, singleShot=True, interval=0)  # when the layouts around know it
        self._told.timeout.connect(self.grown)
        self.strength: Strength | None = None
        self._bar = _Bar(theme)
        self._level = texts.secondary("")
        self._means = texts.secondary("", wrap=True)
        self._means.setAlignment(Qt.AlignmentFlag.AlignTop)
        # Room for two lines from the beginning: nothing below moves while she types.
        self._means.setMinimumHeight(2 * self._means.fontMetrics().lineSpacing() + 2)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._bar, 1)
        row.addWidget(self._level)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._means)
        self.setAccessibleName(tr("Strength of the password"))
        self.judge("")

    def judge(self, word: str) -> None:
        """Say how strong `word` is."""
        found = self.strength = self._judge(word) if word else None
        self._bar.show_level(None if found is None else int(found.level))
        self._level.setText("" if found is None else str(found.name))
        lines = [] if found is None else [str(found.holds), str(found.advice or "")]
        self._means.setText("\n".join(filter(None, lines)))
        # A long advice takes a third line, which stays: what is below moves once at most.
        needed = self._means.heightForWidth(self._means.width()) if self._means.isVisible() else 0
        if needed > self._means.minimumHeight():
            self._means.setMinimumHeight(needed)
            self._told.start()
        self.setAccessibleDescription("\n".join([self._level.text(), *lines]))


class _Bar(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._level: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_level(self, level: int | None) -> None:
        self._level = level
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _THICK)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - _GAP * (_PARTS - 1)) / _PARTS
        filled = 0 if self._level is None else max(1, self._level)
        for part in range(_PARTS):
            token = _TOKENS[self._level or 0] if part < filled else "separator"
            painter.setBrush(self._theme.color(token))
            painter.drawRoundedRect(QRectF(part * (width + _GAP), 0, width, _THICK), _THICK / 2, _THICK / 2)
