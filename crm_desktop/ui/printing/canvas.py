"""Drawing on a sheet in millimetres, whatever the device is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QImage, QPainter, QPen

from crm_desktop.domain.paper import wrap
from crm_desktop.errors import UserError
from crm_desktop.language import Sentence
from crm_desktop.ui.style import tokens

# One font for both scripts, so that figures and Chinese stand on one line with one weight. In this order Chinese text
# gets the forms used in mainland China, not the Japanese ones.
_FAMILIES: Final = (
    *("Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "Noto Sans CJK SC"),
    *("Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Micro Hei", "Droid Sans Fallback"),
)
_MM_PER_POINT: Final = 25.4 / 72
_UNITS: Final = 100
"""Units a millimetre to which painters are scaled: fonts come in whole units only."""
_MEASURED_AT: Final = 1_000
_LINE: Final = 1.35
"""From one line of text to the next, in sizes of the font."""

INK: Final = tokens.color_of("text", "light")
GREY: Final = tokens.color_of("secondary", "light")
RULE: Final = tokens.color_of("outline", "light")


class Style(NamedTuple):
    """A size in points, and a weight."""

    points: float
    bold: bool = False

    @property
    def line(self) -> float:
        """The distance from one line to the next, in mm."""
        return self.points * _MM_PER_POINT * _LINE

    @property
    def drop(self) -> float:
        """The distance from the top of a line to the foot of its letters, in mm."""
        return self.points * _MM_PER_POINT * 1.06


TITLE: Final = Style(15, bold=True)
SECTION: Final = Style(10.5, bold=True)
BODY: Final = Style(9)
STRONG: Final = Style(9, bold=True)
SMALL: Final = Style(8)


class _Widths(dict[str, float]):
    """How wide each character is, in sizes of the font; measured when it is first asked for."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self._metrics = QFontMetricsF(font)

    def __missing__(self, sign: str) -> float:
        width = self[sign] = self._metrics.horizontalAdvance(sign) / _MEASURED_AT
        return width


@cache
def family() -> str:
    """The font that paper is set in. UserError on a computer without any font."""
    known = QFontDatabase.families()
    if not known:
        raise UserError(
            Sentence("There is no font on this computer to set the text in. Install one, such as Noto Sans CJK.")
        )
    found = next((name for name in _FAMILIES if name in known), None)
    return found or QFontInfo(QFont()).family()


@cache
def font_of(style: Style) -> QFont:
    """The font of a style, its size in units."""
    return _font(max(1, round(style.points * _MM_PER_POINT * _UNITS)), bold=style.bold)


def _font(pixels: int, *, bold: bool) -> QFont:
    font = QFont([family()])
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    # Widths are sums over characters, on every device the same.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setKerning(False)
    # No glyph that stands for several characters, or for one only in some places: a PDF could not say what it means.
    for feature in ("liga", "clig", "calt", "locl"):
        font.setFeature(QFont.Tag(feature), 0)
    return font


@cache
def _widths(bold: bool) -> _Widths:
    return _Widths(_font(_MEASURED_AT, bold=bold))


def width_of(text: str, style: Style) -> float:
    """How wide a text is in one line, in mm."""
    return sum(map(_widths(style.bold).__getitem__, text)) * style.points * _MM_PER_POINT


def lines_of(text: str, room: float, style: Style, most: int = 0) -> list[str]:
    """The text in lines that are no wider than `room`; see `wrap`."""
    # A hair less: the font's size is rounded to whole units.
    return wrap(text, room * 0.995, lambda part: width_of(part, style), most)


class Canvas:
    """One page to draw on. Lengths are mm from the upper left corner of the sheet; texts stand on `y` with the top of
    their line. `drawn` gathers every character that was set."""

    def __init__(self, painter: QPainter, units_per_mm: float, *, guides: bool = False) -> None:
        """The painter's own units per mm. `guides`: edges of labels are to be seen, whatever is printed."""
        self._painter = painter
        self.guides = guides
        self._set: tuple[Style, str] | None = None
        self.drawn: set[str] = set()
        scale = units_per_mm / _UNITS
        painter.scale(scale, scale)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )

    def text(self, x: float, y: float, words: str, style: Style = BODY, color: str = INK) -> None:
        """A line of text from `x` to the right."""
        if words:
            self.drawn.update(words)
            if self._set != (style, color):
                self._painter.setFont(font_of(style))
                self._painter.setPen(QColor(color))
                self._set = (style, color)
            self._painter.drawText(QPointF(x * _UNITS, (y + style.drop) * _UNITS), words)

    def right(self, x: float, y: float, words: str, style: Style = BODY, color: str = INK) -> None:
        """A line of text that ends at `x`."""
        self.text(x - width_of(words, style), y, words, style, color)

    def lines(self, x: float, y: float, lines: Iterable[str], style: Style = BODY, color: str = INK) -> None:
        """Lines of text below each other."""
        for number, words in enumerate(lines):
            self.text(x, y + number * style.line, words, style, color)

    def rule(self, x: float, y: float, width: float, color: str = RULE, thick: float = 0.15) -> None:
        """A line across."""
        self._painter.fillRect(_rect(x, y - thick / 2, width, thick), QColor(color))

    def box(self, x: float, y: float, width: float, height: float, color: str = GREY, thick: float = 0.2) -> None:
        """The outline of a box with slightly round corners."""
        self._set = None
        self._painter.setPen(QPen(QColor(color), thick * _UNITS))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(_rect(x, y, width, height), 0.5 * _UNITS, 0.5 * _UNITS)

    def dashes(self, x: float, y: float, width: float, height: float) -> None:
        """The faint edge of a label, for the eye only."""
        self._set = None
        pen = QPen(QColor(RULE), 0.15 * _UNITS, Qt.PenStyle.DashLine)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(_rect(x, y, width, height))

    def picture(self, x: float, y: float, width: float, height: float, image: QImage) -> None:
        """A picture, scaled to the box."""
        self._painter.drawImage(_rect(x, y, width, height), image)


def _rect(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x * _UNITS, y * _UNITS, width * _UNITS, height * _UNITS)
