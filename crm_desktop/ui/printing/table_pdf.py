"""Any list that is handed over, as .pdf."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.domain.paper import Sheet
from crm_desktop.domain.table import Table
from crm_desktop.ui.printing import pdf_file, table_document
from crm_desktop.ui.printing.document import Watch
from crm_desktop.ui.printing.paper_choice import usual_paper


def write_pdf(table: Table, path: Path, *, foot: str = "", expected: int = 0, watch: Watch | None = None) -> int:
    """Write a table, and tell how many rows it had; the errors are those of every writer. May be called in any thread.
    `foot` stands at the foot of every page instead of the title, such as the shop's name; `expected` is how many rows
    there will be."""
    page = table_document.TablePage.of(table, foot, expected)
    document = table_document.lay_out(page, Sheet(usual_paper()), watch=watch)
    return pdf_file.write(document, table.title, path, watch)
