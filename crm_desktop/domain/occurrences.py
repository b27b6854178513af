"""Which reminders fell due, each told once: the names by which the shop file remembers what was told.

A matter may be announced several times: a birthday seven days ahead, three, and on its day. Each announcement has a
key, the matter's name and what tells the announcement from the others: "birthday:12:lunar:2026/2026-11-28/3". Its
day is in it, so that a birthday that was put right is announced for its right day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from crm_desktop.domain.birthday import DEFAULT_RULES, YearlyRules
from crm_desktop.domain.reminder_entries import (
    AnniversaryFact,
    Answers,
    BackupFact,
    BirthdayFact,
    Entry,
    FollowUpFact,
    ReturnFact,
    YearlyDateFact,
)


class Kind(StrEnum):
    """The kinds of reminders, each of which she may switch off."""

    FOLLOW_UP = "follow_up"
    BIRTHDAY = "birthday"
    YEARLY_DATE = "yearly_date"
    FIRST_PURCHASE = "first_purchase"
    RETURNING = "returning"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A line to tell under `key`. It stands for the announcements `covers` too: they need no telling any more.

    `day` is the day that it is about, `fell_due` the first day since the last round on which it was to be told.
    `missed`: it was for a day on which nothing was told.
    """

    key: str
    matter: str
    kind: Kind
    day: date
    entry: Entry
    fell_due: date
    covers: tuple[str, ...] = ()
    missed: bool = False

    @property
    def customer_id(self) -> int | None:
        """Whom it is about; None for a backup."""
        return getattr(self.entry, "customer_id", None)

    @property
    def name(self) -> str:
        """The customer's name; "" for a backup."""
        return getattr(self.entry, "name", "")


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """What she chose to be reminded of, and how many days ahead of yearly days."""

    kinds: frozenset[Kind] = frozenset(Kind)
    birthday_days: tuple[int, ...] = (7, 3, 0)
    yearly: YearlyRules = DEFAULT_RULES


@dataclass(frozen=True, slots=True)
class Facts:
    """What the shop holds that may fall due. `answers`: of all matters put off, and of those done."""

    follow_ups: Sequence[FollowUpFact] = ()
    birthdays: Sequence[BirthdayFact] = ()
    first_purchases: Sequence[AnniversaryFact] = ()
    yearly_dates: Sequence[YearlyDateFact] = ()
    returning: Sequence[ReturnFact] = ()
    backup: BackupFact | None = None
    answers: Answers = field(default_factory=dict)


def reminders_due(after: date, now: datetime, facts: Facts, rules: ReminderRules) -> list[Reminder]:
    """What fell due on the days after `after` up to `now`, each matter once; on the same day, that day's own.

    The caller leaves out those whose key was told. What is done, greeted or put off to later is left out here.
    In the order to tell: the backup, follow-ups, birthdays, other yearly days, customers due to come again.
    """
    return []


def windows(after: date, today: date, days_ahead: Iterable[int], about: Iterable[date] = ()) -> list[tuple[date, date]]:
    """The stretches of days whose yearly days are announced after `after` up to `today`, in order.

    `about`: the days of matters that were put off, which are wanted too.
    """
    return []
