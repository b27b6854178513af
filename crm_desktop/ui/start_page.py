"""What stands in the window's place while no shop is open: why not, and what can be done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.ui.plumbing.file_dialogs import FileDialogs
from crm_desktop.ui.plumbing.messages import Messages
from crm_desktop.ui.plumbing.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.widgets.message_bar import MessageBar
from crm_desktop.ui.window_menu import SHOP_ENDING, Shell


class StartPage(QMainWindow):
    """Shown when the shop could not be opened. `retry` tries the same file again."""

    def __init__(
        self,
        error: UserError,
        retry: Callable[[], object],
        shell: Shell,
        theme: Theme,
        messages: Messages,
        file_dialogs: FileDialogs,
    ) -> None:
        super().__init__()
        self.error = error
        self._shell = shell
        self._file_dialogs = file_dialogs
        self.setWindowTitle("CRM Desktop")
        choices = [
            buttons.primary(tr("Open another shop…"), self._open, theme=theme, icon="folder"),
            buttons.plain(tr("Make a new shop…"), self._new, theme=theme, icon="shop"),
            buttons.plain(tr("Look around in a demo shop"), shell.demo_shop, theme=theme, icon="eye"),
            buttons.quiet(tr("Try again"), retry, theme=theme, icon="refresh"),
        ]
        page = EmptyState(theme, "shop", tr("The shop is not open"), str(error), choices)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(MessageBar(messages, theme))
        self.setCentralWidget(middle)
        self.resize(880, 560)

    def _patterns(self) -> list[tuple[str, str]]:
        return [(tr("CRM Desktop shops"), SHOP_ENDING)]

    def _open(self) -> None:
        path = self._file_dialogs.ask_open(self, tr("Open a shop"), self._patterns())
        if path is not None:
            self._shell.open_shop(path)

    def _new(self) -> None:
        path = self._file_dialogs.ask_save(self, tr("Make a new shop"), tr("My shop") + ".crm", self._patterns())
        if path is not None:
            self._shell.new_shop(path)
