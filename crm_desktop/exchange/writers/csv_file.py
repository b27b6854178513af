"""Tables as .csv that Excel opens without garbling: UTF-8 with its mark, or GB18030 for programs that know no other;
phones that stay phones, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal

from crm_desktop.domain.money import format_quantity, plain_money
from crm_desktop.domain.table import Table, TableColumn, Value
from crm_desktop.exchange.sheets.several import joined, joined_phones
from crm_desktop.exchange.writers.output import clean, replacing

DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so may be run by a spreadsheet (https://owasp.org/www-community/attacks/CSV_Injection)."""


Encoding = Literal["utf-8", "gb18030"]


def write(table: Table, path: Path, encoding: Encoding = "utf-8") -> int:
    """Write headings and rows; the lines about the table are left out, so that other programs read it."""
    rows = 0
    with replacing(path) as binary:
        stream = io.TextIOWrapper(binary, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")
        writer = csv.writer(stream)
        writer.writerow([_defused(column.title) for column in table.columns])
        for row in table.rows:
            writer.writerow([_text(column, value) for column, value in zip(table.columns, row, strict=True)])
            rows += 1
        stream.flush()
        stream.detach()
    return rows


def _text(column: TableColumn, value: Value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, list | tuple):
        values = tuple(value)
        return _defused(joined_phones(values, column.region) if column.kind == "phones" else joined(values, column.key))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(column, value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if column.kind in ("phone", "phones"):
        # In groups (138 0013 8000) it is a text to Excel, which would make a number of eleven digits 1.38E+10.
        return _defused(joined_phones((str(value),), column.region))
    return _defused(str(value))


def _number(column: TableColumn, value: float) -> str:
    if column.kind == "money":
        return plain_money(int(value))
    if column.kind == "quantity":
        return format_quantity(int(value))
    return f"{value:.15g}"


def _defused(text: str) -> str:
    """The text, behind an apostrophe where it would be taken for a formula, or where it begins as such a text does
    already; our own import takes one away again."""
    text = clean(text)
    return "'" + text if text.lstrip("'").startswith(DANGEROUS) else text
