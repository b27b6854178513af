"""Days to remember each year besides the birthday."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.reminding.entries import AnniversaryEntry
from crm_desktop.errors import InvalidInput, NotFound
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.yearly_dates import MAX_LABEL

WEDDING = Birthday(Calendar.SOLAR, 2015, 12, 3)
MID_AUTUMN = Birthday(Calendar.LUNAR, None, 8, 15)


@pytest.fixture
def shan(services: Services) -> int:
    return services.customers.add(CustomerDraft(name="单晓丽")).new_id or 0


def listed(services: Services, customer: int) -> list[tuple[str, date | None]]:
    return [(str(row.what), row.next.date if row.next else None) for row in services.yearly_dates.of_customer(customer)]


def test_those_of_all_customers(services: Services, shan: int) -> None:
    other = services.customers.add(CustomerDraft(name="王芳")).new_id or 0
    services.yearly_dates.add(shan, "wedding", "", WEDDING)
    services.yearly_dates.add(shan, "other", "店庆", MID_AUTUMN)
    found = services.yearly_dates.by_customer()
    assert {customer: [row.day for row in rows] for customer, rows in found.items()} == {shan: [WEDDING, MID_AUTUMN]}
    assert other not in found


def anniversaries(services: Services, on: date) -> tuple[AnniversaryEntry, ...]:
    return services.today.today(on).anniversaries


def test_days_of_both_calendars_stand_in_the_order_they_come(services: Services, shan: int) -> None:
    change = services.yearly_dates.add(shan, "other", " 店庆 ", MID_AUTUMN)
    assert str(change.title) == "Added the 店庆 of 单晓丽"
    assert change.touched == {"yearly_date": frozenset({change.new_id})}
    assert str(services.yearly_dates.add(shan, "wedding", "", WEDDING).title) == (
        "Added the wedding anniversary of 单晓丽"
    )
    services.yearly_dates.add(shan, "membership", "", Birthday(Calendar.SOLAR, 2020, 11, 21))
    assert listed(services, shan) == [
        ("membership anniversary", date(2026, 11, 21)),
        ("wedding anniversary", date(2026, 12, 3)),
        ("店庆", date(2027, 9, 15)),
    ]
    assert services.yearly_dates.of_customer(shan + 1) == []


def test_today_tells_of_a_day_that_was_added(services: Services, shan: int) -> None:
    services.yearly_dates.add(shan, "wedding", "", WEDDING)
    (told,) = anniversaries(services, date(2026, 11, 30))
    assert (str(told.what), told.date, told.years) == ("wedding anniversary", date(2026, 12, 3), 11)


def test_a_day_is_changed_and_deleted_and_comes_back(services: Services, shan: int) -> None:
    row = services.yearly_dates.add(shan, "other", "店庆", MID_AUTUMN).new_id or 0
    change = services.yearly_dates.edit(row, "membership", "", WEDDING)
    assert str(change.title) == "Changed the membership anniversary of 单晓丽"
    assert listed(services, shan) == [("membership anniversary", date(2026, 12, 3))]
    assert str(services.yearly_dates.delete(row).title) == "Deleted the membership anniversary of 单晓丽"
    assert listed(services, shan) == []
    services.history.undo()
    services.history.undo()
    assert listed(services, shan) == [("店庆", date(2027, 9, 15))]


def test_a_day_that_is_gone(services: Services, shan: int) -> None:
    with pytest.raises(NotFound):
        services.yearly_dates.edit(9, "wedding", "", WEDDING)
    with pytest.raises(NotFound):
        services.yearly_dates.delete(9)
    with pytest.raises(NotFound):
        services.yearly_dates.add(shan + 1, "wedding", "", WEDDING)


@pytest.mark.parametrize(
    ("kind", "label", "problem"),
    [
        ("other", "  ", "Write what day it is."),
        ("wedding", "长" * (MAX_LABEL + 1), "The name of a day has at most 40 characters."),
    ],
)
def test_names_that_are_refused(services: Services, shan: int, kind: str, label: str, problem: str) -> None:
    row = services.yearly_dates.add(shan, "wedding", "长" * MAX_LABEL, WEDDING).new_id or 0
    with pytest.raises(InvalidInput) as refused:
        services.yearly_dates.add(shan, kind, label, WEDDING)
    assert {key: str(words) for key, words in refused.value.fields.items()} == {"label": problem}
    with pytest.raises(InvalidInput):
        services.yearly_dates.edit(row, kind, label, WEDDING)
    assert listed(services, shan) == [("长" * MAX_LABEL, date(2026, 12, 3))]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2015-12-3", WEDDING),
        ("12月3日", Birthday(Calendar.SOLAR, None, 12, 3)),
        ("农历八月十五", MID_AUTUMN),
        ("lunar 2006-8-15", Birthday(Calendar.LUNAR, 2006, 8, 15)),
    ],
)
def test_a_day_is_read_as_it_is_typed(services: Services, text: str, day: Birthday) -> None:
    assert services.yearly_dates.read_day(text) == day


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Type the day, for example 5-20, 2015-5-20 or 农历八月十五."),
        ("2-30", "There is no such day"),
        ("2030-1-1", "This date lies in the future"),
    ],
)
def test_what_is_no_day_is_refused(services: Services, text: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.yearly_dates.read_day(text)
    assert {key: str(words) for key, words in refused.value.fields.items()} == {"day": problem}


def test_the_command_line_gets_dates_as_iso(services: Services, shan: int) -> None:
    services.yearly_dates.add(shan, "wedding", "", WEDDING)
    services.yearly_dates.add(shan, "other", "远", Birthday(Calendar.SOLAR, 9999, 1, 1))
    first, second = (row.as_json() for row in services.yearly_dates.of_customer(shan))
    assert first == {
        "id": 1, "kind": "wedding", "label": "", "next": "2026-12-03",
        "day": {"calendar": "solar", "year": 2015, "month": 12, "day": 3, "leap": False},
    }  # fmt: skip
    assert second["next"] is None
