"""The line at the bottom of the window: what was just done, with its Undo; errors, until they are closed."""

from __future__ import annotations

from collections import deque
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.messages import SHOWN_FOR_MS, Message, Messages, Sign
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.empty import IconLabel

# An error that waits behind others must not wait for ever, nor fill the memory.
_LONGEST_QUEUE: Final = 20

_ICONS: Final = {Sign.DONE: ("check-circle", "good"), Sign.NOTE: ("info", "secondary"), Sign.ERROR: ("alert", "danger")}
"""Name and colour token of the icon of each sign."""


class MessageBar(QFrame):
    """Shows one message. A new one takes an old one's place at once, but waits behind an error."""

    def __init__(self, messages: Messages, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._theme = theme
        self._message: Message | None = None
        self._waiting: deque[Message] = deque(maxlen=_LONGEST_QUEUE)
        self.setProperty("role", "message")
        self.setFixedHeight(px(40))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_FOR_MS)
        self._timer.timeout.connect(self.dismiss)
        self._is_built = False
        messages.posted.connect(self.show_message)
        messages.undone.connect(self._undone)
        self.setAccessibleName(tr("Message"))
        self.hide()

    def _build(self) -> None:
        """What is in it, made for the first message."""
        self._is_built = True
        self._icon = IconLabel(self._theme, "info", 16, "secondary")
        self._text = texts.ElidedLabel()
        self._text.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.action: QPushButton = buttons.link("", self._do)
        self._close = buttons.icon_button(
            "x", tr("Close this message"), self.dismiss, theme=self._theme, token="secondary"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        # Beside the words, where she looks, and clear of a card in the corner.
        row.addWidget(self.action)
        row.addWidget(self._close)
        row.addStretch(1)

    def message(self) -> Message | None:
        """The message shown."""
        return self._message

    def show_message(self, message: Message) -> None:
        """Show it now, or after the error that is shown."""
        if self._message is not None and self._message.is_error:
            if message.text != self._message.text:
                self._waiting.append(message)
            return
        self._show(message)

    def _show(self, message: Message) -> None:
        if not self._is_built:
            self._build()
        self._message = message
        self._text.setText(message.text)
        self._text.setAccessibleName(message.text)
        self.setAccessibleDescription(message.text)
        self._icon.set_icon(*_ICONS[message.sign])
        self.action.setText(message.action)
        self.action.setAccessibleName(message.action)
        self.action.setVisible(bool(message.action))
        self.show()
        if message.is_error:
            self._timer.stop()
        else:
            self._timer.start()

    def dismiss(self) -> None:
        """Close the message, and show the next that waits."""
        self._timer.stop()
        self._message = None
        if self._waiting:
            self._show(self._waiting.popleft())
        else:
            self.hide()

    def _do(self) -> None:
        message = self._message
        self.dismiss()
        if message is not None and message.do is not None:
            message.do()

    def _undone(self, change: int) -> None:
        """A change was undone by other means: its offer to undo it goes."""
        self._waiting = deque((m for m in self._waiting if m.about_change != change), _LONGEST_QUEUE)
        if self._message is not None and self._message.about_change == change:
            self.dismiss()

    def enterEvent(self, event: QEnterEvent) -> None:
        """While the pointer is on it, it does not go away."""
        self._timer.stop()

    def leaveEvent(self, event: object) -> None:
        if self._message is not None and not self._message.is_error:
            self._timer.start()
