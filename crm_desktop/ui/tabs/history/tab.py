"""History: every change as a sentence, by day, newest first; each can be taken back. Beside it what was told of the
day's reminders, and why not where it was not."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.language import tr
from crm_desktop.services.history import HistoryEntry
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.tab import Tab
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.tabs.history.answer_bar import AnswerBar
from crm_desktop.ui.tabs.history.lines import STAFF, TITLE, can_undo, columns, groups
from crm_desktop.ui.tabs.history.loading import Changes
from crm_desktop.ui.tabs.history.told import ToldPage
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.clear_line import ClearLine
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.widgets.headed_list import HeadedDelegate, HeadedModel, contents
from crm_desktop.ui.widgets.line_bar import LineBar
from crm_desktop.ui.widgets.list_view import ListView
from crm_desktop.ui.widgets.page import PageHeader
from crm_desktop.ui.widgets.segmented import SegmentedControl

_TYPING_MS: Final = 150
_UNDOABLE, _DONE_WITH = "undoable", "done-with"
_CHANGES, _TOLD = "changes", "told"


class _Bar(LineBar):
    """Undoes the line's change."""

    undo_wanted = Signal(object)

    def __init__(self, view: ListView, model: HeadedModel[HistoryEntry], theme: Theme) -> None:
        super().__init__(view, model, theme, lambda entry: _UNDOABLE if can_undo(entry) else None)
        self.undo_button = buttons.quiet(
            tr("Undo this"), lambda: self.undo_wanted.emit(self.record()), theme=theme, icon="undo", shortcut="Return"
        )
        self.add_page(_UNDOABLE, self.undo_button)


class HistoryTab(Tab):
    """The page. Enter takes back the change under the keys."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._stale = True
        self._staff_known = True
        self.changes = Changes(context.services.history, self._show, self)
        self._make_list()
        self._lay_out()
        self._connect()
        context.theme.changed.connect(self._show)  # its icons are tinted

    # Making

    def _make_list(self) -> None:
        context = self._context
        self.model: HeadedModel[HistoryEntry] = HeadedModel(columns(context.theme), context.theme, self)
        self.list = ListView(self.model, tr("Change list"), "history", context.memory, context.theme, self)
        self.list.set_sort(None)
        title = next(number for number, column in enumerate(self.model.columns) if column.key == TITLE)
        self.list.horizontalHeader().setSectionResizeMode(title, QHeaderView.ResizeMode.Stretch)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setItemDelegate(HeadedDelegate(self.list, context.theme))
        self.bar = _Bar(self.list, self.model, context.theme)

    def _lay_out(self) -> None:
        theme = self._context.theme
        self.header = header = PageHeader(tr("History"))
        header.layout().setContentsMargins(16, 10, 16, 10)  # type: ignore[union-attr]  # it has one
        parts = ((_CHANGES, tr("Changes")), (_TOLD, tr("Reminders")))
        self.part = SegmentedControl(parts, tr("What to list"))
        header.add(self.part)
        self.text = ClearLine(theme, tr("Filter"))
        self._name_filter()
        self.text.setFixedWidth(px(260))
        header.add(self.text)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self.answer = AnswerBar(theme, self._redo)
        self._nothing = EmptyState(theme, "history", "", "")
        self._pages = QStackedWidget()
        self._pages.setContentsMargins(8, 0, 0, 0)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._nothing)
        self.told = ToldPage(self._context)
        self._pages.addWidget(self.told)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(header)
        page.addWidget(texts.separator())
        page.addWidget(self.answer)
        page.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.text.textChanged.connect(lambda _: self._typing.start())
        self.text.returnPressed.connect(self.focus_list)
        self._typing.timeout.connect(self._ask)
        self.part.changed.connect(lambda _: self._turn())
        self.list.opened.connect(lambda change_id: self._undo(self.model.line(change_id)))
        self.list.set_menu(self._fill_menu)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.bar.undo_wanted.connect(self._undo)

    # What the window asks

    def on_shown(self) -> None:
        if self._shows_told():
            self.told.refresh()  # telling is no change: nobody says that the record has grown
        elif self._stale:
            self.refresh()

    def on_change(self, change: Change) -> None:
        if change.id is None:
            return
        self._stale = True
        self.answer.hide()
        if self.isVisible():
            self.on_shown()

    def on_new_day(self) -> None:
        self._stale = True
        if self.isVisible():
            self.on_shown()

    def focus_list(self) -> None:
        (self.told.list if self._shows_told() else self.list).setFocus()

    def show_told(self, customer_id: int) -> None:
        """What was told of a customer, and what was not and why."""
        self.part.set_key(_TOLD)
        self._turn(customer_id)

    def _turn(self, customer_id: int | None = None) -> None:
        """To the other part, or to one customer's of it; what was looked for in the one is not looked for in the
        other."""
        self._typing.stop()
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self._name_filter()
        self.answer.hide()
        self.header.set_detail("")
        if customer_id is not None:
            self._pages.setCurrentWidget(self.told)
            self.told.show_customer(customer_id)
        else:
            self._ask()

    def _name_filter(self) -> None:
        told = self._shows_told()
        self.text.setPlaceholderText(tr("A customer's name") if told else tr("Words of a change, a customer's name"))

    @property
    def help_place(self) -> str:
        """While it lists reminders, what is said of them."""
        return "reminders#why" if self._shows_told() else ""

    def _shows_told(self) -> bool:
        return self.part.key() == _TOLD

    # Showing

    def refresh(self) -> None:
        """Read the changes again."""
        self._ask()

    def _ask(self) -> None:
        self._typing.stop()
        if self._shows_told():
            self._pages.setCurrentWidget(self.told)
            self.told.ask(self.text.text())
        else:
            self._stale = False
            self._pages.setCurrentWidget(self.list)
            self.changes.ask(self.text.text())

    def _show(self) -> None:
        if self._shows_told():
            return
        changes = self.changes
        self.model.show(contents(groups(changes.entries, self._context.clock.now().date())))
        self._show_staff(any(entry.staff for entry in changes.entries))
        if changes.searching:
            self.header.set_detail(tr("Looking through older changes…"))
        else:
            self.header.set_detail("")
        if changes.entries:
            self._pages.setCurrentIndex(0)
            if self.model.line(self.list.current_id()) is None:
                self.list.select_id(changes.entries[0].id)
                self.list.scrollToTop()
        elif not changes.searching:
            self._tell_nothing()
        self.bar.place()

    def _show_staff(self, known: bool) -> None:
        """Where nobody ever said who she is, a column of blanks says nothing either."""
        if known != self._staff_known:
            self._staff_known = known
            by = next(number for number, column in enumerate(self.model.columns) if column.key == STAFF)
            self.list.setColumnHidden(by, not known)

    def _tell_nothing(self) -> None:
        if self.text.text().strip():
            self._nothing.set_text(tr("No such change"), tr("No change holds “%1”.", self.text.text().strip()))
        else:
            self._nothing.set_text(
                tr("Nothing has happened yet"),
                tr("Whatever you add, change or delete is listed here, and can be undone even weeks later."),
            )
        self._pages.setCurrentIndex(1)

    def _scrolled(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if value >= bar.maximum() - bar.pageStep():
            self.changes.more()

    # Doing

    def _undo(self, entry: HistoryEntry | None) -> None:
        """Take one change back, and tell what came of it."""
        if entry is None:
            return
        if not can_undo(entry):
            self._context.messages.note(
                tr("This change is undone already.")
                if entry.undone
                else tr("This undid something: Redo brings it back.")
            )
            return
        self._context.actions.undo(entry.id, done=self.answer.tell)
        self.list.setFocus()

    def _redo(self) -> None:
        self._context.actions.redo()
        self.list.setFocus()

    def _fill_menu(self, menu: QMenu) -> None:
        entry = self.model.line(self.list.current_id())
        theme = self._context.theme
        menus.add(menu, tr("Undo this"), lambda: self._undo(entry), icon="undo", theme=theme, shortcut="Return",
                  enabled=entry is not None and can_undo(entry))  # fmt: skip
        menus.add(menu, tr("Copy"), self.list.copy_selected, icon="copy", theme=theme, shortcut="Ctrl+C")
