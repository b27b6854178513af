"""How far a worksheet reaches, before it is read: a sheet is held as a rectangle, and one cell left by mistake in the
last corner makes it 17 thousand million cells large. Reading that ends the program (seen with calamine).

And how much memory the cells take that other readers gather, so that a file cannot fill it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from sys import getsizeof
from typing import Final

from crm_desktop.exchange.readers.book import Cell

MAX_CELLS: Final = 20_000_000
"""A rectangle that still fits into the laptop's memory: a million rows of twenty columns."""

MAX_HELD: Final = 320 * 1024**2
"""Bytes that the gathered cells of a file may take: with the text that they come from it makes about 500 MB."""

_CHUNK: Final = 1 << 20
_LONG: Final = 64 << 20
_HEAD: Final = 4096
_SHAPES: Final = (
    (b"[A-S]", rb"(?:\d{1,6}|10[0-4]\d{4})"),
    (b"[A-Z]", rb"[1-6]?\d{1,5}"),
    (b"A?[A-Z]", rb"[12]?\d{1,5}"),
    (b"[A-Z]{1,2}", rb"1?\d{1,4}"),
)
"""How places are written in rectangles that are small enough: 19 columns of a million rows, 26 of 700 thousand, 52 of
300 thousand, 702 of 20 thousand."""
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension ref=\"(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})\"")
_LONGEST_CELL: Final = 100
# A row or cell; whether a cell holds something: it is not closed at once.
_PIECE = re.compile(rb"<(?:\w{1,20}:)?(row|c)\b([^<>]{0,5000})>(?=(<(?!/))?)")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d*)[\"']")
_DIGITS: Final = 20
_LAST_COLUMN: Final = 16_384
_LAST_ROW: Final = 1_048_576


class TooLarge(Exception):
    """The table is no list of people: it would fill the memory."""


class Room:
    """The memory that is left for cells."""

    def __init__(self, taken: int = 0) -> None:
        self._left = MAX_HELD - taken

    def take(self, row: list[Cell]) -> None:
        """Account for a row; TooLarge if there is no room for it."""
        self._left -= 64 + 8 * len(row) + sum(map(getsizeof, filter(None, row)))
        if self._left < 0:
            raise TooLarge

    def take_empty(self, rows: int) -> None:
        """Account for rows with nothing in them."""
        self._left -= 64 * rows
        if self._left < 0:
            raise TooLarge


def farthest(archive: zipfile.ZipFile) -> str | None:
    """The corner of a worksheet that reaches too far to be read; None if all are well. TooLarge for one that is full
    of cells.

    What a sheet says of itself is not believed: it may lie, and counts formatted empty cells, which are not read. All
    cells are looked at where one may stand far away.
    """
    for entry in archive.infolist():
        if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", entry.filename, re.IGNORECASE):
            continue
        with archive.open(entry) as stream:
            said = _DIMENSION.search(stream.read(_HEAD))
        if entry.file_size > _LONG and _count(archive, entry) > MAX_CELLS:
            raise TooLarge
        columns, rows = (_column(said[1]), int(said[2])) if said else (0, 0)
        letters_ = 1 if columns <= 26 else 2 if columns <= 702 else 3
        shapes = ((b"[A-Z]{1,%d}" % letters_, rb"\d{1,%d}" % len(str(rows))),) if said else _SHAPES
        if columns * rows > MAX_CELLS or all(_may_be_outside(archive, entry, *shape) for shape in shapes):
            corner = _corner(_cells(archive, entry))
            if corner is not None:
                return corner
    return None


def _may_be_outside(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, columns: bytes, rows: bytes) -> bool:
    """Whether a cell may stand outside of a rectangle, or says its place in an unusual way: told quickly, by the
    letters and digits that the places have."""
    odd = re.compile(rb"<c(?! r=\"%b%b\"|ol|f|onditional|ustom|ontrol|ell)" % (columns, rows))
    rest = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            found = odd.search(text)
            # What is cut in two is seen whole with the next chunk.
            if found and found.start() < len(text) - _LONGEST_CELL:
                return True
            rest = text[-_LONGEST_CELL:]
    return bool(odd.search(rest))


def _corner(cells: Iterable[tuple[str, int, int]]) -> str | None:
    """The cell that makes the sheet's rectangle too large, or that no spreadsheet could have."""
    columns = rows = 0
    for name, column, row in cells:
        if column > _LAST_COLUMN or row > _LAST_ROW or max(columns, column) * max(rows, row) > MAX_CELLS:
            return name
        columns, rows = max(columns, column), max(rows, row)
    return None


def _count(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """How many cells there are, wherever they say that they stand."""
    count = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            count += chunk.count(b"<c ") + chunk.count(b"<c>") + chunk.count(b":c ")
    return count


def _cells(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[str, int, int]]:
    """Name, column and row of every cell that holds something, however it is written."""
    rest = b""
    row = column = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            # What is cut in two waits for the next chunk, and so does the last whole piece: whether it holds something
            # is told by what follows.
            last = text.rfind(b"<", 0, max(text.rfind(b"<"), 0))
            for match in _PIECE.finditer(text, 0, last + 2):
                tag, attributes, holds = match.groups()
                place = _PLACE.search(attributes)
                if tag == b"row":
                    row, column = int(place[2][:_DIGITS] or b"0") if place else row + 1, 0
                    continue
                column += 1
                if place:
                    column, row = _column(place[1].upper()[:_DIGITS]), int(place[2][:_DIGITS] or b"0")
                if holds:
                    yield (place[1] + place[2]).decode() if place else f"{letters(column)}{row}", column, row
            rest = text[last:] if last > 0 else text[-200:]


def _column(name: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
