"""The lists that a shop hands over: their columns, their values, and what is found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from crm_desktop import language
from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.domain.recurrence import Recurrence, Unit
from crm_desktop.domain.table import Table
from crm_desktop.errors import BadCommand
from crm_desktop.exchange.sheets.headings import WORKED_OUT
from crm_desktop.services import Services
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.follow_ups import FollowUpDraft
from crm_desktop.services.lists import CUSTOMER_COLUMNS, Lists
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft


@pytest.fixture
def lists(services: Services) -> Lists:
    services.custom_fields.add("身高", CustomFieldKind.NUMBER)
    services.custom_fields.add("会员", CustomFieldKind.YES_NO)
    anna = CustomerDraft(
        name="单晓丽", gender="female", phones=("13800138000", "13911112222"), emails=("a@b.cn",), wechat=("wx",),
        birthday=Birthday(Calendar.LUNAR, 1988, 8, 15), address="上海市浦东新区1号", tags=("老客户", "VIP"),
        source="美团", note="龙井", member_no="M1", custom={"身高": "165", "会员": "是"},
    )  # fmt: skip
    for draft in (
        anna,
        CustomerDraft(name="曾国强", gender="male", birthday=Birthday(Calendar.SOLAR, 1990, 12, 1)),
        CustomerDraft(name="李四", birthday=Birthday(Calendar.SOLAR, None, 2, 29)),
        CustomerDraft(name="王五"),
    ):
        services.customers.add(draft)
    lines = (LineDraft(None, "龙井茶", 2000, 12800), LineDraft(None, "茶杯", 1000, 5000))
    services.purchases.record(
        PurchaseDraft(customer_id=1, at=datetime(2026, 11, 2, 10), lines=lines, payment_method="微信", clerk="小李")
    )
    services.purchases.record(PurchaseDraft(customer_id=None, at=datetime(2026, 11, 3, 9), lines=lines[1:]))
    services.follow_ups.add(FollowUpDraft(1, "寄样品", date(2026, 12, 1), recurrence=Recurrence(2, Unit.WEEK)))
    services.follow_ups.add(FollowUpDraft(2, "打电话", date(2026, 11, 20)))
    services.follow_ups.done(2, "没接")
    return Lists(services)


def records(table: Table) -> list[dict[str, Any]]:
    """Column key -> value of every row, empty ones left out."""
    keys = [column.key for column in table.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in table.rows]
    return [{key: value for key, value in row.items() if value not in (None, "", ())} for row in rows]


def test_customers_with_every_column(lists: Lists) -> None:
    table = lists.table("customers")
    assert [column.title for column in table.columns][:3] == ["Name", "Phone", "Gender"]
    assert [column.title for column in table.columns][-2:] == ["身高", "会员"]
    assert [column.key for column in table.columns if column.total] == ["total_spent"]
    rows = {row["name"]: row for row in records(table)}
    assert rows["单晓丽"] == {
        "name": "单晓丽",
        "phone": ("+8613800138000", "+8613911112222"),
        "gender": "female",
        "birthday": "lunar 1988, 8th month, day 15",
        "wechat": ("wx",),
        "email": ("a@b.cn",),
        "address": "上海市浦东新区1号",
        "region": "上海市浦东新区",
        "tags": ("老客户", "VIP"),
        "source": "美团",
        "note": "龙井",
        "member_no": "M1",
        "total_spent": 30600,
        "visits": 1,
        "first_purchase": date(2026, 11, 2),
        "last_purchase": date(2026, 11, 2),
        "created": datetime(2026, 11, 21, 15, 20),
        "custom:身高": 165,
        "custom:会员": "Yes",
    }
    assert rows["曾国强"]["birthday"] == date(1990, 12, 1), "a real date where there is one"
    assert rows["李四"]["birthday"] == "Feb 29"
    assert (table.title, table.about) == ("Customers", [])


def test_what_is_found_in_the_order_of_the_search_box(lists: Lists) -> None:
    table = lists.table("customers", "2", ["phone", "name"])
    assert [column.key for column in table.columns] == ["phone", "name"]
    assert records(table) == [{"phone": ("+8613800138000", "+8613911112222"), "name": "单晓丽"}]
    assert table.about == ["Found by “2”"]
    assert records(lists.table("customers", "没有")) == []


def test_a_column_can_be_asked_for_twice_and_own_fields_by_name(lists: Lists) -> None:
    table = lists.table("customers", "单晓丽", ["name", "custom:身高", "name"])
    assert list(table.rows) == [["单晓丽", 165, "单晓丽"]]


@pytest.mark.parametrize("kind", ["customers", "purchases", "followups", "birthdays"])
def test_a_column_that_there_is_none_of(lists: Lists, kind: str) -> None:
    with pytest.raises(BadCommand, match="There is no column “star_sign”"):
        lists.table(kind, "", ["star_sign"])


def test_purchases(lists: Lists) -> None:
    table = lists.table("purchases")
    passer_by, bought = records(table)
    assert bought == {
        "at": datetime(2026, 11, 2, 10),
        "customer": "单晓丽",
        "phone": "+8613800138000",
        "what": "龙井茶 ×2, 茶杯",
        "amount": 30600,
        "payment": "微信",
        "clerk": "小李",
    }
    assert "customer" not in passer_by
    assert table.title == "Purchases"
    assert [row["what"] for row in records(lists.table("purchases", "龙井"))] == ["龙井茶 ×2, 茶杯"]


def test_things_bought(services: Services, lists: Lists) -> None:
    """A row for each; what is of the whole purchase stands with the first alone, so that a column's sum is right."""
    services.purchases.record(PurchaseDraft(customer_id=1, at=datetime(2026, 11, 4, 9), paid_fen=500))
    rows = records(lists.table("bought"))
    assert [row.get("product") for row in rows] == [None, "茶杯", "龙井茶", "茶杯"]
    assert [row.get("paid_in_all") for row in rows] == [500, 5000, 30600, None]
    assert [row["product"] for row in records(lists.table("bought", "龙井"))] == ["龙井茶", "茶杯"]


def test_follow_ups(lists: Lists) -> None:
    listed = records(lists.table("followups"))
    assert [row["what"] for row in listed] == ["寄样品", "打电话"], "what is done comes last"
    rows = {row["what"]: row for row in listed}
    assert rows["寄样品"] == {
        "due": date(2026, 12, 1),
        "customer": "单晓丽",
        "phone": "+8613800138000",
        "what": "寄样品",
        "recurrence": rows["寄样品"]["recurrence"],
    }
    assert "2 weeks" in rows["寄样品"]["recurrence"]
    assert (rows["打电话"]["done"], rows["打电话"]["outcome"]) == (datetime(2026, 11, 21, 15, 20), "没接")
    assert [row["what"] for row in records(lists.table("followups", "样品"))] == ["寄样品"]


def test_birthdays_of_the_coming_year(lists: Lists) -> None:
    table = lists.table("birthdays")
    assert [(row["name"], row["date"], row["in_days"]) for row in records(table)] == [
        ("曾国强", date(2026, 12, 1), 10),
        ("李四", date(2027, 2, 28), 99),
        ("单晓丽", date(2027, 9, 15), 298),
    ]
    anna = records(lists.table("birthdays"))[2]
    assert (anna["turning"], anna["birthday"], anna["phone"]) == (39, "lunar 8th month, day 15", "+8613800138000")
    assert anna["why"]
    assert [row["name"] for row in records(lists.table("birthdays", "国强"))] == ["曾国强"]


def test_headings_and_words_in_chinese(lists: Lists) -> None:
    language.set_language("zh_CN")
    table = lists.table("customers", "单晓丽")
    assert [column.title for column in table.columns][:3] == ["姓名", "电话", "性别"]
    row = records(table)[0]
    assert (row["gender"], row["birthday"]) == ("女", "农历1988年八月十五")
    assert records(lists.table("customers", "曾国强"))[0]["gender"] == "男"


def test_more_rows_than_one_portion_and_none(services: Services, lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.services.lists._BATCH", 2)
    assert len(records(lists.table("customers"))) == 4
    services.customers.delete(services.customers.ids())
    assert records(lists.table("customers")) == []
    assert records(lists.table("birthdays")) == []


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        ("165", 165),
        ("-1.5", -1.5),
        ("123456789012345", 123456789012345),
        ("1234567890123456", "1234567890123456"),
        ("6222021234567890123"[:18], "622202123456789012"),
        ("0.1234567890123456", "0.1234567890123456"),
    ],
)
def test_a_number_that_a_spreadsheet_would_round_is_text(
    services: Services, lists: Lists, stored: str, value: object
) -> None:
    services.customers.set_field(1, "custom:身高", stored)
    assert list(lists.table("customers", "单晓丽", ["custom:身高"]).rows) == [[value]]


def test_every_field_shown_has_a_column_of_its_own() -> None:
    keys = [column.key for column in CUSTOMER_COLUMNS]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_our_import_knows_what_is_worked_out(spoken: str) -> None:
    language.set_language(spoken)
    worked_out = {"region", "total_spent", "visits", "first_purchase", "last_purchase"}
    titles = {str(column.title) for column in CUSTOMER_COLUMNS if column.key in worked_out}
    assert len(titles) == len(worked_out)
    assert worked_out | titles <= WORKED_OUT
