"""Today: what is overdue, what is due, whose birthday and which anniversaries are near, who is due to come again;
everything done on the line."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.language import Sentence, tr
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.latest import Latest, is_small
from crm_desktop.ui.plumbing.pasting import pasted
from crm_desktop.ui.plumbing.refresh import Refresher
from crm_desktop.ui.plumbing.tab import Tab
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.tabs.today.head import Head
from crm_desktop.ui.tabs.today.line_delegate import ROW_HEIGHT, ROW_HEIGHT_COMPACT, LineDelegate
from crm_desktop.ui.tabs.today.parts import Part, heading_id
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.headed_list import Contents, HeadedModel, contents
from crm_desktop.ui.widgets.list_view import ListView

if TYPE_CHECKING:
    from crm_desktop.ui.first_start.doors import Doors
    from crm_desktop.ui.tabs.today.arrivals import Arrivals
    from crm_desktop.ui.tabs.today.backup_notice import BackupNotice
    from crm_desktop.ui.tabs.today.deeds import Deeds
    from crm_desktop.ui.tabs.today.lines import Line, LineNumbers
    from crm_desktop.ui.widgets.empty import EmptyState
    from crm_desktop.ui.widgets.line_bar import LineBar
    from crm_desktop.ui.widgets.preview import Details, Preview

    Found = tuple[dict[Part, int], Contents[Line]]
    """How much there is of the parts that the head counts, and all the lines."""

_TABLES: Final = {
    "follow_up", "customer", "phone", "greeting", "purchase", "yearly_date", "setting", "reminder_answer",
}  # fmt: skip


class TodayTab(Tab):
    """The page. Arrows move through the lines, Space shows one, Enter opens the customer, D is done,
    S puts off, C calls. When the program starts, the lines can be read before there is what can be done with them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._services = context.services
        self._day = context.clock.now().date()
        self._latest: Latest[date, Found] = Latest(context.jobs, tr("Looking up what is due"), self._find, self._show)
        self.head = Head()
        self._arrivals: Arrivals | None = None
        self._deeds: Deeds | None = None
        self._preview: Preview | None = None
        self._nothing: EmptyState | None = None
        self._doors: Doors | None = None
        self._backup_notice: BackupNotice | None = None
        self._make_list()
        self._lay_out()
        self._refresher = Refresher(self, self.refresh, _TABLES)
        context.later(self._complete)

    # Making

    def _make_list(self) -> None:
        context = self._context
        column: Column[Line] = Column(
            "line", Sentence("Reminder"), lambda line: line.words, tooltip=lambda line: line.words
        )
        self.model: HeadedModel[Line] = HeadedModel([column], context.theme, self)
        self.list = ListView(self.model, tr("Reminder list"), "today", context.memory, context.theme, self)
        self.list.horizontalHeader().hide()
        self.list.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setItemDelegate(LineDelegate(self.list, context.theme, self._bar))
        self._dress()
        context.theme.changed.connect(self._dress)

    def _details(self, line_id: int) -> Details | None:
        from crm_desktop.ui.tabs.today.lines import details

        line = self.model.line(line_id)
        return None if line is None else details(line)

    def _dress(self) -> None:
        compact = self._context.theme.compact
        self.list.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT_COMPACT) if compact else px(ROW_HEIGHT))

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._notices = QVBoxLayout()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 12, 16, 12)
        top.addWidget(self.head)
        page.addLayout(top)
        page.addWidget(texts.separator())
        page.addLayout(self._notices)
        page.addWidget(self._stack, 1)
        self.head.part_wanted.connect(lambda part: self.show_part(Part(part)))

    # Made when the lines can be read

    def _complete(self) -> None:
        """In pieces of their own, after the question for the lines, which waits for the window, too."""
        for piece in (self._add_deeds, self._add_notices):
            self._context.later(piece)

    def _add_deeds(self) -> None:
        from crm_desktop.ui.tabs.today.deeds import Deeds
        from crm_desktop.ui.widgets.preview import Preview

        if isValid(self):  # the window may have gone meanwhile
            self._deeds = Deeds(self._context, self.list, self.model)
            self._preview = Preview(self.list, self._context.theme, self._details)
            self._deeds.bar.place()
            self.list.viewport().update()

    def _add_notices(self) -> None:
        from crm_desktop.ui.tabs.today.arrivals import Arrivals
        from crm_desktop.ui.tabs.today.calendar_notice import CalendarNotice

        if isValid(self):
            self._arrivals = Arrivals(self._context)
            for notice in (CalendarNotice(self._context), self._arrivals):
                self._notices.addWidget(notice)

    @property
    def deeds(self) -> Deeds:
        """What can be done with a line."""
        assert self._deeds is not None
        return self._deeds

    @property
    def preview(self) -> Preview:
        """What a line holds."""
        assert self._preview is not None
        return self._preview

    @property
    def arrivals(self) -> Arrivals:
        """What came in by itself."""
        assert self._arrivals is not None
        return self._arrivals

    def _bar(self) -> LineBar | None:
        """The buttons of the lines, once they are there."""
        return None if self._deeds is None else self._deeds.bar

    def _empty_state(self) -> EmptyState:
        """What is said while nothing is due; made when it is first needed."""
        from crm_desktop.ui.widgets import buttons
        from crm_desktop.ui.widgets.empty import EmptyState

        if self._nothing is None:
            theme, navigate = self._context.theme, self._context.navigate
            self._nothing = EmptyState(
                theme, "sun", tr("Nothing is due today"),
                tr("No follow-up is waiting, and no birthday or anniversary is near. A good day to plan a call, "
                   "or to look at whose birthdays come next."),
                [
                    buttons.primary(tr("New follow-up"), navigate.new_follow_up, theme=theme, icon="plus",
                                    shortcut="Ctrl+T"),
                    buttons.plain(tr("Birthdays"), lambda: navigate.show_tab("birthdays"), theme=theme, icon="cake"),
                ],
            )  # fmt: skip
            self._stack.addWidget(self._nothing)
        return self._nothing

    def _doors_of_an_empty_shop(self) -> Doors:
        """What stands there while nobody is in the shop of whom anything could fall due."""
        from crm_desktop.ui.first_start.empty_shop import doors_of_an_empty_shop

        if self._doors is None:
            context, navigate = self._context, self._context.navigate
            self._doors = doors_of_an_empty_shop(
                context.theme, navigate.import_file, navigate.new_customer, self.demo_wanted.emit,
                lambda: pasted(context, "customers"),
            )  # fmt: skip
            self._stack.addWidget(self._doors)
        return self._doors

    def _tell_of_backups(self) -> None:
        """Above the doors of an empty shop; a list says it itself."""
        from crm_desktop.ui.tabs.today.backup_notice import BackupNotice

        if not isValid(self):  # the window may have gone meanwhile
            return
        if self._backup_notice is None:
            self._backup_notice = BackupNotice(self._context)
            self._notices.addWidget(self._backup_notice)
        if self._is_at_doors:
            self._backup_notice.refresh()
        else:
            self._backup_notice.hide()

    @property
    def _is_at_doors(self) -> bool:
        return self._doors is not None and self._stack.currentWidget() is self._doors

    @property
    def help_place(self) -> str:
        """While there are no customers yet, how to begin."""
        return "first-day" if self._is_at_doors else ""

    # What the window asks

    def on_shown(self) -> None:
        if self._context.clock.now().date() != self._day:
            self._refresher.expire()
        self._refresher.on_shown()
        if self._backup_notice is not None:
            self._tell_of_backups()

    def on_change(self, change: Change) -> None:
        self._refresher.on_change(change)

    def on_new_day(self) -> None:
        self._refresher.expire()

    def focus_list(self) -> None:
        (self._doors.doors[0] if self._doors is not None and self._is_at_doors else self.list).setFocus()

    # Showing

    def refresh(self) -> None:
        """Ask what is due, as of the clock's day."""
        self._day = self._context.clock.now().date()
        self.head.show_day(self._day)
        if self._services.has_more_customers_than(0):
            # At a start the window is there first: a worker that is asked before would take turns with its painting.
            self._context.later(self._ask)
        else:
            self._latest.ask(self._day, quick=True)

    def _ask(self) -> None:
        if isValid(self):  # the window may have gone meanwhile
            self._latest.ask(self._day, quick=is_small(self._services))

    @cached_property
    def _numbers(self) -> LineNumbers:
        from crm_desktop.ui.tabs.today.lines import LineNumbers

        return LineNumbers()

    def _find(self, day: date) -> Found:
        """In a large shop in the worker, which makes the thousands of lines too. In an empty one nothing is due."""
        if not self._services.has_more_customers_than(0):
            return {}, {}
        from crm_desktop.ui.tabs.today.lines import counted, groups

        page = self._services.today.page(day)
        return counted(page), contents(groups(page, self._numbers, self._context.clock.now()))

    def _show(self, found: Found) -> None:
        place = max(self.list.currentIndex().row(), 0)
        counts, lines = found
        self.head.show_counts(counts)
        self.model.show(lines)
        if self.model.ids:
            self._stack.setCurrentWidget(self.list)
        elif self._services.has_more_customers_than(0):
            self._stack.setCurrentWidget(self._empty_state())
        else:
            self._stack.setCurrentWidget(self._doors_of_an_empty_shop())
        if self._is_at_doors or self._backup_notice is not None:
            self._context.later(self._tell_of_backups)
        if self.list.current_id() is None or self.model.line(self.list.current_id()) is None:
            self._make_current(place)
        if self._deeds is not None:
            self._deeds.bar.place()

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
