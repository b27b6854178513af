"""What the tests of the import page share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton

from crm_desktop.exchange.importing.report import PlannedRow
from crm_desktop.exchange.sheets.headings import Kind
from crm_desktop.ui.dialogs.importing.files import Incoming, incoming_files
from crm_desktop.ui.dialogs.importing.page import ImportDialog
from crm_desktop.ui.dialogs.importing.plan import Show


def opened(context: Any, path: Path, qtbot: Any, *more: Path, kind: Kind = Kind.CUSTOMERS) -> ImportDialog:
    """The import page on one file or several, when all of the first is known."""
    return shown(context, incoming_files([path, *more], kind), qtbot)


def shown(context: Any, files: list[Incoming], qtbot: Any) -> ImportDialog:
    dialog = ImportDialog(context, files)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    settled(dialog, qtbot)
    return dialog


def settled(dialog: ImportDialog, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: dialog.settled, timeout=20_000)


def done(dialog: ImportDialog, qtbot: Any) -> None:
    """Wait for the page that says what came of it."""
    qtbot.waitUntil(lambda: dialog.parts.pages.currentWidget() is dialog.parts.results, timeout=20_000)


def planned(dialog: ImportDialog, row: int) -> PlannedRow:
    assert dialog.prepared is not None
    return next(each for each in dialog.prepared.rows if each.row == row)


def rows_shown(dialog: ImportDialog) -> list[int]:
    model = dialog.parts.model
    return [row.row for line in range(model.rowCount()) if (row := model.row(line)) is not None]


def cell(dialog: ImportDialog, row: int, header: str, role: Any = Qt.ItemDataRole.DisplayRole) -> Any:
    """What the table shows in a row of the sheet, under a heading."""
    model = dialog.parts.model
    column = next(n for n in range(model.columnCount()) if model.headerData(n, Qt.Orientation.Horizontal) == header)
    line = model.line_of(row)
    assert line is not None
    return model.data(model.index(line, column), role)


def counts(dialog: ImportDialog) -> dict[str, int]:
    """The choices of rows that are offered, and how many rows each shows."""
    told = {}
    for show, button in zip(Show, dialog.parts.filters.findChildren(QPushButton), strict=True):
        if not button.isHidden():
            told[show.value] = int(button.text().rpartition(" ")[2].replace(",", ""))
    return told


def choose(dialog: ImportDialog, header: str, text: str) -> None:
    """Choose a field over a column, as its menu offers it."""
    column = next(each for each in dialog.parts.model.columns if each.header == header)
    menu = QMenu()
    dialog.parts.preview.header.fill(menu, column)
    next(action for action in menu.actions() if action.text() == text).trigger()


def press_strip(dialog: ImportDialog, text: str) -> None:
    """Press a button of a line above the table."""
    buttons = dialog.parts.strips.findChildren(QPushButton)
    next(button for button in buttons if button.text() == text and not button.isHidden()).click()
