"""A copy of the shop while it is being worked with: whole, checked, under the same key, or not there at all.

SQLite's backup API copies pages from one unchanging view of the file, so that others go on reading and writing
meanwhile (in WAL mode neither waits for the other), nothing is begun again however much they write, and what the copy
must hold can be counted beforehand. It is written under another name, checked, sealed, brought to the disk and then
renamed: a file with the name of a copy is a good copy, whenever the power went, and its seal tells later whether it is
one still.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from crm_desktop.errors import Cancelled, CannotWriteFile, DiskFailure, DiskFull, UserError
from crm_desktop.language import Sentence
from crm_desktop.store import connections, meanings, seal
from crm_desktop.store.closed_file import APPLICATION_ID, is_encrypted
from crm_desktop.store.disk import BESIDE, beside, discard, folder_to_disk, to_disk
from crm_desktop.store.key import Key, salt_in
from crm_desktop.store.safeguard import Progress
from crm_desktop.store.shop import Shop

_STEP: Final = 256
"""Pages copied at once: 1 MB, a few milliseconds."""

_REST_S: Final = 0.001
_TO_DISK_EVERY: Final = 16
"""Steps after which what was copied is brought to the disk: all of it at the end would hold up those who save."""

_ROOM: Final = 16 * 1024 * 1024
"""Bytes that a copy leaves free: a disk filled to the brim would take the shop's next change with it."""

_HALF: Final = re.compile(r"\..+\.[0-9a-f]{8}\.half(?:-wal|-shm|-journal)?")
_FORSAKEN_S: Final = 600
"""A half copy that nobody has written to for this long was left behind by a crash."""

_IO_ERROR, _CORRUPT, _FULL, _NO_DATABASE = 10, 11, 13, 26
_CODES: Final = {
    "disk I/O error": _IO_ERROR,
    "database disk image is malformed": _CORRUPT,
    "database or disk is full": _FULL,
    "file is not a database": _NO_DATABASE,
}
"""https://www.sqlite.org/rescode.html; the driver tells an error of the backup API by its words alone."""

_SAME_TIME_S: Final = 2
"""How exactly any stick keeps a file's time."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of a shop without looking at anyone in it; `last_change`: number and time of the newest change."""

    customers: int
    purchases: int
    last_change: tuple[int, str] | None

    @property
    def at(self) -> datetime | None:
        """When the newest change was made; None if there is none."""
        with suppress(ValueError):  # another program's
            return datetime.fromisoformat(self.last_change[1]) if self.last_change else None
        return None


_FACTS: Final = (
    "SELECT (SELECT count(*) FROM customer), (SELECT count(*) FROM purchase), "
    "(SELECT id FROM change ORDER BY id DESC LIMIT 1), (SELECT at FROM change ORDER BY id DESC LIMIT 1)"
)


def copy_shop(
    shop: Shop,
    target: Path,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    replacing: bool = False,
) -> Facts:
    """Copy the open shop to `target`, a new file beside nothing of that name; what the copy holds. `replacing`: a file
    of that name, which nobody has open, goes when the copy is whole.

    DiskFull, CannotWriteFile, DiskFailure, ShopDamaged, Cancelled: then there is no copy, and nothing left of it.
    """
    _refuse_to_overwrite(shop, target, replacing=replacing)
    half = target.with_name(f".{target.name}.{os.urandom(4).hex()}.half")
    with _told(shop, target):
        _clear_up(target.parent)
        _look_for_room(shop, target)
        os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            _bring_home(shop)
            modified = shop.path.stat().st_mtime_ns
            facts = _copy_pages(shop, half, _Pace(half, progress, cancelled))
            _check(shop, half, facts)
            seal.put(half, shop.database.key)
            to_disk(half)
            _refuse_to_overwrite(shop, target, replacing=replacing)
            half.replace(target)
        finally:
            discard(half)
        folder_to_disk(target.parent)
        os.utime(target, ns=(modified, modified))
    return facts


def facts_of(shop: Shop) -> Facts:
    """What the open shop holds now."""
    return _facts(shop.run(_FACTS).fetchone())


def facts_in(shop: Shop, copy: Path) -> Facts | None:
    """What a copy of the shop holds; None if it does not open with the shop's key, or is none."""
    return look_into(copy, shop.database.key)


def look_into(copy: Path, key: Key | None) -> Facts | None:
    """What a shop file that nobody has open holds; None if it does not open with this key, or is no shop. One that
    is not encrypted needs none. Nothing is written."""
    try:
        with _opened(copy, key) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return None
            return facts_on(connection)
    except (dbapi2.DatabaseError, UnicodeDecodeError, OSError):
        return None


def is_sound(copy: Path, key: Key | None = None) -> bool | None:
    """Whether every page of a copy is as it was written; None if that cannot be told without its password. A copy
    with a seal is compared with that and needs none; an older one is asked by the engine."""
    try:
        found = seal.look(copy).state
        if found is not seal.State.NONE:
            return found is seal.State.SOUND
        with _opened(copy, key) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except (dbapi2.DatabaseError, UnicodeDecodeError, OSError):
        return None if is_encrypted(copy) else False


@contextmanager
def _opened(copy: Path, key: Key | None) -> Iterator[Any]:
    """A bare connection to a copy, under the key if it is encrypted."""
    encrypted = is_encrypted(copy)
    connection = connections.connect(copy, key if encrypted else None, salt_in(copy) if encrypted else b"")
    try:
        yield connection
    finally:
        connection.close()


def holds_the_same(shop: Shop, copy: Path) -> bool:
    """Whether nothing was written to the shop since the copy was made: no change, nor anything by another program.

    A copy has the time at which the shop's file was last written to, as `cp -p` gives it.
    """
    _bring_home(shop)
    found = facts_in(shop, copy)
    if found is None or found != facts_of(shop) or is_encrypted(copy) != shop.encrypted:
        return False
    return abs(copy.stat().st_mtime - shop.path.stat().st_mtime) <= _SAME_TIME_S


def facts_on(connection: Any) -> Facts:
    """What a shop file holds, on a bare connection to it. The engine's own errors pass."""
    return _facts(connection.execute(_FACTS).fetchone())


def _bring_home(shop: Shop) -> None:
    """Bring what was written from the log into the file, whose time then tells when that was; where it may be written
    to."""
    if shop.read_only is None and shop.wholeness.is_checked:
        shop.run("PRAGMA wal_checkpoint(PASSIVE)")


def _facts(row: Any) -> Facts:
    customers, purchases, change, at = row
    return Facts(customers, purchases, None if change is None else (change, at))


def _refuse_to_overwrite(shop: Shop, target: Path, *, replacing: bool) -> None:
    own = {beside(shop.path, part).name for part in ("", *BESIDE)}
    if target.name in own and target.absolute().parent.resolve() == shop.path.absolute().parent.resolve():
        raise CannotWriteFile(Sentence("“%1” is the shop itself. Choose another name for the copy.", target.name))
    if replacing and target.is_file() and not target.is_symlink():
        if any(os.path.lexists(beside(target, part)) for part in BESIDE):
            raise CannotWriteFile(
                Sentence("“%1” is open in another program and was left as it is. Choose another name.", target.name)
            )
    elif os.path.lexists(target):
        raise CannotWriteFile(Sentence("“%1” exists already and was left as it is. Choose another name.", target.name))


class _Pace:
    """Between two steps of the copying: tells, stops where asked to, and lets others at the disk."""

    def __init__(self, half: Path, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._half = half
        self._progress = progress
        self._cancelled = cancelled
        self._steps = 0

    def __call__(self, status: int, remaining: int, total: int) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled(Sentence("Stopped. Nothing was changed."))
        if self._progress is not None:
            self._progress(total - remaining, total)
        self._steps += 1
        if self._steps % _TO_DISK_EVERY == 0:
            to_disk(self._half)
        time.sleep(_REST_S)


def _copy_pages(shop: Shop, half: Path, pace: _Pace) -> Facts:
    """Copy every page of one view of the shop; what it holds."""
    copy = shop.database.beside(half)
    try:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        with shop.reading():
            facts = facts_of(shop)
            # Without a WAL (some network disks) those who write wait for this view to end: then all in one go.
            walks = shop.run("PRAGMA journal_mode").fetchone() == ("wal",)
            shop.database.connection().backup(copy, pages=_STEP if walks else -1, progress=pace)
        copy.execute("PRAGMA journal_mode = DELETE")  # one tidy file, which opens on a read-only disk too
    finally:
        copy.close()
    return facts


def _check(shop: Shop, half: Path, facts: Facts) -> None:
    """Open the copy as a shop would be, and compare; ShopDamaged."""
    copy = shop.database.beside(half)
    try:
        sound = copy.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    finally:
        copy.close()
    if not sound or facts_in(shop, half) != facts:
        raise meanings.damaged(shop.path)


def _clear_up(folder: Path) -> None:
    """Remove what a crash has left of copies in this folder."""
    now = time.time()
    for path in folder.iterdir():
        if _HALF.fullmatch(path.name):
            with suppress(OSError):
                if now - path.stat().st_mtime > _FORSAKEN_S:
                    path.unlink()


def _look_for_room(shop: Shop, target: Path) -> None:
    # Under SQLCipher the size of a page is told as text.
    pages, size = (int(shop.run(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    if shutil.disk_usage(target.absolute().parent).free < pages * size + _ROOM:
        raise _no_room(target)


@contextmanager
def _told(shop: Shop, target: Path) -> Iterator[None]:
    """Turn what can go wrong with a copy into sentences about it."""
    try:
        yield
    except OSError as error:
        raise _meaning(error, target) from error
    except dbapi2.DatabaseError as error:
        shop.database.doubt()
        raise _engine_meaning(error, shop, target) from error


def _meaning(error: OSError, target: Path) -> UserError:
    folder = target.absolute().parent
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _no_room(target)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CannotWriteFile(
            Sentence("The folder “%1” cannot be written to. Choose another folder, or allow writing there.", folder)
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return CannotWriteFile(
            Sentence("There is no folder “%1”. Connect its disk or stick, or choose another folder.", folder)
        )
    return DiskFailure(
        Sentence("The disk of “%1” does not take the copy (%2). Connect it anew, or choose another folder.", folder,
                 error.strerror or str(error))
    )  # fmt: skip


def _engine_meaning(error: Exception, shop: Shop, target: Path) -> UserError:
    """What an error of SQLite means while a copy is made or checked."""
    code = getattr(error, "sqlite_errorcode", _CODES.get(str(error), 0)) & 0xFF
    if code in (_IO_ERROR, _FULL) and _is_full(target):
        return _no_room(target)
    if code in (_CORRUPT, _NO_DATABASE):
        return meanings.damaged(shop.path)
    return _meaning(OSError(errno.EIO, str(error)), target)


def _is_full(target: Path) -> bool:
    try:
        return shutil.disk_usage(target.absolute().parent).free < _ROOM
    except OSError:
        return False


def _no_room(target: Path) -> DiskFull:
    return DiskFull(
        Sentence("There is not enough room for a copy of the shop in “%1”. Free some space there, or choose another "
                 "folder.", target.absolute().parent)
    )  # fmt: skip
