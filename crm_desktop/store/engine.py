"""The SQLite engine behind the models: the connections of all threads to one shop file, set up, locked, tidied away.

`connections` has bare ones to closed files, `meanings` what the engine's result codes mean to a person. What is
SQLite's own stays in these, in `journal`, `search` and the migrations, so that the same shop can move to another engine
by replacing them.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from weakref import WeakSet

import peewee
from sqlcipher3 import dbapi2

from crm_desktop.errors import (
    DiskFailure,
    NotAShop,
    ShopDamaged,
    ShopInUse,
    ShopLocked,
    ShopReadOnly,
    UserError,
    WrongPassword,
)
from crm_desktop.language import Sentence
from crm_desktop.store import open_file, seal
from crm_desktop.store.connections import connect, is_of_engine, meaning_of
from crm_desktop.store.in_place import InPlace, log_lost
from crm_desktop.store.key import SALT_BYTES, Key, salt_in
from crm_desktop.store.meanings import cannot_read, damaged
from crm_desktop.store.open_file import Connection

BUSY_TIMEOUT_MS = 5_000
_LOCKED: Final = 6
_WRITES: Final = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class _Savepoint(peewee._savepoint):  # type: ignore[misc]
    """A savepoint that may be gone because the disk has failed: then the engine has rolled everything back."""

    def rollback(self, begin: bool = True) -> None:
        if self.db.connection().in_transaction:
            super().rollback(begin)


class ShopDatabase(peewee.SqliteDatabase):  # type: ignore[misc]  # Peewee has no types
    """One shop file. Each thread has a connection of its own; `prepare` sets each one up once it is open."""

    def __init__(self, path: Path, key: Key | None, read_only: Sentence | None = None) -> None:
        """`read_only`: why nothing may be written, where that is so."""
        super().__init__(str(path), lock_type="IMMEDIATE")
        self.path = path
        self.read_only = read_only
        self.encrypted = key is not None
        self.key = key
        self._salt = b""
        self._locked = False
        self.file = open_file.of(path)
        self.is_checked = True
        self.is_spoiled = False
        self.may_use_wal = True
        self._guard: Any = None
        self._own: WeakSet[Any] = WeakSet()
        self._has_written = False
        self.temporary_schema: Sequence[str] = ()
        self._in_place = InPlace(path)
        self._ill = threading.local()
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

    def retire(self) -> None:
        """Let no connection be made from now on; the key stays what it is, for whoever opens the file anew."""
        self._locked = True

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
        with self.file.lock:
            if not self.file.is_open:
                self.file.salt = b""
            if self.key is not None:
                try:
                    self._salt = self.file.salt = self.file.salt or salt_in(self.path) or os.urandom(SALT_BYTES)
                except OSError as error:
                    raise cannot_read(self.path, error) from error

    def _connect(self) -> Any:
        if self._locked:
            raise ShopLocked(Sentence("The shop is locked. Unlock it with its password."))
        mode = "ro" if self.read_only is not None else "rw"
        with self.told():
            with self.file.lock:  # whoever closes the last connection has the file to itself
                connection = connect(
                    self.path, self.key, self._salt, mode=mode, timeout=BUSY_TIMEOUT_MS / 1000, factory=Connection
                )
                self.file.add(connection)
                self._own.add(connection)
            try:
                self._in_place.opened()  # before anything is read: the log is not that of another file in this place
                self._prepare(connection)
            except BaseException:
                self._close(connection)
                raise
        return connection

    def _close(self, connection: Any) -> None:
        with self.file.lock:
            is_last = self.file.is_last(connection)
            if is_last and not self._is_ill:
                self._settle(connection)
                self._keep_what_was_replaced(connection)
            connection.close()
            if is_last and not self.is_in_place:  # in its place, others may have it open
                self._in_place.drop_empty_log()
            self.file.remove(connection)
            self._own.discard(connection)
            self._in_place.closed()
            self._ill.is_so = False
            if not self.file.is_open:
                self.release()

    @property
    def is_idle(self) -> bool:
        """Whether no thread has it open."""
        return not self._own

    @property
    def is_in_place(self) -> bool:
        """Whether the file at its path is the one that is open: what copies a folder may have put another there."""
        return self._in_place.is_in_place

    def _settle(self, connection: Any) -> None:
        """Leave one tidy file, sealed, if something was written to it: the last connection of this process does so.

        While other programs have it open, or where something stands in the way, it is left to those who come after.
        """
        may_write = self.read_only is None and self.is_checked and not self.is_spoiled and self.is_in_place
        if not may_write or (self.encrypted and self.key is None):
            return
        if not self.file.written:
            self._sweep(connection)
            return
        with suppress(dbapi2.Error, OSError):
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            modified = self.path.stat().st_mtime_ns
            if connection.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",):
                connection.execute("BEGIN EXCLUSIVE")
                seal.put(self.path, self.key, int(connection.execute("PRAGMA page_count").fetchone()[0]))
                self._keep_time(modified)
                self.file.written = False

    def _sweep(self, connection: Any) -> None:
        """Take away what a program has left that was killed before it wrote anything."""
        if seal.has_dead_journal(self.path):
            with suppress(dbapi2.Error, OSError):
                connection.execute("PRAGMA busy_timeout = 0")
                if connection.execute("PRAGMA journal_mode").fetchone() == ("delete",):
                    connection.execute("BEGIN EXCLUSIVE")  # else it may be the journal of one who is about to write
                    self.path.with_name(f"{self.path.name}-journal").unlink()

    def _keep_what_was_replaced(self, connection: Any) -> None:
        """Where another file lies in the place of this one by now, what was saved here would be gone with this
        connection: it is copied to a file of its own beside. Nor may the log be left, which is not of the other."""
        if self.is_in_place or self.read_only is not None or not self._has_written:
            return
        with suppress(dbapi2.Error, OSError):
            if self.path.exists():
                when = f"{datetime.now():%Y-%m-%d %H.%M.%S}"
                kept = self.path.with_name(
                    str(Sentence("%1 as of %2, replaced", self.path.stem, when)) + self.path.suffix
                )
                os.close(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
                copy = connect(kept, self.key, self._salt)
                try:
                    connection.backup(copy)
                    copy.execute("PRAGMA journal_mode = DELETE")
                finally:
                    copy.close()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def use_wal(self) -> None:
        """Let others read while one writes, from now until the file is closed: writing to a closed file must be seen
        by its change counter, which WAL does not keep. The file keeps its time, for what it holds does not change."""
        with self.told(), self.file.lock:
            if self.file.in_wal or self.read_only is not None:
                return
            connection = self.connection()
            if not self.may_use_wal:
                self._leave_wal(connection)
                return
            self.file.written = True
            modified = self.path.stat().st_mtime_ns
            version = self._data_version(connection)
            with suppress(dbapi2.OperationalError):  # others are reading: the old way of writing serves as well
                was = connection.execute("PRAGMA journal_mode").fetchone()
                if connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",):
                    self.file.in_wal = True
                    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # else it holds a lock
                    self._in_place.note_log()
                    if was != ("wal",):
                        self._keep_time(modified)
            connection.own_versions += self._data_version(connection) - version

    def _leave_wal(self, connection: Any) -> None:
        """Write without a log, where one is unsafe, to a file that was last written with one."""
        if connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):
            self.file.written = True
            modified = self.path.stat().st_mtime_ns
            connection.execute("PRAGMA journal_mode = DELETE")
            self._keep_time(modified)

    def data_version(self) -> int:
        """A number that changes when another connection writes (https://www.sqlite.org/pragma.html#pragma_data_version)."""
        connection = self.connection()
        return self._data_version(connection) - int(connection.own_versions)

    def _data_version(self, connection: Any) -> int:
        return int(connection.execute("PRAGMA data_version").fetchone()[0])

    def _keep_time(self, modified: int) -> None:
        """Give the file the time it had: what was written changes nothing of what it holds. Of a file that belongs to
        another user of the computer the system does not let that be said."""
        with suppress(OSError):
            os.utime(self.path, ns=(self.path.stat().st_atime_ns, modified))

    def before_writing(self) -> None:
        """What comes before each change. ShopDamaged if the file is broken; ShopInUse while it is being checked;
        ShopReadOnly."""
        if self.read_only is not None:
            raise ShopReadOnly(self.read_only)
        if self.is_spoiled:
            raise damaged(self.path)
        self._in_place.verify()
        self._refuse_unchecked()
        self.use_wal()
        self.file.written = self._has_written = True
        self._verify_log()

    def _refuse_unchecked(self) -> None:
        """ShopInUse while the file is being looked at."""
        if not self.is_checked:
            if self.file.comparison is not None:
                raise ShopInUse(
                    Sentence("“%1” is being looked through just now, as at each start. Nothing was changed; try again "
                             "in a moment.", self.path.name)
                )  # fmt: skip
            raise ShopInUse(
                Sentence("“%1” was not closed properly, and is being checked just now. Nothing was changed; try again "
                         "in a moment.", self.path.name)
            )  # fmt: skip

    def _verify_log(self) -> None:
        """DiskFailure if another program has emptied or deleted the log with what was not copied into the file yet:
        what the engine writes behind a hole ends in the file as a hole. Another window or command may put it away
        between our two looks: then the engine says something else when it is asked again."""
        before = None
        while (found := self._log_state()) is not None:
            try:
                self._compare_log(*found)
                return
            except DiskFailure:
                if found == before:
                    raise
                before = found

    def _log_state(self) -> tuple[int, int] | None:
        """How many pages the log holds, and how many of them are copied into the file; None if there is none, or
        this connection reads, or has just made it."""
        try:
            _, frames, copied = self.connection().execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        except dbapi2.OperationalError as error:
            if error.sqlite_errorcode != _LOCKED:
                raise
            return None
        if frames < 0:
            self._in_place.forget_log()
            return None
        return frames, copied

    def _compare_log(self, frames: int, copied: int) -> None:
        connection = self.connection()
        if self._in_place.has_lost_log():
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()  # it can still be read
            raise log_lost(self.path)
        if frames > copied:
            page_size = int(connection.execute("PRAGMA page_size").fetchone()[0])  # under SQLCipher it is a text
            self._in_place.verify_log(frames, page_size)

    def spoil(self) -> None:
        """The file has turned out to be broken: nothing is written to it any more, nor what SQLite has beside it."""
        self.is_spoiled = True
        self.hold()

    def hold(self) -> None:
        """Keep what SQLite has beside the file from being brought to it when the connections are closed, until
        `release`: by one that only reads, and goes last."""
        with self.file.lock:
            if self._guard is None and not self._locked:
                with suppress(dbapi2.Error, OSError):
                    self._guard = connect(self.path, self.key, self._salt, mode="ro", check_same_thread=False)
                    self._guard.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def release(self) -> None:
        """End `hold`."""
        with self.file.lock:
            if self._guard is not None:
                self._guard.close()
                self._guard = None

    def equip(self, schema: Sequence[str]) -> None:
        """Give each connection temporary tables and triggers, before the first that it writes: most of a start's
        connections only read for a while."""
        self.temporary_schema = schema

    def make_ready_to_write(self) -> None:
        """Have this thread's connection equipped now, so that its first change need not wait for it."""
        connection = self.connection()
        if connection.is_equipped or not self.temporary_schema:
            return
        if connection.in_transaction:  # a view that only reads: with that they would be taken back, and be missed
            raise peewee.IntegrityError("a write outside a change")
        with self.told():
            connection.execute("SAVEPOINT equipping")  # all of them or none
            try:
                for statement in self.temporary_schema:
                    connection.execute(statement)
            except BaseException:
                with suppress(dbapi2.Error):  # a dying disk rolls back by itself
                    connection.execute("ROLLBACK TO equipping")
                    connection.execute("RELEASE equipping")
                raise
            connection.execute("RELEASE equipping")
            connection.is_equipped = True

    def beside(self, path: Path) -> Any:
        """A bare connection to another file under the shop's key, such as a copy. The engine's own errors pass.

        An empty file gets the shop's salt: one key then opens the shop and all copies of it.
        """
        salt = self.key and (salt_in(path) or self._salt)
        return connect(path, self.key, salt or b"")

    def _prepare(self, connection: Any) -> None:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # fails here on a wrong key
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")  # a REPLACE then tells the journal of what it deletes
        # What is sorted is held in memory, sixty megabytes of a million customers, unless it may lie in a file for the
        # while; there everyone could read it of an encrypted shop.
        connection.execute(f"PRAGMA temp_store = {'MEMORY' if self.encrypted else 'FILE'}")
        # Pages in KiB: a plain one is soon read again out of the system's own cache, another has to be deciphered.
        connection.execute(f"PRAGMA cache_size = {-16_000 if self.encrypted else -8_000}")
        connection.execute("PRAGMA synchronous = EXTRA")  # without a WAL a change is done once a file's name is gone
        self._load_functions(connection)

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        with self.told():
            self._renew()
            self._in_place.keep_index()
            if sql.startswith(_WRITES):
                self.make_ready_to_write()
            return super().execute_sql(sql, params)

    def begin(self, lock_type: str | None = None) -> None:
        with self.told():
            self._renew()
            self._in_place.keep_index()
            if lock_type != "DEFERRED":
                self.before_writing()
                self.make_ready_to_write()  # before the transaction: with that they would be taken back
            super().begin(lock_type)

    def commit(self) -> Any:
        with self.told():
            return super().commit()

    def savepoint(self) -> _Savepoint:
        return _Savepoint(self)

    def rollback(self) -> None:
        """A full disk or a dying one has rolled back by itself."""
        if not self.is_closed() and self.connection().in_transaction:
            super().rollback()

    def _renew(self) -> None:
        """Take a new connection after an error with an encrypted file: SQLCipher gives a connection up for good once a
        page could not be read, and answers from then on that the file is read-only, or that its key is wrong."""
        if self._is_ill and not (self.is_closed() or self.in_transaction() or self.connection().in_transaction):
            self.close()
            self.connect()

    def doubt(self) -> None:
        """This thread's connection has met an error."""
        if self.encrypted:
            self._ill.is_so = True

    @property
    def _is_ill(self) -> bool:
        """Whether this thread's connection has met an error that an encrypted file's does not get over."""
        return getattr(self._ill, "is_so", False)

    def executemany(self, sql: str, rows: Any) -> None:
        """Run one statement for many rows, in the transaction that is open. Errors are named as `execute_sql` does."""
        self.make_ready_to_write()  # where none is open the triggers say so
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
        except (dbapi2.DatabaseError, peewee.DatabaseError, UnicodeDecodeError, MemoryError) as error:
            meaning = self.meaning(error)
            if meaning is None:
                raise
            raise meaning from error

    def meaning(self, error: BaseException) -> UserError | None:
        """What an error of the engine means to a person; None if it is a bug, or no error of the engine.

        Most are told by `told`. One met while rows are fetched passes it by, and is asked about at the very top.
        """
        found = meaning_of(error, self.path, encrypted=self.encrypted)
        if found is not None:
            self.doubt()
        if isinstance(found, NotAShop | WrongPassword) and not self.is_closed():
            found = damaged(self.path)  # it has opened before
        if found is None and self.is_spoiled and is_of_engine(error):
            return damaged(self.path)
        if isinstance(found, ShopDamaged):
            self.spoil()
        return found
