"""The notice that the calendar file cannot be written, for as long as it cannot."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.language import tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.style.sizes import px
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts


class CalendarNotice(QWidget):
    """Hidden while all is well."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._icon = QLabel()
        self.words = texts.ElidedLabel()
        self.again = buttons.quiet(
            tr("Try again"), context.calendar_file.write, theme=context.theme, icon="refresh"
        )  # fmt: skip
        self.settings = buttons.quiet(tr("Reminders…"), self._open_settings, theme=context.theme, icon="settings")
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.again)
        row.addWidget(self.settings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(texts.separator())
        context.calendar_file.changed.connect(self.refresh)
        context.theme.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is told now."""
        failure = self._context.calendar_file.failure
        self._icon.setPixmap(self._context.theme.icon("alert", "danger").pixmap(px(18), px(18)))
        self.words.setText(tr("The calendar file cannot be written. %1", failure) if failure is not None else "")
        self.setAccessibleName(self.words.text())
        self.setVisible(failure is not None)

    def _open_settings(self) -> None:
        from crm_desktop.ui.dialogs.reminders import RemindersDialog

        RemindersDialog(self._context, self.window()).open()
