"""The key of an encrypted shop file: derived once from the password, then given to every connection as it is.

SQLCipher 4 makes the key of a file by 256,000 rounds of PBKDF2-HMAC-SHA512 from the password and the file's first 16
bytes, its salt (https://www.zetetic.net/sqlcipher/design/); for every connection anew, unless it is given the key
itself. That takes a fifth of a second, so it is done here, once for each salt.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from pathlib import Path
from typing import Final, Self

from crm_desktop.errors import InvalidInput
from crm_desktop.language import Sentence

SALT_BYTES: Final = 16
_KEY_BYTES: Final = 32
_ROUNDS: Final = 256_000

_SUM_BYTES: Final = 3
_GROUP: Final = 4
"""Characters of a recovery code between two dashes: 35 bytes are 56 characters, in 14 groups."""
_LOOK_ALIKES: Final = str.maketrans("018", "OIB")


class Key:
    """What opens an encrypted shop file, and its copies: a password, or a recovery code."""

    def __init__(self, password: str) -> None:
        self._password: str | None = password
        self._derived: dict[bytes, bytes] = {}
        self._recovered: bytes | None = None

    @classmethod
    def from_code(cls, code: str) -> Self:
        """The key that a recovery sheet holds. It opens the file it was made of, and the copies of it, as long as the
        password is not changed. InvalidInput if the code is mistyped."""
        letters = "".join(code.split()).replace("-", "").upper().translate(_LOOK_ALIKES)
        try:
            both = base64.b32decode(letters)
        except ValueError:
            both = b""
        raw, check = both[:_KEY_BYTES], both[_KEY_BYTES:]
        if len(raw) != _KEY_BYTES or check != _sum_of(raw):
            raise InvalidInput(
                {"code": Sentence("The recovery code has a slip in it. Compare it with the sheet, group by group.")}
            )
        key = cls("")
        key._password, key._recovered = None, raw
        return key

    def raw(self, salt: bytes) -> str:
        """The key of a file with this salt, as `PRAGMA key` takes it. Takes a fifth of a second for a new salt."""
        return f"x'{self._of(salt).hex()}{salt.hex()}'"

    def bytes_of(self, salt: bytes) -> bytes:
        """The 32 bytes of the AES key of a file with this salt."""
        return self._of(salt)

    def code(self, salt: bytes) -> str:
        """What a recovery sheet holds for a file with this salt."""
        raw = self._of(salt)
        letters = base64.b32encode(raw + _sum_of(raw)).decode("ascii")
        return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))

    def forget(self) -> None:
        """Drop all that could open a file. Python may keep what it copied meanwhile until the memory is used anew."""
        self._password = self._recovered = None
        self._derived.clear()

    def _of(self, salt: bytes) -> bytes:
        if self._recovered is not None:
            return self._recovered
        if self._password is None:
            raise ValueError("this key was forgotten")
        if salt not in self._derived:
            word = self._password.encode("utf-8", "surrogatepass")
            self._derived[salt] = hashlib.pbkdf2_hmac("sha512", word, salt, _ROUNDS, _KEY_BYTES)
        return self._derived[salt]


def salt_in(path: Path) -> bytes:
    """The salt of an encrypted file that no connection of this process has open: closing a file of one's own lets go of
    SQLite's locks on it (https://www.sqlite.org/howtocorrupt.html, 2.2). Empty for an empty file."""
    with path.open("rb") as file:
        return file.read(SALT_BYTES)


def _sum_of(raw: bytes) -> bytes:
    return zlib.crc32(raw).to_bytes(4, "big")[:_SUM_BYTES]
