"""The calls of one shop, from its opening to its closing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from crm_desktop.domain.caller import read_caller
from crm_desktop.ui.plumbing.context import Context

if TYPE_CHECKING:
    from crm_desktop.ui.calls.card import CallerCard


EXPECTED: Final = "calls/expected"
"""Whether calls come on this computer, in the memory of it."""

_SETTLED_MS: Final = 5_000
_ANY_NUMBER: Final = "tel:+8613800138000"


class Calls(QObject):
    """Tells who calls. `context.navigate` must work without a window."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.card: CallerCard | None = None
        self._context = context
        self._ended = False
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._prepare)

    def start(self) -> None:
        """Where calls come on this computer, be ready for the first of them: soon, but not while the window comes."""
        if self._context.memory.get(EXPECTED, False):
            self._settled.start()

    def _prepare(self) -> None:
        """Have what a call needs loaded and looked up once: that takes longer than a telephone rings."""
        self._context.jobs.start("", lambda *_: self._rehearse(), done=lambda _: self._ready(), quiet=True)

    def _rehearse(self) -> None:
        """In the worker."""
        from crm_desktop.ui.calls import card  # noqa: F401

        known = self._context.services.callers.who(read_caller(_ANY_NUMBER))
        for customer in known.customers[:1]:
            self._context.services.callers.facts(customer.id)

    def _ready(self) -> None:
        if not self._ended:
            self._the_card()

    def tell(self, link: str, at: datetime | None = None) -> None:
        """Someone calls, as a telephone program says it; or has called, `at` a time before."""
        self._context.memory.put(EXPECTED, True)
        self._the_card().tell(read_caller(link), at)

    def show_last(self) -> None:
        """The last call once more, by hand."""
        self._the_card().show_last()

    def _the_card(self) -> CallerCard:
        """Made at the first call."""
        if self.card is None:
            from crm_desktop.ui.calls.card import CallerCard

            self.card = CallerCard(self._context)
            self.card.settings_wanted.connect(self._context.navigate.show_call_settings)
        return self.card

    def speak_anew(self) -> None:
        """The language was changed: what is shown is made anew."""
        old, self.card = self.card, None
        if old is None:
            return
        if old.isVisible() and old.calls:
            self._the_card().bring_back(old.calls)
        old.hide()
        old.deleteLater()

    def end(self) -> None:
        """The shop is closed."""
        self._ended = True
        self._settled.stop()
        self.put_away()

    def put_away(self) -> None:
        """Show nothing of the shop any more: it is locked, or about to be closed."""
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None
