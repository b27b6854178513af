"""Excel 2003 XML (SpreadsheetML), which many Chinese systems write and call `.xls`.

Entities are refused before they can grow; the encoding is told by the bytes, since expat knows no Chinese one.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Final
from xml.parsers import expat

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.book import Book, Cell
from crm_desktop.exchange.readers.encodings import BROKEN, wide_encoding
from crm_desktop.exchange.readers.extent import Room, TooLarge
from crm_desktop.exchange.readers.html_table import MAX_COLUMNS, MAX_ROWS
from crm_desktop.exchange.readers.source import Source
from crm_desktop.language import Sentence
from crm_desktop.patterns import regex

MAX_BYTES: Final = 256 * 1024**2
"""It is read in pieces: 400,000 rows of eleven columns, which take the memory that there is room for."""

_START: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:\?xml|!--|(?:\w+:)?Workbook\b)")
_MARK: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_DECLARATION: Final = regex(r"\s*<\?xml[^>]{0,500}\?>")
_UNCLEAN: Final = regex(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)"
)
_PLAIN_NUMBER: Final = regex(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][-+]?\d{1,3})?")
_CHUNK: Final = 1 << 20
_LONGEST_ENTITY: Final = 12
_DEEPEST: Final = 100
_MOST_SHEETS: Final = 1_000


def reads(head: bytes) -> bool:
    """Whether the file begins like a workbook of Excel 2003 in XML."""
    head = head.replace(b"\0", b"")
    return bool(_START.match(head)) and _MARK in head and b"Workbook" in head


def read(source: Source) -> Book:
    """The workbook's sheets; UnreadableFile if it is damaged, too large, or has entities."""
    path = source.path
    if source.size > MAX_BYTES:
        source.data(MAX_BYTES)
    encoding = _encoding(source)
    try:
        try:
            sheets = _Sheets(_chunks(source, encoding)).sheets
        except expat.ExpatError:
            # Control characters and bare ampersands, which some systems write, are mended.
            sheets = _Sheets(_mended(_chunks(source, encoding))).sheets
    except expat.ExpatError as error:
        raise UnreadableFile(
            Sentence(
                "“%1” is damaged or was not copied to its end. Nothing was imported; open it in Excel or WPS, "
                "save it again as .xlsx, and import that.",
                path.name,
            )
        ) from error
    except _Refused as error:
        raise UnreadableFile(
            Sentence("“%1” has contents that are not safe to read. Open it in Excel, and save it as .xlsx.", path.name)
        ) from error
    except TooLarge as error:
        raise UnreadableFile(
            Sentence("“%1” has a table that is too large to be read. Split it into parts.", path.name)
        ) from error
    if not sheets:
        raise UnreadableFile(Sentence("“%1” has no sheet with a table.", path.name))
    rows = {sheet.name: sheet.rows for sheet in sheets}
    names = tuple(sheet.name for sheet in sorted(sheets, key=lambda sheet: sheet.is_hidden))
    return Book(
        path, "xml", encoding[:6] if encoding.startswith("utf-16") else encoding, names, lambda name: rows[str(name)]
    )


def _encoding(source: Source) -> str:
    """What the whole file can be read in: UTF-8, else GB18030, else what breaks fewer characters."""
    wide = wide_encoding(source.head)
    if wide:
        return wide
    broken = {}
    for encoding in ("utf-8", "gb18030"):
        broken[encoding] = sum(chunk.count(BROKEN) for chunk in _chunks(source, encoding))
        if not broken[encoding]:
            break
    return min(broken, key=lambda encoding: broken[encoding])


def _chunks(source: Source, encoding: str) -> Iterator[str]:
    """The text piece by piece, without the declaration of an encoding that it may no longer be in."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    is_first = True
    with source.stream() as stream:
        while data := stream.read(_CHUNK):
            text = decoder.decode(data).replace("\0", "")
            if is_first:
                text = text.lstrip("\ufeff")
                declared = _DECLARATION.match(text)
                text = text[declared.end() if declared else 0 :].lstrip()
                is_first = False
            yield text
    yield decoder.decode(b"", True)


def _mended(chunks: Iterable[str]) -> Iterator[str]:
    rest = ""
    for chunk in chunks:
        text = rest + chunk
        # What may be the beginning of an entity waits for the next chunk.
        cut = text.rfind("&", len(text) - _LONGEST_ENTITY) if len(text) >= _LONGEST_ENTITY else -1
        text, rest = (text, "") if cut < 0 else (text[:cut], text[cut:])
        yield _UNCLEAN.sub(_mend, text)
    yield _UNCLEAN.sub(_mend, rest)


def _mend(match: re.Match[str]) -> str:
    return "&amp;" if match[0] == "&" else ""


class _Refused(Exception):
    """A document type or an entity: no spreadsheet program writes one."""


class _Sheet:
    """A worksheet as it grows. `_held`: by column, down to which row a merged cell gives its value."""

    def __init__(self, name: str, room: Room) -> None:
        self.name = name
        self._room = room
        self.is_hidden = False
        self.rows: list[list[Cell]] = []
        self._held: dict[int, tuple[int, Cell]] = {}

    def open_row(self, number: int) -> None:
        """The row of that number, from 1; 0, or one that is there: the next."""
        wanted = max(number, len(self.rows) + 1)
        if wanted > MAX_ROWS:
            raise TooLarge
        self._room.take_empty(wanted - len(self.rows))
        self.rows += [[] for _ in range(wanted - len(self.rows))]

    def close_row(self, span: int) -> None:
        """The row is done; `span` empty rows follow."""
        row, number = self.rows[-1], len(self.rows)
        for column, (last, value) in list(self._held.items()):
            row += [""] * (column + 1 - len(row))
            row[column] = row[column] or value
            if last <= number:
                del self._held[column]
        self._room.take(row)
        if span:
            self.open_row(number + span)

    def add(self, value: Cell, column: int, across: int, down: int) -> None:
        """A cell in that column, from 1; 0: in the next one. Merged down it stands in every row, as in a workbook."""
        row = self.rows[-1]
        place = max(column - 1, len(row))
        if place + across >= MAX_COLUMNS:
            raise TooLarge
        row += [""] * (place - len(row))
        if down and not across:
            self._held[place] = (len(self.rows) + down, value)
        row.append(value)
        row += [""] * across


class _Sheets:
    """Expat's events into sheets. Elements are known by their local names: some systems forget the namespaces."""

    def __init__(self, chunks: Iterable[str]) -> None:
        self.sheets: list[_Sheet] = []
        self._within = [""]
        self._room = Room()
        self._row: dict[str, str] | None = None
        self._cell: dict[str, str] | None = None
        self._kind = ""
        self._value: Cell = ""
        self._text: list[str] | None = None
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
        for chunk in chunks:
            parser.Parse(chunk.encode("utf-8", "replace"), False)
        parser.Parse(b"", True)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name, parent = tag.rpartition(":")[2], self._within[-1]
        self._within.append(name)
        if len(self._within) > _DEEPEST:
            raise _Refused
        if name == "Worksheet":
            self._row = self._cell = None
            self._open_sheet(_local(given).get("Name", ""))
        elif name == "Row" and self.sheets:
            self._row, self._cell = _local(given), None
            self.sheets[-1].open_row(_number(self._row, "Index"))
        elif name == "Cell" and self._row is not None:
            self._cell, self._value = given, ""
        elif name == "Data" and parent == "Cell" and self._cell is not None:
            self._kind, self._text = _local(given).get("Type", "String"), []
        elif name == "Visible" and self.sheets:
            self._text = []

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        self._within.pop()
        if name == "Data" and self._within[-1] == "Cell" and self._text is not None:
            self._value, self._text = _value(self._kind, "".join(self._text)), None
        elif name == "Cell" and self._cell is not None:
            given = _local(self._cell) if len(self._cell) > ("ss:StyleID" in self._cell) else {}
            self.sheets[-1].add(self._value, *(_number(given, key) for key in ("Index", "MergeAcross", "MergeDown")))
            self._cell = None
        elif name == "Row" and self._row is not None:
            self.sheets[-1].close_row(_number(self._row, "Span"))
            self._row = None
        elif name == "Visible" and self._text is not None:
            self.sheets[-1].is_hidden = "Hidden" in "".join(self._text)
            self._text = None

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _open_sheet(self, name: str) -> None:
        if len(self.sheets) >= _MOST_SHEETS:
            raise TooLarge
        taken = {sheet.name for sheet in self.sheets}
        if not name or name in taken:
            name = f"{name or 'Sheet'}{len(taken) + 1}"
        self.sheets.append(_Sheet(name, self._room))


def _refuse(*_: object) -> None:
    raise _Refused


def _local(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes by their names without a namespace: "ss:Index" → "Index"."""
    return {key.rpartition(":")[2]: value for key, value in attributes.items()}


def _number(attributes: dict[str, str], key: str) -> int:
    """A whole number, 0 where it is missing or none."""
    text = attributes.get(key, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _value(kind: str, text: str) -> Cell:
    """A cell as it is typed. A number that has more digits than a spreadsheet keeps, or zeros before it, is a text."""
    plain = text.strip()
    if kind == "Number" and _PLAIN_NUMBER.fullmatch(plain):
        return float(plain)
    if kind == "Boolean" and plain in ("0", "1"):
        return plain == "1"
    if kind == "DateTime":
        try:
            moment = datetime.fromisoformat(plain).replace(tzinfo=None)
        except ValueError:
            return text
        if moment.year < 1900:  # a time of day
            return moment.time()
        return moment if moment.time() != time() else moment.date()
    return "" if kind == "Error" else text
