"""How a reminder is painted: name and matter in one line, the reason under it, how near it is, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.headed_list import HeadedDelegate, Heading
from crm_desktop.ui.widgets.list_view import ListView
from crm_desktop.ui.widgets.row_delegate import PADDING, Cell, Look, Row

if TYPE_CHECKING:
    from crm_desktop.ui.tabs.today.lines import Line
    from crm_desktop.ui.widgets.line_bar import LineBar

ROW_HEIGHT: Final = 52
ROW_HEIGHT_COMPACT: Final = 44
_ICON_LEFT: Final = 16
_ICON: Final = 18
_TEXT_LEFT: Final = 48
_WHEN_WIDTH: Final = 104
_LINE: Final = 20
_GAP: Final = 8
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class LineDelegate(HeadedDelegate):
    """Paints `Line`s. The buttons of a line are drawn as they look; the real ones stand on the line that matters;
    there are none before there is a `bar`."""

    def __init__(self, view: ListView, theme: Theme, bar: Callable[[], LineBar | None]) -> None:
        super().__init__(view, theme, left=_ICON_LEFT)
        self._bar = bar

    def paint_row(self, painter: QPainter, row: Row, cells: Sequence[Cell], look: Look) -> None:
        if isinstance(row.record, Heading):
            super().paint_row(painter, row, cells, look)
        else:
            self._paint_ground(painter, row, cells, look)
            self._paint_line(painter, row, row.record)

    def _paint_line(self, painter: QPainter, row: Row, line: Line) -> None:
        theme, rect = self._theme, row.rect
        name, token = line.icon
        top = rect.top() + (rect.height() - 2 * px(_LINE)) // 2
        theme.icon(name, token).paint(painter, QRect(rect.left() + _ICON_LEFT, top + 1, px(_ICON), px(_ICON)))
        right = self._paint_buttons(painter, row, line)
        when = QRect(right - px(_WHEN_WIDTH), top, px(_WHEN_WIDTH) - _GAP, 2 * px(_LINE))
        painter.setFont(theme.tabular(theme.sized(tokens.BODY_PX)))
        painter.setPen(theme.color(line.when_token))
        painter.drawText(when, _RIGHT, line.when)
        text = QRect(rect.left() + px(_TEXT_LEFT), top, when.left() - _GAP - rect.left() - px(_TEXT_LEFT), px(_LINE))
        self._paint_matter(painter, text, line)
        text.translate(0, px(_LINE))
        self._write(painter, text, line.why, tokens.SECONDARY_PX, "secondary")

    def _paint_matter(self, painter: QPainter, room: QRect, line: Line) -> None:
        left = room.left()
        pieces = (
            (line.name, True, "text"),
            (line.what, False, "text"),
            (line.mark, False, "danger"),
            (line.put_off, False, "accent"),
        )
        for text, bold, token in pieces:
            piece = QRect(left, room.top(), room.right() - left + 1, room.height())
            left += self._write(painter, piece, text, tokens.BODY_PX, token, bold=bold) + _GAP

    def _write(self, painter: QPainter, room: QRect, text: str, pixels: int, token: str, *, bold: bool = False) -> int:
        """Write what there is room for; the width it took."""
        if room.width() <= 0:
            return 0
        font = self._theme.sized(pixels, bold=bold)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(self._theme.color(token))
        painter.drawText(room, _LEFT, shown)
        return metrics.horizontalAdvance(shown)

    def _paint_buttons(self, painter: QPainter, row: Row, line: Line) -> int:
        """Draw the line's buttons unless they stand there; where what is left of the line ends."""
        bar = self._bar()
        key = None if bar is None else bar.page_of(line)
        if bar is None or key is None:
            return row.rect.right()
        right = row.rect.right() + 1 - bar.room(key)
        if not bar.stands_on(line.id):
            ghost = bar.ghost(key)
            height = int(ghost.height() / ghost.devicePixelRatio())
            painter.setOpacity(1.0 if row.is_hovered else 0.72)
            painter.drawPixmap(right + PADDING, row.rect.top() + (row.rect.height() - height) // 2, ghost)
            painter.setOpacity(1.0)
        return right
