"""Text tables (.csv .tsv .txt): the encoding and the delimiter are found, not asked for."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from pathlib import Path
from typing import cast

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.book import Book, Cell
from crm_desktop.exchange.readers.source import Source
from crm_desktop.language import Sentence

MAX_BYTES = 512 * 1024**2
DELIMITERS = ",\t;|"
_SAMPLE_LINES = 50
_SAMPLE_CHARACTERS = 100_000  # less than one cell may have by the csv module's own limit
_FEW = 8
_MAX_CELL = 2**31 - 1
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DEFUSED = tuple("'" + sign for sign in "=+-@\t\r")
"""How our own .csv export begins a text that a spreadsheet would take for a formula."""


def reads(head: bytes) -> bool:
    """Anything may be text; `read` says so when it is not."""
    return bool(head)


def read(source: Source) -> Book:
    """The one table of a text file; UnreadableFile when it is not text."""
    path, data = source.path, source.data(MAX_BYTES)
    text, encoding = decode(path, data)
    return Book(path, "csv", encoding, (), lambda _name: rows_of(text))


def decode(path: Path, data: bytes) -> tuple[str, str]:
    """The text and its encoding: a byte-order mark, else strict UTF-8, else GB18030.

    A text with a few broken characters (cut off by an export, say) keeps the encoding that the rest of it has.
    """
    if data.startswith(codecs.BOM_UTF8):
        return _clean(path, data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")), "utf-8"
    wide = wide_encoding(data)
    if wide:
        return _clean(path, data.decode(wide, "replace")), wide[:6]
    for encoding in ("utf-8", "gb18030"):
        try:
            return _clean(path, data.decode(encoding)), encoding
        except UnicodeDecodeError:
            text = data.decode(encoding, "replace")
            broken = text.count("\ufffd")
            if broken * 50 <= len(text) - len(text.encode("ascii", "ignore")):
                return _clean(path, text), encoding
    raise _not_text(path)


def wide_encoding(data: bytes) -> str | None:
    """The encoding of a text whose characters have two or four bytes each, with a byte-order mark or without."""
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:4096]
    if len(head) < 4 or not head.count(0):
        return None
    if head[1::2].count(0) * 3 > len(head[1::2]) and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) * 3 > len(head[::2]) and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _clean(path: Path, text: str) -> str:
    """The text without NULs (some tills pad with them); UnreadableFile where it is full of control characters."""
    text = text.replace("\0", "")
    head = text[:4096]
    odd = sum(1 for sign in head if sign < " " and sign not in "\t\r\n\f\v\x1a\x1b")
    if odd > _FEW and odd * 20 > len(head):
        raise _not_text(path)
    return text


def _not_text(path: Path) -> UnreadableFile:
    return UnreadableFile(
        Sentence("“%1” is neither a workbook nor readable text. Save it as .xlsx and import that.", path.name)
    )


def delimiter_of(text: str) -> str:
    """The sign that cuts the first lines into the most equal numbers of cells; a comma where there is none."""
    lines = _first_lines(text)
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        # A width that many lines share, weighed by its cells: 50 lines of 7 beat 50 lines of 2.
        score = max(((width - 1) * lines_ for width, lines_ in counts.items()), default=0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _first_lines(text: str) -> list[str]:
    stream = io.StringIO(text[:_SAMPLE_CHARACTERS], newline=None)
    return [line.rstrip("\r\n") for _, line in zip(range(_SAMPLE_LINES), stream, strict=False)]


def rows_of(text: str) -> list[list[Cell]]:
    """The cells, row by row as a spreadsheet counts them; a cell may hold line breaks and be of any length."""
    delimiter = delimiter_of(text)
    before = csv.field_size_limit(_MAX_CELL)
    try:
        if text.count('"') % 2:
            # A lone quotation mark would swallow the rest of the file: then no cell may run over its line's end.
            lines = io.StringIO(text, newline=None)
            rows = [row for line in lines for row in (next(csv.reader([line], delimiter=delimiter), []),)]
        else:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    finally:
        csv.field_size_limit(before)
    if "'" in text:
        rows = [[cell[1:] if cell.startswith(DEFUSED) else cell for cell in row] for row in rows]
    if rows and "".join(rows[0]).lower() == "sep=":  # Excel's own hint of the delimiter
        rows[0] = []
    return cast("list[list[Cell]]", rows)
