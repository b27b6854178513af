"""Saved views of the customer list: a filter, an order and a choice of columns under a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.language import tr
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.services.views import SavedView
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets.popover import LinePopover

TAB = "customers"
_REMEMBERED: Final = "customers/view"


@dataclass(frozen=True)
class ViewState:
    """What a view keeps: the filter, and the list's layout with its order (`ListView.layout_state`)."""

    filter: CustomerFilter = field(default_factory=CustomerFilter)
    layout: str = ""

    def definition(self) -> dict[str, Any]:
        """The state as the shop keeps it."""
        return {"filter": self.filter.dump(), "layout": self.layout}

    @classmethod
    def of(cls, view: SavedView) -> ViewState:
        """The state that a saved view holds."""
        return cls(CustomerFilter.load(dict(view.definition.get("filter", {}))), str(view.definition.get("layout", "")))


class ViewsMenu(QObject):
    """The button that names the view shown; its menu chooses, saves, renames and deletes views."""

    chosen = Signal(object)
    """SavedView, or None for all customers."""

    def __init__(self, context: Context, state: Callable[[], ViewState], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._views = context.services.views
        self._state = state
        self.current: SavedView | None = None
        self.button = buttons.menu_button(tr("All customers"), self.fill, theme=context.theme)

    def choose(self, view: SavedView | None) -> None:
        """Name the view that is shown from now on, the next time too."""
        self.set_current(view)
        self._context.memory.put(_REMEMBERED, self._mark_of(view) if view else "")

    def of_last_time(self) -> SavedView | None:
        """The view that was shown when the window was closed."""
        mark = self._context.memory.get(_REMEMBERED, "")
        return next((view for view in self._views.all(TAB) if mark and self._mark_of(view) == mark), None)

    def _mark_of(self, view: SavedView) -> str:
        """What stands for a view outside the shop: its name, which may be a customer's, stays inside."""
        return f"{self._context.services.shop.identity} {view.id}"

    def set_current(self, view: SavedView | None) -> None:
        """Name the view that is shown."""
        self.current = view
        name = view.name if view else tr("All customers")
        self.button.setText(name.replace("&", "&&"))
        self.button.setAccessibleName(name)

    def reload(self) -> None:
        """A view was saved, renamed or deleted: name the present one as it is called now."""
        if self.current is not None:
            by_id = {view.id: view for view in self._views.all(TAB)}
            self.set_current(by_id.get(self.current.id))

    def fill(self, menu: QMenu) -> None:
        """List the views, and what can be done with the present one."""
        now = self.current
        menus.add(menu, tr("All customers"), lambda: self.chosen.emit(None), checked=now is None)
        views = self._views.all(TAB)
        if views:
            menu.addSeparator()
        for view in views:
            menus.add(menu, view.name, partial(self.chosen.emit, view),
                      checked=now is not None and now.id == view.id)  # fmt: skip
        menu.addSeparator()
        menus.add(menu, tr("Save as view…"), self.ask_save)
        if now is not None:
            menus.add(menu, tr("Update “%1”", now.name), lambda: self._save(now.name))
            menus.add(menu, tr("Rename “%1”…", now.name), self._ask_rename)
            menus.add(menu, tr("Delete “%1”", now.name), self._delete)

    def ask_save(self) -> None:
        """Ask for a name, and save the filter, the order and the columns under it."""
        popover = LinePopover(self.button, tr("Name of the view"), tr("Save"), lambda name: self._save(name, popover))
        popover.open()

    def _save(self, name: str, popover: LinePopover | None = None) -> bool:
        refuse = popover.refuse if popover else None
        definition = self._state().definition()
        change = self._context.actions.do(lambda: self._views.save(TAB, name, definition), on_invalid=refuse)
        if change is None:
            return False
        self.set_current(next((view for view in self._views.all(TAB) if view.name == name.strip()), None))
        return True

    def _ask_rename(self) -> None:
        now = self.current
        assert now is not None

        def rename(name: str) -> bool:
            change = self._context.actions.do(lambda: self._views.rename(now.id, name), on_invalid=popover.refuse)
            self.reload()
            return change is not None

        popover = LinePopover(self.button, tr("Name of the view"), tr("Save"), rename, text=now.name)
        popover.open()

    def _delete(self) -> None:
        now = self.current
        assert now is not None
        if self._context.actions.do(lambda: self._views.delete(now.id)) is not None:
            self.set_current(None)
