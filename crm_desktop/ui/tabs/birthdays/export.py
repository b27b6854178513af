"""Handing over the birthday list: the columns shown, with real dates, or a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from crm_desktop.exchange.writers import ics_file
from crm_desktop.language import tr
from crm_desktop.services.birthdays import BirthdayRow
from crm_desktop.services.lists import BIRTHDAY_COLUMNS, chosen, records_of
from crm_desktop.ui.dialogs.export_rows import Listing, OtherFormat, export_rows
from crm_desktop.ui.plumbing.context import Context


def export_birthdays(
    context: Context, parent: QWidget, rows: Sequence[BirthdayRow], keys: Sequence[str], about: Sequence[str]
) -> None:
    """Ask for a file and write these birthdays. `about` says what the list holds."""
    services, now = context.services, context.clock.now()

    def calendar(rows: Iterable[BirthdayRow], path: Path) -> int:
        ids = list(dict.fromkeys(row.customer_id for row in rows))  # a lunar birthday can be there twice
        people = records_of(ids, services.customers.get_many)
        shop = services.settings.get()
        return ics_file.write_birthdays(people, path, now, shop.rules, shop.birthday_days)

    def wall_list(rows: Iterable[BirthdayRow], path: Path) -> int:
        from crm_desktop.ui.printing import birthday_list, pdf_file

        document = birthday_list.lay_out(list(rows), about, services.settings.get().shop_name)
        return pdf_file.write(document, tr("Birthdays"), path)

    sheet = Listing(
        title=tr("Birthdays"),
        ids=range(len(rows)),  # all of them are at hand
        fetch=lambda places: [rows[each] for each in places],
        columns=chosen(BIRTHDAY_COLUMNS, keys),
        about=about,
        others=[
            OtherFormat(tr("Calendar for phones"), ".ics", calendar),
            OtherFormat(tr("PDF, for printing"), ".pdf", wall_list),
        ],
    )
    export_rows(context, parent, sheet)
