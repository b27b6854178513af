"""What can be done with several customers at once; it appears while several are selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.services.custom_fields import CustomFieldRow
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.customers.columns import custom_choices
from crm_desktop.ui.tabs.customers.known_values import KnownValues
from crm_desktop.ui.widgets import buttons, menus
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.flow import FlowLayout
from crm_desktop.ui.widgets.popover import LinePopover


class BulkBar(QFrame):
    """Acts on the ids that `selected` gives. Everything it does can be undone, so it asks nothing."""

    cleared = Signal()

    def __init__(
        self, context: Context, known: KnownValues, selected: Callable[[], list[int]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._customers = context.services.customers
        self._known = known
        self._selected = selected
        theme = context.theme
        self.count = texts.body("")
        self.add_tag = buttons.quiet(tr("Add tag"), self.ask_add_tag, theme=theme, icon="tag")
        self.remove_tag = buttons.menu_button(tr("Remove tag"), self.fill_remove_tag)
        self.set_source = buttons.quiet(tr("Set source"), self.ask_source)
        self.set_field = buttons.menu_button(tr("Set field"), self.fill_fields)
        self.delete = buttons.quiet(tr("Delete"), self.delete_selected, theme=theme, icon="trash")
        clear = buttons.icon_button("x", tr("Clear selection"), self.cleared.emit, theme=theme)
        row = FlowLayout()
        for part in (self.count, self.add_tag, self.remove_tag, self.set_source, self.set_field, self.delete):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(texts.separator())
        around = QHBoxLayout()
        around.setContentsMargins(8, 6, 8, 6)
        around.addLayout(row, 1)
        around.addWidget(clear, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(around)
        self.hide()

    def refresh(self) -> None:
        """Appear for two customers and more."""
        number = len(self._selected())
        self.setVisible(number > 1)
        if number > 1:
            self.count.setText(tr("%n customer(s) selected", n=number))
            self.set_field.setVisible(bool(self._context.services.custom_fields.all()))

    # Each also serves the list's context menu

    def ask_add_tag(self, anchor: QWidget | None = None) -> None:
        """Ask which tag the selected customers shall carry."""
        known = [tag.name for tag in self._known.now.tags]
        ids = self._selected()
        self._ask(anchor or self.add_tag, tr("Tag"), known, lambda text: self._customers.add_tag(ids, text))

    def fill_remove_tag(self, menu: QMenu) -> None:
        """List the tags; the most used first."""
        ids = self._selected()
        rows = self._known.now.tags
        for row in rows:
            menus.add(menu, row.name, partial(self._do, partial(self._customers.remove_tag, ids, row.name)))
        if not rows:
            menus.add(menu, tr("There are no tags yet"), lambda: None, enabled=False)

    def ask_source(self, anchor: QWidget | None = None) -> None:
        """Ask where the selected customers came from."""
        ids = self._selected()
        known = self._known.now.sources
        self._ask(anchor or self.set_source, tr("Source"), known, lambda text: self._customers.set_source(ids, text))

    def fill_fields(self, menu: QMenu) -> None:
        """List the shop's own fields, with their values where they are chosen."""
        ids = self._selected()
        for field in self._context.services.custom_fields.all():
            choices = custom_choices(field)
            if choices is None:
                menus.add(menu, tr("%1…", field.name), partial(self._ask_field, field))
                continue
            sub = menu.addMenu(field.name.replace("&", "&&"))
            for value, words in choices:
                work = partial(self._customers.set_custom, ids, field.name, value)
                menus.add(sub, words or tr("(empty)"), partial(self._do, work))

    def delete_selected(self) -> None:
        """Delete the selected customers; the message bar offers to undo it."""
        ids = self._selected()
        if ids:
            self._context.actions.do(
                lambda: self._customers.delete(ids), meanwhile=tr("Deleting %n customer(s)", n=len(ids))
            )

    def _ask_field(self, field: CustomFieldRow) -> None:
        ids = self._selected()
        self._ask(self.set_field, field.name, (), lambda text: self._customers.set_custom(ids, field.name, text))

    def _do(self, work: Callable[[], Change]) -> bool:
        return self._context.actions.do(work, meanwhile=self._changing()) is not None

    def _changing(self) -> str:
        """What is said while many are changed."""
        return tr("Changing %n customer(s)", n=len(self._selected()))

    def _ask(self, anchor: QWidget, label: str, known: Sequence[str], work: Callable[[str], Change]) -> None:
        def take(text: str) -> bool:
            done = self._context.actions.do(lambda: work(text), on_invalid=popover.refuse, meanwhile=self._changing())
            return done is not None

        popover = LinePopover(anchor, label, tr("Save"), take, suggestions=known)
        popover.open()
