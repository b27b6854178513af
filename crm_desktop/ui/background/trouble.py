"""What keeps the program from its work minute after minute, such as a stick that was pulled out: told once a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final

from crm_desktop.clock import Clock
from crm_desktop.errors import ShopInUse, ShopLocked, UserError
from crm_desktop.language import tr
from crm_desktop.ui.background.notifications import Notifier
from crm_desktop.ui.plumbing.messages import Messages

TROUBLE: Final = "trouble"
"""The key of its notification."""


class Trouble:
    """Tells it in the window, and by a notification where no window `is_seen`."""

    def __init__(self, clock: Clock, messages: Messages, notifier: Notifier, is_seen: Callable[[], bool]) -> None:
        self._clock = clock
        self._messages = messages
        self._notifier = notifier
        self._is_seen = is_seen
        self._told: dict[str, date] = {}

    def met(self, error: UserError) -> None:
        """Tell it, unless it was told today. That the shop is being written to passes by itself, and that it is
        locked she knows: neither is told."""
        words, today = str(error), self._clock.now().date()
        if isinstance(error, ShopInUse | ShopLocked) or self._told.get(words) == today:
            return
        self._told[words] = today
        self._messages.error(words)
        if not self._is_seen():
            self._notifier.notify(TROUBLE, tr("No reminders yet"), words)

    def over(self) -> None:
        """Another shop is open: what kept the one before from its work is no matter."""
        self._told.clear()
        self._notifier.withdraw(TROUBLE)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell the errors of a block."""
        try:
            yield
        except UserError as error:
            self.met(error)
