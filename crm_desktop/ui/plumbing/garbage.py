"""Python's collector of cyclic garbage, in the window's thread alone.

By itself it runs in whichever thread happens to allocate next. What of Qt it frees there is freed in the wrong thread:
timers and notifiers are left behind, and now and then the process ends. So it is switched off, and done whenever the
window's thread has nothing else to do and enough has come together.
"""

from __future__ import annotations

import gc
import linecache
from typing import Final

from PySide6.QtCore import QAbstractEventDispatcher, QObject

from crm_desktop.collecting import is_resting

_YOUNG: Final = 5_000
"""Python looks for garbage when this many more objects were made than freed; its own 700 would be too often for a
screen of widgets."""

_ROUNDS: Final = 10
"""After this many looks at the young objects the older ones are looked at, too
(https://docs.python.org/3/library/gc.html)."""


def collect_if_due() -> None:
    """Free what is garbage, if enough has come together; not while a million cells are gathered, which are none.

    With it goes the text of every module imported so far, ten megabytes: PySide reads it to see whether the module
    uses its features, and Python's own cache of lines for error messages keeps it."""
    young, middle, old = gc.get_count()
    if young > _YOUNG and not is_resting():
        gc.collect(2 if old >= _ROUNDS and middle >= _ROUNDS else 1 if middle >= _ROUNDS else 0)
        linecache.clearcache()


class Collector(QObject):
    """Made in the window's thread; until `close` garbage is collected there and nowhere else."""

    def __init__(self) -> None:
        super().__init__()
        self._was_on = gc.isenabled()
        gc.disable()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.aboutToBlock.connect(collect_if_due)
        self._dispatcher = dispatcher

    def close(self) -> None:
        """As it was before."""
        self._dispatcher.aboutToBlock.disconnect(collect_if_due)
        if self._was_on:
            gc.enable()
