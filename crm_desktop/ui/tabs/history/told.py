"""What was told of the day's reminders, and what was not and why: sentences by day, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.language import Sentence, tr
from crm_desktop.services.reminding.log import LogEntry
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.latest import Latest, is_small
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.tabs.history.lines import heading_detail, heading_words
from crm_desktop.ui.widgets import menus
from crm_desktop.ui.widgets.chips import ChipBar
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.widgets.headed_list import Group, HeadedDelegate, HeadedModel, Heading, contents
from crm_desktop.ui.widgets.list_view import ListView

PORTION: Final = 200


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A sentence of the record; `id` is its place."""

    id: int
    entry: LogEntry


@dataclass(frozen=True, slots=True)
class Question:
    """The newest so many, of everybody, of those whom `text` names, or of one customer."""

    text: str
    customer_id: int | None
    limit: int


def groups(entries: Sequence[LogEntry], today: date) -> list[Group[ToldLine]]:
    """The sentences by day, in the order given."""
    lines = [ToldLine(number, entry) for number, entry in enumerate(entries)]
    return [
        (Heading(-day.toordinal(), heading_words(day, today), heading_detail(day, today)), list(some))
        for day, some in groupby(lines, lambda line: line.entry.at.date())
    ]


def columns(theme: Theme) -> tuple[Column[ToldLine], ...]:
    """Time, what it is about, what became of it. What she did not hear of has another sign."""

    def icon(line: ToldLine) -> QIcon:
        return theme.icon("bell", "secondary") if line.entry.told else theme.icon("info", "accent")

    return (
        Column[ToldLine]("at", Sentence("Time"), lambda line: f"{line.entry.at:%H:%M}", width=80,
                         value=lambda line: line.entry.at, token=lambda line: "secondary"),
        Column[ToldLine]("what", Sentence("Reminder"), lambda line: str(line.entry.what), width=420, icon=icon,
                         tooltip=lambda line: str(line.entry.what)),
        Column[ToldLine]("outcome", Sentence("What became of it"), lambda line: str(line.entry.outcome), width=420,
                         tooltip=lambda line: str(line.entry.outcome), fills=True),
    )  # fmt: skip


class ToldPage(QWidget):
    """The list. Enter opens the customer that a sentence is about."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._text = ""
        self._customer: tuple[int, str] | None = None
        self._limit = PORTION
        self._ended = True
        self._latest: Latest[Question, list[LogEntry]] = Latest(
            context.jobs, tr("Looking up what was told"), self._answer, self._show
        )
        self._make_list()
        self.chips = ChipBar(context.theme)
        self.chips.removed.connect(lambda _: self.ask(""))
        self._nothing = EmptyState(context.theme, "bell", "", "")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._nothing)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        row = QVBoxLayout()
        row.setContentsMargins(8, 8, 16, 8)
        row.addWidget(self.chips)
        self._chip_row = QWidget()
        self._chip_row.setLayout(row)
        page.addWidget(self._chip_row)
        page.addWidget(self._pages, 1)
        self._chip_row.hide()

    def _make_list(self) -> None:
        context = self._context
        self.model: HeadedModel[ToldLine] = HeadedModel(columns(context.theme), context.theme, self)
        self.list = ListView(self.model, tr("List of what was told"), "told", context.memory, context.theme, self)
        self.list.set_sort(None)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setItemDelegate(HeadedDelegate(self.list, context.theme))
        self.list.opened.connect(lambda line_id: self._open(self.model.line(line_id)))
        self.list.set_menu(self._fill_menu)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        context.theme.changed.connect(lambda: self.model.refresh_ids(None))  # its icons are tinted

    # What the tab asks

    @property
    def customer_id(self) -> int | None:
        """The customer whose reminders are shown; None for everybody's."""
        return None if self._customer is None else self._customer[0]

    def ask(self, text: str) -> None:
        """Show what was told of those whom `text` names; of everybody where it is empty."""
        self._begin(text.strip(), None)

    def show_customer(self, customer_id: int) -> None:
        """Show what was told of a customer, and what was not and why."""
        names = [each.name for each in self._context.services.customers.get_many([customer_id])]
        self._begin("", (customer_id, next(iter(names), "") or tr("customer %1", customer_id)))

    def _begin(self, text: str, customer: tuple[int, str] | None) -> None:
        self._text, self._customer, self._limit = text, customer, PORTION
        self.chips.set_chips([] if customer is None else [("customer", customer[1])])
        self._chip_row.setVisible(customer is not None)
        self.refresh()

    def refresh(self) -> None:
        """Read the record again."""
        quick = is_small(self._context.services)
        self._latest.ask(Question(self._text, self.customer_id, self._limit), quick=quick)

    # Showing

    def _answer(self, question: Question) -> list[LogEntry]:
        reminders = self._context.services.reminders
        if question.customer_id is not None:
            return reminders.of_customer(question.customer_id, question.limit)
        return reminders.log(question.limit, question.text)

    def _show(self, entries: list[LogEntry]) -> None:
        self._ended = len(entries) < self._limit
        self.model.show(contents(groups(entries, self._context.clock.now().date())))
        self._pages.setCurrentIndex(0 if entries else 1)
        if not entries:
            self._nothing.set_text(*self._nothing_words())
        elif self.model.line(self.list.current_id()) is None:
            self.list.select_id(0)
            self.list.scrollToTop()

    def _nothing_words(self) -> tuple[str, str]:
        if self._customer is not None:
            return (
                tr("Nothing was told of %1", self._customer[1]),
                tr("No reminder of this customer has fallen due since the shop keeps a record: no birthday, no yearly "
                   "day, no follow-up. Look whether the birthday is written down, and whether such reminders are "
                   "switched on."),
            )  # fmt: skip
        if self._text:
            return tr("Nothing found"), tr("Nothing was told of anybody whose name holds “%1”.", self._text)
        return (
            tr("Nothing was told yet"),
            tr("Each day's reminders are listed here: when they were shown, and why not where they were not."),
        )

    def _scrolled(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if not self._ended and not self._latest.waiting and value >= bar.maximum() - bar.pageStep():
            self._limit += PORTION
            self.refresh()

    # Doing

    def _open(self, line: ToldLine | None) -> None:
        if line is not None and line.entry.customer_id is not None:
            self._context.navigate.show_customer(line.entry.customer_id)

    def _fill_menu(self, menu: QMenu) -> None:
        line, theme = self.model.line(self.list.current_id()), self._context.theme
        menus.add(menu, tr("Open customer"), lambda: self._open(line), icon="user", theme=theme, shortcut="Return",
                  enabled=line is not None and line.entry.customer_id is not None)  # fmt: skip
        menus.add(menu, tr("Copy"), self.list.copy_selected, icon="copy", theme=theme, shortcut="Ctrl+C")
