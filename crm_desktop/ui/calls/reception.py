"""Takes the calls that come to the program, whatever state it is in: told at once where a shop is open; where it is
locked or none is open, only that someone called, and who it was once the shop is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from crm_desktop.clock import Clock
from crm_desktop.ui.style.theme import Theme

if TYPE_CHECKING:
    from crm_desktop.ui.calls.calls import Calls
    from crm_desktop.ui.calls.waiting import WaitingCard

KEPT: Final = 5
"""The most calls that are kept waiting until the shop is open."""


class Reception:
    """`calls`: those of the open shop, None if it is locked or none is open. `show_window`: where it is opened."""

    def __init__(
        self, calls: Callable[[], Calls | None], show_window: Callable[[], object], theme: Theme, clock: Clock
    ) -> None:
        self.card: WaitingCard | None = None
        self._calls = calls
        self._show_window = show_window
        self._theme = theme
        self._clock = clock
        self._waiting: list[tuple[str, datetime]] = []

    def tell(self, link: str) -> None:
        """Someone calls, as a telephone program says it."""
        calls = self._calls()
        if calls is not None:
            calls.tell(link)
            return
        self._waiting = [*self._waiting, (link, self._clock.now())][-KEPT:]
        if self.card is None:
            from crm_desktop.ui.calls.waiting import WaitingCard

            self.card = WaitingCard(self._theme, self._show_window)
        self.card.tell([at for _, at in self._waiting])

    def show_last(self) -> None:
        """The last call once more, by hand; where a shop is open."""
        calls = self._calls()
        if calls is not None:
            calls.show_last()

    def go_on(self) -> None:
        """A shop is open now: who called meanwhile is told, once its window has come."""
        if self._waiting:
            QTimer.singleShot(0, self._tell_waiting)

    def _tell_waiting(self) -> None:
        calls, waiting = self._calls(), self._waiting
        if calls is None:
            return
        self._waiting = []
        self.close()
        for link, at in waiting:
            calls.tell(link, at)

    def close(self) -> None:
        """Show nothing any more."""
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None
