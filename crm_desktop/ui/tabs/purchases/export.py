"""The purchase list as a sheet: the columns shown, real dates and sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.table import TableColumn, Value
from crm_desktop.language import tr
from crm_desktop.services.purchase_records import Purchase
from crm_desktop.ui.dialogs.export_rows import Sheet, export_rows
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.purchases.day_list import customer_words


def _column(key: str) -> tuple[TableColumn, Callable[[Purchase], Value]]:
    match key:
        case "at":
            return TableColumn(tr("Date"), "datetime", key=key), lambda p: p.at
        case "customer":
            return TableColumn(tr("Customer"), key=key), customer_words
        case "what":
            return TableColumn(tr("Product"), key=key), lambda p: p.what
        case "amount":
            return TableColumn(tr("Amount"), "money", key=key, total=True), lambda p: p.paid_fen
        case "payment":
            return TableColumn(tr("Payment method"), key=key), lambda p: p.payment_method
        case "clerk":
            return TableColumn(tr("Clerk"), key=key), lambda p: p.clerk
        case "number":
            return TableColumn(tr("No."), key=key), lambda p: p.number
    return TableColumn(tr("Note"), key=key), lambda p: p.note


_PHONE_AFTER: Final = "customer"


def export_purchases(
    context: Context, parent: QWidget, ids: Sequence[int], keys: Sequence[str], about: Sequence[str]
) -> None:
    """Ask for a file and write these purchases; the customer's phone follows the name, so that the sheet can be
    brought in again."""
    columns = [_column(key) for key in keys]
    if _PHONE_AFTER in keys:
        phone = (TableColumn(tr("Phone"), "phone", key="phone"), lambda p: p.customer_phone)
        columns.insert(list(keys).index(_PHONE_AFTER) + 1, phone)
    day = context.clock.now().date().isoformat()
    sheet = Sheet[Purchase](
        title=tr("Purchases"),
        name=tr("Purchases %1", day),
        ids=ids,
        fetch=context.services.purchases.get_many,
        columns=columns,
        about=[*about, tr("Exported on %1", day)],
    )
    export_rows(context, parent, sheet)
