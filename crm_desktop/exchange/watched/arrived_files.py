"""The watched folder itself: which of its files may be lists, and where they go afterwards. Nothing is ever deleted or
overwritten. Quick to import: it is looked into every minute."""

from __future__ import annotations

import os
import stat
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from crm_desktop.exchange.file_endings import WATCHED
from crm_desktop.language import Sentence, language

_HIDDEN: Final = ("~", ".", "$")
_WINDOWS_HIDDEN: Final = 0x2 | 0x4
"""FILE_ATTRIBUTE_HIDDEN and _SYSTEM, where the system has them."""

_FOLDERS: Final = {"zh_CN": ("已导入", "未导入"), "en": ("Imported", "Not imported")}
"""Where the files go that came in, and those that did not."""


class Stamp(NamedTuple):
    """What tells whether a file has changed since it was last looked at."""

    size: int
    modified_ns: int


class State(StrEnum):
    """What became of a file."""

    IMPORTED = "imported"
    REFUSED = "refused"  # it cannot be read, or none of its rows could come in: put aside
    WAITING = "waiting"  # someone must have a look at it; it stays where it is
    FAILED = "failed"  # not the file's fault: it stays, and is tried again


def files_in(folder: Path) -> dict[str, Stamp]:
    """The files in a folder that may be lists, by name; OSError if the folder is gone. Anything else that lies there is
    none of our business: a shop, a photo, a letter."""
    found = {}
    for path in folder.iterdir():
        if path.name.startswith(_HIDDEN) or path.suffix.lower() not in WATCHED:
            continue
        try:
            about = path.lstat()
        except OSError:  # gone again
            continue
        if stat.S_ISREG(about.st_mode) and not getattr(about, "st_file_attributes", 0) & _WINDOWS_HIDDEN:
            found[path.name] = Stamp(about.st_size, about.st_mtime_ns)
    return found


def put_away(path: Path, state: State) -> Path | None:
    """Move a file that came in, or was refused, into its subfolder, under a new number where the name is taken; where
    it is now. None if it cannot be moved."""
    try:
        goal = free_name(subfolder(path.parent, state) / path.name)
        path.rename(goal)
    except OSError:
        return None
    return goal


def reason_beside(moved: Path) -> str:
    """Why a refused file was refused, as it was written beside it; "" if that is gone."""
    try:
        return _reason_file(moved).read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def write_reason(moved: Path, reason: Sentence) -> None:
    """Write beside a refused file why it was refused; without a word if that cannot be written."""
    goal = _reason_file(moved)
    try:
        with goal.open("x", encoding="utf-8-sig") as file:
            file.write(f"{reason}\n")
    except OSError:  # the page says it too
        pass


def _reason_file(moved: Path) -> Path:
    return moved.with_name(f"{moved.name}.txt")


def subfolder(folder: Path, state: State) -> Path:
    """The subfolder for files of this state, made if it is not there. OSError if it cannot be made."""
    came_in, stayed_out = _FOLDERS[language()]
    goal = folder / (stayed_out if state is State.REFUSED else came_in)
    goal.mkdir(exist_ok=True)
    return goal


def free_name(goal: Path) -> Path:
    """The path, or the first "name (2).xlsx" that nothing has; its reason's name is free too."""
    number, free = 1, goal
    while os.path.lexists(free) or os.path.lexists(_reason_file(free)):
        number += 1
        free = goal.with_name(f"{goal.stem} ({number}){goal.suffix}")
    return free
