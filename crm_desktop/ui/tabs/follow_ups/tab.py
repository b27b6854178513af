"""Follow-ups: what is overdue, due today, soon or later, and what was done; everything can be done on the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.domain.phone import format_phone
from crm_desktop.language import Sentence, tr
from crm_desktop.services.follow_ups import FollowUp, Section
from crm_desktop.services.lists import priority_words
from crm_desktop.services.sorting import Sort
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing import calling
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.latest import Latest, is_small
from crm_desktop.ui.plumbing.refresh import Refresher
from crm_desktop.ui.plumbing.tab import Tab
from crm_desktop.ui.plumbing.table_model import Column, Ids, PagedTableModel
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.tabs.follow_ups.export import export_follow_ups, follow_ups_sheet
from crm_desktop.ui.tabs.follow_ups.form import FollowUpForm
from crm_desktop.ui.tabs.follow_ups.line_bar import FollowUpListBar, Keys
from crm_desktop.ui.tabs.follow_ups.words import (
    SECTIONS,
    customer_words,
    details,
    done_words,
    due_reason,
    due_token,
    due_words,
    recurrence_words,
    section_words,
)
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets.clear_line import ClearLine
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.widgets.keys import bind_keys
from crm_desktop.ui.widgets.list_view import ListView
from crm_desktop.ui.widgets.preview import Details, Preview
from crm_desktop.ui.widgets.segmented import SegmentedControl

_PAUSE_MS = 150
_SOONEST = ("due", False)
_ORDER = {Section.DONE: ("done_at", True)}
_KEYS = Keys(done="Ctrl+Return", done_and_next="Ctrl+Shift+Return", snooze="Ctrl+D")
_LIST, _INVITATION, _NOTHING = range(3)


@dataclass(frozen=True)
class _Question:
    """What the list is asked for."""

    section: Section
    day: date
    text: str
    sort: Sort


_Found = tuple[dict[Section, int], Ids]
"""How many each section holds, and the ids of the rows."""


class FollowUpsTab(Tab):
    """The tab. Enter changes a follow-up, Space shows it, Ctrl+Enter is done, Ctrl+D puts off, Delete deletes."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._services = context.services
        self._section = Section.ALL
        self._latest: Latest[_Question, _Found] = Latest(
            context.jobs, tr("Looking through the follow-ups"), self._find, self._show
        )
        self._make_list()
        self._make_head()
        self._lay_out()
        self._connect()
        self._refresher = Refresher(self, self.refresh, {"follow_up", "customer", "phone"})

    # Making

    def _make_list(self) -> None:
        context = self._context
        self.model = PagedTableModel[FollowUp](self._columns(), self._services.follow_ups.get_many, context.theme, self)
        self.list = ListView(self.model, tr("Follow-up list"), "follow_ups", context.memory, context.theme, self)
        self.list.set_sort(*_SOONEST)
        self.bar = FollowUpListBar(context, self.list, self.model, _KEYS)
        self.preview = Preview(self.list, context.theme, self._details)

    def _details(self, row_id: int) -> Details | None:
        row = self.model.line(row_id)
        return None if row is None else details(row, self._today())

    def _columns(self) -> Sequence[Column[FollowUp]]:
        return (
            Column[FollowUp]("due", Sentence("Due"), lambda f: due_words(f, self._today()), width=150, sort_key="due",
                             value=lambda f: f.day, token=lambda f: due_token(f, self._today()), tooltip=due_reason),
            Column[FollowUp]("customer", Sentence("Customer"), customer_words, width=130, sort_key="customer"),
            Column[FollowUp]("what", Sentence("What to do"), lambda f: f.what, width=280, sort_key="what",
                             tooltip=lambda f: f.what, fills=True, least=140),
            Column[FollowUp]("done", Sentence("Completed"), lambda f: done_words(f, self._today()), width=130,
                             sort_key="done_at", value=lambda f: f.done_at),
            Column[FollowUp]("outcome", Sentence("Outcome"), lambda f: f.outcome, width=240,
                             tooltip=lambda f: f.outcome),
            Column[FollowUp]("phone", Sentence("Phone"), lambda f: format_phone(f.customer_phone), width=130),
            Column[FollowUp]("priority", Sentence("Priority"), lambda f: priority_words(f.priority), width=80,
                             sort_key="priority", value=lambda f: f.priority,
                             token=lambda f: "danger" if f.priority > 0 else "secondary"),
            Column[FollowUp]("recurrence", Sentence("Repeat"), recurrence_words, width=130,
                             token=lambda f: "secondary"),
        )  # fmt: skip

    def _make_head(self) -> None:
        theme = self._context.theme
        self.new_button = buttons.primary(
            tr("New follow-up"), lambda: self.new_follow_up(None), theme=theme, icon="plus", shortcut="Ctrl+T"
        )
        sections = [(section, section_words(section, 0)) for section in Section]
        self.sections = SegmentedControl(sections, tr("Follow-ups"))
        self.sections.set_key(self._section)
        self.text = ClearLine(theme, tr("Filter"), tr("Customer or words"))
        self.text.setMaximumWidth(px(236))

    def _lay_out(self) -> None:
        theme = self._context.theme
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.new_button)
        top.addWidget(self.text, 1)
        top.addStretch(1)
        top.addWidget(buttons.menu_button(tr("Columns"), self.list.fill_columns_menu, theme=theme, icon="columns"))
        top.addWidget(buttons.quiet(tr("Export"), self._export, theme=theme, icon="export"))
        top.addWidget(
            buttons.icon_button("chevron-down", tr("Export with choices…"), self._export_by_choice, theme=theme)
        )
        self._invitation = EmptyState(
            theme, "check-circle", tr("No follow-up yet"),
            tr("Promised to call someone back? Note it here with Ctrl+T, and it comes up on its day."),
            [buttons.primary(tr("New follow-up"), lambda: self.new_follow_up(None), theme=theme, icon="plus")],
        )  # fmt: skip
        self._nothing = EmptyState(theme, "check-circle", "", "")
        self._stack = QStackedWidget()
        for page in (self.list, self._invitation, self._nothing):
            self._stack.addWidget(page)
        page_column = QVBoxLayout(self)
        page_column.setContentsMargins(8, 12, 0, 0)  # its text stands below that of the buttons
        page_column.setSpacing(8)
        sections = QHBoxLayout()
        sections.addWidget(self.sections)
        sections.addStretch(1)
        for line in (top, sections):
            line.setContentsMargins(8, 0, 16, 0)
            page_column.addLayout(line)
        page_column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.sections.changed.connect(lambda key: self.show_section(Section(key)))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self.text.textChanged.connect(lambda _: self._pause.start())
        self.text.returnPressed.connect(self.refresh)
        self.list.sort_changed.connect(lambda *_: self.refresh())
        self.list.opened.connect(lambda _: self._edit(self._current()))
        self.list.delete_pressed.connect(self._delete)
        self.list.set_menu(self._fill_menu)
        bar = self.bar
        bar.done.connect(self._done)
        bar.done_and_next.connect(self._done_and_next)
        bar.snoozed.connect(lambda row, day: self._snooze([row.id], day))
        bar.called.connect(self._call)
        bar.reopened.connect(self._reopen)
        bar.menu_asked.connect(self._pop_up)
        bind_keys(self.list, (
            (_KEYS.done, bar.on_current(bar.ask_outcome)),
            (_KEYS.done_and_next, lambda: self._done_and_next(self._current())),
            (_KEYS.snooze, bar.on_current(bar.open_snooze)),
        ))  # fmt: skip

    # What the window asks

    def on_shown(self) -> None:
        self._refresher.on_shown()

    def on_change(self, change: Change) -> None:
        self._refresher.on_change(change)

    def on_new_day(self) -> None:
        """What was due today is overdue now."""
        self._refresher.expire()

    def focus_list(self) -> None:
        self.list.setFocus()

    def new_follow_up(self, customer_id: int | None) -> None:
        """The form for a follow-up, over whatever the window shows."""
        self._open(FollowUpForm(self._context, self.window(), customer_id=customer_id))

    def _open(self, form: FollowUpForm) -> None:
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()
        form.focus_start()

    # Showing

    def _today(self) -> date:
        return self._context.clock.now().date()

    def show_section(self, section: Section) -> None:
        """Show a part of the list."""
        self._section = section
        self.sections.set_key(section)
        self.list.set_sort(*_ORDER.get(section, _SOONEST))
        self.refresh()

    def refresh(self) -> None:
        """Ask again: in a large shop the worker."""
        sort = Sort(*(self.list.sort or _SOONEST))
        question = _Question(self._section, self._today(), self.text.text(), sort)
        self._latest.ask(question, quick=is_small(self._services))

    def _find(self, question: _Question) -> _Found:
        follow_ups = self._services.follow_ups
        found = follow_ups.packed_ids(question.section, question.day, question.text, sort=question.sort)
        return follow_ups.counts(question.day), found

    def _show(self, found: _Found) -> None:
        """Show what was found, and keep a row under the keys."""
        counts, ids = found
        place = max(self.list.currentIndex().row(), 0)
        self._show_columns()
        for section in Section:
            self.sections.set_text(section, section_words(section, counts[section]))
        self.model.set_ids(ids)
        self.model.refresh_ids(None)
        if ids and self.list.current_id() is None:
            self.list.select_id(ids[min(place, len(ids) - 1)])
        self._stack.setCurrentIndex(self._page(ids, counts))
        self.bar.place()

    def _show_columns(self) -> None:
        """What was done and what came of it matter only where it is done; how soon and how often only before."""
        done = self._section is Section.DONE
        for number, column in enumerate(self.model.columns):
            if column.key in ("done", "outcome"):
                self.list.setColumnHidden(number, not done)
            elif column.key in ("due", "priority", "recurrence"):
                self.list.setColumnHidden(number, done)

    def _page(self, ids: Sequence[int], counts: dict[Section, int]) -> int:
        if ids:
            return _LIST
        if not counts[Section.ALL] and not counts[Section.DONE]:
            return _INVITATION
        self._nothing.set_text(*self._nothing_words())
        return _NOTHING

    def _nothing_words(self) -> tuple[str, str]:
        if self.text.text().strip():
            return tr("Nothing here"), tr("No follow-up of this part has these words.")
        match self._section:
            case Section.OVERDUE:
                return tr("Nothing is overdue"), tr("Well kept. What is due next stands under the other parts.")
            case Section.TODAY:
                return tr("Nothing left for today"), tr("All that was planned for today is done.")
            case Section.DONE:
                return tr("Nothing done yet"), tr("What you mark as done is kept here, with what came of it.")
        return tr("Nothing planned here"), tr("A new follow-up comes up on its day.")

    # Doing

    def _current(self) -> FollowUp | None:
        current = self.list.current_id()
        found = self._services.follow_ups.get_many([current]) if current is not None else []
        return found[0] if found else None

    def _done(self, row: FollowUp, outcome: str) -> None:
        self._context.actions.do(lambda: self._services.follow_ups.done(row.id, outcome))
        self.list.setFocus()

    def _done_and_next(self, row: FollowUp | None) -> None:
        if row is not None and row.done_at is None:
            self._open(FollowUpForm(self._context, self.window(), done=row))

    def _snooze(self, ids: Sequence[int], day: date) -> None:
        self._context.actions.do(lambda: self._services.follow_ups.snooze(ids, day))

    def _edit(self, row: FollowUp | None) -> None:
        if row is not None:
            self._open(FollowUpForm(self._context, self.window(), editing=row))

    def _reopen(self, row: FollowUp) -> None:
        self._context.actions.do(lambda: self._services.follow_ups.reopen(row.id))

    def _delete(self) -> None:
        ids = self.list.selected_ids()
        if ids:
            self._context.actions.do(
                lambda: self._services.follow_ups.delete(ids), meanwhile=tr("Deleting %n follow-up(s)", n=len(ids))
            )

    def _copy_phone(self, row: FollowUp | None) -> None:
        if row is not None:
            calling.copy_phone(self._context.messages, customer_words(row), row.customer_phone)

    def _call(self, row: FollowUp | None) -> None:
        if row is not None:
            calling.call(self._context.messages, customer_words(row), row.customer_phone)

    def _export(self) -> None:
        """Hand over what the list shows."""
        keys = self.list.visible_columns()
        export_follow_ups(self._context, self.window(), list(self.model.ids), keys, self._about())

    def _export_by_choice(self) -> None:
        """Hand over chosen rows and columns, as a chosen kind of file."""
        from crm_desktop.ui.dialogs.export_page import choose_and_export

        keys, selected = self.list.visible_columns(), self.list.selected_ids()
        sheet = follow_ups_sheet(self._context, list(self.model.ids), keys, self._about(), selected)
        choose_and_export(self._context, self.window(), sheet)

    def print_list(self) -> None:
        """Put on paper what the list shows."""
        from crm_desktop.ui.printing import entries

        selected = self.list.selected_ids() if len(self.list.selected_ids()) > 1 else []
        keys, about = self.list.visible_columns(), self._about()
        entries.print_list(
            self._context, self.window(), list(self.model.ids), selected,
            lambda ids: follow_ups_sheet(self._context, ids, keys, about),
        )  # fmt: skip

    def _about(self) -> list[str]:
        words = self.text.text().strip()
        return [str(SECTIONS[self._section]), *([tr("contains “%1”", words)] if words else [])]

    def _pop_up(self, _row: FollowUp, at: QPoint) -> None:
        menu = QMenu(self)
        self._fill_menu(menu)
        menu.popup(at)

    def _fill_menu(self, menu: QMenu) -> None:
        theme, ids, row = self._context.theme, self.list.selected_ids(), self._current()
        one = row if len(ids) == 1 else None
        if one is not None and one.done_at is not None:
            menus.add(menu, tr("Reopen"), lambda: self._reopen(one), icon="undo", theme=theme)
        else:
            menus.add(menu, tr("Done"), self.bar.on_current(self.bar.ask_outcome), icon="check", theme=theme,
                      shortcut=_KEYS.done, enabled=one is not None)  # fmt: skip
            menus.add(menu, tr("Done, and plan the next"), lambda: self._done_and_next(one), theme=theme,
                      shortcut=_KEYS.done_and_next, enabled=one is not None)  # fmt: skip
            self._fill_snooze(menu.addMenu(tr("Snooze")), ids)
        menu.addSeparator()
        menus.add(menu, tr("Edit"), lambda: self._edit(one), icon="edit", theme=theme, shortcut="Return",
                  enabled=one is not None)  # fmt: skip
        menus.add(menu, tr("Open customer"), lambda: self._open_customer(one), icon="user", theme=theme,
                  enabled=one is not None)  # fmt: skip
        menus.add(menu, tr("Call"), lambda: self._call(one), icon="phone", theme=theme,
                  enabled=bool(one and one.customer_phone))  # fmt: skip
        menus.add(menu, tr("Copy phone"), lambda: self._copy_phone(one), icon="copy", theme=theme,
                  enabled=bool(one and one.customer_phone))  # fmt: skip
        menus.add(menu, tr("Copy"), self.list.copy_selected, icon="copy", theme=theme, shortcut="Ctrl+C")
        menu.addSeparator()
        menus.add(menu, tr("Delete"), self._delete, icon="trash", theme=theme, shortcut="Del", enabled=bool(ids))

    def _fill_snooze(self, menu: QMenu, ids: Sequence[int]) -> None:
        if len(ids) == 1 and self.bar.take_current():
            self.bar.fill_snooze(menu)
        else:
            self.bar.fill_snooze_days(menu, lambda until: self._snooze(ids, until))

    def _open_customer(self, row: FollowUp | None) -> None:
        if row is not None:
            self._context.navigate.show_customer(row.customer_id)
