"""The customers of a copy: searched, and picked to be brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.domain.money import format_money
from crm_desktop.domain.phone import format_phone
from crm_desktop.language import Sentence, tr
from crm_desktop.services.copy_contents import CopiedCustomer, CopyContents
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.latest import Latest
from crm_desktop.ui.plumbing.table_model import Column, PagedTableModel
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.clear_line import ClearLine
from crm_desktop.ui.widgets.date_words import day_words
from crm_desktop.ui.widgets.list_view import ListView
from crm_desktop.ui.widgets.segmented import SegmentedControl

_TYPING_MS: Final = 150
_MISSING, _ALL = "missing", "all"
_MANY: Final = 20_000
"""In a copy with more customers than this it takes a while to find those whom a text means."""

_Question = tuple[CopyContents, str, bool]


class CopiedPeople(QWidget):
    """`picked_changed`: other customers are picked now."""

    picked_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contents: CopyContents | None = None
        self._latest: Latest[_Question, tuple[_Question, list[int]]] = Latest(
            context.jobs, tr("Searching the copy"), _answer, self._show, failed=lambda error: None, quiet=True
        )
        self.which = SegmentedControl(((_MISSING, ""), (_ALL, "")), tr("Which customers"))
        self.which.changed.connect(self.refresh)
        self.text = ClearLine(context.theme, tr("Filter"), tr("Name, phone, pinyin…"))
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self.text.textChanged.connect(self._typing.start)
        columns = _columns(lambda: context.clock.now().date())
        self.model: PagedTableModel[CopiedCustomer] = PagedTableModel(columns, self._fetch, context.theme, self)
        self.list = ListView(
            self.model, tr("Customers in the copy"), "copied-people", context.memory, context.theme, self
        )
        self.list.set_sort(None)
        self.list.picked_changed.connect(self.picked_changed)
        self._nothing = texts.secondary("", wrap=True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._nothing)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.which)
        head.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def show_contents(self, contents: CopyContents | None) -> None:
        """Show the customers of this copy; None: it is about to be closed."""
        self._contents = contents
        self.model.set_ids([])
        self.model.refresh_ids(None)
        if contents is None:
            return
        missing = len(contents.comparison.missing)
        self.which.set_text(_MISSING, tr("Not in the shop: %1", f"{missing:,}"))
        self.which.set_text(_ALL, tr("All: %1", f"{contents.count:,}"))
        self.which.set_key(_MISSING if missing else _ALL)
        self.text.clear()
        self.refresh()

    def refresh(self) -> None:
        """Show what the filter finds."""
        self._typing.stop()
        contents, text = self._contents, self.text.text().strip()
        if contents is not None:
            question = (contents, text, self.which.key() == _MISSING)
            self._latest.ask(question, quick=not text or contents.count < _MANY)

    def _show(self, answer: tuple[_Question, list[int]]) -> None:
        (contents, text, only_missing), ids = answer
        if not isValid(self) or contents is not self._contents:
            return
        self.model.set_ids(ids)
        self.model.refresh_ids(None)
        if text:
            self._nothing.setText(tr("Nobody is found in the copy."))
        elif only_missing:
            self._nothing.setText(tr("Every customer of the copy is in the shop."))
        else:
            self._nothing.setText(tr("There is no customer in the copy."))
        self._pages.setCurrentWidget(self.list if ids else self._nothing)
        self.picked_changed.emit()

    def picked(self) -> list[int]:
        """The picked customers whom the shop has not."""
        if self._contents is None:
            return []
        return [each for each in self.list.selected_ids() if each in self._contents.comparison.missing]

    def _fetch(self, ids: Sequence[int]) -> list[CopiedCustomer]:
        return self._contents.people(ids) if self._contents is not None else []


def _answer(question: _Question) -> tuple[_Question, list[int]]:
    contents, text, only_missing = question
    return question, contents.find(text, only_missing=only_missing)


def _columns(today: Callable[[], date]) -> tuple[Column[CopiedCustomer], ...]:
    def last(row: CopiedCustomer) -> str:
        return day_words(row.last, today()) if row.last else ""

    def now(row: CopiedCustomer) -> str:
        if row.deleted is not None and row.missing:
            return tr("Deleted: %1", day_words(row.deleted.at.date(), today()))
        if row.missing:
            return tr("Not there")
        return tr("There, changed since") if row.changed else tr("There")

    return (
        Column("name", Sentence("Name"), lambda row: row.name, width=100, fills=True),
        Column("phone", Sentence("Phone"), lambda row: format_phone(row.phone) if row.phone else "", width=125),
        Column("last", Sentence("Last visit"), last, width=95),
        Column("spent", Sentence("Total spent"), lambda row: format_money(row.spent_fen), width=100, align="right"),
        Column("now", Sentence("In the shop"), now, width=140, tooltip=_why, token=_token),
    )


def _why(row: CopiedCustomer) -> str:
    return str(row.deleted.what) if row.deleted is not None else ""


def _token(row: CopiedCustomer) -> str | None:
    return None if row.missing else "secondary"
