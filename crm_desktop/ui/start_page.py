"""What stands in the window's place while no shop is open: why not, and what can be done; or what is being done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.ui.password import PasswordForm, Unlock, locked_words
from crm_desktop.ui.plain_window import PlainWindow
from crm_desktop.ui.plumbing.file_dialogs import FileDialogs
from crm_desktop.ui.plumbing.jobs import Jobs
from crm_desktop.ui.plumbing.messages import Messages
from crm_desktop.ui.plumbing.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.window_menu import SHOP_ENDING, Shell

_FIELD_WIDTH = 320


class WorkingPage(PlainWindow):
    """While the shop's file is worked on as a whole, such as when its password is changed."""

    def __init__(self, title: str, shell: Shell, theme: Theme, messages: Messages, jobs: Jobs) -> None:
        words = tr("The shop is closed meanwhile, and opens again by itself. Your file is safe whatever happens.")
        super().__init__(EmptyState(theme, "shop", title, words, []), shell, theme, messages, jobs)


class StartPage(PlainWindow):
    """Shown when the shop could not be opened. `retry` tries the same file again; with `unlock` the page asks for the
    file's password, and `wrong` says that the one given so far does not fit."""

    def __init__(
        self,
        error: UserError,
        retry: Callable[[], object],
        shell: Shell,
        theme: Theme,
        messages: Messages,
        jobs: Jobs,
        file_dialogs: FileDialogs,
        *,
        locked: Path | None = None,
        unlock: Unlock | None = None,
        wrong: bool = False,
    ) -> None:
        self.error = error
        self.form = PasswordForm(unlock) if unlock is not None else None
        self._file_dialogs = file_dialogs
        elsewhere = [
            buttons.plain(tr("Open another shop…"), self._open, theme=theme, icon="folder"),
            buttons.plain(tr("Make a new shop…"), self._new, theme=theme, icon="shop"),
            buttons.plain(tr("Look around in a demo shop"), shell.demo_shop, theme=theme, icon="eye"),
        ]
        if self.form is None:
            again = buttons.primary(tr("Try again"), retry, theme=theme, icon="refresh")
            page = EmptyState(theme, "shop", tr("The shop is not open"), str(error), [again, *elsewhere])
        else:
            page = self._locked_page(theme, self.form, locked or Path(), elsewhere)
            if wrong:
                self.form.field.set_error(str(error))
        super().__init__(page, shell, theme, messages, jobs)

    @staticmethod
    def _locked_page(theme: Theme, form: PasswordForm, path: Path, elsewhere: list[QPushButton]) -> EmptyState:
        go = buttons.primary(tr("Open"), form.try_it, theme=theme)
        form.edit.returnPressed.connect(form.try_it)
        asking = QWidget()
        asking.setFixedWidth(_FIELD_WIDTH)
        column = QVBoxLayout(asking)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(form)
        column.addWidget(go, 0, Qt.AlignmentFlag.AlignRight)
        return EmptyState(theme, "lock", tr("The shop is locked"), locked_words(path), elsewhere, middle=asking)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.form is not None:
            self.form.setFocus()

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
