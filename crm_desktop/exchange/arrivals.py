"""Files that another program puts into a folder, such as a till: which are ready to be taken, how one comes in unasked,
and where it is put afterwards. Nothing is ever deleted or overwritten."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from crm_desktop.errors import BadCommand, Cancelled, FileLocked, UnreadableFile, UserError
from crm_desktop.exchange.headings import Kind
from crm_desktop.exchange.importing import import_file, look
from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.rejects import write_rejects
from crm_desktop.exchange.report import UNWATCHED, Counts, ImportReport, Watch
from crm_desktop.language import Sentence, language, tr
from crm_desktop.store.shop import Shop

ENDINGS: Final = frozenset(
    {
        *(".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et", ".csv", ".tsv", ".txt", ".tab", ".dat", ".vcf"),
        *(".html", ".htm", ".xml", ".mht", ".mhtml", ".json", ""),
    }
)
"""Anything else that lies in the folder is none of our business: a shop, a photo, a letter."""

_HIDDEN: Final = ("~", ".", "$")
_WINDOWS_HIDDEN: Final = 0x2 | 0x4
"""FILE_ATTRIBUTE_HIDDEN and _SYSTEM, where the system has them."""

_FOLDERS: Final = {"zh_CN": ("已导入", "未导入"), "en": ("Imported", "Not imported")}
"""Where the files go that came in, and those that did not."""


class Stamp(NamedTuple):
    """By which a file is told from what it was before."""

    size: int
    modified_ns: int


class State(StrEnum):
    """What became of a file."""

    IMPORTED = "imported"
    REFUSED = "refused"  # it cannot be read, or none of its rows could come in: put aside
    WAITING = "waiting"  # someone must have a look at it; it stays where it is
    FAILED = "failed"  # not the file's fault: it stays, and is tried again


class Wait(StrEnum):
    """What someone must have a look for."""

    MAPPING = "mapping"
    PASSWORD = "password"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a file. `moved` is where it is now (None: where it was), `aside` the workbook of its rejected
    rows, `digest` what it held."""

    name: str
    state: State
    digest: str = ""
    kind: Kind | None = None
    counts: Counts | None = None
    change: int | None = None
    moved: Path | None = None
    aside: Path | None = None
    wait: Wait | None = None
    reason: Sentence | None = None


def files_in(folder: Path) -> dict[str, Stamp]:
    """The files in a folder that may be lists, by name; OSError where the folder is gone."""
    found = {}
    for path in folder.iterdir():
        if path.name.startswith(_HIDDEN) or path.suffix.lower() not in ENDINGS:
            continue
        try:
            about = path.lstat()
        except OSError:  # gone again
            continue
        if stat.S_ISREG(about.st_mode) and not getattr(about, "st_file_attributes", 0) & _WINDOWS_HIDDEN:
            found[path.name] = Stamp(about.st_size, about.st_mtime_ns)
    return found


def take(
    shop: Shop, path: Path, watch: Watch = UNWATCHED, *, known: Mapping[str, State] | None = None
) -> Arrival | None:
    """Bring a file in, if it is sure how, and put it away. None where it is gone.

    `known` holds by digest what came in before and could not be put away: that is not brought in again.
    """
    try:
        digest = _digest(path)
    except FileNotFoundError:
        return None
    except OSError:
        return Arrival(path.name, State.FAILED, reason=Sentence(
            "“%1” may not be read just now. If it is open in another program, close it there; it is tried again "
            "every minute.", path.name))  # fmt: skip
    before = (known or {}).get(digest)
    if before is not None:
        return Arrival(path.name, before, digest, moved=put_away(path, before))
    try:
        return _bring_in(shop, path, digest, watch)
    except FileLocked:
        return Arrival(path.name, State.WAITING, digest, wait=Wait.PASSWORD)
    except (UnreadableFile, BadCommand) as error:
        return _refused(path, digest, error.sentence) if path.exists() else None
    except Cancelled:
        return Arrival(path.name, State.WAITING, digest, wait=Wait.STOPPED)
    except UserError as error:  # of the shop or its disk
        return Arrival(path.name, State.FAILED, digest, reason=error.sentence)


def put_away(path: Path, state: State) -> Path | None:
    """Move a file that came in, or was refused, into its subfolder, under a new number where the name is taken; where
    it is now. None where it cannot be moved."""
    try:
        goal = _free_name(_subfolder(path.parent, state) / path.name)
        path.rename(goal)
    except OSError:
        return None
    return goal


def reason_beside(moved: Path) -> str:
    """Why a refused file was refused, as it was written beside it; "" where that is gone."""
    try:
        return _reason_file(moved).read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _bring_in(shop: Shop, path: Path, digest: str, watch: Watch) -> Arrival:
    seen = look(shop, open_book(path))
    if not seen.sure:
        return Arrival(path.name, State.WAITING, digest, seen.kind, wait=Wait.MAPPING)
    on_duplicate = seen.remembered.on_duplicate if seen.remembered else "update"
    report = import_file(shop, seen.kind, path, on_duplicate=on_duplicate, watch=watch)
    counts = report.counts
    if counts.rejected and counts.rejected == counts.read:
        sentence = Sentence("None of its rows could be brought in. The reasons are in the workbook beside it.")
        return _refused(path, digest, sentence, report)
    aside = _save_rejects(path, State.IMPORTED, report)
    moved = put_away(path, State.IMPORTED)
    return Arrival(path.name, State.IMPORTED, digest, seen.kind, counts, report.change, moved, aside)


def _refused(path: Path, digest: str, reason: Sentence, report: ImportReport | None = None) -> Arrival:
    aside = _save_rejects(path, State.REFUSED, report) if report else None
    moved = put_away(path, State.REFUSED)
    if moved is not None:
        _write_reason(moved, reason)
    kind, counts = (report.table.kind, report.counts) if report else (None, None)
    return Arrival(path.name, State.REFUSED, digest, kind, counts, moved=moved, aside=aside, reason=reason)


def _save_rejects(path: Path, state: State, report: ImportReport) -> Path | None:
    """Write the rejected rows, each with its reason, to where the file goes; None where there are none, or no room."""
    if not report.rejects:
        return None
    try:
        goal = _free_name(_subfolder(path.parent, state) / f"{tr('%1 rejected', path.stem)}.xlsx")
        write_rejects(report, goal)
    except (OSError, UserError):
        return None
    return goal


def _write_reason(moved: Path, reason: Sentence) -> None:
    goal = _reason_file(moved)
    try:
        with goal.open("x", encoding="utf-8-sig") as file:
            file.write(f"{reason}\n")
    except OSError:  # the page says it too
        pass


def _reason_file(moved: Path) -> Path:
    return moved.with_name(f"{moved.name}.txt")


def _subfolder(folder: Path, state: State) -> Path:
    came_in, stayed_out = _FOLDERS[language()]
    goal = folder / (stayed_out if state is State.REFUSED else came_in)
    goal.mkdir(exist_ok=True)
    return goal


def _free_name(goal: Path) -> Path:
    """The path, or the first "name (2).xlsx" that nothing has; its reason's name is free too."""
    number, free = 1, goal
    while os.path.lexists(free) or os.path.lexists(_reason_file(free)):
        number += 1
        free = goal.with_name(f"{goal.stem} ({number}){goal.suffix}")
    return free


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
