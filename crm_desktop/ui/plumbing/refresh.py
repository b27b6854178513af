"""When a tab asks the services again: after a change that concerns it, and only while someone looks at it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtWidgets import QWidget

from crm_desktop.store.journal import Change


class Refresher:
    """Calls `refresh` now or, where `widget` is hidden, when it is next shown; the first showing always refreshes."""

    def __init__(self, widget: QWidget, refresh: Callable[[], object], tables: Collection[str]) -> None:
        self._widget = widget
        self._refresh = refresh
        self._tables = frozenset(tables)
        self._stale = True

    def on_change(self, change: Change) -> None:
        """A change was saved: refresh if it touched one of the tables."""
        if self._tables.isdisjoint(change.touched):
            return
        self._stale = True
        if self._widget.isVisible():
            self.on_shown()

    def on_shown(self) -> None:
        """The widget came to the front."""
        if self._stale:
            self._stale = False
            self._refresh()

    def expire(self) -> None:
        """What is shown is out of date: a new day has begun."""
        self._stale = True
        if self._widget.isVisible():
            self.on_shown()
