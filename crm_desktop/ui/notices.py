"""The lines at the top of the window: what she should know of the shop's file, until it is dealt with."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.ui.background.presence import Presence
from crm_desktop.ui.widgets.strips import StripBox


class Notices(StripBox):
    """Hidden while there is nothing to say."""

    def __init__(self, presence: Presence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(16, 8, 16, 0)
        self._presence = presence
        presence.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say what holds now."""
        self.show_strips(self._presence.strips())
