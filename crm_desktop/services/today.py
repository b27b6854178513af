"""What today asks for: the facts that the reminders need, found by indexes, and their answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from crm_desktop.domain.reminding.entries import (
    AnniversaryEntry,
    BackupEntry,
    BirthdayEntry,
    Entry,
    FollowUpEntry,
    ReturnEntry,
)
from crm_desktop.domain.reminding.today import RETURNING_DAYS, Today, plan_today
from crm_desktop.services.people import has_more_customers_than, people
from crm_desktop.services.reminding.facts import ReminderFacts, days_before
from crm_desktop.services.settings import Settings
from crm_desktop.store.shop import Shop

MOST: Final = 500
"""So many lines of a part a page shows. Nobody gets through more in a day, and what is nearest comes first."""


@dataclass(frozen=True, slots=True)
class TodayPage:
    """What a page shows of a day: `today`, with the yearly days of only so many of the next days that there are `MOST`
    of each kind, and how many more fall on the other days."""

    today: Today
    more_birthdays: int = 0
    more_anniversaries: int = 0


class TodayService:
    """Answers what is due on a day."""

    def __init__(self, shop: Shop, settings: Settings) -> None:
        self._shop = shop
        self._settings = settings
        self._facts = ReminderFacts(shop)

    def today(self, on: date, days: int = 7) -> Today:
        """What is overdue or due on `on`, who is due to come again, the birthdays and other yearly days from it to
        `days` days later, and what was put off to it."""
        end = _later(on, days)
        returning_from = days_before(on, timedelta(days=RETURNING_DAYS))
        facts = self._facts.between(datetime.combine(on, _LATE), [(on, end)], returning_from)
        return plan_today(
            on,
            days_ahead=days,
            follow_ups=facts.follow_ups,
            birthdays=facts.birthdays,
            anniversaries=facts.first_purchases,
            yearly_dates=facts.yearly_dates,
            returning=facts.returning,
            backup=facts.backup,
            answers=facts.answers,
            rules=self._settings.get().rules,
        )

    def page(self, on: date, days: int = 7) -> TodayPage:
        """The same, as far as a page shows it: of a large shop's yearly days the later ones are only counted."""
        if not has_more_customers_than(self._shop, MOST):
            return TodayPage(self.today(on, days))
        end = _later(on, days)
        birthdays, others = self._facts.counts(on, end, self._settings.get().rules)
        listed = _days_for_most(on, days, birthdays, others)
        last, today = _later(on, listed), self.today(on, listed)
        return TodayPage(
            today, _after(last, end, birthdays, today.birthdays), _after(last, end, others, today.anniversaries)
        )

    def backup(self, on: date) -> BackupEntry | None:
        """The line that backups fail, if they have failed for days; asked by itself, it costs nothing while all is
        well."""
        return self.today(on, days=0).backup if self._shop.backup_failure() is not None else None

    def count(self, on: date) -> int:
        """How much there is to do on `on`: all that is listed for that day and neither done nor put off to another."""
        today = self.today(on, days=0)
        entries: list[Entry] = [*today.follow_ups, *today.birthdays, *today.anniversaries, *today.returning]
        entries += [today.backup] if today.backup else []
        return sum(not entry.done and not (entry.put_off and entry.put_off.date() > on) for entry in entries)

    def phones(self, today: Today) -> dict[int, str]:
        """Customer id -> main phone of everyone whom `today` names; "" for none."""
        lines: list[FollowUpEntry | BirthdayEntry | AnniversaryEntry | ReturnEntry] = [
            *today.follow_ups, *today.birthdays, *today.anniversaries, *today.returning,
        ]  # fmt: skip
        found = people(self._shop, sorted({line.customer_id for line in lines}))
        return {person.id: person.phone for person in found.values()}


_LATE = time(23, 59, 59)


def _later(day: date, days: int) -> date:
    """So many days later, if there is such a day."""
    return day + timedelta(days=min(days, (date.max - day).days))


def _days_for_most(on: date, days: int, *counts: Mapping[date, int]) -> int:
    """In so few of the `days` after `on` each of the counts comes to `MOST`; all the days where one does not."""
    for ahead in range(days):
        last = _later(on, ahead)
        if all(sum(n for day, n in each.items() if day <= last) >= MOST for each in counts):
            return ahead
    return days


def _after(
    last: date, end: date, counts: Mapping[date, int], listed: Iterable[BirthdayEntry | AnniversaryEntry]
) -> int:
    """How many fall on the days after `last` up to `end` beside those that are listed: such as were put off."""
    return sum(n for day, n in counts.items() if day > last) - sum(last < entry.date <= end for entry in listed)
