"""Files into rows. A file's kind is told by its bytes: web systems call an HTML page `.xls`, and people rename files.

One module a family of formats, each with `reads(head)` (is this file mine, by its first bytes?) and `read(source)`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import delimited, excel_2003, html_table, json_rows, mhtml, refused, vcard, workbook
from crm_desktop.exchange.readers.book import Book, Cell, Picture, Sheet
from crm_desktop.exchange.readers.pasted import pasted_book
from crm_desktop.exchange.readers.source import Source, source_of
from crm_desktop.language import Sentence

__all__ = ["Book", "Cell", "Picture", "Sheet", "open_book", "pasted_book"]

_BLANK: Final = b"\0 \t\r\n\xef\xbb\xbf"


class Reader(Protocol):
    """What a module of this package offers."""

    def reads(self, head: bytes) -> bool:
        """Whether a file that begins so is this reader's."""

    def read(self, source: Source) -> Book:
        """The file's book; UnreadableFile if it cannot be read."""


_READERS: Final[tuple[Reader, ...]] = (workbook, vcard, excel_2003, html_table, mhtml, json_rows, refused, delimited)
"""Asked in this order; the last takes anything that is text."""


def open_book(path: Path, *, password: str | None = None) -> Book:
    """The file's sheets, or UnreadableFile with a sentence that says what is the matter and what to do.

    FileLocked if the file needs a password: none was given, or (`wrong`) `password` is not the one.
    """
    source = source_of(path, password)
    if not source.head.strip(_BLANK) and (source.size == len(source.head) or _is_blank(source)):
        raise UnreadableFile(Sentence("“%1” is empty: there is nothing in it to import.", path.name))
    reader = next(reader for reader in _READERS if reader.reads(source.head))
    return reader.read(source)


def _is_blank(source: Source) -> bool:
    """Whether nothing but blanks follows a head of blanks."""
    with source.stream() as stream:
        while chunk := stream.read(1 << 20):
            if chunk.strip(_BLANK):
                return False
    return True
