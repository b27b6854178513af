"""A round of telling: works out what is to be told, and claims it for this program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from crm_desktop.domain.reminding.entries import Entry
from crm_desktop.domain.reminding.kinds import Kind
from crm_desktop.domain.reminding.occurrences import Reminder, ReminderRules, reminders_due, windows
from crm_desktop.domain.reminding.times import moments_between
from crm_desktop.services.reminding.facts import FURTHEST_BACK, ReminderFacts, days_before
from crm_desktop.services.reminding.look import Look, handled
from crm_desktop.services.reminding.notes import Missed, Outcome, ReminderNotes, State, Waiting
from crm_desktop.services.settings import ShopSettings
from crm_desktop.store.shop import Shop

_DAY: Final = timedelta(days=1)
_PUNCTUAL: Final = timedelta(minutes=2)
"""What is told so soon after its time was not missed."""

_KINDS: Final = {
    "backup": Kind.BACKUP,
    "follow-up": Kind.FOLLOW_UP,
    "birthday": Kind.BIRTHDAY,
    "yearly": Kind.YEARLY_DATE,
    "first-purchase": Kind.FIRST_PURCHASE,
    "returning": Kind.RETURNING,
}
_ORDER: Final = {
    Kind.BACKUP: 0,
    Kind.FOLLOW_UP: 1,
    Kind.BIRTHDAY: 2,
    Kind.YEARLY_DATE: 3,
    Kind.FIRST_PURCHASE: 3,
    Kind.RETURNING: 4,
}


@dataclass(frozen=True, slots=True)
class Round:
    """What a popup tells. `away`: so many days before were missed, and some lines are of them. `again`: some lines
    were about to be told when the program ended, so that they may be told for the second time. `id` is 0 between the
    chosen times."""

    id: int
    at: datetime
    reminders: tuple[Reminder, ...]
    away: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a round does.

    `new`: to tell. `off`: not wanted. `told`: told already, in place of what they stand for. `again`: waiting ones to
    tell again, as they are now. `over`: waiting ones that there is nothing to tell of any more. `settled`: what became
    of those with a time of their own that are not told.
    """

    new: list[Reminder]
    off: list[Reminder]
    told: list[Reminder]
    again: list[tuple[Waiting, Reminder]]
    over: list[str]
    settled: dict[str, State]


class Telling:
    """One time of telling."""

    def __init__(
        self, shop: Shop, facts: ReminderFacts, notes: ReminderNotes, look: Look, now: datetime, alive_since: datetime
    ) -> None:
        self._shop = shop
        self._facts = facts
        self._notes = notes
        self._look = look
        self._now = now
        self._alive_since = alive_since
        self._before = notes.last_before(now)

    def run(self, running: Iterable[int]) -> Round:
        """The round, claimed. `running`: the rounds that this program has not shown yet."""
        plan = self._plan()
        with self._shop.note():
            known = self._notes.known([each.key for each in plan.new])
            won = self._notes.claim_again([waiting for waiting, _ in plan.again], self._now)
            new = [each for each in plan.new if each.key not in known]
            again = [(waiting, reminder) for waiting, reminder in plan.again if waiting.key in won]
            self._notes.drop_waiting(plan.over)
            self._notes.add(new, State.TELLING, self._now)
            self._notes.add(plan.off, State.KIND_OFF, self._now)
            self._notes.add(plan.told, State.COVERED, self._now)
            self._notes.settle(plan.settled, self._look.keys, self._now)
            ended = any(waiting.is_claimed for waiting, _ in again)
            if ended:
                self._notes.rounds_ended(running)
            lines = in_order([*new, *(reminder for _, reminder in again)])
            number = self._note_round(new, len(lines))
        return Round(number, self._now, lines, self._away(new), ended)

    def _note_round(self, new: Sequence[Reminder], told: int) -> int:
        moment = self._look.moment
        if moment is None or handled(self._notes.last(), moment, self._now):
            return 0
        self._notes.add_missed(self._missed(moment, new))
        self._notes.prune(self._now)
        return self._notes.add_round(moment, self._now, told)

    # What is to be told

    def _plan(self) -> _Plan:
        look, settings = self._look, self._look.settings
        found = [self._told_late(each) for each in self._due()] if look.moment or look.keys else []
        known = self._notes.known([each.key for each in found])
        new = [each for each in found if each.key not in known and (look.moment or _names(each) & look.keys.keys())]
        told = set().union(*(_names(each) for each in new))
        named = set().union(*(_names(each) for each in found))
        again, over = self._again({each.matter for each in new})
        return _Plan(
            [each for each in new if each.kind in settings.kinds],
            [each for each in new if each.kind not in settings.kinds],
            [each for each in found if each.key in known and each.covers],
            again,
            over,
            {key: State.COVERED if key in named else State.SETTLED for key in look.keys if key not in told},
        )

    def _due(self) -> list[Reminder]:
        """What fell due since the last round, of every kind."""
        after, now, settings = self._after(), self._now, self._look.settings
        facts = self._facts.between(now, windows(after, now.date(), days_ahead(settings)), after + _DAY)
        return reminders_due(after, now, facts, rules_of(settings, frozenset(Kind)))

    def _after(self) -> date:
        """The day after which to look. That of the last round is looked at again: what was typed after it may have been
        for that day. The first round of a shop begins with its day."""
        today = self._now.date()
        last = self._before.until.date() if self._before else today
        return max(days_before(last, _DAY), days_before(today, FURTHEST_BACK))

    def _told_late(self, reminder: Reminder) -> Reminder:
        """A day on which there was a round was not missed."""
        attended = self._before is not None and reminder.day <= self._before.until.date()
        return replace(reminder, missed=False) if reminder.missed and attended else reminder

    def _again(self, matters: set[str]) -> tuple[list[tuple[Waiting, Reminder]], list[str]]:
        """The waiting ones to tell again, as they are now; the keys of those that are over, or told anew."""
        waiting, settings = self._look.waiting, self._look.settings
        lines = self._facts.lines([(each.matter, each.day) for each in waiting], self._now, settings.rules)
        again, over = [], []
        for each in waiting:
            entry = lines.get(each.matter)
            if entry is None or each.matter in matters or kind_of(each.matter) not in settings.kinds:
                over.append(each.key)
            else:
                matters.add(each.matter)
                again.append((each, reminder_of(each, entry)))
        return again, over

    # What was missed

    def _away(self, new: Iterable[Reminder]) -> int:
        """The days between the last round and this one, if some of these lines are of them."""
        if self._before is None or not any(each.missed for each in new):
            return 0
        return max(0, (self._now.date() - self._before.until.date()).days - 1)

    def _missed(self, moment: datetime, new: Sequence[Reminder]) -> list[Missed]:
        """The stretches of time since the last round in which something fell due that is told only now, or not at
        all."""
        if self._before is None:
            return []
        last, now, times = self._before.until, self._now, self._look.settings.times
        first_day = days_before(now.date(), FURTHEST_BACK - _DAY)
        found = []
        if last.date() < days_before(first_day, _DAY):
            found.append(Missed(last, datetime.combine(first_day, time.min), Outcome.TOO_LONG_AGO))
        start = max(last, datetime.combine(first_day, time.min))
        paused = self._notes.paused_since(start)
        late = [m for m in moments_between(start, moment, times) if now - m > _PUNCTUAL and m not in paused]
        runs = [(why, next(run)) for why, run in groupby(late, self._why)]
        ends = [since for _, since in runs[1:]] + [now]
        found += [Missed(since, until, why) for (why, since), until in zip(runs, ends, strict=False)]
        day = start.date() + _DAY
        while day < now.date():
            if not times.is_open(day):
                since = datetime.combine(day, time.min)
                found.append(Missed(since, since + _DAY, Outcome.CLOSED_DAY))
            day += _DAY
        # What was told before fell due anew after the last round.
        fell_due = [max(each.fell_due, min(last.date() + _DAY, now.date())) for each in new]
        counted = [replace(each, told=_within(each, fell_due)) for each in found]
        return [each for each in counted if each.told or each.why is Outcome.TOO_LONG_AGO]

    def _why(self, moment: datetime) -> Outcome:
        return Outcome.OFF if moment < self._alive_since else Outcome.ASLEEP


def _names(reminder: Reminder) -> set[str]:
    return {reminder.key, *reminder.covers}


def _within(stretch: Missed, days: Iterable[date]) -> int:
    return sum(stretch.since.date() <= day <= (stretch.until - _PUNCTUAL).date() for day in days)


def reminder_of(told: Waiting, entry: Entry) -> Reminder:
    """What was told once, as it is now."""
    return Reminder(told.key, told.matter, kind_of(told.matter), told.day, entry, told.at.date())


def kind_of(matter: str) -> Kind:
    """The kind of a matter, by its name."""
    return _KINDS[matter.partition(":")[0]]


def in_order(reminders: Iterable[Reminder]) -> tuple[Reminder, ...]:
    """Reminders by their kinds, else as they come."""
    return tuple(sorted(reminders, key=lambda each: _ORDER[each.kind]))


def days_ahead(settings: ShopSettings) -> tuple[int, ...]:
    """How many days before a yearly day something may be announced; first purchases on their day."""
    return tuple(sorted({0, *settings.birthday_days}))


def rules_of(settings: ShopSettings, kinds: frozenset[Kind]) -> ReminderRules:
    """Her choices, for these kinds."""
    return ReminderRules(kinds, settings.birthday_days, settings.rules)
