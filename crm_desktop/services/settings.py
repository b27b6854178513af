"""The settings that belong to the shop and travel with its file."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import Any

from crm_desktop.domain.birthday import LeapDayRule, LeapMonthRule, YearlyRules
from crm_desktop.errors import InvalidInput
from crm_desktop.language import Sentence
from crm_desktop.store.journal import Change
from crm_desktop.store.models import Setting
from crm_desktop.store.shop import Shop

DEFAULT_GREETING = "{称呼}，祝您生日快乐！身体健康，万事如意。——{店名}"


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """Every setting of a shop, with what holds where the owner chose nothing."""

    shop_name: str = ""
    region: str = "CN"
    """Where phone numbers without a country code belong (ISO 3166)."""
    leap_month: LeapMonthRule = LeapMonthRule.ORDINARY
    leap_day: LeapDayRule = LeapDayRule.FEB_28
    birthday_days: tuple[int, ...] = (7, 3, 0)
    """How many days ahead a birthday is announced."""
    greeting_template: str = DEFAULT_GREETING
    payment_methods: tuple[str, ...] = ("微信", "支付宝", "现金", "刷卡", "储值")
    clerks: tuple[str, ...] = ()

    @property
    def rules(self) -> YearlyRules:
        """Her choices for days that some years do not have."""
        return YearlyRules(leap_month=self.leap_month, leap_day=self.leap_day)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: list[object]) -> tuple[str, ...]:
    return tuple(_text(part) for part in value)


_READ: dict[str, Any] = {
    "leap_month": LeapMonthRule,
    "leap_day": LeapDayRule,
    "birthday_days": lambda value: tuple(int(day) for day in value),
    "payment_methods": _texts,
    "clerks": _texts,
}


class Settings:
    """Reads and changes the shop's settings."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def get(self) -> ShopSettings:
        """Today's settings. A value that this version cannot read counts as not chosen."""
        known = {f.name for f in fields(ShopSettings)}
        found: dict[str, Any] = {}
        for key, text in Setting.select(Setting.key, Setting.value).tuples():
            if key not in known:
                continue
            try:
                found[key] = _READ.get(key, _text)(json.loads(text))
            except (ValueError, TypeError):
                continue
        return ShopSettings(**found)

    def change(self, **values: Any) -> Change:
        """Set some of the settings. InvalidInput where a value makes no sense."""
        new = replace(self.get(), **values)
        problems = _problems(new)
        if problems:
            raise InvalidInput(problems)
        with self._shop.change(Sentence("Changed the shop's settings")) as change:
            for key in values:
                text = json.dumps(getattr(new, key), ensure_ascii=False)
                if not Setting.update(value=text).where(Setting.key == key).execute():
                    Setting.insert(key=key, value=text).execute()
        return change.done


def _problems(settings: ShopSettings) -> dict[str, Sentence]:
    problems: dict[str, Sentence] = {}
    if len(settings.shop_name) > 100:
        problems["shop_name"] = Sentence("A name has at most %1 characters.", 100)
    if not (len(settings.region) == 2 and settings.region.isalpha() and settings.region.isupper()):
        problems["region"] = Sentence("A region is two capital letters, such as CN.")
    if any(not 0 <= day <= 60 for day in settings.birthday_days):
        problems["birthday_days"] = Sentence("Birthdays are announced 0 to 60 days ahead.")
    if not settings.payment_methods:
        problems["payment_methods"] = Sentence("Keep at least one payment method.")
    return problems
