"""Whether the file of an open shop is whole: looked at before anything is written, and again where it is in doubt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from crm_desktop.errors import Cancelled, ShopDamaged, ShopInUse, UserError
from crm_desktop.language import Sentence
from crm_desktop.store import meanings, soundness
from crm_desktop.store.engine import ShopDatabase
from crm_desktop.store.seal import Look, State

_LOOK_AGAIN_S: Final = 0.1
"""So often a thread asks, while it waits for another, whether it shall stop."""


class Wholeness:
    """What is known of the file that a database has open."""

    def __init__(self, path: Path, database: ShopDatabase) -> None:
        self._path = path
        self._database = database
        self._looking = threading.Lock()
        self._is_looked_through = False

    def put_off(self) -> None:
        """Have nothing written, nor brought to the file, until it is looked at."""
        self._is_looked_through = False
        self._database.is_checked = False
        self._database.hold()

    def verify(
        self, cancelled: Callable[[], bool] | None = None, told: Callable[[Sentence], object] | None = None
    ) -> None:
        """Look at the whole file, if that was put off when it was opened, and let it be written to. ShopDamaged: it
        never is. Cancelled: it still is not. Takes a second for 50,000 customers where there is no seal; not for the
        thread of a window. A thread that looks already is waited for. `told` is given what is waited for, in words."""
        if not self._database.is_checked:
            if told is not None:
                told(Sentence("Looking through the shop's file first"))
            self.look_through(cancelled)
            self.accept()

    def look_through(self, cancelled: Callable[[], bool] | None = None) -> None:
        """The part of `verify` that takes long and writes nothing: for a thread of its own, which is to `close` its
        connection then. Until it has, no other thread may close the last one. One thread looks at a time: another one
        waits for what it finds."""
        while not self._looking.acquire(timeout=_LOOK_AGAIN_S):
            if cancelled is not None and cancelled():
                raise Cancelled(Sentence("Stopped. Nothing was changed."))
        try:
            if not self._is_looked_through:
                self._look_through(cancelled)
                self._is_looked_through = True
        finally:
            self._looking.release()

    def _look_through(self, cancelled: Callable[[], bool] | None) -> None:
        if self._database.is_spoiled:
            raise meanings.damaged(self._path)
        try:
            self._database.connection()  # so that what compares the file stays open, whoever else opens his anew
            found = self._compare(cancelled)
            if found is None or found.state is not State.SOUND:
                soundness.look_through(self._path, self._database.key, found, cancelled)
        except ShopDamaged:
            self._database.spoil()
            raise

    def accept(self) -> None:
        """The rest of `verify`: what was looked through is written to from now on, unless it was found to be broken
        since. The file gets its log of changes. That waits for whoever is reading, and several times for the disk: not
        for the thread of a window, but for the one that reads most."""
        if self._database.is_spoiled:
            return
        if not self._database.is_checked:
            self._database.is_checked = True
            self._database.release()
        with suppress(ShopInUse):  # whoever saves first tries again, and is told
            self._database.use_wal()

    def _compare(self, cancelled: Callable[[], bool] | None) -> Look | None:
        """Compare the file with its seal, where that is still to be done. ShopDamaged for a plain file that is not as
        it was sealed: what else can be asked does not look at every byte of it."""
        comparison = self._database.file.comparison
        if comparison is None:
            return None
        try:
            found = comparison.look(cancelled)
        except OSError:
            return None
        if found.state is State.BROKEN and not comparison.seal.encrypted:
            raise meanings.damaged(self._path)
        return found

    @property
    def is_checked(self) -> bool:
        """Whether the file is known to be whole, and may be written to."""
        return self._database.is_checked and not self._database.is_spoiled

    def damage(self) -> UserError | None:
        """Whether the file itself is broken, or cannot be read: asked where the engine fails for no reason it knows.
        Takes a second for 50,000 customers; not for the thread of a window."""
        try:
            soundness.look_through(self._path, self._database.key)
        except ShopDamaged as error:
            self._database.spoil()
            return error
        except UserError as error:
            return error
        return None
