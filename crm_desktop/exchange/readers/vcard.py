"""Phone books (.vcf): contact cards of version 2.1, 3.0 and 4.0 as a table, a card a row.

The table has no row of headings: row 3 is the third card, and the columns are named as our own fields are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Final

from crm_desktop.errors import UnreadableFile
from crm_desktop.exchange.readers.book import Book, Cell
from crm_desktop.exchange.readers.encodings import wide_encoding
from crm_desktop.exchange.readers.source import Source
from crm_desktop.exchange.readers.vcard_person import CUSTOM, Values, headings, person_of, together
from crm_desktop.exchange.readers.vcard_syntax import read_cards
from crm_desktop.language import Sentence, tr

MAX_BYTES: Final = 512 * 1024**2

MAX_CARDS: Final = 500_000
"""More than any shop knows, and more than a laptop's memory should be filled with."""

MOST_PHONES: Final = 10
"""Columns for phones; what a card has more of them shares the last."""

_BEGIN: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*BEGIN\s*:\s*VCARD", re.IGNORECASE)
_SAMPLE: Final = 1 << 20


def reads(head: bytes) -> bool:
    """Whether the file begins with a contact card."""
    return bool(_BEGIN.match(head.replace(b"\0", b"")))


def read(source: Source) -> Book:
    """The cards; what is damaged about one is a doubt of its row. UnreadableFile where they hold nothing at all."""
    path, data = source.path, source.data(MAX_BYTES)
    wide = wide_encoding(data)
    if wide:
        data = data.decode(wide, "replace").encode()
    names: list[str] = []
    places: dict[str, range] = {}
    for key, name in headings().items():
        width = MOST_PHONES if key == "phone" else 1
        places[key] = range(len(names), len(names) + width)
        names += [name, *(tr("%1 %2", name, number) for number in range(2, width + 1))]
    people: list[Values] = []
    doubts: list[tuple[int, Sentence]] = []
    for number, card in enumerate(read_cards(data.replace(b"\0", b"")), 1):
        if number > MAX_CARDS:
            raise UnreadableFile(
                Sentence("“%1” holds more than %2 contacts. Split it into parts.", path.name, f"{MAX_CARDS:,}")
            )
        people.append(person_of(card))
        doubts += [(number, reason) for reason in card.doubts]
    for key in dict.fromkeys(key for person in people for key in person if key.startswith(CUSTOM)):
        places[key] = range(len(names), len(names) + 1)
        names.append(key)
    rows = [_row(person, places, len(names)) for person in people]
    used = [column for column in range(len(names)) if any(row[column] for row in rows)]
    if not used:
        raise UnreadableFile(Sentence("“%1” holds contact cards with nothing in them.", path.name))
    for row in rows:
        row[:] = [row[column] for column in used]
    encoding = wide or _encoding(data)
    return Book(path, "vcf", encoding, (), lambda _: rows, tuple(names[column] for column in used), tuple(doubts))


def _encoding(data: bytes) -> str:
    """What most of the file is written in; a card may say otherwise of a line."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data[:_SAMPLE])
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _row(person: Values, places: Mapping[str, range], width: int) -> list[Cell]:
    row: list[Cell] = [""] * width
    for key, values in person.items():
        first, last = places[key].start, places[key].stop - 1
        row[first : min(first + len(values), last)] = values[: last - first]
        if len(values) > last - first:
            row[last] = together(key, values[last - first :])
    return row
