"""What the main window knows of a tab: how to build it, and what it can ask of one that is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.language import Sentence, tr
from crm_desktop.store.journal import Change
from crm_desktop.ui.plumbing.context import Context


class Tab(QWidget):
    """A page of the window. The window calls these methods; a tab overrides those that concern it."""

    #: Emitted where the owner of an empty shop asks for the demo shop.
    demo_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context

    @property
    def help_place(self) -> str:
        """The page of the help for what is shown just now; "" for the page of the tab itself (`help.places.TABS`)."""
        return ""

    def on_shown(self) -> None:
        """The tab has come to the front."""

    def on_change(self, change: Change) -> None:
        """Something in the shop has changed, perhaps while another tab is in front."""

    def on_new_day(self) -> None:
        """Midnight has passed."""

    def focus_list(self) -> None:
        """Give the keyboard to the tab's list."""
        self.setFocus()

    def customer_in_view(self) -> int | None:
        """The id of the customer whom a new purchase or follow-up (F2, Ctrl+T) is for; None for nobody yet."""
        return None

    def print_list(self) -> None:
        """Print what the list shows."""
        self._context.messages.note(tr("There is no list to print on this page."))

    def may_close(self) -> bool:
        """Whether the window may go; False if something unsaved is to be kept."""
        return True


@dataclass(frozen=True)
class TabSpec:
    """`build` imports the tab and makes it, the first time it is shown; `badge` counts what is due on it. One that is
    not `in_bar` is a page reached by the menu."""

    key: str
    title: Sentence
    icon: str
    build: Callable[[Context, QWidget], Tab]
    badge: Callable[[Context], int] | None = None
    in_bar: bool = True
