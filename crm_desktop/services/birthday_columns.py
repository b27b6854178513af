"""Birthdays, and other days that come back every year, as the columns of a table hold them: written, read, and found by
their day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Final

from crm_desktop.domain.birthday import Birthday, Calendar
from crm_desktop.store.models import Customer

BIRTHDAY: Final = (
    Customer.birth_calendar, Customer.birth_year, Customer.birth_month, Customer.birth_day, Customer.birth_leap,
)  # fmt: skip
"""The columns of a customer's birthday, as `birthday_of` takes them."""

Key = tuple[Calendar, int, int]
"""Calendar, month and day."""


def birthday_columns(birthday: Birthday | None) -> dict[str, object]:
    """A birthday as the columns of a customer's row; all empty for None."""
    if birthday is None:
        return dict.fromkeys(("birth_calendar", "birth_year", "birth_month", "birth_day")) | {"birth_leap": False}
    return {
        "birth_calendar": birthday.calendar.value,
        "birth_year": birthday.year,
        "birth_month": birthday.month,
        "birth_day": birthday.day,
        "birth_leap": birthday.leap,
    }


@lru_cache(maxsize=16_384)  # customers share their days: those near today come again with every list
def birthday_of(calendar: str, year: int | None, month: int, day: int, leap: int) -> Birthday:
    """The birthday, or other yearly day, that these columns hold."""
    return Birthday(Calendar(calendar), year, month, day, bool(leap))


def on_days(keys: Iterable[Key], calendar: Any, month: Any, day: Any) -> Any:
    """The condition that these columns say one of `keys`; each part of it can use an index of month and day."""
    days: dict[tuple[Calendar, int], set[int]] = {}
    for key_calendar, key_month, key_day in keys:
        days.setdefault((key_calendar, key_month), set()).add(key_day)
    whole: dict[Calendar, list[int]] = {}
    parts = []
    for (key_calendar, key_month), some in sorted(days.items()):
        if len(some) >= _days_of(key_calendar, key_month):
            whole.setdefault(key_calendar, []).append(key_month)
        else:
            parts.append((month == key_month) & day.in_(sorted(some)) & (calendar == key_calendar.value))
    parts += [month.in_(months) & (calendar == key_calendar.value) for key_calendar, months in whole.items()]
    return reduce(or_, parts)


def _days_of(calendar: Calendar, month: int) -> int:
    """The most days that month has: where all of them are wanted, they need not be asked for one by one."""
    return monthrange(2000, month)[1] if calendar is Calendar.SOLAR else 30
