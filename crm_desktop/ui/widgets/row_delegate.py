"""How the rows of our lists are painted: calm ground, one-pixel separators, tags as chips, a mark for the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.ui.plumbing import tokens
from crm_desktop.ui.plumbing.table_model import CHIPS_ROLE, RECORD_ROLE, PagedTableModel
from crm_desktop.ui.plumbing.theme import Theme

Index = QModelIndex | QPersistentModelIndex

PADDING: Final = 8
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight)
_SINGLE_LINE: Final = int(Qt.TextFlag.TextSingleLine)
_CHIP_PADDING: Final = 7
_CHIP_GAP: Final = 4
_CHIP_HEIGHT: Final = 20


class RowDelegate(QStyledItemDelegate):
    """Paints and edits the cells of a `ListView`. `hovered` tells the row under the pointer, -1 for none."""

    def __init__(self, theme: Theme, hovered: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hovered = hovered

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        # Without initStyleOption, which would ask the model for eight things of which three are painted: a list of
        # twenty rows is painted twice as fast.
        opt: Any = option
        chips = index.data(CHIPS_ROLE)
        painter.save()
        self._paint_ground(painter, opt, index)
        inner = opt.rect.adjusted(PADDING, 0, -PADDING, 0)
        if chips:
            paint_chips(painter, inner, chips, self._theme)
        else:
            self._paint_text(painter, opt, inner, index)
        painter.restore()

    def _paint_ground(self, painter: QPainter, opt: Any, index: Index) -> None:
        theme = self._theme
        if opt.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(opt.rect, theme.color("selection"))
        elif index.row() == self._hovered():
            painter.fillRect(opt.rect, theme.color("hover"))
        painter.fillRect(QRect(opt.rect.left(), opt.rect.bottom(), opt.rect.width(), 1), theme.color("separator"))
        view = opt.widget
        if view is not None and view.hasFocus() and view.currentIndex().row() == index.row():
            # The whole row is what the keys act on; the cell within it is where Ctrl+E would edit.
            ring = theme.color("accent")
            if view.horizontalHeader().visualIndex(index.column()) == 0:
                painter.fillRect(QRect(opt.rect.left(), opt.rect.top(), 3, opt.rect.height() - 1), ring)
            if view.currentIndex() == index and view.tells_cell():
                painter.setPen(QPen(ring, 1))
                painter.drawRect(opt.rect.adjusted(1, 1, -2, -3))

    def paint_rest(self, painter: QPainter, rest: QRect, index: Index, *, selected: bool) -> None:
        """The row's ground to the right of the last column, so that rows go from edge to edge."""
        theme = self._theme
        if selected:
            painter.fillRect(rest, theme.color("selection"))
        elif index.row() == self._hovered():
            painter.fillRect(rest, theme.color("hover"))
        painter.fillRect(QRect(rest.left(), rest.bottom(), rest.width(), 1), theme.color("separator"))

    def _paint_text(self, painter: QPainter, opt: Any, inner: QRect, index: Index) -> None:
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if icon is not None:
            size = 16
            top = inner.top() + (inner.height() - size) // 2
            icon.paint(painter, QRect(inner.left(), top, size, size))
            inner = inner.adjusted(size + 6, 0, 0, 0)
        text = index.data()
        if not text:
            return
        alignment = int(index.data(Qt.ItemDataRole.TextAlignmentRole))
        font = self._theme.tabular(opt.font) if alignment & _RIGHT else opt.font
        painter.setFont(font)
        color = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(color if color is not None else self._theme.color("text"))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, alignment | _SINGLE_LINE, shown)

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


def paint_chips(painter: QPainter, inner: QRect, chips: Sequence[str], theme: Theme) -> None:
    """Tags side by side, the last one "+2" where not all have room."""
    font = theme.sized(tokens.SECONDARY_PX)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = inner.left()
    top = inner.top() + (inner.height() - _CHIP_HEIGHT) // 2
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
        painter.drawRoundedRect(left, top, width, _CHIP_HEIGHT, 6, 6)
        painter.setPen(theme.color("text"))
        text = metrics.elidedText(chip, Qt.TextElideMode.ElideRight, width - 2 * _CHIP_PADDING + 2)
        painter.drawText(QRect(left, top, width, _CHIP_HEIGHT), int(Qt.AlignmentFlag.AlignCenter), text)
        left += width + _CHIP_GAP
