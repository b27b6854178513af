"""The lines of the birthday list, and the headings that they stand under."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, groupby

from PySide6.QtCore import QObject

from crm_desktop.domain.calendar_words import date_words, in_days_words, lunar_today_words, weekday_words
from crm_desktop.domain.phone import format_phone
from crm_desktop.language import Sentence, tr
from crm_desktop.services import Services
from crm_desktop.services.birthdays import BirthdayRow, Birthdays
from crm_desktop.services.lists import why_words
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.headed_list import Heading, HeadingsModel
from crm_desktop.ui.widgets.month_grid import month_words
from crm_desktop.ui.widgets.preview import Details

DAYS_AHEAD = (7, 30, 90, 364)
YEAR = 364
_BY_DAY_UP_TO = 7
_REST_OF_MONTH = -1
_MONTHS = -10_000_000
"""Headings of days have the negative ordinal of the day for an id; those of months lie beyond."""


Span = tuple[date, date]
"""The first and the last of some days."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the list shows: the `days` after `on`, or the one `day`; of those who are found by `text`."""

    on: date
    days: int
    text: str = ""
    day: date | None = None

    @property
    def span(self) -> Span:
        """The days that are asked for."""
        return (self.day, self.day) if self.day else (self.on, self.on + timedelta(days=self.days))


@dataclass(frozen=True, slots=True)
class Answer:
    """What to show: the ids of the birthdays, which hold for the days of `span`, under those of their headings; and
    `count`, how many birthdays they are."""

    ids: array[int]
    headings: Mapping[int, Heading]
    span: Span
    count: int


def answer(services: Services, question: Question) -> Answer:
    """Ask the services. May be run in the worker."""
    only = set(services.customers.find_ids(question.text)) if question.text.strip() else None
    by_day = services.birthdays.ids(*question.span, only)
    ids, headings = array("q"), {}
    for key, some in groupby(by_day, lambda day: _heading_id(day, question.on)):
        days = list(some)
        below = array("q", chain.from_iterable(by_day[day] for day in days))
        headings[key] = _heading(key, days[0], question.on, len(below))
        ids.append(key)
        ids.extend(below)
    return Answer(ids, headings, question.span, len(ids) - len(headings))


class BirthdaysModel(HeadingsModel[BirthdayRow]):
    """Birthdays under the headings of their days or months. They are read as they are painted: a large shop has a
    million within a year."""

    def __init__(self, birthdays: Birthdays, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(columns(), self._rows, theme, parent)
        self._birthdays = birthdays
        self._headings: Mapping[int, Heading] = {}
        self._span: Span = (date.min, date.min)

    def show(self, found: Answer) -> None:
        """Show these."""
        self._headings, self._span = found.headings, found.span
        self.set_ids(found.ids)
        self.refresh_ids(None)

    def all_ids(self) -> array[int]:
        """The ids of all birthdays shown, in order."""
        return array("q", (each for each in self.ids if each >= 0))

    def reader(self) -> Callable[[Sequence[int]], list[BirthdayRow]]:
        """What reads birthdays by the ids that they have now; it may be used in the worker, and after others are
        shown."""
        birthdays, span = self._birthdays, self._span
        return lambda ids: birthdays.get_many(ids, *span)

    def _rows(self, ids: Sequence[int]) -> list[BirthdayRow | Heading]:
        headings = [self._headings[each] for each in ids if each in self._headings]
        return [*headings, *self.reader()([each for each in ids if each >= 0])]


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


def columns() -> tuple[Column[BirthdayRow], ...]:
    """The columns of the list. Its order is by date and cannot be changed: the headings stand on it. The name comes
    second, where the buttons on the line leave it in sight however large the text is."""

    def when(row: BirthdayRow) -> str:
        return date_words(row.occurrence.date)

    def why(row: BirthdayRow) -> str:
        return why_words(row)

    return (
        Column[BirthdayRow]("date", Sentence("Date"), when, width=92, value=lambda b: b.occurrence.date,
                             tooltip=lambda b: day_words(b.occurrence.date)),
        Column[BirthdayRow]("name", Sentence("Name"), name_words, width=110),
        Column[BirthdayRow]("in_days", Sentence("When"), lambda b: in_days_words(b.in_days), width=92,
                             value=lambda b: b.in_days, token=_nearness),
        Column[BirthdayRow]("turning", Sentence("Age"), _turning, width=56, align="right",
                             value=lambda b: b.occurrence.turning),
        Column[BirthdayRow]("why", Sentence("Why this day"), why, width=300, tooltip=why, fills=True),
        Column[BirthdayRow]("phone", Sentence("Phone"), lambda b: format_phone(b.phone), width=124),
        Column[BirthdayRow]("greeted", Sentence("Greeted"), lambda b: tr("✓ Greeted") if b.greeted else "",
                             width=84, token=lambda b: "good"),
    )  # fmt: skip


def name_words(row: BirthdayRow) -> str:
    """Whose birthday it is."""
    return row.name or format_phone(row.phone) or tr("customer %1", row.customer_id)


def details(row: BirthdayRow) -> Details:
    """What the preview says: whose birthday, which one, and why on that day."""
    facts = (
        (tr("Birthday"), row.words),
        (tr("Age"), _turning(row)),
        (tr("Why this day"), why_words(row)),
        (tr("Phone"), format_phone(row.phone)),
        (tr("Greeted"), tr("✓ Greeted") if row.greeted else ""),
    )
    detail = tr("%1 · %2", in_days_words(row.in_days), day_words(row.occurrence.date))
    return Details(name_words(row), detail, facts=facts)


def _turning(row: BirthdayRow) -> str:
    turning = row.occurrence.turning
    return "" if turning is None else str(turning)


def _nearness(row: BirthdayRow) -> str:
    return "accent" if row.in_days == 0 else "secondary"
