"""The month beside the list: solar and lunar days, dots where birthdays are, and what the day under the keys is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop import language
from crm_desktop.domain import lunar
from crm_desktop.language import tr
from crm_desktop.services.birthdays import BirthdaysOfDay
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.latest import Latest
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.tabs.birthdays.lines import day_words
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.month_grid import DayMark, MonthGrid, MonthPicker

_PICKER_HEIGHT: Final = 400

Month = dict[date, BirthdaysOfDay]


class BirthdayCalendar(QWidget):
    """`day_wanted` tells a day that was picked, None if it is let go. `is_quick` says whether a month's birthdays
    are found at once."""

    day_wanted = Signal(object)

    def __init__(self, context: Context, is_quick: Callable[[int], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._is_quick = is_quick
        self._birthdays: Month = {}
        self._known: date | None = None
        self._latest: Latest[date, tuple[date, Month]] = Latest(
            context.jobs, tr("Looking up the month's birthdays"), self._answer, self._show
        )
        today = context.clock.now().date()
        self.grid = MonthGrid(context.theme, today, self._mark)
        self.picker = MonthPicker(self.grid, context.theme)
        self.grid.day_picked.connect(self._picked)
        self.grid.month_changed.connect(lambda _: self.refresh())
        self.day_label = texts.body("", wrap=True)
        self.names_label = texts.secondary("", wrap=True)
        self.all_button = buttons.link(tr("Show all days"), self.let_go)
        self._lay_out()
        self._chosen: date | None = None
        self._describe()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        self.picker.setMaximumHeight(px(_PICKER_HEIGHT))
        column.addWidget(self.picker, 100)
        column.addWidget(texts.separator())
        column.addSpacing(4)
        line = QHBoxLayout()
        line.addWidget(self.day_label, 1)
        line.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        column.addWidget(self.names_label)
        column.addStretch(1)

    # What the tab asks

    def chosen(self) -> date | None:
        """The day that the list is narrowed to."""
        return self._chosen

    def set_today(self, today: date) -> None:
        self.grid.set_today(today)
        self._describe()

    def refresh(self) -> None:
        """Ask for the birthdays of the month shown."""
        month = self.grid.month()
        if self._known != month:
            self._known, self._birthdays = None, {}
        self._latest.ask(month, quick=self._is_quick(31))

    def let_go(self) -> None:
        """No day is chosen any more."""
        if self._chosen is not None:
            self._choose(None)

    def _answer(self, month: date) -> tuple[date, Month]:
        return month, self._context.services.birthdays.month(month.year, month.month)

    def _show(self, found: tuple[date, Month]) -> None:
        self._known, self._birthdays = found
        self.grid.refresh()
        self._describe()

    # Days

    def _mark(self, day: date) -> DayMark:
        found = self._birthdays.get(day, _NOBODY)
        text, strong = lunar_mark(day)
        parts = (day_words(day), " · ".join(found.names), _more(found))
        return DayMark(text, found.count, "\n".join(part for part in parts if part), strong)

    def _picked(self, day: date) -> None:
        self._choose(None if day == self._chosen else day)

    def _choose(self, day: date | None) -> None:
        self._chosen = day
        if day is None:
            self.grid.set_day(None)
        self._describe()
        self.day_wanted.emit(day)

    def _describe(self) -> None:
        """Say what the chosen day is, else today."""
        day = self._chosen or self._context.clock.now().date()
        found = self._birthdays.get(day, _NOBODY)
        self.day_label.setText(day_words(day))
        names = f"{' · '.join(found.names)} {_more(found)}".strip()
        known = self._known is not None and (self._known.year, self._known.month) == (day.year, day.month)
        self.names_label.setText(names if found.count else tr("No birthdays") if known else "")
        self.all_button.setVisible(self._chosen is not None)


_NOBODY: Final = BirthdaysOfDay(0, ())


def _more(found: BirthdaysOfDay) -> str:
    """The words that there are more than those named."""
    unnamed = found.count - len(found.names)
    return tr("and %n more", n=unnamed) if unnamed else ""


def lunar_mark(day: date) -> tuple[str, bool]:
    """The lunar day to write under a solar one, and whether a lunar month begins: 十三, 冬月; "10/13" in English."""
    try:
        found = lunar.from_solar(day)
    except lunar.OutOfRange:
        return "", False
    first = found.day == 1
    if language.language() == "en":
        return f"{found.month}/{found.day}", first
    return lunar.month_name(found.month, found.leap) if first else lunar.day_name(found.day), first
