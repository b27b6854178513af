"""What can be done with a line of the Today page: by its buttons, by keys, by the right mouse button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu

from crm_desktop.domain.reminding.entries import BirthdayEntry, FollowUpEntry
from crm_desktop.domain.reminding.times import snooze_to
from crm_desktop.language import tr
from crm_desktop.ui.plumbing import calling
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.greeting import copy_greeting, mark_greeted
from crm_desktop.ui.tabs.today.line_bar import KEYS, TodayBar
from crm_desktop.ui.tabs.today.lines import Line
from crm_desktop.ui.widgets import menus
from crm_desktop.ui.widgets.headed_list import HeadedModel
from crm_desktop.ui.widgets.keys import bind_keys
from crm_desktop.ui.widgets.list_view import ListView


class Deeds(QObject):
    """Lives as long as the list. `bar` holds the buttons."""

    def __init__(self, context: Context, view: ListView, model: HeadedModel[Line]) -> None:
        super().__init__(view)
        self._context = context
        self._services = context.services
        self.list = view
        self.model = model
        self.bar = bar = TodayBar(context, view, model)
        view.opened.connect(lambda line_id: self._open(model.line(line_id)))
        view.set_menu(self.fill_menu)
        bar.called.connect(self._call)
        bar.opened.connect(self._open)
        bar.done.connect(self._done)
        bar.done_and_next.connect(self._done_and_next)
        bar.snoozed.connect(self._snooze)
        bar.greeting_copied.connect(self._copy_greeting)
        bar.greeted.connect(self._mark_greeted)
        bar.planned.connect(self._plan)
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            (KEYS.done, bar.ask_outcome),
            (KEYS.done_and_next, lambda: self._done_and_next(bar.record())),
            (KEYS.snooze, bar.open_snooze),
            (KEYS.call, lambda: self._call(bar.record())),
            ("G", lambda: self._copy_greeting(bar.record())),
            ("M", lambda: self._toggle_greeted(bar.record())),
        )
        bind_keys(self.list, [(key, bar.on_current(do)) for key, do in keys])

    def _open(self, line: Line | None) -> None:
        if line is not None and line.customer_id is not None:
            self._context.navigate.show_customer(line.customer_id)

    def _plan(self, line: Line) -> None:
        self._context.navigate.new_follow_up(line.customer_id)

    def _call(self, line: Line | None) -> None:
        if line is not None and line.customer_id is not None:
            calling.call(self._context.messages, line.name, self._phone(line))

    def _copy_phone(self, line: Line) -> None:
        calling.copy_phone(self._context.messages, line.name, self._phone(line))

    def _phone(self, line: Line) -> str:
        people = self._services.customers.get_many([line.customer_id] if line.customer_id is not None else [])
        return next((person.phones[0] for person in people if person.phones), "")

    def _done(self, line: Line, outcome: str) -> None:
        self._context.actions.do(lambda: self._services.reminders.done(line.entry, outcome))
        self.list.setFocus()

    def _done_and_next(self, line: Line | None) -> None:
        if line is None or not isinstance(line.entry, FollowUpEntry):
            return
        found = self._services.follow_ups.get_many([line.entry.id])
        if found:
            from crm_desktop.ui.tabs.follow_ups.form import FollowUpForm

            form = FollowUpForm(self._context, self.list.window(), done=found[0])
            form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            form.open()
            form.focus_start()

    def _snooze(self, line: Line, until: date | datetime) -> None:
        """Put a line off to a time, or to the first chosen time of a day; a follow-up to that very day."""
        entry, services = line.entry, self._services
        if isinstance(until, datetime):
            self._context.actions.do(lambda: services.reminders.snooze(entry, until))
        elif isinstance(entry, FollowUpEntry):
            self._context.actions.do(lambda: services.follow_ups.snooze([entry.id], until))
        else:
            at = snooze_to(until, services.settings.get().times)
            self._context.actions.do(lambda: services.reminders.snooze(entry, at))
        self.list.setFocus()

    def _copy_greeting(self, line: Line | None) -> None:
        if line is not None and isinstance(line.entry, BirthdayEntry):
            copy_greeting(self._context, line.entry, line.name)

    def _toggle_greeted(self, line: Line | None) -> None:
        if line is not None and isinstance(line.entry, BirthdayEntry):
            self._mark_greeted(line, not line.entry.greeted)

    def _mark_greeted(self, line: Line, greeted: bool) -> None:
        if isinstance(line.entry, BirthdayEntry):
            mark_greeted(self._context, line.entry, greeted=greeted)
        self.list.setFocus()

    def fill_menu(self, menu: QMenu) -> None:
        """The right mouse button offers what the line does."""
        bar, theme = self.bar, self._context.theme
        bar.take_current()
        line = bar.record()
        if line is None:
            return
        if isinstance(line.entry, BirthdayEntry):
            menus.add(menu, tr("Copy greeting"), lambda: self._copy_greeting(line), icon="copy", theme=theme,
                      shortcut="G")  # fmt: skip
            bar.fill_greetings(menu.addMenu(tr("Other greetings")))
            menus.add(menu, tr("Greeted"), lambda: self._toggle_greeted(line), checked=line.entry.greeted,
                      shortcut="M")  # fmt: skip
        elif not line.done:
            menus.add(menu, tr("Done"), bar.ask_outcome, icon="check", theme=theme, shortcut="D")
        if isinstance(line.entry, FollowUpEntry):
            menus.add(menu, tr("Done, and plan the next"), lambda: self._done_and_next(line), shortcut="N")
        if bar.may_be_put_off():
            bar.fill_snooze(menu.addMenu(tr("Snooze")))
        if line.customer_id is not None:
            self._fill_person_menu(menu, line)

    def _fill_person_menu(self, menu: QMenu, line: Line) -> None:
        theme = self._context.theme
        menu.addSeparator()
        menus.add(menu, tr("Call"), lambda: self._call(line), icon="phone", theme=theme, shortcut="C")
        menus.add(menu, tr("Copy phone"), lambda: self._copy_phone(line), icon="copy", theme=theme)
        menus.add(menu, tr("New follow-up"), lambda: self._plan(line), icon="bell", theme=theme)
        menus.add(menu, tr("Open"), lambda: self._open(line), icon="user", theme=theme, shortcut="Return")
