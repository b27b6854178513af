"""Files that hold no table: named for what they are, so that nobody sees a photo's bytes as a customer list."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NoReturn

from crm_desktop.errors import UnreadableFile
from crm_desktop.language import Sentence

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_OTHER = (b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"MZ", b"\x7fELF", b"SQLite format 3\0", b"{\\rtf")
_MARKUP = re.compile(rb"\s*<(!doctype|html|table|\?xml|body|head|meta|div|style)", re.IGNORECASE)
_CARD = re.compile(rb"\s*BEGIN:VCARD", re.IGNORECASE)


def reads(head: bytes) -> bool:
    """Whether the file begins like a picture, a document, an archive, a web page or a contact card."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    return head.startswith(_PICTURES + _OTHER) or bool(_MARKUP.match(head) or _CARD.match(head))


def read(path: Path, data: bytes) -> NoReturn:
    """Always UnreadableFile, naming what the file is."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith(_PICTURES):
        sentence = Sentence("“%1” is a picture, not a table. Nothing was imported.", path.name)
    elif _MARKUP.match(head):
        sentence = Sentence(
            "“%1” is a web page, whatever its name says. Open it in Excel or WPS, save it as .xlsx, and import that.",
            path.name,
        )
    elif _CARD.match(head):
        sentence = Sentence("“%1” is a contact card file (.vcf), which cannot be imported yet.", path.name)
    else:
        sentence = Sentence(
            "“%1” is not a table that can be imported. Tables are .xlsx, .xls, .ods, .csv and .txt files.", path.name
        )
    raise UnreadableFile(sentence)
