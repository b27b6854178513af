"""Dates as people at a counter type them: 今天, 明天, 周五, +3, 11-21, 2026-11-21, with a time after it. No Qt."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

from crm_desktop.language import tr
from crm_desktop.patterns import regex

_NEAR: Final = {
    "今天": 0, "今日": 0, "today": 0, "now": 0, "现在": 0,
    "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2, "大后天": 3,
    "昨天": -1, "昨日": -1, "yesterday": -1, "前天": -2,
}  # fmt: skip
_WEEKDAYS: Final = {
    **{f"{week}{day}": n for week in ("周", "星期", "礼拜") for n, day in enumerate("一二三四五六日")},
    **{f"{week}天": 6 for week in ("周", "星期", "礼拜")},
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
_AHEAD: Final = regex(r"\+?(\d{1,4})\s*(d|w|m|天|日|周|星期|个?月)?\s*(后)?")
_UNITS: Final = {"w": 7, "周": 7, "星期": 7}
_YMD: Final = regex(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_MD: Final = regex(r"(\d{1,2})[-/.月](\d{1,2})[日号]?")
_DAY: Final = regex(r"(\d{1,2})[日号]")
_TIME: Final = regex(r"(?:^|\s|(?<=[日号天]))(\d{1,2})(?::(\d{2})|[点时](半|\d{1,2}分?)?)$")

_YEARS: Final = (1900, 2200)


def parse_when(text: str, now: datetime, *, ahead: bool = True) -> tuple[date, time | None] | None:
    """The day, and the time if one was typed; None for blank; ValueError for what is not understood.

    A month and day without a year is the nearest one to come or, unless `ahead`, the nearest one gone by; today
    either way. A time alone is today's.
    """
    rest = unicodedata.normalize("NFKC", text).strip().lower()
    if not rest:
        return None
    at: time | None = None
    found = _TIME.search(rest)
    if found:
        minutes = found[3]
        minute = int(found[2] or 0) if not minutes else 30 if minutes == "半" else int(minutes.removesuffix("分"))
        at = time(int(found[1]), minute)
        rest = rest[: found.start()].strip()
    day = _parse_day(rest, now.date(), ahead) if rest else now.date()
    if not _YEARS[0] <= day.year < _YEARS[1]:
        raise ValueError(text)
    if rest in ("now", "现在") and at is None:
        at = now.time().replace(second=0, microsecond=0)
    return day, at


def _parse_day(text: str, today: date, ahead: bool) -> date:
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if found := _YMD.fullmatch(text):
        year, month, day = (int(part) for part in found.groups() if part)
        return date(year, month, day)
    if found := _MD.fullmatch(text):
        return _nearest(today, int(found[1]), int(found[2]), ahead)
    if found := _DAY.fullmatch(text):
        return _nearest_day(today, int(found[1]), ahead)
    following = text.startswith(("下", "next"))
    weekday = _WEEKDAYS.get(text.removeprefix("下个").removeprefix("下").removeprefix("next").strip())
    if weekday is not None:
        return _weekday(today, weekday, following, ahead)
    if found := _AHEAD.fullmatch(text):
        unit = found[2] or ""
        if text[0] != "+" and not (unit and found[3]):
            raise ValueError(text)
        if unit.endswith(("月", "m")):
            return _months_on(today, int(found[1]))
        return today + timedelta(days=int(found[1]) * _UNITS.get(unit, 1))
    raise ValueError(text)


def _weekday(today: date, weekday: int, following: bool, ahead: bool) -> date:
    if following:
        return today - timedelta(days=today.weekday()) + timedelta(days=7 + weekday)
    if ahead:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _nearest(today: date, month: int, day: int, ahead: bool) -> date:
    """That day of the year, this year or a later (earlier) one that has it."""
    date(2000, month, day)  # ValueError for what no year has
    years = range(today.year, today.year + 9) if ahead else range(today.year, today.year - 9, -1)
    for year in years:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found == today or (found > today) == ahead:
            return found
    raise ValueError((month, day))


def _nearest_day(today: date, day: int, ahead: bool) -> date:
    month = today.year * 12 + today.month - 1
    for step in range(4):
        year, index = divmod(month + (step if ahead else -step), 12)
        try:
            found = date(year, index + 1, day)
        except ValueError:
            continue
        if found == today or (found > today) == ahead:
            return found
    raise ValueError(day)


def _months_on(today: date, months: int) -> date:
    year, index = divmod(today.year * 12 + today.month - 1 + months, 12)
    for day in range(today.day, 27, -1):
        try:
            return date(year, index + 1, day)
        except ValueError:
            continue
    return date(year, index + 1, today.day)


def day_words(day: date, today: date) -> str:
    """今天, 明天, 昨天; a day of this year as 11-21, else 2026-11-21. `parse_when` reads them all."""
    away = (day - today).days
    if away == 0:
        return tr("Today")
    if away == 1:
        return tr("Tomorrow")
    if away == -1:
        return tr("Yesterday")
    return day.isoformat()
