"""What an .xls says of itself, before it is read: whether it is encrypted, and how far its sheets reach."""

from __future__ import annotations

import io
from struct import unpack_from
from typing import Final, NamedTuple

MAX_OLD_CELLS: Final = 5_000_000
"""All rows that an .xls can have, with 76 columns: about 400 MB. One cell left in the last corner would be 1.2 GB."""

_BEGINNING_OF_PART: Final = 0x809
_FILE_PASS: Final = 0x2F
_DIMENSIONS: Final = 0x200
# Records with a cell: FORMULA, RK, NUMBER, LABEL, BOOLERR, LABELSST, RSTRING; of several cells: MULRK.
_CELLS: Final = frozenset({0x06, 0x27E, 0x203, 0x204, 0x205, 0xFD, 0xD6, 0xBD})
_SEVERAL: Final = 0xBD


class OldBook(NamedTuple):
    """`corner`: the farthest cell of a sheet that reaches too far to be read."""

    is_locked: bool
    corner: tuple[int, int] | None


def look_at(data: bytes) -> OldBook | None:
    """What there is to know; None if the file is damaged in a way that calamine would fill the memory with."""
    # Imported for the few files that need it.
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            name = next((name for name in ("Workbook", "Book") if container.exists(name)), "Workbook")
            stream = container.openstream(name).read()
    except Exception:  # a damaged file makes the library raise anything
        return None
    at, end, cells = 0, len(stream) - 8, 0
    row = column = 0
    while at <= end:
        kind, size, here, there = unpack_from("<HHHH", stream, at)
        if kind in _CELLS:
            if kind == _SEVERAL:
                there += max((size - 6) // 6 - 1, 0)
            row, column = max(row, here + 1), max(column, there + 1)
            if cells + row * column > MAX_OLD_CELLS:
                return OldBook(False, (here + 1, there + 1))
        elif kind == _DIMENSIONS and not _is_possible(stream[at + 4 : at + 4 + size]):
            return None
        elif kind == _BEGINNING_OF_PART:
            cells += row * column
            row = column = 0
        elif kind == _FILE_PASS:
            return OldBook(True, None)
        at += 4 + size
    return OldBook(False, None)


def _is_possible(said: bytes) -> bool:
    """Whether a sheet can have the size that it says: calamine makes room for it."""
    if len(said) not in (10, 14):
        return False
    first_row, last_row, first_column, last_column = unpack_from("<IIHH" if len(said) == 14 else "<HHHH", said)
    return bool(first_row <= last_row <= 65_536 and first_column <= last_column <= 256)
