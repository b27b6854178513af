"""The lines of the birthday list, and the headings that they stand under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from crm_desktop.domain.calendar_words import date_words, in_days_words, lunar_today_words, weekday_words
from crm_desktop.domain.phone import format_phone
from crm_desktop.language import Sentence, tr
from crm_desktop.services import Services
from crm_desktop.services.birthdays import BirthdayRow
from crm_desktop.services.lists import why_words
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.widgets.headed_list import Contents, Group, Heading, contents
from crm_desktop.ui.widgets.month_grid import month_words
from crm_desktop.ui.widgets.preview import Details

DAYS_AHEAD = (7, 30, 90, 364)
YEAR = 364
_BY_DAY_UP_TO = 7
_REST_OF_MONTH = -1
_MONTHS = -10_000_000
"""Headings of days have the negative ordinal of the day for an id; those of months lie beyond."""


@dataclass(frozen=True, slots=True)
class BirthdayLine:
    """A birthday on a day. A customer with a lunar birthday may have two lines within a year."""

    id: int
    row: BirthdayRow


@dataclass(frozen=True, slots=True)
class Question:
    """What the list shows: the `days` after `on`, or the one `day`; of those who are found by `text`."""

    on: date
    days: int
    text: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What to show, and how many lines it holds."""

    contents: Contents[BirthdayLine]
    count: int


def answer(services: Services, question: Question) -> Answer:
    """Ask the services. May be run in the worker."""
    if question.day is not None:
        rows = services.birthdays.of_day(question.day)
    else:
        rows = services.birthdays.coming(question.on, question.days)
    if question.text.strip():
        found = set(services.customers.find_ids(question.text))
        rows = [row for row in rows if row.customer_id in found]
    return Answer(contents(_groups(_lines(rows), question.on)), len(rows))


def _lines(rows: Iterable[BirthdayRow]) -> list[BirthdayLine]:
    seen: set[int] = set()
    lines: list[BirthdayLine] = []
    for row in rows:
        lines.append(BirthdayLine(row.customer_id * 2 + (row.customer_id in seen), row))
        seen.add(row.customer_id)
    return lines


def _groups(lines: Sequence[BirthdayLine], on: date) -> list[Group[BirthdayLine]]:
    groups: list[Group[BirthdayLine]] = []
    for key, some in groupby(lines, lambda line: _heading_id(line.row.occurrence.date, on)):
        members = list(some)
        groups.append((_heading(key, members[0].row.occurrence.date, on, len(members)), members))
    return groups


def _heading_id(day: date, on: date) -> int:
    if day - on <= timedelta(days=_BY_DAY_UP_TO):
        return -day.toordinal()
    if (day.year, day.month) == (on.year, on.month):
        return _REST_OF_MONTH
    return _MONTHS - day.year * 12 - day.month


def _heading(key: int, day: date, on: date, count: int) -> Heading:
    if key == _REST_OF_MONTH:
        return Heading(key, tr("Later this month"), f"{count:,}")
    if key < _MONTHS:
        return Heading(key, month_words(day), f"{count:,}")
    words = in_days_words((day - on).days)
    token = "accent" if day == on else "text"
    return Heading(key, words[:1].upper() + words[1:], day_words(day), token)


def day_words(day: date) -> str:
    """A day in both calendars: "Saturday, Nov 21 · lunar 10th month, day 13"."""
    solar = tr("%2, %1", date_words(day), weekday_words(day))
    lunar = lunar_today_words(day)
    return f"{solar} · {lunar}" if lunar else solar


def columns() -> tuple[Column[BirthdayLine], ...]:
    """The columns of the list. Its order is by date and cannot be changed: the headings stand on it."""

    def when(line: BirthdayLine) -> str:
        return date_words(line.row.occurrence.date)

    def why(line: BirthdayLine) -> str:
        return why_words(line.row)

    return (
        Column[BirthdayLine]("date", Sentence("Date"), when, width=92, value=lambda b: b.row.occurrence.date,
                             tooltip=lambda b: day_words(b.row.occurrence.date)),
        Column[BirthdayLine]("in_days", Sentence("When"), lambda b: in_days_words(b.row.in_days), width=92,
                             value=lambda b: b.row.in_days, token=_nearness),
        Column[BirthdayLine]("name", Sentence("Name"), name_words, width=110),
        Column[BirthdayLine]("turning", Sentence("Age"), _turning, width=56, align="right",
                             value=lambda b: b.row.occurrence.turning),
        Column[BirthdayLine]("why", Sentence("Why this day"), why, width=300, tooltip=why, fills=True),
        Column[BirthdayLine]("phone", Sentence("Phone"), lambda b: format_phone(b.row.phone), width=124),
        Column[BirthdayLine]("greeted", Sentence("Greeted"), lambda b: tr("✓ Greeted") if b.row.greeted else "",
                             width=84, token=lambda b: "good"),
    )  # fmt: skip


def name_words(line: BirthdayLine) -> str:
    """Whose birthday it is."""
    return line.row.name or format_phone(line.row.phone) or tr("customer %1", line.row.customer_id)


def details(line: BirthdayLine) -> Details:
    """What the preview says: whose birthday, which one, and why on that day."""
    row = line.row
    facts = (
        (tr("Birthday"), row.words),
        (tr("Age"), _turning(line)),
        (tr("Why this day"), why_words(row)),
        (tr("Phone"), format_phone(row.phone)),
        (tr("Greeted"), tr("✓ Greeted") if row.greeted else ""),
    )
    detail = tr("%1 · %2", in_days_words(row.in_days), day_words(row.occurrence.date))
    return Details(name_words(line), detail, facts=facts)


def _turning(line: BirthdayLine) -> str:
    turning = line.row.occurrence.turning
    return "" if turning is None else str(turning)


def _nearness(line: BirthdayLine) -> str:
    return "accent" if line.row.in_days == 0 else "secondary"
