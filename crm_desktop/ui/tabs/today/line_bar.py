"""The buttons of the Today page's lines."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QMenu, QToolButton

from crm_desktop.domain.reminders import BirthdayEntry, FollowUpEntry
from crm_desktop.language import tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.greeting import fill_greetings
from crm_desktop.ui.tabs.birthdays.greeting import greeting_buttons
from crm_desktop.ui.tabs.follow_ups.line_bar import FOLLOW_UP, FollowUpBar, Keys
from crm_desktop.ui.tabs.today.lines import Line
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.headed_list import HeadedModel
from crm_desktop.ui.widgets.list_view import ListView

_BIRTHDAY, _GREETED, _YEARLY = "birthday", "greeted", "yearly"
KEYS: Final = Keys(done="D", done_and_next="N", snooze="S", call="C")


class TodayBar(FollowUpBar):
    """Every signal carries the line; `greeted` whether she was."""

    opened = Signal(object)
    greeting_copied = Signal(object)
    greeted = Signal(object, bool)
    planned = Signal(object)

    def __init__(self, context: Context, view: ListView, model: HeadedModel[Line]) -> None:
        super().__init__(context, view, model, _page_of, KEYS)
        self.add_page(FOLLOW_UP, *self.to_do_buttons(), self._open_button())
        for key, greeted in ((_BIRTHDAY, False), (_GREETED, True)):
            self.add_page(key, self.call_button(), *self._greeting_buttons(greeted=greeted), self._open_button())
        plan = buttons.quiet(
            tr("New follow-up"), lambda: self.planned.emit(self.record()), theme=context.theme, icon="bell"
        )
        self.add_page(_YEARLY, self.call_button(), plan, self._open_button())

    def _greeting_buttons(self, *, greeted: bool) -> tuple[QAbstractButton, ...]:
        return greeting_buttons(
            self._theme, lambda: self.greeting_copied.emit(self.record()), self.fill_greetings,
            lambda now: self.greeted.emit(self.record(), now), greeted=greeted,
        )  # fmt: skip

    def fill_greetings(self, menu: QMenu) -> None:
        """Every greeting that the customer of the line could get."""
        line = self.record()
        if isinstance(line.entry, BirthdayEntry):
            fill_greetings(menu, self._context, line.entry, line.name)

    def _open_button(self) -> QToolButton:
        return buttons.icon_button(
            "user", tr("Open"), lambda: self.opened.emit(self.record()), theme=self._theme, shortcut="Return"
        )


def _page_of(line: Line) -> str:
    entry = line.entry
    if isinstance(entry, FollowUpEntry):
        return FOLLOW_UP
    if isinstance(entry, BirthdayEntry):
        return _GREETED if entry.greeted else _BIRTHDAY
    return _YEARLY
