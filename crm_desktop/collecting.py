"""When Python does not look for cyclic garbage: while a file of a million cells is read or planned.

To look through them again and again takes a third of the whole time, finds nothing, and where the window's thread does
it, stops the window.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Rest:
    """Counts the open `uncollected`; the first switches Python's collector off, the last on again if it was on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._was_on = False
        self.wanted = 0

    def begin(self) -> None:
        with self._lock:
            if not self.wanted:
                self._was_on = gc.isenabled()
                gc.disable()
            self.wanted += 1

    def end(self) -> None:
        with self._lock:
            self.wanted -= 1
            if not self.wanted and self._was_on:
                gc.enable()


_rest = _Rest()


@contextmanager
def uncollected() -> Iterator[None]:
    """While this is open, Python looks for no cyclic garbage in any thread. Several may be open at once."""
    _rest.begin()
    try:
        yield
    finally:
        _rest.end()


def is_resting() -> bool:
    """Whether an `uncollected` is open: for the window's thread, which collects by itself."""
    return _rest.wanted > 0
