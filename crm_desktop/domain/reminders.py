"""What the owner should hear of on a day: follow-ups, birthdays, anniversaries.

`plan_today` is a pure function of the day, her choices and the facts of the shop, so the window, the daily popup and
the command line all say the same. Every entry says in `why` why it is listed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from crm_desktop.domain.birthday import DEFAULT_RULES, Birthday, Calendar, Occurrence, YearlyRules, occurrences
from crm_desktop.domain.calendar_words import solar_day
from crm_desktop.language import Sentence


@dataclass(frozen=True, slots=True)
class Today:
    """The reminders of a day, each list in the order to show."""

    date: datetime.date
    overdue: tuple[FollowUpEntry, ...]
    due: tuple[FollowUpEntry, ...]
    birthdays: tuple[BirthdayEntry, ...]
    anniversaries: tuple[AnniversaryEntry, ...]

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
        }


def plan_today(
    on: date,
    *,
    days_ahead: int,
    follow_ups: Iterable[FollowUpFact] = (),
    birthdays: Iterable[BirthdayFact] = (),
    anniversaries: Iterable[AnniversaryFact] = (),
    yearly_dates: Iterable[YearlyDateFact] = (),
    rules: YearlyRules = DEFAULT_RULES,
) -> Today:
    """The reminders of `on`: what is overdue or due by then, and the yearly days from it to `days_ahead` days later.

    Overdue ones come most overdue first, then by priority; those of the day by priority, then time; yearly days by
    date; all else being equal, by the customers' `sort_key` and name.
    """
    end = on + timedelta(days=min(days_ahead, (date.max - on).days))
    overdue, due = _plan_follow_ups(on, follow_ups)
    yearly = _first_purchases(on, end, anniversaries, rules) + _yearly_dates(on, end, yearly_dates, rules)
    return Today(on, overdue, due, _plan_birthdays(on, end, birthdays, rules), _by_date(yearly))


def _plan_follow_ups(
    on: date, facts: Iterable[FollowUpFact]
) -> tuple[tuple[FollowUpEntry, ...], tuple[FollowUpEntry, ...]]:
    listed = [fact for fact in facts if (fact.snoozed_until or fact.due) <= on]
    listed.sort(key=lambda f: (f.snoozed_until or f.due, -f.priority, f.due_time or time.max, f.sort_key, f.name, f.id))
    entries = [_follow_up(on, fact) for fact in listed]
    return tuple(e for e in entries if e.overdue_days), tuple(e for e in entries if not e.overdue_days)


def _follow_up(on: date, f: FollowUpFact) -> FollowUpEntry:
    late = (on - (f.snoozed_until or f.due)).days
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
    return FollowUpEntry(f.id, f.customer_id, f.name, f.what, f.due, f.due_time, f.priority, late, why)


def _plan_birthdays(
    on: date, end: date, facts: Iterable[BirthdayFact], rules: YearlyRules
) -> tuple[BirthdayEntry, ...]:
    found = [(o, fact) for fact in facts for o in occurrences(fact.birthday, on, end, rules, today=on)]
    found.sort(key=lambda pair: (pair[0].date, pair[1].sort_key, pair[1].name, pair[1].customer_id))
    return tuple(
        BirthdayEntry(
            customer_id=fact.customer_id,
            name=fact.name,
            date=o.date,
            in_days=(o.date - on).days,
            calendar=fact.birthday.calendar,
            year=o.year,
            turning=o.turning,
            greeted=(fact.birthday.calendar, o.year) in fact.greeted,
            birthday=fact.birthday,
            why=o.why,
        )
        for o, fact in found
    )


_Sortable = tuple[str, AnniversaryEntry]


def _first_purchases(on: date, end: date, facts: Iterable[AnniversaryFact], rules: YearlyRules) -> list[_Sortable]:
    found = []
    for fact in facts:
        first = fact.first_purchase
        for o in occurrences(Birthday(Calendar.SOLAR, first.year, first.month, first.day), on, end, rules, today=on):
            why = Sentence("the first purchase was on %1", _date(first))
            if o.date.day != first.day:
                why = Sentence("%1 (%2)", why, o.why)
            found.append((fact.sort_key, _anniversary(on, fact, Sentence("first purchase"), o, why)))
    return found


def _yearly_dates(on: date, end: date, facts: Iterable[YearlyDateFact], rules: YearlyRules) -> list[_Sortable]:
    return [
        (fact.sort_key, _anniversary(on, fact, fact.what, o, Sentence("%1: %2", fact.what, o.why)))
        for fact in facts
        for o in occurrences(fact.day, on, end, rules, today=on)
    ]


def _anniversary(
    on: date, fact: AnniversaryFact | YearlyDateFact, what: str | Sentence, o: Occurrence, why: Sentence
) -> AnniversaryEntry:
    return AnniversaryEntry(fact.customer_id, fact.name, what, o.date, (o.date - on).days, o.turning, why)


def _by_date(found: list[_Sortable]) -> tuple[AnniversaryEntry, ...]:
    """In order; without the first day itself, which is no anniversary yet."""
    found.sort(key=lambda pair: (pair[1].date, pair[0], pair[1].name, pair[1].customer_id))
    return tuple(entry for _, entry in found if entry.years != 0)


def _date(day: date) -> Sentence:
    return solar_day(day.month, day.day, day.year)
