"""Being there while no window is open: what she chose about it, kept on this laptop with the windows' other settings.

Whether closing the window leaves the program in the tray, whether the system's own notifications are used, and until
when the reminders are to be quiet.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal

from crm_desktop.clock import Clock
from crm_desktop.ui.plumbing.memory import Memory

_STAYS: Final = "background/stays"
_NOTIFIES: Final = "background/notifies"
_PAUSED: Final = "background/paused-until"


class Autostart(Protocol):
    """Whether the program starts, hidden, when she logs in to the laptop."""

    def is_on(self) -> bool: ...

    def set_on(self, on: bool) -> None:
        """UserError if the system does not let us."""

    def renew(self) -> None:
        """If it is on, have the program that runs now started: it may have been moved."""


class Background(QObject):
    """`changed` is emitted when one of her choices has changed."""

    changed = Signal()

    def __init__(self, memory: Memory, clock: Clock, autostart: Autostart, tray_is_there: Callable[[], bool]) -> None:
        super().__init__()
        self.autostart = autostart
        self._memory = memory
        self._clock = clock
        self._tray_is_there = tray_is_there

    @property
    def has_tray(self) -> bool:
        """Whether this desktop has a place for the program's icon; elsewhere its window is minimised instead."""
        return self._tray_is_there()

    @property
    def stays(self) -> bool | None:
        """Whether the program stays when its window is closed; None if she was not asked yet."""
        chosen = self._memory.get(_STAYS, "")
        return None if chosen not in ("yes", "no") else chosen == "yes"

    def set_stays(self, stays: bool) -> None:
        self._put(_STAYS, "yes" if stays else "no")

    @property
    def notifies(self) -> bool:
        """Whether reminders are also told by the system's own notifications."""
        return self._memory.get(_NOTIFIES, True)

    def set_notifies(self, notifies: bool) -> None:
        self._put(_NOTIFIES, notifies)

    @property
    def paused_until(self) -> datetime | None:
        """When the reminders go on; None if they are not paused, or no longer."""
        try:
            until = datetime.fromisoformat(self._memory.get(_PAUSED, ""))
        except ValueError:
            return None
        now = self._clock.now()
        # A pause ends at the next midnight: one that lies further ahead was made by a clock that went wrong.
        return until if now < until <= _next_midnight(now) else None

    def pause(self) -> None:
        """No reminders until tomorrow."""
        self._put(_PAUSED, _next_midnight(self._clock.now()).isoformat())

    def go_on(self) -> None:
        """Reminders again, from now on."""
        self._put(_PAUSED, "")

    def _put(self, key: str, value: object) -> None:
        self._memory.put(key, value)
        self._memory.save()
        self.changed.emit()


def _next_midnight(now: datetime) -> datetime:
    return datetime.combine(now.date() + timedelta(days=1), time())
