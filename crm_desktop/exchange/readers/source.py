"""A file on its way to a reader: opened, measured, and every trouble of disks and networks told in a sentence."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from crm_desktop.errors import UnreadableFile
from crm_desktop.language import Sentence

_HEAD: Final = 4096

# Windows' numbers: a file that another program has open, or a part of it locked.
_HELD: Final = (32, 33)
# Windows' numbers and everyone's for a drive elsewhere that no longer answers.
_WINDOWS_NETWORK: Final = (51, 53, 54, 55, 58, 59, 64, 65, 67, 121, 1222, 1231, 1232, 1236)
_NETWORK: Final = frozenset(
    getattr(errno, name)
    for name in (
        *("ENETDOWN", "ENETUNREACH", "ENETRESET", "ECONNABORTED", "ECONNRESET", "ENOTCONN", "ETIMEDOUT"),
        *("ECONNREFUSED", "EHOSTDOWN", "EHOSTUNREACH", "EREMOTEIO", "ENOLINK", "ESHUTDOWN"),
    )
    if hasattr(errno, name)
)
_GONE: Final = frozenset(
    getattr(errno, name) for name in ("ENOENT", "ESTALE", "ENODEV", "ENXIO") if hasattr(errno, name)
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is there and not empty. `head`: its first bytes; `password`: what was given to open it with."""

    path: Path
    size: int
    head: bytes
    password: str | None = None

    @property
    def name(self) -> str:
        """What the owner calls the file."""
        return self.path.name

    def data(self, most: int) -> bytes:
        """All its bytes; UnreadableFile if there are more than `most`, or if they cannot be read."""
        if self.size <= most:
            with self.stream() as stream:
                data = stream.read(most + 1)
            if len(data) <= most:
                return data
        size = f"{max(self.size, most) // 1024**2:,}"
        raise UnreadableFile(Sentence("“%1” is too large to import (%2 MB). Split it into parts.", self.name, size))

    @contextmanager
    def stream(self) -> Iterator[BinaryIO]:
        """The file, opened for reading. What the disk does wrong inside the block becomes UnreadableFile."""
        try:
            with self.path.open("rb") as stream:
                yield stream
        except OSError as error:
            raise _trouble(self.path, error, is_known=True) from error


def source_of(path: Path, password: str | None = None) -> Source:
    """The file, looked at; UnreadableFile if it is none, or cannot be read."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise UnreadableFile(Sentence("“%1” is a folder. Choose a file inside it.", path.name))
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableFile(Sentence("“%1” is not a file that can be read.", path.name))
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _trouble(path, error) from error
    return Source(path, about.st_size, head, password)


def _trouble(path: Path, error: OSError | ValueError, *, is_known: bool = False) -> UnreadableFile:
    """What the system says, in words; `is_known`: the file was there a moment ago."""
    number, windows = getattr(error, "errno", None), getattr(error, "winerror", None)
    if windows in _HELD:
        said = Sentence("“%1” is open in another program. Close it there, and try again.", path.name)
    elif windows in _WINDOWS_NETWORK or number in _NETWORK:
        said = Sentence(
            "The drive with “%1” does not answer. Copy the file to this computer, and import that.", path.name
        )
    elif isinstance(error, PermissionError):
        said = Sentence(
            "“%1” may not be read. If it is open in another program, close it there and try again.", path.name
        )
    elif number in _GONE and is_known:
        said = Sentence(
            "“%1” was moved or deleted while it was being read. Put it back, and try again; nothing was imported.",
            path.name,
        )
    elif isinstance(error, FileNotFoundError):
        said = Sentence("There is no file “%1”.", path)
    else:
        said = Sentence("“%1” could not be read (%2). Copy it to this computer and try again.", path.name, str(error))
    return UnreadableFile(said)
