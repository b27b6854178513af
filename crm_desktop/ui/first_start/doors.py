"""The doors of an empty shop: each leads to another way of beginning, and says where it leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons, viewports
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.empty import IconLabel
from crm_desktop.ui.widgets.more_below import MoreBelow

_LINES_ACROSS: Final = 13
"""The width of the narrowest door, in heights of a line of its text."""

_MARGIN: Final = 24
_GAP: Final = 16


class Door(buttons.Button):
    """A large button: a picture, what it is called, and a sentence of what is behind it."""

    def __init__(self, theme: Theme, icon: str, name: str, sentence: str, go: Callable[[], object]) -> None:
        super().__init__("")  # its words stand in labels
        self.setProperty("kind", "door")
        self.setAccessibleName(name)
        self.setAccessibleDescription(sentence)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.clicked.connect(lambda *_: go())
        self._name = texts.labelled(name, "heading", wrap=True)
        self._sentence = texts.secondary(sentence, wrap=True)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.addWidget(IconLabel(theme, icon, 32, "accent"), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._name)
        column.addWidget(self._sentence)
        column.addStretch(1)
        self._box.addLayout(column, 1)
        self.stand(True)
        for label in (self._name, self._sentence):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def stand(self, standing: bool) -> None:
        """The picture above the words, or before them: then it is lower."""
        directions, margin = QBoxLayout.Direction, 20 if standing else 14
        self._box.setDirection(directions.TopToBottom if standing else directions.LeftToRight)
        self._box.setContentsMargins(20, margin, 20, margin)
        self._box.setSpacing(12 if standing else 16)
        self.updateGeometry()

    @property
    def narrowest(self) -> int:
        """How wide it has to be for its sentence to read well, in px."""
        return self._sentence.fontMetrics().height() * _LINES_ACROSS + 40

    def sizeHint(self) -> QSize:
        width = self.narrowest
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.narrowest, 0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else super().heightForWidth(width)


class Doors(QScrollArea):
    """A question, and the doors that answer it: side by side where there is room, else one below the other."""

    def __init__(
        self, theme: Theme, title: str, sentence: str, doors: Sequence[Door], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        viewports.make_known(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.doors = tuple(doors)
        page = QWidget()
        page.setProperty("role", "plain")
        column = QVBoxLayout(page)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(8)
        column.addStretch(2)
        for label in (texts.title(title), texts.body(sentence, wrap=True)):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(_GAP)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(_GAP)
        for door in self.doors:
            self._row.addWidget(door, 1)
        column.addLayout(self._row)
        column.addStretch(3)
        self.setWidget(page)
        MoreBelow(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(max(door.narrowest for door in self.doors) + 2 * _MARGIN, 160)

    def resizeEvent(self, event: QResizeEvent) -> None:
        gaps = (len(self.doors) - 1) * _GAP + 2 * _MARGIN
        room = self.viewport().width() >= sum(door.narrowest for door in self.doors) + gaps
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if room else directions.TopToBottom)
        self._row.setSpacing(_GAP if room else _GAP // 2)
        for door in self.doors:
            door.stand(room)
        super().resizeEvent(event)
