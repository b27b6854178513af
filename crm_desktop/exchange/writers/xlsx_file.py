"""Tables as .xlsx that opens finished: widths, frozen headings, a filter, text phones, real dates and numbers, sums."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from crm_desktop.domain.phone import format_phone
from crm_desktop.domain.table import Table, TableColumn, Value
from crm_desktop.exchange.writers.output import clean, replacing
from crm_desktop.language import tr

MAX_ROWS: Final = 1_048_576
_LONGEST_CELL: Final = 32_767
_WIDEST, _NARROWEST = 60.0, 6.0
_MEASURED_ROWS: Final = 2_000
_SHEET_SIGNS = re.compile(r"[\[\]:*?/\\]")

_MONEY, _QUANTITY = '"¥"#,##0.00', "#,##0.###"
_FORMATS: Final = {
    "money": _MONEY,
    "quantity": _QUANTITY,
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "phone": "@",
    "phones": "@",
    "text": "@",
}


def write(table: Table, path: Path) -> int:
    """Write the table, below it the sums of its `total` columns, and on a second sheet what it is about."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    rows = list(table.rows)
    book = Workbook(write_only=True)
    bold = Font(bold=True)
    sheet = book.create_sheet(_sheet_name(table.title))
    sheet.freeze_panes = "A2"
    for index, width in enumerate(_widths(table.columns, rows), 1):
        sheet.column_dimensions[get_column_letter(index)].width = width

    def cell(value: Any, number_format: str | None = None, *, heading: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            made.data_type = "s"  # openpyxl would take "=…" for a formula
        if number_format:
            made.number_format = number_format
        if heading:
            made.font = bold
        return made

    sheet.append([cell(clean(column.title), heading=True) for column in table.columns])
    shown = [_converter(column, cell) for column in table.columns]
    for row in rows:
        sheet.append([show(value) for show, value in zip(shown, row, strict=True)])
    if rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(rows) + 1}"
        if any(column.total for column in table.columns):
            sheet.append([])
            sheet.append(list(_sums(table.columns, len(rows), cell)))
    if table.about:
        about = book.create_sheet(_sheet_name(tr("About this list")))
        about.column_dimensions["A"].width = _WIDEST
        for line in table.about:
            about.append([cell(clean(line))])
    try:
        with replacing(path) as stream:
            book.save(stream)
    finally:
        # A sheet left open, because its file could not be written, would complain when it is thrown away.
        for each in book.worksheets:
            if not each.closed:
                each.close()
    return len(rows)


def _sums(columns: Sequence[TableColumn], rows: int, cell: Callable[..., Any]) -> Iterator[Any]:
    """A bold line of sums that follow the filter: SUBTOTAL 109 leaves hidden rows out."""
    from openpyxl.utils import get_column_letter

    for index, column in enumerate(columns, 1):
        letter = get_column_letter(index)
        if column.total:
            made = cell(None, _FORMATS.get(column.kind), heading=True)
            made.value = f"=SUBTOTAL(109,{letter}2:{letter}{rows + 1})"
            yield made
        else:
            yield cell(tr("Total"), heading=True) if index == 1 else None


def _converter(column: TableColumn, cell: Callable[..., Any]) -> Callable[[Value], Any]:
    """From a value of the column to what openpyxl writes."""
    number_format = _FORMATS.get(column.kind)
    scale = {"money": 100, "quantity": 1000}.get(column.kind)

    def show(value: Value) -> Any:
        if value is None or value == "":
            return None
        if scale and isinstance(value, int | float):
            return cell(value / scale, number_format)
        if isinstance(value, bool | int | float):
            return value
        if isinstance(value, date | time | timedelta):
            return cell(value, _format_of_date(value) if number_format in (None, "@") else number_format)
        return cell(_words(column, value), "@" if number_format == "@" else None)

    return show


def _format_of_date(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return _FORMATS["datetime"]
    return _FORMATS["date"] if isinstance(value, date) else "[h]:mm"


def _words(column: TableColumn, value: Any) -> str:
    is_phone = column.kind in ("phone", "phones")
    parts = list(value) if isinstance(value, list | tuple) else [str(value)]
    words = (" / " if is_phone else ", ").join(map(format_phone, parts) if is_phone else parts)
    return clean(words)[:_LONGEST_CELL]


def _sheet_name(title: str) -> str:
    return _SHEET_SIGNS.sub(" ", clean(title)).strip().strip("'")[:31] or tr("Sheet")


def _widths(columns: Sequence[TableColumn], rows: Sequence[Sequence[Value]]) -> Iterator[float]:
    """Each column's width in Latin letters, as its heading and its first rows need."""
    measured = rows[:_MEASURED_ROWS]
    for index, column in enumerate(columns):
        if column.width:
            yield column.width
            continue
        longest = max((_letters(_printed(column, row[index])) for row in measured), default=0)
        # The heading also holds the filter's arrow.
        yield min(max(longest + 2, _letters(column.title) + 4, _NARROWEST), _WIDEST)


def _printed(column: TableColumn, value: Value) -> str:
    if value is None:
        return ""
    if column.kind == "money" and isinstance(value, int | float):
        return f"¥{value / 100:,.2f}"
    if isinstance(value, datetime):
        return "2026-11-21 09:30"
    if isinstance(value, date):
        return "2026-11-21"
    if isinstance(value, int | float):
        return f"{value / 1000 if column.kind == 'quantity' else value:g}"
    return _words(column, value)


def _letters(text: str) -> int:
    """The width of the longest line, a Chinese character counted as two letters."""
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in text.split("\n"))
