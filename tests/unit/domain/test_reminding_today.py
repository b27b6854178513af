"""What is listed on a day, in which order, and why."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.birthday import Birthday, Calendar, LeapDayRule, LeapMonthRule, YearlyRules
from crm_desktop.domain.reminding.entries import (
    AnniversaryFact,
    Answer,
    BackupFact,
    BirthdayFact,
    FollowUpFact,
    ReturnFact,
    YearlyDateFact,
    day_of,
    matter_of,
)
from crm_desktop.domain.reminding.today import Today, plan_today
from crm_desktop.language import Sentence

SOLAR, LUNAR = Calendar.SOLAR, Calendar.LUNAR
ON = date(2026, 11, 21)  # 十月十三


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    plurals = {"due on %1, %n day(s) ago": ("due on %1, %n day ago", "due on %1, %n days ago")}
    monkeypatch.setattr("crm_desktop.language._State.language", "en")
    monkeypatch.setattr("crm_desktop.language._State.catalogue", plurals)


def follow_up(
    number: int,
    days: int,
    *,
    priority: int = 0,
    at: time | None = None,
    snoozed: int | None = None,
    name: str = "单晓丽",
    sort_key: str = "",
) -> FollowUpFact:
    until = None if snoozed is None else ON + timedelta(days=snoozed)
    return FollowUpFact(number, 7, name, "回访", ON + timedelta(days=days), at, priority, until, sort_key)


def test_nothing_to_remind_of() -> None:
    assert plan_today(ON, days_ahead=7) == Today(ON, (), (), (), ())


class TestFollowUps:
    def test_overdue_due_and_not_yet(self) -> None:
        today = plan_today(ON, days_ahead=7, follow_ups=[follow_up(1, 1), follow_up(2, 0), follow_up(3, -2)])
        assert [(e.id, e.overdue_days, str(e.why)) for e in today.overdue] == [
            (3, 2, "due on Nov 19, 2026, 2 days ago")
        ]
        assert [(e.id, e.overdue_days, str(e.why)) for e in today.due] == [(2, 0, "due today")]
        assert [e.id for e in today.follow_ups] == [3, 2]
        entry = today.overdue[0]
        assert (entry.customer_id, entry.name, entry.what, entry.due) == (7, "单晓丽", "回访", date(2026, 11, 19))

    def test_order(self) -> None:
        facts = [
            follow_up(1, -1),
            follow_up(2, -1, priority=1),
            follow_up(3, -5, priority=-1),
            follow_up(4, 0),
            follow_up(5, 0, at=time(9, 30)),
            follow_up(6, 0, priority=1),
            follow_up(7, 0, at=time(8, 0)),
            follow_up(8, 0, name="王芳", sort_key="wang fang"),
            follow_up(9, 0, name="艾米", sort_key="ai mi"),
        ]
        today = plan_today(ON, days_ahead=0, follow_ups=facts)
        assert [e.id for e in today.overdue] == [3, 2, 1]
        assert [e.id for e in today.due] == [6, 7, 5, 4, 9, 8]
        assert str(today.due[1].why) == "due today at 08:00"

    def test_a_snoozed_one_waits_for_its_day_and_counts_from_it(self) -> None:
        facts = [follow_up(1, -9, snoozed=1), follow_up(2, -9, snoozed=0), follow_up(3, -9, snoozed=-1)]
        today = plan_today(ON, days_ahead=7, follow_ups=facts)
        [overdue], [due] = today.overdue, today.due
        assert (due.id, due.overdue_days, str(due.why)) == (2, 0, "put off to today; first due on Nov 12, 2026")
        assert (overdue.id, overdue.overdue_days, overdue.due) == (3, 1, date(2026, 11, 12))
        assert (overdue.why.text, overdue.why.n) == ("put off to %1, %n day(s) ago; first due on %2", 1)
        assert [str(arg) for arg in overdue.why.args] == ["Nov 20, 2026", "Nov 12, 2026"]


class TestBirthdays:
    def test_window_and_order(self) -> None:
        facts = [
            BirthdayFact(1, "李", Birthday(SOLAR, 1988, 11, 28)),
            BirthdayFact(2, "王", Birthday(SOLAR, 1988, 11, 29)),
            BirthdayFact(3, "张", Birthday(LUNAR, 1988, 10, 13), sort_key="zhang"),
            BirthdayFact(4, "陈", Birthday(SOLAR, None, 11, 21), sort_key="chen"),
            BirthdayFact(5, "孙", Birthday(SOLAR, None, 11, 20)),
        ]
        found = plan_today(ON, days_ahead=7, birthdays=facts).birthdays
        assert [(e.customer_id, e.in_days, e.turning, e.calendar, e.year) for e in found] == [
            (4, 0, None, SOLAR, 2026),
            (3, 0, 38, LUNAR, 2026),
            (1, 7, 38, SOLAR, 2026),
        ]
        assert str(found[1].why) == "lunar 10th month, day 13: Nov 21"
        assert found[2].date == date(2026, 11, 28)

    def test_greeted_is_kept_by_the_year_of_its_calendar(self) -> None:
        b = Birthday(LUNAR, None, 12, 23)
        fact = BirthdayFact(1, "张", b, frozenset({(LUNAR, 2026), (SOLAR, 2027)}))
        [entry] = plan_today(date(2027, 1, 28), days_ahead=7, birthdays=[fact]).birthdays
        assert (entry.date, entry.year, entry.greeted, entry.birthday) == (date(2027, 1, 30), 2026, True, b)
        [entry] = plan_today(date(2028, 1, 15), days_ahead=7, birthdays=[fact]).birthdays
        assert (entry.year, entry.greeted) == (2027, False)

    def test_rules(self) -> None:
        fact = BirthdayFact(1, "张", Birthday(LUNAR, None, 4, 1, leap=True))
        on = date(2026, 5, 16)
        [entry] = plan_today(on, days_ahead=7, birthdays=[fact]).birthdays
        assert "no leap 4th month this year" in str(entry.why)
        skip = YearlyRules(leap_month=LeapMonthRule.SKIP)
        assert plan_today(on, days_ahead=7, birthdays=[fact], rules=skip).birthdays == ()

    @given(st.dates(), st.integers(0, 400))
    def test_any_day_can_be_asked_for(self, on: date, days_ahead: int) -> None:
        facts = [
            BirthdayFact(1, "张", Birthday(LUNAR, None, 1, 1)),
            BirthdayFact(2, "王", Birthday(SOLAR, None, 2, 29)),
        ]
        for entry in plan_today(on, days_ahead=days_ahead, birthdays=facts).birthdays:
            assert 0 <= entry.in_days <= days_ahead


class TestAnniversaries:
    def test_a_first_purchase_from_its_first_year_on(self) -> None:
        facts = [
            AnniversaryFact(1, "李", date(2024, 11, 25)),
            AnniversaryFact(2, "王", date(2026, 11, 21)),
            AnniversaryFact(3, "张", date(2025, 11, 22)),
            AnniversaryFact(4, "陈", date(2025, 11, 30)),
        ]
        found = plan_today(ON, days_ahead=7, anniversaries=facts).anniversaries
        assert [(e.customer_id, e.in_days, e.years, str(e.what)) for e in found] == [
            (3, 1, 1, "first purchase"),
            (1, 4, 2, "first purchase"),
        ]
        assert str(found[0].why) == "the first purchase was on Nov 22, 2025"

    def test_a_first_purchase_of_29_february(self) -> None:
        fact, on = AnniversaryFact(1, "李", date(2024, 2, 29)), date(2026, 2, 25)
        [entry] = plan_today(on, days_ahead=7, anniversaries=[fact]).anniversaries
        assert (entry.date, entry.years) == (date(2026, 2, 28), 2)
        assert str(entry.why) == (
            "the first purchase was on Feb 29, 2024 (Feb 29; there is no such day this year, so Feb 28)"
        )
        mar_1 = YearlyRules(leap_day=LeapDayRule.MAR_1)
        [entry] = plan_today(on, days_ahead=7, anniversaries=[fact], rules=mar_1).anniversaries
        assert entry.date == date(2026, 3, 1)

    def test_other_yearly_dates_of_both_calendars(self) -> None:
        facts = [
            YearlyDateFact(11, 1, "李", "会员日", Birthday(SOLAR, None, 11, 25)),
            YearlyDateFact(12, 2, "王", Sentence("wedding"), Birthday(LUNAR, 2016, 10, 13)),
            YearlyDateFact(13, 3, "张", "开业", Birthday(SOLAR, 2026, 11, 22)),
        ]
        purchases = [AnniversaryFact(4, "陈", date(2020, 11, 24))]
        found = plan_today(ON, days_ahead=7, anniversaries=purchases, yearly_dates=facts).anniversaries
        assert [(e.customer_id, str(e.what), e.years, str(e.why)) for e in found] == [
            (2, "wedding", 10, "wedding: lunar 10th month, day 13: Nov 21"),
            (4, "first purchase", 6, "the first purchase was on Nov 24, 2020"),
            (1, "会员日", None, "会员日: solar calendar, Nov 25"),
        ]


class TestReturning:
    """Every 21 days on average: expected again 32 days after the last visit."""

    def fact(self, customer_id: int, due: int, sort_key: str = "") -> ReturnFact:
        last = ON + timedelta(days=due - 32)
        return ReturnFact(customer_id, "赵", last - timedelta(days=63), last, 4, sort_key)

    def test_from_their_day_on_for_a_week(self) -> None:
        facts = [self.fact(1, 1), self.fact(2, 0, "b"), self.fact(3, -7), self.fact(4, -8), self.fact(5, 0, "a")]
        found = plan_today(ON, days_ahead=7, returning=[*facts, ReturnFact(6, "钱", ON, ON, 1)]).returning
        assert [(e.customer_id, e.every_days, e.days_since, e.due) for e in found] == [
            (3, 21, 39, ON - timedelta(days=7)),
            (5, 21, 32, ON),
            (2, 21, 32, ON),
        ]
        assert str(found[1].why) == "comes every 21 days on average; the last visit was 32 days ago"
        assert day_of(found[1]) == ON

    def test_not_who_has_a_follow_up_to_do(self) -> None:
        assert plan_today(ON, days_ahead=7, follow_ups=[follow_up(1, -1)], returning=[self.fact(7, 0)]).returning == ()

    def test_put_off_to_this_day(self) -> None:
        answers = {"returning:1:2026-09-20": Answer(datetime(2026, 10, 23, 9), datetime(2026, 11, 21, 9), ON)}
        [entry] = plan_today(ON, days_ahead=7, returning=[self.fact(1, -30)], answers=answers).returning
        assert entry.put_off == datetime(2026, 11, 21, 9)


class TestBackups:
    def test_after_three_days(self) -> None:
        disk_full = Sentence("The disk is full.")
        assert plan_today(ON, days_ahead=7, backup=BackupFact(ON - timedelta(days=2), disk_full)).backup is None
        assert plan_today(ON, days_ahead=7, backup=BackupFact(date(2100, 1, 1), disk_full)).backup is None
        entry = plan_today(ON, days_ahead=7, backup=BackupFact(ON - timedelta(days=3), disk_full)).backup
        assert entry
        assert (entry.since, entry.days, entry.why.n) == (date(2026, 11, 18), 3, 3)
        assert str(entry.why).endswith(": The disk is full.")
        assert (matter_of(entry), day_of(entry)) == ("backup:2026-11-18", date(2026, 11, 18))


class TestAnswers:
    NOON = datetime(2026, 11, 21, 12)

    def test_done_and_put_off_stay_listed(self) -> None:
        until = datetime(2026, 11, 21, 15)
        answers = {
            "birthday:1:solar:2026": Answer(self.NOON, None, ON),
            "birthday:2:solar:2026": Answer(self.NOON, until, ON),
            "birthday:3:solar:2026": Answer(self.NOON, self.NOON - timedelta(days=1), ON),
            "follow-up:1:2026-11-21": Answer(self.NOON, until, ON),
            "first-purchase:5:2026": Answer(self.NOON, None, ON),
            "yearly:8:2026": Answer(self.NOON, until, ON),
        }
        facts = [BirthdayFact(n, "李", Birthday(SOLAR, None, 11, 21)) for n in (1, 2, 3, 4)]
        found = plan_today(
            ON,
            days_ahead=7,
            follow_ups=[follow_up(1, 0)],
            birthdays=facts,
            anniversaries=[AnniversaryFact(5, "王", date(2020, 11, 21))],
            yearly_dates=[YearlyDateFact(8, 6, "张", "开业", Birthday(SOLAR, None, 11, 22))],
            answers=answers,
        )
        assert [(e.done, e.put_off) for e in found.birthdays] == [
            (True, None), (False, until), (False, None), (False, None),
        ]  # fmt: skip
        assert [(e.done, e.put_off) for e in found.anniversaries] == [(True, None), (False, until)]
        assert [matter_of(e) for e in found.anniversaries] == ["first-purchase:5:2026", "yearly:8:2026"]
        assert [e.put_off for e in found.due] == [until]

    def test_greeted_is_done(self) -> None:
        fact = BirthdayFact(1, "李", Birthday(SOLAR, None, 11, 21), frozenset({(SOLAR, 2026)}))
        assert plan_today(ON, days_ahead=7, birthdays=[fact]).birthdays[0].done

    def test_put_off_past_its_day_it_is_listed_on_the_day_it_was_put_off_to(self) -> None:
        """And nobody else of that day; nor the same one on the next."""
        facts = [BirthdayFact(n, "李", Birthday(SOLAR, None, 11, 21)) for n in (1, 2)]
        purchases = [AnniversaryFact(n, "王", date(2020, 11, 21)) for n in (1, 2)]
        until = datetime(2026, 11, 24, 9)
        answers = {"birthday:1:solar:2026": Answer(self.NOON, until, ON)}
        answers["first-purchase:2:2026"] = Answer(self.NOON, until, ON)
        for days, listed in ((2, []), (3, [(1, -3)]), (4, [])):
            on = ON + timedelta(days=days)
            found = plan_today(on, days_ahead=7, birthdays=facts, anniversaries=purchases, answers=answers)
            assert [(e.customer_id, e.in_days) for e in found.birthdays] == listed
            assert len(found.anniversaries) == len(listed)


def test_as_json() -> None:
    today = plan_today(
        ON,
        days_ahead=7,
        follow_ups=[follow_up(1, -1)],
        birthdays=[BirthdayFact(2, "李", Birthday(SOLAR, 1990, 11, 22))],
        anniversaries=[AnniversaryFact(3, "王", date(2025, 11, 21))],
        returning=[ReturnFact(4, "赵", date(2026, 8, 18), date(2026, 10, 20), 4)],
        backup=BackupFact(date(2026, 11, 1), Sentence("The disk is full.")),
    ).as_json()
    assert today == {
        "date": "2026-11-21",
        "birthdays": [
            {
                "customer_id": 2, "name": "李", "date": "2026-11-22", "in_days": 1, "calendar": "solar", "turning": 36,
                "greeted": False, "why": "solar calendar, Nov 22",
            }
        ],
        "follow_ups": [
            {
                "id": 1, "customer_id": 7, "name": "单晓丽", "what": "回访", "due": "2026-11-20", "overdue_days": 1,
                "why": "due on Nov 20, 2026, 1 day ago",
            }
        ],
        "anniversaries": [
            {
                "customer_id": 3, "name": "王", "what": "first purchase", "date": "2026-11-21", "in_days": 0,
                "years": 1, "why": "the first purchase was on Nov 21, 2025",
            }
        ],
        "returning": [
            {
                "customer_id": 4, "name": "赵", "every_days": 21, "days_since": 32, "last_visit": "2026-10-20",
                "due": "2026-11-21", "why": "comes every 21 days on average; the last visit was 32 days ago",
            }
        ],
        "backup": {"since": "2026-11-01", "why": "no backup could be made for 20 day(s): The disk is full."},
    }  # fmt: skip
    assert plan_today(ON, days_ahead=7).as_json()["backup"] is None
