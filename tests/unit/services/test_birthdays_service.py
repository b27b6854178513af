"""Birthdays: who has one when, in both calendars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pytest

from crm_desktop.domain.birthday import Birthday, Calendar, LeapMonthRule
from crm_desktop.language import Sentence
from crm_desktop.services.birthdays import MOST_NAMED, BirthdayRow, Birthdays
from crm_desktop.services.settings import Settings
from crm_desktop.store.models import Customer, Phone
from crm_desktop.store.shop import Shop
from tests.fakes import NOW

TODAY = NOW.date()  # the 13th day of the 10th lunar month
UNDO = Sentence("Undone")
SOLAR, LUNAR = Calendar.SOLAR, Calendar.LUNAR


@pytest.fixture
def settings(shop: Shop) -> Settings:
    return Settings(shop)


@pytest.fixture
def birthdays(shop: Shop, settings: Settings) -> Birthdays:
    return Birthdays(shop, settings)


def born(shop: Shop, name: str, birthday: Birthday | None, gender: str | None = None, *phones: str) -> int:
    columns = {}
    if birthday:
        columns = {
            "birth_calendar": birthday.calendar.value, "birth_year": birthday.year, "birth_month": birthday.month,
            "birth_day": birthday.day, "birth_leap": birthday.leap,
        }  # fmt: skip
    with shop.change(Sentence("Added")):
        customer = Customer.insert(
            name=name, sort_key=name, gender=gender, created=NOW.isoformat(), **columns
        ).execute()
        for place, phone in enumerate(phones):
            is_main = place == len(phones) - 1
            Phone.insert(customer=customer, number=phone, reversed_digits=phone[::-1], is_main=is_main).execute()
    return int(customer)


def days(rows: Iterable[BirthdayRow]) -> list[tuple[str, int]]:
    return [(row.name, row.in_days) for row in rows]


def test_coming_birthdays_of_both_calendars_by_date_and_name(shop: Shop, birthdays: Birthdays) -> None:
    born(shop, "丁", Birthday(SOLAR, 1988, 11, 24))
    wang = born(shop, "王芳", Birthday(LUNAR, 1988, 10, 13), "female", "+8610", "+8613800138000")
    born(shop, "甲", Birthday(SOLAR, None, 11, 21))
    born(shop, "昨", Birthday(SOLAR, None, 11, 20))
    born(shop, "后", Birthday(SOLAR, None, 11, 29))
    born(shop, "无", None)
    rows = list(birthdays.coming(TODAY, 7))
    assert days(rows) == [("王芳", 0), ("甲", 0), ("丁", 3)]
    row = rows[0]
    assert (row.customer_id, row.phone, row.gender, row.greeted) == (wang, "+8613800138000", "female", False)
    assert row.birthday == Birthday(LUNAR, 1988, 10, 13)
    assert (row.occurrence.year, row.occurrence.turning, rows[1].occurrence.turning) == (2026, 38, None)
    assert row.words == "lunar 10th month, day 13"
    assert rows[1].phone == ""
    assert days(birthdays.coming(TODAY, 0)) == [("王芳", 0), ("甲", 0)]


def test_a_year_holds_everyone_and_a_lunar_day_twice_or_never(shop: Shop, birthdays: Birthdays) -> None:
    born(shop, "双", Birthday(LUNAR, None, 11, 28))
    born(shop, "平", Birthday(SOLAR, None, 6, 1))
    assert [row.occurrence.date.year for row in birthdays.coming(date(2027, 1, 1)) if row.name == "双"] == [2027, 2027]
    assert days(birthdays.coming(date(2028, 1, 1)))[0][0] == "平"
    assert len(list(birthdays.coming(date(2028, 1, 1)))) == 1


def test_nobody_has_a_birthday_before_birth(shop: Shop, birthdays: Birthdays) -> None:
    born(shop, "新", Birthday(SOLAR, 2027, 1, 1))
    assert not list(birthdays.coming(date(2025, 12, 30), 7))
    assert [row.occurrence.turning for row in birthdays.coming(date(2026, 12, 30), 7)] == [0]


def test_her_choice_of_leap_month_rule_counts(shop: Shop, settings: Settings, birthdays: Birthdays) -> None:
    born(shop, "闰", Birthday(LUNAR, 2020, 4, 1, leap=True))
    assert [row.occurrence.date for row in birthdays.coming(date(2026, 5, 1), 60)] == [date(2026, 5, 17)]
    settings.change(leap_month=LeapMonthRule.SKIP)
    assert not list(birthdays.coming(date(2026, 5, 1), 60))


def test_a_month_by_day(shop: Shop, birthdays: Birthdays) -> None:
    born(shop, "丁", Birthday(SOLAR, 1988, 11, 24))
    born(shop, "王芳", Birthday(LUNAR, 1988, 10, 13))
    born(shop, "月底", Birthday(SOLAR, None, 11, 30))
    born(shop, "下月", Birthday(SOLAR, None, 12, 1))
    found = birthdays.month(2026, 11)
    assert {day.day: (here.count, here.names) for day, here in found.items()} == {
        21: (1, ("王芳",)), 24: (1, ("丁",)), 30: (1, ("月底",)),
    }  # fmt: skip
    assert list(birthdays.month(2026, 12)) == [date(2026, 12, 1)]


def test_of_a_day_with_many_birthdays_the_first_are_named(shop: Shop, birthdays: Birthdays) -> None:
    for number in range(MOST_NAMED + 10, 9, -1):
        born(shop, f"客{number}", Birthday(SOLAR, None, 11, 24))
    found = birthdays.month(2026, 11)[date(2026, 11, 24)]
    assert found.count == MOST_NAMED + 1
    assert found.names == tuple(f"客{number}" for number in range(10, 10 + MOST_NAMED))


def test_days_hold_ids_in_the_order_of_names_and_rows_are_read_by_them(shop: Shop, birthdays: Birthdays) -> None:
    ding, jia = (born(shop, name, Birthday(SOLAR, 1988, 11, 24)) for name in ("丁", "甲"))
    before = born(shop, "一", Birthday(SOLAR, 1988, 11, 24))
    born(shop, "明天的", Birthday(SOLAR, 1988, 11, 25))
    day = date(2026, 11, 24)
    found = birthdays.ids(day, day)
    assert list(found) == [day]
    rows = birthdays.get_many(found[day], day, day)
    assert days(rows) == [("一", 3), ("丁", 3), ("甲", 3)]
    assert [row.id for row in rows] == list(found[day])
    (one,) = birthdays.ids(day, day, {ding})[day]
    assert [row.customer_id for row in birthdays.get_many([one], day, day)] == [ding]
    with shop.change(Sentence("Gone")):
        Customer.delete().where(Customer.id == before).execute()
        Customer.update(birth_calendar=None, birth_month=None, birth_day=None).where(Customer.id == jia).execute()
    assert days(birthdays.get_many(found[day], day, day)) == [("丁", 3)]
    assert birthdays.ids(date(2026, 11, 26), date(2026, 11, 30)) == {}


def test_the_second_birthday_of_a_year_has_an_id_of_its_own(shop: Shop, birthdays: Birthdays) -> None:
    born(shop, "双", Birthday(LUNAR, None, 11, 28))
    year = date(2027, 1, 1), date(2027, 12, 31)
    ids = [each for some in birthdays.ids(*year).values() for each in some]
    first, second = birthdays.get_many(ids, *year)
    assert first.occurrence.date < second.occurrence.date
    assert birthdays.get_many([second.id], *year) == [second]


def test_all_of_a_year_are_read_in_portions(shop: Shop, birthdays: Birthdays, monkeypatch: pytest.MonkeyPatch) -> None:
    for month in range(12, 0, -1):
        born(shop, f"客{month}", Birthday(SOLAR, None, month, 1))
    monkeypatch.setattr("crm_desktop.services.people._BATCH", 5)
    portions: list[int] = []
    read = birthdays.get_many

    def count(ids: Sequence[int], *days: date) -> list[BirthdayRow]:
        portions.append(len(ids))
        return read(ids, *days)

    monkeypatch.setattr(birthdays, "get_many", count)
    assert [row.occurrence.date.month for row in birthdays.coming(TODAY)] == [12, *range(1, 12)]
    assert portions == [5, 5, 2]


def test_no_birthdays_beyond_the_calendar(birthdays: Birthdays) -> None:
    assert birthdays.month(1800, 1) == {}
    assert birthdays.ids(date(1800, 1, 1), date(1800, 1, 2)) == {}
