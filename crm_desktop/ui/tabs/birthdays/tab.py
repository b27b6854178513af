"""Birthdays: the coming days under headings, each date explained, beside a month; greetings copied and ticked off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.language import tr
from crm_desktop.services.birthdays import BirthdayRow
from crm_desktop.services.greetings import Chosen
from crm_desktop.store.journal import Change
from crm_desktop.ui.dialogs.export_rows import Listing, export_rows
from crm_desktop.ui.plumbing.calling import call, copy_phone
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.greeting import copy_greeting, fill_greetings, mark_greeted
from crm_desktop.ui.plumbing.latest import QUICK_UP_TO, Latest
from crm_desktop.ui.plumbing.refresh import Refresher
from crm_desktop.ui.plumbing.tab import Tab
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.tabs.birthdays.calendar import BirthdayCalendar
from crm_desktop.ui.tabs.birthdays.export import birthdays_sheet
from crm_desktop.ui.tabs.birthdays.line_bar import BirthdayBar, SelectedBar
from crm_desktop.ui.tabs.birthdays.lines import (
    DAYS_AHEAD,
    YEAR,
    Answer,
    BirthdaysModel,
    Question,
    answer,
    day_words,
    details,
    name_words,
)
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.chips import ChipBar
from crm_desktop.ui.widgets.clear_line import ClearLine
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.widgets.headed_list import HeadedDelegate
from crm_desktop.ui.widgets.keys import bind_keys
from crm_desktop.ui.widgets.list_view import ListView
from crm_desktop.ui.widgets.page import Toolbar
from crm_desktop.ui.widgets.preview import Details, Preview
from crm_desktop.ui.widgets.segmented import SegmentedControl
from crm_desktop.ui.widgets.side_panel import SplitPage

A = TypeVar("A")
_TABLES: Final = {"customer", "phone", "greeting", "greeting_template", "setting"}
_QUICK_ROWS: Final = 800
"""So many birthdays are worked out at once; more of them in the worker."""
_QUICK_GREETINGS: Final = 50
_TYPING_MS: Final = 150


class BirthdaysTab(Tab):
    """The tab. Enter opens the customer, Space shows the line, G copies the greeting, M ticks it off, C calls."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._services = context.services
        self._day = self._today()
        self._latest: Latest[Question, Answer] = Latest(
            context.jobs, tr("Looking up birthdays"), lambda question: answer(self._services, question), self._show
        )
        self._make_list()
        self._make_head()
        self.calendar = BirthdayCalendar(context, self._is_quick)
        self._lay_out()
        self._connect()
        self._refresher = Refresher(self, self._refresh_all, _TABLES)

    # Making

    def _make_list(self) -> None:
        context = self._context
        self.model = BirthdaysModel(self._services.birthdays, context.theme, self)
        self.list = ListView(self.model, tr("Birthday list"), "birthdays", context.memory, context.theme, self)
        self.list.set_sort(None)
        self.list.setItemDelegate(HeadedDelegate(self.list, context.theme))
        self.bar = BirthdayBar(context, self.list, self.model)
        self.preview = Preview(self.list, context.theme, self._details)

    def _details(self, row_id: int) -> Details | None:
        row = self.model.line(row_id)
        return None if row is None else details(row)

    def _make_head(self) -> None:
        memory = self._context.memory
        words = (tr("7 days"), tr("30 days"), tr("90 days"), tr("12 months"))
        segments = [(str(days), text) for days, text in zip(DAYS_AHEAD, words, strict=True)]
        self.days = SegmentedControl(segments, tr("Days ahead"))
        self.days.set_key(str(memory.get("birthdays/days", 30)))
        self.text = ClearLine(self._context.theme, tr("Filter"), tr("Name, phone, pinyin…"))
        self.text.setMaximumWidth(px(240))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self.count = texts.secondary("")
        self.chips = ChipBar(self._context.theme)
        self.chips.hide()

    def _lay_out(self) -> None:
        theme = self._context.theme
        bar = Toolbar()
        bar.add(self.days)
        bar.add(self.text, 2)
        bar.add(self.chips, 2)
        bar.add_space()
        bar.add(self.count)
        bar.add(buttons.quiet(tr("Greetings…"), self._edit_greetings, theme=theme, icon="gift"))
        bar.add(buttons.menu_button(tr("Columns"), self.list.fill_columns_menu, theme=theme, icon="columns"))
        bar.add(buttons.quiet(tr("Export"), self._export, theme=theme, icon="export"))
        bar.add(buttons.icon_button("print", tr("Print…"), self.print_list, theme=theme, shortcut="Ctrl+P"))
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 16, 10)
        top.addWidget(bar)
        self._nothing = EmptyState(
            theme, "cake", "", "",
            [buttons.plain(tr("Show 12 months"), self._widen, theme=theme, icon="calendar")],
        )  # fmt: skip
        self._nobody = EmptyState(
            theme, "cake", tr("No birthdays known yet"),
            tr("Type a birthday where you add a customer, solar or lunar: “1988-10-3”, “八月十五”. "
               "Or bring in a sheet that has them."),
            [buttons.primary(tr("Import"), self._context.navigate.import_file, theme=theme, icon="import"),
             buttons.plain(tr("New customer"), self._context.navigate.new_customer, theme=theme, icon="plus")],
        )  # fmt: skip
        self._pages = QStackedWidget()
        for page in (self.list, self._nothing, self._nobody):
            self._pages.addWidget(page)
        self.selected = SelectedBar(theme)
        main = QWidget()
        left = QVBoxLayout(main)
        left.setContentsMargins(8, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._pages, 1)
        left.addWidget(self.selected)
        side = QWidget()
        side.setProperty("role", "surface")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.calendar)
        self.split = SplitPage(main, side, self._context.memory, "birthdays/panel", 360)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(texts.separator())
        column.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.days.changed.connect(self._days_chosen)
        self.text.textChanged.connect(lambda _: self._typing.start())
        self.text.returnPressed.connect(self.list.setFocus)
        self._typing.timeout.connect(self.refresh)
        self.chips.removed.connect(lambda _: self.calendar.let_go())
        self.chips.clicked.connect(lambda _: self.calendar.let_go())
        self.calendar.day_wanted.connect(self._day_wanted)
        self.list.opened.connect(lambda row_id: self._open(self.model.line(row_id)))
        self.list.picked_changed.connect(lambda: self.selected.show_count(len(self.list.selected_ids())))
        self.list.set_menu(self._fill_menu)
        self.selected.copy_wanted.connect(self._copy_greetings)
        self.selected.mark_wanted.connect(self._toggle_greeted)
        self.selected.cleared.connect(self.list.clearSelection)
        bar = self.bar
        bar.called.connect(self._call)
        bar.opened.connect(self._open)
        bar.greeting_copied.connect(self._copy_greeting)
        bar.greeted.connect(self._mark_greeted)
        bind_keys(self.list, (
            ("G", self._copy_greetings),
            ("M", self._toggle_greeted),
            ("C", lambda: self._call(self._current())),
        ))  # fmt: skip

    # What the window asks

    def on_shown(self) -> None:
        if self._today() != self._day:
            self._refresher.expire()
        self._refresher.on_shown()

    def on_change(self, change: Change) -> None:
        self._refresher.on_change(change)

    def on_new_day(self) -> None:
        self._refresher.expire()

    def focus_list(self) -> None:
        self.list.setFocus()

    # Showing

    def _today(self) -> date:
        return self._context.clock.now().date()

    def _is_quick(self, days: int) -> bool:
        bound = min(QUICK_UP_TO, _QUICK_ROWS * 365 // (days + 1))
        return not self._services.has_more_customers_than(bound)

    def _refresh_all(self) -> None:
        if self._day != self._today():
            self._day = self._today()
            self.calendar.set_today(self._day)
        self.refresh()
        self.calendar.refresh()

    def refresh(self) -> None:
        """Ask for the list again."""
        self._typing.stop()
        day = self.calendar.chosen()
        question = Question(self._today(), int(self.days.key()), self.text.text(), day)
        self._latest.ask(question, quick=self._is_quick(question.days if day is None else 31))

    def _show(self, found: Answer) -> None:
        self.model.show(found)
        self.count.setText(tr("%n birthday(s)", n=found.count))
        if found.count and self.model.line(self.list.current_id()) is None:
            self._pick_first()
        self._pages.setCurrentIndex(0 if found.count else self._empty_page())
        self.selected.show_count(len(self.list.selected_ids()))
        self.bar.place()

    def _pick_first(self) -> None:
        first = self.model.first_line()
        if first is not None:
            self.list.select_id(first)
            self.list.scrollToTop()

    def _empty_page(self) -> int:
        everything = self.calendar.chosen() is None and not self.text.text().strip() and int(self.days.key()) == YEAR
        if everything or not self._services.has_more_customers_than(0):
            return 2
        if self.text.text().strip():
            words = tr("Nobody who fits “%1” has a birthday in these days.", self.text.text().strip())
        elif self.calendar.chosen() is not None:
            words = tr("Nobody's birthday falls on this day.")
        else:
            words = tr("Nobody's birthday falls in the next %1 days.", self.days.key())
        self._nothing.set_text(tr("No birthday here"), words)
        return 1

    def _widen(self) -> None:
        """Show everything that is coming."""
        self.text.clear()
        self.days.set_key(str(YEAR))
        if self.calendar.chosen() is not None:
            self.calendar.let_go()
        else:
            self.refresh()

    def _days_chosen(self, key: str) -> None:
        self._context.memory.put("birthdays/days", int(key))
        if self.calendar.chosen() is not None:
            self.calendar.let_go()
        else:
            self.refresh()

    def _day_wanted(self, day: date | None) -> None:
        self.chips.set_chips([] if day is None else [("day", day_words(day).split(" · ")[0])])
        self.chips.setVisible(day is not None)
        self.refresh()

    # Doing

    def _current(self) -> BirthdayRow | None:
        return self.model.line(self.list.current_id())

    def _open(self, row: BirthdayRow | None) -> None:
        if row is not None:
            self._context.navigate.show_customer(row.customer_id)

    def _call(self, row: BirthdayRow | None) -> None:
        if row is not None:
            call(self._context.messages, name_words(row), row.phone)

    def _only_one(self) -> BirthdayRow | None:
        """The birthday that is selected; None where there are several, or none."""
        picked = self.list.selected_ids()
        return self.model.line(picked[0]) if len(picked) == 1 else None

    def _with_picked(
        self, title: str, read: Callable[[Sequence[BirthdayRow]], list[A]], then: Callable[[list[A]], object]
    ) -> None:
        """Have what `read` makes of the selected birthdays; of many in the worker, whose work is called `title`. Those
        that another program has deleted meanwhile are left out."""
        ids, rows_of = self.list.selected_ids(), self.model.reader()

        def arrived(found: list[A]) -> None:
            if found:
                then(found)
            elif isValid(self):
                self.refresh()

        if len(ids) > _QUICK_GREETINGS:
            self._context.jobs.start(title, lambda *_: read(rows_of(ids)), done=arrived)
        elif ids:
            arrived(read(rows_of(ids)))

    def _copy_greeting(self, row: BirthdayRow) -> None:
        copy_greeting(self._context, row, name_words(row))

    def _copy_greetings(self) -> None:
        """Copy what is to be sent to the selected customers, one greeting a paragraph, and mark them as greeted."""
        only = self._only_one()
        if only is not None:
            self._copy_greeting(only)
        else:
            self._with_picked(tr("Writing greetings"), self._greetings, self._several_copied)

    def _greetings(self, rows: Sequence[BirthdayRow]) -> list[tuple[BirthdayRow, Chosen]]:
        return [(row, self._services.greetings.text_for(row)) for row in rows]

    def _several_copied(self, found: Sequence[tuple[BirthdayRow, Chosen]]) -> None:
        QGuiApplication.clipboard().setText("\n\n".join(chosen.text for _, chosen in found))
        change = self._context.actions.do(lambda: self._services.greetings.all_copied(found))
        if change is not None and change.id is None:
            self._context.messages.info(tr("Copied %n greeting(s)", n=len(found)))

    def _toggle_greeted(self) -> None:
        """Tick off those that are selected; the one that is ticked off already is so no more."""
        only = self._only_one()
        if only is not None:
            self._mark_greeted(only, not only.greeted)
        else:
            self._with_picked(tr("Looking up birthdays"), list, self._mark_all_greeted)

    def _mark_all_greeted(self, rows: Sequence[BirthdayRow]) -> None:
        self._context.actions.do(lambda: self._services.greetings.mark_all_greeted(rows))

    def _mark_greeted(self, row: BirthdayRow, greeted: bool) -> None:
        mark_greeted(self._context, row, greeted=greeted)
        self.list.setFocus()

    def _edit_greetings(self) -> None:
        """The shop's greetings, to write and order them."""
        from crm_desktop.ui.dialogs.greetings import GreetingsDialog

        dialog = GreetingsDialog(self._context, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _sheet(self) -> Listing[BirthdayRow]:
        """All that the list shows."""
        keys = self.list.visible_columns()
        return birthdays_sheet(self._context, self.model.all_ids(), self.model.reader(), keys, self._about())

    def _export(self) -> None:
        """Hand over what the list shows."""
        export_rows(self._context, self.window(), self._sheet())

    def print_list(self) -> None:
        """Put the birthdays shown on paper, with boxes to tick."""
        from crm_desktop.ui.printing import entries

        entries.print_birthdays(self._context, self.window(), self._sheet())

    def _about(self) -> list[str]:
        about = [self.count.text()]
        if self.text.text().strip():
            about.append(tr("contains “%1”", self.text.text().strip()))
        return about

    def _fill_menu(self, menu: QMenu) -> None:
        theme, picked, row = self._context.theme, self.list.selected_ids(), self._current()
        if not picked or row is None:
            return
        one = len(picked) == 1
        words = tr("Copy greeting") if one else tr("Copy greetings")
        menus.add(menu, words, self._copy_greetings, icon="copy", theme=theme, shortcut="G")
        others = menu.addMenu(tr("Other greetings"))
        others.setEnabled(one)
        fill_greetings(others, self._context, row, name_words(row))
        if one:
            menus.add(menu, tr("Greeted"), self._toggle_greeted, checked=row.greeted, shortcut="M")
        else:
            menus.add(menu, tr("Mark as greeted"), self._toggle_greeted, icon="check-circle", theme=theme, shortcut="M")
        menu.addSeparator()
        menus.add(menu, tr("Call"), lambda: self._call(row), icon="phone", theme=theme, shortcut="C", enabled=one)
        menus.add(menu, tr("Copy phone"), lambda: copy_phone(self._context.messages, name_words(row), row.phone),
                  icon="copy", theme=theme, enabled=one)  # fmt: skip
        menus.add(menu, tr("New follow-up"), lambda: self._context.navigate.new_follow_up(row.customer_id),
                  icon="bell", theme=theme, enabled=one)  # fmt: skip
        menus.add(menu, tr("Open customer"), lambda: self._open(row), icon="user", theme=theme, shortcut="Return",
                  enabled=one)  # fmt: skip
        menus.add(menu, tr("Copy"), self.list.copy_selected, icon="copy", theme=theme, shortcut="Ctrl+C")
