"""Web pages with a table, which many web systems call `.xls`: the largest table of the page.

The page is taken apart by one pattern instead of the standard library's parser: that one takes a minute for 80 KB of
broken tags, and four times as long as this for a good page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from sys import getsizeof
from typing import Final

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.book import Book, Cell
from crm_desktop.exchange.readers.encodings import decode
from crm_desktop.exchange.readers.extent import Room, TooLarge
from crm_desktop.exchange.readers.source import Source
from crm_desktop.language import Sentence
from crm_desktop.patterns import regex

MAX_BYTES: Final = 64 * 1024**2
"""100,000 rows of eleven columns; as characters of four bytes each (one emoji makes them all so) four times as much."""

MAX_COLUMNS: Final = 16_384
MAX_ROWS: Final = 1_048_576
"""A spreadsheet has no more of either."""

_DEEPEST: Final = 50
_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:!doctype\s+html|!--|(?:html|head|body|meta|title|style|script|link|base"
    rb"|table|thead|tbody|tr|caption|div|p|span|font|center|form|br|h[1-6])\b)",
    re.IGNORECASE,
)
_XML_START: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<\?xml", re.IGNORECASE)
_INSIDE: Final = re.compile(rb"<(?:html|table)\b", re.IGNORECASE)
_SAID_ONLY: Final = ("big5", "shift_jis", "euc-kr")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*(big5|shift_jis|euc-kr)", re.IGNORECASE)
# What is no text of the page; a tag, its attributes in pairs of quotation marks where they are in pairs; another one.
# Counted repetitions keep broken tags from being looked at again and again.
_TOKEN: Final = regex(
    r"<!--.*?(?:-->|\Z)"
    r"|<(script|style|title|textarea)\b.*?(?:</\1\b[^>]*>|\Z)"
    r"|<(/?)([a-z][a-z0-9:]*)([^<>\"']{0,2000}+(?:(?:\"[^\"]{0,2000}+\"|'[^']{0,2000}+')[^<>\"']{0,2000}+){0,100}+)>"
    r"|<(/?)([a-z][a-z0-9:]*)([^<>]*)>"
    r"|<[!?][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_SPAN: Final = regex(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,6})", re.IGNORECASE)
_EXACT: Final = regex(r"\bx:num\s*=\s*[\"']?\s*(-?\d{1,20}(?:\.\d{1,20})?)\b", re.IGNORECASE)
_ROUNDED: Final = regex(r"-?\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)
_BLANKS: Final = regex(r"[ \t\r\n\f]+")
_LINES: Final = regex(r" *\n\s*")
_BLOCKS: Final = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4"})


def reads(head: bytes) -> bool:
    """Whether the file begins like a web page."""
    head = head.replace(b"\0", b"")
    return bool(_START.match(head) or (_XML_START.match(head) and _INSIDE.search(head)))


def read(source: Source) -> Book:
    """The page's largest table; UnreadableFile if it has none, or too large a one."""
    path = source.path
    text, encoding = decoded(path, source.data(MAX_BYTES))
    rows = largest_table(path, text)
    if not rows:
        raise no_table(path)
    return Book(path, "html", encoding, (), lambda _: rows)


def no_table(path: Path) -> UnreadableFile:
    """The error for a page that holds no table."""
    return UnreadableFile(
        Sentence("“%1” is a web page without a table. Save the list itself as .xlsx, and import that.", path.name)
    )


def largest_table(path: Path, text: str) -> list[list[Cell]]:
    """The rows of the page's fullest table, none where there is no table; UnreadableFile if one is too large."""
    page = _Page(Room(getsizeof(text)))
    try:
        for piece, tag, attributes in _pieces(text):
            page.take(piece, tag, attributes)
        page.finish()
    except TooLarge as error:
        raise UnreadableFile(
            Sentence("“%1” has a table that is too large to be read. Split it into parts.", path.name)
        ) from error
    return page.largest


def decoded(path: Path, data: bytes, charset: str = "") -> tuple[str, str]:
    """What the bytes are is believed more than what the page says, or is said of it (`charset`), which is often wrong;
    but others than Chinese encodings can only be known from it."""
    said = _CHARSET.search(data[:4096])
    encoding = said[1].decode("ascii").lower() if said else charset.lower()
    if encoding in _SAID_ONLY:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            pass
    return decode(path, data)


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """Text, the tag behind it ("td", "/td", "" for none), and the tag's attributes."""
    at, end = 0, text.rfind(">") + 1
    for match in _TOKEN.finditer(text, 0, end):
        _, close, tag, attributes, sloppy_close, sloppy_tag, sloppy_attributes = match.groups("")
        name = (close or sloppy_close) + (tag or sloppy_tag).lower()
        yield text[at : match.start()], name, attributes or sloppy_attributes
        at = match.end()
    yield text[at:], "", ""


class _Table:
    """A table as it grows. `held`: by column, for how many rows a cell reaches down, and what it gives them."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.rows: list[list[Cell]] = []
        self._row: list[Cell] | None = None
        self._cell: list[str] | None = None
        self._attributes = ""
        self._held: dict[int, tuple[int, str]] = {}

    def open_row(self) -> None:
        self.close_row()
        self._row = []

    def open_cell(self, attributes: str) -> None:
        self.close_cell()
        if self._row is None:
            self._row = []
        self._cell, self._attributes = [], attributes

    def add(self, text: str) -> None:
        """Text of the open cell; what stands between the cells is none of the table's."""
        if self._cell is not None:
            self._cell.append(text)

    def close_cell(self) -> None:
        cell, row = self._cell, self._row
        if cell is None or row is None:
            return
        self._cell = None
        self._fill_held(row)
        across, down = 1, 1
        if "span" in self._attributes.lower():
            spans = {kind.lower(): int(number) for kind, number in _SPAN.findall(self._attributes)}
            across, down = max(spans.get("col", 1), 1), spans.get("row", 1)
        if len(row) + across > MAX_COLUMNS:
            raise TooLarge
        text = _tidy("".join(cell), self._attributes)
        if down != 1:
            # As in a workbook: a value merged down stands in every row, one merged across in the first column only.
            for column in range(len(row), len(row) + across):
                self._held[column] = (down - 1 if down else MAX_ROWS, text if across == 1 else "")
        row.append(text)
        row += [""] * (across - 1)

    def close_row(self) -> None:
        self.close_cell()
        row, self._row = self._row, None
        if row is None:
            return
        for column in sorted(column for column in self._held if column >= len(row)):
            row += [""] * (column - len(row))
            self._fill_held(row)
        if len(self.rows) >= MAX_ROWS:
            raise TooLarge
        self._room.take(row)
        self.rows.append(row)

    def _fill_held(self, row: list[Cell]) -> None:
        """The next columns, as far as cells of earlier rows reach down into them."""
        while len(row) in self._held:
            rows_left, text = self._held.pop(len(row))
            if rows_left > 1:
                self._held[len(row)] = (rows_left - 1, text)
            row.append(text)


class _Page:
    """The open tables, one within the other, and the largest of those that are closed. What stands in rows without a
    table is one, too."""

    def __init__(self, room: Room) -> None:
        self.largest: list[list[Cell]] = []
        self._room = room
        self._filled = 0
        self._tables = [_Table(room)]
        self._too_deep = 0

    def take(self, text: str, tag: str, attributes: str) -> None:
        """Text, and the tag behind it."""
        table = self._tables[-1]
        if text:
            table.add(_BLANKS.sub(" ", text))
        match tag:
            case "td" | "th":
                table.open_cell(attributes)
            case "/td" | "/th":
                table.close_cell()
            case "tr":
                table.open_row()
            case "/tr":
                table.close_row()
            case "table":
                self._open_table()
            case "/table":
                self._close_table()
            case "br" | "/br":
                table.add("\n")
            case _ if tag.lstrip("/") in _BLOCKS:
                table.add("\n")

    def finish(self) -> None:
        """The file's end closes what is open."""
        while self._tables:
            self._weigh(self._tables.pop())

    def _open_table(self) -> None:
        if len(self._tables) > _DEEPEST:
            self._too_deep += 1
        else:
            self._tables.append(_Table(self._room))

    def _close_table(self) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif len(self._tables) > 1:
            self._weigh(self._tables.pop())

    def _weigh(self, table: _Table) -> None:
        table.close_row()
        filled = sum(1 for row in table.rows for cell in row if cell)
        if filled > self._filled:
            self._filled, self.largest = filled, table.rows


def _tidy(text: str, attributes: str) -> str:
    """A cell's text as the page shows it; a number that is shown rounded (1.38E+10) as it is written beside it."""
    if "\n" in text:
        text = _LINES.sub("\n", text)
    if "&" in text:
        text = unescape(text).replace("\xa0", " ")
    text = text.strip()
    if _ROUNDED.fullmatch(text):
        exact = _EXACT.search(attributes)
        return exact[1] if exact else text
    return text
