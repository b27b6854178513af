"""Makes ICU's data library small: of its 30 MB (words of 700 languages) Qt's widgets use the order of letters only.

The library holds one symbol, a package of named items (ICU's "CmnD" format: a header, a table of names and offsets
sorted by name, the items). A smaller package is put in its place, and the end of the file, the dynamic section, moves
up. Addresses stay as they are, so nothing needs to be linked again.
"""

from __future__ import annotations

import re
import struct
import sys
from pathlib import Path
from typing import Final

#: The order of Chinese and of everything else, for the names in a file dialog.
KEPT: Final = re.compile(
    r"[^/]+/(coll/(root|zh.*|en.*|res_index)\.res|coll/ucadata\.icu|root\.res|pool\.res|icuver\.res)"
)

_ALIGNMENT: Final = 16
_PAGE: Final = 4096


def shrunk(library: bytes) -> bytes:
    """The library with those items alone. Raises ValueError where it is not built as expected."""
    start = _package(library)
    header = library[start : start + struct.unpack_from("<H", library, start)[0]]
    package = header + _table(_items(library, start + len(header)))
    return _moved_up(library, start, package)


def _package(library: bytes) -> int:
    """Where the package begins: two bytes before its mark, which the kind "CmnD" follows."""
    for found in re.finditer(rb"\xda\x27", library):
        if library[found.start() + 10 : found.start() + 14] == b"CmnD":
            return found.start() - 2
    raise ValueError("no package of ICU data")


def _items(library: bytes, table: int) -> list[tuple[bytes, bytes]]:
    count = struct.unpack_from("<I", library, table)[0]
    rows = list(struct.iter_unpack("<II", library[table + 4 : table + 4 + 8 * count]))
    ends = [begin for _, begin in rows[1:]] + [len(library) - table]
    items = []
    for (name_at, begin), end in zip(rows, ends, strict=True):
        name = library[table + name_at : library.index(b"\0", table + name_at)]
        if KEPT.fullmatch(name.decode("ascii")):
            items.append((name, library[table + begin : table + end]))
    if not items:
        raise ValueError("none of the items is in the package")
    return items


def _table(items: list[tuple[bytes, bytes]]) -> bytes:
    """The table of contents and the items, in the order they come in: ICU looks names up by halving."""
    names_at = 4 + 8 * len(items)
    names = b"".join(name + b"\0" for name, _ in items)
    at = _rounded(names_at + len(names), _ALIGNMENT)
    rows, data, name_at = b"", b"", names_at
    for name, item in items:
        rows += struct.pack("<II", name_at, at + len(data))
        data += item.ljust(_rounded(len(item), _ALIGNMENT), b"\0")
        name_at += len(name) + 1
    return (struct.pack("<I", len(items)) + rows + names).ljust(at, b"\0") + data


def _moved_up(library: bytes, start: int, package: bytes) -> bytes:
    """The 64-bit ELF file with `package` at `start` and nothing behind it but the segments that followed."""
    if library[:6] != b"\x7fELF\x02\x01":
        raise ValueError("not a 64-bit ELF file")
    programs_at, entry_size, count = *struct.unpack_from("<Q", library, 32), *struct.unpack_from("<HH", library, 54)
    first_end = struct.unpack_from("<Q", library, programs_at + 32)[0]
    new_end = start + len(package)
    # Offset and address of a segment must agree within a page.
    cut = (first_end - new_end) // _PAGE * _PAGE
    if cut <= 0 or start > first_end:
        raise ValueError("the package is not in the first segment")
    end = first_end
    head = bytearray(library[:start] + package)
    for number in range(count):
        at = programs_at + number * entry_size
        kind, _, offset, _, _, size, memory, _ = struct.unpack_from("<IIQQQQQQ", head, at)
        if kind == 1 and offset == 0:
            struct.pack_into("<QQ", head, at + 32, new_end, new_end)
        elif offset >= first_end:
            struct.pack_into("<Q", head, at + 8, offset - cut)
            end = max(end, offset + size)
        elif size and offset + memory > start:
            raise ValueError("a segment inside the package")
    struct.pack_into("<Q", head, 40, 0)  # no section headers
    struct.pack_into("<HHH", head, 58, 0, 0, 0)
    gap = first_end - cut - new_end
    return bytes(head) + bytes(gap) + library[first_end:end]


def _rounded(size: int, to: int) -> int:
    return -(-size // to) * to


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(shrunk(Path(sys.argv[1]).read_bytes()))
