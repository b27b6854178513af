"""The periods that a list of purchases can show, and how days are said in it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from crm_desktop.domain.calendar_words import date_words, weekday_words
from crm_desktop.language import Sentence, tr


class PeriodKind(StrEnum):
    """What she can choose; RANGE is from a day to a day."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this_week"
    LAST_30_DAYS = "last_30_days"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    ALL = "all"
    RANGE = "range"


NAMES: Final[dict[PeriodKind, Sentence]] = {
    PeriodKind.TODAY: Sentence("Today"),
    PeriodKind.YESTERDAY: Sentence("Yesterday"),
    PeriodKind.THIS_WEEK: Sentence("This week"),
    PeriodKind.LAST_30_DAYS: Sentence("Last 30 days"),
    PeriodKind.THIS_MONTH: Sentence("This month"),
    PeriodKind.LAST_MONTH: Sentence("Last month"),
    PeriodKind.THIS_YEAR: Sentence("This year"),
    PeriodKind.ALL: Sentence("All time"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A period; `first` and `last` are her own days, for RANGE alone. Either may be open."""

    kind: PeriodKind
    first: date | None = None
    last: date | None = None

    def span(self, today: date) -> tuple[date | None, date | None]:
        """First and last day, both in it; None if it is open. Weeks begin on Monday."""
        match self.kind:
            case PeriodKind.TODAY:
                return today, today
            case PeriodKind.YESTERDAY:
                return today - timedelta(days=1), today - timedelta(days=1)
            case PeriodKind.THIS_WEEK:
                monday = today - timedelta(days=today.weekday())
                return monday, monday + timedelta(days=6)
            case PeriodKind.LAST_30_DAYS:
                return today - timedelta(days=29), today
            case PeriodKind.THIS_MONTH:
                return _month_of(today)
            case PeriodKind.LAST_MONTH:
                return _month_of(today.replace(day=1) - timedelta(days=1))
            case PeriodKind.THIS_YEAR:
                return date(today.year, 1, 1), date(today.year, 12, 31)
            case PeriodKind.ALL:
                return None, None
        return self.first, self.last

    def words(self, today: date) -> str:
        """The period's name, or its days."""
        if self.kind is not PeriodKind.RANGE:
            return str(NAMES[self.kind])
        if self.first and self.last:
            if self.first == self.last:
                return day_words(self.first, today)
            return tr("%1 to %2", day_words(self.first, today), day_words(self.last, today))
        if self.first:
            return tr("since %1", day_words(self.first, today))
        return tr("until %1", day_words(self.last, today)) if self.last else str(NAMES[PeriodKind.ALL])


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def day_words(day: date, today: date) -> str:
    """A day as people write it: "Nov 21", with the year where it is another one."""
    return date_words(day, year=day.year != today.year)


def heading_words(day: date, today: date) -> str:
    """A day over its purchases: "Today · Nov 21 · Saturday"."""
    words = tr("%1 · %2", day_words(day, today), weekday_words(day))
    if day == today:
        return tr("Today · %1", words)
    if day == today - timedelta(days=1):
        return tr("Yesterday · %1", words)
    return words
