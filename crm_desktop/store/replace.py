"""A whole new file in the place of a shop's own: the power may go at any moment, and one of the two is there, whole.

The shop is closed: nobody of this process has it open, and the caller has seen to it that no other has. The old file
is kept under a second name first, and that name is brought to the disk; then the new one takes its place in one step
of the file system (https://pubs.opengroup.org/onlinepubs/9799919799/functions/rename.html).
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from crm_desktop.errors import CannotWriteFile, DiskFailure, DiskFull, ShopInUse, ShopReadOnly, UserError
from crm_desktop.language import Sentence
from crm_desktop.store import connections
from crm_desktop.store.disk import BESIDE, LOGS, beside, discard, folder_to_disk, to_disk
from crm_desktop.store.engine import ShopDatabase
from crm_desktop.store.key import Key, salt_in

_PATIENCE_MS: Final = 500

_FORSAKEN_S: Final = 600

_ROOM: Final = 16 * 1024 * 1024
"""Bytes that a new file leaves free on the disk."""


def half_beside(path: Path) -> Path:
    """A name for a new file that is to take the place of the shop: in its folder, hidden, free. Where the shop's name
    is a link, in the folder of the file that it means."""
    real = path.resolve()
    return real.with_name(f".{real.name}.{os.urandom(4).hex()}.half")


def sweep(path: Path, *, forsaken: bool = False) -> None:
    """Remove what a crash has left of new files that were to take the shop's place. For who has the shop alone; others
    may take only what is `forsaken`: nobody has written to it for minutes."""
    real = path.resolve()
    until = time.time() - _FORSAKEN_S
    # Of a copy that is put under another password before it takes the place there is a half of a half.
    mark = re.compile(r"\.{1,2}" + re.escape(real.name) + r"(\.[0-9a-f]{8}\.half){1,2}(-wal|-shm|-journal)?")
    with suppress(OSError):
        for found in [*real.parent.iterdir()]:
            if mark.fullmatch(found.name) and (not forsaken or found.stat().st_mtime < until):
                discard(found)


def look_for_room(path: Path, size: int) -> None:
    """DiskFull if a new file of `size` bytes does not fit beside the shop."""
    with told(path):
        if shutil.disk_usage(path.resolve().parent).free < size + _ROOM:
            raise _no_room(path)


def settle(path: Path, key: Key | None) -> None:
    """Bring a closed shop's file to itself: nothing beside it belongs to it any more.

    ShopInUse if another program has it open; what else can be wrong with it is told as by opening it.
    """
    salt = salt_in(path) if key is not None else b""
    try:
        with ShopDatabase(path, key).told():
            connection = connections.connect(path, key, salt)
            try:
                connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
                # From WAL to this mode there is no way while any other connection is open, whatever that one does.
                connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            finally:
                connection.close()
    except ShopInUse as error:
        raise in_use(path) from error


def replace_shop(path: Path, new: Path, keep_as: Path | None = None, *, broken: bool = False) -> None:
    """Put `new`, a finished shop file made under a name of `half_beside`, in the place of the closed shop at `path`.

    The old file stays as `keep_as`, where that is given; where there is no old file, there is nothing to keep. One that
    was not tidily closed is ShopInUse, unless it is `broken` and will never be: then what is beside it is kept with it.
    Afterwards everything is on the disk. What can go wrong is a UserError, and then the old file is in its place.
    """
    with told(path):
        real = path.resolve()
        logs = [log for log in LOGS if _size(beside(real, log))]
        if logs and not (broken and keep_as is not None):
            raise in_use(path)
        if keep_as is not None and real.exists():
            for part in (*logs, ""):  # the shop's own file last: whatever bears its name is whole
                _keep(beside(real, part), beside(keep_as, part))
            folder_to_disk(keep_as.absolute().parent)
        if real.exists():
            shutil.copymode(real, new)
        to_disk(new)
        for part in BESIDE:
            beside(real, part).unlink(missing_ok=True)
        _swap(path, new, real)
        folder_to_disk(real.parent)


def not_written(path: Path) -> UserError:
    """Why the engine could not write a new file beside the shop; it does not always say so itself."""
    with suppress(OSError):
        if shutil.disk_usage(path.resolve().parent).free < _ROOM:
            return _no_room(path)
    return _meaning(OSError(errno.EIO, os.strerror(errno.EIO)), path)


def in_use(path: Path) -> ShopInUse:
    """The error that another program has the shop open."""
    return ShopInUse(
        Sentence("“%1” is open in another program. Nothing was changed. Close it there, then try again.", path.name)
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what a disk can answer while a file is replaced into sentences about the shop."""
    try:
        yield
    except FileExistsError as error:
        raise CannotWriteFile(
            Sentence("“%1” exists already and was left as it is. Nothing was changed.", Path(str(error.filename2)).name)
        ) from error
    except OSError as error:
        raise _meaning(error, path) from error


def _meaning(error: OSError, path: Path) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _no_room(path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ShopReadOnly(
            Sentence("“%1” cannot be replaced: its folder is read-only. Nothing was changed.", path.name)
        )
    return DiskFailure(
        Sentence("The disk that holds “%1” does not answer (%2). Nothing was changed. Check that it is connected, then "
                 "try again.", path.name, error.strerror or str(error))
    )  # fmt: skip


def _no_room(path: Path) -> DiskFull:
    return DiskFull(
        Sentence("There is not enough room beside “%1” for a second file of its size. Nothing was changed. Free some "
                 "space, then try again.", path.name)
    )  # fmt: skip


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _keep(path: Path, kept: Path) -> None:
    """Give a file a second name; where the disk knows no such thing, as sticks do, copy it."""
    if os.path.lexists(kept):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path), None, str(kept))
    try:
        os.link(path, kept)
    except OSError:
        half = half_beside(kept)
        try:
            shutil.copy2(path, half)
            to_disk(half)
            half.rename(kept)
        finally:
            discard(half)


def _swap(path: Path, new: Path, real: Path) -> None:
    try:
        new.replace(real)
    except PermissionError as error:
        if os.name == "nt":  # there a file that is open cannot be replaced
            raise in_use(path) from error
        raise
