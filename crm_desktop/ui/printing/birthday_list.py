"""The birthday list for the wall: month by month in the order of coming, with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from crm_desktop.domain.calendar_words import date_words, weekday_words
from crm_desktop.domain.paper import Sheet
from crm_desktop.domain.table import Value
from crm_desktop.language import tr
from crm_desktop.services.birthdays import BirthdayRow
from crm_desktop.services.lists import why_words
from crm_desktop.ui.printing import table_document
from crm_desktop.ui.printing.document import Watch
from crm_desktop.ui.printing.table_document import Group, PaperColumn, Row, TableDocument, TablePage
from crm_desktop.ui.widgets.month_grid import month_words

_AS_SAID: Final = frozenset({"solar calendar, %1", "lunar %1, %2: %3"})
"""Reasons of birthdays that fall where they always do."""


def lay_out(
    rows: Iterable[BirthdayRow], about: Sequence[str], foot: str, sheet: Sheet | None = None,
    landscape: bool | None = None, watch: Watch | None = None, expected: int = 0,
) -> TableDocument:  # fmt: skip
    """Lay the birthdays out, which are in the order of their coming; `expected` is how many, where that is known."""
    columns = (
        PaperColumn("", tick=True),
        PaperColumn(tr("Date")),
        PaperColumn(tr("Name")),
        PaperColumn(tr("Birthday")),
        PaperColumn(tr("Age"), "number"),
        PaperColumn(tr("Phone"), "phone"),
        PaperColumn(tr("Remark")),
    )
    page = TablePage(tr("Birthdays"), columns, _rows(rows), about, foot, expected)
    return table_document.lay_out(page, sheet, landscape, watch)


def _rows(rows: Iterable[BirthdayRow]) -> Iterator[Row]:
    for month, some in groupby(rows, lambda row: row.occurrence.date.replace(day=1)):
        yield Group(month_words(month))
        for row in some:
            yield _cells(row)


def _cells(row: BirthdayRow) -> Sequence[Value]:
    return (
        "", _day(row.occurrence.date), row.name, row.words, row.occurrence.turning, row.phone, _remark(row),
    )  # fmt: skip


def _day(day: date) -> str:
    return tr("%1 %2", date_words(day), weekday_words(day))


def _remark(row: BirthdayRow) -> str:
    """Greeted already; or why a birthday falls on another day than it says."""
    if row.greeted:
        return tr("Greeted")
    return "" if row.occurrence.why.text in _AS_SAID else why_words(row)
