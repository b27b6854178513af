"""How long a line may be put off: the choices of the menu, each with the time that it means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from crm_desktop.domain.calendar_words import date_words, weekday_words
from crm_desktop.domain.reminding.times import Snooze, Times, snooze_until
from crm_desktop.language import tr
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import menus
from crm_desktop.ui.widgets.month_grid import MonthGrid, MonthPicker
from crm_desktop.ui.widgets.popover import spot_under
from crm_desktop.ui.widgets.reading_order import ReadsAlong

_GAP: Final = 2


def fill_snooze(
    menu: QMenu,
    now: datetime,
    times: Times,
    put_off: Callable[[datetime], object],
    ask_date: Callable[[], object] | None,
    theme: Theme,
) -> None:
    """Offer what makes sense at `now`; `put_off` is told when the line is to come again, `ask_date` is to ask."""
    for choice in Snooze:
        until = snooze_until(choice, now, times)
        if until is not None:
            words = f"{snooze_words(choice)}\t{time_words(until, now, weekday=True)}"
            menus.add(menu, words, lambda until=until: put_off(until))  # type: ignore[misc]
    if ask_date is not None:
        menus.add(menu, tr("A date…"), ask_date, icon="calendar", theme=theme)


def snooze_words(choice: Snooze) -> str:
    """What a choice is called."""
    match choice:
        case Snooze.HOUR:
            return tr("1 hour")
        case Snooze.AFTERNOON:
            return tr("This afternoon")
        case Snooze.TOMORROW:
            return tr("Tomorrow")
        case Snooze.THREE_DAYS:
            return tr("3 days")
    return tr("Next week")


def time_words(until: datetime, now: datetime, *, weekday: bool = False) -> str:
    """A time as short as it can be said: "16:20", "tomorrow 09:00" (or its `weekday`), "Wednesday 09:00",
    "Nov 30 09:00"."""
    days = (until.date() - now.date()).days
    if days <= 0:
        return f"{until:%H:%M}"
    if days == 1 and not weekday:
        day = tr("tomorrow")
    else:
        day = weekday_words(until.date()) if days < 7 else date_words(until.date())
    return tr("%1 %2", day, f"{until:%H:%M}")


class DayChooser(ReadsAlong, QFrame):
    """A month over the popup, to pick the day that a line is put off to: one after `today`."""

    def __init__(self, owner: QWidget, today: date, theme: Theme, take: Callable[[date], object]) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "drop")
        self.setAccessibleName(tr("Snooze until"))
        self._owner = owner
        self.grid = MonthGrid(theme, today)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.addWidget(MonthPicker(self.grid, theme))

        def picked(day: date) -> None:
            self.close()
            take(day)

        self.grid.day_picked.connect(picked)
        self.grid.set_earliest(today + timedelta(days=1))
        self.grid.set_day(today + timedelta(days=1))

    def drop(self) -> None:
        """Show it under its owner, or over it where there is no room."""
        self.move(spot_under(self._owner, self.sizeHint(), _GAP))
        self.show()
        self.grid.setFocus()
