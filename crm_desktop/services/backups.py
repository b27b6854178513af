"""Backups of a shop: made before something large is written and on demand, listed, and thinned."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from crm_desktop.domain import backup_policy
from crm_desktop.domain.backup_policy import Copy, Why
from crm_desktop.errors import Cancelled, CannotWriteFile, UserError
from crm_desktop.language import Sentence
from crm_desktop.store.backup import copy_shop, facts_in, holds_the_same
from crm_desktop.store.shop import Progress, Shop


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

    def before(
        self, why: str, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """Make a copy before something large is written, unless there is one with all that the shop holds now.

        A UserError says that nothing was changed, why no copy could be made, and what to do.
        """
        newest = max(self._copies(), key=lambda found: found[0].at, default=None)
        try:
            if newest is None or not holds_the_same(self._shop, newest[1]):
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
