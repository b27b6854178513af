"""How a file that is handed over comes to be: whole, or not at all."""

from __future__ import annotations

import errno
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from crm_desktop.errors import CannotWriteFile, DiskFull
from crm_desktop.language import Sentence

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")

_STEM: Final = 40
_FORSAKEN_S: Final = 600
"""A half-written file that nobody has touched for this many seconds was left behind by a program that ended."""


def clean(text: str) -> str:
    """The text without the control characters and lone surrogates that files and spreadsheets cannot hold."""
    return _CONTROL.sub("", text)


@contextmanager
def replacing(path: Path, unless: Callable[[Path], bool] = lambda new: False) -> Iterator[BinaryIO]:
    """A new file beside `path` that takes its place when it is whole. CannotWriteFile, DiskFull; then the old file is
    as it was. Where `unless` says so of the new one, the old file stays too."""
    temporary: Path | None = None
    _clear_up(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem[:_STEM]}-", suffix=".tmp", dir=path.absolute().parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if unless(temporary):
            return
        temporary.chmod(_mode_for(path))
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, "read-only", str(path))
        temporary.replace(path)
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def _clear_up(path: Path) -> None:
    """Remove what was left beside this file where the program was ended in the midst of writing it."""
    left_over = re.compile(rf"\.{re.escape(path.stem[:_STEM])}-[a-z0-9_]{{8}}\.tmp")
    long_ago = time.time() - _FORSAKEN_S
    with suppress(OSError):
        for each in path.absolute().parent.iterdir():
            if left_over.fullmatch(each.name) and each.stat().st_mtime < long_ago:
                each.unlink()


def _mode_for(path: Path) -> int:
    """The permissions of the file to be replaced, else those that a new file gets."""
    with suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return _NEW_FILE & ~mask


_NEW_FILE: Final = 0o666


def _cannot(path: Path, error: OSError) -> CannotWriteFile | DiskFull:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(Sentence("The disk is full: “%1” was not written. Free some space and try again.", path.name))
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return CannotWriteFile(Sentence("There is no folder “%1” to write into.", path.absolute().parent))
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return CannotWriteFile(Sentence("“%1” is a folder. Give the file another name.", path.name))
    if isinstance(error, PermissionError):
        return CannotWriteFile(
            Sentence(
                "“%1” may not be written. If it is open in another program, close it there; otherwise choose another "
                "folder or name.",
                path.name,
            )
        )
    return CannotWriteFile(Sentence("“%1” could not be written: %2.", path.name, error.strerror or str(error)))
