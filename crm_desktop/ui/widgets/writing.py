"""Lines of text in lists, written quickly: whether one has room is known from the widths of its characters.

To have each line measured takes as long as writing it, and a page of a list has two hundred of them.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QTextLayout

from crm_desktop.ui.plumbing.table_model import ALIGNMENTS, Align
from crm_desktop.ui.style.theme import Theme

_MOST: Final = 64


class _Widths(dict[str, float]):
    """Characters and their widths in a font."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self._metrics = QFontMetricsF(font)

    def __missing__(self, char: str) -> float:
        width = self[char] = self._metrics.horizontalAdvance(char)
        return width


class Writing:
    """Writes lines of text in one font."""

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._metrics = QFontMetrics(font)
        self._widths = _Widths(font)
        line = QTextLayout("国", font)  # on the line that Chinese characters stand on, whatever font they come from
        line.beginLayout()
        first = line.createLine()
        line.endLayout()
        self._ascent, self._height = first.ascent(), first.height()

    def width(self, text: str) -> float:
        """How wide a text is, in px."""
        return sum(map(self._widths.__getitem__, text))

    def write(self, painter: QPainter, room: QRect, text: str, align: Align = "left") -> float:
        """Write a line in the middle of this room; where it is too long its end is left out. The width it took."""
        painter.setFont(self._font)
        width = self.width(text)
        if width > room.width():
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            width = self.width(text)
        if align == "center" or not text.isprintable():
            painter.drawText(room, ALIGNMENTS[align] | Qt.TextFlag.TextSingleLine, text)
        else:
            left = room.left() if align == "left" else room.right() + 1 - width
            painter.drawText(QPointF(left, room.top() + int((room.height() - self._height) / 2) + self._ascent), text)
        return width


_writings: Final[dict[str, Writing]] = {}


def writing_in(font: QFont, figures: Theme | None = None) -> Writing:
    """How to write in a font; with a theme, in figures of equal width, for columns of numbers."""
    key = f"{font.key()} {figures is not None}"
    found = _writings.get(key)
    if found is None:
        if len(_writings) >= _MOST:
            _writings.clear()
        found = _writings[key] = Writing(figures.tabular(font) if figures else QFont(font))
    return found
