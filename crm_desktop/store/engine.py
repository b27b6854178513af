"""The SQLite engine behind the models: driver, key, pragmas, and what its result codes mean to a person.

What is SQLite's own stays here, in `journal`, `search` and the migrations, so that the same shop can move to another
engine by replacing these.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee
from sqlcipher3 import dbapi2

from crm_desktop.errors import (
    DiskFailure,
    DiskFull,
    NotAShop,
    ShopDamaged,
    ShopInUse,
    ShopLocked,
    ShopReadOnly,
    UserError,
    WrongPassword,
)
from crm_desktop.language import Sentence
from crm_desktop.store.key import SALT_BYTES, Key, salt_in

BUSY_TIMEOUT_MS = 5_000

# The driver asks anew for each value that is neither number nor text how it is to be written, and finds no answer: 2 µs
# a value, ten times what it takes to be told. An import of 100,000 customers writes half a million of them.
_NOTHING: Mapping[None, None] = {}
dbapi2.register_adapter(type(None), _NOTHING.get)
dbapi2.register_adapter(bool, int)

CODES_BY_WORDS: Mapping[str, int] = {
    "database is locked": 5,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "file is not a database": 26,
}
"""https://www.sqlite.org/rescode.html; errors of the backup API and of `sqlcipher_export` are told by words alone."""

_NO_ROOM = 64 * 1024
"""A disk with fewer free bytes is full: not even what SQLite keeps beside an open file fits."""


def error_for(code: int, path: Path, *, encrypted: bool) -> UserError | None:
    """The sentence for an SQLite result code (https://www.sqlite.org/rescode.html); None where it is a bug."""
    name = path.name
    match code & 0xFF:
        case 5 | 6:
            return ShopInUse(
                Sentence(
                    "Another program is writing to “%1” just now. Nothing was changed; try again in a moment.", name
                )
            )
        case 8:
            return ShopReadOnly(
                Sentence("“%1” cannot be written to: the disk or the file is read-only. Nothing was changed. "
                         "Copy the file to a disk that can be written, and open the copy.", name)
            )  # fmt: skip
        case 13:
            return _disk_full(name)
        case 10:
            if _free(path) < _NO_ROOM:
                return _disk_full(name)
            return DiskFailure(
                Sentence("The disk that holds “%1” does not answer. Nothing of this change was saved, and what was "
                         "saved before is untouched. Check that the disk or stick is connected, then try again.", name)
            )  # fmt: skip
        case 11:
            return damaged(path)
        case 14:
            return DiskFailure(
                Sentence("“%1” cannot be opened. Check that the folder is still there and that you may read and write "
                         "in it.", name)
            )  # fmt: skip
        case 26:
            return wrong_password(path) if encrypted else not_a_shop(path)
    return None


def _free(path: Path) -> int:
    """How many bytes are free on the disk of a file; any number where the disk is gone."""
    try:
        return shutil.disk_usage(path.absolute().parent).free
    except OSError:
        return _NO_ROOM


def _disk_full(name: str) -> DiskFull:
    return DiskFull(
        Sentence("The disk that holds “%1” is full. This change was not saved, and what was saved before is "
                 "untouched. Free some space, then save again.", name)
    )  # fmt: skip


def damaged(path: Path) -> ShopDamaged:
    return ShopDamaged(
        Sentence("“%1” is damaged and was left as it is. Open the newest backup, or ask for help before you try "
                 "anything else with this file.", path.name)
    )  # fmt: skip


def not_a_shop(path: Path) -> NotAShop:
    return NotAShop(
        Sentence("“%1” is not a shop file. It was left as it is. Choose a file that CRM Desktop has made; "
                 "spreadsheets are brought in by Import.", path.name)
    )  # fmt: skip


def cannot_read(path: Path, error: OSError) -> ShopReadOnly:
    return ShopReadOnly(Sentence("“%1” cannot be read: %2. Nothing was changed.", path.name, error.strerror))


def wrong_password(path: Path) -> WrongPassword:
    return WrongPassword(Sentence("“%1” does not open with this password. Check it and try again.", path.name))


def is_of_engine(error: BaseException) -> bool:
    """Whether the engine raised it."""
    return isinstance(error, dbapi2.DatabaseError | peewee.DatabaseError)


def connect(path: Path, key: Key | None, salt: bytes) -> Any:
    """A bare connection to a file that is there, under a key. The engine's own errors pass."""
    connection = dbapi2.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    unlock(connection, key, salt)
    return connection


def unlock(connection: Any, key: Key | None, salt: bytes) -> None:
    """Give a connection its key; whether it fits is seen when something is read."""
    if key is not None:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would write about a wrong key to standard error
        connection.execute(f'PRAGMA key = "{key.raw(salt)}"')


class ShopDatabase(peewee.SqliteDatabase):  # type: ignore[misc]  # Peewee has no types
    """One shop file. Each thread has a connection of its own; `prepare` sets each one up once it is open."""

    def __init__(self, path: Path, key: Key | None) -> None:
        super().__init__(str(path), lock_type="IMMEDIATE")
        self.path = path
        self.encrypted = key is not None
        self.key = key
        self._salt = b""
        self._locked = False
        self.temporary_schema: Sequence[str] = ()
        self._find_salt()

    @property
    def salt(self) -> bytes:
        """What the file's key is derived with; empty for a plain file."""
        return self._salt

    def lock(self) -> None:
        """Forget the key: from now on no connection can be made. Those of all threads are closed by now."""
        self._locked = True
        if self.key is not None:
            self.key.forget()
            self.key = None

    def unlock(self, key: Key | None) -> None:
        """Take a key again, and try it; WrongPassword leaves everything locked."""
        self.key, self._locked = key, False
        try:
            self._find_salt()
            self.connect()
        except BaseException:
            self.lock()
            raise

    def _find_salt(self) -> None:
        if self.key is not None:
            try:
                self._salt = salt_in(self.path) or os.urandom(SALT_BYTES)
            except OSError as error:
                raise cannot_read(self.path, error) from error

    def _connect(self) -> Any:
        if self._locked:
            raise ShopLocked(Sentence("The shop is locked. Unlock it with its password."))
        uri = f"{self.path.absolute().as_uri()}?mode=rw"  # never makes a file that is not there
        with self.told():
            connection = dbapi2.connect(uri, uri=True, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None)
            try:
                self._prepare(connection)
            except BaseException:
                connection.close()
                raise
        return connection

    def beside(self, path: Path) -> Any:
        """A bare connection to another file under the shop's key, such as a copy. The engine's own errors pass.

        An empty file gets the shop's salt: one key then opens the shop and all copies of it.
        """
        salt = self.key and (salt_in(path) or self._salt)
        return connect(path, self.key, salt or b"")

    def _prepare(self, connection: Any) -> None:
        unlock(connection, self.key, self._salt)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # fails here on a wrong key
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")  # a REPLACE then tells the journal of what it deletes
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -16000")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        for statement in self.temporary_schema:
            connection.execute(statement)
        self._load_functions(connection)

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        with self.told():
            return super().execute_sql(sql, params)

    def begin(self, lock_type: str | None = None) -> None:
        with self.told():
            super().begin(lock_type)

    def commit(self) -> Any:
        with self.told():
            return super().commit()

    def executemany(self, sql: str, rows: Any) -> None:
        """Run one statement for many rows, in the transaction that is open. Errors are named as `execute_sql` does."""
        with self.told(), peewee.__exception_wrapper__:
            self.connection().executemany(sql, rows)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn the engine's errors that a user can meet into sentences; let the others through."""
        try:
            yield
        except UnicodeEncodeError as error:
            # Half a character, as a torn clipboard or a path in another encoding holds.
            raise UserError(
                Sentence("The text holds a broken character and was not saved. Delete it or type it again.")
            ) from error
        except (dbapi2.DatabaseError, peewee.DatabaseError, UnicodeDecodeError) as error:
            meaning = self.meaning(error)
            if meaning is None:
                raise
            raise meaning from error

    def meaning(self, error: BaseException) -> UserError | None:
        """What an error of the engine means to a person; None where it is a bug, or no error of the engine.

        Most are told by `told`. One met while rows are fetched passes it by, and is asked about at the very top.
        """
        cause = error.__cause__ or error.__context__ if isinstance(error, peewee.DatabaseError) else error
        if isinstance(cause, UnicodeDecodeError):  # the driver, reading the name of something that is broken
            return damaged(self.path)
        if not isinstance(cause, dbapi2.DatabaseError):
            return None
        code = getattr(cause, "sqlite_errorcode", None)
        if code in (None, 1):
            code = CODES_BY_WORDS.get(str(cause), code)
        if code is None and "decode to UTF-8" in str(cause):
            return damaged(self.path)
        return error_for(code, self.path, encrypted=self.encrypted) if code is not None else None

    def damage(self) -> UserError | None:
        """Whether the file itself is broken: asked where something failed that should not have."""
        try:
            found = self.execute_sql("PRAGMA quick_check(1)").fetchone()
        except (dbapi2.DatabaseError, peewee.DatabaseError, UserError, UnicodeDecodeError):
            return damaged(self.path)
        return None if found == ("ok",) else damaged(self.path)
