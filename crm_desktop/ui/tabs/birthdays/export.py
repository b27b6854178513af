"""The birthday list as a sheet: the columns shown, with real dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.table import TableColumn, Value
from crm_desktop.exchange.writers import ics_file
from crm_desktop.language import tr
from crm_desktop.services.lists import records_of
from crm_desktop.ui.dialogs.export_rows import OtherFormat, Sheet, export_rows
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.table_model import Column
from crm_desktop.ui.tabs.birthdays.lines import BirthdayLine


def _column(column: Column[BirthdayLine]) -> tuple[TableColumn, Callable[[BirthdayLine], Value]]:
    title = str(column.title)
    match column.key:
        case "date":
            return TableColumn(title, "date", key="date"), lambda line: line.row.occurrence.date
        case "in_days":
            return TableColumn(title, "number", key="in_days"), lambda line: line.row.in_days
        case "turning":
            return TableColumn(title, "number", key="turning"), lambda line: line.row.occurrence.turning
        case "phone":
            return TableColumn(title, "phone", key="phone"), lambda line: line.row.phone
    return TableColumn(title, key=column.key), column.display


def export_birthdays(
    context: Context, parent: QWidget, lines: Sequence[BirthdayLine], columns: Sequence[Column[BirthdayLine]],
    about: Sequence[str],
) -> None:  # fmt: skip
    """Ask for a file and write these lines. `about` says what the list holds."""
    known = {line.id: line for line in lines}
    services, now = context.services, context.clock.now()
    day = now.date().isoformat()

    def calendar(rows: Iterable[BirthdayLine], path: Path) -> int:
        ids = list(dict.fromkeys(line.row.customer_id for line in rows))  # a lunar birthday can be there twice
        people = records_of(ids, services.customers.get_many)
        return ics_file.write_birthdays(people, path, now, services.settings.get().rules)

    sheet = Sheet[BirthdayLine](
        title=tr("Birthdays"),
        name=tr("Birthdays %1", day),
        ids=list(known),
        fetch=lambda ids: [known[each] for each in ids],
        columns=[_column(column) for column in columns],
        about=[*about, tr("Exported on %1", day)],
        other=OtherFormat(tr("Calendar for phones"), ".ics", calendar),
    )
    export_rows(context, parent, sheet)
