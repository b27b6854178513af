"""The notice that no backup can be made, where there is no list yet whose first line would say it."""

from __future__ import annotations

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.today.notice import Notice
from crm_desktop.ui.widgets import buttons


class BackupNotice(Notice):
    """Hidden while all is well, once she has answered the reminder of it, and until the time she put it off to."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.safety = buttons.quiet(tr("Safety…"), context.navigate.show_safety, theme=context.theme, icon="shield")
        super().__init__(context.theme, self.safety)

    def refresh(self) -> None:
        """Show what is told now."""
        now = self._context.clock.now()
        entry = self._context.services.today.backup(now.date())
        if entry is None or entry.done or (entry.put_off is not None and entry.put_off > now):
            self.tell("")
        else:
            self.tell(tr("Look after this: %1", entry.why))
