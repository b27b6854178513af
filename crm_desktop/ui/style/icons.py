"""Our own line icons (resources/icons), tinted in any colour and sharp on any screen."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from math import ceil
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from crm_desktop import paths
from crm_desktop.ui.style.sizes import text_size

# The sizes in which icons are asked for, in px of a screen at 100 %.
_SIZES: Final = (16, 20, 24)


@lru_cache(maxsize=128)
def source(name: str) -> str:
    """The SVG text of an icon; FileNotFoundError when there is none of that name."""
    return (paths.resources() / "icons" / f"{name}.svg").read_text("ascii")


def tinted(name: str, color: str) -> bytes:
    """The icon as SVG drawn in `color` (`#RRGGBB`)."""
    return source(name).replace("currentColor", color).encode("ascii")


def pixmaps(name: str, color: str, sizes: Iterable[int]) -> list[QPixmap]:
    """The icon drawn in squares of so many device pixels."""
    drawing = QSvgRenderer(QByteArray(tinted(name, color)))
    drawn = []
    for pixels in sizes:
        square = QPixmap(QSize(pixels, pixels))
        square.fill(Qt.GlobalColor.transparent)
        painter = QPainter(square)
        drawing.render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        drawn.append(square)
    return drawn


def paint(painter: QPainter, place: QRect, name: str, color: str) -> None:
    """The icon drawn sharply in a square of any size."""
    QSvgRenderer(QByteArray(tinted(name, color))).render(painter, QRectF(place))


def icon(name: str, color: str, faded: str) -> QIcon:
    """The icon in `color`, and in `faded` where it is disabled; sharp on every screen that is connected."""
    ratios = {screen.devicePixelRatio() * text_size() / 100 for screen in QGuiApplication.screens()}
    return _icon(name, color, faded, pixel_sizes(ratios))


def pixel_sizes(ratios: Collection[float]) -> tuple[int, ...]:
    """The sizes, in device pixels, in which an icon is drawn for screens of these scales."""
    return tuple(sorted({ceil(size * ratio) for size in _SIZES for ratio in ratios}))


@lru_cache(maxsize=512)
def _icon(name: str, color: str, faded: str, sizes: tuple[int, ...]) -> QIcon:
    """Kept: the same icon is painted on every row. Qt takes the nearest size that is large enough."""
    made = QIcon()
    for mode, paint in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, faded)):
        for square in pixmaps(name, paint, sizes):
            made.addPixmap(square, mode)
    return made


def mixed(one: str, other: str, share: float) -> str:
    """`one` with a share (0…1) of `other` in it, as `#RRGGBB`."""
    a, b = QColor(one), QColor(other)
    parts = (round(x + (y - x) * share) for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue())))
    return "#" + "".join(f"{part:02X}" for part in parts)
