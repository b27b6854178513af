"""The buttons of the Today page's lines."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QToolButton

from crm_desktop.domain.reminding.entries import BackupEntry, BirthdayEntry, FollowUpEntry
from crm_desktop.language import tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.greeting import fill_greetings
from crm_desktop.ui.reminders.snooze import fill_snooze
from crm_desktop.ui.tabs.birthdays.greeting import greeting_buttons
from crm_desktop.ui.tabs.follow_ups.line_bar import FOLLOW_UP, FollowUpBar, Keys
from crm_desktop.ui.tabs.today.lines import Line
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.headed_list import HeadedModel
from crm_desktop.ui.widgets.list_view import ListView

_BIRTHDAY, _GREETED, _PERSON, _PERSON_DONE, _BACKUP = "birthday", "greeted", "person", "person-done", "backup"
KEYS: Final = Keys(done="D", done_and_next="N", snooze="S", call="C")


class TodayBar(FollowUpBar):
    """Every signal carries the line; `greeted` whether she was, `snoozed` the day or the time, and `done` "" for all
    but a follow-up."""

    opened = Signal(object)
    greeting_copied = Signal(object)
    greeted = Signal(object, bool)
    planned = Signal(object)

    def __init__(self, context: Context, view: ListView, model: HeadedModel[Line]) -> None:
        super().__init__(context, view, model, _page_of, KEYS)
        self.add_page(FOLLOW_UP, *self.to_do_buttons(), self._open_button())
        for key, greeted in ((_BIRTHDAY, False), (_GREETED, True)):
            snooze = () if greeted else (self.new_snooze_button(),)
            greeting = self._greeting_buttons(greeted=greeted)
            self.add_page(key, self.call_button(), *greeting, *snooze, self._open_button())
        answers = (self._plain_done_button(), self.new_snooze_button())
        self.add_page(_PERSON, self.call_button(), self._plan_button(), *answers, self._open_button())
        self.add_page(_PERSON_DONE, self.call_button(), self._plan_button(), self._open_button())
        self.add_page(_BACKUP, self._plain_done_button(), self.new_snooze_button())

    def _plan_button(self) -> QPushButton:
        return buttons.quiet(
            tr("New follow-up"), lambda: self.planned.emit(self.record()), theme=self._theme, icon="bell"
        )

    def _plain_done_button(self) -> QPushButton:
        return buttons.quiet(tr("Done"), self.ask_outcome, theme=self._theme, icon="check", shortcut=KEYS.done)

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

    def ask_outcome(self) -> None:
        """A follow-up's outcome is asked for; anything else is done at once."""
        line = self.record()
        if isinstance(line.entry, FollowUpEntry):
            super().ask_outcome()
        elif not line.done:
            self.done.emit(line, "")

    def may_be_put_off(self) -> bool:
        line = self.record()
        return line is not None and not line.done

    def fill_snooze(self, menu: QMenu) -> None:
        """An hour, this afternoon, some days, and a date."""
        line, now = self.record(), self._context.clock.now()
        times = self._context.services.settings.get().times
        fill_snooze(menu, now, times, lambda until: self.snoozed.emit(line, until), self.ask_date, self._theme)

    def _open_button(self) -> QToolButton:
        return buttons.icon_button(
            "user", tr("Open"), lambda: self.opened.emit(self.record()), theme=self._theme, shortcut="Return"
        )


def _page_of(line: Line) -> str | None:
    entry = line.entry
    if isinstance(entry, FollowUpEntry):
        return FOLLOW_UP
    if isinstance(entry, BirthdayEntry):
        return _GREETED if line.done else _BIRTHDAY
    if isinstance(entry, BackupEntry):
        return None if line.done else _BACKUP
    return _PERSON_DONE if line.done else _PERSON
