"""Birthdays and follow-ups as calendars, read back with a small reader of the standard."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop import language
from crm_desktop.cli import main
from crm_desktop.domain import lunar
from crm_desktop.domain.birthday import (
    DEFAULT_RULES,
    Birthday,
    Calendar,
    LeapDayRule,
    LeapMonthRule,
    YearlyRules,
    occurrences,
)
from crm_desktop.domain.recurrence import Recurrence, Unit, anchored, next_due
from crm_desktop.errors import CannotWriteFile
from crm_desktop.exchange.writers import ics_file
from crm_desktop.services import Services
from crm_desktop.services.customer_records import Customer, CustomerDraft
from crm_desktop.services.follow_ups import FollowUp, FollowUpDraft
from tests.fakes import NOW
from tests.unit.exchange.content_lines import Line, components, read
from tests.unit.exchange.test_writer_vcf import NOBODY

SOMEONE = replace(NOBODY, name="单晓丽", phones=("+8613800138000",))
SOLAR, LUNAR = Calendar.SOLAR, Calendar.LUNAR
Component = dict[str, list[Line]]
CALL = FollowUp(
    id=1, customer_id=5, customer_name="单晓丽", customer_phone="+8613800138000", what="回访; 新茶",
    due=date(2026, 11, 23), due_time=None, priority=0, recurrence=None,
    snoozed_until=None, done_at=None, outcome="", overdue_days=0,
)  # fmt: skip


def events(folder: Path, *people: Customer, rules: YearlyRules = DEFAULT_RULES, on: datetime = NOW) -> list[Component]:
    path = folder / "a.ics"
    count = ics_file.write_birthdays(people, path, on, rules)
    found = components(path, "VEVENT")
    assert len(found) == count
    return found


def event(folder: Path, b: Birthday, rules: YearlyRules = DEFAULT_RULES, on: datetime = NOW) -> Component:
    (found,) = events(folder, replace(SOMEONE, birthday=b), rules=rules, on=on)
    return found


def one(found: Component, name: str) -> str:
    (line,) = found[name]
    return line.raw


def days(found: Component) -> list[date]:
    (line,) = found["RDATE"]
    assert line.params == ("VALUE=DATE",)
    return [datetime.strptime(text, "%Y%m%d").date() for text in line.raw.split(",")]


def utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


class TestTheCalendar:
    def test_head(self, tmp_path: Path) -> None:
        assert events(tmp_path) == []
        assert [(line.name, line.raw) for line in read(tmp_path / "a.ics")] == [
            ("BEGIN", "VCALENDAR"),
            ("VERSION", "2.0"),
            ("PRODID", "-//CRM Desktop//CRM Desktop//EN"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
            ("X-WR-CALNAME", "Birthdays"),
            ("END", "VCALENDAR"),
        ]

    def test_the_old_file_stays_when_reading_fails(self, tmp_path: Path) -> None:
        path = tmp_path / "a.ics"
        path.write_text("old")

        def people() -> Iterator[Customer]:
            yield SOMEONE
            raise RuntimeError

        with pytest.raises(RuntimeError):
            ics_file.write_birthdays(people(), path, NOW, DEFAULT_RULES)
        assert path.read_text() == "old"
        with pytest.raises(CannotWriteFile):
            ics_file.write_follow_ups([], tmp_path / "gone" / "a.ics", NOW)
        assert list(tmp_path.iterdir()) == [path]


class TestSolarBirthdays:
    def test_every_year_by_a_rule(self, tmp_path: Path) -> None:
        found = event(tmp_path, Birthday(SOLAR, 1988, 10, 3))
        assert found["DTSTART"] == [Line("DTSTART", ("VALUE=DATE",), "20271003")]
        assert found["DTEND"] == [Line("DTEND", ("VALUE=DATE",), "20271004")]
        assert one(found, "RRULE") == "FREQ=YEARLY"
        assert "RDATE" not in found
        assert one(found, "DTSTAMP") == utc(NOW)
        assert found["SUMMARY"][0].text == "Birthday of 单晓丽"
        assert found["DESCRIPTION"][0].text == "Oct 3, 1988\n138 0013 8000"

    def test_today_counts(self, tmp_path: Path) -> None:
        assert one(event(tmp_path, Birthday(SOLAR, None, 11, 21)), "DTSTART") == "20261121"

    def test_alarms_at_nine(self, tmp_path: Path) -> None:
        found = event(tmp_path, Birthday(SOLAR, None, 11, 21))
        assert [line.raw for line in found["VALARM.TRIGGER"]] == ["-P2DT15H", "PT9H"]
        assert -timedelta(days=2, hours=15) == timedelta(hours=9) - timedelta(days=3)
        assert {line.raw for line in found["VALARM.ACTION"]} == {"DISPLAY"}
        assert {line.text for line in found["VALARM.DESCRIPTION"]} == {"Birthday of 单晓丽"}

    @pytest.mark.parametrize(("rule", "day"), [(LeapDayRule.FEB_28, (2, 28)), (LeapDayRule.MAR_1, (3, 1))])
    def test_29_february(self, tmp_path: Path, rule: LeapDayRule, day: tuple[int, int]) -> None:
        found = event(tmp_path, Birthday(SOLAR, 2000, 2, 29), YearlyRules(leap_day=rule))
        written = days(found)
        assert [each.year for each in written] == list(range(2027, 2047))
        for each in written:
            assert (each.month, each.day) == ((2, 29) if calendar.isleap(each.year) else day)
        assert "RRULE" not in found
        lines = found["DESCRIPTION"][0].text.split("\n")
        assert lines[2].startswith(f"2027-{day[0]:02}-{day[1]:02}, turning 27: Feb 29; there is no such day")

    def test_in_chinese(self, tmp_path: Path) -> None:
        language.set_language("zh_CN")
        event(tmp_path, Birthday(SOLAR, 1988, 10, 3))
        assert "1988年10月3日" in (tmp_path / "a.ics").read_text(encoding="utf-8")


class TestLunarBirthdays:
    def test_twenty_years_of_days(self, tmp_path: Path) -> None:
        b = Birthday(LUNAR, 1988, 8, 15)
        found = event(tmp_path, b)
        written = days(found)
        assert len(written) == 20
        assert all(lunar.from_solar(day)[1:] == (8, 15, False) for day in written)
        assert one(found, "DTSTART") == f"{written[0]:%Y%m%d}"
        assert "RRULE" not in found
        lines = found["DESCRIPTION"][0].text.split("\n")
        assert lines[:2] == ["lunar 1988, 8th month, day 15", "138 0013 8000"]
        assert lines[2] == "2027-09-15, turning 39: lunar 8th month, day 15: Sep 15"
        assert len(lines) == 22

    def test_leap_month_by_the_shops_rule(self, tmp_path: Path) -> None:
        b = Birthday(LUNAR, None, 6, 2, leap=True)
        found = event(tmp_path, b)
        assert len(days(found)) == 20
        assert "2027-07-05: lunar leap 6th month, day 2; there is no leap 6th month" in found["DESCRIPTION"][0].text
        skipped = days(event(tmp_path, b, YearlyRules(leap_month=LeapMonthRule.SKIP)))
        assert [lunar.from_solar(day) for day in skipped] == [(2036, 6, 2, True)]

    def test_a_day_farther_than_twenty_years(self, tmp_path: Path) -> None:
        b = Birthday(LUNAR, 2020, 4, 1, leap=True)
        written = days(event(tmp_path, b, YearlyRules(leap_month=LeapMonthRule.SKIP)))
        assert [lunar.from_solar(day) for day in written] == [(2058, 4, 1, True)]

    def test_never_again(self, tmp_path: Path) -> None:
        person = replace(SOMEONE, birthday=Birthday(LUNAR, None, 12, 29))
        assert events(tmp_path, person, on=datetime(2101, 2, 1)) == []

    @given(
        month=st.integers(1, 12),
        day=st.integers(1, 30),
        leap=st.booleans(),
        on=st.dates(date(1950, 1, 1), date(2080, 1, 1)),
        rule=st.sampled_from(LeapMonthRule),
    )
    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_the_same_days_as_in_the_window(
        self, tmp_path: Path, month: int, day: int, leap: bool, on: date, rule: LeapMonthRule
    ) -> None:
        b, rules = Birthday(LUNAR, None, month, day, leap), YearlyRules(leap_month=rule)
        expected = [o.date for o in occurrences(b, on, on + timedelta(days=7304), rules)]
        found = events(tmp_path, replace(SOMEONE, birthday=b), rules=rules, on=datetime(on.year, on.month, on.day, 12))
        if expected:
            assert days(found[0]) == expected
        else:
            assert all(len(days(each)) == 1 for each in found)


class TestWhoIsIn:
    def test_those_with_a_birthday(self, tmp_path: Path) -> None:
        b = Birthday(SOLAR, None, 5, 1)
        nameless = replace(NOBODY, id=3, phones=("+8613800138000",), birthday=b)
        nobody = replace(NOBODY, id=4, birthday=b)
        found = events(tmp_path, NOBODY, replace(SOMEONE, birthday=b), nameless, nobody)
        assert [each["SUMMARY"][0].text for each in found] == [
            "Birthday of 单晓丽",
            "Birthday of 138 0013 8000",
            "Birthday of ",
        ]
        assert found[2]["DESCRIPTION"][0].text == "May 1"

    def test_identities_stay(self, tmp_path: Path) -> None:
        person = replace(SOMEONE, birthday=Birthday(SOLAR, None, 5, 1))
        first, second = events(tmp_path, person, replace(person, id=2))
        (later,) = events(tmp_path, replace(person, name="单女士"), on=datetime(2030, 1, 1))
        assert one(first, "UID") == one(later, "UID") != one(second, "UID")


def todo(folder: Path, follow_up: FollowUp) -> Component:
    path = folder / "f.ics"
    assert ics_file.write_follow_ups([follow_up], path, NOW) == 1
    (found,) = components(path, "VTODO")
    return found


class TestFollowUps:
    def test_one_for_a_day(self, tmp_path: Path) -> None:
        found = todo(tmp_path, CALL)
        assert found["DUE"] == [Line("DUE", ("VALUE=DATE",), "20261123")]
        assert found["SUMMARY"][0].text == "单晓丽: 回访; 新茶"
        assert found["DESCRIPTION"][0].text == "138 0013 8000"
        assert one(found, "STATUS") == "NEEDS-ACTION"
        assert one(found, "DTSTAMP") == utc(NOW)
        assert sorted(found) == ["DESCRIPTION", "DTSTAMP", "DUE", "STATUS", "SUMMARY", "UID"]
        assert [line.raw for line in read(tmp_path / "f.ics") if line.name == "X-WR-CALNAME"] == ["Follow-ups"]

    def test_with_a_time(self, tmp_path: Path) -> None:
        found = todo(tmp_path, replace(CALL, due_time=time(15, 30)))
        assert found["DUE"] == [Line("DUE", (), "20261123T153000")]

    @pytest.mark.parametrize(("priority", "written"), [(1, "1"), (-1, "9")])
    def test_priority(self, tmp_path: Path, priority: int, written: str) -> None:
        assert one(todo(tmp_path, replace(CALL, priority=priority)), "PRIORITY") == written

    def test_of_nobody_in_particular(self, tmp_path: Path) -> None:
        assert todo(tmp_path, replace(CALL, customer_name=""))["SUMMARY"][0].text == "138 0013 8000: 回访; 新茶"
        found = todo(tmp_path, replace(CALL, customer_name="", customer_phone=""))
        assert found["SUMMARY"][0].text == "回访; 新茶"
        assert "DESCRIPTION" not in found

    @pytest.mark.parametrize(("at", "written"), [(NOW, utc(NOW)), (datetime(1960, 5, 1, 10), "19600501T100000Z")])
    def test_done(self, tmp_path: Path, at: datetime, written: str) -> None:
        weekly = Recurrence(1, Unit.WEEK)
        found = todo(tmp_path, replace(CALL, done_at=at, outcome="买了两斤", recurrence=weekly))
        assert (one(found, "STATUS"), one(found, "PERCENT-COMPLETE")) == ("COMPLETED", "100")
        assert one(found, "COMPLETED") == written
        assert found["DESCRIPTION"][0].text == "138 0013 8000\nRepeats: every week\n买了两斤"
        assert "RRULE" not in found

    def test_identities_stay(self, tmp_path: Path) -> None:
        uid = one(todo(tmp_path, CALL), "UID")
        assert uid == one(todo(tmp_path, replace(CALL, what="别的", due=date(2027, 1, 1))), "UID")
        assert uid != one(todo(tmp_path, replace(CALL, id=2)), "UID")


class TestRepeats:
    @pytest.mark.parametrize(
        ("recurrence", "due", "rule"),
        [
            (Recurrence(1, Unit.DAY), date(2026, 11, 23), "FREQ=DAILY"),
            (Recurrence(2, Unit.WEEK), date(2026, 11, 23), "FREQ=WEEKLY;INTERVAL=2"),
            (Recurrence(3, Unit.MONTH), date(2026, 11, 23), "FREQ=MONTHLY;INTERVAL=3"),
            (Recurrence(1, Unit.MONTH), date(2027, 1, 31), "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"),
            (Recurrence(1, Unit.MONTH, anchor_day=30), date(2027, 2, 28),
             "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
            (Recurrence(1, Unit.YEAR), date(2027, 1, 31), "FREQ=YEARLY"),
            (Recurrence(1, Unit.YEAR), date(2028, 2, 29), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1"),
        ],
    )  # fmt: skip
    def test_a_rule_for_what_a_rule_can_say(self, tmp_path: Path, recurrence: Recurrence, due: date, rule: str) -> None:
        found = todo(tmp_path, replace(CALL, due=due, recurrence=recurrence))
        assert one(found, "RRULE") == rule
        assert found["DTSTART"][0].raw == found["DUE"][0].raw == f"{due:%Y%m%d}"
        assert "Repeats: every" in found["DESCRIPTION"][0].text

    def test_no_rule_from_completion_or_put_off(self, tmp_path: Path) -> None:
        found = todo(tmp_path, replace(CALL, recurrence=Recurrence(10, Unit.DAY, from_completion=True)))
        assert "RRULE" not in found
        assert "DTSTART" not in found
        assert found["DESCRIPTION"][0].text.endswith("Repeats: 10 days after it is done")
        put_off = replace(CALL, recurrence=Recurrence(1, Unit.WEEK), snoozed_until=date(2026, 12, 1))
        found = todo(tmp_path, put_off)
        assert one(found, "DUE") == "20261201"
        assert "RRULE" not in found

    @given(every=st.integers(1, 30), unit=st.sampled_from(Unit), due=st.dates(date(2020, 1, 1), date(2060, 12, 31)))
    @settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_the_rules_days_are_ours(self, tmp_path: Path, every: int, unit: Unit, due: date) -> None:
        recurrence = anchored(Recurrence(every, unit), due)
        rule = one(todo(tmp_path, replace(CALL, due=due, recurrence=recurrence)), "RRULE")
        day, ours = due, [due]
        for _ in range(12):
            day = next_due(recurrence, day, day)
            ours.append(day)
        by_rule = by_the_standard(rule, due)
        assert [next(by_rule) for _ in ours] == ours


def by_the_standard(rule: str, start: date) -> Iterator[date]:
    """The days of a rule as RFC 5545 counts them; it skips months that do not have the day."""
    parts = dict(part.split("=") for part in rule.split(";"))
    every = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] in ("DAILY", "WEEKLY"):
        step = timedelta(days=every * (7 if parts["FREQ"] == "WEEKLY" else 1))
        while True:
            yield start
            start += step
    assert ("BYMONTHDAY" in parts) == ("BYSETPOS" in parts)
    wanted = [int(day) for day in parts.get("BYMONTHDAY", str(start.day)).split(",")]
    months = start.year * 12 + start.month - 1
    if "BYMONTH" in parts:
        assert int(parts["BYMONTH"]) == start.month
    while True:
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        there = [day for day in wanted if day <= last]
        if there:
            yield date(year, month + 1, there[-1])
        months += every * (12 if parts["FREQ"] == "YEARLY" else 1)


class TestTheCommand:
    def test_birthdays_by_the_shops_rules(
        self, services: Services, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        services.settings.change(leap_day=LeapDayRule.MAR_1)
        services.customers.add(CustomerDraft(name="单晓丽", birthday=Birthday(SOLAR, 2000, 2, 29)))
        services.customers.add(CustomerDraft(name="王芳"))
        path = tmp_path / "a.ics"
        assert main(["--shop", str(services.shop.path), "export", "birthdays", str(path), "--json"]) == 0
        assert '"rows": 1' in capsys.readouterr().out
        (found,) = components(path, "VEVENT")
        assert {(day.month, day.day) for day in days(found)} == {(2, 29), (3, 1)}

    def test_open_follow_ups(self, services: Services, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        wang = services.customers.add(CustomerDraft(name="王芳")).new_id
        assert wang
        for what in ("回访", "送货"):
            services.follow_ups.add(FollowUpDraft(wang, what, date(2026, 12, 1)))
        done = services.follow_ups.add(FollowUpDraft(wang, "做完了", date(2026, 12, 1))).new_id
        assert done
        services.follow_ups.done(done)
        path, shop = tmp_path / "a.ics", str(services.shop.path)
        assert main(["export", "followups", str(path), "--shop", shop, "--json"]) == 0
        assert '"rows": 2' in capsys.readouterr().out
        assert [each["SUMMARY"][0].text for each in components(path, "VTODO")] == ["王芳: 回访", "王芳: 送货"]
        assert main(["export", "followups", str(path), "--shop", shop, "--find", "送货"]) == 0
        assert [each["SUMMARY"][0].text for each in components(path, "VTODO")] == ["王芳: 送货"]


class TestFollowUpsAsEvents:
    """For calendars that show no things to do: iPhones' and Google's."""

    def event(self, folder: Path, **values: object) -> Component:
        path = folder / "a.ics"
        follow_up = replace(CALL, **values)  # type: ignore[arg-type]
        assert ics_file.write_follow_ups([follow_up], path, NOW, "event") == 1
        assert not components(path, "VTODO")
        (found,) = components(path, "VEVENT")
        return found

    def test_of_a_day(self, tmp_path: Path) -> None:
        found = self.event(tmp_path)
        assert found["DTSTART"] == [Line("DTSTART", ("VALUE=DATE",), "20261123")]
        assert found["DTEND"] == [Line("DTEND", ("VALUE=DATE",), "20261124")]
        assert found["SUMMARY"][0].text == "单晓丽: 回访; 新茶"
        assert found["DESCRIPTION"][0].text == "138 0013 8000"
        assert one(found, "VALARM.TRIGGER") == "PT9H"
        assert "RRULE" not in found

    def test_at_a_time(self, tmp_path: Path) -> None:
        found = self.event(tmp_path, due_time=time(23, 30), recurrence=Recurrence(2, Unit.WEEK))
        assert (one(found, "DTSTART"), one(found, "DTEND")) == ("20261123T233000", "20261124T003000")
        assert one(found, "VALARM.TRIGGER") == "PT0S"
        assert one(found, "RRULE") == "FREQ=WEEKLY;INTERVAL=2"

    def test_done(self, tmp_path: Path) -> None:
        found = self.event(tmp_path, done_at=NOW, outcome="买了")
        assert found["SUMMARY"][0].text == "✓ 单晓丽: 回访; 新茶"
        assert "VALARM.TRIGGER" not in found


def test_alarms_on_the_days_that_the_shop_announces(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    person = replace(SOMEONE, birthday=Birthday(SOLAR, None, 11, 30))
    ics_file.write_birthdays([person], path, NOW, DEFAULT_RULES, (7, 1, 0, 0))
    (found,) = components(path, "VEVENT")
    assert [line.raw for line in found["VALARM.TRIGGER"]] == ["-P6DT15H", "-PT15H", "PT9H"]
