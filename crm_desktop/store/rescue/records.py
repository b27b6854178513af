"""The trees of a file: their pages, the cells on these, and the records in the cells
(https://www.sqlite.org/fileformat.html#b_tree_pages). Whatever cannot be so is `Broken`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crm_desktop.store.rescue.pages import Page, Pages

TABLE_LEAF: Final = 0x0D
TABLE_INNER: Final = 0x05
INDEX_LEAF: Final = 0x0A
INDEX_INNER: Final = 0x02

Value = int | float | str | bytes | None

_INNER: Final = (TABLE_INNER, INDEX_INNER)
_SIZES: Final = (0, 1, 2, 3, 4, 6, 8)
_REAL, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12
_REPLACED: Final = "\ufffd"


class Broken(Exception):
    """What stands here is no page, cell or record."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. Not `is_sound`: its checksum, or its text, does not fit."""

    id: int
    values: tuple[Value, ...]
    is_sound: bool


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, without its sign, and where it ends."""
    value = 0
    try:
        for place in range(at, at + 8):
            byte = data[place]
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value, place + 1
        return value << 8 | data[at + 8], at + 9
    except IndexError:
        raise Broken from None


def record(payload: bytes) -> tuple[tuple[Value, ...], bool]:
    """The values of a record, and whether every text in it is one."""
    head, at = varint(payload, 0)
    if head > len(payload):
        raise Broken
    values: list[Value] = []
    is_sound, place = True, head
    while at < head:
        kind = payload[at]
        if kind < 0x80:
            at += 1
        else:
            kind, at = varint(payload, at)
        if kind >= _FIRST_BLOB:
            end = place + ((kind - _FIRST_BLOB) >> 1)
            piece = payload[place:end]
            if kind & 1:
                text = piece.decode("utf-8", "replace")
                is_sound = is_sound and (_REPLACED not in text or _is_utf8(piece))
                values.append(text)
            else:
                values.append(piece)
        elif kind < _REAL:
            end = place + _SIZES[kind]
            values.append(int.from_bytes(payload[place:end], "big", signed=True) if kind else None)
        else:
            value, end = _rare(kind, payload, place)
            values.append(value)
        if end > len(payload):
            raise Broken
        place = end
    if at != head:
        raise Broken
    return tuple(values), is_sound


def _is_utf8(piece: bytes) -> bool:
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _rare(kind: int, payload: bytes, place: int) -> tuple[Value, int]:
    """A value that needs no room, or eight bytes with a point in them; where it ends."""
    if kind in (_ZERO, _ONE):
        return kind - _ZERO, place
    piece = payload[place : place + 8]
    if kind != _REAL or len(piece) < 8:
        raise Broken
    return float(struct.unpack(">d", piece)[0]), place + 8


def kind_of(page: Page | None) -> int:
    """Which kind of tree page it is; 0 for none."""
    if page is None:
        return 0
    kind = page.data[page.start]
    return kind if kind in (TABLE_LEAF, TABLE_INNER, INDEX_LEAF, INDEX_INNER) else 0


def cells(page: Page) -> list[int]:
    """Where the cells of a tree page begin; one that cannot be is left out as -1."""
    data, start = page.data, page.start
    inner = data[start] in _INNER
    count = int.from_bytes(data[start + 3 : start + 5], "big")
    first = start + (12 if inner else 8)
    end = first + 2 * count
    if end > len(data):
        raise Broken
    places = [int.from_bytes(data[at : at + 2], "big") for at in range(first, end, 2)]
    return [place if end <= place < len(data) else -1 for place in places]


def last_child(page: Page) -> int:
    """The page that an inner page names for what is beyond all its cells."""
    return int.from_bytes(page.data[page.start + 8 : page.start + 12], "big")


def child(page: Page, at: int) -> int:
    """The page that a cell of an inner page names."""
    return int.from_bytes(page.data[at : at + 4], "big")


def row_id(page: Page, at: int) -> int:
    """The row number in a cell of a table's leaf."""
    _, at = varint(page.data, at)
    return _signed(varint(page.data, at)[0])


def key(page: Page, at: int) -> int:
    """The highest row number under a cell of a table's inner page."""
    return _signed(varint(page.data, at + 4)[0])


def row(pages: Pages, page: Page, at: int) -> Row:
    """The row in a cell of a table's leaf."""
    size, at = varint(page.data, at)
    number, at = varint(page.data, at)
    payload, is_sound = _payload(pages, page, at, size, pages.usable - 35)
    values, is_text = record(payload)
    return Row(_signed(number), values, is_sound and is_text)


def entry(pages: Pages, page: Page, at: int) -> tuple[Value, ...]:
    """What an index has in a cell: its columns, then the row's number."""
    if at < 0:
        raise Broken
    if page.data[page.start] == INDEX_INNER:
        at += 4
    size, at = varint(page.data, at)
    payload, _ = _payload(pages, page, at, size, (pages.usable - 12) * 64 // 255 - 23)
    return record(payload)[0]


def rows(pages: Pages, page: Page) -> Iterator[Row | None]:
    """The rows of a table's leaf; None for each that cannot be read."""
    for at in cells(page):
        try:
            if at < 0:
                raise Broken
            yield row(pages, page, at)
        except Broken:
            yield None


def _payload(pages: Pages, page: Page, at: int, size: int, most: int) -> tuple[bytes, bool]:
    """A cell's content: what is on the page, and what overflows to others."""
    if size <= most:
        if at + size > len(page.data):
            raise Broken
        return page.data[at : at + size], page.is_sound
    if size > pages.count * pages.size:
        raise Broken
    least = (pages.usable - 12) * 32 // 255 - 23
    local = least + (size - least) % (pages.usable - 4)
    local = local if local <= most else least
    if at + local + 4 > len(page.data):
        raise Broken
    parts, is_sound = [page.data[at : at + local]], page.is_sound
    following, left = int.from_bytes(page.data[at + local : at + local + 4], "big"), size - local
    while left > 0:  # each turn takes off as much as a page holds: a chain in a ring ends, too
        beyond = pages.page(following)
        if beyond is None:
            raise Broken
        is_sound = is_sound and beyond.is_sound
        parts.append(beyond.data[4 : 4 + left])
        left -= pages.usable - 4
        following = int.from_bytes(beyond.data[:4], "big")
    return b"".join(parts), is_sound


def _signed(number: int) -> int:
    return number - (1 << 64) if number >> 63 else number
