"""Workbooks locked with a password, as Excel locks them: for tests that open them again."""

from __future__ import annotations

import io
from hashlib import md5, sha1
from pathlib import Path
from struct import pack, unpack_from
from typing import Final

import olefile
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.ecma376_standard import ECMA376Standard
from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI

OLD: Final = Path(__file__).parents[2] / "samples" / "members.xls"
_SALT: Final = bytes(range(16))
_WRITE_ACCESS: Final = 0x5C


def agile(data: bytes, password: str, turns: int = 1_000) -> bytes:
    """Excel 2010 and later."""
    return bytes(ECMA376Agile.encrypt(password, io.BytesIO(data), spin_count=turns))


def standard(data: bytes, password: str) -> bytes:
    """Excel 2007."""
    key = ECMA376Standard.makekey_from_password(password, 0x660E, 0x8004, 0x18, 128, 16, _SALT)

    def ciphered(plain: bytes) -> bytes:
        cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
        return cipher.update(plain + bytes(-len(plain) % 16)) + cipher.finalize()

    name = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + name
    verifier = b"sixteen bytes ok"
    proof = pack("<I", 16) + _SALT + ciphered(verifier) + pack("<I", 20) + ciphered(sha1(verifier).digest())
    info = pack("<HHI", 4, 2, 0x24) + pack("<I", len(header)) + header + proof
    return container(pack("<Q", len(data)) + ciphered(data), info)


def container(package: bytes, info: bytes) -> bytes:
    """An OLE file with what an encrypted workbook has in it."""
    stream = io.BytesIO()
    ECMA376Encrypted(package, info).write_to(stream)
    return stream.getvalue()


def old(password: str, method: str = "rc4") -> bytes:
    """The .xls of the samples, locked as Excel 97 ("rc4") or Excel 2002 ("cryptoapi") does."""
    data = OLD.read_bytes()
    stream = _stream(data)
    verifier = b"sixteen bytes ok"
    if method == "rc4":
        proof = DocumentRC4.decrypt(password, _SALT, io.BytesIO(verifier + md5(verifier).digest())).read()
        said = pack("<HHH", 1, 1, 1) + _SALT + proof
    elif method == "cryptoapi":
        hidden = verifier + sha1(verifier).digest()
        proof = DocumentRC4CryptoAPI.decrypt(password, _SALT, 128, io.BytesIO(hidden)).read()
        header = pack("<8I", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + b"\0\0"
        said = pack("<HHHI", 1, 2, 2, 4) + pack("<I", len(header)) + header
        said += pack("<I", 16) + _SALT + proof[:16] + pack("<I", 20) + proof[16:]
    else:  # Excel 95: an exclusive or; any password that fits the two bytes
        said = pack("<HHH", 0, 0, _old_check(password))
    plain = _with_file_pass(stream, said)
    if method == "cryptoapi":
        cipher = DocumentRC4CryptoAPI.decrypt(password, _SALT, 128, io.BytesIO(plain), blocksize=1024)
    else:
        cipher = DocumentRC4.decrypt(password, _SALT, io.BytesIO(plain), blocksize=1024)
    locked = bytearray(cipher.read())
    at = 0
    while at + 4 <= len(plain):
        kind, size = unpack_from("<HH", plain, at)
        end = at + 4 + size
        clear = end if kind in (2057, 47, 225) else at + (8 if kind == 133 else 4)
        locked[at:clear] = plain[at:clear]
        at = end
    whole = io.BytesIO(data)
    with olefile.OleFileIO(whole, write_mode=True) as file:
        file.write_stream("Workbook", bytes(locked))
        return whole.getvalue()


def _stream(data: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        return bytes(file.openstream("Workbook").read())


def _with_file_pass(stream: bytes, said: bytes) -> bytes:
    """The record of the user's name gives its place to the one that says "encrypted", so that nothing moves."""
    at = 0
    while True:
        kind, size = unpack_from("<HH", stream, at)
        if kind == _WRITE_ACCESS:
            rest = size - len(said) - 4
            filler = pack("<HH", 0, rest) + bytes(rest)
            return stream[:at] + pack("<HH", 47, len(said)) + said + filler + stream[at + 4 + size :]
        at += 4 + size


def _old_check(password: str) -> int:
    check = 0
    for sign in reversed([len(password), *map(ord, password)]):
        check = ((check >> 14 & 1) | (check * 2 & 0x7FFF)) ^ sign
    return check ^ 0xCE4B
