"""The first line of the page: the day, solar and lunar, and how much there is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from crm_desktop.domain.calendar_words import date_words, lunar_today_words, weekday_words
from crm_desktop.language import tr
from crm_desktop.ui.tabs.today.parts import Part, count_words
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.fitting import Fitting

_COUNTED = (Part.TODAY, Part.OVERDUE, Part.BIRTHDAYS, Part.RETURNING)


class Head(Fitting):
    """A press on a count tells `part_wanted`. The counts stand beside the day, or below it where that is too wide."""

    part_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = texts.title("")
        self.lunar = texts.body("")
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(12)
        self._days, self._numbers = QHBoxLayout(), QHBoxLayout()
        for row in (self._days, self._numbers):
            row.setSpacing(12)
        self._days.addWidget(self.day)
        self._days.addWidget(self.lunar)
        self._days.addStretch(1)
        self._box.addLayout(self._days, 1)
        self._box.addLayout(self._numbers)
        self.counts: dict[Part, QPushButton] = {}
        for part in _COUNTED:
            button = buttons.quiet("", partial(self.part_wanted.emit, part))
            self.counts[part] = button
            self._numbers.addWidget(button)

    def show_day(self, day: date) -> None:
        """Name the day: "Saturday, Nov 21", and the lunar one."""
        self.day.setText(tr("%2, %1", date_words(day), weekday_words(day)))
        self.lunar.setText(lunar_today_words(day))

    def show_counts(self, counts: Mapping[Part, int]) -> None:
        """How much there is of each part; what there is none of cannot be pressed, and who is due to come again is not
        counted where nobody is: few shops plan by it."""
        for part, button in self.counts.items():
            count = counts.get(part, 0)
            words = count_words(part, count)
            button.setText(words)
            button.setAccessibleName(words)
            button.setEnabled(bool(count))
            button.setVisible(bool(count) or part is not Part.RETURNING)

    def minimumSizeHint(self) -> QSize:
        width = max(row.minimumSize().width() for row in (self._days, self._numbers))
        return QSize(width, self._box.minimumSize().height())

    def fit(self) -> None:
        """One line where there is room for it, else two."""
        wanted = self._days.sizeHint().width() + self._box.spacing() + self._numbers.sizeHint().width()
        directions = QBoxLayout.Direction
        direction = directions.LeftToRight if wanted <= self.width() else directions.TopToBottom
        if direction != self._box.direction():
            self._box.setDirection(direction)
            below = direction == directions.TopToBottom
            self._box.setAlignment(self._numbers, Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag(0))
