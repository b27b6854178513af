"""Where the popup stands: at the bottom right of the screen that she works on, clear of taskbars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QWidget

GAP: Final = 12
"""Between the popup and the edges of the screen, in px."""


def corner(size: QSize, available: QRect) -> QRect:
    """A window of this size in the bottom right corner of what a screen has free; no larger than that."""
    room = available.adjusted(GAP, GAP, -GAP, -GAP)
    fitting = size.boundedTo(room.size())
    return QRect(room.right() - fitting.width() + 1, room.bottom() - fitting.height() + 1, fitting.width(),
                 fitting.height())  # fmt: skip


def beside(card: QRect, others: Sequence[QRect]) -> QRect:
    """The place moved to the left, as far as it must be to cover none of the others."""
    for other in sorted(others, key=QRect.right, reverse=True):
        if card.intersects(other):
            card = card.translated(other.left() - GAP - 1 - card.right(), 0)
    return card


def tallest(available: QRect) -> int:
    """How tall a popup may be, that leaves the top of the screen free."""
    return round(available.height() * 0.85) - GAP


def screen_for(popup: QWidget) -> QScreen:
    """The screen that the program's window is on where it can be seen, else the primary one."""
    for window in QApplication.topLevelWidgets():
        # Qt's own icon in an X11 tray is a window too, without a frame.
        has_frame = not window.windowFlags() & Qt.WindowType.FramelessWindowHint
        is_ordinary = window is not popup and window.windowType() == Qt.WindowType.Window and has_frame
        if is_ordinary and window.isVisible() and not window.isMinimized():
            # Not `window.screen()`: that would be gone with the reference to a window that is not ours.
            screen = QGuiApplication.screenAt(window.frameGeometry().center())
            return screen or QGuiApplication.primaryScreen()
    return QGuiApplication.primaryScreen()
