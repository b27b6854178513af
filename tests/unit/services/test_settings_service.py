"""The shop's settings: what holds unless chosen, what is refused, and what another version wrote."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop import language
from crm_desktop.domain.birthday import LeapDayRule, LeapMonthRule, YearlyRules
from crm_desktop.domain.reminding.kinds import Kind
from crm_desktop.domain.reminding.times import Times
from crm_desktop.errors import InvalidInput
from crm_desktop.language import Sentence
from crm_desktop.services import Services
from crm_desktop.services.settings import ShopSettings, of_a_new_shop
from crm_desktop.store.models import Setting
from crm_desktop.store.shop import Shop


def write(services: Services, key: str, value: str) -> None:
    with services.shop.change(Sentence("As another version might")):
        Setting.delete().where(Setting.key == key).execute()
        Setting.insert(key=key, value=value).execute()


def test_a_new_shop_has_settings_that_make_sense(services: Services) -> None:
    shop = services.settings.get()
    assert shop == ShopSettings()
    assert (shop.shop_name, shop.region, shop.birthday_days) == ("", "CN", (7, 3, 0))
    assert shop.rules == YearlyRules(LeapMonthRule.ORDINARY, LeapDayRule.FEB_28)
    assert "微信" in shop.payment_methods


@pytest.mark.parametrize(("spoken", "first"), [("en", "WeChat Pay"), ("zh_CN", "微信")])
def test_a_new_shop_names_its_payment_methods_in_the_language_it_was_made_in(
    spoken: str, first: str, tmp_path: Path
) -> None:
    language.set_language(spoken)
    shop = Shop.create(tmp_path / "new.crm", settings=of_a_new_shop())
    language.set_language("en")
    try:
        methods = Services(shop).purchases.payment_methods()
        assert (methods[0], len(methods)) == (first, 5)
        assert Services(shop).history.changes() == []
    finally:
        shop.close()


def test_settings_are_kept_in_the_shops_file(services: Services, shop: Shop, shop_path: Path) -> None:
    chosen: dict[str, Any] = {
        "shop_name": "清风茶庄",
        "region": "HK",
        "leap_month": LeapMonthRule.SKIP,
        "leap_day": LeapDayRule.MAR_1,
        "birthday_days": (14, 0),
        "offer": "九折",
        "payment_methods": ("现金",),
        "clerks": ("小李", "小王"),
        "reminder_times": ("08:30", "15:00"),
        "closed_weekdays": (5, 6),
        "closed_days": ("2026-10-01", "2026-10-02"),
        "reminder_kinds": ("birthday", "follow_up"),
        "lock_after": 10,
    }
    change = services.settings.change(**chosen)
    assert str(change.title) == "Changed the shop's settings"
    assert change.concerns("setting")
    shop.close()
    again = Shop.open(shop_path)
    found = Services(again).settings.get()
    again.close()
    assert found == ShopSettings(**chosen)
    assert found.rules == YearlyRules(LeapMonthRule.SKIP, LeapDayRule.MAR_1)
    assert found.times == Times(
        (time(8, 30), time(15)), frozenset({5, 6}), frozenset({date(2026, 10, 1), date(2026, 10, 2)})
    )
    assert found.kinds == {Kind.BIRTHDAY, Kind.FOLLOW_UP}


def test_a_shop_is_called_as_its_file_until_it_is_named(services: Services) -> None:
    assert services.shop_name == "shop"
    services.settings.change(shop_name="桂香茶铺")
    assert services.shop_name == "桂香茶铺"


def test_one_setting_is_changed_and_the_others_stay(services: Services) -> None:
    services.settings.change(shop_name="甲", clerks=("小李",))
    services.settings.change(shop_name="乙")
    assert services.settings.get() == ShopSettings(shop_name="乙", clerks=("小李",))
    assert services.settings.change(shop_name="乙").id is None
    services.history.undo()
    assert services.settings.get().shop_name == "甲"
    services.history.undo()
    assert services.settings.get() == ShopSettings()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"shop_name": "名" * 101}, "shop_name"),
        ({"region": "china"}, "region"),
        ({"region": "cn"}, "region"),
        ({"region": "C1"}, "region"),
        ({"region": ""}, "region"),
        ({"birthday_days": (7, 61)}, "birthday_days"),
        ({"birthday_days": (-1,)}, "birthday_days"),
        ({"payment_methods": ()}, "payment_methods"),
        ({"offer": "x" * 1001}, "offer"),
        ({"reminder_times": ()}, "reminder_times"),
        ({"reminder_times": ("soon",)}, "reminder_times"),
        ({"reminder_times": tuple(f"{hour:02}:00" for hour in range(13))}, "reminder_times"),
        ({"closed_weekdays": (7,)}, "closed_weekdays"),
        ({"closed_weekdays": (0, 1, 2, 3, 4, 5, 6)}, "closed_weekdays"),
        ({"closed_days": ("1 October",)}, "closed_days"),
        ({"reminder_kinds": ("weather",)}, "reminder_kinds"),
        ({"lock_after": -1}, "lock_after"),
        ({"lock_after": 481}, "lock_after"),
    ],
)
def test_what_makes_no_sense_is_refused(services: Services, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        services.settings.change(clerks=("小李",), **values)
    assert list(refusal.value.fields) == [field]
    assert services.settings.get() == ShopSettings()


def test_a_setting_that_there_is_none_of_is_a_bug(services: Services) -> None:
    with pytest.raises(TypeError):
        services.settings.change(colour="red")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("colour", '"red"'),
        ("shop_name", "no JSON"),
        ("leap_month", '"never"'),
        ("birthday_days", '["soon"]'),
        ("birthday_days", "7"),
        ("payment_methods", "null"),
        ("reminder_times", "[]"),
        ("reminder_times", '["25:00"]'),
        ("closed_weekdays", "[0, 1, 2, 3, 4, 5, 6]"),
        ("closed_weekdays", '["Monday"]'),
        ("closed_days", "[1]"),
        ("reminder_kinds", '["weather"]'),
        ("lock_after", "481"),
        ("lock_after", "true"),
        ("lock_after", '"soon"'),
        ("region", ""),
    ],
)
def test_what_this_version_cannot_read_counts_as_not_chosen(services: Services, key: str, value: str) -> None:
    write(services, key, value)
    assert services.settings.get() == ShopSettings()


def test_whatever_is_in_the_table_is_read_without_a_bug(services: Services) -> None:
    values = st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists, max_leaves=4)
    keys = st.sampled_from(list(ShopSettings.__dataclass_fields__))

    @settings(max_examples=50)
    @given(keys, values)
    def read(key: str, value: object) -> None:
        write(services, key, json.dumps(value))
        found = services.settings.get()
        assert isinstance(found.rules, YearlyRules)
        assert isinstance(found.shop_name, str)
        assert all(isinstance(word, str) for word in (*found.payment_methods, *found.clerks))
        assert all(isinstance(day, int) for day in found.birthday_days)
        assert found.times.times
        assert found.kinds <= set(Kind)

    read()
