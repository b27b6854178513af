"""The notice that the calendar file cannot be written, for as long as it cannot."""

from __future__ import annotations

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.tabs.today.notice import Notice
from crm_desktop.ui.widgets import buttons


class CalendarNotice(Notice):
    """Hidden while all is well."""

    def __init__(self, context: Context) -> None:
        theme = context.theme
        self._context = context
        self.again = buttons.quiet(tr("Try again"), context.calendar_file.write, theme=theme, icon="refresh")
        self.settings = buttons.quiet(tr("Reminders…"), self._open_settings, theme=theme, icon="settings")
        super().__init__(theme, self.again, self.settings)
        context.calendar_file.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is told now."""
        failure = self._context.calendar_file.failure
        self.tell(tr("The calendar file cannot be written. %1", failure) if failure is not None else "")

    def _open_settings(self) -> None:
        from crm_desktop.ui.dialogs.reminders import RemindersDialog

        RemindersDialog(self._context, self.window()).open()
