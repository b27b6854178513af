"""The calendar file: birthdays and open follow-ups, kept written to one .ics that phones and calendars subscribe to.

Off until she chooses a file, for instance in a folder that is synchronised. The choice belongs to one shop on this
laptop and is remembered with the windows. Written in the worker, at most once a minute after changes and once a day;
a file that says the same already is left alone. That it cannot be written is said once, and on Today until it can.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from crm_desktop.errors import Cancelled, UserError
from crm_desktop.language import Sentence, tr
from crm_desktop.store.journal import ALL, Change
from crm_desktop.ui.plumbing.bus import ChangeBus
from crm_desktop.ui.plumbing.jobs import Job, Jobs, Report
from crm_desktop.ui.plumbing.memory import Memory, key_of_shop
from crm_desktop.ui.plumbing.messages import Messages

if TYPE_CHECKING:
    from crm_desktop.services import Services

_TABLES: Final = frozenset({"customer", "phone", "follow_up", "setting"})
"""What stands in the file."""

_LONGEST_WAIT: Final = timedelta(minutes=30)
_REST: Final = 20
"""It rests so many times as long as writing kept the processor busy: of a large shop, that is a few minutes."""

_MOST_POLITE: Final = 5
"""How many times in a row it lets other work go first, at most."""


@dataclass
class _Kept:
    """What is remembered. `why`: why it cannot be written, a dumped sentence; "" while it can."""

    path: str = ""
    on: bool = False
    why: str = ""
    written: str = ""


class CalendarFile(QObject):
    """Looks once a minute (`look`) whether there is something to write. `changed`: what it tells has changed."""

    changed = Signal()

    def __init__(self, services: Services, jobs: Jobs, bus: ChangeBus, messages: Messages, memory: Memory) -> None:
        super().__init__()
        self._services = services
        self._jobs = jobs
        self._messages = messages
        self._memory = memory
        self._key = key_of_shop("calendar-file", services.shop.path)
        self._kept = _loaded(memory.get(self._key, {}))
        self._dirty = True
        self._day: date | None = None
        self._failures = 0
        self._rest: tuple[datetime, timedelta] | None = None
        self._job: Job | None = None
        self._gave_way = 0
        self._stopped = False
        bus.changed.connect(self._on_change)
        jobs.started.connect(self._give_way)

    # What she chooses

    @property
    def path(self) -> Path | None:
        """The file chosen, whether it is kept written or not."""
        return Path(self._kept.path) if self._kept.path else None

    @property
    def on(self) -> bool:
        return self._kept.on and bool(self._kept.path)

    def choose(self, path: Path | None, *, on: bool) -> None:
        """Keep this file written from now on, or none. A file that was written before stays as it is."""
        self._kept = _Kept(str(path or ""), on)
        self._save()
        self.write()

    # What is told

    @property
    def failure(self) -> Sentence | None:
        """Why it cannot be written at present; None while it can."""
        return Sentence.load(self._kept.why) if self.on and self._kept.why else None

    @property
    def written(self) -> datetime | None:
        """When it was last found to be, or made, as the shop is."""
        return datetime.fromisoformat(self._kept.written) if self._kept.written else None

    # Writing

    def look(self) -> None:
        """Write, if something has changed, a day has begun, or a failure has been waited for long enough."""
        now = self._services.clock.now()
        if (self._dirty or now.date() != self._day) and not self._rests(now):
            self._start(now)

    def write(self) -> None:
        """Write now, if it is on."""
        self._failures, self._rest, self._dirty = 0, None, True
        self._start(self._services.clock.now())

    def stop(self) -> None:
        """Write no more: the shop is closed."""
        self._stopped = True

    def _rests(self, now: datetime) -> bool:
        return self._rest is not None and self._rest[0] <= now < self._rest[0] + self._rest[1]

    def _start(self, now: datetime) -> None:
        path = self.path
        if self._stopped or self._job is not None or path is None or not self.on:
            return
        self._dirty = False
        self._job = job = self._jobs.start(
            tr("Writing the calendar “%1”", path.name),
            partial(_write, self._services, path, now),
            done=lambda seconds: self._done(path, now, seconds),
            failed=lambda error: self._failed(path, error),
            cancelled=self._put_off,
        )
        job.ended.connect(self._freed)

    def _done(self, path: Path, now: datetime, seconds: float) -> None:
        if path != self.path or self._stopped:
            return
        self._rest = (self._services.clock.now(), timedelta(seconds=_REST * seconds))
        self._day, self._failures, self._gave_way = now.date(), 0, 0
        self._kept.why, self._kept.written = "", now.isoformat()
        self._save()

    def _failed(self, path: Path, error: UserError) -> None:
        self._dirty = True
        if path != self.path or self._stopped:
            return
        wait = min(timedelta(minutes=2 ** min(self._failures, 10)), _LONGEST_WAIT)
        self._rest, self._failures = (self._services.clock.now(), wait), self._failures + 1
        known = bool(self._kept.why)
        self._kept.why = error.sentence.dump()
        self._save()
        if not known:
            self._messages.error(tr("The calendar file could not be written; it is tried again. %1", error.sentence))

    def _give_way(self, other: Job) -> None:
        """Other work waits for the worker, and somebody perhaps for that: this can be done later."""
        if self._job is not None and other is not self._job and self._gave_way < _MOST_POLITE:
            self._gave_way += 1
            self._dirty = True
            self._job.cancel()

    def _put_off(self) -> None:
        """Stopped. Where she did it, the next change, or the next day, is early enough."""
        self._day = self._services.clock.now().date()

    def _freed(self) -> None:
        self._job = None

    def _save(self) -> None:
        self._memory.put(self._key, asdict(self._kept))
        self._memory.save()
        self.changed.emit()

    def _on_change(self, change: Change) -> None:
        touched = change.touched
        if ALL in touched.values() or not _TABLES.isdisjoint(touched):
            self._dirty = True


def _loaded(value: dict[str, Any]) -> _Kept:
    """What was remembered; nothing of it where another version wrote it otherwise."""
    try:
        kept = _Kept(**value)
        if kept.written:
            datetime.fromisoformat(kept.written)
        if kept.why:
            Sentence.load(kept.why)
    except (TypeError, ValueError, AssertionError):
        return _Kept()
    return kept


def _write(services: Services, path: Path, now: datetime, report: Report, cancelled: Callable[[], bool]) -> float:
    """Write the calendar, in the worker; how many seconds that kept the processor busy."""
    from crm_desktop.exchange.writers.ics_file import write_calendar
    from crm_desktop.services.calendar_rows import CalendarRows

    def tell(count: int) -> None:
        if cancelled():
            raise Cancelled(Sentence("Stopped. Nothing was changed."))
        report(count, 0, "")

    begun = time.thread_time()
    rows, settings = CalendarRows(services), services.settings.get()
    write_calendar(
        rows.birthdays(), rows.follow_ups(), path, now, settings.rules, settings.birthday_days,
        title=settings.shop_name, tell=tell,
    )  # fmt: skip
    return time.thread_time() - begun
