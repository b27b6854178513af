"""The pages of a shop file as they lie on the disk, plain or encrypted, whatever is broken about them.

Nothing here writes, and nothing here trusts: https://www.sqlite.org/fileformat.html tells where things are,
https://www.zetetic.net/sqlcipher/design/ how SQLCipher 4 encrypts a page (AES-256 in CBC mode, then 16 bytes of its
start vector, then an HMAC-SHA512 of both and of the page's number). A page whose HMAC does not fit is decrypted all the
same: one broken bit spoils 16 bytes and one bit of it.

What was written last may still be in the file's write-ahead log: its frames, up to the last whole transaction, stand
for the pages of the file.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from crm_desktop.store import meanings
from crm_desktop.store.key import SALT_BYTES, Key
from crm_desktop.store.seal import PLAIN_HEADER

HEADER_BYTES: Final = 100
USUAL_SIZE: Final = 4096
"""Bytes of a page in every file that this program makes."""

_IV_BYTES: Final = 16
_MAC_BYTES: Final = 64
_RESERVED: Final = _IV_BYTES + _MAC_BYTES
_MAC_SALT_MASK: Final = 0x3A
_MAC_ROUNDS: Final = 2
_TRIED: Final = 64
"""How many pages are tried with a key before it is taken for a wrong one."""

_WAL_HEADER: Final = 32
_FRAME_HEADER: Final = 24


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its reader sees it: decrypted, without what is reserved at its end. `is_sound` says that its checksum
    fits, or that there is none."""

    number: int
    data: bytes
    is_sound: bool

    @property
    def start(self) -> int:
        """Where the tree's part of the page begins: the first page has the file's header before it."""
        return HEADER_BYTES if self.number == 1 else 0


class Cipher:
    """Decrypts the pages of an encrypted file."""

    def __init__(self, key: Key, salt: bytes) -> None:
        self._key = key.bytes_of(salt)
        mac_salt = bytes(byte ^ _MAC_SALT_MASK for byte in salt)
        self._mac_key = hashlib.pbkdf2_hmac("sha512", self._key, mac_salt, _MAC_ROUNDS, len(self._key))

    def fits(self, number: int, raw: bytes) -> bool:
        """Whether a page's HMAC is that of what it holds."""
        begin = SALT_BYTES if number == 1 else 0
        said = raw[begin : len(raw) - _MAC_BYTES] + struct.pack("<I", number)
        return hmac.compare_digest(hmac.digest(self._mac_key, said, "sha512"), raw[-_MAC_BYTES:])

    def decrypt(self, number: int, raw: bytes) -> bytes:
        """What a page holds; noise where it is none of this key."""
        from cryptography.hazmat.primitives.ciphers import Cipher as Aes
        from cryptography.hazmat.primitives.ciphers import algorithms, modes

        end = len(raw) - _RESERVED
        begin = SALT_BYTES if number == 1 else 0
        decryptor = Aes(algorithms.AES(self._key), modes.CBC(raw[end : end + _IV_BYTES])).decryptor()
        clear = decryptor.update(raw[begin:end]) + decryptor.finalize()
        return PLAIN_HEADER + clear if number == 1 else clear


class Pages:
    """The pages of one closed file. `suspects`: pages whose checksums are known to fail, by the file's seal, which also
    knows how many there are (`count`).

    WrongPassword if no page at all is one of the key's. `salts` are those of copies of the file: its own stands in
    its first 16 bytes, and without it nothing can be decrypted.
    """

    def __init__(
        self,
        path: Path,
        key: Key | None,
        *,
        salts: Iterable[bytes] = (),
        suspects: Collection[int] = (),
        count: int | None = None,
    ) -> None:
        self.path = path
        self._suspects = suspects
        try:
            self._file = path.open("rb")
            self._bytes = os.fstat(self._file.fileno()).st_size
        except OSError as error:
            raise meanings.cannot_read(path, error) from error
        try:
            self.size = USUAL_SIZE if key is not None else self._plain_size()
            self._frames = _Log(path, self.size).frames
            self._cipher = self._find_cipher(key, salts) if key is not None else None
        except BaseException:
            self.close()
            raise
        self.usable = self.size - (_RESERVED if key is not None else self._reserved())
        self.count = max(count or -(-self._bytes // self.size), *self._frames, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def page(self, number: int) -> Page | None:
        """A page, the first being 1; None if there is none of that number, or the disk does not give it."""
        raw = self._raw(number)
        if raw is None:
            return None
        if self._cipher is None:
            return Page(number, raw[: self.usable], number not in self._suspects)
        return Page(number, self._cipher.decrypt(number, raw), self._cipher.fits(number, raw))

    def _raw(self, number: int) -> bytes | None:
        if number in self._frames:
            return self._frames[number]
        if number < 1:
            return None
        try:
            self._file.seek((number - 1) * self.size)
            raw = self._file.read(self.size)
        except (OSError, ValueError, OverflowError):
            return None
        return raw if len(raw) == self.size else None

    def _plain_size(self) -> int:
        """What the header says of the size of a page, where that can be true."""
        head = self._head()
        size = int.from_bytes(head[16:18], "big")
        size = 65536 if size == 1 else size
        return size if 512 <= size <= 65536 and size & (size - 1) == 0 else USUAL_SIZE

    def _reserved(self) -> int:
        head = self._head()
        return head[20] if len(head) > 20 and head.startswith(PLAIN_HEADER) and head[20] <= _RESERVED else 0

    def _head(self) -> bytes:
        try:
            self._file.seek(0)
            return self._file.read(HEADER_BYTES)
        except OSError:
            return b""

    def _find_cipher(self, key: Key, salts: Iterable[bytes]) -> Cipher:
        own = self._head()[:SALT_BYTES].ljust(SALT_BYTES, b"\0")
        for salt in dict.fromkeys((own, *salts)):
            cipher = Cipher(key, salt)
            for number in range(1, _TRIED + 1):
                raw = self._raw(number)
                if raw is not None and cipher.fits(number, raw):
                    return cipher
        raise meanings.wrong_password(self.path)


class _Log:
    """The write-ahead log beside a file (https://www.sqlite.org/fileformat.html#the_write_ahead_log)."""

    def __init__(self, path: Path, size: int) -> None:
        self.frames: dict[int, bytes] = {}
        try:
            log = path.with_name(f"{path.name}-wal").read_bytes()
        except OSError:
            return
        if len(log) < _WAL_HEADER:
            return
        magic, _, page_size = struct.unpack(">III", log[:12])
        if magic not in (0x377F0682, 0x377F0683) or page_size != size:
            return
        words = ">" if magic & 1 else "<"
        self._read(log, size, words)

    def _read(self, log: bytes, size: int, words: str) -> None:
        """Take the frames of every whole transaction. The sums run on from one frame to the next."""
        sums = _add_up(log[:24], words, (0, 0))
        if sums != struct.unpack(">II", log[24:32]):
            return
        salts, waiting = log[16:24], {}
        for start in range(_WAL_HEADER, len(log) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
            head = log[start : start + _FRAME_HEADER]
            content = log[start + _FRAME_HEADER : start + _FRAME_HEADER + size]
            number, pages_after = struct.unpack(">II", head[:8])
            sums = _add_up(content, words, _add_up(head[:8], words, sums))
            if head[8:16] != salts or sums != struct.unpack(">II", head[16:24]):
                return
            waiting[number] = content
            if pages_after:  # the end of a transaction
                self.frames.update(waiting)
                waiting = {}


def _add_up(data: bytes, words: str, sums: tuple[int, int]) -> tuple[int, int]:
    """The running sums of a log (https://www.sqlite.org/fileformat.html#checksum_algorithm)."""
    first, second = sums
    for one, other in struct.iter_unpack(f"{words}II", data):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second
