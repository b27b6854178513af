"""Our own line icons (resources/icons), tinted in any colour and sharp on any screen."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from crm_desktop import paths

# 16, 20 and 24 px at scales of 100 to 300 %; Qt takes the nearest that is large enough.
_PIXELS: Final = (16, 20, 24, 30, 32, 36, 40, 48, 60, 72)


@lru_cache(maxsize=128)
def source(name: str) -> str:
    """The SVG text of an icon; FileNotFoundError when there is none of that name."""
    return (paths.resources() / "icons" / f"{name}.svg").read_text("ascii")


def tinted(name: str, color: str) -> bytes:
    """The icon as SVG drawn in `color` (`#RRGGBB`)."""
    return source(name).replace("currentColor", color).encode("ascii")


def pixmap(name: str, color: str, pixels: int) -> QPixmap:
    """The icon drawn in a square of that many device pixels."""
    drawn = QPixmap(QSize(pixels, pixels))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(tinted(name, color))).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return drawn


@lru_cache(maxsize=512)
def icon(name: str, color: str, faded: str) -> QIcon:
    """The icon in `color`, and in `faded` where it is disabled. Kept: the same icon is painted on every row."""
    made = QIcon()
    for pixels in _PIXELS:
        made.addPixmap(pixmap(name, color, pixels))
        made.addPixmap(pixmap(name, faded, pixels), QIcon.Mode.Disabled)
    return made


def mixed(one: str, other: str, share: float) -> str:
    """`one` with a share (0…1) of `other` in it, as `#RRGGBB`."""
    a, b = QColor(one), QColor(other)
    parts = (round(x + (y - x) * share) for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue())))
    return "#" + "".join(f"{part:02X}" for part in parts)
