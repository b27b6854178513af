"""When she is reminded: the times she chose, on open days; and when what she puts off comes again.

All times are the laptop's local ones without a zone, so a change of zone or of summer time is just another time of
day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

DEFAULT_TIME = time(9)
LATEST = time(21)
AFTERNOON = time(15)


@dataclass(frozen=True, slots=True)
class Times:
    """The times of the day at which she wants to be reminded; none on closed days. Weekdays: Monday is 0."""

    times: tuple[time, ...] = (DEFAULT_TIME,)
    closed_weekdays: frozenset[int] = frozenset()
    closed_days: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        """Whether she is reminded on a day."""
        return day.weekday() not in self.closed_weekdays and day not in self.closed_days


class Snooze(StrEnum):
    """How long a line may be put off."""

    HOUR = "hour"
    AFTERNOON = "afternoon"
    TOMORROW = "tomorrow"
    THREE_DAYS = "three_days"
    WEEK = "week"


def last_moment(now: datetime, times: Times) -> datetime | None:
    """The latest chosen time up to `now`; None where there is none."""
    return None


def next_moment(now: datetime, times: Times) -> datetime | None:
    """The first chosen time after `now`; None where there is none."""
    return None


def moments_between(after: datetime, until: datetime, times: Times) -> list[datetime]:
    """Every chosen time after `after` up to `until`, in order."""
    return []


def later_today(now: datetime, times: Times, *, again: bool) -> datetime:
    """When the lines of a popup that is closed now come again.

    At the next chosen time of the day, else in three hours if that is not late in the evening, else, and when they
    were put away before on this day (`again`), at the first time of the next open day.
    """
    return now


def snooze_until(choice: Snooze, now: datetime, times: Times) -> datetime | None:
    """The time that a choice means; None where it makes no sense now."""
    return None


def snooze_to(day: date, times: Times) -> datetime:
    """The first chosen time from `day` on: what is put off to a closed day comes on the next open one."""
    return datetime.combine(day, DEFAULT_TIME)
