"""The changes that the history shows: by portions as she scrolls, or those that hold some words, looked for portion
by portion so that the window stays alive however long the history is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from crm_desktop.services.history import History, HistoryEntry
from crm_desktop.ui.tabs.history.lines import fits

PORTION = 200
_SHOWN_AT_ONCE = 60
"""The search for words pauses when it has found this many more."""


class Changes(QObject):
    """`entries` are those to show; `shown` is called when they have changed."""

    def __init__(self, history: History, shown: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._shown = shown
        self.entries: list[HistoryEntry] = []
        self._words: list[str] = []
        self._found: list[HistoryEntry] = []
        self._held = False
        self._reached: int | None = None
        self._ended = False
        self._wanted = 0
        self._step = QTimer(self)
        self._step.setSingleShot(True)
        self._step.setInterval(0)
        self._step.timeout.connect(self._load)

    @property
    def searching(self) -> bool:
        """Whether older changes are being looked through just now."""
        return self._step.isActive()

    @property
    def ended(self) -> bool:
        """Whether there are no older ones."""
        return self._ended

    def ask(self, text: str) -> None:
        """Begin anew; the same question again shows as many as before, and nothing until it has them."""
        words = text.lower().split()
        again = words == self._words
        self._words = words
        self._found, self._reached, self._ended = [], None, False
        self._wanted = max(len(self.entries) if again else 0, _SHOWN_AT_ONCE)
        self._held = again
        self._load()

    def more(self) -> None:
        """The next portion, if there is one."""
        if not self._ended and not self.searching:
            self._wanted = len(self.entries) + _SHOWN_AT_ONCE
            self._load()

    def _load(self) -> None:
        portion = self._history.changes(PORTION, self._reached)
        self._ended = len(portion) < PORTION
        if portion:
            self._reached = portion[-1].id
        self._found += [entry for entry in portion if fits(entry, self._words)]
        if not self._ended and len(self._found) < self._wanted:
            self._step.start()
            if self._held:
                return
        self._held = False
        self.entries = list(self._found)
        self._shown()
