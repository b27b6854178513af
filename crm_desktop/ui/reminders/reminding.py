"""Reminders while the program runs: from the ticking of the clock to the popup, the notification and the counts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from crm_desktop.ui.plumbing.context import Context


class Reminding(QObject):
    """The reminders of one shop, from its opening to its closing. `counted` tells how much today asks for."""

    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
