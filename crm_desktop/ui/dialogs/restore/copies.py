"""The list of the copies: when each was made and why, and what it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from crm_desktop.domain.backup_policy import Why
from crm_desktop.language import Sentence, tr
from crm_desktop.services.backups import Backup, State
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.table_model import Column, PagedTableModel
from crm_desktop.ui.widgets.date_words import day_words
from crm_desktop.ui.widgets.list_view import ListView

_MEGABYTE: Final = 1024 * 1024

WHY: Final = {
    Why.DAILY: Sentence("Daily"),
    Why.ASKED: Sentence("By hand"),
    Why.IMPORT: Sentence("Before an import"),
    Why.ARRIVAL: Sentence("Before a file that came in"),
    Why.BULK: Sentence("Before a large change"),
    Why.RESTORE: Sentence("Before a restore"),
    Why.MIGRATION: Sentence("Before a new version"),
}


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A line of the list; `chosen`: a file that she chose herself."""

    id: int
    copy: Backup
    chosen: bool = False


class CopyList(ListView):
    """Newest first; `picked` tells the copy under the keys, None for none."""

    picked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._lines: dict[int, CopyLine] = {}
        self._numbers: dict[Path, int] = {}
        self._clock = context.clock
        columns = _columns(lambda: context.clock.now().date())
        self.lines: PagedTableModel[CopyLine] = PagedTableModel(columns, self._fetch, context.theme)
        super().__init__(self.lines, tr("Copy list"), "copies", context.memory, context.theme, parent)
        self.lines.setParent(self)
        self.set_sort(None)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.current_changed.connect(self._tell)

    def show_copies(self, copies: Sequence[Backup], chosen: Sequence[Backup]) -> None:
        """Show these; the files that she chose come first."""
        self._lines = {}
        for copy, is_own in (*((copy, True) for copy in chosen), *((copy, False) for copy in copies)):
            number = self._numbers.setdefault(copy.path, len(self._numbers) + 1)
            self._lines.setdefault(number, CopyLine(number, copy, is_own))
        self.lines.set_ids(list(self._lines))
        self.lines.refresh_ids(None)

    def show_opened(self, copy: Backup) -> None:
        """Show what is known by now of a copy that is in the list."""
        number = self._numbers[copy.path]
        self._lines[number] = replace(self._lines[number], copy=copy)
        self.lines.refresh_ids([number])

    def pick(self, path: Path) -> None:
        """Choose the copy of this name."""
        for number, line in self._lines.items():
            if line.copy.path == path:
                self.select_id(number)

    @property
    def current(self) -> Backup | None:
        """The copy under the keys."""
        number = self.current_id()
        return self._lines[number].copy if number in self._lines else None

    def _tell(self, number: int | None) -> None:
        self.picked.emit(self.current)

    def _fetch(self, ids: Sequence[int]) -> list[CopyLine]:
        return [self._lines[each] for each in ids if each in self._lines]


def made_words(copy: Backup, today: date) -> str:
    """When a copy was made: “yesterday 15:20”."""
    return tr("%1 %2", day_words(copy.at.date(), today), f"{copy.at:%H:%M}")


def _columns(today: Callable[[], date]) -> tuple[Column[CopyLine], ...]:
    def newest(line: CopyLine) -> str:
        at = line.copy.newest_change
        return tr("%1 %2", day_words(at.date(), today()), f"{at:%H:%M}") if at else ""

    return (
        Column("at", Sentence("Copied"), lambda line: made_words(line.copy, today()), width=150, tooltip=_file),
        Column("why", Sentence("What for"), _why, width=160),
        Column("customers", Sentence("Customers"), _customers, width=120, align="right", token=_token),
        Column("purchases", Sentence("Purchases"), lambda line: _count(line.copy.purchases), width=90, align="right"),
        Column("newest", Sentence("Newest change"), newest, width=140),
        Column("size", Sentence("Size"), _size, width=80, align="right"),
        Column("place", Sentence("Where"), _place, width=100, tooltip=_file, fills=True),
    )


def _why(line: CopyLine) -> str:
    return tr("A file of yours") if line.chosen else str(WHY[line.copy.why])


def _customers(line: CopyLine) -> str:
    match line.copy.state:
        case State.LOCKED:
            return tr("Another password")
        case State.BROKEN:
            return tr("Damaged")
    return _count(line.copy.customers)


def _token(line: CopyLine) -> str | None:
    return {State.LOCKED: "secondary", State.BROKEN: "danger"}.get(line.copy.state)


def _count(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _size(line: CopyLine) -> str:
    return tr("%1 MB", f"{max(line.copy.size / _MEGABYTE, 0.1):.1f}")


def _place(line: CopyLine) -> str:
    if line.chosen:
        return line.copy.path.parent.name or str(line.copy.path.parent)
    return tr("Second place") if line.copy.second else tr("This computer")


def _file(line: CopyLine) -> str:
    return str(line.copy.path)
