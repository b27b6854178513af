"""“Copy the shop to…”: one tidy, checked file, to take away or to keep elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from crm_desktop.language import tr
from crm_desktop.ui.dialogs.written_file import tell_written
from crm_desktop.ui.plumbing.context import Context

if TYPE_CHECKING:
    from crm_desktop.services.backups import Backup


def copy_shop_to(context: Context, parent: QWidget) -> None:
    """Ask for a file, and copy the shop into it in the background; what came of it is told in the message bar."""
    name = tr("%1 %2", context.services.shop.path.stem, context.clock.now().date().isoformat())
    target = context.file_dialogs.ask_save(
        parent, tr("Copy the shop to…"), f"{name}.crm", [(tr("CRM Desktop shops"), "*.crm")]
    )
    if target is not None:
        context.daily_backup.copy_to(target, lambda made: _tell(context, made))


def _tell(context: Context, made: Backup) -> None:
    words = tr("Copied the shop to %1 and checked the copy: %n customer(s)", made.path, n=made.customers or 0)
    tell_written(context.messages, made.path, words)
