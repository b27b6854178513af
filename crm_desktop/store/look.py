"""A shop file that nobody has open, such as a copy, looked into: nothing is written to it, nor anywhere else.

One of today's schema is read where it lies, without a lock. An older one is brought to today's schema in memory, still
under its key; so is one that was not tidily closed, with what lies beside it. A large one goes to a temporary file
instead, still under its key, too. Where the system lets a name go of a file that is open, it has none once it is
there; what a program has left that was killed before is taken away by a later look.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Self

from sqlcipher3 import dbapi2

from crm_desktop.errors import Cancelled, ShopDamaged
from crm_desktop.language import Sentence
from crm_desktop.store import connections, meanings, migrations, rekey, seal
from crm_desktop.store.backup import Facts, facts_on
from crm_desktop.store.closed_file import APPLICATION_ID, is_encrypted
from crm_desktop.store.disk import LOGS, beside
from crm_desktop.store.engine import ShopDatabase
from crm_desktop.store.key import Key, salt_in
from crm_desktop.store.migrations import Version
from crm_desktop.store.safeguard import Progress

_STEP: Final = 1024
"""Pages copied at once: 4 MB."""

_LARGE: Final = 32_000_000
"""Bytes of a file, with what lies beside it, that are not taken to memory."""

_ROOMY: Final = "/var/tmp"
"""Where temporary files are on a disk: `/tmp` may be in memory."""

_NAMED: Final = "crm-desktop-look-"
"""How the folders of temporary files begin."""

_FORSAKEN_S: Final = 24 * 3600
"""The program that made one longer ago than this has ended: nobody looks into a file for a day."""

_WITH_IDENTITY: Final = Version(1, 2)


class Look:
    """What a shop file holds. Usable from several threads, one query at a time; close it when done."""

    def __init__(self, path: Path, key: Key | None, connection: Any) -> None:
        self.path = path
        self.key = key
        self._connection = connection
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._turn = threading.Lock()
        self._engine = ShopDatabase(path, key)  # never opened: it knows what an error means
        self.salt = b""
        self.size = 0
        """Bytes of its file."""
        self.version = Version(0, 0)

    @classmethod
    def open(cls, path: Path, key: Key | None = None, *, as_is: bool = False) -> Self:
        """Look into a file; `key` is asked for only where it is encrypted. Each way this can fail is a ShopError; the
        file must not be one that this process has open as its shop. One of an older schema is brought to today's,
        unless it is wanted `as_is`: then only what every schema has can be asked for."""
        try:
            if not path.is_file():
                raise meanings.missing(path)
            encrypted = is_encrypted(path)
            if encrypted and key is None:
                raise meanings.wrong_password(path)
            salt = salt_in(path)
            if not salt:
                raise meanings.not_a_shop(path)
            look = cls(path, key if encrypted else None, None)
            with look._engine.told():
                look._begin(salt, as_is=as_is)
        except OSError as error:
            raise meanings.cannot_read(path, error) from error
        return look

    @property
    def encrypted(self) -> bool:
        return self.key is not None

    @property
    def identity(self) -> str | None:
        """Which shop it is a copy of; None if the copy was made before shops had an identity."""
        if self.version < _WITH_IDENTITY:
            return None
        return str(self.rows("SELECT id FROM shop_identity")[0][0])

    def facts(self) -> Facts:
        """What is told of it without looking at anyone in it."""
        with self._turn, self._engine.told():
            return facts_on(self._connection)

    def rows(self, sql: str, *params: Any) -> list[Any]:
        """The rows of a query: for the store's own modules, which speak SQL."""
        return list(self.run(sql, *params).fetchall())

    def run(self, sql: str, *params: Any) -> Any:
        """Run one query, and return its cursor: for the search."""
        with self._turn, self._engine.told():
            if self._connection is None:
                raise Cancelled(Sentence("Stopped. Nothing was changed."))
            return self._connection.execute(sql, params)

    def check(self) -> None:
        """Read all of it. ShopDamaged if anything in it is not as it was written."""
        try:
            with self._turn, self._engine.told():
                sealed = seal.look(self.path).state
                sound = sealed is not seal.State.BROKEN
                if sealed is seal.State.NONE:
                    sound = self._connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        except ShopDamaged:
            sound = False
        except OSError as error:
            raise meanings.cannot_read(self.path, error) from error
        if not sound:
            raise damaged_copy(self.path)

    def copy_to(
        self, target: Path, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """Write all of it, with today's schema, into an empty file, under the same key. OSError and the engine's own
        errors pass: they are about the target's disk."""

        def pace(status: int, remaining: int, total: int) -> None:
            if cancelled is not None and cancelled():
                raise Cancelled(Sentence("Stopped. Nothing was changed."))
            if progress is not None:
                progress(total - remaining, total)

        # Under SQLCipher a file keeps the salt of its key: the copy's own first bytes.
        target_connection = connections.connect(target, self.key, self.salt)
        try:
            target_connection.execute("PRAGMA journal_mode = OFF")
            target_connection.execute("PRAGMA synchronous = OFF")
            with self._turn:
                self._connection.backup(target_connection, pages=_STEP, progress=pace)
            target_connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            target_connection.close()

    def copy_under(
        self,
        target: Path,
        key: Key | None,
        salt: bytes = b"",
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """The same under another key, or none; `salt`: of the new file, so that several have one key."""
        with self._turn:
            self._connection.execute("PRAGMA query_only = OFF")
            try:
                rekey.write_under(
                    self._connection, self.path, target, key, salt, progress=progress, cancelled=cancelled
                )
            finally:
                self._connection.execute("PRAGMA query_only = ON")

    def close(self) -> None:
        """Let go of the file. Who still asks is told so by Cancelled."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
            if self._folder is not None:
                self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _begin(self, salt: bytes, *, as_is: bool) -> None:
        self.salt, self.size = salt, self.path.stat().st_size
        logs = [log for log in LOGS if _is_filled(beside(self.path, log))]
        is_large = sum(beside(self.path, part).stat().st_size for part in ("", *logs)) > _LARGE
        try:
            if logs:
                self._take_with(logs, to_memory=not is_large)
            else:
                self._read_where_it_lies()
            self._find_version()
            if self.version < migrations.CURRENT and not as_is:
                if not logs:
                    self._move(self._new_file() if is_large else ":memory:")
                migrations.migrate(self._connection.execute)
            self._connection.execute("PRAGMA query_only = ON")
        except BaseException:
            self.close()
            raise
        if self._folder is not None:
            self._folder.cleanup()  # of the name alone, while the file is open; but on Windows at the end

    def _read_where_it_lies(self) -> None:
        # “immutable”: no lock is taken and no file made, so that a copy on a read-only disk opens, too.
        self._connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1")

    def _take_with(self, logs: Sequence[str], *, to_memory: bool) -> None:
        """Take it with what lies beside it, which SQLite brings in order."""
        copy = self._new_file()
        for part in ("", *logs):
            shutil.copyfile(beside(self.path, part), beside(copy, part))
        self._connect(copy.as_uri())
        self._work_alone()
        if to_memory:
            self._move(":memory:")

    def _new_file(self) -> Path:
        named = os.environ.get("TMPDIR") or not os.access(_ROOMY, os.W_OK | os.X_OK)
        place = tempfile.gettempdir() if named else _ROOMY
        _clear_up(Path(place))
        self._folder = tempfile.TemporaryDirectory(prefix=_NAMED, dir=place, ignore_cleanup_errors=True)
        return Path(self._folder.name, "copy.crm")

    def _move(self, place: Path | str) -> None:
        """Read it from another place from now on, which gets all of it."""
        source = self._connection
        try:
            self._connect(place.as_uri() if isinstance(place, Path) else place)
            self._work_alone()
            source.backup(self._connection)
        finally:
            source.close()

    def _connect(self, uri: str) -> None:
        self._connection = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        connections.unlock(self._connection, self.key, self.salt)

    def _work_alone(self) -> None:
        """Nobody else has this file, nor is it needed again: nothing is brought to the disk, nor kept beside it."""
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA journal_mode = MEMORY")

    def _find_version(self) -> None:
        one = self._connection.execute("PRAGMA user_version").fetchone()[0]
        self.version = Version.of(one)
        mark = self._connection.execute("PRAGMA application_id").fetchone()[0]
        if mark != APPLICATION_ID or self.version.major == 0:
            raise meanings.not_a_shop(self.path)
        if self.version.major > migrations.CURRENT.major:
            raise meanings.too_new(self.path)


def set_identity(path: Path, key: Key | None, identity: str) -> None:
    """Have a file that nobody has open be a copy of this shop. The engine's own errors pass."""
    connection = connections.connect(path, key, salt_in(path))
    try:
        connection.execute("UPDATE shop_identity SET id = ?", (identity,))
    finally:
        connection.close()


def damaged_copy(path: Path) -> ShopDamaged:
    """A copy that was to be read is broken."""
    return ShopDamaged(
        Sentence("The copy “%1” is damaged and was left as it is. Nothing was changed. Choose another copy.", path.name)
    )


def _clear_up(place: Path) -> None:
    """Take away what is left of files that were looked into when the program was killed."""
    for folder in place.glob(f"{_NAMED}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _FORSAKEN_S:
                shutil.rmtree(folder, ignore_errors=True)


def _is_filled(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
