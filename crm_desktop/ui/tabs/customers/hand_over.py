"""What goes out of the list of customers: as files, and on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from crm_desktop.language import tr
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.table_model import Column, PagedTableModel
from crm_desktop.ui.tabs.customers.filter_menu import filter_chips
from crm_desktop.ui.tabs.customers.rows import CustomerRow
from crm_desktop.ui.widgets import menus
from crm_desktop.ui.widgets.list_view import ListView

if TYPE_CHECKING:
    from crm_desktop.ui.dialogs.export_rows import Listing


class HandOver:
    """Hands over the customers listed, in the columns shown. `chosen` gives the filter, `in_view` the customer of the
    panel."""

    def __init__(
        self, context: Context, view: ListView, model: PagedTableModel[CustomerRow],
        chosen: Callable[[], CustomerFilter], in_view: Callable[[], int | None],
    ) -> None:  # fmt: skip
        self._context = context
        self._list = view
        self._model = model
        self._chosen = chosen
        self._in_view = in_view

    def fill_menu(self, menu: QMenu) -> None:
        """All of it."""
        theme = self._context.theme
        menus.add(menu, tr("Export"), self.export, icon="export", theme=theme)
        menus.add(menu, tr("Export with choices…"), self.export_by_choice)
        menus.add(menu, tr("Print…"), self.print_list, icon="print", theme=theme, shortcut="Ctrl+P")
        menus.add(menu, tr("Print address labels…"), self.print_labels, icon="map-pin", theme=theme)

    def export(self) -> None:
        """Write the list as a sheet, without a question."""
        from crm_desktop.ui.tabs.customers.export import export_customers

        export_customers(self._context, self._list.window(), list(self._model.ids), self._columns(), self._about())

    def export_by_choice(self) -> None:
        """Chosen rows and columns, as a chosen kind of file."""
        from crm_desktop.ui.dialogs.export_page import choose_and_export

        sheet = self._sheet(list(self._model.ids), self._list.selected_ids())
        choose_and_export(self._context, self._list.window(), sheet)

    def print_list(self) -> None:
        """Put the list on paper; or labels, or the sheet of the customer in view."""
        self._print(labels=False)

    def print_labels(self) -> None:
        """Put the addresses of those who are listed, or of the several selected, on labels."""
        self._print(labels=True)

    def _print(self, *, labels: bool) -> None:
        from crm_desktop.ui.printing import entries

        selected = self._list.selected_ids() if len(self._list.selected_ids()) > 1 else []
        entries.print_customers(
            self._context, self._list.window(), list(self._model.ids), selected, self._sheet, self._in_view(),
            labels=labels,
        )  # fmt: skip

    def _sheet(self, ids: Sequence[int], selected: Sequence[int] = ()) -> Listing[CustomerRow]:
        from crm_desktop.ui.tabs.customers.export import customers_sheet

        return customers_sheet(self._context, ids, self._columns(), self._about(), selected)

    def _columns(self) -> list[Column[CustomerRow]]:
        by_key = {column.key: column for column in self._model.columns}
        return [by_key[key] for key in self._list.visible_columns()]

    def _about(self) -> list[str]:
        """Which customers these are, in words."""
        return [text for _, text in filter_chips(self._chosen())]
