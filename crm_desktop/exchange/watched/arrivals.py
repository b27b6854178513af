"""A file that another program put into the watched folder comes in unasked, and is put away."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from crm_desktop.errors import BadCommand, Cancelled, FileLocked, UnreadableFile, UserError
from crm_desktop.exchange.importing.importer import import_file, look
from crm_desktop.exchange.importing.rejects import write_rejects
from crm_desktop.exchange.importing.report import UNWATCHED, Counts, ImportReport, Watch
from crm_desktop.exchange.readers import open_book
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.exchange.watched.arrived_files import State, free_name, put_away, subfolder, write_reason
from crm_desktop.language import Sentence, tr
from crm_desktop.store.shop import Shop


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


def take(
    shop: Shop, path: Path, watch: Watch = UNWATCHED, *, known: Mapping[str, State] | None = None
) -> Arrival | None:
    """Bring a file in, if it is sure how, and put it away. None if it no longer exists.

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
        write_reason(moved, reason)
    kind, counts = (report.table.kind, report.counts) if report else (None, None)
    return Arrival(path.name, State.REFUSED, digest, kind, counts, moved=moved, aside=aside, reason=reason)


def _save_rejects(path: Path, state: State, report: ImportReport) -> Path | None:
    """Write the rejected rows, each with its reason, to where the file goes; None if there are none, or no room."""
    if not report.rejects:
        return None
    try:
        goal = free_name(subfolder(path.parent, state) / f"{tr('%1 rejected', path.stem)}.xlsx")
        write_rejects(report, goal)
    except (OSError, UserError):
        return None
    return goal


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
