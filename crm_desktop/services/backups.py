"""Backups of a shop: made every day, before something large is written, and on demand; listed, and thinned.

That the daily one cannot be made is remembered in the data folder, beside the folder of the copies: that one may be
what is broken.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from crm_desktop.domain import backup_policy
from crm_desktop.domain.backup_policy import Copy, Why
from crm_desktop.domain.reminding.entries import BackupFact
from crm_desktop.errors import Cancelled, CannotWriteFile, UserError
from crm_desktop.language import Sentence
from crm_desktop.store.backup import copy_shop, facts_in, holds_the_same
from crm_desktop.store.shop import Progress, Shop

_FAILURES: Final = "backup-failures.json"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy in the backup folder. `customers` and `purchases` are None where it does not open with the shop's key."""

    path: Path
    at: datetime
    why: Why
    size: int
    customers: int | None
    purchases: int | None


class Backups:
    """The copies of one shop in a folder, which may hold those of others too."""

    def __init__(self, shop: Shop, folder: Path) -> None:
        self._shop = shop
        self._folder = folder
        mark = hashlib.sha256(os.path.normcase(shop.path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
        self._name = backup_policy.shop_part(shop.path.stem, mark[:4])
        self._unwritten: BackupFact | None = None

    def daily(self, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> Backup | None:
        """Make the copy of the day, unless there is one, or one of any day with all that the shop holds now; then None.

        What went wrong is raised, and remembered for `failure` until a copy is made or none is needed.
        """
        today = self._shop.clock.now().date()
        try:
            made = (
                None if self._needs_none(today) else self.make(None, Why.DAILY, progress=progress, cancelled=cancelled)
            )
        except Cancelled:
            raise
        except UserError as error:
            self._failed(today, error.sentence)
            raise
        self._remember(None)
        return made

    def failure(self) -> BackupFact | None:
        """Since when the daily copy cannot be made, and why the last try failed; None while all is well."""
        return self._unwritten or _fact(_failures(self._failures_file).get(self._name))

    def before(
        self, why: str, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """Make a copy before something large is written, unless there is one with all that the shop holds now.

        A UserError says that nothing was changed, why no copy could be made, and what to do.
        """
        try:
            if not self._is_held():
                self.make(None, Why(why), progress=progress, cancelled=cancelled)
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
        cancelled: Callable[[], bool] | None = None,
    ) -> Backup:
        """Copy the shop to a new file, or under the usual name into the backup folder, which is thinned then.

        DiskFull, CannotWriteFile, DiskFailure, ShopDamaged, Cancelled: then there is no copy.
        """
        at = self._shop.clock.now()
        path = target or self._new_path(at, why)
        facts = copy_shop(self._shop, path, progress, cancelled)
        if target is None:
            self.thin(at.date(), made=path)
            self._remember(None)
        return Backup(path, at, why, path.stat().st_size, facts.customers, facts.purchases)

    def list(self) -> list[Backup]:
        """The copies of this shop in the folder, newest first; each is opened to see what it holds."""
        found = []
        for copy, path in sorted(self._copies(), key=lambda each: each[0].at, reverse=True):
            with suppress(OSError):  # gone meanwhile
                size = path.stat().st_size
                facts = facts_in(self._shop, path)
                counts = (facts.customers, facts.purchases) if facts else (None, None)
                found.append(Backup(path, copy.at, copy.why, size, *counts))
        return found

    def thin(self, today: date, made: Path | None = None) -> int:
        """Delete the copies of this shop that are not kept; how many went. See `backup_policy.superfluous`. One that
        was just made stays, even where the clock was put back and others look newer."""
        paths = dict(self._copies())
        gone = 0
        for copy in backup_policy.superfluous(paths, today):
            if paths[copy] != made:
                with suppress(OSError):  # open elsewhere: another time
                    paths[copy].unlink()
                    gone += 1
        return gone

    def _needs_none(self, today: date) -> bool:
        return any(copy.why is Why.DAILY and copy.at.date() == today for copy, _ in self._copies()) or self._is_held()

    def _is_held(self) -> bool:
        """Whether the newest copy holds all that the shop does."""
        newest = max(self._copies(), key=lambda found: found[0].at, default=None)
        try:
            return newest is not None and holds_the_same(self._shop, newest[1])
        except OSError:  # gone meanwhile
            return False

    def _copies(self) -> Iterator[tuple[Copy, Path]]:
        try:
            paths = [*self._folder.iterdir()]
        except OSError:
            return
        for path in paths:
            copy = backup_policy.read_name(path.name)
            if copy is not None and copy.shop == self._name:
                yield copy, path

    def _new_path(self, at: datetime, why: Why) -> Path:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWriteFile(
                Sentence("The backup folder “%1” cannot be made: %2. Make it by hand, or allow writing there.",
                         self._folder, error.strerror)
            ) from error  # fmt: skip
        taken = {copy.at for copy, _ in self._copies()}
        at = at.replace(microsecond=0)
        while at in taken:
            at += timedelta(seconds=1)
        return self._folder / Copy(self._name, at, why).name

    # What failed

    @property
    def _failures_file(self) -> Path:
        return self._folder.with_name(_FAILURES)

    def _failed(self, today: date, why: Sentence) -> None:
        """Remember a failure, as one more of its stretch; a stretch that seems to begin in the future begins today."""
        before = self.failure()
        self._remember(BackupFact(min(before.since, today) if before is not None else today, why))

    def _remember(self, failure: BackupFact | None) -> None:
        """Write it down; where that cannot be done either, it is known until the program ends."""
        self._unwritten = None
        failures = _failures(self._failures_file)
        if failure is None and self._name not in failures:
            return
        failures.pop(self._name, None)
        if failure is not None:
            failures[self._name] = {"since": failure.since.isoformat(), "why": failure.why.dump()}
        try:
            _write(self._failures_file, failures)
        except OSError:
            self._unwritten = failure


def _failures(file: Path) -> dict[str, Any]:
    """What was remembered, by shop; nothing where it cannot be read."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _fact(remembered: Any) -> BackupFact | None:
    try:
        return BackupFact(date.fromisoformat(remembered["since"]), Sentence.load(remembered["why"]))
    except (KeyError, TypeError, ValueError, AssertionError):
        return None


def _write(file: Path, failures: dict[str, Any]) -> None:
    """In one go: a half-written file would forget the others."""
    half = file.with_name(f"{file.name}.half")
    try:
        half.write_text(json.dumps(failures, ensure_ascii=False), encoding="utf-8")
        half.replace(file)
    finally:
        with suppress(OSError):
            half.unlink()
