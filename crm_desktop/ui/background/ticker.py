"""The program's one heartbeat: once a minute, on the minute. Nothing else wakes a program that nobody uses."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from crm_desktop.clock import Clock, notice_time_zone

_MINUTE_S: Final = 60
#: The clock is read in whole seconds, and a timer may be a little early: never a beat just before the minute.
_MARGIN_MS: Final = 50


class Ticker(QObject):
    """`minute` is emitted within a second after each full minute of the clock, and soon after the laptop has slept."""

    minute = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Beat from the next full minute on."""
        self._wait()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def _beat(self) -> None:
        # First: whoever is told may stop the ticker.
        notice_time_zone()
        self._wait()
        self.minute.emit()

    def _wait(self) -> None:
        """Until the next full minute, found anew each time: the clock may have been set meanwhile."""
        seconds = _MINUTE_S - self._clock.now().second
        self._timer.start(seconds * 1000 + _MARGIN_MS)
