"""Handing over a list by choice: which rows, which columns in which order, and as what kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.language import tr
from crm_desktop.services.lists import ListColumn
from crm_desktop.ui.dialogs.export_rows import Listing, export_rows, formats
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.reading_order import ReadsAlong

_TABLES: Final = (".xlsx", ".csv", ".pdf", ".json")
_KEY: Final = Qt.ItemDataRole.UserRole
_LINE: Final = 28
_LEAST_HEIGHT: Final = 10 * 28


class ExportPage(ReadsAlong, QDialog):
    """What is chosen is remembered for the next time; the file is asked for when the page is done."""

    def __init__(self, context: Context, listing: Listing[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._listing, self._parent = context, listing, parent
        self._kinds = formats(context, listing)
        self.setWindowTitle(tr("Export"))
        self.setMinimumWidth(px(440))
        self.rows = QComboBox()
        self.rows.addItem(tr("All rows shown (%1)", f"{len(listing.ids):,}"), listing.ids)
        if listing.selected:
            self.rows.addItem(tr("Only the selected rows (%1)", f"{len(listing.selected):,}"), listing.selected)
            self.rows.setCurrentIndex(1 if len(listing.selected) > 1 else 0)
        self.kind = QComboBox()
        self.kind.addItems([each.words for each in self._kinds])
        self.kind.setCurrentIndex(max(0, self.kind.findText(self._remembered("kind", ""))))
        self.lines = QCheckBox(tr("A row for each thing bought"))
        self.lines.setVisible(listing.lines is not None)
        self.lines.setChecked(listing.lines is not None and self._remembered("lines", "") == "yes")
        self.columns = QListWidget()
        self.columns.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.columns.setAccessibleName(tr("Columns"))
        self.columns.setMinimumHeight(_LEAST_HEIGHT)
        self.about_columns = texts.secondary("", wrap=True)
        self._fill()
        self._lay_out()
        self.lines.toggled.connect(self._fill_anew)
        self.kind.currentIndexChanged.connect(self._look)
        self.columns.itemChanged.connect(self._look)
        self._look()

    def _lay_out(self) -> None:
        theme = self._context.theme
        self.export_button = buttons.primary(tr("Choose a file"), self.accept, shortcut="Return")
        self.export_button.setDefault(True)
        moves = QVBoxLayout()
        self.up = buttons.icon_button("chevron-up", tr("Move up"), lambda: self._move(-1), theme=theme)
        self.down = buttons.icon_button("chevron-down", tr("Move down"), lambda: self._move(1), theme=theme)
        moves.addWidget(self.up)
        moves.addWidget(self.down)
        moves.addStretch(1)
        listed = QHBoxLayout()
        listed.addWidget(self.columns, 1)
        listed.addLayout(moves)
        below = QHBoxLayout()
        below.addWidget(buttons.link(tr("Columns as the list shows them"), self._as_shown))
        below.addStretch(1)
        below.addWidget(buttons.plain(tr("Cancel"), self.reject))
        below.addWidget(self.export_button)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(12)
        page.addWidget(texts.title(tr("Export")))
        page.addWidget(InlineField(tr("Which rows"), self.rows))
        page.addWidget(InlineField(tr("Kind of file"), self.kind))
        page.addWidget(self.lines)
        page.addWidget(self.about_columns)
        page.addLayout(listed, 1)
        page.addLayout(below)

    # Columns

    def _what(self) -> Listing[Any]:
        """The listing with a row for each row of the list, or for each thing bought."""
        lines = self._listing.lines
        return lines if lines is not None and self.lines.isChecked() else self._listing

    def _fill(self) -> None:
        """The columns chosen last, ticked and in their order, or those of the list; then all others."""
        what = self._what()
        by_key = {column.key: column for column in (*what.columns, *what.more)}
        remembered = self._context.memory.get(f"export/{what.key}/columns", "").split("\n")
        ticked = [key for key in remembered if key in by_key]
        self._show(by_key, ticked or [column.key for column in what.columns])

    def _fill_anew(self) -> None:
        self._fill()
        self._look()

    def _as_shown(self) -> None:
        what = self._what()
        by_key = {column.key: column for column in (*what.columns, *what.more)}
        self._show(by_key, [column.key for column in what.columns])
        self._look()

    def _show(self, by_key: dict[str, ListColumn[Any]], ticked: Sequence[str]) -> None:
        self.columns.clear()
        for key in [*ticked, *(key for key in by_key if key not in ticked)]:
            item = QListWidgetItem(str(by_key[key].title))
            item.setData(_KEY, key)
            item.setSizeHint(QSize(0, px(_LINE)))
            item.setCheckState(Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
            self.columns.addItem(item)

    def _move(self, by: int) -> None:
        row = self.columns.currentRow()
        if row >= 0 and 0 <= row + by < self.columns.count():
            item = self.columns.takeItem(row)
            self.columns.insertItem(row + by, item)
            self.columns.setCurrentRow(row + by)

    def chosen(self) -> list[str]:
        """The keys of the columns that are ticked, from top to bottom."""
        items = (self.columns.item(row) for row in range(self.columns.count()))
        return [item.data(_KEY) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _look(self, *_: object) -> None:
        """Cards and calendars have no columns; a table has one at least."""
        is_table = self._kinds[self.kind.currentIndex()].ending in _TABLES
        for widget in (self.columns, self.up, self.down):
            widget.setEnabled(is_table)
        none = tr("Such a file has no columns: all that belongs in it goes in.")
        self.about_columns.setText(tr("Columns") if is_table else none)
        self.export_button.setEnabled(not is_table or bool(self.chosen()))

    # What was chosen

    def _remembered(self, what: str, default: str) -> str:
        return self._context.memory.get(f"export/{self._listing.key}/{what}", default)

    def accept(self) -> None:
        """Remember the choice, and ask for the file."""
        super().accept()
        keys, place, what = self.chosen(), self.kind.currentIndex(), self._what()
        self._context.memory.put(f"export/{self._listing.key}/kind", self._kinds[place].words)
        self._context.memory.put(f"export/{self._listing.key}/lines", "yes" if self.lines.isChecked() else "")
        self._context.memory.put(f"export/{what.key}/columns", "\n".join(keys))
        by_key = {column.key: column for column in (*what.columns, *what.more)}
        ids: Sequence[int] = self.rows.currentData()
        columns = [by_key[key] for key in keys] or what.columns
        export_rows(
            self._context,
            self._parent or self,
            replace(what, ids=ids, columns=columns),
            self.kind.currentIndex(),
        )


def choose_and_export(context: Context, parent: QWidget, listing: Listing[Any]) -> ExportPage:
    """Open the page over `parent`."""
    page = ExportPage(context, listing, parent)
    page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    page.open()
    return page
