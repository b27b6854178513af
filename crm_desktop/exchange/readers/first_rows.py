"""The first rows of a large file, so that there is something to see before all of it is read.

The file is cut after its beginning and given to its own reader: what is seen is what that reader makes of it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import delimited, excel_2003, html_table, refused, vcard, workbook
from crm_desktop.exchange.readers.book import Book
from crm_desktop.exchange.readers.encodings import wide_encoding
from crm_desktop.exchange.readers.source import Source, source_of

SMALL: Final = 200_000
"""Bytes that are read whole at once."""
_BEGINNING: Final = 96_000
_MOST_STRINGS: Final = 2_000_000

_ROW_END = re.compile(rb"</((?:\w+:)?)row>")
_STRING_END = re.compile(rb"</(?:\w+:)?si>")
_STRING_CELL = re.compile(rb't="s"[^>]*>\s*<(?:\w+:)?v>(\d+)<')
_BROKEN = (zipfile.BadZipFile, OSError, EOFError, ValueError, KeyError, RuntimeError, zlib.error, UnreadableFile)


@dataclass(frozen=True, slots=True)
class _Beginning(Source):
    """A file of which only this much is to be seen."""

    seen: bytes = b""

    def data(self, most: int) -> bytes:
        return self.seen


def first_rows(path: Path) -> Book | None:
    """The beginning of a large .xlsx or text; None of another kind of file, a small one, or one that cannot be cut:
    then it is to be read whole, and what is the matter with it is said by its reader."""
    try:
        source = source_of(path)
        if source.size <= SMALL:
            return None
        if source.head.startswith(b"PK"):
            return workbook.read(_begin(source, _cut_workbook(path)))
        if any(reader.reads(source.head) for reader in (workbook, vcard, excel_2003, html_table, refused)):
            return None
        return delimited.read(_begin(source, _cut_text(path)))
    except _BROKEN:
        return None


def _begin(source: Source, seen: bytes) -> _Beginning:
    return _Beginning(source.path, len(seen), seen[:4096], None, seen)


def _cut_text(path: Path) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(_BEGINNING)
    if wide_encoding(data):
        return data[: len(data) // 4 * 4]
    return data[: data.rindex(b"\n") + 1]


def _cut_workbook(path: Path) -> bytes:
    """The workbook with the first rows of its sheets, and as many of its texts as they use."""
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(packed, "w") as cut:
        texts = 0
        for entry in archive.infolist():
            name = entry.filename.lower()
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                sheet = _cut_sheet(_beginning_of(archive, entry))
                texts = max(texts, *(int(number) + 1 for number in _STRING_CELL.findall(sheet)), 0)
                cut.writestr(entry.filename, sheet)
            elif name.endswith((".xml", ".rels")) and name != "xl/sharedstrings.xml" and entry.file_size <= SMALL:
                cut.writestr(entry.filename, archive.read(entry))
        for entry in archive.infolist():
            if entry.filename.lower() == "xl/sharedstrings.xml":
                cut.writestr(entry.filename, _cut_strings(archive, entry, texts))
    return packed.getvalue()


def _beginning_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        return stream.read(_BEGINNING)


def _cut_sheet(data: bytes) -> bytes:
    """The sheet up to its last whole row; all of it where it is short."""
    if len(data) < _BEGINNING:
        return data
    *_, last = _ROW_END.finditer(data)
    return data[: last.end()] + b"</%bsheetData></%bworksheet>" % (last[1], last[1])


def _cut_strings(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, wanted: int) -> bytes:
    """The first `wanted` texts; ValueError if they stand too far down."""
    with archive.open(entry) as stream:
        data = stream.read(_MOST_STRINGS)
    ends = [match.end() for match in islice(_STRING_END.finditer(data), wanted)]
    if len(ends) < wanted:
        raise ValueError(entry.filename)
    return (data[: ends[wanted - 1]] if wanted else b"<sst>") + b"</sst>"
