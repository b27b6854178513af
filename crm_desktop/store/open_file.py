"""What this process as a whole knows of a shop file that it has open, whichever shops and threads do.

Opening and closing a file beside SQLite lets go of the locks that any connection of this process has on it
(https://www.sqlite.org/howtocorrupt.html, 2.2). So whoever wants to look at a shop's file by itself asks here first.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any
from weakref import WeakSet, WeakValueDictionary

from sqlcipher3 import dbapi2

from crm_desktop.store.seal import Comparison


class Connection(dbapi2.Connection):  # type: ignore[misc]  # the driver has no types
    """A connection that is forgotten by itself when its thread ends without having closed it. `own_versions`: how far
    its data version has moved without another one having written. `is_equipped`: whether it has the temporary tables
    and triggers that it writes with."""

    own_versions = 0
    is_equipped = False


class OpenFile:
    """A file that is open, or about to be. `written`: whether something was written that is not sealed yet; `in_wal`:
    whether a connection has turned it to WAL; `salt`: what its key is derived with; `comparison`: with its seal, if
    that is still to come. Change them under `lock`."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.written = False
        self.in_wal = False
        self.salt = b""
        self.comparison: Comparison | None = None
        self._connections: WeakSet[Any] = WeakSet()

    @property
    def is_open(self) -> bool:
        """Whether any connection of this process has it open."""
        return bool(self._connections)

    def add(self, connection: Any) -> None:
        self._connections.add(connection)

    def is_last(self, connection: Any) -> bool:
        """Whether no other connection of this process has it open."""
        return set(self._connections) <= {connection}

    def remove(self, connection: Any) -> None:
        self._connections.discard(connection)
        if not self._connections:
            self.in_wal = False
            self.compare_later(None)

    def compare_later(self, comparison: Comparison | None) -> None:
        """Keep what is to compare the file with its seal, in the place of the one before, until the last connection is
        closed."""
        if self.comparison is not None:
            self.comparison.close()
        self.comparison = comparison


_FILES: WeakValueDictionary[str, OpenFile] = WeakValueDictionary()
_LOCK = threading.Lock()


def of(path: Path) -> OpenFile:
    """The one for a file, by whatever way its path leads there."""
    name = os.path.normcase(os.path.realpath(path))
    with _LOCK:
        found = _FILES.get(name)
        if found is None:
            found = _FILES[name] = OpenFile()
        return found
