"""Today's reminders in a small window at the bottom right, that never takes the keyboard by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.plumbing.context import Context

if TYPE_CHECKING:
    from crm_desktop.domain.occurrences import Reminder


class Popup(QWidget):
    """`put_away`: she closed it, which means later today; its reminders are there until all have heard. `all_wanted`:
    the Today tab. `customer_wanted`: a customer, by id."""

    put_away = Signal()
    all_wanted = Signal()
    customer_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._reminders: list[Reminder] = []

    def tell(self, reminders: Sequence[Reminder], away: int = 0, *, by_hand: bool = False) -> None:
        """Show these, beside those that are still open; the keyboard stays where it is unless she asked `by_hand`.
        `away`: how many days were missed."""

    def refresh(self) -> None:
        """Show each reminder as it is now, without what was dealt with elsewhere."""

    def reminders(self) -> tuple[Reminder, ...]:
        """Those that are still open."""
        return tuple(self._reminders)
