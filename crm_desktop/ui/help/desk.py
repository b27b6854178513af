"""F1 in every window of the program, and the help's one window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from crm_desktop.ui.help.window import HelpWindow
    from crm_desktop.ui.plumbing.memory import Memory
    from crm_desktop.ui.style.theme import Theme

_HAS_KEY = "has_help_key"


class HelpDesk(QObject):
    """A window gets its F1 when the keyboard first comes to it: so a dialog has it without knowing. The help itself
    stands beside all windows, and stays open while she works in them."""

    def __init__(self, theme: Theme, memory: Memory) -> None:
        super().__init__()
        self._theme = theme
        self._memory = memory
        self.window: HelpWindow | None = None
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._give_key)
        self._application = application

    def _give_key(self) -> None:
        window = QApplication.activeWindow()
        if window is None or window.property(_HAS_KEY):
            return
        window.setProperty(_HAS_KEY, True)
        shortcut = QShortcut(QKeySequence("F1"), window)
        shortcut.activated.connect(self._asked)

    def _asked(self) -> None:
        from crm_desktop.ui.help.places import place_of

        window = QApplication.activeWindow()
        if window is None or window is not self.window:
            self.show(place_of(window))

    def show(self, place: str = "") -> None:
        """Open the help at a page, such as "import" or "import#doubtful"."""
        from crm_desktop.ui.help.places import FIRST
        from crm_desktop.ui.help.window import HelpWindow

        over = QApplication.activeModalWidget()
        if self.window is None:
            self.window = HelpWindow(self._theme, self._memory)
        self.window.go(place or FIRST)
        self.window.come_up(over)

    def speak_anew(self) -> None:
        """Go on in another language."""
        if self.window is not None:
            place, was_open = self.window.place, self.window.isVisible()
            self._forget()
            if was_open:
                self.show(place)

    def close(self) -> None:
        """The program ends."""
        self._application.focusWindowChanged.disconnect(self._give_key)
        self._forget()

    def _forget(self) -> None:
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
