"""Whether a shop file is whole: looked at before it is opened, so that nothing is ever written to a damaged one.

A file with a seal that counts is compared with it. Any other, such as one whose program was killed, SQLite walks
through (`quick_check`). Here connections only read: SQLite writes nothing by them, not even what a killed program left
beside the file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from crm_desktop.errors import Cancelled, WrongPassword
from crm_desktop.language import Sentence
from crm_desktop.store import connections, desk, meanings, migrations, models, seal
from crm_desktop.store.key import Key
from crm_desktop.store.meanings import in_use
from crm_desktop.store.seal import State

_BUSY, _LOCKED, _READ_ONLY, _INTERRUPTED, _NOT_A_DATABASE = 5, 6, 8, 9, 26
_STEPS: Final = 1_000
"""Steps of the engine between two looks at whether it shall stop. A whole page is one of them to a walk through
the file: some ten milliseconds then, and a hundredth of its time."""

_PAGE: Final = re.compile(r"page (\d+)")


def by_seal(path: Path, key: Key | None) -> seal.Look:
    """Compare a closed file with its seal, before SQLite touches it. ShopDamaged, where the seal can tell by itself."""
    known = seal.of(path)
    if known is not None:
        refuse_wrong_key(path, key, known)
    found = look_at_seal(path)
    if found.state is State.BROKEN and not _is_encrypted(found) and _is_still_broken(path):
        raise meanings.damaged(path)
    return found


def refuse_wrong_key(path: Path, key: Key | None, known: seal.Seal) -> None:
    """WrongPassword, where the end of a file's seal tells it."""
    if known.encrypted and not _is_key(path, key, known):
        raise meanings.no_password(path) if key is None else meanings.wrong_password(path)


def look_at_seal(path: Path) -> seal.Look:
    """What the seal of a closed file says; nothing if the file cannot be read, which others tell better."""
    try:
        return seal.look(path)
    except OSError:
        return seal.Look(State.NONE)


def look_further(path: Path, key: Key | None, found: seal.Look, *, later: bool = False) -> bool:
    """Look at a closed file that its seal does not tell to be whole. ShopDamaged, WrongPassword, ShopInUse, and what
    else can be wrong with it. True: it is whole. With `later` a look that takes long is left for later: then False."""
    if found.state is State.SOUND or _is_open_in_window(path):
        return True
    if later and found.state is State.NONE:
        return False
    look_through(path, key, found)
    return True


def look_through(
    path: Path, key: Key | None, found: seal.Look | None = None, cancelled: Callable[[], bool] | None = None
) -> None:
    """Walk through the whole file; ShopDamaged if something in it is broken. It may be open meanwhile."""
    with _told(path, key), reading(path, key, found, cancelled) as connection:
        if found is not None and found.state is State.BROKEN and broken_sums(connection):
            raise meanings.damaged(path)
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",) or lacks(connection):
            raise meanings.damaged(path)


@contextmanager
def _told(path: Path, key: Key | None) -> Iterator[None]:
    """Turn the engine's errors into sentences: whatever keeps it from walking through the file is damage."""
    try:
        with connections.told(path, encrypted=key is not None):
            yield
    except dbapi2.DatabaseError as error:
        raise meanings.damaged(path) from error


@contextmanager
def reading(
    path: Path, key: Key | None, found: seal.Look | None = None, cancelled: Callable[[], bool] | None = None
) -> Iterator[Any]:
    """A connection that reads alone, and only gives way to what a killed program has left to be rolled back. The
    engine's own errors pass; Cancelled."""
    salt = connections.salt_of(path) if key is not None else b""
    connection = _reader(path, key, salt, found)
    try:
        with stoppable(connection, cancelled):
            yield connection
    finally:
        connection.close()


@contextmanager
def stoppable(connection: Any, cancelled: Callable[[], bool] | None) -> Iterator[None]:
    """Work on a bare connection that is stopped by Cancelled when `cancelled` comes true."""
    if cancelled is not None:
        connection.set_progress_handler(cancelled, _STEPS)
    try:
        yield
    except dbapi2.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == _INTERRUPTED:
            raise Cancelled(Sentence("Stopped. Nothing was changed.")) from error
        raise


def broken_sums(connection: Any) -> list[str]:
    """What SQLCipher's own checksums find in an encrypted file; what is behind its last page is the seal."""
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    return [words for words in found if not ((page := _PAGE.search(words)) and int(page[1]) > pages)]


def lacks(connection: Any) -> list[str]:
    """The tables and columns that a shop of today must have, and this file has not: none before it is migrated."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if migrations.Version.of(version) < migrations.CURRENT:
        return []
    have = set(
        connection.execute(
            "SELECT master.name, info.name FROM sqlite_master AS master, pragma_table_info(master.name) AS info "
            "WHERE master.type IN ('table', 'view')"
        )
    )
    return [f"{table}.{column}" for table, column in _expected() if (table, column) not in have]


def _expected() -> Iterator[tuple[str, str]]:
    for model in models.ALL_MODELS:
        for field in model._meta.sorted_fields:
            yield model._meta.table_name, field.column_name


def _is_key(path: Path, key: Key | None, known: seal.Seal) -> bool:
    """Whether a key opens an encrypted file: asked first of the end of its seal, for a wrong password is told at once,
    however large the file and slow its stick. Another program may have put it under another key since."""
    if key is None or known.is_key(key):
        return key is not None
    try:
        with connections.told(path, encrypted=True), reading(path, key):
            return True
    except WrongPassword:
        return False


def _is_encrypted(found: seal.Look) -> bool:
    return found.seal is not None and found.seal.encrypted


def _reader(path: Path, key: Key | None, salt: bytes, found: seal.Look | None, mode: str = "ro") -> Any:
    connection = connections.connect(path, key, salt, mode=mode)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (dbapi2.DatabaseError, UnicodeDecodeError) as error:
        connection.close()
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == _READ_ONLY and mode == "ro":
            # A program was killed while it wrote: its half change is taken back first.
            return _reader(path, key, salt, found, "rw")
        if code == _NOT_A_DATABASE and _is_damage(key, found):
            raise meanings.damaged(path) from error
        raise
    return connection


def _is_damage(key: Key | None, found: seal.Look | None) -> bool:
    """Whether a first page that cannot be read was written so, and only bits in it have changed since. A file that
    another program has put under another key, or filled anew, has no page left as it was."""
    if found is None or found.seal is None or found.seal.encrypted != (key is not None):
        return False
    return key is None or (found.seal.is_key(key) and 1 in found.broken and len(found.broken) < found.seal.pages)


def _is_still_broken(path: Path) -> bool:
    """A second look, while nobody can write: the first may have met a program that was just writing."""
    connection = connections.connect(path, None, b"", mode="ro")
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except (dbapi2.DatabaseError, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (_BUSY, _LOCKED):
            raise in_use(path) from error
    try:
        return look_at_seal(path).state is State.BROKEN
    finally:
        connection.close()


def _is_open_in_window(path: Path) -> bool:
    """Whether another program has the shop open in its window, and has looked at it."""
    holder = desk.holder_of(path)
    return holder is not None and holder.process != os.getpid()
