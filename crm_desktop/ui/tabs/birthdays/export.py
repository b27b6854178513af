"""Handing over the birthday list: the columns shown, with real dates, or a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from crm_desktop.exchange.writers import ics_file
from crm_desktop.language import tr
from crm_desktop.services.birthdays import BirthdayRow
from crm_desktop.services.lists import BIRTHDAY_COLUMNS, chosen, records_of
from crm_desktop.ui.dialogs.export_rows import OtherFormat, Sheet, export_rows
from crm_desktop.ui.plumbing.context import Context


def export_birthdays(
    context: Context, parent: QWidget, rows: Sequence[BirthdayRow], keys: Sequence[str], about: Sequence[str]
) -> None:
    """Ask for a file and write these birthdays. `about` says what the list holds."""
    services, now = context.services, context.clock.now()

    def calendar(rows: Iterable[BirthdayRow], path: Path) -> int:
        ids = list(dict.fromkeys(row.customer_id for row in rows))  # a lunar birthday can be there twice
        people = records_of(ids, services.customers.get_many)
        return ics_file.write_birthdays(people, path, now, services.settings.get().rules)

    sheet = Sheet(
        title=tr("Birthdays"),
        ids=range(len(rows)),  # all of them are at hand
        fetch=lambda places: [rows[each] for each in places],
        columns=chosen(BIRTHDAY_COLUMNS, keys),
        about=about,
        other=OtherFormat(tr("Calendar for phones"), ".ics", calendar),
    )
    export_rows(context, parent, sheet)
