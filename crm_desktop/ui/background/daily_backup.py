"""The backup of every day, made in the background while the program runs; those before large changes, and on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crm_desktop.errors import Cancelled, UserError
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.plumbing.jobs import Jobs, Report

if TYPE_CHECKING:
    from crm_desktop.domain.reminding.entries import BackupFact
    from crm_desktop.services.backups import Backup, Backups
    from crm_desktop.store.safeguard import Progress
    from crm_desktop.store.shop import Shop

_AGAIN: Final = timedelta(hours=1)
"""Time from one look to the next: perhaps nothing was written to the shop in the morning, or the disk was full."""


@dataclass(frozen=True, slots=True)
class Made:
    """What she asked for: the copy in the backup folder, and why there is none in the second place, if so."""

    backup: Backup
    second: Backup | None = None
    second_failed: Sentence | None = None


class DailyBackup:
    """Makes an open shop's daily copy. `look` is called about once a minute; the worker finds out whether one is due.

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
    def backups(self) -> Backups:
        """The copies themselves."""
        from crm_desktop.services.backups import Backups

        return Backups(self._shop, self._folder)

    def before(
        self, why: str, *, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> None:
        """The shop's safeguard, in the worker."""
        self._shop.wholeness.verify(cancelled)
        self.backups.before(why, progress=progress, cancelled=cancelled)

    def failure(self) -> BackupFact | None:
        """Since when the daily copy fails, for the reminders."""
        return self.backups.failure()

    def look(self) -> None:
        """Have the copy of the day made, if it is time to look."""
        now = self._shop.clock.now()
        if self._stopped or self._busy or not self._is_time(now) or not self._may_begin():
            return
        self._busy, self._looked = True, now
        job = self._jobs.start(tr("Making today's backup"), self._make, failed=_told_by_the_reminders)
        job.ended.connect(self._freed)

    def make(self, done: Callable[[Made], object], failed: Callable[[UserError], object] | None = None) -> None:
        """Make a copy now, in both places. Without `failed` the window tells what went wrong."""
        self._jobs.start(tr("Making a backup"), self._make_both, done=done, failed=failed)

    def make_in_second(self, ended: Callable[[], object]) -> None:
        """Make the first copy in a second place that was just chosen."""

        def work(report: Report, cancelled: Callable[[], bool]) -> Backup | None:
            self._be_sure(report, cancelled)
            return self.backups.make_in_second(progress=_telling(report), cancelled=cancelled)

        self._jobs.start(tr("Making a backup"), work).ended.connect(ended)

    def copy_to(self, target: Path, done: Callable[[Backup], object]) -> None:
        """Make a copy of the shop in a file of her choice; one of that name goes when the copy is whole."""

        def work(report: Report, cancelled: Callable[[], bool]) -> Backup:
            self._be_sure(report, cancelled)
            return self.backups.make(target, progress=_telling(report), cancelled=cancelled, replacing=True)

        self._jobs.start(tr("Copying the shop to %1", target.name), work, done=done)

    def stop(self) -> None:
        """Make none any more: the shop is closed."""
        self._stopped = True

    def _may_begin(self) -> bool:
        """Not before the file is known to be whole; and whoever only reads leaves it to the one who writes."""
        return self._shop.wholeness.is_checked and self._shop.read_only is None

    def _is_time(self, now: datetime) -> bool:
        looked = self._looked
        return looked is None or now.date() != looked.date() or not looked <= now < looked + _AGAIN

    def _be_sure(self, report: Report, cancelled: Callable[[], bool]) -> None:
        """Wait until the file is known to be whole: a copy is worth nothing before."""
        self._shop.wholeness.verify(cancelled, lambda words: report(0, 0, str(words)))

    def _make(self, report: Report, cancelled: Callable[[], bool]) -> Backup | None:
        """In the worker."""
        return self.backups.daily(progress=_telling(report), cancelled=cancelled)

    def _make_both(self, report: Report, cancelled: Callable[[], bool]) -> Made:
        """In the worker."""
        self._be_sure(report, cancelled)
        backup = self.backups.make(progress=_telling(report), cancelled=cancelled)
        try:
            second = self.backups.make_in_second(
                progress=_telling(report, tr("In the second place")), cancelled=cancelled
            )
        except Cancelled:
            return Made(backup)
        except UserError as error:
            return Made(backup, second_failed=error.sentence)
        return Made(backup, second)

    def _freed(self) -> None:
        self._busy = False


def _telling(report: Report, words: str = "") -> Progress:
    return lambda done, total: report(done, total, words)


def _told_by_the_reminders(error: UserError) -> None:
    """No message: a full disk of this morning may have room at noon. After three days it is a reminder."""
