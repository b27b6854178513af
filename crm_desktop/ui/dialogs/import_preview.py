"""The preview of an import: the file's own columns, and in each cell what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QPushButton, QTableView, QWidget

from crm_desktop.exchange.cells import text_of
from crm_desktop.exchange.headings import TARGETS
from crm_desktop.exchange.mapping import CUSTOM, Column
from crm_desktop.exchange.report import Outcome, PlannedRow
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.dialogs.import_plan import Prepared, target_words
from crm_desktop.ui.plumbing.theme import Theme
from crm_desktop.ui.widgets import buttons, menus

Index = QModelIndex | QPersistentModelIndex

_OUTCOMES: Final[dict[Outcome, tuple[Sentence, str]]] = {
    Outcome.NEW: (Sentence("New"), "good"),
    Outcome.UPDATE: (Sentence("Update"), "accent"),
    Outcome.UNCHANGED: (Sentence("Unchanged"), "secondary"),
    Outcome.SKIP: (Sentence("Skipped"), "secondary"),
    Outcome.REJECT: (Sentence("Rejected"), "danger"),
}
#: Columns whose cells end up in a field of another key.
_FEEDS: Final = {"lunar_birthday": "birthday"}
_MAX_SHOWN: Final = 300
_FIXED: Final = 2
"""Columns before the file's own: the row's number, and what becomes of it."""


class PreviewModel(QAbstractTableModel):
    """The planned rows; `mended` tells (row of the sheet, column of the sheet, text)."""

    mended = Signal(int, int, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._prepared: Prepared | None = None
        self._only_doubtful = False
        self.rows: list[PlannedRow] = []
        self.columns: Sequence[Column] = ()

    def show_plan(self, prepared: Prepared) -> None:
        """Show another plan."""
        self.beginResetModel()
        self._prepared = prepared
        self.columns = prepared.table.layout.columns
        self._choose()
        self.endResetModel()

    def set_only_doubtful(self, only: bool) -> None:
        """Show the rows that need a look, or all."""
        self.beginResetModel()
        self._only_doubtful = only
        self._choose()
        self.endResetModel()

    def _choose(self) -> None:
        rows = self._prepared.rows if self._prepared else []
        self.rows = [row for row in rows if not self._only_doubtful or row.warnings or row.reason is not None]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns) + _FIXED

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Row"), tr("Becomes"))[section] if section < _FIXED else self.columns[section - _FIXED].header

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() >= _FIXED else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if index.column() < _FIXED:
            return self._about_row(row, index.column(), role)
        column = self.columns[index.column() - _FIXED]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._becomes(row, column)
            case Qt.ItemDataRole.EditRole:
                return self._raw(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._why(row, column)
            case Qt.ItemDataRole.BackgroundRole:
                return self._theme.color("notice") if self._warnings(row, column) else None
            case Qt.ItemDataRole.ForegroundRole:
                return self._ink(row, column)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """She mended a cell: the rows are planned anew."""
        if role != Qt.ItemDataRole.EditRole or index.column() < _FIXED:
            return False
        row, column = self.rows[index.row()], self.columns[index.column() - _FIXED]
        if str(value) == self._raw(row, column):
            return False
        self.mended.emit(row.row, column.index, str(value))
        return True

    def _about_row(self, row: PlannedRow, column: int, role: int) -> Any:
        words, token = _OUTCOMES[row.outcome]
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

    def _raw(self, row: PlannedRow, column: Column) -> str:
        assert self._prepared is not None
        cells = self._prepared.table.sheet.rows[row.row - 1]
        return text_of(cells[column.index]) if column.index < len(cells) else ""

    def _becomes(self, row: PlannedRow, column: Column) -> str:
        """The cell, and behind an arrow what it is read as where that says more."""
        raw = self._raw(row, column)[:_MAX_SHOWN]
        doubts = self._warnings(row, column)
        if doubts:
            return tr("%1 · %2", raw, doubts[0].reason)
        if not raw or not column.target:
            return raw
        _, after = row.values.get(_FEEDS.get(column.target, column.target), ("", ""))
        many = sum(1 for each in self.columns if each.target == column.target) > 1
        if not after or many or column.target in ("note", "tags"):
            return raw
        return after if _bare(after) == _bare(raw) else tr("%1 → %2", raw, after)

    def _why(self, row: PlannedRow, column: Column) -> str:
        reasons = [str(warned.reason) for warned in self._warnings(row, column)]
        key = _FEEDS.get(column.target or "", column.target or "")
        before, after = row.values.get(key, ("", ""))
        if row.outcome is Outcome.UPDATE and before and after != before:
            reasons.append(tr("Until now: %1", before))
        return "\n".join(reasons)

    def _warnings(self, row: PlannedRow, column: Column) -> list[Any]:
        """The warnings about this cell: those of its field that name its value, else those of its field."""
        of_field = [warned for warned in row.warnings if warned.field == column.target]
        if len(of_field) == 0 or sum(1 for each in self.columns if each.target == column.target) == 1:
            return of_field
        raw = self._raw(row, column)
        return [warned for warned in of_field if _bare(warned.value) in _bare(raw)] if raw else []

    def _ink(self, row: PlannedRow, column: Column) -> QColor | None:
        if self._warnings(row, column):
            return self._theme.color("on_notice")
        if column.target is None or row.outcome in (Outcome.REJECT, Outcome.SKIP, Outcome.UNCHANGED):
            return self._theme.color("secondary")
        return None


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


class FieldHeader(QHeaderView):
    """Over each column of the file a button that says which field it feeds, and below it the file's own heading."""

    target_chosen = Signal(str, object)
    """(heading, field or None)"""

    BUTTON = 30

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._table = parent
        self._buttons: list[QPushButton] = []
        self._words: list[str] = []
        self._prepared: Prepared | None = None
        self.setFixedHeight(self.BUTTON + 34)
        self.setMinimumSectionSize(64)
        self.setSectionsClickable(False)
        self.setStretchLastSection(False)
        self.sectionResized.connect(lambda *_: self._place())

    def show_plan(self, prepared: Prepared) -> None:
        """Make the buttons for another table's columns."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._prepared = prepared
        self._buttons, self._words = [], []
        for column in prepared.table.layout.columns:
            words = target_words(prepared.table.kind, column.target)
            button = buttons.menu_button(words, partial(self._fill_for, column), kind="")
            button.setParent(self.viewport())
            button.setProperty("density", "tight")
            button.setAccessibleName(tr("Field for “%1”", column.header))
            button.setToolTip(words if column.sure else tr("%1, as far as it can be told. Please look.", words))
            button.show()
            QWidget.setTabOrder(self._buttons[-1] if self._buttons else self._table, button)
            self._buttons.append(button)
            self._words.append(words)
        self._place()

    def _fill_for(self, column: Column, menu: QMenu) -> None:
        self.fill(menu, column)

    def fill(self, menu: QMenu, column: Column) -> None:
        """Offer the fields."""
        assert self._prepared is not None
        kind = self._prepared.table.kind
        choose: Callable[[str | None], None] = lambda target: self.target_chosen.emit(column.header, target)  # noqa: E731
        for target in TARGETS[kind]:
            menus.add(menu, str(target.label), partial(choose, target.key), checked=column.target == target.key)
        menu.addSeparator()
        own = column.target if column.target and column.target.startswith(CUSTOM) else CUSTOM + column.header
        if kind.value == "customers":
            menus.add(menu, target_words(kind, own), lambda: choose(own), checked=column.target == own)
        menus.add(menu, target_words(kind, None), lambda: choose(None), checked=column.target is None)

    def _place(self) -> None:
        for number, button in enumerate(self._buttons):
            section = number + _FIXED
            if section < self.count():
                left = self.sectionViewportPosition(section)
                width = self.sectionSize(section) - 8
                words = self._words[number]
                button.setText(button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width - 44))
                button.setGeometry(left + 4, 3, width, self.BUTTON - 2)

    def setOffset(self, offset: int) -> None:
        super().setOffset(offset)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.BUTTON + 34)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme, model = self._theme, self.model()
        painter.save()
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("separator"))
        painter.setPen(theme.color("secondary"))
        painter.setFont(theme.sized(12))
        inner = QRect(rect.left() + 10, rect.top() + self.BUTTON, rect.width() - 18, rect.height() - self.BUTTON)
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignRight if section == 0 else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()


class Preview(QTableView):
    """The table of the import page. A double click mends a cell."""

    def __init__(self, model: PreviewModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Preview"))
        self._preview = model
        self.setModel(model)
        self.header = FieldHeader(theme, self)
        self.setHorizontalHeader(self.header)
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(30)
        self._dress(theme)
        theme.changed.connect(lambda: self._dress(theme))

    def show_plan(self, prepared: Prepared, *, keep: bool) -> None:
        """Show another plan; `keep`: of the same table, so she stays where she looked."""
        at, across = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        widths = [self.columnWidth(number) for number in range(self._preview.columnCount())]
        self._preview.show_plan(prepared)
        self.header.show_plan(prepared)
        if keep and len(widths) == self._preview.columnCount():
            for number, width in enumerate(widths):
                self.setColumnWidth(number, width)
            self.verticalScrollBar().setValue(at)
            self.horizontalScrollBar().setValue(across)
        else:
            self.setColumnWidth(0, 64)
            self.setColumnWidth(1, 88)
            for number in range(_FIXED, self._preview.columnCount()):
                self.setColumnWidth(number, self._width_for(number))

    def _width_for(self, column: int) -> int:
        """Wide enough for the first rows and the heading, within reason."""
        metrics = self.fontMetrics()
        model = self._preview
        texts = [str(model.data(model.index(row, column)) or "") for row in range(min(model.rowCount(), 40))]
        texts.append(str(model.headerData(column, Qt.Orientation.Horizontal) or ""))
        widest = max(metrics.horizontalAdvance(text) for text in texts) + 24
        return max(116, min(widest, 260))

    def _dress(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"QTableView {{ gridline-color: {theme.hex('separator')}; }} QTableView::item {{ padding: 0 6px; }}"
        )
