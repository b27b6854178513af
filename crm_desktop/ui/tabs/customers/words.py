"""How the customer pages say dates and lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm_desktop.domain.birthday import Birthday, Calendar, Occurrence, birthday_words
from crm_desktop.domain.calendar_words import in_days_words, solar_day
from crm_desktop.language import language, tr

GENDERS = ("female", "male", "")


def ago_words(day: date, today: date) -> str:
    """How long ago a day was: "3 days ago", by months after two of them, by years after two of those."""
    days = (today - day).days
    if days <= 0:
        return in_days_words(-days)
    if days == 1:
        return tr("yesterday")
    if days < 60:
        return tr("%n day(s) ago", n=days)
    if days < 730:
        return tr("%n month(s) ago", n=days // 30)
    return tr("%n year(s) ago", n=days // 365)


def next_birthday_words(occurrence: Occurrence, which: str, today: date) -> str:
    """When the next birthday is, and which: "12 天后 农历八月十五"."""
    return tr("%1 · %2", in_days_words((occurrence.date - today).days), which)


def day_of_year(birthday: Birthday) -> str:
    """A birthday without its year, short enough for a column: 农历八月十五; "Oct 3", "lunar 8/15", "lunar leap 4/1"."""
    if birthday.calendar is Calendar.SOLAR or language() == "zh_CN":
        return birthday_words(replace(birthday, year=None))
    if birthday.leap:
        return tr("lunar leap %1/%2", birthday.month, birthday.day)
    return tr("lunar %1/%2", birthday.month, birthday.day)


def day_of(day: Birthday, occurrence: Occurrence) -> str:
    """A yearly day in its own calendar; a lunar one with the solar day on which it falls."""
    shown = birthday_words(day)
    if day.calendar is Calendar.SOLAR:
        return shown
    return tr("%1 (%2)", shown, solar_day(occurrence.date.month, occurrence.date.day))


def day_words(day: date, today: date) -> str:
    """A day as short as it can be understood: without the year in this year."""
    if day == today:
        return in_days_words(0)
    if day.year == today.year:
        return f"{day:%m-%d}"
    return f"{day:%Y-%m-%d}"


def birthday_text(birthday: Birthday | None) -> str:
    """A birthday as it can be typed again: `parse_birthday` reads it back in either language."""
    if birthday is None:
        return ""
    if language() == "zh_CN":
        return birthday_words(birthday)
    leap = "闰" if birthday.leap else ""
    day = f"{leap}{birthday.month}-{birthday.day}"
    if birthday.year is not None:
        day = f"{birthday.year}-{day}"
    return f"lunar {day}" if birthday.calendar is Calendar.LUNAR else day
