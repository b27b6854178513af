"""Tables as JSON: a list of objects, values typed as in the command line's own answers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from crm_desktop.domain.money import plain_money
from crm_desktop.domain.table import Table, TableColumn, Value
from crm_desktop.exchange.writers.output import replacing
from crm_desktop.language import tr


def write(table: Table, path: Path) -> int:
    """Write the rows as a list of objects, a line each."""
    rows = 0
    with replacing(path) as stream:
        stream.write(b"[")
        for row in table.rows:
            line = {
                column.key or column.title: _plain(column, value)
                for column, value in zip(table.columns, row, strict=True)
            }
            stream.write(b",\n" if rows else b"\n")
            stream.write(json.dumps(line, ensure_ascii=False).encode())
            rows += 1
        stream.write(b"\n]\n")
    return rows


def _plain(column: TableColumn, value: Value) -> Any:
    if column.kind == "money" and isinstance(value, int):
        return plain_money(value)
    if column.kind == "quantity" and isinstance(value, int):
        return value // 1000 if value % 1000 == 0 else value / 1000
    if column.kind == "yes_no" and value:
        return value == tr("Yes")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple) else value
