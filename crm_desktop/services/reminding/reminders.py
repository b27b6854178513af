"""Reminding: what is to be told now, told once, and what she answered.

A *round* handles a chosen time: it tells all that fell due since the round before. Between two rounds only what has a
time of its own is told: what she put off, follow-ups with a time of the day, and lines of a popup that was put away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from crm_desktop.domain.reminding.entries import (
    AnniversaryEntry,
    BirthdayEntry,
    Entry,
    FollowUpEntry,
    ReturnEntry,
    day_of,
    matter_of,
)
from crm_desktop.domain.reminding.occurrences import Reminder, reminders_due, windows
from crm_desktop.domain.reminding.times import after_closing
from crm_desktop.errors import InvalidInput
from crm_desktop.language import Sentence
from crm_desktop.services.customer_names import customer_name
from crm_desktop.services.follow_ups import FollowUps
from crm_desktop.services.greetings import Greetings
from crm_desktop.services.reminding.facts import FURTHEST_BACK, ReminderFacts, days_before
from crm_desktop.services.reminding.log import LogEntry, ReminderLog
from crm_desktop.services.reminding.look import Look, Looking
from crm_desktop.services.reminding.notes import Missed, Outcome, ReminderNotes
from crm_desktop.services.reminding.round import (
    Round,
    Telling,
    days_ahead,
    in_order,
    kind_of,
    reminder_of,
    rules_of,
)
from crm_desktop.services.settings import Settings
from crm_desktop.store.journal import Change
from crm_desktop.store.models import ReminderAnswer
from crm_desktop.store.shop import Shop

_DAY: Final = timedelta(days=1)


class Reminders:
    """Tells what falls due, once. Everything is kept in the shop's file, so that two programs do not repeat it."""

    def __init__(self, shop: Shop, settings: Settings, follow_ups: FollowUps, greetings: Greetings) -> None:
        self._shop = shop
        self._settings = settings
        self._follow_ups = follow_ups
        self._greetings = greetings
        self._facts = ReminderFacts(shop)
        self._notes = ReminderNotes(shop)
        self._looking = Looking(shop, settings, self._facts, self._notes)
        self._log = ReminderLog(shop, settings, self._facts)
        self._claimed: frozenset[str] = frozenset()
        self._running: frozenset[int] = frozenset()

    # Telling

    def next_moment(self, now: datetime) -> datetime | None:
        """The time from which `begin` has something to do: `now` where it has at once; None: never. Cheap."""
        look = self._looking.at(now, self._claimed)
        return now if look.finds or look.fading else look.next

    def begin(self, now: datetime, *, alive_since: datetime, paused_until: datetime | None = None) -> Round | None:
        """What to tell now, claimed for this program: call `told` as soon as it is on the screen. None: nothing.

        For the worker thread. `alive_since`: when the program was started. ShopInUse if other work is writing.
        """
        look = self._looking.at(now, self._claimed)
        if look.fading:
            with self._shop.note():
                self._notes.renew(look.fading, now)
        if paused_until is not None and now < paused_until:
            self._pause(look, paused_until)
            return None
        if not look.finds:
            return None
        found = Telling(self._shop, self._facts, self._notes, look, now, alive_since).run(self._running)
        self._claimed |= {reminder.key for reminder in found.reminders}
        self._running |= {found.id}
        return found if found.reminders else None

    def _pause(self, look: Look, until: datetime) -> None:
        """Note that a chosen time fell into a pause."""
        last = self._notes.last()
        if look.moment is None or (last and (last.outcome, last.since) == (Outcome.PAUSED, look.moment)):
            return
        with self._shop.note():
            self._notes.add_missed([Missed(look.moment, until, Outcome.PAUSED)])

    def told(self, shown: Round) -> None:
        """Note that a round is on the screen."""
        keys, now = [reminder.key for reminder in shown.reminders], self._shop.clock.now()
        with self._shop.note():
            self._notes.told(keys, now)
            if shown.id or shown.again:
                self._notes.round_told(shown.id, now)
        self._claimed = self._claimed.difference(keys)
        self._running = self._running - {shown.id}

    def again_at(self, reminders: Sequence[Reminder], now: datetime) -> datetime | None:
        """When the first of these lines comes again if they are put away now; None if none does."""
        later, waiting = self._later(reminders, now)
        return min((each for each in (*later, *waiting) if each is not None), default=None)

    def closed(self, reminders: Sequence[Reminder], now: datetime) -> datetime | None:
        """Note that a popup was put away with these lines open; when the first of them comes again, None if none
        does. What was told on another day, or not yet, does not come again for that; what waits already, at its time.
        """
        later, waiting = self._later(reminders, now)
        if later:
            with self._shop.note():
                for again_at, keys in later.items():
                    self._notes.put_away(keys, now, again_at)
            self._claimed = self._claimed.difference(*later.values())
        return min((each for each in (*later, *waiting) if each is not None), default=None)

    def _later(
        self, reminders: Sequence[Reminder], now: datetime
    ) -> tuple[dict[datetime | None, list[str]], list[datetime]]:
        """The lines to put away by when they come again, None for never; and when those come that wait already."""
        times = self._settings.get().times
        later: dict[datetime | None, list[str]] = {}
        waiting = []
        for key, standing in self._notes.standing([each.key for each in reminders], now).items():
            if standing.again_at is not None:
                waiting.append(standing.again_at)
            else:
                later.setdefault(after_closing(now, times, standing.closings), []).append(key)
        return later, waiting

    def open(self, now: datetime) -> tuple[Reminder, ...]:
        """All that is open today: for a popup opened by hand."""
        settings, today = self._settings.get(), now.date()
        yesterday = days_before(today, _DAY)
        facts = self._facts.between(now, windows(yesterday, today, days_ahead(settings)), today)
        found = reminders_due(yesterday, now, facts, rules_of(settings, settings.kinds))
        listed = {each.matter for each in found}
        told = self._notes.told_since(datetime.combine(today, time.min), days_before(today, FURTHEST_BACK))
        lines = self._facts.lines([(each.matter, each.day) for each in told], now, settings.rules)
        for each in told:
            if each.matter in lines and each.matter not in listed and kind_of(each.matter) in settings.kinds:
                listed.add(each.matter)
                found.append(reminder_of(each, lines[each.matter]))
        return in_order(found)

    def current(self, reminders: Sequence[Reminder], now: datetime) -> tuple[Reminder, ...]:
        """The lines as they are now, without what is done, greeted, put off or deleted meanwhile."""
        matters = [(each.matter, each.day) for each in reminders]
        lines = self._facts.lines(matters, now, self._settings.get().rules)
        return tuple(replace(each, entry=lines[each.matter]) for each in reminders if each.matter in lines)

    # Answering

    def done(self, line: Reminder | Entry, outcome: str = "") -> Change:
        """Mark what a line is about as done; a birthday as greeted."""
        entry = line.entry if isinstance(line, Reminder) else line
        match entry:
            case FollowUpEntry():
                return self._follow_ups.done(entry.id, outcome)
            case BirthdayEntry():
                return self._greetings.mark_greeted(entry.customer_id, entry)
            case AnniversaryEntry():
                name = customer_name(entry.customer_id)
                return self._answer(entry, None, Sentence("Marked as done: %1 of %2", entry.what, name))
            case ReturnEntry():
                name = customer_name(entry.customer_id)
                return self._answer(entry, None, Sentence("Marked as done: %1 is due to come again", name))
        return self._answer(entry, None, Sentence("Marked as done: no backup could be made"))

    def snooze(self, line: Reminder | Entry, until: datetime) -> Change:
        """Put a line off: it comes again at that time. A follow-up for another day is put off to that day.

        InvalidInput ("until") where the time has passed.
        """
        entry = line.entry if isinstance(line, Reminder) else line
        now = self._shop.clock.now()
        if until <= now or until.year > 2100:
            raise InvalidInput({"until": Sentence("Choose a time to come.")})
        when = Sentence("%1 %2", until.date(), f"{until:%H:%M}")
        match entry:
            case FollowUpEntry():
                if until.date() > now.date():
                    return self._follow_ups.snooze([entry.id], until.date())
                name = customer_name(entry.customer_id)
                return self._answer(entry, until, Sentence("Put off “%1” for %2 to %3", entry.what, name, when))
            case BirthdayEntry():
                title = Sentence("Put off the birthday of %1 to %2", customer_name(entry.customer_id), when)
            case AnniversaryEntry():
                title = Sentence("Put off the %1 of %2 to %3", entry.what, customer_name(entry.customer_id), when)
            case ReturnEntry():
                title = Sentence("Put off asking after %1 to %2", customer_name(entry.customer_id), when)
            case _:
                title = Sentence("Put off the word of the backups to %1", when)
        return self._answer(entry, until, title)

    def _answer(self, entry: Entry, until: datetime | None, title: Sentence) -> Change:
        a, matter = ReminderAnswer, matter_of(entry)
        values = {
            "customer": getattr(entry, "customer_id", None),
            "about": day_of(entry).isoformat(),
            "at": self._shop.clock.now().isoformat(),
            "until": until.isoformat() if until else None,
        }
        with self._shop.change(title) as change:
            if not a.update(**values).where(a.occurrence == matter).execute():
                change.new_id = a.insert(occurrence=matter, **values).execute()
        return change.done

    # What became of it

    def log(self, limit: int = 100, text: str = "") -> list[LogEntry]:
        """What was told and what was not and why, the newest first, at most `limit` (0: all); with `text`,
        of the customers that it names."""
        return self._log.entries(limit, text)

    def of_customer(self, customer_id: int, limit: int = 100) -> list[LogEntry]:
        """The log of one customer."""
        return self._log.of_customer(customer_id, limit)
