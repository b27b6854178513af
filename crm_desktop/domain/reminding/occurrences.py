"""Which reminders fell due, each told once: the names by which the shop file remembers what was told.

A matter may be announced several times: a birthday seven days ahead, three, and on its day. Each announcement has a
key, the matter's name and what tells the announcement from the others: "birthday:12:lunar:2026/2026-11-28/3". The
day is in it, so that a birthday that was put right is announced for its right day. What was put off has the time of
its coming back instead: "birthday:12:lunar:2026@2026-11-23T15:00:00".

Of several announcements that fell due since the last round only the last one is told; it stands for the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from crm_desktop.domain.birthday import DEFAULT_RULES, YearlyRules
from crm_desktop.domain.reminding.entries import (
    BACKUP_PATIENCE,
    AnniversaryEntry,
    AnniversaryFact,
    Answers,
    BackupFact,
    BirthdayEntry,
    BirthdayFact,
    Entry,
    FollowUpEntry,
    FollowUpFact,
    ReturnFact,
    YearlyDateFact,
    day_of,
    matter_of,
)
from crm_desktop.domain.reminding.kinds import Kind
from crm_desktop.domain.reminding.today import (
    Scope,
    backup_line,
    birthday_lines,
    follow_up_lines,
    put_off_days,
    returning_lines,
    yearly_lines,
)

_LATE = "/late"


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
    def goes_on(self) -> bool:
        """Whether it says the same once more, and is no nearer announcement: that a follow-up is late."""
        return self.key.endswith(_LATE)

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

    What stays due comes whatever `after` is: overdue follow-ups, failing backups, and what was put off to a time that
    has passed. The caller leaves out those whose key was told. What is done, greeted or put off to later is left out
    here. In the order to tell: the backup, follow-ups, birthdays, other yearly days, customers due to come again.
    """
    due = _Due(after, now, facts, rules)
    told = (due.reminder(kind, entry, announced) for kind, entry, announced in due.lines())
    return [reminder for reminder in told if reminder]


def windows(after: date, today: date, days_ahead: Iterable[int], about: Iterable[date] = ()) -> list[tuple[date, date]]:
    """The stretches of days whose yearly days are announced after `after` up to `today`, apart and in order.

    `about`: the days of matters that were put off, which are wanted too.
    """
    last = date.max.toordinal()
    first, until = _day_after(after, today).toordinal(), today.toordinal()
    wanted = [(first + n, min(until + n, last)) for n in days_ahead if first + n <= last]
    wanted += [(day.toordinal(), day.toordinal()) for day in about]
    stretches: list[tuple[int, int]] = []
    for start, end in sorted(wanted):
        if stretches and start <= stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return [(date.fromordinal(start), date.fromordinal(end)) for start, end in stretches]


def matter_of_key(key: str) -> str:
    """The name of the matter that a key announces."""
    return key.partition("/")[0].partition("@")[0]


_Moments = list[tuple[datetime, str]]
"""When a matter was announced, and what its key adds to its name; in order."""


class _Due:
    """Works out what fell due: the lines that may be told, and of each what was announced."""

    def __init__(self, after: date, now: datetime, facts: Facts, rules: ReminderRules) -> None:
        self._now, self._today = now, now.date()
        self._first = _day_after(after, self._today)
        self._facts, self._rules = facts, rules
        ahead = min(max(rules.birthday_days, default=0), (date.max - self._today).days)
        back = {matter: a for matter, a in facts.answers.items() if a.until and a.until <= now}
        end = self._today + timedelta(days=ahead)
        self._scope = Scope(self._today, self._first, end, rules.yearly, facts.answers, put_off_days(back))

    def lines(self) -> Iterator[tuple[Kind, Entry, _Moments]]:
        """Every line that may be told, in order, with all announcements of it up to now."""
        facts, kinds, scope = self._facts, self._rules.kinds, self._scope
        backup = backup_line(scope, facts.backup) if Kind.BACKUP in kinds else None
        if backup:
            yield Kind.BACKUP, backup, [(_midnight(backup.since + BACKUP_PATIENCE), "/due")]
        follow_ups = follow_up_lines(scope, facts.follow_ups)
        if Kind.FOLLOW_UP in kinds:
            yield from ((Kind.FOLLOW_UP, entry, self._of_follow_up(entry)) for entry in follow_ups)
        if Kind.BIRTHDAY in kinds:
            for birthday in birthday_lines(scope, facts.birthdays):
                yield Kind.BIRTHDAY, birthday, self._ahead(birthday, self._rules.birthday_days)
        first_purchases = facts.first_purchases if Kind.FIRST_PURCHASE in kinds else ()
        yearly_dates = facts.yearly_dates if Kind.YEARLY_DATE in kinds else ()
        for yearly in yearly_lines(scope, first_purchases, yearly_dates):
            if yearly.yearly_date_id is None:
                yield Kind.FIRST_PURCHASE, yearly, self._ahead(yearly, (0,))
            else:
                yield Kind.YEARLY_DATE, yearly, self._ahead(yearly, self._rules.birthday_days)
        if Kind.RETURNING in kinds:
            for customer in returning_lines(scope, facts.returning, {entry.customer_id for entry in follow_ups}):
                yield Kind.RETURNING, customer, [(_midnight(customer.due), "/due")]

    def reminder(self, kind: Kind, entry: Entry, announced: _Moments) -> Reminder | None:
        """The reminder of a line; None if there is nothing to tell of it now."""
        if entry.done:
            return None
        matter, since = matter_of(entry), self._first
        answer = self._facts.answers.get(matter)
        if answer and answer.until:
            if answer.until > self._now:
                return None
            # What fell due while it was put off is told with it.
            since = min(since, _day_after(answer.at.date(), self._today))
            announced = sorted([*announced, (answer.until, f"@{answer.until.isoformat()}")])
        if kind not in _STAYING:
            announced = [each for each in announced if each[0].date() >= since or each[1].startswith("@")]
        if not announced:
            return None
        (moment, last), day = announced[-1], day_of(entry)
        was_for = moment.date() if last.startswith("@") else day
        return Reminder(
            key=matter + last,
            matter=matter,
            kind=kind,
            day=day,
            entry=entry,
            fell_due=min((at.date() for at, _ in announced if at.date() >= self._first), default=moment.date()),
            covers=tuple(matter + name for _, name in announced[:-1]),
            missed=kind is not Kind.BACKUP and self._first <= was_for < self._today,
        )

    def _of_follow_up(self, entry: FollowUpEntry) -> _Moments:
        """On its day, at its time, and once more when it is late."""
        announced = [(_midnight(entry.day), "/due")]
        at = entry.due_time and datetime.combine(entry.day, entry.due_time)
        if at and at <= self._now:
            announced.append((at, f"/{at:%H:%M}"))
        if entry.overdue_days:
            announced.append((_midnight(entry.day + timedelta(days=1)), _LATE))
        return announced

    def _ahead(self, entry: BirthdayEntry | AnniversaryEntry, days_ahead: Iterable[int]) -> _Moments:
        """The announcements of a yearly day: `days_ahead` days before it."""
        day = entry.date.toordinal()
        return [
            (_midnight(date.fromordinal(day - n)), f"/{entry.date.isoformat()}/{n}")
            for n in sorted(set(days_ahead), reverse=True)
            if n >= entry.in_days
        ]


_STAYING = frozenset({Kind.FOLLOW_UP, Kind.BACKUP})
"""What is due until it is done: told on whichever day one first hears of it."""


def _day_after(after: date, today: date) -> date:
    """The first day after `after`, `today` at the latest."""
    return after + timedelta(days=1) if after < today else today


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
