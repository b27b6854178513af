"""What the owner should hear of on a day: follow-ups, birthdays, other yearly days, customers who are due again.

`plan_today` is a pure function of the day, her choices and the facts of the shop, and what the popup tells
(`occurrences`) is made of the same lines, so the window, the popup and the command line all say the same. Every line
says in `why` why it is listed.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from operator import attrgetter
from typing import TypeVar

from crm_desktop.domain.birthday import DEFAULT_RULES, Birthday, Calendar, Falls, Occurrence, YearlyRules, occurrences
from crm_desktop.domain.calendar_words import solar_day
from crm_desktop.domain.reminding.entries import (
    BACKUP_PATIENCE,
    NO_ANSWERS,
    AnniversaryEntry,
    AnniversaryFact,
    Answers,
    BackupEntry,
    BackupFact,
    BirthdayEntry,
    BirthdayFact,
    FollowUpEntry,
    FollowUpFact,
    ReturnEntry,
    ReturnFact,
    YearlyDateFact,
    head_of,
    matter_of,
)
from crm_desktop.domain.reminding.rhythm import rhythm
from crm_desktop.language import Sentence

RETURNING_DAYS = 7
"""How many days a customer who is due again is listed, from that day on."""


@dataclass(frozen=True, slots=True)
class Today:
    """The reminders of a day, each list in the order to show."""

    date: datetime.date
    overdue: tuple[FollowUpEntry, ...]
    due: tuple[FollowUpEntry, ...]
    birthdays: tuple[BirthdayEntry, ...]
    anniversaries: tuple[AnniversaryEntry, ...]
    returning: tuple[ReturnEntry, ...] = ()
    backup: BackupEntry | None = None

    @property
    def follow_ups(self) -> tuple[FollowUpEntry, ...]:
        """Overdue and due."""
        return self.overdue + self.due

    def as_json(self) -> dict[str, object]:
        """The reminders as the command line answers them."""
        return {
            "date": self.date.isoformat(),
            "birthdays": [
                {
                    "customer_id": b.customer_id,
                    "name": b.name,
                    "date": b.date.isoformat(),
                    "in_days": b.in_days,
                    "calendar": b.calendar.value,
                    "turning": b.turning,
                    "greeted": b.greeted,
                    "why": str(b.why),
                }
                for b in self.birthdays
            ],
            "follow_ups": [
                {
                    "id": f.id,
                    "customer_id": f.customer_id,
                    "name": f.name,
                    "what": f.what,
                    "due": f.due.isoformat(),
                    "overdue_days": f.overdue_days,
                    "why": str(f.why),
                }
                for f in self.follow_ups
            ],
            "anniversaries": [
                {
                    "customer_id": a.customer_id,
                    "name": a.name,
                    "what": str(a.what),
                    "date": a.date.isoformat(),
                    "in_days": a.in_days,
                    "years": a.years,
                    "why": str(a.why),
                }
                for a in self.anniversaries
            ],
            "returning": [
                {
                    "customer_id": r.customer_id,
                    "name": r.name,
                    "every_days": r.every_days,
                    "days_since": r.days_since,
                    "last_visit": r.last.isoformat(),
                    "due": r.due.isoformat(),
                    "why": str(r.why),
                }
                for r in self.returning
            ],
            "backup": {"since": self.backup.since.isoformat(), "why": str(self.backup.why)} if self.backup else None,
        }


@dataclass(frozen=True, slots=True)
class Scope:
    """The day `on` that lines are made for, and the yearly days wanted: from `start` to `end`, and those that were
    put off, by the beginning of their matter ("birthday:12")."""

    on: date
    start: date
    end: date
    rules: YearlyRules = DEFAULT_RULES
    answers: Answers = field(default_factory=dict)
    put_off: Mapping[str, Collection[date]] = field(default_factory=dict)

    def days(self) -> Falls:
        """The days wanted on which yearly days fall, but for those that were put off."""
        return Falls(self.start, self.end, self.rules, today=self.on)

    def put_off_falls(self, day: Birthday, kind: str, number: int) -> list[Occurrence]:
        """The other days wanted, on which the yearly day of a matter falls that was put off."""
        return [
            occurrence
            for about in self.put_off.get(f"{kind}:{number}", ())
            if not self.start <= about <= self.end
            for occurrence in occurrences(day, about, about, self.rules, today=self.on)
        ]


def plan_today(
    on: date,
    *,
    days_ahead: int,
    follow_ups: Iterable[FollowUpFact] = (),
    birthdays: Iterable[BirthdayFact] = (),
    anniversaries: Iterable[AnniversaryFact] = (),
    yearly_dates: Iterable[YearlyDateFact] = (),
    returning: Iterable[ReturnFact] = (),
    backup: BackupFact | None = None,
    answers: Answers = NO_ANSWERS,
    rules: YearlyRules = DEFAULT_RULES,
) -> Today:
    """The reminders of `on`: what is overdue or due by then, the yearly days from it to `days_ahead` days later,
    customers who came due again in the last days and have no follow-up planned, and what was put off to this day.

    Overdue ones come most overdue first, then by priority; those of the day by priority, then time; yearly days by
    date; customers due again longest overdue first; all else being equal, by the customers' `sort_key` and name.
    """
    end = on + timedelta(days=min(days_ahead, (date.max - on).days))
    to_this_day = {matter: a for matter, a in answers.items() if a.until and a.until.date() == on}
    scope = Scope(on, on, end, rules, answers, put_off_days(to_this_day))
    listed = follow_up_lines(scope, follow_ups)
    back = returning_lines(scope, returning, {entry.customer_id for entry in listed})
    oldest = on.toordinal() - RETURNING_DAYS
    return Today(
        on,
        tuple(e for e in listed if e.overdue_days),
        tuple(e for e in listed if not e.overdue_days),
        tuple(e for e in birthday_lines(scope, birthdays) if e.in_days >= 0 or matter_of(e) in to_this_day),
        tuple(
            e for e in yearly_lines(scope, anniversaries, yearly_dates) if e.in_days >= 0 or matter_of(e) in to_this_day
        ),
        tuple(e for e in back if e.due.toordinal() >= oldest or matter_of(e) in to_this_day),
        backup_line(scope, backup),
    )


def put_off_days(answers: Answers) -> dict[str, set[date]]:
    """The days that the matters are about, by the beginning of their names, as `Scope` takes them."""
    days: dict[str, set[date]] = {}
    for matter, answer in answers.items():
        days.setdefault(head_of(matter), set()).add(answer.about)
    return days


def follow_up_lines(scope: Scope, facts: Iterable[FollowUpFact]) -> list[FollowUpEntry]:
    """Follow-ups due by the day, overdue ones first."""
    on = scope.on
    listed = [fact for fact in facts if (fact.snoozed_until or fact.due) <= on]
    listed.sort(key=lambda f: (f.snoozed_until or f.due, -f.priority, f.due_time or time.max, f.sort_key, f.name, f.id))
    return [_answered(scope, _follow_up(on, fact)) for fact in listed]


def _follow_up(on: date, f: FollowUpFact) -> FollowUpEntry:
    day = f.snoozed_until or f.due
    late = (on - day).days
    due = _date(f.due)
    if f.snoozed_until and late:
        why = Sentence("put off to %1, %n day(s) ago; first due on %2", _date(f.snoozed_until), due, n=late)
    elif f.snoozed_until:
        why = Sentence("put off to today; first due on %1", due)
    elif late:
        why = Sentence("due on %1, %n day(s) ago", due, n=late)
    elif f.due_time:
        why = Sentence("due today at %1", f"{f.due_time:%H:%M}")
    else:
        why = Sentence("due today")
    return FollowUpEntry(f.id, f.customer_id, f.name, f.what, f.due, day, f.due_time, f.priority, late, why)


def birthday_lines(scope: Scope, facts: Iterable[BirthdayFact]) -> list[BirthdayEntry]:
    """The birthdays on the days wanted, by date."""
    falls, found = scope.days(), []
    for fact in sorted(facts, key=_by_customer):
        days = falls.of(fact.birthday)
        if scope.put_off:
            days = days + scope.put_off_falls(fact.birthday, "birthday", fact.customer_id)
        found += [_answered(scope, _birthday(scope.on, fact, o)) for o in days]
    found.sort(key=_by_day)
    return found


_by_customer = attrgetter("sort_key", "name", "customer_id")
_by_day = attrgetter("in_days")
"""Sorting keeps the customers of a day in their order. Numbers are sorted several times faster than dates."""


def _birthday(on: date, fact: BirthdayFact, o: Occurrence) -> BirthdayEntry:
    calendar = fact.birthday.calendar
    greeted = bool(fact.greeted) and (calendar, o.year) in fact.greeted
    return BirthdayEntry(
        customer_id=fact.customer_id,
        name=fact.name,
        date=o.date,
        in_days=(o.date - on).days,
        calendar=calendar,
        year=o.year,
        turning=o.turning,
        greeted=greeted,
        birthday=fact.birthday,
        why=o.why,
        done=greeted,
    )


def yearly_lines(
    scope: Scope, first_purchases: Iterable[AnniversaryFact], yearly_dates: Iterable[YearlyDateFact]
) -> list[AnniversaryEntry]:
    """The other yearly days on the days wanted, by date; without the first day itself, which is no anniversary yet."""
    firsts, falls = _FirstPurchases(scope), scope.days()
    facts: list[AnniversaryFact | YearlyDateFact] = [*first_purchases]
    facts += sorted(yearly_dates, key=attrgetter("id"))
    found: list[AnniversaryEntry] = []
    for fact in sorted(facts, key=_by_customer):
        if isinstance(fact, AnniversaryFact):
            found += [AnniversaryEntry(fact.customer_id, fact.name, *said) for said in firsts.said_of(fact)]
        else:
            days = [*falls.of(fact.day), *scope.put_off_falls(fact.day, "yearly", fact.id)]
            found += [_yearly_date(scope.on, fact, o) for o in days if o.turning != 0]
    found.sort(key=_by_day)
    return [_answered(scope, entry) for entry in found]


class _FirstPurchases:
    """What the lines of first purchases say: the same for all the customers who came first on a day, and worked out
    once for them."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._falls = scope.days()
        self._known: dict[date, list[_Said]] = {}

    def said_of(self, fact: AnniversaryFact) -> list[_Said]:
        """Of one customer, for each day wanted on which it falls, but the first one itself."""
        first, scope = fact.first_purchase, self._scope
        said = self._known.get(first)
        if said is None:
            said = self._known[first] = self._said(first, self._falls.of(_solar(first)))
        if scope.put_off:
            said = said + self._said(first, scope.put_off_falls(_solar(first), "first-purchase", fact.customer_id))
        return said

    def _said(self, first: date, falls: Iterable[Occurrence]) -> list[_Said]:
        return [_first_purchase(self._scope.on, first, o) for o in falls if o.turning != 0]


_Said = tuple[Sentence, date, int, int | None, Sentence, int]
"""Of an `AnniversaryEntry`: what it is, its date, in how many days, how many years, why, and in which year."""


def _solar(day: date) -> Birthday:
    return Birthday(Calendar.SOLAR, day.year, day.month, day.day)


def _first_purchase(on: date, first: date, o: Occurrence) -> _Said:
    why = Sentence("the first purchase was on %1", _date(first))
    if o.date.day != first.day:
        why = Sentence("%1 (%2)", why, o.why)
    return Sentence("first purchase"), o.date, (o.date - on).days, o.turning, why, o.year


def _yearly_date(on: date, fact: YearlyDateFact, o: Occurrence) -> AnniversaryEntry:
    in_days, why = (o.date - on).days, Sentence("%1: %2", fact.what, o.why)
    return AnniversaryEntry(
        fact.customer_id, fact.name, fact.what, o.date, in_days, o.turning, why, o.year, yearly_date_id=fact.id
    )


def returning_lines(scope: Scope, facts: Iterable[ReturnFact], waiting: Collection[int] = ()) -> list[ReturnEntry]:
    """The customers who are due again by the day, longest overdue first; without those `waiting`, who have a follow-up
    planned."""
    found = []
    for fact in facts:
        known = rhythm(fact.first, fact.last, fact.visits)
        if known and known.due <= scope.on and fact.customer_id not in waiting:
            found.append((known.due, fact.sort_key, fact.name, fact.customer_id, known.every_days, fact.last))
    found.sort()
    return [
        _answered(scope, _returning(scope.on, customer_id, name, every_days, last, due))
        for due, _, name, customer_id, every_days, last in found
    ]


def _returning(on: date, customer_id: int, name: str, every_days: int, last: date, due: date) -> ReturnEntry:
    since = (on - last).days
    why = Sentence("comes every %1 days on average; the last visit was %2 days ago", every_days, since)
    return ReturnEntry(customer_id, name, every_days, since, last, due, why)


def backup_line(scope: Scope, fact: BackupFact | None) -> BackupEntry | None:
    """The line that backups fail, once they have failed for days; else None."""
    if fact is None or scope.on - fact.since < BACKUP_PATIENCE:
        return None
    days = (scope.on - fact.since).days
    why = (
        Sentence("the second place for backups took none for %n day(s): %1", fact.why, n=days)
        if fact.second
        else Sentence("no backup could be made for %n day(s): %1", fact.why, n=days)
    )
    return _answered(scope, BackupEntry(fact.since, days, why))


_AnEntry = TypeVar("_AnEntry", FollowUpEntry, BirthdayEntry, AnniversaryEntry, ReturnEntry, BackupEntry)


def _answered(scope: Scope, entry: _AnEntry) -> _AnEntry:
    """The line with what she answered to it."""
    answer = scope.answers.get(matter_of(entry)) if scope.answers else None
    if answer is None:
        return entry
    if answer.until is None:
        return replace(entry, done=True)
    return replace(entry, put_off=answer.until) if answer.until.date() >= scope.on else entry


def _date(day: date) -> Sentence:
    return solar_day(day.month, day.day, day.year)
