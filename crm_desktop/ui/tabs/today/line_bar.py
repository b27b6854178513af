"""The buttons of the Today page's lines."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QToolButton

from crm_desktop.domain.reminders import BirthdayEntry, FollowUpEntry
from crm_desktop.language import tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.today.lines import Line
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets.dates import DateEdit
from crm_desktop.ui.widgets.headed_list import HeadedModel
from crm_desktop.ui.widgets.line_bar import LineBar
from crm_desktop.ui.widgets.list_view import ListView

FOLLOW_UP, BIRTHDAY, GREETED, YEARLY, OUTCOME, UNTIL = "follow-up", "birthday", "greeted", "yearly", "outcome", "until"


class TodayBar(LineBar):
    """Every signal carries the line; `done` the outcome too, `snoozed` the day, `greeted` whether she was."""

    called = Signal(object)
    opened = Signal(object)
    done = Signal(object, str)
    done_and_next = Signal(object)
    snoozed = Signal(object, object)
    greeting_copied = Signal(object)
    greeted = Signal(object, bool)
    planned = Signal(object)

    def __init__(self, context: Context, view: ListView, model: HeadedModel[Line]) -> None:
        super().__init__(view, model, context.theme, _page_of)
        self._context = context
        self._add_follow_up()
        self._add_birthday(BIRTHDAY, greeted=False)
        self._add_birthday(GREETED, greeted=True)
        self._add_yearly()
        self._add_outcome()
        self._add_until()

    # Pages

    def _call(self) -> QToolButton:
        return buttons.icon_button(
            "phone", tr("Copy phone"), lambda: self.called.emit(self.record()), theme=self._context.theme, shortcut="C"
        )

    def _open(self) -> QToolButton:
        return buttons.icon_button(
            "user", tr("Open"), lambda: self.opened.emit(self.record()), theme=self._context.theme, shortcut="Return"
        )

    def _add_follow_up(self) -> None:
        theme = self._context.theme
        self.done_button = buttons.quiet(tr("Done"), self.ask_outcome, theme=theme, icon="check", shortcut="D")
        self.next_button = buttons.quiet(
            tr("Done, next"), lambda: self.done_and_next.emit(self.record()), tooltip=tr("Done, and plan the next"),
            shortcut="N",
        )  # fmt: skip
        self.snooze_button = buttons.menu_button(tr("Snooze"), self.fill_snooze, theme=theme)
        self.snooze_button.setToolTip(tr("%1  (%2)", tr("Snooze"), "S"))
        self.add_page(FOLLOW_UP, self._call(), self.snooze_button, self.done_button, self.next_button, self._open())

    def _add_birthday(self, key: str, *, greeted: bool) -> None:
        theme = self._context.theme
        copy = buttons.quiet(
            tr("Copy greeting"), lambda: self.greeting_copied.emit(self.record()), theme=theme, icon="copy",
            shortcut="G",
        )  # fmt: skip
        mark = buttons.quiet(tr("Greeted"), None, shortcut="M")
        theme.set_icon(mark, "check-circle" if greeted else "chat", "good" if greeted else "text")
        mark.setCheckable(True)
        mark.setChecked(greeted)
        mark.clicked.connect(lambda _: self._tell_greeted(mark, greeted))
        self.add_page(key, self._call(), copy, mark, self._open())

    def _tell_greeted(self, mark: QPushButton, before: bool) -> None:
        mark.setChecked(before)  # the page tells what holds; another one comes when it has changed
        self.greeted.emit(self.record(), not before)

    def _add_yearly(self) -> None:
        plan = buttons.quiet(
            tr("New follow-up"), lambda: self.planned.emit(self.record()), theme=self._context.theme, icon="bell"
        )
        self.add_page(YEARLY, self._call(), plan, self._open())

    def _add_outcome(self) -> None:
        self.outcome = QLineEdit()
        self.outcome.setAccessibleName(tr("Outcome"))
        self.outcome.setPlaceholderText(tr("Outcome, then Enter; may be empty"))
        self.outcome.returnPressed.connect(self._finish)
        self.add_page(OUTCOME, buttons.primary(tr("Done"), self._finish), self._cancel(), field=self.outcome)

    def _add_until(self) -> None:
        self.until = DateEdit(self._context.theme, self._context.clock, optional=False)
        self.until.setAccessibleName(tr("Snooze until"))
        self.until.returnPressed.connect(self._put_off)
        self.add_page(UNTIL, buttons.primary(tr("Snooze"), self._put_off), self._cancel(), field=self.until)

    def _cancel(self) -> QToolButton:
        return buttons.icon_button("x", tr("Cancel"), self.back, theme=self._context.theme, token="secondary")

    # Doing

    def ask_outcome(self) -> None:
        """A field for what came of it; Enter is done."""
        if self._is_follow_up():
            self.begin(OUTCOME)

    def ask_date(self) -> None:
        """A field for the day to put it off to."""
        if self._is_follow_up():
            self.begin(UNTIL)
            self.until.set_date(self._today() + timedelta(days=1))
            self.until.selectAll()

    def open_snooze(self) -> None:
        """Drop the menu of days down."""
        if self._is_follow_up():
            menu = QMenu(self)
            self.fill_snooze(menu)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.snooze_button.mapToGlobal(QPoint(0, self.snooze_button.height())))

    def fill_snooze(self, menu: QMenu) -> None:
        """1 day, 3 days, 1 week, a date."""
        today, line = self._today(), self.record()
        for text, days in ((tr("1 day"), 1), (tr("3 days"), 3), (tr("1 week"), 7)):
            until = today + timedelta(days=days)
            menus.add(menu, text, lambda until=until: self.snoozed.emit(line, until))  # type: ignore[misc]
        menus.add(menu, tr("A date…"), self.ask_date, icon="calendar", theme=self._context.theme)

    def _is_follow_up(self) -> bool:
        record = self.record()
        return record is not None and isinstance(record.entry, FollowUpEntry)

    def _today(self) -> date:
        return self._context.clock.now().date()

    def _finish(self) -> None:
        line, outcome = self.record(), self.outcome.text()
        self.back()
        self.done.emit(line, outcome)

    def _put_off(self) -> None:
        line, day = self.record(), self.until.date()
        self.until.setProperty("wrong", "" if day else "true")
        self.until.style().unpolish(self.until)
        self.until.style().polish(self.until)
        if day is not None:
            self.back()
            self.snoozed.emit(line, day)


def _page_of(line: Any) -> str:
    entry = line.entry
    if isinstance(entry, FollowUpEntry):
        return FOLLOW_UP
    if isinstance(entry, BirthdayEntry):
        return GREETED if entry.greeted else BIRTHDAY
    return YEARLY
