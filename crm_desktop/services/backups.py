"""Backups of a shop: made every day, before something large is written, and on demand; listed, and thinned.

They go to the backup folder and, by choice, to a second place; what fails in one of them does not keep the other from
having its copy.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from crm_desktop.domain import backup_policy
from crm_desktop.domain.backup_policy import Copy, Why
from crm_desktop.domain.reminding.entries import BACKUP_PATIENCE, BackupFact
from crm_desktop.errors import Cancelled, ShopLocked, UserError
from crm_desktop.language import Sentence
from crm_desktop.services import backup_places
from crm_desktop.services.backup_places import Place, name_of
from crm_desktop.store.backup import copy_shop, holds_the_same, is_sound, look_into
from crm_desktop.store.safeguard import Progress
from crm_desktop.store.shop import Shop

Cancelling = Callable[[], bool]


class State(StrEnum):
    """How a copy opens. LOCKED: not with the shop's password; it may have had another one then."""

    OPENS = "opens"
    LOCKED = "locked"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the shop. The counts and the time of the newest change are None if it does not open. `second`: it
    lies in the second place."""

    path: Path
    at: datetime
    why: Why
    size: int
    customers: int | None
    purchases: int | None
    newest_change: datetime | None = None
    state: State = State.OPENS
    second: bool = False


class Backups:
    """The copies of one shop in the backup folder of this laptop, and in its second place."""

    def __init__(self, shop: Shop, folder: Path, *, spare: Path | None = None) -> None:
        """`spare`: a copy that is just being put in the shop's place; it is not thinned out."""
        self._shop = shop
        self.folder = folder
        self._spared = spare.resolve() if spare is not None else None
        self._name = name_of(shop.path)
        self._first = Place(self._name, folder, folder.parent)
        self._second: Place | None = None
        self._found_sound: dict[Path, tuple[int, ...]] = {}

    @property
    def second(self) -> Path | None:
        """The folder of the second place; None if none was chosen."""
        return backup_places.second_place(self.folder)

    def choose_second(self, chosen: Path | None) -> Path | None:
        """Keep copies in a folder in `chosen` from now on, too, or in none; that folder. CannotWriteFile."""
        before = self._places()[1:]
        place = backup_places.choose_second(self.folder, chosen)
        for each in before:
            each.well()
        return place

    def daily(self, *, progress: Progress | None = None, cancelled: Cancelling | None = None) -> Backup | None:
        """Make the copy of the day in each place, unless there is one, or one of any day with all that the shop holds
        now; the copy in the backup folder, else the other one, else None.

        What went wrong is raised once both were tried, and remembered for `failure` until a copy is made or none is
        needed.
        """
        today = self._shop.clock.now().date()
        made, errors = [], []
        for place in self._places():
            try:
                if not self._needs_none(place, today):
                    made.append(self._make_in(place, Why.DAILY, progress, cancelled))
            except (Cancelled, ShopLocked):
                raise
            except UserError as error:
                place.failed(today, error.sentence)
                errors.append(error)
            else:
                place.well()
        if errors:
            raise errors[0]
        return made[0] if made else None

    def failure(self) -> BackupFact | None:
        """Since when the daily copy cannot be made in one of the places, and why the last try failed; None while all
        is well. What has failed for days comes first, then the backup folder."""
        today = self._shop.clock.now().date()
        facts = [fact for place in self._places() if (fact := place.failure()) is not None]
        long = [fact for fact in facts if today - fact.since >= BACKUP_PATIENCE]
        return next(iter([*long, *facts]), None)

    def failures(self) -> list[BackupFact]:
        """What cannot be made at present: for each place at most one."""
        return [fact for place in self._places() if (fact := place.failure()) is not None]

    def before(self, why: str, *, progress: Progress | None = None, cancelled: Cancelling | None = None) -> None:
        """Make a copy before something large is written, unless there is one with all that the shop holds now.

        A UserError says that nothing was changed, why no copy could be made, and what to do.
        """
        try:
            if not self._is_held(self._first):
                self._make_in(self._first, Why(why), progress, cancelled)
        except Cancelled:
            raise
        except UserError as error:
            raise type(error)(
                Sentence("Nothing was changed, for no backup could be made first. %1", error.sentence)
            ) from error

    def make(
        self,
        target: Path | None = None,
        why: Why = Why.ASKED,
        *,
        progress: Progress | None = None,
        cancelled: Cancelling | None = None,
        replacing: bool = False,
    ) -> Backup:
        """Copy the shop to a new file, or under the usual name into the backup folder, which is thinned then.
        `replacing`: the file may be there, and goes when the copy is whole.

        DiskFull, CannotWriteFile, DiskFailure, ShopDamaged, Cancelled: then there is no copy.
        """
        if target is None:
            return self._make_in(self._first, why, progress, cancelled)
        at = self._shop.clock.now()
        facts = copy_shop(self._shop, target, progress, cancelled, replacing=replacing)
        return Backup(target, at, why, target.stat().st_size, facts.customers, facts.purchases, facts.at)

    def make_in_second(self, *, progress: Progress | None = None, cancelled: Cancelling | None = None) -> Backup | None:
        """`make` in the second place, unless its newest copy holds all that the shop does; None also if none was
        chosen. That a stick is not connected is remembered, and raised."""
        for place in self._places()[1:]:
            try:
                if not self._is_held(place):
                    return self._make_in(place, Why.ASKED, progress, cancelled)
            except (Cancelled, ShopLocked):
                raise
            except UserError as error:
                place.failed(self._shop.clock.now().date(), error.sentence)
                raise
            place.well()
        return None

    def list(self) -> list[Backup]:
        """The copies of this shop in both places, newest first; each is opened to see what it holds."""
        found = [
            backup
            for place in self._places()
            for copy, path in place.copies()
            if (backup := self._look(place, copy, path)) is not None
        ]
        return sorted(found, key=lambda backup: (backup.at, not backup.second), reverse=True)

    def newest(self, *, second: bool = False) -> Backup | None:
        """The newest copy that is not broken, in the backup folder or in the second place."""
        for place in self._places():
            if place.second == second:
                for copy, path in place.copies():
                    backup = self._look(place, copy, path)
                    if backup is not None and backup.state is not State.BROKEN:
                        return backup
        return None

    # Inside

    def _places(self) -> tuple[Place, ...]:
        folder = self.second
        if folder is None:
            self._second = None
            return (self._first,)
        if self._second is None or self._second.folder != folder:
            self._second = Place(self._name, folder, self.folder.parent, second=True)
        return (self._first, self._second)

    def _make_in(
        self, place: Place, why: Why, progress: Progress | None = None, cancelled: Cancelling | None = None
    ) -> Backup:
        at = self._shop.clock.now()
        path = place.new_path(at, why)
        facts = copy_shop(self._shop, path, progress, cancelled)
        self._thin(place, at.date(), path)
        place.well()
        size = path.stat().st_size
        return Backup(path, at, why, size, facts.customers, facts.purchases, facts.at, second=place.second)

    def _look(self, place: Place, copy: Copy, path: Path) -> Backup | None:
        """What a copy holds; None if it has gone meanwhile."""
        try:
            size = path.stat().st_size
        except OSError:
            return None
        facts = look_into(path, self._shop.database.key)
        if facts is None:
            state = State.LOCKED if is_sound(path) is not False else State.BROKEN
            return Backup(path, copy.at, copy.why, size, None, None, state=state, second=place.second)
        return Backup(
            path, copy.at, copy.why, size, facts.customers, facts.purchases, facts.at, second=place.second
        )  # fmt: skip

    def _thin(self, place: Place, today: date, made: Path) -> None:
        """Delete the copies of this shop that are not kept; see `backup_policy.superfluous`. The one just made stays,
        even where the clock was put back and others look newer."""
        paths = dict(place.copies())
        for copy in backup_policy.superfluous(paths, today, lambda copy: self._is_sound(paths[copy])):
            if paths[copy] != made and (self._spared is None or paths[copy].resolve() != self._spared):
                with suppress(OSError):  # open elsewhere: another time
                    paths[copy].unlink()

    def _is_sound(self, path: Path) -> bool:
        """Whether a copy is as it was made. Found so once, it is not read again until the program ends."""
        try:
            stat = path.stat()
        except OSError:  # gone meanwhile
            return False
        mark = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        if self._found_sound.get(path) != mark:
            if not is_sound(path, self._shop.database.key):
                return False
            self._found_sound[path] = mark
        return True

    def _needs_none(self, place: Place, today: date) -> bool:
        todays = [path for copy, path in place.copies() if copy.why is Why.DAILY and copy.at.date() == today]
        return any(map(self._is_sound, todays)) or self._is_held(place)

    def _is_held(self, place: Place) -> bool:
        """Whether the newest copy there is whole, and holds all that the shop does."""
        for _, path in place.copies()[:1]:
            with suppress(OSError):  # gone meanwhile
                return holds_the_same(self._shop, path) and self._is_sound(path)
        return False
