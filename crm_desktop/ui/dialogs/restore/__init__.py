"""Copies of the shop: looked into, put in its place, or asked for single customers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.ui.dialogs.restore.dialog import RestoreDialog
from crm_desktop.ui.plumbing.context import Context


def open_restore(context: Context, parent: QWidget | None = None) -> RestoreDialog:
    """Show the copies of the shop over a window."""
    dialog = RestoreDialog(context, parent)
    dialog.open()
    return dialog
