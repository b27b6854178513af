"""A list whose rows stand under headings: days, kinds of reminders. The headings are rows that cannot be selected.

Records and headings are known by id, headings by negative ones, so a new answer moves nothing that stayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPainter

from crm_desktop.ui.plumbing.table_model import RECORD_ROLE, Column, HasId, Index, PagedTableModel
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.list_view import ListView
from crm_desktop.ui.widgets.row_delegate import PADDING, Cell, Look, Row, RowDelegate

R = TypeVar("R", bound=HasId)

_FREED_AT_ONCE: Final = 5_000
_LINE: Final = 34


@dataclass(frozen=True, slots=True)
class Heading:
    """The row over a group. `id` is negative; `detail` is said more quietly; `token` colours `text`."""

    id: int
    text: str
    detail: str = ""
    token: str = "text"


Group = tuple[Heading, Sequence[R]]
Contents = dict[int, R | Heading]
"""Headings and records in the order shown, by id."""


def contents(groups: Iterable[Group[R]]) -> Contents[R]:
    """What a list of these groups holds. For 100,000 records it takes so long that the worker should do it."""
    found: Contents[R] = {}
    for heading, lines in groups:
        found[heading.id] = heading
        found.update((line.id, line) for line in lines)
    return found


class HeadingsModel(PagedTableModel[Any], Generic[R]):
    """Records, and `Heading`s wherever an id is negative."""

    def _of_record(self, column: Column[Any], record: Any, role: int) -> Any:
        if not isinstance(record, Heading):
            return super()._of_record(column, record, role)
        if role == RECORD_ROLE:
            return record
        if role == Qt.ItemDataRole.DisplayRole:
            return self._of_heading(column, record)
        return None

    def _of_heading(self, column: Column[Any], heading: Any) -> str | None:
        """What a heading says in that column, as it is read out."""
        return f"{heading.text}  {heading.detail}".strip() if column is self.columns[0] else None

    def line(self, wanted: int | None) -> R | None:
        """The record with that id; None for a heading's id, or where it is not shown."""
        return None if wanted is None or wanted < 0 else super().line(wanted)

    def first_line(self) -> int | None:
        """The id of the first record."""
        return next((each for each in self.ids if each >= 0), None)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.id_at(index.row()) < 0:
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)


class HeadedModel(HeadingsModel[R]):
    """Records under headings, all of them at hand: they are handed in with `show`, and never fetched."""

    def __init__(self, columns: Sequence[Column[R]], theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(columns, self._known, theme, parent)
        self._records: Contents[R] = {}
        self._leaving: Contents[R] = {}

    def show(self, contents: Contents[R]) -> None:
        """Show these groups, in this order."""
        if contents is not self._records:
            self._leaving = self._records
        self._records = contents
        self.set_ids(list(contents))
        self.refresh_ids(None)
        self._let_go()

    def _let_go(self) -> None:
        """Free what was shown before, a little at a time: 100,000 records at once would hold up the window."""
        for _ in range(min(_FREED_AT_ONCE, len(self._leaving))):
            self._leaving.popitem()
        if self._leaving:
            QTimer.singleShot(0, self, self._let_go)

    def line(self, wanted: int | None) -> R | None:
        """The record with that id; None for a heading's id, or where it is not shown."""
        found = None if wanted is None else self._records.get(wanted)
        return None if isinstance(found, Heading) else found

    def lines(self) -> list[R]:
        """Every record, in order."""
        return [each for each in self._records.values() if not isinstance(each, Heading)]

    def _known(self, ids: Sequence[int]) -> list[R | Heading]:
        return [self._records[each] for each in ids if each in self._records]


class HeadedDelegate(RowDelegate):
    """Paints headings across the whole row, from `left` px on, and records as any list does."""

    def __init__(self, view: ListView, theme: Theme, left: int = PADDING) -> None:
        super().__init__(theme, lambda: view.hovered_row, view)
        self._view = view
        self._left = left

    def paint_row(self, painter: QPainter, row: Row, cells: Sequence[Cell], look: Look) -> None:
        if isinstance(row.record, Heading):
            self._paint_heading(painter, row, cells)
        else:
            super().paint_row(painter, row, cells, look)

    def _paint_heading_ground(self, painter: QPainter, rect: QRect) -> None:
        painter.fillRect(rect, self._theme.color("window"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.color("separator"))

    def _paint_heading(self, painter: QPainter, row: Row, cells: Sequence[Cell]) -> None:
        """In one line across all columns, so that none cuts the words."""
        heading, theme, height = row.record, self._theme, min(px(_LINE), row.rect.height())
        self._paint_heading_ground(painter, row.rect)
        header = self._view.horizontalHeader()
        left = self._view.columnViewportPosition(header.logicalIndex(0)) + self._left
        line = QRect(left, row.rect.bottom() - height, max(row.rect.width(), 1), height)
        centre = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(theme.sized(tokens.BODY_PX, bold=True))
        painter.setPen(theme.color(heading.token))
        painter.drawText(line, centre, heading.text)
        line.setLeft(left + painter.fontMetrics().horizontalAdvance(heading.text) + 12)
        painter.setFont(theme.sized(tokens.SECONDARY_PX))
        painter.setPen(theme.color("secondary"))
        painter.drawText(line, centre, heading.detail)
