"""Workbooks behind a password, opened in memory: nothing readable is ever written to a disk.

Excel itself locks a workbook whose structure is protected with one password that everybody knows; that one is tried
without asking.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from pathlib import Path
from struct import unpack_from
from typing import Final

from crm_desktop.errors import FileLocked, UnreadableFile
from crm_desktop.exchange.readers.source import Source
from crm_desktop.language import Sentence

EVERYBODYS: Final = "VelvetSweatshop"

_MOST_TURNS: Final = 1_000_000
"""Excel turns a password 100,000 times; a file that asks for ten million holds the window up for a minute."""
_LONGEST_INFO: Final = 5_000

# Records of an .xls that are never encrypted: BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDInfo, RRDHead.
_CLEAR: Final = frozenset({2057, 47, 404, 405, 225, 406, 312})
_FILE_PASS: Final = 47
_BOUND_SHEET: Final = 133


class _Refused(Exception):
    """Not locked in a way that can be opened."""


def unlocked_package(source: Source, data: bytes) -> bytes:
    """What an encrypted .xlsx, .xlsm or .xlsb packs in: the workbook. FileLocked; UnreadableFile if it is damaged."""
    return _unlocked(source, data, _package)


def unlocked_old(source: Source, data: bytes) -> bytes:
    """An .xls of the same bytes, but not encrypted. FileLocked; UnreadableFile if that cannot be done."""
    return _unlocked(source, data, _old_workbook)


def locked_otherwise(path: Path) -> UnreadableFile:
    """The error for a file that is locked in a way that is not opened here."""
    return UnreadableFile(
        Sentence(
            "“%1” is protected in a way that cannot be opened here, or it is damaged. Open it in Excel, remove the "
            "password, and save it.",
            path.name,
        )
    )


def _unlocked(source: Source, data: bytes, open_with: Callable[[bytes, str], bytes]) -> bytes:
    # Imported for the few files that need them.
    from msoffcrypto.exceptions import InvalidKeyError

    logging.getLogger("msoffcrypto").setLevel(logging.WARNING)  # below it, it tells keys
    for password in filter(None, (EVERYBODYS, source.password)):
        try:
            return open_with(data, password)
        except InvalidKeyError:
            continue
        except Exception as error:  # a damaged file makes the library raise anything
            raise locked_otherwise(source.path) from error
    if source.password:
        raise FileLocked(Sentence("This is not the password of “%1”.", source.name), wrong=True)
    raise FileLocked(
        Sentence("“%1” is protected by a password. Give the password, or save it without one in Excel.", source.name)
    )


def _package(data: bytes, password: str) -> bytes:
    import olefile
    from msoffcrypto.format.ooxml import OOXMLFile

    with olefile.OleFileIO(io.BytesIO(data)) as container, container.openstream("EncryptionInfo") as stream:
        info = stream.read(_LONGEST_INFO + 1)
    if len(info) > _LONGEST_INFO or b"<!" in info:  # entities could grow without end
        raise _Refused
    file = OOXMLFile(io.BytesIO(data))
    if file.info.get("spinValue", 0) > _MOST_TURNS:
        raise _Refused
    file.load_key(password, verify_password=True)
    package = io.BytesIO()
    file.decrypt(package)
    return package.getvalue()


def _old_workbook(data: bytes, password: str) -> bytes:
    """The library's own way would put the opened workbook into a file on the disk: only its cipher is used."""
    import olefile
    from msoffcrypto.format.xls97 import Xls97File
    from msoffcrypto.method.rc4 import DocumentRC4
    from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI

    whole = io.BytesIO(data)
    file = Xls97File(whole)
    file.load_key(password)
    file.data.workbook.seek(0)
    stream = file.data.workbook.read()
    if file.type == "rc4":
        opened = DocumentRC4.decrypt(password, file.salt, io.BytesIO(stream), blocksize=1024)
    elif file.type == "rc4_cryptoapi":
        opened = DocumentRC4CryptoAPI.decrypt(
            password, file.salt, file.keySize, io.BytesIO(stream), blocksize=1024
        )  # fmt: skip
    else:
        raise _Refused
    workbook = bytearray(opened.read())
    _restore_clear(workbook, stream)
    with olefile.OleFileIO(whole, write_mode=True) as container:
        container.write_stream("Workbook", bytes(workbook))
        return whole.getvalue()


def _restore_clear(workbook: bytearray, stream: bytes) -> None:
    """Put back what is not encrypted and was "decrypted" with the rest: each record's head, some records, and where
    a sheet begins. The record that says "encrypted" becomes an empty one."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, at)
        end = at + 4 + size
        clear = end if kind in _CLEAR else at + (8 if kind == _BOUND_SHEET else 4)
        workbook[at:clear] = stream[at:clear]
        if kind == _FILE_PASS:
            workbook[at : at + 2] = b"\0\0"
            workbook[at + 4 : end] = bytes(size)
        at = end
