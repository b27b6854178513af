"""How the rows of our lists are painted: calm ground, one-pixel separators, tags as chips, a mark for the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QRegion,
)
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QTableView, QWidget

from crm_desktop.ui.plumbing.table_model import CHIPS_ROLE, RECORD_ROLE, Column, PagedTableModel
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.writing import Writing, writing_in

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex

PADDING: Final = 8
_ICON: Final = 16
_ICON_GAP: Final = 6
_CHIP_PADDING: Final = 7
_CHIP_GAP: Final = 4
_CHIP_HEIGHT: Final = 20


class Cell(NamedTuple):
    """Where a column stands in the rows that are painted."""

    column: Column[Any]
    number: int
    left: int
    width: int


class Row(NamedTuple):
    """A row as it is painted; `rect` goes from edge to edge."""

    number: int
    record: Any
    rect: QRect
    is_selected: bool
    is_hovered: bool


class RowDelegate(QStyledItemDelegate):
    """Paints the rows of a `ListView`, and edits their cells. `hovered` tells the row under the pointer, -1 for none.

    Whole rows, out of their records: a view that paints cell by cell asks the model for eight things of each, through
    Qt and back, which takes four times as long.
    """

    def __init__(self, theme: Theme, hovered: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hovered = hovered

    def paint_rows(self, painter: QPainter, view: QTableView, region: QRegion) -> None:
        """Paint the rows that stand in this region of the viewport."""
        model = view.model()
        assert isinstance(model, PagedTableModel)
        cells = list(_cells(view, model))
        look = Look(view, self._theme)
        selection, hovered, width = view.selectionModel(), self._hovered(), view.viewport().width()
        nowhere = QModelIndex()
        for number in _rows(view, region):
            rect = QRect(0, view.rowViewportPosition(number), width, view.rowHeight(number))
            is_selected = selection.isRowSelected(number, nowhere)
            row = Row(number, model.record(number), rect, is_selected, number == hovered)
            self.paint_row(painter, row, cells, look)

    def paint_row(self, painter: QPainter, row: Row, cells: Sequence[Cell], look: Look) -> None:
        """Paint one row."""
        self._paint_ground(painter, row, cells, look)
        if row.record is None:
            return
        for cell in cells:
            chips = cell.column.chips(row.record) if cell.column.chips else ()
            if chips:
                inner = QRect(cell.left + PADDING, row.rect.top(), cell.width - 2 * PADDING, row.rect.height())
                paint_chips(painter, inner, chips, self._theme)
            else:
                self._paint_text(painter, row, cell, look)

    def _paint_ground(self, painter: QPainter, row: Row, cells: Sequence[Cell], look: Look) -> None:
        rect = row.rect
        if row.is_selected or row.is_hovered:
            painter.fillRect(rect, look.color("selection" if row.is_selected else "hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.color("separator"))
        if row.number != look.focused_row or not cells:
            return
        # The whole row is what the keys act on; the cell within it is where Ctrl+E would edit.
        ring = look.color("accent")
        painter.fillRect(cells[0].left, rect.top(), 3, rect.height() - 1, ring)
        for cell in cells:
            if cell.number == look.focused_column:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(ring, 1))
                painter.drawRect(cell.left + 1, rect.top() + 1, cell.width - 3, rect.height() - 4)

    def _paint_text(self, painter: QPainter, row: Row, cell: Cell, look: Look) -> None:
        column, record = cell.column, row.record
        left, room = cell.left + PADDING, cell.width - 2 * PADDING
        icon = column.icon(record) if column.icon else None
        if icon is not None:
            top = row.rect.top() + (row.rect.height() - _ICON) // 2
            icon.paint(painter, QRect(left, top, _ICON, _ICON))
            left, room = left + _ICON + _ICON_GAP, room - _ICON - _ICON_GAP
        text = column.display(record)
        if not text or room <= 0:
            return
        token = column.token(record) if column.token else None
        painter.setPen(look.color(token or "text"))
        struck = column.struck is not None and column.struck(record)
        writing = look.writing(figures=column.align == "right", struck=struck)
        writing.write(painter, QRect(left, row.rect.top(), room, row.rect.height()), text, column.align)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        opt: Any = option
        chips = index.data(CHIPS_ROLE)
        if chips:
            metrics = QFontMetrics(self._theme.sized(tokens.SECONDARY_PX))
            width = sum(metrics.horizontalAdvance(chip) + 2 * _CHIP_PADDING + _CHIP_GAP for chip in chips)
        else:
            width = QFontMetrics(opt.font).horizontalAdvance(str(index.data() or ""))
        return QSize(width + 2 * PADDING + 4, self._theme.row_height)

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, PagedTableModel)
        column = model.columns[index.column()]
        if column.editor is not None:
            editor = column.editor(parent, index.data(RECORD_ROLE))
        else:
            editor = QLineEdit(parent)
            editor.setProperty("look", "cell")
        editor.setAccessibleName(str(column.title))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        field: Any = editor
        field.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        if hasattr(field, "selectAll"):
            field.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        field: Any = editor
        model.setData(index, field.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        opt: Any = option
        editor.setGeometry(opt.rect.adjusted(0, 0, 0, -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Undo inside the cell's editor is the editor's own, not the window's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
        return super().eventFilter(watched, event)


def _cells(view: QTableView, model: PagedTableModel[Any]) -> Iterator[Cell]:
    """The columns in sight, from left to right."""
    header, width = view.horizontalHeader(), view.viewport().width()
    for visual in range(header.count()):
        number = header.logicalIndex(visual)
        left, wide = header.sectionViewportPosition(number), header.sectionSize(number)
        if wide and left < width and left + wide > 0:
            yield Cell(model.columns[number], number, left, wide)


def _rows(view: QTableView, region: QRegion) -> Iterator[int]:
    """The rows that stand in a region of the viewport, from top to bottom."""
    reached, last = -1, view.model().rowCount() - 1
    for rect in cast("Iterable[QRect]", region):
        top, bottom = view.rowAt(rect.top()), view.rowAt(rect.bottom())
        if top >= 0:
            bottom = bottom if bottom >= 0 else last
            yield from range(max(top, reached + 1), bottom + 1)
            reached = max(reached, bottom)


class Look:
    """What the rows painted at one time have in common."""

    def __init__(self, view: QTableView, theme: Theme) -> None:
        self._font = view.font()
        self._theme = theme
        self._colors: dict[str, QColor] = {}
        self._chosen: dict[tuple[bool, bool], Writing] = {}
        current = view.currentIndex()
        tells_cell = getattr(view, "tells_cell", None)
        self.focused_row = current.row() if view.hasFocus() else -1
        self.focused_column = current.column() if tells_cell is not None and tells_cell() else -1

    def color(self, token: str) -> QColor:
        """A token's colour."""
        found = self._colors.get(token)
        if found is None:
            found = self._colors[token] = self._theme.color(token)
        return found

    def writing(self, *, figures: bool, struck: bool) -> Writing:
        """The list's font; for columns of numbers with figures of equal width, and struck out."""
        found = self._chosen.get((figures, struck))
        if found is None:
            font = QFont(self._font)
            font.setStrikeOut(struck)
            found = self._chosen[figures, struck] = writing_in(font, self._theme if figures else None)
        return found


def paint_chips(painter: QPainter, inner: QRect, chips: Sequence[str], theme: Theme) -> None:
    """Tags side by side, the last one "+2" where not all have room."""
    font = theme.sized(tokens.SECONDARY_PX)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = inner.left()
    top = inner.top() + (inner.height() - px(_CHIP_HEIGHT)) // 2
    for number, chip in enumerate(chips):
        rest = len(chips) - number
        more = f"+{rest}"
        reserve = metrics.horizontalAdvance(more) + _CHIP_GAP if rest > 1 else 0
        room = inner.right() - left - reserve
        width = metrics.horizontalAdvance(chip) + 2 * _CHIP_PADDING
        if width > room and number:
            painter.setPen(theme.color("secondary"))
            painter.drawText(QRect(left, inner.top(), inner.right() - left, inner.height()),
                             int(Qt.AlignmentFlag.AlignVCenter), more)  # fmt: skip
            return
        width = min(width, room)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("separator"))
        painter.drawRoundedRect(left, top, width, px(_CHIP_HEIGHT), 6, 6)
        painter.setPen(theme.color("text"))
        text = metrics.elidedText(chip, Qt.TextElideMode.ElideRight, width - 2 * _CHIP_PADDING + 2)
        painter.drawText(QRect(left, top, width, px(_CHIP_HEIGHT)), int(Qt.AlignmentFlag.AlignCenter), text)
        left += width + _CHIP_GAP
