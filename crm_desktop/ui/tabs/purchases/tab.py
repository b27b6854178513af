"""Purchases: a list by day with sums, narrowed by period and conditions; entry, mending, refunds."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.domain.money import format_money
from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.services.purchase_records import Purchase, Totals
from crm_desktop.services.sorting import Sort
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.latest import Latest
from crm_desktop.ui.plumbing.pasting import pasted
from crm_desktop.ui.plumbing.refresh import Refresher
from crm_desktop.ui.plumbing.tab import Tab
from crm_desktop.ui.tabs.purchases.day_list import DayDelegate, DayListModel, columns
from crm_desktop.ui.tabs.purchases.details import purchase_details
from crm_desktop.ui.tabs.purchases.entry import PurchaseEntry
from crm_desktop.ui.tabs.purchases.export import export_purchases, purchases_sheet
from crm_desktop.ui.tabs.purchases.filter_bar import FilterBar
from crm_desktop.ui.tabs.purchases.loading import Answer, Question, answer
from crm_desktop.ui.tabs.purchases.periods import Period, PeriodKind
from crm_desktop.ui.tabs.purchases.refund import RefundForm
from crm_desktop.ui.tabs.purchases.sums import explain_totals
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.widgets.list_view import ListView
from crm_desktop.ui.widgets.preview import Details, Preview

_BY_DAY = Sort("at", descending=True)
_MOST_ADDED = 200
_MOST_AT_ONCE = 10_000
"""Up to this many purchases are read and added up at once; more of them in the worker."""


class PurchasesTab(Tab):
    """The tab. Enter opens a purchase to mend it, Space shows it, Delete deletes (and says how to undo it)."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._services = context.services
        self._totals = Totals()
        self._entry: PurchaseEntry | None = None
        self._latest: Latest[Question, Answer] = Latest(
            context.jobs, tr("Adding up purchases"), lambda question: answer(self._services.purchases, question),
            self._show,
        )  # fmt: skip
        self._make_list()
        self._make_head()
        self._lay_out()
        self._refresher = Refresher(self, self.refresh, {"purchase", "purchase_line"})
        self._repainter = Refresher(self, lambda: self.model.refresh_ids(None), {"customer", "phone"})

    # Making

    def _make_list(self) -> None:
        context = self._context
        self.model = DayListModel(
            columns(self._is_by_day, self._today), self._services.purchases.get_many, self._today, context.theme, self
        )
        self.list = ListView(self.model, tr("Purchase list"), "purchases", context.memory, context.theme, self)
        self.list.setItemDelegate(DayDelegate(self.list, context.theme))
        self.preview = Preview(self.list, context.theme, self._details)
        if self.list.sort is None:
            self.list.set_sort(_BY_DAY.key, _BY_DAY.descending)
        self.list.sort_changed.connect(lambda *_: self.refresh())
        self.list.opened.connect(self._edit)
        self.list.paste_pressed.connect(self._paste)
        self.list.delete_pressed.connect(self._delete)
        self.list.picked_changed.connect(self._picked)
        self.list.set_menu(self._fill_menu)

    def _details(self, row_id: int) -> Details | None:
        row = self.model.line(row_id)
        return purchase_details(row) if isinstance(row, Purchase) else None

    def _make_head(self) -> None:
        theme = self._context.theme
        self.filter = FilterBar(self._context)
        self.filter.changed.connect(self.refresh)
        self.new_button = buttons.primary(
            tr("New purchase"), lambda: self.new_purchase(None), theme=theme, icon="plus", shortcut="F2"
        )
        self.sum_label = texts.number("")
        self.sum_label.setAccessibleName(tr("Sum of the purchases shown"))
        self.explanation = texts.ElidedLabel()
        self.explanation.setProperty("role", "secondary")
        self._of_one = [
            buttons.quiet(tr("Refund"), self._refund, theme=theme, icon="refund"),
            buttons.quiet(tr("Edit"), self._edit_current, theme=theme, icon="edit"),
            buttons.quiet(tr("Open customer"), self._open_customer, theme=theme, icon="user"),
        ]
        self._delete_button = buttons.quiet(tr("Delete"), self._delete, theme=theme, icon="trash")
        self._of_some: list[QPushButton] = [*self._of_one, self._delete_button]
        self._picked()

    def _lay_out(self) -> None:
        theme = self._context.theme
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.filter, 1)
        self.filter.add_right(buttons.menu_button(
            tr("Columns"), self.list.fill_columns_menu, theme=theme, icon="columns"
        ))  # fmt: skip
        self.filter.add_right(buttons.quiet(tr("Import"), self._import, theme=theme, icon="import"))
        self.filter.add_right(buttons.quiet(tr("Export"), self._export, theme=theme, icon="export"))
        self.filter.add_right(buttons.icon_button(
            "chevron-down", tr("Export with choices…"), self._export_by_choice, theme=theme
        ))  # fmt: skip
        sums = QHBoxLayout()
        sums.setSpacing(12)
        sums.addWidget(self.sum_label, 0, Qt.AlignmentFlag.AlignVCenter)
        sums.addWidget(self.explanation, 1, Qt.AlignmentFlag.AlignVCenter)
        for button in self._of_some:
            sums.addWidget(button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._make_empty())
        self._stack.addWidget(self._make_nothing_found())
        page = QVBoxLayout(self)
        page.setContentsMargins(8, 12, 0, 0)  # its text stands below that of the buttons
        page.setSpacing(8)
        for line in (top, sums):
            line.setContentsMargins(8, 0, 16, 0)
        page.addLayout(top)
        page.addLayout(sums)
        page.addWidget(self._stack, 1)

    def _make_empty(self) -> EmptyState:
        theme = self._context.theme
        return EmptyState(
            theme, "cart", tr("No purchase yet"),
            tr("Record the first one with F2: four digits of a phone, a product or an amount, Enter. "
               "Or bring in the sheet that you have kept so far."),
            [buttons.primary(tr("New purchase"), lambda: self.new_purchase(None), theme=theme, icon="plus"),
             buttons.plain(tr("Import"), self._import, theme=theme, icon="import")],
        )  # fmt: skip

    def _make_nothing_found(self) -> EmptyState:
        return EmptyState(
            self._context.theme, "search", tr("Nothing here"),
            tr("No purchase of this period fits what you filter by."),
            [buttons.plain(tr("Clear the filter"), self.filter.clear),
             buttons.plain(tr("Show all time"), lambda: self.filter.set_period(Period(PeriodKind.ALL)))],
        )  # fmt: skip

    # What the window asks

    def on_shown(self) -> None:
        self._refresher.on_shown()
        self._repainter.on_shown()

    def on_change(self, change: Change) -> None:
        self._refresher.on_change(change)
        self._repainter.on_change(change)

    def on_new_day(self) -> None:
        """ "Today" is another day now."""
        self._refresher.expire()

    def focus_list(self) -> None:
        self.list.setFocus()

    def new_purchase(self, customer_id: int | None) -> None:
        """The form for a purchase, over whatever the window shows; the one that is open comes to the front."""
        self._open_entry(customer_id)

    def entry(self) -> PurchaseEntry | None:
        """The form that is open."""
        entry = self._entry
        return entry if entry is not None and isValid(entry) and entry.isVisible() else None

    def may_close(self) -> bool:
        """Whether nothing that was typed would be lost without asking."""
        entry = self.entry()
        return entry is None or entry.close()

    def _open_entry(self, customer_id: int | None = None, purchase: Purchase | None = None) -> None:
        entry = self.entry()
        if entry is not None:
            entry.activateWindow()
            return
        entry = PurchaseEntry(self._context, self.window(), customer_id=customer_id, purchase=purchase)
        self._entry = entry
        entry.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entry.open()
        entry.focus_start()

    # Showing

    def _today(self) -> date:
        return self._context.clock.now().date()

    def _sort(self) -> Sort:
        return Sort(*self.list.sort) if self.list.sort else _BY_DAY

    def _is_by_day(self) -> bool:
        return self._sort().key == "at"

    def refresh(self) -> None:
        """Ask again what the period and the filter let through."""
        chosen = self.filter.chosen()
        quick = self._services.purchases.effort(chosen) <= _MOST_AT_ONCE
        self._latest.ask((chosen, self._sort()), quick=quick)
        if self._latest.waiting:
            self.explanation.setText(tr("Adding up…"))

    def _show(self, found: Answer) -> None:
        self._totals = found.totals
        self.model.set_days(found.days)
        self.model.set_ids(found.rows)
        self.model.refresh_ids(None)
        self._stack.setCurrentIndex(self._page(found))
        self._picked()

    def _page(self, found: Answer) -> int:
        if found.rows:
            return 0
        return 1 if self._services.purchases.is_empty() else 2

    def _picked(self) -> None:
        """Say what is selected, or what is shown."""
        ids = self.list.selected_ids()
        for button in self._of_one:
            button.setEnabled(len(ids) == 1)
        self._delete_button.setEnabled(bool(ids))
        if 1 < len(ids) <= _MOST_ADDED:
            paid = sum(purchase.paid_fen for purchase in self._services.purchases.get_many(ids))
            self.sum_label.setText(format_money(paid))
            self.explanation.setText(tr("%n selected", n=len(ids)))
            return
        self.sum_label.setText(format_money(self._totals.net_fen))
        words = explain_totals(self._totals)
        if len(ids) > _MOST_ADDED:
            words = tr("%1 · %2", words, tr("%n selected", n=len(ids)))
        self.explanation.setText(words)

    # Doing

    def _current(self) -> Purchase | None:
        """The one purchase that is selected."""
        ids = self.list.selected_ids()
        found = self._services.purchases.get_many(ids) if len(ids) == 1 else []
        return found[0] if found else None

    def _edit(self, purchase_id: int) -> None:
        try:
            purchase = self._services.purchases.get(purchase_id)
        except UserError as error:
            self._context.actions.failed(error)
            return
        self._open_entry(purchase=purchase)

    def _edit_current(self) -> None:
        purchase = self._current()
        if purchase is not None:
            self._edit(purchase.id)

    def _refund(self) -> None:
        purchase = self._current()
        if purchase is None:
            return
        if purchase.is_refund:
            self._context.messages.note(tr("This is a refund already."))
            return
        form = RefundForm(self._context, purchase, self.window())
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()

    def _delete(self) -> None:
        ids = self.list.selected_ids()
        if ids:
            self._context.actions.do(
                lambda: self._services.purchases.delete(ids), meanwhile=tr("Deleting %n purchase(s)", n=len(ids))
            )

    def _open_customer(self) -> None:
        purchase = self._current()
        if purchase is not None and purchase.customer_id is not None:
            self._context.navigate.show_customer(purchase.customer_id)

    def _new_for_customer(self) -> None:
        purchase = self._current()
        if purchase is not None:
            self.new_purchase(purchase.customer_id)

    def _import(self) -> None:
        self._context.navigate.import_file(None, "purchases")

    def _paste(self) -> None:
        pasted(self._context, "purchases")

    def _export(self) -> None:
        """Hand over what the list shows."""
        export_purchases(self._context, self.window(), self._shown_ids(), self.list.visible_columns(), self._about())

    def _export_by_choice(self) -> None:
        """Hand over chosen rows and columns, as a chosen kind of file."""
        from crm_desktop.ui.dialogs.export_page import choose_and_export

        keys, selected = self.list.visible_columns(), self.list.selected_ids()
        sheet = purchases_sheet(self._context, self._shown_ids(), keys, self._about(), selected)
        choose_and_export(self._context, self.window(), sheet)

    def print_list(self) -> None:
        """Put on paper what the list shows."""
        from crm_desktop.ui.printing import entries

        selected = self.list.selected_ids() if len(self.list.selected_ids()) > 1 else []
        keys, about = self.list.visible_columns(), self._about()
        entries.print_list(
            self._context, self.window(), self._shown_ids(), selected,
            lambda ids: purchases_sheet(self._context, ids, keys, about),
        )  # fmt: skip

    def _shown_ids(self) -> list[int]:
        return [each for each in self.model.ids if each > 0]

    def _about(self) -> list[str]:
        return [self.filter.period().words(self._today()), *self.filter.words()]

    def _fill_menu(self, menu: QMenu) -> None:
        theme, purchase = self._context.theme, self._current()
        known = purchase is not None and purchase.customer_id is not None
        menus.add(menu, tr("Edit"), self._edit_current, icon="edit", theme=theme, shortcut="Return",
                  enabled=purchase is not None)  # fmt: skip
        menus.add(menu, tr("Refund"), self._refund, icon="refund", theme=theme,
                  enabled=purchase is not None and not purchase.is_refund)  # fmt: skip
        menus.add(menu, tr("Open customer"), self._open_customer, icon="user", theme=theme, enabled=known)
        menus.add(menu, tr("New purchase for this customer"), self._new_for_customer, icon="plus", theme=theme,
                  enabled=known)  # fmt: skip
        menu.addSeparator()
        menus.add(menu, tr("Copy"), self.list.copy_selected, icon="copy", theme=theme, shortcut="Ctrl+C")
        menus.add(menu, tr("Paste"), self._paste, icon="import", theme=theme, shortcut="Ctrl+V")
        menus.add(menu, tr("Print…"), self.print_list, icon="print", theme=theme, shortcut="Ctrl+P")
        menus.add(menu, tr("Delete"), self._delete, icon="trash", theme=theme, shortcut="Del")
