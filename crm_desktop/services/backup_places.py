"""Where a shop's copies are: the backup folder of this laptop and, by choice, a second place such as a stick.

Which second place it is, and since when one of the two takes no copies, is remembered in the data folder, beside the
backup folder: that one may be what is broken.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from crm_desktop.domain import backup_policy
from crm_desktop.domain.backup_policy import Copy, Why
from crm_desktop.domain.reminding.entries import BackupFact
from crm_desktop.errors import CannotWriteFile
from crm_desktop.language import Sentence
from crm_desktop.services import json_notes

FOLDER_NAME: Final = "CRM Desktop backups"
"""The folder that is made in the second place. Only when it is chosen: where it is not there later, the stick is not
connected, and a new folder of that name would lie on the laptop's own disk."""

_FAILURES: Final = "backup-failures.json"
_SECOND: Final = "backup-second.json"


def name_of(shop: Path) -> str:
    """What the copies of the shop in this file are called by."""
    mark = hashlib.sha256(os.path.normcase(shop.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return backup_policy.shop_part(shop.stem, mark[:4])


def copies_in(folder: Path) -> Iterator[tuple[Copy, Path]]:
    """The copies of all shops in a folder, as their names tell; none where it cannot be looked into."""
    try:
        paths = [*folder.iterdir()]
    except OSError:
        return
    for path in paths:
        copy = backup_policy.read_name(path.name)
        if copy is not None:
            yield copy, path


def copies_of(shop: Path, folder: Path) -> list[Path]:
    """The copies of one shop in the backup folder and in the second place, newest first."""
    name, second = name_of(shop), second_place(folder)
    found = [pair for each in (folder, second) if each for pair in copies_in(each) if pair[0].shop == name]
    return [path for _, path in sorted(found, key=lambda pair: pair[0].at, reverse=True)]


def has_copies(shop: Path, folder: Path) -> bool:
    """Whether copies of what was in this file once lie in the backup folder: it was a shop, then."""
    name = name_of(shop)
    return any(copy.shop == name for copy, _ in copies_in(folder))


def files_of(shop: Path, folder: Path) -> list[Path]:
    """Every further file with this shop's customers in it that the program has made by itself: its copies, and what
    was put away beside it when one of them took its place."""
    put_away = re.compile(
        re.escape(shop.stem) + r" .+ \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d" + re.escape(shop.suffix), re.DOTALL
    )
    copies = copies_of(shop, folder)
    with suppress(OSError):
        copies += sorted(path for path in shop.absolute().parent.iterdir() if put_away.fullmatch(path.name))
    return copies


def second_place(folder: Path) -> Path | None:
    """The second place that was chosen on the laptop with this backup folder."""
    place = json_notes.read(folder.with_name(_SECOND)).get("folder")
    return Path(place) if isinstance(place, str) and place else None


def choose_second(folder: Path, chosen: Path | None) -> Path | None:
    """Keep copies in a folder in `chosen` from now on, too, or in none; the folder. CannotWriteFile."""
    place = None if chosen is None else _made(folder, chosen)
    try:
        json_notes.write(folder.with_name(_SECOND), {"folder": str(place) if place else ""})
    except OSError as error:
        raise CannotWriteFile(
            Sentence("“%1” cannot be written to: %2. Nothing was changed.", folder.parent, error.strerror)
        ) from error
    return place


def _made(folder: Path, chosen: Path) -> Path:
    place = chosen.absolute() if chosen.name == FOLDER_NAME else chosen.absolute() / FOLDER_NAME
    if place.resolve() == folder.resolve() or chosen.resolve() == folder.resolve():
        raise CannotWriteFile(Sentence("That is the backup folder itself. Choose a folder on another disk or stick."))
    try:
        place.mkdir(exist_ok=True)
    except OSError as error:
        raise CannotWriteFile(
            Sentence("“%1” cannot be written to: %2. Choose another folder, or allow writing there.", chosen,
                     error.strerror)
        ) from error  # fmt: skip
    return place


class Place:
    """The copies of one shop in one folder, which may hold those of others too."""

    def __init__(self, name: str, folder: Path, notes: Path, *, second: bool = False) -> None:
        """`name`: what the shop's copies are called by. `notes`: the folder that remembers what failed."""
        self.folder = folder
        self.second = second
        self._name = name
        self._file = notes / _FAILURES
        self._key = f"{name} second" if second else name
        self._unwritten: BackupFact | None = None

    def copies(self) -> list[tuple[Copy, Path]]:
        """The shop's copies in this folder, the newest first, each with its path."""
        found = [pair for pair in copies_in(self.folder) if pair[0].shop == self._name]
        return sorted(found, key=lambda pair: pair[0].at, reverse=True)

    def new_path(self, at: datetime, why: Why) -> Path:
        """The file of a copy that is to be made. The backup folder is made where it is not there. CannotWriteFile."""
        try:
            if not self.second:
                self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWriteFile(
                Sentence("The backup folder “%1” cannot be made: %2. Make it by hand, or allow writing there.",
                         self.folder, error.strerror)
            ) from error  # fmt: skip
        taken = {copy.at for copy, _ in self.copies()}
        at = at.replace(microsecond=0)
        while at in taken:
            at += timedelta(seconds=1)
        return self.folder / Copy(self._name, at, why).name

    # What failed

    def failure(self) -> BackupFact | None:
        """Since when the daily copy cannot be made here, and why the last try failed; None while all is well."""
        return self._unwritten or _fact(json_notes.read(self._file).get(self._key), second=self.second)

    def failed(self, today: date, why: Sentence) -> None:
        """Remember a failure, as one more of its stretch; a stretch that seems to begin in the future begins today."""
        before = self.failure()
        since = min(before.since, today) if before is not None else today
        self._remember(BackupFact(since, why, second=self.second))

    def well(self) -> None:
        """Note that there is no failure, or none any more."""
        self._remember(None)

    def _remember(self, failure: BackupFact | None) -> None:
        """Write it down; where that cannot be done either, it is known until the program ends."""
        self._unwritten = None
        failures = json_notes.read(self._file)
        if failure is None and self._key not in failures:
            return
        failures.pop(self._key, None)
        if failure is not None:
            failures[self._key] = {"since": failure.since.isoformat(), "why": failure.why.dump()}
        try:
            json_notes.write(self._file, failures)
        except OSError:
            self._unwritten = failure


def _fact(remembered: Any, *, second: bool) -> BackupFact | None:
    try:
        return BackupFact(date.fromisoformat(remembered["since"]), Sentence.load(remembered["why"]), second=second)
    except (KeyError, TypeError, ValueError, AssertionError):
        return None
