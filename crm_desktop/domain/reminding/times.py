"""When she is reminded: the times she chose, on open days; and when what she puts off comes again.

All times are the laptop's own, without a zone, so a change of zone or to summer time is one of the clock: an hour that
there is not is passed over at once, one that comes twice is the same hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

DEFAULT_TIME = time(9)
_AFTERNOON = time(15)
_LATEST = time(21)  # nothing that was put away for "later today" comes after it
_LATER = timedelta(hours=3)
_DAY = timedelta(days=1)
_DAYS_AWAY = {"tomorrow": 1, "three_days": 3, "week": 7}


@dataclass(frozen=True, slots=True)
class Times:
    """The times of the day at which she wants to be reminded; none on closed days. Weekdays: Monday is 0."""

    times: tuple[time, ...] = (DEFAULT_TIME,)
    closed_weekdays: frozenset[int] = frozenset()
    closed_days: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        """Whether she is reminded on a day."""
        return day.weekday() not in self.closed_weekdays and day not in self.closed_days

    def on(self, day: date) -> list[datetime]:
        """The chosen times on a day, in order; none on a closed day."""
        return [datetime.combine(day, at) for at in sorted(set(self.times))] if self.is_open(day) else []


class Snooze(StrEnum):
    """How long a line may be put off."""

    HOUR = "hour"
    AFTERNOON = "afternoon"
    TOMORROW = "tomorrow"
    THREE_DAYS = "three_days"
    WEEK = "week"


def last_moment(now: datetime, times: Times) -> datetime | None:
    """The latest chosen time up to `now`; None if there is none."""
    for day in _near(now.date(), -1, times):
        passed = [moment for moment in times.on(day) if moment <= now]
        if passed:
            return passed[-1]
    return None


def next_moment(now: datetime, times: Times) -> datetime | None:
    """The first chosen time after `now`; None if there is none."""
    return next((moment for day in _near(now.date(), 1, times) for moment in times.on(day) if moment > now), None)


def moments_between(after: datetime, until: datetime, times: Times) -> list[datetime]:
    """Every chosen time after `after` up to `until`, in order."""
    days = range(after.toordinal(), until.toordinal() + 1)
    return [moment for day in days for moment in times.on(date.fromordinal(day)) if after < moment <= until]


def after_closing(now: datetime, times: Times, closings: int) -> datetime | None:
    """When a line comes again that is put away now, after so many closings before; None: never by itself.

    The first closing means later today: at the next chosen time of the day, else in three hours where that is not late
    in the evening. After the second, and where the day has no such time any more, it comes at the first time of the
    next open day. Whoever closes it a third time has decided: it only stays on the list.
    """
    if closings >= 2:
        return None
    today = now.date()
    if times.is_open(today) and not closings:
        to_come = [moment for moment in times.on(today) if moment > now]
        if to_come:
            return to_come[0]
        if now <= datetime.combine(today, _LATEST) - _LATER:
            return _full_minute(now) + _LATER
    return snooze_to(today + _DAY if today < date.max else today, times)


def snooze_until(choice: Snooze, now: datetime, times: Times) -> datetime | None:
    """The time that a choice means; None if it makes no sense now: "this afternoon" when it is there, an hour that
    ends after midnight, a day beyond the calendar."""
    today = now.date()
    if choice is Snooze.HOUR:
        return _full_minute(now) + timedelta(hours=1) if now.hour < 23 else None
    if choice is Snooze.AFTERNOON:
        afternoon = datetime.combine(today, _AFTERNOON)
        return afternoon if afternoon - now > timedelta(hours=1) else None
    days = _DAYS_AWAY[choice.value]
    return snooze_to(today + timedelta(days=days), times) if days <= (date.max - today).days else None


def snooze_to(day: date, times: Times) -> datetime:
    """The first chosen time from `day` on: what is put off to a closed day comes on the next open one."""
    to_come = (moment for near in _near(day, 1, times) for moment in times.on(near))
    return next(to_come, datetime.combine(day, DEFAULT_TIME))


def _near(day: date, step: int, times: Times) -> Iterator[date]:
    """`day` and those after it (`step` 1) or before it (-1), so many that there is an open one among them after the
    first, if any day is open at all."""
    closed = len(times.closed_days)
    for n in range(7 * (closed + 1) + 1):
        number = day.toordinal() + n * step
        if not 1 <= number <= date.max.toordinal():
            return
        yield date.fromordinal(number)


def _full_minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
