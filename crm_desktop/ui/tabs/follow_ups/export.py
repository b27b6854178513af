"""Handing over the follow-up list: the columns shown, with real dates, or a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from crm_desktop.exchange.writers import ics_file
from crm_desktop.language import tr
from crm_desktop.services.follow_ups import FollowUp
from crm_desktop.services.lists import FOLLOW_UP_COLUMNS, chosen
from crm_desktop.ui.dialogs.export_rows import Listing, OtherFormat, export_rows
from crm_desktop.ui.plumbing.context import Context

_TIME_AFTER: Final = "due"


def export_follow_ups(
    context: Context, parent: QWidget, ids: Sequence[int], keys: Sequence[str], about: Sequence[str]
) -> None:
    """Ask for a file and write these follow-ups."""
    export_rows(context, parent, follow_ups_sheet(context, ids, keys, about))


def follow_ups_sheet(
    context: Context, ids: Sequence[int], keys: Sequence[str], about: Sequence[str], selected: Sequence[int] = ()
) -> Listing[FollowUp]:
    """These follow-ups as they are handed over: in a file, or on paper."""
    wanted = list(keys)
    if _TIME_AFTER in wanted:  # so that the sheet can be brought in again
        wanted.insert(wanted.index(_TIME_AFTER) + 1, "due_time")
    now, write = context.clock.now(), ics_file.write_follow_ups
    return Listing(
        title=tr("Follow-ups"),
        ids=ids,
        fetch=context.services.follow_ups.get_many,
        columns=chosen(FOLLOW_UP_COLUMNS, wanted),
        about=about,
        others=[
            OtherFormat(
                tr("Calendar for phones, as events"), ".ics", lambda rows, path: write(rows, path, now, "event")
            ),
            OtherFormat(tr("Calendar, as things to do"), ".ics", lambda rows, path: write(rows, path, now, "todo")),
        ],
        more=FOLLOW_UP_COLUMNS,
        selected=list(selected),
        key="follow-ups",
    )
