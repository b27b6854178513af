"""Cells from a spreadsheet, pasted on a list: they open the import page."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.context import Context


def pasted(context: Context, kind: str) -> None:
    """Bring in what was copied; says so where there are no cells to paste."""
    text = QGuiApplication.clipboard().text()
    if "\t" in text or "\n" in text.strip():
        context.navigate.import_cells(text, kind)
    else:
        context.messages.note(tr("There are no cells to paste. Copy some in a spreadsheet first."))
