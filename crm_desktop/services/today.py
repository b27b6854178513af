"""What today asks for: the facts that the reminders need, found by indexes, and their answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta

from peewee import fn

from crm_desktop.domain.birthday import Calendar, candidate_keys
from crm_desktop.domain.reminders import AnniversaryFact, FollowUpFact, Today, YearlyDateFact, plan_today
from crm_desktop.services.birthdays import Birthdays, Key, birthday_of, on_days
from crm_desktop.services.people import people
from crm_desktop.services.settings import Settings
from crm_desktop.services.yearly_dates import yearly_date_words
from crm_desktop.store.models import Customer, CustomerStats, FollowUp, YearlyDate
from crm_desktop.store.shop import Shop


class TodayService:
    """Answers what is due on a day."""

    def __init__(self, shop: Shop, settings: Settings, birthdays: Birthdays) -> None:
        self._shop = shop
        self._settings = settings
        self._birthdays = birthdays

    def today(self, on: date, days: int = 7) -> Today:
        """What is overdue or due on `on`, and the birthdays and anniversaries from it to `days` days later."""
        end = on + timedelta(days=min(days, (date.max - on).days))
        keys = candidate_keys(on, end)
        return plan_today(
            on,
            days_ahead=days,
            follow_ups=self._follow_ups(on),
            birthdays=self._birthdays.facts(on, end),
            anniversaries=self._first_purchases(on, keys),
            yearly_dates=self._yearly_dates(keys),
            rules=self._settings.get().rules,
        )

    def count(self, on: date) -> int:
        """How much there is to do on `on`: follow-ups overdue and due, and birthdays of the day not yet greeted."""
        rules = self._settings.get().rules
        facts = self._birthdays.facts(on, on)
        today = plan_today(on, days_ahead=0, follow_ups=self._follow_ups(on), birthdays=facts, rules=rules)
        return len(today.follow_ups) + sum(not birthday.greeted for birthday in today.birthdays)

    def phones(self, today: Today) -> dict[int, str]:
        """Customer id -> main phone of everyone whom `today` names; "" for none."""
        ids = {e.customer_id for e in today.follow_ups} | {e.customer_id for e in today.birthdays}
        found = people(self._shop, sorted(ids | {e.customer_id for e in today.anniversaries}))
        return {person.id: person.phone for person in found.values()}

    def _follow_ups(self, on: date) -> list[FollowUpFact]:
        day = fn.COALESCE(FollowUp.snoozed_until, FollowUp.due)
        query = (
            FollowUp.select(
                FollowUp.id, FollowUp.customer, Customer.name, FollowUp.what, FollowUp.due, FollowUp.due_time,
                FollowUp.priority, FollowUp.snoozed_until, Customer.sort_key,
            )
            .join(Customer)
            .where(FollowUp.done_at.is_null() & (day <= on.isoformat()))
        )  # fmt: skip
        return [
            FollowUpFact(
                follow_up_id, customer_id, name, what, date.fromisoformat(due),
                time.fromisoformat(due_time) if due_time else None, priority,
                date.fromisoformat(snoozed) if snoozed else None, sort_key,
            )
            for (
                follow_up_id, customer_id, name, what, due, due_time, priority, snoozed, sort_key,
            ) in self._shop.rows(query)
        ]  # fmt: skip

    def _first_purchases(self, on: date, keys: Iterable[Key]) -> list[AnniversaryFact]:
        days = [f"{month:02}-{day:02}" for calendar, month, day in keys if calendar is Calendar.SOLAR]
        query = (
            CustomerStats.select(CustomerStats.customer, Customer.name, CustomerStats.first_at, Customer.sort_key)
            .join(Customer)
            .where(fn.SUBSTR(CustomerStats.first_at, 6, 5).in_(days) & (CustomerStats.first_at < on.isoformat()))
        )
        return [
            AnniversaryFact(customer_id, name, date.fromisoformat(first[:10]), sort_key)
            for customer_id, name, first, sort_key in self._shop.rows(query)
        ]

    def _yearly_dates(self, keys: Iterable[Key]) -> list[YearlyDateFact]:
        if not keys:
            return []
        d = YearlyDate
        day = (d.calendar, d.year, d.month, d.day, d.leap)
        query = (
            d.select(d.id, d.customer, Customer.name, Customer.sort_key, d.kind, d.label, *day)
            .join(Customer)
            .where(on_days(keys, d.calendar, d.month, d.day))
        )
        return [
            YearlyDateFact(
                row_id, customer_id, name, label or yearly_date_words(kind), birthday_of(*columns), sort_key,
            )
            for row_id, customer_id, name, sort_key, kind, label, *columns in self._shop.rows(query)
        ]  # fmt: skip
