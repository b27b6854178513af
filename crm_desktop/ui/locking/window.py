"""What stands in the place of all windows while the shop is locked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent

from crm_desktop.clock import Clock
from crm_desktop.language import tr
from crm_desktop.ui.opening.password import Ahead, PasswordForm, Unlock, standing
from crm_desktop.ui.opening.plain_window import PlainWindow
from crm_desktop.ui.style.theme import Theme
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets.empty import EmptyState
from crm_desktop.ui.window_menu import Shell

if TYPE_CHECKING:
    from crm_desktop.services.passwords import Tries


class LockWindow(PlainWindow):
    """Names the file, and nothing that is in it: so there are no messages in it either, and no progress of work."""

    def __init__(
        self, path: Path, unlock: Unlock, shell: Shell, theme: Theme, tries: Tries | None = None,
        clock: Clock | None = None, ahead: Ahead | None = None,
    ) -> None:  # fmt: skip
        self.form = PasswordForm(unlock, theme, tries, clock, go=tr("Unlock"), ahead=ahead)
        words = tr(
            "“%1” is closed, and all windows are put away. Type the password, and everything is as you left it.",
            path.name,
        )
        leave = buttons.quiet(tr("Quit"), shell.quit, theme=theme)
        super().__init__(EmptyState(theme, "lock", tr("Locked"), words, [leave], middle=standing(self.form)), shell)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.form.setFocus()
