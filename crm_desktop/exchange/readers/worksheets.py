"""The sheets of an opened workbook, each read when it is asked for; a very long one portion by portion."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

import python_calamine

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.book import Cell, Portion
from crm_desktop.language import Sentence

LONG_ROWS: Final = 200_000
"""A sheet with more filled rows is never held as a whole."""
LOOKED_AT: Final = 50_000
"""How many rows of a long sheet are read to find its columns and to show them."""

_Range = tuple[tuple[int, int], tuple[int, int]]


class Worksheets:
    """The sheets, as `Book.read`, `Book.long` and `Book.stream` want them.

    calamine holds a sheet as a whole (ten million cells: about a gigabyte); what is saved are our own cells, which
    take as much again. The last long sheet that was read stays in calamine's hands, to be gone through once more.
    """

    def __init__(self, path: Path, workbook: python_calamine.CalamineWorkbook) -> None:
        self.long: set[str | None] = set()
        self._path = path
        self._workbook = workbook
        self._last: tuple[str | None, python_calamine.CalamineSheet] | None = None

    def read(self, name: str | None) -> list[list[Cell]]:
        """The rows of a sheet; of a long one the first."""
        with careful(self._path):
            sheet = self._sheet(name)
            if not _is_long(sheet):
                return next(_portions(sheet, sys.maxsize), [])
            self.long.add(name)
            self._last = name, sheet
            return next(_portions(sheet, LOOKED_AT))

    def stream(self, most: int, name: str | None) -> Iterator[Portion]:
        """All rows of a sheet, at most `most` at once; each portion tells how many rows of how many were read."""
        done = 0
        with careful(self._path):
            sheet = self._sheet(name)
            for rows in _portions(sheet, most):
                first, done = done + 1, done + len(rows)
                yield Portion(first, rows, (), done, _height(sheet))

    def _sheet(self, name: str | None) -> python_calamine.CalamineSheet:
        if self._last is not None and self._last[0] == name:
            return self._last[1]
        self._last = None
        return self._workbook.get_sheet_by_name(str(name))


@contextmanager
def careful(path: Path) -> Iterator[None]:
    """Whatever calamine cannot read is a damaged file; of some damage it tells by a panic, which is no Exception."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, (python_calamine.CalamineError, OSError, ValueError)) or _is_panic(error):
            raise damaged(path) from error
        raise


def damaged(path: Path) -> UnreadableFile:
    """The error for a file that is not whole."""
    return UnreadableFile(
        Sentence(
            "“%1” is damaged or was not copied to its end. Nothing was imported; open it in Excel or WPS, "
            "save it again as .xlsx, and import that.",
            path.name,
        )
    )


def _is_panic(error: BaseException) -> bool:
    return type(error).__name__ == "PanicException"  # its class has no name that could be imported


def _height(sheet: python_calamine.CalamineSheet) -> int:
    return sheet.end[0] + 1 if sheet.end else 0


def _is_long(sheet: python_calamine.CalamineSheet) -> bool:
    """A cell left far below a short table makes none of it long."""
    if _height(sheet) <= LONG_ROWS:
        return False
    filled = (row for row in sheet.iter_rows() if any(row))
    return next(islice(filled, LONG_ROWS, None), None) is not None


def _portions(sheet: python_calamine.CalamineSheet, most: int) -> Iterator[list[list[Cell]]]:
    """The rows from first to last, at most `most` at once."""
    # Row by row, which is as fast and leaves other threads (the window) their turns. What is left out is put back: the
    # empty columns at the left.
    left: list[Cell] = [""] * sheet.start[1] if sheet.start else []
    merged = _Merged(sheet.merged_cell_ranges or ())
    rows = sheet.iter_rows()
    first = 0
    while some := [[*left, *row] if left else row for row in islice(rows, most)]:
        merged.fill(some, first)
        first += len(some)
        yield some


class _Merged:
    """Repeats a value merged down a column (one order number beside its lines, a heading two rows high), from portion
    to portion."""

    def __init__(self, ranges: Iterable[_Range]) -> None:
        down = ((top, left, bottom) for (top, left), (bottom, right) in ranges if left == right)
        self._coming = sorted(down, reverse=True)
        self._begun: list[tuple[int, int, Cell]] = []

    def fill(self, rows: list[list[Cell]], first: int) -> None:
        """Fill the next rows, the first of them numbered `first` from 0."""
        begun, self._begun = self._begun, []
        for left, bottom, value in begun:
            self._repeat(rows, first, -1, (left, bottom, value))
        while self._coming and self._coming[-1][0] < first + len(rows):
            top, left, bottom = self._coming.pop()
            row = rows[top - first]
            if left < len(row):
                self._repeat(rows, first, top - first, (left, bottom, row[left]))

    def _repeat(self, rows: list[list[Cell]], first: int, top: int, merged: tuple[int, int, Cell]) -> None:
        """Fill below row `top` of these, and note what goes on below them."""
        left, bottom, value = merged
        for row in rows[top + 1 : bottom + 1 - first]:
            if row[left] == "":
                row[left] = value
        if bottom >= first + len(rows):
            self._begun.append(merged)
