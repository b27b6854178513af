"""What a library for Linux is linked with, and the library without what only debuggers read."""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_LOAD: Final = 1
_DYNAMIC: Final = 2
_NEEDED: Final = 1
_STRINGS: Final = 5


def needed(file: str | Path) -> list[str]:
    """The names of the libraries that a 64-bit ELF file asks for itself (not those that these ask for in turn, as `ldd`
    would tell); none for any other file."""
    data = Path(file).read_bytes()
    if data[:6] != b"\x7fELF\x02\x01":
        return []
    segments = list(_segments(data))
    entries = [
        struct.unpack_from("<QQ", data, at)
        for kind, offset, _, size in segments
        if kind == _DYNAMIC
        for at in range(offset, offset + size, 16)
    ]
    address = next((value for tag, value in entries if tag == _STRINGS), 0)
    strings = next(
        (
            address - start + offset
            for kind, offset, start, size in segments
            if kind == _LOAD and 0 <= address - start < size
        ),
        0,
    )
    names = [strings + value for tag, value in entries if tag == _NEEDED]
    return [data[at : data.index(b"\0", at)].decode() for at in names]


def _segments(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(kind, offset in the file, address, size in the file) of each."""
    first = struct.unpack_from("<Q", data, 32)[0]
    entry_size, count = struct.unpack_from("<HH", data, 54)
    for at in range(first, first + entry_size * count, entry_size):
        kind, _, offset, address, _, size, _, _ = struct.unpack_from("<IIQQQQQQ", data, at)
        yield kind, offset, address, size


def stripped(file: Path, target: Path) -> Path:
    """The file without its symbols for debuggers, written to `target`; the file itself where nothing is won by it."""
    if shutil.which("strip") is None:
        return file
    target.parent.mkdir(parents=True, exist_ok=True)
    told = subprocess.run(["strip", "-o", str(target), str(file)], capture_output=True, check=False)
    if told.returncode or target.stat().st_size > file.stat().st_size * 0.95:
        target.unlink(missing_ok=True)
        return file
    return target
