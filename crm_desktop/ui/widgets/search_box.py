"""The box that finds: answers drop under it while she types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.language import tr
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.clear_line import ClearLine
from crm_desktop.ui.widgets.keys import asks_whose_escape

if TYPE_CHECKING:
    from crm_desktop.ui.widgets.drop_list import DropList, Line

_NARROWEST: Final = 360
"""An answer that is no narrower shows a name, a whole phone and a day, however large the text."""
_GLASS: Final = 16


class SearchBox(ClearLine):
    """`find` answers each text directly: it takes less than a frame.

    `chosen` carries the value of the line taken (Enter takes the highlighted one), `entered` the text when Enter is
    pressed with none highlighted, `left` says that Esc was pressed in the empty box. Without `find` it is a filter
    field: listen to `text_changed`.
    """

    chosen = Signal(object)
    entered = Signal(str)
    text_changed = Signal(str)
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        placeholder: str,
        find: Callable[[str], Sequence[Line]] | None,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, placeholder, parent)
        self._find = find
        self.setMaxLength(200)
        self.setTextMargins(px(_GLASS + 6), 0, 0, 0)
        self.textChanged.connect(self.text_changed)
        self.textEdited.connect(self._edited)

    @cached_property
    def drop(self) -> DropList:
        """The answers; made when there are some for the first time."""
        from crm_desktop.ui.widgets.drop_list import DropList

        drop = DropList(self, self._theme, tr("Results"))
        drop.chosen.connect(self._take)
        return drop

    def _edited(self, _: str) -> None:
        if self._find is not None:
            self.show_results()

    def show_results(self) -> None:
        """Ask, and drop the answers down; the first is highlighted if it is a find and not a command."""
        text = self.text().strip()
        lines = self._find(text) if text and self._find else []
        highlight = bool(lines) and not lines[0].is_command
        self.drop.show_lines(lines, highlight=highlight, least_width=px(_NARROWEST))

    def _take(self, line: Line) -> None:
        # Not clear(): Ctrl+Z would bring the text back, where she means her last change.
        self.setText("")
        self.chosen.emit(line.value)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = px(_GLASS)
        glass = QRect(px(8), (self.height() - side) // 2, side, side)
        self._theme.paint_icon(QPainter(self), glass, "search", "secondary")

    def event(self, event: QEvent) -> bool:
        # Esc is the box's own while there is something to close or clear.
        if asks_whose_escape(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if "drop" in self.__dict__ and self.drop.handle_key(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.drop.hide()
            self.entered.emit(self.text().strip())
        elif event.key() == Qt.Key.Key_Down and self._find is not None and self.text():
            self.show_results()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()
