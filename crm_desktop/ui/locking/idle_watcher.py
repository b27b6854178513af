"""Who has not touched the program for a while, or asks for it, is to find it locked."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent

from crm_desktop.clock import Clock

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove,
        QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress,
        QEvent.Type.TabletMove, QEvent.Type.InputMethod, QEvent.Type.DragMove, QEvent.Type.NativeGesture,
    }
)  # fmt: skip


class IdleWatcher(QObject):
    """Tells `idle` when none of the program's windows was touched for so many minutes, and `wanted` at Ctrl+L, in
    whatever window that is pressed.

    It listens to windows, which are few; not to widgets, of which there are thousands.
    """

    idle = Signal()
    wanted = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._patience: timedelta | None = None
        self._touched = clock.now()
        self._touched_s = time.monotonic()
        self._wake = QTimer(self, singleShot=True)
        self._wake.timeout.connect(self.look)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        self._application = application
        application.focusWindowChanged.connect(self._listen)
        self._listen()

    def set_minutes(self, minutes: int) -> None:
        """Begin to count so many minutes; 0: for ever."""
        self._patience = timedelta(minutes=minutes) if minutes > 0 else None
        self._touch()
        self._sleep()

    def look(self) -> None:
        """Tell `idle` if the time is up. For once a minute, too: no timer runs while a laptop sleeps."""
        if self._is_up():
            self.idle.emit()
        else:
            self._sleep()

    def close(self) -> None:
        """Listen no more."""
        self._wake.stop()
        self._application.focusWindowChanged.disconnect(self._listen)
        for window in QGuiApplication.topLevelWindows():
            window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _TOUCHES:
            return False
        if self._is_up():
            # The first touch after the laptop has slept: whoever opened it is not to see anything.
            self.idle.emit()
            return True
        self._touch()
        if isinstance(event, QKeyEvent) and _is_lock_key(event):
            self.wanted.emit()
            return True
        return False

    def _listen(self, focused: QWindow | None = None) -> None:
        """Listen to every window there is by now; one more time to the same changes nothing."""
        for window in QGuiApplication.topLevelWindows():
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def _touch(self) -> None:
        self._touched, self._touched_s = self._clock.now(), time.monotonic()

    def _idle_for(self) -> timedelta:
        """How long nothing was touched, by the laptop's time, which also passes while it sleeps; unless that was set
        back meanwhile."""
        return max(self._clock.now() - self._touched, timedelta(seconds=time.monotonic() - self._touched_s))

    def _is_up(self) -> bool:
        return self._patience is not None and self._idle_for() >= self._patience

    def _sleep(self) -> None:
        self._wake.stop()
        if self._patience is not None:
            left = self._patience - self._idle_for()
            self._wake.start(max(1_000, int(left / timedelta(milliseconds=1)) + 1))


def _is_lock_key(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier
