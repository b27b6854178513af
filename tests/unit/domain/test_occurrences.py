"""What fell due since the last round, under which key, and what it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from crm_desktop.domain.birthday import Birthday, Calendar, LeapDayRule, LeapMonthRule, YearlyRules
from crm_desktop.domain.reminding.entries import (
    AnniversaryFact,
    Answer,
    BackupFact,
    BirthdayFact,
    FollowUpFact,
    ReturnFact,
    YearlyDateFact,
)
from crm_desktop.domain.reminding.occurrences import (
    Facts,
    Kind,
    Reminder,
    ReminderRules,
    matter_of_key,
    reminders_due,
    windows,
)
from crm_desktop.language import Sentence

SOLAR, LUNAR = Calendar.SOLAR, Calendar.LUNAR
RULES = ReminderRules()
TODAY = date(2026, 11, 21)
YESTERDAY = TODAY - timedelta(days=1)


def day(n: int) -> date:
    """`n` days after today."""
    return TODAY + timedelta(days=n)


def at(n: int, hour: int = 9, minute: int = 0) -> datetime:
    """A time of the day `n` days after today."""
    return datetime.combine(day(n), time(hour, minute))


def follow_up(due: int, at_time: time | None = None, snoozed: int | None = None, number: int = 7) -> FollowUpFact:
    until = None if snoozed is None else day(snoozed)
    return FollowUpFact(number, 70 + number, "单晓丽", "回访", day(due), at_time, snoozed_until=until)


def born(n: int, calendar: Calendar = SOLAR) -> BirthdayFact:
    """A customer whose solar birthday is `n` days after today."""
    return BirthdayFact(12, "王芳", Birthday(calendar, 1990, day(n).month, day(n).day))


def keys(found: Sequence[Reminder]) -> list[str]:
    return [each.key for each in found]


def due(facts: Facts, *, after: int = -1, now: datetime | None = None, rules: ReminderRules = RULES) -> list[Reminder]:
    return reminders_due(day(after), now or at(0), facts, rules)


class TestFollowUps:
    def test_on_its_day(self) -> None:
        [told] = due(Facts([follow_up(0), follow_up(1, number=8)]))
        assert (told.key, told.covers, told.missed) == ("follow-up:7:2026-11-21/due", (), False)
        assert (told.matter, told.kind, told.day, told.fell_due) == (
            "follow-up:7:2026-11-21", Kind.FOLLOW_UP, TODAY, TODAY,
        )  # fmt: skip
        assert (told.customer_id, told.name) == (77, "单晓丽")

    def test_once_more_at_its_time(self) -> None:
        facts = Facts([follow_up(0, time(15))])
        assert keys(due(facts, now=at(0, 14, 59))) == ["follow-up:7:2026-11-21/due"]
        [told] = due(facts, after=0, now=at(0, 15))
        assert (told.key, told.covers) == ("follow-up:7:2026-11-21/15:00", ("follow-up:7:2026-11-21/due",))

    def test_late_on_the_day_after(self) -> None:
        [told] = due(Facts([follow_up(-1, time(15))]))
        assert told.key == "follow-up:7:2026-11-20/late"
        assert told.covers == ("follow-up:7:2026-11-20/due", "follow-up:7:2026-11-20/15:00")
        assert (told.missed, told.fell_due) == (False, TODAY)

    def test_missed_while_away(self) -> None:
        [told] = due(Facts([follow_up(-1)]), after=-3)
        assert (told.key, told.missed, told.fell_due) == ("follow-up:7:2026-11-20/late", True, YESTERDAY)

    def test_overdue_ones_are_told_whenever_one_first_hears_of_them(self) -> None:
        """Such as brought in from a sheet, or after a year of absence."""
        [told] = due(Facts([follow_up(-200)]), after=0)
        assert (told.key, told.missed) == ("follow-up:7:2026-05-05/late", False)

    def test_put_off_to_a_day_it_is_another_matter(self) -> None:
        assert due(Facts([follow_up(-5, snoozed=1)])) == []
        assert keys(due(Facts([follow_up(-5, snoozed=0)]))) == ["follow-up:7:2026-11-21/due"]

    def test_put_off_to_a_time(self) -> None:
        facts = Facts([follow_up(0, time(10))], answers={"follow-up:7:2026-11-21": Answer(at(0, 9), at(0, 11), TODAY)})
        assert due(facts, after=0, now=at(0, 10, 59)) == []
        [told] = due(facts, after=0, now=at(0, 11))
        assert told.key == "follow-up:7:2026-11-21@2026-11-21T11:00:00"
        assert told.covers == ("follow-up:7:2026-11-21/due", "follow-up:7:2026-11-21/10:00")
        [late] = due(facts, after=0, now=at(1))
        assert (late.key, late.covers[-1]) == ("follow-up:7:2026-11-21/late", told.key)

    def test_a_late_one_put_off_is_not_late_again(self) -> None:
        facts = Facts([follow_up(-3)], answers={"follow-up:7:2026-11-18": Answer(at(0, 9), at(0, 10), day(-3))})
        [told] = due(facts, after=0, now=at(0, 10))
        assert told.key == "follow-up:7:2026-11-18@2026-11-21T10:00:00"
        assert "follow-up:7:2026-11-18/late" in told.covers


class TestBirthdays:
    @pytest.mark.parametrize("n", [7, 3, 0])
    def test_so_many_days_ahead(self, n: int) -> None:
        [told] = due(Facts(birthdays=[born(n)]))
        assert told.key == f"birthday:12:solar:2026/{day(n)}/{n}"
        assert (told.day, told.fell_due, told.missed, told.covers) == (day(n), TODAY, False, ())

    @pytest.mark.parametrize("n", [8, 6, 5, 4, 2, 1, -1])
    def test_not_on_the_days_between(self, n: int) -> None:
        assert due(Facts(birthdays=[born(n)])) == []

    def test_several_announcements_at_once_are_told_by_the_nearest(self) -> None:
        [told] = due(Facts(birthdays=[born(0)]), after=-10)
        assert told.key == "birthday:12:solar:2026/2026-11-21/0"
        assert told.covers == ("birthday:12:solar:2026/2026-11-21/7", "birthday:12:solar:2026/2026-11-21/3")
        assert (told.missed, told.fell_due) == (False, day(-7))

    def test_missed_while_away(self) -> None:
        [told] = due(Facts(birthdays=[born(-2)]), after=-4)
        assert (told.key, told.missed, told.fell_due) == ("birthday:12:solar:2026/2026-11-19/0", True, day(-2))
        assert (told.entry.in_days, told.entry.turning) == (-2, 36)  # type: ignore[union-attr]

    def test_announced_while_away_and_still_to_come(self) -> None:
        [told] = due(Facts(birthdays=[born(1)]), after=-4)
        assert (told.key, told.missed, told.fell_due) == ("birthday:12:solar:2026/2026-11-22/3", False, day(-2))

    def test_over_while_away_and_announced_ahead_only(self) -> None:
        rules = replace(RULES, birthday_days=(3,))
        [told] = due(Facts(birthdays=[born(-1)]), after=-6, rules=rules)
        assert (told.key, told.missed) == ("birthday:12:solar:2026/2026-11-20/3", True)

    def test_never_ahead_of_the_first_day(self) -> None:
        assert due(Facts(birthdays=[born(0)]), rules=replace(RULES, birthday_days=())) == []

    def test_put_right_it_is_announced_for_its_right_day(self) -> None:
        [wrong], [right] = due(Facts(birthdays=[born(0)])), due(Facts(birthdays=[born(3)]))
        assert wrong.matter == right.matter
        assert wrong.key != right.key

    def test_greeted_or_done(self) -> None:
        assert due(Facts(birthdays=[replace(born(0), greeted=frozenset({(SOLAR, 2026)}))])) == []
        assert len(due(Facts(birthdays=[replace(born(0), greeted=frozenset({(SOLAR, 2025)}))]))) == 1
        done = {"birthday:12:solar:2026": Answer(at(-7), None, TODAY)}
        assert due(Facts(birthdays=[born(0)], answers=done)) == []

    def test_put_off_between_two_announcements(self) -> None:
        facts = Facts(birthdays=[born(7)], answers={"birthday:12:solar:2026": Answer(at(0), at(2), day(7))})
        assert due(facts, after=1, now=at(2, 8, 59)) == []
        [told] = due(facts, after=1, now=at(2))
        assert (told.key, told.covers) == ("birthday:12:solar:2026@2026-11-23T09:00:00", ())
        [told] = due(facts, after=3, now=at(4))
        assert (told.key, told.covers) == (
            "birthday:12:solar:2026/2026-11-28/3", ("birthday:12:solar:2026@2026-11-23T09:00:00",),
        )  # fmt: skip

    def test_what_fell_due_while_it_was_put_off_is_told_with_it(self) -> None:
        facts = Facts(birthdays=[born(7)], answers={"birthday:12:solar:2026": Answer(at(0), at(5, 15), day(7))})
        assert due(facts, after=3, now=at(4)) == []
        [told] = due(facts, after=4, now=at(5, 15))
        assert told.key == "birthday:12:solar:2026@2026-11-26T15:00:00"
        assert told.covers == ("birthday:12:solar:2026/2026-11-28/3",)
        assert keys(due(facts, after=6, now=at(7))) == ["birthday:12:solar:2026/2026-11-28/0"]

    def test_put_off_past_its_day(self) -> None:
        facts = Facts(birthdays=[born(0)], answers={"birthday:12:solar:2026": Answer(at(0), at(3), TODAY)})
        assert due(facts, after=1, now=at(2)) == []
        [told] = due(facts, after=2, now=at(3))
        assert (told.key, told.day, told.missed) == ("birthday:12:solar:2026@2026-11-24T09:00:00", TODAY, False)
        assert told.entry.in_days == -3  # type: ignore[union-attr]
        [told] = due(facts, after=2, now=at(9))
        assert (told.fell_due, told.missed) == (day(3), True)

    def test_two_put_off_matters_of_one_day(self) -> None:
        """Put off, then found to be lunar: the day is looked at once."""
        fact = BirthdayFact(12, "王芳", Birthday(LUNAR, None, 10, 13))
        put_off = Answer(at(0), at(3), TODAY)
        facts = Facts(birthdays=[fact], answers={"birthday:12:solar:2026": put_off, "birthday:12:lunar:2026": put_off})
        assert keys(due(facts, after=2, now=at(3))) == ["birthday:12:lunar:2026@2026-11-24T09:00:00"]

    def test_a_lunar_day_of_the_year_before(self) -> None:
        """腊月廿三 of 2026 is in January 2027; the next falls in 2028."""
        fact = BirthdayFact(12, "王芳", Birthday(LUNAR, None, 12, 23))
        told = reminders_due(date(2027, 1, 29), datetime(2027, 1, 30, 9), Facts(birthdays=[fact]), RULES)
        assert keys(told) == ["birthday:12:lunar:2026/2027-01-30/0"]
        assert reminders_due(date(2027, 2, 28), datetime(2027, 12, 31, 9), Facts(birthdays=[fact]), RULES) == []

    def test_twice_in_one_solar_year(self) -> None:
        fact, told = BirthdayFact(12, "王芳", Birthday(LUNAR, 1990, 11, 28)), []
        for n in range(366):
            on = date(2027, 1, 1) + timedelta(days=n)
            told += reminders_due(on, datetime.combine(on, time(9)), Facts(birthdays=[fact]), RULES)
        assert [key.rpartition("/")[0] for key in keys(told)] == [
            *["birthday:12:lunar:2026/2027-01-05"] * 2, *["birthday:12:lunar:2027/2027-12-25"] * 3,
        ]  # fmt: skip

    def test_a_leap_month(self) -> None:
        fact = BirthdayFact(12, "王芳", Birthday(LUNAR, None, 4, 1, leap=True))
        on, now = date(2026, 5, 17), datetime(2026, 5, 17, 9)
        assert keys(reminders_due(on, now, Facts(birthdays=[fact]), RULES)) == ["birthday:12:lunar:2026/2026-05-17/0"]
        skip = replace(RULES, yearly=YearlyRules(leap_month=LeapMonthRule.SKIP))
        assert reminders_due(on, now, Facts(birthdays=[fact]), skip) == []

    @pytest.mark.parametrize(
        ("rule", "told"), [(LeapDayRule.FEB_28, date(2027, 2, 28)), (LeapDayRule.MAR_1, date(2027, 3, 1))]
    )
    def test_29_february(self, rule: LeapDayRule, told: date) -> None:
        fact = BirthdayFact(12, "王芳", Birthday(SOLAR, 2000, 2, 29))
        rules = ReminderRules(birthday_days=(0,), yearly=YearlyRules(leap_day=rule))
        days = [date(2027, 2, 27), date(2027, 2, 28), date(2027, 3, 1), date(2027, 3, 2)]
        found = {on: reminders_due(on, datetime.combine(on, time(9)), Facts(birthdays=[fact]), rules) for on in days}
        assert [on for on in days if found[on]] == [told]


class TestOthers:
    def test_yearly_dates_ahead_and_first_purchases_on_their_day(self) -> None:
        facts = Facts(
            first_purchases=[
                AnniversaryFact(1, "李", date(2024, 11, 21), "li"),
                AnniversaryFact(2, "陈", date(2024, 11, 24)),
                AnniversaryFact(3, "孙", TODAY),
            ],
            yearly_dates=[
                YearlyDateFact(5, 4, "张", "会员日", Birthday(SOLAR, None, 11, 24)),
                YearlyDateFact(6, 4, "张", "开业", Birthday(SOLAR, None, 11, 21), "zhang"),
            ],
        )
        told = due(facts)
        assert keys(told) == [
            "first-purchase:1:2026/2026-11-21/0",
            "yearly:6:2026/2026-11-21/0",
            "yearly:5:2026/2026-11-24/3",
        ]
        assert [each.kind for each in told] == [Kind.FIRST_PURCHASE, Kind.YEARLY_DATE, Kind.YEARLY_DATE]

    def test_a_customer_due_again(self) -> None:
        fact = ReturnFact(9, "赵", day(-32 - 63), day(-32), 4)
        [told] = due(Facts(returning=[fact]))
        assert (told.key, told.day, told.missed) == ("returning:9:2026-10-20/due", TODAY, False)
        assert due(Facts(returning=[fact]), after=0, now=at(1)) == []
        [told] = due(Facts(returning=[fact]), now=at(2))
        assert (told.missed, told.fell_due) == (True, TODAY)
        assert due(Facts([replace(follow_up(-3), customer_id=9)], returning=[fact]))[0].kind is Kind.FOLLOW_UP
        assert len(due(Facts([replace(follow_up(-3), customer_id=9)], returning=[fact]))) == 1

    def test_a_customer_due_again_put_off(self) -> None:
        fact = ReturnFact(9, "赵", day(-32 - 63), day(-32), 4)
        facts = Facts(returning=[fact], answers={"returning:9:2026-10-20": Answer(at(0), at(30), TODAY)})
        assert due(facts, after=20, now=at(21)) == []
        assert keys(due(facts, after=29, now=at(30))) == ["returning:9:2026-10-20@2026-12-21T09:00:00"]

    def test_failing_backups_after_three_days(self) -> None:
        fact = BackupFact(day(-2), Sentence("The disk is full."))
        assert due(Facts(backup=fact)) == []
        for after in (0, -20):
            [told] = due(Facts(backup=fact), after=after, now=at(1))
            assert (told.key, told.missed, told.day) == ("backup:2026-11-19/due", False, day(-2))
            assert (told.customer_id, told.name) == (None, "")
        assert due(Facts(backup=BackupFact(day(400), Sentence("The disk is full.")))) == []

    def test_kinds_switched_off(self) -> None:
        facts = Facts(
            [follow_up(0)],
            [born(0)],
            [AnniversaryFact(1, "李", date(2024, 11, 21), "li")],
            [YearlyDateFact(6, 4, "张", "开业", Birthday(SOLAR, None, 11, 21), "zhang")],
            [ReturnFact(9, "赵", day(-32 - 63), day(-32), 4)],
            BackupFact(day(-3), Sentence("The disk is full.")),
        )
        every = [
            Kind.BACKUP, Kind.FOLLOW_UP, Kind.BIRTHDAY, Kind.FIRST_PURCHASE, Kind.YEARLY_DATE, Kind.RETURNING
        ]  # fmt: skip
        assert [each.kind for each in due(facts)] == every
        for kind in Kind:
            some = replace(RULES, kinds=frozenset(Kind) - {kind})
            assert [each.kind for each in due(facts, rules=some)] == [each for each in every if each is not kind]


class TestBadWeather:
    @pytest.mark.parametrize("after", [date.min, date(1970, 1, 1), TODAY, date(2100, 12, 31), date.max])
    @pytest.mark.parametrize(
        "now", [datetime.min, datetime(1970, 1, 1, 9), at(0), datetime(2100, 12, 31, 9), datetime.max]
    )
    def test_any_clock(self, after: date, now: datetime) -> None:
        facts = Facts(
            [follow_up(0, time(15)), FollowUpFact(1, 2, "", "", date.max), FollowUpFact(2, 2, "", "", date.min)],
            [
                born(0),
                BirthdayFact(1, "", Birthday(LUNAR, None, 12, 30)),
                BirthdayFact(2, "", Birthday(SOLAR, 1, 2, 28)),
            ],
            [AnniversaryFact(1, "", date.min), AnniversaryFact(1, "", date.max)],
            [YearlyDateFact(1, 1, "", "", Birthday(SOLAR, None, 12, 31))],
            [ReturnFact(9, "", date.min, date.max, 4)],
            BackupFact(date.max, Sentence("The disk is full.")),
        )
        for told in reminders_due(after, now, facts, RULES):
            assert told.fell_due <= now.date()
        assert all(start <= end for start, end in windows(after, now.date(), (60, 0)))

    def test_the_hour_that_summer_time_takes_and_gives(self) -> None:
        facts = Facts([FollowUpFact(7, 1, "", "", on, time(2, 30)) for on in (date(2026, 3, 29), date(2026, 10, 25))])
        [taken] = reminders_due(date(2026, 3, 29), datetime(2026, 3, 29, 3), facts, RULES)
        assert taken.key == "follow-up:7:2026-03-29/02:30"
        facts = replace(facts, follow_ups=facts.follow_ups[1:])
        [first] = reminders_due(date(2026, 10, 25), datetime(2026, 10, 25, 2, 59), facts, RULES)
        [back] = reminders_due(date(2026, 10, 25), datetime(2026, 10, 25, 2, 0), facts, RULES)
        [second] = reminders_due(date(2026, 10, 25), datetime(2026, 10, 25, 2, 30), facts, RULES)
        assert first.key == second.key == "follow-up:7:2026-10-25/02:30"
        assert back.key in first.covers

    def test_a_clock_set_back_asks_for_its_own_day(self) -> None:
        assert keys(reminders_due(date(2100, 1, 1), at(0), Facts(birthdays=[born(0)]), RULES)) == [
            "birthday:12:solar:2026/2026-11-21/0"
        ]


class TestWindows:
    @pytest.mark.parametrize(
        ("after", "ahead", "expected"),
        [
            (0, (7, 3, 0), [(0, 0), (3, 3), (7, 7)]),
            (5, (7, 3, 0), [(0, 0), (3, 3), (7, 7)]),
            (-1, (0,), [(0, 0)]),
            (-3, (7, 3, 0), [(-2, 0), (1, 3), (5, 7)]),
            (-30, (7, 3, 0), [(-29, 7)]),
            (-1, (), []),
            (-1, (0, 1, 2), [(0, 2)]),
        ],
    )
    def test_stretches(self, after: int, ahead: tuple[int, ...], expected: list[tuple[int, int]]) -> None:
        found = windows(day(after), TODAY, ahead)
        joined = [(expected[0][0], expected[1][1]), *expected[2:]] if expected[:1] == [(-2, 0)] else expected
        assert found == [(day(start), day(end)) for start, end in joined]

    def test_days_put_off(self) -> None:
        assert windows(YESTERDAY, TODAY, (3, 0), [day(-90), day(1), day(3)]) == [
            (day(-90), day(-90)), (day(0), day(1)), (day(3), day(3)),
        ]  # fmt: skip

    def test_the_end_of_the_calendar(self) -> None:
        assert windows(date.max, date.max, (7, 0)) == [(date.max, date.max)]


def test_the_matter_of_a_key() -> None:
    assert matter_of_key("birthday:12:lunar:2026/2026-11-28/3") == "birthday:12:lunar:2026"
    assert matter_of_key("birthday:12:lunar:2026@2026-11-23T15:00:00") == "birthday:12:lunar:2026"
    assert matter_of_key("follow-up:7:2026-11-22/15:00") == "follow-up:7:2026-11-22"
