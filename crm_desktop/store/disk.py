"""Files on their disk: what lies beside a shop's file, and how what was written is brought to the disk."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

LOGS: Final = ("-wal", "-journal")
"""What SQLite keeps beside a file that was not tidily closed, and would apply to any other file of that name."""

BESIDE: Final = ("-shm", *LOGS)
"""All that SQLite keeps beside a file that is open."""


def beside(path: Path, part: str) -> Path:
    """What lies beside a file under its own name with `part` behind it; the file itself where that is empty."""
    return path.with_name(path.name + part)


def discard(path: Path) -> None:
    """Remove a file that is not wanted after all, with all that SQLite may have left beside it."""
    for part in ("", *BESIDE):
        with suppress(OSError):
            beside(path, part).unlink(missing_ok=True)


def to_disk(path: Path) -> None:
    """Bring what was written to a closed file to the disk."""
    file = os.open(path, os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def folder_to_disk(folder: Path) -> None:
    """Bring a new name to the disk, where the system knows how to."""
    with suppress(OSError):
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
