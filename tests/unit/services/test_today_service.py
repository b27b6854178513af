"""What a day asks for: follow-ups, birthdays, anniversaries of first purchases, other yearly days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from crm_desktop.domain.birthday import Calendar, LeapDayRule, LeapMonthRule
from crm_desktop.domain.lunar import from_solar
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.greetings import Greetings
from crm_desktop.services.settings import Settings
from crm_desktop.services.today import TodayPage, TodayService
from crm_desktop.services.yearly_dates import yearly_date_words
from crm_desktop.store import models
from crm_desktop.store.shop import Shop
from tests.fakes import NOW

TODAY = NOW.date()


@pytest.fixture
def today(shop: Shop) -> TodayService:
    return TodayService(shop, Settings(shop))


@pytest.fixture
def wang(shop: Shop) -> int:
    with shop.change(Sentence("Added")):
        customer = models.Customer.insert(
            name="王芳", sort_key="wang fang", gender="female", created=NOW.isoformat(), birth_calendar="lunar",
            birth_year=1988, birth_month=10, birth_day=13,
        ).execute()  # fmt: skip
        models.Phone.insert(customer=customer, number="+8613800138000", reversed_digits="8", is_main=True).execute()
    return int(customer)


def write(shop: Shop, model: object, **values: object) -> int:
    with shop.change(Sentence("Wrote")):
        return int(model.insert(**values).execute())  # type: ignore[attr-defined]


def follow_up(shop: Shop, customer: int, what: str, due: str, **values: object) -> None:
    write(shop, models.FollowUp, customer=customer, what=what, due=due, created=NOW.isoformat(), **values)


def test_an_empty_shop_asks_for_nothing(today: TodayService) -> None:
    found = today.today(TODAY)
    assert (found.overdue, found.due, found.birthdays, found.anniversaries) == ((), (), (), ())
    assert today.count(TODAY) == 0
    assert today.phones(found) == {}
    assert today.today(date.max, 7).birthdays == ()
    assert today.today(date(1700, 1, 1)).birthdays == ()


def test_follow_ups_overdue_and_due_as_they_were_put_off(shop: Shop, today: TodayService, wang: int) -> None:
    follow_up(shop, wang, "早", "2026-11-19", due_time="15:20", priority=1)
    follow_up(shop, wang, "今", "2026-11-21")
    follow_up(shop, wang, "推到今", "2026-11-01", snoozed_until="2026-11-21")
    follow_up(shop, wang, "提前到今", "2026-12-01", snoozed_until="2026-11-21")
    follow_up(shop, wang, "推到明", "2026-11-01", snoozed_until="2026-11-22")
    follow_up(shop, wang, "明", "2026-11-22")
    follow_up(shop, wang, "完", "2026-11-01", done_at=NOW.isoformat())
    found = today.today(TODAY)
    assert [(f.what, f.overdue_days) for f in found.overdue] == [("早", 2)]
    assert {f.what for f in found.due} == {"今", "推到今", "提前到今"}
    assert found.overdue[0].due_time is not None
    assert found.overdue[0].priority == 1


def test_birthdays_of_the_next_days(shop: Shop, today: TodayService, wang: int) -> None:
    (birthday,) = today.today(date(2026, 11, 15)).birthdays
    assert (birthday.name, birthday.in_days, birthday.calendar, birthday.turning) == ("王芳", 6, Calendar.LUNAR, 38)
    assert today.today(date(2026, 11, 13)).birthdays == ()
    assert len(today.today(date(2026, 11, 13), days=8).birthdays) == 1


def test_a_birthday_of_today_can_be_greeted_and_then_no_longer_counts(
    shop: Shop, today: TodayService, wang: int
) -> None:
    follow_up(shop, wang, "早", "2026-11-19")
    follow_up(shop, wang, "今", "2026-11-21")
    assert today.count(TODAY) == 3
    settings = Settings(shop)
    greetings = Greetings(shop, settings)
    entry = today.today(TODAY).birthdays[0]
    greetings.mark_greeted(wang, entry)
    assert today.today(TODAY).birthdays[0].greeted
    assert today.count(TODAY) == 2
    greetings.unmark(wang, entry)
    assert today.count(TODAY) == 3
    assert today.count(date(2026, 11, 20)) == 1


def test_the_first_purchase_is_remembered_each_year(shop: Shop, today: TodayService, wang: int) -> None:
    write(shop, models.Purchase, customer=wang, at="2024-11-24T10:00:00", paid_fen=100)
    write(shop, models.Purchase, customer=wang, at="2025-11-25T10:00:00", paid_fen=100)
    (entry,) = today.today(TODAY).anniversaries
    assert (entry.customer_id, entry.name, entry.date, entry.in_days, entry.years) == (
        wang,
        "王芳",
        date(2026, 11, 24),
        3,
        2,
    )
    assert str(entry.what) == "first purchase"
    assert today.today(date(2024, 11, 20)).anniversaries == ()


def test_a_first_purchase_on_29_february_is_found_in_common_years(shop: Shop, today: TodayService, wang: int) -> None:
    write(shop, models.Purchase, customer=wang, at="2024-02-29T10:00:00", paid_fen=100)
    assert [entry.date for entry in today.today(date(2026, 2, 25)).anniversaries] == [date(2026, 2, 28)]


def test_other_yearly_days_by_their_label_or_kind(shop: Shop, today: TodayService, wang: int) -> None:
    day = {"customer": wang, "calendar": "solar", "month": 11, "day": 22}
    write(shop, models.YearlyDate, kind="wedding", year=2006, **day)
    write(shop, models.YearlyDate, kind="other", label="店庆", **day)
    write(shop, models.YearlyDate, kind="other", label="x", **(day | {"day": 20}))
    found = today.today(TODAY).anniversaries
    assert {(str(entry.what), entry.years) for entry in found} == {("wedding anniversary", 20), ("店庆", None)}
    assert [str(yearly_date_words(kind)) for kind in ("wedding", "membership", "other")] == [
        "wedding anniversary", "membership anniversary", "special day",
    ]  # fmt: skip


def test_phones_of_everyone_named(shop: Shop, today: TodayService, wang: int) -> None:
    silent = write(shop, models.Customer, name="李伟", created=NOW.isoformat())
    follow_up(shop, silent, "回访", "2026-11-21")
    assert today.phones(today.today(TODAY)) == {wang: "+8613800138000", silent: ""}


def test_the_answer_as_json(shop: Shop, today: TodayService, wang: int) -> None:
    follow_up(shop, wang, "早", "2026-11-19")
    write(shop, models.Purchase, customer=wang, at="2024-11-24T10:00:00", paid_fen=100)
    answer = today.today(TODAY).as_json()
    assert answer["date"] == "2026-11-21"
    (birthday,), (task,), (anniversary,) = answer["birthdays"], answer["follow_ups"], answer["anniversaries"]
    assert {key: birthday[key] for key in ("customer_id", "name", "date", "in_days", "calendar", "turning")} == {
        "customer_id": wang, "name": "王芳", "date": "2026-11-21", "in_days": 0, "calendar": "lunar", "turning": 38,
    }  # fmt: skip
    assert birthday["why"]
    assert (task["what"], task["due"], task["overdue_days"]) == ("早", "2026-11-19", 2)
    assert (anniversary["what"], anniversary["date"], anniversary["years"]) == ("first purchase", "2026-11-24", 2)


def test_a_page_lists_the_nearest_days_and_counts_the_others(
    shop: Shop, today: TodayService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.services.today.MOST", 2)
    for number in range(12):
        day = {"calendar": "solar", "month": 11, "day": 21 + number % 6}
        born = {f"birth_{key}": value for key, value in day.items()}
        customer = write(shop, models.Customer, name=f"客{number}", created=NOW.isoformat(), **born)
        first = f"2025-11-{21 + number % 4}T10:00:00"
        write(shop, models.Purchase, customer=customer, at=first, paid_fen=100)
        write(shop, models.YearlyDate, customer=customer, kind="wedding", year=2026 if number else 2006, **day)
    whole, page = today.today(TODAY), today.page(TODAY)
    assert (len(whole.birthdays), len(whole.anniversaries)) == (12, 13)
    listed = [entry for entry in whole.birthdays if entry.in_days == 0]
    assert (list(page.today.birthdays), page.more_birthdays) == (listed, 10)
    assert {entry.in_days for entry in page.today.anniversaries} == {0}
    assert page.more_anniversaries == 13 - len(page.today.anniversaries)
    # One of a later day that was put off to this day is listed, and is not one of the others any more.
    later = whole.birthdays[-1]
    Services(shop).reminders.snooze(later, NOW.replace(hour=23))
    page = today.page(TODAY)
    assert ([entry.in_days for entry in page.today.birthdays], page.more_birthdays) == ([0, 0, 5], 9)


END_OF_YEAR, LEAP_DAY, NO_LEAP_DAY = date(2026, 12, 28), date(2028, 2, 25), date(2027, 2, 25)
LEAP_MONTH, MONTH_OF_29_DAYS = date(2025, 7, 22), date(2026, 1, 16)


@pytest.mark.parametrize("on", [END_OF_YEAR, LEAP_DAY, NO_LEAP_DAY, LEAP_MONTH, MONTH_OF_29_DAYS])
@pytest.mark.parametrize("leap_month", [*LeapMonthRule])
@pytest.mark.parametrize("leap_day", [*LeapDayRule])
def test_a_page_counts_what_the_whole_list_lists(
    shop: Shop,
    today: TodayService,
    monkeypatch: pytest.MonkeyPatch,
    on: date,
    leap_month: LeapMonthRule,
    leap_day: LeapDayRule,
) -> None:
    monkeypatch.setattr("crm_desktop.services.today.MOST", 2)
    Settings(shop).change(leap_month=leap_month, leap_day=leap_day)
    with shop.change(Sentence("Wrote")):
        for ahead in range(-1, 9):
            add_people_of(on + timedelta(days=ahead), on.year)
    whole, page = today.today(on), today.page(on)
    assert page.more_birthdays > 0
    assert page.more_anniversaries > 0
    assert len(page.today.birthdays) + page.more_birthdays == len(whole.birthdays)
    assert len(page.today.anniversaries) + page.more_anniversaries == len(whole.anniversaries)
    assert page.today.birthdays == whole.birthdays[: len(page.today.birthdays)]
    assert page.today.anniversaries == whole.anniversaries[: len(page.today.anniversaries)]


def add_people_of(day: date, year: int) -> None:
    """Customers to whom a day means something in either calendar, some of them since this `year`; or who were born on a
    day that not every year has."""
    lunar = from_solar(day)
    columns: list[dict[str, Any]] = [
        *({"calendar": "solar", "year": since, "month": day.month, "day": day.day} for since in (None, 1988, year)),
        *({"calendar": "lunar", "month": lunar.month, "day": number} for number in (lunar.day, 30)),
        {"calendar": "lunar", "month": lunar.month, "day": lunar.day, "leap": True},
        {"calendar": "solar", "month": 2, "day": 29},
    ]
    for each in columns:
        born = {f"birth_{key}": value for key, value in each.items()}
        customer = models.Customer.insert(name="客", created=NOW.isoformat(), **born).execute()
        for kind in ("wedding", "membership"):
            models.YearlyDate.insert(customer=customer, kind=kind, **each).execute()
        first = f"{day.replace(year=2024)}T10:00:00"
        models.Purchase.insert(customer=customer, at=first, paid_fen=100).execute()


@pytest.mark.parametrize("most", [3, 100])
def test_a_page_that_has_room_lists_all(
    shop: Shop, today: TodayService, wang: int, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("crm_desktop.services.today.MOST", most)
    for number in range(5):
        write(shop, models.Customer, name=f"客{number}", created=NOW.isoformat())
    assert today.page(TODAY) == TodayPage(today.today(TODAY))
    assert today.page(date(1700, 1, 1)) == TodayPage(today.today(date(1700, 1, 1)))
    assert len(today.page(TODAY).today.birthdays) == 1
    assert wang


def test_the_later_days_of_a_page_are_counted_without_reading_each(
    shop: Shop, today: TodayService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.services.today.MOST", 1)
    for number in range(40):
        born = {"birth_calendar": "solar", "birth_month": 11, "birth_day": 21 + number % 2}
        customer = write(shop, models.Customer, name=f"客{number}", created=NOW.isoformat(), **born)
        write(shop, models.Purchase, customer=customer, at=f"2025-11-{21 + number % 2}T10:00:00", paid_fen=100)
    read = 0
    each_row = shop.each_row

    def count(query: Any) -> Iterator[Any]:
        nonlocal read
        for row in each_row(query):
            read += 1
            yield row

    monkeypatch.setattr(shop, "each_row", count)
    page = today.page(TODAY)
    assert (page.more_birthdays, page.more_anniversaries) == (20, 20)
    assert read == 40, "twenty birthdays and twenty first purchases of the day itself"
