"""The list: every table of the program. Columns, order and widths are remembered; keys and mouse do the same things.

Enter opens, Space previews, a double click or Ctrl+E edits the cell (F2 is "New purchase" everywhere), Delete deletes,
Ctrl+C copies rows so that a spreadsheet takes them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final, cast

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.memory import Memory
from crm_desktop.ui.plumbing.table_model import Column, Index, PagedTableModel
from crm_desktop.ui.style.sizes import px, text_size
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import viewports
from crm_desktop.ui.widgets.copied_cells import Cell, copied
from crm_desktop.ui.widgets.list_header import ListHeader
from crm_desktop.ui.widgets.row_delegate import RowDelegate

_OPEN_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def keep_when_resized(view: QAbstractItemView) -> None:
    """Where the list becomes higher or lower, as by a line that comes at the window's bottom, what it shows stays where
    it is: only what is new to be seen is painted, not every row, which takes longer than a frame. Qt heeds it only from
    a list that is in a window already: call it whenever it is shown."""
    view.viewport().setAutoFillBackground(True)
    for on in (False, True):
        view.viewport().setAttribute(Qt.WidgetAttribute.WA_StaticContents, on)


class ListView(QTableView):
    """A list of rows with an id. `name` is its accessible name; `memory_key` is where its layout is remembered."""

    opened = Signal(int)
    previewed = Signal(int)
    current_changed = Signal(object)
    picked_changed = Signal()
    sort_changed = Signal(str, bool)
    delete_pressed = Signal()
    paste_pressed = Signal()
    layout_changed = Signal()

    def __init__(
        self,
        model: PagedTableModel[Any],
        name: str,
        memory_key: str,
        memory: Memory,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        viewports.make_known(self)
        self._model = model
        self._columns = model.columns
        self._memory = memory
        self._memory_key = memory_key
        self._theme = theme
        self._hovered = -1
        self._restoring = False
        self._tells_cell = False
        self._kept: tuple[list[int], int | None, int] = ([], None, 0)
        self._fill_menu: Callable[[QMenu], None] | None = None
        self._sort: tuple[str, bool] | None = None
        self._last_current: int | None = None
        self._kept_free: Callable[[], int] = lambda: 0
        self._own_width = False
        self.setAccessibleName(name)
        self._set_up()
        self.setModel(model)
        self._set_up_header()
        self.set_layout_state(memory.get(f"lists/{memory_key}", ""))
        self._connect()

    def _set_up(self) -> None:
        self.setItemDelegate(RowDelegate(self._theme, lambda: self._hovered, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setMinimumSectionSize(20)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._theme.row_height)

    def _set_up_header(self) -> None:
        header = ListHeader(self._theme, self)
        self.setHorizontalHeader(header)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_columns_menu)
        header.sectionClicked.connect(self._clicked_header)
        header.sectionMoved.connect(self._remember)
        header.sectionResized.connect(self._resized)

    def _connect(self) -> None:
        self._model.modelAboutToBeReset.connect(self._keep)
        self._model.modelReset.connect(self._restore)
        self._theme.changed.connect(self._dress)
        self.customContextMenuRequested.connect(self._show_menu)

    # What the tab asks

    def current_id(self) -> int | None:
        """The id of the row that the keys act on."""
        row = self.currentIndex().row()
        return self._model.id_at(row) if 0 <= row < len(self._model.ids) else None

    def selected_ids(self) -> list[int]:
        """The ids of the selected rows, from top to bottom, without headings (whose ids are negative)."""
        selection = self.selectionModel()
        if selection is None:
            return []
        ids = self._model.ids
        spans = sorted(
            (span.top(), span.bottom()) for span in cast("Iterable[QItemSelectionRange]", selection.selection())
        )
        picked: list[int] = []
        reached = -1
        for top, bottom in spans:
            picked.extend(each for each in ids[max(top, reached + 1) : bottom + 1] if each >= 0)
            reached = max(reached, bottom)
        return picked

    def select_id(self, wanted: int) -> bool:
        """Make the row with that id the current and only selected one, in sight; False if it is not in the list."""
        row = self._model.row_of(wanted)
        if row is None:
            return False
        index = self._model.index(row, self._first_column())
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    @property
    def sort(self) -> tuple[str, bool] | None:
        """The sort key and whether descending; None: the service's own order."""
        return self._sort

    def set_sort(self, key: str | None, descending: bool = False) -> None:
        """Show by which column the list is sorted; asks nobody."""
        self._sort = None if key is None else (key, descending)
        section = next((n for n, column in enumerate(self._model.columns) if key and column.sort_key == key), -1)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(section, order)
        self._remember()

    def visible_columns(self) -> list[str]:
        """The keys of the columns shown, from left to right: what an export takes."""
        header = self.horizontalHeader()
        logical = (header.logicalIndex(visual) for visual in range(header.count()))
        return [self._model.columns[n].key for n in logical if not self.isColumnHidden(n)]

    def set_menu(self, fill: Callable[[QMenu], None]) -> None:
        """What the right mouse button (or the menu key) offers on the selected rows."""
        self._fill_menu = fill

    def columns_menu(self, parent: QWidget | None = None) -> QMenu:
        """A menu with a check box for each column."""
        menu = QMenu(parent or self)
        self.fill_columns_menu(menu)
        return menu

    def fill_columns_menu(self, menu: QMenu) -> None:
        """Put the check boxes of `columns_menu` into a menu."""
        shown = len(self.visible_columns())
        for number, column in enumerate(self._model.columns):
            action = menu.addAction(str(column.title))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            # One column stays: a list without any could not be got back by its header.
            action.setEnabled(self.isColumnHidden(number) or shown > 1)
            action.toggled.connect(lambda on, n=number: self.show_column(n, on))
        menu.addSeparator()
        menu.addAction(tr("All columns as at first")).triggered.connect(lambda: self.set_layout_state(""))

    def show_column(self, number: int, shown: bool) -> None:
        """Show or hide a column, by its place in the model's columns."""
        self.setColumnHidden(number, not shown)
        self._remember()

    def copy_selected(self) -> None:
        """Put the selected rows, as they are shown, on the clipboard, so that a spreadsheet takes them as cells; above
        several rows their titles."""
        ids = self.selected_ids()
        by_key = {column.key: column for column in self._model.columns}
        columns = [by_key[key] for key in self.visible_columns()]
        lines = [[Cell(str(column.title)) for column in columns]] if len(ids) > 1 else []
        lines += [[_cell(column, row) for column in columns] for row in self._model.records(ids)]
        QGuiApplication.clipboard().setMimeData(copied(lines))

    # Layout

    def keep_free(self, width: Callable[[], int]) -> None:
        """How much at the right end the column that fills the list leaves, in px, for buttons on the line."""
        self._kept_free = width

    def _fill(self) -> None:
        """Give the column that `fills` what the others leave, until she gives it a width of her own: not less than its
        usual one, or its least one where else the others would not be seen."""
        number = next((n for n, column in enumerate(self._model.columns) if column.fills), None)
        if number is None or self._own_width or self.isColumnHidden(number):
            return
        rest = self.viewport().width() - self.horizontalHeader().length() + self.columnWidth(number)
        column = self._model.columns[number]
        usual, least = px(column.width), px(column.least or column.width)
        width = max(rest - self._kept_free(), min(max(rest, least), usual))
        if width != self.columnWidth(number):
            before, self._restoring = self._restoring, True
            self.setColumnWidth(number, width)
            self._restoring = before

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        keep_when_resized(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _resized(self, section: int, old: int, new: int) -> None:
        if self._restoring:
            return
        if not self._model.columns[section].fills:
            self._fill()
        elif old and new:  # by hand: shown or hidden, it would be nothing before or after
            self._own_width = True
        self._remember()

    def layout_state(self) -> str:
        """Columns shown, their order, widths and the sorting, for a saved view."""
        header = self.horizontalHeader()
        columns = self._model.columns
        order = [columns[header.logicalIndex(visual)].key for visual in range(header.count())]
        kept = (n for n, c in enumerate(columns) if not c.fills or self._own_width)
        widths = {columns[n].key: self.columnWidth(n) * 100 // text_size() for n in kept if not self.isColumnHidden(n)}
        return json.dumps({"order": order, "widths": widths, "shown": self.visible_columns(), "sort": self._sort})

    def set_layout_state(self, state: str) -> None:
        """Lay the list out as `layout_state` said; columns that it does not know stand last; "" for as at first."""
        layout = json.loads(state) if state else {}
        columns = self._model.columns
        order, widths = layout.get("order", []), layout.get("widths", {})
        shown = layout.get("shown") or [c.key for c in columns if c.shown]
        known = set(order)
        self._restoring = True
        header = self.horizontalHeader()
        places = {key: place for place, key in enumerate(order)}
        wanted = sorted(range(len(columns)), key=lambda n: (places.get(columns[n].key, len(places)), n))
        for visual, logical in enumerate(wanted):
            header.moveSection(header.visualIndex(logical), visual)
        for number, column in enumerate(columns):
            new = bool(layout) and column.key not in known
            self.setColumnHidden(number, column.key not in shown and not (new and column.shown))
            self.setColumnWidth(number, px(int(widths.get(column.key, column.width))))
        sort = layout.get("sort")
        if state:
            self.set_sort(*(sort or (None, False)))
        self._own_width = any(column.fills and column.key in widths for column in columns)
        self._fill()
        self._restoring = False
        self._remember()

    def _remember(self, *_: object) -> None:
        if not self._restoring:
            self._memory.put(f"lists/{self._memory_key}", self.layout_state())
            self.layout_changed.emit()

    def _clicked_header(self, section: int) -> None:
        key = self._model.columns[section].sort_key
        if key is None:
            return
        descending = self._sort is not None and self._sort[0] == key and not self._sort[1]
        self.set_sort(key, descending)
        self.sort_changed.emit(key, descending)

    def _show_columns_menu(self, at: QPoint) -> None:
        menu = self.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def _show_menu(self, at: QPoint) -> None:
        if self._fill_menu is None or not self.indexAt(at).isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_menu(menu)
        menu.popup(self.viewport().mapToGlobal(at))

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.row_height)
        self.viewport().update()

    # A new question keeps what was selected and where she was

    def _keep(self) -> None:
        self._kept = (self.selected_ids(), self.current_id(), self.verticalScrollBar().value())

    def _restore(self) -> None:
        if self._columns is not self._model.columns:
            self._columns = self._model.columns
            self.set_layout_state(self._memory.get(f"lists/{self._memory_key}", ""))
        picked, current, scrolled = self._kept
        selection = QItemSelection()
        rows = self._model.rows_of(picked)
        last = max(0, len(self._model.columns) - 1)
        start = 0
        for end in range(1, len(rows) + 1):
            if end == len(rows) or rows[end] != rows[end - 1] + 1:
                selection.select(self._model.index(rows[start], 0), self._model.index(rows[end - 1], last))
                start = end
        row = None if current is None else self._model.row_of(current)
        chosen = self.selectionModel()
        if row is not None:
            chosen.setCurrentIndex(
                self._model.index(row, self._first_column()), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        chosen.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.verticalScrollBar().setValue(scrolled)
        if row is not None:
            self.scrollTo(self._model.index(row, self._first_column()))
        elif current is None:
            self._begin_at_first()
        self._tell_current()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        for row in {current.row(), previous.row()} - {-1}:
            self.viewport().update(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
        self._tell_current()

    def _tell_current(self) -> None:
        now = self.current_id()
        if now != self._last_current:
            self._last_current = now
            self.current_changed.emit(now)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.picked_changed.emit()

    def _first_column(self) -> int:
        header = self.horizontalHeader()
        shown = (header.logicalIndex(visual) for visual in range(header.count()))
        return next((n for n in shown if not self.isColumnHidden(n)), 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys begin at the first row; Qt does that too, unless the first row is a heading."""
        super().focusInEvent(event)
        self._begin_at_first()

    def _begin_at_first(self) -> None:
        """Where the list has the keys, and nothing is under them yet."""
        if self.hasFocus() and not self.currentIndex().isValid():
            selectable = Qt.ItemFlag.ItemIsSelectable
            rows = (self._model.index(row, self._first_column()) for row in range(min(self._model.rowCount(), 2)))
            first = next((index for index in rows if self._model.flags(index) & selectable), None)
            if first is not None:
                self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)

    def paintEvent(self, event: QPaintEvent) -> None:
        delegate = self.itemDelegate()
        assert isinstance(delegate, RowDelegate)
        painter = QPainter(self.viewport())
        delegate.paint_rows(painter, self, event.region())
        if self.hasFocus() and not self.currentIndex().isValid():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    # Keys and mouse

    @property
    def hovered_row(self) -> int:
        """The row under the pointer; -1 for none."""
        return self._hovered

    def tells_cell(self) -> bool:
        """Whether the ring around the current cell is drawn: once she moves sideways by keyboard."""
        return self._tells_cell

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            # Enter ends the editing of a cell; a line edit passes it on, but it is not meant for the list.
            super().keyPressEvent(event)
            return
        current = self.current_id()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_pressed.emit()
        elif event.key() == Qt.Key.Key_E and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.edit_current()
        elif plain and event.key() in _OPEN_KEYS and current is not None:
            self.opened.emit(current)
        elif plain and event.key() == Qt.Key.Key_Space and current is not None:
            self.previewed.emit(current)
        elif plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
        elif plain and event.text().isprintable() and event.text():
            event.ignore()  # "/" and the like belong to the window, not to Qt's search in the first column
        else:
            self._tells_cell = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
            super().keyPressEvent(event)

    def edit_current(self) -> bool:
        """Begin to edit the current cell, or the first editable one of its row; False if there is none."""
        row = self.currentIndex().row()
        if row < 0:
            return False
        header = self.horizontalHeader()
        columns = [self.currentIndex().column()] + [header.logicalIndex(v) for v in range(header.count())]
        for column in columns:
            index = self._model.index(row, column)
            if not self.isColumnHidden(column) and index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentIndex(index)
                self.edit(index)
                return True
        return False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            super().mouseDoubleClickEvent(event)
        elif index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self.opened.emit(self._model.id_at(index.row()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row == self._hovered:
            return
        for each in (self._hovered, row):
            if each >= 0:
                top = self.rowViewportPosition(each)
                self.viewport().update(0, top, self.viewport().width(), self.rowHeight(each))
        self._hovered = row


def _cell(column: Column[Any], row: Any) -> Cell:
    is_value = column.align == "right" or (column.value is not None and isinstance(column.value(row), date))
    return Cell(column.display(row), is_value)
