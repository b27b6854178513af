"""What stands in the window's place while no shop is open: why not, and what can be done; or what is being done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent

from crm_desktop.clock import Clock
from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.ui.opening.password import Ahead, PasswordForm, Unlock, locked_words, standing
from crm_desktop.ui.opening.plain_window import PlainWindow
from crm_desktop.ui.plumbing.file_dialogs import FileDialogs
from crm_desktop.ui.plumbing.jobs import Jobs
from crm_desktop.ui.plumbing.messages import Messages
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.window_menu import SHOP_ENDING, Shell

if TYPE_CHECKING:
    from crm_desktop.services.passwords import Tries


class WorkingPage(PlainWindow):
    """While the shop's file is worked on as a whole, such as when its password is changed."""

    def __init__(self, title: str, shell: Shell, theme: Theme, messages: Messages, jobs: Jobs) -> None:
        words = tr("The shop is closed meanwhile, and opens again by itself. Your file is safe whatever happens.")
        super().__init__(EmptyState(theme, "shop", title, words, []), shell, theme, messages, jobs)


class StartPage(PlainWindow):
    """Shown when the shop could not be opened. `retry` tries the same file again; with `unlock` the page asks for the
    file's password, and `wrong` says that the one given so far does not fit; `tries` are the wrong ones so far."""

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
        tries: Tries | None = None,
        clock: Clock | None = None,
        ahead: Ahead | None = None,
    ) -> None:
        self.error = error
        self.form = PasswordForm(unlock, theme, tries, clock, ahead=ahead) if unlock is not None else None
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
            words = locked_words(locked or Path())
            page = EmptyState(theme, "lock", tr("The shop is locked"), words, elsewhere, middle=standing(self.form))
            if wrong:
                self.form.say(str(error))
        super().__init__(page, shell, theme, messages, jobs)

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
