"""What every reader makes of a file: sheets of rows, whatever the file's kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from crm_desktop.errors import BadCommand
from crm_desktop.language import Sentence

Cell = str | float | int | bool | date | datetime | time | timedelta
"""A cell as the file types it; an empty one is ""."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows[0]` is the row that a spreadsheet calls 1. `name` is None if the file has no sheets (text).

    `headings` name the columns of a file that has no row for them (contact cards); then all rows are data. `long`: the
    sheet is too long to be held, and `rows` is its beginning.
    """

    name: str | None
    rows: list[list[Cell]]
    headings: tuple[str, ...] = ()
    long: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo: `media_type` is "image/jpeg" or "image/png", as its bytes say."""

    media_type: str
    data: bytes


class Portion(NamedTuple):
    """Some rows of a long sheet or text: the number of the first of them, the rows, those of them that are damaged and
    why, and how many of the file's bytes (of a workbook: rows) were read so far, of how many."""

    first: int
    rows: list[list[Cell]]
    doubts: tuple[tuple[int, Sentence], ...]
    done: int
    total: int


@dataclass(slots=True)
class Book:
    """An opened file. `kind` is what its bytes say it is: "xlsx", "xls", "xlsb", "ods", "csv", "html",
    "mhtml", "xml" (Excel 2003) or "vcf".

    `encoding` is the text's, None for a workbook; `sheet_names` is empty for text, and names visible sheets
    before hidden ones. `headings`: see `Sheet`. `doubts`: rows that the reader found damaged, and why.
    `photos`: of contact cards, by row; each is read from the file when it is asked for. `long`: the sheets, of
    those that were read, that are too long to be held (None: the text); of them `read` gives the beginning, and
    `stream(most, name)` all rows, at most `most` at once.
    """

    path: Path
    kind: str
    encoding: str | None
    sheet_names: tuple[str, ...]
    read: Callable[[str | None], list[list[Cell]]]
    headings: tuple[str, ...] = ()
    doubts: tuple[tuple[int, Sentence], ...] = ()
    photos: Mapping[int, Picture] = field(default_factory=dict)
    long: set[str | None] = field(default_factory=set)
    stream: Callable[[int, str | None], Iterator[Portion]] | None = None
    _sheets: dict[str | None, Sheet] = field(default_factory=dict)

    @property
    def sheets_read(self) -> tuple[Sheet, ...]:
        """Those that were asked for so far, and are held."""
        return tuple(self._sheets.values())

    def sheet(self, name: str | None = None) -> Sheet:
        """The sheet of that name, or the first; BadCommand if there is none of that name."""
        if name is None and self.sheet_names:
            name = self.sheet_names[0]
        if self.sheet_names and name not in self.sheet_names:
            there = ", ".join(self.sheet_names)
            raise BadCommand(Sentence("“%1” has no sheet “%2”. Its sheets: %3.", self.path.name, name, there))
        if name not in self._sheets:
            rows = self.read(name)
            self._sheets[name] = Sheet(name if self.sheet_names else None, rows, self.headings, name in self.long)
        return self._sheets[name]
