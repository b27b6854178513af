"""Files that hold no table: named for what they are, so that nobody sees a photo's bytes as a customer list."""

from __future__ import annotations

import re
from typing import NoReturn

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.source import Source
from crm_desktop.language import Sentence

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_OTHER = (b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"MZ", b"\x7fELF", b"SQLite format 3\0", b"{\\rtf")
_MARKUP = re.compile(rb"\s*<(?:!doctype|\?xml)", re.IGNORECASE)


def reads(head: bytes) -> bool:
    """Whether the file begins like a picture, a document, an archive, or XML that is no workbook."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    return head.startswith(_PICTURES + _OTHER) or bool(_MARKUP.match(head))


def read(source: Source) -> NoReturn:
    """Always UnreadableFile, naming what the file is."""
    path, head = source.path, source.head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith(_PICTURES):
        sentence = Sentence("“%1” is a picture, not a table. Nothing was imported.", path.name)
    else:
        sentence = Sentence(
            "“%1” is not a table that can be imported. Tables are .xlsx, .xls, .ods, .csv and .txt files, "
            "and phone books .vcf files.",
            path.name,
        )
    raise UnreadableFile(sentence)
