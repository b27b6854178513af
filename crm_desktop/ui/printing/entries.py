"""What the window's pages offer to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.phone import format_phone
from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.services.birthdays import BirthdayRow
from crm_desktop.ui.dialogs.export_rows import Listing
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.printing import sources
from crm_desktop.ui.printing.print_dialog import PrintDialog, print_any
from crm_desktop.ui.printing.sources import Source

R = TypeVar("R")


def print_list(
    context: Context, parent: QWidget, ids: Sequence[int], selected: Sequence[int],
    sheet: Callable[[Sequence[int]], Listing[R]],
) -> PrintDialog | None:  # fmt: skip
    """Print a list; the rows selected are shown at first where there are several."""
    return print_any(context, _lists(context, ids, selected, sheet), parent)


def print_customers(
    context: Context, parent: QWidget, ids: Sequence[int], selected: Sequence[int],
    sheet: Callable[[Sequence[int]], Listing[R]], in_view: int | None, *, labels: bool = False,
) -> PrintDialog | None:  # fmt: skip
    """Print the customers listed, the sheet of the one in view, or address labels."""
    found = _lists(context, ids, selected, sheet)
    if in_view is not None:
        found += _sheet(context, in_view)
    first_labels = len(found)
    if selected:
        words = tr("Address labels of the %n selected", n=len(selected))
        found.append(sources.of_labels(context.services, selected, words))
    if ids:
        words = tr("Address labels of %n customer(s)", n=len(ids))
        found.append(sources.of_labels(context.services, ids, words))
    return print_any(context, found, parent, first_labels if labels and first_labels < len(found) else 0)


def print_customer(context: Context, parent: QWidget, customer_id: int) -> PrintDialog | None:
    """Print one customer's sheet."""
    return print_any(context, _sheet(context, customer_id), parent)


def print_birthdays(context: Context, parent: QWidget, sheet: Listing[BirthdayRow]) -> PrintDialog | None:
    """Print the birthday list."""
    found = [sources.of_birthdays(context.services, sheet)] if sheet.ids else []
    return print_any(context, found, parent)


def _lists(
    context: Context, ids: Sequence[int], selected: Sequence[int], sheet: Callable[[Sequence[int]], Listing[R]]
) -> list[Source]:
    found = []
    if selected:
        words = tr("The %n selected row(s)", n=len(selected))
        found.append(sources.of_list(context.services, sheet(selected), words))
    if ids:
        words = tr("The list: %n row(s)", n=len(ids))
        found.append(sources.of_list(context.services, sheet(ids), words))
    return found


def _sheet(context: Context, customer_id: int) -> list[Source]:
    try:
        customer = context.services.customers.get(customer_id)
    except UserError as error:
        context.actions.failed(error)
        return []
    return [sources.of_customer(context.services, customer_id, customer.name or format_phone(customer.phone))]
