"""The backup of every day, made in the background while the program runs; and the copies before large changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.ui.plumbing.jobs import Jobs, Report

if TYPE_CHECKING:
    from crm_desktop.domain.reminding.entries import BackupFact
    from crm_desktop.services.backups import Backup, Backups
    from crm_desktop.store.shop import Progress, Shop

_AGAIN: Final = timedelta(hours=1)
"""So long after a look the next one: nothing may have been written to the shop in the morning, or the disk was full."""


class DailyBackup:
    """One for each open shop. `look` is called about once a minute; whether a copy is due is found out in the worker.

    Nothing is said when one was made, nor when it could not be: `Backups.failure` tells that to the reminders.
    What makes copies is imported with the first, not at the start.
    """

    def __init__(self, shop: Shop, folder: Path, jobs: Jobs) -> None:
        self._shop = shop
        self._folder = folder
        self._jobs = jobs
        self._looked: datetime | None = None
        self._busy = False
        self._stopped = False

    @cached_property
    def _backups(self) -> Backups:
        from crm_desktop.services.backups import Backups

        return Backups(self._shop, self._folder)

    def before(
        self, why: str, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """The shop's safeguard."""
        self._backups.before(why, progress=progress, cancelled=cancelled)

    def failure(self) -> BackupFact | None:
        """Since when the daily copy fails, for the reminders."""
        return self._backups.failure()

    def look(self) -> None:
        """Have the copy of the day made, if it is time to look."""
        now = self._shop.clock.now()
        if self._stopped or self._busy or not self._is_time(now):
            return
        self._busy, self._looked = True, now
        job = self._jobs.start(tr("Making today's backup"), self._make, failed=_told_by_the_reminders)
        job.ended.connect(self._freed)

    def stop(self) -> None:
        """Make none any more: the shop is closed."""
        self._stopped = True

    def _is_time(self, now: datetime) -> bool:
        looked = self._looked
        return looked is None or now.date() != looked.date() or not looked <= now < looked + _AGAIN

    def _make(self, report: Report, cancelled: Callable[[], bool]) -> Backup | None:
        """In the worker."""
        return self._backups.daily(progress=lambda done, total: report(done, total, ""), cancelled=cancelled)

    def _freed(self) -> None:
        self._busy = False


def _told_by_the_reminders(error: UserError) -> None:
    """No message: a full disk of this morning may have room at noon. After three days it is a reminder."""
