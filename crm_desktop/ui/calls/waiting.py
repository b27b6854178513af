"""A card that says only that someone called, while the shop that knows them is not open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from crm_desktop.language import tr
from crm_desktop.ui.calls.pages import Page
from crm_desktop.ui.corner.card import Card
from crm_desktop.ui.locking.curtain import SHOWS_NOTHING
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts


class WaitingCard(Card):
    """Neither a name nor a number: whoever passes by may read it."""

    def __init__(self, theme: Theme, show_window: Callable[[], object]) -> None:
        super().__init__(theme, tr("Caller"), tr("Phone calls and files"), tr("Close"))
        self.setProperty(SHOWS_NOTHING, True)
        self.settings_button.hide()
        self.all_button.hide()
        self.say_more(0)
        self._words = texts.body("", wrap=True)
        page = Page()
        page.column.addWidget(self._words)
        page.add_buttons(buttons.primary(tr("Open the shop"), lambda: self._leave_for(show_window), theme=theme))
        self.add(page)
        self.set_title(tr("Caller"))
        self.closing_wanted.connect(self.hide)

    def tell(self, at: Sequence[datetime]) -> None:
        """When calls came, the last of them last."""
        self._words.setText(tr("%n call(s) came. Who it was, you see here once the shop is open.", n=len(at)))
        self.say(tr("At %1", f"{at[-1]:%H:%M}"))
        if not self.isVisible():
            self.prepare()
        self.show_whole()
        self.stand()
        self.show()

    def _leave_for(self, show_window: Callable[[], object]) -> None:
        self.hide()
        show_window()
