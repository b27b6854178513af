"""The files of an open shop as others see them: whether they are still those that the engine has in its hands.

SQLite works through handles. It does not notice that a synchroniser has put another file in the shop's place, that a
stick was pulled, that a cleaner has emptied what ends in “-wal”: it goes on and “saves” to what is not there any more,
or fills the hole with nothing and copies that into the shop (https://www.sqlite.org/howtocorrupt.html, 1.4, 2.5, 4).
And a “-shm” that is cut short ends the process, for it is mapped into its memory.

Files are looked at and lengthened by name alone: opening and closing one lets go of SQLite's locks on it (2.2 there).
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

from crm_desktop.errors import DiskFailure
from crm_desktop.language import Sentence
from crm_desktop.store.meanings import moved

_LOG_HEADER: Final = 32
_FRAME_HEADER: Final = 24
"""Bytes before each page in the log (https://www.sqlite.org/fileformat.html#the_write_ahead_log)."""

_Identity = tuple[int, int]


class InPlace:
    """The shop's file, its log (“-wal”) and the log's index (“-shm”), while any connection has them open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._index = path.with_name(f"{path.name}-shm")
        self._mutex = threading.Lock()
        self._connections = 0
        self._known: dict[Path, _Identity] = {}
        self._index_size = 0

    def opened(self) -> None:
        """A connection was made. DiskFailure if it has another file in its hands than those before it."""
        with self._mutex:
            self._connections += 1
            self._must_be_the_same(self._path)

    def closed(self) -> None:
        """A connection was closed. After the last one anything may happen to the files."""
        with self._mutex:
            self._connections -= 1
            if not self._connections:
                self._known.clear()
                self._index_size = 0

    def note_log(self) -> None:
        """The engine has a log from now on."""
        with self._mutex, suppress(DiskFailure):
            self._must_be_the_same(self._log)

    def forget_log(self) -> None:
        """The engine itself has put the log away, or begins a new one."""
        with self._mutex:
            self._known.pop(self._log, None)
            self._known.pop(self._index, None)
            self._index_size = 0

    def keep_index(self) -> None:
        """Give the index of the log its length back, should another program have cut it: the engine then finds nothing
        in it and makes it anew from the log, where touching what is cut off would end the process."""
        with suppress(OSError):
            size = self._index.stat().st_size
            if size < self._index_size:
                os.truncate(self._index, self._index_size)
            else:
                self._index_size = size

    def verify(self) -> None:
        """DiskFailure if the shop's file is not in its place any more."""
        with self._mutex:
            self._must_be_the_same(self._path)

    @property
    def is_in_place(self) -> bool:
        """Whether the shop's file is where it was."""
        try:
            self.verify()
        except DiskFailure:
            return False
        return True

    def verify_log(self, frames: int, page_size: int) -> None:
        """DiskFailure if the log is not in its place, or too short for the frames that the engine believes in."""
        with self._mutex:
            self._must_be_the_same(self._log)
            self._must_be_the_same(self._index)
            if self._log.stat().st_size < _LOG_HEADER + frames * (_FRAME_HEADER + page_size):
                raise log_lost(self._path)

    def drop_empty_log(self) -> None:
        """Take away a log that was brought to its file, where another file has come in that one's place meanwhile: the
        engine leaves it then. Not one that is another's."""
        with self._mutex, suppress(OSError):
            status = self._log.stat()
            if not status.st_size and self._known.get(self._log) == (status.st_dev, status.st_ino):
                self._log.unlink()
                self._index.unlink()

    def has_lost_log(self) -> bool:
        """Whether the log that the engine has in its hands has no name any more: it can still be read."""
        return self._log in self._known and not self._log.exists()

    def _must_be_the_same(self, path: Path) -> None:
        try:
            status = path.stat()
        except OSError as error:
            raise self._gone(path) from error
        identity = status.st_dev, status.st_ino
        if self._known.setdefault(path, identity) != identity:
            raise self._gone(path)

    def _gone(self, path: Path) -> DiskFailure:
        return moved(path) if path == self._path else log_lost(self._path)


def log_lost(path: Path) -> DiskFailure:
    """The open file's log was emptied or deleted by another program."""
    return DiskFailure(
        Sentence("Another program has emptied or deleted what CRM Desktop keeps beside “%1” while it is open, and the "
                 "newest changes with it. Nothing more is saved, for that could damage the shop. Close CRM Desktop, "
                 "open the shop again, look whether the newest changes are there, and keep that program out of this "
                 "folder.", path.name)
    )  # fmt: skip
