"""Over any sequence of rounds, absences and clock changes, each announcement is told once, by itself or with another.

The model here knows the announcements by a way of its own: it looks at every day by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.birthday import Birthday, Calendar, next_occurrence
from crm_desktop.domain.reminding.entries import (
    AnniversaryFact,
    Answer,
    BirthdayFact,
    FollowUpFact,
    ReturnFact,
    YearlyDateFact,
    matter_of,
)
from crm_desktop.domain.reminding.kinds import Kind
from crm_desktop.domain.reminding.occurrences import Facts, Reminder, ReminderRules, reminders_due, windows
from crm_desktop.domain.reminding.rhythm import rhythm
from crm_desktop.domain.reminding.today import plan_today

START = date(2026, 11, 21)
RULES = ReminderRules()
YEARLY = ("birthday", "yearly", "first-purchase")


def birthdays() -> st.SearchStrategy[Birthday]:
    solar = st.dates(date(1960, 1, 1), date(2020, 12, 31)).map(
        lambda d: Birthday(Calendar.SOLAR, d.year, d.month, d.day)
    )
    lunar = st.builds(
        Birthday, st.just(Calendar.LUNAR), st.none(), st.integers(1, 12), st.integers(1, 30), st.booleans()
    )
    return solar | lunar


days = st.integers(-30, 150).map(lambda n: START + timedelta(days=n))
facts = st.builds(
    lambda follow_ups, born, first, yearly, last: Facts(
        [
            FollowUpFact(n, n, "", "", due, at, snoozed_until=until)
            for n, (due, at, until) in enumerate(follow_ups)
        ],
        [BirthdayFact(n, "", b) for n, b in enumerate(born)],
        [AnniversaryFact(n, "", day) for n, day in enumerate(first)],
        [YearlyDateFact(n, n, "", "", b) for n, b in enumerate(yearly)],
        [ReturnFact(100 + n, "", day - timedelta(days=60), day, 4) for n, day in enumerate(last)],
    ),
    st.lists(st.tuples(days, st.none() | st.just(time(15)), st.none() | days), max_size=4),
    st.lists(birthdays(), max_size=5),
    st.lists(st.dates(date(2019, 1, 1), START), max_size=2),
    st.lists(birthdays(), max_size=2),
    st.lists(days, max_size=2),
)  # fmt: skip
steps = st.lists(
    st.sampled_from([timedelta(hours=n) for n in (1, 6, 24, 24, 24, 48, 24 * 9, -5, -48)]), min_size=1, max_size=40
)


@dataclass
class Shop:
    """What the store keeps: what was told, and the day of the last round."""

    facts: Facts
    told: dict[str, date] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)
    last: date = START - timedelta(days=1)

    def round(self, now: datetime) -> list[Reminder]:
        found = reminders_due(self.last, now, self.facts, RULES)
        assert len({each.matter for each in found}) == len(found)
        new = [each for each in found if each.key not in self.told and each.key not in self.covered]
        for each in new:
            assert each.fell_due <= now.date()
            assert not each.missed or self.last < each.fell_due < now.date()
            self.told[each.key] = now.date()
            self.covered.update(each.covers)
        self.last = now.date()
        return new


def expected(facts: Facts, first: date, last: date) -> set[str]:
    """The keys of all that is announced on the days from `first` to `last`, timed ones of the last day aside."""
    keys = set()
    for n in range((last - first).days + 1):
        on = first + timedelta(days=n)
        for f in facts.follow_ups:
            matter, day = f"follow-up:{f.id}:{f.snoozed_until or f.due}", f.snoozed_until or f.due
            if day == on:
                keys.add(f"{matter}/due")
                keys.update([f"{matter}/15:00"] if f.due_time and on < last else [])
            elif day < on:
                keys.add(f"{matter}/late")
        for ahead in (7, 3, 0):
            day = on + timedelta(days=ahead)
            for b in facts.birthdays:
                o = next_occurrence(b.birthday, day)
                if o and o.date == day:
                    keys.add(f"birthday:{b.customer_id}:{b.birthday.calendar}:{o.year}/{day}/{ahead}")
            for y in facts.yearly_dates:
                o = next_occurrence(y.day, day)
                if o and o.date == day:
                    keys.add(f"yearly:{y.id}:{o.year}/{day}/{ahead}")
        for p in facts.first_purchases:
            first_day = p.first_purchase
            o = next_occurrence(Birthday(Calendar.SOLAR, first_day.year, first_day.month, first_day.day), on)
            if o and o.date == on and o.turning:
                keys.add(f"first-purchase:{p.customer_id}:{o.year}/{on}/0")
        for r in facts.returning:
            known = rhythm(r.first, r.last, r.visits)
            if known and known.due == on:
                keys.add(f"returning:{r.customer_id}:{r.last}/due")
    return keys


@pytest.mark.no_cover
@settings(max_examples=100)
@given(facts, steps)
def test_each_announcement_once(known: Facts, moves: list[timedelta]) -> None:
    shop = Shop(known)
    now = latest = datetime.combine(START, time(9))
    shop.round(now)
    for move in moves:
        now += move
        shop.round(now)
        latest = max(latest, now)
    keys = set(shop.told) | shop.covered
    assert expected(known, START, latest.date()) <= keys
    if all(move > timedelta() for move in moves):
        late = {key for key in keys if key.startswith("follow-up")}
        assert keys - late == expected(known, START, latest.date()) - late


@pytest.mark.no_cover
@settings(max_examples=100)
@given(facts, st.integers(0, 40), st.integers(0, 60))
def test_the_popup_tells_nothing_that_the_page_does_not_list(known: Facts, away: int, ahead: int) -> None:
    """What is not over is on the Today page of the same day, line for line."""
    on = START + timedelta(days=ahead)
    page = plan_today(
        on, days_ahead=7, follow_ups=known.follow_ups, birthdays=known.birthdays, anniversaries=known.first_purchases,
        yearly_dates=known.yearly_dates, returning=known.returning,
    )  # fmt: skip
    listed = {matter_of(e): e for e in (*page.follow_ups, *page.birthdays, *page.anniversaries, *page.returning)}
    for told in reminders_due(on - timedelta(days=away), datetime.combine(on, time(9)), known, RULES):
        if told.kind is Kind.RETURNING:
            assert (told.matter in listed) == (told.day >= on - timedelta(days=7))
        elif told.kind is Kind.FOLLOW_UP or told.day >= on:
            assert listed[told.matter] == told.entry
        else:
            assert told.missed


@pytest.mark.no_cover
@settings(max_examples=100)
@given(facts, st.integers(1, 40), st.integers(0, 9), st.integers(1, 20), st.integers(0, 5))
def test_what_is_put_off_comes_back_once(known: Facts, away: int, chosen: int, off: int, more: int) -> None:
    shop = Shop(known)
    shop.round(datetime.combine(START, time(9)))
    on = START + timedelta(days=away)
    told = [each for each in shop.round(datetime.combine(on, time(9))) if each.kind is not Kind.FOLLOW_UP]
    if not told:
        return
    line = told[chosen % len(told)]
    until = datetime.combine(on + timedelta(days=off), time(9))
    answer = Answer(datetime.combine(on, time(9, 5)), until, line.day)
    shop.facts = Facts(
        known.follow_ups, known.birthdays, known.first_purchases, known.yearly_dates, known.returning,
        answers={line.matter: answer},
    )  # fmt: skip
    again = []
    for n in range(1, off + more + 1):
        now = datetime.combine(on + timedelta(days=n), time(9))
        again += [(now, each) for each in shop.round(now) if each.matter == line.matter]
    assert again[0][0] == until
    assert [each.key for _, each in again].count(f"{line.matter}@{until.isoformat()}") <= 1
    days_between = [on + timedelta(days=n) for n in range(1, off + more + 1)]
    if line.matter.startswith(YEARLY):
        missing = expected(known, days_between[0], days_between[-1]) - set(shop.told) - shop.covered
        assert not [key for key in missing if key.startswith(line.matter)]


@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)), st.integers(-5, 40), st.lists(st.integers(0, 60), max_size=4))
def test_windows_are_the_days_announced(today: date, away: int, ahead: list[int]) -> None:
    found = windows(today - timedelta(days=away), today, ahead)
    told_on = [today - timedelta(days=n) for n in range(max(away, 1))]
    inside = [start + timedelta(days=n) for start, end in found for n in range((end - start).days + 1)]
    assert inside == sorted({day + timedelta(days=n) for day in told_on for n in ahead})
