"""Phone books (.vcf): contact cards of version 2.1, 3.0 and 4.0 as a table, a card a row.

The table has no row of headings: row 3 is the third card, and the columns are named as our own fields are. The file
is read card by card, and photos stay in it until they are asked for: a phone book of any size fits into the memory.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO, Final

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.book import Book, Cell
from crm_desktop.exchange.readers.encodings import wide_encoding
from crm_desktop.exchange.readers.source import Source
from crm_desktop.exchange.readers.vcard_person import Values, headings, person_of, together
from crm_desktop.exchange.readers.vcard_photo import PhotoPlace, Photos
from crm_desktop.exchange.readers.vcard_syntax import Card, read_cards
from crm_desktop.language import Sentence, tr

MAX_BYTES: Final = 4 * 1024**3
"""A file's size is its photos: five hundred of the largest are 1.4 GB."""

MAX_WHOLE: Final = 64 * 1024**2
"""Where characters have two bytes, or lines end as they did on old Macs, the file is turned into another as a whole."""

MAX_CARDS: Final = 500_000
MAX_TEXT: Final = 100 * 1024**2
"""More cards, or more text in them, than any shop knows, and more than a laptop's memory should be filled with."""

MOST_PHONES: Final = 10
"""Columns for phones; what a card has more of them shares the last."""

MOST_OWN: Final = 200
"""Columns for fields that a shop has defined for itself."""

_BEGIN: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*BEGIN\s*:\s*VCARD", re.IGNORECASE)


def reads(head: bytes) -> bool:
    """Whether the file begins with a contact card."""
    return bool(_BEGIN.match(head.replace(b"\0", b"")))


def read(source: Source) -> Book:
    """The cards; what is damaged about one is a doubt of its row. UnreadableFile if they hold nothing at all."""
    opened, encoding = _opened(source)
    rows = _Rows()
    doubts: list[tuple[int, Sentence]] = []
    photos: dict[int, PhotoPlace] = {}
    size = 0
    with opened() as stream:
        for number, card in enumerate(read_cards(stream), 1):
            size += sum(len(each.value) for each in card.properties)
            _check_room(source.path, number, size)
            rows.add(person_of(card))
            doubts += [(number, reason) for reason in _doubts_of(card)]
            if card.photo is not None:
                photos[number] = card.photo
    names, table = rows.finished()
    if not names:
        raise UnreadableFile(Sentence("“%1” holds contact cards with nothing in them.", source.name))
    found = Photos(source.path, photos, opened)
    return Book(source.path, "vcf", encoding, (), lambda _: table, names, tuple(doubts), found)


def _opened(source: Source) -> tuple[Callable[[], AbstractContextManager[BinaryIO]], str]:
    """How to open the file with lines that can be told apart, and what most of it is written in; a card may say
    otherwise of a line."""
    if source.size > MAX_BYTES:
        source.data(MAX_BYTES)
    wide = wide_encoding(source.head)
    is_of_old_mac = b"\n" not in source.head and b"\r" in source.head
    if wide or is_of_old_mac:
        data = source.data(MAX_WHOLE)
        if wide:
            data = data.decode(wide, "replace").encode()
        if b"\n" not in data:
            data = data.replace(b"\r", b"\n")
        return lambda: nullcontext(io.BytesIO(data)), wide or _encoding(data)
    with source.stream() as stream:
        return source.stream, _encoding(stream.read(1 << 20))


def _encoding(data: bytes) -> str:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _check_room(path: Path, cards: int, size: int) -> None:
    if cards > MAX_CARDS or size > MAX_TEXT:
        raise UnreadableFile(
            Sentence("“%1” holds more than %2 contacts. Split it into parts.", path.name, f"{min(cards, MAX_CARDS):,}")
        )


def _doubts_of(card: Card) -> list[Sentence]:
    return card.doubts if card.photo_doubt is None else [*card.doubts, card.photo_doubt]


class _Rows:
    """Cards as rows, with a column for each value that any of them has."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._places: dict[str, range] = {}
        for key, name in headings().items():
            self._place(key, name, MOST_PHONES if key == "phone" else 1)
        self._own = 0
        self._rows: list[list[Cell]] = []

    def add(self, person: Values) -> None:
        """The next card."""
        row: list[Cell] = [""] * len(self._names)
        for key, values in person.items():
            if key not in self._places:
                if self._own >= MOST_OWN:
                    continue
                self._own += 1
                self._place(key, key, 1)
            first, last = self._places[key].start, self._places[key].stop - 1
            row += [""] * (last + 1 - len(row))
            row[first : min(first + len(values), last)] = values[: last - first]
            if len(values) > last - first:
                row[last] = together(key, values[last - first :])
        self._rows.append(row)

    def finished(self) -> tuple[tuple[str, ...], list[list[Cell]]]:
        """The headings and cells of the columns that are not empty."""
        width = len(self._names)
        filled = bytearray(width)
        for row in self._rows:
            for column, cell in enumerate(row):
                if cell:
                    filled[column] = 1
        used = [column for column in range(width) if filled[column]]
        for row in self._rows:
            row.extend([""] * (width - len(row)))
            row[:] = [row[column] for column in used]
        return tuple(self._names[column] for column in used), self._rows

    def _place(self, key: str, name: str, width: int) -> None:
        self._places[key] = range(len(self._names), len(self._names) + width)
        self._names += [name, *(tr("%1 %2", name, number) for number in range(2, width + 1))]
