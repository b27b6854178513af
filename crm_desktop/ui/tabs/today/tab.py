"""Today: what is overdue, what is due, whose birthday and which anniversaries are near, who is due to come again;
everything done on the line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.domain.reminding.entries import BirthdayEntry, FollowUpEntry
from crm_desktop.domain.reminding.times import snooze_to
from crm_desktop.language import Sentence, tr
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing import calling
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.greeting import copy_greeting, mark_greeted
from crm_desktop.ui.plumbing.latest import Latest
from crm_desktop.ui.plumbing.refresh import Refresher
from crm_desktop.ui.plumbing.sizes import px
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.tabs.today.arrivals import Arrivals
from crm_desktop.ui.tabs.today.calendar_notice import CalendarNotice
from crm_desktop.ui.tabs.today.head import Head
from crm_desktop.ui.tabs.today.line_bar import KEYS, TodayBar
from crm_desktop.ui.tabs.today.line_delegate import ROW_HEIGHT, ROW_HEIGHT_COMPACT, LineDelegate
from crm_desktop.ui.tabs.today.lines import Line, LineNumbers, Part, counted, details, groups, heading_id
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.widgets.headed_list import Contents, HeadedModel, contents
from crm_desktop.ui.widgets.list_keys import bind_keys
from crm_desktop.ui.widgets.list_view import ListView
from crm_desktop.ui.widgets.preview import Details, Preview

_DAYS: Final = 7
_TABLES: Final = {
    "follow_up", "customer", "phone", "greeting", "purchase", "yearly_date", "setting", "reminder_answer",
}  # fmt: skip
_Found = tuple[dict[Part, int], Contents[Line]]
"""How much there is of the parts that the head counts, and all the lines."""

_QUICK_UP_TO: Final = 30_000
"""Up to so many customers the day's reminders are found at once, beyond it in the worker."""


class TodayTab(QWidget):
    """The page. Arrows move through the lines, Space shows one, Enter opens the customer, D is done,
    S puts off, C calls."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._services = context.services
        self._numbers = LineNumbers()
        self._day = context.clock.now().date()
        self._latest: Latest[date, _Found] = Latest(context.jobs, tr("Looking up what is due"), self._find, self._show)
        self.head = Head()
        self.arrivals = Arrivals(context)
        self._make_list()
        self._lay_out()
        self._connect()
        self._refresher = Refresher(self, self.refresh, _TABLES)

    # Making

    def _make_list(self) -> None:
        context = self._context
        column = Column[Line]("line", Sentence("Reminder"), lambda line: line.words, tooltip=lambda line: line.words)
        self.model: HeadedModel[Line] = HeadedModel([column], context.theme, self)
        self.list = ListView(self.model, tr("Reminder list"), "today", context.memory, context.theme, self)
        self.list.horizontalHeader().hide()
        self.list.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.bar = TodayBar(context, self.list, self.model)
        self.list.setItemDelegate(LineDelegate(self.list, context.theme, self.bar))
        self.preview = Preview(self.list, context.theme, self._details)
        self._dress()
        context.theme.changed.connect(self._dress)

    def _details(self, line_id: int) -> Details | None:
        line = self.model.line(line_id)
        return None if line is None else details(line)

    def _dress(self) -> None:
        compact = self._context.theme.compact
        self.list.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT_COMPACT) if compact else px(ROW_HEIGHT))

    def _lay_out(self) -> None:
        theme = self._context.theme
        self._nothing = EmptyState(
            theme, "sun", tr("Nothing is due today"),
            tr("No follow-up is waiting, and no birthday or anniversary is near. A good day to plan a call, "
               "or to look at whose birthdays come next."),
            [
                buttons.primary(tr("New follow-up"), self._context.navigate.new_follow_up, theme=theme, icon="plus",
                                shortcut="Ctrl+T"),
                buttons.plain(tr("Birthdays"), lambda: self._context.navigate.show_tab("birthdays"), theme=theme,
                              icon="cake"),
            ],
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._nothing)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 12)
        top.addWidget(self.head)
        page.addLayout(top)
        page.addWidget(texts.separator())
        page.addWidget(CalendarNotice(self._context))
        page.addWidget(self.arrivals)
        page.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.head.part_wanted.connect(lambda part: self.show_part(Part(part)))
        self.list.opened.connect(lambda line_id: self._open(self.model.line(line_id)))
        self.list.set_menu(self._fill_menu)
        bar = self.bar
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

    # What the window asks

    def on_shown(self) -> None:
        if self._context.clock.now().date() != self._day:
            self._refresher.expire()
        self._refresher.on_shown()

    def on_change(self, change: Change) -> None:
        self._refresher.on_change(change)

    def on_new_day(self) -> None:
        self._refresher.expire()

    def focus_list(self) -> None:
        self.list.setFocus()

    # Showing

    def refresh(self) -> None:
        """Ask what is due, as of the clock's day."""
        self._day = self._context.clock.now().date()
        self.head.show_day(self._day)
        self._latest.ask(self._day, quick=not self._services.has_more_customers_than(_QUICK_UP_TO))

    def _find(self, day: date) -> _Found:
        """In a large shop in the worker, which makes the thousands of lines too."""
        today = self._services.today.today(day)
        return counted(today), contents(groups(today, self._numbers, self._context.clock.now()))

    def _show(self, found: _Found) -> None:
        place = max(self.list.currentIndex().row(), 0)
        counts, lines = found
        self.head.show_counts(counts)
        self.model.show(lines)
        self._stack.setCurrentIndex(0 if self.model.ids else 1)
        if self.list.current_id() is None or self.model.line(self.list.current_id()) is None:
            self._make_current(place)
        self.bar.place()

    def _make_current(self, place: int) -> None:
        """A line under the keys again, near the one that went; the page does not scroll for it."""
        ids = self.model.ids
        nearby = [*range(min(place, len(ids)), len(ids)), *range(min(place, len(ids)) - 1, -1, -1)]
        row = next((each for each in nearby if ids[each] >= 0), None)
        if row is not None:
            self.list.selectionModel().setCurrentIndex(
                self.model.index(row, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )

    def show_part(self, part: Part) -> None:
        """Scroll to a part, and put its first line under the keys."""
        row = self.model.row_of(heading_id(part))
        if row is not None:
            self.list.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop)
            self.list.setCurrentIndex(self.model.index(row + 1, 0))
            self.list.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop)
            self.list.setFocus()

    # Doing

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

            form = FollowUpForm(self._context, self.window(), done=found[0])
            form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            form.open()
            form.focus_start()

    def _snooze(self, line: Line, until: date | datetime) -> None:
        """To a time, or to the first time of a day on which she is reminded; a follow-up to that very day."""
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

    def _fill_menu(self, menu: QMenu) -> None:
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
