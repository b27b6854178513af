"""How follow-ups say their days, their priority and their repetition."""

from __future__ import annotations

from datetime import date
from typing import Final

from crm_desktop.domain import recurrence
from crm_desktop.domain.calendar_words import date_words, in_days_words, weekday_words
from crm_desktop.domain.phone import format_phone
from crm_desktop.language import Sentence, tr
from crm_desktop.services.follow_ups import FollowUp, Section
from crm_desktop.services.lists import priority_words
from crm_desktop.ui.widgets.preview import Details

SECTIONS: Final[dict[Section, Sentence]] = {
    Section.ALL: Sentence("All open"),
    Section.OVERDUE: Sentence("Overdue"),
    Section.TODAY: Sentence("Today"),
    Section.WEEK: Sentence("Next 7 days"),
    Section.LATER: Sentence("Later"),
    Section.DONE: Sentence("Completed"),
}


def section_words(section: Section, count: int) -> str:
    """A section with how many it holds: "Overdue 2"; without a number where it is empty."""
    return f"{SECTIONS[section]} {count:,}" if count else str(SECTIONS[section])


def due_words(row: FollowUp, today: date) -> str:
    """When it is to be done, from today: "2 days overdue", "today 15:00", "Friday"."""
    if row.overdue_days:
        return tr("%n day(s) overdue", n=row.overdue_days)
    words = _day_words(row.day, today)
    # A time belongs to the day that was planned, not to one that it was put off to.
    return f"{words} {row.due_time:%H:%M}" if row.due_time and row.day == row.due else words


def _day_words(day: date, today: date) -> str:
    away = (day - today).days
    if away in (0, 1):
        return in_days_words(away)
    if 1 < away < 7:
        return weekday_words(day)
    return date_words(day, year=day.year != today.year)


def due_reason(row: FollowUp) -> str:
    """The due day itself, and where it was put off to."""
    due = date_words(row.due, year=True)
    if row.snoozed_until is None:
        return tr("Due on %1", due)
    return tr("Due on %1, put off to %2", due, date_words(row.snoozed_until, year=True))


def due_token(row: FollowUp, today: date) -> str | None:
    """Overdue is red, today is the accent."""
    if row.done_at is not None:
        return "secondary"
    return "danger" if row.overdue_days else "accent" if row.day == today else None


def recurrence_words(row: FollowUp) -> str:
    """ "every 2 weeks"; nothing if it happens once."""
    return str(recurrence.words(row.recurrence)) if row.recurrence else ""


def done_words(row: FollowUp, today: date) -> str:
    """When it was done."""
    if row.done_at is None:
        return ""
    day = row.done_at.date()
    words = in_days_words(-1) if (today - day).days == 1 else _day_words(day, today)
    return f"{words} {row.done_at:%H:%M}"


def customer_words(row: FollowUp) -> str:
    """Who it is about: the name, else the phone."""
    return row.customer_name or format_phone(row.customer_phone) or tr("customer %1", row.customer_id)


def details(row: FollowUp, today: date) -> Details:
    """What the preview says: what to do for whom, when, and what came of it."""
    facts = (
        (tr("Priority"), priority_words(row.priority)),
        (tr("Repeat"), recurrence_words(row)),
        (tr("Done on"), done_words(row, today)),
        (tr("Outcome"), row.outcome),
        (tr("Customer"), customer_words(row)),
        (tr("Phone"), format_phone(row.customer_phone)),
    )
    reason = due_reason(row)
    return Details(row.what, reason if row.done_at else tr("%1 · %2", due_words(row, today), reason), facts=facts)
