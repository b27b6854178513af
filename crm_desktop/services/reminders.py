"""Reminding: what is to be told now, told once, and what she answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from crm_desktop.services.follow_ups import FollowUps
from crm_desktop.services.reminder_log import LogEntry, ReminderLog
from crm_desktop.services.settings import Settings
from crm_desktop.services.today import TodayService
from crm_desktop.store.journal import Change
from crm_desktop.store.shop import Shop

if TYPE_CHECKING:
    from crm_desktop.domain.occurrences import Reminder
    from crm_desktop.domain.reminders import Entry


@dataclass(frozen=True, slots=True)
class Round:
    """What a popup tells. `away`: so many days before were missed, and some lines are of them. `again`: some lines
    were about to be told when the program ended, so that they may be told for the second time."""

    id: int
    at: datetime
    reminders: tuple[Reminder, ...]
    away: int = 0
    again: bool = False


class Reminders:
    """Tells what falls due, once. Everything is kept in the shop's file, so that two programs do not repeat it."""

    def __init__(self, shop: Shop, settings: Settings, today: TodayService, follow_ups: FollowUps) -> None:
        self._shop = shop
        self._settings = settings
        self._today = today
        self._follow_ups = follow_ups
        self._log = ReminderLog(shop)

    # Telling

    def next_moment(self, now: datetime) -> datetime | None:
        """The time from which `begin` has something to do: `now` or earlier where it has at once. Cheap."""
        return None

    def begin(self, now: datetime, *, alive_since: datetime, paused_until: datetime | None = None) -> Round | None:
        """What to tell now, claimed for this program: call `told` as soon as it is on the screen. None: nothing.

        For the worker thread. `alive_since`: when the program was started. ShopInUse where other work is writing.
        """
        return None

    def told(self, round: Round) -> None:
        """Note that a round is on the screen."""

    def again_at(self, reminders: Sequence[Reminder], now: datetime) -> datetime:
        """When lines come again if they are put away now."""
        return now

    def closed(self, reminders: Sequence[Reminder], now: datetime) -> datetime:
        """Note that a popup was put away with these lines open; when they come again."""
        return now

    def open(self, now: datetime) -> tuple[Reminder, ...]:
        """All that is open today: for a popup opened by hand."""
        return ()

    def current(self, reminders: Sequence[Reminder], now: datetime) -> tuple[Reminder, ...]:
        """The lines as they are now, without what is done, greeted, put off or deleted meanwhile."""
        return tuple(reminders)

    # Answering

    def done(self, line: Reminder | Entry, outcome: str = "") -> Change:
        """Mark what a line is about as done; a birthday as greeted."""
        raise NotImplementedError

    def snooze(self, line: Reminder | Entry, until: datetime) -> Change:
        """Put a line off: it comes again at that time. A follow-up to another day is put off to that day."""
        raise NotImplementedError

    # What became of it

    def log(self, limit: int = 100, text: str = "") -> list[LogEntry]:
        """What was told and what was not and why, the newest first; with `text`, of the customers that it names."""
        return self._log.entries(limit, text)

    def of_customer(self, customer_id: int, limit: int = 100) -> list[LogEntry]:
        """The same of one customer."""
        return self._log.of_customer(customer_id, limit)
