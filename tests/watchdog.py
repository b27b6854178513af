"""How long the window does not answer while something is done in it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QTimer


def longest_gap(action: Callable[[], object], settle: Callable[[], bool] = lambda: True, least_ms: int = 300) -> float:
    """The longest time in ms between two turns of the event loop while `action` is done and until `settle()` is true,
    but for `least_ms` at least."""
    clock = QElapsedTimer()
    gaps = []
    last = 0

    def tick() -> None:
        nonlocal last
        now = clock.nsecsElapsed()
        gaps.append(now - last)
        last = now

    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(tick)
    clock.start()
    timer.start()
    action()
    end = time.monotonic() + 60
    while (clock.elapsed() < least_ms or not settle()) and time.monotonic() < end:
        QCoreApplication.processEvents()
    tick()
    timer.stop()
    return max(gaps) / 1e6
