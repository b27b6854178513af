"""The calls of one shop, from its opening to its closing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.domain.caller import read_caller
from crm_desktop.ui.plumbing.context import Context

if TYPE_CHECKING:
    from crm_desktop.ui.calls.card import CallerCard


class Calls(QObject):
    """Tells who calls. `context.navigate` must work without a window."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.card: CallerCard | None = None
        self._context = context

    def tell(self, link: str, at: datetime | None = None) -> None:
        """Someone calls, as a telephone program says it; or has called, `at` a time before."""
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

    def put_away(self) -> None:
        """Nothing of the shop is shown any more: it is locked, or about to be closed."""
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None
