"""Handing over the birthday list: the columns shown, with real dates, or a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from crm_desktop.exchange.writers import ics_file
from crm_desktop.language import tr
from crm_desktop.services.birthdays import BirthdayRow
from crm_desktop.services.lists import BIRTHDAY_COLUMNS, chosen, records_of
from crm_desktop.ui.dialogs.export_rows import Listing, OtherFormat
from crm_desktop.ui.plumbing.context import Context


def birthdays_sheet(
    context: Context,
    ids: Sequence[int],
    fetch: Callable[[Sequence[int]], Sequence[BirthdayRow]],
    keys: Sequence[str],
    about: Sequence[str],
) -> Listing[BirthdayRow]:
    """The birthdays with these ids, in the columns `keys`. `about` says what the list holds."""
    services, now = context.services, context.clock.now()

    def calendar(rows: Iterable[BirthdayRow], path: Path) -> int:
        customers = list(dict.fromkeys(row.customer_id for row in rows))  # a lunar birthday can be there twice
        people = records_of(customers, services.customers.get_many)
        shop = services.settings.get()
        return ics_file.write_birthdays(people, path, now, shop.rules, shop.birthday_days)

    def wall_list(rows: Iterable[BirthdayRow], path: Path) -> int:
        from crm_desktop.ui.printing import birthday_list, pdf_file

        document = birthday_list.lay_out(rows, about, services.settings.get().shop_name)
        return pdf_file.write(document, tr("Birthdays"), path)

    return Listing(
        title=tr("Birthdays"),
        ids=ids,
        fetch=fetch,
        columns=chosen(BIRTHDAY_COLUMNS, keys),
        about=about,
        others=[
            OtherFormat(tr("Calendar for phones"), ".ics", calendar),
            OtherFormat(tr("PDF, for printing"), ".pdf", wall_list),
        ],
    )
