"""The seal of a shop file that is closed: checksums of all its pages, kept in whole pages behind its last one.

SQLite has no checksums: a bit that flips in a name passes its own checks. So whoever closes a shop tidily seals it, and
whoever opens it next compares. SQLite reads and writes past pages behind a file's end as if they were not there; what
it needs there it takes.

A seal counts only while nobody has written to the file since. A plain file tells it by its change counter, which every
program increases when it writes (https://www.sqlite.org/fileformat2.html, 1.3.7), the more so where it turns to WAL.
An encrypted one does not tell, but has checksums of its own that can be asked. And none counts while a journal is
beside the file: what is in there belongs to the file.

The last 80 bytes of the file are the end of the seal: its name, how many pages it speaks of, and its own checksum, so
that half a seal, or a flipped bit in it, is no seal.

Here files are opened beside SQLite: never while a connection of this process has the file open, except as its only one
and about to close (https://www.sqlite.org/howtocorrupt.html, 2.2).
"""

from __future__ import annotations

import os
import struct
import sys
import zlib
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final

from crm_desktop.errors import Cancelled
from crm_desktop.language import Sentence
from crm_desktop.store.key import SALT_BYTES, Key

PAGE: Final = 4096
"""Bytes of a page of an encrypted file; a plain one says its own."""

_MAGIC: Final = b"CRM Desktop seal"
_VERSION: Final = 1
_END: Final = struct.Struct(">16s6I16s16sI")
_SUM: Final = struct.Struct(">I")
END_BYTES: Final = _END.size + _SUM.size

PLAIN_HEADER: Final = b"SQLite format 3\0"
"""How every file begins that is not encrypted."""
_HEADER_BYTES: Final = 100
_AT_ONCE: Final = 1 << 20
_LOCK_BYTE: Final = 0x40000000
"""The page here is never used: its bytes are what SQLite locks, and Windows lets nobody read what is locked."""

_CHECKED_WORD: Final = b"the key of this shop"
_CHECK_BYTES: Final = 16


class State(Enum):
    """What a seal says of its file."""

    SOUND = "sound"
    BROKEN = "broken"
    NONE = "none"
    """There is no seal, or one that does not count any more."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The end of a seal. `salt` and `key_check` are zeros for a plain file; `counter` is 0 for an encrypted one."""

    page_size: int
    pages: int
    own_pages: int
    counter: int
    encrypted: bool
    salt: bytes
    key_check: bytes
    sum_of_sums: int

    def is_key(self, key: Key) -> bool:
        """Whether the file was under this key when it was sealed."""
        import hmac

        return self.encrypted and hmac.compare_digest(self.key_check, _key_check(key, self.salt))


@dataclass(frozen=True, slots=True)
class Look:
    """What was found: `broken` are the numbers of the pages that are not as they were sealed, from 1. `seal` is there
    also where it does not count any more."""

    state: State
    seal: Seal | None = None
    broken: tuple[int, ...] = ()


def look(path: Path) -> Look:
    """Compare a closed file with its seal: 200 MB in a tenth of a second. OSError if it cannot be read."""
    with path.open("rb", buffering=0) as file:
        return _compared(path, file, lambda: False)


def _compared(path: Path, file: Any, cancelled: Callable[[], bool]) -> Look:
    seal, sums = _read(file)
    if seal is None or not _still_counts(path, file, seal):
        return Look(State.NONE, seal)
    found = _sums(file, seal.pages, seal.page_size, cancelled)
    broken: tuple[int, ...] = ()
    if sums != found:
        broken = tuple(number for number, both in enumerate(zip(sums, found, strict=True), 1) if both[0] != both[1])
    if broken and not _still_counts(path, file, seal):  # another program has written meanwhile
        return Look(State.NONE, seal)
    return Look(State.BROKEN if broken else State.SOUND, seal, broken)


def _still_counts(path: Path, file: Any, seal: Seal) -> bool:
    return not _has_journal(path) and (seal.encrypted or _counts(file, seal))


class Comparison:
    """A large file that is compared with its seal while SQLite has it open already: by a handle that is opened before
    SQLite's first, and must not be closed before its last. Until it is compared nobody may write by this process."""

    def __init__(self, path: Path, file: Any, seal: Seal) -> None:
        self.seal = seal
        self._path = path
        self._file = file

    @classmethod
    def begin(cls, path: Path, least: int) -> Comparison | None:
        """For a closed file of at least so many bytes, with a seal that counts. None for any other, and for one that
        cannot be read, which others tell better."""
        try:
            file = path.open("rb", buffering=0)
        except OSError:
            return None
        try:
            if os.fstat(file.fileno()).st_size >= least:
                seal = _read(file)[0]
                if seal is not None and _still_counts(path, file, seal):
                    return cls(path, file, seal)
        except OSError:
            pass
        file.close()
        return None

    def look(self, cancelled: Callable[[], bool] | None = None) -> Look:
        """Do what `look` does, in a thread that has time. Cancelled, OSError."""
        return _compared(self._path, self._file, cancelled or (lambda: False))

    def close(self) -> None:
        self._file.close()


def of(path: Path) -> Seal | None:
    """The seal of a closed file, whether it counts or not."""
    try:
        with path.open("rb", buffering=0) as file:
            return _read(file)[0]
    except OSError:
        return None


def put(path: Path, key: Key | None, pages: int | None = None) -> None:
    """Seal a file that is closed, tidy and on the disk. `pages`: how many it has, where more may be behind them; needed
    for an encrypted file that had a seal before. OSError: then it has no seal."""
    with path.open("r+b", buffering=0) as file:
        header = file.read(_HEADER_BYTES)
        salt = header[:SALT_BYTES] if key is not None else bytes(SALT_BYTES)
        page_size = PAGE if key is not None else _page_size(header)
        if pages is None:
            pages = os.fstat(file.fileno()).st_size // PAGE if key is not None else int.from_bytes(header[28:32], "big")
        sums = _turned(_sums(file, pages, page_size)).tobytes()
        own_pages = -(-(len(sums) + END_BYTES) // page_size)
        body = sums.ljust(own_pages * page_size - END_BYTES, b"\0")
        end = _END.pack(
            _MAGIC, _VERSION, page_size, pages, own_pages,
            0 if key is not None else int.from_bytes(header[24:28], "big"),
            key is not None, salt, _key_check(key, salt), zlib.crc32(body),
        )  # fmt: skip
        try:
            file.truncate(pages * page_size)
            file.seek(pages * page_size)
            _write(file, body + end + _SUM.pack(zlib.crc32(end)))
            os.fsync(file.fileno())
        except OSError:
            file.truncate(pages * page_size)
            raise


def _write(file: Any, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _page_size(header: bytes) -> int:
    size = int.from_bytes(header[16:18], "big")
    return 65536 if size == 1 else size


def _key_check(key: Key | None, salt: bytes) -> bytes:
    """What tells a wrong password from a broken first page; to guess a password by it takes as long as by the page."""
    if key is None:
        return bytes(_CHECK_BYTES)
    import hmac

    return hmac.digest(key.bytes_of(salt), _CHECKED_WORD, "sha256")[:_CHECK_BYTES]


def has_dead_journal(path: Path) -> bool:
    """Whether a program was killed before it wrote anything, and has left a journal that is never looked at again: its
    first byte is written last, and before the file itself (https://www.sqlite.org/fileformat2.html, 3)."""
    return _first_byte(path, "-journal") == b"\0"


def _has_journal(path: Path) -> bool:
    """Whether something beside the file may belong to it: then what is in the file is not all of it."""
    return bool(_first_byte(path, "-wal")) or _first_byte(path, "-journal") not in (b"", b"\0")


def _first_byte(path: Path, part: str) -> bytes:
    """The first byte of a file that SQLite keeps beside the shop's; nothing if there is none."""
    try:
        with path.with_name(path.name + part).open("rb") as file:
            return file.read(1)
    except FileNotFoundError:
        return b""
    except OSError:
        return b"?"


def _read(file: Any) -> tuple[Seal | None, array[int]]:
    """A whole seal and the checksums in it; none where it is not whole."""
    sums = array("I")  # packed: those of 2 GB take 2 MB, not 20
    size = os.fstat(file.fileno()).st_size
    if size < END_BYTES:
        return None, sums
    file.seek(size - END_BYTES)
    raw = file.read(END_BYTES)
    if not raw.startswith(_MAGIC) or _SUM.unpack(raw[_END.size :])[0] != zlib.crc32(raw[: _END.size]):
        return None, sums
    _, version, *rest = _END.unpack(raw[: _END.size])
    page_size, pages, own_pages, counter, encrypted, salt, key_check, sum_of_sums = rest
    seal = Seal(page_size, pages, own_pages, counter, bool(encrypted), salt, key_check, sum_of_sums)
    begin, length = seal.pages * seal.page_size, seal.own_pages * seal.page_size
    if version != _VERSION or begin + length != size:
        return None, sums
    file.seek(begin)
    body = file.read(length - END_BYTES)
    if zlib.crc32(body) != seal.sum_of_sums:
        return None, sums
    sums.frombytes(body[: seal.pages * sums.itemsize])
    return seal, _turned(sums)


def _turned(sums: array[int]) -> array[int]:
    """Checksums turned from this computer's order of bytes into the file's, the highest first, or back."""
    if sys.byteorder == "little":
        sums.byteswap()
    return sums


def _counts(file: Any, seal: Seal) -> bool:
    """Whether no other program has written since. One that has writes both counters alike: two that differ are
    damage."""
    file.seek(0)
    header = file.read(_HEADER_BYTES)
    first, second = (int.from_bytes(header[at : at + 4], "big") for at in (24, 92))
    return first != second or first == seal.counter


def _sums(file: Any, pages: int, page_size: int, cancelled: Callable[[], bool] = lambda: False) -> array[int]:
    """The checksum of each page."""
    buffer = memoryview(bytearray(_AT_ONCE))
    views = [buffer[at : at + page_size] for at in range(0, _AT_ONCE, page_size)]
    sums = array("I")
    end = pages * page_size
    for begin in range(0, end, _AT_ONCE):
        if cancelled():
            raise Cancelled(Sentence("Stopped. Nothing was changed."))
        skipped = page_size if begin == _LOCK_BYTE else 0
        length = min(_AT_ONCE, end - begin) - skipped
        file.seek(begin + skipped)
        _fill(file, buffer[skipped : skipped + length])
        if skipped:
            sums.append(0)
        sums.extend(map(zlib.crc32, views[skipped // page_size : (skipped + length) // page_size]))
    return sums


def _fill(file: Any, buffer: memoryview) -> None:
    """Read as much as the buffer takes; a file that ends too early gives zeros."""
    while buffer:
        got = file.readinto(buffer)
        if not got:
            buffer[:] = bytes(len(buffer))
            return
        buffer = buffer[got:]
