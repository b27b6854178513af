"""How far a worksheet reaches, before it is read: a sheet is held as a rectangle, and one cell left by mistake in the
last corner makes it 17 thousand million cells large. Reading that ends the program (seen with calamine).

And how much memory the cells take that other readers gather, so that a file cannot fill it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
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
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension ref=\"(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})\"")
_MAYBE_FAR = re.compile(rb"c r=\"(?:[A-Z]{2}|[A-Z]\d{7})")
_LONGEST_CELL: Final = 100
# A cell that holds something: it is not closed at once.
_CELL = re.compile(rb"[<:]c r=\"([A-Z]{1,3})(\d{1,20})\"(?:[^>]*[^>/])?><")


class TooLarge(Exception):
    """The table is no list of people: it would fill the memory."""


class Room:
    """The memory that is left for cells."""

    def __init__(self, taken: int = 0) -> None:
        self._left = MAX_HELD - taken

    def take(self, row: list[Cell]) -> None:
        """Account for a row; TooLarge when there is no room for it."""
        self._left -= 64 + 8 * len(row) + sum(map(getsizeof, filter(None, row)))
        if self._left < 0:
            raise TooLarge

    def take_empty(self, rows: int) -> None:
        """Account for rows with nothing in them."""
        self._left -= 64 * rows
        if self._left < 0:
            raise TooLarge


def farthest(archive: zipfile.ZipFile) -> str | None:
    """The corner of a worksheet that reaches too far to be read; None when all are well. TooLarge for one that is full
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
        is_said_near = said is None or _column(said[1]) * int(said[2]) <= MAX_CELLS
        if is_said_near and not _may_be_far(archive, entry):
            continue
        columns, rows, corner = 0, 0, (b"A", 0)
        for letters, number in _cells(archive, entry):
            if number * max(columns, _column(letters)) > MAX_CELLS or _column(letters) * max(rows, number) > MAX_CELLS:
                corner = (letters, number)
            columns, rows = max(columns, _column(letters)), max(rows, number)
        if columns * rows > MAX_CELLS:
            return f"{corner[0].decode()}{corner[1]}"
    return None


def _may_be_far(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether a cell stands right of column Z or below row 999,999: quickly told, and of few sheets."""
    rest = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if _MAYBE_FAR.search(rest + chunk):
                return True
            rest = chunk[-_LONGEST_CELL:]
    return False


def _count(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """How many cells there are, wherever they say that they stand."""
    count = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            count += chunk.count(b"<c ") + chunk.count(b"<c>") + chunk.count(b":c ")
    return count


def _cells(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Column and row of every cell that holds something."""
    rest = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            for match in _CELL.finditer(text):
                yield match[1], int(match[2])
            # What is cut in two is seen whole with the next chunk; seeing a cell twice does no harm.
            rest = text[-200:]


def _column(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
