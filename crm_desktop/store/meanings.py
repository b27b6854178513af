"""What the engine's result codes mean to a person: https://www.sqlite.org/rescode.html, each of them.

A code that only a mistake of ours brings about means nothing to a person, and is left to be reported as a bug. Our
driver tells primary codes alone, so why a disk refuses is found out by trying; the extended ones say more where they
come through.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from crm_desktop.errors import (
    DiskFailure,
    DiskFull,
    NotAShop,
    OutOfMemory,
    ShopDamaged,
    ShopInUse,
    ShopMissing,
    ShopReadOnly,
    ShopTooNew,
    UserError,
    WrongPassword,
)
from crm_desktop.language import Sentence
from crm_desktop.store import computer

CODES_BY_WORDS: Final[Mapping[str, int]] = {
    "database is locked": 5,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "file is not a database": 26,
}
"""Errors of the backup API and of `sqlcipher_export` are told by words alone."""

_IOERR, _CANTOPEN, _NOTADB = 10, 14, 26
_PROBE: Final = bytes(64 * 1024)
"""A disk that does not take as much as this is full: not even what SQLite keeps beside an open file fits."""


def error_for(code: int, path: Path, *, encrypted: bool) -> UserError | None:
    """The sentence for a result code, primary or extended, met with a shop file; None if it is a bug."""
    primary = code & 0xFF
    if primary in (_IOERR, _CANTOPEN) and code not in _SAYS_WHY:
        return _disk_failure(path, primary)
    if primary == _NOTADB:
        return wrong_password(path) if encrypted else not_a_shop(path)
    meaning = _SAYS_WHY.get(code) or _MEANINGS.get(primary)
    return meaning(path) if meaning is not None else None


def _disk_failure(path: Path, kind: int) -> UserError:
    """Why the disk refuses, or the file does not open: found out by writing something there, for the engine tells all
    of it by the same codes."""
    match _refusal(path):
        case errno.ENOSPC:
            return _disk_full(path)
        case errno.EDQUOT:
            return _share_used_up(path)
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return read_only(path)
        case errno.ENOLCK:
            return _cannot_lock(path)
        case errno.ENOENT | errno.ENOTDIR | errno.ENODEV | errno.ENXIO:
            return _folder_gone(path)
        case errno.EFBIG:
            return _too_large(path)
        case None if kind == _IOERR and _at_limit(path):
            return _too_large(path)
        case _ if kind == _CANTOPEN:
            return DiskFailure(
                Sentence("“%1” cannot be opened. Check that the folder is still there and that you may read and write "
                         "in it.", path.name)
            )  # fmt: skip
    return DiskFailure(
        Sentence("The disk that holds “%1” does not answer. Nothing of this change was saved, and what was saved "
                 "before is untouched. Check that the disk or stick is connected, then try again.", path.name)
    )  # fmt: skip


def _refusal(path: Path) -> int | None:
    """The system's own reason why nothing can be written or locked beside a file; None if it can."""
    try:
        file, name = tempfile.mkstemp(".probe", ".crm-", path.absolute().parent)
        probe = Path(name)
        try:
            with os.fdopen(file, "wb", 0) as opened:
                opened.write(_PROBE)
                os.fsync(opened.fileno())
            return None if computer.locks_exclude(probe) else errno.ENOLCK
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        return error.errno


def _at_limit(path: Path) -> bool:
    """Whether one of the shop's files has the size that the system allows this program's files."""
    try:
        import resource
    except ImportError:  # Windows knows no such limit
        return False
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    if limit == resource.RLIM_INFINITY:
        return False
    sizes = [file.stat().st_size for file in path.absolute().parent.glob(f"{path.name}*") if file.is_file()]
    return max(sizes, default=0) + len(_PROBE) > limit


def in_use(path: Path) -> ShopInUse:
    """Another program is writing to the file (SQLITE_BUSY, SQLITE_LOCKED)."""
    return ShopInUse(
        Sentence("Another program is writing to “%1” just now. Nothing was changed; try again in a moment.", path.name)
    )


def _not_writable(path: Path) -> UserError:
    return read_only(path) if path.exists() else moved(path)


def read_only(path: Path) -> ShopReadOnly:
    """The file or its disk cannot be written to."""
    return ShopReadOnly(
        Sentence("“%1” cannot be written to: the disk or the file is read-only. Nothing was changed. "
                 "Copy the file to a disk that can be written, and open the copy.", path.name)
    )  # fmt: skip


def damaged(path: Path) -> ShopDamaged:
    """The file is broken, and is left as it is."""
    return ShopDamaged(
        Sentence("“%1” is damaged and was left as it is. Open the newest backup, or ask for help before you try "
                 "anything else with this file.", path.name)
    )  # fmt: skip


def not_a_shop(path: Path) -> NotAShop:
    """The file is something else than a shop."""
    return NotAShop(
        Sentence("“%1” is not a shop file. It was left as it is. Choose a file that CRM Desktop has made; "
                 "spreadsheets are brought in by Import.", path.name)
    )  # fmt: skip


def missing(path: Path) -> ShopMissing:
    """There is no file at the path."""
    return ShopMissing(
        Sentence("There is no file “%1”. It may have been moved or renamed, or its stick is not connected.", path)
    )


def too_new(path: Path) -> ShopTooNew:
    """The file has a schema that this version does not know."""
    return ShopTooNew(
        Sentence("“%1” was made by a newer version of CRM Desktop and was left as it is. Install the newest version, "
                 "then open it again.", path.name)
    )  # fmt: skip


def cannot_read(path: Path, error: OSError) -> ShopReadOnly:
    """The system does not let the file be read: `error` says why."""
    return ShopReadOnly(Sentence("“%1” cannot be read: %2. Nothing was changed.", path.name, error.strerror))


def no_password(path: Path) -> WrongPassword:
    """The file is encrypted, and no password was given."""
    return WrongPassword(Sentence("“%1” is protected by a password, and none was given.", path.name))


def wrong_password(path: Path) -> WrongPassword:
    """The file does not open with the password that was given."""
    return WrongPassword(Sentence("“%1” does not open with this password. Check it and try again.", path.name))


def moved(path: Path) -> DiskFailure:
    """The open file is no longer where it was."""
    return DiskFailure(
        Sentence("“%1” was moved, renamed, deleted or replaced while it was open, or its disk was taken out. This "
                 "change was not saved. Put the file back where it was, or open it where it is now.", path.name)
    )  # fmt: skip


def out_of_memory(path: Path | None = None) -> OutOfMemory:
    """The computer has run out of memory; `path` is not needed, but every meaning is given one."""
    return OutOfMemory(
        Sentence("The computer has run out of memory. Nothing of this change was saved, and what was saved before is "
                 "untouched. Close other programs, then try again.")
    )  # fmt: skip


def _some_disk_full(path: Path) -> DiskFull:
    """Of the shop's disk and that of the engine's temporary files the one that has less room: it tells both by one
    code."""
    temporary = _temporary_folder()
    try:
        if shutil.disk_usage(temporary).free < shutil.disk_usage(path.absolute().parent).free:
            return _no_room_for_temporary_files(temporary)
    except OSError:
        pass
    return _disk_full(path)


def _temporary_folder() -> Path:
    """The folder of the engine's temporary files (https://www.sqlite.org/tempfiles.html, 5). Python looks for a folder
    with room."""
    chosen = (os.environ.get(name) for name in ("SQLITE_TMPDIR", "TMPDIR", "TMP", "TEMP"))
    places = (Path(place) for place in (*chosen, "/var/tmp", "/tmp") if place)
    return next((place for place in places if place.is_dir()), Path())


def _no_room_for_temporary_files(folder: Path) -> DiskFull:
    return DiskFull(
        Sentence("The disk that holds this computer's temporary files (%1) is full. This change was not saved, and "
                 "what was saved before is untouched. Free some space there, then try again.", folder)
    )  # fmt: skip


def _disk_full(path: Path) -> DiskFull:
    return DiskFull(
        Sentence("The disk that holds “%1” is full. This change was not saved, and what was saved before is "
                 "untouched. Free some space, then save again.", path.name)
    )  # fmt: skip


def _share_used_up(path: Path) -> DiskFull:
    return DiskFull(
        Sentence("Your share of the disk that holds “%1” is used up. This change was not saved, and what was saved "
                 "before is untouched. Delete something of yours there, then save again.", path.name)
    )  # fmt: skip


def _too_large(path: Path) -> DiskFull:
    return DiskFull(
        Sentence("“%1” has grown as large as its disk or this computer lets a file be. This change was not saved, and "
                 "what was saved before is untouched. Copy the shop to another disk, and open the copy.", path.name)
    )  # fmt: skip


def _not_allowed(path: Path) -> DiskFailure:
    return DiskFailure(
        Sentence("The system does not let CRM Desktop use “%1”. Nothing was changed. Allow reading and writing of the "
                 "file and its folder, then try again.", path.name)
    )  # fmt: skip


def _cannot_lock(path: Path) -> DiskFailure:
    return DiskFailure(
        Sentence("The disk that holds “%1” does not lock the file against other programs, as some network drives do "
                 "not. Nothing was changed. Copy the shop to a disk of this computer, and open the copy.", path.name)
    )  # fmt: skip


def _protocol(path: Path) -> UserError:
    """Locks were not given for long: by a disk that has none, or because many others are at it."""
    return _cannot_lock(path) if _refusal(path) == errno.ENOLCK else in_use(path)


def _folder_gone(path: Path) -> DiskFailure:
    return DiskFailure(
        Sentence("The folder of “%1” is not there any more: its disk or stick may have been taken out. This change was "
                 "not saved. Connect it again, then save again.", path.name)
    )  # fmt: skip


def _too_long(path: Path) -> UserError:
    return UserError(Sentence("This is too long to be saved. Shorten it, or split it in two."))


_MEANINGS: Final[Mapping[int, Callable[[Path], UserError]]] = {
    3: _not_allowed,
    5: in_use,
    6: in_use,
    7: out_of_memory,
    8: _not_writable,
    11: damaged,
    13: _some_disk_full,
    15: _protocol,
    17: in_use,
    18: _too_long,
    22: _too_large,
    23: _not_allowed,
}
"""PERM, BUSY, LOCKED, NOMEM, READONLY, CORRUPT, FULL, PROTOCOL, SCHEMA, TOOBIG, NOLFS, AUTH"""

_SAYS_WHY: Final[Mapping[int, Callable[[Path], UserError]]] = {
    1032: moved,
    2058: _cannot_lock,
    2314: _cannot_lock,
    3082: out_of_memory,
    3594: _cannot_lock,
    3850: _cannot_lock,
    5130: _cannot_lock,
    7178: _not_allowed,
}
"""READONLY_DBMOVED; of IOERR: UNLOCK, RDLOCK, NOMEM, CHECKRESERVEDLOCK, LOCK, SHMLOCK, AUTH"""
