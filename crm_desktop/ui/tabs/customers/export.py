"""Handing over the customer list: what it shows is what the file holds, in the same order and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from crm_desktop.exchange.writers import vcf_file
from crm_desktop.language import Sentence, tr
from crm_desktop.services.customer_records import Customer
from crm_desktop.services.lists import CUSTOMER_COLUMNS, ListColumn, chosen, custom_column
from crm_desktop.ui.dialogs.export_rows import Listing, OtherFormat, export_rows
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.tabs.customers.rows import CustomerRow, rows_of

_LISTED_AS: Final = {"spent": "total_spent"}

_NEXT_BIRTHDAY: Final = ListColumn[CustomerRow](
    "next_birthday", Sentence("Next birthday"), "date", lambda row: row.birthday.date if row.birthday else None
)


def export_customers(
    context: Context, parent: QWidget, ids: Sequence[int], columns: Sequence[Column[CustomerRow]], about: Sequence[str]
) -> None:
    """Ask for a file, and write these customers into it in the background. `about` says what the list holds."""
    export_rows(context, parent, customers_sheet(context, ids, columns, about))


def customers_sheet(
    context: Context,
    ids: Sequence[int],
    columns: Sequence[Column[CustomerRow]],
    about: Sequence[str],
    selected: Sequence[int] = (),
) -> Listing[CustomerRow]:
    """These customers as they are handed over: in a file, or on paper."""
    today = context.clock.now().date()
    own = [custom_column(field) for field in context.services.custom_fields.all()]
    known = [*map(_of_row, (*CUSTOMER_COLUMNS, *own)), _NEXT_BIRTHDAY]
    return Listing(
        title=tr("Customers"),
        ids=list(ids),
        fetch=rows_of(context.services, lambda: today),
        columns=chosen(known, [_LISTED_AS.get(column.key, column.key) for column in columns]),
        about=[tr("%n customer(s)", n=len(ids)), *about],
        others=[
            OtherFormat(tr("Contact cards for phones (vCard 3.0)"), ".vcf", partial(_cards, context, "3.0")),
            OtherFormat(tr("Contact cards for phones (vCard 4.0)"), ".vcf", partial(_cards, context, "4.0")),
        ],
        more=known,
        selected=list(selected),
        key="customers",
    )


def _cards(context: Context, version: vcf_file.Version, rows: Iterable[CustomerRow], path: Path) -> int:
    services = context.services
    people, days = (row.customer for row in rows), services.yearly_dates.by_customer()
    return vcf_file.write(people, services.customers.photo, path, version, days)


def _of_row(column: ListColumn[Customer]) -> ListColumn[CustomerRow]:
    """The same column, asked about a row of the window's list."""
    return ListColumn(column.key, column.title, column.kind, lambda row: column.value(row.customer), column.total)
