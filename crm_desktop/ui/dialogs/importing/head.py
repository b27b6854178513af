"""The top of the import page: which file, what it is a list of, which sheet, where its headings are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QWidget

from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.language import Sentence, tr
from crm_desktop.ui.dialogs.importing.plan import Prepared
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.spin import indented

KINDS: Final[dict[Kind, Sentence]] = {
    Kind.CUSTOMERS: Sentence("Customers"),
    Kind.PURCHASES: Sentence("Purchases"),
    Kind.FOLLOW_UPS: Sentence("Follow-ups"),
    Kind.PRODUCTS: Sentence("Products"),
}
_WIDEST_FILE: Final = 360


class Head(QWidget):
    """Shows what was found; tells what she chooses instead."""

    file_chosen = Signal(int)
    kind_chosen = Signal(object)
    sheet_chosen = Signal(str)
    header_row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = texts.ElidedLabel("")
        self.title.setProperty("role", "title")
        self.title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.files = QComboBox()
        self.files.setAccessibleName(tr("File"))
        self.files.setMaximumWidth(px(_WIDEST_FILE))
        self.files.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.files.activated.connect(self.file_chosen)
        self.place = texts.secondary("")
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("A list of"))
        for kind, words in KINDS.items():
            self.kind.addItem(str(words), kind)
        self.kind.activated.connect(lambda number: self.kind_chosen.emit(list(KINDS)[number]))
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(tr("Sheet"))
        self.sheet.setMaximumWidth(200)
        self.sheet.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.sheet.activated.connect(lambda _: self.sheet_chosen.emit(self.sheet.currentText()))
        self.header_row = indented(QSpinBox())
        self.header_row.setRange(0, 999)
        self.header_row.setSpecialValueText(tr("none"))
        self.header_row.setAccessibleName(tr("Headings in row"))
        self.header_row.valueChanged.connect(self.header_row_chosen)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.files)
        self._row.addWidget(self.place)
        self._row.addWidget(self.title, 1)
        self._kind_label = self._add(tr("A list of"), self.kind)
        self._sheet_label = self._add(tr("Sheet"), self.sheet)
        self._header_label = self._add(tr("Headings in row"), self.header_row)
        for part in (self._sheet_label, self.sheet, self.files, self.place):
            part.hide()

    def _add(self, words: str, edit: QWidget) -> QLabel:
        label = texts.body(words)
        label.setBuddy(edit)
        self._row.addSpacing(8)
        self._row.addWidget(label)
        self._row.addWidget(edit)
        return label

    def add_last(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addSpacing(8)
        self._row.addWidget(widget)

    def show_files(self, names: Sequence[str], current: int) -> None:
        """The files of this drop, each with what became of it, and the one that is looked at."""
        several = len(names) > 1
        self.title.setText("" if several else names[current])
        for part in (self.files, self.place):
            part.setVisible(several)
        if [self.files.itemText(number) for number in range(self.files.count())] != list(names):
            self.files.clear()
            self.files.addItems(list(names))
            for number, name in enumerate(names):
                self.files.setItemData(number, name, Qt.ItemDataRole.ToolTipRole)
        self.files.setCurrentIndex(current)
        self.place.setText(tr("%1 of %2", current + 1, len(names)))

    def show_nothing(self) -> None:
        """Nothing is known of the file: nothing can be chosen."""
        for part in self._details():
            part.hide()

    def _details(self) -> tuple[QWidget, ...]:
        return (
            self._kind_label, self.kind, self._sheet_label, self.sheet, self._header_label, self.header_row,
        )  # fmt: skip

    def show_plan(self, prepared: Prepared) -> None:
        """Show what was found in the file."""
        table = prepared.table
        self.kind.setCurrentIndex(list(KINDS).index(table.kind))
        self.kind.show()
        self._kind_label.show()
        names = list(prepared.book.sheet_names)
        if [self.sheet.itemText(number) for number in range(self.sheet.count())] != names:
            self.sheet.clear()
            self.sheet.addItems(names)
        self.sheet.setCurrentText(table.sheet.name or "")
        for part in (self.sheet, self._sheet_label):
            part.setVisible(len(names) > 1)
        self.header_row.setVisible(not table.sheet.headings)
        self._header_label.setVisible(not table.sheet.headings)
        self.header_row.blockSignals(True)
        self.header_row.setValue(table.layout.header_row)
        self.header_row.blockSignals(False)
