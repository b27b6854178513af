"""Whether this start is the first copy of the program; found out without what the later ones are heard by, which is
loaded once the window is there.

Until then a lock is held, so that another start waits for as long as this one takes to listen, and is heard then.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLockFile

from crm_desktop.running_copy import Words, socket_name

if TYPE_CHECKING:
    from crm_desktop.ui.background.single_instance import SingleInstance

# A lock older than this is of a start that was killed in the middle of it.
_LOCK_STALE_MS: Final = 10_000


class FirstCopy:
    """`listen` when there is time; `close` at the end."""

    def __init__(self, data_dir: Path, *, lock: QLockFile | None = None, ear: SingleInstance | None = None) -> None:
        self._data_dir = data_dir
        self._lock = lock
        self._ear = ear

    @classmethod
    def claim(cls, data_dir: Path, words: Words) -> FirstCopy | None:
        """Be the first copy, or hand `words` to it: then None, and this start has nothing more to do.

        Raises NotAnswering after 3 s. Needs a QCoreApplication.
        """
        if sys.platform != "win32":
            lock = lock_of(data_dir)
            if lock.tryLock(0) and not os.path.lexists(socket_name(data_dir)):
                return cls(data_dir, lock=lock)
            lock.unlock()
        from crm_desktop.ui.background.single_instance import SingleInstance

        ear = SingleInstance.claim(data_dir, words)
        return None if ear is None else cls(data_dir, ear=ear)

    def listen(self, take: Callable[[Words], object]) -> None:
        """Have `take` do the words of later starts from now on."""
        if self._ear is None:
            from crm_desktop.ui.background.single_instance import SingleInstance

            self._ear = SingleInstance(self._data_dir)
            self._ear.listen(self._lock)
            self._lock = None
        self._ear.received.connect(take)

    def close(self) -> None:
        """Hear no more; the next start is a first one."""
        if self._lock is not None:
            self._lock.unlock()
        if self._ear is not None:
            self._ear.close()


def lock_of(data_dir: Path) -> QLockFile:
    """What is held while a start finds out whether it is the first."""
    with contextlib.suppress(OSError):
        data_dir.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(data_dir / "start.lock"))
    lock.setStaleLockTime(_LOCK_STALE_MS)
    return lock
