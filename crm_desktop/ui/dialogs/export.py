"""Handing over a list: what the customer list shows is what the file holds, in the same order and columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from crm_desktop.domain.birthday import birthday_words
from crm_desktop.domain.custom_field import CustomFieldKind, show_custom_value
from crm_desktop.domain.table import ColumnKind
from crm_desktop.errors import Cancelled
from crm_desktop.exchange.writers import Table, TableColumn, Value, write_table
from crm_desktop.language import Sentence, tr
from crm_desktop.services.custom_fields import CustomFieldRow
from crm_desktop.services.customer_records import Customer
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.tabs.customers import words
from crm_desktop.ui.tabs.customers.rows import CustomerRow, rows_of

_BATCH: Final = 1_000

#: key of a column -> (how its values are to be read, its value)
_VALUES: Final[dict[str, tuple[ColumnKind, Callable[[Customer], Value]]]] = {
    "name": ("text", lambda c: c.name),
    "phone": ("phones", lambda c: c.phones),
    "tags": ("text", lambda c: c.tags),
    "last_purchase": ("date", lambda c: c.last_purchase),
    "first_purchase": ("date", lambda c: c.first_purchase),
    "spent": ("money", lambda c: c.spent_fen),
    "visits": ("number", lambda c: c.visits),
    "birthday": ("text", lambda c: birthday_words(c.birthday) if c.birthday else ""),
    "gender": ("text", lambda c: words.gender_words(c.gender)),
    "region": ("text", lambda c: c.region),
    "source": ("text", lambda c: c.source),
    "member_no": ("text", lambda c: c.member_no),
    "created": ("datetime", lambda c: c.created),
    "wechat": ("text", lambda c: c.wechat),
    "email": ("text", lambda c: c.emails),
    "address": ("text", lambda c: c.address),
    "note": ("text", lambda c: c.note),
}


def export_customers(
    context: Context, parent: QWidget, ids: Sequence[int], columns: Sequence[Column[CustomerRow]], about: Sequence[str]
) -> None:
    """Ask for a file, and write these customers into it in the background. `about` says what the list holds."""
    day = context.clock.now().date().isoformat()
    patterns = ((tr("Excel workbook"), "*.xlsx"), (tr("Text with commas"), "*.csv"))
    name = tr("Customers %1", day)
    path = context.file_dialogs.ask_save(parent, tr("Export"), f"{name}.xlsx", patterns)
    if path is None:
        return
    custom = {row.name: row for row in context.services.custom_fields.all()}
    lines = [tr("%n customer(s)", n=len(ids)), *about, tr("Exported on %1", day)]
    work = partial(_write, context, list(ids), list(columns), custom, path, lines)
    context.jobs.start(tr("Exporting %1", path.name), work, done=lambda rows: _tell(context, path, rows))


def _write(
    context: Context,
    ids: list[int],
    columns: list[Column[CustomerRow]],
    custom: dict[str, CustomFieldRow],
    path: Path,
    about: list[str],
    report: Callable[[int, int, str], None],
    cancelled: Callable[[], bool],
) -> int:
    """In the worker: read the customers in portions, and write the file."""
    today = context.clock.now().date()
    fetch = rows_of(context.services, lambda: today)
    kinds, values = zip(*(_kind_and_value(column, custom) for column in columns), strict=True)

    def lines() -> Iterator[list[Value]]:
        for start in range(0, len(ids), _BATCH):
            if cancelled():
                raise Cancelled(Sentence("The export was stopped. No file was written."))
            report(start, len(ids), tr("Reading the customers"))
            for row in fetch(ids[start : start + _BATCH]):
                yield [value(row) for value in values]
        report(0, 0, tr("Writing the file"))

    table_columns = [
        TableColumn(str(column.title), kind, key=column.key, total=column.key == "spent")
        for column, kind in zip(columns, kinds, strict=True)
    ]
    return write_table(Table(tr("Customers"), table_columns, lines(), about), path)


def _kind_and_value(
    column: Column[CustomerRow], custom: dict[str, CustomFieldRow]
) -> tuple[ColumnKind, Callable[[CustomerRow], Value]]:
    if column.key in _VALUES:
        kind, of_customer = _VALUES[column.key]
        return kind, lambda row: of_customer(row.customer)
    field = custom.get(column.key.removeprefix("custom:"))
    if field is not None and column.key.startswith("custom:"):
        return _of_field(field)
    if column.key == "next_birthday":
        return "date", lambda row: row.birthday.date if row.birthday else None
    return "text", column.display


def _of_field(field: CustomFieldRow) -> tuple[ColumnKind, Callable[[CustomerRow], Value]]:
    def stored(row: CustomerRow) -> str:
        return row.customer.custom.get(field.name, "")

    if field.kind is CustomFieldKind.NUMBER:
        return "number", lambda row: float(stored(row)) if stored(row) else None
    return "text", lambda row: show_custom_value(field.kind, stored(row))


def _tell(context: Context, path: Path, rows: Any) -> None:
    folder = QUrl.fromLocalFile(str(path.absolute().parent))
    context.messages.info(
        tr("%n customer(s) written to %1", path.name, n=rows), action=tr("Open folder"),
        do=lambda: QDesktopServices.openUrl(folder),
    )  # fmt: skip
