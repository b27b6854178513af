"""The facts of the shop that the reminders go by, found by indexes: a few days' worth, or those of certain matters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from peewee import SQL, Model, fn

from crm_desktop.domain.birthday import Birthday, Calendar, Falls, YearlyRules, candidate_keys
from crm_desktop.domain.reminding.entries import (
    AnniversaryFact,
    Answer,
    BirthdayFact,
    Entry,
    FollowUpFact,
    ReturnFact,
    YearlyDateFact,
    head_of,
    matter_of,
    number_of,
)
from crm_desktop.domain.reminding.occurrences import Facts
from crm_desktop.domain.reminding.today import (
    Scope,
    backup_line,
    birthday_lines,
    follow_up_lines,
    returning_lines,
    yearly_lines,
)
from crm_desktop.services.birthday_columns import BIRTHDAY, Key, birthday_of, on_days
from crm_desktop.services.yearly_dates import yearly_date_words
from crm_desktop.store.models import (
    DUE_AGAIN,
    FIRST_DAY,
    Customer,
    CustomerStats,
    FollowUp,
    Greeting,
    ReminderAnswer,
    YearlyDate,
    among,
)
from crm_desktop.store.shop import Shop

Stretch = tuple[date, date]
"""Days from the first to the last, both included."""

FURTHEST_BACK: Final = timedelta(days=30)
"""What fell due longer ago than this is not told any more, unless it stays due."""

_ANSWERED_SINCE: Final = FURTHEST_BACK + timedelta(days=31)


class ReminderFacts:
    """Finds in an open shop the facts that reminders are made of."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def between(self, now: datetime, stretches: Sequence[Stretch], returning_from: date) -> Facts:
        """Open follow-ups due by `now`; the yearly days that may fall into the stretches; who came due again since a
        day; and what was put off to `now` or earlier, whatever its day."""
        answers = self._answers(now)
        back = [matter for matter, answer in answers.items() if answer.until is not None and answer.until <= now]
        put_off = _numbers(back)
        keys = frozenset[Key]().union(*(candidate_keys(*stretch) for stretch in stretches))
        today = now.date().isoformat()
        born = [on_days(keys, Customer.birth_calendar, Customer.birth_month, Customer.birth_day)] if keys else []
        first = _first_bought_on(keys, today)
        kept = [on_days(keys, YearlyDate.calendar, YearlyDate.month, YearlyDate.day)] if keys else []
        due_again = (CustomerStats.visits >= 4) & DUE_AGAIN.between(returning_from.isoformat(), today)
        years = sorted(
            {day.year for stretch in stretches for day in stretch} | {a.about.year for a in answers.values()}
        )
        return Facts(
            self._follow_ups(fn.COALESCE(FollowUp.snoozed_until, FollowUp.due) <= today),
            self._birthdays([*born, *_each(Customer.id, put_off["birthday"])], sorted(years)),
            self._first_purchases([first, *_each(CustomerStats.customer, put_off["first-purchase"])]),
            self._yearly_dates([*kept, *_each(YearlyDate.id, put_off["yearly"])]),
            self._returning([due_again, *_each(CustomerStats.customer, put_off["returning"])]),
            self._shop.backup_failure(),
            answers,
        )

    def counts(self, start: date, end: date, rules: YearlyRules) -> tuple[Counter[date], Counter[date]]:
        """How many birthdays, and how many other yearly days, fall on each day from `start` to `end`: the same for all
        who share a day, so that many are counted without reading each."""
        birthdays: Counter[date] = Counter()
        others: Counter[date] = Counter()
        keys = candidate_keys(start, end)
        if keys:
            falls = Falls(start, end, rules)
            for *columns, number in self._shop.rows(_days_counted(Customer, BIRTHDAY, keys)):
                for occurrence in falls.of(birthday_of(*columns)):
                    birthdays[occurrence.date] += number
            kept = [(birthday_of(*row[:-1]), row[-1]) for row in self._shop.rows(_days_counted(YearlyDate, _DAY, keys))]
            for day, number in [*kept, *self._first_days_counted(keys, start)]:
                for occurrence in falls.of(day):
                    if occurrence.turning != 0:  # the first day itself is no anniversary yet
                        others[occurrence.date] += number
        return birthdays, others

    def _first_days_counted(self, keys: Iterable[Key], today: date) -> Iterator[tuple[Birthday, int]]:
        """The days of first purchases, and how many customers came first on each."""
        s = CustomerStats
        query = s.select(fn.SUBSTR(s.first_at, 1, 10), fn.COUNT(s.customer))
        query = query.where(s.visits > 0, _first_bought_on(keys, today.isoformat())).group_by(SQL("1"))
        for first, number in self._shop.rows(query):
            day = date.fromisoformat(first)
            yield Birthday(Calendar.SOLAR, day.year, day.month, day.day), number

    def of(self, matters: Iterable[tuple[str, date]], now: datetime) -> Facts:
        """The facts of certain matters, each with the day that it is about."""
        matters = list(matters)
        numbers = _numbers(matter for matter, _ in matters)
        follow_ups = [row for some in _each(FollowUp.id, numbers["follow-up"]) for row in self._follow_ups(some)]
        return Facts(
            follow_ups,
            self._birthdays(_each(Customer.id, numbers["birthday"]), sorted({day.year for _, day in matters})),
            self._first_purchases(_each(CustomerStats.customer, numbers["first-purchase"])),
            self._yearly_dates(_each(YearlyDate.id, numbers["yearly"])),
            self._returning(_each(CustomerStats.customer, numbers["returning"])),
            self._shop.backup_failure() if "backup" in numbers else None,
            self._answers_to([matter for matter, _ in matters], now),
        )

    def lines(self, matters: Sequence[tuple[str, date]], now: datetime, rules: YearlyRules) -> dict[str, Entry]:
        """The lines of those matters, each with the day that it is about, that are still open and not put off."""
        if not matters:
            return {}
        facts, today = self.of(matters, now), now.date()
        wanted: dict[str, list[date]] = defaultdict(list)
        for matter, day in matters:
            wanted[head_of(matter)].append(day)
        # No stretch of days, only the days that these matters are about.
        scope = Scope(today, today, days_before(today, timedelta(days=1)), rules, facts.answers, wanted)
        backup = backup_line(scope, facts.backup)
        entries: list[Entry] = [
            *([backup] if backup else ()),
            *follow_up_lines(scope, facts.follow_ups),
            *birthday_lines(scope, facts.birthdays),
            *yearly_lines(scope, facts.first_purchases, facts.yearly_dates),
            *returning_lines(scope, facts.returning),
        ]
        still_open = [each for each in entries if not each.done and not (each.put_off and each.put_off > now)]
        names = {matter for matter, _ in matters}
        return {matter_of(each): each for each in still_open if matter_of(each) in names}

    def put_off(self, now: datetime) -> dict[str, Answer]:
        """What was put off, and has not come back for longer than it is told."""
        horizon = days_before(now.date(), FURTHEST_BACK).isoformat()
        return self._read_answers(ReminderAnswer.until >= horizon, now)

    def _answers(self, now: datetime) -> dict[str, Answer]:
        """What was put off, and what was done of the last and the coming days."""
        lately = days_before(now.date(), _ANSWERED_SINCE).isoformat()
        done = ReminderAnswer.until.is_null() & (ReminderAnswer.about >= lately)
        failure = self._shop.backup_failure()
        if failure is not None:
            done |= ReminderAnswer.occurrence == f"backup:{failure.since.isoformat()}"
        return self.put_off(now) | self._read_answers(done, now)

    def _answers_to(self, matters: Sequence[str], now: datetime) -> dict[str, Answer]:
        return self._read_answers(among(ReminderAnswer.occurrence, matters), now)

    def _read_answers(self, condition: Any, now: datetime) -> dict[str, Answer]:
        a = ReminderAnswer
        found = {}
        for matter, at, until, about in self._shop.rows(
            a.select(a.occurrence, a.at, a.until, a.about).where(condition)
        ):
            answer = _answer(at, until, about, now)
            if answer is not None:
                found[matter] = answer
        return found

    def _follow_ups(self, condition: Any) -> list[FollowUpFact]:
        query = (
            FollowUp.select(
                FollowUp.id, FollowUp.customer, Customer.name, FollowUp.what, FollowUp.due, FollowUp.due_time,
                FollowUp.priority, FollowUp.snoozed_until, Customer.sort_key,
            )
            .join(Customer)
            .where(FollowUp.done_at.is_null() & condition)
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

    def _birthdays(self, conditions: Iterable[Any], years: Sequence[int]) -> list[BirthdayFact]:
        c, g = Customer, Greeting
        found: dict[int, BirthdayFact] = {}
        for condition in conditions:
            query = c.select(c.id, c.name, c.sort_key, *BIRTHDAY).where(c.birth_calendar.is_null(False) & condition)
            for customer_id, name, sort_key, *key in self._shop.each_row(query):
                found[customer_id] = BirthdayFact(customer_id, name, birthday_of(*key), sort_key=sort_key)
        if found:
            greeted: dict[int, set[tuple[Calendar, int]]] = defaultdict(set)
            # A lunar year ends in the next solar one.
            those = g.year.between(years[0] - 1, years[-1]) & among(g.customer, list(found))
            for customer_id, calendar, year in self._shop.rows(g.select(g.customer, g.calendar, g.year).where(those)):
                greeted[customer_id].add((Calendar(calendar), year))
            for customer_id, years_greeted in greeted.items():
                found[customer_id] = replace(found[customer_id], greeted=frozenset(years_greeted))
        return list(found.values())

    def _first_purchases(self, conditions: Iterable[Any]) -> list[AnniversaryFact]:
        s = CustomerStats
        found: dict[int, AnniversaryFact] = {}
        for condition in conditions:
            query = s.select(s.customer, Customer.name, s.first_at, Customer.sort_key).join(Customer)
            for customer_id, name, first, sort_key in self._shop.each_row(query.where(s.visits > 0, condition)):
                found[customer_id] = AnniversaryFact(customer_id, name, date.fromisoformat(first[:10]), sort_key)
        return list(found.values())

    def _yearly_dates(self, conditions: Iterable[Any]) -> list[YearlyDateFact]:
        d = YearlyDate
        found: dict[int, YearlyDateFact] = {}
        for condition in conditions:
            query = d.select(d.id, d.customer, Customer.name, Customer.sort_key, d.kind, d.label, *_DAY).join(Customer)
            for row_id, customer_id, name, sort_key, kind, label, *columns in self._shop.rows(query.where(condition)):
                what = label or yearly_date_words(kind)
                found[row_id] = YearlyDateFact(row_id, customer_id, name, what, birthday_of(*columns), sort_key)
        return list(found.values())

    def _returning(self, conditions: Iterable[Any]) -> list[ReturnFact]:
        """Without those for whom a follow-up is planned: she has thought of them."""
        s = CustomerStats
        planned = FollowUp.select(FollowUp.id).where((FollowUp.customer == s.customer) & FollowUp.done_at.is_null())
        found: dict[int, ReturnFact] = {}
        for condition in conditions:
            query = s.select(s.customer, Customer.name, s.first_at, s.last_at, s.visits, Customer.sort_key)
            query = query.join(Customer).where(condition & ~fn.EXISTS(planned))
            for customer_id, name, first, last, visits, sort_key in self._shop.rows(query):
                days = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
                found[customer_id] = ReturnFact(customer_id, name, *days, visits, sort_key)
        return list(found.values())


_DAY: Final = (YearlyDate.calendar, YearlyDate.year, YearlyDate.month, YearlyDate.day, YearlyDate.leap)


def _days_counted(model: type[Model], day: Sequence[Any], keys: Iterable[Key]) -> Any:
    """The query for the different days that the columns `day` hold, and how many rows hold each of them."""
    calendar, _, month, day_of_month, _ = day
    on_keys = on_days(keys, calendar, month, day_of_month)
    return model.select(*day, fn.COUNT(SQL("*"))).where(on_keys).group_by(*day)


def _first_bought_on(keys: Iterable[Key], today: str) -> Any:
    """The condition that a customer's first purchase was on one of these days, in a year before."""
    days = [f"{month:02}-{day:02}" for calendar, month, day in keys if calendar is Calendar.SOLAR]
    return FIRST_DAY.in_(days) & (CustomerStats.first_at < today)


def _numbers(matters: Iterable[str]) -> dict[str, list[int]]:
    """The ids in the names of matters, by their first word."""
    found: dict[str, list[int]] = defaultdict(list)
    for matter in matters:
        found[matter.partition(":")[0]].append(number_of(matter))
    return found


def _each(column: Any, ids: Sequence[int]) -> list[Any]:
    return [among(column, sorted(set(ids)))] if ids else []


def _answer(at: str, until: str | None, about: str, now: datetime) -> Answer | None:
    """An answer as the reminders know it. None for one that was put off, before its day, by a clock that was set to a
    later day then than it is now; where its day has come it comes back now."""
    try:
        answered, day = datetime.fromisoformat(at), date.fromisoformat(about)
        back = datetime.fromisoformat(until) if until else None
    except ValueError:  # out of a file that someone else wrote
        return None
    if back is not None and answered.date() > now.date() + timedelta(days=1):
        return Answer(now, datetime.combine(day, time.min), day) if day <= now.date() else None
    return Answer(answered, back, day)


def days_before(day: date, days: timedelta) -> date:
    """The day `days` earlier; the first day of the calendar if there is no such day."""
    return date.fromordinal(max(1, day.toordinal() - days.days))
