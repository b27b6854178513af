"""Whether there is anything to tell at a time: asked every minute, so a handful of small queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from peewee import fn

from crm_desktop.domain.reminding.times import last_moment, next_moment
from crm_desktop.services.reminding.facts import ReminderFacts
from crm_desktop.services.reminding.notes import Outcome, ReminderNotes, RoundNote, Waiting
from crm_desktop.services.settings import Settings, ShopSettings
from crm_desktop.store.models import FollowUp
from crm_desktop.store.shop import Shop


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to do at a time.

    `moment`: the chosen time to handle. `keys`: announcements with a time of their own, which has come, and the days
    that they are about. `waiting`: what comes again now. `fading`: this program's claims that are to be renewed.
    `next`: when to look again, if there is nothing now.
    """

    settings: ShopSettings
    moment: datetime | None
    keys: Mapping[str, date]
    waiting: tuple[Waiting, ...]
    fading: frozenset[str]
    next: datetime | None

    @property
    def finds(self) -> bool:
        """Whether there may be something to tell."""
        return bool(self.moment or self.keys or self.waiting)


class Looking:
    """Finds out, with a handful of small queries, whether there is something to tell."""

    def __init__(self, shop: Shop, settings: Settings, facts: ReminderFacts, notes: ReminderNotes) -> None:
        self._shop = shop
        self._settings = settings
        self._facts = facts
        self._notes = notes

    def at(self, now: datetime, claimed: frozenset[str]) -> Look:
        """What there is to do at `now` for a program that has `claimed` announcements."""
        settings = self._settings.get()
        times = settings.times
        is_open = times.is_open(now.date())
        moment = last_moment(now, times)
        unhandled = moment if is_open and moment is not None and not handled(self._notes.last(), moment, now) else None
        # What waits from another day comes with the first chosen time of the day, not at midnight.
        awake = unhandled is not None or (moment is not None and moment.date() == now.date())
        come = [
            each
            for each in (self._notes.come(now) if is_open else ())
            if each.key not in claimed and (awake or each.again_at.date() == now.date())
        ]
        keys, later = self._put_off(now)
        if is_open:
            timed, at_times = self._timed(now)
            keys, later = keys | timed, later + at_times
        known = self._notes.known(list(keys)) if keys else {}
        nexts = [*later, next_moment(now, times), self._notes.next_to_come(now)]
        return Look(
            settings,
            unhandled,
            {key: day for key, day in keys.items() if key not in known},
            tuple(come),
            self._notes.fading(claimed, now),
            min((each for each in nexts if each is not None), default=None),
        )

    def _put_off(self, now: datetime) -> tuple[dict[str, date], list[datetime]]:
        """What she put off to a time that has come; and the times to come."""
        keys, later = {}, []
        for matter, answer in self._facts.put_off(now).items():
            assert answer.until is not None
            if answer.until > now:
                later.append(answer.until)
            else:
                keys[f"{matter}@{answer.until.isoformat()}"] = answer.about
        return keys, later

    def _timed(self, now: datetime) -> tuple[dict[str, date], list[datetime]]:
        """Today's follow-ups whose time of the day has come; and the times to come."""
        f, today = FollowUp, now.date()
        on = fn.COALESCE(f.snoozed_until, f.due) == today.isoformat()
        query = f.select(f.id, f.due_time).where(f.done_at.is_null() & on & f.due_time.is_null(False))
        keys, later = {}, []
        for number, due_time in self._shop.rows(query):
            at = datetime.combine(today, time.fromisoformat(due_time))
            if at > now:
                later.append(at)
            else:
                keys[f"follow-up:{number}:{today.isoformat()}/{at:%H:%M}"] = today
        return keys, later


def handled(last: RoundNote | None, moment: datetime, now: datetime) -> bool:
    """Whether the newest round was of this chosen time, or it fell into a pause that was not ended early."""
    if last is None or last.since != moment:
        return False
    return last.outcome is not Outcome.PAUSED or now >= last.until
