"""What the program tells the user in passing: one line at the bottom of the window, never a box in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Signal

SHOWN_FOR_MS = 10_000


class Sign(Enum):
    """What stands before a message: that something was done, that something is so, or that something went wrong."""

    DONE = "done"
    NOTE = "note"
    ERROR = "error"


@dataclass(frozen=True, eq=False)
class Message:
    """One line. An error stays until it is closed; anything else goes after SHOWN_FOR_MS.

    `do` is run by the button `action`. `about_change` is the id of the change that an "Undo" button would undo, so
    that the line can go when that change is undone by other means.
    """

    text: str
    sign: Sign = Sign.DONE
    action: str = ""
    do: Callable[[], object] | None = None
    about_change: int | None = None

    @property
    def is_error(self) -> bool:
        """Whether something went wrong."""
        return self.sign is Sign.ERROR


class Messages(QObject):
    """Where messages are handed in; the window's message bar shows them."""

    posted = Signal(object)
    undone = Signal(int)

    def info(self, text: str, *, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Say what was done."""
        self.posted.emit(Message(text, action=action, do=do))

    def note(self, text: str, *, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Say how something is, or why nothing was done: that is no error, and no success either."""
        self.posted.emit(Message(text, Sign.NOTE, action, do))

    def error(self, text: str, *, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Say what went wrong; stays until closed."""
        self.posted.emit(Message(text, Sign.ERROR, action, do))

    def post(self, message: Message) -> None:
        self.posted.emit(message)
