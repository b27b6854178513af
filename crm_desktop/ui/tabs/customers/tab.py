"""Customers: the list, what filters it, and the panel that shows one of them whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.language import listed, tr
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.services.sorting import Sort
from crm_desktop.services.views import SavedView
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.latest import Latest
from crm_desktop.ui.plumbing.pasting import pasted
from crm_desktop.ui.plumbing.refresh import Refresher
from crm_desktop.ui.plumbing.tab import Tab
from crm_desktop.ui.plumbing.table_model import PagedTableModel
from crm_desktop.ui.tabs.customers.bulk_bar import BulkBar
from crm_desktop.ui.tabs.customers.columns import CustomerColumns
from crm_desktop.ui.tabs.customers.filter_menu import FilterMenu, filter_chips
from crm_desktop.ui.tabs.customers.hand_over import HandOver
from crm_desktop.ui.tabs.customers.known_values import KnownValues
from crm_desktop.ui.tabs.customers.panel import CustomerPanel
from crm_desktop.ui.tabs.customers.rows import CustomerRow, rows_of
from crm_desktop.ui.tabs.customers.toolbar import CustomersToolbar, FilterLine
from crm_desktop.ui.tabs.customers.views_menu import ViewsMenu, ViewState
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.widgets.list_view import ListView
from crm_desktop.ui.widgets.side_panel import SplitPage

if TYPE_CHECKING:
    from crm_desktop.ui.first_start.doors import Doors

_TABLES = {
    "customer", "phone", "email", "account", "photo", "customer_tag", "tag", "custom_field", "custom_value",
    "purchase", "purchase_line", "follow_up", "contact_entry", "greeting", "yearly_date", "view", "setting",
}  # fmt: skip

_MOST_AT_ONCE: Final = 5_000
"""Of more customers the list is worked out in the background: ordering 100,000 takes longer than a few frames."""

_SETTLED_MS: Final = 30
"""The panel follows the list when no row was gone to for so long: an arrow key held down goes at the list's pace."""


class CustomersTab(Tab):
    """The home of the program."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._services = context.services
        self._filter = CustomerFilter()
        self._refreshing = False
        self._coming: int | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._soon.timeout.connect(self._settle)
        self._known = KnownValues(context.services, context.jobs)
        self._columns = CustomerColumns(context, self._known)
        columns = self._columns.all()
        self._custom = context.services.custom_fields.all()
        fetch = rows_of(context.services, lambda: context.clock.now().date())
        self.model: PagedTableModel[CustomerRow] = PagedTableModel(columns, fetch, context.theme, self)
        self.list = ListView(self.model, tr("Customer list"), "customers", context.memory, context.theme, self)
        if self.list.sort is None:
            self.list.set_sort("name")
        self.filter_menu = FilterMenu(context, self._known, lambda: self._filter, self)
        self.views = ViewsMenu(context, lambda: ViewState(self._filter, self.list.layout_state()), self)
        self.bulk = BulkBar(context, self._known, self.list.selected_ids)
        self.panel = CustomerPanel(context, self._known)
        self.toolbar = CustomersToolbar(context.theme, self.views, self.filter_menu, self._fill_columns, self)
        self.filter_line = FilterLine(context.theme)
        self.hand_over = HandOver(context, self.list, self.model, lambda: self._filter, self.customer_in_view)
        self._lay_out()
        self._connect()
        self._asking = Latest(context.jobs, tr("Looking through the customers"), self._find, self._show_ids)
        self._refresher = Refresher(self, self.refresh, _TABLES)
        self._restore_view()

    # Layout

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._empty: Doors | None = None
        self._nobody = EmptyState(
            self._context.theme, "search", tr("No customer fits"), "",
            [buttons.plain(tr("Clear filter"), self.clear_filter)],
        )  # fmt: skip
        for page in (self.list, self._nobody):
            self._pages.addWidget(page)
        main = QWidget()
        left = QVBoxLayout(main)
        left.setContentsMargins(8, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._pages, 1)
        left.addWidget(self.bulk)
        self.split = SplitPage(main, self.panel, self._context.memory, "customers/panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.filter_line)
        column.addWidget(texts.separator())
        column.addWidget(self.split, 1)

    def _show_doors(self) -> None:
        """Show the doors in the place of the list of an empty shop."""
        if self._empty is None:
            from crm_desktop.ui.first_start.empty_shop import doors_of_an_empty_shop

            self._empty = doors_of_an_empty_shop(
                self._context.theme, self.import_file, self.new_customer, self.demo_wanted.emit, self._paste
            )
            self._pages.addWidget(self._empty)
        had_keys = self.list.hasFocus()
        self._pages.setCurrentWidget(self._empty)
        if had_keys:
            self._empty.doors[0].setFocus()

    def _connect(self) -> None:
        self._connect_top()
        self.list.sort_changed.connect(lambda *_: self.refresh())
        self.list.current_changed.connect(self._current_changed)
        self.list.picked_changed.connect(self.bulk.refresh)
        self.list.opened.connect(self._open)
        self.list.previewed.connect(lambda _: self.toggle_panel())
        self.list.paste_pressed.connect(self._paste)
        self.list.delete_pressed.connect(self.delete_selected)
        self.list.set_menu(self.fill_menu)
        self.bulk.cleared.connect(self._clear_selection)
        self.panel.shown.connect(self._panel_shows)
        self.panel.delete_wanted.connect(lambda number: self._delete([number]))
        self.panel.hide_wanted.connect(self.toggle_panel)
        self.panel.tag_clicked.connect(lambda tag: self.set_filter(CustomerFilter(tags=(tag,))))
        self.panel.left.connect(self._panel_left)

    def _connect_top(self) -> None:
        top, line, navigate = self.toolbar, self.filter_line, self._context.navigate
        top.new_wanted.connect(self.new_customer)
        top.purchase_wanted.connect(lambda: navigate.new_purchase(self.customer_in_view()))
        top.follow_up_wanted.connect(lambda: navigate.new_follow_up(self.customer_in_view()))
        top.import_wanted.connect(self.import_file)
        top.export_wanted.connect(self.hand_over.export)
        top.choices_wanted.connect(self.hand_over.export_by_choice)
        top.panel_wanted.connect(self.toggle_panel)
        top.tell_panel(self.split.side_visible())
        line.removed.connect(lambda key: self.set_filter(self._filter.without(key)))
        line.clicked.connect(self.filter_menu.change)
        line.save_wanted.connect(self.views.ask_save)
        line.clear_wanted.connect(self.clear_filter)
        self.filter_menu.chosen.connect(self.set_filter)
        self.views.chosen.connect(self.show_view)

    # What the window asks

    def on_shown(self) -> None:
        """The tab came to the front."""
        self._refresher.on_shown()

    def on_change(self, change: Change) -> None:
        """Something was saved, here or elsewhere."""
        if self.list.state() == QAbstractItemView.State.EditingState:
            # The cell's editor saves and then closes: a list that is set up anew meanwhile would pull it away.
            QTimer.singleShot(0, self, lambda: self._refresher.on_change(change))
        else:
            self._refresher.on_change(change)

    def focus_list(self) -> None:
        """Back to the list."""
        self.panel.leave_untouched()
        self.list.setFocus()

    def place_of(self, name: str) -> tuple[QWidget, QRect] | None:
        """Where a tip points: at the "cell" of the first customer's name, or at the button of a "purchase"."""
        if name == "purchase":
            return self.toolbar.purchase, self.toolbar.purchase.rect()
        cell = self.list.visualRect(self.model.index(0, self.list.horizontalHeader().logicalIndex(0)))
        return (self.list.viewport(), cell) if self.list.isVisible() and cell.isValid() else None

    def search(self, text: str) -> None:
        """Show whom the search box finds."""
        self.set_filter(CustomerFilter(text=text))
        self.focus_list()

    def show_customer(self, customer_id: int) -> None:
        """Show a customer whole; in the list too, unless the filter hides them."""
        self._refresher.on_shown()
        self._show_panel()
        if not self.list.select_id(customer_id):
            self._clear_selection()
        self._show_in_panel(customer_id)

    def new_customer(self, text: str = "") -> None:
        """Begin a new customer in the panel's line."""
        self._refresher.on_shown()
        self._show_panel()
        self._settle()
        self.panel.new_customer(text)

    def import_file(self, path: Path | None = None, kind: str = "customers") -> None:
        """Bring in a sheet."""
        from crm_desktop.ui.dialogs.importing.open import import_file

        import_file(self._context, self.window(), path, kind)

    def _paste(self) -> None:
        pasted(self._context, "customers")

    def import_files(self, paths: Sequence[Path]) -> None:
        """Bring in the files of one drop."""
        from crm_desktop.ui.dialogs.importing.open import import_files

        import_files(self._context, self.window(), paths, "customers")

    def import_cells(self, text: str, kind: str) -> None:
        """Bring in cells that were copied from a spreadsheet."""
        from crm_desktop.ui.dialogs.importing.open import import_cells

        import_cells(self._context, self.window(), text, kind)

    @property
    def help_place(self) -> str:
        """While there are no customers yet, how to begin."""
        return "first-day" if self._pages.currentWidget() is self._empty else ""

    def customer_in_view(self) -> int | None:
        """The id of the customer whom F2 and Ctrl+T are for."""
        self._settle()
        return self.panel.customer_id

    def may_close(self) -> bool:
        """Asks once where closing the window would lose what is typed here."""
        return not self.panel.has_unsaved() or self._context.questions.confirm(
            self, tr("Close without saving?"), tr("A customer was typed in and is not saved."),
            yes=tr("Close without saving"),
        )  # fmt: skip

    def on_new_day(self) -> None:
        """What was 3 days ago is 4 days ago now."""
        self._refresher.expire()

    # The list

    def refresh(self) -> None:
        """Ask who is to be shown, and show them as they are now."""
        self._settle()
        self._refresh_columns()
        self.views.reload()
        self.panel.refresh()
        sort = self.list.sort
        quick = not self._services.has_more_customers_than(_MOST_AT_ONCE)
        self._asking.ask((self._filter, Sort(*sort) if sort else Sort("name")), quick=quick)
        self._known.refresh(quick=quick)

    def _find(self, question: tuple[CustomerFilter, Sort]) -> Sequence[int]:
        return self._services.customers.packed_ids(*question)

    def _show_ids(self, ids: Sequence[int]) -> None:
        """The answer to the last question: the list, the count, and who is shown beside it."""
        self._settle()
        before, row = self.list.current_id(), self.list.currentIndex().row()
        self._refreshing = True
        self.model.set_ids(ids)
        self.model.refresh_ids(None)
        self._choose_page(ids)
        self.toolbar.show_count(len(ids))
        self._refreshing = False
        self._keep_current(ids, before, row)
        self.bulk.refresh()

    def _keep_current(self, ids: Sequence[int], before: int | None, row: int) -> None:
        """The list follows the panel; where nobody is shown any more, it is who stands there now."""
        shown = self.panel.customer_id
        if shown is not None:
            if shown != self.list.current_id() and len(self.list.selected_ids()) < 2:
                self.list.select_id(shown)
            return
        if not ids or self.panel.is_typing() or (before is not None and before == self.list.current_id()):
            return
        following = ids[min(max(row, 0), len(ids) - 1)]
        self.list.select_id(following)
        self._show_in_panel(following)

    def _refresh_columns(self) -> None:
        custom = self._services.custom_fields.all()
        if custom != self._custom:
            self._custom = custom
            layout = self.list.layout_state()
            self.model.set_columns(self._columns.all())
            self.list.set_layout_state(layout)

    def _choose_page(self, ids: Sequence[int]) -> None:
        if ids:
            self._pages.setCurrentWidget(self.list)
        elif self._filter == CustomerFilter():
            self._show_doors()
        else:
            conditions = listed(text for _, text in filter_chips(self._filter))
            self._nobody.set_text(tr("No customer fits"), tr("The filter: %1.", conditions))
            self._pages.setCurrentWidget(self._nobody)

    def _current_changed(self, customer_id: int | None) -> None:
        if not self._refreshing and customer_id is not None:
            self._coming = customer_id
            self._soon.start()

    def _settle(self) -> None:
        """Show whom the list went to, if the panel is still behind."""
        if self._coming is not None:
            self._show_in_panel(self._coming)

    def _show_in_panel(self, customer_id: int) -> None:
        self._coming = None
        self._soon.stop()
        self.panel.show_customer(customer_id)

    def _open(self, customer_id: int) -> None:
        self.show_customer(customer_id)
        self.panel.whole.entry.text.setFocus()

    def _panel_shows(self, customer_id: int) -> None:
        """The panel went to a customer by itself: the list follows."""
        if self.list.current_id() != customer_id and not self.list.select_id(customer_id):
            self._clear_selection()
        self._coming = None

    def _panel_left(self) -> None:
        """A form was left: the list goes on."""
        current = self.list.current_id()
        if current is not None:
            self._show_in_panel(current)
        self.focus_list()

    def _clear_selection(self) -> None:
        self.list.clearSelection()

    def fill_menu(self, menu: QMenu) -> None:
        """What the right mouse button offers: what the toolbar and the bar of several do."""
        theme, current = self._context.theme, self.list.current_id()
        several = len(self.list.selected_ids()) > 1
        if current is not None and not several:
            menus.add(menu, tr("Edit customer"), lambda: self._edit(current), icon="edit", theme=theme)
            menus.add(menu, tr("New purchase"), self.toolbar.purchase_wanted.emit, icon="cart", theme=theme,
                      shortcut="F2")  # fmt: skip
            menus.add(menu, tr("New follow-up"), self.toolbar.follow_up_wanted.emit, icon="bell", theme=theme,
                      shortcut="Ctrl+T")  # fmt: skip
            menu.addSeparator()
        menus.add(menu, tr("Add tag…"), lambda: self.bulk.ask_add_tag(self.list), icon="tag", theme=theme)
        self.bulk.fill_remove_tag(menu.addMenu(tr("Remove tag")))
        menus.add(menu, tr("Set source…"), lambda: self.bulk.ask_source(self.list))
        if self._custom:
            self.bulk.fill_fields(menu.addMenu(tr("Set field")))
        menu.addSeparator()
        menus.add(menu, tr("Copy"), self.list.copy_selected, icon="copy", theme=theme, shortcut="Ctrl+C")
        menus.add(menu, tr("Paste"), self._paste, icon="import", theme=theme, shortcut="Ctrl+V")
        self.hand_over.fill_menu(menu)
        menu.addSeparator()
        menus.add(menu, tr("Delete"), self.delete_selected, icon="trash", theme=theme, shortcut="Del")

    def _fill_columns(self, menu: QMenu) -> None:
        self.list.fill_columns_menu(menu)
        menus.add(menu, tr("Own fields…"), self._manage_fields)

    def _manage_fields(self) -> None:
        from crm_desktop.ui.dialogs.custom_fields import CustomFieldsDialog

        CustomFieldsDialog(self._context, self.window()).open()

    # Filter and views

    @property
    def filter(self) -> CustomerFilter:
        """What is asked for now."""
        return self._filter

    def set_filter(self, chosen: CustomerFilter) -> None:
        """Show the customers that fit."""
        self._filter = chosen
        self.filter_line.show_filter(chosen)
        self.refresh()

    def clear_filter(self) -> None:
        """Show everyone."""
        self.show_view(None)

    def show_view(self, view: SavedView | None) -> None:
        """Show a saved view; None: all customers, in the columns of now."""
        self.views.choose(view)
        state = ViewState.of(view) if view else ViewState()
        if state.layout:
            self.list.set_layout_state(state.layout)
        self.set_filter(state.filter)

    def _restore_view(self) -> None:
        view = self.views.of_last_time()
        if view is not None:
            self.views.set_current(view)
            self._filter = ViewState.of(view).filter
            self.filter_line.show_filter(self._filter)

    # Doing

    def _edit(self, customer_id: int) -> None:
        self.show_customer(customer_id)
        self.panel.edit(customer_id)

    def delete_selected(self) -> None:
        """Delete who is selected; the message bar offers to undo it."""
        self._delete(self.list.selected_ids())

    def _delete(self, ids: list[int]) -> None:
        if ids:
            self._context.actions.do(
                lambda: self._services.customers.delete(ids), meanwhile=tr("Deleting %n customer(s)", n=len(ids))
            )

    def print_list(self) -> None:
        """Put on paper what the list shows."""
        self.hand_over.print_list()

    def toggle_panel(self) -> None:
        """Show or hide the panel."""
        self.split.toggle_side()
        self.toolbar.tell_panel(self.split.side_visible())

    def _show_panel(self) -> None:
        self.split.set_side_visible(True)
        self.toolbar.tell_panel(True)
