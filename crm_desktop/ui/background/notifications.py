"""The system's own notifications, beside the popup: a few words in the platform's centre; a click opens the line.

On Linux they go over D-Bus (see `desktop_notifications`), elsewhere through the tray's icon. Where there is neither,
the popup is alone, and nobody is bothered with it.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon


class Notifier(QObject):
    """Shows nothing: for a desktop without notifications. The others are made from it.

    `clicked` tells the key of a notification that she clicked, in the GUI thread.
    """

    clicked = Signal(str)

    def notify(self, key: str, title: str, text: str, *, quiet: bool = False) -> None:
        """Show a notification, in the place of an earlier one of that key. Plain text; `quiet`: without a sound."""

    def withdraw(self, key: str) -> None:
        """Take the notification of a key back, if it is still there."""

    def close(self) -> None:
        """Take everything back and stop."""


class TrayNotifier(Notifier):
    """Notifications of Windows and macOS: the tray's icon shows one at a time, under the program's own icon.

    Qt neither takes one back there nor tells which was clicked: a click is taken for one on the newest.
    """

    def __init__(self, tray: QSystemTrayIcon) -> None:
        super().__init__()
        self._tray = tray
        self._newest = ""
        tray.messageClicked.connect(self._on_click)

    def notify(self, key: str, title: str, text: str, *, quiet: bool = False) -> None:
        self._newest = key
        self._tray.showMessage(title, text, self._tray.icon())

    def withdraw(self, key: str) -> None:
        if key == self._newest:
            self._newest = ""

    def close(self) -> None:
        self._newest = ""

    def _on_click(self) -> None:
        if self._newest:
            self.clicked.emit(self._newest)


def system_notifier(tray: QSystemTrayIcon | None) -> Notifier:
    """What this platform notifies with. Costs nothing until the first notification."""
    if sys.platform == "linux":
        from crm_desktop.ui.background.desktop_notifications import DesktopNotifier

        return DesktopNotifier()
    return TrayNotifier(tray) if tray is not None else Notifier()
