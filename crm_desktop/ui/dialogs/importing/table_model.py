"""The rows of the import page: the file's own columns, and in each cell what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from crm_desktop.exchange.importing.report import Outcome, PlannedRow
from crm_desktop.exchange.sheets.cells import text_of
from crm_desktop.exchange.sheets.layout import Column
from crm_desktop.exchange.sheets.values import Warned
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.dialogs.importing.plan import Prepared, Show, day_alone
from crm_desktop.ui.style.theme import Theme

Index = QModelIndex | QPersistentModelIndex

OUTCOMES: Final[dict[Outcome, tuple[Sentence, str]]] = {
    Outcome.NEW: (Sentence("New"), "good"),
    Outcome.UPDATE: (Sentence("Update"), "accent"),
    Outcome.UNCHANGED: (Sentence("Unchanged"), "secondary"),
    Outcome.SKIP: (Sentence("Skipped"), "secondary"),
    Outcome.REJECT: (Sentence("Rejected"), "danger"),
}
#: Columns whose cells end up in a field of another key.
_FEEDS: Final = {"lunar_birthday": "birthday", "family_name": "name", "given_name": "name", "address_part": "address"}
_UNCHANGED_BY_READING: Final = frozenset({"note", "tags", "name"})
_MAX_SHOWN: Final = 300
_MOST_KEPT: Final = 2_000
FIXED: Final = 2
"""Columns before the file's own: the row's number, and what becomes of it."""


class _CellView(NamedTuple):
    """A cell as it is drawn. `token` is the ink, "" for the usual one."""

    text: str
    why: str
    doubtful: bool
    token: str


class PreviewModel(QAbstractTableModel):
    """The planned rows; `mended` tells (row of the sheet, column of the sheet, text)."""

    mended = Signal(int, int, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._prepared: Prepared | None = None
        self._show = Show.ALL
        self._shown: Sequence[int] = ()
        self._views: dict[int, list[_CellView]] = {}
        self._typed: dict[tuple[int, int], str] = {}
        self._feeding: Mapping[str | None, int] = {}
        self.columns: Sequence[Column] = ()

    def show_plan(self, prepared: Prepared | None) -> None:
        """Show another plan."""
        self.beginResetModel()
        self._prepared = prepared
        self._views.clear()
        self._typed.clear()
        self.columns = prepared.table.layout.columns if prepared else ()
        targets = [column.target for column in self.columns]
        self._feeding = {target: targets.count(target) for target in targets}
        self._shown = prepared.groups[self._show] if prepared else ()
        self.endResetModel()

    def set_show(self, show: Show) -> None:
        """Show the rows of one outcome, or all."""
        self.beginResetModel()
        self._show = show
        self._shown = self._prepared.groups[show] if self._prepared else ()
        self.endResetModel()

    def row(self, line: int) -> PlannedRow | None:
        """The planned row on a line of the table."""
        if self._prepared is None or not 0 <= line < len(self._shown):
            return None
        return self._prepared.rows[self._shown[line]]

    def line_of(self, row: int) -> int | None:
        """The line that shows a row of the sheet; None if it is not shown."""
        return next((line for line in range(len(self._shown)) if self._at(line).row == row), None)

    def plain_text(self, line: int, number: int) -> str:
        """What a cell becomes, without what is doubtful about it: a column need not be as wide as that."""
        view = self._view(line)[number]
        return tr("%1 · %2", self.raw(self._at(line), self.columns[number]), "…") if view.doubtful else view.text

    def is_mended(self, row: int, column: int) -> bool:
        """Whether she typed what stands in that cell."""
        return self._prepared is not None and (row, column) in self._prepared.question.mended

    def raw(self, row: PlannedRow, column: Column) -> str:
        """What stands in the cell."""
        assert self._prepared is not None
        typed = self._typed.get((row.row, column.index))
        if typed is not None:
            return typed
        cells = self._prepared.table.sheet.rows[row.row - 1]
        return text_of(cells[column.index]) if column.index < len(cells) else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._prepared is None else len(self.columns) + FIXED

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Row"), tr("Becomes"))[section] if section < FIXED else self.columns[section - FIXED].header

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = index.column() >= FIXED and self._prepared is not None and self._prepared.whole
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._shown):
            return None
        row = self._at(index.row())
        if index.column() < FIXED:
            return self._about_row(row, index.column(), role)
        number = index.column() - FIXED
        column = self.columns[number]
        if role == Qt.ItemDataRole.EditRole:
            return self.raw(row, column)
        if role == Qt.ItemDataRole.FontRole:
            return self._font(row, column)
        view = self._view(index.row())[number]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return view.text
            case Qt.ItemDataRole.ToolTipRole:
                return view.why
            case Qt.ItemDataRole.BackgroundRole:
                return self._theme.color("notice") if view.doubtful else None
            case Qt.ItemDataRole.ForegroundRole:
                return self._theme.color(view.token) if view.token else None
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """She mended a cell: it shows what she typed at once, and the rows are planned anew."""
        if role != Qt.ItemDataRole.EditRole or index.column() < FIXED or self._prepared is None:
            return False
        row, column = self._at(index.row()), self.columns[index.column() - FIXED]
        if str(value) == self.raw(row, column):
            return False
        self._typed[row.row, column.index] = str(value)
        self._views.pop(self._shown[index.row()], None)
        self.dataChanged.emit(index, index)
        self.mended.emit(row.row, column.index, str(value))
        return True

    def _at(self, line: int) -> PlannedRow:
        assert self._prepared is not None
        return self._prepared.rows[self._shown[line]]

    def _about_row(self, row: PlannedRow, column: int, role: int) -> Any:
        words, token = OUTCOMES[row.outcome]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(row.row) if column == 0 else str(words)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.color("secondary" if column == 0 else token)
        if role == Qt.ItemDataRole.ToolTipRole:
            reasons = [str(row.reason)] if row.reason is not None else []
            return "\n".join([*reasons, *(str(warned.reason) for warned in row.warnings)])
        if role == Qt.ItemDataRole.TextAlignmentRole and column == 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _font(self, row: PlannedRow, column: Column) -> QFont | None:
        if not self.is_mended(row.row, column.index) and (row.row, column.index) not in self._typed:
            return None
        font = self._theme.sized(13)
        font.setItalic(True)
        return font

    # One row at a time: what its cells become is asked for again and again while the table is drawn.

    def _view(self, line: int) -> list[_CellView]:
        place = self._shown[line]
        view = self._views.get(place)
        if view is None:
            if len(self._views) > _MOST_KEPT:
                self._views.clear()
            row = self._at(line)
            values = row.values
            view = self._views[place] = [self._cell_view(row, column, values) for column in self.columns]
        return view

    def _cell_view(self, row: PlannedRow, column: Column, values: Mapping[str, tuple[str, str]]) -> _CellView:
        raw = self.raw(row, column)
        doubts = self._doubts(row, column, raw)
        key = _FEEDS.get(column.target or "", column.target or "")
        before, after = (day_alone(key, text) for text in values.get(key, ("", "")))
        why = [str(warned.reason) for warned in doubts]
        if row.outcome is Outcome.UPDATE and before and after != before:
            why.append(tr("Until now: %1", before))
        if len(raw) > _MAX_SHOWN:
            raw = raw[:_MAX_SHOWN]
        if doubts:
            return _CellView(tr("%1 · %2", raw, doubts[0].reason), "\n".join(why), doubtful=True, token="on_notice")
        faded = column.target is None or row.outcome in (Outcome.REJECT, Outcome.SKIP, Outcome.UNCHANGED)
        return _CellView(
            self._becomes(raw, column, after), "\n".join(why), doubtful=False, token="secondary" if faded else ""
        )

    def _becomes(self, raw: str, column: Column, after: str) -> str:
        """The cell, and behind an arrow what it is read as where that says more."""
        if not raw or not column.target or not after or column.target in _UNCHANGED_BY_READING:
            return raw
        if self._feeding[column.target] > 1 or _FEEDS.get(column.target) == "name":
            return raw
        return after if after == raw or _bare(after) == _bare(raw) else tr("%1 → %2", raw, after)

    def _doubts(self, row: PlannedRow, column: Column, raw: str) -> list[Warned]:
        """The warnings about this cell: those of its field that name its value, else those of its field."""
        of_field = [warned for warned in row.warnings if warned.field == column.target]
        if not of_field or self._feeding.get(column.target) == 1:
            return of_field
        return [warned for warned in of_field if _bare(warned.value) in _bare(raw)] if raw else []


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
