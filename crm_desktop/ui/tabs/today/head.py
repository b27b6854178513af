"""The first line of the page: the day, solar and lunar, and how much there is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from crm_desktop.domain.birthday import lunar_today_words, weekday_words
from crm_desktop.domain.calendar_words import date_words
from crm_desktop.language import tr
from crm_desktop.ui.tabs.today.lines import Part, count_words
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts

_COUNTED = (Part.TODAY, Part.OVERDUE, Part.BIRTHDAYS, Part.RETURNING)


class Head(QWidget):
    """A press on a count tells `part_wanted`."""

    part_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = texts.title("")
        self.lunar = texts.body("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.day)
        row.addWidget(self.lunar)
        row.addStretch(1)
        self.counts: dict[Part, QPushButton] = {}
        for part in _COUNTED:
            button = buttons.quiet("", partial(self.part_wanted.emit, part))
            self.counts[part] = button
            row.addWidget(button)

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
