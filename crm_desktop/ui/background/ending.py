"""What the system asks of the program: to end, from its own menu, by logging out, by a signal; to open something.

`QApplication` itself would first close the windows, of which ours may go to the tray instead: then the program could
never be ended so. And Python alone hears a signal only when something else wakes it.
"""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

#: A log-out, a service that is stopped, Ctrl+C in a terminal.
_SIGNALS: Final = ("SIGTERM", "SIGHUP", "SIGINT")


class Application(QApplication):
    """Stays without a window. `quit_wanted`: the system asks the program to end, such as by macOS's own menu.
    `opening_wanted`: macOS does not start a program once more to have it open files or a link, but tells it, of each
    file by itself; all of one drop come in one list."""

    quit_wanted = Signal()
    opening_wanted = Signal(list)

    style_name = "Fusion"
    """Its style from the start: one that is set later has Qt make another before, and take it off all there is."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__([*arguments, "-style", self.style_name])
        self._wanted: list[str] = []
        self.setQuitOnLastWindowClosed(False)
        self.commitDataRequest.connect(_do_not_restart)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Quit:
            self.quit_wanted.emit()
            event.accept()
            return True
        if event.type() == QEvent.Type.FileOpen:
            if not self._wanted:
                QTimer.singleShot(0, self._tell_wanted)
            self._wanted.append(_what_to_open(event))
            return True
        return super().event(event)

    def _tell_wanted(self) -> None:
        wanted, self._wanted = self._wanted, []
        self.opening_wanted.emit(wanted)


def _what_to_open(event: QEvent) -> str:
    """The file or the link."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QFileOpenEvent

    opening = cast("QFileOpenEvent", event)
    return opening.file() or opening.url().toString(QUrl.ComponentFormattingOption.FullyEncoded)


def _do_not_restart(manager: QSessionManager) -> None:
    """She chose herself whether the program starts with the computer; a session that comes back need not do it too."""
    manager.setRestartHint(QSessionManager.RestartHint.RestartNever)


class EndingSignals(QObject):
    """Calls `end` in the GUI thread when the system sends a signal to end. `close` gives the signals back."""

    def __init__(self, end: Callable[[], object]) -> None:
        super().__init__()
        self._end = end
        self._ear, mouth = socket.socketpair()
        self._mouth = mouth
        for side in (self._ear, mouth):
            side.setblocking(False)
        self._old_mouth = signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
        self._old = {number: signal.signal(number, _heard) for number in _known_signals()}
        self._notifier = QSocketNotifier(self._ear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)

    def close(self) -> None:
        self._notifier.setEnabled(False)
        for number, handler in self._old.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_mouth)
        self._ear.close()
        self._mouth.close()

    def _wake(self) -> None:
        """Python has written the number of a signal into the socket."""
        if set(self._ear.recv(4096)) & set(self._old):
            self._end()


def _known_signals() -> list[signal.Signals]:
    if sys.platform == "win32":  # there a log-out is told to the window
        return [signal.SIGINT]
    return [signal.Signals[name] for name in _SIGNALS]


def _heard(number: int, frame: object) -> None:
    """The socket has told it."""
