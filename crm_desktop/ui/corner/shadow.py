"""The popup's ground: a card with an edge of one pixel, and a soft shadow where windows may be seen through."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPen

from crm_desktop.ui.corner import x11
from crm_desktop.ui.style import tokens
from crm_desktop.ui.style.theme import Theme

_REACH: Final = 14
_DROP: Final = 4
_DARKEST: Final = 9


def reach() -> int:
    """How many px of shadow there are on each side; 0 where it would be black bars, on X11 without a compositor."""
    seen_through = QGuiApplication.platformName() != "xcb" or sys.platform != "linux" or x11.composited()
    return _REACH if seen_through else 0


def paint_card(painter: QPainter, room: QRectF, reach: int, theme: Theme) -> None:
    """The card in the middle of `room`, with `reach` px of shadow round it."""
    card = room.adjusted(reach, reach, -reach, -reach)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if reach:
        _paint_shadow(painter, card, reach)
    rounded = tokens.RADIUS + 2 if reach else 0
    painter.setBrush(theme.color("surface"))
    painter.setPen(QPen(theme.color("outline"), 1))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), rounded, rounded)


def _paint_shadow(painter: QPainter, card: QRectF, reach: int) -> None:
    """Sheets laid over each other, the smaller the later: dark near the card, nothing at the far end."""
    painter.setPen(Qt.PenStyle.NoPen)
    for step in range(reach):
        far = reach - step
        painter.setBrush(QColor(0, 0, 0, round(_DARKEST * (step + 1) / reach)))
        drop = min(_DROP, reach - far)
        sheet = card.adjusted(-far, -far + 2 * drop, far, far).intersected(card.adjusted(-reach, -reach, reach, reach))
        painter.drawRoundedRect(sheet, far + tokens.RADIUS, far + tokens.RADIUS)
