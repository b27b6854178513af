"""What the reminders are made of: the facts of the shop that they go by, and the lines that they tell.

A line is about a *matter*, whose name stays the same over restarts and on every computer: answers are kept by it.

All of them are values that nobody changes. Those of which a large shop makes thousands for a day are not frozen: Python
makes a frozen one several times slower.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from types import MappingProxyType

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.language import Sentence

BACKUP_PATIENCE = timedelta(days=3)
"""A backup that fails is tried again many times; after this long she must know."""


@dataclass(frozen=True, slots=True)
class FollowUpFact:
    """An open follow-up. A higher `priority` comes first; `snoozed_until` is the day that it was put off to."""

    id: int
    customer_id: int
    name: str
    what: str
    due: date
    due_time: time | None = None
    priority: int = 0
    snoozed_until: date | None = None
    sort_key: str = ""


@dataclass(slots=True, unsafe_hash=True)
class BirthdayFact:
    """A customer's birthday, and the years of its calendar in which it was greeted."""

    customer_id: int
    name: str
    birthday: Birthday
    greeted: frozenset[tuple[Calendar, int]] = frozenset()
    sort_key: str = ""


@dataclass(slots=True, unsafe_hash=True)
class AnniversaryFact:
    """The day of a customer's first purchase."""

    customer_id: int
    name: str
    first_purchase: date
    sort_key: str = ""


@dataclass(frozen=True, slots=True)
class YearlyDateFact:
    """Another day that a customer keeps every year; `what` names it: a wedding, a membership."""

    id: int
    customer_id: int
    name: str
    what: str | Sentence
    day: Birthday
    sort_key: str = ""


@dataclass(frozen=True, slots=True)
class ReturnFact:
    """A customer's `visits` so far, from the `first` to the `last`."""

    customer_id: int
    name: str
    first: date
    last: date
    visits: int
    sort_key: str = ""


@dataclass(frozen=True, slots=True)
class BackupFact:
    """The daily backup cannot be made: `since` which day, and why the last try failed. With `second` it is the one in
    the second place; the one in the backup folder is well."""

    since: date
    why: Sentence
    second: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What she answered at `at`: put off to the time `until`, or done where there is none. `about`: the day of the
    matter, a birthday's date."""

    at: datetime.datetime
    until: datetime.datetime | None
    about: date


Answers = Mapping[str, Answer]
"""By the name of the matter."""

NO_ANSWERS: Answers = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FollowUpEntry:
    """A follow-up to do. `day` is the day it is due or was put off to; `overdue_days` counts from it, 0 on that day.

    `put_off` is here and below the time that she put the line off to, if it is of this day or later.
    """

    id: int
    customer_id: int
    name: str
    what: str
    due: date
    day: date
    due_time: time | None
    priority: int
    overdue_days: int
    why: Sentence
    done: bool = False
    put_off: datetime.datetime | None = None


@dataclass(slots=True, unsafe_hash=True)
class BirthdayEntry:
    """A birthday. `year` and `calendar` are the key under which a greeting is kept; `done`: greeted or said so."""

    customer_id: int
    name: str
    date: datetime.date
    in_days: int
    calendar: Calendar
    year: int
    turning: int | None
    greeted: bool
    birthday: Birthday
    why: Sentence
    done: bool = False
    put_off: datetime.datetime | None = None


@dataclass(slots=True, unsafe_hash=True)
class AnniversaryEntry:
    """Another yearly day; `years` is None if its first year is unknown, `yearly_date_id` for a first purchase.

    `year` is the year of its own calendar.
    """

    customer_id: int
    name: str
    what: str | Sentence
    date: datetime.date
    in_days: int
    years: int | None
    why: Sentence
    year: int
    yearly_date_id: int | None = None
    done: bool = False
    put_off: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class ReturnEntry:
    """A customer who comes every so many days and has not come for longer; expected from `due` on."""

    customer_id: int
    name: str
    every_days: int
    days_since: int
    last: date
    due: date
    why: Sentence
    done: bool = False
    put_off: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class BackupEntry:
    """The line that no backup could be made for `days` days."""

    since: date
    days: int
    why: Sentence
    done: bool = False
    put_off: datetime.datetime | None = None


Entry = FollowUpEntry | BirthdayEntry | AnniversaryEntry | ReturnEntry | BackupEntry


def matter_of(entry: Entry) -> str:
    """The name of what a line is about: the same as long as it is about the same."""
    match entry:
        case FollowUpEntry():
            return f"follow-up:{entry.id}:{entry.day.isoformat()}"
        case BirthdayEntry():
            return f"birthday:{entry.customer_id}:{entry.calendar.value}:{entry.year}"
        case AnniversaryEntry(yearly_date_id=None):
            return f"first-purchase:{entry.customer_id}:{entry.year}"
        case AnniversaryEntry():
            return f"yearly:{entry.yearly_date_id}:{entry.year}"
        case ReturnEntry():
            return f"returning:{entry.customer_id}:{entry.last.isoformat()}"
    return f"backup:{entry.since.isoformat()}"


def head_of(matter: str) -> str:
    """The beginning of a matter's name: its kind, and the row that it is about."""
    return ":".join(matter.split(":")[:2])


def number_of(matter: str) -> int:
    """The id of the row that a matter is about: its customer, follow-up or yearly date; 0 for a backup."""
    number = head_of(matter).partition(":")[2]
    return int(number) if number.isdecimal() else 0


def day_of(entry: Entry) -> date:
    """The day that a line is about."""
    match entry:
        case FollowUpEntry():
            return entry.day
        case BirthdayEntry() | AnniversaryEntry():
            return entry.date
        case ReturnEntry():
            return entry.due
    return entry.since
