"""Handing over the purchase list: the columns shown, real dates and sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from crm_desktop.language import tr
from crm_desktop.services.lists import BOUGHT_COLUMNS, PURCHASE_COLUMNS, Lists, chosen
from crm_desktop.services.purchase_records import Purchase
from crm_desktop.ui.dialogs.export_rows import Listing, export_rows
from crm_desktop.ui.plumbing.context import Context

_PHONE_AFTER: Final = "customer"


def export_purchases(
    context: Context, parent: QWidget, ids: Sequence[int], keys: Sequence[str], about: Sequence[str]
) -> None:
    """Ask for a file and write these purchases."""
    export_rows(context, parent, purchases_sheet(context, ids, keys, about))


def purchases_sheet(
    context: Context, ids: Sequence[int], keys: Sequence[str], about: Sequence[str], selected: Sequence[int] = ()
) -> Listing[Purchase]:
    """These purchases as they are handed over; the customer's phone follows the name, so that the sheet can be brought
    in again."""
    wanted = list(keys)
    if _PHONE_AFTER in wanted:
        wanted.insert(wanted.index(_PHONE_AFTER) + 1, "phone")
    columns = chosen(PURCHASE_COLUMNS, wanted)
    return Listing(
        tr("Purchases"),
        ids,
        context.services.purchases.get_many,
        columns,
        about,
        more=PURCHASE_COLUMNS,
        selected=list(selected),
        key="purchases",
        lines=Listing(
            tr("Purchases"),
            ids,
            Lists(context.services).bought,
            BOUGHT_COLUMNS,
            about,
            more=BOUGHT_COLUMNS,
            key="bought",
        ),
    )
