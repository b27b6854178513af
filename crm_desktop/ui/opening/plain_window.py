"""The program's window while no shop is in it: one page in the middle, progress and messages below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from crm_desktop.ui.plumbing.jobs import Jobs
from crm_desktop.ui.plumbing.messages import Messages
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets.message_bar import MessageBar
from crm_desktop.ui.widgets.progress_strip import ProgressStrip
from crm_desktop.ui.widgets.reading_order import ReadsAlong
from crm_desktop.ui.window_menu import Shell

_SIZE = QSize(880, 560)
_FRAME = QSize(2, 48)


class PlainWindow(ReadsAlong, QMainWindow):
    """It comes up in the place of the window before, else in the middle of the screen; nothing in it is unsaved, or
    changes with the time."""

    def __init__(
        self,
        page: QWidget,
        shell: Shell,
        theme: Theme | None = None,
        messages: Messages | None = None,
        jobs: Jobs | None = None,
    ) -> None:
        super().__init__()
        self._shell = shell
        self.setWindowTitle("CRM Desktop")
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        if jobs is not None:
            column.addWidget(ProgressStrip(jobs))
        if messages is not None and theme is not None:
            column.addWidget(MessageBar(messages, theme))
        self.setCentralWidget(middle)
        self.resize(QSize(px(_SIZE.width()), px(_SIZE.height())).boundedTo(self.screen().availableSize() - _FRAME))

    def take_place_of(self, window: QWidget) -> None:
        """Stand where a window stands that goes."""
        filled = window.isMaximized() or window.isMinimized() or window.isFullScreen()
        self.setGeometry(window.normalGeometry() if filled else window.geometry())
        self.setWindowState(window.windowState() & ~Qt.WindowState.WindowActive)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._shell.window_closed())

    def put_away(self) -> bool:
        """Whether it may go."""
        return True

    def remember_place(self) -> None:
        """Remember nothing: such a window has no place of its own."""

    def tick(self) -> None:
        """Do nothing: such a window shows nothing of the day."""
