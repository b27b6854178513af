"""The workbook of the rows that could not be imported: as they were, with the reason in a column more."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from crm_desktop.domain.table import Table as Output
from crm_desktop.domain.table import TableColumn
from crm_desktop.exchange.importing.report import ImportReport
from crm_desktop.exchange.sheets.headings import TARGETS
from crm_desktop.exchange.sheets.layout import Layout
from crm_desktop.exchange.sheets.mapping import header_text
from crm_desktop.exchange.sheets.values import custom_name
from crm_desktop.exchange.writers import write_table
from crm_desktop.language import tr


def write_rejects(report: ImportReport, path: Path) -> None:
    """Write the rejected rows to a workbook that can be mended and imported again. CannotWriteFile."""
    table = report.table
    rows, layout = table.sheet.rows, table.layout
    width = max((len(report.cells(reject.row)) for reject in report.rejects), default=0)
    headers = [header_text(cell) for cell in rows[layout.header_row - 1]] if layout.header_row else []
    headers = headers or list(table.sheet.headings) or _named(layout, width)
    headers += [""] * (width - len(headers))
    columns = [TableColumn(header, "any") for header in headers]
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    for number, reason in report.rejects:
        reasons[number].append(str(reason))
    lines = [
        (*row, *([""] * (len(headers) - len(row))), " ".join(words), number)
        for number, words in reasons.items()
        for row in (report.cells(number),)
    ]
    columns += [TableColumn(tr("Not imported because"), "text"), TableColumn(tr("Row in the file"), "number")]
    write_table(Output(tr("Rejected rows"), tuple(columns), lines), path)


def _named(layout: Layout, width: int) -> list[str]:
    """Headings for columns that had none, by which they are known again: what our fields are called."""
    labels = {field.key: str(field.label) for field in TARGETS[layout.kind]}
    headers = [""] * width
    for column in layout.columns:
        target = column.target or ""
        headers[column.index] = labels.get(target, custom_name(target) if target else column.header)
    return headers
