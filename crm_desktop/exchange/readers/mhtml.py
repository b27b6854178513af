"""Web pages in one file (.mht, .mhtml), as Excel and WPS save workbooks "as a single web page", whatever their names:
an envelope of mail around a page for each worksheet, each packed and encoded in its own way.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from html import unescape
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.book import Book, Cell
from crm_desktop.exchange.readers.html_table import decoded, largest_table, no_table
from crm_desktop.exchange.readers.source import Source
from crm_desktop.language import Sentence
from crm_desktop.patterns import regex

MAX_BYTES: Final = 64 * 1024**2
MOST_PARTS: Final = 2_000

_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*[A-Za-z][A-Za-z-]{1,60}:[ \t]*[^\r\n]{0,998}\r?\n")
_MARKS: Final = re.compile(
    rb"^content-type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)\b", re.IGNORECASE | re.MULTILINE
)
_ENVELOPE: Final = re.compile(rb"^(?:mime-version|snapshot-content-location):", re.IGNORECASE | re.MULTILINE)
_END_OF_HEAD: Final = re.compile(rb"\r?\n[ \t]*\r?\n")
_LONGEST_HEAD: Final = 64 * 1024
_DEEPEST: Final = 5

# What Excel says of its sheets in the page that frames them.
_WORKSHEET: Final = regex(r"<x:ExcelWorksheet>(.{0,10000}?)</x:ExcelWorksheet>", re.IGNORECASE | re.DOTALL)
_NAME: Final = regex(r"<x:Name>([^<]{0,500})</x:Name>", re.IGNORECASE)
_PLACE: Final = regex(r"<x:WorksheetSource\s+HRef\s*=\s*\"([^\"]{0,1000})\"", re.IGNORECASE)
_HIDDEN: Final = regex(r"<x:Visible>\s*Sheet(?:Very)?Hidden", re.IGNORECASE)


class _Part(NamedTuple):
    """A page of the file: by which name the others know it, in which encoding it says it is."""

    place: str
    charset: str
    data: bytes


class _Named(NamedTuple):
    """A worksheet as the frame lists it."""

    name: str
    place: str
    is_hidden: bool


def reads(head: bytes) -> bool:
    """Whether the file begins like a web page in an envelope of mail."""
    return bool(_START.match(head) and _MARKS.search(head) and _ENVELOPE.search(head))


def read(source: Source) -> Book:
    """The worksheets, or the largest table of the pages; UnreadableFile if there is none."""
    path = source.path
    pages: dict[str, tuple[str, str]] = {}
    for part in _Parts(path).of(source.data(MAX_BYTES)):
        place = part.place if part.place not in pages else f"{part.place} {len(pages) + 1}"
        pages[place] = decoded(path, part.data, part.charset)
    sheets: dict[str, list[list[Cell]]] = {}
    for sheet in sorted(_listed(pages), key=lambda sheet: sheet.is_hidden):
        if sheet.place in pages:
            sheets[_free(sheet.name, sheets)] = largest_table(path, pages[sheet.place][0])
    if not any(sheets.values()):
        best = max((largest_table(path, text) for text, _ in pages.values()), key=_filled, default=[])
        if not best:
            raise no_table(path)
        return Book(path, "mhtml", next(iter(pages.values()))[1], (), lambda _: best)
    return Book(path, "mhtml", next(iter(pages.values()))[1], tuple(sheets), lambda name: sheets[str(name)])


def _filled(rows: list[list[Cell]]) -> int:
    return sum(1 for row in rows for cell in row if cell)


class _Parts:
    """Takes envelopes within envelopes apart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = 0

    def of(self, data: bytes, depth: int = 0) -> Iterator[_Part]:
        """The pages inside; UnreadableFile if there are more parts than any page has."""
        self._seen += 1
        if self._seen > MOST_PARTS:
            raise UnreadableFile(
                Sentence("“%1” has a table that is too large to be read. Split it into parts.", self._path.name)
            )
        end = _END_OF_HEAD.search(data, 0, _LONGEST_HEAD)
        if end is None:
            return
        head = BytesHeaderParser().parsebytes(data[: end.start()].lstrip(b"\xef\xbb\xbf\r\n \t") + b"\n\n")
        body = data[end.end() :]
        boundary = _said(head, "boundary")
        if boundary and depth < _DEEPEST:
            mark = rb"(?:^|\n)--" + re.escape(boundary.encode("utf-8", "replace")) + rb"[^\n]*"
            # What stands before the first mark and behind the last one is no part.
            for piece in re.split(mark, body, maxsplit=MOST_PARTS)[1:]:
                yield from self.of(piece, depth + 1)
        elif head.get_content_type() in ("text/html", "application/xhtml+xml"):
            place = unquote(str(head.get("Content-Location", ""))).strip().replace("\\", "/")
            packed = str(head.get("Content-Transfer-Encoding", ""))
            yield _Part(place, _said(head, "charset"), _unpacked(body, packed))


def _said(head: Message, parameter: str) -> str:
    """What the head's Content-Type says of the content, "" if nothing."""
    value = head.get_param(parameter)
    return (value if isinstance(value, str) else "").strip()


def _unpacked(data: bytes, encoding: str) -> bytes:
    match encoding.strip().lower():
        case "quoted-printable":
            return quopri.decodestring(data)
        case "base64":
            try:
                return binascii.a2b_base64(data)
            except binascii.Error:
                return b""
        case _:
            return data


def _listed(pages: dict[str, tuple[str, str]]) -> Iterator[_Named]:
    """The worksheets that the frame names, each with the page that holds it."""
    for text, _ in pages.values():
        for match in _WORKSHEET.finditer(text):
            name, place = _NAME.search(match[1]), _PLACE.search(match[1])
            if name and place:
                wanted = unquote(unescape(place[1])).replace("\\", "/")
                found = next((there for there in pages if there == wanted or there.endswith(f"/{wanted}")), None)
                if found is None:
                    last = wanted.rpartition("/")[2]
                    found = next((there for there in pages if there.rpartition("/")[2] == last), "")
                yield _Named(unescape(name[1]).strip(), found, bool(_HIDDEN.search(match[1])))


def _free(name: str, taken: dict[str, list[list[Cell]]]) -> str:
    """The name, with a number behind it where it is taken."""
    name = name or "Sheet"
    return name if name not in taken else f"{name} {len(taken) + 1}"
