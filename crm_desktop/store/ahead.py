"""What was found out about a shop file ahead of its opening: in a thread that has time, for the one of a window."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crm_desktop.store.key import Key

_HOLDS_S: Final = 10.0
"""How long it counts: the opening is to follow at once."""


@dataclass(frozen=True, slots=True)
class _Note:
    key: Key | None
    state: tuple[int, ...]
    at: float
    is_whole: bool


_notes: Final[dict[Path, _Note]] = {}


def state_of(path: Path) -> tuple[int, ...]:
    """What is different for a file that was written, or replaced, since. OSError if there is none."""
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def note(path: Path, key: Key | None, state: tuple[int, ...], *, is_whole: bool) -> None:
    """A closed file was looked at under a key; `state` is what it was in before."""
    _notes[path] = _Note(key, state, time.monotonic(), is_whole)


def noted(path: Path, key: Key | None) -> bool | None:
    """Whether a file that was just looked at, and not touched since, is known to be whole; None if it was not looked
    at. It is told once."""
    found = _notes.pop(path, None)
    if found is None or found.key is not key or time.monotonic() - found.at > _HOLDS_S:
        return None
    try:
        return found.is_whole if state_of(path) == found.state else None
    except OSError:
        return None
