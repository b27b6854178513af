"""The settings' part about the watched folder: which one, whether it is watched, and what that does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.language import Sentence, tr
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.widgets import buttons
from crm_desktop.ui.widgets import text as texts
from crm_desktop.ui.widgets.field import InlineField


class WatchedFolderField(QWidget):
    """`changed` when she chose something else; nothing is watched anew before `save`."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._folder = context.watched.folder
        self.on = QCheckBox(tr("Bring in by itself what is put into this folder"))
        self.on.setChecked(context.watched.on)
        self.on.toggled.connect(self._toggled)
        self.path = texts.ElidedLabel()
        self.choose_button = buttons.plain(tr("Choose…"), self._choose, theme=context.theme, icon="folder")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(self.choose_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.on)
        column.addLayout(row)
        self._show()

    def labelled(self) -> InlineField:
        """Under its label, with what it does in a sentence."""
        hint = tr(
            "For a till or another program on this computer: a spreadsheet or contact card that it puts there comes "
            "into this shop and is then moved to the subfolder “Imported”; Today tells what came in."
        )
        return InlineField(tr("Watched folder"), self, hint=hint)

    def problem(self) -> Sentence | None:
        """What stands in the way of saving."""
        if not self.on.isChecked():
            return None
        if self._folder is None:
            return Sentence("Choose the folder that is to be watched.")
        if not self._folder.is_dir():
            return Sentence(
                "There is no folder “%1”. Connect its disk or stick, or choose another folder.", self._folder
            )
        if self._folder.resolve() in (Path.home().resolve(), self._context.services.shop.path.resolve().parent):
            return Sentence("Other files lie in this folder, too. Make a folder for this alone, and choose that.")
        return None

    def save(self) -> None:
        """Watch as chosen from now on."""
        watched = self._context.watched
        if (self._folder, self.on.isChecked()) != (watched.folder, watched.on):
            watched.choose(self._folder, on=self.on.isChecked())

    def _choose(self) -> None:
        folder = self._context.file_dialogs.ask_folder(self, tr("Watched folder"))
        if folder is not None:
            self._folder = folder
            self.on.setChecked(True)
            self._show()
            self.changed.emit()

    def _toggled(self) -> None:
        self.changed.emit()
        if self.on.isChecked() and self._folder is None:
            self._choose()

    def _show(self) -> None:
        self.path.setText(str(self._folder) if self._folder is not None else tr("No folder is chosen."))
