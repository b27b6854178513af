"""The table of the import page: mending cells in place, and choosing for one row."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from crm_desktop.exchange.importing.report import OnDuplicate, PlannedRow
from crm_desktop.exchange.sheets.layout import Column
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.dialogs.importing.field_header import FieldHeader
from crm_desktop.ui.dialogs.importing.plan import Prepared
from crm_desktop.ui.dialogs.importing.table_model import FIXED, OUTCOMES, PreviewModel
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import menus

CHOICES: Final[Mapping[OnDuplicate | None, Sentence]] = {
    None: Sentence("As chosen for all"),
    OnDuplicate.UPDATE: Sentence("Update who is here already"),
    OnDuplicate.ADD: Sentence("Take it as new"),
    OnDuplicate.SKIP: Sentence("Leave this row out"),
}
_ROW: Final = 30
_NARROWEST: Final = 116
_WIDEST: Final = 240
_BESIDE_WORDS: Final = 56
_BESIDE_OUTCOME: Final = 28
"""What a field's button needs beside its words."""


class Preview(QTableView):
    """A double click, Enter or F2 mends a cell; Alt+Down chooses the column's field; the menu has the rest."""

    row_changed = Signal(object)
    """the PlannedRow under the cursor, or None"""
    row_chosen = Signal(int, object)
    """(row of the sheet, OnDuplicate or None)"""
    all_wanted = Signal(int, int, str)
    """(row, column, what is to stand there and in all cells like it)"""
    taken_back = Signal(int, int)
    """(row, column) of a cell that is to hold again what the file says"""

    def __init__(self, model: PreviewModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Preview"))
        self._preview = model
        self._prepared: Prepared | None = None
        self._all_next: tuple[int, int] | None = None
        self._is_filling = False
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
        rows.setDefaultSectionSize(px(_ROW))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self._dress(theme)
        theme.changed.connect(lambda: self._dress(theme))

    def show_plan(self, prepared: Prepared | None, *, keep: bool) -> None:
        """Show another plan; `keep`: of the same table, so she stays where she looked."""
        at, across = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        here = self.current_row(), self.currentIndex().column()
        widths = [self.columnWidth(number) for number in range(self._preview.columnCount())]
        self._prepared = prepared
        # Told once all of it is there, not with each step on the way.
        self._is_filling = True
        with self.header.placed_once():
            self._preview.show_plan(prepared)
            self.header.show_plan(prepared)
            if keep and len(widths) == self._preview.columnCount():
                for number, width in enumerate(widths):
                    self.setColumnWidth(number, width)
                self._go_to(here[0].row if here[0] else None, here[1])
                self.verticalScrollBar().setValue(at)
                self.horizontalScrollBar().setValue(across)
            else:
                self.setColumnWidth(0, px(64))
                self.setColumnWidth(1, max(88, self._widest_outcome()))
                for number in range(FIXED, self._preview.columnCount()):
                    self.setColumnWidth(number, self._width_for(number))
                self._go_to(None, FIXED)
        self._is_filling = False
        self.row_changed.emit(self.current_row())

    def _go_to(self, row: int | None, column: int) -> None:
        line = self._preview.line_of(row) if row is not None else 0
        self.setCurrentIndex(self._preview.index(line or 0, max(column, 0)))

    def go_to_first(self) -> None:
        """To the first row that is shown."""
        self._go_to(None, max(self.currentIndex().column(), FIXED))
        self.row_changed.emit(self.current_row())

    def current_row(self) -> PlannedRow | None:
        """The row under the cursor."""
        return self._preview.row(self.currentIndex().row())

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        super().currentChanged(current, previous)
        if current.row() != previous.row() and not self._is_filling:
            self.row_changed.emit(self._preview.row(current.row()))

    def mends_all(self, row: int, column: int) -> bool:
        """Whether what she typed in that cell was meant for all cells like it; asked once."""
        meant, self._all_next = self._all_next == (row, column), None
        return meant

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        if self.state() == QAbstractItemView.State.EditingState:
            # Enter ends the editing of a cell; its editor passes it on, but it is not meant for the table.
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and index.column() >= FIXED:
            self._all_next = None
            self.edit(index)
        elif key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.header.open_menu(index.column())
        else:
            super().keyPressEvent(event)

    def _open_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if index.isValid():
            self.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(self.viewport().mapToGlobal(place))

    def fill_menu(self, menu: QMenu) -> None:
        """What can be done with the cell under the cursor, and with its row."""
        row, index = self.current_row(), self.currentIndex()
        if row is None or self._prepared is None or not self._prepared.whole:
            return
        if index.column() >= FIXED:
            self._fill_for_cell(menu, row, self._preview.columns[index.column() - FIXED])
            menu.addSeparator()
        chosen = self._prepared.question.choices.get(row.row)
        for choice, words in CHOICES.items():
            menus.add(menu, str(words), partial(self.row_chosen.emit, row.row, choice), checked=choice is chosen)

    def _fill_for_cell(self, menu: QMenu, row: PlannedRow, column: Column) -> None:
        assert self._prepared is not None
        place = row.row, column.index
        menus.add(menu, tr("Mend this cell"), partial(self._edit, None), shortcut="F2")
        alike = len(self._prepared.same_cells(*place))
        if alike:
            text = self._preview.raw(row, column)
            if self._preview.is_mended(*place):
                words = tr("Change %n more cell(s) to this", n=alike)
                menus.add(menu, words, partial(self.all_wanted.emit, *place, text))
            else:
                menus.add(menu, tr("Mend this cell and %n more like it", n=alike), partial(self._edit, place))
        if self._preview.is_mended(*place):
            menus.add(menu, tr("Undo my change of this cell"), partial(self.taken_back.emit, *place))

    def _edit(self, all_of: tuple[int, int] | None) -> None:
        self._all_next = all_of
        self.edit(self.currentIndex())

    def _widest_outcome(self) -> int:
        words = (str(words) for words, _ in OUTCOMES.values())
        return max(map(self.fontMetrics().horizontalAdvance, words)) + _BESIDE_OUTCOME

    def _width_for(self, column: int) -> int:
        """Wide enough for the first rows and the heading, within reason."""
        metrics = self.fontMetrics()
        model = self._preview
        texts = [model.plain_text(row, column - FIXED)[:80] for row in range(min(model.rowCount(), 25))]
        texts.append(str(model.headerData(column, Qt.Orientation.Horizontal) or ""))
        widest = max(metrics.horizontalAdvance(text) for text in texts) + 24
        field = metrics.horizontalAdvance(self.header.words(column)) + px(_BESIDE_WORDS)
        return max(px(_NARROWEST), min(max(widest, field), px(_WIDEST)))

    def _dress(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"QTableView {{ gridline-color: {theme.hex('separator')}; }} QTableView::item {{ padding: 0 6px; }}"
        )
