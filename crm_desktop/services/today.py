"""What today asks for: the facts that the reminders need, found by indexes, and their answer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from crm_desktop.domain.reminding.entries import AnniversaryEntry, BirthdayEntry, Entry, FollowUpEntry, ReturnEntry
from crm_desktop.domain.reminding.today import RETURNING_DAYS, Today, plan_today
from crm_desktop.services.people import people
from crm_desktop.services.reminding.facts import ReminderFacts, days_before
from crm_desktop.services.settings import Settings
from crm_desktop.store.shop import Shop


class TodayService:
    """Answers what is due on a day."""

    def __init__(self, shop: Shop, settings: Settings) -> None:
        self._shop = shop
        self._settings = settings
        self._facts = ReminderFacts(shop)

    def today(self, on: date, days: int = 7) -> Today:
        """What is overdue or due on `on`, who is due to come again, the birthdays and other yearly days from it to
        `days` days later, and what was put off to it."""
        end = on + timedelta(days=min(days, (date.max - on).days))
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
