"""What a start leaves for when its window is on the screen and can be used: one piece at a turn of the event loop, so
that what she types meanwhile is not kept waiting."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

Piece = Callable[[], object]

_PATIENCE_MS: Final = 1_500
"""A window that is never painted, such as one that comes up small, is not waited for any longer."""


class Afterwards(QObject):
    """Keeps pieces of work until `begin`; from then on, does each as soon as there is time."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: deque[Piece] = deque()
        self._begun = False
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._do_one)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self.begin)

    def add(self, piece: Piece) -> None:
        """Do this later."""
        self._pieces.append(piece)
        if self._begun:
            self._next.start()

    def begin(self) -> None:
        """From now on there is time."""
        self._patience.stop()
        self._begun = True
        self._next.start()

    def begin_after(self, window: QWidget | None) -> None:
        """Begin when a window has been painted; soon, where there is none."""
        if window is None:
            self.begin()
            return
        window.installEventFilter(self)
        self._patience.start()

    def stop(self) -> None:
        """Do nothing any more."""
        self._pieces.clear()
        self._patience.stop()
        self._next.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self.begin()  # in the next turn: this one paints what is in the window
        return False

    def _do_one(self) -> None:
        if self._pieces:
            piece = self._pieces.popleft()
            if self._pieces:
                self._next.start()
            piece()


def at_once(piece: Piece) -> None:
    """For a program that is in no hurry."""
    piece()
