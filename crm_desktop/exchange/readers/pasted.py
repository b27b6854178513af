"""Cells that were copied in a spreadsheet: text with a tab between cells, quoted where a cell has a line break."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import cast

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.book import Book, Cell
from crm_desktop.exchange.readers.delimited import rows_of, undefused
from crm_desktop.language import Sentence, tr


def pasted_book(text: str) -> Book:
    """The clipboard's cells as a book; UnreadableFile if there are none. Lines of a chat, parted by commas, are read
    too."""
    text = text.replace("\0", "")
    if not text.strip():
        raise UnreadableFile(Sentence("There are no cells to paste. Copy some in the spreadsheet first."))
    rows = _tabbed(text) if "\t" in text else rows_of(text)
    return Book(Path(tr("Pasted cells")), "csv", None, (), lambda _: rows)


def _tabbed(text: str) -> list[list[Cell]]:
    before = csv.field_size_limit(2**31 - 1)
    try:
        if text.count('"') % 2:  # not the spreadsheet's own: it would swallow the rest
            rows = [line.split("\t") for line in text.splitlines()]
        else:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    finally:
        csv.field_size_limit(before)
    return cast(
        "list[list[Cell]]",
        [[undefused(cell) for cell in row] for row in rows],
    )
