"""What stands where there is nothing yet: an invitation, not a void."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import text as texts

_MARGIN: Final = 24
_LEAST_WIDTH: Final = 260


class IconLabel(QWidget):
    """An icon that paints itself in the theme's colour."""

    def __init__(
        self, theme: Theme, name: str, size: int = 16, token: str = "secondary", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._name, self._size, self._token = theme, name, px(size), token
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_icon(self, name: str, token: str) -> None:
        self._name, self._token = name, token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._theme.paint_icon(QPainter(self), QRect(0, 0, self._size, self._size), self._name, self._token)


class EmptyState(QWidget):
    """Icon, title, one sentence, what is asked (`middle`), and what can be done."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str,
        sentence: str,
        buttons: Sequence[QPushButton] = (),
        parent: QWidget | None = None,
        *,
        middle: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = texts.title(title)
        self._sentence = texts.body(sentence, wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setMaximumWidth(px(440))
        self._sentence.setMinimumWidth(px(_LEAST_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(12)
        column.addStretch(2)
        column.addWidget(IconLabel(theme, icon, 48, "accent"), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        # No alignment: a centred widget gets the height that its lines take in the whole width, and not in its own.
        column.addLayout(_between_stretches(self._sentence))
        if middle is not None:
            column.addSpacing(4)
            column.addLayout(_between_stretches(middle))
        self._choices = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._choices.setSpacing(8)
        self._buttons = tuple(buttons)
        for button in buttons:
            self._choices.addWidget(button)
        column.addSpacing(4)
        centred = QHBoxLayout()
        centred.addStretch()
        centred.addLayout(self._choices)
        centred.addStretch()
        column.addLayout(centred)
        column.addStretch(3)
        self._side_by_side = self._choices.minimumSize().width() + 2 * _MARGIN
        self._column = column
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for one button above the other."""
        widest = max((button.sizeHint().width() for button in self._buttons if not button.isHidden()), default=0)
        return QSize(max(widest, px(_LEAST_WIDTH)) + 2 * _MARGIN, self._column.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        room = self.width() >= self._side_by_side
        self._choices.setDirection(directions.LeftToRight if room else directions.TopToBottom)

    def set_text(self, title: str, sentence: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._sentence.setText(sentence)


def _between_stretches(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addStretch(1)
    line.addWidget(widget, 20)
    line.addStretch(1)
    return line
