"""Printers, as the system knows them. Qt's part for printing is loaded when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QDialog, QWidget

from crm_desktop.errors import UserError
from crm_desktop.language import Sentence
from crm_desktop.ui.printing.document import Document, Watch
from crm_desktop.ui.printing.pdf_file import layout_of, paint

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_MM_PER_INCH: Final = 25.4


def names() -> list[str]:
    """The printers of this computer."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return QPrinterInfo.availablePrinterNames()


def ask(parent: QWidget, document: Document, title: str) -> QPrinter | None:
    """The printer, the pages and the copies that she chooses in the system's own dialog; None if none."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageLayout(layout_of(document.sheet))
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, document.pages)
    dialog.setFromTo(1, document.pages)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def print_on(printer: QPrinter, document: Document, watch: Watch) -> int:
    """Print what was chosen; how many pages. UserError if the printer refuses. May be called in any thread."""
    pages = _chosen(printer, document.pages)
    if not printer.supportsMultipleCopies():
        pages = pages * printer.copyCount()
    try:
        paint(document, printer, watch, printer.resolution() / _MM_PER_INCH, pages)
    except OSError as error:
        name = printer.printerName()
        raise UserError(Sentence("The printer “%1” does not take the pages. Is it switched on?", name)) from error
    return len(pages)


def _chosen(printer: QPrinter, pages: int) -> list[int]:
    """The pages that she wants, from 0."""
    first, last = printer.fromPage(), printer.toPage()
    return [page for page in range(pages) if not first or first <= page + 1 <= max(last, first)]
