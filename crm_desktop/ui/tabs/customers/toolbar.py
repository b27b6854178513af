"""The first lines of the Customers tab: what can be done, and what the list is filtered by."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from crm_desktop.language import tr
from crm_desktop.services.customer_filter import CustomerFilter
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.tabs.customers.filter_menu import FilterMenu, filter_chips
from crm_desktop.ui.tabs.customers.views_menu import ViewsMenu
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.chips import ChipBar
from crm_desktop.ui.widgets.page import Toolbar


class CustomersToolbar(Toolbar):
    """Buttons, the count, and whether the panel is shown. Each button tells by a signal that it was pressed."""

    new_wanted = Signal()
    purchase_wanted = Signal()
    follow_up_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()
    choices_wanted = Signal()
    panel_wanted = Signal()

    def __init__(
        self, theme: Theme, views: ViewsMenu, filters: FilterMenu, fill_columns: Callable[[QMenu], object],
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        self.layout().setContentsMargins(16, 10, 16, 10)  # type: ignore[union-attr]
        new = buttons.primary(tr("New customer"), self.new_wanted.emit, theme=theme, icon="plus", shortcut="Ctrl+N")
        self.purchase = buttons.plain(tr("New purchase"), self.purchase_wanted.emit, theme=theme, icon="cart",
                                      shortcut="F2")  # fmt: skip
        follow_up = buttons.plain(tr("New follow-up"), self.follow_up_wanted.emit, theme=theme, icon="bell",
                                  shortcut="Ctrl+T")  # fmt: skip
        for widget in (new, self.purchase, follow_up, texts.separator(vertical=True), views.button, filters.button):
            self.add(widget)
        self.add_space()
        self.count = texts.secondary("")
        self.add(self.count)
        self.add(buttons.menu_button(tr("Columns"), fill_columns, theme=theme, icon="columns"))
        self.add(buttons.quiet(tr("Import"), self.import_wanted.emit, theme=theme, icon="import"))
        self.export = buttons.quiet(tr("Export"), self.export_wanted.emit, theme=theme, icon="export")
        self.add(self.export)
        choices = tr("Export with choices…")
        self.add(buttons.icon_button("chevron-down", choices, self.choices_wanted.emit, theme=theme))
        self.panel = buttons.icon_button("chevron-right", tr("Hide panel"), self.panel_wanted.emit, theme=theme)
        self.add(self.panel)

    def show_count(self, number: int) -> None:
        """How many the list has; of none nothing can be handed over."""
        self.count.setText(tr("%n customer(s)", n=number))
        self.export.setEnabled(bool(number))

    def tell_panel(self, shown: bool) -> None:
        """The panel was shown or hidden."""
        name = tr("Hide panel") if shown else tr("Show panel")
        self._theme.set_icon(self.panel, "chevron-right" if shown else "chevron-left")
        self.panel.setToolTip(name)
        self.panel.setAccessibleName(name)


class FilterLine(QWidget):
    """What the list is filtered by, a chip each; hidden where it is not. `removed` and `clicked` carry a chip's key."""

    removed = Signal(str)
    clicked = Signal(str)
    save_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.chips = ChipBar(theme)
        self.chips.removed.connect(self.removed)
        self.chips.clicked.connect(self.clicked)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 10)
        line.setSpacing(8)
        line.addWidget(self.chips, 1)
        line.addWidget(buttons.link(tr("Save as view"), self.save_wanted.emit))
        line.addWidget(buttons.link(tr("Clear filter"), self.clear_wanted.emit))
        self.hide()

    def show_filter(self, chosen: CustomerFilter) -> None:
        """Say what is asked for."""
        chips = filter_chips(chosen)
        self.chips.set_chips(chips)
        self.setVisible(bool(chips))
