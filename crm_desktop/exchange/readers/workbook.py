"""Workbooks (.xlsx .xls .xlsb .ods) through calamine, whatever the file's name says."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import python_calamine

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.book import Book
from crm_desktop.exchange.readers.extent import TooLarge, farthest, letters
from crm_desktop.exchange.readers.locked import locked_otherwise, unlocked_old, unlocked_package
from crm_desktop.exchange.readers.old_workbook import look_at
from crm_desktop.exchange.readers.source import Source
from crm_desktop.exchange.readers.worksheets import Worksheets, careful, damaged
from crm_desktop.language import Sentence

MAX_BYTES = 256 * 1024**2

MAX_UNPACKED = 1024**3
"""Bytes that a workbook may unpack to. A million rows of thirty columns are about half of it; a zip bomb is more."""

_LARGE = 64 * 1024**2
"""A part of a workbook that unpacks to more is looked at closely: no real one is packed to a 200th."""

_BROKEN = (
    zipfile.BadZipFile, OSError, EOFError, ValueError, KeyError, RuntimeError, NotImplementedError, zlib.error,
)  # fmt: skip
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD_IN_OLE = "WordDocument".encode("utf-16-le")


def reads(head: bytes) -> bool:
    """Whether the file is a zip archive or an OLE container: what all workbooks are packed in."""
    return head.startswith((*_ZIP, _OLE))


def read(source: Source) -> Book:
    """The workbook, its sheets read when asked for; UnreadableFile if it is none, damaged, locked or a bomb."""
    path, data = source.path, source.data(MAX_BYTES)
    if data.startswith(_OLE):
        if _WORD_IN_OLE in data:
            raise _document(path)
        if _ENCRYPTED in data:
            data = unlocked_package(source, data)
    kind = _kind_in_zip(path, data) if data.startswith(_ZIP) else "xls"
    if kind == "xls":
        data = _old(source, data)
    with careful(path):
        book = python_calamine.load_workbook(io.BytesIO(data))
        sheets = [
            sheet for sheet in book.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]  # fmt: skip
    visible = python_calamine.SheetVisibleEnum.Visible
    names = tuple(sheet.name for sheet in sorted(sheets, key=lambda sheet: sheet.visible != visible))
    if not names:
        raise UnreadableFile(Sentence("“%1” has no sheet with a table.", path.name))

    worksheets = Worksheets(path, book)
    return Book(path, kind, None, names, worksheets.read, long=worksheets.long, stream=worksheets.stream)


def _old(source: Source, data: bytes) -> bytes:
    """An .xls that can be read: neither locked nor too wide."""
    book = look_at(data)
    if book is not None and book.is_locked:
        data = unlocked_old(source, data)
        book = look_at(data)
    if book is None:
        raise damaged(source.path)
    if book.corner is not None:
        row, column = book.corner
        raise _far_away(source.path, f"{letters(column)}{row}")
    return data


def _kind_in_zip(path: Path, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename.lower() for entry in entries}
            _refuse_large(path, data, entries)
            content = archive.read("mimetype")[:100] if "mimetype" in names else b""
            if "meta-inf/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise locked_otherwise(path)
            corner = farthest(archive)
    except _BROKEN as error:
        raise damaged(path) from error
    except TooLarge as error:
        raise UnreadableFile(
            Sentence("“%1” has a table that is too large to be read. Split it into parts.", path.name)
        ) from error
    if corner is not None:
        raise _far_away(path, corner)
    for member, kind in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb")):
        if member in names:
            return kind
    if content.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableFile(
            Sentence("“%1” is a presentation, not a table. Copy its table into a spreadsheet and save that.", path.name)
        )
    if any(name.startswith("word/") for name in names) or content.startswith(b"application/vnd.oasis"):
        raise _document(path)
    raise UnreadableFile(
        Sentence("“%1” is a packed archive, not a table. Unpack it and import the table inside.", path.name)
    )


def _refuse_large(path: Path, data: bytes, entries: Sequence[zipfile.ZipInfo]) -> None:
    # Deflate packs at most 1,032 to 1, so a directory that lies about sizes is bounded by the packed bytes.
    is_bomb = any(entry.file_size > _LARGE and entry.file_size > 200 * entry.compress_size for entry in entries)
    if is_bomb or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise UnreadableFile(
            Sentence("“%1” would unpack to more than this computer can hold. Nothing was imported.", path.name)
        )
    if sum(entry.compress_size for entry in entries) > len(data):
        raise damaged(path)


def _far_away(path: Path, cell: str) -> UnreadableFile:
    return UnreadableFile(
        Sentence(
            "“%1” has a cell far away from its table (%2). Delete the empty rows and columns around the table, "
            "save the file, and import it then.",
            path.name,
            cell,
        )
    )


def _document(path: Path) -> UnreadableFile:
    return UnreadableFile(
        Sentence("“%1” is a text document, not a table. Copy its table into a spreadsheet and save that.", path.name)
    )
