"""Which customers a list shows: each condition, each order, and both as words and as a saved view."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.domain.custom_field import CustomFieldKind
from crm_desktop.services import Services
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.services.purchase_records import LineDraft, PurchaseDraft
from crm_desktop.services.sorting import Sort
from tests.fakes import FakeClock

BY_NAME = Sort("name")

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
filters = st.builds(
    CustomerFilter,
    text=words,
    tags=st.lists(words, max_size=3, unique=True).map(tuple),
    source=st.none() | words,
    gender=st.sampled_from([None, "", "male", "female"]),
    birthday_month=st.none() | st.integers(1, 12),
    spent_from=st.none() | st.integers(0, 10**12),
    spent_to=st.none() | st.integers(0, 10**12),
    last_visit_before=st.none() | st.dates(),
    no_visit_days=st.none() | st.integers(0, 10_000_000),
    region=st.none() | words,
    custom=st.lists(st.tuples(words, words), max_size=3, unique_by=lambda pair: pair[0]).map(tuple),
)


def new(services: Services, name: str, **more: object) -> int:
    change = services.customers.add(CustomerDraft(name=name, **more))
    assert change.new_id is not None
    return change.new_id


def buy(services: Services, customer: int, at: str, fen: int) -> None:
    line = LineDraft(product_id=None, text="茶", price_fen=fen)
    services.purchases.record(PurchaseDraft(customer_id=customer, at=datetime.fromisoformat(at), lines=(line,)))


def listed(services: Services, chosen: CustomerFilter | None = None, sort: Sort = BY_NAME) -> str:
    """The names of the customers listed, in order."""
    return "".join(c.name for c in services.customers.get_many(services.customers.ids(chosen, sort)))


@pytest.fixture
def people(services: Services) -> Services:
    """甲 to 丁; sorted by name they come 丙 (bing), 丁 (ding), 甲 (jia), 乙 (yi)."""
    services.custom_fields.add("皮肤", CustomFieldKind.TEXT)
    services.custom_fields.add("身高", CustomFieldKind.NUMBER)
    jia = new(
        services, "甲", gender="male", source="美团", tags=("VIP", "新"), address="上海市浦东新区", member_no="2",
        phones=("13900000003",), birthday=Birthday(Calendar.SOLAR, 1990, 3, 5), custom={"皮肤": "干", "身高": "99"},
        wechat=("wx_b",), emails=("b@x.cn",),
    )  # fmt: skip
    yi = new(
        services, "乙", gender="female", source="路过", tags=("VIP",), address="杭州市西湖区", member_no="10",
        phones=("13900000001",), birthday=Birthday(Calendar.LUNAR, 1980, 1, 1), custom={"皮肤": "油", "身高": "165"},
        note="x", wechat=("wx_a",),
    )  # fmt: skip
    bing = new(services, "丙", phones=("13900000002",), tags=("a",), birthday=Birthday(Calendar.SOLAR, None, 2, 29))
    new(services, "丁", source="美团")
    buy(services, jia, "2026-11-20T10:00:00", 20000)
    buy(services, jia, "2026-01-05T10:00:00", 5000)
    buy(services, yi, "2026-10-01T10:00:00", 30000)
    buy(services, bing, "2025-05-01T10:00:00", 100)
    return services


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        (CustomerFilter(), "丙丁甲乙"),
        (CustomerFilter(text="甲"), "甲"),
        (CustomerFilter(text="1390000"), "丙甲乙"),
        (CustomerFilter(tags=("VIP",)), "甲乙"),
        (CustomerFilter(tags=("VIP", "新")), "甲"),
        (CustomerFilter(tags=("没有",)), ""),
        (CustomerFilter(source="美团"), "丁甲"),
        (CustomerFilter(source=""), "丙"),
        (CustomerFilter(gender="male"), "甲"),
        (CustomerFilter(gender="female"), "乙"),
        (CustomerFilter(gender=""), "丙丁"),
        (CustomerFilter(birthday_month=3), "甲"),
        (CustomerFilter(birthday_month=2), "丙乙"),
        (CustomerFilter(birthday_month=12), ""),
        (CustomerFilter(spent_from=25000), "甲乙"),
        (CustomerFilter(spent_from=25001), "乙"),
        (CustomerFilter(spent_to=100), "丙丁"),
        (CustomerFilter(spent_from=0, spent_to=0), "丁"),
        (CustomerFilter(last_visit_before=date(2026, 10, 1)), "丙"),
        (CustomerFilter(last_visit_before=date(2026, 10, 2)), "丙乙"),
        (CustomerFilter(no_visit_days=30), "丙乙"),
        (CustomerFilter(no_visit_days=51), "丙"),
        (CustomerFilter(no_visit_days=50), "丙乙"),
        (CustomerFilter(no_visit_days=9_999_999), ""),
        (CustomerFilter(region="上海市浦东新区"), "甲"),
        (CustomerFilter(region=""), "丙丁"),
        (CustomerFilter(custom=(("皮肤", "油"),)), "乙"),
        (CustomerFilter(custom=(("皮肤", "油"), ("身高", "99"))), ""),
        (CustomerFilter(custom=(("没有", "x"),)), ""),
        (CustomerFilter(text="139", source="美团", gender="male", tags=("新",)), "甲"),
    ],
)
def test_each_condition(people: Services, chosen: CustomerFilter, names: str) -> None:
    assert listed(people, chosen) == names


@pytest.mark.parametrize(
    ("key", "up", "down"),
    [
        ("name", "丙丁甲乙", "乙甲丁丙"),
        ("phone", "乙丙甲丁", "甲丙乙丁"),
        ("tags", "甲乙丙丁", "丙甲乙丁"),
        ("wechat", "乙甲丙丁", "甲乙丙丁"),
        ("email", "甲丙丁乙", "甲丙丁乙"),
        ("region", "甲乙丙丁", "乙甲丙丁"),
        ("source", "丁甲乙丙", "乙丁甲丙"),
        ("gender", "乙甲丙丁", "甲乙丙丁"),
        ("member_no", "乙甲丙丁", "甲乙丙丁"),
        ("address", "甲乙丙丁", "乙甲丙丁"),
        ("note", "乙丙丁甲", "乙丙丁甲"),
        ("spent", "丁丙甲乙", "乙甲丙丁"),
        ("visits", "丁丙乙甲", "甲丙乙丁"),
        ("first_purchase", "丙甲乙丁", "乙甲丙丁"),
        ("last_purchase", "丙乙甲丁", "甲乙丙丁"),
        ("birthday", "乙丙甲丁", "甲丙乙丁"),
        ("next_birthday", "乙丙甲丁", "甲丙乙丁"),
        ("custom:皮肤", "甲乙丙丁", "乙甲丙丁"),
        ("custom:身高", "甲乙丙丁", "乙甲丙丁"),
        ("no such column", "丙丁甲乙", "丙丁甲乙"),
        ("custom:没有", "丙丁甲乙", "丙丁甲乙"),
    ],
)
def test_each_order_has_what_is_empty_last(people: Services, key: str, up: str, down: str) -> None:
    assert listed(people, sort=Sort(key)) == up
    assert listed(people, sort=Sort(key, descending=True)) == down


def test_the_order_of_arrival(services: Services, clock: FakeClock) -> None:
    for name in "丁甲丙":
        new(services, name)
        clock.advance(days=1)
    assert listed(services, sort=Sort("created")) == "丁甲丙"
    assert listed(services, sort=Sort("created", descending=True)) == "丙甲丁"


def test_a_filter_and_an_order_work_together(people: Services) -> None:
    assert listed(people, CustomerFilter(text="1390000"), Sort("spent", descending=True)) == "乙甲丙"
    assert listed(people, CustomerFilter(tags=("VIP",)), Sort("next_birthday", descending=True)) == "甲乙"


def test_a_birthday_month_is_that_of_the_next_birthday(services: Services, clock: FakeClock) -> None:
    """The 30th of the 12th lunar month: 2027-02-05 in the year of the horse, 2028-01-25 (29th) in that of the goat."""
    new(services, "甲", birthday=Birthday(Calendar.LUNAR, None, 12, 30))
    new(services, "乙", birthday=Birthday(Calendar.LUNAR, None, 4, 1, leap=True))
    new(services, "丙", birthday=Birthday(Calendar.SOLAR, None, 11, 30))
    assert listed(services, CustomerFilter(birthday_month=2)) == "甲"
    assert listed(services, CustomerFilter(birthday_month=11)) == "丙"
    assert listed(services, CustomerFilter(birthday_month=5)) == "乙"
    services.settings.change(leap_month="skip")
    assert listed(services, CustomerFilter(birthday_month=5)) == ""
    clock.set(datetime(2027, 3, 1))
    assert listed(services, CustomerFilter(birthday_month=1)) == "甲"
    assert listed(services, CustomerFilter(birthday_month=2)) == ""


def test_a_filter_reads_as_sentences() -> None:
    chosen = CustomerFilter(
        text="龙井", tags=("VIP", "新:客"), source="美团", gender="male", birthday_month=3, spent_from=100,
        spent_to=123450, last_visit_before=date(2026, 1, 31), no_visit_days=1, region="上海", custom=(("皮:肤", "干"),),
    )  # fmt: skip
    assert {key: str(said) for key, said in chosen.sentences().items()} == {
        "text": "contains “龙井”",
        "tags:VIP": "tag: VIP",
        "tags:新:客": "tag: 新:客",
        "source": "source: 美团",
        "gender": "men",
        "birthday_month": "birthday in month 3",
        "spent_from": "spent at least ¥1.00",
        "spent_to": "spent at most ¥1,234.50",
        "last_visit_before": "last visit before 2026-01-31",
        "no_visit_days": "not here for 1 day",
        "region": "region: 上海",
        "custom:皮:肤": "皮:肤: 干",
    }
    empty = CustomerFilter(source="", gender="", region="")
    assert [str(s) for s in empty.sentences().values()] == ["without a source", "gender unknown", "without a region"]
    assert [str(s) for s in CustomerFilter(gender="female").sentences().values()] == ["women"]
    assert CustomerFilter().sentences() == {}


@given(filters)
def test_each_condition_can_be_taken_away_by_its_key(chosen: CustomerFilter) -> None:
    keys = list(chosen.sentences())
    while keys:
        key = keys.pop(0)
        chosen = chosen.without(key)
        assert list(chosen.sentences()) == keys
    assert chosen == CustomerFilter()


@given(filters)
def test_a_saved_filter_is_loaded_as_it_was(chosen: CustomerFilter) -> None:
    saved = json.loads(json.dumps(chosen.dump()))
    assert CustomerFilter.load(saved) == chosen
    assert all(saved[key] is not None for key in saved)


def test_only_what_is_chosen_is_saved_and_what_is_not_known_is_passed_over() -> None:
    assert CustomerFilter().dump() == {}
    assert CustomerFilter(spent_from=0, gender="").dump() == {"spent_from": 0, "gender": ""}
    assert CustomerFilter.load({"star_sign": "Leo", "source": "美团"}) == CustomerFilter(source="美团")


def test_any_filter_and_order_answer_without_a_bug(people: Services) -> None:
    everyone = set(people.customers.ids())
    orders = st.sampled_from(["name", "phone", "spent", "created", "next_birthday", "custom:皮肤", "birthday"])

    @settings(max_examples=50)
    @given(filters, orders, st.booleans())
    def ask(chosen: CustomerFilter, key: str, descending: bool) -> None:
        ids = people.customers.ids(chosen, Sort(key, descending))
        assert set(ids) == set(people.customers.ids(chosen))
        assert len(ids) == len(set(ids))
        assert set(ids) <= everyone
        wider = people.customers.ids(replace(chosen, tags=(), text="", custom=()))
        assert set(ids) <= set(wider)

    ask()
