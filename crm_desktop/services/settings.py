"""The settings that belong to the shop and travel with its file."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, time
from typing import Any, Final

from crm_desktop.domain.birthday import LeapDayRule, LeapMonthRule, YearlyRules
from crm_desktop.domain.reminding.kinds import Kind
from crm_desktop.domain.reminding.times import Times
from crm_desktop.errors import InvalidInput
from crm_desktop.language import Sentence, tr
from crm_desktop.store.journal import Change
from crm_desktop.store.models import Setting
from crm_desktop.store.shop import Shop

MAX_REMINDER_TIMES: Final = 12
MAX_OFFER: Final = 1_000
MAX_LOCK_AFTER: Final = 480
"""Minutes: a working day."""


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """Every setting of a shop, with what holds where nothing was chosen."""

    shop_name: str = ""
    region: str = "CN"
    """Where phone numbers without a country code belong (ISO 3166)."""
    leap_month: LeapMonthRule = LeapMonthRule.ORDINARY
    leap_day: LeapDayRule = LeapDayRule.FEB_28
    birthday_days: tuple[int, ...] = (7, 3, 0)
    """How many days ahead a birthday is announced."""
    payment_methods: tuple[str, ...] = ("微信", "支付宝", "现金", "刷卡", "储值")
    clerks: tuple[str, ...] = ()
    offer: str = ""
    """What a greeting offers, where its text asks for it."""
    reminder_times: tuple[str, ...] = ("09:00",)
    """When reminders are told, "HH:MM", in order."""
    closed_weekdays: tuple[int, ...] = ()
    """The days of each week without reminders; Monday is 0."""
    closed_days: tuple[str, ...] = ()
    """Other days without reminders, ISO."""
    reminder_kinds: tuple[str, ...] = tuple(kind.value for kind in Kind)
    """What she wants to be reminded of: values of Kind."""
    lock_after: int = 0
    """After how many minutes without a touch a shop with a password is locked; 0 for never."""

    @property
    def times(self) -> Times:
        """When reminders are told."""
        return Times(
            times=tuple(time.fromisoformat(at) for at in self.reminder_times),
            closed_weekdays=frozenset(self.closed_weekdays),
            closed_days=frozenset(date.fromisoformat(day) for day in self.closed_days),
        )

    @property
    def kinds(self) -> frozenset[Kind]:
        """What she wants to be reminded of."""
        return frozenset(Kind(kind) for kind in self.reminder_kinds)

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


def _time(text: object) -> str:
    return time.fromisoformat(_text(text)).strftime("%H:%M")


def _day(text: object) -> str:
    return date.fromisoformat(_text(text)).isoformat()


def _kind(text: object) -> str:
    return Kind(_text(text)).value


def _weekday(number: object) -> int:
    if not (isinstance(number, int) and 0 <= number <= 6):
        raise ValueError
    return int(number)


def _minutes(number: object) -> int:
    if isinstance(number, bool) or not (isinstance(number, int) and 0 <= number <= MAX_LOCK_AFTER):
        raise ValueError
    return int(number)


def _times(values: list[object]) -> tuple[str, ...]:
    if not values:
        raise ValueError
    return _several(_time)(values)


def _weekdays(values: list[object]) -> tuple[int, ...]:
    found = _several(_weekday)(values)
    if len(found) == 7:
        raise ValueError
    return found


def _several(read: Callable[[object], Any]) -> Callable[[list[object]], tuple[Any, ...]]:
    """What reads a list of different values, in order."""
    return lambda values: tuple(sorted({read(value) for value in values}))


_READ: dict[str, Any] = {
    "leap_month": LeapMonthRule,
    "leap_day": LeapDayRule,
    "birthday_days": lambda value: tuple(int(day) for day in value),
    "reminder_times": _times,
    "closed_weekdays": _weekdays,
    "closed_days": _several(_day),
    "reminder_kinds": _several(_kind),
    "payment_methods": _texts,
    "clerks": _texts,
    "lock_after": _minutes,
}


def of_a_new_shop() -> dict[str, object]:
    """The settings that a new shop begins with: words which the purchases will hold, in the language spoken now."""
    return {"payment_methods": [tr("WeChat Pay"), tr("Alipay"), tr("Cash"), tr("Card"), tr("Prepaid")]}


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
        """Set some of the settings. InvalidInput if a value makes no sense."""
        new = self.checked(**values)
        with self._shop.change(Sentence("Changed the shop's settings")) as change:
            for key in values:
                put(key, getattr(new, key))
        return change.done

    def checked(self, **values: Any) -> ShopSettings:
        """The settings as they would be with these values. InvalidInput if one makes no sense."""
        new = replace(self.get(), **values)
        if problems := _problems(new):
            raise InvalidInput(problems)
        return new


def put(key: str, value: object) -> None:
    """Write one setting, inside an open change."""
    text = json.dumps(value, ensure_ascii=False)
    if not Setting.update(value=text).where(Setting.key == key).execute():
        Setting.insert(key=key, value=text).execute()


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
    if len(settings.offer) > MAX_OFFER:
        problems["offer"] = Sentence("An offer has at most %1 characters.", MAX_OFFER)
    if not 0 <= settings.lock_after <= MAX_LOCK_AFTER:
        problems["lock_after"] = Sentence("The shop is locked after 1 to %1 minutes, or never.", MAX_LOCK_AFTER)
    return problems | _reminder_problems(settings)


def _reminder_problems(settings: ShopSettings) -> dict[str, Sentence]:
    problems: dict[str, Sentence] = {}
    if len(settings.reminder_times) > MAX_REMINDER_TIMES or not _reads("reminder_times", settings):
        problems["reminder_times"] = Sentence("Choose 1 to %1 times of the day, such as 09:00.", MAX_REMINDER_TIMES)
    if not _reads("closed_weekdays", settings):
        problems["closed_weekdays"] = Sentence("Keep at least one day of the week open.")
    if not _reads("closed_days", settings):
        problems["closed_days"] = Sentence("A closed day is a date, such as 2026-10-01.")
    if not _reads("reminder_kinds", settings):
        problems["reminder_kinds"] = Sentence("There is no such kind of reminder.")
    return problems


def _reads(key: str, settings: ShopSettings) -> bool:
    """Whether a setting that is written would be read."""
    try:
        _READ[key](list(getattr(settings, key)))
        return True
    except (ValueError, TypeError):
        return False
