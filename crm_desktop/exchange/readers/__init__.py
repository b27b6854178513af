"""Files into rows. A file's kind is told by its bytes: web systems call an HTML page `.xls`, and people rename files.

One module a family of formats, each with `reads(head)` (is this file mine, by its first bytes?) and `read(path, data)`.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final, Protocol

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers import delimited, excel_2003, html_table, refused, vcard, workbook
from crm_desktop.exchange.readers.book import Book, Cell, Sheet
from crm_desktop.language import Sentence

__all__ = ["Book", "Cell", "Sheet", "open_book"]

MAX_BYTES = 512 * 1024 * 1024
"""A larger file is no list of a small shop, and would not fit into the laptop's memory."""


class Reader(Protocol):
    """What a module of this package offers."""

    def reads(self, head: bytes) -> bool:
        """Whether a file that begins so is this reader's."""

    def read(self, path: Path, data: bytes) -> Book:
        """The file's book; UnreadableFile when it cannot be read."""


_READERS: Final[tuple[Reader, ...]] = (workbook, vcard, excel_2003, html_table, refused, delimited)
"""Asked in this order; the last takes anything that is text."""


def open_book(path: Path) -> Book:
    """The file's sheets, or UnreadableFile with a sentence that says what is the matter and what to do."""
    data = _bytes_of(path)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableFile(Sentence("“%1” is empty: there is nothing in it to import.", path.name))
    reader = next(reader for reader in _READERS if reader.reads(data[:4096]))
    return reader.read(path, data)


def _bytes_of(path: Path) -> bytes:
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise UnreadableFile(Sentence("“%1” is a folder. Choose a file inside it.", path.name))
        if not stat.S_ISREG(about.st_mode):
            raise UnreadableFile(Sentence("“%1” is not a file that can be read.", path.name))
        if about.st_size > MAX_BYTES:
            size = f"{about.st_size // 1024**2:,}"
            raise UnreadableFile(Sentence("“%1” is too large to import (%2 MB). Split it into parts.", path.name, size))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(Sentence("There is no file “%1”.", path)) from error
    except PermissionError as error:
        raise UnreadableFile(
            Sentence("“%1” may not be read. If it is open in another program, close it there and try again.", path.name)
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise UnreadableFile(
            Sentence("“%1” could not be read (%2). Copy it to this computer and try again.", path.name, str(error))
        ) from error
