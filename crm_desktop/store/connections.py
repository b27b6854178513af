"""Bare connections to a shop's file, and what the engine's errors on them mean to a person.

The models have theirs from `engine`; what looks at a closed file, copies it or puts it under another key has these.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import peewee
from sqlcipher3 import dbapi2

from crm_desktop.errors import UserError
from crm_desktop.store import open_file
from crm_desktop.store.disk import LOGS, beside
from crm_desktop.store.key import Key, salt_in
from crm_desktop.store.meanings import CODES_BY_WORDS, damaged, error_for, out_of_memory

_CANNOT_OPEN: Final = 14

# The driver asks anew for each value that is neither number nor text how it is to be written, and finds no answer: 2 µs
# a value, ten times what it takes to be told. An import of 100,000 customers writes half a million of them.
_NOTHING: Mapping[None, None] = {}
dbapi2.register_adapter(type(None), _NOTHING.get)
dbapi2.register_adapter(bool, int)


def is_of_engine(error: BaseException) -> bool:
    """Whether the engine raised it."""
    return isinstance(error, dbapi2.DatabaseError | peewee.DatabaseError)


def connect(path: Path, key: Key | None, salt: bytes, *, mode: str = "rw", **settings: Any) -> Any:
    """A bare connection to a file that is there, under a key; with the mode "ro" one that only reads. The engine's own
    errors pass.

    Never makes a file that is not there. On a disk that only reads, SQLite opens a file that was last written by way of
    a log no other way than as one that nobody will ever change.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = dbapi2.connect(uri, uri=True, isolation_level=None, **settings)
    unlock(connection, key, salt)
    if mode == "ro" and _misses_its_log(connection, path):
        connection.close()
        connection = dbapi2.connect(f"{uri}&immutable=1", uri=True, isolation_level=None, **settings)
        unlock(connection, key, salt)
    return connection


def _misses_its_log(connection: Any, path: Path) -> bool:
    if os.access(path.absolute().parent, os.W_OK) or is_in_use_or_torn(path):
        return False
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except dbapi2.DatabaseError as error:
        return bool(getattr(error, "sqlite_errorcode", 0) & 0xFF == _CANNOT_OPEN)
    return False


def is_in_use_or_torn(path: Path) -> bool:
    """Whether something lies beside a shop that belongs to it: it is open, or was not closed properly."""
    return any(beside(path, part).exists() for part in LOGS)


def salt_of(path: Path) -> bytes:
    """The salt of an encrypted file, open here or not."""
    file = open_file.of(path)
    return file.salt if file.is_open else salt_in(path)


def unlock(connection: Any, key: Key | None, salt: bytes) -> None:
    """Give a connection its key; whether it fits is seen when something is read."""
    if key is not None:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it would write about a wrong key to standard error
        connection.execute(f'PRAGMA key = "{key.raw(salt)}"')


def meaning_of(error: BaseException, path: Path, *, encrypted: bool) -> UserError | None:
    """What an error of the engine means to a person; None if it is a bug, or no error of the engine."""
    cause = error.__cause__ or error.__context__ if isinstance(error, peewee.DatabaseError) else error
    if isinstance(cause, UnicodeDecodeError):  # the driver, reading the name of something that is broken
        return damaged(path)
    if isinstance(cause, MemoryError):
        return out_of_memory()
    if not isinstance(cause, dbapi2.DatabaseError):
        return None
    code = getattr(cause, "sqlite_errorcode", None)
    if code in (None, 1):
        code = CODES_BY_WORDS.get(str(cause), code)
    if code is None and "decode to UTF-8" in str(cause):
        return damaged(path)
    return error_for(code, path, encrypted=encrypted) if code is not None else None


@contextmanager
def told(path: Path, *, encrypted: bool) -> Iterator[None]:
    """Turn the engine's errors on a bare connection into sentences; let the others through."""
    try:
        yield
    except (dbapi2.DatabaseError, UnicodeDecodeError) as error:
        meaning = meaning_of(error, path, encrypted=encrypted)
        if meaning is None:
            raise
        raise meaning from error
