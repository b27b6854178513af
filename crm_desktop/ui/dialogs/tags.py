"""The shop's tags: renamed and deleted here; given and taken on the customers' page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.language import Sentence, tr
from crm_desktop.services.tags import TagRow
from crm_desktop.ui.dialogs.manager import ManagerDialog
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.widgets import buttons


class TagsDialog(ManagerDialog[TagRow]):
    """Every tag with the number of customers who carry it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._tags = context.services.tags
        super().__init__(
            context, parent, title=tr("Tags"), name=tr("Tag list"), key="tags",
            sentence=tr("Double-click a tag to rename it. A deleted tag is taken from everyone; Undo brings it back."),
            columns=(
                Column[TagRow]("name", Sentence("Tag"), lambda row: row.name, width=260, edit=lambda row: row.name,
                               commit=self._rename),
                Column[TagRow]("count", Sentence("Customers"), lambda row: f"{row.count:,}", width=120, align="right"),
            ),
            read=self._tags.all, tables=("tag", "customer_tag"),
            empty=tr("There are no tags yet. Give a customer one with “+ Tag”."),
        )  # fmt: skip
        self.rename_button = buttons.plain(tr("Rename"), self.list.edit_current, theme=context.theme, icon="edit")
        self.delete_button = buttons.plain(tr("Delete"), self.delete_current, theme=context.theme, icon="trash")
        self.actions_row.addWidget(self.rename_button)
        self.actions_row.addWidget(self.delete_button)
        self.actions_row.addStretch()
        self.refresh()

    def enable(self) -> None:
        chosen = self.list.current_id() is not None
        self.rename_button.setEnabled(chosen)
        self.delete_button.setEnabled(chosen)

    def delete_current(self) -> None:
        tag = self.current()
        if tag is not None:
            self.do(lambda: self._tags.delete(tag.id))

    def _rename(self, row: TagRow, name: str) -> bool:
        return self.do(lambda: self._tags.rename(row.id, name)) is not None
