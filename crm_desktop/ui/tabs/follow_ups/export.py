"""The follow-up list as a sheet: the columns shown, with real dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from crm_desktop.domain.table import TableColumn, Value
from crm_desktop.exchange.writers import ics_file
from crm_desktop.language import tr
from crm_desktop.services.follow_ups import FollowUp
from crm_desktop.ui.dialogs.export_rows import OtherFormat, Sheet, export_rows
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.follow_ups.words import priority_words, recurrence_words


def _column(key: str) -> tuple[TableColumn, Callable[[FollowUp], Value]]:
    match key:
        case "due":
            return TableColumn(tr("Due"), "date", key=key), lambda f: f.day
        case "customer":
            return TableColumn(tr("Customer"), key=key), lambda f: f.customer_name
        case "what":
            return TableColumn(tr("What to do"), key=key), lambda f: f.what
        case "done_at":
            return TableColumn(tr("Completed"), "datetime", key=key), lambda f: f.done_at
        case "outcome":
            return TableColumn(tr("Outcome"), key=key), lambda f: f.outcome
        case "phone":
            return TableColumn(tr("Phone"), "phone", key=key), lambda f: f.customer_phone
        case "priority":
            return TableColumn(tr("Priority"), key=key), lambda f: priority_words(f.priority)
    return TableColumn(tr("Repeat"), key=key), recurrence_words


def export_follow_ups(
    context: Context, parent: QWidget, ids: Sequence[int], keys: Sequence[str], about: Sequence[str]
) -> None:
    """Ask for a file and write these follow-ups."""
    now = context.clock.now()
    today = now.date()
    sheet = Sheet[FollowUp](
        title=tr("Follow-ups"),
        name=tr("Follow-ups %1", today.isoformat()),
        ids=ids,
        fetch=partial(context.services.follow_ups.get_many, on=today),
        columns=[_column(key) for key in keys],
        about=[*about, tr("Exported on %1", today.isoformat())],
        other=OtherFormat(
            tr("Calendar for phones"), ".ics", lambda rows, path: ics_file.write_follow_ups(rows, path, now)
        ),
    )
    export_rows(context, parent, sheet)
