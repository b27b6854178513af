"""What the program tells the user in passing: one line at the bottom of the window, never a box in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

SHOWN_FOR_MS = 10_000


@dataclass(frozen=True, eq=False)
class Message:
    """One line. An error stays until it is closed; anything else goes after SHOWN_FOR_MS.

    `do` is run by the button `action`. `about_change` is the id of the change that an "Undo" button would undo, so
    that the line can go when that change is undone by other means.
    """

    text: str
    is_error: bool = False
    action: str = ""
    do: Callable[[], object] | None = None
    about_change: int | None = None


class Messages(QObject):
    """Where messages are handed in; the window's message bar shows them."""

    posted = Signal(object)
    undone = Signal(int)

    def info(self, text: str, *, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Say something that needs no answer."""
        self.posted.emit(Message(text, action=action, do=do))

    def error(self, text: str, *, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Say what went wrong; stays until closed."""
        self.posted.emit(Message(text, is_error=True, action=action, do=do))

    def post(self, message: Message) -> None:
        self.posted.emit(message)
