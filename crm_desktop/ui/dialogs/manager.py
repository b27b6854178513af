"""A window with one short list to keep in order: tags, the shop's own fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.table_model import Column, HasId, PagedTableModel
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import restyle
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.list_view import ListView
from crm_desktop.ui.widgets.reading_order import ReadsAlong

R = TypeVar("R", bound=HasId)

#: What a desktop's own frame and bars take of the screen.
_FRAME: Final = QSize(40, 80)


class ManagerDialog(ReadsAlong, QDialog, Generic[R]):
    """Shows all rows that `read` gives, and follows every change of `tables`. What is done in it is saved at once and
    can be undone, so it has nothing but Close."""

    def __init__(
        self,
        context: Context,
        parent: QWidget | None,
        *,
        title: str,
        sentence: str,
        name: str,
        key: str,
        columns: Sequence[Column[R]],
        read: Callable[[], Sequence[R]],
        tables: Collection[str],
        empty: str,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._read = read
        self._tables = frozenset(tables)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(QSize(px(520), px(480)).boundedTo(self.screen().availableSize() - _FRAME))
        self.model: PagedTableModel[R] = PagedTableModel(columns, self._fetch, context.theme, self)
        self.list = ListView(self.model, name, key, context.memory, context.theme, self)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.set_sort(None)
        self.list.delete_pressed.connect(self.delete_current)
        self.list.picked_changed.connect(self.enable)
        self.actions_row = QHBoxLayout()
        self.actions_row.setSpacing(8)
        self._nothing = texts.secondary(empty, wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._nothing)
        self.status = texts.secondary("", wrap=True)
        foot = QHBoxLayout()
        foot.addWidget(self.status, 1)
        foot.addWidget(buttons.plain(tr("Close"), self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(texts.title(title))
        column.addWidget(texts.secondary(sentence, wrap=True))
        column.addLayout(self.actions_row)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)
        context.bus.changed.connect(self._on_change)

    def refresh(self) -> None:
        """Show the rows as they are now."""
        rows = self._read()
        self.model.set_ids([row.id for row in rows])
        self.model.refresh_ids(None)
        self._pages.setCurrentWidget(self.list if rows else self._nothing)
        self.enable()

    def enable(self) -> None:
        """Offer what can be done with the chosen row."""

    def delete_current(self) -> None:
        """Delete the chosen row."""

    def current(self) -> R | None:
        """The chosen row."""
        number = self.list.current_id()
        rows = self.model.records([number]) if number is not None else []
        return rows[0] if rows else None

    def do(self, work: Callable[[], Change]) -> Change | None:
        """Save something, and say here what was done: the window's message bar may be hidden by this one."""
        change = self.context.actions.do(work, on_invalid=self.refuse)
        if change is not None:
            self.status.setText(str(change.title))
            restyle(self.status, "role", "secondary")
        return change

    def refuse(self, problems: object) -> None:
        """Say why something was refused."""
        assert isinstance(problems, dict)
        self.status.setText("\n".join(str(problem) for problem in problems.values()))
        restyle(self.status, "role", "danger")

    def _fetch(self, ids: Sequence[int]) -> list[R]:
        by_id = {row.id: row for row in self._read()}
        return [by_id[each] for each in ids if each in by_id]

    def _on_change(self, change: Change) -> None:
        if not self._tables.isdisjoint(change.touched):
            self.refresh()
