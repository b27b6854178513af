"""Handing over a list: what the customer list shows is what the file holds, in the same order and columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.birthday import birthday_words
from crm_desktop.domain.custom_field import CustomFieldKind, show_custom_value
from crm_desktop.domain.table import ColumnKind, TableColumn, Value
from crm_desktop.exchange.writers import vcf_file
from crm_desktop.language import tr
from crm_desktop.services.custom_fields import CustomFieldRow
from crm_desktop.services.customer_records import Customer
from crm_desktop.ui.dialogs.export_rows import OtherFormat, Sheet, export_rows
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.tabs.customers import words
from crm_desktop.ui.tabs.customers.rows import CustomerRow, rows_of

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
    today, photo = context.clock.now().date(), context.services.customers.photo
    custom = {row.name: row for row in context.services.custom_fields.all()}
    sheet = Sheet(
        title=tr("Customers"),
        name=tr("Customers %1", today.isoformat()),
        ids=list(ids),
        fetch=rows_of(context.services, lambda: today),
        columns=[_typed(column, custom) for column in columns],
        about=[tr("%n customer(s)", n=len(ids)), *about, tr("Exported on %1", today.isoformat())],
        other=OtherFormat(
            tr("Contact cards for phones"),
            ".vcf",
            lambda rows, path: vcf_file.write((row.customer for row in rows), photo, path),
        ),
    )
    export_rows(context, parent, sheet)


def _typed(
    column: Column[CustomerRow], custom: dict[str, CustomFieldRow]
) -> tuple[TableColumn, Callable[[CustomerRow], Value]]:
    kind, value = _kind_and_value(column, custom)
    return TableColumn(str(column.title), kind, key=column.key, total=column.key == "spent"), value


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
