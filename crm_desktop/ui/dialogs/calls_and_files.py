"""What telephone programs and the computer open with this program: the command for a caller's card, and what is
registered with the system. All of it is about this computer, not about the shop."""

from __future__ import annotations

import shlex
import sys
from subprocess import list2cmdline

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from crm_desktop.errors import UserError
from crm_desktop.language import tr
from crm_desktop.ui.background.opens.registration import (
    Kind,
    Registration,
    opening_command,
    system_registration,
)
from crm_desktop.ui.calls.calls import EXPECTED
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField
from crm_desktop.ui.widgets.form import FormDialog


class CallsAndFilesDialog(FormDialog):
    """Asks what telephone programs and the system are to open with this program. Nothing is registered until Save."""

    def __init__(
        self, context: Context, parent: QWidget | None = None, registration: Registration | None = None
    ) -> None:
        super().__init__(tr("Phone calls and files"), self._save_choice, context.questions, parent, width=560)
        self._context = context
        self._registration = registration or system_registration(context.data_dir)
        self._add_command()
        self.body.addWidget(texts.separator())
        self._add_choices()

    def _add_command(self) -> None:
        self.body.addWidget(texts.section(tr("When the telephone rings")))
        self.body.addWidget(texts.body(
            tr("A telephone program on this computer that can run a command when a call comes has this program show "
               "who it is. Give it this command, with the caller's number in the place of NUMBER, as the telephone "
               "program writes it."), wrap=True,
        ))  # fmt: skip
        self.command = QLineEdit(command_words(opening_command(self._context.data_dir)))
        self.command.setReadOnly(True)
        self.command.setCursorPosition(0)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.command, 1)
        self.copy_button = buttons.plain(tr("Copy"), self._copy, theme=self._context.theme, icon="copy")
        row.addWidget(self.copy_button)
        field = InlineField(tr("Command"), whole)
        self.command.setAccessibleName(tr("Command"))
        self.add("command", field)

    def _add_choices(self) -> None:
        self.body.addWidget(texts.section(tr("What this computer opens with CRM Desktop")))
        why_not = self._registration.why_not()
        self.boxes = {
            Kind.CALLS: QCheckBox(tr("Links to telephone numbers: a click shows whose number it is")),
            Kind.SHOPS: QCheckBox(tr("Shop files (.crm): a double click opens the shop")),
        }
        for kind, box in self.boxes.items():
            box.setChecked(self._registration.is_on(kind))
            box.setEnabled(why_not is None)
            box.toggled.connect(self.mark_changed)
            self.body.addWidget(box)
        self.body.addWidget(texts.secondary(
            str(why_not) if why_not is not None else
            tr("“Call” goes on to use your telephone program. Switched off, what opened these before opens them "
               "again."), wrap=True,
        ))  # fmt: skip
        self.waiting = texts.labelled(
            tr("Your computer asks you to choose CRM Desktop once more in its own settings."), "notice", wrap=True
        )
        self.settings_button = buttons.plain(tr("Open the computer's settings"), self._open_settings)
        self.body.addWidget(self.waiting)
        self.add_button(self.settings_button)
        self._show_waiting()

    def _show_waiting(self) -> None:
        waits = any(self._registration.waits_for(kind) for kind in Kind)
        self.waiting.setVisible(waits)
        self.settings_button.setVisible(waits)
        self.fit()

    def _copy(self) -> None:
        self._context.memory.put(EXPECTED, True)
        QGuiApplication.clipboard().setText(self.command.text())
        self._context.messages.info(tr("Copied %1", self.command.text()))

    def _open_settings(self) -> None:
        QDesktopServices.openUrl(QUrl(self._registration.settings_url))

    def _save_choice(self) -> bool:
        """Register what is chosen. It stays open where she has to choose once more in the system's settings."""
        changed = False
        for kind, box in self.boxes.items():
            if box.isChecked() == self._registration.is_on(kind):
                continue
            changed = True
            try:
                self._registration.set_on(kind, box.isChecked())
            except UserError as error:
                self.set_errors({"opens": error.sentence})
                return False
        waited = not self.waiting.isHidden()
        self._show_waiting()
        return not changed or waited or self.waiting.isHidden()


def command_words(command: list[str]) -> str:
    """A command as it is typed on this system, with the place for the number."""
    words = [*command, "tel:NUMBER"]
    return list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def summary(registration: Registration) -> str:
    """What is registered, in a line."""
    on = {kind for kind in Kind if registration.is_on(kind)}
    if on == set(Kind):
        return tr("Opens telephone links and shop files")
    if Kind.CALLS in on:
        return tr("Opens telephone links")
    return tr("Opens shop files") if on else tr("Off")
